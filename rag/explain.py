"""Why a question was answered as it was: how it was read, where it was searched, what was found, and the decision."""

from __future__ import annotations

from collections.abc import Iterator

from rag.compose import label
from rag.decide import bound, reasons, weighed
from rag.extract import Search, turned_away
from rag.index.reader import Index
from rag.lexicon import shipped_lexicon
from rag.scope import Target
from rag.score import ranking
from rag.terms import Matcher, concepts
from rag.understood import Understood

# Passages, sentences and pieces of evidence that are shown of each target.
PASSAGES, SENTENCES, REASONS = 5, 3, 6


def explain(understood: Understood, search: Search, index: Index) -> str:
    """Return the explanation of one question as lines of text."""
    return "\n".join(_lines(understood, search, index))


def _lines(understood: Understood, search: Search, index: Index) -> Iterator[str]:
    yield f"问题：{understood.standalone}"
    planned = "是" if understood.planned else "否"
    yield f"类型：{understood.reading.kind}；单位：{understood.unit or '不限'}；问计划：{planned}"
    matcher = Matcher(concepts(understood, index), shipped_lexicon())
    for concept in matcher.concepts:
        others = f"（{'、'.join(concept.others)}）" if concept.others else ""
        yield f"  词：{concept.word}{others} 权重 {concept.weight:.1f}{'' if concept.seen else ' 报告中没有这个词'}"
    if blocked := turned_away(understood, index.reports()):
        yield f"未检索：{blocked.answer}"
        return
    for target in understood.targets:
        yield from _target(understood, matcher, target, search, index)


def _target(understood: Understood, matcher: Matcher, target: Target, search: Search, index: Index) -> Iterator[str]:
    scope = (
        "全部报告" if target.reports is None else "、".join(label(index.report(key)) for key in target.reports) or "无"
    )
    side = {None: "不限", True: "计划", False: "完成情况"}[target.planned]
    yield f"范围：{scope}；部分：{side}{f'；句中须提到 {target.said}' if target.said else ''}"
    hits = search(target.filter)
    for hit in hits[:PASSAGES]:
        scores = f"总分 {hit.score:.2f}，词 {hit.lexical or 0:.1f}，向量 {hit.dense or 0:.2f}"
        yield f"  段落（{scores}）：{hit.passage.text[:40].strip()}…"
    scored = ranking(understood, matcher, hits, index, target.planned)
    ranked = scored.candidates() if scored else []
    for candidate in ranked[:SENTENCES]:
        yield f"  句子（{candidate.score:.2f}）：{candidate.passage.slice(candidate.stretch)}"
    if ranked:
        best, sure, evidence = weighed(understood, matcher, ranked)
        parts = sorted(reasons(evidence).items(), key=lambda part: -abs(part[1]))
        told = "，".join(f"{name} {value:+.2f}" for name, value in parts[:REASONS])
        verdict = "采用" if sure >= bound(understood, matcher) else "不采用"
        yield f"  判断：第 {best + 1} 句{verdict}（把握 {sure:.2f}，界限 {bound(understood, matcher)}；{told}）"
