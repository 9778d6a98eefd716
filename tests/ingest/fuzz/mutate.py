"""Random damage to a file: bytes and blocks changed, lost, repeated, put elsewhere; of a package, in its parts."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Sequence

from tests.ingest.fuzz.samples import Sample, members

Mutation = Callable[[bytearray, random.Random], None]
MOST_STEPS = 6
LONGEST_BLOCK = 400
# Bytes that mean something in one format or another.
TELLING = (
    b"\x00", b"\xff", b"\x80", b"\xef\xbf\xbd", b"\xa1\xa1", b"\xff\xff\xff\xff", bytes(4), b"\r", b"<", b">", b"]]>",
    b"&#0;", b"PK\x03\x04", b"%PDF-1.4", b"endobj", b"stream\n", b"--", b"65536", b"-1", b"1e999",
)  # fmt: skip


def mutated(sample: Sample, others: Sequence[Sample], source: random.Random) -> Sample:
    """Return the sample with some damage; sometimes under the name of another one."""
    name, data = sample
    if data[:2] == b"PK" and source.random() < 0.7:
        data = _inside(data, others, source)
    else:
        data = _damaged(data, others, source)
    return (source.choice(others)[0] if source.random() < 0.05 else name), data


def _damaged(data: bytes, others: Sequence[Sample], source: random.Random) -> bytes:
    if source.random() < 0.1:
        other = source.choice(others)[1]
        data = data[: _place(data, source)] + other[_place(other, source) :]
    changed = bytearray(data)
    for _ in range(source.randint(1, MOST_STEPS)):
        source.choice(MUTATIONS)(changed, source)
    return bytes(changed)


def _inside(data: bytes, others: Sequence[Sample], source: random.Random) -> bytes:
    """Damage one part of a package, so that the damage comes through its checksums."""
    parts = list(members(data))
    chosen = source.randrange(len(parts))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for at, (name, content) in enumerate(parts):
            if at != chosen:
                package.writestr(name, content)
            elif source.random() < 0.9:  # else the part is missing
                package.writestr(name, _damaged(content, others, source))
    return file.getvalue()


def _place(data: bytes | bytearray, source: random.Random) -> int:
    return source.randrange(len(data) + 1)


def _block(data: bytearray, source: random.Random) -> tuple[int, int]:
    start = _place(data, source)
    return start, min(len(data), start + source.randint(1, LONGEST_BLOCK))


def _flip(data: bytearray, source: random.Random) -> None:
    for _ in range(source.choice((1, 1, 4, 32))):
        if data:
            data[source.randrange(len(data))] ^= 1 << source.randrange(8)


def _truncate(data: bytearray, source: random.Random) -> None:
    del data[_place(data, source) :]


def _insert(data: bytearray, source: random.Random) -> None:
    start = _place(data, source)
    data[start:start] = source.choice(TELLING) * source.choice((1, 1, 2, 100))


def _insert_noise(data: bytearray, source: random.Random) -> None:
    start = _place(data, source)
    data[start:start] = source.randbytes(source.randint(1, 40))


def _delete(data: bytearray, source: random.Random) -> None:
    start, end = _block(data, source)
    del data[start:end]


def _repeat(data: bytearray, source: random.Random) -> None:
    start, end = _block(data, source)
    data[start:start] = data[start:end] * source.choice((1, 2, 20))


def _pile(data: bytearray, source: random.Random) -> None:
    """Repeat little very often: what is nested too deep, or takes a pattern too long, shows itself."""
    if source.random() < 0.7:  # these inputs are slow
        return
    start = _place(data, source)
    data[start:start] = data[start : start + source.randint(1, 30)] * 3000


def _move(data: bytearray, source: random.Random) -> None:
    start, end = _block(data, source)
    block = data[start:end]
    del data[start:end]
    to = _place(data, source)
    data[to:to] = block


MUTATIONS: tuple[Mutation, ...] = (_flip, _flip, _truncate, _insert, _insert_noise, _delete, _repeat, _move, _pile)
