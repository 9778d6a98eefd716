"""A question held against one table: which row, and which column of it, it names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rag.features import LIKE_UNIT, unit_fit
from rag.figures import find_figures
from rag.headmatch import SCATTERED, asks_sort, column_name, row_name, said, shortens
from rag.kinds import SEVERAL, unit_of
from rag.tableparts import Row, Table
from rag.terms import Concept, Matcher
from rag.text import normalise, words
from rag.understood import Understood

# Share of a row's head that a question must say, and of a column's; what a column counts that only its year, its unit
# or being the only one tells, and one that is taken because it holds the total.
ROW, COLUMN, UNNAMED, TOTAL = 0.8, 0.45, 0.4, 0.2
# Weight of a question's words that neither the table nor its heads say, from which it asks for something else; and how
# far they must hold a word to say it.
LEFT, HELD = 0.15, 0.5
# Rows of which all are given to a question for each.
MOST_ROWS = 12

_TOTAL = re.compile(r"合\s?计|总\s?计|小\s?计|总\s?数|全[省市县区州]合?计?")
# What a question for the total asks for: the sum of a part (小计) is none.
_GRAND = re.compile(r"合\s?计|总\s?计|总\s?数|全[省市县区州]合?计?")
_NO_RIVAL = re.compile(r"(?:合\s?计|总\s?计|小\s?计|总\s?数|其他|其它|其余|全[省市县区州]).*")
_TOTAL_ASKED = re.compile("一共|总共|合计|总计|共计|总数|全部|总的")
_MOST = re.compile("最(?P<most>[多高大])|最(?P<least>[少低小])")
_WHICH = re.compile("哪|什么|谁")
_EACH = re.compile("各|分别|按.{2,14}(?:分|看|统计)")
_IT = re.compile("它|其(?![中他它余])|该(?:类|领域|部门|项)|这(?:个|一|类)(?:领域|部门|项|类)")
# A column that tells of the time before, and not of how much more or less it was (比上年增减).
_BEFORE = re.compile("(?<![比较与])(?:(?<!以)上一?年|去年|上期|(?<!年)同期)")
# 上一年 alone is the year of the newest report.
_BEFORE_ASKED = re.compile(r"(?:19|20)\d\d年.*上一?年|同期|上期")
_COUNT = re.compile("多少|几[个件家项人次]")
# What nearly every table is about.
_GENERAL = frozenset(
    "领域 案件 机关 部门 工作 管理 方面 行政 单位 类 事项 项目 重点 各 按 分 本级 各类 划分 统计 占 申请".split()
)


@dataclass(frozen=True, slots=True)
class Place:
    """A row and a column of it, and how far a question names both, in [0, 2]."""

    row: Row
    column: int
    fit: float


def asks_for_most(understood: Understood) -> bool:
    """Tell whether a question asks which has most, or least, of something."""
    return bool(_MOST.search(understood.spoken) and _WHICH.search(understood.spoken))


class Lookup:
    """A question held against one table of a report on `report_year`; `year` is the one that is asked for.

    `above` tells what stands over the table: title, headings. It is asked only where a row and a column are named.
    """

    def __init__(self, understood: Understood, matcher: Matcher, table: Table, above: Callable[[], Sequence[str]], *,
                 year: int | None, report_year: int | None) -> None:  # fmt: skip
        self._understood, self._table = understood, table
        self._year, self._report_year = year, report_year
        self._own, self._full = normalise(understood.spoken), normalise(understood.standalone)
        self._several = bool(SEVERAL.search(self._own)) or len(_COUNT.findall(self._own)) > 1
        self._above = above
        self._concepts = [concept for concept in matcher.concepts if concept.word not in _GENERAL]

    def places(self) -> list[Place]:
        """Return what a question asks for: mostly one cell, several where it names several; [] where it is not sure."""
        if not self._is_of_year():
            return []
        if asks_for_most(self._understood):
            found = self._highest(self._own)
        elif rows := self._rows():
            found = [place for row, fit in rows for place in self._in_row(row, fit)]
            found = found if len({place.row.span for place in found}) == len(rows) else []
        else:
            found = self._all_rows() if _EACH.search(self._own) else []
        return found if found and self._says_all(found) else []

    def _is_of_year(self) -> bool:
        """Tell whether a table can be about the year asked for: its report is, or one of its heads names it."""
        heads = (*self._table.columns, *(row.head for row in self._table.rows))
        return self._report_year == self._year or any(head.year == self._year for head in heads)

    def _rows(self) -> list[tuple[Row, float]]:
        """Return the row that a question names, all of them where it names several; none where it is not clear."""
        for text in dict.fromkeys((self._own, self._full)):
            found = [(row, share) for row in self._table.rows if (share := self._row_share(row, text)) >= ROW]
            names = [row.head.name for row, _ in found]
            longest = [
                entry for entry in found if not any(entry[0].head.name in one != entry[0].head.name for one in names)
            ]
            if longest and not self._several:
                best = max(share for _, share in longest)
                longest = [(row, share) for row, share in longest if share == best]
                return longest if len(longest) == 1 else []
            if longest:
                return longest
        if _IT.search(self._own):
            return [(place.row, 1.0) for place in self._highest(self._full.removesuffix(self._own))][:1]
        if _TOTAL_ASKED.search(self._own):
            totals = [(row, ROW) for row in self._table.rows if _GRAND.fullmatch(row.head.name)]
            return totals if len(totals) == 1 else []
        return []

    def _row_share(self, row: Row, text: str) -> float:
        if row.head.year and not row.head.name:
            return 1.0 if row.head.year == self._year and self._understood.years else 0.0
        if row.head.year and row.head.year != self._year:
            return 0.0
        name = row_name(row.head.name)
        return max(said(name, text), self._by_synonym(name, text), self._by_short_form(row, name))

    def _by_synonym(self, name: str, text: str) -> float:
        """Return what a head counts that official words for the question's own say (环保 for 生态环境)."""
        forms = (form for phrase, forms in self._understood.synonyms.items() if phrase in text for form in forms)
        return SCATTERED if any(form in name and 2 * len(form) >= len(name) for form in forms) else 0.0

    def _by_short_form(self, row: Row, name: str) -> float:
        """Return what a head counts that the question shortens (人社 for 人力资源社会保障), if it is the only one."""
        others = [other for other in self._table.rows if other is not row]
        short = [term for term in self._understood.terms if shortens(term, name)]
        alone = any(not any(shortens(term, other.head.name) for other in others) for term in short)
        return SCATTERED if alone else 0.0

    def _in_row(self, row: Row, fit: float) -> list[Place]:
        columns = self._columns(row, self._own) or self._columns(row, self._full)
        if len(columns) > 1 and not self._several:
            return []
        return [Place(row, at, fit + share) for at, share in columns]

    def _columns(self, row: Row, text: str) -> list[tuple[int, float]]:
        """Return the columns of a row that a text names, with how far it does; the only one that fits names itself."""
        heads = self._table.columns
        fitting = [at for at in row.cells if self._fits(at, row, text)]
        of_sort = [at for at in fitting if asks_sort(heads[at].name, text)]
        fitting, least = of_sort or fitting, COLUMN if of_sort else 0.0
        shares = {at: max(said(column_name(heads[at].name), text), least) for at in fitting}
        named = {at: share for at, share in shares.items() if share >= COLUMN}
        if named:
            best = COLUMN if self._several else max(named.values())
            return [(at, share) for at, share in named.items() if share >= best]
        plain = [at for at in fitting if not column_name(heads[at].name) and heads[at].year == self._year]
        if len(plain or fitting) == 1:
            return [((plain or fitting)[0], UNNAMED)]
        return [(at, TOTAL) for at in fitting if _TOTAL.fullmatch(heads[at].name)]

    def _fits(self, at: int, row: Row, text: str) -> bool:
        """Tell whether a column is of the year, of the sort and of the unit that a question asks for."""
        head = self._table.columns[at]
        year = head.year or row.head.year or self._report_year
        if year != self._year or (self._understood.numeric and not self._has_unit(row.cells[at])):
            return False
        if _BEFORE.search(head.text) and not _BEFORE_ASKED.search(text):
            return False
        return asks_sort(head.name, text) is not False or said(head.name, text) == 1

    def _has_unit(self, value: str) -> bool:
        unit = unit_of(self._own)  # 罚款呢 asks for no 件, though the question before did
        if unit is None or self._several or value.endswith(unit):
            return True
        return any(not figure.unit or unit_fit(unit, figure) >= LIKE_UNIT for figure in find_figures(value))

    def _says_all(self, found: Sequence[Place]) -> bool:
        """Tell whether all that a question asks about is what the table and the heads of these cells say.

        What it takes over from the question before may be said by other heads, in whose place it names its own.
        """
        rows, columns = [place.row.head for place in found], [self._table.columns[place.column] for place in found]
        heads = (*self._table.columns, *(row.head for row in self._table.rows))
        above = normalise(" ".join((*self._above(), self._table.caption, self._table.corner)))
        # what a field's office did was done in its field
        offices = [f"{row_name(row.name)}局" for row in rows]
        own = normalise(" ".join((above, *offices, *(head.text for head in (*rows, *columns)))))
        every = normalise(" ".join((above, *(head.text for head in heads))))
        names = [head.name for head in heads]
        return all(
            self._is_said([one for one in self._concepts if one.context == context], text, names)
            for context, text in ((False, own), (True, every))
        )

    def _is_said(self, concepts: Sequence[Concept], text: str, names: Sequence[str]) -> bool:
        left = [
            one for one in concepts if not _holds(text, one) and not any(shortens(one.word, name) for name in names)
        ]
        return sum(one.weight for one in left) <= LEFT * sum(one.weight for one in concepts)

    def _highest(self, text: str) -> list[Place]:
        """Return the cell of the row that has most, or least, in a column that a text names; none where several do."""
        sign = _MOST.search(text)
        if not sign or self._table.corner[-2:] not in text:
            return []
        known = [(place, value) for place, value in self._in_column(text, _NO_RIVAL) if not _is_part(place.row)]
        values = [(place, figures[0].value) for place, value in known if (figures := find_figures(value))]
        best = (max if sign["most"] else min)((value for _, value in values), default=None)
        found = [place for place, value in values if value == best]
        return found if len(found) == 1 else []

    def _all_rows(self) -> list[Place]:
        """Return the cells of all rows in the column that a question names, where it asks for each of them."""
        found = [place for place, _ in self._in_column(self._own, _TOTAL)]
        return found if self._table.corner[-2:] in self._own and 1 < len(found) <= MOST_ROWS else []

    def _in_column(self, text: str, left_out: re.Pattern[str]) -> Iterator[tuple[Place, str]]:
        rows = [row for row in self._table.rows if not left_out.fullmatch(row.head.name)]
        columns = self._columns(rows[0], text) if rows else []
        for row in rows if len(columns) == 1 else ():
            at, share = columns[0]
            if at in row.cells:
                yield Place(row, at, 1 + share), row.cells[at]


def _is_part(row: Row) -> bool:
    """Tell whether a row counts a part of the one above it, and so is no rival of the others."""
    return row.head.text.startswith("其中")


def _holds(text: str, concept: Concept) -> bool:
    return concept.match(text) >= HELD or all(word in text for word in words(concept.word))
