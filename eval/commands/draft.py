"""`python -m eval draft`: questions with answers and evidence, proposed from reports, to be corrected by hand."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rag.errors import RagError

if TYPE_CHECKING:
    from eval.questions import EvalQuestion

ENDINGS = (".csv", ".xlsx", ".jsonl")
# What the second sheet of a workbook tells, and the columns that nobody has to understand to correct a question.
NOTES = (
    "每行一道题。请逐题核对，改正或删去不合适的行；可以增加行，也可以改变列的顺序，“备注”列只给自己看。",
    "答案：多个答案用“；”分开，或一个一行。空白表示报告中没有，应当拒答。",
    "全部：填“是”，表示所有答案都要答出；不填，表示答出其中一个即可。",
    "说法：答案的其他正确写法，例如 135件=135宗=一百三十五件。只有一个答案时，可以只写其他写法。",
    "不得出现：只有答错时才会出现的内容，例如同一句中的其他数字。",
    "文件：报告的文件名。证据：报告中的原句，一句一行；有几个文件时与文件逐行对应。不写证据时，按答案到文件中去找。",
    "前文：追问之前问过的问题，一个一行。同题：与哪个编号的题目是同一个问题的不同问法。矛盾：报告前后数字不同时填“是”。",
    "以 = + - @ 开头的内容前面有一个单引号，防止被当作公式；读取时会去掉。",
    "核对之后运行：python -m eval 这个文件 --reports 报告文件夹",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the draft; return 0, or 2 for wrong usage or a failure."""
    options = _parser().parse_args(arguments)
    try:
        _draft(options)
    except RagError as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"写不了 {options.out}（{error}）。请检查文件夹，或关闭正在打开它的程序。", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m eval draft", description="按规则从报告中起草题目、答案和证据，供人工核对。"
    )
    parser.add_argument("reports", type=Path, metavar="REPORTS", help="报告文件夹")
    parser.add_argument(
        "--out", type=Path, default=Path("draft.csv"), metavar="FILE", help="写入 .csv、.xlsx 或 .jsonl，默认 draft.csv"
    )
    parser.add_argument("--most", type=int, default=100, metavar="N", help="最多多少题，默认 100")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="随机种子，默认 1；换一个得到另一批题目")
    parser.add_argument("--force", action="store_true", help="覆盖已有的文件")
    return parser


def _draft(options: argparse.Namespace) -> None:
    from tqdm import tqdm

    from eval.drafting.draft import draft
    from eval.runner import cached_index
    from rag.embedding import load_embedding
    from rag.index.reader import open_index
    from rag.settings import load_settings

    _check(options)
    settings = load_settings()
    folder = cached_index(options.reports, settings)
    index = open_index(folder, load_embedding(settings.embedding, settings.embedding_options))
    with tqdm(total=len(index.reports()), desc="起草", unit="份", disable=not sys.stderr.isatty()) as bar:
        questions = draft(index, options.most, options.seed, bar.update)
    if not any(question.answers for question in questions):
        raise RagError(f"从 {options.reports} 的报告中没有起草出题目。报告要能看出地区和年度，并写有数字。")
    write(questions, options.out)
    counts = "，".join(f"{kind} {count}" for kind, count in Counter(one.type for one in questions).items())
    print(f"起草了 {len(questions)} 题，写入 {options.out}（{counts}）。请逐题核对，然后运行：")
    print(f"  python -m eval {options.out} --reports {options.reports}")


def _check(options: argparse.Namespace) -> None:
    if options.out.suffix.lower() not in ENDINGS:
        raise RagError(f"写不了 {options.out}：文件名应以 {'、'.join(ENDINGS)} 结尾。")
    if options.out.exists() and not options.force:
        raise RagError(f"{options.out} 已经存在，其中可能有核对过的题目。请用 --out 换一个文件名，或加 --force 覆盖。")
    if options.most < 1:
        raise RagError("--most 应为正整数。")


def write(questions: Sequence[EvalQuestion], path: Path) -> None:
    """Write questions as the ending of `path` says: a table for a spreadsheet, or a line each."""
    from eval.questions import fields_of, write_questions
    from eval.tables.columns import HEADS, cells_of
    from eval.tables.columns import NOTES as NOTE_HEADS
    from eval.tables.write import write_table

    if path.suffix.lower() == ".jsonl":
        write_questions(questions, path)
        return
    heads = [names[0] for names in HEADS.values()]
    rows = [[cells[field] for field in HEADS] + [""] for cells in map(cells_of, map(fields_of, questions))]
    write_table(path, [*heads, NOTE_HEADS[0]], rows, NOTES)
