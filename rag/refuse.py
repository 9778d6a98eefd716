"""Refusals that need no search: a place or a year that the index does not have, each said with what it has."""

from __future__ import annotations

from collections.abc import Sequence

from rag.types import Report
from rag.understood import MOST_COMPARED, Understood

NOT_MENTIONED = "报告未提及"
NAMED = 8  # how many places or years a refusal lists before it says "and others"


def refusal(understood: Understood, catalogue: Sequence[Report]) -> str | None:
    """Return why a question cannot be answered from this catalogue at all; None where it is worth a search."""
    reading = understood.reading
    if understood.unknown_places and not reading.places and reading.kind != "locate":
        missing = "、".join(understood.unknown_places)
        places = _some([report.place for report in catalogue if report.place]) or "无"
        return f"现有报告中没有{missing}的报告。现有地区：{places}。"
    if understood.filter_missed:
        return _missing_years(understood, catalogue)
    return None


def clarification(understood: Understood) -> str | None:
    """Return the question to ask back where it is open which places are meant; None where it is clear."""
    if understood.too_many:
        return f"现有报告涉及的地区较多，不能逐一比较。请写明要比较的地区（最多 {MOST_COMPARED} 个）再问一次。"
    for name, places in understood.heard.items():
        if len(places) > 1:
            return f"没有找到“{name}”。您问的是{'还是'.join(places)}？请写明地区再问一次。"
    return None


def heard_notice(understood: Understood) -> str | None:
    """Return how misspelt places and words were read; None where none was."""
    heard = {name: places[0] for name, places in understood.heard.items() if len(places) == 1}
    read = [f"“{name}”按“{meant}”查找" for name, meant in (heard | understood.heard_words).items()]
    return f"{'；'.join(read)}。" if read else None


def not_said(understood: Understood, catalogue: Sequence[Report]) -> str:
    """Return the words for a question that the reports in scope do not answer: no such year, or no such thing."""
    reading = understood.reading
    if understood.asked_years:
        return _missing_years(understood, catalogue)
    scope = "、".join(reading.places) or "现有"
    years = "、".join(f"{year}年" for year in reading.years)
    return f"{scope}{years}的报告中没有找到这个问题的答案。可以换一种说法，或查看相关报告原文。"


def _missing_years(understood: Understood, catalogue: Sequence[Report]) -> str:
    places = understood.reading.places
    covered = sorted({report.year for report in catalogue if report.year and (not places or report.place in places)})
    asked = "、".join(f"{year}年" for year in understood.asked_years)
    has = _some([f"{year}年" for year in covered])
    scope = [report for report in catalogue if not places or report.place in places]
    only_planned = understood.asked_years and {report.year_plan for report in scope}.issuperset(understood.asked_years)
    told = f"只有对{asked}的计划，没有完成情况" if only_planned else "其他年份的报告中也没有找到这个问题的答案"
    return f"现有报告中没有{'、'.join(places)}{asked}的报告，{told}。现有年份：{has}。"


def _some(names: Sequence[str]) -> str:
    listed = list(dict.fromkeys(names))
    return "、".join(listed[:NAMED]) + (f"等{len(listed)}个" if len(listed) > NAMED else "")
