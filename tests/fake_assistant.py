"""An assistant without retrieval: hand-made reports, and answers that grow when the test lets them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from threading import Condition, Event

from rag.errors import ModelError, QuestionError, ReportError
from rag.types import Answer, Citation, Figure, Reading, Report, Statement

OPENING = "\n".join(
    f"岚川市认真落实法治建设各项部署，第{number}项任务按期完成。全年召开专题会议{number}次，研究解决难点问题。"
    for number in range(1, 41)
)
REVIEW = "全年共收到行政复议申请213件，办结198件。"
HEARING = "市政府主要负责人出庭应诉4次，行政机关负责人出庭应诉率达到96.5%。"
CLOSING = "\n".join(f"下一步，岚川市将继续推进第{number}项重点工作，确保取得实效。" for number in range(1, 31))
TABLE = (
    "| 地区和年份 | 行政复议 | 出庭应诉 |\n| --- | --- | --- |\n"
    "| 岚川市2022年 | 收到申请213件，办结198件[1] | 主要负责人出庭应诉4次[2] |\n"
    "| 禾丰县2022年 | 报告未提及 | <b>未提及</b> |"
)
TITLE = "岚川市2022年法治政府建设年度报告"
PLAIN = f"{TITLE}\n一、主要工作\n{OPENING}\n二、行政复议\n{REVIEW}{HEARING}\n三、下一步\n{CLOSING}\n"
HOSTILE_SENTENCE = "<script>window.hacked = 1</script>本年**加强**培训<img src=x onerror='window.hacked=2'>12次。"
HOSTILE = f'禾丰县2023年<b>报告</b>\n# 一、"培训"\n{HOSTILE_SENTENCE}\n[链接](http://example.invalid/)与${{7*7}}及{{{{value}}}}。\n'

LANCHUAN = Report("r1", "示例-岚川市-2022.txt", TITLE, "岚川市", year=2022, sample=True)
HEFENG = Report("r2", "禾丰县<2023>.html", "禾丰县2023年<b>报告</b>", "禾丰县", year=2023, pages=(0, 20))


def cite(report: Report, text: str, quote: str, marker: int, heading: tuple[str, ...] = ()) -> Citation:
    start = text.index(quote)
    return Citation(
        marker, report.id, report.file, report.title, report.place, report.year, report.page_at(start), heading,
        start, start + len(quote), quote,
    )  # fmt: skip


def _answer(question: str, text: str, citations: Sequence[Citation], figures: Sequence[Figure] = ()) -> Answer:
    statements = (Statement(text, tuple(citation.marker for citation in citations)),)
    return Answer(question, question, Reading(), answer=text, statements=statements, citations=tuple(citations),
                  figures=tuple(figures))  # fmt: skip


REVIEW_CITED = cite(LANCHUAN, PLAIN, REVIEW, 1, ("二、行政复议",))
HEARING_CITED = cite(LANCHUAN, PLAIN, HEARING, 2, ("二、行政复议",))
HOSTILE_CITED = cite(HEFENG, HOSTILE, HOSTILE_SENTENCE, 1, ('一、"培训"',))


@dataclass
class FakeAssistant:
    """Questions holding 复议, 培训, 对比, 没写, 故障, 意外, 空白 or 卡住 each have an answer; the rest get 复议's.

    `let_go` opens the answers that wait after their first text; `let_go[q]` is made at the first mention of q.
    """

    mode_label: str = "抽取式"
    reports: dict[str, tuple[Report, str]] = field(
        default_factory=lambda: {"r1": (LANCHUAN, PLAIN), "r2": (HEFENG, HOSTILE)}
    )
    asked: list[tuple[str, tuple[str, ...], tuple[str, ...], tuple[int, ...]]] = field(default_factory=list)
    gates: dict[str, Event] = field(default_factory=dict)
    closed: list[str] = field(default_factory=list)
    heard: Condition = field(default_factory=Condition)

    def gate(self, question: str) -> Event:
        return self.gates.setdefault(question, Event())

    def wait_for(self, count: int) -> None:
        with self.heard:
            assert self.heard.wait_for(lambda: len(self.asked) >= count, timeout=10)

    def catalogue(self) -> tuple[Report, ...]:
        return tuple(report for report, _ in self.reports.values())

    def example_questions(self) -> list[str]:
        return [
            "岚川市2022年收到多少件行政复议申请？",
            "禾丰县2023年<b>培训</b>了几次？",
            "岚川市负责人出庭应诉情况如何？",
        ]

    def report(self, report_id: str) -> tuple[Report, str]:
        if report_id not in self.reports:
            raise ReportError("索引中没有这份报告，可能已被更新的版本替换。请重新提问。")
        return self.reports[report_id]

    def ask(
        self, question: str, *, history: Sequence[str] = (), places: Sequence[str] = (), years: Sequence[int] = ()
    ) -> Iterator[Answer]:
        with self.heard:
            self.asked.append((question, tuple(history), tuple(places), tuple(years)))
            self.heard.notify_all()
        if not question.strip():
            raise QuestionError("没有看到问题。请输入要问的内容。")
        if len(question) > 500:
            raise QuestionError(f"问题有 {len(question)} 个字，最多 500 个字。请缩短后再问。")
        try:
            yield from self._growing(question)
        finally:
            self.closed.append(question)

    def _growing(self, question: str) -> Iterator[Answer]:
        if "故障" in question:
            raise ModelError("语言模型没有响应。请稍后重试。")
        if "意外" in question:
            raise ZeroDivisionError("secret detail")
        if "没写" in question:
            yield Answer(question, question, status="refused", reason="所收录的岚川市报告没有提到这件事。",
                         answer="报告中没有写明。", seconds=0.01)  # fmt: skip
            return
        if "培训" in question:
            text = f"{HOSTILE_SENTENCE}[1]"
            yield replace(_answer(question, text, [HOSTILE_CITED]), seconds=0.02)
            return
        if "对比" in question:
            yield replace(_answer(question, TABLE, [REVIEW_CITED, HEARING_CITED]), mode="llm", seconds=0.02)
            return
        yield _answer(question, f"{REVIEW}[1]", [REVIEW_CITED])
        if "卡住" in question:
            self.gate(question).wait(30)
        both = [REVIEW_CITED, HEARING_CITED]
        yield _answer(question, f"{REVIEW}[1]\n市政府主要负责人出庭应诉", both[:1])
        figures = [Figure("213件", 1, verified=True), Figure("4次", 2, verified=False)]
        text = f"{REVIEW}[1]\n{HEARING}[2]"
        yield replace(_answer(question, text, both, figures), seconds=0.03)
