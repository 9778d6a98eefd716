"""Tables of PDF pages become lines, also those that go on over many pages."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ingest.formats.typeset import pdf_rows
from ingest.formats.typeset.pdf_rows import Sheet, as_pages
from ingest.formats.typeset.pdf_tables import Table

HEADS = ("地区", "收案数", "审结数")


def sheet(*rows: Sequence[str]) -> Sheet:
    """Return a page that a table fills."""
    table = Table([tuple(row) for row in rows], [80.0 + 20 * at for at in range(len(rows))], (50, 80, 545, 760), 12)
    return Sheet(595, 842, [], [table])


def shown(sheets: Sequence[Sheet]) -> list[list[str]]:
    return [[line.text for line in page.lines] for page in as_pages(sheets)]


def test_each_page_has_the_lines_of_its_rows() -> None:
    sheets = [
        sheet(HEADS, ("甲乡", "3", "2")),
        sheet(HEADS, ("乙乡", "5", "4"), ("丙乡", "7", "6")),
        sheet(("丁乡", "9", "8")),
    ]
    assert shown(sheets) == [
        ["地区：甲乡，甲乡收案数3，甲乡审结数2。"],
        ["地区：乙乡，乙乡收案数5，乙乡审结数4。", "地区：丙乡，丙乡收案数7，丙乡审结数6。"],
        ["地区：丁乡，丁乡收案数9，丁乡审结数8。"],
    ]


def test_a_page_of_heads_alone_has_no_line() -> None:
    # only the rows of later pages tell that the first one's are heads: no row is lost or said twice
    assert shown([sheet(HEADS), sheet(("甲乡", "3", "2"))]) == [[], ["地区：甲乡，甲乡收案数3，甲乡审结数2。"]]


def test_a_table_of_many_pages_is_rendered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    render = pdf_rows.numbered_lines

    def counted(rows: Sequence[Sequence[str]], *, unit: str = "") -> list[tuple[int, str]]:
        sizes.append(len(rows))
        return render(rows, unit=unit)

    monkeypatch.setattr(pdf_rows, "numbered_lines", counted)
    found = shown([sheet(HEADS), *(sheet((f"第{at}乡", "3", "2")) for at in range(50))])
    assert sizes == [51]
    assert [len(lines) for lines in found] == [0] + [1] * 50
