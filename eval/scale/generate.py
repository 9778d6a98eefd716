"""Generated reports: sample reports under names of other places, in other years, with other figures.

They are what real reports are to a search: nearly the same text, in which place, year and figures differ.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from eval.questions import EvalQuestion, Evidence
from eval.scale.names import SUFFIXES, stems
from ingest.build import read_report
from ingest.clean import SAMPLE_MARK
from ingest.metadata.describe import ANNUAL
from rag.divisions import short_name
from rag.errors import RagError

# Each place has a report of each of these years.
YEARS = range(2016, 2024)
# Names that stand for what lies above a place, or beside it.
NEIGHBOURS = 50
# Passages of a report that serves as a template.
LENGTH = range(10, 21)
# What is asked for: the words of the reports, and what they count.
INDICATORS = (
    ("收到行政复议申请", "件"),
    ("制定行政规范性文件", "件"),
    ("持有有效行政执法证件的人员", "人"),
    ("办理法律援助案件", "件"),
    ("排查调处矛盾纠纷", "件"),
    ("开展各类普法宣传活动", "场次"),
    ("办理政府信息公开申请", "件"),
)
_COUNTED = "件人名项个次卷条份户场宗起家处支篇期轮辆台张万亿%"
# A year, wherever it stands; a number behind which something counted stands is none.
_YEAR = rf"(?<![\d.])20[0-3]\d(?![\d.{_COUNTED}])"
# A figure: no part of a date or of a time, and no ordinal.
_FIGURE = r"(?<![\d.第:：-])\d+(?:\.\d+)?(?![\d.]|[月日时:：-])"
_HOTLINE = re.compile(r"12\d{3}")


@dataclass(frozen=True, slots=True)
class Template:
    """A report's text with what is exchanged in it: the short name of its place, that place's suffix, and its year."""

    text: str
    stem: str
    suffix: str
    year: int


@dataclass(frozen=True, slots=True)
class Generated:
    """A generated report: the name of its file, its text, and what it is about."""

    file: str
    text: str
    place: str
    year: int


def read_templates(folder: Path) -> tuple[list[Template], frozenset[str]]:
    """Return the annual reports in a folder whose title tells place and year, and the short names of all places there.

    Raises RagError where there is none.
    """
    read = [read_report(path.read_bytes(), path.name) for path in sorted(folder.iterdir()) if path.is_file()]
    names = {name for one in read for name in (one.report.place, *one.report.parents) if name}
    templates = [
        Template(_unmarked(one.text), short_name(one.report.place), one.report.place[-1], one.report.year)
        for one in read
        if one.report.place and one.report.place.endswith(SUFFIXES) and one.report.year
        if one.report.kind == ANNUAL and one.report.passages in LENGTH and not one.report.damaged
        if one.report.place in one.report.title and str(one.report.year) in one.report.title
    ]  # fmt: skip
    if not templates:
        raise RagError(f"{folder} 中没有可以作为样板的报告。请从版本库恢复示例报告。")
    return templates, frozenset(map(short_name, names))


def _unmarked(text: str) -> str:
    """Return the text without the mark of samples, which are taken into an index in a way of their own."""
    return "\n".join(line for line in text.splitlines() if SAMPLE_MARK not in line)


class Generator:
    """Reports by number, each always the same for the same seed and templates; report `i` of place `i // 8`."""

    def __init__(self, folder: Path, seed: int) -> None:
        """Read the templates in a folder; raises RagError where there is none."""
        self._templates, self._known = read_templates(folder)
        self._seed = seed
        self._suffixes = sorted({template.suffix for template in self._templates})
        found = stems(seed, self._known)
        self._neighbours, self._stems = found[:NEIGHBOURS], found[NEIGHBOURS:]
        self._names = re.compile("|".join(sorted(map(re.escape, self._known), key=len, reverse=True)))

    @property
    def most(self) -> int:
        """Return how many different reports there are."""
        return len(self._stems) * len(YEARS)

    def report(self, number: int) -> Generated:
        """Return a report, from 0 to `most` - 1."""
        at, year = number // len(YEARS), YEARS[number % len(YEARS)]
        suffix = self._of_place(at).choice(self._suffixes)
        chance = random.Random(f"{self._seed} report {number}")  # noqa: S311 - the same seed, the same report
        template = chance.choice([one for one in self._templates if one.suffix == suffix])
        names = self._renamed(at, template.stem)
        text = self._names.sub(lambda match: names[match[0]], template.text)
        place = self._stems[at] + suffix
        return Generated(f"{place}{year}.txt", _refigured(text, year - template.year, chance), place, year)

    def question(self, number: int) -> EvalQuestion | None:
        """Return a question about a report that it answers in one sentence; None where it tells no indicator."""
        report = self.report(number)
        chance = random.Random(f"{self._seed} question {number}")  # noqa: S311 - the same
        told = [
            (words, unit, found[0]) for words, unit in INDICATORS if len(found := _told(report.text, words, unit)) == 1
        ]
        if not told:
            return None
        words, unit, figure = chance.choice(told)
        return EvalQuestion(
            id=f"scale-{number}",
            type="fact",
            question=f"{report.place}{report.year}年{words}多少{unit}？",
            answers=(f"{figure}{unit}",),
            evidence=(Evidence(report.file, f"{words}{figure}{unit}"),),
        )

    def _of_place(self, at: int) -> random.Random:
        return random.Random(f"{self._seed} place {at}")  # noqa: S311 - the same

    def _renamed(self, at: int, own: str) -> Mapping[str, str]:
        """Return what each known short name becomes in the reports of a place."""
        chance = self._of_place(at)
        others = sorted(self._known - {own})
        chosen = chance.sample(self._neighbours, len(others))
        return dict(zip(others, chosen, strict=True)) | {own: self._stems[at]}


def _told(text: str, words: str, unit: str) -> list[str]:
    return re.findall(rf"{re.escape(words)}(\d+){unit}", text)


def _refigured(text: str, years: int, chance: random.Random) -> str:
    """Return a text with its years moved and its figures changed by up to a half."""

    def change(match: re.Match[str]) -> str:
        if match["year"]:
            return str(int(match["year"]) + years)
        return _changed(match["figure"], match.string[match.end() : match.end() + 1], chance)

    return re.sub(f"(?P<year>{_YEAR})|(?P<figure>{_FIGURE})", change, text)


def _changed(figure: str, behind: str, chance: random.Random) -> str:
    decimals = len(figure.partition(".")[2])
    value = float(figure)
    if _HOTLINE.fullmatch(figure) or (behind == "%" and value >= 100):
        return figure
    if behind == "%":
        return f"{min(value * chance.uniform(0.8, 1.2), 99.9):.{decimals}f}"
    return f"{max(value * chance.uniform(0.5, 1.5), 1):.{decimals}f}"


def questions(generator: Generator, among: int, count: int, seed: int) -> list[EvalQuestion]:
    """Return up to `count` questions about different ones of the first `among` reports, the same for the same seed."""
    order = random.Random(f"{seed} asked of {among}").sample(range(among), among)  # noqa: S311 - the same
    return _first(count, (generator.question(number) for number in order))


def _first(count: int, found: Iterable[EvalQuestion | None]) -> list[EvalQuestion]:
    chosen: list[EvalQuestion] = []
    for question in found:
        if len(chosen) == count:
            break
        if question:
            chosen.append(question)
    return chosen


def write_reports(generator: Generator, numbers: Iterable[int], folder: Path) -> list[Path]:
    """Write reports to a folder and return their files."""
    paths = []
    for one in map(generator.report, numbers):
        paths.append(folder / one.file)
        paths[-1].write_text(one.text, "utf-8")
    return paths
