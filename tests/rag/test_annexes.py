"""What is attached to a report, in the forms in which reports name it."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.annexes import annexes
from tests.fakes import assistant_over


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("2023年3月1日\n附件：\n1.甲清单.docx\n2.乙目录.pdf\n分享到：", ["甲清单.docx", "乙目录.pdf"]),
        ("附件：1.甲清单\n2.乙目录\n上一篇：无", ["甲清单", "乙目录"]),
        ("附件：甲清单.pdf（312KB）\n打印", ["甲清单.pdf（312KB）"]),
        ("附件1：甲清单\n附件2：乙目录\n", ["甲清单", "乙目录"]),
        ("正文。\n附件1\n甲清单\n一、内容。\n附件2\n\n乙目录\n", ["甲清单", "乙目录"]),
        ("附件：\n1.甲清单\n……\n附件1\n甲清单\n内容。", ["甲清单"]),  # named below, and again where it begins
        ("办理情况见附件。\n附件齐全的当场受理。\n", []),
    ],
)
def test_names_of_what_is_attached(text: str, names: list[str]) -> None:
    assert [text[start:end] for start, end in annexes(text)] == names


REPORT = """示例市2022年度法治政府建设情况报告
一、主要工作
全年受理行政复议案件87件，清理证明材料附件30项。
示例市人民政府
2023年3月1日
附件：
1.示例市首违不罚清单.docx
2.示例市决策事项目录.pdf
"""


def test_a_question_for_attachments_gets_all_of_them(tmp_path: Path) -> None:
    reports = assistant_over(tmp_path, REPORT)
    for question in ("示例市2022年的报告后面有哪几个附件？", "示例市2022年报告的附件都有什么？"):
        answer = reports.answer(question)
        assert answer.answer == "示例市2022年：\n1. 示例市首违不罚清单[1]\n2. 示例市决策事项目录[2]"
        assert all(statement.supported for statement in answer.statements)
    assert "首违不罚清单" not in reports.answer("示例市2022年清理了多少项证明材料附件？").answer
