"""`python -m eval.retrieval`: retrieval alone, on question sets that the embedding was not trained on.

Every search of a set runs over the very same passages in an index of the product's own: BM25 over words, over bigrams
and over both (of the question as it stands), the embedding alone, and the product's fusion. Passages with the same text
(white space and width of characters ignored) are one passage. Among all laws, relevant is the article with the same
text as STARD's; where the laws have none (76 of 1,444), STARD's own joins them.
"""

from __future__ import annotations

import argparse
import json
import lzma
import os
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path, PurePath
from time import perf_counter

from eval.questions import EvalQuestion, load_questions
from eval.rankings import Measured, build_index, gain_table, measure, set_table, speed_table
from rag.embedding import Embedding, load_embedding
from rag.embedding.evaluate import Task, read_squad, read_stard
from rag.embedding.loader import SHIPPED
from rag.embedding.tokenizer import simplified_characters
from rag.errors import RagError
from rag.index.derive import Embedder
from rag.index.reader import Index, open_index
from rag.settings import Settings, load_settings
from rag.text import normalise

STARD, LAWS = "tune/stard.jsonl", "laws.jsonl.xz"
PASSAGE_CHARS = 110
RUNS, RUN_PASSAGES, SPEED_QUERIES = 3, 10_000, 200
_ROWS_AT_ONCE = 10_000  # asked of the database in one statement, which takes 32,766 values at most
# In a new process, as the app starts: the libraries that read the model are part of the time.
_LOAD = """import time; from rag.embedding import load_embedding
start = time.perf_counter(); load_embedding(); print(time.perf_counter() - start)"""


def squeezed(text: str) -> str:
    """Return the form in which passages and quotes are compared: normalised, without any white space."""
    return "".join(normalise(text).split())


def distinct(task: Task) -> Task:
    """Return the task with one passage, the first, for all that have the same text."""
    first: dict[str, int] = {}
    passages: list[str] = []
    places = []
    for text in task.passages:
        places.append(first.setdefault(squeezed(text), len(passages)))
        if places[-1] == len(passages):
            passages.append(text)
    return Task(task.questions, passages, [frozenset(places[old] for old in wanted) for wanted in task.relevant])


def stard(path: Path, *, line: int) -> Task:
    """Return every second question of STARD from `line` (1 or 2) on, over the articles of all its lines."""
    task = read_stard(path)
    return Task(task.questions[line - 1 :: 2], task.passages, task.relevant[line - 1 :: 2])


def stard_among_laws(path: Path, laws: Path) -> Task:
    """Return the even lines of STARD over all laws and those of its own articles that they lack."""
    task = stard(path, line=2)
    with lzma.open(laws, "rt", encoding="utf8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    # The laws stand first, so that no tie is decided in favour of what is relevant.
    relevant = [frozenset(len(texts) + number for number in wanted) for wanted in task.relevant]
    return Task(task.questions, [*texts, *task.passages], relevant)


def squad_simplified(path: Path) -> Task:
    """Return a file in SQuAD's form in simplified characters; raises ImportError without OpenCC's table."""
    table = str.maketrans(simplified_characters())
    task = read_squad(path)
    questions, passages = ([text.translate(table) for text in texts] for texts in (task.questions, task.passages))
    return Task(questions, passages, task.relevant)


# Name → the files needed, and how they are read.
SETS: dict[str, tuple[tuple[str, ...], Callable[..., Task]]] = {
    "STARD, own articles, odd lines (tuned on)": ((STARD,), partial(stard, line=1)),
    "STARD, own articles, even lines": ((STARD,), partial(stard, line=2)),
    "STARD, all laws, even lines": ((STARD, LAWS), stard_among_laws),
    "CMRC 2018 trial": (("tune/cmrc2018-trial.json",), read_squad),
    "XQuAD zh": (("tune/xquad-zh.json",), read_squad),
    "DRCD dev, simplified": (("tune/drcd-dev.json",), squad_simplified),
}


def read_set(name: str, data: Path) -> Task | None:
    """Return the questions of a set, its passages told apart; None, with a line that says why, where it is missing.

    Raises RagError for a damaged file.
    """
    files, read = SETS[name]
    if missing := [file for file in files if not (data / file).is_file()]:
        sys.stderr.write(f"跳过「{name}」：{data} 中没有 {'、'.join(missing)}。\n")
        return None
    try:
        task = distinct(read(*(data / file for file in files)))
    except ImportError:
        sys.stderr.write(f"跳过「{name}」：没有安装 opencc（pip install -r requirements-dev.txt）。\n")
        return None
    except (OSError, EOFError, lzma.LZMAError, ValueError, KeyError, TypeError) as error:
        raise RagError(f"「{name}」的数据读不了（{'、'.join(files)}：{error}）。请重新取得这些文件。") from error
    if not task.questions:
        raise RagError(f"「{name}」中没有题目（{'、'.join(files)}）。请重新取得这些文件。")
    return task


def report_task(questions: Sequence[EvalQuestion], index: Index) -> Task:
    """Return the questions with the passages of the evidence's file that hold a quote of it, by their rows."""
    rows = range(index.manifest.passages)
    batches = (rows[at : at + _ROWS_AT_ONCE] for at in range(0, len(rows), _ROWS_AT_ONCE))
    passages = {row: passage for batch in batches for row, passage in index.passages_at(batch).items()}
    by_file: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for row, passage in passages.items():
        report = index.report(passage.report)
        for stem in {PurePath(file).stem for file in (report.file, *report.also)}:
            by_file[stem].append((row, squeezed(passage.text)))
    relevant = [
        frozenset(
            row
            for evidence in question.evidence
            for row, text in by_file[PurePath(evidence.file).stem]
            if squeezed(evidence.quote) in text
        )
        for question in questions
    ]
    return Task([question.question for question in questions], [one.text for one in passages.values()], relevant)


def read_reports(file: Path, reports: Path, settings: Settings, embedding: Embedder) -> tuple[Task, Index]:
    """Return the questions of `file` over the reports of a folder, and their index.

    Left out, with a line that says how many: questions without evidence, for which there is nothing to find, and those
    that only the questions before them make clear. Raises RagError where none is left, or nothing can be read.
    """
    from eval.runner import cached_index

    questions = load_questions(file)
    asked = [question for question in questions if question.evidence and not question.history]
    if len(asked) < len(questions):
        sys.stderr.write(f"{file} 中有 {len(questions) - len(asked)} 题没有证据或要靠上文，不计入检索评测。\n")
    if not asked:
        raise RagError(f"题目文件 {file} 中没有可以检索的题目：需要字段 evidence。")
    index = open_index(cached_index(reports, settings), embedding)
    return report_task(asked, index), index


def _sets(options: argparse.Namespace, settings: Settings, embedding: Embedder) -> Iterator[tuple[str, Task, Index]]:
    """Yield the name of each set at hand, its questions, and an index that lasts until the next one is asked for."""
    # Read first, so that a mistake in one's own files shows at once.
    own = read_reports(options.questions, options.reports, settings, embedding) if options.reports else None
    for name in SETS:
        if task := read_set(name, options.data):
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
                yield name, task, build_index(task.passages, Path(scratch) / "index", embedding)
    if own:
        yield f"{options.questions.name} over {options.reports.resolve().name}", *own


def speed(embedding: Embedding, texts: Iterable[str], questions: Sequence[str]) -> dict[str, float]:
    """Return the medians of passages of 110 characters a second, ms a query, s to load; and bytes of the model shipped.

    The texts should differ, and be new to the embedding: its tokenizer remembers what it has seen.
    """
    joined = "".join(texts)[: RUNS * RUN_PASSAGES * PASSAGE_CHARS]
    pieces = [joined[at : at + PASSAGE_CHARS] for at in range(0, len(joined), PASSAGE_CHARS)]
    runs = [part for run in range(RUNS) if (part := pieces[run::RUNS])]
    rates = [len(run) / _seconds(partial(embedding.encode_documents, run)) for run in runs]
    waits = [_seconds(partial(embedding.encode_query, question)) for question in questions]
    load, root = [sys.executable, "-c", _LOAD], Path(__file__).resolve().parent.parent
    loads = [float(subprocess.check_output(load, cwd=root)) for _ in range(RUNS)]  # noqa: S603  # our own interpreter
    return {
        "passages a second": statistics.median(rates),
        "ms a query": 1000 * statistics.median(waits),
        "s to load": statistics.median(loads),
        "bytes": sum(path.stat().st_size for path in SHIPPED.rglob("*") if path.is_file()),
    }


def _seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def _run(options: argparse.Namespace) -> None:
    settings = load_settings()
    embedding = load_embedding(settings.embedding)
    # On busy cores FAISS's threads wait for each other: 37 ms a search among all laws, 10 with one thread. It reads
    # this as it loads, which is later; torch, where the embedding needs it, has loaded and keeps its threads.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    measured: list[Measured] = []
    texts: dict[str, None] = {}
    questions: list[str] = []
    for name, task, index in _sets(options, settings, embedding):
        measured.append(measure(name, task, index))
        sys.stdout.write(set_table(measured[-1]) + "\n")
        sys.stdout.flush()
        texts |= dict.fromkeys(task.passages)
        questions += task.questions
    if not measured:
        raise RagError(f"没有可以测的题目。请用 --data 指定数据文件夹，现在是 {options.data}。")
    figures = speed(load_embedding(settings.embedding), texts, questions[:SPEED_QUERIES])
    sys.stdout.write(gain_table(measured) + "\n" + speed_table(f"{embedding.name} {embedding.fingerprint}", figures))
    if options.json:
        sets = [asdict(one) for one in measured]
        result = {"embedding": embedding.name, "fingerprint": embedding.fingerprint, "speed": figures, "sets": sets}
        options.json.write_text(json.dumps(result, ensure_ascii=False, indent=1), "utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables; return 0, or 2 for wrong usage or where nothing could be measured."""
    parser = argparse.ArgumentParser(prog="python -m eval.retrieval", description="评测：单独测量检索，与 BM25 对照。")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), metavar="DIR", help="题目和法条的文件夹")
    parser.add_argument("--reports", type=Path, metavar="DIR", help="报告文件夹，与 --questions 一起使用")
    parser.add_argument("--questions", type=Path, metavar="JSONL", help="关于这些报告的题目，须有 evidence")
    parser.add_argument("--json", type=Path, metavar="OUT", help="结果另存为 JSON 文件")
    options = parser.parse_args(arguments)
    if (options.reports is None) != (options.questions is None):
        parser.error("--reports 和 --questions 要一起给出。")
    try:
        _run(options)
    except RagError as error:
        sys.stderr.write(f"{error}\n")
    except OSError as error:
        sys.stderr.write(f"读写文件失败（{error}）。请检查磁盘空间和 --json 指定的位置。\n")
    else:
        return 0
    return 2


if __name__ == "__main__":
    sys.exit(main())
