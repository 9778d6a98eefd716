"""Putting an answer together: frames of our own, the source's wording, and a marker at the end of each statement."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rag.cite import MARKER, check_answer, cite
from rag.departments import department_of
from rag.index.reader import Index
from rag.proposals import is_proposed
from rag.refuse import heard_notice
from rag.score import Candidate
from rag.text import BULLETS, ENUMERATOR, HEADING_NUMBER, without_stars
from rag.types import Answer, Citation, Passage, Report, Span
from rag.understood import Understood

NEAREST = "最接近的内容见{}的这一句，请核对是否相关"
_NUMBERED = re.compile(rf"^(?:—+|{BULLETS}|{ENUMERATOR}|{HEADING_NUMBER})\s*")
_GLOSSARY = re.compile("名词|注释|用语|说明|解读")
_TRAILING = "，,；;：:、。. \n"


@dataclass(frozen=True, slots=True)
class Line:
    """One statement to be made: a frame of our own, then the source's wording, cited to `sentence`.

    Without a passage it says that a report does not say; `goes_on`: it stands on the line of the one before it. `also`
    are stretches of the report to be cited beside the sentence, such as the heads of a table.
    """

    frame: str
    text: str
    passage: Passage | None = None
    sentence: Span = (0, 0)
    goes_on: bool = False
    also: tuple[Span, ...] = ()


def refused(understood: Understood, reason: str) -> Answer:
    """Return the refusal of a question, in the words that the user reads."""
    return replace(blank(understood), status="refused", reason=reason, answer=reason)


def with_nearest(answer: Answer, nearest: Candidate | None, index: Index) -> Answer:
    """Return a refusal that points to the sentence that comes nearest to an answer, if there is one."""
    if nearest is None:
        return answer
    source = label(index.report(nearest.passage.report))
    citation = cite(index, nearest.passage, nearest.sentence, 1)
    return replace(answer, answer=f"{answer.answer}\n{NEAREST.format(source)}[1]", citations=(citation,))


def blank(understood: Understood) -> Answer:
    """Return what every answer to a question says of how it was read."""
    return Answer(
        question=understood.question,
        standalone_question=understood.standalone,
        reading=understood.reading,
        notice=heard_notice(understood),
    )


def tidy(text: str) -> str:
    """Return a stretch without the enumerator, dash or bullet before it, ** in it and the punctuation behind it."""
    return _NUMBERED.sub("", " ".join(without_stars(text).split())).strip(_TRAILING)


def line_of(candidate: Candidate, source: str) -> Line:
    """Return the line that a candidate makes, behind the words that say whose report it is from."""
    return Line(source, tidy(candidate.passage.slice(candidate.stretch)), candidate.passage, candidate.sentence)


def frame(passage: Passage, start: int, index: Index) -> str:
    """Return the words that say whose report a stretch from `start` on is from, and of which year: 岚川市2021年：.

    A report plans for the next year: what it intends is never told as what it did (岚川市2022年（计划）：). Nor is what
    a proposal asks for told as what is done about it.
    """
    report = index.report(passage.report)
    if is_proposed(passage):
        return f"{label(report)}（提案内容）："
    if not is_planned(passage, start, index):
        return f"{label(report)}："
    return (
        f"{label(replace(report, year=report.year_plan))}（计划）："
        if report.year_plan
        else f"{label(report)}（下一步计划）："
    )


def is_planned(passage: Passage, start: int, index: Index) -> bool:
    """Tell whether what stands from `start` on is what a report intends, as the annex on the year it plans for does."""
    side = index.outline(passage.report).side(start)
    year = index.report(passage.report).year_plan if side == "annex" else None
    named = [heading for heading in passage.heading if year is not None and f"{year}年" in heading]
    return side == "plan" or any(not _GLOSSARY.search(heading) for heading in named)


def label(report: Report) -> str:
    """Return whose report it is, and of which year, as its statements are introduced with: 岚川市2021年."""
    author = f"{report.place}{department_of(report)}" if report.place else report.title
    return f"{author}{f'{report.year}年' if report.year else ''}"


def within(lines: Sequence[Line], limit: int) -> Iterator[Line]:
    """Yield lines as long as they fit the limit of characters; the first one always."""
    used = 0
    for at, line in enumerate(lines):
        used += len(line.frame) + len(line.text) + 1
        if at and used > limit:
            return
        yield line


def listed(lines: Sequence[Line], limit: int) -> list[Line]:
    """Return the lines that fit the limit of characters, and a last one that counts those that do not."""
    shown = list(within(lines, limit))
    left = sum(not line.goes_on for line in lines[len(shown) :])
    return [*shown, Line("", f"（另有 {left} 项未列出，请缩小范围再问）")] if left else shown


def compose(understood: Understood, lines: Sequence[Line], index: Index) -> Answer:
    """Return the answer that these lines make; lines from one sentence share its marker."""
    citations: dict[tuple[str, int], Citation] = {}
    answer = ""
    for line in lines:
        answer += (" " if line.goes_on else "\n") + line.frame + line.text
        if line.passage is None:
            continue
        for span in (line.sentence, *line.also):
            key = (line.passage.report, span[0])
            marker = citations[key].marker if key in citations else len(citations) + 1
            citations.setdefault(key, cite(index, line.passage, span, marker))
            answer += f"[{marker}]"
    answer = answer.strip()
    cited = tuple(citations.values())
    # That a report does not say something is our own statement, and no sentence can carry it.
    held = "\n".join(part for part in answer.split("\n") if MARKER.search(part))
    checks = check_answer(held, cited)
    return replace(
        blank(understood),
        answer=answer,
        statements=tuple(checked.statement for checked in checks),
        citations=cited,
        figures=tuple(figure for checked in checks for _, figure in checked.figures),
    )
