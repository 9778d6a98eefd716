"""Running questions through the assistant, over an index that is built once for each set of reports."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from time import perf_counter
from typing import Any

from eval.answerer import Answerer
from eval.questions import EvalQuestion
from eval.relevance import searched
from ingest.build import ingest
from rag.assistant import INSTEAD
from rag.embedding import Embedding, load_embedding
from rag.errors import ModelError, QuestionError, RagError
from rag.index.manifest import FORMAT
from rag.settings import Settings
from rag.types import Answer

PREDICTIONS = "predictions.jsonl"
# The status of a prediction without an answer, not even a refusal.
FAILED = "failed"
LIKELIHOOD_DIGITS = 4
# What of `rag/` beside the index has a part in how reports are read.
_READING = ("aliases.py", "divisions.csv", "divisions.py", "gazetteer.py", "numerals.py", "text.py", "vocabulary.py")


def cached_index(reports: Path, settings: Settings) -> Path:
    """Return an index of the reports in a folder, built unless the cache has one of the same files and embedding."""
    if not reports.is_dir():
        raise RagError(f"没有报告文件夹 {reports}。请用 --reports 指定存放报告的文件夹。")
    embedding = load_embedding(settings.embedding, settings.embedding_options)
    digest = hashlib.sha256(f"{FORMAT} {embedding.fingerprint} {_code_hash()}".encode())
    for path in sorted(path for path in reports.rglob("*") if path.is_file()):
        digest.update(path.relative_to(reports).as_posix().encode() + b"\0" + path.read_bytes())
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "fazhi-rag"
    folder = cache / digest.hexdigest()[:16]
    if not folder.is_dir():
        _build(reports, folder, embedding)
    return folder


def _build(reports: Path, folder: Path, embedding: Embedding) -> None:
    """Build the index beside its place and move it there whole, so that a second run never sees half of it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as part:
        summary = ingest([reports], index=Path(part) / "index", embedding=embedding)
        if summary.failed:
            named = "；".join(f"{file}：{reason}" for file, reason in summary.failed)
            raise RagError(f"有报告读不了，评测没有开始：{named}")
        with contextlib.suppress(OSError):  # another run was first: its index is the same
            (Path(part) / "index").rename(folder)


def _code_hash() -> str:
    """Return the hash of the code that makes passages: an index made by other code is another index."""
    root = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256()
    shared = (root / "rag" / name for name in _READING)
    for path in sorted([*root.glob("ingest/**/*.py"), *root.glob("rag/index/*.py"), *shared]):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def run(
    questions: Sequence[EvalQuestion], answerer: Answerer, progress: Callable[[], object] | None = None
) -> Iterator[dict[str, Any]]:
    """Yield the prediction of each question, in order."""
    for question in questions:
        yield predict(question, answerer)
        if progress:
            progress()


def predict(question: EvalQuestion, answerer: Answerer) -> dict[str, Any]:
    """Return the prediction of one question in the fixed form; a failure is an answer without content, and says why.

    What a search finds is looked up after the answer, so that `seconds` are those of the answer alone. With a language
    model the prediction also says how its answer came about. Raises IndexMissing, IndexMismatch: without an index
    there is nothing to measure.
    """
    started = perf_counter()
    try:
        answer = answerer.answer(question.question, history=question.history)
    except (QuestionError, ModelError) as error:
        seconds = perf_counter() - started
        nothing = _told(Answer(question.question, seconds=seconds)) | {"status": FAILED, "passages": [], "relevant": 0}
        return {"id": question.id, **nothing, "error": str(error)}
    return {"id": question.id, **_told(answer), **searched(question, answerer)} | (
        _made(answer) if answerer.settings.llm else {}
    )


def _told(answer: Answer) -> dict[str, Any]:
    """Return the parts of an answer that are scored or shown."""
    reading = answer.reading
    return {
        "answer": answer.answer,
        "citations": [
            {"file": one.file, "quote": one.quote, "marker": one.marker, "start": one.start, "end": one.end}
            for one in answer.citations
        ],
        "refused": answer.status != "answered",
        "seconds": answer.seconds,
        "status": answer.status,
        "standalone": answer.standalone_question,
        "reading": {"places": list(reading.places), "years": list(reading.years), "kind": reading.kind},
        "statements": [
            {"text": one.text, "markers": list(one.markers), "supported": one.supported} for one in answer.statements
        ],
        "figures": [asdict(figure) for figure in answer.figures],
        "likelihood": None if answer.likelihood is None else round(answer.likelihood, LIKELIHOOD_DIGITS),
    }


def _made(answer: Answer) -> dict[str, Any]:
    """Return how an answer came about beside a language model."""
    return {"mode": answer.mode, "fallback": INSTEAD in (answer.notice or ""), "notice": answer.notice}


def to_line(prediction: Mapping[str, Any]) -> str:
    """Return a prediction as a line of a JSONL file."""
    return json.dumps(prediction, ensure_ascii=False) + "\n"


def write_predictions(predictions: Sequence[dict[str, Any]], out: Path) -> Path:
    """Write `predictions.jsonl` to the folder `out` (made if need be) and return its path."""
    out.mkdir(parents=True, exist_ok=True)
    path = out / PREDICTIONS
    path.write_text("".join(map(to_line, predictions)), "utf-8")
    return path
