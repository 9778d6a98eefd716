from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.figures import contains_figure, find_figures, read_figures
from rag.numerals import parse_numeral


def values(text: str) -> list[tuple[Decimal, str]]:
    return [(figure.value, figure.unit) for figure in find_figures(text)]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        pytest.param("办结1234件", 1234, "件", id="plain"),
        pytest.param("办结1,234件", 1234, "件", id="thousands separator"),
        pytest.param("办结1，234件", 1234, "件", id="full-width separator"),
        pytest.param("办结１２３４件", 1234, "件", id="full-width digits"),
        pytest.param("办结300余条", 300, "条", id="余 before the unit"),
        pytest.param("发放20余万份", 200000, "份", id="余 before 万"),
        pytest.param("发放2万余份", 20000, "份", id="余 after 万"),
        pytest.param("培训1.2万人", 12000, "人", id="万"),
        pytest.param("培训一万二千人", 12000, "人", id="Chinese numeral"),
        pytest.param("培训一万二人", 12000, "人", id="spoken numeral, lone last digit"),
        pytest.param("拨付3亿2000万元", 320000000, "元", id="亿 and 万"),
        pytest.param("拨付三点五亿元", 350000000, "元", id="Chinese decimal with 亿"),
        pytest.param("拨付1406.10万元", 14061000, "元", id="万元"),
        pytest.param("占比85%", 85, "%", id="per cent"),
        pytest.param("占比８５．０％", 85, "%", id="full-width per cent"),
        pytest.param("占比百分之八十五", 85, "%", id="百分之"),
        pytest.param("占比百分之85.5", Decimal("85.5"), "%", id="百分之 with digits"),
        pytest.param("占八成五", 85, "%", id="成 with a digit"),
        pytest.param("占三成左右", 30, "%", id="成"),
        pytest.param("占千分之五", Decimal("0.5"), "%", id="千分之"),
        pytest.param("增长-3.2%", Decimal("-3.2"), "%", id="minus"),
        pytest.param("提高3.5个百分点", Decimal("3.5"), "百分点", id="percentage points"),
        pytest.param("截至2022年6月30日", 20220630, "年月日", id="date"),
        pytest.param("截至2022 年 6 月 30 日", 20220630, "年月日", id="date with blanks"),
        pytest.param("截至二〇二二年六月三十日", 20220630, "年月日", id="Chinese date"),
        pytest.param("发布日期：2022-06-30", 20220630, "年月日", id="ISO date"),
        pytest.param("自2022年6月起", 202206, "年月", id="month"),
        pytest.param("2022年，全市", 2022, "年", id="year"),
        pytest.param("在15个工作日内", 15, "工作日", id="working days"),
        pytest.param("近千人参加", 1000, "人", id="bare 千 after 近"),
        pytest.param("走访百余家企业", 100, "家", id="bare 百 before 余"),
        pytest.param("六部门联合印发", 6, "部门", id="部门 is not 部"),
        pytest.param("升至第三位", 3, "位", id="ordinal before a measure word"),
        pytest.param("升至第一位", 1, "位", id="一 as an ordinal"),
        pytest.param("示政发〔2019〕860号", 2019000860, "文号", id="document number"),
        pytest.param("示政发[2019]860号", 2019000860, "文号", id="document number in square brackets"),
        pytest.param("平均分99.79。", Decimal("99.79"), "", id="no unit"),
        pytest.param("升至22位", 22, "位", id="a verb is no unit"),
        pytest.param("节约5千瓦", 5, "千瓦", id="千瓦 is not a thousand"),
    ],
)
def test_value_and_unit(text: str, value: Decimal | int, unit: str) -> None:
    assert values(text) == [(Decimal(value), unit)]


@pytest.mark.parametrize(
    ("text", "ordinal"),
    [("举办第三届大会", True), ("举办第3届大会", True), ("举办三届大会", False), ("举办3届大会", False)],
)
def test_what_numbers_one_thing(text: str, ordinal: bool) -> None:
    [figure] = find_figures(text)
    assert (figure.value, figure.unit, figure.ordinal) == (3, "届", ordinal)


@pytest.mark.parametrize(
    "text",
    [
        "一是健全机制，二是强化监督。",
        "第一，统一部署；一些单位十分重视，一直坚持，以防万一。",
        "统筹三农工作，“十四五”期间开展八五普法，实行四办。",
        "会同有关单位一起推进，一次性告知，一部分、一件事、一网通办。",
        "五六件、十几件、几十件、数百件",
        "千家万户",
        "增强“四个意识”、坚定四个自信",
        "COVID-19、A4纸、5G网络",
        "1. 甲项\n2、乙项\n(3) 丙项",
        "",
        "完成生态系统生产总值（GEP）[11]核算",
        "开发“EOD［10］＋整治”试点",
    ],
)
def test_what_is_no_figure(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("3-7日内审结", [(3, "日"), (7, "日")], id="days"),
        pytest.param("配备5至7人", [(5, "人"), (7, "人")], id="至"),
        pytest.param("增长10％～15％", [(10, "%"), (15, "%")], id="both with a unit"),
        pytest.param("2019-2020年度", [(2019, "年"), (2020, "年")], id="years"),
        pytest.param("2021——2025年", [(2021, "年"), (2025, "年")], id="double dash"),
        pytest.param("3-5万元", [(30000, "元"), (50000, "元")], id="万 belongs to both ends"),
        pytest.param("3万-5万元", [(30000, "元"), (50000, "元")], id="万 at both ends"),
        pytest.param("配备5、2、1人", [(5, ""), (2, ""), (1, "人")], id="a list is no range"),
    ],
)
def test_ranges(text: str, expected: list[tuple[int, str]]) -> None:
    assert values(text) == [(Decimal(value), unit) for value, unit in expected]


def test_spans_are_of_the_text_as_it_stands() -> None:
    text = "全市办结１，２３４ 件，占百分之八十五，较2021年6月增长3.2％。"
    assert [figure.text for figure in find_figures(text)] == ["１，２３４ 件", "百分之八十五", "2021年6月", "3.2％"]
    assert all(text[figure.start : figure.end] == figure.text for figure in read_figures(text))


@pytest.mark.parametrize(
    ("figure", "text", "held"),
    [
        pytest.param("1234件", "共1,234件", True, id="another form"),
        pytest.param("12000人", "培训一万二千人", True, id="Chinese numeral"),
        pytest.param("12人", "培训1.2万人", False, id="万 counts"),
        pytest.param("300条", "约300余条", True, id="approximation is left out"),
        pytest.param("15件", "115件", False, id="part of another number"),
        pytest.param("9240件", "9240.5件", False, id="decimals count"),
        pytest.param("85%", "85件", False, id="per cent against a count"),
        pytest.param("85%", "85", False, id="per cent against nothing"),
        pytest.param("85", "85%", False, id="nothing against per cent"),
        pytest.param("85%", "八成五", True, id="成"),
        pytest.param("3.5%", "3.5个百分点", False, id="points are not per cent"),
        pytest.param("14.061万元", "1406.10万元", False, id="shifted amount"),
        pytest.param("1406.1亿元", "1406.10万元", False, id="亿元 against 万元"),
        pytest.param("1406.1元", "1406.10万元", False, id="元 against 万元"),
        pytest.param("14061000元", "1406.10万元", True, id="the same amount"),
        pytest.param("135", "审查135件", True, id="count without unit"),
        pytest.param("135件", "审查数量 135", True, id="count without unit in the text"),
        pytest.param("135件", "审查135项", False, id="another unit"),
        pytest.param("11人", "11名律师", True, id="people by another word"),
        pytest.param("11人", "11人次", False, id="人次 are not people"),
        pytest.param("15宗", "15件案件", True, id="cases by another word"),
        pytest.param("2022年", "截至2022年6月30日", True, id="year of a date"),
        pytest.param("6月30日", "截至2022年6月30日", True, id="day of a date"),
        pytest.param("2022年6月", "截至2022年6月30日", True, id="month of a date"),
        pytest.param("2022年6月30日", "截至6月30日", False, id="a date says more than its day"),
        pytest.param("2021年6月30日", "2022年6月30日", False, id="another year"),
        pytest.param("2022", "2022年", True, id="bare year"),
        pytest.param("5", "5年", False, id="a duration needs its unit"),
        pytest.param("3个月", "3月", False, id="months are not March"),
        pytest.param("15天", "15日内", True, id="days"),
        pytest.param("1次", "召开一次会议", True, id="a turn of phrase is evidence"),
        pytest.param("860号", "示政发〔2019〕860号", False, id="part of a document number"),
        pytest.param("〔2019〕860号", "[2019]860号", True, id="document number in other brackets"),
        pytest.param("〔2018〕860号", "〔2019〕860号", False, id="document number of another year"),
    ],
)
def test_contains_figure(figure: str, text: str, held: bool) -> None:
    [found] = find_figures(figure)
    assert contains_figure(found, text) is held


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", 10), ("十二", 12), ("二十", 20), ("一百零二", 102), ("一百二", 120), ("一百二十", 120),
        ("两千零三", 2003), ("三千五", 3500), ("十万", 100_000), ("一亿二千万", 120_000_000), ("〇", 0),
        ("三点五", Decimal("3.5")), ("二〇二二", 2022), ("百", 100), ("八五", None), ("十四五", None),
        ("五六", None), ("十百", None), ("", None),
    ],
)  # fmt: skip
def test_numerals(text: str, value: Decimal | int | None) -> None:
    assert parse_numeral(text) == value


def in_chinese(number: int) -> str:
    """Write a number below 10**8 the long way round, as schoolbooks do: an oracle apart from the parser."""
    if number >= 10_000:
        low = number % 10_000
        zero = "零" if 0 < low < 1000 else ""
        return in_chinese(number // 10_000) + "万" + (zero + in_chinese(low) if low else "")
    written, gap = "", False
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            written += ("零" if gap and written else "") + "零一二三四五六七八九"[digit] + name
        gap = not digit
    return written


@given(st.integers(min_value=2, max_value=10**8 - 1))
def test_all_forms_of_a_count_are_the_same_figure(number: int) -> None:
    wide = str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    ten_thousands = f"{Decimal(number) / 10_000:f}万"
    forms = [f"{number}件", f"{number:,}件", f"{wide}件", f"{in_chinese(number)}件", f"{ten_thousands}件"]
    assert [values(f"共办理{form}。") for form in forms] == [[(Decimal(number), "件")]] * len(forms)


@given(st.integers(min_value=1, max_value=99))
def test_all_forms_of_a_share_are_the_same_figure(number: int) -> None:
    forms = [f"{number}%", f"{number}.0％", f"百分之{in_chinese(number)}", f"百分之{number}"]
    if number > 10:
        tenths, rest = divmod(number, 10)
        forms.append(f"{'零一二三四五六七八九'[tenths]}成{'零一二三四五六七八九'[rest] if rest else ''}")
    assert [values(f"占{form}，") for form in forms] == [[(Decimal(number), "%")]] * len(forms)


@given(
    st.text(alphabet="0123456789０１一二三十百千万亿零点成分之年月日件%.,-、[]〔〕()号第约近余多至 \n甲", max_size=40)
)
def test_any_text_is_read_and_holds_its_own_figures(text: str) -> None:
    for figure in find_figures(text):
        assert text[figure.start : figure.end] == figure.text
        assert contains_figure(figure, text)
