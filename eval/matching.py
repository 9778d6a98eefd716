"""When two texts say the same in the eyes of the benchmark: answers in a text, quotes of the same stretch, file names.

Matching is by normal form: NFKC, lower case, without blanks, commas, quotation marks and markdown stars; a comma or a
blank between digits is dropped only where it groups thousands. A needle that begins or ends with a digit must not touch
another digit of the text (15件 is not in 115件).
"""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher

from eval.numbers import NUMBER

# Characters that two quotes share at least before they are taken to be of the same stretch, unless one is shorter.
FEWEST_SHARED = 4
# Characters of a file's name from which its beginning alone tells which file is meant.
FEWEST_OF_NAME = 3
_DROPPED = frozenset(" \t\r\n\f\v,、\"'“”‘’「」『』《》〈〉*`")


def normal_form(text: str) -> str:
    """Return the form in which answers are compared."""
    text = unicodedata.normalize("NFKC", text).lower()
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    text = re.sub(r"(?<=\d)[\s,、]+(?=\d)", "|", text)
    return "".join(c for c in text if c not in _DROPPED and not c.isspace() and unicodedata.category(c) != "Cf")


def contains(text: str, needle: str) -> bool:
    """Tell whether a normal form holds another, digits standing alone."""
    start = text.find(needle) if needle else -1
    while start >= 0:
        if _free_before(text, start, needle) and _free_after(text, start + len(needle), needle):
            return True
        start = text.find(needle, start + 1)
    return False


def _free_before(text: str, start: int, needle: str) -> bool:
    if not needle[0].isdigit() or not start:
        return True
    return not (text[start - 1].isdigit() or (text[start - 1] == "." and start > 1 and text[start - 2].isdigit()))


def _free_after(text: str, end: int, needle: str) -> bool:
    if not needle[-1].isdigit() or end >= len(text):
        return True
    decimal = text[end] == "." and end + 1 < len(text) and text[end + 1].isdigit()
    return not (text[end].isdigit() or text[end] in "万亿" or decimal)


def shared_run(one: str, other: str) -> int:
    """Return the length of the longest run of characters that stands in both texts."""
    if one in other or other in one:
        return min(len(one), len(other))
    return SequenceMatcher(None, one, other, autojunk=False).find_longest_match().size


def overlaps(one: str, other: str) -> bool:
    """Tell whether two normal forms are quotes of the same stretch: they share half of the shorter one in one run.

    A run shorter than FEWEST_SHARED characters is no sign of it, unless it is all of one of them.
    """
    shorter = min(len(one), len(other))
    return shorter > 0 and shared_run(one, other) >= min(shorter, max(FEWEST_SHARED, (shorter + 1) // 2))


def same_file(cited: str, wanted: str) -> bool:
    """Tell whether two paths name one file: by base names, without their endings, or where one was cut short."""
    one, other = cited.rpartition("/")[2], wanted.rpartition("/")[2]
    if not one:
        return False
    return _stem(one) == _stem(other) or (len(one) >= FEWEST_OF_NAME and other.startswith(one))


def _stem(name: str) -> str:
    """Return a name without its ending; dots at its beginning belong to the name."""
    stem, dot, _ = name.rpartition(".")
    return stem if dot and stem.strip(".") else name


def figures_in(text: str) -> list[str]:
    """Return the normal forms of the figures with their units that stand in a text in digits, in order."""
    return [normal_form(match.group()) for match in NUMBER.finditer(text)]
