"""Questions held against reports and each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.questions import Asked, Entry, EvalQuestion, Evidence
from eval.validate import against, asked_twice, unsupported
from tests.fakes import PlainIndex

INDEX = PlainIndex(
    "清源市2022年法治政府建设情况报告\n一、工作\n受理案件135件，办结120件。\n另有调解15件。",
    "浣溪县2022年法治政府建设情况报告\n一、工作\n受理案件7件。",
)


def entry(line: int, answers: tuple[str, ...] = ("120件",), files: tuple[str, ...] = (), **fields: object) -> Entry:
    given = {"id": str(line), "type": "fact", "question": f"问{line}？", "answers": answers} | fields
    return Entry(line, EvalQuestion(**given), files)  # type: ignore[arg-type]


def checked(*entries: Entry) -> Asked:
    return against(Asked(Path("q.csv"), entries), INDEX)


def quoted(file: str, quote: str) -> tuple[Evidence, ...]:
    return (Evidence(file, quote),)


@pytest.mark.parametrize("file", ["示例-0.txt", "示例-0", "文件夹/示例-0.txt", "文件夹\\示例-0.docx"])
def test_evidence_becomes_what_stands_in_the_report(file: str) -> None:
    asked = checked(entry(1, evidence=quoted(file, "受理案件 135 件,辦結120件。")))
    assert asked.bad == ()
    assert asked.entries[0].question.evidence == quoted(file, "受理案件135件，办结120件。")


@pytest.mark.parametrize(
    ("one", "field", "reason"),
    [
        (entry(4, evidence=quoted("没有.txt", "甲")), "evidence", "中的文件 没有.txt 不在索引的报告中"),
        (entry(4, evidence=quoted("示例-1.txt", "办结120件")), "evidence", "中的“办结120件”不在 示例-1.txt 中"),
        (entry(4, files=("没有.txt",)), "file", "中的文件 没有.txt 不在索引的报告中"),
    ],
)
def test_evidence_that_no_report_has(one: Entry, field: str, reason: str) -> None:
    asked = checked(entry(3), one)
    assert [(bad.line, bad.field, bad.reason) for bad in asked.bad] == [(4, field, reason)]
    assert [kept.line for kept in asked.entries] == [3]


def test_evidence_is_looked_for_in_the_file_that_is_named() -> None:
    asked = checked(entry(2, files=("示例-0.txt",)), entry(3, ("7件",), ("示例-0.txt",)), entry(4, (), ("示例-0.txt",)))
    assert [one.question.evidence for one in asked.entries] == [
        quoted("示例-0.txt", "受理案件135件，办结120件。"),
        (),
        (),
    ]
    assert asked.notes == (
        "没有写证据的题目 2 道：按答案在文件中找到原句 1 道；第 3 行的答案在文件中没有，或不止一处，这些题不评引用。",
    )


def test_one_question_has_one_answer() -> None:
    same = {"question": "清源市受理多少件？"}
    entries = [
        entry(1, **same),
        entry(2, ("121件",), question="清源市 受理多少件？"),  # blanks make no other question
        entry(3, ("130件",), history=("先问？",), **same),  # what was asked before does
        entry(4, ("１２０件",), **same),  # width makes no other answer
        entry(5, (), **same),
    ]
    assert [(bad.line, bad.field) for bad in asked_twice(entries)] == [(2, "answers"), (5, "answers")]


def test_conflicting_answers_may_be_marked() -> None:
    same = {"question": "问？", "conflict": True}
    assert not list(asked_twice([entry(1, **same), entry(2, ("9件",), **same)]))


def test_answers_stand_in_their_evidence() -> None:
    held = quoted("示例-0.txt", "办结120件")
    entries = [
        entry(1, evidence=held),
        entry(2, ("20件",), evidence=held),  # the digits of another figure
        entry(3, ("一百二十件",), evidence=held, variants={"一百二十件": ["120件"]}),
        entry(4, ("清源市",), evidence=held, type="locate"),
        entry(5, ()),
    ]
    assert [bad.line for bad in unsupported(entries)] == [2]
