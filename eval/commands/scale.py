"""`python -m eval scale`: generated reports in growing numbers, what adding them and asking about them costs."""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.errors import RagError

if TYPE_CHECKING:
    from eval.scale.generate import Generator
    from eval.scale.process import Progress
    from eval.scale.results import Step
    from rag.settings import Settings

SAMPLES = Path(__file__).resolve().parent.parent / "reports"
QUESTIONS = 200
# Of each report on disk at most: its file, two generations of the index, and what a third needs while it is made.
BYTES_A_REPORT = 600_000
DONE, FAILED, INTERRUPTED = 0, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; return 0, 2 for wrong usage or a failure, 130 where it was interrupted: what was measured stays."""
    options = _parser().parse_args(arguments)
    try:
        _scale(options)
    except RagError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(f"读写文件失败（{error}）。请检查 --out 指定的文件夹和磁盘空间。", file=sys.stderr)
    except KeyboardInterrupt:
        print(f"已中断，临时文件已删除；已完成的测量在 {options.out} 中。", file=sys.stderr)
        return INTERRUPTED
    else:
        return DONE
    return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m eval scale",
        description="规模测试：用示例报告改换地名、年份和数字生成虚构的报告，测量添加速度、回答时间、内存和索引大小。"
        "报告和索引放在临时文件夹中（可用 TMPDIR 指定），结束后删除。",
    )
    parser.add_argument("--reports", type=_several, default=10_000, metavar="N", help="报告份数，默认 10000")
    parser.add_argument("--steps", type=_several, nargs="+", metavar="N", help="在哪些份数测量，默认 100 1000 … N")
    parser.add_argument("--seed", type=int, default=0, help="随机种子，相同则报告和题目相同，默认 0")
    parser.add_argument("--out", type=Path, default=Path("eval-results/scale"), metavar="DIR", help="结果文件夹")
    return parser


def _several(text: str) -> int:
    if not text.isdecimal() or int(text) < 2:
        raise argparse.ArgumentTypeError(f"{text} 应为不小于 2 的整数")
    return int(text)


def _scale(options: argparse.Namespace) -> None:
    from eval.scale.generate import Generator
    from eval.scale.measure import sizes
    from eval.scale.results import table
    from rag.settings import load_settings

    settings = load_settings()
    generator = Generator(SAMPLES, options.seed)
    if options.reports > generator.most:
        raise RagError(f"最多可以生成 {generator.most} 份不同的报告，--reports 是 {options.reports}。请减少份数。")
    options.out.mkdir(parents=True, exist_ok=True)
    steps: list[Step] = []
    with tempfile.TemporaryDirectory(prefix="fazhi-rag-scale-") as folder:
        _check_space(Path(folder), options.reports)
        for step in _steps(generator, sizes(options.reports, options.steps), Path(folder), settings, options.seed):
            steps.append(step)
            _write(options, steps)
    print(f"\n{table(steps)}\n\n结果写入 {options.out}：scale.json、scale.md、scale.svg")


def _check_space(folder: Path, reports: int) -> None:
    free, needed = shutil.disk_usage(folder).free, reports * BYTES_A_REPORT
    if free < needed:
        raise RagError(
            f"{folder.parent} 所在的磁盘剩余 {free / 1e9:.1f} GB，{reports} 份报告约需 {needed / 1e9:.1f} GB。"
            "请腾出空间、用环境变量 TMPDIR 指定别处，或者减少 --reports。"
        )


def _steps(generator: Generator, wanted: Sequence[int], folder: Path, settings: Settings, seed: int) -> Iterator[Step]:
    """Yield what was measured at each size, adding to one index."""
    from eval.scale.generate import questions, write_reports
    from eval.scale.measure import add, ask, step_of
    from eval.scale.process import apart

    reports, index = folder / "reports", folder / "index"
    reports.mkdir()
    settings = replace(settings, index=index)
    before: dict[str, Any] = {"reports": 0, "passages": 0}
    for size in wanted:
        asked = questions(generator, size, QUESTIONS, seed)
        with _bar(size) as progress:
            # the last report of a size is added by itself
            write_reports(generator, range(before["reports"], size - 1), reports)
            many = apart(add, progress, path=reports, index=index, settings=settings)
            last = write_reports(generator, [size - 1], reports)[0]
            one = apart(add, progress, path=last, index=index, settings=settings)
            answers = apart(ask, progress, questions=asked, settings=settings)
        yield step_of(before, many, one, answers)
        before = one


@contextmanager
def _bar(size: int) -> Iterator[Progress]:
    """Show one bar after the other for a size; none where nobody watches."""
    from tqdm import tqdm

    bars: dict[str, tqdm[Any]] = {}

    def show(what: str, done: int, total: int) -> None:
        if what not in bars or bars[what].total != total:
            for bar in bars.values():
                bar.close()
            bars[what] = tqdm(total=total, desc=f"{size} 份：{what}", disable=None, leave=False)
        bars[what].update(done - bars[what].n)

    try:
        yield show
    finally:
        for bar in bars.values():
            bar.close()


def _write(options: argparse.Namespace, steps: Sequence[Step]) -> None:
    """Write all that was measured so far."""
    from eval.scale.plot import svg
    from eval.scale.results import FORMAT, table

    values = {
        "format": FORMAT,
        "seed": options.seed,
        "wanted": options.reports,
        "measured": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {
            "cores": os.cpu_count(),
            "python": platform.python_version(),
            "platform": platform.platform(),
        },
        "steps": [asdict(step) for step in steps],
    }
    texts = {
        "scale.json": json.dumps(values, ensure_ascii=False, indent=1) + "\n",
        "scale.md": f"# 规模测试 Scale\n\n{table(steps)}\n\n![规模测试](scale.svg)\n",
        "scale.svg": svg(steps),
    }
    for name, text in texts.items():
        (options.out / name).write_text(text, "utf-8")
