"""What the report calls things: each in Chinese and in English."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Label:
    """A name in both languages of the report; `en` is empty where the name is the same in both."""

    zh: str
    en: str = ""


TYPES = {
    "fact": Label("事实", "fact"),
    "fact_paraphrase": Label("口语化提问", "everyday wording"),
    "list": Label("列举", "list"),
    "problem_plan": Label("问题与计划", "problems and plans"),
    "plan": Label("工作计划", "plan"),
    "compare": Label("对比", "comparison"),
    "locate": Label("查找地区", "which place"),
    "followup": Label("追问", "follow-up"),
    "unanswerable": Label("报告未写", "unanswerable"),
    "false_premise": Label("前提有误", "false premise"),
    "noisy": Label("错别字", "typing errors"),
}
ALL = Label("全部", "all")

# What became of a question that is not right.
FAILED = Label("出错", "failed")
INVENTED = Label("应拒答而作答", "answered, not refused")
REFUSED = Label("误拒答", "refused")
ASKED_BACK = Label("反问", "asked back")
WRONG = Label("答错", "wrong")
TOO_LONG = Label("过长", "too long")
INCOMPLETE = Label("不完整", "incomplete")
MISSED = Label("未答到", "not answered")


def type_label(kind: str) -> Label:
    """Return the name of a type of question; one of the evaluator's own is called as it is."""
    return TYPES.get(kind, Label(kind))
