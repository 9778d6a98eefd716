"""Questions about one fact: plain, in everyday words, careless, with a false premise, for its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

from eval.drafting.facts import Fact
from eval.drafting.wording import altered, body, careless, everyday, question_of, scope_of
from eval.evidence import find
from eval.questions import EvalQuestion, Evidence
from rag.divisions import short_name

# Places of which a wrong answer may name one, at most.
MOST_PLACES = 3
_PREMISES = (
    "{scope}{claim}，对吗？",
    "听说{scope}{claim}，是这样吗？",
    "{scope}{claim}，没错吧？",
    "{scope}是不是{claim}？",
)


def plain(found: Sequence[Fact], dice: Random) -> Iterator[EvalQuestion]:
    """Yield a question for each fact in the words of its report."""
    for fact in found:
        yield question_of("fact", f"{scope_of(fact, dice)}{body(fact)}？", fact)


def paraphrased(found: Sequence[Fact], dice: Random) -> Iterator[EvalQuestion]:
    """Yield a question in everyday words for each fact that can be said so."""
    for fact in found:
        if said := everyday(fact):
            yield question_of("fact_paraphrase", f"{scope_of(fact, dice)}{said}？", fact)


def noisy(found: Sequence[Fact], dice: Random) -> Iterator[EvalQuestion]:
    """Yield a question for each fact as it is typed in a hurry."""
    for fact in found:
        yield question_of("noisy", careless(fact, dice), fact)


def false_premises(found: Sequence[Fact], texts: Sequence[str], dice: Random) -> Iterator[EvalQuestion]:
    """Yield a claim for each fact with another figure than the report's; `texts` hold that figure nowhere."""
    for fact in found:
        wrong = altered(fact.figure, dice)
        if wrong is None or any(wrong in text for text in texts):
            continue
        claim = f"{fact.before}{wrong}{fact.after}"
        form = dice.choice(_PREMISES if fact.unit else _PREMISES[:-1])
        asked = question_of("false_premise", form.format(scope=scope_of(fact, dice), claim=claim), fact)
        yield replace(asked, must_not=(f"是{wrong}",))


def located(found: Sequence[Fact], texts: Sequence[tuple[str, str]], dice: Random) -> Iterator[EvalQuestion]:
    """Yield a question for the place of each fact that no other place's reports tell; none where there is one place.

    `texts` are the (place, text) of all reports.
    """
    places = sorted({place for place, _ in texts})
    for fact in found if len(places) > 1 else ():
        place, year = fact.scope
        claim = f"{fact.before}{fact.figure}{fact.after}"
        told_by = {other for other, text in texts if find(text, claim) or find(text, f"{fact.figure}{fact.after}")}
        if told_by - {place} or short_name(place) in claim:
            continue
        others = [other for other in places if other != place]
        where = dice.choice(("哪个地方", "哪里", "哪个地方的政府"))
        short = short_name(place)
        yield EvalQuestion(
            id="", type="locate", question=f"{where}{year}年{claim}？", answers=(place,),
            evidence=(Evidence(fact.report.file, fact.sentence),), variants={place: [short]} if short != place else {},
            must_not=tuple(dice.sample(others, min(MOST_PLACES, len(others)))),
        )  # fmt: skip
