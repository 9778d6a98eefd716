"""`python -m eval.tune QUESTIONS.jsonl INDEX …` fits the weights of ranking, the network and the decision's trees.

It writes rag/weights.py, rag/interaction/model.safetensors and rag/decision.json. How well ranking and decision do on
questions that they were not fitted to goes to the standard error.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save

from eval.cases import FOLDS, Case, cases
from eval.interaction.examples import of_case
from eval.interaction.fit import Weights, crossed, first_weights, fitted
from eval.questions import load_questions
from eval.training import add_pairs, carried_out, paired
from eval.tune_decision import document, evident, fit_decision, looked_at, separation
from eval.tune_ranking import WEIGHTS, accuracy, fit_ranking, listed, module
from rag.decide import FOREST
from rag.errors import RagError
from rag.features import NAMES
from rag.interaction.network import WEIGHTS as NETWORK


@dataclass(frozen=True, slots=True)
class Tuned:
    """What was fitted: the texts of the files of ranking and of the decision, and the network's tensors."""

    ranking: str
    decision: str
    network: Mapping[str, NDArray[np.float16]]


def tune(found: Sequence[Case], first: Weights) -> Tuned:
    """Return what is fitted to the cases, the network from the weights of `first` on; raises RagError for too few."""
    lists = [one for one in map(listed, found) if one]
    if len({one.question for one in lists}) < FOLDS:
        raise RagError(f"能在索引中找到答案的题目不足 {FOLDS} 道，无法拟合。请检查题目与索引是否对应。")
    ranks = np.round(fit_ranking(lists), 2)
    looked = [one for case in found if (one := looked_at(case, ranks))]
    examples = [of_case(one.case, one.found, one.right) for one in looked]
    scores = crossed(examples, [one.report for one in looked], first)
    rows = [row for one, of_one in zip(looked, scores, strict=True) for row in evident(one, of_one[: len(one.found)])]
    measured = f"首句正确率 {accuracy(lists):.3f}（{len(lists)} 组），判断 AUC {separation(rows):.3f}（{len(rows)} 句）"
    sys.stderr.write(f"{measured}\n")
    plain, added = (dict(zip(NAMES, half.tolist(), strict=True)) for half in np.split(ranks, 2))
    return Tuned(
        module({"RANK": plain, "RANK_NUMERIC": added}), document(fit_decision(rows)), fitted(examples, first).weights()
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the weights and the trees; return 0, or 2 for wrong usage or a failure."""
    parser = argparse.ArgumentParser(prog="python -m eval.tune", description="用有标准答案的题目拟合排序权重与判断。")
    add_pairs(parser)
    parser.add_argument(
        "--first", type=Path, required=True, help="python -m eval.interaction 写出的网络权重,由此开始训练"
    )
    options = parser.parse_args(arguments)
    pairs = paired(parser, options.pairs)

    def train() -> None:
        first = first_weights(options.first)
        tuned = tune([case for path, index in pairs for case in cases(load_questions(path), index)], first)
        NETWORK.write_bytes(save(dict(tuned.network)))
        WEIGHTS.write_text(tuned.ranking, "utf-8")
        FOREST.write_text(tuned.decision, "utf-8")

    return carried_out(train, "程序文件夹")


if __name__ == "__main__":
    sys.exit(main())
