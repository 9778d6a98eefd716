"""Training on a handful of lines of our own: a model that loads, and the same one for the same seed."""

from __future__ import annotations

import json
import lzma
from typing import TYPE_CHECKING

import numpy as np
import pytest

from rag.embedding import evaluate
from rag.embedding.evaluate import Task, read_squad, read_stard, recall
from rag.embedding.loader import Embedding, load_static
from rag.embedding.recipe import Recipe
from rag.embedding.static import StaticEncoder
from rag.embedding.train import batches, main, train
from rag.errors import EmbeddingError

if TYPE_CHECKING:
    from pathlib import Path


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with lzma.open(path, "wt", encoding="utf8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five small files in the form of the training data, and one question set."""
    folder = tmp_path_factory.mktemp("data")
    subjects = ["行政复议", "法治建设", "政务公开", "执法监督", "普法宣传", "合同审查", "信访工作", "河道治理"]
    text = (
        "临江县今年推进{0}工作。全县共办理{0}事项若干件，比上年有所增加！"
        "群众对{0}的满意度继续提高。\n下一步加强{0}队伍。"
    )
    news = [{"title": f"临江县推进{subject}", "text": text.format(subject)} for subject in subjects]
    _write(folder / "news.jsonl.xz", news)
    _write(folder / "news-briefs.jsonl.xz", news)
    _write(folder / "laws.jsonl.xz", [{"title": "临江县条例 总则", "text": row["text"]} for row in news])
    _write(folder / "articles.jsonl.xz", [{"text": row["text"]} for row in news])
    questions = [
        {
            "question": f"{subject}做得怎么样？",
            "text": text.format(subject),
            "answer": "有所增加",
            "source": "CMRC 2018 train",
        }
        for subject in subjects
    ]
    _write(folder / "questions.jsonl.xz", questions)
    (folder / "tune").mkdir()
    rows = [{"question": f"谁负责{subject}", "texts": [text.format(subject)]} for subject in subjects]
    (folder / "tune" / "stard.jsonl").write_text("\n".join(json.dumps(row) for row in rows), "utf8")
    return folder


def test_trained_model_loads_and_the_seed_decides(data: Path, tmp_path: Path) -> None:
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


def test_training_teaches(data: Path, tmp_path: Path) -> None:
    train(data, tmp_path / "model", Recipe(tokens=120, dimension=16, small=4, epochs=12, batch=16))
    task = read_stard(data / "tune" / "stard.jsonl")
    assert recall(load_static(tmp_path / "model"), task, (1,)) == [1.0]


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


def test_batches_hold_one_source_each_and_every_usable_pair() -> None:
    sources = np.array([0] * 8 + [1] * 9 + [2])
    usable = np.array([True] * 7 + [False] + [True] * 10)
    found = batches(sources, usable, size=4, dice=np.random.default_rng(0))
    # 7 → 4 + 3; 9 → 4 + 4 + 1; the only batch of a source stays, however small it is.
    assert sorted(len(part) for part in found) == [1, 1, 3, 4, 4, 4]
    assert all(len(set(sources[part])) == 1 for part in found)
    assert 7 not in np.concatenate(found)


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
