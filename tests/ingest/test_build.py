"""From files to the index: what changes, what does not, and samples beside real reports."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from ingest.build import EMBEDDING, READING, Summary, ingest
from rag.errors import ReportError
from rag.index.manifest import read_manifest
from rag.index.reader import open_index

SAMPLES = Path(__file__).resolve().parents[2] / "eval" / "reports"


class Lengths:
    """An embedding to be computed by hand: the one direction that every text points in."""

    name, fingerprint, dimension = "lengths", "lengths-1", 2

    def encode_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.tile(np.array([1, 0], np.float32), (len(texts), 1))

    def encode_query(self, text: str) -> NDArray[np.float32]:
        return np.array([1, 0], np.float32)


def report(place: str, year: int, figure: int = 35) -> str:
    title = f"{place}{year}年度法治政府建设情况报告"
    return f"{title}\n{year}年，{place}推进工作，全年受理案件{figure}件。\n一、问题\n力量不足。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(report("青禾市", 2021), "utf-8")
    (tmp_path / "in" / "b.txt").write_text(report("禾丰县", 2022), "utf-8")
    return tmp_path / "in"


def run(index: Path, *paths: Path) -> Summary:
    return ingest(paths, index=index, embedding=Lengths())


def places(index: Path) -> list[tuple[str | None, int | None]]:
    return [(entry.place, entry.year) for entry in open_index(index, Lengths()).reports()]


def test_reports_come_in_with_their_passages(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    summary = run(index, folder)
    assert [entry.place for entry in summary.added] == ["青禾市", "禾丰县"]
    assert places(index) == [("禾丰县", 2022), ("青禾市", 2021)]
    opened = open_index(index, Lengths())
    for entry in opened.reports():
        text = opened.text(entry.id)
        passages = opened.passages(entry.id)
        assert len(passages) == entry.passages == 2
        assert all(passage.text == text[passage.start : passage.end] for passage in passages)


def test_a_second_run_changes_nothing(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    run(index, folder)
    before = read_manifest(index)
    summary = run(index, folder)
    assert summary.unchanged == ["a.txt", "b.txt"]
    assert (summary.added, summary.updated) == ([], [])
    assert read_manifest(index) == before


def test_a_changed_file_replaces_its_old_version(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    run(index, folder)
    (folder / "a.txt").write_text(report("青禾市", 2023), "utf-8")
    summary = run(index, folder)
    assert [entry.year for entry in summary.updated] == [2023]
    assert places(index) == [("禾丰县", 2022), ("青禾市", 2023)]


def test_a_file_that_cannot_be_read_leaves_the_others_and_its_old_version_in(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    run(index, folder)
    (folder / "a.txt").write_bytes(bytes(100))
    (folder / "c.txt").write_text(report("青禾市", 2024), "utf-8")
    (folder / "d.txt").write_text(" \n", "utf-8")
    (folder / "e.docx").write_text("no zip", "utf-8")
    summary = run(index, folder)
    assert [(Path(file).name, reason[:6]) for file, reason in summary.failed] == [
        ("a.txt", "不是文本文件"),
        ("d.txt", "文件是空的。"),
        ("e.docx", "不是有效的 "),
    ]
    assert places(index) == [("禾丰县", 2022), ("青禾市", 2021), ("青禾市", 2024)]


def test_the_same_text_from_two_files_is_kept_once(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    (folder / "copy.txt").write_text(report("青禾市", 2021), "gb18030")
    for _ in range(2):
        summary = run(index, folder)
        assert [(Path(file).name, reason) for file, reason in summary.skipped] == [
            ("copy.txt", "与已添加的 a.txt 内容相同，只保留一份。")
        ]
        assert len(places(index)) == 2


def test_a_file_that_becomes_a_copy_of_another_is_gone(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    run(index, folder)
    (folder / "b.txt").write_text(report("青禾市", 2021), "utf-8")
    run(index, folder)
    assert places(index) == [("青禾市", 2021)]


def test_a_moved_file_stays_one_report(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    run(index, folder)
    (folder / "a.txt").rename(folder / "z.txt")
    summary = run(index, folder)
    assert [entry.file for entry in summary.updated] == ["z.txt"]
    assert len(places(index)) == 2


def test_the_first_real_report_removes_the_samples(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    samples = run(index, SAMPLES)
    assert len(samples.added) >= 12
    assert all(entry.sample for entry in samples.added)
    summary = run(index, folder / "a.txt")
    assert summary.removed_samples == len(samples.added)
    assert places(index) == [("青禾市", 2021)]


def test_samples_do_not_come_in_beside_real_reports(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    summary = run(index, SAMPLES, folder)
    assert len(summary.skipped) == len(list(SAMPLES.iterdir()))
    assert {reason for _, reason in summary.skipped} == {"示例报告不与真实报告并存，未添加。"}
    assert len(places(index)) == 2


def test_samples_given_again_with_a_real_report_are_removed(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    run(index, SAMPLES)
    summary = run(index, SAMPLES, folder)
    assert summary.unchanged == []
    assert summary.removed_samples >= 12
    assert len(places(index)) == 2


def test_the_samples_are_read_right(tmp_path: Path) -> None:
    run(tmp_path / "index", SAMPLES)
    for entry in open_index(tmp_path / "index", Lengths()).reports():
        _, place, year = Path(entry.file).stem.split("-")[:3]
        assert (entry.place, entry.year) == (place, int(year)), entry.file


def test_progress_is_told(folder: Path, tmp_path: Path) -> None:
    steps: list[tuple[str, int, int]] = []
    ingest([folder], index=tmp_path / "index", embedding=Lengths(), progress=lambda *step: steps.append(step))
    assert steps == [(READING, 0, 2), (READING, 1, 2), (READING, 2, 2), (EMBEDDING, 4, 4)]


def test_a_wrong_path_changes_nothing(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="找不到"):
        run(tmp_path / "index", folder, tmp_path / "nowhere")
    assert not (tmp_path / "index").exists()
