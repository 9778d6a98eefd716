"""`python -m eval.ablation QUESTIONS.jsonl --index DIR`: what each part of the product adds, step by step.

A search by itself answers with its first passage, as the usual recipe does. The steps from the third on add to each
other; the last one is the product as it is.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from eval.questions import EvalQuestion, load_questions
from eval.rankings import progress_bar
from eval.runner import predict
from eval.verdict import judge
from rag.assistant import Assistant
from rag.embedding import load_embedding
from rag.errors import RagError
from rag.index.reader import Index, open_index
from rag.reading import read_question
from rag.retrieve import rank, to_hits
from rag.settings import load_settings
from rag.types import Filter, Hit
from rag.understood import Understood

DEPTH = 30
Step = Callable[[EvalQuestion], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Measured:
    """Shares in [0, 1] of questions.

    `first` and `five`: of the answerable ones, whose evidence the first citation, or one of the first five, holds;
    `right` and `wrong`: of all, that are answered right, and wrong.
    """

    first: float
    five: float
    right: float
    wrong: float


def steps(assistant: Assistant, index: Index) -> dict[str, Step]:
    """Return each step by name: from a question to a prediction in the fixed form."""

    def searched(find: Callable[[Understood], list[Hit]]) -> Step:
        return lambda question: _prediction(
            question, find(read_question(question.question, question.history, index)), index
        )

    def everywhere(read: Understood, search: str) -> list[Hit]:
        return to_hits(index, rank(index, read.standalone, Filter(), DEPTH, search=search))

    def filtered(read: Understood) -> list[Hit]:
        words = read.content or read.standalone
        lists = [
            to_hits(index, rank(index, words, one.filter, DEPTH, expansion=read.expansion)) for one in read.targets
        ]
        return sorted((hit for hits in lists for hit in hits), key=lambda hit: -hit.score)

    def in_sections(read: Understood) -> list[Hit]:
        return [hit for hit in filtered(read) if _is_asked(read, hit, index)]

    return {
        "BM25": searched(partial(everywhere, search="lexical")),
        "dense": searched(partial(everywhere, search="dense")),
        "hybrid": searched(partial(everywhere, search="hybrid")),
        "+ place, year, everyday words": searched(filtered),
        "+ sections": searched(in_sections),
        "+ extraction and refusal": lambda question: predict(question, assistant),
    }


def _is_asked(read: Understood, hit: Hit, index: Index) -> bool:
    """Tell whether a passage is of the part of its report that a question asks about: problems, plans or results."""
    sides = {index.outline(hit.passage.report).side(start) for start, _ in hit.passage.sentences}
    if read.reading.kind == "problem":
        return "problem" in sides
    return ("plan" in sides) if read.planned else sides != {"plan"}


def _prediction(question: EvalQuestion, hits: Sequence[Hit], index: Index) -> dict[str, Any]:
    cited = [{"file": index.report(hit.passage.report).file, "quote": hit.passage.text} for hit in hits]
    answer = hits[0].passage.text if hits else ""
    return {"id": question.id, "answer": answer, "citations": cited, "refused": not hits, "seconds": 0.0}


def measured(questions: Sequence[EvalQuestion], step: Step, name: str) -> Measured:
    """Return how well one step does; raises RagError where no question has evidence."""
    first = five = right = wrong = answerable = 0
    for question in _shown(questions, name):
        prediction = step(question)
        verdict = judge(question, prediction)
        right, wrong = right + verdict.right, wrong + verdict.wrong
        if question.evidence:
            answerable += 1
            cited = [judge(question, prediction | {"citations": prediction["citations"][:cut]}).cited for cut in (1, 5)]
            first, five = first + bool(cited[0]), five + bool(cited[1])
    if not answerable:
        raise RagError("题目都没有证据（evidence），无法比较。")
    return Measured(first / answerable, five / answerable, right / len(questions), wrong / len(questions))


def _shown(questions: Sequence[EvalQuestion], name: str) -> Iterator[EvalQuestion]:
    """Yield the questions under a bar that is shown on a terminal only."""
    by_text = iter(questions)
    for _ in progress_bar([question.question for question in questions], name, "题"):
        yield next(by_text)


def table(rows: dict[str, Measured]) -> str:
    """Return the steps as a Markdown table."""
    lines = ["| step | evidence first | in five | right | wrong |", "| --- | --- | --- | --- | --- |"]
    for name, row in rows.items():
        cells = (f"{100 * share:.1f} %" for share in (row.first, row.five, row.right, row.wrong))
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; return 0, or 2 for wrong usage or where nothing could be measured."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.ablation", description="评测：逐步加入各部分，看各有多少作用。"
    )
    parser.add_argument("questions", type=Path, metavar="QUESTIONS.jsonl")
    parser.add_argument("--index", type=Path, help="索引文件夹，默认同 RAG_INDEX")
    options = parser.parse_args(arguments)
    try:
        questions = load_questions(options.questions)
        settings = replace(load_settings(), llm=None)
        assistant = Assistant(replace(settings, index=options.index or settings.index))
        index = open_index(assistant.settings.index, load_embedding(settings.embedding, settings.embedding_options))
        rows = {name: measured(questions, step, name) for name, step in steps(assistant, index).items()}
    except RagError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(table(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
