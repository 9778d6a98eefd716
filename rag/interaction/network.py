"""The network: each word of the question looks for its like in the text and the other way round, then all are weighed.

A compare-aggregate network (Wang and Jiang 2017, "A Compare-Aggregate Model for Matching Text Sequences") over the
vectors of the shipped embedding, with the words' plain likeness added to its attention. `eval.tune` trains it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.interaction.words import Part, Table, Words, asking_words, candidate_words
from rag.lexicon import Lexicon, shipped_lexicon
from rag.score import Candidate
from rag.shipped import shipped
from rag.understood import Understood

Matrix = NDArray[np.float32]
Mask = NDArray[np.bool_]
Numbers = NDArray[np.int64]
WEIGHTS = Path(__file__).with_name("model.safetensors")
# Divides the learnt attention, so that it begins no stronger than the words' likeness.
SCALE = 10.0
_LOW = np.float32(-1e4)  # stands for minus infinity where there is no word
_NONE = np.float32(-1)  # likeness to no word


@dataclass(frozen=True, slots=True)
class _Texts:
    """Words (n, k) by their numbers in a table, the part that each stands in, and whether there is a word at all."""

    numbers: Numbers
    parts: Numbers
    there: Mask


@dataclass(frozen=True, slots=True)
class _Likeness:
    """How like the words of the question and of each text are, (n, q, k): in meaning, the same word, in letters."""

    cosine: Matrix
    same: Matrix
    letters: Matrix

    def each(self) -> tuple[Matrix, Matrix, Matrix]:
        return self.cosine, self.same, self.letters


class Network:
    """The trained network; may be shared by threads.

    `weights` are its tensors by name, (in, out) each; that of a convolution is (3, in, out), for the word before, the
    word itself and the word after.
    """

    def __init__(self, weights: Mapping[str, NDArray[np.floating]]) -> None:
        self._weights: dict[str, Matrix] = {name: value.astype(np.float32) for name, value in weights.items()}

    def scores(self, question: Words, texts: Sequence[Words], lexicon: Lexicon) -> list[float]:
        """Return the log-odds that each text answers the question."""
        if not texts:
            return []
        table = Table([question, *texts], lexicon)
        asking, telling = _padded([question], table), _padded(texts, table)
        words = self._layer("word", table.vectors) + table.digits[:, None] * self._weights["digit"]
        own, other = self._encoded(words, asking), self._encoded(words, telling)
        likeness = _likeness(table, asking.numbers[0], telling.numbers)
        attention = self._attention(own, other, likeness)
        absent = ~telling.there[:, None, :]
        in_text = _softmax(np.where(absent, _LOW, attention), 2) @ other
        in_question = _softmax(attention, 1).swapaxes(1, 2) @ own
        # what only fills a row up is like no word of the question
        likeness = _Likeness(*(np.where(absent, _NONE, one) for one in likeness.each()))
        core = (telling.parts == Part.CORE) & telling.there
        asks = self._asks(table, asking, own, in_text, likeness, core)
        says = self._says(table, telling, other, in_question, likeness, core)
        pooled = [
            *_pooled(asks, np.ones(asks.shape[:2], np.bool_), self._weights["asks.pool"]),
            *_pooled(says, telling.there, self._weights["says.pool"]),
            _highest(says, core),
        ]
        hidden = _rectified(self._layer("hidden", np.concatenate(pooled, axis=1)))
        return self._layer("out", hidden)[:, 0].tolist()  # type: ignore[no-any-return]

    def _attention(self, own: Matrix, other: Matrix, likeness: _Likeness) -> Matrix:
        learnt = (own @ self._weights["attention"]) @ other.swapaxes(1, 2) / np.float32(SCALE)
        plain = zip(self._weights["likeness"], likeness.each(), strict=True)
        return np.asarray(learnt + sum(weight * one for weight, one in plain), np.float32)

    def _asks(
        self, table: Table, asking: _Texts, own: Matrix, found: Matrix, likeness: _Likeness, core: Mask
    ) -> Matrix:
        """Return the words of the question (n, q, h), each compared with what the text has for it."""
        best = [one.max(2) for one in likeness.each()]
        best += [np.where(core[:, None], one, _NONE).max(2) for one in (likeness.cosine, likeness.letters)]
        digits = np.broadcast_to(table.digits[asking.numbers], best[0].shape)
        return _rectified(self._layer("asks", _compared(own, found, [*best, digits])))

    def _says(
        self, table: Table, telling: _Texts, own: Matrix, found: Matrix, likeness: _Likeness, core: Mask
    ) -> Matrix:
        """Return the words of the texts (n, k, h), each compared with what the question has for it, and its like."""
        best = [one.max(1) for one in likeness.each()]
        plain = [*best, core.astype(np.float32), table.digits[telling.numbers]]
        says = _rectified(self._layer("says", _compared(own, found, plain)))
        return says + _rectified(self._convolution("around", says * telling.there[..., None]))

    def _encoded(self, words: Matrix, texts: _Texts) -> Matrix:
        """Return the words (n, k, h) of texts, given as those (w, h) of the table, with what stands beside them."""
        plain = (words[texts.numbers] + self._weights["part"][texts.parts]) * texts.there[..., None]
        return plain + _rectified(self._convolution("near", plain))

    def _layer(self, name: str, values: Matrix) -> Matrix:
        result: Matrix = values @ self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]
        return result

    def _convolution(self, name: str, values: Matrix) -> Matrix:
        """Return words (n, k, out) from words (n, k, in) with their neighbours."""
        before, here, after = self._weights[f"{name}.weight"]
        result: Matrix = values @ here
        result[:, 1:] += values[:, :-1] @ before
        result[:, :-1] += values[:, 1:] @ after
        return result + self._weights[f"{name}.bias"]


def _padded(texts: Sequence[Words], table: Table) -> _Texts:
    shape = len(texts), max(len(text.words) for text in texts)
    found = _Texts(np.zeros(shape, np.int64), np.zeros(shape, np.int64), np.zeros(shape, np.bool_))
    for row, text in enumerate(texts):
        end = len(text.words)
        found.numbers[row, :end], found.parts[row, :end], found.there[row, :end] = table.numbers(text), text.parts, True
    return found


def _likeness(table: Table, question: Numbers, texts: Numbers) -> _Likeness:
    letters = table.letters[question]
    shared = letters @ table.letters.T / np.maximum(letters.sum(1, keepdims=True), 1)
    cosine = table.vectors[question] @ table.vectors.T
    same = (question[:, None] == np.arange(len(table.vectors))).astype(np.float32)
    return _Likeness(*(one[:, texts].swapaxes(0, 1) for one in (cosine, same, shared)))


def _rectified(values: Matrix) -> Matrix:
    return np.maximum(values, 0)


def _softmax(values: Matrix, axis: int) -> Matrix:
    powers = np.exp(values - values.max(axis, keepdims=True))
    result: Matrix = powers / powers.sum(axis, keepdims=True)
    return result


def _compared(own: Matrix, other: Matrix, plain: Sequence[Matrix]) -> Matrix:
    """Return each word's vector beside what was found for it, and its plain likenesses, (n, k, 4h + p)."""
    own = np.broadcast_to(own, other.shape)
    return np.concatenate([own, other, own * other, np.abs(own - other), np.stack(plain, 2)], axis=2)


def _pooled(values: Matrix, there: Mask, chooser: Matrix) -> tuple[Matrix, Matrix, Matrix]:
    """Return the words (n, k, h) as one vector (n, h): weighed by a learnt attention, the highest, and the mean."""
    chosen = _softmax(np.where(there, (values @ chooser)[..., 0], _LOW), 1)
    mean = (values * there[..., None]).sum(1) / there.sum(1, keepdims=True, dtype=np.float32)
    return (chosen[..., None] * values).sum(1), _highest(values, there), mean


def _highest(values: Matrix, there: Mask) -> Matrix:
    result: Matrix = np.where(there[..., None], values, _LOW).max(1)
    return result


@lru_cache(maxsize=1)
def shipped_network() -> Network:
    """Return the shipped network, loaded once; raises ShippedError."""
    from safetensors.numpy import load_file

    return shipped(WEIGHTS, lambda path: Network(load_file(path)))


def answer_scores(understood: Understood, found: Sequence[Candidate]) -> list[float]:
    """Return the log-odds that each candidate's sentence answers a question, by the shipped network."""
    return shipped_network().scores(
        asking_words(understood), [candidate_words(one) for one in found], shipped_lexicon()
    )
