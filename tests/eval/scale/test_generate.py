"""Generated reports: fictional, all different, the same for the same seed, and read as what they say they are."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from eval.scale.generate import INDICATORS, YEARS, Generator, _refigured, questions, write_reports
from eval.scale.names import stems
from ingest.build import read_report
from rag.errors import RagError
from rag.gazetteer import is_real

SAMPLES = Path(__file__).resolve().parents[3] / "eval" / "reports"
# Two places and a year of a third.
FEW = 2 * len(YEARS) + 1


@pytest.fixture(scope="module")
def generator() -> Generator:
    return Generator(SAMPLES, seed=1)


def test_the_same_seed_gives_the_same_reports(generator: Generator) -> None:
    again, other = Generator(SAMPLES, seed=1), Generator(SAMPLES, seed=2)
    reports = [generator.report(number) for number in range(FEW)]
    assert [again.report(number) for number in range(FEW)] == reports
    assert [other.report(number).text for number in range(FEW)] != [report.text for report in reports]
    assert questions(again, FEW, 5, seed=3) == questions(generator, FEW, 5, seed=3)


def test_every_report_is_another_one(generator: Generator) -> None:
    reports = [generator.report(number) for number in range(FEW)]
    assert len({report.text for report in reports}) == len({report.file for report in reports}) == FEW
    assert len({(report.place, report.year) for report in reports}) == FEW
    assert len({report.place for report in reports}) == 3


def test_reports_are_read_as_what_they_are(generator: Generator) -> None:
    for report in map(generator.report, range(FEW)):
        read = read_report(report.text.encode(), report.file).report
        assert (read.place, read.year, read.sample, read.damaged) == (report.place, report.year, False, 0)
        assert not is_real(report.place)
        assert not re.search("岚川|澜川|禾丰", report.text)


def test_answers_stand_in_their_reports_once(generator: Generator) -> None:
    asked = questions(generator, FEW, FEW, seed=0)
    assert len(asked) == len({question.id for question in asked}) > FEW / 2
    for question in asked:
        report = generator.report(int(question.id.removeprefix("scale-")))
        assert question.evidence[0].file == report.file
        assert report.text.count(question.evidence[0].quote) == 1
        assert question.answers[0] in question.evidence[0].quote
        assert question.question.startswith(f"{report.place}{report.year}年")


def test_every_indicator_stands_in_some_report(generator: Generator) -> None:
    asked = [generator.question(number).question for number in range(200) if generator.question(number)]  # type: ignore[union-attr]
    assert [words for words, _ in INDICATORS if not any(words in text for text in asked)] == []


def test_no_more_questions_than_reports_that_have_one(generator: Generator) -> None:
    assert len(questions(generator, FEW, 5, seed=0)) == 5
    assert len(questions(generator, FEW, 1000, seed=0)) <= FEW


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        # a year moves by three, a figure changes by up to a half
        ("2020年受理100件", r"2023年受理(?:[5-9]\d|1[0-4]\d|150)件"),
        ("发布时间:2021-03-15 09:30", r"发布时间:2024-03-15 09:30"),  # dates and times keep the day
        ("3月15日,第18届,12345热线", "3月15日,第18届,12345热线"),
        ("审查2020件", r"审查[123]\d{3}件"),  # no year: something is counted
        ("胜诉率90.5%", r"胜诉率(?:[7-9]\d\.\d)%"),
        ("办复率100%", "办复率100%"),
        ("1件", "[12]件"),  # never none
        ("提高6.14个百分点", r"提高[3-9]\.\d\d个百分点"),
    ],
)
def test_years_move_and_figures_change(text: str, pattern: str) -> None:
    for seed in range(20):
        assert re.fullmatch(pattern, _refigured(text, 3, random.Random(seed)))


def test_names_are_no_real_ones_and_no_words() -> None:
    found = stems(0, taken={"云川"})
    assert len(found) == len(set(found)) > 1250  # ten thousand reports of eight years
    assert "云川" not in found
    assert stems(0) != stems(1)
    assert {"丹阳", "凤台", "兰溪"}.isdisjoint(stems(0))  # all three are real


def test_reports_are_written_as_files(generator: Generator, tmp_path: Path) -> None:
    files = write_reports(generator, range(3), tmp_path)
    assert [path.read_text("utf-8") for path in files] == [generator.report(number).text for number in range(3)]


def test_without_templates(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("今日无事。", "utf-8")
    with pytest.raises(RagError, match="没有可以作为样板的报告"):
        Generator(tmp_path, seed=0)
