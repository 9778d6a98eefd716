"""Five more skeletons, written after the rules were, to see what pages that nobody has looked at come to."""

from __future__ import annotations

from collections.abc import Sequence

from tests.ingest.webpages import (
    DATE,
    INDEX_NUMBER,
    LINES,
    NUMBER,
    SOURCE,
    TITLE,
    Page,
    Skeleton,
    links,
    paragraphs,
    whole,
)


def city(lines: Sequence[str] = LINES) -> Page:
    """A large city's site: a login bar, tabs for text and pictures, a rating, a policy's relations."""
    body = (
        "<div class='skiptranslate'></div><div class='top-tool'><a>市政府部门</a><a>区政府</a><a>移动版</a>"
        "<a>繁体</a><a>English</a></div>"
        "<div class='nav-wrap'><a>要闻</a><a>政务公开</a><a>一网通办</a><a>市民互动</a></div>"
        "<div class='crumb-nav'><a>首页</a> / <a>政务公开</a> / <a>法治政府建设</a></div>"
        "<div id='ivs_content' class='Article'><div class='tabs'><span class='on'>正文</span><span>图解</span>"
        "<span>音频</span></div>"
        f"<div id='ivs_title'>{TITLE}<small>（{DATE}）</small></div>"
        "<div class='tool'><i class='iconfont'></i>字体 【<a>大</a> <a>中</a> <a>小</a>】<i></i>分享至：<a></a></div>"
        f"<div class='Article_content'>{paragraphs(lines, indent='')}</div>"
        "<div class='evaluate'><p>您对本信息的评价：</p><label><input type='radio'>满意</label><label><input "
        "type='radio'>不满意</label>"
        "<button>提交</button></div><div class='gl'><div class='gl-tit'>政策关联</div><ul>"
        f"{links('《禾丰县法治政府建设工作方案》政策解读', '专家解读：法治政府建设')}</ul></div></div>"
        "<div class='bottom'><p>政府网站年度工作报表</p><p>主办：禾丰县人民政府办公室 技术支持：某公司</p>"
        "<p>请使用1280*768以上分辨率浏览本站</p><p>总访问量：12,345,678</p></div>"
    )
    return Page(
        whole(f"<meta charset='utf-8'><title>{TITLE}_法治政府建设_禾丰县</title>", body),
        tuple(lines),
        (f"{TITLE}（{DATE}）",),
    )


def congress(lines: Sequence[str] = LINES) -> Page:
    """A people's congress's site of 2010: tables, a date in script, bold numbered headings."""
    bold = [f"<b>{line}</b>" if line[1] == "、" else line for line in lines]
    text = paragraphs(bold, "<p style='TEXT-INDENT: 2em'><font face=宋体 size=3>", "</font></p>", "")
    body = (
        "<table width=1000 align=center><tr><td>欢迎您访问禾丰县人大网！</td><td><script>document.write(new "
        "Date())</script></td></tr></table>"
        "<table width=1000 align=center><tr><td class=menu><a>首 页</a></td><td class=menu><a>人大概况</a>"
        "</td><td class=menu><a>监督工作</a></td></tr></table>"
        "<table width=1000 align=center><tr><td width=230 valign=top><table><tr><td class=lm>监督工作</td></tr>"
        "<tr><td><a>执法检查</a></td></tr><tr><td><a>听取报告</a></td></tr></table><table><tr><td "
        "class=lm>站内搜索</td></tr>"
        "<tr><td><input><input type=button value=搜索></td></tr></table></td><td valign=top>"
        f"<div class=dqwz>当前位置： 首页 → 监督工作 → 听取报告</div><div class=bt>{TITLE}</div>"
        f"<div class=fbt>发布：{SOURCE}　　发布时间：{DATE}　　阅读：<script>count()</script> 次　　【 打 印 "
        "】【 关 闭 】</div>"
        f"<div class=nr>{text}</div><div class=pages>1 <a>2</a> <a>下一页</a> 共2页</div>"
        "<div>[<a>大</a>][<a>中</a>][<a>小</a>]</div></td></tr></table>"
        "<table width=1000 align=center><tr><td align=center>Copyright 2010-2023 禾丰县人大常委会 All Rights "
        "Reserved<br>"
        "地址：禾丰县某路1号　邮编：000000　电话：0000-7654321<br>某ICP备05000000号</td></tr></table>"
    )
    return Page(
        whole("<meta http-equiv='Content-Type' content='text/html; charset=utf-8'><title>禾丰县人大网</title>", body),
        tuple(lines),
        (f"发布：{SOURCE}发布时间：{DATE}阅读：次【打印】【关闭】",),
    )


def phone(lines: Sequence[str] = LINES) -> Page:
    """A county's news app: a page for phones, text in section and span, an advertisement, an invitation to the app."""
    text = "".join(f"<section><span style='font-size:17px'>&emsp;&emsp;{line}</span></section>" for line in lines)
    body = (
        "<div class='open-app'><img src='i.png'><div>禾丰融媒</div><div>看更多本地新闻</div><a>打开APP</a></div>"
        f"<div class='art'><p class='t'>{TITLE}</p><p class='d'><span>{SOURCE}</span> <span>{DATE} 08:00"
        "</span> <span>12345阅读</span></p>"
        "<div class='voice'>听新闻 00:00 / 05:12 倍速</div>"
        f"<div class='txt'>{text}</div><p>（编辑：李四）</p><p "
        "class='sm'>免责声明：本文来自禾丰融媒客户端自媒体，不代表本平台立场。</p>"
        "<div class='like'>点赞 <span>35</span></div></div>"
        "<div class='rec'><h3>为你推荐</h3><div class='it'><p>县司法局开展普法宣传活动</p><span>1小时前</span></div>"
        "<div class='it'><p>禾丰：法律服务进乡村</p><span>昨天</span></div></div><div "
        "class='dl'>打开禾丰融媒APP，查看全部评论</div>"
    )
    return Page(
        whole(f"<meta charset='utf-8'><title>{TITLE}</title>", body), tuple(lines), (f"{SOURCE}{DATE}08:0012345阅读",)
    )


def gazette(lines: Sequence[str] = LINES) -> Page:
    """A bureau's site: the document's number and a red head above the title, definition lists, a relation of files."""
    body = (
        "<div class='hd'><div class='hd-top'><span>2024年1月3日</span> <span>星期三</span> <span>晴 -3~8℃"
        "</span> <a>邮箱登录</a></div>"
        "<h1 class='site'>禾丰县司法局</h1></div><div class='wz'>您的位置：<a>首页</a>&nbsp;&raquo;&nbsp;"
        "<a>信息公开</a></div>"
        "<dl class='info'>"
        f"<dt>索引号</dt><dd>{INDEX_NUMBER}</dd><dt>发布机构</dt><dd>{SOURCE}</dd><dt>发文字号</dt><dd>{NUMBER}</dd>"
        f"<dt>发布日期</dt><dd>{DATE}</dd><dt>体裁分类</dt><dd>报告</dd><dt>有效性</dt><dd>有效</dd></dl>"
        "<div class='download'><a>下载文字版</a> <a>下载图片版</a></div>"
        f"<div class='doc'><p align='center'>禾丰县人民政府文件</p><p align='center'>{NUMBER}</p><h2>{TITLE}</h2>"
        f"{paragraphs(lines, indent='')}<p>（此件公开发布）</p></div>"
        "<div class='xg'><span>关联文件</span><a>禾丰县人民政府关于印发法治政府建设工作要点的通知</a></div>"
        "<div class='ft'><ul><li>关于我们</li><li>网站声明</li><li>找回密码</li></ul>"
        "<div>主管单位：禾丰县司法局</div>"
        "<div>公安备案号：49000002000123</div></div>"
    )
    beside = ("禾丰县人民政府文件", NUMBER, "（此件公开发布）", "发布机构", "发文字号", "发布日期", SOURCE, DATE)
    return Page(whole("<meta charset='utf-8'><title>信息公开_禾丰县司法局</title>", body), tuple(lines), beside)


def blog(lines: Sequence[str] = LINES) -> Page:
    """A site on a general framework: main and aside, tags, an alert, cookies, paragraphs of div."""
    body = (
        "<div class='cookie-bar'>本网站使用Cookie以提升您的浏览体验，继续浏览即表示您同意。<button>知道了"
        "</button></div>"
        f"<nav class='navbar'><a class='brand'>法治禾丰</a><ul>{links('动态', '公告', '报告', '关于')}</ul></nav>"
        "<ol class='breadcrumb'><li><a>首页</a></li><li><a>报告</a></li><li class='active'>正文</li></ol>"
        f"<main class='container'><div class='row'><div class='col-md-9'><h1>{TITLE}</h1>"
        f"<ul class='list-inline'><li>日期：{DATE}</li><li>来源：{SOURCE}</li><li>分类：<a>年度报告</a></li>"
        "<li>标签：<a>法治</a></li></ul>"
        f"<div class='post'>{''.join(f'<div>{line}</div>' for line in lines)}</div>"
        "<div class='alert alert-info'>转载请注明出处：法治禾丰。</div><div class='tags'><a>法治</a><a>政府</a></div>"
        "<ul class='pager'><li><a>← 2021年报告</a></li><li><a>2023年报告 →</a></li></ul></div>"
        "<aside class='col-md-3'><div class='panel'><h4>最新公告</h4><ul><li><a>公告一</a></li><li><a>公告二"
        "</a></li></ul></div>"
        "<div class='panel'><h4>关于本站</h4><p>本站由禾丰县司法局主办，发布法治建设信息。</p></div></aside>"
        "</div></main>"
        "<footer><p>© 2023 法治禾丰 · 由某系统驱动</p></footer>"
    )
    return Page(
        whole(f"<meta charset='utf-8'><title>{TITLE} | 法治禾丰</title>", body),
        tuple(lines),
        (f"日期：{DATE}", f"来源：{SOURCE}"),
    )


SKELETONS: tuple[Skeleton, ...] = (city, congress, phone, gazette, blog)
