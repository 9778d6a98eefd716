"""Train the shipped embedding: `python -m rag.embedding.train --data ../shared/data --out rag/embedding/model`.

A plain loop over texts that are tokenised once; sentence-transformers' trainer would tokenise them in each epoch, which
takes as long as the arithmetic. The loss is its MultipleNegativesRankingLoss, both ways, inside its MatryoshkaLoss.
"""

from __future__ import annotations

import argparse
import logging
import time
from pathlib import Path
from typing import TYPE_CHECKING

from rag.embedding.card import write_card
from rag.embedding.cooccurrence import first_directions
from rag.embedding.evaluate import results
from rag.embedding.loader import load_static
from rag.embedding.pairs import NEIGHBOURS, build_pairs, texts_of
from rag.embedding.recipe import Recipe
from rag.embedding.static import TOKENIZER
from rag.embedding.tokenizer import train_tokenizer
from rag.errors import EmbeddingError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    import torch
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

    from rag.embedding.pairs import Pair

_LOG = logging.getLogger(__name__)
_LOG_EVERY = 50  # batches
_TOKENISED_AT_ONCE = 20_000
_SMALLEST_BATCH = 0.25  # of a full one: fewer negatives teach less than they disturb
_WARM_UP = 0.05  # of all steps
_START = 0.1  # standard deviation of the numbers of a rare token's first vector
_LARGEST = 256.0  # of the numbers that are saved; E4M3 ends at 448 and has full precision from 2^-6 on
_DROPPED = 0.15  # share of tokens left out at random: STARD recall@1 39.4 % against 37.8 % after one epoch
_COMMON = 1e-3  # a token with this share of all starts at half length (SIF, Arora et al. 2017): 38.7 % against 37.8 %


class Bags:
    """Token numbers of many texts, end to end."""

    def __init__(self, tokenizer: Tokenizer, texts: Sequence[str]) -> None:
        import numpy as np

        parts: list[NDArray[np.int32]] = []
        for start in range(0, len(texts), _TOKENISED_AT_ONCE):
            some = list(texts[start : start + _TOKENISED_AT_ONCE])
            encodings = tokenizer.encode_batch_fast(some, add_special_tokens=False)
            parts += [np.array(encoding.ids, np.int32) for encoding in encodings]
        self.lengths = np.array([len(part) for part in parts])
        self.starts = np.cumsum(self.lengths) - self.lengths
        self.ids = np.concatenate(parts)

    def means(self, vectors: torch.Tensor, chosen: NDArray[np.int64], *, dice: np.random.Generator) -> torch.Tensor:
        """Return the mean vectors of the texts `chosen`, shape (len(chosen), dimension), some tokens left out."""
        import numpy as np
        import torch
        from torch.nn.functional import embedding_bag

        ids = np.concatenate([self.ids[self.starts[i] : self.starts[i] + self.lengths[i]] for i in chosen])
        offsets = np.cumsum(self.lengths[chosen]) - self.lengths[chosen]
        kept = dice.random(len(ids)) >= _DROPPED
        kept[offsets] = True  # so that no text is left empty
        lengths = np.add.reduceat(kept, offsets, dtype=np.int64)
        starts = torch.from_numpy(np.cumsum(lengths) - lengths)
        return embedding_bag(torch.from_numpy(ids[kept].astype(np.int64)), vectors, starts, mode="mean")


def batches(
    sources: NDArray[np.int64],
    usable: NDArray[np.bool_],
    *,
    size: int,
    together: Sequence[int],
    dice: np.random.Generator,
) -> list[NDArray[np.int64]]:
    """Return pair numbers in batches of one source each, shuffled; `together[s]` pairs in a row of source s stay so.

    The other passages of a text are the hardest negatives, then those of other texts of the same source.
    """
    import numpy as np

    found: list[NDArray[np.int64]] = []
    for source in np.unique(sources):
        usable_here = np.flatnonzero((sources == source) & usable)
        step = together[int(source)]
        runs = [usable_here[start : start + step] for start in range(0, len(usable_here), step)]
        numbers = np.concatenate([runs[number] for number in dice.permutation(len(runs))]) if runs else usable_here
        cut = [numbers[start : start + size] for start in range(0, len(numbers), size)]
        found += [part for part in cut if part is cut[0] or len(part) >= _SMALLEST_BATCH * size]
    return [found[number] for number in dice.permutation(len(found))]


def contrast(queries: torch.Tensor, passages: torch.Tensor, *, same: torch.Tensor, recipe: Recipe) -> torch.Tensor:
    """Return InfoNCE both ways over a batch, for the whole vectors and for their beginnings.

    `same` (n, n) marks other rows with the very same passage: they are no negatives.
    Source: van den Oord et al. 2018 (arXiv:1807.03748); Kusupati et al. 2022 (arXiv:2205.13147).
    """
    import torch
    from torch.nn.functional import cross_entropy, normalize

    right = torch.arange(len(queries))
    loss = torch.zeros(())
    for dimension in sorted({min(recipe.small, recipe.dimension), recipe.dimension}):
        cosines = normalize(queries[:, :dimension]) @ normalize(passages[:, :dimension]).T
        scores = (cosines / recipe.temperature).masked_fill(same, -torch.inf)
        loss = loss + (cross_entropy(scores, right) + cross_entropy(scores.T, right)) / 2
    return loss


def first_vectors(directions: NDArray[np.float32], ids: NDArray[np.int32]) -> torch.Tensor:
    """Return the unit vectors `directions` (tokens, dimension) at their first lengths: shorter for common tokens."""
    import numpy as np
    import torch

    share = np.bincount(ids, minlength=len(directions)) / max(1, len(ids))
    lengths = _START * directions.shape[1] ** 0.5 * _COMMON / (_COMMON + share)
    return torch.from_numpy((directions * lengths[:, None]).astype(np.float32))


def fit(
    pairs: Sequence[Pair], tokenizer: Tokenizer, directions: NDArray[np.float32], recipe: Recipe
) -> NDArray[np.float32]:
    """Return the trained vectors, shape (tokens, dimension); the same arguments give the same vectors.

    `directions` are the unit vectors, of the same shape, that training starts from.
    """
    import numpy as np
    import torch

    queries = Bags(tokenizer, [pair.query for pair in pairs])
    passages = Bags(tokenizer, [pair.passage for pair in pairs])
    _LOG.info("分词完成:每个问题 %.0f 个词元,每段 %.0f 个", queries.lengths.mean(), passages.lengths.mean())
    vectors = first_vectors(directions, passages.ids).requires_grad_()
    optimizer = torch.optim.Adam([vectors], lr=recipe.rate)
    texts = np.unique([pair.passage for pair in pairs], return_inverse=True)[1]
    dice = np.random.default_rng(recipe.seed)
    plan = list(_plan(pairs, (queries.lengths > 0) & (passages.lengths > 0), recipe, dice))
    began = time.monotonic()
    for step, chosen in enumerate(plan):
        optimizer.param_groups[0]["lr"] = recipe.rate * _schedule(step, len(plan))
        same = torch.from_numpy(texts[chosen][:, None] == texts[chosen][None, :]).fill_diagonal_(fill_value=0)
        asked, answering = (bags.means(vectors, chosen, dice=dice) for bags in (queries, passages))
        loss = contrast(asked, answering, same=same, recipe=recipe)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        if step % _LOG_EVERY == 0 or step + 1 == len(plan):
            _LOG.info("第 %d/%d 批,损失 %.3f,%.0f 秒", step + 1, len(plan), loss.item(), time.monotonic() - began)
    found: NDArray[np.float32] = vectors.detach().numpy()
    found[0] = 0  # the unknown piece says nothing
    return found


def _plan(
    pairs: Sequence[Pair], usable: NDArray[np.bool_], recipe: Recipe, dice: np.random.Generator
) -> Iterator[NDArray[np.int64]]:
    import numpy as np

    names, sources = np.unique([pair.source for pair in pairs], return_inverse=True)
    together = [NEIGHBOURS.get(str(name), 1) for name in names]
    for _ in range(recipe.epochs):
        yield from batches(sources, usable, size=recipe.batch, together=together, dice=dice)


def _schedule(step: int, steps: int) -> float:
    """Return the share of the learning rate: up in a straight line, then down to zero."""
    return min((step + 1) / max(1, _WARM_UP * steps), (steps - step) / steps)


def save(folder: Path, tokenizer: Tokenizer, vectors: NDArray[np.float32]) -> None:
    """Write the model as a sentence-transformers folder, with 8 bits a number (E4M3: recall to 0.2 points the same).

    Only directions count, so the numbers are first brought into the range that E4M3 holds best.
    """
    import numpy as np
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    scale = _LARGEST / max(float(np.abs(vectors).max()), 1e-9)
    small = torch.from_numpy(vectors.astype(np.float32) * scale).to(torch.float8_e4m3fn)
    model = SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=small)], device="cpu")
    model.save_pretrained(str(folder), create_model_card=False)
    # Without the indentation that the library writes, the file is half as long.
    tokenizer.save(str(folder / TOKENIZER), pretty=False)


def train(data: Path, folder: Path, recipe: Recipe) -> None:
    """Train on the files in `data` and write model and card to `folder`.

    Raises:
        EmbeddingError: a file of the training data is missing.
    """
    began = time.monotonic()
    pairs = build_pairs(data, recipe.seed)
    _LOG.info("%d 对训练文本,%.0f 秒", len(pairs), time.monotonic() - began)
    texts = sorted({text for pair in pairs for text in (pair.query, pair.passage)})
    tokenizer = train_tokenizer(texts, size=recipe.tokens, seed=recipe.seed)
    _LOG.info("%d 个词元,%.0f 秒", tokenizer.get_vocab_size(), time.monotonic() - began)
    directions = first_directions(tokenizer, texts_of(data, recipe.seed), recipe.dimension, recipe.seed)
    _LOG.info("初始向量,%.0f 秒", time.monotonic() - began)
    save(folder, tokenizer, fit(pairs, tokenizer, directions, recipe))
    seconds = time.monotonic() - began
    write_card(folder, recipe, pairs=pairs, seconds=seconds, results=results(load_static(folder), data / "tune"))
    _LOG.info("已写入 %s,共 %.0f 秒", folder, seconds)


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(prog="python -m rag.embedding.train", description="训练自带的向量模型")
    parser.add_argument("--data", type=Path, required=True, help="训练数据所在的文件夹")
    parser.add_argument("--out", type=Path, required=True, help="模型写入的文件夹")
    defaults = Recipe()
    for name in ("seed", "tokens", "dimension", "epochs", "batch"):
        parser.add_argument(f"--{name}", type=int, default=getattr(defaults, name))
    given = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    recipe = Recipe(
        seed=given.seed, tokens=given.tokens, dimension=given.dimension, epochs=given.epochs, batch=given.batch
    )
    try:
        train(given.data, given.out, recipe)
    except EmbeddingError as error:
        parser.exit(1, f"{error}\n")


if __name__ == "__main__":
    main()
