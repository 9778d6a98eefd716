from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.alterations import GROUPS, Pair, main, measured, pairs, sentences
from eval.falsehoods import ALTERATIONS
from eval.numbers import han
from eval.rewordings import REWORDINGS
from ingest.build import ingest
from rag.embedding import load_embedding
from rag.index.reader import open_index
from rag.numerals import parse_numeral
from rag.types import Citation

QUOTE = "示例市受理案件120件，办结98件，办结率81.7%，较2021年提高2.36个百分点。"
CITED = Citation(1, "r1", "a.txt", "示例市2022年报告", "示例市", 2022, None, (), 0, len(QUOTE), QUOTE)


def made(folder: Path) -> tuple[list[Pair], list[str]]:
    index = open_index(folder, load_embedding(None))
    passages = [passage for report in index.reports() for passage in index.passages(report.id)]
    places = sorted({report.place for report in index.reports() if report.place})
    return pairs(sentences(index, passages), places), places


def hold_bars(found: Sequence[Pair], places: Sequence[str]) -> None:
    """Figures and units 99 %, places and years 95 %, denials 90 % of the alterations; 1 % of the true ones."""
    rows = {row.name: row for row in measured(found, places)}
    assert len(found) >= 400
    assert abs(rows["篡改合计"].n - rows["改写合计"].n) <= len(found) / 10
    assert (rows["数字"].told + rows["单位"].told) / (rows["数字"].n + rows["单位"].n) >= 0.99
    assert (rows["地区"].told + rows["年份"].told) / (rows["地区"].n + rows["年份"].n) >= 0.95
    assert rows["否定"].share >= 0.90
    assert rows["相邻数字"].share >= 0.90
    assert rows["内容"].share >= 0.90
    assert rows["改写合计"].share <= 0.01


def test_the_bars_over_the_sample_reports(sample_index: Path) -> None:
    hold_bars(*made(sample_index))


def test_the_bars_over_real_reports(shared: Path, tmp_path: Path) -> None:
    ingest([shared / "corpus"], index=tmp_path / "index", embedding=load_embedding(None))
    hold_bars(*made(tmp_path / "index"))


def test_the_same_seed_makes_the_same_pairs(sample_index: Path) -> None:
    assert made(sample_index)[0][:40] == made(sample_index)[0][:40]


@pytest.mark.parametrize("kind", sorted({kind for group in GROUPS.values() for kind in group} - {"elsewhere"}))
def test_an_alteration_changes_the_statement(kind: str) -> None:
    found = {ALTERATIONS[kind](QUOTE, CITED, Random(seed), ["示例市", "甲县"]) for seed in range(20)}
    assert found != {None} or kind == "affirmed"  # there is no denial in it
    assert QUOTE not in found


@pytest.mark.parametrize("kind", sorted(REWORDINGS))
def test_a_rewording_changes_the_statement(kind: str) -> None:
    assert QUOTE not in {REWORDINGS[kind](QUOTE, CITED, Random(seed)) for seed in range(20)}


@given(st.integers(0, 10**11))
def test_numerals_say_the_number(number: int) -> None:
    assert parse_numeral(han(number)) == number


def test_the_table(sample_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--index", str(sample_index), "--most", "2", "--wrong"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[:8]] == [*GROUPS, "篡改合计"]
    assert "误报" in lines[8]


def test_a_missing_folder_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--reports", "不存在"]) == 2
    assert "不存在" in capsys.readouterr().err
