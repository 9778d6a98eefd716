"""The container of old Office files (OLE2, [MS-CFB]): only what tells which program wrote one."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# No report comes near these; a container that does was made to keep its reader busy.
MOST_SECTORS = 2**15
MOST_TABLES = 2**13
_ENTRY = 128
# This and higher numbers are no sectors and no entries.
_NONE = 0xFFFFFFFA
# Shorter streams lie inside another stream.
_SHORTEST = 4096


@dataclass(frozen=True, slots=True)
class _Stream:
    start: int
    size: int


class Container:
    """The streams and storages at the top of an OLE2 file; what is damaged is left out."""

    def __init__(self, data: bytes) -> None:
        """Read the directory of `data`; raises ValueError where there is none."""
        self._data = data
        try:
            self._size = {9: 512, 12: 4096}[self._number(30, "<H")]
            self._tables = list(self._table_sectors())
            directory = b"".join(map(self._sector, self._chain(self._number(48))))
            self._streams = dict(_children(directory))
        except (struct.error, KeyError) as error:
            raise ValueError("no directory") from error

    @property
    def names(self) -> frozenset[str]:
        """The names at the top, in lower case."""
        return frozenset(self._streams)

    def beginning(self, name: str) -> bytes:
        """Return the first sector of a stream; nothing where there is none of that name, or it is a short one."""
        stream = self._streams.get(name)
        return self._sector(stream.start) if stream and stream.size >= _SHORTEST else b""

    def _number(self, at: int, form: str = "<I") -> int:
        return int(struct.unpack_from(form, self._data, at)[0])

    def _sector(self, number: int) -> bytes:
        return self._data[(number + 1) * self._size : (number + 2) * self._size]

    def _table_sectors(self) -> Iterator[int]:
        """Yield the sectors of the allocation table: 109 stand in the header, the others in a chain of lists."""
        yield from (number for at in range(76, 512, 4) if (number := self._number(at)) < _NONE)
        list_at = self._number(68)
        for _ in range(MOST_TABLES * 4 // self._size):
            sector = self._sector(list_at) if list_at < _NONE else b""
            if len(sector) < self._size:
                return
            *numbers, list_at = struct.unpack(f"<{self._size // 4}I", sector)
            yield from (number for number in numbers if number < _NONE)

    def _chain(self, number: int) -> Iterator[int]:
        each = self._size // 4
        for _ in range(MOST_SECTORS):
            table = number // each
            if number >= _NONE or table >= len(self._tables):
                return
            yield number
            at = (self._tables[table] + 1) * self._size + number % each * 4
            number = self._number(at) if at + 4 <= len(self._data) else _NONE


def _children(directory: bytes) -> Iterator[tuple[str, _Stream]]:
    """Yield the entries right below the root by their names; they form a tree of left and right neighbours."""
    waiting, seen = [struct.unpack_from("<I", directory, 76)[0]], set[int]()
    while waiting:
        number = waiting.pop()
        entry = directory[number * _ENTRY : (number + 1) * _ENTRY]
        if number in seen or len(entry) < _ENTRY:
            continue
        seen.add(number)
        length, left, right = struct.unpack_from("<H2xII", entry, 64)
        start, size = struct.unpack_from("<II", entry, 116)
        yield entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace").lower(), _Stream(start, size)
        waiting += [left, right]
