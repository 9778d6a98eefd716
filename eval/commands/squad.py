"""`python -m eval squad FILE.json`: a public set in SQuAD's form, to measure searching and the choice of a sentence."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from rag.errors import RagError

if TYPE_CHECKING:
    from eval.squad import Squad

METRICS, PREDICTIONS = "squad.json", "predictions.jsonl"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; return 0, or 2 for wrong usage or a failure."""
    options = _parser().parse_args(arguments)
    # On busy cores the threads of faiss and numpy wait for each other; they read this as they load, which is later.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    try:
        _run(options.file, options.limit, options.out or Path("eval-results") / options.file.stem)
    except RagError as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"读写文件失败（{error}）。请检查磁盘空间和 --out 指定的文件夹。", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m eval squad",
        description="评测：用 SQuAD 格式的中文阅读理解题（DRCD、CMRC 2018、XQuAD 等）检验段落检索和答案句的选取。",
    )
    parser.add_argument("file", type=Path, metavar="FILE.json", help="题目文件")
    parser.add_argument("--limit", type=_positive, metavar="N", help="最多测 N 题，从全部题目中均匀抽取；段落不减少")
    parser.add_argument("--out", type=Path, metavar="DIR", help="结果文件夹，默认 eval-results/文件名")
    return parser


def _positive(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text} 应为正整数")
    return int(text)


def _run(file: Path, limit: int | None, out: Path) -> None:
    from eval.squad import read_squad, spread
    from eval.squad_metrics import measured, tables
    from eval.squad_run import outcomes, paragraph_index
    from rag.embedding import load_embedding
    from rag.settings import load_settings

    began = perf_counter()
    squad = read_squad(file)
    squad = spread(squad, limit) if limit else squad
    print(_said_of(squad))
    settings = load_settings()
    embedding = load_embedding(settings.embedding, settings.embedding_options)
    out.mkdir(parents=True, exist_ok=True)  # a mistake in --out shows before the work
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        found = list(outcomes(squad, paragraph_index(squad.paragraphs, Path(scratch) / "index", embedding)))
    measures = measured(found)
    print(f"\n{tables(measures)}\n")
    lines = (json.dumps(one.to_json(), ensure_ascii=False) + "\n" for one in found)
    (out / PREDICTIONS).write_text("".join(lines), "utf-8")
    about: dict[str, Any] = {
        "format": 1,
        "file": file.name,
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "questions": len(squad.questions),
        "paragraphs": len(squad.paragraphs),
        "left_out": squad.left_out,
        "unfound": squad.unfound,
        "simplified": squad.simplified,
        "embedding": f"{embedding.name} {embedding.fingerprint}",
        "wall_seconds": round(perf_counter() - began, 1),
    }
    (out / METRICS).write_text(json.dumps(about | measures, ensure_ascii=False, indent=1), "utf-8")
    print(f"结果写入 {out / METRICS} 和 {PREDICTIONS}，用时 {about['wall_seconds']:.0f} 秒。")


def _said_of(squad: Squad) -> str:
    """Return what is asked, and what about it has to be known to read the figures."""
    told = [f"{len(squad.questions)} 题，{len(squad.paragraphs)} 段"]
    if squad.simplified:
        told.append("繁体字已转为简体")
    if squad.left_out:
        told.append(f"{squad.left_out} 题没有问题或答案，不计入")
    if squad.unfound:
        told.append(f"{squad.unfound} 题的答案与原文写法不同，计为未答出")
    return "；".join(told) + "。"
