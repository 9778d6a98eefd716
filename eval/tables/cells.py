"""What a cell says: numbers and dates as they are shown, several values in one cell, and no formulas."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal

# A spreadsheet takes a cell that begins so for a formula, and one that begins with ' for text (which it hides).
_DANGEROUS = "=+-@＝＋－＠\t\r'"
_GUARDED = re.compile(f"^'(?=[{re.escape(_DANGEROUS)}])")
_PARTS = re.compile("[；;]")
# What a number format says beside its digits: quoted words, colours, escaped letters.
_LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


def guarded(text: str) -> str:
    """Return the text as a cell that no spreadsheet takes for a formula; `unguarded` undoes it."""
    return f"'{text}" if text[:1] and text[0] in _DANGEROUS else text


def unguarded(cell: str) -> str:
    """Return what a guarded cell says; any other cell as it is."""
    return _GUARDED.sub("", cell)


def parts(cell: str) -> list[str]:
    """Return the values in a cell: one a line if it has several lines, else parted by ；; blank ones left out."""
    pieces = cell.split("\n") if "\n" in cell else _PARTS.split(cell)
    return [piece.strip() for piece in pieces if piece.strip()]


def lines(cell: str) -> list[str]:
    """Return the lines of a cell that are not blank."""
    return [line.strip() for line in cell.split("\n") if line.strip()]


def joined(values: Sequence[str]) -> str:
    """Return a cell that `parts` reads as these values: by ；, but one a line where a value holds ； itself."""
    if not any(_PARTS.search(value) for value in values):
        return "；".join(values)
    return "\n".join(values) + ("\n" if len(values) == 1 else "")


def shown(value: object, form: str = "General") -> str:
    """Return a cell's value as the spreadsheet shows it: 12 for 12.0, 93.6% for 0.936 in `form` 0.0%.

    Dates are written as in reports (2022年6月30日), as far as their format goes (2022年6月, 6月30日).
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return _number(value, form)
    if isinstance(value, datetime | date):
        return _date(value, form)
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return str(value).replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "")


def _number(value: int | float, form: str) -> str:
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not exact.is_finite():
        return str(value)
    bare = _LITERAL.sub("", form)
    if "%" in bare:
        places = len(match[1]) if (match := re.search(r"\.([0#]+)%", bare)) else 0
        return f"{round(exact * 100, places):f}%"
    return f"{exact.normalize():f}"


def _date(value: date, form: str) -> str:
    bare = _LITERAL.sub("", form).lower()
    known = any(letter in bare for letter in "yd")
    year = f"{value.year}年" if "y" in bare or not known else ""
    day = f"{value.day}日" if "d" in bare or not known else ""
    clock = f"{value:%H:%M}" if isinstance(value, datetime) and (value.hour or value.minute) else ""
    return f"{year}{value.month}月{day}{clock}"
