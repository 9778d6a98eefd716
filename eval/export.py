"""Predictions with their questions in the forms of other tools: RAGAS samples, and a Hugging Face data set."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.questions import EvalQuestion
from rag.errors import RagError

FORMS = ("ragas", "hf")
# What a question without an answer should be told.
NOT_SAID = "报告中没有提到。"
# The text of a passage of a prediction, None where it cannot be had.
PassageText = Callable[[Mapping[str, Any]], str | None]
Line = dict[str, Any]


def read_predictions(path: Path) -> dict[str, Line]:
    """Return the predictions of a file by the id of their question; raises RagError for a file or line that is none."""
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise RagError(f"读不了 {path}：{error}。请给出 python -m eval 的结果文件夹。") from error
    found: dict[str, Line] = {}
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                values = json.loads(line)
                found[str(values["id"])] = values
            except (ValueError, TypeError, KeyError, RecursionError) as error:
                raise RagError(f"{path} 第 {number} 行不是一个回答（{error}）。") from error
    return found


def ragas_samples(
    questions: Sequence[EvalQuestion], predictions: Mapping[str, Line], passage: PassageText
) -> list[Line]:
    """Return a line for each answered question, named as the fields of `ragas.SingleTurnSample` 0.4.3, with its id.

    The contexts are the passages that were found, if their texts are at hand, else what the answer cites.
    """
    return [
        {
            "id": question.id,
            "user_input": _asked(question, predictions[question.id]),
            "response": str(predictions[question.id].get("answer") or ""),
            "retrieved_contexts": _contexts(predictions[question.id], passage),
            "reference": "；".join(question.answers) or NOT_SAID,
            "reference_contexts": [evidence.quote for evidence in question.evidence],
        }
        for question in questions
        if question.id in predictions
    ]


def _asked(question: EvalQuestion, prediction: Line) -> str:
    """Return the question as it stands by itself: as it was understood in its conversation, else with what preceded."""
    if not question.history:
        return question.question
    return str(prediction.get("standalone") or "\n".join((*question.history, question.question)))


def _contexts(prediction: Line, passage: PassageText) -> list[str]:
    found = [text for one in prediction.get("passages") or () if (text := passage(one))]
    cited = [str(one.get("quote") or "") for one in prediction.get("citations") or ()]
    return list(dict.fromkeys(filter(None, found or cited)))


def hf_rows(questions: Sequence[EvalQuestion], predictions: Mapping[str, Line]) -> list[Line]:
    """Return a row for each question with its prediction, of the same columns and types in every row."""
    return [_row(question, predictions[question.id]) for question in questions if question.id in predictions]


def _row(question: EvalQuestion, prediction: Line) -> Line:
    return {
        "id": question.id,
        "type": question.type,
        "question": question.question,
        "history": list(question.history),
        "answers": list(question.answers),
        "all_of": question.all_of,
        "variants": [{"answer": answer, "forms": list(forms)} for answer, forms in question.variants.items()],
        "must_not": list(question.must_not),
        "evidence": [{"file": one.file, "quote": one.quote} for one in question.evidence],
        "prediction": str(prediction.get("answer") or ""),
        "refused": bool(prediction.get("refused")),
        "citations": [
            {"file": str(one.get("file") or ""), "quote": str(one.get("quote") or "")}
            for one in prediction.get("citations") or ()
        ],
        "seconds": float(prediction.get("seconds") or 0.0),
    }


_CARD = """---
language:
- zh
task_categories:
- question-answering
size_categories:
- {size}
configs:
- config_name: default
  data_files:
  - split: test
    path: data/test.jsonl
---

# Questions about government reports, with answers and predictions

{count} questions with accepted answers, evidence (file and exact quote) and the predictions of one system.
No accepted answer: the reports do not say, and a refusal is right. `all_of`: every answer is required.

```python
from datasets import load_dataset

load_dataset("json", data_files={{"test": "data/test.jsonl"}})
```
"""
_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"))


def card(count: int) -> str:
    """Return the data set's card for so many rows."""
    return _CARD.format(size=next((name for most, name in _SIZES if count < most), "100K<n<1M"), count=count)


def to_lines(rows: Sequence[Line]) -> str:
    """Return rows as JSONL."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
