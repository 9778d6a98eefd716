"""Answers by points: what a report lists as its problems or its plans, or under a heading that a question names."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from rag.compose import Line, tidy
from rag.departments import departments_asked, is_of_another_department, office_asked
from rag.followup import is_elliptic
from rag.index.reader import Index
from rag.numbered import LONG, POINT, Point, numbered
from rag.ordinals import ordinal_asked
from rag.proposals import passages_asked
from rag.sections import MIN_POINTS, enumerated, first_sentence, points, section_passages
from rag.sides import plans, problems
from rag.terms import Concept, Matcher
from rag.text import normalise, without_stars, words
from rag.types import Hit, Passage
from rag.understood import Understood
from rag.vocabulary import FRAME_WORDS, GENERAL_SUBJECT, PLAN_SECTION, PROBLEM_SECTION

_OFFICES = ("委员", "代表", "主席", "书记", "市长", "县长", "区长", "省长", "局长", "主任")
# The surnames of four in five Chinese; a word with one of them and tagged a name is one (养老 is tagged so, too).
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜范江傅钟卢汪戴崔任陆廖姚方金邱夏谭韦贾邹石熊"
    "孟秦阎薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚"
)
# Says that what stands before it, or before or behind it, is the subject.
_OF = "(?:工作|建设)?(?:还|目前|主要)?(?:存在|有|的)(?:着|了)?(?:哪些|什么|主要)"
# The same of what heads one point.
_OF_HEADED = (
    "(?:工作|建设)?(?:还|目前|主要|到底|普遍|自身)*(?:存在|有|的|这个|[还仍]?是)(?:着|了)?"
    "(?:哪[些几两三四五六]|什么|啥|主要|问题|毛病|难处|短板|不足|薄弱)"
)
_ABOUT = re.compile("方面|领域|关于|有关|针对|在.{1,12}(?:上|中|工作)")
# What a heading has not.
_SAYS_MORE = re.compile(r"[，,。；;：:\d]")
# Characters of a heading in its own line, with what stands before it.
LONGEST_HEADING = 120
# How far a point must hold one of the things that a question is about for the question to be about that point, and how
# far at least one point must: else the section is not about them at all.
ABOUT, FOREIGN = 0.6, 0.3
# Share of a question that a heading holds where it asks for the whole section.
TITLE = 0.7
# How much more of it one item has to hold to be asked for alone.
BETTER = 0.05
# Weight from which a word is rare enough to be a subject that nothing else in the question says is one.
RARE = 3.5


def point_lines(understood: Understood, matcher: Matcher, hits: Sequence[Hit], index: Index) -> list[Line]:
    """Return the points that a question asks for, under a line that says whose report they are from.

    Questions about problems or plans ask for such points, and so does one that names a heading (提了哪几条建议).
    """
    if not hits:
        return []
    source = _newest(understood, hits, index)
    asked, report = departments_asked(understood), index.report(source.report)
    if is_of_another_department(asked, source, "", report):
        return []
    passages = passages_asked(understood.spoken, index.passages(source.report))
    found = _found(understood, passages, index, source)
    if not found:
        return []
    office = office_asked(understood.spoken, [report.title])
    if (not understood.reading.places or _says_more(understood, matcher)) and _is_foreign(matcher, found, office):
        return []
    named = _named(understood, passages)
    chosen = _chosen(understood, matcher, found, named.pattern if named else "", office)
    number = ordinal_asked(understood.spoken)
    if number is not None:
        chosen = found[-1:] if number < 0 else found[number - 1 : number]
    if len(chosen) == len(found) > 1:
        chosen = _headed_by(understood.spoken, matcher, chosen)
    if len(chosen) == 1 < len(found):
        chosen = _inside(chosen[0], passages, index.text(source.report))
    return numbered(chosen, source, index) if chosen else []


def section_lines(understood: Understood, matcher: Matcher, passage: Passage, index: Index) -> list[Line]:
    """Return what the section of a passage counts up (一是…二是…), where its heading says what a question is about.

    Where some of the items say so by themselves, better than the heading, these are returned alone.
    """
    if not passage.heading:
        return []
    heading, text = passage.heading[-1], index.text(passage.report)
    section = [other for other in index.passages(passage.report) if other.heading == passage.heading]
    items = [item for other in section for item in enumerated(other, text)
             if heading not in text[slice(*item[1])] and _tells(understood, item, index)]  # fmt: skip
    if len(items) < MIN_POINTS:
        return []
    heads = [text[slice(*first_sentence(text, span, POINT))] for _, span in items]
    title, *shares = _held(matcher, [heading, *heads])
    better = [item for item, share in zip(items, shares, strict=True) if share >= max(TITLE, title + BETTER)]
    return numbered(better or items, passage, index) if better or title >= TITLE else []


def titled_lines(understood: Understood, matcher: Matcher, reports: Sequence[str], index: Index) -> list[Line]:
    """Return what the section of some reports counts up whose heading says most of what a question is about."""
    firsts = {passage.heading: passage for report in reports for passage in index.passages(report) if passage.heading}
    shares = _held(matcher, [heading[-1] for heading in firsts], alike=False)
    best = max(range(len(shares)), key=shares.__getitem__, default=None)
    if best is None or shares[best] < TITLE:
        return []
    return section_lines(understood, matcher, list(firsts.values())[best], index)


def _held(matcher: Matcher, told: Sequence[str], *, alike: bool = True) -> list[float]:
    """Return the share of a question's subject, in [0, 1], that each text holds, in words `alike` in meaning, too."""
    subject = [number for number in subject_of(matcher.concepts) if matcher.concepts[number].word not in FRAME_WORDS]
    texts = [normalise(text) for text in told]
    held = matcher.exact(texts)
    if alike:
        held = np.maximum(held, matcher.soft([words(text) for text in texts]))
    weights = matcher.weights[subject]
    shares: list[float] = (weights @ held[subject] / max(float(weights.sum()), 1e-9)).tolist()
    return shares


def _tells(understood: Understood, item: Point, index: Index) -> bool:
    """Tell whether an item tells what a question asks for: what is planned or what was done, not what is wrong."""
    passage, (start, end) = item
    side = index.outline(passage.report).side(start)
    wanted = side == "plan" if understood.planned else side not in ("plan", "problem")
    return wanted and bool(_SAYS_MORE.search(index.text(passage.report)[start:end].strip("。\n 　")))


def _headed_by(question: str, matcher: Matcher, found: list[Point]) -> list[Point]:
    """Return the points under headings with what a question is about (行政执法的问题); all where none has, or all."""
    subject = [number for number in subject_of(matcher.concepts)
               if re.search(re.escape(matcher.concepts[number].word) + _OF_HEADED, question)]  # fmt: skip
    if not subject or not all(_is_headed(point) for point in found):
        return found
    labels = [normalise(passage.heading[-1]) for passage, _ in found]
    shares = matcher.exact(labels)[subject].max(axis=0).tolist()
    about = [point for point, share in zip(found, shares, strict=True) if share >= ABOUT]
    return about or found


def _is_headed(point: Point) -> bool:
    """Tell whether a point begins with the heading that it stands under."""
    passage, (start, end) = point
    beginning = without_stars(passage.slice((start, min(end, start + LONGEST_HEADING))))
    return bool(passage.heading) and passage.heading[-1] in beginning


def _inside(point: Point, passages: Sequence[Passage], text: str) -> list[Point]:
    """Return what a headed point that is too long to show counts up itself (一是…二是…), else the point."""
    passage, (start, end) = point
    if not _is_headed(point):
        return [point]
    section = [other for other in passages if other.heading == passage.heading]
    if len(section) == 1 and end - start <= LONG:
        return [point]
    items = [item for other in section for item in enumerated(other, text) if item[1][0] > start]
    return items if len(items) >= MIN_POINTS else [point]


def _found(understood: Understood, passages: Sequence[Passage], index: Index, source: Passage) -> list[Point]:
    """Return the points of the section that a question asks for; none where it asks for no section."""
    kind, text = understood.reading.kind, index.text(source.report)
    if kind == "problem":
        return problems(passages, index)
    if kind == "plan":
        return plans(passages, index)
    pattern = _named(understood, passages)
    sections = section_passages(passages, pattern) if pattern else []
    return points(sections[0], text, depth=_depth(sections[0][0], pattern)) if pattern and sections else []


def _newest(understood: Understood, hits: Sequence[Hit], index: Index) -> Passage:
    """Return the best passage; of the newest report, where one place is asked about and no year."""
    if len(understood.reading.places) != 1 or understood.reading.years:
        return hits[0].passage
    newest = max(index.report(hit.passage.report).year or 0 for hit in hits)
    return next(hit.passage for hit in hits if (index.report(hit.passage.report).year or 0) == newest)


def _named(understood: Understood, passages: Sequence[Passage]) -> re.Pattern[str] | None:
    """Return what matches the headings that a question names; None where it names none."""
    asked = normalise(understood.spoken)
    headings = dict.fromkeys(heading for passage in passages for heading in passage.heading)
    named = [heading for heading in headings if len(bare := normalise(tidy(heading))) > 1 and bare in asked]
    return re.compile("|".join(f"^{re.escape(heading)}$" for heading in named)) if named else None


def subject_of(concepts: Sequence[Concept], office: str = "") -> list[int]:
    """Return the numbers of the concepts that tell one point of a section from another.

    The `office` that gives the report (see `office_asked`) tells none.
    """
    return [
        number
        for number, concept in enumerate(concepts)
        if not (
            concept.word in office
            or _names_section(concept)
            or concept.word in GENERAL_SUBJECT
            or _is_person(concept.word)
        )
    ]


def _names_section(concept: Concept) -> bool:
    """Tell whether a concept is what a section of problems or plans is called: 问题, or 难处 for it."""
    meant = (concept.word, *concept.others)
    return any(PROBLEM_SECTION.search(form) for form in meant) or bool(PLAN_SECTION.search(concept.word))


def _is_person(word: str) -> bool:
    """Tell whether a word names who speaks of the points, not what they are about."""
    import rjieba

    named = rjieba.tag(word)
    return word.endswith(_OFFICES) or (named[0][1] == "nr" and word[0] in _SURNAMES and len(word) in (2, 3))


def _is_before(word: str, question: str) -> bool:
    return bool(re.search(re.escape(word) + _OF, question))


def _chosen(understood: Understood, matcher: Matcher, found: list[Point], heading: str, office: str) -> list[Point]:
    """Return the points that hold a question's subject, if others do not; all where none does so more than others.

    What only names the section, as its `heading` does, is no subject.
    """
    spoken = understood.spoken
    explicit = bool(_ABOUT.search(spoken))
    subject = [
        number
        for number in subject_of(matcher.concepts, office)
        if matcher.concepts[number].word not in heading and (explicit or matcher.concepts[number].weight >= RARE)
    ]
    if not subject:
        return found
    texts = [normalise(passage.slice(span)) for passage, span in found]
    explicit = explicit or any(_is_before(matcher.concepts[number].word, spoken) for number in subject)
    held = matcher.exact(texts)[subject]
    alike = matcher.soft([words(text) for text in texts])[subject]
    if float(np.maximum(held, alike).max()) < FOREIGN and any(matcher.concepts[number].seen for number in subject):
        return [] if explicit else found
    # a question may name the subjects of several points, each of which then holds but one of them
    about = [point for point, shares in zip(found, held.T.tolist(), strict=True) if max(shares) >= ABOUT]
    if len(about) in (0, len(found)):
        return found if understood.reading.kind in ("problem", "plan") else []
    return about


def _says_more(understood: Understood, matcher: Matcher) -> bool:
    """Tell whether a whole question has a subject of its own after another question: 明天股市会涨吗."""
    follows = any(concept.context for concept in matcher.concepts)
    own = any(not matcher.concepts[number].context for number in subject_of(matcher.concepts))
    return follows and own and not is_elliptic(understood.spoken)


def _is_foreign(matcher: Matcher, found: Sequence[Point], office: str) -> bool:
    """Tell whether no point holds most of what a question is about: 减肥要怎么吃 asks for the plans of no place."""
    subject = [number for number in subject_of(matcher.concepts, office) if not matcher.concepts[number].context]
    texts = [normalise(passage.slice(span)) for passage, span in found]
    held = np.maximum(matcher.exact(texts), matcher.soft([words(text) for text in texts]))[subject]
    weights = matcher.weights[subject]
    return bool(subject) and float((weights @ held).max()) < ABOUT * float(weights.sum())


def _depth(passage: Passage, pattern: re.Pattern[str]) -> int:
    return next((depth for depth, heading in enumerate(passage.heading, 1) if pattern.search(heading)), 0)
