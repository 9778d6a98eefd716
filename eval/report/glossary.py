"""Each metric of `metrics.json`: its name in both languages, its unit, what it means, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unit = Literal["share", "score", "characters", "seconds"]


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric as the report shows it; `higher` tells whether more is better, None where neither is.

    `zh` and `en` name it, `meaning_zh` and `meaning_en` explain it in a sentence, `source` is where it is taken from.
    """

    zh: str
    en: str
    unit: Unit
    higher: bool | None
    meaning_zh: str
    meaning_en: str
    source: str = "本评测 this benchmark"


ALCE = "ALCE: Gao et al., EMNLP 2023"
SQUAD = "SQuAD 2.0: Rajpurkar et al., ACL 2018"
_RECALL = (
    "有答案的题中，前 k 段里至少有一段含标准依据的比例。",
    "Of answerable questions, the share with a passage that holds evidence among the first k found.",
    "TREC success@k",
)

METRICS = {
    "right": Metric(
        "正确率", "right", "share", True,
        "回答含标准答案，且不超过 150 字（列举、计划、对比为 400 字）；报告未写的题应拒答。",
        "The answer holds an accepted answer within 150 characters (400 for lists, plans, comparisons); "
        "an unanswerable question is refused.",
        "简答匹配同 as the short-answer match of ASQA in ALCE",
    ),
    "right_long": Metric(
        "正确率（400 字内）", "right within 400", "share", True,
        "同上，各类题一律以 400 字为限。", "The same with 400 characters for every type.", ALCE,
    ),
    "figure": Metric(
        "数字正确率", "figures right", "share", True,
        "标准答案含数字的题中，该数字连同单位原样出现在回答中的比例。",
        "Of questions whose accepted answer holds a figure: that figure stands in the answer exactly, with its unit.",
    ),
    "wrong": Metric(
        "错误率", "wrong", "share", False,
        "回答给出了只有错误答案才有的内容，或回答了报告未写的题。",
        "The answer holds what only a wrong answer holds, or answers an unanswerable question.",
    ),
    "answered": Metric(
        "作答率", "answered", "share", True,
        "有答案的题中，没有拒答的比例。", "Of answerable questions, the share that was not refused.",
    ),
    "consistency": Metric(
        "一致性", "consistency", "share", True,
        "同一问题的几种问法，判定结果全部相同的比例。",
        "Share of questions asked in several wordings whose verdicts are all the same.",
        "ParaRel: Elazar et al., TACL 2021",
    ),
    "characters": Metric(
        "字数中位数", "characters, median", "characters", None,
        "回答的字数（不计引用标记）。", "Characters of an answer, citation markers not counted.",
    ),
    "cited": Metric(
        "引到依据", "cited", "share", True,
        "有答案的题中，至少一条引用落在标准依据上的比例。",
        "Of answerable questions, the share with a citation of the evidence.",
    ),
    "citation_recall": Metric(
        "引用召回率", "citation recall", "share", True,
        "所引内容与标准依据重合的语句，占全部语句的比例。",
        "Statements with a citation that overlaps an evidence sentence, of all statements.", ALCE,
    ),
    "citation_precision": Metric(
        "引用精确率", "citation precision", "share", True,
        "与标准依据重合的引用，占全部引用的比例。", "Citations that overlap an evidence sentence, of all citations.",
        ALCE,
    ),
    "first_citation": Metric(
        "首条引用命中", "first citation", "share", True,
        "第一条引用即落在标准依据上的比例。", "The first citation overlaps the evidence.", "TREC success@1",
    ),
    "faithful": Metric(
        "数字有据率", "faithful figures", "share", True,
        "回答中的数字，在所引语句中核实到的比例。", "Figures of the answers that their cited sentences hold.",
    ),
    "refusal_precision": Metric(
        "拒答精确率", "refusal precision", "share", True,
        "拒答的题中，报告确实未写的比例。", "Of refused questions, the share that is unanswerable.", SQUAD,
    ),
    "refusal_recall": Metric(
        "拒答召回率", "refusal recall", "share", True,
        "报告未写的题中，拒答的比例。", "Of unanswerable questions, the share that is refused.", SQUAD,
    ),
    **{
        f"recall@{k}": Metric(f"召回率@{k}", f"recall@{k}", "share", True, *_RECALL)
        for k in (1, 3, 5, 10, 20)
    },
    "mrr": Metric(
        "平均倒数排名", "MRR", "score", True,
        "第一段含标准依据的段落排名的倒数，取平均。", "Mean of 1 / rank of the first passage with evidence.",
        "TREC-8 QA: Voorhees 1999",
    ),
    "ndcg@10": Metric(
        "nDCG@10", "nDCG@10", "score", True,
        "前 10 段按排名折减的得分，与理想排序之比。",
        "Gain of the first 10 passages, discounted by rank, as a share of the best order's.",
        "Järvelin & Kekäläinen, TOIS 2002",
    ),
    "p50": Metric(
        "耗时中位数", "latency p50", "seconds", False,
        "一半的题在此时间内答完。", "Half of the questions are answered within this time.",
    ),
    "p95": Metric(
        "耗时 95 分位", "latency p95", "seconds", False,
        "95% 的题在此时间内答完。", "95 % of the questions are answered within this time.",
    ),
}  # fmt: skip

GROUPS = (
    ("回答", "Answers", ("right", "right_long", "figure", "wrong", "answered", "consistency", "characters")),
    ("引用", "Citations", ("citation_recall", "citation_precision", "first_citation", "cited", "faithful")),
    ("拒答", "Refusals", ("refusal_precision", "refusal_recall")),
    ("检索", "Retrieval", ("recall@1", "recall@3", "recall@5", "recall@10", "recall@20", "mrr", "ndcg@10")),
    ("速度", "Speed", ("p50", "p95")),
)
CARDS = ("right", "wrong", "refusal_recall", "citation_precision", "citation_recall", "first_citation", "p50", "p95")
# Of each type, place and year.
COLUMNS = (
    "right", "wrong", "answered", "citation_recall", "citation_precision", "first_citation", "recall@5", "p50",
)  # fmt: skip
