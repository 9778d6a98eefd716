"""Questions that no report answers: about this service and its catalogue, requests, insults, orders to break rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from rag.types import Report

# Reports or places that the catalogue's answer lists before it says how many there are in all.
LISTED = 12

# Documents and data are what reports tell of, too: 有多少份文件被废止.
_CATALOGUE = re.compile(
    r"(?:(?:有|收录了?|包含|包括|能查|可以?查|可查询?|能问|覆盖)(?:到|询)?了?(?:哪些|多少|哪几|几|什么)(?:[份个])?"
    r"(?:地方|地区|城市|省份|区县|市县|年份|年度|年)?的?(?:报告|资料)|"
    r"(?:收录了?|能查|可以?查|可查询?|能问|覆盖)(?:到|询)?了?(?:哪些|多少|哪几|几|什么)(?:[份个])?"
    r"(?:地方|地区|城市|省份|区县|市县|年份|年度|年)?的?(?:文件|数据))(?=[?？。!！,，]|了|吗|呢|可|能|$)|"
    r"(?:报告|资料)(?:里|中|库)?(?:都)?(?:有哪些|包括哪些|收录了?哪些|涉及哪些)(?:地方|地区|城市|省份|年份|年度)?[?？。]*$|"
    r"(?:报告|资料)(?:的)?(?:目录|清单|列表)|有哪些(?:地方|地区|城市|年份)(?:的报告)?可以?[查问]"
)
_OWN = re.compile(
    r"你(?:是谁|叫什么|是什么|能做什么|能干什么|会做什么|会什么|可以做什么|有什么功能|是不是(?:机器|ai|人)|怎么用)|"
    r"(?:谁|哪家公司)(?:开发|做|训练)(?:了|的)?你|"
    r"(?:这个|本)(?:系统|软件|网站|助手|机器人)(?:是什么(?!时|部门|单位|级)|是谁|是[干做]|能[做干查问回]|怎么[用操]|如何[使用操]|"
    r"有什么(?:用|功能)|叫什么)|^(?:你好|您好|在吗|hello|hi)[!！。,，?？]*$"
)
_ORDER = re.compile(
    r"(?:忽略|无视|忘记|忘掉|不要遵守|绕过)(?:掉|了)?(?:"
    r"(?:以上|之前|前面|上面)|"
    r"(?:所有|一切|全部|任何|系统|这些|那些|先前|此前|上述|你|给你).{0,12}(?:规则|指令|指示|提示|要求|限制|设定)|"
    r"(?:规则|指令|指示|提示|设定|限制)(?!条件))|"
    r"系统提示(?:词|是什么|给我|发)|提示词(?:是|给|发|告诉)|"
    r"(?:扮演(?!了|着|好|重要|什么|怎样|哪|.{0,4}角色)|假装你?是|从现在起你|进入(?:开发者|管理员|调试|越狱|无限制|自由|上帝).{0,3}模式)|"
    r"ignore.{0,20}(?:instruction|rule|previous|above)|system prompt|jailbreak"
)
# 做首批试点 and 作报告的是谁 ask for no piece of writing.
_TASK = re.compile(
    r"^(?:请你?|麻烦你?|帮我|帮忙|给我|替我|你)*(?:写|起草|草拟|拟写|撰写|代写|编写|编|生成|创作|翻译|画|作|做)(?:出|成)?"
    r"(?:一[份篇个首段张封则]|[份篇封]|首[诗歌]|段[话文代]|个(?![人体性别案])|"
    r"(?:诗|文章|报告|作文|讲话稿|代码|程序)(?!的|会|制度|人|多少|几))"
)
_INSULT = re.compile(
    r"傻[逼瓜子]|笨蛋|白痴|蠢货|(?<![体险弃疗业性毒])废物(?=[!！。,，?？~]|$|系统|东西|软件|机器人|玩意)|"
    r"(?<![活余建害])垃圾(?:系统(?![化治性处收整])|软件|东西|机器人|玩意)|去死(?![亡角])|滚蛋|^滚[!！。]*$|"
    r"他妈(?!妈)|(?<![妈姑姨大舅])妈的|操你|你妈(?!妈)|王八蛋|混蛋|脑残|弱智(?!儿童|人)"
)

ABOUT = "我是报告问答助手，只根据现有的报告回答问题，并给出原文出处。请直接提问，例如：某地某年受理行政复议案件多少件？"
NO_ORDERS = "我只回答现有报告写到的内容，回答规则不能更改。请直接提出关于报告的问题。"
NO_TASKS = "我只摘录报告原文来回答问题，不能代写、翻译或创作。可以问我报告中的数字、做法、问题和计划。"
NO_INSULTS = "没能帮上忙，很抱歉。请告诉我想查哪个地方、哪一年的什么内容，我再查一次。"


def service_answer(text: str) -> str | None:
    """Return the words for what a normalised question asks of the service; None where it asks about reports."""
    for pattern, answer in ((_ORDER, NO_ORDERS), (_INSULT, NO_INSULTS), (_OWN, ABOUT), (_TASK, NO_TASKS)):
        if pattern.search(text):
            return answer
    return None


def gives_orders(text: str) -> bool:
    """Tell whether a normalised text wants rules broken or roles played."""
    return bool(_ORDER.search(text))


def asks_for_catalogue(text: str) -> bool:
    """Tell whether a question asks what reports there are."""
    return bool(_CATALOGUE.search(text))


def catalogue_answer(catalogue: Sequence[Report], places: Sequence[str] = ()) -> str:
    """Return what is in the index, of these places only if any are given: 运城市（2018年）、吉林市（2022年）."""
    reports = [report for report in catalogue if report.place and (not places or report.place in places)]
    ordered = sorted(reports, key=lambda report: report.place or "")
    names = [f"{place}（{_years(group)}）" for place, group in groupby(ordered, key=lambda report: report.place)]
    more = f"等{len(names)}个地区" if len(names) > LISTED else ""
    return f"现有报告{len(reports)}份：{'、'.join(names[:LISTED])}{more}。"


def _years(reports: Iterable[Report]) -> str:
    years = sorted({report.year for report in reports if report.year})
    return "、".join(f"{year}年" for year in years) or "年度不明"
