"""The model card: figures of the recipe, every pair in one row of its table, licences."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from rag.embedding.card import _group, write_card
from rag.embedding.pairs import Pair, build_pairs
from rag.embedding.recipe import Recipe

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def card(folder: Path, pairs: Sequence[Pair] = (), results: Sequence[tuple[str, int, int, float, float]] = ()) -> str:
    write_card(folder, Recipe(seed=7), pairs=pairs, seconds=150, results=results)
    return (folder / "README.md").read_text("utf8")


def rows(text: str) -> dict[str, list[str]]:
    """Return the cells of all tables by the first one."""
    lines = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    return {first: cells for first, *cells in lines}


@pytest.mark.parametrize(
    ("source", "group"),
    [
        ("news-title", "news"),
        ("news", "news"),
        ("briefs", "news"),
        ("news-everyday", "everyday"),
        ("laws", "laws"),
        ("laws-inside", "laws"),
        ("laws-everyday", "everyday"),
        ("articles", "articles"),
        ("articles-everyday", "everyday"),
        ("questions-CMRC", "cmrc"),
        ("questions-lawyer-llama", "questions"),
        ("questions-LawBench", "questions"),
        ("questions-CSL", "questions"),
        ("paragraphs", "paragraphs"),
        ("thesaurus", "thesaurus"),
    ],
)
def test_row_of_a_source(source: str, group: str) -> None:
    assert _group(source) == group


def test_figures_of_the_recipe(tmp_path: Path) -> None:
    text = " ".join(card(tmp_path, [Pair("news", "问", "段")] * 1234).split())
    for figure in (
        "36,000 tokens, 512 numbers of 8 bits each (E4M3; the first 128 are usable alone)",
        "--seed 7`, 2 minutes",  # 150 seconds
        "1,234 pairs, in-batch InfoNCE both ways at batch 2,048 and temperature 0.05, Matryoshka 128/512",
        "Adam at 0.02, 2 epochs",
        "2 to 6 of a real question, 2 of a phrase of the thesaurus",
        "about 240 characters long, 480 at most",
        "keeps the passages of a text together",
        "PPMI/SVD",
        "STARD's odd lines and CMRC 2018 trial",
    ):
        assert figure in text, figure
    assert "$" not in text  # nothing left to fill in


def test_the_snippet_can_be_run(tmp_path: Path, tiny_static: Path) -> None:
    # torch has no sum of 8-bit numbers, so the snippet must say .float()
    (code,) = re.findall(r"```python\n(.*?)```", card(tmp_path), re.DOTALL)
    found: dict[str, object] = {}
    exec(code.replace("rag/embedding/model", str(tiny_static)), found)
    assert found["vectors"].shape == (1, 4)  # type: ignore[attr-defined]


def test_pairs_by_group_with_licences(tmp_path: Path) -> None:
    counts = {"news-title": 1, "news": 2, "briefs": 3, "laws": 4, "laws-inside": 5, "articles": 7,
              "news-everyday": 8, "laws-everyday": 9, "questions-CMRC": 10, "paragraphs": 11, "questions-CSL": 12,
              "thesaurus": 1300}  # fmt: skip
    pairs = [Pair(source, "问", "段") for source, count in counts.items() for _ in range(count)]
    found = {cells[0]: (name, cells[1]) for name, cells in rows(card(tmp_path, pairs)).items() if len(cells) == 2}
    expected = {
        "6": ("Evening news", "MIT"),
        "9": ("Laws", "statutes, public domain"),
        "7": ("News articles 2023", "Apache-2.0"),
        "17": ("Of these three again, queries in everyday words", "as above"),
        "10": ("CMRC 2018 train", "CC-BY-SA 4.0"),
        "11": ("The same paragraphs", "CC-BY-SA 4.0"),
        "12": ("Questions with answers or abstracts", "Apache-2.0"),
        "1,300": ("This project's thesaurus", "MIT"),
        "table": ("Traditional → simplified characters: OpenCC", "Apache-2.0"),
    }
    for count, (name, licence) in expected.items():
        assert found[count][0].startswith(name)
        assert found[count][1] == licence


def test_every_pair_is_counted_once(tmp_path: Path, data: Path, small_thesaurus: object) -> None:
    pairs = build_pairs(data, 0)
    cells = [cells[0] for cells in rows(card(tmp_path, pairs)).values() if len(cells) == 2]
    assert sum(int(cell) for cell in cells if cell.isdigit()) == len(pairs)


def test_results(tmp_path: Path) -> None:
    found = rows(card(tmp_path, results=[("stard.jsonl", 1543, 1444, 0.42149, 0.7695)]))
    assert found["STARD: lay question → statute article"] == ["1,543", "1,444", "42.1%", "77.0%"]
    assert "(none at hand)" not in found
    assert "(none at hand)" in rows(card(tmp_path))
