"""`python -m eval compare A B`: two runs over the same questions, metric by metric and question by question."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.errors import RagError

if TYPE_CHECKING:
    from eval.comparison import Changed, Difference
    from eval.results import Run

OWN = Path(__file__).resolve().parent.parent / "questions.jsonl"
SECTIONS = {"lost": "A 答对、B 没有答对", "gained": "A 没有答对、B 答对", "newly_wrong": "B 新答错"}
# Characters of a question or an answer in the lists.
_SHOWN = 200
_ESCAPED = str.maketrans({"|": "\\|", "<": "&lt;", ">": "&gt;", "&": "&amp;", "[": "\\[", "]": "\\]", "`": "\\`"})


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the comparison; return 0, or 2 for wrong usage or runs that cannot be compared."""
    parser = argparse.ArgumentParser(prog="python -m eval compare", description="比较两次评测的结果。")
    parser.add_argument("one", type=Path, metavar="A", help="一次评测的结果文件夹")
    parser.add_argument("other", type=Path, metavar="B", help="另一次评测的结果文件夹，题目须相同")
    parser.add_argument("--questions", type=Path, metavar="FILE", help="两次评测的题目文件，默认用结果文件夹中的")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    options = parser.parse_args(arguments)
    try:
        from eval.comparison import changed, compare

        runs = _read(options.one, options.other, options.questions)
        differences, changes = compare(*runs), changed(*runs)
    except RagError as error:
        print(error, file=sys.stderr)
        return 2
    if options.json:
        print(json.dumps(as_json(runs, differences, changes), ensure_ascii=False, indent=1))
    else:
        print("\n".join(markdown(runs, differences, changes)))
    return 0


def _read(one: Path, other: Path, questions: Path | None) -> tuple[Run, Run]:
    """Return both runs; raises RagError where they cannot be read or are not of the same questions."""
    from eval.questions import QUESTIONS, load_questions
    from eval.results import read_metrics, read_run

    asked = [read_metrics(folder)["questions"] for folder in (one, other)]
    if asked[0]["sha256"] != asked[1]["sha256"]:
        first, second = (f"{used['file']}（{used['count']} 题）" for used in asked)
        told = f"{one} 用的是 {first}，{other} 用的是 {second}"
        raise RagError(f"两次评测的题目不同，不能比较：{told}，内容不一样。请用同一个题目文件各评测一次。")
    if questions is None and (one / QUESTIONS).exists():
        loaded = load_questions(one / QUESTIONS)
        return read_run(one, loaded), read_run(other, loaded)
    questions = questions or OWN
    loaded = load_questions(questions)
    if hashlib.sha256(questions.read_bytes()).hexdigest() != asked[0]["sha256"]:
        raise RagError(f"{questions} 不是这两次评测的题目。请用 --questions 指定当时的 {asked[0]['file']}。")
    return read_run(one, loaded), read_run(other, loaded)


def as_json(runs: tuple[Run, Run], differences: Mapping[str, Difference], changes: Changed) -> dict[str, Any]:
    """Return the comparison as plain values; `metrics` as `Difference` has them, changes with both answers."""
    return {
        "a": runs[0].config,
        "b": runs[1].config,
        "questions": runs[0].metrics["questions"],
        "metrics": {name: asdict(one) for name, one in differences.items()},
        **{section: [_both(runs, at) for at in getattr(changes, section)] for section in SECTIONS},
    }


def _both(runs: tuple[Run, Run], at: int) -> dict[str, str]:
    question = runs[0].questions[at]
    one, other = (str(run.predictions[at].get("answer") or "") for run in runs)
    return {"id": question.id, "type": question.type, "question": question.question, "a": one, "b": other}


def markdown(runs: tuple[Run, Run], differences: Mapping[str, Difference], changes: Changed) -> Iterator[str]:
    """Yield the lines of the comparison as Markdown; whatever a question or an answer holds is text there."""
    asked, (one, other) = runs[0].metrics["questions"], runs
    yield "# 两次评测的比较\n"
    yield f"A：{_text(one.config)}；B：{_text(other.config)}；题目 {_text(asked['file'])}，{asked['count']} 题。"
    if one.metrics["index"]["sha256"] != other.metrics["index"]["sha256"]:
        yield "注意：两次评测所用的报告不同。"
    yield "差 = B − A；区间：配对自助法，95%；p：是非指标用 McNemar 精确检验，其余用配对置换检验，未作多重比较校正。\n"
    yield "| 指标 | A | B | 差 | 95% 区间 | p | n |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    for name, difference in differences.items():
        yield _row(name, difference)
    for section, title in SECTIONS.items():
        yield from _section(title, [_both(runs, at) for at in getattr(changes, section)])


def _row(name: str, one: Difference) -> str:
    from eval.labels import LABELS
    from eval.table import cell

    change = "-" if one.difference is None else _signed(name, one.difference)
    interval = "-" if one.low is None or one.high is None else f"{_signed(name, one.low)} … {_signed(name, one.high)}"
    p = "-" if one.p is None else "< 0.001" if one.p < 0.001 else f"{one.p:.3f}"
    shown = " | ".join((cell(name, one.one), cell(name, one.other), change, interval, p, str(one.n)))
    return f"| {LABELS[name]} {name} | {shown} |"


def _signed(name: str, value: float) -> str:
    if name == "characters":
        return f"{value:+.0f}"
    return f"{value * 1000:+.1f} ms" if name in ("p50", "p95") else f"{100 * value:+.1f}"


def _section(title: str, rows: Sequence[Mapping[str, str]]) -> Iterator[str]:
    yield f"\n## {title}：{len(rows)} 题\n"
    if rows:
        yield "| 题目 | 问题 | A 的回答 | B 的回答 |"
        yield "| --- | --- | --- | --- |"
    for row in rows:
        yield f"| {' | '.join(_text(row[field]) for field in ('id', 'question', 'a', 'b'))} |"


def _text(text: str) -> str:
    """Return a text as one cell of a Markdown table: on one line, and without anything that Markdown reads."""
    line = " ".join(text.split())
    return (line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…").translate(_ESCAPED)
