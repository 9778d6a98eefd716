from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.page.answer import answer_html, transcript_html
from rag.page.conversation import Turn
from rag.types import Answer, Figure, Reading, Statement
from tests.fake_assistant import HEARING_CITED, REVIEW_CITED

OURS = {
    "div", "p", "h3", "a", "span", "small", "table", "thead", "tbody", "tr", "th", "td", "br", "details", "summary",
    "button",
}  # fmt: skip


class Reader(HTMLParser):
    """Collects the elements, their attributes and the text of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def answered(text: str, *citations: object, **fields: object) -> Answer:
    return replace(Answer("问", "问", answer=text, citations=tuple(citations)), **fields)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;", id="a script is text"),
        pytest.param("**粗** _斜_ # 标题", "**粗** _斜_ # 标题", id="markdown is text"),
        pytest.param("他说\"好\"、'是'", "他说&quot;好&quot;、&#x27;是&#x27;", id="quotes cannot leave an attribute"),
        pytest.param("[看](javascript:alert(1))", "[看](javascript:alert(1))", id="a markdown link is no link"),
        pytest.param("A&amp;B", "A&amp;amp;B", id="an entity is shown as it stands"),
        pytest.param("${7*7}{{value}}", "${7*7}{{value}}", id="template marks are text"),
    ],
)
def test_text_is_escaped(text: str, shown: str) -> None:
    assert f"<p>{shown}</p>" in answer_html(answered(text))


@given(st.text(), st.text(), st.text())
def test_no_text_ever_makes_a_tag_or_attribute(text: str, reason: str, figure: str) -> None:
    plain = Reader(answer_html(answered("甲", reason="乙", notice="丙", figures=(Figure("1", None, verified=False),))))
    answer = answered(text, REVIEW_CITED, reason=reason, notice=figure, standalone_question=reason,
                      reading=Reading((text,)), figures=(Figure(figure, 1, verified=False),))  # fmt: skip
    read = Reader(answer_html(answer))
    assert set(read.tags) <= OURS
    names = {name for name, _ in plain.attributes} | {"href", "data-source", "aria-label", "class", "scope"}
    assert {name for name, _ in read.attributes} <= names


@given(st.text(alphabet="甲乙1 <>&\"'\n[]|-", max_size=60))
def test_every_character_but_blanks_and_table_bars_is_shown(text: str) -> None:
    inside = answer_html(answered(text)).partition('<div class="text">')[2].partition('</div><p class="foot">')[0]
    kept = "".join(text.split()).replace("|", "").replace("-", "")
    assert "".join(Reader(inside).text.split()).replace("|", "").replace("-", "") == kept


def test_markers_lead_to_their_cards() -> None:
    html = answer_html(answered("办结198件。[1]出庭4次。[2]", REVIEW_CITED, HEARING_CITED), 3)
    assert '<a class="marker" href="#source-3-1" data-source="source-3-1" aria-label="来源 1">[1]</a>' in html
    assert 'data-source="source-3-2"' in html


@pytest.mark.parametrize("text", ["第[3]条", "[0]", "[1", "[12345]", "1]"])
def test_what_is_no_citation_is_no_marker(text: str) -> None:
    assert "marker" not in answer_html(answered(text, REVIEW_CITED))


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        # verified 13件 comes first; only the second, unverified one is marked
        ("甲13件，乙13件。", '甲13件，乙<span class="unverified">13件<small>未核实</small></span>。'),
        # 213件 is another figure than 13件
        ("甲13件，乙213件，丙13件。", '乙213件，丙<span class="unverified">13件<small>未核实</small></span>。'),
    ],
)
def test_unverified_figures_are_marked_where_they_stand(text: str, marked: str) -> None:
    figures = (Figure("13件", 1, verified=True), Figure("13件", 1, verified=False))
    html = answer_html(answered(text, figures=figures))
    assert marked in html
    assert "有 1 个数字未能在所引原句中核实" in html


def test_doubts_count_statements_too() -> None:
    html = answer_html(answered("甲。", statements=(Statement("甲", (), supported=False),)))
    assert "有 1 句话未能" in html
    assert "未能" not in answer_html(answered("甲。", statements=(Statement("甲", (1,)),)))


def test_lines_lists_and_tables_keep_their_form() -> None:
    html = answer_html(
        answered("共两处：\n- 甲\n1. 乙\n\n| 年 | 件 |\n|---|---|\n| 2022 | <b>3</b>[1] |", REVIEW_CITED)
    )
    assert "<p>共两处：</p><p class=item>甲</p><p class=numbered>1. 乙</p>" in html
    assert '<table><thead><tr><th scope="col">年</th><th scope="col">件</th></tr></thead><tbody>' in html
    assert '<tr><th scope="row">2022</th><td>&lt;b&gt;3&lt;/b&gt;<a class="marker" href="#source-0-1"' in html
    assert "---" not in html


COMPARED = "岚川市2022年：办结198件[1]\n禾丰县2022年：报告未提及\n按以上数字计算：略"


def test_an_extracted_comparison_is_a_table() -> None:
    html = answer_html(answered(COMPARED, REVIEW_CITED, reading=Reading(kind="compare")))
    assert '<table><tbody><tr><th scope="row">岚川市2022年</th><td>办结198件<a class="marker"' in html
    assert '<tr><th scope="row">禾丰县2022年</th><td>报告未提及</td></tr></tbody></table>' in html
    assert "<p>按以上数字计算：略</p>" in html


@pytest.mark.parametrize(
    "fields",
    [
        {},  # another kind of question
        {"reading": Reading(kind="compare"), "mode": "llm"},  # a model's lines are its own
        {"reading": Reading(kind="compare"), "status": "refused"},
    ],
)
def test_other_lines_with_colons_are_text(fields: dict[str, object]) -> None:
    assert "<table" not in answer_html(answered(COMPARED, REVIEW_CITED, **fields))


def test_an_unverified_figure_is_marked_in_its_cell() -> None:
    figures = (Figure("13件", 1, verified=True), Figure("13件", 1, verified=False))
    html = answer_html(answered("| 年 | 件 |\n|---|---|\n| 甲 | 13件 |\n| 乙 | 13件 |", figures=figures))
    assert '<th scope="row">甲</th><td>13件</td>' in html
    assert '<th scope="row">乙</th><td><span class="unverified">13件<small>未核实</small></span></td>' in html


@pytest.mark.parametrize("text", ["|只有一行|", "a | b", "|没有收尾\n|也没有"])
def test_what_is_no_table_stays_text(text: str) -> None:
    assert "<table" not in answer_html(answered(text))


def test_refusal_clarification_failure_and_stop_differ_in_words_and_look() -> None:
    refused = answer_html(answered("报告里没有。", status="refused", reason="只有2022年的报告。"))
    assert 'class="reply refused"' in refused
    assert "没有找到答案" in refused
    assert "只有2022年的报告。" in refused
    assert 'class="reply clarify"' in answer_html(answered("哪一年？", status="clarify"))
    failed = transcript_html([Turn("问", failure="模型<没有>响应。", state="done")], "")
    assert 'class="reply failed" role="alert"' in failed
    assert "模型&lt;没有&gt;响应。" in failed
    assert "没有找到答案" not in failed
    assert "已停止" in transcript_html([Turn("问", answered("半句"), state="stopped")], "")


def test_what_was_stopped_is_not_said_to_be_checked() -> None:
    html = transcript_html([Turn("问", answered("半句", mode="llm"), state="stopped")], "")
    assert "模型撰写，尚未核对" in html
    assert "逐句核对" not in html


def test_a_model_that_says_nothing_leaves_no_empty_answer() -> None:
    silent = answered("", mode="llm")
    assert "正在查阅报告" in transcript_html([Turn("问", silent)], "")
    stopped = transcript_html([Turn("问", silent, state="stopped")], "")
    assert "已停止" in stopped
    assert 'class="reply' not in stopped


def test_notice_is_shown_and_a_reason_is_not_said_twice() -> None:
    html = answer_html(
        answered("只有2022年的报告。", status="refused", reason="只有2022年的报告。", notice="模型未响应")
    )
    assert html.count("只有2022年的报告。") == 1
    assert '<p class="notice" role="status">模型未响应</p>' in html


def test_a_growing_answer_is_busy_and_has_no_foot() -> None:
    answer = answered("半句", seconds=1.5)
    assert 'aria-busy="true"' in answer_html(answer, running=True)
    assert "用时" not in answer_html(answer, running=True)
    assert "用时 1.50 秒" in answer_html(answer)


@pytest.mark.parametrize(
    ("standalone", "shown"),
    [
        ("岚川市2021年办结多少件？", True),  # put otherwise
        ("岚川市问", False),  # only completed: the line below names the place
        ("问", False),
        ("", False),
    ],
)
def test_the_foot_says_how_a_follow_up_was_understood(standalone: str, shown: bool) -> None:
    html = answer_html(answered("甲", standalone_question=standalone, reading=Reading(("岚川市",), (2021,))))
    assert (f"理解为：{standalone}" in html) is shown
    assert "查找范围：岚川市、2021年" in html


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("<b>甲</b>\n乙", "<p>&lt;b&gt;甲&lt;/b&gt;<br>乙</p>"),
        (" ", "<p>（没有输入问题）</p>"),
        ("字" * 10_000, f"<p>{'字' * 600}……（共 10000 字）</p>"),
    ],
)
def test_questions_are_repeated_escaped_and_not_endlessly(question: str, shown: str) -> None:
    assert shown in transcript_html([Turn(question)], "")


def test_without_turns_the_opening_stands_there() -> None:
    assert transcript_html([], "<p>开头</p>") == "<p>开头</p>"


def test_thinking_is_folded_under_the_answer() -> None:
    html = answer_html(answered("甲。", thinking="先看<b>[1]</b>\n再看"))
    assert html.endswith(
        '<details class="thinking"><summary>思考过程</summary><p>先看&lt;b&gt;[1]&lt;/b&gt;<br>再看</p></details></div>'
    )


@pytest.mark.parametrize(("thinking", "running"), [(None, False), ("想", True)], ids=["none", "the answer still grows"])
def test_no_thinking_is_shown(thinking: str | None, running: bool) -> None:
    assert "<details" not in answer_html(answered("甲。", thinking=thinking), running=running)
