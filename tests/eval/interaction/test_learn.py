"""How the network learns: what is obvious is learnt, and the loss is worked out by hand."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save

from eval.interaction.examples import Example
from eval.interaction.fit import crossed, first_weights, started, words_of
from eval.interaction.learn import LISTWISE, learn, loss, scored
from eval.interaction.twin import batch
from rag.errors import RagError
from rag.interaction.words import Part, Words, question_words


def told(*words: str) -> Words:
    return Words(words, (Part.CORE,) * len(words))


def examples(count: int = 40) -> list[Example]:
    """The right text is the one with a figure."""
    things = ["案件", "企业", "道路", "学校", "医院"]
    found = []
    for at in range(count):
        thing = things[at % len(things)]
        texts = told("受理", thing, str(at + 2), "件"), told("做好", thing, "工作"), told("推进", thing, "改革")
        order = np.random.default_rng(at).permutation(3).tolist()
        found.append(
            Example(question_words(["多少", thing]), tuple(texts[n] for n in order), tuple(n == 0 for n in order))
        )
    return found


def hits(found: list[Example], scores: list[list[float]]) -> float:
    return sum(one.right[int(np.argmax(of_one))] for one, of_one in zip(found, scores, strict=True)) / len(found)


def test_what_is_obvious_is_learnt() -> None:
    found = examples()
    table = words_of(found)
    twin = started(table, None)
    learn(twin, found[:30], table, 8)
    assert hits(found[30:], scored(twin, found[30:], table)) == 1.0


def test_no_example_is_scored_by_a_network_that_learnt_from_it(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[Example]] = []

    def learnt(twin: object, some: list[Example], *_: object) -> None:
        seen.append(list(some))

    monkeypatch.setattr("eval.interaction.fit.learn", learnt)
    found = examples(10)
    names = [f"q{at // 2}" for at in range(10)]  # two of one question
    scores = crossed(found, names, {})
    assert [len(one) for one in scores] == [3] * 10
    assert len(seen) == 5
    for some in seen:
        left = {names[found.index(one)] for one in some}
        assert not left & {name for name, one in zip(names, found, strict=True) if one not in some}


def test_the_loss_by_hand() -> None:
    # Two examples: the second has no right text, and nothing to choose.
    scores, right = torch.tensor([1.0, 0.0, -1.0]), torch.tensor([1.0, 0.0, 0.0])
    alone = (math.log1p(math.exp(-1)) + math.log(2) + math.log1p(math.exp(-1))) / 3
    chosen = math.log1p(math.exp(-1))
    value = float(loss(scores, right, torch.tensor([0, 0, 1]), 2))
    assert value == pytest.approx(alone + LISTWISE * chosen, abs=1e-6)
    assert float(loss(scores[2:], right[2:], torch.tensor([0]), 1)) == pytest.approx(math.log1p(math.exp(-1)), abs=1e-6)


def test_a_batch_has_every_pair() -> None:
    found = examples(2)
    asked, words, parts, right, owner = batch(found, words_of(found))
    assert asked.shape[0] == words.shape[0] == 6
    assert (words >= 0).sum(1).tolist() == [len(text.words) for one in found for text in one.texts]
    assert parts.shape == words.shape
    assert right.tolist() == [float(one) for example in found for one in example.right]
    assert owner.tolist() == [0, 0, 0, 1, 1, 1]


def test_a_right_text_far_behind_is_learnt_from() -> None:
    scores = torch.tensor([-60.0, 80.0], requires_grad=True)
    loss(scores, torch.tensor([1.0, 0.0]), torch.tensor([0, 0]), 1).backward()
    assert scores.grad is not None
    assert scores.grad.tolist() == pytest.approx([-0.5 - LISTWISE, 0.5 + LISTWISE], abs=1e-4)


@pytest.mark.parametrize("content", [b"no weights", save({"word.weight": torch.zeros(2)})])
def test_a_file_that_is_no_network(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "first.safetensors"
    path.write_bytes(content)
    with pytest.raises(RagError, match=r"first\.safetensors"):
        first_weights(path)
