"""Query and passage pairs from the training data: titles, articles of laws, sentences, real questions."""

from __future__ import annotations

import json
import lzma
import random
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.errors import EmbeddingError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PASSAGE_CHARACTERS = 240  # longer passages wash out a mean of token vectors; the product's own are about 110 long
SHORTEST_SENTENCE, LONGEST_SENTENCE = 8, 80  # shorter sentences say nothing, longer ones are no question
WITH_TITLE = 0.5  # share of clauses of laws that are asked for together with the name of their law
KEEP_SENTENCE = 0.15  # share of sentences left in their passage: the exact wording must count as well
MOST_REPEATS_OF_TITLE = 3  # a heading used more often (国内联播快讯) says nothing about the text below it
QUESTION_COPIES = 3  # the few real questions weigh as much as the many titles

_SENTENCE = re.compile(r"[^。！？!?;；\n]+[。！？!?;；]?")
_FOOTER = re.compile(r"返回搜狐，查看更多|责任编辑[:：]\s*\S{0,4}\s*$")
_LEAD = re.compile(r"^(?:原标题[:：]|[^\s，。]{0,12}消息\s*[（(][^）)]{1,12}[）)]\s*[:：])")


@dataclass(frozen=True, slots=True)
class Pair:
    """A query and the passage that answers it; pairs of one source share a batch, so that negatives are near."""

    source: str
    query: str
    passage: str


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of one xz-compressed JSON Lines file.

    Raises:
        EmbeddingError: the file is missing.
    """
    if not path.is_file():
        raise EmbeddingError(f"缺少训练数据文件:{path.name}(目录 {path.parent.name})。请检查 --data 所指的目录。")
    with lzma.open(path, "rt", encoding="utf8") as lines:
        for line in lines:
            yield json.loads(line)


def sentences(text: str) -> list[str]:
    """Split `text` at Chinese sentence ends, semicolons and line breaks; blanks are dropped."""
    return [found.group().strip() for found in _SENTENCE.finditer(text) if found.group().strip()]


def window(parts: list[str], centre: int, *, keep: bool) -> str:
    """Join the sentences around number `centre`, without it unless `keep`, up to PASSAGE_CHARACTERS."""
    chosen = [centre] if keep else []
    length = len(parts[centre]) if keep else 0
    for distance in range(1, len(parts)):
        for place in (centre + distance, centre - distance):
            if 0 <= place < len(parts) and length < PASSAGE_CHARACTERS:
                chosen.append(place)
                length += len(parts[place])
        if length >= PASSAGE_CHARACTERS:
            break
    return "".join(parts[place] for place in sorted(chosen))[: PASSAGE_CHARACTERS * 2]


def inverse_cloze(source: str, text: str, dice: random.Random, *, count: int) -> Iterator[Pair]:
    """Yield up to `count` pairs sentence → the sentences around it (Lee et al. 2019, arXiv:1906.00300)."""
    parts = sentences(text)
    usable = [i for i, part in enumerate(parts) if SHORTEST_SENTENCE <= len(part) <= LONGEST_SENTENCE]
    if len(parts) == 1:
        return
    for centre in dice.sample(usable, min(count, len(usable))):
        yield Pair(source, parts[centre], window(parts, centre, keep=dice.random() < KEEP_SENTENCE))


def news_pairs(data: Path, dice: random.Random) -> Iterator[Pair]:
    """Yield title → beginning of the item, and sentence → its surroundings, of the evening news."""
    rows = list(read_rows(data / "news.jsonl.xz"))
    repeats = Counter(row["title"] for row in rows)
    for row in rows:
        text = _LEAD.sub("", row["text"])
        if repeats[row["title"]] <= MOST_REPEATS_OF_TITLE:
            yield Pair("news-title", row["title"], text[:PASSAGE_CHARACTERS])
        yield from inverse_cloze("news", text, dice, count=2)


def brief_pairs(data: Path, dice: random.Random) -> Iterator[Pair]:
    """Yield title → short news item."""
    del dice
    for row in read_rows(data / "news-briefs.jsonl.xz"):
        yield Pair("briefs", row["title"], row["text"][:PASSAGE_CHARACTERS])


def law_pairs(data: Path, dice: random.Random) -> Iterator[Pair]:
    """Yield name of the law and first sentence → the rest of the article, and sentence → the whole article."""
    for row in read_rows(data / "laws.jsonl.xz"):
        text = row["text"][: PASSAGE_CHARACTERS * 2]
        head, *rest = re.split(r"(?<=[，。；：,;:])", text, maxsplit=1)
        if rest and len(rest[0]) >= SHORTEST_SENTENCE:
            query = head if dice.random() >= WITH_TITLE else f"{row['title']} {head}"
            yield Pair("laws", query, rest[0])
        yield from inverse_cloze("laws-inside", text, dice, count=1)


def article_pairs(data: Path, dice: random.Random) -> Iterator[Pair]:
    """Yield sentence → its surroundings, of general news articles."""
    for row in read_rows(data / "articles.jsonl.xz"):
        yield from inverse_cloze("articles", _FOOTER.sub("", _LEAD.sub("", row["text"])), dice, count=4)


def question_pairs(data: Path, dice: random.Random) -> Iterator[Pair]:
    """Yield question → passage or answer; of a long passage, a window around the answer where it is known."""
    for row in read_rows(data / "questions.jsonl.xz"):
        source = "questions-" + row["source"].split(" ")[0].strip(",")
        for _ in range(QUESTION_COPIES):
            yield Pair(source, row["question"][: LONGEST_SENTENCE * 2], _excerpt(row["text"], row.get("answer"), dice))


def _excerpt(text: str, answer: str | None, dice: random.Random) -> str:
    """Return a window of `text` that holds `answer`; its beginning where none is known."""
    at = text.find(answer) if answer else -1
    if at < 0 or answer is None:
        return text[:PASSAGE_CHARACTERS]
    latest = max(0, min(at, len(text) - PASSAGE_CHARACTERS))
    start = dice.randint(max(0, min(latest, at + len(answer) - PASSAGE_CHARACTERS)), latest)
    return text[start : start + PASSAGE_CHARACTERS]


SOURCES: tuple[Callable[[Path, random.Random], Iterator[Pair]], ...] = (
    news_pairs,
    brief_pairs,
    law_pairs,
    article_pairs,
    question_pairs,
)


def build_pairs(data: Path, seed: int) -> list[Pair]:
    """Return the training pairs of all files in the folder `data`; the same seed gives the same pairs.

    Raises:
        EmbeddingError: one of the files is missing.
    """
    dice = random.Random(seed)  # noqa: S311  no secret
    return [pair for source in SOURCES for pair in source(data, dice)]
