"""What stands around the chat: heading, status line, the opening with its examples, the style sheet and script."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from html import escape
from pathlib import Path

from rag.page.sources import SAMPLE
from rag.types import Report

TITLE = "法治报告问答"
# Places named in the status line before the rest is only counted: one line at 1440 pixels.
NAMED_PLACES = 6
# Years in a row that are written as a range.
SHORTEST_RANGE = 3
DEFAULT_INDEX = Path("index")
_HERE = Path(__file__).parent


def head_html() -> str:
    """Return what goes into the page's head: the style sheet and the script, read from their files beside this one."""
    style = (_HERE / "style.css").read_text(encoding="utf-8")
    script = (_HERE / "script.js").read_text(encoding="utf-8")
    return f"<style>{style}</style><script>{script}</script>"


def heading_html() -> str:
    """Return the page's heading."""
    return f"<h1>{TITLE}</h1><p>依据已收录的法治政府建设报告作答，每句话都标明出处，可打开原文核对</p>"


def status_html(reports: Sequence[Report], mode: str) -> str:
    """Return the status line: how many reports, which places and years, which mode; unfolded, the list of reports."""
    if not reports:
        return f'<p class="status">{_facts(["尚未收录报告", f"模式：{mode}"])}</p>'
    places = list(dict.fromkeys(report.place for report in reports if report.place))
    facts = [f"已收录 {len(reports)} 份报告", _places(places), _years(reports), f"模式：{mode}"]
    sample = f"{SAMPLE}<span>内容为虚构，供试用</span>" if any(report.sample for report in reports) else ""
    rows = "".join(_row(report) for report in reports)
    return (
        f'<details class="status"><summary>{_facts(facts)}{sample}<span class="more">查看清单</span></summary>'
        '<div class="scroll"><table><thead><tr><th scope="col">地区</th><th scope="col">年份</th>'
        f'<th scope="col">报告</th></tr></thead><tbody>{rows}</tbody></table></div></details>'
    )


def trouble_html(message: str) -> str:
    """Return the status line of an index that cannot be used."""
    return f'<p class="status trouble" role="alert">{escape(message)}</p>'


def _facts(facts: Sequence[str]) -> str:
    return f'<span class="facts">{"".join(f"<span>{escape(fact)}</span>" for fact in facts if fact)}</span>'


def _places(places: Sequence[str]) -> str:
    named = "、".join(places[:NAMED_PLACES])
    return f"{named} 等 {len(places)} 地" if len(places) > NAMED_PLACES else named


def _years(reports: Sequence[Report]) -> str:
    years = sorted({report.year for report in reports if report.year})
    if not years:
        return ""
    if len(years) >= SHORTEST_RANGE and years[-1] - years[0] == len(years) - 1:
        return f"{years[0]}—{years[-1]} 年"
    return "、".join(str(year) for year in years) + " 年"


def _row(report: Report) -> str:
    year = str(report.year or "不详")
    title = escape(report.title) + (SAMPLE if report.sample else "")
    return f"<tr><td>{escape(report.place or '不详')}</td><td>{year}</td><td>{title}</td></tr>"


def opening_html(reports: Sequence[Report], examples: Sequence[str], index: Path = DEFAULT_INDEX) -> str:
    """Return what the chat shows before the first question: examples, or without reports how to add some to `index`."""
    if not reports:
        return empty_html(index)
    buttons = "".join(
        f'<li><button type="button" class="example" data-question="{escape(example)}">{escape(example)}</button></li>'
        for example in examples
    )
    listed = f"<p>例如：</p><ul>{buttons}</ul>" if buttons else ""
    return (
        '<div class="opening"><h2>想了解哪个地方、哪一年的情况？</h2>'
        f"<p>直接用自己的话提问即可，可以接着追问。报告中没有写的，会如实说没有。</p>{listed}</div>"
    )


def empty_html(index: Path) -> str:
    """Return what to do while there are no reports in the folder `index` yet."""
    option = "" if index == DEFAULT_INDEX else escape(f" --index {shlex.quote(str(index))}")
    return (
        '<div class="opening empty"><h2>还没有收录任何报告</h2>'
        "<p>请在程序所在的文件夹中执行下面的命令，把报告加进来：</p>"
        f"<pre><code>python -m ingest 报告文件或文件夹{option}</code></pre>"
        "<p>想先试用，可以收录随程序附带的示例报告：</p>"
        f"<pre><code>python -m ingest eval/reports{option}</code></pre>"
        "<p>可收录 .txt、.md、.html、.docx 文件。收录完成后，本页几秒钟内会自动更新，不必重新启动。</p></div>"
    )
