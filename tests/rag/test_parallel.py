"""Lists made of like parts: headings, first words of paragraphs, enumerations, clauses with one frame."""

from __future__ import annotations

import pytest

from rag import parallel
from rag.assistant import Assistant
from rag.kinds import count_asked
from rag.lexicon import Lexicon
from rag.parallel import LEAST, best_run
from rag.terms import Concept, Matcher
from rag.understand import understand
from tests.fakes import KeywordEmbedder, PlainIndex, assistant_over

REPORT = """【示例】内容为虚构
岚川市2022年政府工作报告
一、2022年工作回顾
（一）聚力打造区域中心。全年围绕区域中心建设持续发力。
立足打造“医疗服务中心”，新建医院2所，引进专家15人。立足打造“商贸物流中心”，建成仓库3座。立足打造“文化旅游中心”，接待游客80万人次。
（二）守牢安全底线。
持续守牢粮食安全底线。粮食产量12万吨。
持续守牢债务风险底线。化解债务2亿元。
持续守牢生态环保底线。关停企业6家。
二、2023年重点工作
今年工作中，要做到“三个更加注重”：更加注重质量效益，推动工业转型；更加注重改革创新，激发内生动力；更加注重民生福祉，办好十件实事。
要把握好四个方面：一要稳增长。着力扩大有效投资，抓好重大项目建设，确保投资稳步回升，消费持续向好。二要促改革。优化营商环境，深化国有企业改革，激发各类主体活力，破除体制障碍。三要防风险。稳妥化解政府债务，抓好金融风险处置，确保房地产市场平稳。四要惠民生。千方百计增加居民收入，办好教育医疗养老实事，兜牢民生底线。
三、加强政府自身建设
面对新任务，必须全面加强政府自身建设。
勇于担当作为。主动对标先进，提高效率，敢于较真碰硬，善于破解难题，推动各项部署落地见效，以实干实绩交出满意答卷。
严格依法行政。落实重大决策程序，规范执法，自觉接受监督，推进政务公开，把权力关进制度的笼子，让群众办事更方便。
恪守清正廉洁。严控一般性支出，厉行节约，持续纠治四风，严查群众身边的腐败问题，构建亲清政商关系，弘扬清风正气。
"""


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("parallel"), REPORT)


@pytest.mark.parametrize(
    ("question", "items", "year"),
    [
        pytest.param(
            "岚川市2022年持续守牢哪三条底线？",
            ["持续守牢粮食安全底线", "持续守牢债务风险底线", "持续守牢生态环保底线"],
            "2022年",
            id="first sentences of paragraphs",
        ),
        pytest.param(
            "岚川市政府自身建设讲了哪三个方面？",
            ["勇于担当作为", "严格依法行政", "恪守清正廉洁"],
            "2023年（计划）",
            id="first sentences under a heading that is asked for",
        ),
        pytest.param(
            "岚川市2023年要做到的“三个更加注重”是哪三个？",
            ["更加注重质量效益", "更加注重改革创新", "更加注重民生福祉"],
            "2023年（计划）",
            id="clauses with one frame",
        ),
    ],
)
def test_items_of_like_parts(reports: Assistant, question: str, items: list[str], year: str) -> None:
    answer = reports.answer(question)
    assert answer.status == "answered"
    frame, *lines = answer.answer.split("\n")
    assert frame == f"岚川市{year}："
    numbered = [f"{number}. {item}" for number, item in enumerate(items, 1)]
    assert [line.partition("[")[0] for line in lines] == numbered
    quotes = {citation.marker: citation.quote for citation in answer.citations}
    for statement, item in zip(answer.statements, items, strict=True):
        assert statement.supported
        assert any(item in quotes[marker] for marker in statement.markers)


def test_an_enumeration_is_a_run() -> None:
    index = PlainIndex(REPORT)
    understood = understand("岚川市2023年工作要把握好哪四个方面？", (), index.reports())
    matcher = Matcher([Concept("把握", (), 2.0)], Lexicon(KeywordEmbedder()))
    found = best_run(understood, matcher, [report.id for report in index.reports()], index)
    assert found is not None
    run, likely = found
    assert [passage.slice(span)[:3] for passage, span in run.items] == ["稳增长", "促改革", "防风险", "惠民生"]
    assert likely > LEAST


WORK = """【示例】内容为虚构
岚川市2022年政府工作报告
一、2022年工作回顾
新建医院2所。
二、2023年重点工作
推动工业转型。新建厂房3座，推动设备更新，确保投资稳步回升。
推动农业提质。粮食产量12万吨，推动良种推广，抓好春耕备耕。
推动商贸升级。建成仓库3座，推动网点下沉，激发消费活力。
加强市场监管。规范执法，自觉接受监督，推进政务公开。
严守财经纪律。厉行节约，持续纠治四风，弘扬清风正气。
"""


@pytest.mark.parametrize(
    ("question", "items"),
    [
        ("岚川市2023年要推动哪三件事？", ["推动工业转型。", "推动农业提质。", "推动商贸升级。"]),  # of five
        ("岚川市2023年要抓好哪三件事？", []),  # none begins so
        ("岚川市2023年要推动哪四件事？", []),
    ],
)
def test_neighbours_that_begin_with_letters_of_the_question(question: str, items: list[str]) -> None:
    index = PlainIndex(WORK)
    understood = understand(question, (), index.reports())
    matcher = Matcher([Concept("推动", (), 2.0)], Lexicon(KeywordEmbedder()))
    found = best_run(understood, matcher, [report.id for report in index.reports()], index)
    assert [passage.slice(span) for passage, span in (found[0].items if found else ())] == items


@pytest.mark.parametrize(
    ("question", "number"), [("三岚市守牢哪些底线", 0), ("三岚守牢哪些底线", 0), ("三岚市守牢哪四条底线", 4)]
)
def test_the_numeral_of_a_place_counts_nothing(question: str, number: int) -> None:
    catalogue = PlainIndex(WORK.replace("岚川市", "三岚市")).reports()
    assert parallel.count_asked(understand(question, (), catalogue)) == number


def test_a_run_of_another_number_is_no_answer(reports: Assistant) -> None:
    answer = reports.answer("岚川市2022年持续守牢哪五条底线？")
    assert "3. " not in answer.answer


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("守牢哪四条底线", 4),
        ("“五心”情怀是哪五心", 5),
        ("提的六个“海”字口号都有啥", 6),
        ("向哪3个方面发力", 3),
        ("守牢哪几条底线", 0),
        ("第二条底线是什么", 0),
        ("2023年5月守牢哪些底线", 0),
    ],
)
def test_how_many_things_a_question_asks_for(question: str, number: int) -> None:
    assert count_asked(question) == number
