"""`python -m eval gate`: the default configuration over the benchmark's own questions, held against the baseline."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.errors import RagError, SettingsError

if TYPE_CHECKING:
    from eval.baseline import Baseline, Lowered, Measured, Row

OWN = Path(__file__).resolve().parent.parent
BASELINE, QUESTIONS, REPORTS = OWN / "baseline.json", OWN / "questions.jsonl", OWN / "reports"
METRICS = "metrics.json"
PASSED, DROPPED, FAILED = 0, 1, 2
# Settings by which the default configuration is another one; what begins with llm has no part in it.
_DECIDING = (
    "embedding", "embedding_backend", "embedding_max_tokens", "query_prompt", "passage_prompt",
    "reranker", "reranker_backend", "reranker_max_tokens", "search", "max_question",
)  # fmt: skip
_WIDTH = 34


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the gate; return 0, 1 where a metric dropped or the baseline is another one's, 2 for a failure."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.lower is not None and not (options.update and options.lower.strip()):
        parser.error("--lower 要和 --update 一起使用，并写明理由，例如 --update --lower 题目改为更难的问法")
    try:
        return _gate(options)
    except RagError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(f"读写文件失败（{error}）。请检查 --out 指定的文件夹。", file=sys.stderr)
    return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m eval gate", description="质量门禁：用默认配置运行自带的题目，任何指标低于基线即不通过。"
    )
    parser.add_argument("--out", type=Path, default=Path("eval-results/gate"), metavar="DIR", help="结果文件夹")
    parser.add_argument("--update", action="store_true", help="按这次的结果更新基线；底线只升不降")
    parser.add_argument("--lower", metavar="理由", help="与 --update 一起使用：允许降低底线，理由记入基线文件")
    return parser


def _gate(options: argparse.Namespace) -> int:
    from eval.baseline import measured
    from eval.baseline_file import read_baseline

    _check_settings()
    baseline = read_baseline(BASELINE)
    if baseline is None and not options.update:
        raise RagError(f"没有基线文件 {BASELINE}。请先建立：python -m eval gate --update")
    if baseline is None and any((folder / ".git").exists() for folder in BASELINE.parents):
        print(f"注意：git 仓库中没有基线文件 {BASELINE}，将从头建立，以前的底线不再有效；如系误删，请先用 git 恢复。")
    if not _run(options.out):
        return FAILED
    try:
        metrics = json.loads((options.out / METRICS).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise RagError(f"读不了这次的结果 {options.out / METRICS}（{error}）。请重新运行。") from error
    now = measured(metrics, questions=_sha256([QUESTIONS]), reports=_sha256(_files(REPORTS)))
    if options.update:
        return _update(baseline, now, options.lower)
    return _compare(baseline, now) if baseline else FAILED


def _check_settings() -> None:
    """Raise SettingsError where the environment makes of the default configuration another one."""
    from rag.settings import Settings, load_settings

    seen, default = load_settings(), Settings()
    changed = [f"RAG_{name.upper()}" for name in _DECIDING if getattr(seen, name) != getattr(default, name)]
    if changed:
        raise SettingsError(f"质量门禁检验的是默认配置，但已设置 {'、'.join(changed)}。请先去掉这些设置项。")


def _run(out: Path) -> bool:
    """Run the benchmark in this process; what fails, it tells itself."""
    from eval.commands.run import main as run

    (out / METRICS).unlink(missing_ok=True)  # the result of an earlier run is none of this one
    return run(["--config", "default", "--out", str(out)]) == 0


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _sha256(paths: Iterable[Path]) -> str:
    """Return the hash of files with their names: the same on every machine, whatever reads them."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _compare(baseline: Baseline, now: Measured) -> int:
    from eval.baseline import compare, newly_failed

    rows = compare(baseline, now)
    print(f"\n质量门禁\n{_table(rows)}")
    changed = _changed(baseline, now)
    if failed := newly_failed(baseline, now):
        print(f"\n基线中答对、这次没有答对的题（{len(failed)} 题）：")
        print("\n".join(_asked(failed)))
    missed = [row.what for row in rows if row.missed]
    if changed:
        print(f"\n不通过：{changed}与基线的不同。确认无误后请更新基线：python -m eval gate --update")
    if missed:
        print(f"\n不通过：{len(missed)} 项指标下降（{'、'.join(missed)}）。")
    if not (changed or missed):
        print("\n通过：没有指标下降。")
    return DROPPED if changed or missed else PASSED


def _changed(baseline: Baseline, now: Measured) -> str:
    pairs = (("题目", baseline.questions, now.questions), ("报告", baseline.reports, now.reports))
    return "和".join(name for name, before, after in pairs if before != after)


def _table(rows: Sequence[Row]) -> str:
    from eval.labels import LABELS

    lines = [f"{'指标':<{_WIDTH - 2}}{'底线':>8}{'实测':>8}  结果"]
    for row in rows:
        limit = f"{'≤' if row.bound.is_ceiling else '≥'} {_number(row.bound.limit)}"
        result = f"{'下降' if row.missed else 'ok  '}  {LABELS.get(row.what.rpartition('.')[2], '')}"
        lines.append(f"{row.what:<{_WIDTH}}{limit:>10}{_number(row.value):>10}  {result}")
    return "\n".join(lines)


def _number(value: float | None) -> str:
    return "无" if value is None else f"{value:.4f}"


def _asked(ids: Iterable[str]) -> list[str]:
    from eval.questions import load_questions

    questions = {question.id: question.question for question in load_questions(QUESTIONS)}
    return [f"  {name}  {questions.get(name, '')}" for name in ids]


def _update(baseline: Baseline | None, now: Measured, why: str | None) -> int:
    from eval.baseline import renewed
    from eval.baseline_file import write_baseline

    new, lowered = renewed(baseline, now, date=datetime.now(UTC).date().isoformat(), why=why)
    if lowered:
        print(f"\n{'已降低' if why else '将要降低'}的底线：")
        print("\n".join(map(_lowered, lowered)))
    if lowered and not why:
        print('\n没有更新基线。如确需降低，请写明理由：python -m eval gate --update --lower "理由"')
        return DROPPED
    write_baseline(BASELINE, new)
    print(f"\n已更新基线 {BASELINE}：{_raised(baseline, new)} 项底线有变化，{len(new.failed)} 题没有答对。")
    return PASSED


def _lowered(one: Lowered) -> str:
    return f"  {one.what:<{_WIDTH}}{_number(one.before)} → {_number(one.after)}"


def _raised(old: Baseline | None, new: Baseline) -> int:
    before: dict[str, Any] = dict(old.bounds) if old else {}
    return sum(what not in before or before[what].limit != bound.limit for what, bound in new.bounds.items())
