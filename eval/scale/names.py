"""Names of places that do not exist, for generated reports."""

from __future__ import annotations

import random
from collections.abc import Container

from rag.divisions import is_name
from rag.gazetteer import full_names, is_real

_FIRST = (
    "云岚澜沅汀禾翠锦霁瑶琼璧碧丹青苍素玄皓朗晴暖润沐汐沧泓涵淳溪漪澄潇湛澈芷兰蕙芸荷菱萱蔚松柏梓桐枫榆槐樟楠杉"
    "凤鹤鸾雁鹭麒骏鹏霞虹星辰曦昭旭晖景宁康裕庆瑞祥嘉和顺永"
)
_SECOND = "川丰阳陵原溪泽浦汀洲渚屿岑峦岫坪塬岗坡谷涧湾渡津桥堰塘泉源荡浪沙滩林坞寨堡屯垌冲坳岭峰岩石壁门关塔阁亭台"
SUFFIXES = ("市", "县", "区")


def stems(seed: int, taken: Container[str] = ()) -> list[str]:
    """Return invented names without their suffix, in an order that the seed decides, none of them in `taken`.

    None is a word, a real division, or the short form of one: a question then means nothing else by it.
    """
    import rjieba

    found = [
        stem
        for stem in (first + second for first in _FIRST for second in _SECOND)
        if stem not in taken and not rjieba.has_word(stem) and not full_names(stem) and _is_free(stem)
    ]
    random.Random(f"{seed} names").shuffle(found)  # noqa: S311 - not for secrets: the same seed, the same names
    return found


def _is_free(stem: str) -> bool:
    return all(is_name(stem + suffix) and not is_real(stem + suffix) for suffix in SUFFIXES)
