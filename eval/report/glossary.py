"""Each metric of `metrics.json`: its English name, its unit, what it means, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unit = Literal["share", "score", "characters", "seconds"]


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric as the report shows it; `higher` tells whether more is better, None where neither is.

    `en` is its English name (the Chinese one is in `eval.labels`), `meaning_zh` and `meaning_en` explain it in a
    sentence, `source` is where it is taken from.
    """

    en: str
    unit: Unit
    higher: bool | None
    meaning_zh: str
    meaning_en: str
    source: str = "本评测 this benchmark"


ALCE = "ALCE: Gao et al., EMNLP 2023"
SQUAD = "SQuAD 2.0: Rajpurkar et al., ACL 2018"
_RECALL = (
    "全部含有证据的段落中，排在检索结果前 k 段的比例；逐题计算，取平均。",
    "Of all passages that hold evidence, the share among the first k found; mean over questions.",
    "trec_eval: recall",
)

METRICS = {
    "right": Metric(
        "right", "share", True,
        "回答含标准答案，且不超过 150 字（列举、问题与计划、对比为 400 字）；报告未写的题应拒答。",
        "The answer holds an accepted answer within 150 characters (400 for lists, plans, comparisons); "
        "an unanswerable question is refused.",
        f"{ALCE}, exact match of short answers",
    ),
    "right_long": Metric(
        "right within 400", "share", True,
        "同上，各类题一律以 400 字为限。", "The same with 400 characters for every type.",
    ),
    "figure": Metric(
        "figures right", "share", True,
        "标准答案含数字的题中，该数字连同单位原样出现在回答中的比例。",
        "Of questions whose accepted answer holds a figure: that figure stands in the answer exactly, with its unit.",
    ),
    "wrong": Metric(
        "wrong", "share", False,
        "回答给出了只有错误答案才有的内容，或回答了报告未写的题。",
        "The answer holds what only a wrong answer holds, or answers an unanswerable question.",
    ),
    "answered": Metric(
        "answered", "share", True,
        "有答案的题中，给出回答、没有拒答的比例。",
        "Of answerable questions, the share that was answered, not refused.",
    ),
    "consistency": Metric(
        "consistency", "share", True,
        "用几种说法问的同一问题，每种说法都答对的比例。",
        "Of questions asked in several wordings, the share that is right in every one.",
        "ParaRel: Elazar et al., TACL 2021",
    ),
    "characters": Metric(
        "characters, median", "characters", None,
        "回答的字数（不计引用标记）。", "Characters of an answer, citation markers not counted.",
    ),
    "cited": Metric(
        "cited", "share", True,
        "有答案的题中，至少一条引用落在证据上的比例。",
        "Of answerable questions, the share with a citation of the evidence.",
    ),
    "citation_recall": Metric(
        "citation recall", "share", True,
        "对有答案的题作答时，所引内容与证据重合的语句，占全部语句的比例。",
        "In answers to answerable questions: statements with a citation that overlaps the evidence, of all statements.",
        ALCE,
    ),
    "citation_precision": Metric(
        "citation precision", "share", True,
        "对有答案的题作答时，与证据重合的引用，占全部引用的比例。",
        "In answers to answerable questions: citations that overlap the evidence, of all citations.",
        ALCE,
    ),
    "first_citation": Metric(
        "first citation", "share", True,
        "有答案的题中，第一条引用即落在证据上的比例。",
        "Of answerable questions, the share whose first citation is of the evidence.", "TREC: success@1",
    ),
    "faithful": Metric(
        "faithful figures", "share", True,
        "回答中的数字，在所引语句中核实到的比例。", "Figures of the answers that their cited sentences hold.",
    ),
    "refusal_precision": Metric(
        "refusal precision", "share", True,
        "拒答的题中，报告确实未写的比例。", "Of refused questions, the share that is unanswerable.", SQUAD,
    ),
    "refusal_recall": Metric(
        "refusal recall", "share", True,
        "报告未写的题中，拒答的比例。", "Of unanswerable questions, the share that is refused.", SQUAD,
    ),
    **{
        f"recall@{k}": Metric(f"recall@{k}", "share", True, *_RECALL)
        for k in (1, 3, 5, 10, 20)
    },
    "mrr": Metric(
        "MRR", "score", True,
        "第一个含证据的段落，其排名的倒数；取平均。", "Mean of 1 / rank of the first passage with evidence.",
        "TREC-8: Voorhees 1999",
    ),
    "ndcg@10": Metric(
        "nDCG@10", "score", True,
        "前 10 段按排名折减的得分，与理想排序之比。",
        "Gain of the first 10 passages, discounted by rank, as a share of the best order's.",
        "Järvelin & Kekäläinen, TOIS 2002",
    ),
    "p50": Metric(
        "latency p50", "seconds", False,
        "一半的题在此时间内答完。", "Half of the questions are answered within this time.",
    ),
    "p95": Metric(
        "latency p95", "seconds", False,
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
