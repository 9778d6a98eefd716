"""What an ingest reads: the files named, those in folders and archives, and the pages at addresses."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from ingest.load import SUFFIXES, read_bytes
from ingest.sources import archive
from ingest.sources.archive import Archive, Shelf, is_zip_name
from ingest.sources.documents import HEAD, is_document
from ingest.sources.sidecar import NAME, Sidecar, assign, is_sidecar, read_sidecar
from ingest.sources.source import INSIDE, Source, is_address, is_hidden, key_of, shown
from rag.errors import ReportError

KNOWN = frozenset(SUFFIXES)
NO_SUFFIX = "无扩展名"


@dataclass(frozen=True, slots=True)
class Gathered:
    """What to read, in order and each once.

    `failed`: files that cannot be read, and rows of sidecars that cannot be used, each with the reason. `ignored`: how
    many files of other types, by suffix, were passed over in folders and archives.
    """

    sources: list[Source]
    failed: list[tuple[str, str]] = field(default_factory=list)
    ignored: dict[str, int] = field(default_factory=dict)


def check(paths: Sequence[str | Path]) -> None:
    """Raise ReportError where one of the paths does not exist; addresses are not looked at."""
    missing = [str(path) for path in paths if not is_address(path) and not _exists(path)]
    if missing:
        hint = "地址只支持 http:// 和 https://。" if any("://" in path for path in missing) else "请检查路径。"
        raise ReportError(f"找不到 {'、'.join(path or '（空路径）' for path in missing)}。{hint}")


def gather(paths: Sequence[str | Path], *, allow_private: bool = False, may_be_empty: bool = False) -> Gathered:
    """Return the reports of `paths`: files, folders with all their sub-folders, archives, addresses.

    Folders and archives are gone through by name, without hidden files and lock files of office programs (~$…).
    `allow_private`: pages inside the office's own network may be read. Of files only the first bytes are
    read here, but for sidecars, archives, and those without a known suffix that begin as a document may (a zip, OLE2).
    Raises ReportError for a path that does not exist, and for no file at all unless there `may_be_empty`.
    """
    check(paths)
    run = _Run(allow_private)
    for given in paths:
        run.add(given)
    if not (run.sources or run.failed or may_be_empty):
        where, known = "、".join(map(str, paths)), "、".join(sorted(KNOWN))
        raise ReportError(f"{where} 中没有可以读取的报告文件。支持：{known}。")
    return Gathered(list(run.sources.values()), list(run.failed), dict(run.ignored))


@dataclass(slots=True)
class _Tree:
    """Files with their paths below one folder; sidecars with the path of their folder ("" or "a/b/").

    The last of a sidecar says whether all files of its folder are here, so that a row without a file is a mistake.
    """

    sources: list[tuple[str, Source]] = field(default_factory=list)
    sidecars: list[tuple[str, Sidecar, bool]] = field(default_factory=list)


class _Run:
    """One gathering: sources by their keys, so that each is there once; what failed, likewise."""

    def __init__(self, allow_private: bool) -> None:
        self.sources: dict[str, Source] = {}
        self.failed: dict[tuple[str, str], None] = {}
        self.ignored: Counter[str] = Counter()
        self._allow_private = allow_private
        self._shelf = Shelf()
        self._beside: dict[Path, Sidecar | None] = {}

    def add(self, given: str | Path) -> None:
        """Take what one argument stands for."""
        path = Path(given)
        if is_address(given):
            self._address(str(given))
        elif path.is_dir():
            self._folder(path)
        elif not is_sidecar(path.name):
            tree = _Tree()
            self._file(path, shown(Path(path.name)), tree, named=True)
            if table := self._sidecar_beside(path.absolute().parent):
                tree.sidecars.append(("", table, False))
            self._take(tree)

    def _address(self, address: str) -> None:
        from ingest.sources.fetch import page_source

        try:
            source = page_source(address, allow_private=self._allow_private)
            self.sources.setdefault(source.key, source)
        except ReportError as error:
            self._fail(address, str(error))

    def _folder(self, folder: Path) -> None:
        tree = _Tree()
        for path in self._walk(folder):
            relative = shown(path.relative_to(folder)).replace(os.sep, "/")
            if is_sidecar(path.name):
                table = _sidecar(partial(read_bytes, path), shown(path))
                tree.sidecars.append((relative[: -len(NAME)], table, True))
            else:
                self._file(path, relative, tree)
        self._take(tree)

    def _walk(self, folder: Path) -> Iterator[Path]:
        def unreadable(error: OSError) -> None:
            self._fail(shown(Path(error.filename)), f"文件夹无法读取（{error.strerror}）。请检查读取权限。")

        for root, folders, names in os.walk(folder, onerror=unreadable):
            folders[:] = sorted(name for name in folders if not is_hidden(f"{name}/_"))
            yield from (Path(root) / name for name in sorted(names) if not is_hidden(name))

    def _sidecar_beside(self, folder: Path) -> Sidecar | None:
        if folder not in self._beside:
            found = next((path for path in _listed(folder) if is_sidecar(path.name)), None)
            self._beside[folder] = _sidecar(partial(read_bytes, found), shown(found)) if found else None
        return self._beside[folder]

    def _file(self, path: Path, relative: str, tree: _Tree, *, named: bool = False) -> None:
        head, suffix = _head(path), path.suffix.lower()
        wanted = named or suffix in KNOWN
        if wanted and head.startswith(archive.MAGIC) and self._unpacked(path, relative, tree):
            return
        if wanted or is_document(head, partial(read_bytes, path), suffix):
            tree.sources.append((relative, Source(key_of(path), shown(Path(path.name)), partial(read_bytes, path))))
        else:
            self.ignored[suffix or NO_SUFFIX] += 1

    def _unpacked(self, path: Path, relative: str, tree: _Tree) -> bool:
        """Take the entries of an archive; False where the file is none, but a document kept as a zip."""
        try:
            found = Archive(key_of(path), lambda: path.open("rb"), shelf=self._shelf)
        except ReportError as error:
            if is_zip_name(path.name):
                self._fail(shown(path), str(error))
            return is_zip_name(path.name)
        if not found.is_package:
            self._entries(found, shown(path), relative, tree)
        return not found.is_package

    def _entries(self, found: Archive, where: str, relative: str, tree: _Tree) -> None:
        if not (found.names or found.refused):
            self._fail(where, "压缩包是空的。")
        for name, reason in found.refused:
            self._fail(where + INSIDE + name, reason)
        for name in found.names:
            below, read = f"{relative}/{name}", partial(found.read, name)
            suffix = Path(name).suffix.lower()
            if is_sidecar(Path(name).name):
                tree.sidecars.append((below[: -len(NAME)], _sidecar(read, where + INSIDE + name), True))
            elif is_zip_name(name) and self._nested(found, name, where, relative, tree):
                continue
            elif suffix in KNOWN or is_document(found.head(name, HEAD), read, suffix):
                tree.sources.append((below, Source(found.key + INSIDE + name, Path(name).name, read)))
            else:
                self.ignored[suffix or NO_SUFFIX] += 1

    def _nested(self, found: Archive, name: str, where: str, relative: str, tree: _Tree) -> bool:
        """Take the entries of an archive in an archive; False where it is a document kept as a zip."""
        where = where + INSIDE + name
        if found.is_nested:
            self._fail(where, "压缩包嵌套超过两层，未读取。请解压后再添加。")
            return True
        try:
            inner = found.inner(name)
        except ReportError as error:
            self._fail(where, str(error))
            return True
        if not inner.is_package:
            self._entries(inner, where, f"{relative}/{name}", tree)
        return not inner.is_package

    def _take(self, tree: _Tree) -> None:
        """Put the tree's sources among the others with what sidecars say; the nearest sidecar says it last."""
        for _, source in tree.sources:
            self.sources.setdefault(source.key, source)
        for folder, table, whole in sorted(tree.sidecars, key=lambda sidecar: sidecar[0].count("/")):
            below = {path[len(folder) :]: source.key for path, source in tree.sources if path.startswith(folder)}
            for key in () if table.usable else below.values():
                self.sources[key].facts_known = False
            rows, problems = assign(table, list(below), whole=whole)
            for path, row in rows.items():
                source = self.sources[below[path]]
                source.facts = {**source.facts, **row.facts}
            for where, reason in problems:
                self._fail(where, reason)

    def _fail(self, where: str, reason: str) -> None:
        self.failed[where, reason] = None


def _exists(path: str | Path) -> bool:
    try:
        return bool(str(path).strip()) and Path(path).exists()
    except OSError:  # a name that is too long, a folder that may not be looked into
        return False


def _head(path: Path) -> bytes:
    """Return the first bytes of a file, none where it cannot be read; the reading tells why."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return b""
        with path.open("rb") as file:
            return file.read(HEAD)
    except OSError:
        return b""


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _sidecar(read: Callable[[], bytes], where: str) -> Sidecar:
    try:
        return read_sidecar(read(), where)
    except ReportError as error:
        return Sidecar(problems=[(where, str(error))], usable=False)
