"""Which lines of a web page are the report's body: trafilatura finds its prose, what stands around that is judged here.

trafilatura drops paragraphs that a report needs, so it never has the last word: what stands between the first and the
last sentence that it found stays, and so do other parts with sentences. Where it finds next to nothing, all sentences
of the page decide. Lines outside are body if they lead from the title to the text, or say where the report is from.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice

from lxml import etree

from ingest.blocks import TITLE_LEVEL, TextBuilder
from ingest.clean import OTHER_PAGES, is_furniture
from ingest.fields import FORM_LABELS, PART_LABELS, PROVENANCE, inline_fields, is_label, label_of
from ingest.formats.web.maintext import main_text
from ingest.formats.web.walk import Entry, Tree
from ingest.metadata.titles import HEAD, find_title

# Letters of a sentence that can tell where the body is.
SHORTEST_PROSE = 10
# Characters of a title that a page names.
SHORTEST_TITLE = 8
# Characters of a title in the browser's tab, and how many of them are looked at: pictures in the page have some too.
# Every start of a title is kept, so that a long one would take its length squared.
LONGEST_TAB, MOST_TABS = 300, 20
# trafilatura must have found more than this share of the page's prose, or it has found something else.
LEAST_FOUND = 1 / 3
# Lines that are looked for in vain before what trafilatura found is taken for something else.
MOST_MISSED = 500
# Letters: a part of the page that trafilatura left out stays if it has so much prose, beyond furniture so much more,
# and few links beside it.
SMALLEST_PART, SMALLEST_BEYOND, MOST_LINKS = 50, 200, 0.5
# Lines between the beginning of the body's element and the title in it: a red head, a number, an issuer.
MOST_ABOVE_TITLE = 5
# Longer links than this are text that happens to be linked; shorter ones are navigation, unless paragraphs of text
# stand on both sides.
LONGEST_LINK = 40
# Lines of a signature that may stand below the body's element: offices and the date.
LONGEST_SIGNATURE = 4
_SENTENCE = re.compile(r"[。！？；]")
_NUMBER = re.compile(
    r"[^。]{2,20}[〔\[(（【]\s?20\d\d\s?[〕\])）】]\s?第?\s?\d+\s?号|.{2,20}(?:政府|委员会|办公室|[局厅委办院])文件"
)
# What begins the links to other pages, below the body.
_OTHERS = re.compile(
    rf"{OTHER_PAGES}[:：]?"
    r"|猜你喜欢|大家都在看|友情链接.*|网友评论.*|.{0,4}排行榜?|(?:点赞|收藏|转发|在看|评论|阅读|\d)+|附件下载[:：]?|我要评论.*"
)
# What parts a title from the site's name in the browser's tab, and what is such a name.
_MARK = re.compile(r"\s*[-_—|–·]+\s*")
_SITE = re.compile(r".*(?:人民政府|政府网|网站?|门户|平台|频道|栏目|首页)")
_DATE = re.compile(r"[（(]?(?:20\d\d|[二〇○零一三四五六七八九]{4})年.{1,3}月.{1,3}日[)）]?")
_ISSUER = re.compile(r".{2,40}(?:政府|办公室|委员会|[局厅委办院署会])[\s　]*")


def with_body(tree: Tree, root: etree._Element) -> list[Entry]:
    """Return the lines of a page; what surrounds the report is no body, and its title has the title's level.

    `root` is the page's tree. A page without a sentence keeps its lines as they are.
    """
    entries = tree.entries
    hints = _hints(root)
    texts = [at for at, entry in enumerate(entries) if _is_text(entry)]
    # a report without a single full stop still has lines longer than those around it
    prose = [at for at in texts if _SENTENCE.search(entries[at].text)] or texts
    anchors = {*_found(entries, prose, main_text(root)), *_parts(entries)}
    if not anchors:
        return [replace(entry, body=entry.body and not _is_navigation(entry)) for entry in entries]
    anchors |= _left_out(tree, anchors, prose)
    holder = _holder(tree, anchors)
    first, last = min(anchors), max(anchors)
    title, hinted = _title(entries[:first], *hints)
    start = _start(tree, holder, first, title)
    end = _end(tree, holder, last)
    beside = {tree.parents[entries[at].node] for at in anchors}
    return [
        replace(
            entry,
            body=entry.body
            and (start <= at < end or (at < start and _leads(entry)))
            and not (_is_navigation(entry) and not (first < at < last and tree.parents[entry.node] in beside)),
            level=TITLE_LEVEL if at == title and hinted else entry.level,
        )
        for at, entry in enumerate(entries)
    ]


def _plain(text: str) -> str:
    return "".join(text.split())


def _is_navigation(entry: Entry) -> bool:
    return entry.linked and len(entry.text) <= LONGEST_LINK


def _is_text(entry: Entry) -> bool:
    long = len(_plain(entry.text)) >= SHORTEST_PROSE
    return entry.body and not entry.linked and long and not is_furniture(entry.text)


def _found(entries: Sequence[Entry], prose: Sequence[int], main: str) -> Sequence[int]:
    """Return the lines of prose that trafilatura found, all of them where it has missed most."""
    found: list[int] = []
    missed = at = 0
    for number in prose:
        text = _plain(entries[number].text)
        place = main.find(text, at)
        if place < 0 and missed < MOST_MISSED:
            missed += 1
            place = main.find(text, 0, at)
        if place >= 0:
            at = place + len(text)
            found.append(number)
    return found if _letters(entries, found) > LEAST_FOUND * _letters(entries, prose) else prose


def _letters(entries: Sequence[Entry], numbers: Iterable[int]) -> int:
    return sum(len(_plain(entries[at].text)) for at in numbers)


def _parts(entries: Sequence[Entry]) -> list[int]:
    """Return the headings of a proposal's parts: each begins text of its own, however short."""
    return [at for at, entry in enumerate(entries)
            if entry.body and is_label(entry.text) and label_of(entry.text) in PART_LABELS]  # fmt: skip


def _left_out(tree: Tree, anchors: set[int], prose: Sequence[int]) -> set[int]:
    """Return the prose that stands in other parts of the page, where a part has enough of it and few links."""
    holder = _holder(tree, anchors)
    around = {holder}
    while holder:
        holder = tree.parents[holder]
        around.add(holder)
    part_of = [0] * len(tree.parents)
    for node in range(1, len(part_of)):
        above = tree.parents[node]
        part_of[node] = 0 if node in around else node if above in around else part_of[above]
    first, last = min(anchors), max(anchors)
    links = Counter(part_of[entry.node] for entry in tree.entries if entry.linked)
    parts: dict[int, list[int]] = {}
    for at in prose:
        if not first <= at <= last:
            parts.setdefault(part_of[tree.entries[at].node], []).append(at)
    above = next((at for at in range(first - 1, -1, -1) if _parts_off(tree.entries[at])), -1)
    below = next((at for at in range(last + 1, len(tree.entries)) if _parts_off(tree.entries[at])), len(tree.entries))
    kept: set[int] = set()
    for part, numbers in parts.items():
        least = SMALLEST_PART if above < numbers[0] < below else SMALLEST_BEYOND
        if links[part] <= MOST_LINKS * len(numbers) and _letters(tree.entries, numbers) >= least:
            kept.update(numbers)
    return kept


def _holder(tree: Tree, anchors: Iterable[int]) -> int:
    """Return the smallest element that holds all the anchors and more than one line."""
    nodes = [tree.entries[at].node for at in anchors]
    low, high = min(nodes), max(nodes)
    holder = low
    while holder and not (high <= tree.ends[holder] and _holds_more(tree, holder)):
        holder = tree.parents[holder]
    return holder


def _holds_more(tree: Tree, holder: int) -> bool:
    held = (entry for entry in tree.entries if _is_in(tree, entry, holder))
    return next(held, None) is not None and next(held, None) is not None


def _is_in(tree: Tree, entry: Entry, holder: int) -> bool:
    return holder <= entry.node <= tree.ends[holder]


def _title(above: Sequence[Entry], named: set[str], tab: set[str]) -> tuple[int | None, bool]:
    """Return which line above the text is the title, None for none, and whether the page itself says so (_hints)."""
    lines = [at for at, entry in enumerate(above) if entry.body and not entry.linked and not is_furniture(entry.text)]
    lines = lines[-HEAD:]
    for at in reversed(lines):
        text = _plain(above[at].text)
        if text in named or text in tab:
            return at, True
        if above[at].level is not None and not named:
            break  # a heading below says it better than the browser's tab
    builder = TextBuilder()
    for at in lines:
        builder.add(above[at].text, level=above[at].level)
    title = find_title(builder.loaded())
    return (lines[title.blocks[0]] if title else None), False


def _hints(root: etree._Element) -> tuple[set[str], set[str]]:
    """Return the titles that the page gives: as data (ArticleTitle, a standard of such sites), and in its tab."""
    named = {
        _plain(meta.get("content", "")) for meta in root.iter("meta") if meta.get("name", "").lower() == "articletitle"
    }
    tab: set[str] = set()
    for title in islice(root.iter("title"), MOST_TABS):
        text = " ".join(str(title.text or "").split())
        if len(text) > LONGEST_TAB:
            continue
        starts = [text, *(text[: mark.start()] for mark in _MARK.finditer(text))]
        tab.update(_plain(start) for start in starts if not _SITE.fullmatch(start.strip()))
    named, tab = ({name for name in names if len(name) >= SHORTEST_TITLE} for names in (named, tab))
    return named, tab


def _start(tree: Tree, holder: int, first: int, title: int | None) -> int:
    """Return the line with which the body begins: the title, what stands closely above it, or its element's first."""
    begin = next(at for at, entry in enumerate(tree.entries) if _is_in(tree, entry, holder))
    if title is None or begin <= title <= begin + MOST_ABOVE_TITLE:
        return min(begin, first)
    return title


def _leads(entry: Entry) -> bool:
    """Tell whether a line above the title says something about the report, so that it can be cited."""
    known = [label for label, value in inline_fields(entry.text) if value]
    return any(label in PROVENANCE or label in FORM_LABELS for label in known) or bool(_NUMBER.fullmatch(entry.text))


def _end(tree: Tree, holder: int, last: int) -> int:
    """Return the line after the body's last: its element ends there or the site's own lines begin."""
    entries = tree.entries
    at = last + 1
    while at < len(entries) and _is_in(tree, entries[at], holder) and not _ends(entries[at]):
        at += 1
    signature = [entry.text for entry in entries[at : at + LONGEST_SIGNATURE]]
    date = next((number for number, text in enumerate(signature) if _DATE.fullmatch(_plain(text))), None)
    signed = date is not None and all(_ISSUER.fullmatch(text) for text in signature[:date])
    return at + date + 1 if signed and date is not None else at


def _ends(entry: Entry) -> bool:
    """Tell whether a line below the text begins what the site adds."""
    return is_furniture(entry.text) or bool(_OTHERS.fullmatch(_plain(entry.text)))


def _parts_off(entry: Entry) -> bool:
    return _is_navigation(entry) or _ends(entry)
