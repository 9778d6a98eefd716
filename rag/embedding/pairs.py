"""Query and passage pairs from the training data: titles, laws, sentences, real questions, the thesaurus."""

from __future__ import annotations

import json
import lzma
import random
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.embedding.everyday import in_everyday_words, phrase_pairs
from rag.errors import EmbeddingError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

PASSAGE_CHARACTERS = 240  # longer passages wash out a mean of token vectors; the product's own are about 110 long
LONGEST_PASSAGE = 480  # but what is searched may be a whole paragraph
SHORTEST_SENTENCE, LONGEST_SENTENCE = 8, 80  # shorter sentences say nothing, longer ones are no question
WITH_TITLE = 0.5  # share of clauses of laws that are asked for together with the name of their law
KEEP_SENTENCE = 0.15  # share of sentences left in their passage: the exact wording must count as well
MOST_REPEATS_OF_TITLE = 3  # a heading used more often (国内联播快讯) says nothing about the text below it
MOST_OF_NEWS, MOST_OF_ARTICLE = 4, 6  # passages of one text
# How often a real question of a source counts: the few weigh as much as the many titles.
COPIES = {"CMRC": 6, "lawyer-llama": 3, "LawBench": 3, "CSL": 2}
PHRASE_COPIES = 2
# Pairs of one text stay together in a batch, so many at a time: its other passages are the hardest negatives.
NEIGHBOURS = {"news": 4, "articles": 6, "laws": 8, "laws-inside": 8, "news-everyday": 3, "articles-everyday": 4,
              "laws-everyday": 4, "paragraphs": 6}  # fmt: skip

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


def passages(parts: list[str]) -> Iterator[list[str]]:
    """Yield sentences in runs of about PASSAGE_CHARACTERS, none twice; a short rest only if there is no other."""
    run: list[str] = []
    length = found = 0
    for part in parts:
        run.append(part)
        length += len(part)
        if length >= PASSAGE_CHARACTERS:
            yield run
            run, length, found = [], 0, found + 1
    if run and (length >= PASSAGE_CHARACTERS // 3 or not found):
        yield run


def inverse_cloze(source: str, text: str, dice: random.Random, *, most: int) -> Iterator[Pair]:
    """Yield sentence → the passage around it, of `most` passages in a row (Lee et al. 2019, arXiv:1906.00300)."""
    runs = [run for run in passages(sentences(text)) if len(run) > 1]
    start = dice.randint(0, len(runs) - most) if len(runs) > most else 0
    for run in runs[start : start + most]:
        usable = [at for at, part in enumerate(run) if SHORTEST_SENTENCE <= len(part) <= LONGEST_SENTENCE]
        if usable:
            yield _without(source, run, dice.choice(usable), dice)


def _without(source: str, parts: list[str], chosen: int, dice: random.Random) -> Pair:
    keep = dice.random() < KEEP_SENTENCE
    rest = "".join(part for at, part in enumerate(parts) if at != chosen or keep)
    return Pair(source, parts[chosen], rest[:LONGEST_PASSAGE])


def everyday(pairs: Iterable[Pair], dice: random.Random) -> Iterator[Pair]:
    """Yield the pairs, and after them those whose query can be said in everyday words, so said."""
    said: list[Pair] = []
    for pair in pairs:
        yield pair
        if (query := in_everyday_words(pair.query, dice)) is not None:
            said.append(Pair(f"{pair.source}-everyday", query, pair.passage))
    yield from said


def news_pairs(data: Path, dice: random.Random) -> Iterator[Pair]:
    """Yield title → beginning of the item, and sentence → the passage around it, of the evening news."""
    rows = [(row["title"], _LEAD.sub("", row["text"])) for row in read_rows(data / "news.jsonl.xz")]
    repeats = Counter(title for title, _ in rows)
    for title, text in rows:
        if repeats[title] <= MOST_REPEATS_OF_TITLE:
            yield Pair("news-title", title, text[:PASSAGE_CHARACTERS])
    yield from everyday(
        (pair for _, text in rows for pair in inverse_cloze("news", text, dice, most=MOST_OF_NEWS)), dice
    )


def brief_pairs(data: Path, dice: random.Random) -> Iterator[Pair]:
    """Yield title → short news item."""
    del dice
    for row in read_rows(data / "news-briefs.jsonl.xz"):
        yield Pair("briefs", row["title"], row["text"][:PASSAGE_CHARACTERS])


def law_pairs(data: Path, dice: random.Random) -> Iterator[Pair]:
    """Yield name of the law and first clause → the rest of the article, and sentence → the rest of a long article."""
    rows = list(read_rows(data / "laws.jsonl.xz"))
    yield from everyday((pair for row in rows for pair in _openings(row, dice)), dice)
    for row in rows:
        yield from inverse_cloze("laws-inside", row["text"][:LONGEST_PASSAGE], dice, most=1)


def _openings(row: dict[str, str], dice: random.Random) -> Iterator[Pair]:
    head, *rest = re.split(r"(?<=[，。；：,;:])", row["text"][:LONGEST_PASSAGE], maxsplit=1)
    if rest and len(rest[0]) >= SHORTEST_SENTENCE:
        yield Pair("laws", head if dice.random() >= WITH_TITLE else f"{row['title']} {head}", rest[0])


def article_pairs(data: Path, dice: random.Random) -> Iterator[Pair]:
    """Yield sentence → the passage around it, of general news articles."""
    texts = (_FOOTER.sub("", _LEAD.sub("", row["text"])) for row in read_rows(data / "articles.jsonl.xz"))
    yield from everyday(
        (pair for text in texts for pair in inverse_cloze("articles", text, dice, most=MOST_OF_ARTICLE)), dice
    )


def question_pairs(data: Path, dice: random.Random) -> Iterator[Pair]:
    """Yield question → passage or answer, and sentence → the rest of its paragraph.

    Of a long passage every other copy is a window around the answer, where it is known.
    """
    seen: dict[str, None] = {}
    for row in read_rows(data / "questions.jsonl.xz"):
        source = row["source"].split(" ")[0].strip(",")
        if source == "LawBench" and row["text"].startswith("正确答案"):
            continue  # the letter of a choice is no passage
        for copy in range(COPIES.get(source, 1)):
            whole = source == "CMRC" and copy % 2 == 0
            passage = row["text"][:LONGEST_PASSAGE] if whole else _excerpt(row["text"], row.get("answer"), dice)
            yield Pair(f"questions-{source}", row["question"][: LONGEST_SENTENCE * 2], passage)
        if source == "CMRC":
            seen.setdefault(row["text"])
    for text in seen:
        parts = sentences(text)
        for at, part in enumerate(parts):
            if len(parts) > 1 and SHORTEST_SENTENCE <= len(part) <= LONGEST_SENTENCE:
                yield _without("paragraphs", parts, at, dice)


def thesaurus_pairs(data: Path, dice: random.Random) -> Iterator[Pair]:
    """Yield everyday phrase → the official words for it."""
    del data, dice
    for _ in range(PHRASE_COPIES):
        yield from (Pair("thesaurus", phrase, official) for phrase, official in phrase_pairs())


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
    thesaurus_pairs,
)


def build_pairs(data: Path, seed: int) -> list[Pair]:
    """Return the training pairs of all files in the folder `data`; the same seed gives the same pairs.

    Raises:
        EmbeddingError: one of the files is missing.
    """
    dice = random.Random(seed)  # noqa: S311  no secret
    return [pair for source in SOURCES for pair in source(data, dice)]


def texts_of(data: Path, seed: int) -> list[str]:
    """Return all texts of the training data in random order, for counting which words stand together."""
    names = ("news", "articles", "laws", "news-briefs", "questions")
    rows = (row for name in names for row in read_rows(data / f"{name}.jsonl.xz"))
    found = [text for row in rows for text in (row.get("question", ""), row["text"]) if text]
    random.Random(seed).shuffle(found)  # noqa: S311  no secret
    return found
