"""Recall of an embedding alone, on question sets that it was not trained on: `python -m rag.embedding.evaluate`."""

from __future__ import annotations

import argparse
import json
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rag.embedding.loader import Embedding, load_embedding
from rag.errors import EmbeddingError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_QUESTIONS_AT_ONCE = 512
_CUTS = (1, 10)
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Task:
    """Questions over passages; `relevant[i]` holds the numbers of the passages that answer question i."""

    questions: list[str]
    passages: list[str]
    relevant: list[frozenset[int]]


def read_squad(path: Path) -> Task:
    """Return the questions of a file in SQuAD's form, each over all paragraphs of the file."""
    questions: list[str] = []
    passages: list[str] = []
    relevant: list[frozenset[int]] = []
    for article in json.loads(path.read_text("utf8"))["data"]:
        for paragraph in article["paragraphs"]:
            for entry in paragraph["qas"]:
                questions.append(entry["question"])
                relevant.append(frozenset({len(passages)}))
            passages.append(paragraph["context"])
    return Task(questions, passages, relevant)


def read_stard(path: Path) -> Task:
    """Return the questions of STARD, each over all statute articles that the file names."""
    numbers: dict[str, int] = {}
    rows = [json.loads(line) for line in path.read_text("utf8").splitlines()]
    relevant = [frozenset(numbers.setdefault(text, len(numbers)) for text in row["texts"]) for row in rows]
    return Task([row["question"] for row in rows], list(numbers), relevant)


READERS: dict[str, Callable[[Path], Task]] = {
    "stard.jsonl": read_stard,
    "cmrc2018-trial.json": read_squad,
    "xquad-zh.json": read_squad,
    "drcd-dev.json": read_squad,
}


def recall(embedding: Embedding, task: Task, cuts: Sequence[int] = _CUTS) -> list[float]:
    """Return for each k of `cuts` the share of questions with a relevant passage among the first k by cosine."""
    import numpy as np

    passages = embedding.encode_documents(task.passages)
    found = np.zeros((len(task.questions), len(cuts)))
    for start in range(0, len(task.questions), _QUESTIONS_AT_ONCE):
        stop = start + _QUESTIONS_AT_ONCE
        queries = np.stack([embedding.encode_query(question) for question in task.questions[start:stop]])
        ranked = np.argsort(-(queries @ passages.T), axis=1, kind="stable")[:, : max(cuts)]
        for number, row in enumerate(ranked.tolist(), start):
            found[number] = [not task.relevant[number].isdisjoint(row[:cut]) for cut in cuts]
    shares: list[float] = found.mean(axis=0).tolist()
    return shares


def results(embedding: Embedding, folder: Path) -> list[tuple[str, int, int, float, float]]:
    """Return (file, questions, passages, recall@1, recall@10) for each known file in `folder`."""
    rows: list[tuple[str, int, int, float, float]] = []
    for name, read in READERS.items():
        if (folder / name).is_file():
            task = read(folder / name)
            first, tenth = recall(embedding, task)
            rows.append((name, len(task.questions), len(task.passages), first, tenth))
    return rows


def main(arguments: Sequence[str] | None = None) -> None:
    """Log the recall of a model on the files of --tune."""
    parser = argparse.ArgumentParser(prog="python -m rag.embedding.evaluate", description="向量模型单独检索的召回率")
    parser.add_argument("model", nargs="?", help="模型文件夹或名称(默认:自带的模型)")
    parser.add_argument("--tune", type=Path, default=Path("../shared/data/tune"), help="题目所在的文件夹")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    try:
        embedding = load_embedding(options.model)
    except EmbeddingError as error:
        parser.exit(1, f"{error}\n")
    for name, questions, passages, first, tenth in results(embedding, options.tune):
        _LOG.info("%s:%d 题,%d 段,召回率@1 %.1f%%,@10 %.1f%%", name, questions, passages, 100 * first, 100 * tenth)


if __name__ == "__main__":
    main()
