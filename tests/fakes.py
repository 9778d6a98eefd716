"""Fakes whose results can be worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.build import ingest, read_report
from rag.assistant import Assistant
from rag.embedding import load_embedding
from rag.outline import Outline, outline
from rag.settings import Settings
from rag.tableparts import Table
from rag.tables import tables
from rag.text import words
from rag.types import Filter, Hit, Passage, Report

KEYWORDS = ("复议", "诉讼", "备案", "调解")


class KeywordEmbedder:
    """One dimension a keyword, then unit length: a text with one of them is a basis vector, one without any is zero."""

    name = "keywords"
    fingerprint = "keywords-1"
    dimension = len(KEYWORDS)
    by_sentence = False

    def encode_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        counts = np.array([[text.count(word) for word in KEYWORDS] for text in texts], dtype=np.float32)
        counts = counts.reshape(len(texts), self.dimension)
        norms = np.linalg.norm(counts, axis=1, keepdims=True)
        return np.asarray(counts / np.where(norms > 0, norms, 1), dtype=np.float32)

    def encode_query(self, text: str) -> NDArray[np.float32]:
        return self.encode_documents([text])[0]


@dataclass(frozen=True)
class Size:
    """What a manifest says of how much there is."""

    passages: int


class PlainIndex:
    """Reports read from texts, in memory and without search: every passage inside a filter is found, in order."""

    def __init__(self, *texts: str) -> None:
        self._reports: dict[str, Report] = {}
        self._texts: dict[str, str] = {}
        self._passages: dict[str, list[Passage]] = {}
        for number, text in enumerate(texts):
            self._add(text, f"示例-{number}.txt")
        self.manifest = Size(sum(map(len, self._passages.values())))

    def _add(self, text: str, name: str) -> None:
        read = read_report(text.encode(), name)
        first = sum(map(len, self._passages.values()))
        self._reports[read.report.id] = replace(read.report, passages=len(read.drafts))
        self._texts[read.report.id] = read.text
        self._passages[read.report.id] = [
            Passage(first + at, read.report.id, draft.heading, draft.start, draft.end, draft.sentences,
                    read.text[draft.start : draft.end])
            for at, draft in enumerate(read.drafts)
        ]  # fmt: skip

    def reports(self) -> tuple[Report, ...]:
        return tuple(self._reports.values())

    def report(self, report_id: str) -> Report:
        return self._reports[report_id]

    def text(self, report_id: str) -> str:
        return self._texts[report_id]

    def passages(self, report_id: str) -> list[Passage]:
        return self._passages[report_id]

    def outline(self, report_id: str) -> Outline:
        report = self._reports[report_id]
        return outline(self._passages[report_id], report.year_plan, report.year)

    def tables(self, report_id: str) -> tuple[Table, ...]:
        return tables(self._texts[report_id])

    def holding(self, word: str) -> int:
        return sum(word in words(passage.text) for some in self._passages.values() for passage in some)

    def search(self, wanted: Filter) -> list[Hit]:
        chosen = self._passages if wanted.reports is None else wanted.reports
        return [Hit(passage, 0.0) for report in chosen for passage in self._passages[report]]


def assistant_over(folder: Path, *texts: str) -> Assistant:
    """Return an assistant over reports that are written into a folder first, each a file of its own."""
    files = [folder / f"示例-{number}.txt" for number in range(len(texts))]
    for file, text in zip(files, texts, strict=True):
        file.write_text(text, "utf-8")
    ingest(files, index=folder / "index", embedding=load_embedding(None))
    return Assistant(Settings(index=folder / "index"))
