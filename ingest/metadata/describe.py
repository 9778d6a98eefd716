"""What is known of a report beside its text: title, place, years, kind, issuer, dates, each with its evidence."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ingest.blocks import Loaded
from ingest.clean import is_sample
from ingest.fields import read_fields
from ingest.metadata.dates import is_date_line, parse_date, published_on, year_given
from ingest.metadata.evidence import Clues, Fact, clues_of, sentence_at
from ingest.metadata.issuers import find_issuer, find_number
from ingest.metadata.kinds import ADMINISTRATION, ANNUAL, PROPOSAL, REVIEW, WORK_REPORT, find_kind, kind_of
from ingest.metadata.parents import Names, Place, place_of
from ingest.metadata.places import find_place
from ingest.metadata.titles import Title
from ingest.metadata.years import Given, years_covered
from rag.types import Evidence, Report

__all__ = ["ADMINISTRATION", "ANNUAL", "PROPOSAL", "REVIEW", "WORK_REPORT", "describe", "kind_of", "report_id"]

BY_FORM, BY_LABEL, BY_LINE, BY_PLACE = 0.9, 0.95, 0.8, 0.6
# The day of an assembly in a longer line, which stands in these first characters.
_OCCASION = re.compile(r"(20\d\d)\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日(?!\s*星期)[^。:：]{0,20}?在[^。]{2,40}?届")
SPEECH = 600
# Characters at the end in which a date is that of the signature.
SIGNED = 40
# Facts of a sidecar that are numbers.
_YEARS = ("year", "year_plan")


def describe(
    loaded: Loaded, *, file: str, title: Title | None, headings: Sequence[str], facts: Mapping[str, str] = {}
) -> Report:
    """Return the catalogue entry of a loaded report; `passages` is left at 0.

    `file` is the base name of the source; it is used only where the text itself does not tell. `facts` are those of a
    sidecar, by the names of `Report`'s fields: they win.
    """
    clues = clues_of(loaded, title, file.rsplit(".", 1)[0])
    found = _read(clues, read_fields(loaded.text, loaded.blocks), headings)
    values: dict[str, Any] = {name: fact.value for name, fact in found.items()}
    place: Place | None = values.pop("place", None)
    evidence = {name: fact.evidence(name, loaded.text) for name, fact in found.items()}
    told_by = found.get("place")
    if told := facts.get("place"):
        place, told_by = place_of((told,), clues.body), None
    if place and (parents := _parents(place, told_by)):
        evidence["parents"] = parents.evidence("parents", loaded.text)
    for name, value in facts.items():
        evidence[name] = Evidence(name, value, 1.0, "sidecar")
    values |= {name: int(value) if name in _YEARS else value for name, value in facts.items() if name != "place"}
    values.setdefault("title", _without_title(clues.stem, place, values))
    return Report(
        id=report_id(loaded.text), file=file, place=place.name if place else None, sample=is_sample(loaded),
        parents=place.parents if place else (), pages=loaded.pages, ocr=loaded.ocr, damaged=loaded.damaged,
        evidence=tuple(evidence.values()), **({"level": place.level if place else None} | values),
    )  # fmt: skip


def _read(clues: Clues, fields: Mapping[str, str], headings: Sequence[str]) -> dict[str, Fact[Any]]:
    """Return the facts that the report itself tells, by the names of `Report`'s fields."""
    kind = find_kind(clues)
    reply = kind is not None and kind.value == PROPOSAL
    issuer = find_issuer(clues, fields, reply=reply)
    place = find_place(clues, issuer, reply=reply)
    published = _published(clues, fields)
    number = find_number(clues, fields)
    year, plan = years_covered(kind.value if kind else None, clues, headings, _given(clues, published, number))
    facts: dict[str, Fact[Any] | None] = {
        "title": Fact(clues.title, BY_FORM, clues.title_span) if clues.title else None,
        "place": place, "year": year, "year_plan": plan, "kind": kind, "published": published,
        "issuer": issuer or _reporting(kind, place), "number": number,
    }  # fmt: skip
    return {name: fact for name, fact in facts.items() if fact}


def report_id(text: str) -> str:
    """Return the id of a report with this extracted text: 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _parents(place: Place, found: Fact[Place] | None) -> Fact[Names] | None:
    """Return the parents as a fact where a sentence or the place's own line tells them.

    None for those from the table of divisions: no sentence tells them, so there is no evidence to give.
    """
    if place.told:
        return Fact(place.parents, BY_LINE, place.told)
    return found.but(place.parents) if found and place.chained else None


def _without_title(stem: str, place: Place | None, values: Mapping[str, Any]) -> str:
    """Return what to call a report without a title: its file's name if that says anything in Chinese."""
    if re.search("[一-鿿]", stem) or not (place and values.get("year") and values.get("kind")):
        return stem
    return f"{place.name}{values['year']}年{values['kind']}（原文无标题）"


def _published(clues: Clues, fields: Mapping[str, str]) -> Fact[str] | None:
    lines = [clues.line(span) for span in clues.lines]
    date = published_on(fields, lines)
    if date is None:
        return None
    labelled = [span for span in (*clues.furniture, *clues.lines) if parse_date(clues.line(span)) == date]
    stated = [span for span in labelled if is_date_line(clues.line(span))] or labelled
    unlabelled = published_on({}, lines) == date
    return Fact(date, BY_LINE if unlabelled else BY_LABEL, stated[0] if stated else None, date)


def _given(clues: Clues, published: Fact[str] | None, number: Fact[str] | None) -> Given | None:
    """Return when the report was published or given: a date, or at least the year of its number."""
    if published:
        return Given(int(published.value[:4]), int(published.value[5:7]), published.span)
    if occasion := _OCCASION.search(clues.text, 0, SPEECH):
        year, month, _ = (int(group) for group in occasion.groups())
        return Given(year, month, sentence_at(clues.text, *occasion.span()))
    if last := parse_date(clues.text[-SIGNED:]):
        return Given(int(last[:4]), int(last[5:7]))
    if number and (numbered := re.search(r"20\d\d", number.value)):
        return Given(int(numbered.group()), None, number.span)
    damaged = year_given([clues.line(span) for span in clues.lines])
    return Given(damaged) if damaged else None


def _reporting(kind: Fact[str] | None, place: Fact[Place] | None) -> Fact[str] | None:
    """Return the government that gives a work report."""
    if kind is None or kind.value != WORK_REPORT or place is None or place.value.level is None:
        return None
    return replace(place.but(f"{place.value.name}人民政府"), confidence=min(place.confidence, BY_PLACE))
