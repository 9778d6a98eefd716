"""What the cells of a table hold, and which of its first rows are heads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.fields import is_label
from rag.vocabulary import MEASURES

Row = Sequence[str]

# A head is a few words; a row with more text, or of more cells, than these is a layout.
LONGEST_HEAD, LONGEST_ROW, MOST_COLUMNS = 40, 1000, 100
NUMBER = r"[-−+±]?\s?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:[.．]\d+)?"
UNITS = rf"(?:[百千万亿]*(?:{MEASURES})|[百千万亿]+|[%％‰]|个?百分点)"
# What stands in a cell that holds nothing.
NOTHING = re.compile(r"[-—–―~～/\\.…·*]*")
_FIGURE = re.compile(rf"{NUMBER}\s?[余多]?{UNITS}?")
_YEAR = re.compile(r"(?:19|20)\d\d(?:年度?)?")
_UNIT_ALONE = re.compile(rf"[（(]?(?:(?:计量)?单位\s*[:：]\s*)?({UNITS})[)）]?")
_PROSE = re.compile(r"[。！？；]")
_LETTERS = "甲乙丙丁"
_YEAR_OR_UNIT = re.compile(rf"(?<!\d)(?:19|20)\d\d|[（(]{UNITS}[)）]$")
# The last words of heads; a table without figures has heads only if half of its first row ends like this.
_HEAD_WORDS = re.compile(
    r".*(?:序号|编号|名称|单位|内容|项目|类别|类型|事项|措施|依据|时间|日期|时限|备注|情况|问题|要求|部门|职务|姓名|"
    r"标准|结果|目标|任务|指标|机关|方式|地点|领域|责任人|负责人|案由|文号|条款|说明|来源|地区|县区|数量|总数|合计)"
    r"(?:[（(].{1,12}[)）])?"
)


def is_figure(cell: str) -> bool:
    """Tell whether a cell holds a number, with or without its unit, and no year."""
    return bool(_FIGURE.fullmatch(cell)) and not is_year(cell)


def is_year(text: str) -> bool:
    """Tell whether a text is a year and nothing else: 2022, 2022年, 2022年度."""
    return bool(_YEAR.fullmatch(text))


def unit_alone(text: str) -> str:
    """Return the unit that a text is and nothing else: 件, （件）, 单位：件; "" for any other text."""
    match = _UNIT_ALONE.fullmatch(text)
    return match[1] if match else ""


def is_whole(row: Row) -> bool:
    """Tell whether one text fills a row: a caption, or a heading between rows."""
    return len(set(row) - {""}) == 1 and bool(row[0]) and not _FIGURE.fullmatch(row[0])


def whole(row: Row) -> str:
    """Return the text that fills a row."""
    return next(cell for cell in row if cell)


def joined(row: Row) -> str:
    """Return the cells of a row parted by tabs: a merged text stands once, equal figures side by side are two."""
    apart = [
        left != cell or bool(_FIGURE.fullmatch(cell) or NOTHING.fullmatch(cell)) for left, cell in pairwise(("", *row))
    ]
    return "\t".join(cell for cell, keep in zip(row, apart, strict=True) if keep)


def numbers_columns(row: Row) -> bool:
    """Tell whether a row below the heads only numbers the columns: 甲 1 2, (1) (2) (3)."""
    cells = [cell.strip("()（）") for cell in row]
    letters = [cell for cell in cells if cell in tuple(_LETTERS)]
    digits = [cell for cell in cells[len(letters) :] if cell]
    counted = digits == [str(number) for number in range(1, len(digits) + 1)]
    return counted and "".join(letters) == _LETTERS[: len(letters)] and len(letters) + len(digits) > 2


def head_rows(grid: Sequence[Row]) -> int:
    """Return how many of the first rows are heads, 0 where there are none or the grid is a form or a layout."""
    if len(grid) < 2 or not _may_head(grid[0]) or _is_form(grid):
        return 0
    count = 1
    while count < len(grid) - 1 and _goes_on(grid[:count], grid[count]):
        count += 1
    if any(is_figure(cell) for row in grid[count:] for cell in row):
        return count
    named = [cell for cell in grid[0] if cell]
    return count if 2 * sum(bool(_HEAD_WORDS.fullmatch(cell)) for cell in named) >= len(named) else 0


def _may_head(row: Row) -> bool:
    named = [cell for cell in row if not NOTHING.fullmatch(cell)]
    # the corner above the labels may be empty
    return len({*named, row[0]}) > 1 and 2 * len(named) >= len(row) and not any(_is_data(cell) for cell in named)


def _is_data(cell: str) -> bool:
    return is_figure(cell) or len(cell) > LONGEST_HEAD or bool(_PROSE.search(cell))


def _goes_on(heads: Sequence[Row], row: Row) -> bool:
    """Tell whether a row below heads is one of them: it divides a merged head, or names units."""
    if any(_is_data(cell) for cell in row):
        return False
    columns = list(zip(*heads, strict=True))
    divides = any(left == right and any(left) for left, right in pairwise(columns))
    merged_down = any(above == cell and cell for above, cell in zip(heads[-1], row, strict=True))
    return divides or merged_down or all(unit_alone(cell) for cell in row if cell)


def _is_form(grid: Sequence[Row]) -> bool:
    """Tell whether every second column names what stands beside it: 索引号|X001|发布机构|…, 姓名|张三."""
    labels = [cell for row in grid for cell in row[::2] if cell]
    if 2 * sum(is_label(cell) for cell in labels) >= len(labels):
        return True
    beside = [cell for cell in grid[0][1::2] if cell]
    return 2 * sum(_names(cell) for cell in labels) >= len(labels) and not any(_names(cell) for cell in beside)


def _names(cell: str) -> bool:
    return bool(_HEAD_WORDS.fullmatch(cell) or _YEAR_OR_UNIT.search(cell) or is_label(cell))
