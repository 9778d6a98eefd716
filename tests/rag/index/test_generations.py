"""The index folder: one atomic commit a generation, checked when it is opened, derived files made anew where needed."""

from __future__ import annotations

import errno
import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rag.errors import IndexBusy, IndexMismatch, IndexMissing, ReportError
from rag.index.derive import PassageDraft
from rag.index.reader import open_index
from rag.index.writer import open_writer, rebuild
from rag.tables import tables
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


def test_tables_are_kept_once_and_not_by_the_index_as_well(tmp_path: Path) -> None:
    text = "| 项目 | 东县 |\n|---|---|\n| 收案 | 12 |"
    put(tmp_path, text=text)
    index = open_index(tmp_path, KeywordEmbedder())
    found = index.tables(index.reports()[0].id)
    assert found is tables(text)
    tables.cache_clear()
    assert index.tables(index.reports()[0].id) is not found


def test_what_each_question_looks_up_is_not_searched_for(tmp_path: Path) -> None:
    put(tmp_path)
    index = open_index(tmp_path, KeywordEmbedder())
    assert index.reports() is index.reports()
    seen: list[str] = []
    index._connection.set_trace_callback(seen.append)
    index.text(index.reports()[0].id)
    (plan,) = index._connection.execute(f"EXPLAIN QUERY PLAN {seen[0]}").fetchall()
    assert "SEARCH reports USING INDEX" in plan[-1]  # not SCAN


def test_a_source_has_one_report_and_others_stay(tmp_path: Path) -> None:
    put(tmp_path)
    put(tmp_path, "乙")
    put(tmp_path, "甲", 2022)
    index = open_index(tmp_path, KeywordEmbedder())
    assert [(report.place, report.year) for report in index.reports()] == [("乙市", 2021), ("甲市", 2022)]
    assert index.report_ids(Filter(places=("甲市",))) == ["甲2022"]
    assert index.report_ids(Filter(places=("丙市",))) == []
    assert index.report_ids(Filter()) is None


@pytest.mark.parametrize(
    ("wanted", "admitted"),
    [
        (Filter(reports=("甲2021",)), ["甲2021"]),
        (Filter(reports=("乙2022", "甲2021")), ["甲2021", "乙2022"]),  # in the catalogue's order, as all are
        (Filter(reports=()), []),  # none is not the same as any
        (Filter(reports=("丙2021",)), []),  # nor is one that is gone
        (Filter(places=("乙市",), reports=("甲2021",)), []),  # all of a filter holds
        (Filter(years=(2022,), reports=("甲2021", "乙2022")), ["乙2022"]),
        (Filter(years=(2022,)), ["乙2022"]),
    ],
)
def test_a_filter_admits_the_reports_that_it_names(tmp_path: Path, wanted: Filter, admitted: list[str]) -> None:
    put(tmp_path)
    put(tmp_path, "乙", 2022)
    index = open_index(tmp_path, KeywordEmbedder())
    found = index.report_ids(wanted)
    assert found is not None
    assert sorted(found) == sorted(admitted)
    rows = index.lexical("案件", 10, found)
    assert {passage.report for passage in index.passages_at([row for row, _ in rows]).values()} == set(admitted)


def test_the_sides_of_a_report(tmp_path: Path) -> None:
    text = "受理8件。\n力量不足。\n招录5人。"
    drafts = [
        PassageDraft(0, 5, ("一、工作情况",), ((0, 5),)),
        PassageDraft(6, 11, ("二、存在的问题",), ((6, 11),)),
        PassageDraft(12, 17, ("三、下一步打算",), ((12, 17),)),
    ]
    with open_writer(tmp_path, KeywordEmbedder()) as writer:
        writer.put_report(entry("甲"), text, drafts, source="/甲.txt", file_hash="")
        writer.commit()
    index = open_index(tmp_path, KeywordEmbedder())
    outline = index.outline("甲")
    assert [outline.side(at) for at in (0, 5, 6, 10, 12, 16)] == ["done", "done", "problem", "problem", "plan", "plan"]
    assert index.outline("甲") is outline  # told once
    with pytest.raises(ReportError, match="没有这份报告"):
        index.outline("乙")


def entry(name: str, *, key: str = "") -> Report:
    return Report(id=key or name, file=f"{name}.txt", title=name, place="甲市", year=2021)


def catalogue(folder: Path) -> list[tuple[str, str, tuple[str, ...], int]]:
    index = open_index(folder, KeywordEmbedder())
    found = [(report.id, report.file, report.also, len(index.passages(report.id))) for report in index.reports()]
    assert index.manifest.reports == len(found)
    assert index.manifest.passages == sum(count for *_, count in found)
    return found


def test_the_same_text_from_two_sources_is_searched_once(tmp_path: Path) -> None:
    with open_writer(tmp_path, KeywordEmbedder()) as writer:
        for name in ("甲", "乙"):
            writer.put_report(entry(name, key="1"), TEXT, DRAFTS, source=f"/{name}", file_hash="")
        writer.commit()
    assert catalogue(tmp_path) == [("1", "甲.txt", ("乙.txt",), 2)]
    with open_writer(tmp_path, KeywordEmbedder()) as writer:
        writer.remove_source("/甲")
        writer.commit()
    assert catalogue(tmp_path) == [("1", "乙.txt", (), 2)]


def test_sources_repeat_each_other_as_they_are_told(tmp_path: Path) -> None:
    with open_writer(tmp_path, KeywordEmbedder()) as writer:
        for name in ("甲", "乙", "丙"):
            writer.put_report(entry(name), TEXT, DRAFTS, source=f"/{name}", file_hash=name)
        writer.set_repeats({"/乙": "/甲", "/丙": "/甲"})
        assert {key: held.repeats for key, held in writer.sources().items()} == {
            "/甲": None, "/乙": "/甲", "/丙": "/甲",
        }  # fmt: skip
        assert writer.body("/乙") == "行政复议案件8件。\n行政诉讼案件3件。"
        writer.commit()
    assert catalogue(tmp_path) == [("甲", "甲.txt", ("乙.txt", "丙.txt"), 2)]
    with open_writer(tmp_path, KeywordEmbedder()) as writer:
        writer.remove_source("/甲")
        writer.commit()
    assert catalogue(tmp_path) == [("乙", "乙.txt", ("丙.txt",), 2)]
    with open_writer(tmp_path, KeywordEmbedder()) as writer:
        writer.set_repeats({"/丙": None, "/乙": "/丙"})
        writer.commit()
    assert catalogue(tmp_path) == [("丙", "丙.txt", ("乙.txt",), 2)]


def test_one_that_takes_over_meets_its_own_text(tmp_path: Path) -> None:
    """The second repeats the first and, once that changes, is the very text of the third."""
    with open_writer(tmp_path, KeywordEmbedder()) as writer:
        for name, key in (("甲", "1"), ("乙", "2")):
            writer.put_report(entry(name, key=key), TEXT, DRAFTS, source=f"/{name}", file_hash="")
        writer.set_repeats({"/乙": "/甲"})
        writer.put_report(entry("丙", key="2"), TEXT, DRAFTS, source="/丙", file_hash="")
        writer.put_report(entry("甲", key="3"), TEXT, DRAFTS, source="/甲", file_hash="new")
        writer.commit()
    assert catalogue(tmp_path) == [("2", "丙.txt", ("乙.txt",), 2), ("3", "甲.txt", (), 2)]


def test_an_unknown_source_changes_nothing(tmp_path: Path) -> None:
    put(tmp_path)
    with open_writer(tmp_path, KeywordEmbedder()) as writer:
        writer.remove_source("/nowhere")
        writer.set_repeats({})
        writer.put_rows([])
        writer.remove_rows(["nothing"])
        assert not writer.changed


def test_nothing_is_copied_before_something_changes(tmp_path: Path) -> None:
    put(tmp_path)
    with open_writer(tmp_path, KeywordEmbedder()) as writer:
        assert list(writer.sources()) == ["/甲.txt"]
        assert [path.name for path in tmp_path.glob("generation-*")] == ["generation-1"]


def test_leftovers_are_removed_before_anything_else(tmp_path: Path) -> None:
    """They may be what the disk is full of."""
    put(tmp_path)
    (tmp_path / "generation-9").mkdir()
    with open_writer(tmp_path, KeywordEmbedder()):
        assert [path.name for path in tmp_path.glob("generation-*")] == ["generation-1"]


def test_what_is_not_committed_leaves_no_trace(tmp_path: Path) -> None:
    put(tmp_path)
    before = sorted(path.name for path in tmp_path.iterdir())
    with open_writer(tmp_path, KeywordEmbedder()) as writer:
        writer.remove_source("/甲.txt")
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
        ({"format": 1}, "格式是 1，.*请删除该文件夹后重新添加"),  # or by an earlier one
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


def unreadable(*_: object, **__: object) -> str:
    raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))


def test_what_was_committed_stays_where_the_manifest_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch, open_writer(tmp_path, KeywordEmbedder()) as writer:
        writer.put_report(entry("甲"), TEXT, DRAFTS, source="/甲.txt", file_hash="")
        writer.commit()
        patch.setattr(Path, "read_text", unreadable)
    assert open_index(tmp_path, KeywordEmbedder()).text("甲") == TEXT


def test_what_stayed_in_doubt_is_removed_by_the_next_writer(tmp_path: Path) -> None:
    put(tmp_path)
    shutil.copytree(tmp_path / "generation-1", tmp_path / "generation-2")
    with open_writer(tmp_path, KeywordEmbedder()):
        assert [path.name for path in tmp_path.glob("generation-*")] == ["generation-1"]
    put(tmp_path, "乙")
    with open_writer(tmp_path, KeywordEmbedder()):
        # the one before the current one stays for its readers
        assert sorted(path.name for path in tmp_path.glob("generation-*")) == ["generation-1", "generation-2"]


def test_the_newest_generation_is_told_by_its_number(tmp_path: Path) -> None:
    for year in range(2001, 2011):
        put(tmp_path, "甲", year)
    (tmp_path / "manifest.json").unlink()
    assert sorted(path.name for path in tmp_path.glob("generation-*")) == ["generation-10", "generation-9"]
    assert [report.year for report in open_index(tmp_path, KeywordEmbedder()).reports()] == [2010]


def test_many_readers_make_derived_files_anew_at_once(tmp_path: Path) -> None:
    put(tmp_path)
    (tmp_path / "generation-1" / "vectors.faiss").unlink()
    shutil.rmtree(tmp_path / "generation-1" / "lexical")
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(lambda _: open_index(tmp_path, KeywordEmbedder()), range(4)))
    assert [index.lexical("诉讼", 1)[0][0] for index in opened] == [1] * 4


def test_derived_files_that_cannot_be_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path)
    (tmp_path / "generation-1" / "vectors.faiss").unlink()

    def read_only(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("rag.index.reader.derive", read_only)
    with pytest.raises(IndexMismatch, match=r"Permission denied.*写入权限"):
        open_index(tmp_path, KeywordEmbedder())
