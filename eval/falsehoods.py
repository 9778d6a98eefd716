"""False alterations of statements: what a language model gets wrong, one thing at a time.

Each takes a statement, the citation that it is of, the dice and the names of other places, and returns the statement
with something false in it, or None where it does not apply.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

from eval.wrong_figures import digit, neighbour, numeral, rounded, scale, unit
from rag.divisions import short_name
from rag.types import Citation

Change = Callable[[str, Citation, Random, Sequence[str]], str | None]

_OPPOSITES = (
    ("增长", "下降"), ("增加", "减少"), ("提高", "降低"), ("上升", "下降"), ("提升", "下降"), ("胜诉", "败诉"),
    ("新增", "取消"), ("高于", "低于"), ("超过", "不足"), ("支持", "驳回"), ("扩大", "缩小"), ("加强", "削弱"),
    ("加快", "放缓"), ("完善", "弱化"), ("维持", "撤销"), ("成立", "撤销"), ("设立", "取消"), ("批准", "否决"),
    ("同意", "拒绝"), ("开展", "停止"), ("实施", "暂停"), ("全部", "均未"), ("化解", "激化"), ("消除", "加剧"),
    ("提前", "推迟"), ("严格", "放松"), ("压减", "增加"), ("健全", "缺失"), ("推动", "阻碍"), ("突出", "淡化"),
    ("合格", "不合格"), ("优化", "恶化"), ("推进", "搁置"), ("落实", "搁置"), ("公布", "隐瞒"), ("畅通", "堵塞"),
    ("缩短", "延长"), ("下放", "收回"), ("有效", "无效"), ("首次", "再次"), ("增强", "减弱"), ("简化", "增设"),
    ("积极", "消极"), ("规范执法", "随意执法"), ("按期", "逾期"), ("主动", "被动"),
)  # fmt: skip
_DENIALS = ("未", "没有", "尚未", "并未", "未能", "不再", "从未")
_DENIED = frozenset("未 不 没 没有 尚未 并未 未能 未曾 不再 不予 无".split())
_YEAR = re.compile(r"(?<!\d)(20[012]\d)(?=年)")
YEARS = range(2015, 2027)


def place(text: str, citation: Citation, dice: Random, places: Sequence[str]) -> str | None:
    """Return the statement with another place of the catalogue for the report's, or before it."""
    told = "".join((citation.quote, citation.title, *citation.heading, *citation.parents))
    others = [
        name for name in places if name != citation.place and short_name(name) not in told + (citation.place or "")
    ]
    if not others or not citation.place:
        return None
    other = dice.choice(others)
    if dice.random() < 0.2:
        other = short_name(other)
    if citation.place in text:
        return text.replace(citation.place, other)
    own = re.search(r"[我本全][市县区省州]", text)
    if own and dice.random() < 0.5:
        return text[: own.start()] + other + text[own.end() :]
    year = f"{citation.year}年" if citation.year else ""
    return (
        dice.choice([f"{other}{year}，", f"{year}，{other}" if year else other, f"{other}", f"{other}{year}："]) + text
    )


def year(text: str, citation: Citation, dice: Random, _: Sequence[str]) -> str | None:
    """Return the statement with another year for one in it or, where it has none, before it; or with two exchanged."""
    if not citation.year or not citation.place:
        return None
    found = list(_YEAR.finditer(text))
    others = {match.group() for match in found}
    if len(others) > 1 and dice.random() < 0.3:
        one, other = found[0], next(match for match in found if match.group() != found[0].group())
        return text[: one.start()] + other.group() + text[one.end() : other.start()] + one.group() + text[other.end() :]
    told = {int(one) for one in re.findall(r"20\d\d", "".join((citation.quote, citation.title, *citation.heading)))}
    near = [value for value in YEARS if value not in told | {citation.year} and abs(value - citation.year) <= 4]
    if not near:
        return None
    wrong = str(dice.choice(near))
    if found:
        match = dice.choice(found)
        return text[: match.start()] + wrong + text[match.end() :]
    return dice.choice([f"{citation.place}{wrong}年，", f"{wrong}年，", f"{wrong}年，{citation.place}"]) + text


def denied(text: str, _: Citation, dice: Random, __: Sequence[str]) -> str | None:
    """Return the statement with a denial put before one of its verbs."""
    import rjieba

    verbs, at = [], 0
    for word, tag in rjieba.tag(text):
        before = text[max(0, at - 3) : at]
        if tag == "v" and len(word) > 1 and not re.search("[未不没无被]", before) and not re.match("[不无未]", word):
            verbs.append(at)
        at += len(word)
    if not verbs:
        return None
    at = dice.choice(verbs)
    return text[:at] + dice.choice(_DENIALS) + text[at:]


def affirmed(text: str, _: Citation, dice: Random, __: Sequence[str]) -> str | None:
    """Return the statement without one of its denials that are words of their own."""
    import rjieba

    found, at = [], 0
    for word in rjieba.cut(text):
        if word in _DENIED:
            found.append((at, at + len(word)))
        at += len(word)
    start, end = dice.choice(found) if found else (0, 0)
    return text[:start] + text[end:] if end else None


def opposite(text: str, _: Citation, dice: Random, __: Sequence[str]) -> str | None:
    """Return the statement with the opposite of one of its words: 增长 → 下降, 胜诉 → 败诉."""
    pairs = [(one, other) for one, other in (*_OPPOSITES, *(pair[::-1] for pair in _OPPOSITES)) if one in text]
    if not pairs:
        return None
    one, other = dice.choice(pairs)
    return text.replace(one, other, 1)


ALTERATIONS: dict[str, Change] = {
    "digit": digit, "scale": scale, "rounded": rounded, "other_numeral": numeral, "unit": unit, "neighbour": neighbour,
    "place": place, "year": year, "denied": denied, "affirmed": affirmed, "opposite": opposite,
}  # fmt: skip
