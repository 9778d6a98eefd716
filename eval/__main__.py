"""`python -m eval`: the benchmark on the terminal."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rag.errors import RagError

if TYPE_CHECKING:
    from eval.questions import EvalQuestion
    from rag.settings import Settings

HERE = Path(__file__).parent
COLUMNS = ("n", "right", "hit", "wrong", "cited", "refusal", "characters", "p50", "p95")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; return 0, or 2 for wrong usage or a failure."""
    options = _parser().parse_args(arguments)
    try:
        _run(options)
    except RagError as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"读写文件失败（{error}）。请检查 --out 指定的文件夹。", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval", description="评测：用一组有标准答案的问题检验问答效果。")
    parser.add_argument("command", nargs="?", default="run", help="run(默认),可省略")
    parser.add_argument("questions", nargs="?", type=Path, help="题目文件(JSONL),默认用自带的题目")
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--reports", type=Path, metavar="DIR", help="报告文件夹，默认用自带的示例报告；索引建在缓存中")
    source.add_argument("--index", type=Path, metavar="DIR", help="用已有的索引")
    parser.add_argument(
        "--config", nargs="+", default=["default"], metavar="NAME", help="要比较的配置:default hybrid bm25 dense"
    )
    parser.add_argument(
        "--out", type=Path, default=Path("eval-results"), metavar="DIR", help="结果文件夹，默认 eval-results"
    )
    return parser


def _run(options: argparse.Namespace) -> None:
    from eval.questions import load_questions
    from eval.runner import cached_index, configured
    from rag.settings import load_settings

    if options.command != "run":
        if options.questions is not None:
            raise RagError(f"不认识的命令 {options.command}。用法：python -m eval [run] [题目文件]")
        options.questions = Path(options.command)
    questions = load_questions(options.questions or HERE / "questions.jsonl")
    settings = load_settings()
    index = options.index or cached_index(options.reports or HERE / "reports", settings)
    for name in options.config:
        out = options.out if len(options.config) == 1 else options.out / name
        _run_one(name, questions, replace(configured(settings, name), index=index), out)


def _run_one(name: str, questions: Sequence[EvalQuestion], settings: Settings, out: Path) -> None:
    from tqdm import tqdm

    from eval.metrics import judge, summarise
    from eval.runner import run, write_predictions
    from rag.assistant import Assistant

    with tqdm(total=len(questions), desc=name, unit="题", disable=not sys.stderr.isatty()) as bar:
        predictions = list(run(questions, Assistant(settings), bar.update))
    path = write_predictions(predictions, out)
    verdicts = [judge(question, line) for question, line in zip(questions, predictions, strict=True)]
    print(f"\n配置 {name}：{len(questions)} 题，结果写入 {path}")
    print(f"{'type':<18}" + "".join(f"{column:>11}" for column in COLUMNS))
    for kind in [*dict.fromkeys(verdict.type for verdict in verdicts), "ALL"]:
        row = summarise(verdict for verdict in verdicts if kind in (verdict.type, "ALL"))
        print(f"{kind:<18}" + "".join(f"{_cell(column, row[column]):>11}" for column in COLUMNS))


def _cell(column: str, value: float | None) -> str:
    if value is None:
        return "-"
    if column in ("n", "characters"):
        return f"{value:.0f}"
    return f"{value * 1000:.1f} ms" if column in ("p50", "p95") else f"{100 * value:.1f} %"


if __name__ == "__main__":
    sys.exit(main())
