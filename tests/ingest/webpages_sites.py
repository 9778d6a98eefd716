"""Skeletons of pages that the content managers of government sites make, around one invented report."""

from __future__ import annotations

from collections.abc import Sequence

from tests.ingest.webpages import (
    DATE,
    FOOTER,
    INDEX_NUMBER,
    LINES,
    META,
    NAVIGATION,
    NUMBER,
    SOURCE,
    TITLE,
    Page,
    Skeleton,
    links,
    paragraphs,
    whole,
)

REPLY = (
    "张某某委员：",
    "您提出的提案收悉，现答复如下：",
    "全县设立行政复议便民服务点16个，受理申请98件。",
    "感谢您对我们工作的关心和支持！",
    "禾丰县司法局",
    "2023年6月30日",
)


def trs(lines: Sequence[str] = LINES) -> Page:
    """TRS WCM: TRS_Editor with its own styles, share buttons, a QR code, related links and attachments below."""
    body = (
        "<div class='header'><div class='logo'><img alt='禾丰县人民政府' src='l.png'></div>"
        f"<ul>{links(*NAVIGATION)}</ul></div>"
        "<div class='bread'>当前位置：<a href='/'>首页</a> &gt; <a href='/a'>政务公开</a> &gt; "
        "法治政府建设年度报告</div>"
        f"<div class='article'><div class='article-title'>{TITLE}</div>"
        f"<div class='article-info'><span>发布时间：{DATE} 09:30</span><span>来源：{SOURCE}</span>"
        "<span>字号：[ <a href='#'>大</a> <a href='#'>中</a> <a href='#'>小</a> ]</span>"
        "<span><a href='javascript:window.print()'>打印</a></span>"
        "<span class='share'>分享到：<a class='wx'></a><a class='wb'></a></span></div>"
        "<div class='article-con'><div class='view TRS_UEDITOR trs_paper_default trs_web'>"
        "<style type='text/css'>.TRS_Editor P{line-height:1.5;font-size:12pt;}</style>"
        f"<div class='TRS_Editor'>{paragraphs(lines)}</div></div></div>"
        "<div class='fj'><h3>附件：</h3><ul><li><a href='1.pdf'>1.禾丰县2022年统计表.pdf</a></li></ul></div>"
        "<div class='ewm'><img src='qr.png' alt='二维码'><p>扫一扫在手机打开当前页</p></div>"
        "<div class='xgwd'><h3>相关阅读</h3>"
        f"<ul>{links('一图读懂禾丰县法治政府建设', '禾丰县召开法治建设工作会议')}</ul></div></div>"
        f"<div class='footer'>{FOOTER}</div>"
        "<script>var _hmt = _hmt || []; document.write('统计');</script>"
    )
    return Page(whole(META, body), tuple(lines))


def openness(lines: Sequence[str] = LINES) -> Page:
    """The catalogue of open government: a table of 索引号 above, paragraphs of indented spans in div.zoom."""
    opening = "<p style='text-indent:2em;line-height:28pt'><span style='font-family:仿宋;font-size:16pt'>"
    spans = paragraphs(lines, opening=opening, closing="</span></p>", indent="")
    body = (
        "<div id='top'><span id='date'>今天是2024年1月3日 星期三</span><a href='#'>无障碍浏览</a><a "
        "href='#'>长者模式</a>"
        "<a href='#'>登录</a></div>"
        "<div class='left'><h2>政府信息公开目录</h2>"
        f"<ul>{links('政府信息公开指南', '政府信息公开制度', '法定主动公开内容')}</ul></div>"
        "<div class='right'><table class='xxgk'>"
        f"<tr><td class='label'>索 引 号：</td><td>{INDEX_NUMBER}</td><td class='label'>主题分类：</td>"
        "<td>司法、法治建设</td></tr>"
        f"<tr><td>发布机构：</td><td>{SOURCE}</td><td>发文日期：</td><td>{DATE}</td></tr>"
        f"<tr><td>名　　称：</td><td colspan='3'>{TITLE}</td></tr>"
        f"<tr><td>文　　号：</td><td>{NUMBER}</td><td>有 效 性：</td><td>有效</td></tr></table>"
        f"<h1 class='tit'>{TITLE}</h1>"
        "<div class='bar'>【字体：<a>大</a> <a>中</a> <a>小</a>】<a>打印本页</a> <a>关闭窗口</a></div>"
        f"<div class='zoom' id='zoom'>{spans}</div>"
        "<div class='bottom'><a>【打印本页】</a><a>【关闭窗口】</a></div>"
        "<div class='pn'><p>上一篇：<a href='1'>禾丰县2021年法治政府建设情况报告</a></p><p>下一篇：没有了</p>"
        "</div></div>"
        f"<div class='foot'>{FOOTER}<p>您是第 <span id='count'>1234567</span> 位访客</p></div>"
    )
    return Page(whole(META, body), tuple(lines), (f"发布机构：{SOURCE}发文日期：{DATE}", f"文号：{NUMBER}有效性：有效"))


def central(lines: Sequence[str] = LINES) -> Page:
    """The central government's pattern: UCAP-CONTENT, a table of the document's data, 相关稿件, 责任编辑."""
    body = (
        "<div class='header_nav'><a>首页</a>｜<a>简</a>｜<a>繁</a>｜<a>EN</a>｜<a>登录</a></div>"
        "<div class='BreadcrumbNav'><a>首页</a> &gt; <a>信息公开</a></div>"
        "<div class='wrap'><table class='bd1'><tbody>"
        f"<tr><td><b>索 引 号：</b></td><td>{INDEX_NUMBER}</td><td><b>主题分类：</b></td><td>综合政务</td></tr>"
        f"<tr><td><b>发文机关：</b></td><td>禾丰县人民政府</td><td><b>成文日期：</b></td><td>{DATE}</td></tr>"
        "</tbody></table><div class='share' id='share'><span>字号：</span><a>默认</a><a>大</a><a>超大</a> | "
        "<a>打印</a> | "
        "<a>收藏</a> <a class='share-qzone'></a></div>"
        f"<div class='pages_content' id='UCAP-CONTENT'><p align='center'><strong>{TITLE}</strong>"
        f"</p>{paragraphs(lines)}</div>"
        "<div class='editor'>责任编辑：张三</div><div class='zsj_gz'>扫一扫，手机打开当前页</div>"
        "<div class='related'><h4>相关稿件</h4><ul class='list01'>"
        "<li><a href='x'>一图读懂：禾丰县法治政府建设</a></li></ul></div></div>"
        "<div class='footer_wrap'><p>链接：<a>全国人大</a>|<a>全国政协</a></p><p>中国政府网</p>"
        f"<p>政府网站找错</p>{FOOTER}</div>"
    )
    return Page(whole(META, body), tuple(lines), (f"发文机关：禾丰县人民政府成文日期：{DATE}",))


def jcms(lines: Sequence[str] = LINES) -> Page:
    """JCMS: comments that mark the article, a form around all, attachments, a counter, friendly links."""
    body = (
        "<form id='aspnetForm' action='/'><div class='main-bg'><table><tr>"
        + "".join(f"<td><a href='{at}'>{name}</a></td>" for at, name in enumerate(NAVIGATION))
        + "</tr></table><table id='c' width='100%'><tr><td class='bt_position'>当前位置 : <a>首页</a> &gt; "
        "<a>法治政府</a></td></tr>"
        f"<tr><td class='title' align='center'><!--<$[标题名称(html)]>begin-->{TITLE}<!--"
        "<$[标题名称(html)]>end--></td></tr>"
        f"<tr><td align='center'>发布日期：{DATE} 信息来源：{SOURCE} 访问量：<script>hits()</script>　字体：[ "
        "大 中 小 ]</td></tr>"
        f"<tr><td class='bt_content'><div id='zoom'><!--<$[信息内容]>begin-->{paragraphs(lines)}<!--"
        "<$[信息内容]>end--></div></td></tr>"
        "<tr><td><b>附件下载：</b></td></tr><tr><td><a href='a.doc'>统计表.doc</a></td></tr></table>"
        "<div class='yqlj'><span>友情链接</span><a>某省司法厅</a><a>某市人民政府</a></div></div></form>"
        f"<div class='foot'>{FOOTER}<p>网站访问量：<i>7654321</i></p><p>为确保最佳浏览效果，"
        "建议您使用IE9以上版本浏览器访问本网站</p></div>"
    )
    return Page(whole(META, body), tuple(lines))


def lists(lines: Sequence[str] = LINES) -> Page:
    """Lists of links on both sides, and on the right abstracts of other articles, with sentences."""
    body = (
        f"<div class='nav'><ul>{links(*NAVIGATION)}</ul></div>"
        "<div class='layout'><div class='col-l'><h4>栏目导航</h4>"
        f"<ul>{links('工作动态', '通知公告', '政策文件', '年度报告')}</ul></div>"
        f"<div class='col-m'><h1>{TITLE}</h1><div class='msg'>{DATE} 15:20　来源: {SOURCE}　【字号：大 中 小】</div>"
        f"<div class='content'>{paragraphs(lines, indent='')}</div><div class='prev'>上一条："
        "<a>关于公布行政执法主体的公告</a></div>"
        "<div class='next'>下一条：<a>关于开展执法证件换发工作的通知</a></div></div>"
        "<div class='col-r'><h4>热点推荐</h4><dl><dt><a href='1'>全县法治建设推进会召开</a></dt>"
        "<dd>近日，全县法治建设推进会召开，县长出席并讲话…<a href='1'>[详细]</a></dd>"
        "<dt><a href='2'>宪法宣传周启动</a></dt><dd>活动现场发放资料…<a href='2'>[详细]</a></dd></dl></div></div>"
        f"<div class='bottom-box'><select><option>友情链接</option></select>{FOOTER}</div>"
    )
    return Page(whole(META, body), tuple(lines), (f"{DATE}15:20来源:{SOURCE}【字号：大中小】",))


def accessible(lines: Sequence[str] = LINES) -> Page:
    """A bar for accessible reading with its sentences, a robot that answers, old browsers turned away."""
    body = (
        "<div id='wzayd'>按回车键打开无障碍说明页面，按Ctrl加波浪键打开导盲模式。</div>"
        "<!--[if lt IE 9]><p>您正在使用的浏览器版本过低。</p><![endif]-->"
        "<a class='skip' href='#main'>跳转到主要内容区</a>"
        "<div class='head'><p>欢迎访问禾丰县人民政府网站</p><p>IPv6</p><form><input name='q'><button>搜索"
        f"</button></form><ul>{links(*NAVIGATION)}</ul></div>"
        "<div class='location'>首页 › 政府信息公开 › 法治政府建设</div>"
        f"<div id='main'><h2 class='title'>{TITLE}</h2><p "
        f"class='source'>信息来源：{SOURCE}　发布日期：{DATE}　访问次数：33</p>"
        f"<div class='j-fontContent'>{paragraphs(lines, indent='&nbsp; &nbsp; ')}</div></div>"
        "<div class='robot'><p>您好，我是智能机器人小丰，请问有什么可以帮您？</p></div>"
        "<div class='tip'><p>您访问的链接即将离开“禾丰县人民政府”门户网站，是否继续？</p><a>继续访问</a>"
        "<a>放弃</a></div>"
        f"<div class='footer'>{FOOTER}</div>"
    )
    return Page(whole(META, body), tuple(lines))


def proposal(lines: Sequence[str] = REPLY) -> Page:
    """A proposal with its reply: a form above, two parts in containers of their own."""
    problem = ("近年来，群众对行政复议了解不多。", "建议加强宣传，增设便民服务点。")
    body = (
        f"<div class='top'><ul>{links(*NAVIGATION)}</ul></div><div class='place'>当前位置：首页 > 建议提案办理</div>"
        "<div class='ta'><h2>关于加强行政复议宣传的提案</h2><table class='ta-table'>"
        "<tr><th>提案号</th><td>0121</td><th>提案者</th><td>张某某</td></tr>"
        "<tr><th>承办单位</th><td>禾丰县司法局</td><th>办理结果</th><td>已解决</td></tr></table>"
        f"<div class='ta-head'>提案内容</div><div class='ta-body'>{paragraphs(problem)}</div>"
        "<div class='share-bar'><span>分享：</span><a>微信</a><a>微博</a></div>"
        f"<div class='ta-head'>答复内容</div><div class='ta-body'>{paragraphs(lines)}</div></div>"
        f"<div class='foot'>{FOOTER}</div>"
    )
    own = ("关于加强行政复议宣传的提案", "提案号0121提案者张某某", "承办单位禾丰县司法局办理结果已解决",
           "提案内容", *problem, "答复内容", *lines)  # fmt: skip
    return Page(whole("<meta charset='utf-8'><title>建议提案-禾丰县人民政府</title>", body), own)


def address(lines: Sequence[str] = LINES) -> Page:
    """A report before the people's congress: its form of address, a subtitle, the title on two lines, a data table."""
    table = (
        "<p style='text-align:center'>行政复议案件办理情况表</p><p style='text-align:right'>单位：件</p>"
        "<table border='1'><thead><tr><th rowspan='2'>地区</th><th colspan='2'>受理</th></tr><tr><th>2021年"
        "</th><th>2022年</th></tr></thead>"
        "<tbody><tr><td>城关镇</td><td>12</td><td>15</td></tr><tr><td>柳林乡</td><td>8</td><td>9</td></tr>"
        "</tbody></table>"
    )
    own = (
        "——2023年1月5日在禾丰县第十七届人民代表大会第二次会议上",
        "禾丰县人民政府县长 李某某",
        "各位代表：",
        *lines[:-2],
    )
    body = (
        "<div class='topnav'><a>省政府</a><a>市政府</a><span class='weather'>多云 3℃~12℃</span></div>"
        "<div class='path'><i></i>首页-政务公开-政府工作报告</div><div class='detail'>"
        "<h1>禾丰县人民政府关于2022年<br>法治政府建设情况的报告</h1>"
        f"<div class='sub'><span>{DATE}</span><span>{SOURCE}</span></div>{paragraphs(own, indent='')}{table}</div>"
        "<div class='right-bar'><span>回到顶部</span><span>政务微信</span><span>政务微博</span></div><div "
        f"class='ft'>{FOOTER}</div>"
    )
    rows = ("行政复议案件办理情况表", "单位：件", "地区：城关镇，城关镇2021年受理12件、2022年受理15件。",
            "地区：柳林乡，柳林乡2021年受理8件、2022年受理9件。")  # fmt: skip
    title = ("禾丰县人民政府关于2022年法治政府建设情况的报告",)
    return Page(
        whole("<meta charset='utf-8'><title>政府工作报告</title>", body), (*title, *own, *rows), (f"{DATE}{SOURCE}",)
    )


SKELETONS: tuple[Skeleton, ...] = (trs, openness, central, jcms, lists, accessible, proposal, address)
