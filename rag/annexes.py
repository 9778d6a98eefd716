"""Questions for what is attached to a report: 附件有哪些, 后面附了哪几个文件."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.compose import Line, label
from rag.index.reader import Index
from rag.text import bigrams, normalise
from rag.types import Passage, Report, Span
from rag.understood import Understood

_ASKED = re.compile(
    r"(?:哪|什么|几|多少).{0,4}(?:附件|附表|附录)|(?:附件|附表|附录)(?:一共|总共|都|分别)?(?:是|有|叫|包括)(?:了|着)?(?:哪|什么|几|多少|啥)|"
    r"(?:附了|附有|后面附).{0,4}(?:哪|什么|几)|(?:附件|附表)的?(?:名称|清单|目录|标题)(?:是|有|叫)"
)
_HEAD = re.compile(
    r"^[ \t　*#>]*(?:附件|附表|附录)(?:下载|列表|清单)?[ \t　]*([一二三四五六七八九十\d]{0,2})[ \t　]*[:：.、]?[ \t　]*"
    r"(.*?)[ \t　*]*$",
    re.MULTILINE,
)
_ITEM = re.compile(r"[ \t　*>-]*(?:\d{1,2}[.、．)）]|[（(]\d{1,2}[)）])[ \t　]*(.*?)[ \t　*]*$", re.MULTILINE)
# A name is followed by the kind and the size of its file.
_FILE = re.compile(r"\.(?:docx?|pdf|xlsx?|wps|et|ofd|pptx?|zip|rar|jpe?g|png)\b.*$|[（(][\d.]+\s?[KkMm][Bb]?[)）]$")
LONGEST = 80


def annex_lines(understood: Understood, index: Index) -> list[Line]:
    """Return the attachments that the report asked for names, one a line; none where nobody asks, or it names none."""
    if not _ASKED.search(understood.spoken):
        return []
    ids = dict.fromkeys(report for target in understood.targets for report in target.reports or ())
    found = [(index.report(one), spans) for one in ids if (spans := list(annexes(index.text(one))))]
    if not found:
        return []
    report, spans = max(found, key=lambda pair: _named(pair[0], understood))
    return [Line(f"{label(report)}：", ""), *_lines(report, spans, index)]


def _named(report: Report, understood: Understood) -> int:
    asked = set(bigrams(understood.standalone))
    return len(asked & set(bigrams(report.title)))


def _lines(report: Report, spans: Sequence[Span], index: Index) -> Iterator[Line]:
    text = index.text(report.id)
    for number, (start, end) in enumerate(spans, 1):
        passage = Passage(0, report.id, (), start, end, ((start, end),), text[start:end])
        yield Line(f"{number}. ", _FILE.sub("", passage.text).strip(), passage, (start, end))


def annexes(text: str) -> Iterator[Span]:
    """Yield the names of what is attached, as they stand under or behind 附件."""
    seen: set[str] = set()
    for head in _HEAD.finditer(text):
        for span in _below(text, head):
            name = _FILE.sub("", normalise(text[slice(*span)]))
            if name and name not in seen and len(name) <= LONGEST and not name.endswith(("。", "：", ":")):
                seen.add(name)
                yield span


def _below(text: str, head: re.Match[str]) -> Iterator[Span]:
    first = _ITEM.match(text, head.start(2))
    if head[2]:
        yield (first or head).span(1 if first else 2)
    at = head.end() + 1
    if not head[2]:
        at += len(text[at:]) - len(text[at:].lstrip("\n \t　"))
    # under 附件1 stands its title, under 附件 alone a list
    if not head[2] and head[1]:
        stop = text.find("\n", at)
        yield at, at + len(text[at : stop if stop >= 0 else len(text)].rstrip())
        return
    while item := _ITEM.match(text, at):
        yield item.span(1)
        at = item.end() + 1
