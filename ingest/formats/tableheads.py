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

# The last words of labels in forms; there they stand in every second column, with their values beside them.
_LABEL_END = re.compile(r".*(?:[数率额量]|人|电话|地址|邮编|编制|级别|占比|收案|结案|受理|审结)(?:[（(].{1,12}[)）])?")
_LONGEST_LABEL = 16
# Corners of grids; 单位, 部门 and 名称 are none of them: in forms, they stand beside the name of a body.
_CORNER = re.compile(
    r"(?:序号|项目|指标|指标名称|类别|类型|种类|分类|事项|内容|年份|年度|月份|时间|地区|县区|区县|市县|乡镇|案由|领域)"
)
_BODY = re.compile(
    r".{2,}(?:[局厅委院]|政府|委员会|办公室|办事处|中心|[总支大]队|司法所|派出所|街道办|公司|协会|法制[科处股])"
)
# Digits that heads have: periods, what stands in brackets, a numbering, limits (35岁以下).
_DIGITS_OF_HEADS = re.compile(
    r"[（(][^（()）]*[)）]|(?<![\dA-Za-z])(?:19|20)\d\d(?:年度?|(?![\d-]))|\d{1,2}(?:\s?[-—–至~～]\s?\d{1,2})?月(?!\d)|第?[1-4]季度|"
    r"^\d{1,2}\s?[、.．](?!\d)|PM\d+(?:\.\d+)?"
)
_DATE = re.compile(
    r"(?:(?:19|20)\d\d\s?[年./-]\s?)?\d{1,2}\s?[月./-]\s?\d{1,2}\s?[日号]?|(?:19|20)\d\d\s?年\s?\d{1,2}\s?月"
)
_PHONE = re.compile(r"(?:[（(]?0\d{2,3}[)）]?\s?[-—–]?\s?)?\d{7,8}(?:[-—–]\d{1,6})?|1\d{2}[\s-]?\d{4}[\s-]?\d{4}")
_ENDS_IN_FIGURE = re.compile(rf".*\d\s?[余多]?(?:{UNITS}|号)?")


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
    return is_figure(cell) or len(cell) > LONGEST_HEAD or bool(_PROSE.search(cell)) or _is_value(cell)


def _is_value(cell: str) -> bool:
    """Tell whether a cell holds a date, a telephone's or another number, rather than a head such as 2023年1-6月."""
    if _PHONE.fullmatch(cell):
        return True
    if _DATE.fullmatch(cell):
        # 2023年1月 and 1-6 may be heads, 2023年1月5日 is none
        return cell[-1:] != "月" and not re.fullmatch(r"\d{1,2}\s?-\s?\d{1,2}", cell)
    return bool(_ENDS_IN_FIGURE.fullmatch(_DIGITS_OF_HEADS.sub("", cell)))


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
    if grid[0][0] and not _CORNER.fullmatch(grid[0][0]) and _alternates(grid):
        if any(_BODY.fullmatch(cell) for cell in beside):
            return True
        named = [cell for cell in labels if _names(cell) or _LABEL_END.fullmatch(cell)]
        if 2 * len(named) >= len(labels) and not any(_names(cell) or _LABEL_END.fullmatch(cell) for cell in beside):
            return True
    return 2 * sum(_names(cell) for cell in labels) >= len(labels) and not any(_names(cell) for cell in beside)


def _alternates(grid: Sequence[Row]) -> bool:
    """Tell whether every second column holds short words without digits, none of them twice, and nothing merged."""
    if len(grid[0]) % 2:
        return False
    # a merged value covers the labels' places behind it
    labels = [
        cell for row in grid for at, cell in enumerate(row) if not at % 2 and cell and (not at or cell != row[at - 1])
    ]
    short = all(len(cell) <= _LONGEST_LABEL and not re.search(r"\d", cell) for cell in labels)
    return short and len(set(labels)) == len(labels)


def _names(cell: str) -> bool:
    return bool(_HEAD_WORDS.fullmatch(cell) or _YEAR_OR_UNIT.search(cell) or is_label(cell))
