"""Ruled tables of a PDF page: from ruled lines to cells, from cells to rows of text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.fields import is_label
from ingest.formats.typeset.lines import glue
from ingest.formats.typeset.paragraphs import begins_item
from ingest.formats.typeset.pdf_objects import Rule
from ingest.formats.typeset.pdf_text import Letter, runs
from ingest.formats.typeset.reading import em_of, merged, rows

# Points. Rules nearer than this are one (double borders), ends that miss each other by less than this meet.
SAME_RULE, MEETING = 4.0, 4.0
# More rules than this make a drawing, more cells a mosaic.
MOST_RULES, MOST_CELLS = 2000, 20_000
# The text of such a cell is a text of its own, sooner if a label names it as in the forms of proposals: its lines stay.
LONGEST_CELL, LONGEST_VALUE = 300, 60
# A line that lacks more than this of the cell's longest one, in units of the font size, was broken on purpose.
NOT_FULL = 2.0


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled grid: its column and row borders, and for each place in it the number of its cell, -1 for none."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[tuple[int, ...], ...]

    def cell_at(self, x: float, y: float) -> int:
        """Return the number of the cell at a point, -1 where there is none."""
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        inside = 0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1
        return self.cells[row][column] if inside else -1


@dataclass(slots=True)
class Table:
    """A table: its rows' texts, merged cells in every place that they cover, their tops, its box, its font size."""

    rows: list[tuple[str, ...]]
    tops: list[float]
    box: tuple[float, float, float, float]
    size: float


def find_grids(rules: Sequence[Rule]) -> list[Grid]:
    """Return the grids of at least two by two cells that the rules of a page make."""
    if not 4 <= len(rules) <= MOST_RULES:
        return []
    joined = [rule for upright in (False, True) for rule in _joined(rule for rule in rules if rule.upright == upright)]
    return [grid for group in _meeting(joined) if (grid := _grid(group))]


def _joined(rules: Iterable[Rule]) -> Iterator[Rule]:
    """Put pieces of the same line together; nearly equal places become one."""
    ordered = sorted(rules, key=lambda rule: rule.at)
    while ordered:
        same = [rule for rule in ordered if rule.at - ordered[0].at <= SAME_RULE]
        ordered = ordered[len(same) :]
        at = median(rule.at for rule in same)
        start, end = None, 0.0
        for rule in sorted(same, key=lambda rule: rule.start):
            if start is not None and rule.start > end + MEETING:
                yield Rule(rule.upright, at, start, end)
                start = None
            start, end = (rule.start, rule.end) if start is None else (start, max(end, rule.end))
        if start is not None:
            yield Rule(same[0].upright, at, start, end)


def _meeting(rules: Sequence[Rule]) -> Iterator[list[Rule]]:
    """Group the rules that touch or cross."""
    group = list(range(len(rules)))

    def head(at: int) -> int:
        while group[at] != at:
            group[at] = group[group[at]]
            at = group[at]
        return at

    upright = [at for at, rule in enumerate(rules) if rule.upright]
    for level in (at for at, rule in enumerate(rules) if not rule.upright):
        for other in upright:
            if _meet(rules[level], rules[other]):
                group[head(level)] = head(other)
    found: dict[int, list[Rule]] = {}
    for at, rule in enumerate(rules):
        found.setdefault(head(at), []).append(rule)
    yield from found.values()


def _meet(level: Rule, upright: Rule) -> bool:
    across = level.start - MEETING <= upright.at <= level.end + MEETING
    return across and upright.start - MEETING <= level.at <= upright.end + MEETING


def _grid(rules: Sequence[Rule]) -> Grid | None:
    level, upright = [rule for rule in rules if not rule.upright], [rule for rule in rules if rule.upright]
    ys = _places(rule.at for rule in level)
    if len(ys) < 3 or not upright:
        return None
    # tables are often left open at the sides: there, the level rules' ends are the borders
    ends = [min(rule.start for rule in level), max(rule.end for rule in level)]
    closed = _places(rule.at for rule in upright)
    xs = _places([*closed, *(end for end in ends if min(abs(end - at) for at in closed) > SAME_RULE)])
    if len(xs) < 3 or (len(xs) - 1) * (len(ys) - 1) > MOST_CELLS:
        return None
    open_sides = {at for at in xs if at not in closed}
    cells = _cells(xs, ys, _Walls(level, upright, open_sides))
    grid = Grid(tuple(xs), tuple(ys), cells)
    across = max(len({cell for cell in row if cell >= 0}) for row in cells)
    down = max(len({cell for cell in column if cell >= 0}) for column in zip(*cells, strict=True))
    return grid if across > 1 and down > 1 else None


def _places(values: Iterable[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > SAME_RULE:
            found.append(value)
    return found


class _Walls:
    """Tells whether two neighbouring places of a grid are parted by a rule."""

    def __init__(self, level: Sequence[Rule], upright: Sequence[Rule], open_sides: set[float]) -> None:
        self._rules: dict[bool, Sequence[Rule]] = {False: level, True: upright}
        self._near: dict[tuple[bool, float], list[Rule]] = {}
        self._open = open_sides

    def between(self, upright: bool, at: float, middle: float) -> bool:
        if upright and at in self._open:
            return True
        near = self._near.get((upright, at))
        if near is None:
            near = [rule for rule in self._rules[upright] if abs(rule.at - at) <= SAME_RULE]
            self._near[upright, at] = near
        return any(rule.start - MEETING <= middle <= rule.end + MEETING for rule in near)


def _cells(xs: Sequence[float], ys: Sequence[float], walls: _Walls) -> tuple[tuple[int, ...], ...]:
    """Number the cells: places that no rule parts are one cell; what is open to the outside is none."""
    columns, lines = len(xs) - 1, len(ys) - 1
    across = [(left + right) / 2 for left, right in pairwise(xs)]
    down = [(top + bottom) / 2 for top, bottom in pairwise(ys)]
    walls_x = [[walls.between(True, x, middle) for x in xs] for middle in down]
    walls_y = [[walls.between(False, y, middle) for middle in across] for y in ys]
    numbers = [[-2] * columns for _ in range(lines)]
    count = 0
    for row in range(lines):
        for column in range(columns):
            if numbers[row][column] == -2:
                count += _fill((row, column), numbers, (walls_x, walls_y), count)
    return tuple(tuple(row) for row in numbers)


def _fill(
    start: tuple[int, int], numbers: list[list[int]], walls: tuple[list[list[bool]], list[list[bool]]], number: int
) -> bool:
    """Give all places that are open to `start` the number, -1 if they are open to the outside; tell whether not."""
    walls_x, walls_y = walls
    waiting, places, inside = [start], {start}, True
    while waiting:
        row, column = waiting.pop()
        steps = ((walls_x[row][column], row, column - 1), (walls_x[row][column + 1], row, column + 1),
                 (walls_y[row][column], row - 1, column), (walls_y[row + 1][column], row + 1, column))  # fmt: skip
        for wall, down, across in steps:
            if wall or (down, across) in places:
                continue
            if not (0 <= down < len(numbers) and 0 <= across < len(numbers[0])):
                inside = False
                continue
            places.add((down, across))
            waiting.append((down, across))
    for row, column in places:
        numbers[row][column] = number if inside else -1
    return inside


def read_table(grid: Grid, letters: Sequence[Letter]) -> tuple[Table | None, list[Letter]]:
    """Return the table that the letters in the grid's cells make, None for none, and the letters that are left.

    The text of a very long cell is left: it is a text of its own.
    """
    held: dict[int, list[Letter]] = {}
    for letter in letters:
        cell = grid.cell_at((letter.left + letter.right) / 2, letter.base - letter.size / 3)
        held.setdefault(cell, []).append(letter)
    apart = _apart(grid, held)
    texts = {cell: _text(inside) for cell, inside in held.items() if cell not in apart}
    texts = {cell: text for cell, text in texts.items() if text}
    if len(texts) < 2:
        return None, list(letters)
    size = median(letter.size for cell in texts for letter in held[cell])
    return _table(grid, texts, size), [letter for cell in sorted(apart) for letter in held[cell]]


def _apart(grid: Grid, held: Mapping[int, Sequence[Letter]]) -> set[int]:
    """Return the cells whose text is no part of the table: very long ones, long ones that a label names."""
    apart = {cell for cell, inside in held.items() if cell < 0 or len(inside) > LONGEST_CELL}
    for row in grid.cells:
        long = {cell for cell in row if len(held.get(cell, ())) > LONGEST_VALUE}
        if long and any(is_label(_text(held[cell])) for cell in set(row) - long if cell in held):
            apart |= long
    return apart


def _table(grid: Grid, texts: Mapping[int, str], size: float) -> Table:
    found = [tuple(texts.get(cell, "") for cell in row) for row in grid.cells]
    kept = [at for at, row in enumerate(found) if any(row)]
    box = (grid.xs[0], grid.ys[0], grid.xs[-1], grid.ys[-1])
    return Table([found[at] for at in kept], [grid.ys[at] for at in kept], box, size)


def _text(letters: Sequence[Letter]) -> str:
    """Return a cell's text; an item, or a number behind a line that was not full, begins after a blank."""
    lines = [merged(row) for row in rows(runs(letters))]
    text = lines[0].text.strip() if lines else ""
    right = max((line.right for line in lines), default=0.0)
    for above, below in pairwise(lines):
        following = below.text.strip()
        broken = right - above.right > NOT_FULL * em_of(above) and not (text[-1:] + following[:1]).isalpha()
        text += (" " if broken or begins_item(following) else glue(above.text, below.text)) + following
    return text
