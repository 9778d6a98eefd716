"""How a fact is asked for, in the words of reports, in everyday words, and carelessly typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from eval.drafting.facts import Fact
from eval.numbers import NUMBER, TIMES, number
from eval.questions import EvalQuestion, Evidence
from rag.divisions import short_name

# Strings that only a wrong answer holds, at most.
MOST_WRONG = 4
_IS = re.compile("(?:为|是|达到?|至|共)$")
_RATE = re.compile("(?:率|占比|比例|比重|度|面)$")
_CHANGES = re.compile("(?:同比|环比)?(?:增长|下降|提高|上升|降低|减少|增加|压减|缩短|压缩|提升|达到?|降至|升至)$")
# What a report says and how it is said in an office's corridor; true of any context in which the first stands.
_EVERYDAY = (
    ("举办", "办了"), ("召开", "开了"), ("印发", "发了"), ("办结", "办完"), ("审结", "审完"), ("案件", "案子"),
    ("矛盾纠纷", "纠纷"), ("出动", "派出"), ("废止", "作废"), ("胜诉率", "官司胜率"), ("群众", "老百姓"),
    ("化解", "解决"), ("成功率", "成功的比例"), ("纠错率", "纠错的比例"), ("出庭应诉率", "出庭应诉的比例"),
    ("同比增长", "比上一年增长"), ("同比下降", "比上一年下降"), ("发放", "发了"), ("聘请", "请了"), ("选聘", "请了"),
    ("外聘", "从外面请了"), ("公布", "公开"), ("占比", "占的比例"), ("组织开展", "搞了"), ("开展", "搞了"),
    ("行政机关负责人", "单位负责人"), ("设立", "设了"), ("新增", "新添"), ("查处", "查办"), ("受理", "接了"),
    ("配备", "配了"), ("建成", "建好"),
)  # fmt: skip
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def body(fact: Fact) -> str:
    """Return the words that ask for a fact, without place and year: 受理行政复议申请多少件."""
    if not fact.unit:
        rate = _RATE.search(bare := _IS.sub("", fact.before))
        return f"{bare}是多少" if rate else f"{fact.before}多少"
    there_are = "" if fact.after or _says_it(fact.before) else "有"
    return f"{fact.before}{there_are}多少{fact.unit}{fact.after}"


def _says_it(before: str) -> bool:
    """Tell whether 多少 can follow at once: there is a verb, or 为 or 达 at the end."""
    import rjieba

    return bool(_IS.search(before)) or any(
        tag == "v" or (not at and tag.startswith("v")) for at, (_, tag) in enumerate(rjieba.tag(before))
    )


def distributed(fact: Fact) -> str:
    """Return the words that ask for a fact of two places or years: 直接纠错率分别是多少, 分别受理…多少件."""
    import rjieba

    said = body(fact)
    for ending in ("是多少", "有多少"):
        if said.endswith(ending) or (ending == "有多少" and ending in said and not _says_it(fact.before)):
            return said.replace(ending, f"分别{ending}", 1)
    if change := None if fact.unit else _CHANGES.search(fact.before):
        return f"{fact.before[: change.start()]}分别{change.group()}多少"
    tags = [tag[0] for _, tag in rjieba.tag(said)[:2]]
    acts = (tags[:1] in (["v"], ["p"]) or tags in (["a", "v"], ["d", "v"])) and "的" not in fact.before
    return f"分别{said}" if acts else said.replace("多少", "分别是多少", 1)


def scope_of(fact: Fact, dice: Random) -> str:
    """Return place and year as one of the ways to say them that go with the fact's first word."""
    place, year = fact.scope
    if fact.before.startswith(place[-1]):
        return f"{place}{year}年"  # not 云城区区法院
    names = [f"{place}{year}年", f"{place}{year}年", f"{year}年{place}"]
    short = short_name(place)
    return dice.choice([*names, f"{short}{year}年"] if len(short) > 1 else names)


def everyday(fact: Fact) -> str:
    """Return the words that ask for a fact in everyday language; "" where nothing can be said otherwise."""
    said, changed = body(fact), 0
    for official, plain in _EVERYDAY:
        if official in said and changed < 3 and f"{plain}了" not in said.replace(official, plain):
            said, changed = said.replace(official, plain, 1), changed + 1
    return said if changed and "了了" not in said else ""


def careless(fact: Fact, dice: Random) -> str:
    """Return the question as it is typed in a hurry: without marks, with fillers, digits in full width."""
    place, year = short_name(fact.scope[0]), str(fact.scope[1])
    if dice.random() < 0.4:
        year = year.translate(_FULL_WIDTH)
    forms = (
        f"麻烦问下{place}{year}年{body(fact)}啊", f"{place} {year} {body(fact)}",
        f"那个 {place}{year}年度{body(fact)}来着",
        f"帮我查一下{place}{year}年，{body(fact)}，谢谢了", f"{year}年{place}那边{body(fact)}呀",
    )  # fmt: skip
    return dice.choice(forms)


def question_of(kind: str, text: str, fact: Fact, history: Sequence[str] = ()) -> EvalQuestion:
    """Return the question for a fact in these words; its id is given later."""
    return EvalQuestion(
        id="", type=kind, question=text, answers=(fact.figure,), history=tuple(history),
        evidence=(Evidence(fact.report.file, fact.sentence),), variants=variants(fact.figure),
        must_not=fact.others[:MOST_WRONG],
    )  # fmt: skip


def variants(figure: str) -> dict[str, list[str]]:
    """Return the other forms in which a figure is right: 300多条 for 300余条, 12000件 for 1.2万件, 508名 for 508人."""
    match = NUMBER.fullmatch(figure)
    forms: list[str] = []
    if match:
        digits, unit = match["digits"], match["unit"]
        for one, other in ("余多", "多余"):
            if one in figure:
                forms.append(figure.replace(one, other))
        exact = number(digits) * TIMES[match["times"] or ""]
        if match["times"] == "万" and exact == exact.to_integral_value() and not (match["about"] or match["rest"]):
            forms.append(f"{exact:.0f}{unit}")
        if unit in ("人", "名"):
            forms.append(figure.removesuffix(unit) + ("名" if unit == "人" else "人"))
        if unit in ("%", "％") and "." in digits and digits.endswith("0"):
            forms.append(f"{digits.rstrip('0').rstrip('.')}%")
    return {figure: forms} if forms else {}


def altered(figure: str, dice: Random) -> str | None:
    """Return the figure with another number of about that size; None where it cannot be told in the same form."""
    match = NUMBER.fullmatch(figure)
    if not match:
        return None
    digits = match["digits"].replace(",", "")
    places = len(digits.partition(".")[2])
    value = float(digits) * dice.choice((0.6, 0.7, 0.8, 1.2, 1.4, 1.7))
    other = f"{value:.{places}f}"
    if float(other) == float(digits) or (match["unit"] in ("%", "％") and float(other) > 100):
        return None
    return other + figure[match.end("digits") :]
