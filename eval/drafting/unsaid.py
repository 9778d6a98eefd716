"""Questions that the reports do not answer: another place, another year, an indicator or a subject they do not have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from eval.drafting.facts import Fact
from eval.drafting.wording import body
from eval.questions import EvalQuestion
from rag.divisions import level_of, short_name
from rag.gazetteer import is_real
from rag.types import Report

# Years around those covered that are tried.
NEAR = 3
_REAL = {
    "省级": "浙江省 江苏省 湖南省 四川省 福建省 河北省 陕西省 江西省 辽宁省 甘肃省",
    "市级": "绍兴市 襄阳市 岳阳市 绵阳市 泉州市 保定市 咸阳市 赣州市 丹东市 天水市 洛阳市 潍坊市 柳州市 大庆市",
    "县级": "余姚市 枣阳市 浏阳市 江油市 晋江市 涿州市 韩城市 瑞金市 东港市 敦煌市 新郑市 桂平市 肇东市 长兴县",
}
_INVENTED = {
    "省级": "浔江省 苍岭省 沧平省 洛川岭省",
    "市级": "清浦市 榕溪市 汉洲市 柏岭市 桐江市 麓泽市",
    "县级": "云汀县 浣溪县 柳塘县 青砚县 石梁县 苇湖县",
    "乡级": "柳塘镇 石梁镇 青砚乡 浣溪街道",
}
# What reports of this kind may tell, with the words by which they would; and what none of them does.
_INDICATORS = (
    ("办理公证事项多少件", "公证"), ("受理商事仲裁案件多少件", "仲裁"), ("出具司法鉴定意见多少份", "鉴定"),
    ("接收社区矫正对象多少人", "矫正"), ("安置帮教人员多少人", "帮教"), ("评选见义勇为先进个人多少名", "见义勇为"),
    ("查办侵犯知识产权案件多少件", "知识产权"), ("12345热线受理诉求多少件", "12345 热线"),
    ("人民陪审员有多少名", "陪审"), ("律师事务所有多少家", "律师"), ("办理行政赔偿案件多少件", "赔偿"),
    ("开展行政执法案卷评查抽查案卷多少份", "案卷 卷宗"), ("召开行政复议听证会多少次", "听证"),
    ("受理信访事项多少件", "信访"), ("查处非法捕捞案件多少起", "捕捞"), ("查处违法用地多少亩", "用地"),
    ("办理国家赔偿金额是多少万元", "赔偿"), ("行政处罚罚没金额多少万元", "罚没"),
    ("劳动争议仲裁结案率是多少", "仲裁"), ("办理人大代表建议多少件", "人大代表 代表建议"),
    ("办理政协提案多少件", "提案"), ("社区戒毒人员有多少人", "戒毒"),
)  # fmt: skip
_SUBJECTS = (
    ("小麦平均亩产是多少公斤", "小麦 亩产"), ("参加高考的考生有多少人", "高考 考生"),
    ("新建地铁线路多少公里", "地铁"), ("职业足球队排第几名", "足球"), ("机场旅客吞吐量是多少万人次", "机场 旅客"),
    ("新生儿有多少人", "新生儿 出生"), ("博物馆接待观众多少万人次", "博物馆"), ("二手房成交多少套", "二手房"),
    ("养老机构床位有多少张", "床位"), ("汽车保有量是多少万辆", "汽车 机动车"), ("图书馆藏书多少万册", "图书馆 藏书"),
    ("生猪存栏多少万头", "生猪 存栏"),
)  # fmt: skip


def elsewhere(
    found: Sequence[Fact], reports: Sequence[Report], texts: Sequence[str], dice: Random
) -> Iterator[EvalQuestion]:
    """Yield a question for each fact of a place that no report is about, or names."""
    told = "\n".join((*texts, *(report.place or "" for report in reports)))
    for fact in found:
        place, year = fact.scope
        pool = (_REAL if is_real(place) else _INVENTED).get(level_of(place) or "", "")
        others = [name for name in pool.split() if short_name(name) not in told]
        if others and short_name(place) not in fact.before + fact.after:
            yield _unsaid(f"{dice.choice(others)}{year}年{body(fact)}？")


def in_other_years(
    found: Sequence[Fact], reports: Sequence[Report], texts: Sequence[tuple[str, str]], dice: Random
) -> Iterator[EvalQuestion]:
    """Yield a question for each fact in a year that no report of its place covers, plans for or mentions."""
    for fact in found:
        place, year = fact.scope
        told = "\n".join(text for other, text in texts if other == place)
        known = {known for one in reports if one.place == place for known in (one.year, one.year_plan)}
        near = [other for other in range(year - NEAR, year + NEAR + 1) if other not in known and str(other) not in told]
        if near and str(year) not in fact.before + fact.after:
            yield _unsaid(f"{place}{dice.choice(near)}年{body(fact)}？")


def of_other_things(
    reports: Sequence[Report], texts: Sequence[tuple[str, str]], dice: Random, *, of_the_field: bool
) -> Iterator[EvalQuestion]:
    """Yield questions for what the reports of a place have no word of: of the field, or of something else."""
    scopes = sorted({(one.place, one.year) for one in reports if one.place and one.year})
    asked = [(scope, one) for scope in scopes for one in (_INDICATORS if of_the_field else _SUBJECTS)]
    dice.shuffle(asked)
    for (place, year), (text, words) in asked:
        told = "\n".join(text for other, text in texts if other == place)
        if not any(word in told for word in words.split()):
            yield _unsaid(f"{place}{year}年{text}？")


def _unsaid(text: str) -> EvalQuestion:
    return EvalQuestion(id="", type="unanswerable", question=text, answers=())
