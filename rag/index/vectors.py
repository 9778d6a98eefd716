"""Exact vector search with FAISS, filtered inside the search; the one home of faiss."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Vectors = NDArray[np.float32]
Ids = NDArray[np.int64]
FILE = "vectors.faiss"


def build(folder: Path, vectors: Iterable[Vectors], dimension: int) -> None:
    """Write the index of `vectors`, (n, d) at a time, to `folder`; row i is the i-th passage.

    Raises OSError where it cannot be written whole.
    """
    import faiss

    flat = faiss.IndexFlatIP(dimension)
    for batch in vectors:
        flat.add(np.ascontiguousarray(batch, dtype=np.float32))
    path = folder / FILE
    try:
        faiss.write_index(flat, str(path))
    except RuntimeError as error:
        raise OSError(f"{path.name}: {error}") from error
    # FAISS closes its file without a look at what the last write came to.
    if path.stat().st_size <= 4 * dimension * flat.ntotal:
        raise OSError(f"{path.name}: incomplete")


class VectorIndex:
    """Inner-product search over unit vectors (n, d): scores are cosines, higher is better."""

    def __init__(self, folder: Path) -> None:
        """Read the index; raises RuntimeError where the file is damaged or missing."""
        import faiss

        self._faiss: Any = faiss
        self._flat: Any = faiss.read_index(str(folder / FILE))

    def __len__(self) -> int:
        """Return the number of rows."""
        return int(self._flat.ntotal)

    @property
    def dimension(self) -> int:
        """Return the length of the vectors."""
        return int(self._flat.d)

    def search(self, query: Vectors, k: int, keep: NDArray[np.bool_] | None = None) -> tuple[Ids, Vectors]:
        """Return the rows and cosines of the `k` best of those that `keep` (n,) admits (None: all), best first.

        Exact under any filter: the selector works inside the scan, so no kept row is lost.
        """
        k = min(k, len(self) if keep is None else int(keep.sum()))
        if k <= 0 or not query.any():
            return np.empty(0, np.int64), np.empty(0, np.float32)
        parameters = None
        if keep is not None:
            # FAISS does not copy the bitmap: it has to live as long as the search.
            bits = np.packbits(keep, bitorder="little")
            selector = self._faiss.IDSelectorBitmap(len(keep), self._faiss.swig_ptr(bits))
            parameters = self._faiss.SearchParameters(sel=selector)
        # One query gains nothing from several threads, and under OMP_DYNAMIC FAISS loses hits to them.
        self._faiss.omp_set_num_threads(1)
        scores, rows = self._flat.search(query.reshape(1, -1).astype(np.float32), k, params=parameters)
        return rows[0], scores[0]

    def vectors(self, rows: Sequence[int] | Ids) -> Vectors:
        """Return the vectors of `rows`, shape (len(rows), d)."""
        stored = self._faiss.rev_swig_ptr(self._flat.get_xb(), len(self) * self.dimension)
        return np.asarray(stored.reshape(len(self), self.dimension)[np.asarray(rows, dtype=np.int64)])
