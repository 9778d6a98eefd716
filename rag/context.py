"""Follow-ups with words of their own: whether an answer is about these, or only about the question before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from rag.followup import is_elliptic
from rag.index.reader import Index
from rag.lexicon import shipped_lexicon
from rag.terms import Concept, Matcher, concepts
from rag.text import normalise, words
from rag.types import Answer
from rag.understood import Understood

# How far an answer's first sentence has to hold each of a question's own words to be about them, and up to which it
# holds none of one.
ABOUT, FOREIGN = 0.5, 0.3
# Words that say what is asked of something, and are nothing to ask of by themselves: 同比, 涨了, 花了.
_ASPECT = re.compile(
    "(?:同比|环比|增[长加幅速]?|减少?|提[高升]|下降|上升|[上下]?涨|降|升|变化|翻番|占|比[重例]?|花|钱|完成|目标|计划|总|新增?|实际|"
    "投资|金额|数量|增速|涨幅|幅度|提|改|落实|解决|办|比上|下去|上去|人均|平均|户均|详细|具体)+"
)
# What half a question has to name to be one of its own: 旅游收入呢, but not 人均呢, which is of what was asked before.
_MEASURE = re.compile("(?:量|额|值|率|收入|支出|面积|里程|库|台|人口|站|园|厂)$")


def leans_in_words(understood: Understood) -> bool:
    """Tell whether a question has words of its own to ask of, and others that it takes over from the one before."""
    taken = any(value < 1 for value in understood.terms.values())
    own = any(value == 1 and not _ASPECT.fullmatch(term) for term, value in understood.terms.items())
    return taken and own and understood.alone != understood.standalone


def without_context(understood: Understood) -> Understood:
    """Return a question with words of its own as it would be read without those of the one before.

    Place, year and side stay: 旅客吞吐量 after 货邮吞吐量是多少 is asked of the same airport, but is no part of it.
    """
    return replace(
        understood,
        standalone=understood.alone,
        content=understood.topic,
        terms={term: value for term, value in understood.terms.items() if value == 1},
        synonyms={key: forms for key, forms in understood.synonyms.items() if key in normalise(understood.alone)},
    )


def may_miss(answer: Answer, understood: Understood, index: Index) -> bool:
    """Tell whether an answer may be about the question before alone: there is none, or it lacks this one's own words.

    Half a question (那农村的呢, 人均呢, 占多少) asks of what was asked before, unless it names a measure of its own.
    """
    own = _own(understood, index)
    text = understood.spoken
    if text.startswith("占") or (is_elliptic(text) and not any(_MEASURE.search(one.word) for one in own)):
        return False
    return answer.status != "answered" or _least_held(answer, own) < FOREIGN


def is_about(answer: Answer, understood: Understood, index: Index) -> bool:
    """Tell whether an answer's first sentence, with its headings, has all of a question's own words."""
    return answer.status == "answered" and _least_held(answer, _own(understood, index)) >= ABOUT


def _own(understood: Understood, index: Index) -> list[Concept]:
    """Return the question's own concepts that can be asked of."""
    return [one for one in concepts(understood, index) if not (one.context or _ASPECT.fullmatch(one.word))]


def _least_held(answer: Answer, own: Sequence[Concept]) -> float:
    """Return how far an answer's first sentence and its headings hold the concept that they hold least, in [0, 1]."""
    if not answer.citations:
        return 0.0
    first = answer.citations[0]
    text = "\n".join((*first.heading, first.quote))
    matcher = Matcher(own, shipped_lexicon())
    held = np.maximum(matcher.exact([normalise(text)]), matcher.soft([words(text)]))
    return float(held.min(initial=1.0))
