"""The manifest: what the current generation is, what it was made with, and the hashes of its files.

Replacing the file is the commit of a new generation: before it nothing has changed, after it everything has. Each
generation holds a copy, so that an index whose manifest was lost is still an index.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from rag.errors import IndexMismatch, IndexMissing

MANIFEST = "manifest.json"
# The manifest as it is written, inside its generation's folder, so that nothing else has to be cleared away.
PART = "manifest.json.part"
# Raised when a folder's layout or schema changes, or what is written into the derived indexes.
FORMAT = 3
# Formats whose database holds all that `rebuild` needs to make the current one from it.
OLDER = frozenset({2})


@dataclass(frozen=True, slots=True)
class Manifest:
    """The current generation: its number, its embedding, its counts, and the SHA-256 of its database and vectors.

    `fingerprint` identifies the embedding's weights; `dimension` is the length of its vectors.
    """

    generation: int
    model: str
    fingerprint: str
    dimension: int
    reports: int
    passages: int
    database: str
    vectors: str
    format: int = FORMAT

    def folder(self, index: Path) -> Path:
        """Return the folder of this generation inside the index folder."""
        return index / f"generation-{self.generation}"


def read_manifest(index: Path, *, older: bool = False) -> Manifest:
    """Return the manifest of an index folder, or that of its newest generation where the folder's own is gone.

    `older` admits the formats that can be rebuilt. Raises IndexMissing where there is none, IndexMismatch where it is
    damaged, unreadable or of another format.
    """
    try:
        return _read(index / MANIFEST, index, older=older)
    except FileNotFoundError:
        copies = [folder / MANIFEST for _, folder in sorted(generations(index).items(), reverse=True)]
        newest = next((path for path in copies if path.is_file()), None)
        if newest:
            return _read(newest, index, older=older)
        raise IndexMissing(
            f"索引文件夹 {index} 中还没有索引。请先添加报告：python -m ingest 报告文件夹 --index {index}"
        ) from None


def _read(path: Path, index: Path, *, older: bool = False) -> Manifest:
    try:
        values = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise
    except OSError as error:
        raise IndexMismatch(
            f"读不了索引清单 {path}（{error.strerror}）。请检查 --index 指定的文件夹和读取权限。"
        ) from error
    except ValueError as error:
        raise IndexMismatch(f"索引清单 {path} 已损坏（{error}）。{repair(index)}") from error
    seen = values.get("format") if isinstance(values, dict) else None
    if seen in OLDER and not older:
        raise IndexMismatch(
            f"索引 {index} 是旧版本程序建立的（格式 {seen}，现在是 {FORMAT}），其中的报告都在。"
            f"请更新它：python -m ingest --rebuild --index {index}"
        )
    if seen not in {FORMAT, *OLDER}:
        raise IndexMismatch(f"索引 {index} 的格式是 {seen}，本程序使用的格式是 {FORMAT}。{repair(index)}")
    types = {field.name: int if field.type == "int" else str for field in fields(Manifest)}
    wrong = [name for name in types.keys() | values.keys() if type(values.get(name)) is not types.get(name)]
    if wrong:
        raise IndexMismatch(f"索引清单 {path} 的内容不对（{'、'.join(sorted(wrong))}）。{repair(index)}")
    return Manifest(**values)


def write_manifest(index: Path, manifest: Manifest) -> None:
    """Write the generation's copy, then replace the folder's manifest atomically: that is the commit.

    Raises OSError where it cannot be written; what is committed stays so.
    """
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
    folder = manifest.folder(index)
    for target in (folder, index):
        (folder / PART).write_text(text, "utf-8")
        to_disk(folder / PART)
        to_disk(folder)
        os.replace(folder / PART, target / MANIFEST)
    with suppress(OSError):  # too late to be told: every reader already sees the new generation
        to_disk(index)


def may_be_committed(index: Path, generation: int) -> bool:
    """Tell whether the folder's manifest names this generation, or cannot be read, so that it may."""
    try:
        return _read(index / MANIFEST, index).generation == generation
    except FileNotFoundError:
        return False
    except IndexMismatch:
        return True


def to_disk(path: Path) -> None:
    """Bring a file's contents, or the names in a folder, to the disk; raises OSError where they cannot be written."""
    if path.is_dir() and os.name == "nt":
        return  # Windows has no such call for folders
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def generations(index: Path) -> dict[int, Path]:
    """Return the folders of all generations, whole or left over, by number."""
    found = ((re.fullmatch(r"generation-(\d{1,9})", path.name), path) for path in index.glob("generation-*"))
    return {int(match.group(1)): path for match, path in found if match}


def check_embedding(manifest: Manifest, *, model: str, fingerprint: str, dimension: int, index: Path) -> None:
    """Raise IndexMismatch, naming both sides and the repair, unless the index was made with this embedding."""
    if (manifest.fingerprint, manifest.dimension) == (fingerprint, dimension):
        return
    raise IndexMismatch(
        f"索引 {index} 是用向量模型 {manifest.model}（{manifest.dimension} 维，{manifest.fingerprint}）建立的，"
        f"当前设置的向量模型是 {model}（{dimension} 维，{fingerprint}）。"
        f"请改回原来的 RAG_EMBEDDING、RAG_PASSAGE_PROMPT 和 RAG_EMBEDDING_MAX_TOKENS，"
        f"或重新计算向量：python -m ingest --rebuild --index {index}"
    )


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def repair(index: Path) -> str:
    """Return the words that say how to make a damaged index anew."""
    return f"请删除该文件夹后重新添加报告：python -m ingest 报告文件夹 --index {index}"
