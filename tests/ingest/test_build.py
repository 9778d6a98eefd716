"""From files to the index: what changes, what does not, and samples beside real reports."""

from __future__ import annotations

import subprocess
import sys
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

import ingest.load as ingest_load
from ingest.blocks import Loaded
from ingest.build import EMBEDDING, READING, Summary, ingest
from rag.errors import ReportError
from rag.index import database
from rag.index.manifest import read_manifest
from rag.index.reader import open_index
from rag.index.writer import IndexWriter, open_writer

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "eval" / "reports"

LENGTHS = "class Lengths: name, fingerprint, dimension, by_sentence = 'lengths', 'lengths-1', 2, False"


class Lengths:
    """An embedding to be computed by hand: the one direction that every text points in."""

    name, fingerprint, dimension, by_sentence = "lengths", "lengths-1", 2, False

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


def also(index: Path) -> dict[str, tuple[str, ...]]:
    return {entry.file: entry.also for entry in open_index(index, Lengths()).reports()}


def merged(summary: Summary) -> list[tuple[str, str]]:
    return [(Path(file).name, other) for file, other in summary.merged]


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


def test_unchanged_files_load_nothing_that_reads(folder: Path, tmp_path: Path) -> None:
    """Neither the readers of formats, nor the searches, nor the table of places."""
    run(tmp_path / "index", folder)
    code = f"""
import sys
from pathlib import Path
from ingest.build import ingest
{LENGTHS}
print(len(ingest([{str(folder)!r}], index=Path({str(tmp_path / "index")!r}), embedding=Lengths()).unchanged))
heavy = "lxml faiss tantivy rjieba pypdfium2 PIL cv2 onnxruntime trafilatura httpx ingest.metadata.describe"
print([name for name in heavy.split() if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["2", "[]"]


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
    (folder / "e.docx").write_bytes(b"PK\x03\x04 and no more")
    summary = run(index, folder)
    assert [(Path(file).name, "请" in reason) for file, reason in summary.failed] == [
        ("a.txt", True),
        ("d.txt", False),
        ("e.docx", True),
    ]
    assert places(index) == [("禾丰县", 2022), ("青禾市", 2021), ("青禾市", 2024)]


def test_text_that_cannot_be_stored_stops_nothing(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load = ingest_load.load

    def half(data: bytes, suffix: str) -> Loaded:
        loaded = load(data, suffix)
        return replace(loaded, text=loaded.text.replace("35", "3\ud800")) if "青禾市" in loaded.text else loaded

    monkeypatch.setattr(ingest_load, "load", half)
    summary = run(tmp_path / "index", folder)
    ((file, reason),) = summary.failed
    assert (Path(file).name, "代理字符" in reason, len(summary.added)) == ("a.txt", True, 1)


def test_the_same_text_from_two_files_is_kept_once(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    (folder / "copy.txt").write_text(report("青禾市", 2021), "gb18030")
    summary = run(index, folder)
    assert merged(summary) == [("copy.txt", "a.txt")]
    assert [entry.file for entry in summary.added] == ["a.txt", "b.txt"]
    assert also(index) == {"a.txt": ("copy.txt",), "b.txt": ()}
    again = run(index, folder)
    assert (again.unchanged, again.merged) == (["a.txt", "b.txt", "copy.txt"], [])
    assert len(places(index)) == 2


def test_a_file_that_becomes_a_copy_of_another(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    run(index, folder)
    (folder / "b.txt").write_text(report("青禾市", 2021), "utf-8")
    summary = run(index, folder)
    assert (merged(summary), summary.updated) == ([("b.txt", "a.txt")], [])
    assert also(index) == {"a.txt": ("b.txt",)}


# Enough text for small changes to leave 95 % of the shingles.
MATTERS = "".join(f"第{at}件：{'办理审查备案调解复核'[at % 10]}事项{at * 37 % 1000}宗。" for at in range(200))


def long_report(place: str, year: int, end: str = "") -> str:
    return f"{report(place, year)}二、事项\n{MATTERS}\n{end}"


def write(folder: Path, **texts: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return folder


def test_the_same_report_from_two_sites_is_searched_once(tmp_path: Path) -> None:
    index = tmp_path / "index"
    folder = write(tmp_path / "in", a=long_report("青禾市", 2021), b=long_report("青禾市", 2021, "来源：另一网站。\n"))
    summary = run(index, folder)
    assert (merged(summary), also(index)) == ([("b.txt", "a.txt")], {"a.txt": ("b.txt",)})
    opened = open_index(index, Lengths())
    (entry,) = opened.reports()
    assert opened.manifest.reports == 1
    assert opened.manifest.passages == entry.passages == len(opened.passages(entry.id))
    assert "另一网站" not in opened.text(entry.id)


@pytest.mark.parametrize(("place", "year"), [("禾丰县", 2021), ("青禾市", 2022)])
def test_reports_of_other_places_or_years_are_others(tmp_path: Path, place: str, year: int) -> None:
    folder = write(tmp_path / "in", a=long_report("青禾市", 2021), b=long_report(place, year))
    assert run(tmp_path / "index", folder).merged == []
    assert len(places(tmp_path / "index")) == 2


@pytest.mark.parametrize("prune", [True, False])
def test_the_other_file_takes_over(tmp_path: Path, prune: bool) -> None:
    """When the file that is searched goes away, or becomes another report."""
    index = tmp_path / "index"
    alone = write(tmp_path / "alone", b=long_report("青禾市", 2021, "来源：另一网站。\n"))
    run(tmp_path / "expected", alone)
    folder = write(tmp_path / "in", a=long_report("青禾市", 2021), b=(alone / "b.txt").read_text("utf-8"))
    run(index, folder)
    if prune:
        (folder / "a.txt").unlink()
    else:
        write(folder, a=report("禾丰县", 2020))
    summary = ingest([folder], index=index, embedding=Lengths(), prune=prune)
    assert summary.unchanged == ["b.txt"]
    assert [Path(file).name for file in summary.removed] == ["a.txt"] * prune
    opened, expected = open_index(index, Lengths()), open_index(tmp_path / "expected", Lengths())
    (wanted,) = expected.reports()
    found = next(entry for entry in opened.reports() if entry.file == "b.txt")
    assert (found, opened.text(found.id)) == (wanted, expected.text(wanted.id))
    assert [replace(passage, id=0) for passage in opened.passages(found.id)] == [
        replace(passage, id=0) for passage in expected.passages(wanted.id)
    ]


def test_three_of_one_report(tmp_path: Path) -> None:
    index = tmp_path / "index"
    versions = {name: long_report("青禾市", 2021, f"来源：{name}。\n") for name in "abc"}
    folder = write(tmp_path / "in", **versions)
    assert merged(run(index, folder)) == [("b.txt", "a.txt"), ("c.txt", "a.txt")]
    (folder / "a.txt").unlink()
    ingest([], index=index, embedding=Lengths(), prune=True)
    assert also(index) == {"b.txt": ("c.txt",)}
    assert merged(run(index, write(folder, a=versions["a"]))) == [("a.txt", "b.txt")]


def test_a_changed_version_of_what_is_searched_stays_so(tmp_path: Path) -> None:
    index = tmp_path / "index"
    folder = write(tmp_path / "in", a=long_report("青禾市", 2021), b=long_report("青禾市", 2021, "来源：乙。\n"))
    run(index, folder)
    summary = run(index, write(folder, a=long_report("青禾市", 2021, "来源：甲。\n")))
    assert ([entry.file for entry in summary.updated], summary.merged) == (["a.txt"], [])
    assert also(index) == {"a.txt": ("b.txt",)}


def test_prune_removes_what_is_gone_under_the_paths(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    other = write(tmp_path / "other", c=report("青禾市", 2019))
    (other / "other.png").touch()
    run(index, folder, other)
    (folder / "a.txt").unlink()
    (other / "c.txt").unlink()
    assert run(index, folder).removed == []
    summary = ingest([folder], index=index, embedding=Lengths(), prune=True)
    assert [Path(file).name for file in summary.removed] == ["a.txt"]
    assert places(index) == [("禾丰县", 2022), ("青禾市", 2019)]
    summary = ingest([], index=index, embedding=Lengths(), prune=True)
    assert [Path(file).name for file in summary.removed] == ["c.txt"]
    assert places(index) == [("禾丰县", 2022)]


def test_prune_of_a_folder_that_is_empty_now(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    run(index, folder)
    for path in folder.iterdir():
        path.unlink()
    with pytest.raises(ReportError):
        run(index, folder)
    assert len(ingest([folder], index=index, embedding=Lengths(), prune=True).removed) == 2
    assert places(index) == []


def test_prune_keeps_what_cannot_be_read(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    run(index, folder)
    (folder / "a.txt").write_bytes(bytes(100))
    summary = ingest([folder], index=index, embedding=Lengths(), prune=True)
    assert (len(summary.failed), summary.removed) == (1, [])
    assert len(places(index)) == 2


def test_a_sidecar_alone_changes_a_report(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    run(index, folder)
    (folder / "reports.csv").write_text("file,year\na.txt,2019\n", "utf-8")
    summary = run(index, folder)
    assert [entry.file for entry in summary.updated] == ["a.txt"]
    assert summary.unchanged == ["b.txt"]
    assert places(index) == [("禾丰县", 2022), ("青禾市", 2019)]


@pytest.mark.parametrize("table", ["", "year\n2019\n", 'file,year\n"a.txt,2019\n'])
def test_what_a_sidecar_said_holds_while_it_cannot_be_read(folder: Path, tmp_path: Path, table: str) -> None:
    index = tmp_path / "index"
    (folder / "reports.csv").write_text("file,year\na.txt,2019\n", "utf-8")
    run(index, folder)
    (folder / "reports.csv").write_text(table, "utf-8")
    summary = run(index, folder)
    assert (summary.unchanged, summary.updated) == (["a.txt", "b.txt"], [])
    assert ("青禾市", 2019) in places(index)
    assert [Path(where).name for where, _ in summary.failed] == ["reports.csv"]


def test_a_new_reader_reads_all_anew(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = tmp_path / "index"
    run(index, folder)
    monkeypatch.setattr("ingest.build.READER_VERSION", 10**6)
    assert len(run(index, folder).updated) == 2


class Counting(Lengths):
    """Counts what it is asked to embed; each text has a vector of its own, on the unit circle."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def encode_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.texts += texts
        angles = [zlib.crc32(text.encode()) for text in texts]
        return np.array([[np.cos(angle), np.sin(angle)] for angle in angles], np.float32).reshape(len(texts), 2)


def test_only_new_passages_are_embedded(folder: Path, tmp_path: Path) -> None:
    index, embedding = tmp_path / "index", Counting()
    ingest([folder], index=index, embedding=embedding)
    assert len(embedding.texts) == 4
    (folder / "a.txt").write_text(report("青禾市", 2021, 99), "utf-8")
    (folder / "c.txt").write_text(report("青禾市", 2021, 99), "utf-8")
    ingest([folder], index=index, embedding=embedding)
    (changed,) = embedding.texts[4:]
    assert "99件" in changed
    opened = open_index(index, embedding)
    with closing(database.connect(opened.manifest.folder(index))) as connection:
        texts = [text for _, _, text in database.read_indexed(connection)]
    for row, vector in enumerate(Counting().encode_documents(texts)):
        np.testing.assert_allclose(opened.similarities(vector, [row])[row], 1, atol=1e-6)


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
    assert {reason.partition("。")[0] for _, reason in summary.skipped} == {"示例报告不与真实报告并存，未添加"}
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


def test_prune_keeps_what_lies_on_a_missing_drive(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    run(index, folder)
    for path in folder.iterdir():
        path.unlink()
    assert ingest([], index=index, embedding=Lengths(), prune=True).removed == []
    assert len(places(index)) == 2


def test_files_are_looked_for_after_the_wait(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def waited(*args: Any, **named: Any) -> Iterator[IndexWriter]:
        write(folder, c=report("远山镇", 2020))
        with open_writer(*args, **named) as writer:
            yield writer

    monkeypatch.setattr("ingest.build.open_writer", waited)
    assert len(run(tmp_path / "index", folder).added) == 3


def test_a_file_that_goes_away_meanwhile_is_told_once(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    run(index, folder)

    def remove(step: str, done: int, total: int) -> None:
        if (step, done) == (READING, total):
            (folder / "a.txt").unlink()

    summary = ingest([folder], index=index, embedding=Lengths(), prune=True, progress=remove)
    assert [Path(file).name for file in summary.removed] == ["a.txt"]
    assert summary.unchanged == ["b.txt"]
