"""Labels with values around a report, on its web page (发布日期:2023-05-17) or a proposal's form (提案号)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ingest.blocks import Block

# Where a report comes from and when it was made: such a line says something about the report and can be cited.
DATE_LABELS = (
    "发布日期",
    "发布时间",
    "公开日期",
    "发文日期",
    "印发日期",
    "成文日期",
    "生成日期",
    "成文时间",
    "更新时间",
    "印发时间",
    "发文时间",
    "公开时间",
    "时间",
    "日期",
)
NUMBER_LABELS = ("发文字号", "发文文号", "发文编号", "文号", "文件编号")
ISSUER_LABELS = (
    "发布机构", "发布单位", "发文机关", "发文机构", "发文单位", "制发机关", "制发单位", "公开机构", "公开主体",
    "公开单位", "公开责任部门", "信息来源", "文章来源", "来源",
)  # fmt: skip
# Who answers a proposal; on other pages these name who runs the web site.
REPLY_LABELS = ("答复单位", "承办单位", *ISSUER_LABELS)
PROVENANCE = frozenset(DATE_LABELS + NUMBER_LABELS + ISSUER_LABELS)
# What only the web site needs.
WEB_LABELS = frozenset((
    "索引号", "索引号码", "信息索引号", "主题分类", "体裁分类", "组配分类", "信息分类", "公文种类", "分类",
    "服务对象", "关键词", "主题词", "公开形式", "公开方式", "公开范围", "公开时限", "公开类别", "有效性", "是否有效",
    "效力状态", "生效日期", "失效日期", "废止日期", "实施日期", "信息名称", "名称", "浏览次数", "浏览量", "浏览",
    "点击次数", "点击数", "点击量", "点击", "阅读次数", "阅读量", "阅读", "访问次数", "字号", "字体", "责任编辑",
    "编辑", "责编", "审核", "初审", "终审", "录入", "作者", "供稿", "信息编号", "内容概述", "统一登记号", "关键字",
    "效力级别", "效力", "时效性", "信息类别", "内容分类", "所属栏目", "载体类型", "记录形式", "标签", "访问量",
    "浏览数", "阅读数",
))  # fmt: skip
# The form of a proposal; its lines belong to the proposal and can be cited.
FORM_LABELS = frozenset((
    "提案号", "提案编号", "提案者", "提案人", "提案单位", "提案类别", "建议号", "建议编号", "案号", "案由",
    "领衔代表", "代表姓名", "标题", "承办单位", "主办单位", "协办单位", "会办单位", "办理结果", "答复单位",
    "答复时间",
))  # fmt: skip
# Headings of a proposal's parts: the problems are the proposer's, the figures are the reply's.
PART_LABELS = frozenset((
    "提案内容", "建议内容", "提案正文", "答复内容", "办理答复", "答复意见", "复文内容", "办理情况", "答复",
))  # fmt: skip
_KNOWN = PROVENANCE | WEB_LABELS | FORM_LABELS
_ALONE = _KNOWN | PART_LABELS
_BLANK = r"[\s　]*"
_LABELS = sorted(_KNOWN, key=len, reverse=True)
# Behind another field these are labels also where nothing parts them from its value: 来源：某县司法局浏览量：3321.
_GLUED = "(?:浏览|点击|阅读|访问)(?:次数|量|数)?|责任编辑|字体|字号"
_LABEL = re.compile(
    "(?:(?<![一-鿿])(" + "|".join(_BLANK.join(label) for label in _LABELS) + rf")|({_GLUED})){_BLANK}[:：]"
)
# What may stand before a line's first label: marks and a date.
_OPENING = re.compile(r"(?:[\W_]|\d+[年月日时分秒]?)*")
_SENTENCE = re.compile("[。！？；]")
_GAP = re.compile(r"\s{2,}|\t|\|")
LONGEST_FIELD_LINE = 200
LONGEST_VALUE = 60


def label_of(line: str) -> str:
    """Return `line` as a label is compared: without blanks, bullets and a closing colon."""
    return "".join(line.split()).lstrip("•·*-").rstrip(":：")


def inline_fields(line: str) -> list[tuple[str, str]]:
    """Return the (label, value) pairs within one line: 时间:2022-03-04  来源:某办公室, or cells parted by tabs."""
    if len(line) > LONGEST_FIELD_LINE:
        return []
    if "\t" in line:
        return _cells([cell.strip() for cell in line.split("\t")])
    if ":" not in line and "：" not in line:
        return []
    matches = list(_LABEL.finditer(line))
    while matches and not matches[0].group(1):
        del matches[0]  # 网站访问量：35万: words of a text
    ends = [match.start() for match in matches[1:]] + [len(line)]
    return [
        (label_of(match.group(1) or match.group(2)), _GAP.split(line[match.end() : end].strip())[0].strip())
        for match, end in zip(matches, ends, strict=False)
    ]


def is_field_line(line: str) -> bool:
    """Tell whether a line is made of labels and their values: it begins with a label, and holds no sentence."""
    fields = inline_fields(line)
    if not fields or _SENTENCE.search(line) or any(len(value) > LONGEST_VALUE for _, value in fields):
        return False
    return _OPENING.sub("", "".join(line.split()), count=1).startswith(fields[0][0])


def _cells(cells: Sequence[str]) -> list[tuple[str, str]]:
    return [(label_of(label), value) for label, value in zip(cells[::2], [*cells[1::2], ""], strict=False)
            if label_of(label) in _KNOWN]  # fmt: skip


def read_fields(text: str, blocks: Iterable[Block]) -> dict[str, str]:
    """Return the first value of every label in the text, also where label and value stand on lines of their own."""
    fields: dict[str, str] = {}
    waiting = ""
    for block in blocks:
        line = text[block.start : block.end]
        if waiting and len(line) <= LONGEST_VALUE and not is_label(line):
            fields.setdefault(waiting, line.lstrip("•· ").strip())
        waiting = label_of(line) if is_label(line) else ""
        for label, value in inline_fields(line):
            if value:
                fields.setdefault(label, value)
    return fields


def is_label(line: str) -> bool:
    """Tell whether the line is a label and nothing else."""
    return len(line) <= LONGEST_VALUE and label_of(line) in _ALONE
