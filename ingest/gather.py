"""Which files an ingest reads: those named, and those in the folders named."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.load import LOADERS, is_supported, unsupported
from rag.errors import ReportError


@dataclass(frozen=True, slots=True)
class Gathered:
    """The files to read, in order and each once; files named but of no known type with the reason; and how many files
    of other types (by suffix) were passed over in folders."""  # noqa: D205, D209

    files: list[Path]
    unsupported: list[tuple[str, str]] = field(default_factory=list)
    ignored: dict[str, int] = field(default_factory=dict)


def gather(paths: Sequence[Path]) -> Gathered:
    """Return the report files of `paths`, folders with all their sub-folders in the order of their names.

    Hidden files and the lock files of office programs (~$…) are left out. Raises ReportError where a path does not
    exist, or where there is no file at all to be read.
    """
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        raise ReportError(f"找不到 {'、'.join(missing)}。请检查路径。")
    files: dict[Path, None] = {}
    refused: list[tuple[str, str]] = []
    ignored: Counter[str] = Counter()
    for path in paths:
        if path.is_dir():
            inside = list(_walk(path))
            files.update(dict.fromkeys(file for file in inside if is_supported(file)))
            ignored.update(file.suffix.lower() or "无扩展名" for file in inside if not is_supported(file))
        elif is_supported(path):
            files[path] = None
        else:
            refused.append((str(path), unsupported(path.suffix)))
    if not files and not refused:
        where, known = "、".join(map(str, paths)), "、".join(LOADERS)
        raise ReportError(f"{where} 中没有可以读取的报告文件。支持：{known}。")
    return Gathered(list(files), refused, dict(ignored))


def _walk(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(root) / name for name in sorted(names) if not name.startswith((".", "~$")))
