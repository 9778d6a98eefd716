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
from ingest.fields import FORM_LABELS, PROVENANCE, WEB_LABELS, inline_fields, is_label, label_of

SAMPLE_MARK = "【示例报告】"
LONGEST_FURNITURE = 120
# A label's value on a line of its own is shorter than this.
LONGEST_VALUE = 40
LONGEST_NAVIGATION = 12
# Words of which a line of buttons and links is made.
BUTTONS = (
    "大", "中", "小", "字号", "字体", "默认", "超大", "特大", "打印本页", "打印", "关闭本页", "关闭窗口", "关闭",
    "收藏本页", "加入收藏", "收藏", "分享到", "分享", "返回顶部", "回到顶部", "返回首页", "返回列表", "返回",
    "网站首页", "首页", "上一篇", "下一篇", "上一页", "下一页", "尾页", "末页", "无障碍阅读", "无障碍浏览", "无障碍",
    "长者模式", "长者专区", "关怀版", "老年版", "适老版", "登录", "注册", "搜索", "检索", "微信", "微博", "新浪",
    "腾讯", "朋友圈", "QQ空间", "QQ", "导出", "下载", "繁體", "繁体", "简体", "ENGLISH", "手机版", "电脑版", "移动版",
    "网站地图", "联系我们", "关于我们", "设为首页", "版权声明", "法律声明", "使用帮助", "网站帮助", "我的订阅",
    "订阅", "听全文", "语音播报", "全文下载", "保存", "纠错", "我要纠错", "智能问答", "RSS", "意见征集", "政务微博",
    "政务微信", "客户端",
)  # fmt: skip
_BUTTONS = re.compile(
    "(?:" + "|".join(sorted(BUTTONS, key=len, reverse=True)) + r"|[\[\]【】()<>|/·•:,、\-—»=+*])+", re.IGNORECASE
)
# Compared with the line in its normal form without blanks, from its first character.
_PATTERNS = re.compile(
    "|".join((
        re.escape(unicodedata.normalize("NFKC", SAMPLE_MARK)),
        r"您?(?:的|目前|现在|当前)?(?:的|所在)?(?:当前|所在|浏览)?(?:的)?位置(?:是)?[:>]",
        r"(?:网站)?首页[>»/›]",
        r"欢迎(?:进入|访问|光临|您|来到)",
        r"(?:今日|今天|现在)是?[:：]|(?:今日|今天)是",
        r"(?:上|下)一(?:篇|条)[:：]?",
        r"(?:相关|附件|推荐|友情|网站)?(?:链接|下载|阅读|推荐|新闻|解读|文章|导航)[:：]",
        r"(?:分享|收藏|转发|打印)(?:到|本页)?[:：]",
        r"(?:用手机|手机|微信)?扫(?:一扫|描|码|上方|下方)",
        r"按回车键|(?:.{0,20}(?:导盲模式|无障碍(?:说明|浏览|辅助)))",
        r".{0,60}(?:icp备|公网安备|网站标识码|copyright|©|版权所有|政府网站找错|违法和不良信息举报|技术支持[:：]|建议使用.{0,20}分辨率)",
        r"(?:网站|运行|运维)?(?:主办|主管|维护|管理|运维)(?:单位)?[:：]",
        r"(?:责任编辑|编辑|责编|审核|初审|终审|录入|供稿|浏览(?:次数|量)?|点击(?:次数|数|量)?|阅读(?:次数|量)?)[:：]",
        r"本页(?:网址|链接)|网页?地址[:：]|原文链接|https?://\S+$",
    ))
)  # fmt: skip
_ADDED_SENTENCE = re.compile(r"按回车键.{0,40}无障碍|.{0,30}导盲模式")
_NAVIGATION = re.compile(r".+(?:网|网站|政府|人大|政协|首页|门户|公开|服务|互动|频道|专栏|概况|新闻|动态)")
_SENTENCE = re.compile(r"[。！？;；]")


def clean(loaded: Loaded) -> Loaded:
    """Return `loaded` with the blocks that are furniture marked."""
    lines = [loaded.text[block.start : block.end] for block in loaded.blocks]
    furniture = _label_lines(lines)
    top = next((at for at, line in enumerate(lines) if _SENTENCE.search(line)), len(lines))
    blocks = tuple(
        replace(block, body=block.body and not (hidden or is_furniture(line) or (at < top and _is_navigation(line))))
        for at, (block, line, hidden) in enumerate(zip(loaded.blocks, lines, furniture, strict=True))
    )
    return replace(loaded, blocks=blocks)


def is_furniture(line: str) -> bool:
    """Tell whether a line, taken by itself, is furniture."""
    if len(line) > LONGEST_FURNITURE:
        return False
    plain = "".join(unicodedata.normalize("NFKC", line).lower().split())
    if _ADDED_SENTENCE.match(plain) or _BUTTONS.fullmatch(plain):
        return True
    if "。" in line:
        return False
    fields = inline_fields(line)
    if any(label in FORM_LABELS or (label in PROVENANCE and value) for label, value in fields):
        return "主办单位" in plain and not is_label(line)
    return bool(fields) or bool(_PATTERNS.match(plain))


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
