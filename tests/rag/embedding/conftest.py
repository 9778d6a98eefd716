"""Tiny models made on the spot: a static one, a random BERT and a random cross-encoder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from rag.embedding.tokenizer import empty_tokenizer

if TYPE_CHECKING:
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
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertModel

    torch.manual_seed(0)
    base, config = _bert_folder(tmp_path_factory.mktemp("bert") / "base")
    BertModel(config).save_pretrained(base)
    words = Transformer(str(base))
    model = SentenceTransformer(
        modules=[words, Pooling(words.get_embedding_dimension())],
        prompts={"query": "问:", "document": "段落:"},
        device="cpu",
    )
    model.save_pretrained(str(base.parent / "tiny-bert"), create_model_card=False)
    return base.parent / "tiny-bert"


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
