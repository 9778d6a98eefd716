"""Example questions taken from the index at hand, so that each of them has an answer."""

from __future__ import annotations

from rag.index.reader import Index

EXAMPLES = 4


def example_questions(index: Index) -> list[str]:
    """Return up to four questions about the places and years of the index."""
    reports = [report for report in reversed(index.reports()) if report.place and report.year]
    if not reports:
        return []
    first, second = reports[0], next((r for r in reports if r.place != reports[0].place), None)
    questions = [
        f"{first.place}{first.year}年受理行政复议案件多少件？",
        f"{first.place}{first.year}年法治政府建设还存在哪些问题？",
        f"{first.place}下一步有什么打算？",
    ]
    if second:
        questions.append(f"{first.place}和{second.place}受理的行政复议案件各有多少件？")
    return questions[:EXAMPLES]
