"""True rewordings of sentences: what a language model may write and the sentence still carries.

Each takes a statement, the citation that it is of and the dice, and returns the statement said otherwise, or None where
it does not apply. They read numbers on their own, so that a fault of the reader that is tested does not hide itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from random import Random

from eval.numbers import HAN, NUMBER, TIMES, han
from rag.divisions import short_name
from rag.types import Citation

Change = Callable[[str, Citation, Random], str | None]

_CLAUSE = re.compile(r"(?:[^，,；;。]|(?<=\d),(?=\d{3}))+")
_LEANS = re.compile(r"^\s*(?:其中|较|比|同比|均|并|同时|也|占|分别|以上|[一二三四五]是|力争|且)")
NUMBERED = re.compile(
    r"^\s*(?:[一二三四五六七八九十]+是|[(（][一二三四五六七八九十\d]+[)）]|\d+[.、](?!\d)|\d+．|[*#\s-]+|[一二三四五六七八九十]+、)+\**"
)
_WORDS = (
    ("开展", "进行"), ("截至", "到"), ("共", "一共"), ("达到", "达"), ("制定", "出台"), ("举办", "组织"),
    ("办理", "办"), ("较", "比"), ("累计", "总共"), ("及", "和"), ("全年", "这一年"), ("印发", "下发"),
    ("组织", "安排"), ("审查", "审核"), ("受理", "接收"), ("主要负责人", "主要负责同志"), ("配备", "配置"),
    ("设立", "成立"), ("发放", "派发"), ("其中", "当中"), ("深入", "切实"), ("大力", "着力"), ("不断", "持续"),
    ("推动", "促进"), ("提升", "提高"), ("确保", "保证"), ("着力", "努力"), ("实施", "实行"), ("落实", "执行"),
    ("新增", "增加"), ("超过", "多于"), ("突破", "超过"), ("同比", "比上年"),
)  # fmt: skip
_OPENINGS = ("根据报告，", "报告显示，", "报告提到，", "资料显示，", "据报告，")


def numeral(text: str, _: Citation, dice: Random) -> str | None:
    """135件 → 一百三十五件, 85% → 百分之八十五 or 八成五; 1064 → 1,064."""
    return _one_number(text, dice, lambda match: _in_words(match, dice))


def conversion(text: str, _: Citation, dice: Random) -> str | None:
    """2.36万件 → 23600件, 503.4万元 → 5034000元 or 0.05034亿元."""
    return _one_number(text, dice, lambda match: _converted(match, dice))


def order(text: str, _: Citation, dice: Random) -> str | None:
    """Return the statement with clauses that do not lean on the one before in another order."""
    clauses = _clauses(text)
    if len(clauses) < 2 or any(_LEANS.match(clause) for clause in clauses):
        return None
    changed = clauses[:]
    dice.shuffle(changed)
    return None if changed == clauses else "，".join(changed) + "。"


def dropped(text: str, _: Citation, dice: Random) -> str | None:
    """Return a run of some clauses of the statement."""
    clauses = _clauses(text)
    if len(clauses) < 2:
        return None
    size = dice.randint(1, len(clauses) - 1)
    start = dice.randint(0, len(clauses) - size)
    kept = "，".join(clauses[start : start + size]).strip()
    return kept + "。" if len(kept) >= 8 and not re.match(r"[\d.、]", kept) else None


def about(text: str, _: Citation, dice: Random) -> str | None:
    """300余件 → 超过300件, 约300件 or 300多件; 近2万人 → 约2万人."""
    found = [match for match in NUMBER.finditer(text) if match["about"] or match["rest"]]
    if found:
        match = dice.choice(found)
        bare = re.sub("[余多]", "", match.group())
        other = match.group().replace("余", "多") if "余" in match.group() else match.group().replace("多", "余")
        return _put(text, match, dice.choice(["超过", "超", "约", ""]) + bare if dice.random() < 0.7 else other)
    near = re.search(r"(?:近|约|超过|超)(?=\d)", text)
    if near is None:
        return None
    instead = {"近": "接近", "约": "大约", "超过": "超", "超": "超过"}[near.group()]
    return text[: near.start()] + dice.choice([instead, "约" if near.group() != "超" else "超过"]) + text[near.end() :]


def frame(text: str, citation: Citation, dice: Random) -> str | None:
    """Return the statement behind words that say truly whose report and which year it is of."""
    if not citation.place or not citation.year or re.search(r"20\d\d年", text + "".join(citation.heading)):
        return None
    place = dice.choice([citation.place, short_name(citation.place)])
    year = f"{citation.year}年"
    return (
        dice.choice([f"{place}{year}，", f"{year}，{place}", f"{year}{place}", f"{place}{year}：", f"{year}，"]) + text
    )


def opening(text: str, _: Citation, dice: Random) -> str | None:
    """Return the statement behind words that say where it is from."""
    return dice.choice(_OPENINGS) + text


def own_name(text: str, citation: Citation, _: Random) -> str | None:
    """我市 → 岚川市, 岚川市 → 岚川."""
    if not citation.place:
        return None
    own = re.search(r"[我本][市县区省州]", text)
    if own and own.group()[-1] == citation.place[-1]:
        return text[: own.start()] + citation.place + text[own.end() :]
    short = short_name(citation.place)
    return text.replace(citation.place, short, 1) if short != citation.place and citation.place in text else None


def wording(text: str, _: Citation, dice: Random) -> str | None:
    """Return the statement with one to three words said otherwise."""
    fitting = [pair for pair in _WORDS if pair[0] in text and pair[1] not in text]
    if not fitting:
        return None
    for one, other in dice.sample(fitting, min(len(fitting), dice.randint(1, 3))):
        text = text.replace(one, other, 1)
    return text


def row(text: str, citation: Citation, dice: Random) -> str | None:
    """Return a row of a table: place, year and a figure."""
    found = list(NUMBER.finditer(text))
    if not found or not citation.place or not citation.year or re.search(r"20\d\d年", "".join(citation.heading)):
        return None
    return f"| {citation.place} | {citation.year} | {dice.choice(found).group()} |"


def several(text: str, citation: Citation, dice: Random) -> str | None:
    """Return the statement after two or three other rewordings."""
    done = 0
    for change in dice.sample([dropped, numeral, conversion, frame, wording, own_name, about, opening], 8):
        changed = change(text, citation, dice) if done < 3 else None
        text, done = (changed, done + 1) if changed else (text, done)
    return text if done > 1 else None


REWORDINGS: dict[str, Change] = {
    "numeral": numeral, "conversion": conversion, "order": order, "dropped": dropped, "about": about, "frame": frame,
    "opening": opening, "own_name": own_name, "wording": wording, "row": row, "several": several,
}  # fmt: skip


def _one_number(text: str, dice: Random, form: Callable[[re.Match[str]], str | None]) -> str | None:
    found = list(NUMBER.finditer(text))
    dice.shuffle(found)
    forms = ((match, form(match)) for match in found)
    return next((_put(text, match, other) for match, other in forms if other), None)


def _put(text: str, match: re.Match[str], other: str) -> str:
    return text[: match.start()] + other + text[match.end() :]


def _in_words(match: re.Match[str], dice: Random) -> str | None:
    digits, unit = match["digits"].replace(",", ""), match["unit"]
    if match["times"] or match["about"] or match["rest"]:
        return None
    if unit in ("%", "％"):
        whole, _, decimals = digits.partition(".")
        if not decimals and len(whole) == 2 and whole[0] != "0" and dice.random() < 0.4:
            return f"{HAN[int(whole[0])]}成{HAN[int(whole[1])] if whole[1] != '0' else ''}"
        return f"百分之{han(int(whole))}" + ("点" + "".join(HAN[int(one)] for one in decimals) if decimals else "")
    if "." in digits or unit == "元" or int(digits) < 2:
        return None
    if len(digits) > 3 and "," not in match["digits"] and dice.random() < 0.5:
        return f"{int(digits):,}{unit}"
    return han(int(digits)) + unit if len(digits.rstrip("0")) < 5 else None


def _converted(match: re.Match[str], dice: Random) -> str | None:
    times = match["times"] or ""
    if match["about"] or match["rest"] or match["unit"] in ("%", "％", "倍", "个百分点"):
        return None
    value = Decimal(match["digits"].replace(",", "")) * TIMES[times]
    forms = [name for name in TIMES if name != times and (value >= 1000 or not name)]
    if match["unit"] != "元":
        forms = [name for name in forms if value >= TIMES[name]]
    if not forms or (not times and value < 10000):
        return None
    name = dice.choice(forms)
    return f"{(value / TIMES[name]).normalize():f}{name}{match['unit']}"


def _clauses(text: str) -> list[str]:
    return [clause.strip() for clause in _CLAUSE.findall(text) if clause.strip()]
