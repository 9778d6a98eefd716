"""What is wrong with a table, or with one of its cells."""

from __future__ import annotations

from rag.errors import RagError


class TableError(RagError):
    """A table cannot be read or written."""


class CellError(ValueError):
    """A cell does not say what its column wants; `field` is the question's field that it is for."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field
