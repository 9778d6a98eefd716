"""Question sets in SQuAD's form (DRCD, CMRC 2018, XQuAD …), read and checked before anything runs.

    {"data": [{"paragraphs": [{"context": "…", "qas": [{"question": "…", "answers": [{"text": "…"}]}]}]}]}

Paragraphs with the same text (white space and width of characters ignored) are one paragraph. A set in traditional
characters is simplified, as the reports are.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from eval.retrieval import squeezed
from rag.embedding.tokenizer import simplified_characters
from rag.errors import RagError

# Share of characters that OpenCC would change from which a set is in traditional ones: 28 % of DRCD's are, and fewer
# than one in ten thousand of those of sets in simplified ones.
TRADITIONAL = 0.03
FORM = "应为 SQuAD 格式：data → paragraphs → context 和 qas，qas 中有 question 和 answers（各有 text）"


class SquadError(RagError):
    """A file cannot be read, or is not of SQuAD's form."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the answers that are right, and the number of the paragraph that holds them."""

    id: str
    question: str
    answers: tuple[str, ...]
    paragraph: int


@dataclass(frozen=True, slots=True)
class Squad:
    """The questions of a file over all its paragraphs.

    `left_out` counts questions that are empty (CMRC has one) or have no answer, `unfound` those asked whose answers do
    not stand in their paragraph as they are written (they can be found, but not answered); `simplified`: the file is in
    traditional characters.
    """

    questions: tuple[Asked, ...]
    paragraphs: tuple[str, ...]
    left_out: int = 0
    unfound: int = 0
    simplified: bool = False


def read_squad(path: Path) -> Squad:
    """Return what a file holds; raises SquadError, naming the place in the JSON, where it is not of the form."""
    try:
        content = json.loads(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise SquadError(f"读不了文件 {path}：{error}。") from error
    except ValueError as error:
        raise SquadError(f"{path} 不是 JSON 文件（{error}）。") from error
    numbers: dict[str, int] = {}
    paragraphs: list[str] = []
    asked: list[Asked] = []
    for context, entries in _paragraphs(content, str(path)):
        number = numbers.setdefault(squeezed(context), len(paragraphs))
        if number == len(paragraphs):
            paragraphs.append(context)
        asked += [replace(entry, paragraph=number) for entry in entries]
    questions = tuple(entry for entry in asked if entry.answers and entry.question.strip())
    if not questions:
        raise SquadError(f"{path} 中没有带答案的题目。")
    found = Squad(questions, tuple(paragraphs), left_out=len(asked) - len(questions))
    found = _simplified(found) if _is_traditional(found.paragraphs) else found
    return replace(found, unfound=sum(not _is_found(entry, found.paragraphs) for entry in found.questions))


def _paragraphs(content: Any, file: str) -> Iterator[tuple[str, list[Asked]]]:
    """Yield each paragraph with its questions."""
    for article, at in _items(content, "data", file, ""):
        for paragraph, inside in _items(article, "paragraphs", file, at):
            context = _text(paragraph, "context", file, inside)
            yield context, [_asked(entry, file, where) for entry, where in _items(paragraph, "qas", file, inside)]


def _asked(entry: Any, file: str, where: str) -> Asked:
    question = _text(entry, "question", file, where, blank=True)
    answers = [_text(answer, "text", file, at) for answer, at in _items(entry, "answers", file, where)]
    return Asked(str(entry.get("id") or where), question, tuple(dict.fromkeys(answers)), 0)


def _items(value: Any, name: str, file: str, where: str) -> list[tuple[Any, str]]:
    """Return the items of the list `name`, each with its place in the file."""
    found = _member(value, name, file, where)
    path = f"{where}.{name}" if where else name
    if not isinstance(found, list):
        raise SquadError(f"{file} 中 {path} 不是列表。{FORM}。")
    return [(item, f"{path}[{at}]") for at, item in enumerate(found)]


def _text(value: Any, name: str, file: str, where: str, *, blank: bool = False) -> str:
    found = _member(value, name, file, where)
    if not isinstance(found, str) or not (found.strip() or blank):
        raise SquadError(f"{file} 中 {where}.{name} 不是有内容的文字。{FORM}。")
    return found


def _member(value: Any, name: str, file: str, where: str) -> Any:
    if not isinstance(value, dict):
        raise SquadError(f"{file} 中 {where or '最外层'} 不是对象。{FORM}。")
    if name not in value:
        raise SquadError(f"{file} 中 {where or '最外层'} 缺少 {name}。{FORM}。")
    return value[name]


def _is_traditional(texts: Sequence[str]) -> bool:
    table = _table()
    total = sum(map(len, texts))
    return sum(char in table for text in texts for char in text) > TRADITIONAL * total


def _table() -> dict[str, str]:
    try:
        return simplified_characters()
    except ImportError as error:
        raise SquadError("判断和转换繁体字需要 OpenCC 的字表。请先运行：pip install -r requirements-dev.txt") from error


def _simplified(squad: Squad) -> Squad:
    table = str.maketrans(_table())
    questions = tuple(
        replace(
            one, question=one.question.translate(table), answers=tuple(text.translate(table) for text in one.answers)
        )
        for one in squad.questions
    )
    return replace(
        squad,
        questions=questions,
        paragraphs=tuple(text.translate(table) for text in squad.paragraphs),
        simplified=True,
    )


def _is_found(asked: Asked, paragraphs: Sequence[str]) -> bool:
    text = squeezed(paragraphs[asked.paragraph])
    return any(squeezed(answer) in text for answer in asked.answers)


def spread(squad: Squad, limit: int) -> Squad:
    """Return the set with at most so many questions, taken evenly from all, over the same paragraphs."""
    total = len(squad.questions)
    kept = tuple(squad.questions[at * total // limit] for at in range(limit)) if limit < total else squad.questions
    return replace(squad, questions=kept, unfound=sum(not _is_found(entry, squad.paragraphs) for entry in kept))
