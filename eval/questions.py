"""Question files: one JSON object a line, checked before anything runs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rag.errors import RagError


class QuestionsError(RagError):
    """A questions file cannot be read, or a line of it is no question."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """An exact stretch of a report file (by base name) that holds the answer."""

    file: str
    quote: str


@dataclass(frozen=True, slots=True)
class EvalQuestion:
    """A question with its accepted short answers; none of them: the reports do not say.

    `all_of` requires every answer, `variants` maps an answer to other accepted forms, `must_not` are strings that only
    a wrong answer holds, `history` are the questions asked before in the same conversation, `same` is the id of the
    question of which this is another wording.
    """

    id: str
    type: str
    question: str
    answers: tuple[str, ...]
    evidence: tuple[Evidence, ...] = ()
    history: tuple[str, ...] = ()
    all_of: bool = False
    variants: Mapping[str, Sequence[str]] = field(default_factory=dict)
    must_not: tuple[str, ...] = ()
    conflict: bool = False
    same: str | None = None


def load_questions(path: Path) -> list[EvalQuestion]:
    """Return the questions of a JSONL file, in order.

    Raises QuestionsError, naming the line and the field, for a file that cannot be read, a malformed line, a missing
    or unknown field, or an id that stands twice.
    """
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionsError(f"读不了题目文件 {path}：{error}。") from error
    questions: list[EvalQuestion] = []
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        question = _question(line, f"{path} 第 {number} 行")
        if question.id in seen:
            raise QuestionsError(f"{path} 第 {number} 行：编号 {question.id} 已经用过，请改为不同的 id。")
        seen.add(question.id)
        questions.append(question)
    if not questions:
        raise QuestionsError(f"题目文件 {path} 中没有题目。")
    return questions


_KINDS = {
    "id": "字符串", "type": "字符串", "question": "字符串", "answers": "字符串的列表", "history": "字符串的列表",
    "must_not": "字符串的列表", "all_of": "true 或 false", "conflict": "true 或 false", "variants": "对象",
    "evidence": "列表", "same": "字符串",
}  # fmt: skip


def _is(value: object, kind: str) -> bool:
    if kind == "字符串的列表":
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    return isinstance(value, {"字符串": str, "true 或 false": bool, "对象": dict, "列表": list}[kind])


def _question(line: str, where: str) -> EvalQuestion:
    try:
        values: dict[str, Any] = json.loads(line)
    except ValueError as error:
        raise QuestionsError(f"{where}：不是一个 JSON 对象（{error}）。") from error
    if not isinstance(values, dict):
        raise QuestionsError(f"{where}：不是一个 JSON 对象。")
    for name in ("id", "type", "question", "answers"):
        if name not in values:
            raise QuestionsError(f"{where}：缺少字段 {name}。")
    for name, kind in _KINDS.items():
        if name in values and not _is(values[name], kind):
            raise QuestionsError(f"{where}：字段 {name} 应为{kind}。")
    unknown = values.keys() - EvalQuestion.__dataclass_fields__.keys()
    if unknown:
        raise QuestionsError(f"{where}：不认识的字段 {'、'.join(sorted(unknown))}。")
    try:
        evidence = tuple(Evidence(**item) for item in values.pop("evidence", ()))
    except TypeError as error:
        raise QuestionsError(f"{where}：字段 evidence 应为 {{file, quote}} 的列表（{error}）。") from error
    lists = {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
    return EvalQuestion(**{**values, **lists, "evidence": evidence})
