"""A language model as an extra judge, with RAGAS: a script for an environment of its own (requirements-ragas.txt).

python eval/judge_ragas.py EXPORT.jsonl --model NAME --base-url URL [--embedding NAME] [--at-once N] [--out DIR]

EXPORT.jsonl is what `python -m eval export OUT --form ragas` writes; the key is taken from RAGAS_API_KEY, else from
OPENAI_API_KEY. It writes scores.jsonl (a line a question; null: not judged, with the reason) and summary.json, and goes
on where it was interrupted. Nothing else imports it, and it imports nothing of the product.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import math
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

# What each metric reads of a sample.
READS = {
    "faithfulness": ("user_input", "response", "retrieved_contexts"),
    "answer_correctness": ("user_input", "response", "reference"),
    "context_recall": ("user_input", "retrieved_contexts", "reference"),
    "answer_relevancy": ("user_input", "response"),
}
SCORES, SUMMARY = "scores.jsonl", "summary.json"
Line = dict[str, Any]


def main(arguments: Sequence[str] | None = None) -> int:
    """Judge the export; return 0, 1 if some answer could not be judged, or 2 for wrong usage."""
    options = _parser().parse_args(arguments)
    key = os.environ.get("RAGAS_API_KEY") or os.environ.get("OPENAI_API_KEY")
    if not key:
        return _fail("没有密钥。请设置环境变量 RAGAS_API_KEY（本机的服务可以填任意内容）。")
    os.environ.setdefault("RAGAS_DO_NOT_TRACK", "true")  # nothing about reports leaves for anyone but the judge
    try:
        samples = [json.loads(line) for line in options.export.read_text("utf-8").split("\n") if line.strip()]
        metrics = _metrics(options, key)
    except (OSError, ValueError) as error:
        return _fail(f"读不了 {options.export}：{error}。请先运行 python -m eval export OUT --form ragas。")
    except ImportError as error:
        return _fail(f"缺少 RAGAS（{error}）。请在单独的环境中 pip install -r eval/requirements-ragas.txt。")
    out = options.out or options.export.parent / "ragas"
    out.mkdir(parents=True, exist_ok=True)
    scores = asyncio.run(_judged(samples, metrics, out / SCORES, options.at_once, options.model))
    summary = summarised(scores, list(metrics), options.model)
    (out / SUMMARY).write_text(json.dumps(summary, ensure_ascii=False, indent=1) + "\n", "utf-8")
    for name, row in summary["metrics"].items():
        mean = "-" if row["mean"] is None else f"{row['mean']:.3f}"
        sys.stdout.write(f"{name:<20} {mean:>6}  {row['n']}/{len(scores)} 题\n")
    return 1 if any(line["errors"] for line in scores) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python eval/judge_ragas.py", description="用语言模型和 RAGAS 评分（附加的评测）。"
    )
    parser.add_argument(
        "export", type=Path, metavar="EXPORT.jsonl", help="python -m eval export OUT --form ragas 的结果"
    )
    parser.add_argument("--model", required=True, metavar="NAME", help="评分的语言模型")
    parser.add_argument("--base-url", metavar="URL", help="OpenAI 兼容服务的地址")
    parser.add_argument("--embedding", metavar="NAME", help="同一服务上的嵌入模型；给出时也评 answer_relevancy")
    parser.add_argument("--at-once", type=int, default=4, metavar="N", help="同时评几题，默认 4")
    parser.add_argument("--timeout", type=float, default=120, metavar="S", help="一次请求最多等多少秒，默认 120")
    parser.add_argument("--out", type=Path, metavar="DIR", help="结果文件夹，默认在 EXPORT 旁边的 ragas")
    return parser


def _fail(message: str) -> int:
    sys.stderr.write(message + "\n")
    return 2


def _metrics(options: argparse.Namespace, key: str) -> dict[str, Any]:
    # Python puts a script's folder first: the product's numbers.py would hide the standard library's
    here = Path(__file__).resolve().parent
    sys.path[:] = [entry for entry in sys.path if Path(entry).resolve() != here]
    from openai import AsyncOpenAI
    from ragas.embeddings.base import embedding_factory
    from ragas.llms import llm_factory
    from ragas.metrics.collections import AnswerCorrectness, AnswerRelevancy, ContextRecall, Faithfulness

    client = AsyncOpenAI(api_key=key, base_url=options.base_url, timeout=options.timeout)
    model = llm_factory(options.model, client=client, temperature=0.0, max_tokens=4096)
    metrics = {
        "faithfulness": Faithfulness(llm=model),
        # the weight of likeness by embedding is 0: whether the facts agree is what counts
        "answer_correctness": AnswerCorrectness(llm=model, weights=[1.0, 0.0]),
        "context_recall": ContextRecall(llm=model),
    }
    if options.embedding:
        vectors = embedding_factory("openai", model=options.embedding, client=client, interface="modern")
        metrics["answer_relevancy"] = AnswerRelevancy(llm=model, embeddings=vectors)
    return metrics


async def _judged(samples: Sequence[Line], metrics: dict[str, Any], path: Path, at_once: int, model: str) -> list[Line]:
    """Return the scores of each sample, in order, written one by one; what is written already is not asked again."""
    known = _known(path, samples, list(metrics), model)
    gate = asyncio.Semaphore(max(1, at_once))
    with path.open("w", encoding="utf-8") as file:
        for line in known.values():
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
        file.flush()

        async def one(sample: Line) -> Line:
            if sample["id"] in known:
                return known[sample["id"]]
            async with gate:
                line = _origin(sample, model) | await _score(sample, metrics)
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            file.flush()
            return line

        return list(await asyncio.gather(*map(one, samples)))


def _known(path: Path, samples: Sequence[Line], names: Sequence[str], model: str) -> dict[str, Line]:
    """Return the whole scores in a file of an interrupted run: of the same samples, by the same model."""
    if not path.exists():
        return {}
    origins = {sample["id"]: _origin(sample, model) for sample in samples}
    found: dict[str, Line] = {}
    for text in path.read_text("utf-8").split("\n"):
        try:
            line = json.loads(text)
        except ValueError:
            continue  # the line that was being written
        origin = origins.get(str(line.get("id"))) if isinstance(line, dict) else None
        if origin is None or not origin.items() <= line.items():
            continue
        if not line["errors"] and set(names) <= line["scores"].keys():
            found[line["id"]] = line
    return found


def _origin(sample: Line, model: str) -> Line:
    """Return what scores come from: the judge, and a hash of all that it may have read."""
    read = json.dumps(sample, ensure_ascii=False, sort_keys=True)
    return {"model": model, "sample": hashlib.sha256(read.encode()).hexdigest()[:16]}


async def _score(sample: Line, metrics: dict[str, Any]) -> Line:
    scores: dict[str, float | None] = {}
    errors: dict[str, str] = {}
    for name, metric in metrics.items():
        scores[name] = None
        given = {field: sample[field] for field in READS[name]}
        if not all(given.values()):
            continue  # a refusal cites nothing: there is nothing to judge
        try:
            value = float((await metric.ascore(**given)).value)
        except Exception as error:  # a judge fails in as many ways as there are servers; the others go on
            errors[name] = f"{type(error).__name__}: {error}"[:300]
            continue
        scores[name] = None if math.isnan(value) else value
    return {"id": sample["id"], "response": sample["response"], "scores": scores, "errors": errors}


def summarised(scores: Sequence[Line], names: Sequence[str], model: str) -> Line:
    """Return for each metric the mean over the answers that it judged, and how many these are."""
    values = {name: [line["scores"][name] for line in scores if line["scores"][name] is not None] for name in names}
    return {
        "model": model,
        "questions": len(scores),
        "failed": sum(bool(line["errors"]) for line in scores),
        "metrics": {
            name: {"mean": sum(found) / len(found) if found else None, "n": len(found)}
            for name, found in values.items()
        },
    }


if __name__ == "__main__":
    sys.exit(main())
