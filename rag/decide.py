"""Whether what was found answers a question, or the reports do not say: a calibrated decision from all the evidence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag import adds, narrower, nearly
from rag.analysis import figures_of
from rag.beside import is_of_other_size
from rag.contrast import is_of_another_kind
from rag.divisions import short_name
from rag.features import OTHER_UNIT
from rag.followup import is_elliptic
from rag.gazetteer import above, divisions_named
from rag.interaction.network import answer_scores
from rag.kinds import asks_for_titles, is_numeric, wonders
from rag.literal import lacks_literally
from rag.mismatch import (
    is_contrary,
    is_divided_otherwise,
    is_no_change,
    is_no_extreme,
    is_not_each,
    is_of_another_sort,
    is_of_more_years,
    is_of_several,
    is_only_a_label,
    is_only_change,
    is_only_growth,
    is_partial,
    is_stock,
    is_unsaid,
    is_wider,
)
from rag.named import lacks_body, lacks_person
from rag.reconsider import CROSS, reconsidered, stacking
from rag.score import Candidate
from rag.shipped import shipped
from rag.terms import Matcher
from rag.text import listed_in, normalise
from rag.trees import Trees, read_trees
from rag.understood import Understood
from rag.units import TIME

# What of a candidate's own features the decision looks at.
TAKEN = ("clause", "clause_exact", "sentence", "sentence_exact", "whole", "key_clause", "key_whole", "second_whole",
         "cosine_clause", "cosine_sentence", "passage", "near", "asked_near", "plain", "no_figure", "other_unit",
         "other_year", "other_side", "part", "lead", "news", "label", "items", "count", "annex", "long", "quoted",
         "no_date", "first_clause")  # fmt: skip
NAMES = (*TAKEN, "score", "margin", "fit", "cosine_lead", "cosine_height", "clause_lead", "clause_height",
         "score_height", "sentences", "numeric", "miss_most", "miss_seen", "miss_unseen", "held_seen", "held_unseen",
         "share_unseen", "unseen", "weight_seen", "lost", "lost_most", "lost_asked",
         "bare", "bare_most", "bare_asked", "head", "head_missing",
         "head_unseen", "undated", "nobody", "no_body", "mismatch", "unlisted", "reason", "no_change", "key_missing",
         "key_gone", "wrong_unit", "gone", "concepts", "weight", *nearly.NAMES, *adds.NAMES, *narrower.NAMES,
         "network", "network_lead", "network_best")  # fmt: skip
# What no other evidence makes up for: a date without a date, a cause without a cause, a figure without one, money or a
# share without such, a person or a body without one. Of the 43 candidates without the person or the body asked for that
# were likely all the same, 8 were right, and 25 answered questions that nothing answers.
VETOES = ("undated", "reason", "no_figure", "wrong_unit", "nobody", "no_body", "mismatch")
# Nor for a sentence that holds none of the question and is not near it either: of 2,700 questions only one that nothing
# answers had such a candidate that was likely all the same.
FOREIGN_SHARE, FOREIGN_COSINE = 0.1, 0.2
# Candidates of a question that are looked at, the best by their scores, where a figure is asked for and elsewhere: six
# answer 91.8 % of the figures, three 91.7; a name may stand in a signature, which has little else of the question.
LOOKED_AT, LOOKED_AT_ELSE = 4, 6
# Likelihood from which a candidate is given, where a figure is asked for and elsewhere. Over 3,700 questions about
# reports that no part had learnt from, three in ten of them without an answer, most of these details nearly said, after
# the second look (see `rag.reconsider`) at a first one without the network:
#                             0.2       0.25      0.3       0.35      0.4       0.5       0.6
#     figures: right         94.0 %    93.5 %    93.0 %    92.4 %    92.0 %    90.8 %    88.9 %
#     not, though answered    2.7       2.5       2.3       2.0       1.7       1.6       1.5
#     of no answer at all    22.2      19.3      16.4      14.9      13.6      11.0       9.0
#     else: right            83.3      82.6      82.4      81.8      81.2      78.6      77.4
#     of no answer at all    25.1      22.6      20.4      17.9      14.5      10.6       8.1
# Elsewhere a sentence that is nearly one does less harm than a figure. To learn from questions whose answering
# sentences are taken away, too, makes the first look worse.
LIKELY, LIKELY_ELSE = 0.4, 0.3
# Where neither place nor year is named, hardly anybody asks for what a report says: of 335 questions that nothing
# answers 8 % were given with this bound, 20 % with 0.25, and of 58 that reports answer 86 and 93 % were right (all
# before there was a second look).
LIKELY_ANYWHERE = 0.5
FOREST = Path(__file__).with_name("decision.json")
# The network's log-odds of another candidate where there is none.
NO_OTHER = -8.0
# What the likelihood of a figure of a lesser kind counts less where there is another one.
LESSER = 0.4
# Weight of a concept with which it would be in one passage alone: brings weights to about [0, 1].
HEAVY = 8.0
# A concept with this share of the question is its main one, and below this it is not there.
MAIN, GONE = 0.35, 0.3
# Share of a whole question's own words that is held where it has to do with more than the question before.
CARRIED = 0.5
# Weight from which a word is rare: fewer than one passage in fifty has it.
RARE = 4.0
_DATE = re.compile(r"\d{4}\s*年|(?<!\d)(?:[1-3]?\d)\s*(?:[月日]|号(?![线楼馆]))|[一二三四五六七八九十]月|\d{4}-\d{1,2}")
# What asks for a day, and how one is written.
_DAY_ASKED = re.compile("哪一?天|几月几[日号]|(?<![^是在于])几号(?![楼线馆])")
_DAY = re.compile(
    r"[\d一二三四五六七八九十]\s*[日号](?![线楼馆])|(?<!\d)\d{1,2}\s*[-.·]\s*\d{1,2}(?![\d.%])|国庆|元旦|春节|除夕|当天"
)
# What asks for no more than a season or a part of the year.
_WHEN = re.compile("什么时候|啥时候|何时|几时|多久|哪个季度")
_SEASON = re.compile(
    "[春夏秋冬]季(?!度|运动)|每?季度|“十一”|国庆|春节|元旦|[年月][底末内初]|[上下]半年|[今去]年|“十[三四五]五”"
)
_CHANGE = re.compile("增|减|提高|下降|上升|上涨|降低|降幅|同比|环比|翻番|变化|比上年|相比|较")
# Units in which nothing else is told.
_HARD_UNITS = frozenset((TIME, *"元 万元 亿元 美元 % 吨 亩 公里 平方公里 平方米 公顷 人次 日 小时 分钟".split()))
# The year of the report stands before every answer.
_WHICH_YEAR = re.compile("哪一?年")
# 更名为什么大学 asks for the name.
_WHY = re.compile("(?<![名称升改定评选命])为什么|为何|为啥|原因")
_CAUSE = re.compile("因|由于|鉴于|为了|导致|造成|受.{1,12}影响")


def evidence(
    understood: Understood, matcher: Matcher, looked: Sequence[Candidate], scores: Sequence[float]
) -> list[dict[str, float]]:
    """Return what speaks for and against each of a question's first candidates, by name.

    `scores` are the network's (see `rag.interaction`), the log-odds that each answers.
    """
    return [
        {name: found.value(name) for name in TAKEN}
        | _standing(found)
        | missing
        | _wanting(understood, matcher, found)
        | nearly.nearly(understood, found.passage.slice(found.clause))
        | adds.adds(understood, matcher, found.passage.slice(found.clause), found.passage.slice(found.stretch))
        | narrower.narrower(understood, found.passage.slice(found.clause), matcher.concepts, found.inside)
        | _by_network(at, scores)
        for at, (found, missing, _) in enumerate(
            zip(looked, _missing(understood, matcher, looked), scores, strict=True)
        )
    ]


def evidence_of(understood: Understood, matcher: Matcher, looked: Sequence[Candidate]) -> list[dict[str, float]]:
    """Return the `evidence` of a question's first candidates with the scores of the shipped network."""
    return evidence(understood, matcher, looked, answer_scores(understood, looked))


def _by_network(at: int, scores: Sequence[float]) -> dict[str, float]:
    """Return the network's score of a candidate, its lead over the best other one, and the best of all."""
    others = max([*scores[:at], *scores[at + 1 :]], default=NO_OTHER)
    return {"network": scores[at], "network_lead": scores[at] - others, "network_best": max(scores)}


def _standing(found: Candidate) -> dict[str, float]:
    """Return how a candidate stands among the others."""
    standing = found.standing
    return {
        "score": found.score / 10, "margin": max(-5.0, min(standing.score_lead, 5.0)) / 5, "fit": found.fit,
        "cosine_lead": standing.cosine_lead, "cosine_height": standing.cosine_height,
        "clause_lead": standing.clause_lead, "clause_height": standing.clause_height,
        "score_height": standing.score_height, "sentences": float(standing.sentences),
    }  # fmt: skip


def _missing(understood: Understood, matcher: Matcher, looked: Sequence[Candidate]) -> list[dict[str, float]]:
    """Return what of the question each candidate lacks: of the words that reports have, and of those that they do not.

    Matrices are (n_candidates, n_concepts) here.
    """
    concepts, weights, seen = matcher.concepts, matcher.weights, matcher.seen
    total = max(float(weights.sum()), 1e-9)
    known, unknown = float(weights @ seen), float(weights @ ~seen)
    asked = np.array([concept.word in understood.asked for concept in concepts])
    head = next((at for at, c in enumerate(concepts) if understood.head and understood.head in (c.word, *c.others)), -1)
    key = int(np.argmax(weights)) if len(weights) else 0
    held, inside = (np.array([getattr(one, name) for one in looked], np.float32) for name in ("held", "inside"))
    texts = [normalise(one.passage.slice(one.sentence)) for one in looked]
    bare = weights * seen * (1 - np.array([[concept.match(text) for concept in concepts] for text in texts]))
    missing, lost = (1 - held) * weights, (1 - inside) * weights * seen
    columns = {
        "bare": bare.sum(1) / total, "bare_most": _most(bare), "bare_asked": _most(bare * asked),
        "miss_most": _most(missing * seen), "miss_seen": missing @ seen / total, "miss_unseen": missing @ ~seen / total,
        "held_seen": held @ (weights * seen) / max(known, 1e-9),
        "held_unseen": held @ (weights * ~seen) / max(unknown, 1e-9),
        "lost": lost.sum(1) / total, "lost_most": _most(lost), "lost_asked": _most(lost * asked),
        "head": held[:, head] * (head >= 0), "head_missing": missing[:, head] * (head >= 0 and seen[head]) / HEAVY,
        "head_unseen": (1 - held[:, head]) * (head >= 0 and not seen[head]),
        "key_missing": (1 - held[:, key]) * (understood.numeric and seen[key]),
        "key_gone": (held[:, key] < GONE) & bool(seen[key] and weights[key] >= MAIN * total),
    }  # fmt: skip
    same = {
        "share_unseen": unknown / total, "unseen": float((~seen).sum()), "weight_seen": known / 40,
        "concepts": len(concepts) / 10, "weight": total / 40,
    }  # fmt: skip
    rows = zip(*(np.asarray(column, np.float64).tolist() for column in columns.values()), strict=True)
    return [
        same
        | dict(zip(columns, row, strict=True))
        | {"gone": float(understood.numeric and _is_gone(understood, matcher, shares))}
        for row, shares in zip(rows, held, strict=True)
    ]


def _most(lacking: NDArray[np.floating]) -> NDArray[np.floating]:
    """Return what is lacked most (n,) of what is lacked of each concept (n, k)."""
    most: NDArray[np.floating] = lacking.max(axis=1, initial=0) / HEAVY
    return most


def _wanting(understood: Understood, matcher: Matcher, found: Candidate) -> dict[str, float]:
    """Return what a candidate lacks of the kind of thing that the question asks for."""
    text, spoken = found.passage.slice(found.sentence), understood.spoken
    clause = found.passage.slice(found.clause)
    return {
        "numeric": float(understood.numeric),
        "undated": float(understood.reading.kind == "date" and not _dated(understood, text)),
        "nobody": float(lacks_person(understood, clause)),
        "no_body": float(lacks_body(understood, clause, found.passage.slice(found.stretch))),
        "mismatch": float(_counts_otherwise(understood, clause, text) or _is_of_whole(understood, found)
                          or lacks_literally(spoken, normalise("\n".join((*found.passage.heading, text))))
                          or is_of_another_kind(understood, matcher, text, found.passage.heading)
                          or narrower.is_of_all(understood, matcher.concepts, found.inside)
                          if understood.numeric else _names_otherwise(understood, text)),
        "unlisted": float(understood.reading.kind == "list" and listed_in(text, titles=asks_for_titles(spoken)) < 1),
        "reason": float(_asks_why(understood) and not _CAUSE.search(text)),
        "no_change": float(understood.numeric and bool(_CHANGE.search(spoken)) and not _CHANGE.search(text)),
        "wrong_unit": float(understood.numeric and understood.unit in _HARD_UNITS and found.fit < OTHER_UNIT + 1e-3),
    }  # fmt: skip


def _asks_why(understood: Understood) -> bool:
    """Tell whether a cause is asked for; where a question takes a figure for true, that figure is what answers it."""
    return bool(_WHY.search(understood.spoken)) and not (understood.claims or wonders(understood.spoken))


def _is_gone(understood: Understood, matcher: Matcher, held: NDArray[np.float32]) -> bool:
    """Tell whether a rare word of what is counted, that other reports use, is not there: 法律援助 in 法律援助案件."""
    return any(
        concept.word in understood.asked and concept.seen and concept.weight >= RARE and share < GONE
        for concept, share in zip(matcher.concepts, held.tolist(), strict=True)
    )


def _counts_otherwise(understood: Understood, clause: str, sentence: str) -> bool:
    """Tell whether a clause's figure is of another kind than the one asked for, or no number of it."""
    asked, spoken, plain = understood.standalone, understood.spoken, normalise(sentence)
    return (
        is_contrary(asked, clause)
        or is_divided_otherwise(asked, sentence)
        or is_of_other_size(asked, clause)
        or is_of_more_years(spoken, clause)
        or is_no_extreme(spoken, sentence, numeric=True)
        or is_unsaid(spoken, plain)
        or is_wider(asked, plain, normalise(clause))
        or is_of_another_sort(understood.unit, figures_of(sentence))
        or is_only_change(spoken, understood.unit, figures_of(clause))
        or is_not_each(spoken, sentence)
        or (understood.reading.kind != "compare" and is_no_change(spoken, sentence))
        or is_of_several(spoken, clause)
        or is_stock(spoken, sentence, clause)
        or is_only_growth(spoken, understood.unit, clause, figures_of(clause))
        or is_only_a_label(spoken, understood.unit, clause)
        or nearly.tells_only_growth(understood, sentence)
        or nearly.tells_of_new_for_all(understood, clause)
        or nearly.counts_others_too(understood, clause)
    )


def _is_of_whole(understood: Understood, found: Candidate) -> bool:
    """Tell whether a question asks of a part of a report's place (舟山定海区), of which the sentence has no word."""
    told = " ".join((found.passage.slice(found.sentence), *found.passage.heading))
    return any(
        name not in told and short_name(name) not in told
        and any(place in above(division) for division in divisions_named(name) for place in understood.reading.places)
        for name in understood.unknown_places
    )  # fmt: skip


def _names_otherwise(understood: Understood, sentence: str) -> bool:
    """Tell whether a sentence does not speak of what is asked for, or not of the foremost of it."""
    return is_no_extreme(understood.spoken, sentence, numeric=False) or is_unsaid(understood.spoken, sentence)


def _dated(understood: Understood, text: str) -> bool:
    if _DAY_ASKED.search(understood.spoken):
        return bool(_DAY.search(text))
    soon = bool(_WHEN.search(understood.spoken)) and bool(_SEASON.search(text))
    return soon or bool(_DATE.search(text) or _WHICH_YEAR.search(understood.spoken))


def likelihoods(found: Sequence[Mapping[str, float]]) -> list[float]:
    """Return how likely it is, in [0, 1], that evidence is that of an answer, for each candidate's."""
    told = iter(forest().likelihoods([one for one in found if not is_excluded(one)]))
    return [0.0 if is_excluded(one) else next(told) for one in found]


def is_excluded(found: Mapping[str, float]) -> bool:
    """Tell whether evidence speaks against a candidate so that nothing makes up for it."""
    foreign = found["whole"] < FOREIGN_SHARE and found["cosine_sentence"] < FOREIGN_COSINE
    return foreign or any(found[name] for name in VETOES)


def first_candidates(understood: Understood, ranked: Sequence[Candidate]) -> Sequence[Candidate]:
    """Return the first of a question's candidates, as many as are looked at."""
    return ranked[: LOOKED_AT if understood.numeric else LOOKED_AT_ELSE]


def best_of(understood: Understood, matcher: Matcher, ranked: Sequence[Candidate]) -> tuple[int, float]:
    """Return the number of the likeliest of the first candidates, and its likelihood."""
    best, likely, _ = weighed(understood, matcher, ranked)
    return best, likely


def weighed(
    understood: Understood, matcher: Matcher, ranked: Sequence[Candidate]
) -> tuple[int, float, Mapping[str, float]]:
    """Return the number of the likeliest of the first candidates, its likelihood, and the evidence behind that."""
    looked = first_candidates(understood, ranked)
    found = evidence_of(understood, matcher, looked)
    likely = [
        0.0 if is_bare_row(understood, one) or only_carries_on(understood, matcher, one) else sure
        for one, sure in zip(looked, likelihoods(found), strict=True)
    ]
    lesser = [LESSER * _is_lesser(understood, one) for one in looked]
    best, sure, cross = reconsidered(understood, looked, likely, lesser)
    return best, sure, found[best] if cross is None else {**found[best], CROSS: cross}


def reasons(found: Mapping[str, float]) -> dict[str, float]:
    """Return what each piece of evidence adds to the log-odds that a candidate answers."""
    told = forest().reasons(found)
    if CROSS not in found:
        return told
    weights = stacking()
    return {name: weights.first * value for name, value in told.items()} | {CROSS: weights.cross * found[CROSS]}


def _is_lesser(understood: Understood, found: Candidate) -> bool:
    """Tell whether a figure gives way to another likely one: of 个 for 件, of half a year, of one level."""
    clause = found.passage.slice(found.clause)
    return understood.numeric and (OTHER_UNIT < found.fit < 1 or is_partial(understood.standalone, clause))


def only_carries_on(understood: Understood, matcher: Matcher, found: Candidate) -> bool:
    """Tell whether a candidate has to do with the question before alone: 明天股市会涨吗 after one for cases.

    So it is where a whole question, that asks for no figure, has a word that no report has, and hardly any is held.
    """
    pairs = zip(matcher.concepts, found.held, strict=True)
    own = [(concept, share) for concept, share in pairs if not concept.context]
    if not 0 < len(own) < len(matcher.concepts) or is_elliptic(understood.spoken) or is_numeric(understood.spoken):
        return False
    total = sum(concept.weight for concept, _ in own)
    strange = any(not concept.seen and share < GONE for concept, share in own)
    return strange and sum(concept.weight * share for concept, share in own) < CARRIED * total


def is_bare_row(understood: Understood, found: Candidate) -> bool:
    """Tell whether a candidate is a row of a table whose heads stand elsewhere: its figures are answers of `cells`."""
    if not understood.numeric:
        return False
    row = found.passage.slice(found.sentence).strip()
    return row.startswith("|") or ("\t" in row and not row.endswith(("。", "；")))


def bound(understood: Understood, matcher: Matcher) -> float:
    """Return the likelihood from which a candidate is given as the answer to a question.

    The bound is the higher one, too, where no report has any of the question's words, and higher still where it names
    neither a place nor a year, unless it asks for these.
    """
    asked = understood.reading
    if not (asked.places or asked.years or understood.years or asked.kind in ("locate", "date")):
        return LIKELY_ANYWHERE
    known = any(concept.seen for concept in matcher.concepts)
    return LIKELY if understood.numeric or not known else LIKELY_ELSE


@lru_cache(maxsize=1)
def forest() -> Trees:
    """Return the trees that tell evidence of answers from other evidence, made by `python -m eval.tune`."""
    return shipped(FOREST, read_trees)
