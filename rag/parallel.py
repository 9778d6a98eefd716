"""Lists that a report makes of like parts: headings, first words of paragraphs, 一是…二是…, clauses with one frame.

A question that says how many things there are (守牢哪四条底线, 自身建设的五个方面) finds them by that number: of all
runs of so many like parts, the one that holds most of the question together with what announces it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise, takewhile

import numpy as np

from rag import kinds
from rag.compose import Line, frame, tidy
from rag.index.reader import Index
from rag.places import spoken_names
from rag.proposals import passages_asked
from rag.sections import points
from rag.terms import Matcher, Matrix
from rag.text import clause_spans, normalise, sentence_spans, words
from rag.types import Passage, Span
from rag.understood import Understood

# Characters of a part that can be an item, of one that is cut to its first clauses, and of all of them together.
LONGEST, ITEM, LONG = 30, 44, 390
# Characters of what stands before a run that may announce it.
ANNOUNCED = 120
# Characters between two clauses of one frame.
APART = 700
# What counts: the share of the question that a run holds with what announces it, the share that the latter holds, the
# mean share of the items, and their likeness; and what is against them all. Of 233 questions for lists and plans 135
# are answered without it; a run likelier than LEAST, and than AS_LIKELY times the best sentence, answers 42 more and
# spoils 5. A logistic regression of 15 values, cross-validated, does so for 40 and 4.
WEIGHTS, BIAS = (3.0, 2.0, 3.0, 3.0), -4.5
LEAST, AS_LIKELY = 0.3, 0.7
# Likelihood of what stands below a heading that a question names (哪四条建议).
NAMED = 0.95
# Letters with which neighbours begin that make a list of their own, more than so many of them.
SAME_LETTERS, FEWEST_SAME = 2, 2
# More than so many things, nobody asks to have named.
MOST_ITEMS = 12
# How many things there are, as a text that gives no more than that says it too.
_COUNTED = re.compile(r"(?<!\d)\d{1,2}[家个项条座所种类名位件户支]")
_NO_LABEL = re.compile(r"\d|[：:！!]|^各位")
_MARK = re.compile(r"(?:^|(?<=[。；;:：\n,， ]))[\s　]*([一二三四五六七八九十]{1,2})[是要](?!否)")
_DASHES = re.compile("^[—–-]+")
_NUMERALS = "一二三四五六七八九十"
# How many things there are, before what they are called (六大产业基地, “五心”), and what is called so at the end.
_COUNT = re.compile(rf"^[{_NUMERALS}两\d]+[个大项条类种]?")
_NAMED = re.compile(rf"[{_NUMERALS}两]([一-鿿])[“”\"]?(?:指|是|$)")


@dataclass(frozen=True, slots=True)
class Run:
    """Like parts of one report in a row, each as the stretch of a passage; `above` is what announces them.

    `heading` is the one that they are headings below; "" for other parts.
    """

    above: str
    items: tuple[tuple[Passage, Span], ...]
    heading: str = ""


def count_asked(understood: Understood) -> int:
    """Return how many things a question asks for, the numerals of places (十堰) left out; 0 where it does not say."""
    return kinds.count_asked(_without_places(understood))


def counted_phrase(understood: Understood) -> str:
    """Return the number of things that a question speaks of with their measure word (四条); "" for none."""
    return kinds.counted_phrase(_without_places(understood))


def _without_places(understood: Understood) -> str:
    text = understood.spoken
    for name in (name for place in understood.reading.places for name in spoken_names(place)):
        text = text.replace(name, " ")
    return text


def best_run(
    understood: Understood, matcher: Matcher, reports: Sequence[str], index: Index
) -> tuple[Run, float] | None:
    """Return the run of as many parts as a question says that there are which is likeliest asked for, and how likely.

    None where the question does not say how many, or no report has a run of so many.
    """
    wanted = count_asked(understood)
    if not 1 < wanted <= MOST_ITEMS or not matcher.concepts:
        return None
    counts = _COUNTED.findall(understood.spoken)
    read = {report: passages_asked(understood.spoken, index.passages(report)) for report in reports}
    found = [part for report in reports for run in _runs(understood, read[report], index.text(report))
             for part in _of_length(run, wanted, understood.spoken) if not _only_counts(part, counts)]  # fmt: skip
    if not found:
        return None
    likely = [
        max(NAMED, one) if run.heading and run.heading in understood.spoken else one
        for run, one in zip(found, _likelihoods(matcher, found), strict=True)
    ]
    best = max(range(len(found)), key=lambda at: likely[at])
    return found[best], likely[best]


def _of_length(run: Run, wanted: int, question: str) -> Iterator[Run]:
    """Yield a run of so many items, or so many neighbours in it that alone begin with letters of the question."""
    if len(run.items) == wanted:
        yield run
    elif len(run.items) > wanted > FEWEST_SAME:
        for begins, group in groupby(run.items, key=lambda item: tidy(item[0].slice(item[1]))[:SAME_LETTERS]):
            if len(items := tuple(group)) == wanted and begins in question and begins[:1].isalpha():
                yield Run(f"{run.above} {run.items[0][0].slice(run.items[0][1])}", items)


def _only_counts(run: Run, counts: Sequence[str]) -> bool:
    """Tell whether an item but says how many there are: 新增4A级景区5家 where the names of 5家景区 are asked for."""
    return any(count in passage.slice(span) for passage, span in run.items for count in counts)


def _likelihoods(matcher: Matcher, runs: Sequence[Run]) -> list[float]:
    """Return how likely it is of each run, in [0, 1], that its items are those asked for."""
    above = [normalise(run.above) for run in runs]
    whole = [normalise(" ".join((run.above, *(p.slice(span) for p, span in run.items)))) for run in runs]
    told = [_soft_coverage(matcher, texts) for texts in (whole, above)]
    found = []
    for number, run in enumerate(runs):
        items = [normalise(passage.slice(span)) for passage, span in run.items]
        each = float(matcher.coverage(matcher.exact(items)).mean())
        evidence = (float(told[0][number]), float(told[1][number]), each, _alike(run))
        margin = sum(weight * value for weight, value in zip(WEIGHTS, evidence, strict=True)) + BIAS
        found.append(1 / (1 + math.exp(-margin)))
    return found


def _soft_coverage(matcher: Matcher, texts: Sequence[str]) -> Matrix:
    return matcher.coverage(np.maximum(matcher.exact(texts), matcher.soft([words(text) for text in texts])))


def _alike(run: Run) -> float:
    """Return the share of the items' letters that all of them begin and end with."""
    heads = [tidy(passage.slice(_head(passage, span, ITEM))) for passage, span in run.items]
    same = _shared(heads) + _shared([head[::-1] for head in heads])
    return min(1.0, same * len(heads) / max(1, sum(map(len, heads))))


def _shared(texts: Sequence[str]) -> int:
    """Return how many letters all of some texts begin with."""
    return sum(1 for _ in takewhile(lambda letters: len(set(letters)) == 1, zip(*texts, strict=False)))


def _runs(understood: Understood, passages: Sequence[Passage], text: str) -> Iterator[Run]:
    """Yield the runs of a report, those of clauses for each word that the question has."""
    yield from _labelled(passages, text)
    yield from _headed(passages, text)
    yield from _enumerated(passages)
    for key in _keys(understood):
        yield from _framed(passages, key)


def _labelled(passages: Sequence[Passage], text: str) -> Iterator[Run]:
    """Yield the runs of paragraphs under one heading that begin with a short sentence, such as 勇于担当作为."""
    for heading, group in groupby(passages, key=lambda passage: passage.heading):
        items: list[tuple[Passage, Span]] = []
        above = ""
        for passage, first, alone in _paragraphs(list(group), text):
            announces = alone and not items and passage.slice(first).endswith("。")
            if _is_label(passage.slice(first), heading) and not announces:
                items.append((passage, first))
                continue
            if len(items) > 1:
                yield Run(f"{above} {' '.join(heading)}", tuple(items))
            items, above = [], passage.slice((first[0], min(first[1], first[0] + ANNOUNCED)))
        if len(items) > 1:
            yield Run(f"{above} {' '.join(heading)}", tuple(items))


def _paragraphs(passages: Sequence[Passage], text: str) -> Iterator[tuple[Passage, Span, bool]]:
    """Yield the first sentence of each paragraph, and whether it is the only one."""
    starts = [(passage, span) for passage in passages for span in passage.sentences]
    begins = [not span[0] or text[span[0] - 1] == "\n" for _, span in starts]
    for at, ((passage, span), begin) in enumerate(zip(starts, begins, strict=True)):
        if begin:
            yield passage, span, at + 1 == len(starts) or begins[at + 1]


def _is_label(text: str, heading: Sequence[str]) -> bool:
    bare = text.strip("。：: ")
    return len(text) <= LONGEST and not _NO_LABEL.search(text) and all(bare != one.strip("。：: ") for one in heading)


def _headed(passages: Sequence[Passage], text: str) -> Iterator[Run]:
    """Yield the headings below each heading."""
    below: dict[tuple[str, ...], list[Passage]] = {}
    for passage in passages:
        for depth in range(len(passage.heading)):
            below.setdefault(passage.heading[:depth], []).append(passage)
    for heading, section in below.items():
        titles = {passage.heading[: len(heading) + 1] for passage in section}
        if len(titles) > 1:
            yield Run(" ".join(heading), tuple(points(section, text, depth=len(heading))), tidy("".join(heading[-1:])))


def _enumerated(passages: Sequence[Passage]) -> Iterator[Run]:
    """Yield the enumerations 一是…二是…, 一要…二要… that count up from one."""
    items: list[tuple[Passage, Span]] = []
    above = ""
    for passage in passages:
        marks = list(_MARK.finditer(passage.text))
        stops = [*(mark.start() for mark in marks[1:]), len(passage.text)]
        for mark, stop in zip(marks, stops, strict=False):
            number = _NUMERALS.find(mark.group(1)) + 1
            if number != len(items) + 1:
                if len(items) > 1:
                    yield Run(above, tuple(items))
                items = []
            if number == 1:
                before = passage.text[max(0, mark.start() - ANNOUNCED) : mark.start()]
                above = f"{' '.join(passage.heading)} {before}"
            if number == len(items) + 1:
                items.append((passage, (passage.start + mark.end(), passage.start + stop)))
    if len(items) > 1:
        yield Run(above, tuple(items))


def _keys(understood: Understood) -> list[str]:
    """Return the words of a question that each of the things it asks for may have in its name."""
    named = [_COUNT.sub("", name) for name in (*understood.quoted, *_NAMED.findall(understood.spoken))]
    terms = [part for term in (*understood.terms, *named) for part in (term, *words(term)) if len(part) > 1]
    return list(dict.fromkeys(word for word in (*named, *terms) if word and not word.isascii()))


def _framed(passages: Sequence[Passage], key: str) -> Iterator[Run]:
    """Yield the clauses with a word in them that stand near each other under one heading."""
    for heading, group in groupby(passages, key=lambda passage: passage.heading):
        found = [(passage, span) for passage in group if key in passage.text for span in _holding(passage, key)]
        cuts = [0, *(at for at, ((_, one), (_, other)) in enumerate(pairwise(found), 1) if other[0] - one[1] > APART)]
        for start, stop in pairwise([*cuts, len(found)]):
            run = found[start:stop]
            if len(run) > 1:
                passage, (begin, _) = run[0]
                before = passage.text[max(0, begin - passage.start - ANNOUNCED) : begin - passage.start]
                yield Run(f"{' '.join(heading)} {before}", tuple(run))


def _holding(passage: Passage, key: str) -> Iterator[Span]:
    """Yield the clauses that hold a word, but those that only announce it: 守牢四条底线."""
    announcing = re.compile(rf"[{_NUMERALS}两\d].{{0,2}}[“‘]?{re.escape(key)}")
    for sentence in passage.sentences:
        offset = passage.start
        for start, end in clause_spans(passage.text, sentence[0] - offset, sentence[1] - offset):
            clause = passage.text[start:end]
            if key in clause and len(clause) <= LONGEST and not announcing.search(clause):
                yield start + offset, end + offset


def run_lines(run: Run, index: Index) -> list[Line]:
    """Return the items as numbered lines, under one that says whose report they are from."""
    room = max(LONG // len(run.items) - 4, 12)
    lines = [Line(frame(*_begin(run), index), "")]
    for number, (passage, span) in enumerate(run.items, 1):
        start, end = _head(passage, span, min(room, ITEM))
        whole = next((known for known in passage.sentences if known[0] <= start < known[1]), (start, end))
        text = _DASHES.sub("", tidy(index.text(passage.report)[start:end]))
        lines.append(Line(f"{number}. ", text, passage, whole))
    return lines


def _begin(run: Run) -> tuple[Passage, int]:
    passage, (start, _) = run.items[0]
    return passage, start


def _head(passage: Passage, span: Span, room: int) -> Span:
    """Return the beginning of an item that fits: its first sentence, else as many of its clauses as fit."""
    offset = passage.start
    first = sentence_spans(passage.text, span[0] - offset, span[1] - offset)[0]
    clauses = clause_spans(passage.text, *first)
    stop = max((end for _, end in clauses if end - first[0] <= room), default=clauses[0][1])
    return first[0] + offset, stop + offset
