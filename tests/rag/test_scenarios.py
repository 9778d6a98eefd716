"""From a question to the answer that the reader gets, over HTTP, whatever the language model's server does.

Each with the exact final answer, never later than its limit, never with less text than the answer before it while it
grows, and always fit for the page.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from rag.assistant import Assistant
from rag.page.answer import answer_html
from rag.settings import Settings
from rag.types import Answer, Citation, Figure, Reading, Statement
from tests.chat_server import SILENCE, ChatServer, Step, chat_server
from tests.fakes import assistant_over

F, S = "【数字未核实】", "【未找到依据】"
REPORT = "【示例报告】内容为虚构\n{0}{1}年度法治政府建设情况报告\n一、主要工作\n"
FIRST = "2021年,岚川市受理行政复议案件31件,办结28件。"
MONEY = "全年投入法治宣传资金1200万元。"
LAWYERS = "聘任法律顾问一百二十名。"
OTHER = "2021年,禾丰县受理行政复议案件5件,办结4件。"
LATER = "2022年,岚川市受理行政复议案件47件,办结45件。"
ONE = "岚川市2021年受理行政复议案件多少件?"
PLACES = "岚川市和禾丰县2021年受理行政复议案件各多少件?"
YEARS = "岚川市2021年和2022年受理行政复议案件各多少件?"
READINGS = {
    ONE: Reading(("岚川市",), (2021,), "figure"),
    PLACES: Reading(("岚川市", "禾丰县"), (2021,), "compare"),
    YEARS: Reading(("岚川市",), (2021, 2022), "compare"),
}
# Seconds that no answer of a busy machine takes, beside a silence.
LIMIT = 30.0


@dataclass(frozen=True)
class Want:
    """What makes the expected answer; `quotes` are cited in order, `extracted` tells that no model wrote it."""

    text: str
    statements: Sequence[Statement] = ()
    quotes: Sequence[str] = ()
    figures: Sequence[Figure] = ()
    notice: str | None = None
    extracted: bool = False


EXTRACTED = Want(
    "岚川市2021年：岚川市受理行政复议案件31件[1]",
    [Statement("岚川市2021年：岚川市受理行政复议案件31件", (1,))],
    [FIRST],
    [Figure("2021年", 1, verified=True), Figure("31件", 1, verified=True)],
    extracted=True,
)
CASE = Want(
    "受理行政复议案件31件[1]。",
    [Statement("受理行政复议案件31件。", (1,))],
    [FIRST],
    [Figure("31件", 1, verified=True)],
)


def stated(text: str, *markers: int, problems: Sequence[str] = ()) -> Statement:
    return Statement(text, markers, not problems, tuple(problems))


def figures(*told: tuple[str, int | None, bool]) -> list[Figure]:
    return [Figure(text, marker, verified) for text, marker, verified in told]


def unlike(*words: str) -> list[str]:
    return [f"数字“{word}”与所引的句子不符" for word in words]


def elsewhere(*words: str) -> list[str]:
    return [f"“{word}”与所引报告的地区或年份不符" for word in words]


def of_other_year(*words: str) -> list[str]:
    return [f"所引的句子说的不是“{word}”" for word in words]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports")
    assistant_over(
        folder,
        REPORT.format("岚川市", 2021) + FIRST + MONEY + LAWYERS,
        REPORT.format("禾丰县", 2021) + OTHER,
        REPORT.format("岚川市", 2022) + LATER,
    )
    return folder / "index"


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with chat_server() as running:
        yield running


@pytest.fixture
def check(index: Path, server: ChatServer) -> Callable[..., None]:
    """Return what asks a question and holds the answer against what is wanted."""

    def checked(question: str, want: Want, **changes: object) -> None:
        given = {"llm_timeout": server.patience, "llm_retry_wait": 0.01} | changes
        settings = Settings(index=index, llm="openai:scripted", llm_base_url=server.base_url, **given)  # type: ignore[arg-type]
        assistant = Assistant(settings)
        began = time.perf_counter()
        answers = list(assistant.ask(question))
        assert time.perf_counter() - began < SILENCE + LIMIT
        for answer in answers:
            assert answer_html(answer).startswith('<div class="reply')
        growing = [answer.answer for answer in answers if answer.mode == "llm"]
        assert growing == sorted(growing, key=len)
        last = answers[-1]
        assert (last.likelihood is not None) == want.extracted
        assert replace(last, seconds=0.0, likelihood=None) == expected(assistant, question, want, server.base_url)

    return checked


def expected(assistant: Assistant, question: str, want: Want, address: str) -> Answer:
    return Answer(
        question,
        question,
        READINGS[question],
        mode="extractive" if want.extracted else "llm",
        notice=want.notice and want.notice.format(address),
        answer=want.text,
        statements=tuple(want.statements),
        citations=tuple(cited(assistant, marker, quote) for marker, quote in enumerate(want.quotes, start=1)),
        figures=tuple(want.figures),
    )


def cited(assistant: Assistant, marker: int, quote: str) -> Citation:
    report = next(one for one in assistant.catalogue() if quote in assistant.report(one.id)[1])
    start = assistant.report(report.id)[1].index(quote)
    return Citation(marker, report.id, report.file, report.title, report.place, report.year, None, ("一、主要工作",),
                    start, start + len(quote), quote)  # fmt: skip


CUT = "与模型服务 {} 的连接中断，请稍后再试；反复出现时请检查模型服务的日志。"
SILENT = f"模型服务 {{}} 在 {SILENCE:g} 秒内没有回应，可调大 RAG_LLM_TIMEOUT 或稍后再试。"
UNREADABLE = "模型服务 {} 的回答无法读取（JSONDecodeError），请检查 RAG_LLM_BASE_URL 是否为所选提供方的接口。"
PART, INSTEAD = "以上只是中断前收到的部分。", "以下为抽取式回答。"
BROKEN = replace(
    CASE,
    text=f"受理行政复议案件31件[1]。办结{S}",
    statements=[*CASE.statements, stated("办结", problems=["没有注明出处"])],
)


@pytest.mark.parametrize(
    ("steps", "want"),
    [
        pytest.param(["受理行政复议", "案件31件[1]", "。"], CASE, id="a normal stream"),
        pytest.param(
            [step for token in "受理|行政|复议|案件|31|件[1]。".split("|") for step in (0.04, token)],
            CASE,
            id="twenty tokens a second",
        ),
        pytest.param(["受理行政复议案件31件[1]。办结", "CUT"], replace(BROKEN, notice=CUT + PART), id="cut"),
        pytest.param(["受理行政复议案件31件[1]。办结", "STALL"], replace(BROKEN, notice=SILENT + PART), id="a stall"),
        pytest.param(
            ["受理行政复议案件31件[1]。办结", b"data: {no\n\n"], replace(BROKEN, notice=UNREADABLE + PART), id="no JSON"
        ),
        pytest.param(
            ["据统计，", "CUT"],
            replace(
                EXTRACTED,
                notice=f"{CUT}中断前收到的是：“据统计，”。模型的回答没有引用任何报告原文，未予采用。{INSTEAD}",
            ),
            id="cut before anything is cited",
        ),
        pytest.param(["STALL"], replace(EXTRACTED, notice=SILENT + INSTEAD), id="a stall before the first token"),
        pytest.param([b"data: {no\n\n"], replace(EXTRACTED, notice=UNREADABLE + INSTEAD), id="no JSON at all"),
        pytest.param(
            [],
            replace(EXTRACTED, notice=f"模型 openai:scripted 没有写出回答。请检查模型的名称和服务的地址。{INSTEAD}"),
            id="an empty answer",
        ),
    ],
)
def test_what_the_server_sends(check: Callable[..., None], server: ChatServer, steps: list[Step], want: Want) -> None:
    server.steps = steps
    check(ONE, want)


def test_too_many_requests_then_success(check: Callable[..., None], server: ChatServer) -> None:
    server.failing, server.steps = [429], ["受理行政复议案件31件[1]。"]
    check(ONE, CASE)
    assert len(server.requests) == 2


def test_an_error_for_ever(check: Callable[..., None], server: ChatServer) -> None:
    server.status = 500
    notice = f"模型服务出错（500），请稍后再试或联系管理员。模型：openai:scripted。{INSTEAD}"
    check(ONE, replace(EXTRACTED, notice=notice))
    assert len(server.requests) == 3


LIST = Want(
    "受理行政复议案件：岚川市31件，禾丰县5件[1][2]。",
    [stated("受理行政复议案件：岚川市31件，禾丰县5件。", 1, 2)],
    [FIRST, OTHER],
    figures(("31件", 1, True), ("5件", 2, True)),
)
BEHIND = replace(CASE, text="受理行政复议案件31件。[1]")


@pytest.mark.parametrize(
    ("question", "steps", "want"),
    [
        pytest.param(ONE, ["受理行政复议案件31件[", "1", "]。"], CASE, id="split over chunks"),
        pytest.param(ONE, ["受理行政复议案件31件【1】。"], CASE, id="lenticular brackets"),
        pytest.param(ONE, ["受理行政复议案件31件［１］。"], CASE, id="full width"),
        pytest.param(PLACES, ["受理行政复议案件：岚川市31件，禾丰县5件[1,2]。"], LIST, id="a list"),
        pytest.param(PLACES, ["受理行政复议案件：岚川市31件，禾丰县5件[1-3]。"], LIST, id="a range beyond the last"),
        pytest.param(ONE, ["受理行政复议案件31件[99]。"], BEHIND, id="a passage that is not there"),
        pytest.param(ONE, ["受理行政复议案件31件。"], BEHIND, id="none"),
    ],
)
def test_markers(check: Callable[..., None], server: ChatServer, question: str, steps: list[Step], want: Want) -> None:
    server.steps = steps
    check(question, want)


def one_figure(text: str, figure: str, quote: str) -> Want:
    """Return the answer whose only figure is wrong."""
    flagged = text.replace(figure, figure + F, 1).replace("。", "[1]。")
    return Want(flagged, [stated(text, 1, problems=unlike(figure))], [quote], figures((figure, 1, False)))


@pytest.mark.parametrize(
    ("question", "said", "want"),
    [
        pytest.param(
            ONE, "受理行政复议案件37件[1]。", one_figure("受理行政复议案件37件。", "37件", FIRST), id="invented"
        ),
        pytest.param(
            ONE, "受理行政复议案件约30件[1]。", one_figure("受理行政复议案件约30件。", "30件", FIRST), id="rounded"
        ),
        pytest.param(
            ONE,
            "全年投入法治宣传资金1200亿元[1]。",
            one_figure("全年投入法治宣传资金1200亿元。", "1200亿元", MONEY),
            id="万元 as 亿元",
        ),
        pytest.param(
            ONE,
            "受理行政复议案件三十七件[1]。",
            one_figure("受理行政复议案件三十七件。", "三十七件", FIRST),
            id="invented in Chinese numerals",
        ),
        pytest.param(
            ONE,
            "全年投入法治宣传资金0.12亿元[1]。",
            Want(
                "全年投入法治宣传资金0.12亿元[1]。",
                [stated("全年投入法治宣传资金0.12亿元。", 1)],
                [MONEY],
                figures(("0.12亿元", 1, True)),
            ),
            id="万元 rightly as 亿元",
        ),
        pytest.param(
            ONE,
            "受理行政复议案件三十一件[1]。聘任法律顾问120名[1]。",
            Want(
                "受理行政复议案件三十一件[1]。聘任法律顾问120名[2]。",
                [stated("受理行政复议案件三十一件。", 1), stated("聘任法律顾问120名。", 2)],
                [FIRST, LAWYERS],
                figures(("三十一件", 1, True), ("120名", 2, True)),
            ),
            id="Chinese numerals, both ways",
        ),
        pytest.param(
            PLACES,
            "岚川市受理行政复议案件5件[2]，禾丰县受理行政复议案件31件[1]。",
            Want(
                f"岚川市受理行政复议案件5件[1]，禾丰县受理行政复议案件31件[2]{S}。",
                [
                    stated("岚川市受理行政复议案件5件，禾丰县受理行政复议案件31件。", 1, 2,
                           problems=elsewhere("岚川市", "禾丰县"))
                ],
                [OTHER, FIRST],
                figures(("5件", 1, True), ("31件", 2, True)),
            ),
            id="swapped places",
        ),
        pytest.param(
            YEARS,
            "2021年受理行政复议案件47件[2]，2022年受理行政复议案件31件[1]。",
            Want(
                f"2021年{F}受理行政复议案件47件[1]，2022年{F}受理行政复议案件31件[2]。",
                [
                    stated("2021年受理行政复议案件47件，2022年受理行政复议案件31件。", 1, 2,
                           problems=of_other_year("2021年", "2022年"))
                ],
                [LATER, FIRST],
                figures(("2021年", 1, False), ("47件", 1, True), ("2022年", 2, False), ("31件", 2, True)),
            ),
            id="swapped years",
        ),
    ],
)  # fmt: skip
def test_figures_places_and_years(
    check: Callable[..., None], server: ChatServer, question: str, said: str, want: Want
) -> None:
    server.steps = [said]
    check(question, want)
