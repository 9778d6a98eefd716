"""The static embedding model, read without torch: the mean of one vector a token, at unit length."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

WEIGHTS, TOKENIZER = "model.safetensors", "tokenizer.json"
_TENSOR = "embedding.weight"
_EIGHT_BITS = "F8_E4M3"
_BATCH = 1024  # texts tokenised at once, by all cores


class StaticEncoder:
    """A StaticEmbedding of sentence-transformers: the same files, the same vectors (to 1e-6)."""

    by_sentence = True  # a mean over all of a passage says little of one sentence in it

    def __init__(self, folder: Path) -> None:
        """Read tokenizer and weights from `folder`.

        Raises:
            OSError, ValueError or KeyError: a file is missing, damaged or holds other tensors.
        """
        from tokenizers import Tokenizer

        self._vectors = _read_vectors(folder / WEIGHTS)
        description = (folder / TOKENIZER).read_text("utf8")
        try:
            self._tokenizer = Tokenizer.from_str(description)
        except Exception as error:  # the library raises nothing more exact
            raise ValueError(f"{TOKENIZER}: {error}") from error
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        if self._tokenizer.get_vocab_size() > len(self._vectors):
            raise ValueError(f"{self._tokenizer.get_vocab_size()} tokens, {len(self._vectors)} vectors")

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self._vectors.shape[1])

    def encode_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return `encode`: the model has no prompts."""
        return self.encode(texts)

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """Return the unit vector of one text, shape (dimension,)."""
        vector: NDArray[np.float32] = self.encode([text])[0]
        return vector

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return unit vectors, shape (n, dimension); a text without any known token gives a zero vector."""
        import numpy as np

        result = np.zeros((len(texts), self.dimension), np.float32)
        for start in range(0, len(texts), _BATCH):
            batch = list(texts[start : start + _BATCH])
            encodings = self._tokenizer.encode_batch_fast(batch, add_special_tokens=False)
            for row, encoding in zip(result[start:], encodings, strict=False):
                self._vectors.take(encoding.ids, axis=0).sum(axis=0, out=row)
        # The direction of the sum is that of the mean.
        norms = np.linalg.norm(result, axis=1, keepdims=True)
        np.divide(result, norms, out=result, where=norms > 0)
        return result


def _read_vectors(path: Path) -> NDArray[np.float32]:
    """Return the token vectors of a file in any of the formats that numpy knows, or in 8 bits a number."""
    import numpy as np
    from safetensors import deserialize
    from safetensors.numpy import load_file

    tensors = dict(deserialize(path.read_bytes()))  # type: ignore[no-untyped-call]
    tensor = tensors[_TENSOR]
    if tensor["dtype"] != _EIGHT_BITS:
        return load_file(path)[_TENSOR].astype(np.float32)
    return _eight_bit_values()[np.frombuffer(tensor["data"], np.uint8)].reshape(tensor["shape"])


def _eight_bit_values() -> NDArray[np.float32]:
    """Return the 256 values of E4M3: sign, 4 bits of exponent, 3 of mantissa, no infinity (arXiv:2209.05433)."""
    import numpy as np

    code = np.arange(256)
    exponent, mantissa = (code >> 3) & 15, (code & 7) / 8
    values = np.where(exponent == 0, mantissa * 2.0**-6, (1 + mantissa) * 2.0 ** (exponent - 7.0))
    values[[127, 255]] = 0  # no number: nothing that training writes
    return np.where(code >> 7, -values, values).astype(np.float32)
