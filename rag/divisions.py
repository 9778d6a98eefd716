"""Names of administrative divisions: what they look like, and at which level they stand.

Real ones are looked up (`rag.gazetteer`); names that are not in the table, invented ones too, are told by their form.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.gazetteer import NATIONALITIES, above, divisions_named, full_names, name_at

PROVINCES = {
    "北京": "北京市", "天津": "天津市", "上海": "上海市", "重庆": "重庆市", "河北": "河北省", "山西": "山西省",
    "辽宁": "辽宁省", "吉林": "吉林省", "黑龙江": "黑龙江省", "江苏": "江苏省", "浙江": "浙江省", "安徽": "安徽省",
    "福建": "福建省", "江西": "江西省", "山东": "山东省", "河南": "河南省", "湖北": "湖北省", "湖南": "湖南省",
    "广东": "广东省", "海南": "海南省", "四川": "四川省", "贵州": "贵州省", "云南": "云南省", "陕西": "陕西省",
    "甘肃": "甘肃省", "青海": "青海省", "台湾": "台湾省", "内蒙古": "内蒙古自治区", "广西": "广西壮族自治区",
    "西藏": "西藏自治区", "宁夏": "宁夏回族自治区", "新疆": "新疆维吾尔自治区", "香港": "香港特别行政区",
    "澳门": "澳门特别行政区",
}  # fmt: skip
MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")
LEVELS = {
    "省级": ("省", "自治区", "特别行政区"),
    "市级": ("市", "州", "盟", "地区"),
    "县级": ("区", "县", "旗"),
    "乡级": ("镇", "乡", "街道", "苏木"),
}
_RANKS: tuple[str | None, ...] = tuple(LEVELS)
HAN = "[一-鿿]"
# A character of a name; those that end a division are left out, so that a chain (某省某市某县) parts where it should.
NAME = f"(?![省市县区]){HAN}"
_NATIONS = "(?:壮族|回族|维吾尔)?"
# What shows that a name of the form ends here.
_ENDS = r"(?=人民政府|政府|委|20|$)"
# By level, the highest first.
_FORMS = tuple(re.compile(pattern) for pattern in (
    rf"(?:{'|'.join(PROVINCES)}|(?:{NAME}){{2,3}}(?=省))(?:省|{_NATIONS}自治区|特别行政区|(?<=[京津海庆])市)",
    rf"(?:{NAME}){{2,12}}?(?:自治州|市|州{_ENDS}|盟(?=行政公署|行署|委|20|$)|地区)",
    rf"(?:{NAME}){{1,12}}?(?:自治县|县|自治旗|旗{_ENDS}|区|市)",
    rf"(?:{NAME}){{1,6}}?(?:镇|乡|街道|苏木)(?=人民政府|政府|党委|党工委|委员会|办事处|20|$)",
))  # fmt: skip
# A street's office is the district's: 某区人民政府某街道办事处.
_OFFICE_OF = re.compile(r"人民政府(?!办)")
# A branch stands for where it works: 某市公安局某区分局, 某市生态环境局某某分局.
_BRANCH = re.compile(rf"{HAN}{{2,10}}?局({HAN}{{2,8}}?)(?=分局)")
_PREFECTURE = re.compile(rf"{HAN}{{1,6}}?州(?={HAN}{{1,10}}[市县]|人民政府|政府|委|司法局|20|$)")
# What follows a name in an office, a heading, a title.
_ORGAN = re.compile(r"20\d\d|人民政府|政府|委|法院|检察院|人大|政协|管委会|[一-鿿]{1,12}[局厅]|$")
# 某市区域, 某省级: the last character of the name belongs to the next word.
_GOES_ON = re.compile(r"[级域块间划别]")
# The zone of a city goes by the city's name: 某市经济技术开发区.
ZONE = re.compile(
    r"(?:国家级|省级|经济|高?新?技术|高新|产业|工业|农业|科技|旅游|度假|综合|保税|城乡一体化|临港|临空|循环|化工|现代|生态)+"
    r"(?:开发|示范|管理|试验|实验|集聚|度假|保税|园|新)?区|(?:开发|示范|试验|实验|园|新)区"
)
# The 水 of 六盘水市 is no people: one stands before 自治 alone.
_SHORT = re.compile(rf"(.{{2,}}?)(?:(?:(?:{NATIONALITIES})族?)*自治[州县旗区]|特别行政区|地区|[省市州盟县区旗])")
# What stands before a suffix without being a name: 全市, 开发区, 示范县 … Longer names may end so (某某经济开发区).
_NO_STEMS = frozenset((
    "我", "全", "本", "各", "该", "某", "两", "几", "多", "每", "诸", "外", "跨", "设", "大", "强", "超", "上", "股",
    "门", "夜", "入", "社", "辖", "园", "新", "老", "景", "片", "街", "校", "库", "地", "山", "林", "牧", "农", "灾",
    "治", "小", "集", "城乡", "中心城", "自治", "直辖", "地级", "县级", "省会", "都", "大都", "城", "开发", "示范",
    "试点", "试验", "先行", "保护", "贫困", "百强", "自贸", "保税", "服务", "工业", "集聚", "功能", "高新", "经开",
    "市辖", "依法治", "法治", "兄弟", "相关", "有关", "周边", "全国", "中国", "其他", "所辖", "平安", "美丽", "智慧",
    "文明", "卫生", "现代化", "历史文化名城",
))  # fmt: skip
# Those that stand for no single place, even in a title.
_ANY_STEMS = frozenset("自治 直辖 地级 县级 省会 市辖 依法治 兄弟 相关 有关 周边 全国 中国 其他 所辖".split())
_TITLED = re.compile(rf"(?:中共)?((?:{NAME}){{2,8}}[省市县区旗州盟镇乡])(?=人民政府|政府办公室)")
# Words of headings and sentences that no name holds: 法治政府建设示范区, 关于加强某市.
_NO_NAME = re.compile(
    "法治|政府|工作|报告|依法|关于|推进|委员会|年度|行政|人民(?![路街东西南北中大])|全国|坚持|落实|贯彻|加强|深入|全面|各|国家|[局厅在被把以到了是我这按促使受]"
)


def level_of(place: str) -> str | None:
    """Return 省级, 市级, 县级 or 乡级 by the table, else by the name's suffix; None for what is no division's name.

    A county-level city (县级市) that is not in the table cannot be told by its name and counts as 市级.
    """
    if real := divisions_named(place):
        return real[0].level
    return next((level for level, suffixes in LEVELS.items() if place.endswith(suffixes) and len(place) > 1), None)


def chain(text: str) -> tuple[str, ...]:
    """Return the divisions that `text` begins with, the highest first: 某省某市某县人民政府… → (某省, 某市, 某县)."""
    return chain_at(text, 0)[0]


def chain_at(text: str, start: int) -> tuple[tuple[str, ...], int]:
    """Return the divisions that stand one after the other at `start` of a text, and where the last of them ends.

    Names are full: 阿坝州人民政府 → 阿坝藏族羌族自治州.
    """
    names: list[str] = []
    at = start
    while step := _next(text, at, names):
        name, at = step
        if names and ZONE.fullmatch(name):
            name = names.pop() + name
        names.append(name)
    return tuple(names), at


def _next(text: str, at: int, names: Sequence[str]) -> tuple[str, int] | None:
    """Return the division below `names` that stands at `at`, real ones first, and where it ends."""
    rank_above = _RANKS.index(level_of(names[-1])) if names else -1
    real = name_at(text, at)
    if real and _is_whole(text, at, real, names) and _RANKS.index(level_of(real)) > rank_above:
        return real, at + len(real)
    if not names and (province := _short_province(text, at)):
        return PROVINCES[province], at + len(province)
    if rank_above < 1 and (match := _PREFECTURE.match(text, at)) and len(full := full_names(match[0], "州")) == 1:
        return full[0], match.end()
    if names and (branch := _BRANCH.match(text, at)) and (name := _of_branch(branch[1], names)):
        return name, branch.end()
    office = _OFFICE_OF.match(text, at) if names else None
    for form in _FORMS[-1:] if office else _FORMS[rank_above + 1 :]:
        if match := form.match(text, office.end() if office else at):
            return (match[0], match.end()) if _fits_form(text, match) else None
    return None


def _of_branch(short: str, names: Sequence[str]) -> str | None:
    """Return the division below `names` where a branch works, named in full or in short; None where it tells none."""
    real = (short,) if divisions_named(short) else full_names(short)
    below = [name for name in real if any(names[-1] in above(division) for division in divisions_named(name))]
    if below:
        return below[0] if len(below) == 1 else None
    return short if level_of(short) == "县级" and is_name(short) else None


def _fits_form(text: str, match: re.Match[str]) -> bool:
    """Tell whether a match of a form is a name; two characters (和县) have to have an office or a year behind them."""
    short = len(match[0]) == 2 and not _ORGAN.match(text, match.end())
    return is_name(match[0]) and not short and match[0][0] not in "和与及的" and not _GOES_ON.match(text, match.end())


def _short_province(text: str, at: int) -> str | None:
    """Return the short name of a province that stands before one of its own divisions (山西运城市), None elsewhere."""
    short = next((short for short in PROVINCES if text.startswith(short, at)), "")
    below = name_at(text, at + len(short)) if short else None
    inside = below and any(PROVINCES[short] in above(division) for division in divisions_named(below))
    return short if inside else None


def _is_whole(text: str, at: int, real: str, names: Sequence[str]) -> bool:
    """Tell whether a real name that could be plain words, too (城区, 平安县), stands for the division."""
    end = at + len(real)
    if _GOES_ON.match(text, end):
        return False
    if is_name(real) and len(real) > 2:
        return True
    parents = {parent for division in divisions_named(real) for parent in above(division)}
    return bool(parents.intersection(names) or _ORGAN.match(text, end))


def is_name(word: str) -> bool:
    """Tell whether a word that ends like a division can be the name of one."""
    suffix = next((suffix for suffixes in LEVELS.values() for suffix in suffixes if word.endswith(suffix)), None)
    if suffix is None:
        return False
    stem = word.removesuffix(suffix)
    return len(stem) >= (2 if suffix in "省市州盟" else 1) and stem not in _NO_STEMS and not _NO_NAME.search(stem)


def titled_name(title: str) -> str | None:
    """Return the name that a title begins with before 人民政府 though it could be plain words: 示范县人民政府关于….

    None for any other title, and for what stands for no single place (某县, 全国, 有关市).
    """
    match = _TITLED.match(title)
    stem = match[1][:-1] if match else ""
    return match[1] if match and stem in _NO_STEMS - _ANY_STEMS and len(stem) > 1 else None


def short_name(place: str) -> str:
    """Return a name without its suffix and nationality: 凉山彝族自治州 → 凉山, 运城市 → 运城; 随县 stays 随县."""
    match = _SHORT.fullmatch(place)
    return match.group(1) if match else place
