"""Training on a handful of lines of our own: a model that loads, and the same one for the same seed."""

from __future__ import annotations

import json
from itertools import chain, pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.embedding import evaluate
from rag.embedding.evaluate import Task, read_squad, read_stard, recall
from rag.embedding.loader import Embedding, load_static
from rag.embedding.recipe import Recipe
from rag.embedding.static import StaticEncoder
from rag.embedding.tokenizer import empty_tokenizer
from rag.embedding.train import batches, first_vectors, main, save, train
from rag.errors import EmbeddingError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


def test_trained_model_loads_and_the_seed_decides(data: Path, tmp_path: Path, small_thesaurus: object) -> None:
    from sentence_transformers import SentenceTransformer

    for name, seed in (("first", 1), ("again", 1), ("other", 2)):
        arguments = ["--data", str(data), "--out", str(tmp_path / name), "--seed", str(seed)]
        main([*arguments, "--tokens", "120", "--dimension", "8", "--epochs", "1", "--batch", "16"])
    first, again, other = ((tmp_path / name / "model.safetensors").read_bytes() for name in ("first", "again", "other"))
    assert first == again
    assert first != other
    model = SentenceTransformer(str(tmp_path / "first"), device="cpu").float()
    found = load_static(tmp_path / "first").encode_documents(["行政复议", ""])
    assert found.shape == (2, 8)
    np.testing.assert_allclose(found[0], model.encode("行政复议", normalize_embeddings=True), atol=1e-6)
    card = (tmp_path / "first" / "README.md").read_text("utf8")
    assert "| STARD: lay question → statute article | 8 | 8 |" in card
    assert "120 tokens, 8 numbers of 8 bits each" in card


def test_training_teaches(data: Path, tmp_path: Path, small_thesaurus: object) -> None:
    train(data, tmp_path / "model", Recipe(tokens=300, dimension=16, small=4, epochs=12, batch=16))
    embedding, task = load_static(tmp_path / "model"), read_stard(data / "tune" / "stard.jsonl")
    assert recall(embedding, task, (1,)) == [1.0]
    # 上访 stands in no text, but in the thesaurus, as the everyday word for 信访工作
    cosines = embedding.encode_documents(task.passages) @ embedding.encode_query("上访")
    assert "信访工作" in task.passages[int(cosines.argmax())]


def test_missing_data_file(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingError, match=r"缺少训练数据文件:news\.jsonl\.xz"):
        train(tmp_path, tmp_path / "model", Recipe())


def test_command_line_says_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="1"):
        main(["--data", str(tmp_path), "--out", str(tmp_path / "model")])
    assert "请检查 --data" in capsys.readouterr().err


def test_evaluation_on_the_command_line(
    data: Path, tiny_bert: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO"):
        evaluate.main([str(tiny_bert), "--tune", str(data / "tune")])
    assert "stard.jsonl:8 题,8 段" in caplog.text
    with pytest.raises(SystemExit, match="1"):
        evaluate.main([str(tmp_path)])
    assert "没有模型" in capsys.readouterr().err


def cut(
    sources: list[int], unusable: tuple[int, ...] = (), *, size: int, together: list[int], seed: int = 0
) -> list[list[int]]:
    """Return the batches of pairs 0 to n."""
    usable = np.array([number not in unusable for number in range(len(sources))])
    dice = np.random.default_rng(seed)
    return [part.tolist() for part in batches(np.array(sources), usable, size=size, together=together, dice=dice)]


def test_batches_hold_one_source_each_and_every_usable_pair() -> None:
    sources = [0] * 8 + [1] * 9 + [2]
    found = cut(sources, (7,), size=4, together=[1, 1, 1])
    # 7 → 4 + 3; 9 → 4 + 4 + 1, and 1 is a quarter of 4; the only batch of a source stays, however small it is.
    assert sorted(len(part) for part in found) == [1, 1, 3, 4, 4, 4]
    assert all(len({sources[number] for number in part}) == 1 for part in found)
    assert sorted(chain(*found)) == [number for number in range(18) if number != 7]


def test_a_small_rest_is_dropped() -> None:
    # 9 → 8 + 1, and 1 is less than a quarter of 8; of the other source there is nothing more.
    assert sorted(len(part) for part in cut([0] * 9 + [1], size=8, together=[1, 1])) == [1, 8]


def test_pairs_of_a_text_stay_together() -> None:
    found = cut([0] * 8 + [1] * 8, (2,), size=4, together=[4, 1])
    # the first source without number 2: two texts in a row, of four pairs as far as there are any
    assert [0, 1, 3, 4] in found
    assert [5, 6, 7] in found
    # the other is shuffled pair by pair
    assert any(after != before + 1 for part in found if part[0] >= 8 for before, after in pairwise(part))


def test_a_source_without_usable_pairs() -> None:
    assert sorted(cut([0, 0, 1], (0, 1), size=2, together=[4, 4])) == [[2]]


@given(
    st.lists(st.integers(0, 2), min_size=1, max_size=60),
    st.sets(st.integers(0, 59)),
    st.lists(st.sampled_from([1, 2, 3, 6]), min_size=3, max_size=3),
    st.integers(0, 99),
)
def test_batches_lose_nothing_and_tear_no_run(
    sources: list[int], unusable: set[int], together: list[int], seed: int
) -> None:
    sources = sorted(sources)
    # Numbers of sources are those of np.unique, from 0 without a gap.
    sources = [sorted(set(sources)).index(source) for source in sources]
    found = cut(sources, tuple(unusable), size=6, together=together, seed=seed)
    assert found == cut(sources, tuple(unusable), size=6, together=together, seed=seed)
    usable = [number for number in range(len(sources)) if number not in unusable]
    held = list(chain(*found))
    assert len(held) == len(set(held))
    assert set(held) <= set(usable)
    for source in set(sources):
        mine = [number for number in usable if sources[number] == source]
        batched = [part for part in found if sources[part[0]] == source]
        assert all(sources[number] == source for part in batched for number in part)
        # what is dropped is a rest below a quarter of a batch, here one pair, and never all there is
        assert sum(map(len, batched)) >= (len(mine) - 1 if len(mine) > 6 else len(mine))
        step = together[source]
        runs = [set(mine[at : at + step]) for at in range(0, len(mine), step)]
        for run in runs if len(mine) % step == 0 else []:
            # no run lies in two batches, since 6 is a multiple of each length
            assert sum(not run.isdisjoint(part) for part in batched) <= 1


def test_first_vectors_by_hand() -> None:
    directions = np.array([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]], np.float32)
    # Of 1,000 tokens number 1 is one, a share of 0.001; number 2 is 999.
    ids = np.array([1] + [2] * 999, np.int32)
    found = first_vectors(directions, ids).numpy()
    # 0.1 · √4 for what is never seen, half of it at a share of 0.001, next to nothing for what is everywhere
    np.testing.assert_allclose(found, directions * [[0.2], [0.1], [0.2 * 0.001 / (0.001 + 0.999)]], rtol=1e-6)
    assert found.dtype == np.float32


def written(folder: Path, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the numbers that a model has after it was saved."""
    save(folder, empty_tokenizer([(piece, -1.0) for piece in ("法治", "政府")]), vectors)
    return StaticEncoder(folder)._vectors


@pytest.mark.parametrize("factor", [1, 1000, 1e-3], ids=["as they are", "large", "small"])
def test_saved_numbers_are_rounded_to_8_bits(factor: float, tmp_path: Path) -> None:
    # The largest becomes 256, so 0.3 becomes 76.8, between 72 and 80 which 3 bits of mantissa hold; 2^-17 becomes
    # 2^-9, the smallest number there is, and 2^-20 nothing.
    found = written(tmp_path / "model", np.float32([[0, 0, 0], [1, -0.5, 0.3], [2**-10, 2**-17, 2**-20]]) * factor)
    np.testing.assert_array_equal(found, [[0, 0, 0], [256, -128, 80], [0.25, 2**-9, 0]])


def test_saved_numbers_may_all_be_zero(tmp_path: Path) -> None:
    assert not written(tmp_path / "model", np.zeros((3, 2), np.float32)).any()


@given(seed=st.integers(0, 2**32))
def test_saving_turns_no_vector_far(seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    vectors = np.random.default_rng(seed).normal(size=(3, 64)).astype(np.float32)
    found = written(tmp_path_factory.mktemp("model"), vectors)
    cosines = (vectors * found).sum(axis=1) / np.linalg.norm(vectors, axis=1) / np.linalg.norm(found, axis=1)
    # Each number is wrong by a sixteenth at most.
    assert cosines.min() > 1 - (1 / 16) ** 2


def test_recall_by_hand(tiny_static: Path) -> None:
    embedding = Embedding(StaticEncoder(tiny_static), name="tiny", fingerprint="")
    passages = ["行政", "复议", "法治"]
    # The first question is its own passage; the second one's passage is number 2, which it is not nearest to.
    task = Task(["行政", "复议"], passages, [frozenset({0}), frozenset({2})])
    assert recall(embedding, task, (1, 3)) == [0.5, 1.0]


def test_squad_form(tmp_path: Path) -> None:
    paragraph = {"context": "一段", "qas": [{"question": "甲？"}, {"question": "乙？"}]}
    (tmp_path / "squad.json").write_text(json.dumps({"data": [{"paragraphs": [paragraph]}]}), "utf8")
    task = read_squad(tmp_path / "squad.json")
    assert task == Task(["甲？", "乙？"], ["一段"], [frozenset({0}), frozenset({0})])
