"""Where a quote stands in a report's text, and which sentence of it holds an answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from eval.matching import contains, normal_form
from eval.questions import EvalQuestion, Evidence
from rag.simplify import simplified
from rag.text import sentence_spans
from rag.types import Span

# Cells from which a quote may be a row of a table.
FEWEST_CELLS = 3
# A file's name and its text.
Text = tuple[str, str]


def find(text: str, quote: str) -> Span | None:
    """Return where a quote stands in a text; None where it does not.

    Blanks, width, case and traditional characters make no difference. A row copied from a table (市场监管 1107 24.4%)
    stands where a line holds all its cells in order: reports are read with the heads of the columns between them.
    """
    at = text.find(quote) if quote.strip() else -1
    if at >= 0:
        return at, at + len(quote)
    letters, offsets = _flat(text)
    wanted, _ = _flat(quote)
    at = letters.find(wanted) if wanted else -1
    return (offsets[at], offsets[at + len(wanted) - 1] + 1) if at >= 0 else _row(text, quote)


def _row(text: str, quote: str) -> Span | None:
    cells = quote.split()
    if len(cells) < FEWEST_CELLS:
        return None
    patterns = [_alone(cell) for cell in cells]
    start = 0
    for line in text.split("\n"):
        if found := _in_order(line, patterns):
            return start + found[0], start + found[1]
        start += len(line) + 1
    return None


def _in_order(line: str, patterns: Sequence[re.Pattern[str]]) -> Span | None:
    """Return from where to where a line holds all patterns one after the other, each looked for but once."""
    start, end = -1, 0
    for pattern in patterns:
        if not (match := pattern.search(line, end)):
            return None
        start, end = match.start() if start < 0 else start, match.end()
    return start, end


def _alone(cell: str) -> re.Pattern[str]:
    """Return the pattern of a cell whose digits touch no others."""
    before, after = r"(?<![\d.])" if cell[0].isdigit() else "", r"(?![\d.])" if cell[-1].isdigit() else ""
    return re.compile(before + re.escape(cell) + after)


@lru_cache(maxsize=64)
def _flat(text: str) -> tuple[str, list[int]]:
    """Return the letters of a text in the form that is compared, and where each of them comes from."""
    letters: list[str] = []
    offsets: list[int] = []
    for at, char in enumerate(text):
        if not char.isspace():
            plain = "".join(_plain(char).split())
            letters.append(plain)
            offsets += [at] * len(plain)
    return "".join(letters), offsets


@lru_cache(maxsize=65_536)
def _plain(char: str) -> str:
    return simplified(char)


def holding(question: EvalQuestion, texts: Iterable[Text]) -> tuple[Evidence, ...]:
    """Return the sentences that hold a question's answers, if it is certain which they are; else none.

    Of one sentence with an accepted answer (with all of them, where all are required) it is certain; and where each of
    several required answers has a sentence of its own.
    """
    sentences = [
        (Evidence(name, text[start:end]), normal_form(text[start:end]))
        for name, text in texts
        for start, end in sentence_spans(text)
    ]
    wanted = [
        [normal_form(form) for form in (answer, *question.variants.get(answer, ()))] for answer in question.answers
    ]
    held = [
        [evidence for evidence, plain in sentences if any(contains(plain, form) for form in forms)] for forms in wanted
    ]
    if not question.all_of:
        return _only([one for found in held for one in found])
    together = [one for one in held[0] if all(one in found for found in held)] if held else []
    if together:
        return _only(together)
    each = [_only(found) for found in held]
    return tuple(dict.fromkeys(one for found in each for one in found)) if all(each) else ()


def _only(found: Sequence[Evidence]) -> tuple[Evidence, ...]:
    different = tuple(dict.fromkeys(found))
    return different if len(different) == 1 else ()
