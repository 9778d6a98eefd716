"""Lines that typesetting broke become paragraphs again; nothing else is joined."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.formats.rejoin import Paragraph, full_width, rejoin, width
from ingest.formats.word.document import load_word
from tests.ingest.docx_files import p, row, styled, table, word_file

# Three paragraphs of a report about a place that does not exist.
TEXT = (
    "过去一年，青禾市坚持依法行政，全年受理行政复议案件135件，审结128件，其中调解结案46件，直接纠错率12.5%，群众满意度稳步提高。",
    "（一）健全制度机制。制定行政执法公示办法，组织开展案卷评查4次，抽查案卷1,064份，发现问题全部整改，"
    "并把结果通报各县区。推动执法力量下沉乡镇，新增持证人员213名。",
    "下一步，我们将继续加强法治政府建设，完善重大行政决策程序，落实合法性审查，严格规范公正文明执法，"
    "为经济社会发展提供有力的法治保障，努力让人民群众在每一个案件中感受到公平正义。",
)


def typeset(paragraphs: tuple[str, ...], characters: int = 20) -> list[str]:
    """Return the lines of paragraphs set in so many full-width characters, the first line of each indented by two."""
    lines: list[str] = []
    for paragraph in paragraphs:
        line, room = "", 2 * (characters - 2)
        # figures are not broken, and no line begins with a stop
        for unit in re.findall(r"[\d.,%]*\d[\d.,%]*|.", paragraph):
            if width(line + unit) > room and unit not in "，。、；：）":
                lines.append(line)
                line, room = "", 2 * characters
            line += unit
        lines.append(line)
    return lines


def texts(lines: list[str]) -> list[str]:
    return [paragraph.text for paragraph in rejoin([Paragraph(line) for line in lines])]


@pytest.mark.parametrize("characters", [18, 22, 29, 40])
def test_typeset_lines_become_paragraphs(characters: int) -> None:
    paragraphs = (*TEXT, *TEXT[:2], *TEXT, *TEXT)
    assert texts(typeset(paragraphs, characters)) == list(paragraphs)


@pytest.mark.parametrize("characters", [18, 22, 29])
def test_headings_items_and_signatures_stay_apart(characters: int) -> None:
    lines = ["青禾市法治政府建设情况报告", "各位代表：", "一、主要工作", *typeset(TEXT, characters), "二、存在问题"]
    lines += [*typeset(TEXT, characters), "青禾市人民政府", "2023年1月15日"]
    expected = ["青禾市法治政府建设情况报告", "各位代表：", "一、主要工作", *TEXT, "二、存在问题", *TEXT]
    assert texts(lines) == [*expected, "青禾市人民政府", "2023年1月15日"]


def test_a_heading_that_fills_more_than_a_line() -> None:
    heading = "（二）坚持以人民为中心的发展思想，全面推进严格规范公正文明执法"
    assert texts(typeset((*TEXT, heading, *TEXT))) == [*TEXT, heading, *TEXT]


@pytest.mark.parametrize("mark", ["— {} —", "-{}-", "第{}页", "第 {} 页 共 9 页", "{}/9"])
def test_page_marks_follow_the_paragraph_that_they_interrupt(mark: str) -> None:
    lines = typeset(TEXT + TEXT)
    lines.insert(2, mark.format(1))
    lines.append(mark.format(2))
    joined = rejoin([Paragraph(line) for line in lines])
    assert [paragraph.text for paragraph in joined if paragraph.body] == [*TEXT, *TEXT]
    assert [(at, paragraph.text) for at, paragraph in enumerate(joined) if not paragraph.body] == [
        (1, mark.format(1)),
        (7, mark.format(2)),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(list(TEXT) * 6, id="whole paragraphs"),
        pytest.param([f"{at}.受理案件{at * 7}件，审结{at}件。" for at in range(1, 30)], id="a list of sentences"),
        pytest.param([f"主办单位：市司法局，各县区人民政府，第{at}组" for at in range(1, 9)], id="few lines"),
        pytest.param(["青禾市司法局局长张某某同志", "禾丰县人民政府县长李某某同志"] * 10, id="names without stops"),
        pytest.param(
            ["短句，", "长得多的一个句子没有写完而且比别的都长，", "中等长度的一句，"] * 8, id="lines of any width"
        ),
    ],
)
def test_nothing_else_is_joined(lines: list[str]) -> None:
    assert texts(lines) == lines


def test_words_and_figures_that_met_at_a_line_s_end_are_not_glued() -> None:
    lines = typeset(TEXT * 2)
    lines[1:1] = ["建设数字政府平台，接入系统包括OA", "CRM和ERP，年末用户达到2000"]
    lines[3:3] = ["2100和2200户，"]
    assert "OA CRM" in texts(lines)[0]


def test_a_report_that_lost_its_breaks_to_blanks() -> None:
    lines = ["一、主要工作", *typeset(TEXT * 12)]
    lines.insert(9, "— 1 —")
    (paragraph,) = [Paragraph(" ".join(lines))]
    joined = rejoin([paragraph])
    assert [found.text for found in joined if found.body] == ["一、主要工作", *TEXT * 12]


def test_a_report_of_which_only_the_indents_are_left() -> None:
    assert texts(["\u3000\u3000".join(["一、主要工作", *TEXT * 8])]) == ["一、主要工作", *TEXT * 8]


def test_fixed_paragraphs_and_headings_are_never_joined() -> None:
    lines = [Paragraph(line) for line in typeset(TEXT * 3)]
    lines[1:1] = [Paragraph("某某表格的一行，没有句号也和别的一样宽", fixed=True)]
    lines[4:4] = [Paragraph("标题也可以和别的行一样宽所以不能合并", level=2)]
    joined = rejoin(lines)
    assert lines[1] in joined
    assert lines[4] in joined


def test_in_a_word_file_rows_and_headings_stay_apart() -> None:
    lines = typeset(TEXT * 3)
    body = "".join(map(p, lines[:3])) + table(row("提案号", "1号")) + "".join(map(p, lines[3:])) + styled("附件", "1")
    loaded = load_word(word_file(body))
    found = [loaded.text[block.start : block.end] for block in loaded.blocks]
    assert "提案号\t1号" in found
    assert found[-4:] == [*TEXT, "附件"]


LINES = st.lists(
    st.one_of(
        st.sampled_from([*typeset(TEXT), "— 1 —", "一、概况", "  ", "2022", "A", "第1页", "。"]),
        st.text(st.sampled_from("字，。1 A\u3000（一）、—"), max_size=50),
    ),
    max_size=60,
)


@settings(deadline=None)
@given(LINES, st.booleans())
def test_no_character_is_lost_and_none_made(lines: list[str], glued: bool) -> None:
    paragraphs = [Paragraph(line) for line in (["".join(lines) * 40] if glued else lines)]
    joined = rejoin(paragraphs)
    assert sorted("".join("".join(found.text for found in joined).split())) == sorted(
        "".join("".join(paragraph.text for paragraph in paragraphs).split())
    )
    body = "".join(found.text for found in joined if found.body)
    assert len("".join(body.split())) <= sum(len("".join(paragraph.text.split())) for paragraph in paragraphs)


@settings(deadline=None)
@given(st.lists(st.text(max_size=40), max_size=40))
def test_the_width_is_one_of_the_lines_or_none(lines: list[str]) -> None:
    found = full_width(lines)
    assert found is None or min(map(width, lines)) <= found <= max(map(width, lines))
