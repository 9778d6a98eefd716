"""Answers by extraction over the sample reports: what is said, what is cited, what is refused and in which words."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.questions import load_questions
from ingest.build import ingest
from rag.assistant import Assistant
from rag.compose import tidy
from rag.embedding import load_embedding
from rag.settings import Settings
from rag.types import Answer
from rag.vocabulary import SYNONYMS

QUESTIONS = load_questions(Path(__file__).parents[2] / "eval" / "questions.jsonl")


@pytest.fixture(scope="module")
def answers(assistant: Assistant) -> list[Answer]:
    return [assistant.answer(question.question, history=question.history) for question in QUESTIONS]


@pytest.mark.parametrize(
    ("question", "expected", "file"),
    [
        ("岚川市2022年行政机关负责人出庭应诉率是多少?", "93.6%", "示例-岚川市-2022"),
        ("禾丰县2021年法治建设专项经费是多少?", "万元", "示例-禾丰县-2021"),
        ("哪个区有“老兵调解室”?", "澜川区", "示例-澜川区"),  # the place comes first
    ],
)
def test_facts(assistant: Assistant, question: str, expected: str, file: str) -> None:
    answer = assistant.answer(question)
    assert answer.status == "answered"
    assert expected in answer.answer
    assert answer.citations[0].file.startswith(file)


def test_problems_are_listed_point_by_point(assistant: Assistant) -> None:
    answer = assistant.answer("岚川市2020年法治政府建设存在哪些问题?")
    assert [line[:2] for line in answer.answer.split("\n")] == ["岚川", "1.", "2.", "3.", "4."]
    assert all(statement.markers for statement in answer.statements)


def test_what_is_planned_is_no_shortcoming(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "岚川市2021年度法治政府建设情况报告\n一、工作情况\n全年受理行政复议案件8件。\n二、存在的不足和努力方向\n"
        "一是工作推进不平衡。二是执法力量不足。\n下一步,我市将继续努力。一是加强统筹。二是充实力量。\n",
        "utf-8",
    )
    ingest([tmp_path / "a.txt"], index=tmp_path / "index", embedding=load_embedding(None))
    assistant = Assistant(Settings(index=tmp_path / "index"))
    problems = assistant.answer("岚川市存在哪些不足?").answer
    plans = assistant.answer("岚川市下一步有什么打算?").answer
    assert ("力量不足" in problems, "统筹" in problems) == (True, False)
    assert ("力量不足" in plans, "统筹" in plans) == (False, True)


def test_a_comparison_has_a_line_a_place_also_where_a_report_does_not_say(assistant: Assistant) -> None:
    answer = assistant.answer("2023年岚川市、澜川区、禾丰县办理公证各多少件?")
    heads = [line.partition("：")[0] for line in answer.answer.split("\n")]
    assert heads == ["岚川市2023年", "澜川区2023年", "禾丰县2023年"]
    assert "报告未提及" in answer.answer


@pytest.mark.parametrize(
    ("question", "status", "reason"),
    [
        ("太原市2021年受理行政复议多少件?", "refused", "没有太原市的报告。现有地区："),
        ("岚川市2016年受理行政复议多少件?", "refused", "没有岚川市2016年的报告"),
        ("岚川市2021年小麦产量是多少?", "refused", "岚川市2021年的报告中没有找到"),
        ("怎么做红烧肉?", "refused", "没有找到"),
        ("兰川市2021年受理多少件?", "clarify", "岚川市还是澜川区"),
    ],
)
def test_refusals_say_which(assistant: Assistant, question: str, status: str, reason: str) -> None:
    answer = assistant.answer(question)
    assert (answer.status, answer.citations) == (status, ())
    assert reason in answer.answer
    assert answer.reason == answer.answer


def test_a_misspelt_place_is_read_and_said(assistant: Assistant) -> None:
    answer = assistant.answer("禾风县2021年办理法律援助案件多少件?")
    assert answer.notice == "“禾风县”按“禾丰县”查找。"
    assert "391件" in answer.answer


def test_every_quote_is_the_text_between_its_offsets(assistant: Assistant, answers: list[Answer]) -> None:
    for answer in answers:
        for citation in answer.citations:
            _, text = assistant.report(citation.report)
            assert text[citation.start : citation.end] == citation.quote


def test_every_statement_is_supported_and_every_figure_verified(answers: list[Answer]) -> None:
    for answer in answers:
        assert all(figure.verified for figure in answer.figures), answer.answer
        assert all(statement.supported for statement in answer.statements), answer.answer


def test_markers_and_citations_belong_together(answers: list[Answer]) -> None:
    for answer in answers:
        used = [marker for statement in answer.statements for marker in statement.markers]
        assert sorted(set(used)) == [citation.marker for citation in answer.citations]


@pytest.mark.parametrize(
    ("stretch", "expected"),
    [
        ("二是受理158件,", "受理158件"),
        ("(三)加强备案。", "加强备案"),
        ("1.5万件", "1.5万件"),  # a decimal is no enumerator
        ("3、完善机制;", "完善机制"),
    ],
)
def test_tidy(stretch: str, expected: str) -> None:
    assert tidy(stretch) == expected


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("岚川市2030年法治政府建设存在哪些问题?", "没有岚川市2030年的报告"),  # not the problems of another year
        ("岚川市2021年食品安全存在哪些问题?", "没有找到"),  # not the problems with everything else
        ("岚川市2017年受理行政复议案件88件,对吗?", "没有岚川市2017年的报告"),  # nor another year's figure
    ],
)
def test_what_no_report_says_is_not_answered_from_beside_it(assistant: Assistant, question: str, reason: str) -> None:
    answer = assistant.answer(question)
    assert answer.status == "refused", answer.answer
    assert reason in answer.answer


def test_what_does_not_fit_a_comparison_is_counted(assistant: Assistant) -> None:
    answer = assistant.answer("岚川市、澜川区、禾丰县2020年到2023年行政诉讼胜诉率和一审案件各是多少?").answer
    listed = [line for line in answer.split("\n") if "年：" in line]
    assert len(listed) == 12 or answer.endswith(f"（另有 {12 - len(listed)} 项未列出，请缩小范围再问）")


def test_opposite_outcomes_are_never_synonyms() -> None:
    for one, other in (("驳回", "维持"), ("胜诉", "败诉"), ("取消", "废止"), ("受理", "审结")):
        assert other not in SYNONYMS.get(one, ())
        assert one not in SYNONYMS.get(other, ())
