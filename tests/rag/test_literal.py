"""What a sentence has to say in so many words to be about what a question asks."""

from __future__ import annotations

import pytest

from rag.assistant import Assistant
from rag.literal import _ROWS, lacks_literally
from rag.text import normalise
from tests.fakes import assistant_over


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("行政复议维持多少件", "受理行政复议申请158件"),
        ("不予受理多少件", "受理行政复议申请158件"),
        ("副县长出庭多少次", "县长出庭应诉1次"),
        ("大学生法律援助案件多少件", "办理法律援助案件2700件"),
        ("省外到位资金多少", "到位资金410亿元"),
        ("玉米产量多少", "粮食产量252万吨"),
        ("PM10浓度是多少", "PM2.5浓度29微克"),
        ("二星司法所有多少个", "建成四星司法所41个"),
        ("法律援助案件多少件", "办理公证案件270件"),
        ("负责人出庭多少次", "办理应诉案件47件"),
        ("12345热线接了多少电话", "接待来访群众300人次"),
        ("关停企业多少家", "40家企业复工复产"),
        ("民营企业有多少家", "规上企业2.8万家"),
        ("没能按期完成的保交楼有多少套", "完成保交楼3736套"),
        ("注销的商事主体多少户", "商事主体达422万户"),
        ("取消的审批事项多少项", "新增下放审批事项16项"),
        ("农村居民收入涨了多少", "居民人均可支配收入增长4.9%"),
        ("城镇居民人均可支配收入增长多少", "居民人均可支配收入增长4.9%"),
        ("第二产业增加值增长多少", "规模以上工业增加值增长3.3%"),
        ("第二批下放多少项", "第一批下放44项"),
    ],
)
def test_another_thing_is_told(question: str, sentence: str) -> None:
    assert lacks_literally(normalise(question), normalise(sentence))


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("行政复议维持多少件", "维持原决定12件"),
        ("不予许可多少件", "未予许可3件"),
        ("副县长出庭多少次", "县政府班子成员出庭6次"),
        ("老人法律援助多少件", "为60岁以上群众办理援助170件"),
        ("女职工有多少", "妇女干部占三成"),
        ("居民医保报销比例", "城乡医保报销比例提高3%"),
        ("四星司法所有多少个", "四星、五星司法所共108个"),
        ("三星以上司法所有多少个", "四星司法所41个"),
        ("第二批下放多少项", "分两次下放88项"),
        ("第一批下放多少项", "头一批下放44项"),
        ("维持秩序出动多少人", "出动保安300人"),
        ("受理多少件", "受理158件"),
        # what a place has, and what lies in it
        ("岚川省外贸进出口增长多少", "进出口增长9.8%"),
        ("岚川市外籍人才多少名", "引进外国专家15名"),
        ("岚川市外来人口多少", "流动人口12万人"),
        ("岚川市内老旧小区改造多少个", "改造老旧小区473个"),
        ("岚川省内河航道多少公里", "航道里程120公里"),
        ("岚川市图书记录多少条", "登记图书2万条"),
        ("3号线多长", "三号线全长12公里"),
        ("五星司法所有多少个", "四、五星司法所共108个"),
        ("2号线日均客流多少", "2、3号线日均客流20万人次"),
        ("老人食堂有多少家", "建成长者食堂8家"),
        ("妇女免费检查多少人", "完成两癌筛查12万人"),
        ("12345热线接了多少电话", "受理群众诉求2万件"),
        ("罚款多少万元", "罚没款12万元"),
        ("负责人出庭率多少", "行政机关负责人应诉率达100%"),
        ("劳动仲裁案件多少件", "处理劳动人事争议案件120件"),
        ("民营投资增长多少", "民间投资增长7%"),
        ("发放许可证多少张", "审批发证300张"),
        ("还没整改的问题有几个", "尚有2个问题正在整改"),
        ("注销企业多少户", "引导“僵尸企业”退出市场120户"),
        ("农民收入多少", "农村居民人均可支配收入2.1万元"),
        ("农民工追回工资多少", "追回欠薪300万元"),
        ("二产占比多少", "三次产业比重调整为2.4:51.1:46.5"),
        ("二三产业占比多少", "三产比例调整为2.4:51.1:46.5"),
    ],
)
def test_the_thing_asked_for_is_told(question: str, sentence: str) -> None:
    assert not lacks_literally(normalise(question), normalise(sentence))


@pytest.mark.parametrize(("asked", "told"), _ROWS)
def test_rows_are_of_normalised_text(asked: str, told: str) -> None:
    assert (normalise(asked), normalise(told)) == (asked, told)


def test_what_is_not_said_so_is_refused(tmp_path: pytest.TempPathFactory) -> None:
    report = (
        "【示例】内容为虚构\n岚川市2022年法治政府建设情况报告\n一、主要工作\n"
        "全年受理行政复议申请158件，办结150件。建成五星规范化司法所12个、四星规范化司法所41个。\n"
    )
    report += "二、法律援助\n加强队伍建设。全年办理案件270件。\n"
    reports: Assistant = assistant_over(tmp_path, report)  # type: ignore[arg-type]
    # a heading says what is counted below it
    assert "270件" in reports.answer("岚川市2022年办理法律援助案件多少件？").answer
    assert reports.answer("岚川市2022年受理行政复议申请多少件？").status == "answered"
    assert reports.answer("岚川市2022年行政复议维持多少件？").status == "refused"
    assert "41个" in reports.answer("岚川市四星规范化司法所有多少个？").answer
    assert reports.answer("岚川市二星规范化司法所有多少个？").status == "refused"
