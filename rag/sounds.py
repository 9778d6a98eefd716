"""How Chinese characters sound, without tones and without what dialects do not tell apart (zh/z, ing/in)."""

from __future__ import annotations

import re
from functools import lru_cache


def sounds(text: str) -> list[frozenset[str]]:
    """Return each character's readings."""
    return [frozenset(_readings(char)) for char in text]


def usual_sounds(text: str) -> tuple[str, ...]:
    """Return each character's most usual reading; the others are too rare to be meant by a typing error."""
    return tuple(_readings(char)[0] for char in text)


@lru_cache(maxsize=8192)
def _readings(char: str) -> tuple[str, ...]:
    from pypinyin import Style, pinyin

    (found,) = pinyin(char, style=Style.NORMAL, heteronym=True)
    return tuple(re.sub("([zcs])h", r"\1", sound).replace("ng", "n") for sound in found)
