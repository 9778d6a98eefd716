"""`python -m eval.retrieval`: which questions, which passages, what is relevant, and one whole run on tiny data."""

from __future__ import annotations

import json
import lzma
import sys
from itertools import accumulate, pairwise
from pathlib import Path

import numpy as np
import pytest

import eval.retrieval as command
from eval.questions import EvalQuestion, Evidence
from eval.rankings import build_index, measure, quality
from eval.retrieval import SETS, distinct, main, read_set, report_task, stard, stard_among_laws
from rag.embedding import load_embedding
from rag.embedding.evaluate import Task, recall
from rag.errors import RagError
from rag.index.derive import PassageDraft
from rag.index.reader import Index, open_index
from rag.index.sentences import SHARE, sentences_of
from rag.index.writer import open_writer
from rag.types import Report
from tests.fakes import KeywordEmbedder

OWN, LAWS = "STARD, own articles, even lines", "STARD, all laws, even lines"
TRADITIONAL = "DRCD dev, simplified"
ROWS = [
    {"question": "问一", "texts": ["第一条。"]},
    {"question": "问二", "texts": ["第二条。\n\n第二款。", "第一条。"]},
    {"question": "问三", "texts": ["第三条。"]},
    {"question": "问四", "texts": ["第四条。"]},
]


def paragraphs(*pairs: tuple[str, str]) -> str:
    entries = [{"context": context, "qas": [{"question": question}]} for context, question in pairs]
    return json.dumps({"data": [{"paragraphs": entries}]})


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    (folder / "tune").mkdir(parents=True)
    (folder / "tune" / "stard.jsonl").write_text("\n".join(map(json.dumps, ROWS)), "utf8")
    with lzma.open(folder / "laws.jsonl.xz", "wt", encoding="utf8") as file:
        # the second is STARD's second article set otherwise (in full width too); the last repeats the first
        for text in ("别的法条。", "第二条。第二款。", "第三条。", "别的法条。"):
            file.write(json.dumps({"title": "某法", "text": text}) + "\n")
    (folder / "tune" / "drcd-dev.json").write_text(paragraphs(("行政復議與訴訟。", "復議是什麼?")), "utf8")
    return folder


def test_odd_and_even_lines_share_their_articles(data: Path) -> None:
    odd, even = (stard(data / "tune" / "stard.jsonl", line=line) for line in (1, 2))
    assert (odd.questions, even.questions) == (["问一", "问三"], ["问二", "问四"])
    assert odd.passages == even.passages == ["第一条。", "第二条。\n\n第二款。", "第三条。", "第四条。"]
    assert (odd.relevant, even.relevant) == ([{0}, {2}], [{0, 1}, {3}])


def test_passages_with_the_same_text_are_one() -> None:
    task = distinct(Task(["问"], ["甲 1\n", "乙", "甲１"], [frozenset({1, 2})]))
    assert (task.passages, task.relevant) == (["甲 1\n", "乙"], [{0, 1}])


def test_relevant_among_all_laws(data: Path) -> None:
    task = distinct(stard_among_laws(data / "tune" / "stard.jsonl", data / "laws.jsonl.xz"))
    # the laws hold the second and the third article; the first and the fourth join them
    assert task.passages == ["别的法条。", "第二条。第二款。", "第三条。", "第一条。", "第四条。"]
    assert (task.questions, task.relevant) == (["问二", "问四"], [{1, 3}, {4}])


def test_traditional_characters_are_simplified(data: Path) -> None:
    pytest.importorskip("opencc", reason="OpenCC's table is not installed")
    task = read_set(TRADITIONAL, data)
    assert task == Task(["复议是什么?"], ["行政复议与诉讼。"], [frozenset({0})])


def test_a_set_that_is_missing_is_skipped(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data / "laws.jsonl.xz").unlink()
    assert read_set(LAWS, data) is None
    told = capsys.readouterr().err
    assert f"跳过「{LAWS}」" in told
    assert "laws.jsonl.xz" in told
    assert "stard.jsonl" not in told


def test_without_opencc_its_set_is_skipped(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "opencc", None)
    assert read_set(TRADITIONAL, data) is None
    assert "没有安装 opencc" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "file", "content", "message"),
    [
        (OWN, "tune/stard.jsonl", "{", "的数据读不了"),  # no JSON
        (OWN, "tune/stard.jsonl", '{"question": "问"}', "的数据读不了"),  # a field is missing
        (OWN, "tune/stard.jsonl", "", "没有题目"),
        (LAWS, "laws.jsonl.xz", "text", "的数据读不了"),  # not compressed
        ("XQuAD zh", "tune/xquad-zh.json", "[]", "的数据读不了"),
        ("XQuAD zh", "tune/xquad-zh.json", '{"data": []}', "没有题目"),
    ],
)
def test_a_damaged_set_is_told(data: Path, name: str, file: str, content: str, message: str) -> None:
    (data / file).write_text(content, "utf8")
    with pytest.raises(RagError, match=message):
        read_set(name, data)


TEXTS = {"甲.txt": ["复议案件\n8 件。", "诉讼案件3件。"], "乙.txt": ["复议案件8件。"]}


@pytest.fixture
def reports(tmp_path: Path) -> Index:
    with open_writer(tmp_path / "index", KeywordEmbedder()) as writer:
        for file, parts in TEXTS.items():
            text = "".join(parts)
            ends = list(accumulate(map(len, parts)))
            drafts = [PassageDraft(a, b, (), ((a, b),)) for a, b in pairwise([0, *ends])]
            writer.put_report(Report(id=file, file=file, title=file), text, drafts, source=file, file_hash="")
        writer.commit()
    return open_index(tmp_path / "index", KeywordEmbedder())


def asks(*evidence: tuple[str, str]) -> EvalQuestion:
    return EvalQuestion("1", "fact", "?", ("8件",), tuple(Evidence(file, quote) for file, quote in evidence))


@pytest.mark.parametrize(
    ("evidence", "texts"),
    [
        (
            [("甲.txt", "复议案件8件")],
            ["复议案件\n8 件。"],
        ),  # white space says nothing; the other report is no evidence
        ([("甲", "案件")], TEXTS["甲.txt"]),  # every passage that holds the quote; a name without its ending
        ([("甲.txt", "诉讼案件"), ("乙.txt", "８件")], ["诉讼案件3件。", "复议案件8件。"]),  # any of the quotes
        ([("甲.txt", "8件。诉讼")], []),  # no passage holds a quote across two
        ([("丙.txt", "案件")], []),  # no such report
    ],
)
def test_relevant_passages_of_reports(
    reports: Index, evidence: list[tuple[str, str]], texts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "_ROWS_AT_ONCE", 2)
    task = report_task([asks(*evidence)], reports)
    assert len(task.passages) == 3
    passages = reports.passages_at(range(3))
    assert {passages[row].text for row in task.relevant[0]} == set(texts)


QUESTIONS = [
    {"id": "1", "type": "fact", "question": "复议受理多少？", "answers": ["8件"],
     "evidence": [{"file": "甲.txt", "quote": "受理行政复议案件8件"}]},
    {"id": "2", "type": "unanswerable", "question": "养了几只猫？", "answers": []},
]  # fmt: skip


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the arguments that measure questions over reports of one's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "in").mkdir()
    text = "青禾市2022年度法治政府建设情况报告\n2022年,青禾市受理行政复议案件8件。\n"
    (tmp_path / "in" / "甲.txt").write_text(text, "utf-8")
    (tmp_path / "q.jsonl").write_text("\n".join(map(json.dumps, QUESTIONS)), "utf-8")
    return ["--reports", str(tmp_path / "in"), "--questions", str(tmp_path / "q.jsonl")]


def test_a_whole_run(
    data: Path, own: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "RUNS", 1)
    assert main(["--data", str(data), *own, "--json", str(tmp_path / "out.json")]) == 0
    told = capsys.readouterr()
    assert "跳过「CMRC 2018 trial」" in told.err
    assert "有 1 题没有证据或要靠上文" in told.err
    result = json.loads((tmp_path / "out.json").read_text("utf-8"))
    names = [one["name"] for one in result["sets"]]
    assert names[:3] == list(SETS)[:3]
    assert names[-1] == "q.jsonl over in"
    assert all(f"**{name}**" in told.out for name in names)
    assert result["sets"][-1]["qualities"]["hybrid"]["recall"] == {"1": 1, "5": 1, "10": 1}
    assert result["sets"][2]["passages"] == 5
    assert min(result["speed"].values()) > 0
    assert "| a query |" in told.out


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (["--questions", "none.jsonl"], "读不了题目文件"),
        (["--reports", "nowhere"], "没有报告文件夹"),
    ],
)
def test_mistakes_in_own_files_show_first(
    data: Path, own: list[str], broken: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(data), *own, *broken]) == 2
    told = capsys.readouterr()
    assert message in told.err
    assert told.out == ""


def test_questions_without_evidence_are_told(own: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    Path(own[-1]).write_text(json.dumps(QUESTIONS[1]), "utf-8")
    assert main(own) == 2
    assert "没有可以检索的题目" in capsys.readouterr().err


def test_without_any_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert told.count("跳过") == len(SETS)
    assert "没有可以测的题目" in told


@pytest.mark.parametrize("option", ["--reports", "--questions"])
def test_reports_and_questions_belong_together(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main([option, "x"])
    assert "要一起给出" in capsys.readouterr().err


def test_the_real_sets_are_what_their_index_says(shared: Path) -> None:
    sizes = []
    for name in SETS:
        task = read_set(name, shared / "data")
        if task is None:
            pytest.skip(f"{name}: no data in ../shared/data, or no opencc")
        assert all(task.relevant), name
        sizes.append((len(task.questions), len(task.passages)))
    assert sizes == [(772, 1444), (771, 1444), (771, 136_184), (1002, 256), (1190, 240), (3524, 1000)]


def test_dense_search_finds_what_brute_force_finds(shared: Path, tmp_path: Path) -> None:
    task = read_set("XQuAD zh", shared / "data")
    if task is None:
        pytest.skip("no xquad-zh.json in ../shared/data")
    embedding = load_embedding()
    dense = measure("XQuAD", task, build_index(task.passages, tmp_path, embedding)).qualities["dense"]
    queries = np.stack([embedding.encode_query(question) for question in task.questions])
    best = [(queries @ embedding.encode_documents(sentences_of(text)).T).max(axis=1) for text in task.passages]
    similarities = (1 - SHARE) * queries @ embedding.encode_documents(task.passages).T + SHARE * np.stack(best, axis=1)
    ranked = np.argsort(-similarities, axis=1)[:, :10].tolist()
    expected = quality(ranked, task.relevant)
    # the index keeps 8 bits a number and looks again at 100 passages of 240
    assert dense.recall[1] == pytest.approx(expected.recall[1], abs=0.005)
    assert dense.recall[10] == pytest.approx(expected.recall[10], abs=0.002)
    assert dense.recall[1] > recall(embedding, task, (1,))[0] + 0.03, "by their cosines alone"
