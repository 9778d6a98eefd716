"""Words that are hardly ever said otherwise: a sentence without them does not tell what a question with them asks."""

from __future__ import annotations

import re

from rag.numerals import parse_numeral

# What a question for a figure says, and what a sentence that answers it has, too. Of 7,870 right answers to such
# questions, over 90 reports and many of them in everyday words, these take none. Of 421 answers to questions that
# nothing answers the first of them took 57, and those added since 123 of 2,254 candidates; many were written for these.
_ROWS = (
    # what became of a case
    ("维持(?!秩序|稳定)", "维持"),
    ("驳回", "驳"),
    ("撤[回诉]", "撤"),
    ("撤销", "撤|纠|取消|违法"),
    ("不予", "不|未|免"),
    ("改判", "改判"),
    ("胜诉", "胜"),
    ("败诉", "败|撤销|违法|纠错"),
    ("移送", "移送|移交"),
    ("破案", "破"),
    # what courts, the police and those who apply the law count
    ("刑事", "刑|犯罪|命案|破|判"),
    ("罚款|罚了", "罚"),
    ("许可", "许可|审批|准|证|批"),
    ("出庭", "庭|负责人|应诉率"),
    ("应诉", "诉"),
    ("仲裁", "仲裁|裁决|争议"),
    ("公证", "公证"),
    ("法律援助", "援"),
    ("律师", "律"),
    ("12345|热线", "12345|热线|诉求|工单|电话"),
    # what was not done, and what was undone
    (
        "(?:没有?能?|未能?|尚未|还没有?)(?:按期|按时|如期|及时)?"
        "(?:完成|盘活|清零|解决|办结|通过|达标|整改|交付|开工|到位|建成|审结|结案|落实|覆盖)",
        "[没未不剩欠尚余差仍]",
    ),
    ("注销", "注销|吊销|退出|清退|出清|清理|撤"),
    ("取消", "取消|废止|精简|减|清理|免|停"),
    ("废止", "废|失效|清理|取消"),
    ("退库", "退"),
    ("倒闭|停业|关停|关了?门", "关|停|闭|退|注销|淘汰|拆|整治|清"),
    ("死亡|遇难|死了|[没丧]了?命", "亡|遇难|死|命"),
    # whose, and where
    ("副(?:[省市区县州镇乡]长|书记|主任)", "副|班子"),
    ("(?<![副图])书记(?![员录])", "书记|[党市县区省州镇乡]委|负责人|党政|班子"),
    ("男[性生]", "男"),
    ("女[性生]|女职工|女员工|女干部", "女|妇|巾帼|两癌"),
    ("农村(?=[^,]{0,4}(?:居民|人均|可支配|收入))|农民(?!工)(?=[^,]{0,4}(?:人均|收入|可支配))", "农|乡|村"),
    ("城镇(?=[^,]{0,3}(?:居民|人均|可支配))", "城"),
    ("妇女", "女|妇|孕|两癌|巾帼"),
    ("老年人|老人", "老|养|岁|长者|银发|护理"),
    ("未成年人", "未成年|少年|儿童|学生|孩"),
    ("农民工", "民工|务工|欠薪|工资"),
    ("残疾人", "残"),
    ("大学生", "大学|高校|毕业生|学生"),
    ("外籍", "外"),
    ("博士", "博"),
    ("民营", "民[营企间]|私营|私人|非公|个体"),
    ("民办", "民办|社会力量|普惠|私立"),
    ("二手", "二手|存量房"),
    ("(?<![省市区州])外资|外资(?!金)", "外资|外商|境外|利用外|外企|外国|美元|合资|fdi"),
    ("[省市区县]本级", "本级|[省市州县区](?:级|政府)"),
    # but not what a place has: 岚川市外贸, 岚川省外来人口
    ("^(?!.*除)(?:.*[^全])?[省区市州]外(?![环围国贸经汇语事侨卖籍交来]|资(?!金|本)|商(?!投))", "外"),
    ("省内(?![涝容外河陆生燃排])", "内|本省|全省"),
    # what is counted
    ("水电(?=发电|装机|总?量)", "水"),
    ("风电(?=发电|装机|总?量)", "风"),
    ("光伏(?=发电|装机|总?量)", "光|太阳"),
    ("火电", "火|煤电"),
    ("小麦", "麦|夏粮"),
    ("玉米", "玉米|苞谷"),
    ("大豆", "豆"),
    ("水果", "果"),
    ("青稞", "青稞"),
    ("第[一二三]产业|(?<!第)[一二三]产(?!业)", "第?[一二三][、和]?[一二三]?[、和]?[一二三]?次?产"),
    ("存栏", "存栏|饲养"),
    ("登记失业", "登记"),
    ("调查失业", "调查"),
    ("pm10", "pm10|可吸入"),
    ("pm2", "pm2|细颗粒"),
    ("银牌", "银"),
    ("铜牌", "铜"),
    ("奖牌", "奖|[金银铜]"),
    ("工资(?!性|条)", "工资|薪|待遇|津贴|劳动报酬"),
    ("利润", "利润|利税|盈"),
    ("亏损", "亏"),
    ("噪[声音]", "噪"),
    ("微博", "微博"),
)
_LITERAL = tuple((re.compile(asked), re.compile(told)) for asked, told in _ROWS)
# Numbered things of a sort of which a sentence tells another: 二星 where 四星 is told, 第二批 for 第一批.
_NUMERAL = "[一二三四五六七八九十\\d]{1,2}"
_NUMBERED = re.compile(
    f"第(?P<nth>{_NUMERAL})(?P<of>[批届期轮])|(?P<all>(?:{_NUMERAL}、)*{_NUMERAL})(?P<sort>星|等奖|号线)(?!级?以上)"
)


def lacks_literally(question: str, text: str) -> bool:
    """Tell whether a text has none of the words in which what a question says is told; both are normalised.

    The text is a sentence below its headings: under 法律援助 nobody says again what 办理案件2700件 are.
    """
    lacking = any(asked.search(question) and not told.search(text) for asked, told in _LITERAL)
    return lacking or _is_another_number(question, text)


def _is_another_number(question: str, sentence: str) -> bool:
    """Tell whether a sentence tells of things of a number, and of none with a number asked for."""
    told = _numbered(sentence)
    return any(sort in told and not numbers & told[sort] for sort, numbers in _numbered(question).items())


def _numbered(text: str) -> dict[str, set[int]]:
    """Return the numbers of the things of each sort: 4 and 5 of 四、五星."""
    found: dict[str, set[int]] = {}
    for match in _NUMBERED.finditer(text):
        numerals = (match["nth"] or match["all"]).split("、")
        numbers = {int(one) if one.isdigit() else int(parse_numeral(one) or 0) for one in numerals}
        found.setdefault(match["of"] or match["sort"], set()).update(numbers)
    return found
