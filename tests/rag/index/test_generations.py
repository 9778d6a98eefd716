"""The index folder: one atomic commit a generation, checked when it is opened, derived files made anew where needed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from rag.errors import IndexBusy, IndexMismatch, IndexMissing, ReportError
from rag.index.derive import PassageDraft
from rag.index.reader import open_index
from rag.index.writer import open_writer, rebuild
from rag.types import Filter, Report
from tests.fakes import KeywordEmbedder

TEXT = "行政复议案件8件。\n行政诉讼案件3件。"
DRAFTS = [PassageDraft(0, 9, ("一、复议",), ((0, 9),)), PassageDraft(10, 19, ("二、诉讼",), ((10, 19),))]


class OtherEmbedder(KeywordEmbedder):
    name, fingerprint = "other", "other-1"


def put(folder: Path, name: str = "甲", year: int = 2021, text: str = TEXT) -> None:
    report = Report(id=f"{name}{year}", file=f"{name}.txt", title=name, place=f"{name}市", year=year)
    with open_writer(folder, KeywordEmbedder()) as writer:
        writer.put_report(report, text, DRAFTS, source=f"/{name}.txt", file_hash=str(year))
        writer.commit()


def test_what_is_put_can_be_read(tmp_path: Path) -> None:
    put(tmp_path)
    index = open_index(tmp_path, KeywordEmbedder())
    (report,) = index.reports()
    assert (report.place, report.passages, index.text(report.id)) == ("甲市", 2, TEXT)
    assert [passage.text for passage in index.passages(report.id)] == ["行政复议案件8件。", "行政诉讼案件3件。"]
    assert [row for row, _ in index.dense(KeywordEmbedder().encode_query("诉讼"), 1)] == [1]


def test_a_source_has_one_report_and_others_stay(tmp_path: Path) -> None:
    put(tmp_path)
    put(tmp_path, "乙")
    put(tmp_path, "甲", 2022)
    index = open_index(tmp_path, KeywordEmbedder())
    assert [(report.place, report.year) for report in index.reports()] == [("乙市", 2021), ("甲市", 2022)]
    assert index.report_ids(Filter(places=("甲市",))) == ["甲2022"]
    assert index.report_ids(Filter(places=("丙市",))) == []
    assert index.report_ids(Filter()) is None


def test_what_is_not_committed_leaves_no_trace(tmp_path: Path) -> None:
    put(tmp_path)
    before = sorted(path.name for path in tmp_path.iterdir())
    with open_writer(tmp_path, KeywordEmbedder()) as writer:
        writer.remove_report("甲2021")
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert len(open_index(tmp_path, KeywordEmbedder()).reports()) == 1


def test_leftovers_of_a_killed_writer_are_removed(tmp_path: Path) -> None:
    put(tmp_path)
    (tmp_path / "generation-9").mkdir()
    put(tmp_path, "乙")
    assert not (tmp_path / "generation-9").exists()
    assert len(open_index(tmp_path, KeywordEmbedder()).reports()) == 2


def test_a_reader_keeps_its_generation_and_knows_of_a_newer_one(tmp_path: Path) -> None:
    put(tmp_path)
    index = open_index(tmp_path, KeywordEmbedder())
    assert index.is_current()
    put(tmp_path, "甲", 2022)
    put(tmp_path, "甲", 2023)
    assert not index.is_current()
    assert index.text("甲2021") == TEXT


def test_another_index_in_the_same_place_is_newer(tmp_path: Path) -> None:
    put(tmp_path / "index")
    index = open_index(tmp_path / "index", KeywordEmbedder())
    shutil.rmtree(tmp_path / "index")
    put(tmp_path / "index", "乙")
    assert not index.is_current()


def test_a_lost_manifest_loses_nothing(tmp_path: Path) -> None:
    put(tmp_path)
    (tmp_path / "manifest.json").unlink()
    assert open_index(tmp_path, KeywordEmbedder()).text("甲2021") == TEXT
    put(tmp_path, "乙")
    assert len(open_index(tmp_path, KeywordEmbedder()).reports()) == 2


def test_a_changed_database_is_told_by_its_hash(tmp_path: Path) -> None:
    put(tmp_path)
    path = tmp_path / "generation-1" / "reports.sqlite"
    path.write_bytes(path.read_bytes().replace("复议案件8件".encode(), "复议案件9件".encode()))
    for use in (lambda: open_index(tmp_path, KeywordEmbedder()), lambda: put(tmp_path, "乙")):
        with pytest.raises(IndexMismatch, match="已被改动或损坏"):
            use()
    assert path.exists()


def test_an_index_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(IndexMismatch, match="读不了索引清单"):
        open_index(tmp_path / "file", KeywordEmbedder())


@pytest.mark.parametrize("lost", ["vectors.faiss", "lexical"])
def test_derived_files_are_made_anew(tmp_path: Path, lost: str) -> None:
    put(tmp_path)
    target = tmp_path / "generation-1" / lost
    shutil.rmtree(target) if target.is_dir() else target.write_bytes(b"damaged")
    index = open_index(tmp_path, KeywordEmbedder())
    assert [row for row, _ in index.lexical("诉讼", 1)] == [1]
    assert [row for row, _ in index.dense(KeywordEmbedder().encode_query("复议"), 1)] == [0]


def test_no_index(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match=r"python -m ingest .* --index"):
        open_index(tmp_path, KeywordEmbedder())


def test_another_embedding_names_both_and_the_repair(tmp_path: Path) -> None:
    put(tmp_path)
    with pytest.raises(IndexMismatch, match=r"keywords.*other.*--rebuild"):
        open_index(tmp_path, OtherEmbedder())
    with pytest.raises(IndexMismatch, match="--rebuild"), open_writer(tmp_path, OtherEmbedder()):
        pass
    rebuild(tmp_path, OtherEmbedder())
    assert open_index(tmp_path, OtherEmbedder()).text("甲2021") == TEXT


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format": 99}, "格式是 99"),  # made by a later version
        ({"database": "0" * 64}, "校验值是 000000000000，实际是"),  # another database than this one
        ({"surplus": 1}, "内容不对（surplus）"),
        ({"generation": "../../x"}, "内容不对（generation）"),
    ],
)
def test_a_manifest_that_does_not_fit(tmp_path: Path, change: dict[str, object], message: str) -> None:
    put(tmp_path)
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | change), "utf-8")
    with pytest.raises(IndexMismatch, match=message):
        open_index(tmp_path, KeywordEmbedder())


def test_a_damaged_manifest(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{", "utf-8")
    with pytest.raises(IndexMismatch, match="已损坏"):
        open_index(tmp_path, KeywordEmbedder())


def test_a_second_writer_is_told(tmp_path: Path) -> None:
    with (
        open_writer(tmp_path, KeywordEmbedder()),
        pytest.raises(IndexBusy, match="另一个进程"),
        open_writer(tmp_path, KeywordEmbedder()),
    ):
        pass


def test_an_unknown_report(tmp_path: Path) -> None:
    put(tmp_path)
    with pytest.raises(ReportError, match="没有这份报告"):
        open_index(tmp_path, KeywordEmbedder()).text("丙")
