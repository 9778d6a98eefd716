"""What a stretch adds to a question that asks for no figure: the answer is more than what the question says itself.

The first candidates that give but a number where names are asked for (新增医院3家 for 叫什么) were right in 23 of 100
cases, the likely ones whose clause itself does in 53, those of a question for the most of something that do not speak
of it in 39, all others in 67.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from rag.placed import placed_figures
from rag.terms import Matcher
from rag.text import listed_in
from rag.understood import Understood
from rag.vocabulary import STOP_WORDS

NAMES = ("counted", "counted_itself", "most_missing", "news_beside", "names_beside")
# Share of a concept from which a word is one of the question's.
ALIKE = 0.5
# Words, and names, with which enough is added.
ENOUGH_WORDS, ENOUGH_NAMES = 5, 3
_ASKS_NAMES = re.compile(r"叫什么|名字|名单|哪些|哪[几两三四五六七八九十\d]|分别是|哪一?[个家座所位条项]|谁")
_TITLED = re.compile("[“《「]")
_ASKS_MOST = re.compile("最[多大高长远早快重贵低小少短晚](?!生活保障|工资|人民法院|人民检察院)|头号|第一大")
_MOST = re.compile("最|第一(?!季度|产业)|首(?!先|次)|之冠|居前|排名|大户|[一二三四五六七八九十]强")
_PART = re.compile("[，,、；;。：:！!？?\n]")
_NAME_TAGS = ("nr", "ns", "nt", "nz")


def adds(understood: Understood, matcher: Matcher, clause: str, stretch: str) -> dict[str, float]:
    """Return what the clause that may answer, with the stretch around it, adds, by `NAMES` and in [0, 1].

    `news_beside` is how many words, and `names_beside` how many names, stand where the question's own words stand; all
    but `most_missing` are zero where a figure is asked for.
    """
    found = dict.fromkeys(NAMES, 0.0)
    found["most_missing"] = float(bool(_ASKS_MOST.search(understood.spoken)) and not _MOST.search(stretch))
    if not understood.numeric:
        bare = not _TITLED.search(stretch) and listed_in(stretch) < 1
        named = understood.reading.kind != "date" and bool(_ASKS_NAMES.search(understood.spoken))
        found["counted"] = float(bare and named and bool(placed_figures(clause)))
        alone = not _TITLED.search(clause) and listed_in(clause) < 1
        found["counted_itself"] = float(alone and named and bool(placed_figures(clause)))
        found["news_beside"], found["names_beside"] = _beside(understood, matcher, stretch)
    return found


def _beside(understood: Understood, matcher: Matcher, stretch: str) -> tuple[float, float]:
    parts = _parts(stretch)
    different = list(dict.fromkeys(word for part in parts for word, _ in part))
    if not different:
        return 0.0, 0.0
    near = np.maximum(matcher.exact(different), matcher.soft([[word] for word in different])).max(0, initial=0)
    said = understood.standalone
    alike = {
        word for word, share in zip(different, near.tolist(), strict=True)
        if share >= ALIKE or any(word[at : at + 2] in said for at in range(len(word) - 1))
    }  # fmt: skip
    # 示例医院 is more than the 医院 of the question
    known = {word for part in parts for word, tag in part if word in (said if tag.startswith(_NAME_TAGS) else alike)}
    held = [sum(word in known for word, _ in part) for part in parts]
    best = held.index(max(held))
    news = [word for word, _ in parts[best] if word not in known]
    names = [
        word for part in parts[max(0, best - 1) : best + 2] for word, tag in part
        if word not in known and (tag.startswith(_NAME_TAGS) or word.isascii())
    ]  # fmt: skip
    return min(len(news) / ENOUGH_WORDS, 1.0), min(len(names) / ENOUGH_NAMES, 1.0)


@lru_cache(maxsize=4096)
def _parts(stretch: str) -> Sequence[Sequence[tuple[str, str]]]:
    """Return the parts between two marks, each as its words that say something, with what sort of word each is."""
    import rjieba

    found = [[pair for pair in rjieba.tag(part) if _says(pair[0])] for part in _PART.split(stretch) if part.strip()]
    return [part for part in found if part]


def _says(word: str) -> bool:
    return len(word) > 1 and word[0].isalnum() and not word[0].isdigit() and word not in STOP_WORDS
