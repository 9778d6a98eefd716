"""The vocabulary: chosen from counts that can be taken by hand."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import pytest

from eval.crossencoder.vocabulary import chosen, texts_of, tokenizer_of
from rag.crossencoder.reading import BEGIN, END, FILLING, UNKNOWN, plain
from rag.errors import RagError
from tests.eval.crossencoder.made import made

# 受理 and 案件 three times each, 市 twice, 全市 and 湖 once; 鱼 is not in the base
TEXTS = ["受理案件", "受理案件市", "受理案件市", "全市", "湖", "鱼"]


def write_rows(path: Path, *rows: dict[str, str]) -> None:
    path.write_bytes(lzma.compress("".join(json.dumps(row) + "\n" for row in rows).encode()))


def write_data(folder: Path, text: str) -> None:
    for name in ("articles", "news", "laws", "news-briefs"):
        write_rows(folder / f"{name}.jsonl.xz", {"text": text})
    write_rows(folder / "questions.jsonl.xz", {"question": "受理 案件?", "text": "not counted"})


@pytest.mark.parametrize(
    ("number", "kept"),
    [
        (2, ["受理", "案件", "市"]),  # 市 is a character that is met twice; 湖 is met once
        (3, ["受理", "案件", "市"]),  # it is kept once
        (1, ["受理", "市"]),  # 案件 is met as often, but later, and is no character
        (9, ["受理", "案件", "市", "全市", "湖"]),  # what is not met is never kept
    ],
)
def test_the_commonest_pieces_and_characters(tmp_path: Path, number: int, kept: list[str]) -> None:
    base = made(tmp_path)
    names = [base.pieces[at][0] for at in chosen(base, TEXTS, number)]
    assert names[:4] == ["<s>", "<pad>", "</s>", "<unk>"]
    assert names[4:] == kept


def test_pieces_are_numbered_anew(tmp_path: Path) -> None:
    base = made(tmp_path)
    tokenizer = tokenizer_of(base, chosen(base, TEXTS, 2))
    names = ("<s>", "<pad>", "</s>", "<unk>")
    assert [tokenizer.token_to_id(name) for name in names] == [BEGIN, FILLING, END, UNKNOWN]
    assert tokenizer.encode("受理案件市湖").ids == [4, 5, 6, UNKNOWN]


def test_texts_in_the_form_in_which_they_are_cut(tmp_path: Path) -> None:
    write_data(tmp_path, "受理 Ａ案件\n" + "市" * 3_000)
    found = list(texts_of(tmp_path))
    assert [len(one) for one in found] == [2_000] * 4 + [5]
    assert found[0].startswith("受理a案件市")
    assert found[-1] == plain("受理案件?")


def test_a_file_that_is_missing(tmp_path: Path) -> None:
    write_data(tmp_path, "受理")
    (tmp_path / "laws.jsonl.xz").unlink()
    with pytest.raises(RagError, match=r"laws\.jsonl\.xz"):
        list(texts_of(tmp_path))
