"""What a clause counts instead of what is asked: a growth for an amount, what is new for all, a sum for a part.

Of the candidates that ranking put first, for questions of which a quarter has no answer, 67 % were right, of those with
each of these (in the order of `NAMES`) 35, 20, 27 and 58 %.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from rag import ranks
from rag.features import OTHER_UNIT, tells, unit_fit
from rag.mismatch import asks_change
from rag.placed import Placed, placed_figures
from rag.understood import Understood
from rag.units import TIME

NAMES = ("change_only", "new_only", "all_only", "siblings")
_ASKS_CHANGE = re.compile(
    "增(?!值税|城)|减|提高|提升|上升|下降|上涨|降低|降幅|同比|环比|变化|比[上去]年|相比|较|涨|跌|砍|"
    "[升降掉省](?:[了几]|多少)|[多少快慢高低]了|[高低]多少|再[降升提]|长[了多几]|[能想]长|挪|往[前后上下]|添|加了|"
    "(?:多|(?<!多)少)[报开收发交等花挣]|贵(?=[了多几])|压(?=[减缩降了掉到])|翻(?=[了一番倍])|[上下]调|调[高低]|"
    "好转|便宜|缩|亏|走[低高]|进步|前进"
)
# What asks where something stands after a change: 降到了百分之几.
_TO = re.compile("[增减升降涨提压](?:加|少|高|低|升|长|缩)?(?:[到至为]|成(?!本))")
_CHANGED = (
    "增长|增速|增幅|提高|(?<!改造)(?<!巩固)(?<!优化)提升|上升|上涨|涨幅|增加|"
    "下降|降低|降幅|减少|回落|缩短|压缩|缩小|收窄|压减|同比"
)
_NEARLY = "(?:了|约|近|超过?|逾|分别|均|各|再)*$"
# A figure after these says how much something grew; after 提高到 it says where it stands.
_GREW = re.compile(f"(?:{_CHANGED}|多|(?<!加)快|高){_NEARLY}")
# The same beyond doubt, for a share in these units; and what is told by its growth alone: targets, prices.
_GREW_BY = re.compile(f"(?:{_CHANGED}|(?<!不)[高低快]于[一-鿿]{{2,6}}){_NEARLY}")
_SHARES = frozenset(("%", "百分点", "倍"))
_GROWTH_ITSELF = re.compile("目标|预期|指数|价|CPI|PPI", re.IGNORECASE)
_ASKS_ALL = re.compile(
    "累计|总共|一共|总数|总量|总里程|总规模|总[户套]数|现有|目前|现在|如今|共有|拥有|保有|余额|存量|至今|已有|截[至止]|[年月][底末]"
)
# What asks how many there are by now, beyond doubt: 一共 also adds up a year.
_ASKS_STOCK = re.compile(
    "现有|目前|现在|如今|拥有|保有|余额|存量|至今|已有|总数|总量|总里程|总[户套]数|累计(?:有|到(?!位|账))|截[至止]|[年月][底末]"
)
_ASKS_NEW = re.compile("(?<![高创更革])新[增建设登引培认获开添修铺上]|净增|添了|增[加设]|多了|[建开]通?了|[要将]建")
_NEW = re.compile("(?<![高创更革])新[增建设登引培认获开添改](?!专项|债)|净增|增设|增加")
_ALL = re.compile("累计|总数|总量|总计|共有|现有|增加?[至到]|总里程|总规模|保有|存量|余额|已有|达到?[^，,]{0,2}$")
# What says of any figure beside it that it is all there is.
_ALL_THERE_IS = re.compile(
    "达(?:到|[^，,标]{0,2}\\d)|突?破(?!产)|总(?:数|量|计|共|里程|规模)|累计|[共现已]有|保有|存量|余额|压缩|[至到为]\\s*\\d"
)
_LASTING = frozenset((TIME, "日", "天", "小时", "分钟", "月", "年"))
# What is asked for is new itself (目前新招了多少名), or comes and goes (就业多少人).
_NEW_ITSELF = re.compile("(?<![高创更革特])新(?![区能材型时])|增了|就业(?!形态)")
_INSIDE = "之中|当中|里头|里面|里|(?<![高初其集])中(?![央国心小华共医级等间部东西亚])"
_ASKS_ALONE = re.compile(
    "单[说看论单独]|光[是说看]|只[算看说]|这一[个项块类]|其中|"
    f"(?:{_INSIDE})[,，]?[^,，]{{1,10}}(?:有|是|占|的|花了)?(?:多少|几)"
)
_BREAK = re.compile("[，,；;。：:！!？?\n]")
_OR_MORE = ("以上", "以下")  # 硕士及以上
# 船员工资、渔船碰撞4类纠纷316件: a number of sorts belongs to what is counted.
_SORTS = frozenset(("类", "种"))
_AND = frozenset(("、", "和", "与", "及", "以及", "或"))


def asks_for_all(question: str) -> bool:
    """Tell whether a question asks how many there are by now, and not what is new."""
    return bool(_ASKS_ALL.search(question)) and not _ASKS_NEW.search(question)


def tells_of_new(clause: str) -> bool:
    """Tell whether a clause tells what is new."""
    return bool(_NEW.search(clause))


def tells_of_all(clause: str) -> bool:
    """Tell whether a clause tells of all there is."""
    return bool(_ALL.search(clause))


def nearly(understood: Understood, clause: str) -> dict[str, float]:
    """Return for each of `NAMES` how far it is all that a clause gives, in [0, 1]; zeros where no figure is asked."""
    figures = list(_fitting(understood, clause)) if understood.numeric else []
    if not figures:
        return dict.fromkeys(NAMES, 0.0)
    question = understood.spoken
    new, whole = bool(_ASKS_NEW.search(question)), asks_for_all(question)
    return {
        "change_only": float(not _asks_change(question) and _all_grew(clause, figures)),
        "new_only": float(whole and all(_says(one, _NEW, _ALL) for one in figures)),
        "all_only": float(new and not _ASKS_ALL.search(question) and all(_says(one, _ALL, _NEW) for one in figures)),
        "siblings": min(siblings(question, _counted(clause, one)) for one in figures),
    }


def tells_only_growth(understood: Understood, sentence: str) -> bool:
    """Tell whether each figure of a sentence says by which share something grew, and a question asks how much it is."""
    asked = f"{understood.spoken}\n{understood.standalone}"
    if not understood.numeric or understood.reading.kind == "check" or _GROWTH_ITSELF.search(asked):
        return False
    figures = [one for one in placed_figures(sentence) if not (one.figure.phrase or one.figure.is_year)]
    if not figures or any(one.figure.unit not in _SHARES for one in figures) or understood.unit in ranks.UNITS:
        return False
    return _all_grew(sentence, figures, _GREW_BY) and not (_asks_change(asked) or asks_change(_TO.sub("", asked)))


def tells_of_new_for_all(understood: Understood, clause: str) -> bool:
    """Tell whether all that a clause gives is what is new, and a question asks how many there are by now.

    What follows something new is new, too: 新增企业50家、园区2个.
    """
    question = understood.spoken
    stock = understood.numeric and understood.unit not in _LASTING and bool(_ASKS_STOCK.search(question))
    if not stock or _NEW_ITSELF.search(question) or not asks_for_all(question) or _ALL_THERE_IS.search(clause):
        return False
    fitting = list(_fitting(understood, clause))
    figures = [one for one in placed_figures(clause) if not (one.figure.phrase or one.figure.is_year)]
    if not (fitting and figures):
        return False
    return _says(figures[0], _NEW, _ALL) or all(_says(one, _NEW, _ALL) for one in fitting)


def _all_grew(text: str, figures: Sequence[Placed], grew: re.Pattern[str] = _GREW) -> bool:
    """Tell whether each figure says how much something grew, or follows one that does (分别增长15%、18%)."""
    places = [one.figure for one in figures]
    beside = [text[one.end : other.start].strip("、和及与") == "" for one, other in pairwise(places)]
    return all(follows or grew.search(one.before) for one, follows in zip(figures, (False, *beside), strict=True))


def _asks_change(question: str) -> bool:
    return bool(_ASKS_CHANGE.search(_TO.sub("", question)))


def counts_others_too(understood: Understood, clause: str) -> bool:
    """Tell whether a clause counts several things together of which a question asks for one alone (单说…, …里)."""
    if not (understood.numeric and _ASKS_ALONE.search(understood.spoken)):
        return False
    # the last one has the word that all share behind it: 风电、光伏装机
    asked = [[item[:2] in understood.spoken for item in _items(_counted(clause, one))]
             for one in _fitting(understood, clause)]  # fmt: skip
    return bool(asked) and all(any(one) and not all(one) for one in asked)


def _fitting(understood: Understood, clause: str) -> Iterator[Placed]:
    """Yield the figures of a clause that may be what is asked."""
    for one in placed_figures(clause):
        figure = one.figure
        if not figure.phrase and tells(understood, figure) and unit_fit(understood.unit, figure) > OTHER_UNIT:
            yield one


def _says(figure: Placed, one: re.Pattern[str], other: re.Pattern[str]) -> bool:
    return bool(one.search(figure.before)) and not other.search(figure.before)


def _counted(clause: str, figure: Placed) -> str:
    """Return what stands before a figure since the one before it, or the last mark that is not 、."""
    figures = [one.figure for one in placed_figures(clause) if one.figure.unit not in _SORTS]
    start = max((one.end for one in figures if one.end <= figure.figure.start), default=0)
    return _BREAK.split(clause[start : figure.figure.start])[-1]


def siblings(question: str, counted: str) -> float:
    """Return the share of the things counted together of which a question does not speak, though of others.

    Where a text counts 幼儿园、中小学校 and it is the 幼儿园 that are asked for, it is a half.
    """
    items = _items(counted) if "分别" not in counted else ()
    asked = [any(item[at : at + 2] in question for at in range(len(item) - 1)) for item in items]
    return asked.count(False) / len(asked) if any(asked) else 0.0


@lru_cache(maxsize=4096)
def _items(text: str) -> Sequence[str]:
    """Return the things named side by side, 邻里 and 物业 of 化解邻里、物业等纠纷; none where there is one."""
    import rjieba

    found: list[list[str]] = [[]]
    for word, tag in rjieba.tag(text):
        if word in _AND:
            found.append([])
        elif len(found) > 1 or not tag.startswith("v"):  # a verb is said of all of them
            found[-1].append(word)
    if len(found) < 2:
        return ()
    found[0] = found[0][-1:]  # before it may stand what is done with all of them
    if "等" in found[-1]:
        found[-1] = found[-1][: found[-1].index("等")]
    items = tuple(item for words in found if len(item := "".join(words)) > 1 and not item.startswith(_OR_MORE))
    return items if len(items) > 1 else ()
