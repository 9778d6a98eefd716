"""`python -m eval.tune QUESTIONS.jsonl INDEX …`: fits the weights of ranking and the trees of the decision.

It writes rag/weights.py and rag/decision.json. How well both do on questions that they were not fitted to goes to the
standard error.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from eval.cases import FOLDS, Case, cases
from eval.questions import load_questions
from eval.tune_decision import document, evident, fit_decision, separation
from eval.tune_ranking import WEIGHTS, accuracy, fit_ranking, listed, module
from rag.decide import FOREST
from rag.errors import RagError
from rag.features import NAMES


def tune(found: Sequence[Case]) -> tuple[str, str]:
    """Return the texts of rag/weights.py and rag/decision.json as fitted to the cases; raises RagError for too few."""
    lists = [one for one in map(listed, found) if one]
    if len({one.question for one in lists}) < FOLDS:
        raise RagError(f"能在索引中找到答案的题目不足 {FOLDS} 道，无法拟合。请检查题目与索引是否对应。")
    ranks = np.round(fit_ranking(lists), 2)
    rows = [row for case in found for row in evident(case, ranks)]
    measured = f"首句正确率 {accuracy(lists):.3f}（{len(lists)} 组），判断 AUC {separation(rows):.3f}（{len(rows)} 句）"
    sys.stderr.write(f"{measured}\n")
    plain, added = (dict(zip(NAMES, half.tolist(), strict=True)) for half in np.split(ranks, 2))
    return module({"RANK": plain, "RANK_NUMERIC": added}), document(fit_decision(rows))


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the weights and the trees; return 0, or 2 for wrong usage or a failure."""
    parser = argparse.ArgumentParser(prog="python -m eval.tune", description="用有标准答案的题目拟合排序权重与判断。")
    parser.add_argument(
        "pairs", nargs="+", type=Path, metavar="QUESTIONS INDEX", help="题目文件(JSONL)与其索引,成对给出"
    )
    pairs = parser.parse_args(arguments).pairs
    if len(pairs) % 2:
        parser.error("题目文件与索引须成对给出")
    try:
        sets = zip(pairs[::2], pairs[1::2], strict=True)
        weights, trees = tune([case for path, index in sets for case in cases(load_questions(path), index)])
        WEIGHTS.write_text(weights, "utf-8")
        FOREST.write_text(trees, "utf-8")
    except RagError as error:
        sys.stderr.write(f"{error}\n")
    except OSError as error:
        sys.stderr.write(f"写入失败（{error}）。请检查程序文件夹的写入权限。\n")
    else:
        return 0
    return 2


if __name__ == "__main__":
    sys.exit(main())
