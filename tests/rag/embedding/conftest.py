"""Tiny models made on the spot (a static one, a random BERT, a random cross-encoder), and what training reads."""

from __future__ import annotations

import json
import lzma
from typing import TYPE_CHECKING

import numpy as np
import pytest

from rag.embedding import everyday
from rag.embedding.tokenizer import empty_tokenizer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

WORDS = ["行政", "复议", "案件", "法治", "建设", "政府", "工商户", "个", "体", "年", "2", "0", "件", "受理"]


@pytest.fixture(scope="session")
def tiny_static(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A saved StaticEmbedding of 15 tokens and 4 dimensions; the unknown token's vector is zero."""
    from rag.embedding.train import save

    folder = tmp_path_factory.mktemp("tiny-static")
    vectors = np.random.default_rng(0).normal(size=(len(WORDS) + 1, 4)).astype(np.float16)
    vectors[0] = 0
    save(folder, empty_tokenizer([(word, -float(rank)) for rank, word in enumerate(WORDS, 1)]), vectors)
    return folder


def _bert_folder(folder: Path) -> tuple[Path, object]:
    """Write a WordPiece vocabulary of single characters; return it with the settings of a very small BERT."""
    from transformers import BertConfig, BertTokenizerFast

    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *sorted(set("".join(WORDS) + "问段落:"))]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocab.txt").write_text("\n".join(vocabulary), "utf8")
    BertTokenizerFast(vocab=str(folder / "vocab.txt")).save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=64,
    )
    return folder, config


@pytest.fixture(scope="session")
def tiny_bert(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A saved SentenceTransformer over a random BERT of 8 dimensions, with prompts for queries and documents."""
    return _sentence_transformer(tmp_path_factory.mktemp("bert"), {"query": "问:", "document": "段落:"})


@pytest.fixture(scope="session")
def bare_bert(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same without prompts, as most model folders are; it reads 64 tokens."""
    return _sentence_transformer(tmp_path_factory.mktemp("bare"), None)


def _sentence_transformer(folder: Path, prompts: dict[str, str] | None) -> Path:
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertModel

    torch.manual_seed(0)
    base, config = _bert_folder(folder / "base")
    BertModel(config).save_pretrained(base)
    words = Transformer(str(base))
    model = SentenceTransformer(
        modules=[words, Pooling(words.get_embedding_dimension())], prompts=prompts, device="cpu"
    )
    model.save_pretrained(str(folder / "tiny-bert"), create_model_card=False)
    return folder / "tiny-bert"


@pytest.fixture(scope="session")
def tiny_cross_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A saved CrossEncoder over a random BERT with one score."""
    return _cross_encoder(tmp_path_factory.mktemp("cross"), 1)


@pytest.fixture(scope="session")
def tiny_classifier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with three scores: a classifier, no reranker."""
    return _cross_encoder(tmp_path_factory.mktemp("classes"), 3)


def _cross_encoder(folder: Path, labels: int) -> Path:
    import torch
    from sentence_transformers import CrossEncoder
    from transformers import BertForSequenceClassification

    torch.manual_seed(0)
    base, config = _bert_folder(folder / "base")
    config.num_labels = labels  # type: ignore[attr-defined]
    BertForSequenceClassification(config).save_pretrained(base)
    CrossEncoder(str(base), device="cpu").save_pretrained(str(folder / "model"))
    return folder / "model"


@pytest.fixture(scope="session")
def write_rows() -> Callable[[Path, list[dict[str, str]]], None]:
    """Write rows as the xz-compressed JSON Lines that training reads."""
    return _write_rows


def _write_rows(path: Path, rows: list[dict[str, str]]) -> None:
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
    _write_rows(folder / "news.jsonl.xz", news)
    _write_rows(folder / "news-briefs.jsonl.xz", news)
    _write_rows(folder / "laws.jsonl.xz", [{"title": "临江县条例 总则", "text": row["text"]} for row in news])
    _write_rows(folder / "articles.jsonl.xz", [{"text": row["text"]} for row in news])
    questions = [
        {
            "question": f"{subject}做得怎么样？",
            "text": text.format(subject),
            "answer": "有所增加",
            "source": "CMRC 2018 train, CC-BY-SA 4.0",
        }
        for subject in subjects
    ]
    _write_rows(folder / "questions.jsonl.xz", questions)
    (folder / "tune").mkdir()
    rows = [{"question": f"谁负责{subject}", "texts": [text.format(subject)]} for subject in subjects]
    (folder / "tune" / "stard.jsonl").write_text("\n".join(json.dumps(row) for row in rows), "utf8")
    return folder


THESAURUS = [
    (["行政诉讼", "行政诉讼案件"], ["打官司", "告状"]),
    (["信访工作"], ["上访的事"]),
    (["甲类", "乙类", "丙类", "丁类"], ["某类"]),  # one official form more than is used
]


@pytest.fixture
def small_thesaurus(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[list[str], list[str]]]]:
    """Three groups in place of the thesaurus, whose thousands of pairs would be most of what a tiny training reads."""
    everyday._everyday.cache_clear()
    monkeypatch.setattr(everyday, "groups", lambda: THESAURUS)
    yield THESAURUS
    everyday._everyday.cache_clear()
