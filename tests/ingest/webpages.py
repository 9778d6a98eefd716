"""An invented report, and what pages of government sites are made of, for the skeletons in webpages_*.py."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

TITLE = "禾丰县2022年法治政府建设情况报告"
DATE, SOURCE, NUMBER, INDEX_NUMBER = "2023-02-15", "禾丰县司法局", "禾政〔2023〕6号", "HF0012-02-2023-00017"
LINES = (
    "2022年，禾丰县坚持以习近平法治思想为指导，全面推进依法行政。现将有关情况报告如下：",
    "一、主要工作情况",
    "（一）健全依法行政制度",
    "全年审查规范性文件26件，提出审查意见104条。对3件不合法的文件作出纠正，并向社会公布。",
    "（二）规范行政执法",
    "开展执法案卷评查2次，抽查案卷415卷；发现问题188处，均已整改。扫一扫执法证二维码即可核验身份。",
    "编辑印发《以案释法》手册2000册，网站浏览量达到31万次。",
    "（三）化解行政争议",
    "收到行政复议申请98件，受理81件，审结72件。",
    "行政机关负责人出庭应诉率为95.2%，比上年提高3.1个百分点。",
    "二、存在的问题",
    "一是执法力量不足。",
    "二是普法形式单一，群众参与度不高；个别单位对执法监督认识不够。",
    "三、下一步打算",
    "继续推进法治政府建设，力争2023年行政复议办结率达到98%以上。",
    "特此报告。",
    "禾丰县人民政府",
    "2023年2月10日",
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its source, the lines that are the report's own, and those that may be cited beside them."""

    source: str
    lines: tuple[str, ...]
    beside: tuple[str, ...] = ()


Skeleton = Callable[[], Page]


def plain(line: str) -> str:
    """Return a line as lines are compared: without blanks."""
    return "".join(line.split())


def paragraphs(lines: Sequence[str] = LINES, opening: str = "<p>", closing: str = "</p>", indent: str = "　　") -> str:
    return "\n".join(f"{opening}{indent}{line}{closing}" for line in lines)


def links(*names: str, tag: str = "li") -> str:
    return "".join(f'<{tag}><a href="/{at}/" title="{name}">{name}</a></{tag}>' for at, name in enumerate(names))


def whole(head: str, body: str) -> str:
    return f"<!DOCTYPE html>\n<html>\n<head>{head}</head>\n<body>{body}</body>\n</html>"


NAVIGATION = ("首页", "走进禾丰", "政务公开", "政务服务", "互动交流", "数据开放", "专题专栏")
FOOTER = (
    "<p>主办：禾丰县人民政府办公室　承办：禾丰县大数据中心　联系电话：0000-1234567</p>"
    "<p>版权所有：禾丰县人民政府 &copy; 2023　某ICP备12345678号-1　网站标识码：4900000031</p>"
    "<p><img src='/gh.png' alt='公安备案'>某公网安备 49000002000123号</p>"
    "<p><a href='/map'>网站地图</a>　|　<a href='/about'>关于我们</a></p>"
)
META = (
    "<meta charset='utf-8'><meta name='SiteName' content='禾丰县人民政府'>"
    f"<meta name='ArticleTitle' content='{TITLE}'><meta name='PubDate' content='{DATE} 09:30'>"
    f"<title>{TITLE}-禾丰县人民政府</title>"
)
