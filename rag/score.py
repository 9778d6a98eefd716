"""Which stretch of which sentence answers: every run of clauses in the passages found, scored against the question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.figures import Quantity, find_figures
from rag.index.reader import Index
from rag.terms import Concept, best_of, coverage, matches
from rag.text import ENUMERATOR, HEADING_NUMBER, clause_spans, normalise, words
from rag.types import Hit, Passage, Span
from rag.understand import SYNONYM_WEIGHT, Understood
from rag.units import same_kind
from rag.vocabulary import PLAN_SECTION, STOP_WORDS

# How much a concept counts that stands not in the stretch itself but around it.
IN_SENTENCE, IN_LEAD, IN_PASSAGE, IN_HEADING = 0.8, 0.8, 0.5, 0.6
# What is left of the score of a sentence that only announces the next ones (三是推进政务公开工作。).
LEAD_FACTOR, LONGEST_LEAD = 0.75, 32
# A total is asked for (一共) or a part of it (其中): what a clause of the other kind loses.
PART = 0.12
# What is left of a stretch's score without a figure of the kind that was asked for, and with one of another unit.
# 个 counts anything and 件 cases, but each counts now and then what the other does.
NO_FIGURE, OTHER_UNIT, LIKE_UNIT = 0.3, 0.8, 0.93
_CASES = frozenset("件宗起例")
# Reward for the concepts that stand in the very clause that holds the figure, and for the meaning of the sentence.
ANCHOR_WEIGHT, DENSE_WEIGHT = 0.25, 0.35
# A plan is no result, and a result no plan.
OTHER_SECTION = 0.75
# Characters over which a word's hold on a figure fades, and what a word after the figure counts beside one before it.
REACH, AFTER = 30, 0.6
# Reward for a clause that says what was asked and little beside it: the total rather than one kind of it.
PLAIN_WEIGHT = 0.1
LENGTH_COST = 0.0012  # a character
MAX_STRETCH = 100

_LEAD = re.compile(f"{ENUMERATOR}|{HEADING_NUMBER}")
_TOTAL = re.compile("一共|总共|共有|合计|总数|总计")
_PARTIAL = re.compile("其中|这些|里面|里头")
_DATE = re.compile(r"\d\s*[年月日]|[一二三四五六七八九十]月")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of one sentence that may answer.

    `score` ranks the candidates of one question; `covered` in [0, 1] is how much of the question its sentence holds,
    with its headings; `fit` in [0, 1] is whether it has the kind of figure that was asked for; `dense` is the cosine
    of question and sentence, `key` in [0, 1] how far the sentence or a heading holds the weightiest concept.
    """

    passage: Passage
    sentence: Span
    stretch: Span
    score: float
    covered: float
    fit: float
    dense: float
    key: float


@dataclass(frozen=True, slots=True)
class _Clause:
    span: Span
    held: list[float]
    fit: float
    near: float
    plain: float
    part: bool


def candidates(understood: Understood, wanted: Sequence[Concept], hits: Sequence[Hit], index: Index) -> list[Candidate]:
    """Return the best stretch of each sentence of the passages found, best first."""
    titles = {hit.passage.report: index.report(hit.passage.report).title for hit in hits}
    # Titles and headings say what follows them is about, never what anybody asks of it.
    sentences = [
        (hit.passage, span)
        for hit in hits
        for span in hit.passage.sentences
        if not _is_heading(hit.passage.slice(span), (titles[hit.passage.report], *hit.passage.heading))
    ]
    if not sentences or not wanted:
        return []
    texts = [passage.slice(span) for passage, span in sentences]
    cosines = (index.embedding.encode_documents(texts) @ index.embedding.encode_query(understood.standalone)).tolist()
    scorer = _Scorer(understood, wanted)
    best = [scorer.best(passage, span, cosine) for (passage, span), cosine in zip(sentences, cosines, strict=True)]
    return sorted(best, key=lambda found: (-found.score, found.passage.id, found.sentence))


def _is_heading(sentence: str, headings: Sequence[str]) -> bool:
    return any(sentence.strip("。：: ") == heading.strip("。：: ") for heading in headings)


class _Scorer:
    """Scores sentences against one question."""

    def __init__(self, understood: Understood, wanted: Sequence[Concept]) -> None:
        self._understood, self._wanted = understood, wanted
        self._key = max(range(len(wanted)), key=lambda at: wanted[at].weight)
        self._asked = [concept for concept in wanted if not concept.context] or wanted
        self._part_cost = 0.0 if _PARTIAL.search(understood.question) else PART
        self._part_cost *= 2 if _TOTAL.search(understood.question) else 1
        self._around: dict[int, list[float]] = {}

    def best(self, passage: Passage, sentence: Span, cosine: float) -> Candidate:
        """Return the best stretch of a sentence whose cosine with the question is given."""
        clauses = [self._clause(passage.slice(span), span) for span in _clauses(passage, sentence)]
        inside = matches(self._wanted, normalise(passage.slice(sentence)))
        whole = best_of((1.0, inside), (1.0, self._outside(passage)), (IN_LEAD, self._lead(passage, sentence)))
        factor = self._section_factor(passage) * (LEAD_FACTOR if is_lead(passage.slice(sentence)) else 1.0)
        score, fit, stretch = max(
            (self._score(run, whole) for run in _runs(clauses)), key=lambda scored: (scored[0], -scored[2][1])
        )
        return Candidate(
            passage,
            sentence,
            stretch,
            score * factor + DENSE_WEIGHT * cosine,
            coverage(self._wanted, whole),
            fit,
            cosine,
            whole[self._key],
        )

    def _score(self, run: Sequence[_Clause], whole: Sequence[float]) -> tuple[float, float, Span]:
        span = (run[0].span[0], run[-1].span[1])
        held = [max(parts) for parts in zip(*(clause.held for clause in run), strict=True)]
        merged = best_of((1.0, held), (IN_SENTENCE, whole))
        merged = [outer if c.context else part for c, part, outer in zip(self._wanted, merged, whole, strict=True)]
        value = coverage(self._wanted, merged)
        anchor = max(run, key=lambda clause: clause.fit * (1 + clause.near))
        value -= self._part_cost if anchor.part else 0.0
        value = (value + ANCHOR_WEIGHT * anchor.near + PLAIN_WEIGHT * anchor.plain) * anchor.fit - LENGTH_COST * (
            span[1] - span[0]
        )
        return value, anchor.fit, span

    def _lead(self, passage: Passage, sentence: Span) -> list[float]:
        """Return what the 一是… sentence before this one holds: it says what the sentences after it are about."""
        before = [passage.slice(span) for span in passage.sentences if span < sentence]
        return matches(self._wanted, normalise(next((text for text in reversed(before) if is_lead(text)), "")))

    def _outside(self, passage: Passage) -> list[float]:
        if passage.id not in self._around:
            heading = matches(self._wanted, normalise(" ".join(passage.heading)))
            inside = matches(self._wanted, normalise(passage.text))
            self._around[passage.id] = best_of((IN_HEADING, heading), (IN_PASSAGE, inside))
        return self._around[passage.id]

    def _section_factor(self, passage: Passage) -> float:
        planned = any(PLAN_SECTION.search(heading) for heading in passage.heading)
        return 1.0 if planned == self._understood.planned else OTHER_SECTION

    def _clause(self, text: str, span: Span) -> _Clause:
        held = matches(self._wanted, normalise(text))
        near = self._nearness(text) if self._understood.numeric else coverage(self._wanted, held)
        return _Clause(
            span, held, fit_of(self._understood, text), near, self._plainness(text, held), text.startswith("其中")
        )

    def _plainness(self, text: str, held: Sequence[float]) -> float:
        """Return the share of a clause's words, in letters, that the question has too; 优秀… says more than that."""
        said = [word for word in words(text) if word not in STOP_WORDS and word[0].isalpha()]
        letters = sum(len(word) for word in said)
        asked = sum(len(concept.word) for concept, part in zip(self._wanted, held, strict=True) if part == 1.0)
        return min(1.0, asked / letters) if letters else 0.0

    def _nearness(self, text: str) -> float:
        """Return how close to one fitting figure of a clause the concepts stand, weighted, in [0, 1].

        In 取消49项、规范33项 the word before a figure tells what it counts; another one's stands further away.
        """
        best = 0.0
        for figure in find_figures(text):
            if not figure.is_year and _unit_fit(self._understood.unit, figure) > OTHER_UNIT:
                before, after = normalise(text[: figure.start]), normalise(text[figure.end :])
                held = [max(_close(concept, before, after)) for concept in self._asked]
                best = max(best, coverage(self._asked, held))
        return best


def is_lead(sentence: str) -> bool:
    """Tell whether a sentence only announces what follows, as 三是推进政务公开工作 does."""
    return (
        bool(_LEAD.match(sentence))
        and len(sentence) <= LONGEST_LEAD
        and not any(char.isdigit() for char in sentence[3:])
    )


def _close(concept: Concept, before: str, after: str) -> Iterator[float]:
    yield 0.0
    for factor, form in [(1.0, concept.word), *((SYNONYM_WEIGHT, other) for other in concept.others)]:
        at = before.rfind(form)
        if at >= 0:
            yield factor * max(0.0, 1 - (len(before) - at - len(form)) / REACH)
        at = after.find(form)
        if at >= 0:
            yield factor * AFTER * max(0.0, 1 - at / REACH)


def _clauses(passage: Passage, sentence: Span) -> Iterator[Span]:
    offset = passage.start
    for start, end in clause_spans(passage.text, sentence[0] - offset, sentence[1] - offset):
        yield start + offset, end + offset


def _runs(clauses: Sequence[_Clause]) -> Iterator[Sequence[_Clause]]:
    for start in range(len(clauses)):
        for end in range(start + 1, len(clauses) + 1):
            run = clauses[start:end]
            if end - start > 1 and run[-1].span[1] - run[0].span[0] > MAX_STRETCH:
                break
            yield run


def fit_of(understood: Understood, text: str) -> float:
    """Return how well a stretch has what the kind of question asks for: 1 yes, less for another unit or none at all."""
    kind = understood.reading.kind
    if kind == "date":
        return 1.0 if _DATE.search(text) else NO_FIGURE
    if kind not in ("figure", "check", "compare") or not understood.numeric:
        return 1.0
    figures = [figure for figure in find_figures(text) if not figure.is_year]
    if not figures:
        return NO_FIGURE
    return max(_unit_fit(understood.unit, figure) for figure in figures)


def _unit_fit(unit: str | None, figure: Quantity) -> float:
    if unit is None or unit == figure.unit:
        return 1.0
    if unit == "%":
        return 1.0 if figure.unit in ("百分点", "分之") else OTHER_UNIT
    if not same_kind(unit, figure.unit):
        return OTHER_UNIT
    return 1.0 if unit == "个" or (unit in _CASES and figure.unit in _CASES) else LIKE_UNIT
