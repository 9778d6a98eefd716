"""A character table for the tokenizer's normaliser: each traditional Chinese character becomes its simplified one.

`tokenizers` runs such a table (the "precompiled charsmap" of SentencePiece) as fast as Unicode normalisation, and it is
stored inside tokenizer.json, so that every reader of the model simplifies in the same way and needs no dictionary.
The layout is that of Darts-clone: a 32-bit unit holds label, leaf flag and offset; child = (node ^ offset) ^ byte.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_LEAF_FLAG = 1 << 8
_LEAF_VALUE = 1 << 31
_LOOK_BACK = 512  # units before the last base in which a gap is sought: 55 kB for 4,105 characters, in 0.3 s
_Trie = dict[int, Any]  # byte → the next level; 0 → place of the replacement


def compile_charsmap(table: Mapping[str, str]) -> bytes:
    """Return the binary table that replaces each single character of `table` by its value.

    Layout: length of the array in bytes (uint32, little endian), the array, the zero-terminated replacements.
    """
    replacements = bytearray()
    root: _Trie = {}
    for character, replacement in sorted(table.items()):
        node = root
        *path, last = character.encode()
        for byte in path:
            node = node.setdefault(byte, {})
        node[last] = {0: len(replacements)}
        replacements += replacement.encode() + b"\0"
    units = _double_array(root)
    return struct.pack("<I", 4 * len(units)) + struct.pack(f"<{len(units)}I", *units) + bytes(replacements)


def _double_array(root: _Trie) -> list[int]:
    """Place the nodes so that the children of each one sit at its base, exclusive-or their byte."""
    units: dict[int, int] = {0: 0}
    bases = {0}
    base = 0
    pending: list[tuple[int, _Trie]] = [(0, root)]
    while pending:
        place, node = pending.pop()
        base = max(1, base - _LOOK_BACK)
        # Nodes with the same base would read each other's children, although all their units differ.
        while base in bases or any((base ^ label) in units for label in node):
            base += 1
        bases.add(base)
        units[place] |= (place ^ base) << 10
        for byte, child in node.items():
            if isinstance(child, int):
                units[place] |= _LEAF_FLAG
                units[base] = child | _LEAF_VALUE
            else:
                units[base ^ byte] = byte
                pending.append((base ^ byte, child))
    # A lookup of any byte may read up to 255 units beyond the last base.
    return [units.get(place, 0) for place in range((max(units) | 255) + 1)]
