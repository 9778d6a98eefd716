"""`python -m rag QUESTION`: one answer on the terminal."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rag.errors import RagError
from rag.settings import load_settings

if TYPE_CHECKING:
    from rag.types import Answer


def main(arguments: Sequence[str] | None = None) -> int:
    """Answer the question; return 0, or 2 for wrong usage or a failure (a refusal is an answer)."""
    options = _parser().parse_args(arguments)
    try:
        print(_said(options))
    except RagError as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:
        sys.stderr.close()  # whoever read the output has gone
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m rag", description="就已添加的报告提问，回答附原文出处。")
    parser.add_argument("question", help="问题，例如：2022年受理行政复议案件多少件？")
    parser.add_argument("--index", type=Path, metavar="DIR", help="索引文件夹（默认 index，或 RAG_INDEX）")
    parser.add_argument("--place", action="append", default=[], metavar="P", help="只查这个地区的报告，可重复")
    parser.add_argument("--year", action="append", default=[], type=int, metavar="Y", help="只查这个年度的报告，可重复")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="输出 JSON")
    form.add_argument("--explain", action="store_true", help="说明问题怎样理解、在哪里检索、为什么采用或不采用")
    return parser


def _said(options: argparse.Namespace) -> str:
    """Return what is printed: the answer, readable or as JSON, or how it came about."""
    from rag.assistant import Assistant

    settings = load_settings()
    if options.index:
        settings = replace(settings, index=options.index)
    assistant = Assistant(settings)
    if options.explain:
        return assistant.explain(options.question, places=options.place, years=options.year)
    answer = assistant.answer(options.question, places=options.place, years=options.year)
    return json.dumps(answer.to_json(), ensure_ascii=False, indent=1) if options.json else _readable(answer)


def _readable(answer: Answer) -> str:
    lines = [f"（{answer.notice}）"] if answer.notice else []
    lines.append(answer.answer)
    for citation in answer.citations:
        page = f"，第 {citation.page} 页" if citation.page else ""
        page += "，OCR 识别" if citation.ocr else ""
        heading = f"，{' › '.join(citation.heading)}" if citation.heading else ""
        lines.append(f"\n[{citation.marker}] {citation.title}（{citation.file}{page}{heading}）")
        lines.append(f"    {' '.join(citation.quote.split())}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
