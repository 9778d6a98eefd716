"""Names of administrative divisions: what they look like, and at which level they stand.

Only the divisions of the first level are listed (GB/T 2260); all others are told by their form.
"""

from __future__ import annotations

import re
from itertools import takewhile

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
HAN = "[一-鿿]"
# A character of a name; those that end a division are left out, so that a chain (某省某市某县) parts where it should.
NAME = f"(?![省市县区]){HAN}"
_NATIONS = "(?:壮族|回族|维吾尔)?"
_CHAIN = re.compile(
    rf"(?P<first>(?:{'|'.join(PROVINCES)}|(?:{NAME}){{2,3}}(?=省))"
    rf"(?:省|{_NATIONS}自治区|特别行政区|(?<=[京津海庆])市))?"
    rf"(?P<second>(?:{NAME}){{2,12}}?(?:自治州|市|州(?=人民政府|政府|委|20|$)|盟(?=行政公署|行署|委|20|$)|地区))?"
    rf"(?P<third>(?:{NAME}){{1,12}}?(?:自治县|县|自治旗|旗(?=人民政府|政府|委|20|$)|区|市))?"
    rf"(?P<fourth>(?:{NAME}){{1,6}}?(?:镇|乡|街道|苏木)(?=人民政府|政府|党委|办事处|20|$))?"
)
_NATIONALITIES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗"
    "|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|鄂温克|德昂|保安|裕固|京|独龙|鄂伦春|各"
)
_SHORT = re.compile(rf"(.{{2,}}?)(?:(?:{_NATIONALITIES})族?)*(?:自治[州县旗区]|特别行政区|地区|[省市州盟县区旗])")
# What stands before a suffix without being a name: 全市, 开发区, 示范县 … Longer names may end so (某某经济开发区).
_NO_STEMS = frozenset((
    "我", "全", "本", "各", "该", "某", "两", "几", "多", "每", "诸", "外", "跨", "设", "大", "强", "超", "上", "股",
    "门", "夜", "入", "社", "辖", "园", "新", "老", "景", "片", "街", "校", "库", "地", "山", "林", "牧", "农", "灾",
    "治", "小", "集", "城乡", "中心城", "自治", "直辖", "地级", "县级", "省会", "都", "大都", "城", "开发", "示范",
    "试点", "试验", "先行", "保护", "贫困", "百强", "自贸", "保税", "服务", "工业", "集聚", "功能", "高新", "经开",
    "市辖", "依法治", "法治", "兄弟", "相关", "有关", "周边", "全国", "中国", "其他", "所辖", "平安", "美丽", "智慧",
    "文明", "卫生", "现代化", "历史文化名城",
))  # fmt: skip


def level_of(place: str) -> str | None:
    """Return 省级, 市级, 县级 or 乡级 by the name's suffix; None for what is no division's name.

    A county-level city (县级市) cannot be told from a prefecture-level one by its name and counts as 市级.
    """
    if place in PROVINCES.values():
        return "省级"
    return next((level for level, suffixes in LEVELS.items() if place.endswith(suffixes) and len(place) > 1), None)


def chain(text: str) -> tuple[str, ...]:
    """Return the divisions that `text` begins with, the highest first: 某省某市某县人民政府… → (某省, 某市, 某县)."""
    match = _CHAIN.match(text)
    names = (name for name in match.groups() if name) if match else ()
    return tuple(takewhile(is_name, names))


def is_name(word: str) -> bool:
    """Tell whether a word that ends like a division can be the name of one."""
    suffix = next((suffix for suffixes in LEVELS.values() for suffix in suffixes if word.endswith(suffix)), None)
    if suffix is None:
        return False
    stem = word.removesuffix(suffix)
    return len(stem) >= (2 if suffix in "省市州盟" else 1) and stem not in _NO_STEMS


def short_name(place: str) -> str:
    """Return a name without its suffix and nationality: 凉山彝族自治州 → 凉山, 运城市 → 运城; 随县 stays 随县."""
    match = _SHORT.fullmatch(place)
    return match.group(1) if match else place
