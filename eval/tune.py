"""`python -m eval.tune QUESTIONS.jsonl INDEX …`: fits the weights of ranking and decision, and prints rag/weights.py.

The ranking is a listwise softmax over the clauses found, with weights added where a figure is asked for; the decision a
logistic regression over the evidence for the clause that it puts first. How well both do on questions that they were
not fitted to goes to the standard error.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from eval.metrics import contains, normal_form
from eval.questions import EvalQuestion, load_questions
from rag import weights as current
from rag.assistant import PASSAGES
from rag.decide import NAMES as EVIDENCE
from rag.decide import evidence
from rag.embedding import load_embedding
from rag.errors import RagError
from rag.extract import turned_away
from rag.features import NAMES, Clauses, features
from rag.index.reader import Index, open_index
from rag.lexicon import shipped_lexicon
from rag.reading import read_question
from rag.retrieve import rank, to_hits
from rag.score import Ranking
from rag.terms import Matcher, concepts
from rag.types import Passage
from rag.understand import Understood

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

FOLDS = 5
# Strength of the ranking's squared penalty, and the decision's inverse strength.
RANK_PENALTY, DECISION_C = 0.001, 0.1
MOST_STEPS = 500
# What is right is several sentences there, so that no one clause is to come first.
UNRANKED, UNDECIDED = frozenset(("list", "problem_plan")), frozenset(("problem_plan",))
# What can only speak for an answer, and what only against one: a few hundred questions are too few to learn that.
FOR = frozenset(
    "clause sentence whole key_whole second_whole cosine_clause cosine_sentence passage near asked_near plain news"
    " label items count score margin head".split()
)
AGAINST = frozenset(
    "no_figure other_unit other_year lead miss_most miss_seen miss_unseen head_missing head_unseen undated nobody"
    " unlisted reason no_change key_missing key_gone gone wrong_unit".split()
)
# Characters that a quote and a sentence share at least, where neither holds the other.
FEWEST_SHARED = 4
WIDTH = 118
WEIGHTS = Path(current.__file__)


@dataclass(frozen=True, slots=True)
class Case:
    """A question with the clauses found for one of its targets."""

    question: EvalQuestion
    understood: Understood
    matcher: Matcher
    table: Clauses
    index: Index


@dataclass(frozen=True, slots=True)
class Listed:
    """The clauses of one case: features (n, 2f), the second half for figures; which are right, and their sentences."""

    question: str
    values: Floats
    right: Bools
    sentence: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Evident:
    """The evidence (e,) of one case, whether it is that of a right answer, and whether the reports have one at all."""

    question: str
    values: Floats
    right: bool
    answerable: bool


_Row = TypeVar("_Row", Listed, Evident)


class _Fitted(Ranking):
    """A ranking by weights (2f,) that no module holds yet, so that the decision is fitted to what it will meet."""

    def __init__(self, case: Case, weights: Floats) -> None:
        super().__init__(case.understood, case.matcher, case.table)
        self._scores = (doubled(case) @ weights).astype(np.float32)


def cases(questions: Sequence[EvalQuestion], folder: Path) -> Iterator[Case]:
    """Yield the questions that are searched for in the index of `folder`, once for each target with clauses."""
    index = open_index(folder, load_embedding())
    for question in questions:
        read = read_question(question.question, question.history, index)
        if turned_away(read, index.reports()) or read.asked_years:
            continue
        if len(read.targets) > 1 and question.type != "compare":
            continue  # whose clause is to come first, only a comparison says
        matcher = Matcher(concepts(read, index), shipped_lexicon())
        words = read.content or read.standalone
        for target in read.targets:
            hits = to_hits(index, rank(index, words, target.filter, PASSAGES, expansion=read.expansion))
            table = features(read, matcher, hits, index, shipped_lexicon(), target.planned) if hits else None
            if table:
                yield Case(question, read, matcher, table, index)


def doubled(case: Case) -> Floats:
    """Return the features (n, 2f) of a case's clauses, and again where a figure is asked for, zeros elsewhere."""
    values = case.table.values.astype(np.float64)
    return np.concatenate([values, values * case.understood.numeric], axis=1)


def listed(case: Case) -> Listed | None:
    """Return what the ranking learns from a case; None where no clause is the one right answer."""
    told = case.understood.reading.kind in ("problem", "plan") and not case.understood.numeric
    if told or case.question.type in UNRANKED:
        return None
    owners = [case.table.sentences[at] for at in case.table.sentence.tolist()]
    right = [
        _is_right(case, passage, sentence.raw, clause.raw)
        for (passage, sentence), clause in zip(owners, case.table.clauses, strict=True)
    ]
    return Listed(case.question.id, doubled(case), np.array(right), case.table.sentence) if any(right) else None


def _is_right(case: Case, passage: Passage, sentence: str, clause: str) -> bool:
    """Tell whether a clause gives the answer, in a sentence that the evidence quotes."""
    # Where the passage itself is the answer, the clause has to be of the quote.
    locate = case.question.type == "locate"
    text = "".join((clause if locate else sentence).split()).strip("，,。；;：:")
    return any(_overlap(quote, text) for quote in _quotes(case, passage)) and (locate or _says(case.question, clause))


def _quotes(case: Case, passage: Passage) -> list[str]:
    """Return the evidence's quotes of the report that a passage is of, without blanks."""
    report = case.index.report(passage.report)
    stems = {PurePath(file).stem for file in (report.file, *report.also)}
    return ["".join(one.quote.split()) for one in case.question.evidence if PurePath(one.file).stem in stems]


def _overlap(quote: str, sentence: str) -> bool:
    """Tell whether a quote is of a sentence, or shares half of itself with it: a quote may span several."""
    size = max(FEWEST_SHARED, len(quote) // 2)
    starts = range(len(quote) - size + 1)
    return quote in sentence or sentence in quote or any(quote[at : at + size] in sentence for at in starts)


def _says(question: EvalQuestion, text: str) -> bool:
    """Tell whether a text holds one of the answers in one of its forms."""
    forms = [form for answer in question.answers for form in (answer, *question.variants.get(answer, ()))]
    return any(contains(normal_form(text), normal_form(form)) for form in forms)


def evident(case: Case, weights: Floats) -> Evident | None:
    """Return what the decision learns from a case ranked by the weights (2f,); None where it decides nothing."""
    if case.question.type in UNDECIDED:
        return None
    best, *others = _Fitted(case, weights).candidates()
    found = evidence(case.understood, case.matcher, best, best.score - others[0].score if others else best.score)
    said = case.question.type == "locate" or _says(case.question, best.passage.slice(best.sentence))
    right = bool(case.question.answers) and said and bool(_quotes(case, best.passage))
    return Evident(case.question.id, np.array([found[name] for name in EVIDENCE]), right, bool(case.question.answers))


def fit_ranking(lists: Sequence[Listed]) -> Floats:
    """Return the weights (2f,) under which the right clauses of each list are likeliest to come first."""
    from scipy.optimize import minimize

    values = np.concatenate([one.values for one in lists])
    right = np.concatenate([one.right for one in lists])
    sizes = [len(one.right) for one in lists]
    starts = np.cumsum([0, *sizes[:-1]])

    def softmax(scores: Floats) -> tuple[Floats, Floats]:
        high = np.maximum.reduceat(scores, starts)
        powers = np.exp(scores - np.repeat(high, sizes))
        sums = np.add.reduceat(powers, starts)
        return high + np.log(sums), powers / np.repeat(sums, sizes)

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = values @ weights
        total, share = softmax(scores)
        of_right, share_right = softmax(np.where(right, scores, -np.inf))
        value = (total - of_right).mean() + RANK_PENALTY * weights @ weights
        return float(value), (share - share_right) @ values / len(lists) + 2 * RANK_PENALTY * weights

    start = np.zeros(values.shape[1])
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": MOST_STEPS}).x)


def fit_decision(rows: Sequence[Evident], names: Sequence[str] = EVIDENCE) -> tuple[Floats, float]:
    """Return the weights (e,) and the bias that tell right answers, each weight of the sign that it may have."""
    from scipy.optimize import minimize

    values, sign = np.array([row.values for row in rows]), np.array([1.0 if row.right else -1.0 for row in rows])
    # Standardised, so that the penalty is fair to evidence of every scale.
    mean, deviation = values.mean(axis=0), values.std(axis=0) + 1e-9
    scaled = (values - mean) / deviation

    def loss(weights: Floats) -> tuple[float, Floats]:
        off = -sign * (scaled @ weights[:-1] + weights[-1])
        slope = -sign * np.exp(off - np.logaddexp(0, off))
        value = np.logaddexp(0, off).sum() + weights[:-1] @ weights[:-1] / DECISION_C / 2
        return float(value), np.append(slope @ scaled + weights[:-1] / DECISION_C, slope.sum())

    bounds = [(0 if name in FOR else None, 0 if name in AGAINST else None) for name in names]
    found = minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None)],
                     options={"maxiter": MOST_STEPS}).x  # fmt: skip
    weights = np.asarray(found[:-1] / deviation)
    return weights, float(found[-1] - weights @ mean)


def folds(rows: Sequence[_Row]) -> Iterator[tuple[list[_Row], list[_Row]]]:
    """Yield the rows to fit and those to test; a question's rows, in whatever index, are on the same side."""
    number = {name: at for at, name in enumerate(dict.fromkeys(row.question for row in rows))}
    for fold in range(FOLDS):
        tested = [number[row.question] % FOLDS == fold for row in rows]
        yield ([row for row, out in zip(rows, tested, strict=True) if not out],
               [row for row, out in zip(rows, tested, strict=True) if out])  # fmt: skip


def accuracy(lists: Sequence[Listed]) -> float:
    """Return the share of lists whose first sentence is right, by weights fitted to the other folds."""
    hits = 0
    for fitted, tested in folds(lists):
        found = fit_ranking(fitted)
        firsts = [one.sentence == one.sentence[np.argmax(one.values @ found)] for one in tested]
        hits += sum(bool(one.right[first].any()) for one, first in zip(tested, firsts, strict=True))
    return hits / len(lists)


def separation(rows: Sequence[Evident]) -> float:
    """Return how often a right answer is likelier than one to a question without any (AUC), by the other folds."""
    right, none = [], []
    for fitted, tested in folds(rows):
        found, bias = fit_decision(fitted)
        right += [row.values @ found + bias for row in tested if row.right]
        none += [row.values @ found + bias for row in tested if not row.answerable]
    above = np.sign(np.subtract.outer(right, none))
    return float((above.mean() + 1) / 2) if above.size else float("nan")


def module(tables: Mapping[str, Mapping[str, float]], bias: float) -> str:
    """Return the text of rag/weights.py with other weights in its tables, by their names."""
    text = WEIGHTS.read_text("utf-8")
    for table, values in tables.items():
        lines = [""]
        for name, weight in values.items():
            entry = f' "{name}": {round(weight, 2) + 0.0:.2f},'  # the zero takes the sign off -0.0
            if len(lines[-1]) + len(entry) > WIDTH - 3:
                lines.append("")
            lines[-1] += entry
        body = "\n".join(f"   {line}" for line in lines)
        text = re.sub(rf"(?ms)^({table}: .*?\{{\n).*?(\n\}})", rf"\g<1>{body}\2", text)
    return re.sub(r"(?m)^(BIAS, LIKELY = )[-\d.]+", rf"\g<1>{bias:.2f}", text)


def tune(found: Sequence[Case]) -> str:
    """Return the text of rag/weights.py as fitted to the cases; raises RagError where they are too few."""
    lists = [one for one in map(listed, found) if one]
    if len({one.question for one in lists}) < FOLDS:
        raise RagError(f"能在索引中找到答案的题目不足 {FOLDS} 道，无法拟合。请检查题目与索引是否对应。")
    ranks = np.round(fit_ranking(lists), 2)
    rows = [row for case in found if (row := evident(case, ranks))]
    values, bias = fit_decision(rows)
    measured = f"首句正确率 {accuracy(lists):.3f}（{len(lists)} 组），判断 AUC {separation(rows):.3f}（{len(rows)} 组）"
    sys.stderr.write(f"{measured}\n")
    plain, added = (dict(zip(NAMES, half.tolist(), strict=True)) for half in np.split(ranks, 2))
    answer = {name: value for name, value in zip(EVIDENCE, values.tolist(), strict=True) if round(value, 2)}
    return module({"RANK": plain, "RANK_NUMERIC": added, "ANSWER": answer}, bias)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the weights as fitted; return 0, or 2 for wrong usage or a failure."""
    parser = argparse.ArgumentParser(prog="python -m eval.tune", description="用有标准答案的题目拟合权重。")
    parser.add_argument(
        "pairs", nargs="+", type=Path, metavar="QUESTIONS INDEX", help="题目文件(JSONL)与其索引,成对给出"
    )
    pairs = parser.parse_args(arguments).pairs
    if len(pairs) % 2:
        parser.error("题目文件与索引须成对给出")
    try:
        sets = zip(pairs[::2], pairs[1::2], strict=True)
        sys.stdout.write(tune([case for path, index in sets for case in cases(load_questions(path), index)]))
    except RagError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
