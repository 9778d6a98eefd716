"""A set of proposed questions about an index of reports: every type in its share, the reports in turn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from random import Random

from eval.drafting.facts import Fact, facts
from eval.drafting.pairs import alike, compared, continued, followed, parted
from eval.drafting.rivals import unique
from eval.drafting.sections import lists, measures, problems_and_plans
from eval.drafting.singles import false_premises, located, noisy, paraphrased, plain
from eval.drafting.unsaid import elsewhere, in_other_years, of_other_things
from eval.matching import normal_form
from eval.questions import EvalQuestion
from rag.index.reader import Index

MOST, SEED = 100, 1
# The share of each type; what a type cannot give, the others give.
SHARES = {
    "fact": 22, "fact_paraphrase": 8, "list": 9, "problem_plan": 8, "compare": 9, "locate": 7, "followup": 10,
    "unanswerable": 16, "false_premise": 6, "noisy": 5,
}  # fmt: skip


def draft(
    index: Index, most: int = MOST, seed: int = SEED, progress: Callable[[], object] | None = None
) -> list[EvalQuestion]:
    """Return up to `most` questions with ids, the same for the same index and seed; `progress` is told each report."""
    dice = Random(seed)  # noqa: S311  no secret
    found: list[Fact] = []
    for report in index.reports():
        found += facts(index, report)
        if progress:
            progress()
    pools = {kind: _different(proposed) for kind, proposed in _proposed(index, unique(found, index), dice).items()}
    return _numbered(_mixed(pools, most))


def _proposed(index: Index, found: list[Fact], dice: Random) -> dict[str, list[Iterable[EvalQuestion]]]:
    """Return for each type the streams of questions that take turns."""
    reports = index.reports()
    texts = [(report.place or "", index.text(report.id)) for report in reports]
    bare = [text for _, text in texts]
    pairs = alike(found)
    dice.shuffle(pairs)

    def mixed() -> list[Fact]:
        return _in_turn(found, dice)

    return {
        "fact": [plain(mixed(), dice)],
        "fact_paraphrase": [paraphrased(mixed(), dice)],
        "list": [_shuffled((one for report in reports for one in measures(index, report, dice)), dice),
                 _shuffled((one for report in reports for one in lists(index, report)), dice)],
        "problem_plan": [
            _shuffled((one for report in reports for one in problems_and_plans(index, report, dice)), dice)
        ],
        "compare": [compared(pairs, dice)],
        "locate": [located(mixed(), texts, dice)],
        "followup": [followed(pairs[::-1], dice), parted(mixed(), dice), continued(mixed(), dice)],
        "unanswerable": [elsewhere(mixed(), reports, bare, dice), in_other_years(mixed(), reports, texts, dice),
                         of_other_things(reports, texts, dice, of_the_field=True),
                         of_other_things(reports, texts, dice, of_the_field=False)],
        "false_premise": [false_premises(mixed(), bare, dice)],
        "noisy": [noisy(mixed(), dice)],
    }  # fmt: skip


def _shuffled(proposed: Iterable[EvalQuestion], dice: Random) -> list[EvalQuestion]:
    listed = list(proposed)
    dice.shuffle(listed)
    return listed


def _in_turn(found: Sequence[Fact], dice: Random) -> list[Fact]:
    """Return the facts in another order, one of each report in turn."""
    by_report: dict[str, list[Fact]] = defaultdict(list)
    for fact in found:
        by_report[fact.report.id].append(fact)
    for facts_of_one in by_report.values():
        dice.shuffle(facts_of_one)
    groups = list(by_report.values())
    dice.shuffle(groups)
    longest = max(map(len, groups), default=0)
    return [group[at] for at in range(longest) for group in groups if at < len(group)]


def _different(streams: Sequence[Iterable[EvalQuestion]]) -> Iterator[EvalQuestion]:
    """Yield from each stream in turn what was not asked before."""
    seen: set[str] = set()
    running = [iter(stream) for stream in streams]
    while running:
        for stream in tuple(running):
            question = next((one for one in stream if _asks(one) not in seen), None)
            if question is None:
                running.remove(stream)
                continue
            seen.add(_asks(question))
            yield question


def _asks(question: EvalQuestion) -> str:
    return normal_form(" ".join((*question.history, question.question)))


def _mixed(pools: dict[str, Iterator[EvalQuestion]], most: int) -> list[EvalQuestion]:
    """Return up to `most` questions of all types, each time one of the type that is furthest behind its share."""
    taken: dict[str, list[EvalQuestion]] = {kind: [] for kind in pools}
    open_kinds = list(pools)
    while open_kinds and sum(map(len, taken.values())) < most:
        kind = min(open_kinds, key=lambda kind: len(taken[kind]) / SHARES[kind])
        question = next(pools[kind], None)
        if question is None:
            open_kinds.remove(kind)
        else:
            taken[kind].append(question)
    return [question for questions in taken.values() for question in questions]


def _numbered(questions: Sequence[EvalQuestion]) -> list[EvalQuestion]:
    """Return the questions with ids that tell type and number: fact-001."""
    counts: dict[str, int] = defaultdict(int)
    numbered = []
    for question in questions:
        counts[question.type] += 1
        numbered.append(replace(question, id=f"{question.type}-{counts[question.type]:03}"))
    return numbered
