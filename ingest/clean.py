"""Which lines are furniture: what a web page puts around a report.

The text itself is never touched: furniture only stays out of the passages. A line with a sentence in it is never
furniture, except for the few sentences that web pages are known to add.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from ingest.blocks import Loaded
from ingest.fields import FORM_LABELS, PROVENANCE, WEB_LABELS, inline_fields, is_field_line, is_label, label_of

SAMPLE_MARK = "【示例报告】"
LONGEST_FURNITURE = 120
# A label's value on a line of its own is shorter than this.
LONGEST_VALUE = 40
LONGEST_NAVIGATION = 12
# Further into a line a label is one of a news agency's, after its text.
LATEST_LABEL = 20
# Words of which a line of buttons and links is made.
BUTTONS = (
    "大", "中", "小", "字号", "字体", "默认", "超大", "特大", "打印本页", "打印此文", "打印文章", "打印页面",
    "打印", "关闭本页", "关闭窗口", "关闭", "收藏本页", "加入收藏", "收藏", "分享到", "分享", "返回顶部",
    "回到顶部", "返回首页", "返回列表", "返回", "网站首页", "首页", "上一篇", "下一篇", "上一页", "下一页",
    "尾页", "末页", "无障碍阅读", "无障碍浏览", "无障碍", "长者模式", "长者专区", "关怀版", "老年版", "适老版",
    "登录", "注册", "搜索", "检索", "微信", "微博", "新浪", "腾讯", "朋友圈", "QQ空间", "QQ", "导出", "下载",
    "繁體", "繁体", "简体", "ENGLISH", "手机版", "电脑版", "移动版", "网站地图", "联系我们", "关于我们",
    "设为首页", "版权声明", "法律声明", "使用帮助", "网站帮助", "我的订阅", "订阅", "听全文", "语音播报",
    "阅读原文", "在看", "点赞", "赞", "发表评论", "告诉好友", "推荐给好友", "全文下载", "保存", "纠错",
    "我要纠错", "智能问答", "RSS", "意见征集", "政务微博", "政务微信", "客户端",
)  # fmt: skip
_BUTTONS = re.compile(
    "(?:" + "|".join(sorted(BUTTONS, key=len, reverse=True)) + r"|[\[\]【】()<>|/·•:,、\-—»=+*])+", re.IGNORECASE
)
# Labels of a form that head columns of figures as well: a row of cells under them alone is no furniture.
AMBIGUOUS = frozenset({"分类", "名称", "编辑", "审核", "初审", "终审", "录入", "作者", "供稿", "阅读", "效力", "标签"})
# Beside where a report comes from, and not in a table's row, these of them are a web page's.
_BESIDE = frozenset({"作者", "编辑", "录入", "供稿", "阅读"})
_GAPS = re.compile(r"[\s|\[\]【】()]+")
OTHER_PAGES = (
    "(?:相关|热点|热门|推荐|最新|延伸|更多|关联|精彩)"
    "(?:稿件|阅读|链接|新闻|文章|推荐|文件|解读|信息|政策|内容|资讯|报道|专题|附件|公告|导读)"
)
# Compared with the line in its normal form without blanks, from its first character.
_PATTERNS = re.compile(
    "|".join((
        re.escape(unicodedata.normalize("NFKC", SAMPLE_MARK)),
        r"您?(?:的|目前|现在|当前)?(?:的|所在)?(?:当前|所在|浏览)?(?:的)?位置(?:是)?[:>]",
        r"(?:网站)?首页[>»/›→\\-]",
        r"欢迎(?:进入|访问|光临|您|来到)",
        r"(?:今日|今天|现在)是?[:：]|(?:今日|今天)是(?:20\d\d年|$)",
        r"20\d\d年\d{1,2}月\d{1,2}日,?星期[一二三四五六日][^,;]{0,16}$",
        r"(?:上|下)一(?:篇|条)[:：]?",
        r"(?:相关|附件|推荐|友情|网站)?(?:链接|下载|阅读|推荐|新闻|解读|文章|导航)[:：]",
        rf"{OTHER_PAGES}(?:[:：]|[>»更多+]*$)|友情链接|猜你喜欢|大家都在看|为你推荐",
        r"(?:分享|收藏|转发|打印)(?:到|至|本页)?[:：]",
        r"[【\[(]?(?:文章)?(?:字体|字号)(?:大小)?[】\])]?[:：]?[【\[(]?(?:默认|特?大|中|小|超大)",
        r"(?:用手机|手机|微信)?扫(?:一扫|上方|下方|描(?:二维码|上方|下方)|码(?:关注|查看|阅读|浏览|打开|观看|分享|下载|进入))",
        r"按回车键|.{0,20}导盲模式|(?:网站)?无障碍(?:说明|浏览|辅助)(?:$|[,:|·])",
        r"(?:点击)?(?:听新闻|听全文|收听本文|语音播报|播放语音)|视频加载|(?:正在|数据)?加载中|继续滑动看下一个|轻触阅读原文",
        r"打开.{0,12}app|看更多.{0,8}新闻|(?:网友评论|我要评论|发表评论|暂无评论)",
        r".{0,60}(?:icp备|公网安备|公安备案号|网站标识码|copyright|©|allrightsreserved|版权所有|政府网站找错"
        r"|违法和不良信息举报(?:中心|电话|邮箱|平台|[:(]|$)|技术支持[:：]|(?:建议|请)使用.{0,20}分辨率)",
        r"(?:您是|你是)?(?:本站)?第\d[\d,]*位访|(?:网站|本站|总|今日)?访问(?:总)?量[:：]",
        r"(?:责任编辑|编辑|责编|审核|初审|终审|录入|供稿|浏览(?:次数|量)?|点击(?:次数|数|量)?|阅读(?:次数|量)?)[:：]",
        r"满意度(?:评价|调查)[:：]",
        r"[(](?:责任)?(?:编辑|责编)[:：].{2,12}[)]$",
        r"本页(?:网址|链接)|网页?地址[:：]|原文链接|https?://\S+$",
    ))
)  # fmt: skip
# Who runs a site, which may be a report's word as well where nothing else at the foot of a page stands beside it.
_OPERATOR = re.compile(
    r"(?:网站)?(?:主办|主管|承办|维护|管理|运维|运行)(?:单位)?[:：]|(?:联系)?(?:地址|电话|邮编|邮箱)[:：]"
)
_FOOT = re.compile(r"icp备|公网安备|备案号|标识码|copyright|©|版权所有|技术支持|网站地图|网站声明|联系我们")
_SITE = re.compile(r"(?:网站|运行)维护|技术支持|icp|备案|标识码|版权|网站|邮编|邮箱")
_CONTRACTOR = re.compile(r"(?:承办|维护|运维|建设)(?:单位)?[:：]")
_SITE_OFFICE = re.compile(r"大数据|信息(?:化|技术)?(?:中心|管理)|融媒体|电子政务|网络中心|政务服务")
# The only sentences that are furniture: no report speaks so to its reader.
_ADDED_SENTENCE = re.compile(
    r"按回车键.{0,40}无障碍|.{0,30}导盲模式|您?(?:的|正在使用的|当前)*浏览器(?:不支持|版本)|请(?:升级|更换)您的浏览器"
    r"|您访问的链接(?:即将|将要)离开|您好[,!]?我是.{0,12}(?:机器人|智能|客服|小.[,!])|您是.{0,8}第[\d,]+位"
    r"|为(?:了)?(?:确保|保证|获得|达到)?.{0,8}浏览(?:效果|体验)|(?:本站|本网站?|我们)使用cookie|转载请注明"
    r"|文明上网[,!]?理性发言|(?:版权|免责|网站)[声申]明[:：]|凡本网站?注明|您对.{0,12}(?:是否满意|的评价)"
    r"|.{0,60}(?:诚邀您|敬请您?)(?:参与|填写|评价)"
)
_NAVIGATION = re.compile(r".+(?:网|网站|政府|人大|政协|首页|门户|公开|服务|互动|频道|专栏|概况|新闻|动态)")
_SENTENCE = re.compile(r"[。！？;；]")


def clean(loaded: Loaded) -> Loaded:
    """Return `loaded` with the blocks that are furniture marked."""
    lines = [loaded.text[block.start : block.end] for block in loaded.blocks]
    furniture = _label_lines(lines)
    top = next((at for at, line in enumerate(lines) if _SENTENCE.search(line)), len(lines))
    for at, line in enumerate(lines):
        furniture[at] = furniture[at] or is_furniture(line) or (at < top and _is_navigation(line))
    _mark_operators(lines, furniture)
    blocks = tuple(
        replace(block, body=block.body and not hidden) for block, hidden in zip(loaded.blocks, furniture, strict=True)
    )
    return replace(loaded, blocks=blocks)


def is_furniture(line: str) -> bool:
    """Tell whether a line, taken by itself, is furniture."""
    if len(line) > LONGEST_FURNITURE:
        return False
    plain = _plain(line)
    if _ADDED_SENTENCE.match(plain) or _BUTTONS.fullmatch(plain):
        return True
    return "。" not in line and (_names_operator(plain) or _is_added(line, plain))


def _names_operator(plain: str) -> bool:
    of_site = _SITE.search(plain) or (_CONTRACTOR.search(plain) and _SITE_OFFICE.search(plain))
    return bool(_OPERATOR.match(plain) and of_site)


def _is_added(line: str, plain: str) -> bool:
    fields = inline_fields(line)
    if _is_info_line(line, fields):
        return True
    labels = {label for label, _ in fields if plain.find(label) <= LATEST_LABEL}
    if labels & FORM_LABELS or any(label in PROVENANCE and value for label, value in fields):
        return False
    if labels and ("；" in line or ("\t" in line and labels <= AMBIGUOUS)):
        return False
    return bool(labels) or bool(_PATTERNS.match(plain))


def _is_info_line(line: str, fields: Sequence[tuple[str, str]]) -> bool:
    """Tell whether a line of labels and values holds something that only the web site needs: its reader's buttons.

    One that says nothing but where the report comes from, and when, can be cited.
    """
    if not is_field_line(line) or any(label in FORM_LABELS for label, _ in fields):
        return False
    if "\t" in line:
        # without a value it heads a column
        return any(label in WEB_LABELS - AMBIGUOUS and value and not is_label(value) for label, value in fields)
    if any(label in WEB_LABELS - (AMBIGUOUS - _BESIDE) for label, _ in fields):
        return True
    parts = _GAPS.split(unicodedata.normalize("NFKC", line))[1:]
    return any(part[0].isalpha() and _BUTTONS.fullmatch(part) for part in parts if part)


def _plain(line: str) -> str:
    return "".join(unicodedata.normalize("NFKC", line).lower().split())


def _mark_operators(lines: Sequence[str], furniture: list[bool]) -> None:
    """Mark the lines that say who runs a site, next to others at the foot of a page."""
    foot = [hidden and bool(_FOOT.search(_plain(line))) for line, hidden in zip(lines, furniture, strict=True)]
    for order in (range(1, len(lines)), range(len(lines) - 2, -1, -1)):
        for at in order:
            beside = foot[at - order.step]
            if beside and not furniture[at] and len(lines[at]) <= LONGEST_FURNITURE and "。" not in lines[at]:
                furniture[at] = foot[at] = bool(_OPERATOR.match(_plain(lines[at])))


def _is_navigation(line: str) -> bool:
    words = line.split()
    return len(words) > 1 and all(len(word) <= LONGEST_NAVIGATION and _NAVIGATION.fullmatch(word) for word in words)


def _label_lines(lines: Sequence[str]) -> list[bool]:
    """Mark the labels of a web site that stand on lines of their own, and their values on the lines below."""
    marked = [is_label(line) and label_of(line) in WEB_LABELS | PROVENANCE for line in lines]
    labels = marked.copy()
    for at in range(1, len(lines)):
        line = lines[at]
        is_value = labels[at - 1] and len(line) <= LONGEST_VALUE and not _SENTENCE.search(line) and not is_label(line)
        # the title follows a label that has no value, and is no value
        if is_value and (line.startswith(("•", "·")) or (at + 1 < len(lines) and labels[at + 1])):
            marked[at] = True
    return marked


def is_sample(loaded: Loaded, within: int = 30) -> bool:
    """Tell whether one of the first lines begins with the mark of the sample reports that the product ships."""
    return any(loaded.text.startswith(SAMPLE_MARK, block.start) for block in loaded.blocks[:within])
