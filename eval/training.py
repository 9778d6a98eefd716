"""What the commands that train have in common: their pairs of questions and index, and how a failure is told."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from rag.errors import RagError


def add_pairs(parser: argparse.ArgumentParser) -> None:
    """Add the files of questions, each with the index that they are asked of, as `pairs`."""
    parser.add_argument(
        "pairs", nargs="+", type=Path, metavar="QUESTIONS INDEX", help="题目文件(JSONL)与其索引,成对给出"
    )


def paired(parser: argparse.ArgumentParser, pairs: Sequence[Path]) -> list[tuple[Path, Path]]:
    """Return each file of questions with its index; exits with a message where one has none."""
    if len(pairs) % 2:
        parser.error("题目文件与索引须成对给出")
    return list(zip(pairs[::2], pairs[1::2], strict=True))


def carried_out(train: Callable[[], None], where: str) -> int:
    """Return 0 after training and writing, or 2 after a failure, which is told; `where` is what it writes to."""
    try:
        train()
    except RagError as error:
        sys.stderr.write(f"{error}\n")
    except OSError as error:
        sys.stderr.write(f"写入失败（{error}）。请检查{where}能否读写。\n")
    else:
        return 0
    return 2
