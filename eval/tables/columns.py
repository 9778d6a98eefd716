"""The columns of a table of questions: cells → the fields of a line of a question file, and back.

Heads are Chinese or English, in any order. A cell with several values has one a line, or parts them by ；. Quotes hold
that mark themselves: they are always one a line, each of the file on the same line of its column, or all of its only
file.
说法 lists for an answer its other forms, as 135件=135宗=一百三十五件, or as a JSON object like the field `variants`.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from eval.tables.cells import joined, lines, parts
from eval.tables.errors import CellError

# Field → its heads; the first is the one that is written.
HEADS: dict[str, tuple[str, ...]] = {
    "id": ("编号", "序号", "id", "no"),
    "type": ("类型", "题型", "type"),
    "question": ("问题", "题目", "提问", "question"),
    "history": ("前文", "上文", "history"),
    "answers": ("答案", "标准答案", "answer", "answers"),
    "all_of": ("全部", "all_of"),
    "variants": ("说法", "其他说法", "variants"),
    "must_not": ("不得出现", "must_not"),
    "file": ("文件", "文件名", "file"),
    "evidence": ("证据", "依据", "原文", "evidence", "quote"),
    "same": ("同题", "same"),
    "conflict": ("矛盾", "conflict"),
}
NOTES = ("备注", "说明", "note", "notes", "remark")
_FIELDS = {head: field for field, heads in HEADS.items() for head in heads}
TYPES = {
    "fact": "事实", "fact_paraphrase": "换种说法", "list": "清单", "problem_plan": "问题与计划", "compare": "比较",
    "locate": "查找", "followup": "追问", "unanswerable": "无答案", "false_premise": "错误前提", "noisy": "不规范",
}  # fmt: skip
_TYPES = {name: kind for kind, name in TYPES.items()}
_YES = frozenset("是 √ ✓ ✔ v y yes true 1 全部 all".split())
_NO = frozenset(["", *"否 n no false 0 × x".split()])
_IS = re.compile("[=＝]")


def field_of(head: str) -> str | None:
    """Return the field that a head is for; None for one that is not known. What it says in brackets does not count."""
    return _FIELDS.get(_bare(head))


def is_note(head: str) -> bool:
    """Tell whether a column has no head, or says that nobody but its author reads it."""
    return _bare(head) in ("", *NOTES)


def _bare(head: str) -> str:
    return re.sub(r"\(.*?\)|\s", "", unicodedata.normalize("NFKC", head)).lower()


def values_of(cells: Mapping[str, str], number: int) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the fields that the cells of row `number` say, and the files that they name without a quote.

    Raises CellError for a cell that does not say what its column wants.
    """
    cell = {field: cells.get(field, "").strip() for field in HEADS}
    answers = parts(cells.get("answers", ""))
    all_of = _mark("all_of", cell["all_of"])
    files, evidence = _evidence(cells)
    values: dict[str, Any] = {
        "id": cell["id"] or f"row-{number}",
        "type": _TYPES.get(cell["type"], cell["type"]) or _type_of(answers, all_of),
        "question": cell["question"],
        "answers": answers,
        "evidence": evidence,
        "history": parts(cells.get("history", "")),
        "all_of": all_of,
        "variants": _variants(cells.get("variants", ""), answers),
        "must_not": parts(cells.get("must_not", "")),
        "conflict": _mark("conflict", cell["conflict"]),
    }
    return values | ({"same": cell["same"]} if cell["same"] else {}), files


def _type_of(answers: Sequence[str], all_of: bool) -> str:
    return "unanswerable" if not answers else "list" if all_of else "fact"


def _mark(field: str, cell: str) -> bool:
    said = cell.lower()
    if said not in _YES | _NO:
        raise CellError(field, f"只能填“是”或留空，现在是“{cell[:20]}”")
    return said in _YES


def _evidence(cells: Mapping[str, str]) -> tuple[tuple[str, ...], list[dict[str, str]]]:
    """Return the files without a quote, and the quotes each with its file."""
    files, quotes = parts(cells.get("file", "")), lines(cells.get("evidence", ""))
    if not quotes:
        return tuple(files), []
    if not files:
        raise CellError("file", "写了证据，却没有写它在哪个文件中")
    if len(files) not in (1, len(quotes)):
        raise CellError("file", f"有 {len(files)} 个文件、{len(quotes)} 行证据；请逐行对应，或只写一个文件")
    named = files * len(quotes) if len(files) == 1 else files
    return (), [{"file": file, "quote": quote} for file, quote in zip(named, quotes, strict=True)]


def _variants(cell: str, answers: Sequence[str]) -> dict[str, Any]:
    if cell.lstrip().startswith("{"):
        try:
            found: dict[str, Any] = json.loads(cell)
        except (ValueError, RecursionError) as error:
            raise CellError("variants", f"不是正确的 JSON 对象（{error}）") from error
        return found
    variants: dict[str, list[str]] = {}
    for part in parts(cell):
        forms = [form.strip() for form in _IS.split(part)]
        if len(forms) == 1 and len(answers) != 1:
            raise CellError("variants", f"“{part[:20]}”没有说是哪个答案的说法；请写成 答案=其他说法")
        answer, *others = forms if len(forms) > 1 else [answers[0], *forms]
        variants.setdefault(answer, []).extend(filter(None, others))
    return variants


def cells_of(values: Mapping[str, Any]) -> dict[str, str]:
    """Return the cells that `values_of` reads as these fields; line breaks inside a value become blanks."""
    quotes = [(_line(one["file"]), _line(one["quote"])) for one in values.get("evidence", ())]
    files = [file for file, _ in quotes]
    return {
        "id": values["id"],
        "type": TYPES.get(values["type"], values["type"]),
        "question": values["question"],
        "history": _list(values.get("history", ())),
        "answers": _list(values["answers"]),
        "all_of": "是" if values.get("all_of") else "",
        "variants": _variants_cell(values.get("variants") or {}),
        "must_not": _list(values.get("must_not", ())),
        "file": joined(files if len(set(files)) > 1 else files[:1]),
        "evidence": "\n".join(quote for _, quote in quotes),
        "same": values.get("same") or "",
        "conflict": "是" if values.get("conflict") else "",
    }


def _line(text: str) -> str:
    return " ".join(text.split("\n"))


def _list(values: Sequence[str]) -> str:
    return joined([_line(value) for value in values])


def _variants_cell(variants: Mapping[str, Sequence[str]]) -> str:
    said = [form for answer, forms in variants.items() for form in (answer, *forms)]
    plain = all(variants.values()) and not any(_IS.search(form) or "\n" in form or form[:1] in "{'" for form in said)
    if not plain:
        return json.dumps({answer: list(forms) for answer, forms in variants.items()}, ensure_ascii=False)
    return joined(["=".join((answer, *forms)) for answer, forms in variants.items()])
