"""The smallest OLE2 containers, for the tests: header, one sector of the table, directory, streams of one size."""

from __future__ import annotations

import struct

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SECTOR = 512
STREAM_SECTORS = 8  # 4,096 bytes: the shortest stream with sectors of its own


def ole_file(*streams: str, beginning: bytes = b"", below: str = "") -> bytes:
    """Return a container with these streams at its top, each 4,096 bytes that start with `beginning`.

    `below`: the name of one more stream, in a storage instead of at the top.
    """
    names = [*streams, *(("ObjectPool", below) if below else ())]
    directory_sectors = -(-(len(names) + 1) // 4)
    first = 1 + directory_sectors
    table = [TABLE, *_chain(1, directory_sectors)]
    entries = [_entry("Root Entry", kind=5, child=1)]
    top = len(streams) + bool(below)
    for at, name in enumerate(names, 1):
        is_storage = bool(below) and name == "ObjectPool"
        entries.append(_entry(
            name, kind=1 if is_storage else 2, right=at + 1 if at < top else FREE, child=at + 1 if is_storage else FREE,
            start=first, size=0 if is_storage else STREAM_SECTORS * SECTOR,
        ))  # fmt: skip
        if not is_storage:
            table += _chain(first, STREAM_SECTORS)
            first += STREAM_SECTORS
    header = MAGIC + bytes(16) + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<IIIIIIII", 1, 1, 0, 4096, END, 0, END, 0) + struct.pack("<I", 0) + b"\xff" * 432
    stream = beginning.ljust(STREAM_SECTORS * SECTOR, b"\0")
    return b"".join((
        header, struct.pack("<128I", *table, *[FREE] * (128 - len(table))),
        b"".join(entries).ljust(directory_sectors * SECTOR, b"\0"),
        *[stream for name in names if name != "ObjectPool"],
    ))  # fmt: skip


def _chain(first: int, sectors: int) -> list[int]:
    return [*range(first + 1, first + sectors), END]


def _entry(name: str, *, kind: int, right: int = FREE, child: int = FREE, start: int = 0, size: int = 0) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    return (
        written.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(written), kind, 1, FREE, right, child)
        + bytes(36)
        + struct.pack("<III", start, size, 0)
    )
