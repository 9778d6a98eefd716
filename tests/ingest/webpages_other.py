"""Skeletons of old, saved and hand-made pages, around one invented report."""

from __future__ import annotations

from collections.abc import Sequence

from tests.ingest.webpages import (
    DATE,
    FOOTER,
    LINES,
    META,
    NAVIGATION,
    SOURCE,
    TITLE,
    Page,
    Skeleton,
    links,
    paragraphs,
    whole,
)


def tables_of_2005(lines: Sequence[str] = LINES) -> Page:
    """A layout of nested tables: font tags, br and &nbsp; for paragraphs, links left, counters below."""
    text = "<br>\r\n".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{line}" for line in lines)
    rows = "".join(f"<tr><td height=24>·<a href={at}.asp>{name}</a></td></tr>" for at, name in enumerate(
        ("机构职能", "领导介绍", "政策法规", "依法行政", "行政复议")))  # fmt: skip
    body = (
        "<table width=778 border=0 align=center><tr><td><img src=top.gif></td></tr>"
        "<tr><td bgcolor=#cc0000><font "
        f"color=#ffffff>{' | '.join(f'<a href=#>{name}</a>' for name in NAVIGATION)}</font></td></tr></table>"
        "<table width=778 border=0 align=center><tr><td width=180 valign=top>"
        f"<table width=100%>{rows}</table></td><td valign=top><table width=100%>"
        "<tr><td>您现在的位置：<a href=#>首页</a> &gt;&gt; <a href=#>依法行政</a> &gt;&gt; 正文</td></tr>"
        f"<tr><td align=center><font size=5><b>{TITLE}</b></font></td></tr>"
        f"<tr><td align=center><font size=2>发布日期：{DATE}　　来源：{SOURCE}　　点击数：231　　作者：佚名"
        "</font></td></tr>"
        f"<tr><td><hr></td></tr><tr><td class=unnamed1><font size=3>{text}<br></font></td></tr>"
        "<tr><td align=right>【<a href=#>加入收藏</a>】【<a href=#>打印此文</a>】【<a href=#>关闭窗口</a>】</td></tr>"
        "</table></td></tr></table>"
        "<table width=778 align=center><tr><td align=center>版权所有：禾丰县人民政府　建议使用1024*768分辨率　"
        "您是本站第 <b>88231</b> 位访问者</td></tr></table>"
    )
    return Page(f"<html><head><title>{TITLE}</title></head><body topmargin=0>{body}</body></html>", tuple(lines))


def breaks(lines: Sequence[str] = LINES) -> Page:
    """Paragraphs parted by double <br> inside one div, navigation and a site title in unlinked text."""
    text = "<br/><br/>".join(f"　　{line}" for line in lines)
    names = ("机构概况", "工作动态", "通知公告", "法治宣传", "行政复议", "公共法律服务")
    items = "".join(f"<li onclick='go({at})'><span>{name}</span></li>" for at, name in enumerate(names))
    body = (
        f"<div class='wzbt'>禾丰县司法局</div><ul class='menu1'>{items}</ul>"
        "<div class='weizhi'><span>您所在的位置：</span><span>网站首页</span>&gt;<span>工作动态</span></div>"
        f"<div class='con'><h3 align='center'>{TITLE}</h3><p "
        f"class='ly'>来源：{SOURCE}　作者：　时间：{DATE}　浏览：<span id='hits'>98</span>次</p>"
        f"<div id='zoom'>{text}</div><div class='clear'></div></div>"
        f"<div class='btm'>{FOOTER}</div>"
    )  # fmt: skip
    return Page(whole(META, body), tuple(lines))


def word(lines: Sequence[str] = LINES) -> Page:
    """Saved by Word: conditional comments, mso styles, <o:p>, words cut into spans, lines broken in the source."""

    def cut(line: str) -> str:
        middle = len(line) // 2
        return (
            "<p class=MsoNormal style='text-indent:32.0pt;mso-char-indent-count:2.0'>"
            "<span\nstyle='font-family:仿宋_GB2312;"
            f"mso-hansi-font-family:宋体'>{line[:middle]}\n{line[middle:-1]}</span><span lang=EN-US "
            "style='font-size:16.0pt'>"
            f"{line[-1]}<o:p></o:p></span></p>"
        )  # fmt: skip

    head = (
        "<meta http-equiv=Content-Type content='text/html; charset=utf-8'><meta name=Generator "
        "content='Microsoft Word 11'>"
        "<!--[if gte mso 9]><xml><o:DocumentProperties><o:Author>张三</o:Author></o:DocumentProperties></xml>"
        "<![endif]-->"
        f"<title>{TITLE}</title><style><!-- p.MsoNormal {{mso-style-parent:''; }} --></style>"
    )
    body = (
        f"<div class=Section1 style='layout-grid:15.6pt'><p class=MsoNormal align=center><b>{TITLE}<o:p></o:p>"
        "</b></p>"
        "<p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p>"
        f"<![if !supportEmptyParas]>{''.join(cut(line) for line in lines)}<![endif]></div>"
    )
    return Page(whole(head, body), tuple(lines))


def video(lines: Sequence[str] = LINES) -> Page:
    """A player with its hints, reading aloud, comments of readers that are not allowed yet, hidden layers."""
    body = (
        "<div class='alert' style='display: none;'>您的浏览器版本过低，请升级。</div>"
        f"<header><nav>{links(*NAVIGATION, tag='span')}</nav></header><main><article><h1>{TITLE}</h1>"
        f"<div class='info'>发布时间：{DATE}<i>|</i>来源：{SOURCE}<i>|</i>阅读：<em>1024</em></div>"
        "<div class='listen'>点击收听本文语音播报<audio src='a.mp3'>您的浏览器不支持音频播放。</audio></div>"
        "<div class='player'><video src='v.mp4'>您的浏览器不支持播放此视频，请更换浏览器。</video>"
        "<p>视频加载中，请稍候...</p></div>"
        f"<section>{paragraphs(lines, indent='')}</section>"
        "<div class='zan'><span>点赞</span><b>12</b><span>收藏</span></div></article>"
        "<section class='comments'><h3>网友评论</h3><textarea>文明上网，理性发言。</textarea><button>发表</button>"
        "<p>暂无评论</p></section></main>"
        f"<footer>{FOOTER}</footer><div hidden>隐藏内容。</div>"
    )
    return Page(whole(META, body), tuple(lines))


def preformatted(lines: Sequence[str] = LINES) -> Page:
    """A page that shows a text file."""
    text = "\n\n".join(f"　　{line}" for line in lines)
    return Page(f"<html><body><pre>\n{TITLE}\n\n{text}\n</pre></body></html>", tuple(lines))


def hashed(lines: Sequence[str] = LINES) -> Page:
    """Rendered by a script framework: nothing but div and span, class names that say nothing."""
    rows = "".join(f"<div class='_2tVx'><span data-v-1a2b>{line}</span></div>" for line in lines)
    body = (
        "<div id='app'><div class='_1aQz'>"
        + "".join(f"<div class='_9k'><span>{name}</span></div>" for name in NAVIGATION)
        + "</div>"
        "<div class='_3p'><span>首页</span><span>/</span><span>政务公开</span><span>/</span><span>详情</span></div>"
        f"<div class='_7b'><div class='_7c'><span>{TITLE}</span></div><div class='_7d'><span>发布时间：{DATE}</span>"
        f"<span>来源：{SOURCE}</span></div><div class='_7e'>{rows}</div></div>"
        "<div class='_8a'><div><span>联系我们</span></div><div><span>网站声明</span></div><div>"
        "<span>某ICP备12345678号-1</span></div>"
        "<div><span>网站标识码：4900000031</span></div></div></div><script>window.__INITIAL_STATE__={}</script>"
    )
    return Page(whole(f"<meta charset='utf-8'><title>{TITLE}</title>", body), tuple(lines))


def account(lines: Sequence[str] = LINES) -> Page:
    """An article of an official account: nested sections, an account's name, reading on."""
    sections = "".join(
        f"<section style='margin:0 8px'><section><p><span leaf=''>{line}</span></p></section></section>"
        for line in lines
    )
    body = (
        f"<div id='js_article'><div id='page-content'><h1 class='rich_media_title'>{TITLE}</h1>"
        f"<div id='meta_content'><span>原创</span><a>禾丰司法</a><em id='publish_time'>{DATE} 18:00</em>"
        "<em>发表于某省</em></div>"
        f"<div class='rich_media_content' id='js_content'>{sections}</div>"
        "<div class='rich_media_tool'><a>阅读原文</a><span>阅读 1024</span><span>赞</span><span>在看</span>"
        "</div></div>"
        "<div id='js_pc_qr_code'><p>微信扫一扫关注该公众号</p></div></div>"
        "<div class='weui-dialog'><p>继续滑动看下一个</p><p>轻触阅读原文</p></div>"
    )
    return Page(
        whole("<meta charset='utf-8'><title></title>", body), tuple(lines), (f"原创禾丰司法{DATE} 18:00发表于某省",)
    )


SKELETONS: tuple[Skeleton, ...] = (tables_of_2005, breaks, word, video, preformatted, hashed, account)
