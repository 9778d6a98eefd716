"""What is known of each clause that may answer, as numbers: one row a clause, one column a feature."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, filterfalse, islice

import numpy as np
from numpy.typing import NDArray

from rag import ranks
from rag.analysis import Clause, Sentence, analyse, single, title_of, vectors, word_numbers
from rag.announced import Side
from rag.figures import Quantity
from rag.index.reader import Index
from rag.kinds import asks_for_titles
from rag.lexicon import Lexicon
from rag.terms import Concept, Matcher, Matrix
from rag.text import listed_in, normalise
from rag.types import Hit, Passage
from rag.understood import SYNONYM_WEIGHT, Understood
from rag.units import TIME, same_kind

NAMES = (
    "clause", "clause_exact", "sentence", "sentence_exact", "whole", "key_clause", "key_whole", "second_whole",
    "cosine_clause", "cosine_sentence", "passage", "no_figure", "other_unit", "near", "plain", "part", "lead",
    "other_side", "annex", "long", "other_year", "quoted", "no_date", "first_clause", "news", "label",
    "items", "count", "asked_near",
)  # fmt: skip
# How much a concept counts that stands not in the sentence itself but around it.
IN_LEAD, IN_PASSAGE, IN_HEADING = 0.8, 0.5, 0.6
# Characters over which a word's hold on a figure fades, and what a word after the figure counts beside one before it.
REACH, AFTER = 30, 0.6
# A figure in another unit than the one asked for, and in one that counts now and then the same (个 for 件).
OTHER_UNIT, LIKE_UNIT = 0.8, 0.93
# Letters beside the question's own with which a sentence says something new.
ENOUGH_NEWS, MOST_LOOKED_AT = 6, 24
# Enumeration commas of a sentence that lists things.
FEWEST_COMMAS = 2
_CASES = frozenset("件宗起例")
# What 几天 is answered in.
_DURATIONS = frozenset({"日", "工作日", "小时", "工作小时"})
# What a growth is told in, too, any sum of money, and people who come.
_LIKE = frozenset({("%", "倍"), ("元", "美元"), ("人", "人次")})
# A share of something is not the thing itself: 占地区生产总值的28.5%.
_SHARED = re.compile(r"占.{2,}?[的比]")
_PER_CENT = ranks.UNITS | {"%"}
_SHARE = re.compile("占|比重|比例|份额")
_SHARE_ASKED = re.compile(f"{_SHARE.pattern}|百分|率")
_CHANGE_ASKED = re.compile("增速|增长|增幅|涨幅|下降|降幅")
_TOTAL = re.compile("一共|总共|共有|合计|总计|共计")
_SOME = re.compile("新增|新建|新设|新[^，,]|优秀|先进|重点")
_PARTIAL = re.compile("其中|这些|里面|里头")
_DATE = re.compile(r"\d\s*[年月日]|[一二三四五六七八九十]月|\d{4}-\d{1,2}")


@dataclass(frozen=True, slots=True)
class Clauses:
    """The clauses of the passages found, flat: `sentence[i]` is the number of clause i's sentence.

    `values` (n, f) are the features; `held` (k, n) how far each clause holds each concept, `whole` (k, n) the same with
    what stands around it; `fit` (n,) whether it has the kind of figure that was asked for, in [0, 1].
    """

    clauses: list[Clause]
    sentences: list[tuple[Passage, Sentence]]
    sentence: NDArray[np.int64]
    values: NDArray[np.float32]
    held: Matrix
    whole: Matrix
    fit: NDArray[np.float32]


def features(understood: Understood, matcher: Matcher, hits: Sequence[Hit], index: Index, lexicon: Lexicon,
             planned: bool | None) -> Clauses | None:  # fmt: skip
    """Return the clauses of the passages found with their features; None where there are none, or no concept."""
    sided = understood.numeric or understood.reading.kind == "plan"
    sides = [(hit.passage, _sides(hit.passage, index, planned if sided else None)) for hit in hits]
    if not matcher.concepts or not any(side for _, found in sides for side in found):
        return None
    return _Builder(understood, matcher, hits, lexicon, planned).build(sides)


def _sides(passage: Passage, index: Index, planned: bool | None) -> list[Side | None]:
    """Return the side that each sentence of a passage is on, None for one that is left out.

    Titles and headings say nothing themselves. A goal is no result and a result no goal: `planned` (None: either will
    do) leaves the other side out.
    """
    outline = index.outline(passage.report)
    headings = {_bare(text) for text in (index.report(passage.report).title, *passage.heading)}
    sides: list[Side | None] = []
    for sentence in analyse(passage):
        side = outline.side(sentence.span[0])
        wanted = planned is None or side == "annex" or (side == "plan") == planned
        sides.append(side if wanted and _bare(sentence.raw) not in headings else None)
    return sides


def _bare(text: str) -> str:
    return text.strip("。：: \n")


class _Builder:
    def __init__(self, understood: Understood, matcher: Matcher, hits: Sequence[Hit], lexicon: Lexicon,
                 planned: bool | None) -> None:  # fmt: skip
        self._understood, self._matcher, self._lexicon, self._planned = understood, matcher, lexicon, planned
        best = max(hit.score for hit in hits)
        self._retrieved = {hit.passage.id: hit.score - best for hit in hits}
        self._query = lexicon.embedding.encode_query(understood.content or understood.standalone)
        self._echo = frozenset(understood.standalone)
        self._asks_total = bool(_TOTAL.search(understood.question))
        self._asks_part = bool(_PARTIAL.search(understood.question))
        self._years = frozenset(said.year for said in understood.years)
        order = np.argsort(-matcher.weights)
        self._own = [concept for concept in matcher.concepts if not concept.context] or list(matcher.concepts)
        self._named = [concept for concept in matcher.concepts if concept.word in understood.asked]
        self._key, self._second = int(order[0]), int(order[min(1, len(order) - 1)])

    def build(self, sides: Sequence[tuple[Passage, Sequence[Side | None]]]) -> Clauses:
        """Return the clauses with their features; `sides` has that of each sentence of a passage (see `_sides`)."""
        matcher = self._matcher
        sentences = [(passage, sentence) for passage, found in sides
                     for sentence, side in zip(analyse(passage), found, strict=True) if side]  # fmt: skip
        side = np.array([side for _, found in sides for side in found if side])
        clauses = [clause for _, sentence in sentences for clause in sentence.clauses]
        owner = np.repeat(np.arange(len(sentences)), [len(sentence.clauses) for _, sentence in sentences])
        titles = [title_of(passage.heading) for passage, found in sides if any(found)]
        # the headings together with the clauses: once is as fast as for the clauses alone
        exact = matcher.exact([*(clause.text for clause in clauses), *(text for text, _ in titles)])
        passages = [passage for passage, _ in sides]
        told = np.array([side is not None for _, found in sides for side in found])
        kept = np.repeat(told, [len(sentence.clauses) for passage in passages for sentence in analyse(passage)])
        soft = self._soft(passages, kept, [words for _, words in titles])
        either, count = np.maximum(exact, soft), len(clauses)
        exact, held, headings = exact[:, :count], either[:, :count], either[:, count:]
        starts = np.searchsorted(owner, np.arange(len(sentences)))
        first = np.zeros(count, np.bool_)
        first[starts] = True
        in_sentence = np.maximum.reduceat(held, starts, axis=1)
        exact_in_sentence = np.maximum.reduceat(exact, starts, axis=1)
        context = np.array([concept.context for concept in matcher.concepts])
        if self._understood.reading.kind == "date":
            context[:] = True  # the clause with a date (2022年11月,) hardly ever says what happened then
        held[context] = in_sentence[context][:, owner]
        exact[context] = exact_in_sentence[context][:, owner]
        whole = np.maximum(in_sentence, self._around(sentences, in_sentence, headings))[:, owner]
        fit = self._fit(clauses)
        of_sentences, of_clauses = zip(*(vectors(passage, self._lexicon) for passage in passages), strict=True)
        cosine_sentence, cosine_clause = self._cosine(of_sentences)[told], self._cosine(of_clauses)[kept]
        coverage = matcher.coverage
        covered = coverage(held)
        numeric = self._understood.numeric
        columns = {
            "clause": covered, "clause_exact": coverage(exact),
            "sentence": coverage(in_sentence)[owner], "sentence_exact": coverage(exact_in_sentence)[owner],
            "whole": coverage(whole), "key_clause": held[self._key], "key_whole": whole[self._key],
            "second_whole": whole[self._second],
            "cosine_clause": cosine_clause, "cosine_sentence": cosine_sentence[owner],
            "passage": np.array([self._retrieved[passage.id] for passage, _ in sentences])[owner],
            "no_figure": (fit < OTHER_UNIT - 0.01) & numeric, "other_unit": (fit <= OTHER_UNIT) & (fit > 0) & numeric,
            "near": self._near(clauses, covered, fit, self._own),
            "asked_near": self._near(clauses, covered, fit, self._named), "plain": self._plain(clauses, exact),
            "part": self._parts(clauses),
            "lead": np.array([sentence.leads for _, sentence in sentences])[owner],
            "other_side": ((side == "plan") != bool(self._planned))[owner] & (self._planned is not None),
            "annex": (side == "annex")[owner],
            "long": np.array([len(clause.raw) for clause in clauses]) / 50,
            "other_year": self._other_years(clauses),
            "quoted": [clause.quotes for clause in clauses],
            "no_date": (fit < 1) & (self._understood.reading.kind == "date"),
            "first_clause": first,
            "items": np.array([self._items(sentence) for _, sentence in sentences])[owner],
            "count": np.array([self._counts(sentence) for _, sentence in sentences])[owner],
            "label": np.array([self._label(sentence) for _, sentence in sentences])[owner],
            "news": np.array([self._news(sentence) for _, sentence in sentences])[owner],
        }  # fmt: skip
        values = np.stack([np.asarray(columns[name], np.float32) for name in NAMES], axis=1)
        return Clauses(clauses, sentences, owner, values, held, whole, fit)

    def _around(self, sentences: Sequence[tuple[Passage, Sentence]], inside: Matrix, headings: Matrix) -> Matrix:
        """Return what the lead, the headings and the rest of the passage of each sentence hold, discounted."""
        owners = np.array([passage.id for passage, _ in sentences])
        begins = np.r_[True, owners[1:] != owners[:-1]]
        starts, number = np.flatnonzero(begins), np.cumsum(begins) - 1
        passage = np.maximum.reduceat(inside, starts, axis=1)
        around: Matrix = np.maximum(IN_HEADING * headings, IN_PASSAGE * passage)[:, number]
        lead = -1
        for at, (_, sentence) in enumerate(sentences):
            if begins[at]:
                lead = -1
            if lead >= 0:
                around[:, at] = np.maximum(around[:, at], IN_LEAD * inside[:, lead])
            if sentence.leads:
                lead = at
        return around

    def _soft(self, passages: Sequence[Passage], kept: NDArray[np.bool_], titles: Sequence[Sequence[str]]) -> Matrix:
        """Return how near in meaning each clause that is kept, and each title after them, is to each concept."""
        table = self._matcher.table()
        numbers, lengths = map(np.concatenate, zip(*(word_numbers(one, table) for one in passages), strict=True))
        of_titles = table.numbers(list(chain.from_iterable(titles)))
        return self._matcher.soft_of(
            table,
            np.concatenate([numbers[np.repeat(kept, lengths)], of_titles]),
            np.concatenate([lengths[kept], list(map(len, titles))]),
        )

    def _cosine(self, halves: Sequence[NDArray[np.float16]]) -> Matrix:
        """Return the cosines (n,) of the question with vectors in half precision, given some at a time."""
        return np.asarray(single(np.concatenate(halves)) @ self._query, np.float32)

    def _fit(self, clauses: Sequence[Clause]) -> NDArray[np.float32]:
        """Return whether each clause has the kind of figure that was asked for, in [0, 1]."""
        dated, numeric = self._understood.reading.kind == "date", self._understood.numeric
        if not (dated or numeric):
            return np.ones(len(clauses), np.float32)
        found = (fit_of(self._understood, clause.raw, clause.figures) if dated or clause.figures else 0.0
                 for clause in clauses)  # fmt: skip
        return np.fromiter(found, np.float32, len(clauses))

    def _near(
        self, clauses: Sequence[Clause], covered: Matrix, fit: NDArray[np.float32], asked: Sequence[Concept]
    ) -> Matrix:
        """Return how close to one fitting figure of each clause the concepts asked stand, weighted, in [0, 1].

        In 取消49项、规范33项 the word before a figure tells what it counts; another one's stands further away.
        """
        if not self._understood.numeric:
            return covered
        near = np.zeros(len(clauses), np.float32)
        for at in np.flatnonzero((fit > OTHER_UNIT) & (covered > 0)).tolist():
            figures = clauses[at].figures
            near[at] = max((self._closeness(clauses[at], figure, asked) for figure in figures), default=0.0)
        return near

    def _closeness(self, clause: Clause, figure: Quantity, asked: Sequence[Concept]) -> float:
        total = sum(concept.weight for concept in asked)
        if not total or not tells(self._understood, figure) or unit_fit(self._understood.unit, figure) <= OTHER_UNIT:
            return 0.0
        before, after = normalise(clause.raw[: figure.start]), normalise(clause.raw[figure.end :])
        return sum(concept.weight * max(_close(concept, before, after)) for concept in asked) / total

    def _plain(self, clauses: Sequence[Clause], exact: Matrix) -> Matrix:
        """Return the share of each clause's words, in letters, that the question has too; 优秀… says more than that."""
        lengths = np.array([len(concept.word) for concept in self._matcher.concepts], np.float32)
        letters = np.array([clause.letters for clause in clauses], np.float32)
        share = lengths @ (exact == 1.0) / np.maximum(letters, 1)
        return np.where(letters > 0, np.minimum(share, 1.0), 0.0).astype(np.float32)

    def _news(self, sentence: Sentence) -> float:
        """Return how much a sentence says that the question does not, in [0, 1]: an answer is more than an echo."""
        new = islice(filterfalse(self._echo.__contains__, sentence.text), MOST_LOOKED_AT)
        return len(list(islice(filter(str.isalnum, new), ENOUGH_NEWS))) / ENOUGH_NEWS

    def _items(self, sentence: Sentence) -> bool:
        """Tell whether a sentence names several things in a row, where several are asked for."""
        if self._understood.reading.kind != "list":
            return False
        return listed_in(sentence.raw, titles=asks_for_titles(self._understood.spoken)) >= FEWEST_COMMAS

    def _counts(self, sentence: Sentence) -> bool:
        """Tell whether a sentence has as many things as the question says that there are (哪三项, 4座电站)."""
        asked = self._understood.items
        if not asked or self._understood.reading.kind != "list":
            return False
        figures = (figure for clause in sentence.clauses for figure in clause.figures)
        return sentence.raw.count("、") == asked - 1 or any(figure.value == asked for figure in figures)

    def _label(self, sentence: Sentence) -> bool:
        """Tell whether a sentence is a value under its label (承办单位 / 市司法局), and the question asks for it."""
        return bool(sentence.label) and all(word in self._understood.spoken for word in sentence.label)

    def _parts(self, clauses: Sequence[Clause]) -> list[float]:
        """Return 2 for a part (其中…) where the whole is asked for, 5 where it is asked for in so many words."""
        some = [self._some(clause) for clause in clauses] if self._asks_total else [0.0] * len(clauses)
        if self._asks_part:
            return some
        part = 5.0 if self._asks_total else 2.0
        return [part if clause.raw.startswith("其中") else other for clause, other in zip(clauses, some, strict=True)]

    def _some(self, clause: Clause) -> float:
        """Return 2 for a clause of what is new or excellent where the whole is asked for: that is a part of it, too."""
        some = _SOME.match(clause.raw)
        return 2.0 if some and some.group() not in self._understood.question else 0.0

    def _other_years(self, clauses: Sequence[Clause]) -> list[bool]:
        """Tell which clauses speak of another year than the one asked for (较2017年)."""
        asked = self._years
        return [bool(asked and clause.years) and asked.isdisjoint(clause.years) for clause in clauses]


def _close(concept: Concept, before: str, after: str) -> Iterator[float]:
    yield 0.0
    for factor, form in [(1.0, concept.word), *((SYNONYM_WEIGHT, other) for other in concept.others)]:
        at = before.rfind(form)
        if at >= 0:
            yield factor * max(0.0, 1 - (len(before) - at - len(form)) / REACH)
        at = after.find(form)
        if at >= 0:
            yield factor * AFTER * max(0.0, 1 - at / REACH)


def fit_of(understood: Understood, text: str, figures: Sequence[Quantity]) -> float:
    """Return how well a stretch has what the kind of question asks for: 1 yes, less for another unit, 0 none at all."""
    if understood.reading.kind == "date":
        return 1.0 if _DATE.search(text) else 0.0
    if not understood.numeric:
        return 1.0
    fit = max((unit_fit(understood.unit, figure) for figure in figures if tells(understood, figure)), default=0.0)
    return min(fit, OTHER_UNIT) if _is_share(understood, text, figures) else fit


def _is_share(understood: Understood, text: str, figures: Sequence[Quantity]) -> bool:
    """Tell whether a stretch gives but the share of something that is asked for itself."""
    if not (all(figure.unit in _PER_CENT for figure in figures) and _SHARED.search(text)):
        return False
    changed = bool(_CHANGE_ASKED.search(understood.question))  # a growth is told in per cent, too
    asked = _SHARE.search(understood.question) if changed else _SHARE_ASKED.search(understood.question)
    return (changed or understood.unit != "%") and not asked


def tells(understood: Understood, figure: Quantity) -> bool:
    """Tell whether a figure may answer: it is no year, nor one that the question states, unless it asks if so."""
    echo = figure.value in understood.stated and understood.reading.kind != "check"
    return not (figure.is_year or echo)


def unit_fit(unit: str | None, figure: Quantity) -> float:
    """Return how well a figure's unit is the one asked for, in [0, 1]."""
    told = figure.unit
    if unit in ranks.UNITS or told in ranks.UNITS:
        return 1.0 if ranks.answers(told, unit) else 0.0
    if unit == told or (unit is None and not figure.ordinal):
        return 1.0
    if figure.ordinal:  # 第三届 is no number of anything
        return 0.0
    return _like_unit(unit, told)


def _like_unit(unit: str | None, told: str) -> float:
    """Return how well one unit answers where another is asked for."""
    if (unit, told) in _LIKE or (unit == "日" and told in _DURATIONS):
        return LIKE_UNIT
    if unit == "%":
        return 1.0 if told in ("百分点", "分之") else OTHER_UNIT
    if unit is None or not same_kind(unit, told):
        return OTHER_UNIT
    return 1.0 if unit in ("个", TIME) or (unit in _CASES and told in _CASES) else LIKE_UNIT
