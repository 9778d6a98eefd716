"""The kind of a report: 法治政府建设年度报告, 政府工作报告, 提案答复."""

from __future__ import annotations

import re

from ingest.metadata.evidence import Clues, Fact, sentence_at

WORK_REPORT, PROPOSAL, ANNUAL, ADMINISTRATION, REVIEW = (
    "政府工作报告", "提案答复", "法治政府建设年度报告", "依法行政工作报告", "行政复议应诉报告",
)  # fmt: skip
NOTICE, OPINION, PLAN, RULES = "通知", "意见", "方案", "办法"
# What is laid down for a year, not reported on it.
PLANS = frozenset((NOTICE, OPINION, PLAN, RULES))
_END = r"(?:[（(【\[][^）)】\]]{1,20}[）)】\]])?$"
# A notice that holds nothing but a report: 关于印发2022年政府工作报告的通知.
_ISSUED = re.compile(r"印发(.+(?:报告|总结|年报))》?的?通知" + _END)
# The first pattern that fits the title tells the kind.
_KINDS = tuple((kind, re.compile(pattern)) for kind, pattern in (
    (
        PROPOSAL,
        r"(?:提案|建议).{0,6}(?:答复|复函|回复|办理)|(?:答复|复函).{0,20}(?:提案|建议)|的提案$|提案$|第\d+号(?:提案|建议)",
    ),
    ("解读", r"解读" + _END),
    (PLAN, r"^(?!.*(?:总结|报告|情况)[和及与暨]).*(?:方案|计划|要点|规划|纲要|工作安排)" + _END),
    (NOTICE, r"通知" + _END),
    (OPINION, r"意见" + _END),
    (RULES, r"(?:办法|规定|细则|条例|规则|制度)" + _END),
    (WORK_REPORT, r"(?<!法治)政府工作报告"),
    (REVIEW, r"行政复议|行政应诉"),
    ("政府信息公开年度报告", r"信息公开.{0,6}(?:报告|年报)"),
    (ADMINISTRATION, r"依法行政"),
    (ANNUAL, r"法治政府|法治建设"),
    ("通报", r"通报" + _END),
    ("工作报告", r"报告"),
    ("总结", r"总结"),
))  # fmt: skip
# Where there is no title, the first lines of the text tell it.
_OPENINGS = tuple((kind, re.compile(pattern)) for kind, pattern in (
    (WORK_REPORT, r"我(?:受.{0,10}委托[,，]?|代表).{0,20}(?:政府|行署).{0,20}(?:报告|工作)"),
    (
        PROPOSAL,
        r"(?:提案|建议).{0,12}(?:收悉|答复如下)|(?:提案|建议)[^\n]{0,60}(?:交由|转交).{0,8}办理|现.{0,10}答复如下",
    ),
    (REVIEW, r"行政(?:复议|应诉).{0,40}(?:报告|情况|分析)如下"),
    ("政府信息公开年度报告", r"政府信息公开条例》.{0,60}(?:编制|年度报告)"),
    (ANNUAL, r"法治政府"),
    (ADMINISTRATION, r"依法行政"),
))  # fmt: skip
BY_TITLE, BY_OPENING, BY_FILE = 0.95, 0.7, 0.6


def find_kind(clues: Clues) -> Fact[str] | None:
    """Return the kind of report that title, first lines or file name tell, in this order; None where none does."""
    if kind := kind_of(clues.title):
        return Fact(kind, BY_TITLE, clues.title_where(lambda line: kind_of(line) == kind))
    for kind, pattern in _OPENINGS:
        if match := next(clues.searched(pattern, clues.opening), None):
            return Fact(kind, BY_OPENING, sentence_at(clues.text, *match.span()))
    kind = kind_of(clues.stem)
    return Fact(kind, BY_FILE, quote=clues.stem, source="file") if kind else None


def kind_of(title: str) -> str | None:
    """Return the kind of report that a title or a file name tells; None where it tells none."""
    issued = _ISSUED.search(title)
    title = issued[1] if issued else title
    return next((kind for kind, pattern in _KINDS if pattern.search(title)), None)
