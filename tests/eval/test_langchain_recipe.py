"""The baseline of LangChain's parts: its chunks, its ranks, and answers in the product's form."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings

from eval.__main__ import main
from eval.langchain_recipe import CHUNK, FOUND, NOTHING, SHOWN, Recipe, retriever, split
from ingest.build import ingest
from rag.embedding import load_embedding
from rag.errors import ModelError, QuestionError, RagError
from rag.settings import Settings
from tests.chat_server import ChatServer, chat_server

for package in ("langchain_classic", "langchain_text_splitters", "rank_bm25"):
    pytest.importorskip(package, reason=f"{package} (requirements-dev.txt) is not installed")

REPORTS = Path(__file__).resolve().parents[2] / "eval" / "reports"
TEXT = "岚川市2021年受理行政复议案件31件。审结29件。"


class Letters(Embeddings):
    """One dimension a letter of 甲乙丙."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [[float(text.count(letter)) for letter in "甲乙丙"] for text in texts]

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


def of_texts(*texts: str) -> Any:
    """Return what `split` needs of an index."""
    reports = [SimpleNamespace(id=str(number)) for number in range(len(texts))]
    return SimpleNamespace(reports=lambda: reports, text=lambda key: texts[int(key)])


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("recipe")
    # 9 reports of one chunk each; only the first is about 复议
    files = {0: TEXT} | {
        number: f"云岭省第{number}号示例县2021年开展普法宣传{number}00场次。" for number in range(1, 9)
    }
    for number, text in files.items():
        (folder / f"示例-{number}.txt").write_text(f"【示例报告】内容为虚构\n{text}\n", "utf-8")
    ingest([folder], index=folder / "index", embedding=load_embedding(None))
    return folder / "index"


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with chat_server() as running:
        yield running


def by_model(index: Path, server: ChatServer) -> Recipe:
    return Recipe(Settings(index=index, llm="openai:scripted", llm_base_url=server.base_url, llm_retry_wait=0.0))


def test_chunks_are_cut_at_the_best_separator() -> None:
    # 300 + 1, 300 + 1 and 100 characters: two paragraphs do not fit one chunk, so the first ends where its line does
    text = "甲" * 300 + "\n" + "乙" * 300 + "\n" + "丙" * 100
    chunks = split(of_texts(text))
    assert [(chunk.metadata["start_index"], chunk.page_content) for chunk in chunks] == [
        (0, "甲" * 300),
        (301, "乙" * 300 + "\n" + "丙" * 100),
    ]


def test_chunks_overlap_by_what_fits() -> None:
    # sentences of 40 characters: 12 fit (the chunk's end stays under 500), and one of them (40 ≤ 50) begins the next
    text = "".join(f"第{number:02}句{'话' * 35}。" for number in range(20))
    first, second = split(of_texts(text))
    assert first.page_content.count("第") == 12
    # the recipe's default puts a separator at the beginning of what follows it
    assert second.page_content.startswith("。第12句") or second.page_content.startswith("。第11句")
    assert first.metadata["start_index"] + len(first.page_content) > second.metadata["start_index"]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text("甲乙，。；\n ", max_size=900), min_size=1, max_size=3))
def test_every_chunk_is_a_stretch_of_its_report(texts: list[str]) -> None:
    for chunk in split(of_texts(*texts)):
        start = chunk.metadata["start_index"]
        assert texts[int(chunk.metadata["report"])][start : start + len(chunk.page_content)] == chunk.page_content
        assert 0 < len(chunk.page_content) <= CHUNK


def test_ranks_are_fused_half_and_half() -> None:
    both, near, worded = "甲，乙，复议", "甲，诉讼", "丙，复议，复议"
    chunks = [Document(text) for text in (near, worded, both, *(f"丙，宣传，第{number}场" for number in range(5)))]
    found = retriever(chunks, Letters()).invoke("甲，复议，复议")
    # cosine with 甲: near 1, both 0.7, all others 0. BM25: both has 甲 once and 复议 once for each time it is asked for
    # (3 times the same weight), worded 复议 twice (2 · 1.43), near 甲 (1), the others nothing.
    #     both  1/2 · (1/62 + 1/61) = 0.01626    near  1/2 · (1/61 + 1/63) = 0.01613
    # Nothing else is above 1/2 · (1/63 + 1/62) = 0.01600.
    assert [chunk.page_content for chunk in found[:2]] == [both, near]
    assert len(found) == len(chunks)


def test_the_best_chunk_is_the_answer_as_it_stands(index: Path) -> None:
    answer = Recipe(Settings(index=index)).answer("岚川市受理行政复议案件多少件?")
    assert answer.answer == f"【示例报告】内容为虚构\n{TEXT}"
    assert (answer.status, answer.mode, answer.seconds > 0) == ("answered", "extractive", True)
    (citation,) = answer.citations
    assert (citation.file, citation.quote, citation.start, citation.end) == (
        "示例-0.txt", answer.answer, 0, len(answer.answer),
    )  # fmt: skip
    assert [(statement.text, statement.markers) for statement in answer.statements] == [(answer.answer, (1,))]
    counts = [figure for figure in answer.figures if figure.text.endswith("件")]
    assert [(figure.text, figure.marker, figure.verified) for figure in counts] == [
        ("31件", 1, True),
        ("29件", 1, True),
    ]


def test_what_is_found_and_could_be(index: Path) -> None:
    recipe = Recipe(Settings(index=index))
    hits = recipe.find("受理行政复议案件多少件?")
    # FOUND is more than there is: each of the 9 chunks is found by both searches
    assert FOUND > 9 == len(hits) == len({hit.passage.report for hit in hits})
    assert hits[0].passage == recipe.passages(hits[0].passage.report)[0]
    assert [hit.score for hit in hits[:2]] == [1.0, 0.5]
    report, text = recipe.report(hits[0].passage.report)
    assert (report.file, text[hits[0].passage.start : hits[0].passage.end]) == ("示例-0.txt", hits[0].passage.text)
    assert len(recipe.catalogue()) == 9


def test_earlier_questions_stand_before_the_question(index: Path) -> None:
    recipe = Recipe(Settings(index=index))
    answer = recipe.answer("审结呢?", history=["岚川市受理行政复议案件多少件?"])
    assert answer.standalone_question == "岚川市受理行政复议案件多少件? 审结呢?"
    assert answer.citations[0].file == "示例-0.txt"


def test_a_model_is_shown_the_best_four(index: Path, server: ChatServer) -> None:
    server.steps = ["受理31件。", "审结28件。"]
    answer = by_model(index, server).answer("岚川市受理行政复议案件多少件?")
    (system, user) = [str(message["content"]) for message in server.requests[0]["messages"]]
    assert system.count("【示例报告】") == SHOWN == len(answer.citations)
    assert system.index(TEXT) < system.index("普法宣传")
    assert user == "岚川市受理行政复议案件多少件?"
    assert (answer.mode, answer.status, answer.answer) == ("llm", "answered", "受理31件。审结28件。")
    # the product's check, each sentence held against all four: 28件 stands in none
    assert [(one.text, one.markers, one.supported) for one in answer.statements] == [
        ("受理31件。", (1, 2, 3, 4), True),
        ("审结28件。", (1, 2, 3, 4), False),
    ]
    assert [(figure.text, figure.verified) for figure in answer.figures] == [("31件", True), ("28件", False)]


@pytest.mark.parametrize("said", ["不知道", "<think>没有</think>根据资料，不知道。"])
def test_a_model_that_does_not_know_refuses(said: str, index: Path, server: ChatServer) -> None:
    server.steps = [said]
    answer = by_model(index, server).answer("岚川市有几座机场?")
    assert (answer.status, answer.citations, answer.statements) == ("refused", (), ())
    assert answer.answer.rstrip("。").endswith("不知道")
    assert "think" not in answer.answer


def test_a_model_that_fails_is_told_of(index: Path, server: ChatServer) -> None:
    server.status = 401
    with pytest.raises(ModelError, match="401"):
        by_model(index, server).answer("岚川市受理行政复议案件多少件?")


def test_a_question_without_a_known_word(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recipe = Recipe(Settings(index=index))
    with pytest.raises(QuestionError, match="请输入问题"):
        recipe.answer("?!")
    chunks = [Document("甲"), Document("乙")]
    monkeypatch.setattr(recipe, "_retriever", retriever(chunks, Letters()))  # 丁 is a zero vector to it
    with pytest.raises(QuestionError, match="换一种说法"):
        recipe.answer("丁")


def test_nothing_to_search(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recipe = Recipe(Settings(index=index))
    monkeypatch.setattr(recipe, "_retriever", None)
    answer = recipe.answer("岚川市受理行政复议案件多少件?")
    assert (answer.status, answer.answer, answer.reason) == ("refused", NOTHING, NOTHING)


@pytest.mark.parametrize("package", ["langchain_text_splitters", "langchain_classic.retrievers", "rank_bm25"])
def test_a_missing_package_is_named_with_what_to_do(package: str, index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(RagError, match=rf"缺少 {package}.*pip install langchain-classic==.*rank-bm25=="):
        Recipe(Settings(index=index))


def test_a_missing_package_shows_before_anything_runs(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "rank_bm25", None)
    out = tmp_path / "out"
    assert main(["--index", str(index), "--out", str(out), "--config", "default", "langchain"]) == 2
    assert "缺少 rank_bm25" in capsys.readouterr().err
    assert not out.exists()


def test_the_command_names_the_versions_of_the_requirements() -> None:
    from eval.langchain_recipe import MISSING

    pinned = (REPORTS.parents[1] / "requirements-dev.txt").read_text("utf-8")
    assert all(f"\n{package} " in pinned for package in MISSING.split("pip install ")[1].split())
