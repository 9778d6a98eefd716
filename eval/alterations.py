"""`python -m eval.alterations`: how well the check of statements tells true rewordings from false alterations.

From the sentences of reports it makes statements, half of them true but said otherwise, half with something false in
them, and counts what the check says.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from random import Random

from eval.falsehoods import ALTERATIONS
from eval.numbers import NUMBER
from eval.rewordings import NUMBERED, REWORDINGS
from rag.cite import Source, cite
from rag.support import problems_of
from rag.types import Citation, Passage

SEED = 20240601
MOST_A_KIND = 40
# Characters of sentences that statements are made of, and tries for one statement.
LENGTHS, TRIES = range(12, 160), 60
GROUPS = {
    "数字": ("digit", "scale", "rounded", "other_numeral"), "单位": ("unit",), "相邻数字": ("neighbour",),
    "地区": ("place",), "年份": ("year",), "否定": ("denied", "affirmed", "opposite"), "内容": ("elsewhere",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pair:
    """A statement, the sentence that it cites, whether something false was put into it, and how it was made."""

    statement: str
    citation: Citation
    altered: bool
    kind: str


def sentences(source: Source, passages: Sequence[Passage]) -> list[Citation]:
    """Return the sentences of passages that are neither headings nor too long to be said again, as citations."""
    spans = ((passage, span) for passage in passages for span in passage.sentences)
    found = [cite(source, *pair, 1) for pair in spans if pair[1][1] - pair[1][0] in LENGTHS]
    return [
        citation
        for citation in found
        if citation.quote.endswith(("。", "；", "!", "！")) and "【" not in citation.quote
    ]


def pairs(found: Sequence[Citation], places: Sequence[str], most: int = MOST_A_KIND, seed: int = SEED) -> list[Pair]:
    """Return up to `most` pairs of each kind, the same for the same seed; the true ones are as many as the false."""
    dice = Random(seed)  # noqa: S311  no secret
    altered = [pair for kind in ALTERATIONS for pair in _made(found, most, dice, kind, _altering(kind, places))]
    altered += _made(found, most, dice, "elsewhere", _of_another(found))
    each = -(-len(altered) // len(REWORDINGS))
    true = [pair for kind in REWORDINGS for pair in _made(found, each, dice, kind, _rewording(kind))]
    return altered + true[: max(len(altered), 1)]


def bare(citation: Citation) -> str:
    """Return a sentence without what numbers it."""
    return NUMBERED.sub("", citation.quote)


_Making = Callable[[Citation, Random], str | None]


def _made(found: Sequence[Citation], most: int, dice: Random, kind: str, make: _Making) -> Iterator[Pair]:
    """Yield pairs of different statements, from sentences taken in turn, with figures and without."""
    order = list(found)
    dice.shuffle(order)
    seen: set[str] = set()
    for citation in islice(cycle(order), min(len(order) * 3, most * TRIES) if order else 0):
        if len(seen) == most:
            return
        statement = make(citation, dice)
        if statement and statement not in seen and statement.strip() != citation.quote.strip():
            seen.add(statement)
            yield Pair(statement, citation, kind not in REWORDINGS, kind)


def _rewording(kind: str) -> _Making:
    return lambda citation, dice: REWORDINGS[kind](bare(citation), citation, dice)


def _altering(kind: str, places: Sequence[str]) -> _Making:
    """Return what alters a sentence as it stands or, as often, after it was reworded."""

    def make(citation: Citation, dice: Random) -> str | None:
        names = dice.sample(["dropped", "wording", "own_name", "frame"], 1) if dice.random() < 0.5 else []
        text = next(
            (said for name in names if (said := REWORDINGS[name](bare(citation), citation, dice))), bare(citation)
        )
        return ALTERATIONS[kind](text, citation, dice, places)

    return make


def _of_another(found: Sequence[Citation]) -> _Making:
    """Return what takes a statement without figures of another sentence."""
    others = [citation for citation in found if not NUMBER.search(citation.quote)]

    def make(citation: Citation, dice: Random) -> str | None:
        other = dice.choice(others) if others else citation
        return None if other.heading == citation.heading else other.quote

    return make


@dataclass(frozen=True, slots=True)
class Row:
    """Of `n` pairs of a kind, those that the check says are not carried."""

    name: str
    n: int
    told: int

    @property
    def share(self) -> float:
        """Return told / n, 0 for none."""
        return self.told / self.n if self.n else 0.0


def is_told(pair: Pair, places: Sequence[str]) -> bool:
    """Tell whether the check finds a problem in a pair."""
    return bool(problems_of(pair.statement, [pair.citation], places))


def measured(made: Sequence[Pair], places: Sequence[str]) -> list[Row]:
    """Return a row for each group of alterations, one for all of them, and the same for the rewordings."""
    told = {id(pair) for pair in made if is_told(pair, places)}
    kinds = [*GROUPS.items(), ("篡改合计", tuple(kind for group in GROUPS.values() for kind in group))]
    kinds += [*((kind, (kind,)) for kind in REWORDINGS), ("改写合计", tuple(REWORDINGS))]
    names = {name: [pair for pair in made if pair.kind in group] for name, group in kinds}
    return [Row(name, len(some), sum(id(pair) in told for pair in some)) for name, some in names.items()]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m eval.alterations", description="检验答案核对：改写不误报，篡改要发现。"
    )
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--reports", type=Path, metavar="DIR", help="报告文件夹，默认用自带的示例报告；索引建在缓存中")
    source.add_argument("--index", type=Path, metavar="DIR", help="用已有的索引")
    parser.add_argument("--most", type=int, default=MOST_A_KIND, metavar="N", help="每种篡改最多多少对")
    parser.add_argument("--seed", type=int, default=SEED, metavar="N", help="随机种子")
    parser.add_argument("--wrong", action="store_true", help="列出判断错的语句")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; return 0, or 2 where there is no index or folder."""
    from eval.runner import cached_index
    from rag.embedding import load_embedding
    from rag.errors import RagError
    from rag.index.reader import open_index
    from rag.settings import load_settings

    options = _parser().parse_args(arguments)
    try:
        folder = options.index or cached_index(options.reports or Path(__file__).parent / "reports", load_settings())
        index = open_index(folder, load_embedding())
    except RagError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    passages = [passage for report in index.reports() for passage in index.passages(report.id)]
    places = sorted({report.place for report in index.reports() if report.place})
    made = pairs(sentences(index, passages), places, options.most, options.seed)
    for row in measured(made, places):
        what = "发现" if row.name in GROUPS or row.name == "篡改合计" else "误报"
        sys.stdout.write(f"{row.name:<12}{row.n:>6} 对  {what} {row.told:>5}  {100 * row.share:6.1f} %\n")
    for pair in made if options.wrong else ():
        if is_told(pair, places) != pair.altered:
            why = "；".join(map(str, problems_of(pair.statement, [pair.citation], places))) or "没有发现"
            sys.stdout.write(f"\n[{pair.kind}] {why}\n  答：{pair.statement}\n  原：{pair.citation.quote}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
