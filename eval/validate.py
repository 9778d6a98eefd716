"""Questions held against the reports that they are about, and against each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Protocol

from eval.evidence import Text, find, holding
from eval.matching import contains, normal_form
from eval.questions import Asked, Bad, Entry, EvalQuestion, Evidence
from rag.embedding import load_embedding
from rag.index.reader import open_index
from rag.settings import Settings
from rag.types import Report

# Questions whose answer is a place, which stands in a title rather than in the sentence, or a yes or no.
_ANSWERED_ELSEWHERE = frozenset({"locate"})


class Source(Protocol):
    """Where reports come from: an index."""

    def reports(self) -> tuple[Report, ...]:
        """Return the catalogue."""

    def text(self, report_id: str, /) -> str:
        """Return a report's extracted text."""


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of reports by the names of their files, with and without endings."""

    source: Source
    by_name: Mapping[str, tuple[str, ...]]

    def of(self, file: str) -> list[str]:
        """Return the texts of all files of that base name, else of that name with another ending."""
        base = PurePath(file.replace("\\", "/")).name
        keys = self.by_name.get(base) or self.by_name.get(PurePath(base).stem, ())
        return [self.source.text(key) for key in keys]


def texts_of(source: Source) -> Texts:
    """Return the texts of an index by the names of their files."""
    by_name: dict[str, list[str]] = defaultdict(list)
    for report in source.reports():
        for name in dict.fromkeys(PurePath(file).name for file in (report.file, *report.also)):
            by_name[name].append(report.id)
            if PurePath(name).stem != name:
                by_name[PurePath(name).stem].append(report.id)
    return Texts(source, {name: tuple(dict.fromkeys(keys)) for name, keys in by_name.items()})


def against(asked: Asked, source: Source) -> Asked:
    """Return the questions with evidence as it stands in the reports; lines whose evidence is in none are bad.

    Where a line names files without a quote, the sentence that holds the answer is looked for; the notes say how often
    it was found. Questions of which two differ in nothing but their answers are bad, too.
    """
    texts = texts_of(source)
    checked = [_checked(entry, texts) for entry in asked.entries]
    entries = tuple(one for one in checked if isinstance(one, Entry))
    bad = [one for one in checked if isinstance(one, Bad)]
    wanting = [entry for entry in entries if entry.files and entry.question.answers]
    notes = asked.notes + ((_said(wanting),) if wanting else ())
    found = replace(asked, entries=entries, notes=notes)
    return found.without([*bad, *asked_twice(entries)])


def against_index(asked: Asked, folder: Path, settings: Settings) -> Asked:
    """Return the questions held against the reports of the index in a folder; raises what `open_index` does."""
    embedding = load_embedding(settings.embedding, settings.embedding_options)
    return against(asked, open_index(folder, embedding))


def _checked(entry: Entry, texts: Texts) -> Entry | Bad:
    question = entry.question
    for file in (*(one.file for one in question.evidence), *entry.files):
        if not texts.of(file):
            return Bad(entry.line, "file" if entry.files else "evidence", f"中的文件 {file} 不在索引的报告中")
    exact: list[Evidence] = []
    for one in question.evidence:
        found = [(text, span) for text in texts.of(one.file) if (span := find(text, one.quote))]
        if not found:
            return Bad(entry.line, "evidence", f"中的“{_short(one.quote)}”不在 {one.file} 中")
        text, (start, end) = found[0]
        exact.append(Evidence(one.file, text[start:end]))
    if entry.files and question.answers:
        named: list[Text] = [(file, text) for file in entry.files for text in texts.of(file)]
        exact = list(holding(question, named))
    return replace(entry, question=replace(question, evidence=tuple(exact)))


def _short(quote: str) -> str:
    return quote if len(quote) <= 30 else f"{quote[:30]}…"


def _said(wanting: Sequence[Entry]) -> str:
    found = sum(bool(entry.question.evidence) for entry in wanting)
    without = "、".join(str(entry.line) for entry in wanting if not entry.question.evidence)
    rest = f"；第 {without} 行的答案在文件中没有，或不止一处，这些题不评引用" if without else ""
    return f"没有写证据的题目 {len(wanting)} 道：按答案在文件中找到原句 {found} 道{rest}。"


def asked_twice(entries: Sequence[Entry]) -> Iterator[Bad]:
    """Yield the lines that ask what another line asks, after the same questions, and answer it differently."""
    first: dict[tuple[str, ...], Entry] = {}
    for entry in entries:
        question = entry.question
        before = first.setdefault(tuple(map(normal_form, (*question.history, question.question))), entry)
        if _answers(before.question) != _answers(question) and not (question.conflict and before.question.conflict):
            yield Bad(entry.line, "answers", f"与第 {before.line} 行不同，问题却相同，请改正其中一个")


def _answers(question: EvalQuestion) -> frozenset[str]:
    return frozenset(map(normal_form, question.answers))


def unsupported(entries: Sequence[Entry]) -> Iterator[Bad]:
    """Yield the lines with an answer that does not stand in their evidence in any of its forms."""
    for entry in entries:
        question = entry.question
        held = normal_form("\n".join(one.quote for one in question.evidence))
        for answer in question.answers if question.type not in _ANSWERED_ELSEWHERE else ():
            forms = (answer, *question.variants.get(answer, ()))
            if not any(contains(held, normal_form(form)) for form in forms):
                yield Bad(entry.line, "answers", f"中的“{answer}”不在证据中")
                break
