"""Traditional characters → simplified ones, by the table that the shipped embedding's tokenizer carries."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from rag.embedding.loader import SHIPPED
from rag.embedding.static import TOKENIZER


@lru_cache(maxsize=1)
def _tokenizer() -> Any:
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(SHIPPED / TOKENIZER))


def pieces() -> list[str]:
    """Return the words and parts of words that the tokenizer knows, in no order."""
    return list(_tokenizer().get_vocab())


def simplified(text: str) -> str:
    """Return the text in half width, lower case and simplified characters."""
    return str(_tokenizer().normalizer.normalize_str(text))
