"""BM25 over two fields, rjieba words and character bigrams, with tantivy; the one home of tantivy.

BM25 with k1 = 1.2, b = 0.75 (tantivy's own constants); the score of a passage is the sum over both fields, which was
best or equal on every set tried against either alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from rag.text import bigrams, normalise, words

FOLDER = "lexical"
FIELDS = ("words", "bigrams")
WRITER_HEAP_BYTES = 64_000_000
# Weight of the official words that the query's everyday phrases stand for.
EXPANSION_WEIGHT = 0.5


def build(folder: Path, passages: Iterable[tuple[int, str, str]]) -> None:
    """Write the index of (row, report id, searched text) to `folder`; raises OSError where it cannot be written."""
    target = folder / FOLDER
    target.mkdir()
    try:
        _write(target, passages)
    except ValueError as error:
        # what tantivy raises for a full disk
        raise OSError(f"{FOLDER}: {error}") from error


def _write(target: Path, passages: Iterable[tuple[int, str, str]]) -> None:
    import tantivy

    index = tantivy.Index(_schema(tantivy), path=str(target))
    writer = index.writer(heap_size=WRITER_HEAP_BYTES, num_threads=1)
    for row, report, text in passages:
        text = normalise(text)  # once for both fields
        document = tantivy.Document()
        document.add_unsigned("row", row)
        document.add_text("report", report)
        document.add_text("words", " ".join(words(text)))
        document.add_text("bigrams", " ".join(bigrams(text)))
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


def _schema(tantivy: Any) -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("row", stored=True, indexed=True, fast=True)
    builder.add_text_field("report", tokenizer_name="raw", index_option="basic")
    for field in ("words", "bigrams"):
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


class LexicalIndex:
    """BM25 search over the passages of one generation."""

    def __init__(self, folder: Path) -> None:
        """Open the index; raises ValueError or OSError where it is damaged or missing."""
        import tantivy

        self._tantivy = tantivy
        self._index = tantivy.Index.open(str(folder / FOLDER))
        self._schema = self._index.schema
        self._searcher = self._index.searcher()

    def __len__(self) -> int:
        """Return the number of passages."""
        return int(self._searcher.num_docs)

    def search(
        self,
        query: str,
        k: int,
        *,
        reports: Sequence[str] | None = None,
        fields: Sequence[str] = FIELDS,
        expansion: str = "",
    ) -> list[tuple[int, float]]:
        """Return (row, score) of the `k` best passages, best first; only of `reports` if given. No term: none.

        `expansion` holds other words for what the query says; they count EXPANSION_WEIGHT.
        """
        parts = self._parts(query, fields, 1.0) + self._parts(expansion, fields, EXPANSION_WEIGHT)
        if not parts or k <= 0:
            return []
        tantivy, occur = self._tantivy, self._tantivy.Occur
        wanted = tantivy.Query.boolean_query(parts)
        if reports is not None:
            # three times as fast as a term set
            inside = tantivy.Query.boolean_query(
                [(occur.Should, tantivy.Query.term_query(self._schema, "report", one, "basic")) for one in reports]
            )
            wanted = tantivy.Query.boolean_query(
                [(occur.Must, wanted), (occur.Must, tantivy.Query.const_score_query(inside, 0.0))]
            )
        found = self._searcher.search(wanted, k, count=False).hits
        # the column of rows: to load the documents themselves takes as long as to find them
        rows: list[Any] = self._searcher.fast_field_values("row", [address for _, address in found])
        hits = ((row, float(score)) for row, (score, _) in zip(rows, found, strict=True))
        return sorted(hits, key=lambda hit: (-hit[1], hit[0]))

    def _parts(self, query: str, fields: Sequence[str], weight: float) -> list[tuple[Any, Any]]:
        terms = [(field, term) for field in fields for term in (words if field == "words" else bigrams)(query)]
        found = [self._tantivy.Query.term_query(self._schema, field, term) for field, term in terms]
        if weight != 1.0:
            found = [self._tantivy.Query.boost_query(part, weight) for part in found]
        return [(self._tantivy.Occur.Should, part) for part in found]

    def holding(self, word: str) -> int:
        """Return how many passages hold a word."""
        return int(self._searcher.doc_freq("words", word))
