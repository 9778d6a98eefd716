"""The extractive answerer: the stretches of the reports that answer, as they stand, or a refusal that says why."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from rag import kinds
from rag.annexes import annex_lines
from rag.below import NO_OWN_REPORT, asked_above, names_it
from rag.breakdown import breakdown_lines
from rag.cells import cell_lines, cells_of, line_of_cell
from rag.compare import compared
from rag.compose import Line, blank, compose, frame, is_planned, line_of, refused, tidy, with_nearest, within
from rag.conflict import source_of, told_apart, with_second
from rag.decide import LIKELY_ELSE, best_of, bound, is_bare_row
from rag.departments import departments_asked, is_of_another_department, office_asked
from rag.divisions import short_name
from rag.elsewhere import is_of, name_in
from rag.everywhere import asks_everywhere, lines_everywhere, meets
from rag.facts import asks_of_report, fact_lines
from rag.features import FEWEST_COMMAS
from rag.index.reader import Index
from rag.interaction.cores import with_core
from rag.lexicon import shipped_lexicon
from rag.ordinals import ordinal_asked, ordinal_lines
from rag.overview import open_which, overview_lines
from rag.parallel import AS_LIKELY, LEAST, best_run, count_asked, counted_phrase, run_lines
from rag.points import point_lines, subject_of
from rag.proposals import passages_asked
from rag.refuse import clarification, not_said, refusal
from rag.scope import Target
from rag.score import Candidate, Ranking, ranking
from rag.service import asks_for_catalogue, catalogue_answer, service_answer
from rag.terms import Matcher, concepts
from rag.text import clause_spans, listed_in, normalise
from rag.told import account_lines, asks_by_name, asks_for_account
from rag.types import Answer, Filter, Hit, Report
from rag.understood import Understood
from rag.years import says_years, years_said

# Characters of an answer, markers left out, that an official reads at a glance; a list's sentence may be longer.
SHORT, LIST_STRETCH = 140, 240
# Sentences that answer a question for several figures, at most.
MOST_SENTENCES = 3

# Share of the question that a sentence holds, with what stands around it, from which it is shown to one who is refused,
# as the nearest thing that there is.
ABOUT = 0.5
# Likelihood from which what is told of how something is done is given: the trees learn nothing of such questions. Of
# 326 of them, 0.2 answers 77 % right, 0.1 81, 0.03 82. Of 643 questions that nothing answers, 5 ask how.
TOLD = 0.03
# Likelihood from which a report's sentence is set beside another's that answers: of 131 comparisons 116 are right with
# this, 113 with the usual bounds.
BESIDE = 0.2
# Things asked for from which they are a list.
FEWEST_ITEMS = 2
# Reports that are read as a whole for one question.
MOST_REPORTS = 3

_HAN = re.compile("[㐀-鿿]")
_AND = re.compile("(?<=[一-鿿])[和及与](?=[一-鿿])")
_COMPARED = re.compile(r"(?:较|(?<![占对])比)(?:19|20)\d\d年|[与同和跟](?:19|20)\d\d年相比")

Search = Callable[[Filter], list[Hit]]


def extract(understood: Understood, search: Search, index: Index) -> Answer:
    """Return the final answer to a question as read; `search` retrieves passages inside a filter."""
    blocked = turned_away(understood, index.reports())
    if blocked:
        return _from_above(understood, search, index) or blocked
    extractor = _Extractor(understood, search, index)
    lines = fact_lines(understood, index) or annex_lines(understood, index) or overview_lines(understood, index)
    if not lines and not asks_of_report(understood):
        lines = extractor.lines()
    if lines:
        answer = compose(understood, lines, index)
    else:
        told = refused(understood, not_said(understood, index.reports()))
        answer = with_nearest(told, extractor.nearest, index)
    return replace(answer, likelihood=extractor.likelihood)


def _from_above(understood: Understood, search: Search, index: Index) -> Answer | None:
    """Return what the reports of the places above tell of a place that has none of its own; None where they do not."""
    asked = asked_above(understood, index.reports())
    if asked is None:
        return None
    [place] = asked.unknown_places
    extractor = _Extractor(replace(asked, unknown_places=()), search, index, place)
    lines = extractor.best()
    if not lines:
        return None
    answer = compose(understood, [Line("", NO_OWN_REPORT.format(place)), *lines], index)
    return replace(answer, likelihood=extractor.likelihood)


def turned_away(understood: Understood, catalogue: Sequence[Report]) -> Answer | None:
    """Return the answer of a question that needs no search: what there is, a question back, a refusal; else None."""
    asked = normalise(understood.question)
    words = service_answer(asked)
    if words:
        return refused(understood, words)
    if asks_for_catalogue(asked):
        return replace(blank(understood), answer=catalogue_answer(catalogue, understood.reading.places))
    question_back = clarification(understood) or open_which(understood, catalogue)
    if question_back:
        return replace(refused(understood, question_back), status="clarify")
    reason = refusal(understood, catalogue)
    return refused(understood, reason) if reason else None


@dataclass(frozen=True, slots=True)
class _Ranked:
    """The candidates that a target has, the likeliest answer first, and how likely that is, in [0, 1]."""

    scored: Ranking | None
    candidates: list[Candidate]
    likely: float

    def lists(self, items: int, quoted: Sequence[str], counted: str) -> bool:
        """Tell whether the likeliest answer lists so many things, in its sentence, or in the clause that names them.

        They are named by what a question quotes (“四个专项”), which has to be there, or by their number (四条).
        """
        if not self.candidates:
            return False
        found = self.candidates[0]
        clause, sentence = found.passage.slice(found.clause), found.passage.slice(found.sentence)
        named = all(name in clause for name in quoted) if quoted else bool(counted) and counted in clause
        if named and clause.count("、") == items - 1:
            return True
        return not quoted and sentence.count("、") == items - 1

    def names(self, items: int) -> bool:
        """Tell whether the clause of the likeliest answer, or its sentence, names so many things: 甲、乙和丙."""
        texts = [found.passage.slice(span) for found in self.candidates[:1] for span in (found.clause, found.sentence)]
        return any(text.count("、") == items - 1 or _named_in(text) == items for text in texts)


class _Extractor:
    """Answers one question by extraction."""

    def __init__(self, understood: Understood, search: Search, index: Index, named: str = "") -> None:
        """`named` is a place that the sentence that answers has to name."""
        self._understood, self._index, self._named = understood, index, named
        # several ways to answer look at the same passages
        self._search = cache(lambda wanted: self._of_part(search(wanted)))
        self._matcher = Matcher(concepts(understood, index), shipped_lexicon())
        self._known: dict[Target, _Ranked] = {}
        # Those of which the likelihood decided.
        self._decided: set[Target] = set()
        # The best of what is no answer, for the one who is refused to look at.
        self.nearest: Candidate | None = None

    def _of_part(self, hits: Sequence[Hit]) -> list[Hit]:
        """Return the hits in the part of a report that is asked of; see `passages_asked`."""
        kept = {passage.id for passage in passages_asked(self._understood.spoken, [hit.passage for hit in hits])}
        return [hit for hit in hits if hit.passage.id in kept]

    @property
    def likelihood(self) -> float | None:
        """Return how likely the decision took its best candidates to answer; None where it did not decide.

        One target that answers is enough, but for a comparison, which is right where each of its lines is.
        """
        likely = [self._known[target].likely for target in self._decided]
        whole = min if self._understood.reading.kind == "compare" else max
        return whole(likely) if likely else None

    def lines(self) -> list[Line]:
        """Return the lines of the answer; none means: the reports do not say."""
        kind, found = self._understood.reading.kind, self._understood.targets
        if not (_HAN.search(self._understood.spoken) or self._understood.synonyms):
            return []  # <script>alert(1)</script> is about nothing in the reports
        if kind == "compare":
            return compared(self._understood, self._in_tables(found) or self._each(found), self._index)
        if lines := self._apart():
            return lines
        if self._understood.asked_years:
            return self.best()
        lines = self._numbered() or self._listed() or self._parallel() or self._told()
        if not lines and (lines := self._points()):
            self._decided.clear()  # points have bounds of their own
        if lines or self._understood.reading.kind == "problem":
            return lines  # of a subject that no problem is told about, no result is one
        return self.best() or self._totals()

    def _totals(self) -> list[Line]:
        """Return the totals that tables tell of what nothing else answers."""
        lines = cell_lines(self._understood, self._matcher, self._index, totals=True)
        if lines:
            self._decided.clear()  # what was decided against is not what answers
        return lines

    def _apart(self) -> list[Line]:
        """Return figures that stand apart from running text: cells of a table, the parts of a breakdown."""
        lines = cell_lines(self._understood, self._matcher, self._index)
        if lines or self._understood.asked_years:
            return lines
        return breakdown_lines(self._understood, self._matcher, self._hits, self._index)

    def _told(self) -> list[Line]:
        """Return how something was or will be done; none where the question asks for something else, or for all."""
        if not asks_for_account(self._understood) or not subject_of(self._matcher.concepts):
            return []
        # without a place, what is not about the reports at all (怎么做红烧肉) is near some sentence, too
        least = TOLD if self._understood.reading.places and not asks_by_name(self._understood) else None
        ranked = [found for target in self._understood.targets for found in self._answering(target, least)[1]]
        titles = {self._index.report(found.passage.report).title for found in ranked}
        if not subject_of(self._matcher.concepts, office_asked(self._understood.spoken, titles)):
            return []
        return account_lines(self._understood, self._matcher, ranked, self._reports_asked(), self._index)

    def _reports_asked(self) -> list[str]:
        """Return the reports that are asked of, where they are few; none where they are many, or all."""
        found = [target.reports for target in self._understood.targets]
        reports = list(dict.fromkeys(report for some in found for report in some or ()))
        return reports if all(found) and len(reports) <= MOST_REPORTS else []

    def _numbered(self) -> list[Line]:
        asked = self._understood
        if ordinal_asked(asked.spoken) is None:
            return []
        if asked.reading.kind in ("problem", "plan") and kinds.asks_for_detail(asked.spoken):
            return []  # a whole point, not its first sentence
        return ordinal_lines(self._understood, self._matcher, self._hits(), self._index)

    def _listed(self) -> list[Line]:
        """Return the sentence that lists as many planned things as a question says that there are; none where none."""
        items = count_asked(self._understood)
        if self._understood.reading.kind != "plan" or items < FEWEST_ITEMS:
            return []
        ranked = [self._ranked(target) for target in self._understood.targets]
        found = max(ranked, key=lambda one: one.likely, default=None)
        if found is None or found.likely < bound(self._understood, self._matcher) or not found.names(items):
            return []
        return _list(found.candidates[0], self._frame(found.candidates[0]))

    def _parallel(self) -> list[Line]:
        """Return the items of which a question says how many there are, where a report makes a list of like parts."""
        if self._understood.numeric or self._understood.reading.kind not in ("list", "name", "plan"):
            return []
        reports, targets = self._reports_asked(), self._understood.targets
        if not reports:
            return []
        found = best_run(self._understood, self._matcher, reports, self._index)
        if found is None or found[1] < LEAST:
            return []
        ranked = [self._ranked(target) for target in targets]
        enough = bound(self._understood, self._matcher)
        items, counted = count_asked(self._understood), counted_phrase(self._understood)
        if any(one.likely >= enough and one.lists(items, self._understood.quoted, counted) for one in ranked):
            return []  # as many stand in one sentence
        best = max((one.likely for one in ranked), default=0.0)
        return run_lines(found[0], self._index) if found[1] >= AS_LIKELY * best else []

    def _points(self) -> list[Line]:
        if self._understood.reading.kind not in ("problem", "plan", "list"):
            return []
        return point_lines(self._understood, self._matcher, self._hits(), self._index)

    def _hits(self) -> list[Hit]:
        return [hit for target in self._understood.targets for hit in self._search(target.filter)]

    def best(self) -> list[Line]:
        """Return the best stretch of what answers, with a second figure where there is one; none where nothing does."""
        if lines := self._everywhere():
            return lines
        found = [(target, *self._answering(target)) for target in self._understood.targets]
        answering = sorted((some for _, _, some in found if some), key=lambda some: -some[0].score)
        ranked = [candidate for some in answering for candidate in some]
        if not ranked:
            return self._elsewhere()
        source = self._frame(ranked[0])
        if self._understood.reading.kind == "list":
            return _list(ranked[0], source)
        asked = self._understood
        likely = max(self._ranked(target).likely for target, _, some in found if some)
        shown = with_second(asked.spoken, ranked, likely, self._index) if asked.numeric else ranked[:1]
        notes = told_apart(shown, self._index)
        scored = found[0][1]
        if len(shown) == 1 and len(found) == 1 and scored and self._asks_for_several():
            while len(shown) < MOST_SENTENCES and (rest := scored.rest(shown)):
                if is_bare_row(self._understood, rest):
                    break
                shown.append(rest)
        sources = [source, *(source_of(other, shown[0], self._index) for other in shown[1:])]
        lines = [line_of(candidate, said) for candidate, said in zip(shown, sources, strict=True)]
        return list(within([*lines, *notes], SHORT))

    def _everywhere(self) -> list[Line]:
        """Return a line for each place of which a clause holds all of the question; none for a single one."""
        if not asks_everywhere(self._understood):
            return []
        asked = self._understood
        ranked = [found for target in asked.targets for found in self._ranked(target).candidates]
        done = [] if asked.planned else [found for found in ranked if not self._is_planned(found)]
        # what some have done is not set beside what others intend, where enough have done it
        return (lines_everywhere(asked, self._matcher, done, self._index) if asked.numeric else []) or lines_everywhere(
            asked, self._matcher, ranked, self._index
        )

    def _asks_for_several(self) -> bool:
        return self._understood.numeric and bool(kinds.SEVERAL.search(self._understood.spoken))

    def _elsewhere(self) -> list[Line]:
        """Return what any report says of two places at once (从深圳到中山), as neither's own says it."""
        places = [short_name(place) for place in self._understood.reading.places]
        if len(places) < 2:
            return []
        _, some = self._answering(Target(planned=None))
        both = [found for found in some if all(name in found.passage.slice(found.sentence) for name in places)]
        return [line_of(both[0], self._frame(both[0]))] if both else []

    def _in_tables(self, targets: Sequence[Target]) -> list[tuple[Target, Line]]:
        """Return the line of one cell of a table for each target; none where not all of them have one."""
        found = [(target, cells_of(self._understood, self._matcher, target, self._index)) for target in targets]
        if not all(len(cells) == 1 for _, cells in found):
            return []
        return [(target, line_of_cell(cells[0], "", self._index)) for target, cells in found]

    def _each(self, targets: Sequence[Target]) -> list[tuple[Target, Candidate | None]]:
        """Return what answers for each target; what one report gives, another that is asked for it is likely to."""
        found = [(target, self._best_of(target)) for target in targets]
        if all(best is None for _, best in found):
            return found
        return [(target, best or self._best_of(target, BESIDE)) for target, best in found]

    def _best_of(self, target: Target, least: float | None = None) -> Candidate | None:
        return next(iter(self._answering(target, least)[1]), None)

    def _answering(self, target: Target, least: float | None = None) -> tuple[Ranking | None, list[Candidate]]:
        """Return the candidates, best first, if the likeliest is likely enough; none: the reports do not say.

        `least` is the likelihood that is enough, in [0, 1]; None for the one of the question's kind.
        """
        found = self._ranked(target)
        self._decided.add(target)
        enough = bound(self._understood, self._matcher) if least is None else least
        return found.scored, found.candidates if found.likely >= enough else []

    def _ranked(self, target: Target) -> _Ranked:
        """Return what a target has, ranked and judged once."""
        if target not in self._known:
            self._known[target] = self._results_first(target)
        return self._known[target]

    def _results_first(self, target: Target) -> _Ranked:
        """Return what a target has: of a figure that nothing says is planned what came of it, where that is told.

        GDP涨了多少 does not ask by how much it is to grow next year, which reports tell in nearly the same words. Of a
        year that is named, nothing else is told.
        """
        found = self._rank(target)
        if not self._understood.numeric or target.planned is not None:
            return found
        if not found.candidates or not self._is_planned(found.candidates[0]):
            return found
        results = self._rank(replace(target, planned=False))
        told = results.likely >= bound(self._understood, self._matcher)
        return results if told or self._understood.reading.years else found

    def _is_planned(self, found: Candidate) -> bool:
        return is_planned(found.passage, found.sentence[0], self._index)

    def _frame(self, found: Candidate) -> str:
        return frame(found.passage, found.sentence[0], self._index)

    def _rank(self, target: Target) -> _Ranked:
        scored = ranking(self._understood, self._matcher, self._search(target.filter), self._index, target.planned)
        ranked = scored.candidates() if scored else []
        if target.said:
            ranked = [found for found in ranked if self._speaks_of(found, target.said)]
        if asks_everywhere(self._understood):
            ranked = [found for found in ranked if meets(self._understood.spoken, found.passage.slice(found.clause))
                      and (target.planned is not False or not self._is_planned(found))]  # fmt: skip
        if self._named:
            ranked = [found for found in ranked if names_it(found.passage.slice(found.sentence), self._named)]
        reports = self._index.report
        if asked := departments_asked(self._understood):
            ranked = [found for found in ranked if not is_of_another_department(
                asked, found.passage, found.passage.slice(found.sentence), reports(found.passage.report))]  # fmt: skip
        if name := self._own_name():
            ranked = [found for found in ranked if is_of(name, found.passage, reports(found.passage.report))]
        if not ranked:
            return _Ranked(scored, [], 0.0)
        first = ranked[0]
        named = len(self._matcher.concepts) > 1 and first.value("whole") >= ABOUT
        if named and (self.nearest is None or first.score > self.nearest.score):
            self.nearest = first
        best, likely = best_of(self._understood, self._matcher, ranked)
        told = with_core(self._understood, ranked[best]) if likely >= LIKELY_ELSE else ranked[best]
        likeliest = [told, *ranked[:best], *ranked[best + 1 :]]
        return _Ranked(scored, [found for found in likeliest if not is_bare_row(self._understood, found)], likely)

    def _own_name(self) -> str:
        """Return the name of what a figure is asked of, where that is no place of a report; "" elsewhere."""
        asked = self._understood
        placed = asked.reading.places or asked.places.any or asked.reading.kind == "locate"
        return "" if placed or not asked.numeric else name_in(asked.spoken)

    def _speaks_of(self, found: Candidate, years: Sequence[int]) -> bool:
        """Tell whether a sentence speaks of these years, or of some date where the question asks if it is theirs."""
        text = found.passage.slice(found.sentence)
        asked = self._understood
        if asked.reading.kind == "compare" or not _COMPARED.search(asked.spoken):
            text = _COMPARED.sub("", text)  # 较2017年提高26% tells nothing of 2017
        return says_years(text, years) or (self._understood.reading.kind == "check" and bool(years_said(text)))


def _named_in(text: str) -> int:
    """Return how many things a text lists, the last of them behind 和."""
    *first, last = text.split("、")
    return len(first) + (1 if "的" in last else len(_AND.split(last))) if first else 0


def _list(candidate: Candidate, source: str) -> list[Line]:
    """Return the whole sentence where it is short, else what follows from the stretch on: the items come last.

    A sentence without items is given with the ones after it, which have them, each with its own marker.
    """
    passage = candidate.passage
    start, end = candidate.sentence
    if end - start > LIST_STRETCH:
        start = candidate.stretch[0]
    offset = passage.start
    stops = [stop + offset for _, stop in clause_spans(passage.text, start - offset, end - offset)]
    stop = max((stop for stop in stops if stop - start <= LIST_STRETCH), default=candidate.stretch[1])
    lines = [Line(source, tidy(passage.slice((start, stop))), passage, candidate.sentence)]
    if listed_in(passage.slice(candidate.sentence)) < FEWEST_COMMAS:
        after = [span for span in passage.sentences if span[0] >= end and span[1] - start <= LIST_STRETCH]
        lines += [Line("", tidy(passage.slice(span)), passage, span, goes_on=True) for span in after]
    return lines
