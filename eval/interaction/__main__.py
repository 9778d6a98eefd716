"""`python -m eval.interaction DATA OUT` trains the network on public text; `eval.tune` goes on from its weights."""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from safetensors.torch import save

from eval.interaction.examples import answered, made_up
from eval.interaction.fit import SEED, started, words_of
from eval.interaction.learn import learn
from eval.training import carried_out
from rag.embedding.pairs import read_rows

# Questions for figures of the news that are made up, and the times that all is gone through.
MADE_UP, EPOCHS = 12_000, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the first weights; return 0, or 2 for wrong usage or a failure."""
    parser = argparse.ArgumentParser(prog="python -m eval.interaction", description="用公开文本预先训练判断网络。")
    parser.add_argument("data", type=Path, help="训练数据文件夹,含 questions.jsonl.xz 与 news.jsonl.xz")
    parser.add_argument("out", type=Path, help="写入的权重文件(.safetensors)")
    options = parser.parse_args(arguments)

    def train() -> None:
        dice = random.Random(SEED)  # noqa: S311
        examples = [
            *answered(options.data / "questions.jsonl.xz"),
            *made_up(_news(options.data, dice), MADE_UP, dice),
        ]
        table = words_of(examples)
        twin = started(table, None)
        learn(twin, examples, table, EPOCHS, SEED)
        options.out.write_bytes(save(twin.state_dict()))

    return carried_out(train, f" {options.out} ")


def _news(data: Path, dice: random.Random) -> Iterator[str]:
    texts = [row["text"] for row in read_rows(data / "news.jsonl.xz")]
    dice.shuffle(texts)
    return iter(texts)


if __name__ == "__main__":
    sys.exit(main())
