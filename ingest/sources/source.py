"""Where a report's bytes come from: a file, an entry of an archive, an address."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rag.errors import ReportError

# Between the path of an archive and the name of its entry.
INSIDE = "!/"
_ADDRESS = re.compile(r"\s*https?://", re.IGNORECASE)
# What systems put into folders and archives unasked.
_LITTER = frozenset(("thumbs.db", "desktop.ini"))


@dataclass(slots=True)
class Source:
    """One report file, wherever it lies.

    `key` names it for good: an absolute path, path!/entry for an archive, an address; `name` is its base name (of an
    address, it may be known better once it was read). `read` returns its bytes and raises ReportError with the reason
    where it cannot. `facts` are what a sidecar says of it (names of `Report`'s fields → values as text), `url` the
    address if it has one.
    """

    key: str
    name: str
    read: Callable[[], bytes]
    facts: Mapping[str, str] = field(default_factory=dict)
    url: str | None = None


def is_address(given: str | Path) -> bool:
    """Tell whether this is the address of a page rather than a path."""
    return isinstance(given, str) and _ADDRESS.match(given) is not None


def is_hidden(relative: str) -> bool:
    """Tell whether a file (parts parted by /) is hidden, an office program's lock file, or a system's litter."""
    *folders, name = relative.split("/")
    litter = name.startswith("~$") or name.lower() in _LITTER or "__MACOSX" in folders
    return litter or any(part.startswith(".") for part in (*folders, name))


def key_of(path: Path) -> str:
    """Return the key of a file: its absolute path with links resolved, as text that can be stored and shown."""
    return shown(Path(os.path.realpath(path)))


def shown(path: Path) -> str:
    """Return a path as it was given, as text that can be stored and shown."""
    return str(Path(*map(_as_text, path.parts)))


def _as_text(name: str) -> str:
    """Return a file's name; bytes that are no UTF-8 are GBK, as old programs unpack Chinese archives."""
    try:
        name.encode()
    except UnicodeEncodeError:
        raw = os.fsencode(name)
        try:
            return raw.decode("gb18030")
        except UnicodeDecodeError:
            return raw.decode(errors="replace")
    return name


def gone(key: str) -> bool:
    """Tell whether the source of that key no longer exists; never for an address, nor where it cannot be told."""
    if is_address(key) or "\ufffd" in key:
        return False
    try:
        if _locate(key):
            return False
        return all(_entry_gone(path, entry) for path, entry in _splits(key))
    except (OSError, ReportError):
        # a drive that is not there for the moment, an archive that is being copied
        return False


def _splits(key: str) -> Iterator[tuple[Path, str]]:
    """Yield each way to read the key as a file that exists and an entry: a folder's name, too, may end with a !."""
    for found in re.finditer(re.escape(INSIDE), key):
        if path := _locate(key[: found.start()]):
            yield path, key[found.end() :]


def _entry_gone(path: Path, entry: str) -> bool:
    from ingest.sources.archive import listing

    if path.is_dir():
        return True
    status = path.stat()
    return entry not in listing(path, status.st_mtime_ns, status.st_size)


def _locate(key: str) -> Path | None:
    """Return the path that the key stands for, None where there is none; raises OSError where it cannot be told."""
    path = Path(key)
    if _exists(path):
        return path
    at = Path(path.anchor)
    for part in path.relative_to(at).parts:
        ways = (at / part, at / os.fsdecode(part.encode("gb18030")))
        known = next((way for way in ways if _exists(way)), None)
        if known is None:
            return None
        at = known
    return at


def _exists(path: Path) -> bool:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True
