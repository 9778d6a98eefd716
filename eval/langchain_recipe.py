"""The baseline: retrieval over reports as a LangChain tutorial writes it, of LangChain's own parts.

RecursiveCharacterTextSplitter (500 characters, 50 of overlap, Chinese separators), a vector store with the embedding of
the settings, BM25 (rank-bm25 over words), EnsembleRetriever (reciprocal ranks, half and half). The texts are those that
the index holds. Without a language model the recipe can only return what it found: the best chunk as it stands. With
one, it puts the best four into the usual prompt. Earlier questions of a conversation stand in front of the question.

Two parts are not the tutorials' own, since LangChain keeps them in langchain-community, which is being sunset: the
vector store is langchain-core's InMemoryVectorStore (exact cosine, so it ranks as FAISS's flat index does; it is slower
over many chunks), and the BM25 retriever is the few lines around rank-bm25 below.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from time import perf_counter
from typing import Any, Protocol, cast

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever

from rag.cite import check_answer, cite, statement_spans
from rag.embedding import Embedding, load_embedding
from rag.errors import QuestionError, RagError
from rag.figures import find_figures
from rag.index.reader import Index, open_index
from rag.markers import without_thinking
from rag.settings import Settings
from rag.types import Answer, Figure, Hit, Passage, Report, Statement
from rag.understand import check_question

CHUNK, OVERLAP = 500, 50
SEPARATORS = ["\n\n", "\n", "。", "！", "？", "；", "，", ""]
WEIGHTS = [0.5, 0.5]
# Chunks that each search hands to the fusion, and those that the model is shown.
FOUND, SHOWN = 20, 4
NOTHING, UNKNOWN = "没有检索到相关内容。", "不知道"
PROMPT = (
    "你是问答助手。请根据下面检索到的资料回答问题，回答要简洁。如果资料中没有答案，请只回答“不知道”，不要编造。"
    "\n\n{context}"
)
MISSING = (
    "配置 langchain 需要的软件包没有安装（缺少 {}）。请先运行："
    "pip install langchain-classic==1.0.8 langchain-text-splitters==1.1.3 rank-bm25==0.2.2"
)


class Finder(Protocol):
    """A retriever of LangChain."""

    def invoke(self, input: str) -> list[Document]:
        """Return the chunks found, best first."""


class BM25Retriever(BaseRetriever):
    """The `k` chunks with the highest BM25 score, as langchain-community's retriever of this name finds them."""

    chunks: list[Document]
    vectoriser: Any
    k: int

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        import rjieba

        found: list[Document] = self.vectoriser.get_top_n(rjieba.cut(query), self.chunks, n=self.k)
        return found


def split(index: Index) -> list[Document]:
    """Return the chunks of all reports; `metadata` holds the report's id and `start_index`, the offset in its text."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        separators=SEPARATORS, chunk_size=CHUNK, chunk_overlap=OVERLAP, add_start_index=True
    )
    whole = [Document(index.text(report.id), metadata={"report": report.id}) for report in index.reports()]
    chunks: list[Document] = splitter.split_documents(whole)
    return chunks


def retriever(chunks: Sequence[Document], embedding: Embedding) -> Finder:
    """Return the ensemble of both searches over at least one chunk."""
    import rjieba
    from langchain_classic.retrievers import EnsembleRetriever
    from langchain_core.vectorstores import InMemoryVectorStore
    from rank_bm25 import BM25Okapi

    listed = list(chunks)
    store = InMemoryVectorStore.from_documents(listed, embedding)
    words = BM25Okapi([rjieba.cut(chunk.page_content) for chunk in listed])
    searches: list[Any] = [
        store.as_retriever(search_kwargs={"k": FOUND}),
        BM25Retriever(chunks=listed, vectoriser=words, k=FOUND),
    ]
    return cast("Finder", EnsembleRetriever(retrievers=searches, weights=WEIGHTS))


class Recipe:
    """Answers over the index folder of its settings; may be shared by threads."""

    def __init__(self, settings: Settings) -> None:
        """Split and embed all reports; raises RagError where packages are missing, and as `open_index` does."""
        self.settings = settings
        embedding = load_embedding(settings.embedding, settings.embedding_options)
        self._index = open_index(settings.index, embedding)
        try:
            chunks = split(self._index)
            self._chunks = [_passage(chunk) for chunk in chunks]
            self._retriever = retriever(chunks, embedding) if chunks else None
            self._generate = stuffed(settings) if settings.llm else None
        except ModuleNotFoundError as error:
            raise RagError(MISSING.format(error.name)) from error

    def read_ahead(self) -> None:
        """Do nothing: all was read to be split."""

    def catalogue(self) -> tuple[Report, ...]:
        """Return the reports that were split."""
        return self._index.reports()

    def report(self, report_id: str, /) -> tuple[Report, str]:
        """Return a report with its extracted text; raises ReportError for an unknown id."""
        return self._index.report(report_id), self._index.text(report_id)

    def passages(self, report_id: str, /) -> list[Passage]:
        """Return the chunks of a report, in order."""
        return [chunk for chunk in self._chunks if chunk.report == report_id]

    def find(self, question: str, /, *, history: Sequence[str] = ()) -> list[Hit]:
        """Return the best chunks, best first, their score 1 / rank; raises QuestionError as `answer` does."""
        text = check_question(question, self.settings.max_question)
        try:
            chunks = self._retriever.invoke(" ".join([*history, text])) if self._retriever else []
        except ValueError as error:  # InMemoryVectorStore's, of a question whose vector is zero
            raise QuestionError("向量模型不认识这个问题中的任何词，无法检索。请换一种说法。") from error
        return [Hit(_passage(chunk), 1 / rank) for rank, chunk in enumerate(chunks, 1)]

    def answer(self, question: str, /, *, history: Sequence[str] = ()) -> Answer:
        """Return the best chunk, or what the model says of the best four; raises QuestionError, ModelError."""
        began = perf_counter()
        found = self.find(question, history=history)[: SHOWN if self._generate else 1]
        shown = [hit.passage for hit in found]
        asked = " ".join([*history, question])
        text = "".join(passage.text for passage in shown)
        if self._generate and shown:
            text = self._generate(asked, shown)
        answer = Answer(question, asked, mode="llm" if self._generate else "extractive", answer=text or NOTHING)
        answer = replace(answer, seconds=round(perf_counter() - began, 4))
        if not shown or (self._generate and UNKNOWN in text):
            return replace(answer, status="refused", reason=answer.answer)
        return self._cited(answer, shown)

    def _cited(self, answer: Answer, shown: Sequence[Passage]) -> Answer:
        """Return the answer with all that was shown as its sources, which is as near as the recipe comes to citing."""
        cited = tuple(cite(self._index, each, (each.start, each.end), at) for at, each in enumerate(shown, 1))
        if not self._generate:
            figures = tuple(Figure(figure.text, 1, True) for figure in find_figures(answer.answer))
            return replace(answer, citations=cited, statements=(Statement(answer.answer, (1,)),), figures=figures)
        # The same check as the product's, each sentence held against all that the model was shown.
        markers = "".join(f"[{citation.marker}]" for citation in cited)
        marked = "\n".join(answer.answer[start:end] + markers for start, end in statement_spans(answer.answer))
        places = {report.place for report in self.catalogue() if report.place}
        checked = check_answer(marked, cited, places)
        return replace(
            answer,
            citations=cited,
            statements=tuple(each.statement for each in checked),
            figures=tuple(figure for each in checked for _, figure in each.figures),
        )


def _passage(chunk: Document) -> Passage:
    start = int(chunk.metadata["start_index"])
    end = start + len(chunk.page_content)
    return Passage(0, str(chunk.metadata["report"]), (), start, end, ((start, end),), chunk.page_content)


def stuffed(settings: Settings) -> Callable[[str, Sequence[Passage]], str]:
    """Return what asks the model: from a question and what is shown to its text, with ModelError where it gives none.

    The prompt is that of LangChain's stuff chain, all chunks one after the other; the request is made as the product
    makes it. Raises ModelError for a model that cannot be used.
    """
    from rag.model import LanguageModel

    model = LanguageModel(settings.endpoints[0], settings)

    def generate(question: str, shown: Sequence[Passage]) -> str:
        context = "\n\n".join(passage.text for passage in shown)
        prompt = {"system": PROMPT.format(context=context), "user": question}
        return without_thinking("".join(model.stream(prompt, model.ending())), complete=True).strip()

    return generate
