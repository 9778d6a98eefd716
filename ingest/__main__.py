"""`python -m ingest PATH…`: add reports to the index, list them, remove what is gone, or rebuild the index."""

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
USAGE = """用法：python -m ingest 报告文件、文件夹、压缩包或网页地址… [--prune] [--allow-private] [--json] [--index DIR]
　　　python -m ingest --prune | --list [--json|--csv] | --samples | --rebuild [--index DIR]
详见 python -m ingest --help。"""


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
        description="把报告加入索引：文件（.txt .md .html .mht .docx .pdf .ofd，有 LibreOffice 时加 .doc .wps .rtf）、"
        "文件夹、.zip 压缩包或网页地址。重复运行只处理新的和改过的报告。报告旁的 reports.csv 可指定地区、年度等。",
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="报告文件、文件夹、压缩包或 http(s):// 地址，可多个")
    parser.add_argument("--index", type=Path, metavar="DIR", help="索引文件夹（默认 index，或 RAG_INDEX）")
    parser.add_argument("--prune", action="store_true", help="移除来源已不存在的报告（给出 PATH 时只移除其中的）")
    parser.add_argument("--allow-private", action="store_true", help="允许读取内部网络和本机的地址")
    action = parser.add_mutually_exclusive_group()
    action.add_argument("--list", action="store_true", help="列出索引中的报告")
    action.add_argument("--samples", action="store_true", help="索引为空时添加随附的示例报告")
    action.add_argument("--rebuild", action="store_true", help="用当前的向量模型重建索引（更换 RAG_EMBEDDING 之后）")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="以 JSON 输出结果或列表")
    form.add_argument("--csv", action="store_true", help="与 --list 一起使用：输出 CSV，改好后可作 reports.csv")
    return parser


def _is_usable(options: argparse.Namespace) -> bool:
    """Tell whether the options go together: one thing to do, and only what belongs to it."""
    adds = bool(options.paths)
    others = options.list + options.samples + options.rebuild
    if others:
        fits = not (adds or options.prune or options.allow_private)
        return fits and (options.list or not options.json) and (options.list or not options.csv)
    return (adds or options.prune) and (adds or not options.allow_private) and not options.csv


def _run(options: argparse.Namespace) -> int:
    settings = load_settings()
    index: Path = options.index or settings.index
    if not _is_usable(options):
        print(USAGE, file=sys.stderr)
        return FAILED
    if options.list:
        return _list(index, options)
    if options.rebuild:
        return _rebuild(index, settings)
    if options.samples and _reports(index):
        print(f"索引 {index} 中已有报告，未添加示例报告。")
        return OK
    return _ingest(options, index, settings)


def _ingest(options: argparse.Namespace, index: Path, settings: Settings) -> int:
    from ingest.build import ingest
    from ingest.show import summary_json, summary_text
    from ingest.sources.gather import check
    from rag.embedding import load_embedding
    from rag.index.manifest import read_manifest

    # what is wrong with the command is told before the model is loaded
    paths = [SAMPLES] if options.samples else options.paths
    check(paths)
    if not paths:
        read_manifest(index)
    with _Bars() as bars:
        summary = ingest(
            paths,
            index=index,
            embedding=load_embedding(settings.embedding, settings.embedding_options),
            progress=bars.show,
            prune=options.prune,
            allow_private=options.allow_private,
            waiting=_tell_waiting,
        )
    print(json.dumps(summary_json(summary), ensure_ascii=False, indent=1) if options.json else summary_text(summary))
    return SOME_FAILED if summary.failed else OK


def _tell_waiting() -> None:
    print("另一个进程正在写入索引，等待它结束……（Ctrl+C 取消）", file=sys.stderr, flush=True)


def _rebuild(index: Path, settings: Settings) -> int:
    from ingest.build import EMBEDDING
    from rag.embedding import load_embedding
    from rag.index.writer import rebuild

    with _Bars() as bars:
        manifest = rebuild(
            index,
            load_embedding(settings.embedding, settings.embedding_options),
            lambda done, total: bars.show(EMBEDDING, done, total),
        )
    print(f"已重建索引 {index}：{manifest.reports} 份报告，{manifest.passages} 个段落，向量模型 {manifest.model}。")
    return OK


def _list(index: Path, options: argparse.Namespace) -> int:
    from ingest.show import as_csv, as_json, table
    from rag.index.manifest import read_manifest

    read_manifest(index)
    reports = _reports(index)
    if options.json:
        print(json.dumps([as_json(report) for report in reports], ensure_ascii=False, indent=1))
    elif options.csv:
        print(as_csv(reports), end="")
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
