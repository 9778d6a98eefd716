"""Where a report's bytes come from: a file, an entry of an archive, an address."""

from __future__ import annotations

import os
import re
import stat
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
    where it cannot. `facts` are what a sidecar says of it (names of `Report`'s fields → values as text); they are not
    `facts_known` while the sidecar cannot be read. `url` is the address if it has one.
    """

    key: str
    name: str
    read: Callable[[], bytes]
    facts: Mapping[str, str] = field(default_factory=dict)
    url: str | None = None
    facts_known: bool = True


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


def gone(key: str, *, drive_is_there: bool = False) -> bool:
    """Tell whether the source of that key no longer exists; never for an address, nor where it cannot be told.

    Unless `drive_is_there`, it cannot be told either where the drive on which it lay may be missing.
    """
    if is_address(key) or "\ufffd" in key:
        return False
    try:
        at, missing = _nearest(key)
        if not missing:
            return False
        places = list(_splits(key))
        if not all(_entry_gone(path, entry) for path, entry in places):
            return False
        # an archive that could be read tells all
        return drive_is_there or any(path.is_file() for path, _ in places) or not _may_miss_drive(at, missing)
    except (OSError, ReportError):
        # a folder that may not be looked into, an archive that is being copied
        return False


def _may_miss_drive(at: Path, missing: int) -> bool:
    """Tell whether a drive may be missing at or below the folder `at`, of which `missing` parts do not exist.

    Where a drive was mounted, an empty folder is left, or none: then others are mounted beside it, or it was mounted
    in the root, or (Windows) the root itself is missing.
    """
    if not stat.S_ISDIR(at.stat().st_mode):
        return False
    with os.scandir(at) as found:
        entries = list(found)
    if not entries:
        return True
    is_folder_missing = missing > 1
    return is_folder_missing and (
        at == Path(at.anchor) or any(os.path.ismount(os.path.realpath(entry.path)) for entry in entries)
    )


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
    at, missing = _nearest(key)
    return None if missing else at


def _nearest(key: str) -> tuple[Path, int]:
    """Return how far the path that the key stands for exists, and how many parts of it do not; raises OSError."""
    path = Path(key)
    if _exists(path):
        return path, 0
    at = Path(path.anchor)
    parts = path.relative_to(at).parts
    for done, part in enumerate(parts):
        ways = (at / part, at / os.fsdecode(part.encode("gb18030")))
        known = next((way for way in ways if _exists(way)), None)
        if known is None:
            return at, len(parts) - done
        at = known
    return at, 0


def _exists(path: Path) -> bool:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True
