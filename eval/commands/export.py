"""`python -m eval export`: the predictions of a run in the form of RAGAS or of a Hugging Face data set."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.errors import RagError

if TYPE_CHECKING:
    from eval.export import PassageText


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the export; return 0, or 2 for wrong usage or a failure."""
    options = _parser().parse_args(arguments)
    try:
        _export(options)
    except RagError as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"写不了导出的文件（{error}）。请检查 --to。", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m eval export", description="导出结果，供 RAGAS 或 Hugging Face 使用。"
    )
    parser.add_argument("out", type=Path, metavar="OUT", help="python -m eval 的结果文件夹")
    parser.add_argument(
        "--form", choices=("ragas", "hf"), required=True, help="ragas：一个 JSONL；hf：一个数据集文件夹"
    )
    parser.add_argument("--questions", type=Path, metavar="FILE", help="题目文件，默认用 OUT 中的")
    source = parser.add_mutually_exclusive_group()
    source.add_argument(
        "--reports", type=Path, metavar="DIR", help="报告文件夹；给出时，RAGAS 的上下文是检索到的段落，否则是引用的原句"
    )
    source.add_argument("--index", type=Path, metavar="DIR", help="已有的索引，用途同上")
    parser.add_argument("--to", type=Path, metavar="FILE", help="写到哪里，默认 OUT/ragas.jsonl 或 OUT/hf")
    return parser


def _export(options: argparse.Namespace) -> None:
    from eval.export import card, hf_rows, ragas_samples, read_predictions, to_lines
    from eval.questions import QUESTIONS, load_questions
    from eval.runner import PREDICTIONS

    file = options.questions or options.out / QUESTIONS
    questions = load_questions(file)
    predictions = read_predictions(options.out / PREDICTIONS)
    to = options.to or options.out / ("ragas.jsonl" if options.form == "ragas" else "hf")
    card_file = to / "README.md"
    if options.form == "hf" and card_file.exists() and to.resolve() != (options.out / "hf").resolve():
        raise RagError(f"{card_file} 已经存在，导出会覆盖它。请用 --to 指定一个新的文件夹，或先移走这个文件。")
    if options.form == "ragas":
        rows = ragas_samples(questions, predictions, _passages(options))
        target = to
    else:
        rows, target = hf_rows(questions, predictions), to / "data" / "test.jsonl"
    if not rows:
        raise RagError(f"{options.out} 中没有 {file} 的回答。请用 --questions 给出那次评测的题目文件。")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(to_lines(rows), "utf-8")
    if options.form == "hf":
        card_file.write_text(card(len(rows)), "utf-8")
    missing = len(questions) - len(rows)
    print(f"导出了 {len(rows)} 题，写入 {to}" + (f"；{missing} 题没有回答，未导出。" if missing else "。"))


def _passages(options: argparse.Namespace) -> PassageText:
    """Return what looks up the text of a passage; nothing without an index."""
    if not (options.reports or options.index):
        return lambda _: None
    from eval.runner import cached_index
    from eval.validate import texts_of
    from rag.embedding import load_embedding
    from rag.index.reader import open_index
    from rag.settings import load_settings

    settings = load_settings()
    folder = options.index or cached_index(options.reports, settings)
    texts = texts_of(open_index(folder, load_embedding(settings.embedding, settings.embedding_options)))

    def text(passage: Mapping[str, Any]) -> str | None:
        found = texts.of(str(passage.get("file") or ""))
        return found[0][int(passage["start"]) : int(passage["end"])] if found else None

    return text
