"""Which lines are furniture, and which only look like it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.clean import clean, is_furniture, is_sample
from ingest.fields import inline_fields, read_fields
from ingest.formats.plaintext import load_text
from ingest.formats.word.document import load_word


@pytest.mark.parametrize(
    "line",
    [
        "当前位置:首页 > 政务公开 > 年度报告",
        "您现在的位置：网站首页>>公告",
        "欢迎进入青禾人大网 今日是:",
        "【打印本页】 【关闭窗口】",
        "字号:[大 中 小]  打印",
        "关闭本页",
        "扫一扫在手机打开当前页",
        "按回车键打开无障碍说明页面,另有导盲模式。",
        "主办单位:青禾市人民政府办公室  承办单位:青禾市大数据局",
        "某ICP备12345678号-1  网站标识码:4900000023",
        "版权所有：青禾市人民政府",
        "上一篇：2021年度报告",
        "责任编辑：张三",
        "浏览次数:231",
        "索引号\tLC0012-02\t主题分类\t综合政务",
        "无障碍阅读 | 长者模式 | 登录 | 注册",
        "相关链接:某省人民政府 某省司法厅",
        "【示例报告】内容为虚构,仅供演示",
        "【加入收藏】【打印此文】【关闭窗口】",
        "字体 【大 中 小】 分享至：",
        "网站首页 → 监督工作 → 听取报告",
        "2024年1月3日 星期三 晴",
        "相关稿件",
        "推荐阅读：",
        "（责任编辑：张三）",
        "您是本站第 88231 位访问者",
        "您的浏览器不支持播放此视频，请更换浏览器。",
        "您访问的链接即将离开“青禾市人民政府”门户网站，是否继续？",
        "您好，我是智能机器人小青，请问有什么可以帮您？",
        "为确保最佳浏览效果，建议您使用新版本的浏览器访问本网站。",
        "版权声明：凡本网站注明来源的作品，未经授权不得转载。",
        "为进一步提升服务水平，现开展网站满意度问卷调查，诚邀您参与。",
        "视频加载中，请稍候...",
        "点击收听本文语音播报",
        "标签：法治 政府",
        # where a report comes from, beside what only the site needs
        "发布日期:2023-05-17 浏览次数:231 浏览",
        "时间:2022-03-04 16:46  大 中 小  来源:青禾县依法治县办",
        "发布时间：2023-03-15 10:22 来源：县司法局 浏览次数：1024 字号：【大 中 小】 打印 分享到：",
        "日期：2024-02-28 15:30:12来源：青禾市司法局浏览量：3321【字体：大 中 小】打印本页 关闭窗口",
        "时间:2023-02-24 09:18   来源:青禾市人民政府浏览:386次",
        "作者：办公室　　文章来源：本站原创　　点击数：512　　更新时间：2024-1-30",
        "来源：县司法局 发布时间：2023-03-15 浏览次数：",
        "2023年3月15日 来源：县司法局 责任编辑：张三",
        "来源：县司法局 编辑：张三",
        "来源：县司法局 发布时间：2023-03-15 【打印】",
        "发布日期\t2023-05-17\t浏览次数\t231",
    ],
)
def test_furniture(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "一、工作开展情况",
        "一是大力推进政务公开。",
        "扫一扫就能查到办事指南,群众满意率98%。",
        "打印店、网吧等场所纳入监管。",
        "承办单位",
        "提案者",
        "青禾市人民政府",
        "2023年3月15日",
        "各位代表:",
        "首页点击量达到200万次。",
        "主办单位履行监管职责,全年开展检查35次,主办:市司法局。",
        "主办单位：县林草局、县档案馆，各乡、镇便民中心",
        "主办单位：市大数据局  会办单位：市司法局",
        "审核\t26\t104",
        "审核：全年审核文件26件；提出意见104条；",
        "今天是第20个全国法制宣传日",
        "3月全国受理网络违法和不良信息举报35万件",
        "文明上网，不编造、散布虚假信息。",
        "县长在全市法治政府建设工作推进会上强调—— 【编辑:张三】",
        "推荐案例：3件入选全国典型",
        "开展群众满意度问卷调查2000份，满意率98%。",
        "邀请参与座谈会的代表提出意见35条。",
        "微信扫一扫即可提交申请，全年办理2万件。",
        "满意度评价机制不断完善",
        "扫码入企制度全面推行",
        "访问量达到200万次。",
        "2023年1月5日，星期四，会议召开，部署全年法治政府建设工作任务",
        # where a report comes from, and nothing else
        "来源：县司法局 发布时间：2023-03-15",
        "发布机构\t青禾县司法局\t文号\t青政发〔2023〕5号",
        # the head of a table's columns, and a row
        "日期\t浏览量\t点击量\t阅读量",
        "时间\t地点\t下载",
        "时间\t2023\t审核\t26",
        "时间：2023年 审核：26件",
        # a text that speaks of a site
        "数据来源：市大数据局，全年门户网站浏览量：35万次。",
        "网站建设情况，信息来源：各部门 浏览量：35万",
    ],
)
def test_no_furniture(line: str) -> None:
    assert not is_furniture(line)


def body(text: str) -> list[str]:
    loaded = clean(load_text(text))
    assert loaded.text == text
    return [text[block.start : block.end] for block in loaded.blocks if block.body]


def test_links_above_the_title_are_navigation() -> None:
    text = "中国某网 某省政府 某市政府\n青禾县2021年度法治政府建设情况报告\n正文。"
    assert body(text) == ["青禾县2021年度法治政府建设情况报告", "正文。"]


def test_who_runs_a_site_is_furniture_beside_what_only_sites_say() -> None:
    text = "正文。\n主办单位：青禾市人民政府\n地址：青禾市某路1号\n某ICP备12345678号\n电话：1234567"
    assert body(text) == ["正文。"]
    text = "索引号：X1\n承办单位：青禾市司法局\n正文。"
    assert body(text) == ["承办单位：青禾市司法局", "正文。"]
    text = "任务分工。\n主办单位：青禾市人民政府\n完成时限：年底"
    assert body(text) == text.split("\n")


# What clean() marks in the real reports, looked at by eye: all of it is furniture.
MARKED = {
    "000_ab298d9553f72b0a.txt": 2,
    "003_eb3bc94ec7d3650b.txt": 4,
    "004_546684642dd60f52.txt": 12,
}


def test_no_line_of_a_real_report_is_furniture(shared: Path) -> None:
    marked = {}
    for path in sorted((shared / "corpus").iterdir()):
        loaded = clean(load_text(path.read_text("utf-8")))
        if count := sum(not block.body for block in loaded.blocks):
            marked[path.name] = count
    assert marked == MARKED
    for path in sorted((shared / "work-reports").iterdir()):
        loaded = load_word(path.read_bytes())
        assert [block.body for block in clean(loaded).blocks] == [block.body for block in loaded.blocks], path.name


@settings(max_examples=200)
@given(st.text(alphabet="审核：查办案件35，各级人民政府主办单位首页当前位置年月日打印 \t", max_size=60))
def test_a_line_with_a_sentence_is_text(line: str) -> None:
    assert not is_furniture(line + "办理案件。")


def test_labels_on_lines_of_their_own_with_their_values() -> None:
    text = (
        "• 发文字号\n• 索引号\n• 0054/2023\n• 发布日期\n• 2023-05-17\n• 服务对象\n"
        "关于推进青禾市法治政府建设的提案\n提案者\n张某某\n提案内容\n正文。"
    )
    assert body(text) == ["关于推进青禾市法治政府建设的提案", "提案者", "张某某", "提案内容", "正文。"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param(
            "时间:2022-03-04 16:46   来源:青禾县办公室",
            [("时间", "2022-03-04 16:46"), ("来源", "青禾县办公室")],
            id="two on one line",
        ),
        pytest.param("索 引 号\tA1\t发布日期\t2023-01-02", [("索引号", "A1"), ("发布日期", "2023-01-02")], id="cells"),
        pytest.param("发布时间：2023年1月2日", [("发布时间", "2023年1月2日")], id="full-width colon"),
        pytest.param(
            "来源：青禾市司法局浏览量：3321", [("来源", "青禾市司法局"), ("浏览量", "3321")], id="nothing between them"
        ),
        pytest.param("据不完全统计,来源多样", [], id="no label"),
        pytest.param("政府网站浏览量：35万", [], id="a counter that the text speaks of"),
        pytest.param("全市纠纷来源:邻里居多", [], id="a word that ends like a label"),
    ],
)
def test_fields_of_a_line(line: str, expected: list[tuple[str, str]]) -> None:
    assert inline_fields(line) == expected


def test_fields_of_a_form() -> None:
    loaded = load_text("发布日期\n2023-05-17\n索引号\n主题分类\n综合\n")
    assert read_fields(loaded.text, loaded.blocks) == {"发布日期": "2023-05-17", "主题分类": "综合"}


def test_fields_are_read_from_furniture() -> None:
    line = "日期：2024-02-28来源：青禾市司法局浏览量：3321【字体：大 中 小】"
    loaded = clean(load_text(f"{line}\n青禾市报告\n正文。"))
    assert not loaded.blocks[0].body
    fields = read_fields(loaded.text, loaded.blocks)
    assert (fields["日期"], fields["来源"]) == ("2024-02-28", "青禾市司法局")


def test_samples_carry_their_mark() -> None:
    assert is_sample(load_text("【示例报告】内容为虚构\n青禾市报告"))
    assert not is_sample(load_text("青禾市报告\n文中提到【示例报告】一词。"))
