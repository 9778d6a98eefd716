"""One of a kind told for another: before the same word stands another one in a sentence than in the question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from rag.terms import Concept, Matcher
from rag.text import normalise, words
from rag.understood import Understood

# Sorts of words that tell one of a kind from another, 职工 of 职工医保 and 居民 of 居民医保: nouns, and what is said of
# them. What is done (发放, 开工) is told in many words.
_KINDS = tuple("nbj")
# Weight from which a word is no everyday one, and cosine with a sentence's nearest word from which that may mean it.
# Of 265 answers to questions for figures that nothing answers, nearly said by a report that no part had learnt from,
# these take 13, and of 722 right ones 1; of 3,361 right ones in everyday words 5.
RARE, ALIKE = 3.0, 0.3
# What holds more than one of a kind: 城乡居民 are 城镇居民, too.
_BOTH = ("城乡", "全", "各", "国内", "便民", "财政", "新能源", "有关", "相关")
# What something does is said of any kind of it: 同比增长, 收入增长.
_DOES = re.compile("[增减升降涨跌]|提[高升]|回落|达到?|实现|完成")


def is_of_another_kind(understood: Understood, matcher: Matcher, sentence: str, heading: Sequence[str]) -> bool:
    """Tell whether a sentence counts another of the kind asked for: 居民医保 where 职工医保 is.

    The word that tells them apart stands nowhere in it, nor above it, nor any other with its meaning.
    """
    asked, text = normalise(understood.spoken), normalise("\n".join((*heading, sentence)))
    # few questions have such a word that a sentence lacks: only then is the sentence tagged, which takes longest
    lacking = [(concept, word, head) for word, head in _pairs(asked) if word not in text
               and (concept := _concept(word, matcher.concepts)) and concept.match(text) < 1 / 2]  # fmt: skip
    told = _pairs(sentence) if lacking else ()
    return any(
        any(other == head and one not in asked and _differ(one, word) for one, other in told)
        and _is_foreign(concept, matcher, sentence)
        for concept, word, head in lacking
    )


def _differ(one: str, other: str) -> bool:
    """Tell whether two words exclude each other: they share no letter (市级 and 市), and neither is for all kinds."""
    return not (set(one) & set(other) or one.startswith(_BOTH) or other.startswith(_BOTH))


def _concept(word: str, concepts: Sequence[Concept]) -> Concept | None:
    """Return the concept that a word of the question is of, if reports use it, rarely enough to tell kinds apart."""
    found = (one for one in concepts if word in one.word and not (one.context or one.others))
    return next((one for one in found if one.seen and one.weight > RARE), None)


def _is_foreign(concept: Concept, matcher: Matcher, sentence: str) -> bool:
    near = matcher.soft([words(sentence)])[matcher.concepts.index(concept), 0]
    return float(near) < ALIKE


@lru_cache(maxsize=4096)
def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    """Return the pairs of neighbouring words of a text of which the first may tell kinds apart."""
    import rjieba

    tagged = rjieba.tag(normalise(text))
    return tuple(
        (one, head)
        for (one, tag), (head, _) in pairwise(tagged)
        if min(len(one), len(head)) > 1 and _tells_kinds(tag) and not _DOES.match(head)
    )


def _tells_kinds(tag: str) -> bool:
    """Tell whether words so tagged tell one of a kind from another; names of places and persons do not."""
    return tag.startswith(_KINDS) and not tag.startswith(("ns", "nr"))
