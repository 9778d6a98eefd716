"""Questions put to a language model: several requests at once, going on where an earlier run ended."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from multiprocessing.pool import ThreadPool
from pathlib import Path
from typing import Any

from eval.answerer import Answerer
from eval.questions import EvalQuestion
from eval.runner import PREDICTIONS, predict, to_line, write_predictions

# Requests at once unless told otherwise: few enough for a server that several people use.
AT_ONCE = 4
# Raised when a prediction says something else than before, so that older ones are not kept.
_FORM = 2
_ROOT = Path(__file__).resolve().parent.parent
# What of the settings has no part in an answer, and the keys, of which not even a hash is written down.
_NO_PART = (
    "index", "llm_api_key", "llm_fallback_api_key", "llm_timeout", "llm_connect_timeout", "log_text", "host", "port",
)  # fmt: skip
# The code and data that answers, and what is told of their passages, come from.
_MADE_BY = (
    "prompts/*.txt", "rag/*.py", "rag/decision.json", "rag/thesaurus.tsv", "rag/divisions.csv", "rag/index/*.py",
    "rag/embedding/*.py", "rag/interaction/*.py", "rag/interaction/model.safetensors", "rag/crossencoder/*.py",
    "rag/crossencoder/model.onnx", "rag/crossencoder/*.json",
    "eval/langchain_recipe.py", "eval/relevance.py",
)  # fmt: skip


def run_model(
    questions: Sequence[EvalQuestion],
    answerer: Answerer,
    out: Path,
    *,
    at_once: int = AT_ONCE,
    kept: Mapping[str, dict[str, Any]],
    progress: Callable[[], object],
) -> list[dict[str, Any]]:
    """Return the prediction of each question, in order, and leave them in `out/predictions.jsonl`.

    Each one is written as soon as it is there, so that a run that was interrupted can go on from it. `kept` are those
    of an earlier run (see `kept_from`), which are not asked again. Raises as `predict` does.
    """
    origin = _origin(answerer)
    found = dict(kept)
    path = write_predictions(list(found.values()), out)

    def ask(question: EvalQuestion) -> dict[str, Any]:
        return predict(question, answerer) | {"origin": _origin_of(question, origin)}

    # Leaving the block, by an interruption too, starts no further request and waits for none.
    with path.open("a", encoding="utf-8") as file, ThreadPool(at_once) as pool:
        for line in pool.imap_unordered(ask, [question for question in questions if question.id not in found]):
            file.write(to_line(line))
            file.flush()
            found[line["id"]] = line
            progress()
    predictions = [found[question.id] for question in questions]
    write_predictions(predictions, out)
    return predictions


def kept_from(out: Path, questions: Sequence[EvalQuestion], answerer: Answerer) -> dict[str, dict[str, Any]]:
    """Return the answers by id that a run before this one has left in `out/predictions.jsonl`.

    Only those that would come about in the same way now: of the same question, model, prompts, code and reports.
    What the model gave no answer to is asked again.
    """
    origin = _origin(answerer)
    wanted = {question.id: _origin_of(question, origin) for question in questions}
    lines = (_read(text) for text in _lines_of(out / PREDICTIONS))
    return {
        line["id"]: line
        for line in lines
        if line.get("origin") is not None
        and line["origin"] == wanted.get(line.get("id", ""))
        and not (line.get("fallback") or line.get("error"))
    }


def _lines_of(path: Path) -> list[str]:
    return path.read_text("utf-8", errors="replace").split("\n") if path.is_file() else []


def _read(text: str) -> dict[str, Any]:
    try:
        line = json.loads(text)
    except ValueError:
        return {}  # the last line of a run that was killed
    return line if isinstance(line, dict) else {}


def _origin(answerer: Answerer) -> str:
    """Return the hash of all that an answer comes from beside its question."""
    settings = {name: str(value) for name, value in asdict(answerer.settings).items() if name not in _NO_PART}
    digest = hashlib.sha256(json.dumps([_FORM, settings], sort_keys=True).encode())
    digest.update(type(answerer).__name__.encode())
    digest.update("".join(sorted(report.id for report in answerer.catalogue())).encode())
    for path in sorted(path for pattern in _MADE_BY for path in _ROOT.glob(pattern)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _origin_of(question: EvalQuestion, origin: str) -> str:
    evidence = [(one.file, one.quote) for one in question.evidence]  # by which passages are relevant
    asked = json.dumps([origin, question.question, question.history, evidence])
    return hashlib.sha256(asked.encode()).hexdigest()[:16]
