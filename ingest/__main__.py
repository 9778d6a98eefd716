"""`python -m ingest PATH…`: add reports to the index, list them, or rebuild it."""

from __future__ import annotations

import argparse
import json
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self

from rag.errors import IndexMissing, RagError
from rag.settings import load_settings

if TYPE_CHECKING:
    from ingest.build import Progress
    from rag.settings import Settings
    from rag.types import Report

SAMPLES = Path(__file__).resolve().parent.parent / "eval" / "reports"
OK, SOME_FAILED, FAILED = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0, 1 if some file failed (the others are in), 2 for wrong usage or a failure."""
    options = _parser().parse_args(arguments)
    try:
        return _run(options)
    except RagError as error:
        print(error, file=sys.stderr)
    except BrokenPipeError:
        sys.stderr.close()  # whoever read the output has gone; what was done is done
    except (OSError, sqlite3.Error) as error:
        print(f"读写索引失败（{error}）。请检查磁盘空间和读写权限；原有索引不受影响。", file=sys.stderr)
    except KeyboardInterrupt:
        print("已中断，原有索引不受影响。", file=sys.stderr)
    return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ingest",
        description="把报告文件（.txt .md .html .htm .docx）或文件夹加入索引；重复运行只处理新的和改过的文件。",
    )
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="报告文件或文件夹，可多个")
    parser.add_argument("--index", type=Path, metavar="DIR", help="索引文件夹（默认 index，或 RAG_INDEX）")
    action = parser.add_mutually_exclusive_group()
    action.add_argument("--list", action="store_true", help="列出索引中的报告")
    action.add_argument("--samples", action="store_true", help="索引为空时添加随附的示例报告")
    action.add_argument("--rebuild", action="store_true", help="用当前的向量模型重建索引（更换 RAG_EMBEDDING 之后）")
    parser.add_argument("--json", action="store_true", help="与 --list 一起使用：输出 JSON")
    return parser


def _run(options: argparse.Namespace) -> int:
    settings = load_settings()
    index: Path = options.index or settings.index
    action = options.list or options.samples or options.rebuild
    if bool(options.paths) == bool(action) or (options.json and not options.list):
        print("用法：python -m ingest 报告文件或文件夹… [--index DIR]，或 --list [--json]、--samples、--rebuild。\n"
              "详见 python -m ingest --help。", file=sys.stderr)  # fmt: skip
        return FAILED
    if options.list:
        return _list(index, as_objects=options.json)
    if options.rebuild:
        return _rebuild(index, settings)
    if options.samples and _reports(index):
        print(f"索引 {index} 中已有报告，未添加示例报告。")
        return OK
    return _ingest(options.paths or [SAMPLES], index, settings)


def _ingest(paths: Sequence[Path], index: Path, settings: Settings) -> int:
    from ingest.build import ingest
    from ingest.gather import gather
    from ingest.show import summary_text
    from rag.embedding import load_embedding

    gather(paths)  # a wrong path is told before the model is loaded
    with _Bars() as bars:
        summary = ingest(paths, index=index, embedding=load_embedding(settings.embedding), progress=bars.show)
    print(summary_text(summary))
    return SOME_FAILED if summary.failed else OK


def _rebuild(index: Path, settings: Settings) -> int:
    from ingest.build import EMBEDDING
    from rag.embedding import load_embedding
    from rag.index.writer import rebuild

    with _Bars() as bars:
        manifest = rebuild(
            index, load_embedding(settings.embedding), lambda done, total: bars.show(EMBEDDING, done, total)
        )
    print(f"已重建索引 {index}：{manifest.reports} 份报告，{manifest.passages} 个段落，向量模型 {manifest.model}。")
    return OK


def _list(index: Path, *, as_objects: bool) -> int:
    from ingest.show import as_json, table
    from rag.index.manifest import read_manifest

    read_manifest(index)
    reports = _reports(index)
    if as_objects:
        print(json.dumps([as_json(report) for report in reports], ensure_ascii=False, indent=1))
    else:
        print(f"索引 {index} 中有 {len(reports)} 份报告。\n\n{table(reports)}")
    return OK


def _reports(index: Path) -> list[Report]:
    """Return the catalogue without opening the searches, so that it can be read whatever model made the index."""
    from contextlib import closing

    from rag.index import database
    from rag.index.manifest import read_manifest

    try:
        manifest = read_manifest(index)
    except IndexMissing:
        return []
    with closing(database.connect(manifest.folder(index))) as connection:
        return database.read_reports(connection)


class _Bars:
    """Progress bars on the terminal, one for each step; none where nobody watches."""

    def __init__(self) -> None:
        self._bar: object | None = None
        self._step = ""
        self.show: Progress = self._show

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def _show(self, step: str, done: int, total: int) -> None:
        from tqdm import tqdm

        if step != self._step:
            self._close()
            self._bar, self._step = tqdm(total=total, desc=step, disable=None, leave=False), step
        if isinstance(self._bar, tqdm):
            self._bar.update(done - self._bar.n)

    def _close(self) -> None:
        from tqdm import tqdm

        if isinstance(self._bar, tqdm):
            self._bar.close()
        self._bar = None


if __name__ == "__main__":
    sys.exit(main())
