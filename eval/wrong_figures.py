"""False figures and units in statements, one at a time; each alteration as in `eval.falsehoods`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from random import Random

from eval.numbers import NUMBER, amount, han, number
from rag.types import Citation

_OTHER_UNITS = {
    "件": "人 项 次 亩", "人": "件 户 场 家", "名": "件 家 次", "项": "人 件次 万元", "个": "人 次 万元",
    "家": "人 件 次", "次": "人 件 家", "场": "人 件 家", "条": "件 人 份", "份": "人 件 元", "元": "人 亩 美元",
    "%": "个百分点 倍 件", "个百分点": "% 倍", "人次": "件 家 户", "户": "人 件 亩", "台": "人 件", "支": "人 件",
    "辆": "人 件", "亩": "公里 人", "期": "人 件", "部": "人 件", "公里": "亩 人", "吨": "人 件", "起": "人 户",
    "宗": "人 户", "倍": "% 个百分点",
}  # fmt: skip


def digit(text: str, _: Citation, dice: Random, __: Sequence[str]) -> str | None:
    """Return the statement with one digit of a figure changed, or two exchanged."""
    return _figure(text, dice, lambda digits: _exchanged(digits, dice) if dice.random() < 0.5 else _other(digits, dice))


def scale(text: str, _: Citation, dice: Random, __: Sequence[str]) -> str | None:
    """Return the statement with a figure off by a factor of 10 or more, or with 万 for 亿."""
    return _figure(
        text, dice, lambda digits: f"{(Decimal(digits) * Decimal(dice.choice(['10', '0.1', '100']))).normalize():f}"
    )


def rounded(text: str, _: Citation, dice: Random, __: Sequence[str]) -> str | None:
    """Return the statement with a figure of three digits or more rounded to fewer, as 约140件 for 135件."""
    return _figure(text, dice, lambda digits: _rounded(digits, dice))


def numeral(text: str, _: Citation, dice: Random, __: Sequence[str]) -> str | None:
    """Return the statement with another figure in Chinese numerals."""
    found = [match for match in NUMBER.finditer(text) if match["digits"].isdigit() and not match["times"]]
    if not found:
        return None
    match = dice.choice(found)
    other = int(match["digits"]) + dice.randint(1, 9)
    if match["digits"] == "1" or other in {int(number(match["digits"])) for match in NUMBER.finditer(text)}:
        return None
    said = (
        f"百分之{han(other)}" if match["unit"] in ("%", "％") else han(other) + (match["about"] or "") + match["unit"]
    )
    return text[: match.start()] + said + text[match.end() :]


def unit(text: str, _: Citation, dice: Random, __: Sequence[str]) -> str | None:
    """Return the statement with another unit: 件 → 人, % → 个百分点, 万元 → 亿元."""
    found = [match for match in NUMBER.finditer(text) if match["unit"] in _OTHER_UNITS]
    if not found:
        return None
    match = dice.choice(found)
    if match["times"] and dice.random() < 0.5:
        at = match.start("times")
        return text[:at] + ("亿" if match["times"] == "万" else "万") + text[at + 1 :]
    other = dice.choice(_OTHER_UNITS[match["unit"]].split())
    return text[: match.start("unit")] + other + text[match.end() :]


def neighbour(text: str, _: Citation, dice: Random, __: Sequence[str]) -> str | None:
    """Return the statement with two of its figures exchanged, or a clause with the figure of another."""
    found = [match for match in NUMBER.finditer(text) if not match["about"]]
    pairs = [
        (one, other) for at, one in enumerate(found) for other in found[at + 1 : at + 3]
        if one["unit"] == other["unit"] and amount(one) != amount(other)
    ]  # fmt: skip
    if not pairs:
        return None
    one, other = dice.choice(pairs)
    swapped = text[: one.start()] + other.group() + text[one.end() : other.start()] + one.group() + text[other.end() :]
    if dice.random() < 0.5:
        return swapped
    clauses = [match for match in re.finditer(r"[^，,；;。]+", swapped) if NUMBER.search(match.group())]
    alone = [match.group().strip() for match in clauses if len(NUMBER.findall(match.group())) == 1]
    wrong = [clause for clause in alone if clause not in text and len(clause) >= 6]
    return dice.choice(wrong) + "。" if wrong else swapped


def _figure(text: str, dice: Random, form: Callable[[str], str | None]) -> str | None:
    """Return the text with one figure in another form, unless that is another figure of the text."""
    found = list(NUMBER.finditer(text))
    dice.shuffle(found)
    amounts = {amount(match) for match in found}
    for match in found:
        digits = form(match["digits"].replace(",", ""))
        if digits is None or digits.strip("约0.") == "":
            continue
        changed = text[: match.start()] + digits + text[match.end("digits") :]
        if digits[-1:].isdigit() and number(digits.lstrip("约")) in {one for one, _ in amounts}:
            continue
        return changed
    return None


def _other(digits: str, dice: Random) -> str | None:
    at = dice.choice([at for at, char in enumerate(digits) if char.isdigit()])
    return digits[:at] + dice.choice([one for one in "123456789" if one != digits[at]]) + digits[at + 1 :]


def _exchanged(digits: str, dice: Random) -> str | None:
    pairs = [at for at in range(len(digits) - 1) if (digits[at : at + 2]).isdigit() and digits[at] != digits[at + 1]]
    at = dice.choice(pairs) if pairs else -1
    changed = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :] if at >= 0 else ""
    return changed if changed and (changed[0] != "0" or "." in changed[:2]) else _other(digits, dice)


def _rounded(digits: str, dice: Random) -> str | None:
    value = Decimal(digits)
    places = max(len(digits.split(".")[0]) - 2, 0)
    other = round(value / 10**places) * 10**places
    return dice.choice(["约", "约", ""]) + str(other) if other != value and other else None
