"""What is wrong with the fields of one question, as they stand in a line of a question file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Fault = tuple[str, str]

NEEDED = ("id", "type", "question", "answers")
_KINDS = {
    "id": "字符串", "type": "字符串", "question": "字符串", "answers": "字符串的列表", "history": "字符串的列表",
    "must_not": "字符串的列表", "all_of": "true 或 false", "conflict": "true 或 false",
    "variants": "{答案: [其他说法]} 形式的对象", "evidence": "{file, quote} 的列表", "same": "字符串",
}  # fmt: skip


def faults(values: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield (field, what is wrong) for the fields of a question; the words follow 字段 and its name."""
    for name in NEEDED:
        if name not in values:
            yield name, "缺少"
    for name, value in values.items():
        if name not in _KINDS:
            yield name, "不认识，请检查拼写或删去"
        elif not _is(value, _KINDS[name]):
            yield name, f"应为{_KINDS[name]}"
        elif not _is_text(value):
            yield name, "含有不成对的代理字符（\\ud800 一类），请改正"
        elif name in ("id", "type", "question", "same") and not value.strip():
            yield name, "是空的，请填写"
        elif isinstance(value, list) and any(not _said(item) for item in value):
            yield name, "中有空的内容，请填写或删去"
    yield from _unknown_answers(values)


def _unknown_answers(values: Mapping[str, Any]) -> Iterator[Fault]:
    variants, answers = values.get("variants"), values.get("answers")
    if isinstance(variants, dict) and isinstance(answers, list):
        for answer in variants:
            if answer not in answers:
                yield "variants", f"中的“{answer}”不在 answers 中"


def _is(value: object, kind: str) -> bool:
    if kind.startswith("字符串"):
        return isinstance(value, str) if kind == "字符串" else _are_strings(value)
    if kind == "true 或 false":
        return isinstance(value, bool)
    if "quote" in kind:
        return isinstance(value, list) and all(
            isinstance(one, dict) and one.keys() == {"file", "quote"} and _are_strings([*one.values()]) for one in value
        )
    return isinstance(value, dict) and all(map(_are_strings, value.values()))


def _are_strings(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _said(item: str | dict[str, str]) -> bool:
    return bool(item.strip()) if isinstance(item, str) else all(map(str.strip, item.values()))


def _is_text(value: object) -> bool:
    """Tell whether all strings in a value can be written: a lone surrogate, which JSON can spell, cannot."""
    try:
        str(value).encode()
        return not isinstance(value, list | dict) or all(_is_text(item) for item in _inside(value))
    except UnicodeEncodeError:
        return False


def _inside(value: list[Any] | dict[str, Any]) -> list[Any]:
    return value if isinstance(value, list) else [*value, *value.values()]
