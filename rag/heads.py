"""The word of a question that names what is asked for: 月薪 in 毕业生平均月薪多少, 消防员 in 配了多少名消防员."""

from __future__ import annotations

import re
from collections.abc import Collection

from rag.text import words
from rag.vocabulary import MAGNITUDE, MEASURES

_BEHIND = re.compile(rf"(?:多少|几){MAGNITUDE}(?:{MEASURES})?(?:左右)?的?([一-鿿]{{2,8}})")
# Words of a noun phrase before the words that ask.
LONGEST_PHRASE = 2
_ASKS = re.compile(
    r"(?:分别|各自?|一共|总共|共|大概|大约|具体|到底|究竟|目前|现在)*(?:有|是|为|达|达到|能|占|叫|指|由)?(?:多少|几|谁|什么|啥|哪|怎么|咋|如何|为何|多[大高长快重久]|吗|呢|吧)"
)


def asked_for(text: str, terms: Collection[str]) -> tuple[str, ...]:
    """Return the terms of the noun phrase that a normalised question asks for the number of: (法律援助, 案件)."""
    for match in _BEHIND.finditer(text):
        found = tuple(held for word in words(match.group(1)) if (held := _term(word, terms)))
        if found:
            return tuple(dict.fromkeys(found))
    asks = _ASKS.search(text)
    before = words(text[: asks.start()] if asks and asks.start() > 0 else text)
    phrase: list[str] = []
    for word in reversed(before):
        held = _term(word, terms)
        if not held or len(phrase) == LONGEST_PHRASE:
            break
        phrase.insert(0, held)
    return tuple(dict.fromkeys(phrase))


def head_of(text: str, terms: Collection[str]) -> str:
    """Return the term that names what a normalised question asks for; "" where none does.

    It stands right behind 多少件, else before the words that ask, else last of all.
    """
    for match in _BEHIND.finditer(text):
        for word in words(match.group(1)):
            if held := _term(word, terms):
                return held
            break
    asks = _ASKS.search(text)
    before = words(text[: asks.start()] if asks and asks.start() > 0 else text)
    return next((held for word in reversed(before) if (held := _term(word, terms))), "")


def _term(word: str, terms: Collection[str]) -> str:
    return word if word in terms else next((term for term in terms if word in term), "") if len(word) > 1 else ""
