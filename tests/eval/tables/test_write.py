"""A table written is read as it was, and nothing in it is a formula."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.commands.draft import write
from eval.questions import EvalQuestion, Evidence, load_questions
from eval.tables.write import write_table

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=12)
VALUES = TEXT.filter(lambda text: text.strip() == text) | st.sampled_from(["=1+1", "-5%", "@a", "'x", "甲；乙", "a=b"])
FEW = st.lists(VALUES, max_size=3, unique=True).map(tuple)


@st.composite
def questions(draw: st.DrawFn) -> list[EvalQuestion]:
    made = []
    for number in range(draw(st.integers(1, 3))):
        answers = draw(FEW)
        evidence = tuple(Evidence(draw(VALUES), draw(VALUES)) for _ in range(draw(st.integers(0, 2))))
        variants = {answer: draw(st.lists(VALUES, min_size=1, max_size=2)) for answer in answers if draw(st.booleans())}
        made.append(
            EvalQuestion(f"q{number}", "fact", draw(VALUES), answers, evidence, draw(FEW), draw(st.booleans()),
                         variants, draw(FEW), draw(st.booleans()))
        )  # fmt: skip
    return made


@pytest.mark.parametrize("ending", ["csv", "xlsx", "jsonl"])
@settings(max_examples=40, deadline=None)
@given(questions())
def test_questions_are_read_as_they_were_written(ending: str, made: list[EvalQuestion]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"q.{ending}"
        write(made, path)
        assert load_questions(path) == made


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    for name in ("q.csv", "q.xlsx"):
        write_table(tmp_path / name, ["问题", "答案"], [["=HYPERLINK(1)", "+1"], ["-2", "@x"]])
    cells = [cell for row in openpyxl.load_workbook(tmp_path / "q.xlsx").active.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert '"\'=HYPERLINK(1)","\'+1"' in (tmp_path / "q.csv").read_text("utf-8-sig")


def test_excel_is_told_the_encoding_and_a_reader_the_columns(tmp_path: Path) -> None:
    write_table(tmp_path / "q.csv", ["问题"], [["问？"]])
    assert (tmp_path / "q.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    write_table(tmp_path / "q.xlsx", ["问题"], [["问\x08？"]], notes=["怎么填写"])
    made = openpyxl.load_workbook(tmp_path / "q.xlsx")
    assert made.sheetnames == ["题目", "说明"]
    assert (made["题目"]["A2"].value, made["题目"].column_dimensions["A"].width) == ("问？", 44)


def test_every_cell_is_quoted(tmp_path: Path) -> None:
    write_table(tmp_path / "q.csv", ["问题", "答案"], [["a;=1", ""]])
    assert (tmp_path / "q.csv").read_bytes().decode("utf-8-sig") == '"问题","答案"\r\n"a;=1",""\r\n'
