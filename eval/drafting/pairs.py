"""Questions about two facts: comparisons, and conversations that go on to another place, year, part or subject."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from random import Random

from eval.drafting.facts import Fact
from eval.drafting.wording import body, distributed, question_of, scope_of, variants
from eval.questions import EvalQuestion, Evidence


def alike(found: Sequence[Fact]) -> list[tuple[Fact, Fact]]:
    """Return the pairs of facts on the same indicator of one place in two years, or of two places in one year.

    Each indicator stands for one fact in its place and year; figures that are the same compare nothing.
    """
    groups: dict[str, dict[tuple[str, int], list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in found:
        groups[fact.indicator][fact.scope].append(fact)
    pairs = []
    for scopes in groups.values():
        single = [facts[0] for facts in scopes.values() if len({fact.figure for fact in facts}) == 1]
        pairs += [
            _same_unit(one, other)
            for one, other in combinations(single, 2)
            if (one.scope[0] == other.scope[0]) != (one.scope[1] == other.scope[1]) and one.figure != other.figure
        ]
    return pairs


def _same_unit(one: Fact, other: Fact) -> tuple[Fact, Fact]:
    """Return the two facts asked for in one unit: 户 where one is told in 户 and the other in 万户."""
    if one.unit == other.unit:
        return one, other
    return replace(one, unit=one.measure), replace(other, unit=other.measure)


def compared(pairs: Sequence[tuple[Fact, Fact]], dice: Random) -> Iterator[EvalQuestion]:
    """Yield a comparison for each pair."""
    for one, other in pairs:
        (place, year), (second, later) = one.scope, other.scope
        scope = f"{place}{year}年和{later}年" if place == second else f"{year}年{place}和{second}"
        yield EvalQuestion(
            id="", type="compare", question=f"{scope}{distributed(one)}？", answers=(one.figure, other.figure),
            evidence=tuple(Evidence(fact.report.file, fact.sentence) for fact in (one, other)), all_of=True,
            variants=variants(one.figure) | variants(other.figure),
        )  # fmt: skip


def followed(pairs: Sequence[tuple[Fact, Fact]], dice: Random) -> Iterator[EvalQuestion]:
    """Yield for each pair a conversation that asks for one fact and goes on to the other by its place or year."""
    for pair in pairs:
        one, other = dice.sample(pair, 2)
        (place, _), (second, year) = one.scope, other.scope
        text = f"那{year}年呢？" if place == second else f"{second}呢？"
        asked = question_of("followup", text, other, [_whole(one, dice)])
        yield replace(asked, must_not=tuple(dict.fromkeys((one.figure, *asked.must_not))))


def parted(found: Sequence[Fact], dice: Random) -> Iterator[EvalQuestion]:
    """Yield for each fact with dependents a conversation that goes on to one of them: 其中维持多少件."""
    for fact in found:
        if fact.dependents:
            part = dice.choice(fact.dependents)
            said = body(part)
            text = f"其中{said}？" if f"其中{part.before}" in fact.sentence else f"那{said}？"
            yield question_of("followup", text, part, [_whole(fact, dice)])


def continued(found: Sequence[Fact], dice: Random) -> Iterator[EvalQuestion]:
    """Yield conversations that go on from one fact to another of the same place and year."""
    scopes: dict[tuple[str, int], list[Fact]] = defaultdict(list)
    for fact in found:
        scopes[fact.scope].append(fact)
    for facts in scopes.values():
        for fact in facts:
            before = dice.choice(facts)
            if before.sentence != fact.sentence:
                yield question_of("followup", f"那{body(fact)}？", fact, [_whole(before, dice)])


def _whole(fact: Fact, dice: Random) -> str:
    return f"{scope_of(fact, dice)}{body(fact)}？"
