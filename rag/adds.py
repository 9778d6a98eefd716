"""What a stretch adds to a question that asks for no figure: the answer is more than what the question says itself.

The first candidates that give but a number where names are asked for (新增医院3家 for 叫什么) were right in 23 of 100
cases, the likely ones whose clause itself does in 53, those that but count the things to be named in 26 (before that
was evidence), those of a question for the most of something that do not speak of it in 39, all others in 67.
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

NAMES = ("counted", "counted_itself", "unnamed", "nowhere", "most_missing", "news_beside", "names_beside")
# Share of a concept from which a word is one of the question's.
ALIKE = 0.5
# Words, and names, with which enough is added.
ENOUGH_WORDS, ENOUGH_NAMES = 5, 3
_ASKS_NAMES = re.compile(r"叫什么|叫啥|名字|名单|名称|哪些|哪[几两三四五六七八九十\d]|分别是|哪一?[个家座所位条项]|谁")
_TITLED = re.compile("[“《「]")
# Parts of a clause, a number of things in one, and what says that their names come.
_ITEM = re.compile("[、，,；;]")
_COUNT = re.compile(
    r"(?<!第)(?<!\d)\d+余?[家个项条座所种类名位件户支人部处只艘]|(?<!第)[两二三四五六七八九十]+[家个项条座所种类名位件户支人部处只艘]"
)
_NAMES_FOLLOW = re.compile("[:：(（]|分别|包括|即")
_QUOTED = re.compile("[“《「]([^”》」]+)")
_WHERE = re.compile("在哪|哪里|哪些地方|哪个地方|哪条[街路]|哪座城|哪个(?:镇|村|区|县|园区)")
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
        named = named and understood.reading.kind != "locate"
        found["unnamed"] = float(named and _only_counts(understood.standalone, clause))
        found["nowhere"] = float(
            named and bool(_WHERE.search(understood.spoken)) and not _says_where(understood, clause)
        )
        found["news_beside"], found["names_beside"] = _beside(understood, matcher, stretch)
    return found


def _only_counts(question: str, clause: str) -> bool:
    """Tell whether the things that a question wants named are but counted: 独角兽企业2家, not 甲、乙等2家企业.

    They stand in the part of the clause that shares most with the question.
    """
    parts = _ITEM.split(clause)
    shared = [sum(part[at : at + 2] in question for at in range(len(part) - 1)) for part in parts]
    best = max(range(len(parts)), key=lambda at: (shared[at], -at))
    if not shared[best] or not _COUNT.search(parts[best]):
        return False
    names = [part for part in parts[:best] if not re.search(r"\d", part)]
    told = _COUNT.split(parts[best])[0]
    quoted = any(name not in question for name in _QUOTED.findall(clause))
    return not (names or quoted or "等" in told or _NAMES_FOLLOW.search(clause))


def _says_where(understood: Understood, clause: str) -> bool:
    """Tell whether a clause names a place that the question does not."""
    return any(
        tag.startswith("ns") and word not in understood.standalone for part in _parts(clause) for word, tag in part
    )


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
