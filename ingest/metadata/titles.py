"""The title of a report: which of its first lines it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.blocks import TITLE_LEVEL, Block, Loaded
from ingest.fields import inline_fields, is_label
from ingest.metadata.dates import parse_date

SHORTEST_TITLE, LONGEST_TITLE = 4, 80
# The number of a document: 某政发〔2023〕5号, with whatever brackets recognition made of them.
NUMBER = re.compile(r"[一-鿿]{1,12}\s?[〔［\[【(（﹝{]\s?20\d\d\s?[〕］\]】)）﹞}]\s?第?\s?\d{1,5}\s?号")
# Behind a number that a title speaks of: 某政发〔2023〕5号文件落实情况的报告.
_CITES = re.compile(r"\s*(?:文|精神|的|[、,，和及》])")
# Only so many lines before the report's text begins can hold the title.
HEAD = 40
# From here on a line with a sentence is the report's own text.
SHORTEST_TEXT = 60
_ENDS = (
    r"报告|提案|答复|复函|回复|意见|通知|通报|总结|方案|计划|要点|公报|情况|说明|建议|纲要|规划|办法|年报|白皮书"
    r"|讲话|汇报|解读|公告|决定|批复|函|规则|细则|条例|制度"
)
_TITLE = re.compile(rf".*(?:{_ENDS})\s?(?:[（(【\[].{{1,20}}[)）】\]])?")
_SUBJECT = re.compile(r"法治政府|依法行政|政府工作|行政复议|行政应诉|行政执法|依法治[省市县区州]|提案|建议")
_YEAR = re.compile(r"(?<!\d)20\d\d年?")
_NO_TITLE = re.compile(
    r"——|--|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.、．]|.*[:：]$|.*[。；;]|"
    r"20\d\d\s?年.{0,6}(?:回顾|情况|安排|打算|任务)$|.*(?:我代表|请予审议)|(?:[^《]|《[^》]*》)*[,，]"
)
_ISSUER = re.compile(r".{2,40}(?:人民政府|政府办公室|政府办|办公室|委员会|司法局|司法厅|[局厅委办院署])(?:文件)?")


# A title that goes on in the next line: 某市人民政府关于推进…, 某市2022年法治政府 / 建设情况报告.
_BROKEN = re.compile(r"(?:.{2,30})?关于")
_HALF = re.compile(r"20\d\d年|法治政府|依法行政|行政复议")
MOST_LINES, LONGEST_HALF = 3, 24


# 政 府 工 作 报 告
_SPACED = re.compile(r"[一-鿿](?:[ \t　\xa0]+[一-鿿])+")


@dataclass(frozen=True, slots=True)
class Title:
    """The title's text, and the numbers of the blocks that it stands in."""

    text: str
    blocks: tuple[int, ...]


def find_title(loaded: Loaded) -> Title | None:
    """Return the title of the report; None where none of its first lines is one."""
    head = _head(loaded)
    best: tuple[int, int] | None = None
    for at in head:
        score = _score(loaded.blocks[at], _line(loaded, at))
        if score > 0 and (best is None or score > best[0]):
            best = score, at
    if best is None:
        return None
    blocks = _with_line_above(loaded, head, best[1])
    return Title("".join(_line(loaded, at) for at in blocks), blocks)


def number_length(line: str) -> int:
    """Return how many characters of a line are a letterhead's number that ran into the title; 0 for none."""
    match = NUMBER.match(line)
    if not match or _CITES.match(line, match.end()) or len(line[match.end() :].strip()) < SHORTEST_TITLE:
        return 0
    return len(line) - len(line[match.end() :].lstrip())


def _line(loaded: Loaded, at: int) -> str:
    line = loaded.text[loaded.blocks[at].start : loaded.blocks[at].end]
    line = line[number_length(line) :]
    return "".join(line.split()) if _SPACED.fullmatch(line) else line


def _head(loaded: Loaded) -> list[int]:
    head: list[int] = []
    for at, block in enumerate(loaded.blocks):
        line = loaded.text[block.start : block.end]
        if len(head) == HEAD or (block.body and len(line) >= SHORTEST_TEXT and "。" in line):
            break
        if block.body:
            head.append(at)
    return head


def _score(block: Block, line: str) -> int:
    """Return how much a line looks like a title, 0: not at all."""
    if not SHORTEST_TITLE <= len(line) <= LONGEST_TITLE or is_label(line) or inline_fields(line):
        return 0
    if block.level == TITLE_LEVEL:
        return 20
    if _NO_TITLE.match(line):
        return 0
    shape = 3 * bool(_TITLE.fullmatch(line)) + 5 * (block.level == 1)
    return shape and shape + 2 * bool(_SUBJECT.search(line)) + bool(_YEAR.search(line)) + line.startswith("关于")


def _with_line_above(loaded: Loaded, head: Sequence[int], at: int) -> tuple[int, ...]:
    """Return the title's blocks: an issuer or the title's own beginning may stand on the lines above."""
    position = head.index(at)
    blocks = [at]
    while position and len(blocks) < MOST_LINES:
        position -= 1
        line, above = _line(loaded, blocks[0]), _line(loaded, head[position])
        if not _is_beginning(above) or not _goes_on(above, line):
            break
        blocks.insert(0, head[position])
    return tuple(blocks)


def _goes_on(above: str, line: str) -> bool:
    """Tell whether a title's line goes on in the next: an issuer, 关于…, or a half that says what or when."""
    if _BROKEN.match(above) or (line.startswith("关于") and _ISSUER.fullmatch(above)):
        return True
    half = len(line) <= LONGEST_HALF and not _YEAR.match(line) and not line.startswith("关于")
    return half and bool(_HALF.search(above)) and not parse_date(above) and not _ISSUER.fullmatch(above)


def _is_beginning(line: str) -> bool:
    return not (_NO_TITLE.match(line) or _TITLE.fullmatch(line) or inline_fields(line) or is_label(line))
