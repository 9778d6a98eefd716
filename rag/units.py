"""Measure words and units: what may follow a number, and which of them count the same things."""

from __future__ import annotations

import re

# Measure words; with the characters that, following it, make a word the beginning of another: 统一部署, 三项目 and
# 十四五期间 count nothing.
_WORDS = (
    "个月 个工作日 工作日 个工作小时 工作小时 个学时 学时 个小时 小时 分钟 "
    "周年 季度 人次 件次 批次 户次 场次 车次 艘次 航次 架次 台次 艘 部门 个百分点 百分点 "
    "平方公里 平方米 公里 公顷 个 宗 例 册 卷 套 篇 亩 吨 倍 岁 月 种 款 元 美元 队 辆"
)
_FOLLOWED_BY = {
    "件": "事", "部": "署分", "项": "目", "期": "间限望", "条": "例件线", "家": "庭长园属", "户": "籍外", "届": "满时",
    "起": "草诉到来步点源码", "批": "准复评示", "处": "理罚置室", "所": "有在属", "场": "所景地合", "座": "谈",
    "台": "账", "组": "织成建", "支": "部队撑持", "天": "然津下", "周": "边期围", "日": "常益照本", "年": "级轻龄",
    "名": "单称录义", "次": "序性", "位": "置于", "人": "民员大才社", "类": "型别", "份": "额", "轮": "岗", "章": "程",
}  # fmt: skip
# These are units after Arabic numbers alone: 十分, 三级 and 一号 are mostly no counts.
_ARABIC_WORDS = "% ‰ 级 号 点 时 秒 米 张 本 幅 块 字 页 万千瓦时 千瓦时 千瓦 兆瓦 千克 千米 公斤 km kg ㎡"
_SCORE = {"分": "别析布类之"}
ORDINAL = frozenset({"批次", "批", "季度", "条", "届", "期", "位", "名", "轮", "章", "款"})
ALIASES = {
    "个小时": "小时", "个工作小时": "工作小时", "个学时": "学时", "个工作日": "工作日",
    "个百分点": "百分点", "批次": "批", "天": "日",
    "㎡": "平方米", "km": "公里", "千米": "公里", "kg": "公斤", "千克": "公斤",
}  # fmt: skip
# Words that count the same things: 11名 says what 11人 says; 人次 is not 人.
_SAME = (
    frozenset({"人", "名", "位"}),
    frozenset({"件", "宗", "起", "例", "个"}),
    frozenset({"家", "所", "处", "个", "部门", "座"}),
    frozenset({"项", "条", "个"}),
    frozenset({"场", "次", "期", "场次"}),
    frozenset({"台", "辆"}),
)
# What 多久 asks for: any of the units of time.
TIME = "时间"
_TIMES = frozenset({"年", "个月", "月", "日", "工作日", "小时", "工作小时", "分钟", "秒", "周", "周年", "季度"})
# Units without which a number says something else; 85 is not 85%, 3 is not 3倍.
_NEEDED = frozenset(
    {"%", "‰", "百分点", "倍", "元", "美元", "分之", "文号", "年", "年月日",
     "年月", "月日", "月", "日", "个月", "工作日", "小时", "工作小时", "分钟"}
)  # fmt: skip
# 一个, 一次, 一起, 一批 … are turns of phrase; these are counts even with 一.
COUNTED_ONE = frozenset({"件", "部", "名", "宗", "例", "月"})


def _units(words: str, followed_by: dict[str, str]) -> str:
    found = dict.fromkeys(words.split(), "") | followed_by
    ordered = sorted(found, key=len, reverse=True)
    return "|".join(f"{re.escape(word)}(?![{found[word]}])" if found[word] else re.escape(word) for word in ordered)


AFTER_HAN = _units(_WORDS, _FOLLOWED_BY)
AFTER_ARABIC = _units(f"{_WORDS} {_ARABIC_WORDS}", _FOLLOWED_BY | _SCORE)


def same_kind(one: str, other: str) -> bool:
    """Tell whether two units may stand for each other; "" is a number without unit, fit for counts alone."""
    if TIME in (one, other):
        return bool({one, other} & _TIMES)
    if one == other or any(one in group and other in group for group in _SAME):
        return True
    return not (one and other) and (one or other) not in _NEEDED
