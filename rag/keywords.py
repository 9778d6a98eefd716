"""Questions typed as for a search engine, whose places and years stand behind what is asked: 进出口总额 亳州 2023."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from rag.places import find_places
from rag.types import Report

_APART = re.compile(r"[\s,，、]+")
_YEAR = re.compile("(?:19|20)\\d\\d(?:年度?[底末]?)?")


def in_order(text: str, catalogue: Sequence[Report]) -> str:
    """Return a normalised question with the places and years that stand alone at its end put first."""
    parts = _APART.split(text)
    behind = list(takewhile(lambda part: _says_where_or_when(part, catalogue), reversed(parts)))
    if not 0 < len(behind) < len(parts):
        return text
    return " ".join((*reversed(behind), *parts[: len(parts) - len(behind)]))


def _says_where_or_when(text: str, catalogue: Sequence[Report]) -> bool:
    """Tell whether a text names places of the index or a year, and nothing else."""
    if _YEAR.fullmatch(text):
        return True
    named = find_places(text, catalogue)
    return bool(named.said) and not named.rest.strip()
