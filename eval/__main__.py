"""`python -m eval`: the benchmark on the terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

# A module of `eval/commands/` each.
COMMANDS = ("compare", "draft", "export", "gate", "run", "scale", "squad")


def main(arguments: Sequence[str] | None = None) -> int:
    """Hand over to the command named first, `run` where none is; return 0, or 2 for wrong usage or a failure."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words and not words[0].startswith("-") and words[0] not in COMMANDS and not _is_a_file(words[0]):
        print(f"不认识的命令 {words[0]}。可用的命令：{'、'.join(COMMANDS)}；或者给出题目文件。", file=sys.stderr)
        return 2
    command = words.pop(0) if words and words[0] in COMMANDS else "run"
    done: int = import_module(f"eval.commands.{command}").main(words)
    return done


def _is_a_file(word: str) -> bool:
    return bool(Path(word).suffix) or Path(word).exists()


if __name__ == "__main__":
    sys.exit(main())
