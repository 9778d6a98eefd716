"""Several questions in one message: each is asked by itself, in a conversation, and the answers stand together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.cite import MARKER
from rag.divisions import short_name
from rag.kinds import is_numeric
from rag.types import Answer, Citation, Figure, Report, Statement
from rag.understand import asks_of_another_place, says_what_it_asks
from rag.understood import Understood
from rag.years import without_years

# Questions of one message that are answered by themselves, at most; of more, the message is one question.
MOST_QUESTIONS = 4
_PART = re.compile(r"[^?？\n]+[?？\n]*")
# Two things of which each is asked for: 新增就业和新增学位分别是多少.
_BOTH = re.compile(
    r"(?P<one>.*[一-鿿A-Za-z”])(?:、|和|与|及|以及)(?P<other>[^,，;；、和与及?？]{2,16}?)(?:各自?|分别|都)"
    r"(?P<tail>(?:是|为|有|达到?|完成|增长|增加|上涨|涨|下降|降|新增)*了?(?:多少|几)[^,，;；?？]{0,6}[?？]*)"
)
# Characters of the first of two things at least.
SHORTEST = 3
_YEAR = re.compile("[12]\\d{3}年|[去前今明上本]年")
# A blank between two Chinese characters parts like a comma: 新增就业多少 深圳呢.
_BLANK = r"(?<=[一-鿿])[ 　]+(?=[一-鿿])"
_CLAUSE = re.compile(rf"(?:(?!{_BLANK})[^,，;；])+(?:[,，;；]|{_BLANK})*")


def split_questions(text: str, catalogue: Sequence[Report]) -> list[str]:
    """Return the questions of a message, one where they are one: 哪个高?各多少? says only together what it asks.

    Clauses are questions by themselves where each of them asks, of a place of its own; after the first one it is enough
    to name another place: 云城区呢.
    """
    for pattern, placed in ((_PART, False), (_CLAUSE, True)):
        parts = [part for part in pattern.findall(text) if any(map(str.isalnum, part))]
        if 1 < len(parts) <= MOST_QUESTIONS and all(
            says_what_it_asks(part, catalogue, placed=placed) or (at and asks_of_another_place(part, catalogue))
            for at, part in enumerate(parts)
        ):
            return [part.strip() for part in parts]
    return [text]


def asked_apart(understood: Understood, catalogue: Sequence[Report]) -> list[str]:
    """Return the questions that one for two figures is made of, each with place and year; none where it is one.

    新增就业和新增学位分别是多少 asks for two things that mostly stand in two sentences. Two clauses that ask mostly ask
    for one: of 15,230 questions, to ask them apart where they are refused answered none rightly, and 20 that nothing
    answers.
    """
    text = understood.standalone.strip()
    if understood.reading.kind == "compare" or not understood.reading.places:
        return []
    pair = _BOTH.fullmatch(text)
    if pair is None or len(_bare(pair["one"], understood)) < SHORTEST:
        return []  # of 城镇和农村居民收入 the first is no question by itself
    parts = [f"{pair[part]}{pair['tail']}" for part in ("one", "other")]
    if not all(is_numeric(part) and says_what_it_asks(part, catalogue) for part in parts):
        return []
    years = "、".join(dict.fromkeys(f"{target.year}年" for target in understood.targets if target.year))
    where = "".join(understood.reading.places[:1])
    return [_placed(part, where, years, catalogue) for part in parts]


def _bare(text: str, understood: Understood) -> str:
    """Return what is left of a part without its place and its year."""
    for name in (*understood.reading.places, *map(short_name, understood.reading.places)):
        text = text.replace(name, "")
    return without_years(text, "").strip()


def _placed(part: str, where: str, years: str, catalogue: Sequence[Report]) -> str:
    """Return a part with the place and the year of the whole question, where it names none itself."""
    own = says_what_it_asks(part, catalogue, placed=True)
    return f"{'' if own else where}{'' if _YEAR.search(part) else years}{part}"


def joined(question: str, answers: Sequence[Answer]) -> Answer:
    """Return one answer to all questions; its status is refused only where each of them is, or one needs a question."""
    asked_back = next((answer for answer in answers if answer.status == "clarify"), None)
    if asked_back:
        return replace(asked_back, question=question)
    numbered = _numbered(answers)
    texts = [one.answer for one in numbered]
    whole = all(one.status == "refused" for one in answers)
    likely = [one.likelihood for one in answers if one.likelihood is not None]
    reading = answers[0].reading
    return replace(
        answers[0],
        question=question,
        standalone_question=" ".join(one.standalone_question for one in answers),
        reading=replace(
            reading,
            places=tuple(dict.fromkeys(place for one in answers for place in one.reading.places)),
            years=tuple(dict.fromkeys(year for one in answers for year in one.reading.years)),
        ),
        status="refused" if whole else "answered",
        reason="\n".join(dict.fromkeys(texts)) if whole else None,
        notice="".join(dict.fromkeys(one.notice for one in answers if one.notice)) or None,
        answer="\n".join(dict.fromkeys(texts)),
        statements=tuple(statement for one in numbered for statement in one.statements),
        citations=tuple({citation.marker: citation for one in numbered for citation in one.citations}.values()),
        figures=tuple(figure for one in numbered for figure in one.figures),
        likelihood=min(likely, default=None),
    )


def _numbered(answers: Sequence[Answer]) -> list[Answer]:
    """Return the answers with markers that go on from one to the next; the same sentence keeps its marker."""
    markers: dict[tuple[str, int, int], int] = {}
    found = []
    for answer in answers:
        new = {citation.marker: markers.setdefault(_place(citation), len(markers) + 1) for citation in answer.citations}
        found.append(
            replace(
                answer,
                answer=_renumbered(answer.answer, new),
                statements=tuple(_statement(statement, new) for statement in answer.statements),
                citations=tuple(replace(citation, marker=new[citation.marker]) for citation in answer.citations),
                figures=tuple(_figure(figure, new) for figure in answer.figures),
            )
        )
    return found


def _renumbered(text: str, new: dict[int, int]) -> str:
    return MARKER.sub(lambda match: f"[{new.get(int(match[1]), match[1])}]", text)


def _place(citation: Citation) -> tuple[str, int, int]:
    return citation.report, citation.start, citation.end


def _statement(statement: Statement, new: dict[int, int]) -> Statement:
    return replace(statement, markers=tuple(new.get(marker, marker) for marker in statement.markers))


def _figure(figure: Figure, new: dict[int, int]) -> Figure:
    return replace(figure, marker=None if figure.marker is None else new.get(figure.marker, figure.marker))
