"""Question files: one JSON object a line, or a table, checked before anything runs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from eval.fields import NEEDED, faults
from eval.tables.columns import HEADS, values_of
from eval.tables.errors import CellError
from eval.tables.read import ENDINGS, read_table
from rag.errors import RagError

# The questions of a run as they were asked, in its output folder: of a table, with the evidence that was found.
QUESTIONS = "questions.jsonl"
# Lines that are told one by one before the rest is only counted.
MOST_TOLD = 20


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


def fields_of(question: EvalQuestion) -> dict[str, Any]:
    """Return the fields of a question's line, without those that say nothing."""
    values = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(question).items()}
    return {name: value for name, value in values.items() if value or name in NEEDED}


def write_questions(questions: Sequence[EvalQuestion], path: Path) -> None:
    """Write questions as a JSONL file."""
    path.write_text("".join(json.dumps(fields_of(one), ensure_ascii=False) + "\n" for one in questions), "utf-8")


@dataclass(frozen=True, slots=True)
class Entry:
    """A question with the line (or row) of its file; `files` are those that it names without a quote of them."""

    line: int
    question: EvalQuestion
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Bad:
    """A line that cannot be used: the field that is wrong (None: all of it), and why."""

    line: int
    field: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question file holds: its questions, the lines that are none, and what else there is to say of it."""

    path: Path
    entries: tuple[Entry, ...]
    bad: tuple[Bad, ...] = ()
    notes: tuple[str, ...] = ()

    def without(self, bad: Sequence[Bad]) -> Asked:
        """Return the same without these lines, which count as bad."""
        lines = {one.line for one in bad}
        kept = tuple(entry for entry in self.entries if entry.line not in lines)
        return replace(self, entries=kept, bad=tuple(sorted({*self.bad, *bad}, key=lambda one: one.line)))

    def told(self) -> str:
        """Return a line for each bad line with file, number and field, up to MOST_TOLD, and how many more there are."""
        is_table = self.path.suffix.lower() in ENDINGS
        lines = [f"{self.path} 第 {one.line} 行：{_named(one.field, is_table)}{one.reason}。" for one in self.bad]
        more = [f"……还有 {len(lines) - MOST_TOLD} 行有问题。"] if len(lines) > MOST_TOLD else []
        return "\n".join([*lines[:MOST_TOLD], *more])

    def accepted(self, *, skip_bad: bool = False) -> list[EvalQuestion]:
        """Return the questions; raises QuestionsError for bad lines that are not to be skipped, and for no question."""
        if self.bad and not skip_bad:
            raise QuestionsError(f"{self.told()}\n请改正后重试；加 --skip-bad 则跳过这些题目。")
        if not self.entries:
            told = f"{self.told()}\n" if self.bad else ""
            raise QuestionsError(
                f"{told}题目文件 {self.path} 中没有可用的题目。" if told else f"题目文件 {self.path} 中没有题目。"
            )
        return _regrouped([entry.question for entry in self.entries])


def _named(name: str | None, is_table: bool) -> str:
    if name is None:
        return ""
    return f"“{HEADS[name][0]}”列" if is_table and name in HEADS else f"字段 {name} "


def _regrouped(questions: Sequence[EvalQuestion]) -> list[EvalQuestion]:
    """Return questions of which none is another wording of one left out: the first wording left stands for it."""
    known = {one.id for one in questions}
    first: dict[str, str] = {}
    made = []
    for one in questions:
        if one.same is not None and one.same not in known:
            leader = first.setdefault(one.same, one.id)
            one = replace(one, same=None if leader == one.id else leader)
        made.append(one)
    return made


def load_questions(path: Path) -> list[EvalQuestion]:
    """Return the questions of a JSONL, CSV or XLSX file, in order; raises QuestionsError as `Asked.accepted` does."""
    return read_questions(path).accepted()


def read_questions(path: Path) -> Asked:
    """Return what a JSONL, CSV or XLSX file holds, every line of it looked at.

    Raises QuestionsError or TableError for a file that cannot be read.
    """
    bad: list[Bad] = []
    notes: tuple[str, ...] = ()
    if path.suffix.lower() in ENDINGS:
        table = read_table(path)
        notes = (f"不认识的列没有采用：{'、'.join(table.unknown)}。",) if table.unknown else ()
        found = [_of_row(number, cells) for number, cells in table.rows]
    else:
        found = [_of_line(number, line) for number, line in _lines(path)]
    entries = [one for one in found if isinstance(one, Entry)]
    bad = [one for one in found if isinstance(one, Bad)]
    asked = Asked(path, tuple(entries), tuple(bad), notes)
    return asked.without([*_repeated(entries), *_without_original(entries)])


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionsError(f"读不了题目文件 {path}：{error}。") from error
    return ((number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip())


def _of_line(number: int, line: str) -> Entry | Bad:
    try:
        values = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Bad(number, None, f"不是一个 JSON 对象（{error}）")
    return _entry(number, values) if isinstance(values, dict) else Bad(number, None, "不是一个 JSON 对象")


def _of_row(number: int, cells: Mapping[str, str]) -> Entry | Bad:
    try:
        values, files = values_of(cells, number)
    except CellError as error:
        return Bad(number, error.field, str(error))
    return _entry(number, values, files)


def _entry(number: int, values: dict[str, Any], files: tuple[str, ...] = ()) -> Entry | Bad:
    for name, reason in faults(values):
        return Bad(number, name, reason)
    evidence = tuple(Evidence(**one) for one in values.get("evidence", ()))
    lists = {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
    return Entry(number, EvalQuestion(**{**values, **lists, "evidence": evidence}), files)


def _repeated(entries: Sequence[Entry]) -> Iterator[Bad]:
    seen: dict[str, int] = {}
    for entry in entries:
        first = seen.setdefault(entry.question.id, entry.line)
        if first != entry.line:
            yield Bad(entry.line, "id", f"{entry.question.id} 在第 {first} 行已经用过，请改为不同的编号")


def _without_original(entries: Sequence[Entry]) -> Iterator[Bad]:
    known = {entry.question.id for entry in entries}
    for entry in entries:
        same = entry.question.same
        if same is not None and (same not in known or same == entry.question.id):
            yield Bad(entry.line, "same", f"指向编号 {same}，没有这样一道别的题")
