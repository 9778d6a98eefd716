"""`python -m eval [run]`: questions answered and scored, over reports of one's own or the sample ones."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval.configs import MODEL, configured, listing, make_answerer
from rag.errors import RagError

if TYPE_CHECKING:
    from eval.answerer import Answerer
    from eval.questions import Asked, EvalQuestion
    from eval.results import Run
    from rag.settings import Settings

OWN = Path(__file__).resolve().parent.parent


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
    parser = argparse.ArgumentParser(
        prog="python -m eval",
        description="评测：用一组有标准答案的问题检验问答效果。",
        epilog=f"--config 可用的配置：\n{listing()}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("questions", nargs="?", type=Path, help="题目文件(.jsonl、.csv 或 .xlsx)，默认用自带的题目")
    parser.add_argument("--skip-bad", action="store_true", help="跳过有问题的题目，不因此停止")
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--reports", type=Path, metavar="DIR", help="报告文件夹，默认用自带的示例报告；索引建在缓存中")
    source.add_argument("--index", type=Path, metavar="DIR", help="用已有的索引")
    parser.add_argument(
        "--config", nargs="+", metavar="NAME", help="一个配置，或要比较的几个配置，默认 default；见下表"
    )
    parser.add_argument("--llm", metavar="PROVIDER:MODEL", help="也用这个语言模型作答并列出，默认同 RAG_LLM")
    parser.add_argument("--at-once", type=_positive, metavar="N", help="同时向语言模型提几个问题，默认 4")
    parser.add_argument("--fresh", action="store_true", help="重新向语言模型提问，不沿用结果文件夹中已有的回答")
    parser.add_argument(
        "--out", type=Path, default=Path("eval-results"), metavar="DIR", help="结果文件夹，默认 eval-results"
    )
    return parser


def _positive(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text} 应为正整数")
    return int(text)


def _run(options: argparse.Namespace) -> None:
    from eval.questions import read_questions
    from eval.runner import cached_index
    from eval.table import side_by_side, table
    from rag.settings import load_settings

    options.questions = options.questions or OWN / "questions.jsonl"
    settings = load_settings({**os.environ, "RAG_LLM": options.llm} if options.llm else None)
    folders = _folders(_names(options, settings), options.out)
    _spare(options.questions, folders.values())
    asked = read_questions(options.questions)
    configurations = {name: configured(settings, name) for name in folders}
    index = options.index or cached_index(options.reports or OWN / "reports", settings)
    # All are made first, so that what one of them lacks shows before the others have run.
    answerers = {name: make_answerer(replace(given, index=index), name) for name, given in configurations.items()}
    questions, options.skipped = _accepted(asked, index, settings, skip_bad=options.skip_bad)
    runs: dict[str, Run] = {}
    for name, answerer in answerers.items():
        runs[name] = _run_one(name, questions, answerer, folders[name], options)
    one = len(runs) == 1 and MODEL not in runs
    print(table(*runs.values()) if one else f"\n{side_by_side(runs)}")
    _report(list(runs.values()), options.out)


def _folders(names: Sequence[str], out: Path) -> dict[str, Path]:
    """Return the folder of each configuration's results: `out` itself for the only one beside a model."""
    return {name: out if [name] == [other for other in names if other != MODEL] else out / name for name in names}


def _spare(questions: Path, folders: Iterable[Path]) -> None:
    """Raise RagError where a run's copy of the questions would overwrite the file that they are read from."""
    from eval.questions import QUESTIONS

    for copy in (folder / QUESTIONS for folder in folders):
        same = copy.exists() and questions.exists() and copy.samefile(questions)
        if same or copy.resolve() == questions.resolve():
            raise RagError(
                f"题目文件 {questions} 就在结果文件夹 {copy.parent} 中，评测会覆盖它。"
                "请用 --out 指定另一个文件夹，或先把题目文件复制到别处。"
            )


def _report(runs: Sequence[Run], out: Path) -> None:
    """Write the report on all runs together to the folder `out`."""
    from eval.report import HTML, write_report

    write_report(runs, out)
    print(f"\n评测报告：{out / HTML}（用浏览器打开，不需要网络）")


def _accepted(asked: Asked, index: Path, settings: Settings, *, skip_bad: bool) -> tuple[list[EvalQuestion], int]:
    """Return the questions that hold against the reports of an index, and how many lines are left out; tell of them."""
    from eval.validate import against_index

    checked = against_index(asked, index, settings)
    questions = checked.accepted(skip_bad=skip_bad)
    if checked.bad:
        print(f"{checked.told()}\n跳过了 {len(checked.bad)} 道有问题的题目。", file=sys.stderr)
    for note in checked.notes:
        print(note, file=sys.stderr)
    return questions, len(checked.bad)


def _names(options: argparse.Namespace, settings: Settings) -> list[str]:
    """Return the configurations to run: that with a model too if one is given, or is set and no other was named."""
    names = options.config or ["default"]
    asked = options.llm or (settings.llm and not options.config)
    return list(dict.fromkeys([*names, MODEL] if asked else names))


def _run_one(
    name: str, questions: Sequence[EvalQuestion], answerer: Answerer, out: Path, options: argparse.Namespace
) -> Run:
    from tqdm import tqdm

    from eval.questions import QUESTIONS, write_questions
    from eval.report import write_report
    from eval.results import METRICS, build_run, write_metrics
    from eval.runner import PREDICTIONS, run, write_predictions
    from eval.summary import Circumstances

    settings, started = answerer.settings, datetime.now(UTC)
    with tqdm(total=len(questions), desc=f"{name}（读入报告）", unit="题", disable=not sys.stderr.isatty()) as bar:
        answerer.read_ahead()  # as the app does when it has started
        bar.set_description(name)
        bar.unpause()
        if settings.llm:
            predictions = _by_model(questions, answerer, out, options, bar.update)
        else:
            predictions = list(run(questions, answerer, bar.update))
            write_predictions(predictions, out)
    print(f"\n配置 {name}：{len(questions)} 题，结果写入 {out / PREDICTIONS} 和 {METRICS}")
    if settings.llm:
        print(_said_of(settings.llm, predictions))
    seconds = (datetime.now(UTC) - started).total_seconds()
    about = Circumstances(name, options.questions, settings, answerer.catalogue(), started, seconds, options.skipped)
    built = build_run(questions, predictions, about)
    write_metrics(built, out)
    write_questions(questions, out / QUESTIONS)
    write_report([built], out)
    return built


def _by_model(
    questions: Sequence[EvalQuestion],
    answerer: Answerer,
    out: Path,
    options: argparse.Namespace,
    progress: Callable[[int], object],
) -> list[dict[str, Any]]:
    from eval.model import AT_ONCE, kept_from, run_model

    kept = {} if options.fresh else kept_from(out, questions, answerer)
    if kept:
        print(f"\n沿用 {out} 中已有的 {len(kept)} 个模型回答；要重新提问，请加 --fresh。", file=sys.stderr)
    progress(len(kept))
    try:
        with _errors_alone("rag.assistant"):  # what failed is told once, below the progress bar
            return run_model(
                questions, answerer, out, at_once=options.at_once or AT_ONCE, kept=kept, progress=lambda: progress(1)
            )
    except KeyboardInterrupt:
        raise RagError(f"已中断。已有的模型回答留在 {out}，用同样的命令再运行一次会接着做。") from None


@contextmanager
def _errors_alone(name: str) -> Iterator[None]:
    """Let a logger tell nothing less than errors for a while."""
    logger = logging.getLogger(name)
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)


def _said_of(model: str, predictions: Sequence[Mapping[str, Any]]) -> str:
    """Return which model answered, and how often it did not, with the reason that comes first."""
    failed = [line for line in predictions if line.get("fallback")]
    told = f"语言模型 {model}"
    return f"{told}；{len(failed)} 题没有得到可用的回答，例如：{failed[0]['notice']}" if failed else told
