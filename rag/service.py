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
    r"你(?:是谁|叫什么|是什么|能做什么|能干(?:什么|啥)|会做什么|会什么|可以做什么|有什么功能|是不是(?:机器|ai|人)|怎么用)|"
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
_SOFT = "[了啊呀哈啦哦吧嘛呢您你们!！。~～,， ]*"
# Nothing but politeness, in whole messages alone.
_POLITE = re.compile(
    f"(?:非常|太|真|十分)?(?:谢谢|多谢|感谢|谢了|辛苦|麻烦|好的|好吧|知道|明白|懂|收到|ok|再见|拜拜|回见|不客气|没事|不用){_SOFT}"
    f"(?:谢谢|再见|拜拜|辛苦)?{_SOFT}"
)
_GREETING = re.compile(f"(?:你好|您好|hello|hi|在吗|早上好|上午好|下午好|晚上好){_SOFT}[?？]*")
_WRONG = re.compile(
    "(?:你|您|这|这个|刚才)?的?(?:答案|回答|答|说|讲|结果|数据?)*[得的]?(?:是|都|完全)?(?:错|不对|有误|有问题|不准|胡说|瞎说|乱说|答非所问)"
    "(?:了|的|八道)?[吧啊呀!！。~,，]*"
)
_SOURCE = re.compile(
    "(?:(?:这个?|这句|这条|你的|答案)?的?出处|(?:这个数?|这句|这条|你的|答案)的?(?:来源|依据|原文))"
    "(?:是|在|呢)?(?:哪里|哪儿|哪|什么|啥)?[?？呢]*"
)
_HUMAN = re.compile(
    "(?:我要|我想|请|帮我|麻烦|能不能|可不可以|可以|怎么)*(?:转接?|找|联系)(?:一下)?(?:人工|客服|真人)(?:客服|服务)?[吗呢吧?？!！。]*|"
    "(?:你|你们|客服)的?(?:电话|联系方式|地址|邮箱)(?:号码)?(?:是)?(?:多少|什么|在哪|几号)?[?？呢]*"
)

ABOUT = "我是报告问答助手，只根据现有的报告回答问题，并给出原文出处。请直接提问，例如：某地某年受理行政复议案件多少件？"
NO_ORDERS = "我只回答现有报告写到的内容，回答规则不能更改。请直接提出关于报告的问题。"
NO_TASKS = "我只摘录报告原文来回答问题，不能代写、翻译或创作。可以问我报告中的数字、做法、问题和计划。"
SOURCE = "每句回答后面的编号就是出处，点开可以看到报告中的那一句；点“查看原文”打开整篇报告。"
POLITE = "不客气。还想查哪个地方、哪一年的什么内容，请直接提问。"
WRONG = "很抱歉。请点开引文核对原文；也可以写明地区、年份和要查的内容，我再查一次。"
NO_HUMANS = "这里只有报告问答，没有人工服务和联系电话。要办事或投诉，请向当地有关部门反映。"
NO_INSULTS = "没能帮上忙，很抱歉。请告诉我想查哪个地方、哪一年的什么内容，我再查一次。"


def service_answer(text: str) -> str | None:
    """Return the words for what a normalised question asks of the service; None where it asks about reports."""
    for pattern, answer in ((_ORDER, NO_ORDERS), (_INSULT, NO_INSULTS), (_OWN, ABOUT), (_TASK, NO_TASKS)):
        if pattern.search(text):
            return answer
    whole = ((_GREETING, ABOUT), (_POLITE, POLITE), (_WRONG, WRONG), (_HUMAN, NO_HUMANS), (_SOURCE, SOURCE))
    return next((answer for pattern, answer in whole if pattern.fullmatch(text.strip())), None)


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
