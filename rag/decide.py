"""Whether what was found answers a question, or the reports do not say: a calibrated decision from all the evidence."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rag.features import OTHER_UNIT
from rag.score import Candidate
from rag.terms import Matcher
from rag.understand import Understood
from rag.weights import ANSWER, BIAS

# What of a candidate's own features the decision looks at.
TAKEN = ("clause", "sentence", "whole", "key_whole", "second_whole", "cosine_clause", "cosine_sentence", "passage",
         "near", "asked_near", "plain", "no_figure", "other_unit", "other_year", "lead", "news", "label", "items",
         "count", "annex")  # fmt: skip
NAMES = (*TAKEN, "score", "margin", "numeric", "miss_most", "miss_seen", "miss_unseen", "head", "head_missing",
         "head_unseen", "undated", "nobody", "unlisted", "reason", "no_change", "key_missing", "key_gone", "wrong_unit",
         "gone", "concepts", "weight")  # fmt: skip
# What no other evidence makes up for: a date without a date, a cause without a cause.
VETOES = ("undated", "reason")
# The same where a figure is asked for: none, one of something else, or one without the main word of the question. Over
# 150 questions for what reports nearly say, refused: 74 % without these, 79 % with them, for one right answer in 185.
FIGURE_VETOES = ("no_figure", "other_unit", "key_gone")
# Weight of a concept with which it would be in one passage alone: brings weights to about [0, 1].
HEAVY = 8.0
# A concept with this share of the question is its main one, and below this it is not there.
MAIN, GONE = 0.35, 0.3
# Weight from which a word is rare: fewer than one passage in fifty has it.
RARE = 4.0
_DATE = re.compile(r"\d\s*[年月日号]|[一二三四五六七八九十]月|\d{4}-\d{1,2}")
_CHANGE = re.compile("增|减|提高|下降|上升|上涨|降低|降幅|同比|环比|翻番|变化|比上年|相比|较")
# Units in which nothing else is told.
_HARD_UNITS = frozenset(
    ("元", "万元", "亿元", "%", "吨", "亩", "公里", "平方公里", "平方米", "公顷", "人次", "日", "小时", "分钟")
)
# The year of the report stands before every answer.
_WHICH_YEAR = re.compile("哪一?年")
_WHY = re.compile("为什么|为何|为啥|原因")
_CAUSE = re.compile("因|由于|鉴于|为了|导致|造成|受.{1,12}影响")


def evidence(understood: Understood, matcher: Matcher, best: Candidate, margin: float) -> dict[str, float]:
    """Return what speaks for and against the best candidate, by name; `margin` is its lead over the next sentence."""
    weights, held = matcher.weights, np.asarray(best.held, np.float32)
    seen = np.array([concept.seen for concept in matcher.concepts])
    missing = (1 - held) * weights
    total = max(float(weights.sum()), 1e-9)
    head = next(
        (at for at, c in enumerate(matcher.concepts) if understood.head and understood.head in (c.word, *c.others)), -1
    )
    key = int(np.argmax(weights)) if len(weights) else 0
    text = best.passage.slice(best.sentence)
    own = {
        "score": best.score / 10, "margin": min(margin, 5.0) / 5, "numeric": float(understood.numeric),
        "miss_most": float((missing * seen).max(initial=0)) / HEAVY, "miss_seen": float((missing * seen).sum()) / total,
        "miss_unseen": float((missing * ~seen).sum()) / total,
        "head": float(held[head]) if head >= 0 else 0.0,
        "head_missing": float(missing[head]) / HEAVY if head >= 0 and seen[head] else 0.0,
        "head_unseen": float(1 - held[head]) if head >= 0 and not seen[head] else 0.0,
        "undated": float(understood.reading.kind == "date" and not _dated(understood, text)),
        "nobody": float("谁" in understood.spoken and not _names_somebody(understood, text)),
        "unlisted": float(understood.reading.kind == "list" and text.count("、") < 1),
        "reason": float(bool(_WHY.search(understood.spoken)) and not (understood.claims or _CAUSE.search(text))),
        "no_change": float(understood.numeric and bool(_CHANGE.search(understood.spoken)) and not _CHANGE.search(text)),
        "key_missing": float(1 - held[key]) if understood.numeric and seen[key] else 0.0,
        "key_gone": float(seen[key] and held[key] < GONE and weights[key] >= MAIN * total),
        "wrong_unit": float(understood.numeric and understood.unit in _HARD_UNITS and best.fit <= OTHER_UNIT),
        "gone": float(understood.numeric and _is_gone(understood, matcher, held)),
        "concepts": len(matcher.concepts) / 10, "weight": total / 40,
    }  # fmt: skip
    return {name: best.value(name) for name in TAKEN} | own


def _is_gone(understood: Understood, matcher: Matcher, held: NDArray[np.float32]) -> bool:
    """Tell whether a rare word of what is counted, that other reports use, is not there: 法律援助 in 法律援助案件."""
    return any(
        concept.word in understood.asked and concept.seen and concept.weight >= RARE and share < GONE
        for concept, share in zip(matcher.concepts, held.tolist(), strict=True)
    )


def _dated(understood: Understood, text: str) -> bool:
    return bool(_DATE.search(text) or _WHICH_YEAR.search(understood.spoken))


def _names_somebody(understood: Understood, text: str) -> bool:
    import rjieba

    return any(tag == "nr" and word not in understood.standalone for word, tag in rjieba.tag(text))


def likelihood(found: Mapping[str, float]) -> float:
    """Return how likely it is, in [0, 1], that evidence is that of an answer."""
    vetoes = (*VETOES, *FIGURE_VETOES) if found["numeric"] else VETOES
    if any(found[name] for name in vetoes):
        return 0.0
    value = BIAS + sum(weight * found[name] for name, weight in ANSWER.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))
