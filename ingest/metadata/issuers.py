"""Who issued a report, and under which number."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ingest.fields import ISSUER_LABELS, NUMBER_LABELS, REPLY_LABELS
from ingest.metadata.dates import parse_date
from ingest.metadata.evidence import Clues, Fact, sentence_at
from ingest.metadata.mentions import mentions
from ingest.metadata.titles import NUMBER, number_length
from rag.divisions import chain_at
from rag.types import Span

LONGEST_NUMBER = 40
_BRACKETS = re.compile(r"\s?[〔［\[【(（﹝{]\s?(20\d\d)\s?[〕］\]】)）﹞}]\s?")
# Another document's number: 根据某政发〔2023〕5号, 《…》(某政发〔2023〕5号).
_CITED = re.compile(r"根据|按照|依据|《|印发")
_PRESS = re.compile(r"日报|晚报|新闻|网$|电视台|新华|发布$|客户端|融媒|公众号|本网|本站|原创|转载|未知|管理员|网站")
_OFFICE = re.compile(r"[一-鿿]{2,40}(?:人民政府|办公室|委员会|管委会|办事处|[局厅办委署院])")
# 某市司法局2023年…, 某市人民政府关于…: a title begins with who reports.
_TITLED = re.compile(
    r"(?:中共)?[一-鿿]{2,40}?(?:人民政府|办公室|委员会|管委会|办事处|[局厅署院]|司法部)(?=关于|20\d\d|二〇|[一二]○)"
)
# Who a clause is about: what follows the name at its beginning.
CLAUSE = re.compile(r"(?:^|[,，。;；:：\s])(?:中共|现将|现就|将)?(?=[一-鿿])", re.MULTILINE)
ACTS = re.compile(
    r"(?:[一-鿿]{0,24}?(?:政府|办公室|委员会|管委会|办事处|党工委|[局厅委办院]))?(?:各级)?"
    r"(?:坚持|始终|认真|全面|深入|紧紧|紧扣|严格|积极|高度|切实|按照|围绕|持续|扎实|大力|着力|聚焦|统筹|牢牢|锚定|立足|贯彻|落实|坚决"
    r"|自觉|切实|不断|以|在|把|将|20\d\d年|[、,，]?党委|[、,，]?政府)"
)
# Bodies of the whole country: what they report on is no place.
NATIONAL = re.compile(
    r"(?:中华人民共和国)?(?:国务院|(?:外交|国防|教育|科学技术|科技|工业和信息化|公安|国家安全|民政|司法|财政|人力资源和社会保障|自然资源"
    r"|生态环境|住房和城乡建设|交通运输|水利|农业农村|商务|文化和旅游|退役军人事务|应急管理|铁道|农业|国土资源|环境保护|文化|卫生|监察)部"
    r"|国家[一-鿿]{2,12}?(?:委员会|委|总局|局)|中国人民银行|审计署|海关总署|最高人民法院|最高人民检察院)(?![门队])"
)
_SUBJECT = re.compile(r"[一-鿿]{0,14}?(?:人民政府(?:办公室)?|办事处|管委会|委员会|[局厅])")
# What follows a label's value on the same line.
_NEXT_LABEL = re.compile(r"\s|(?:发布|更新)(?:时间|日期)|浏览|点击|访问|阅读|字体|字号")
BY_LABEL, BY_SIGNATURE, BY_TITLE, BY_SUBJECT = 0.9, 0.85, 0.85, 0.7


def find_issuer(clues: Clues, fields: Mapping[str, str], *, reply: bool) -> Fact[str] | None:
    """Return who issued the report: by a label, by signature, by title; None where nothing tells it.

    `reply`: the report answers a proposal, and labels that name who answers count.
    """
    for label in REPLY_LABELS if reply else ISSUER_LABELS:
        name = _NEXT_LABEL.split(fields.get(label, "").strip(), maxsplit=1)[0]
        if _is_office(name):
            return Fact(name, BY_LABEL, _line_with(clues, name, (*clues.lines, *clues.furniture)))
    for span in clues.near:
        name = _undated(clues.line(span))
        if _OFFICE.fullmatch(name) and not _PRESS.search(name):
            return Fact(name, BY_SIGNATURE, span)
    if match := NATIONAL.match(clues.title) or _TITLED.match(clues.title):
        return Fact(match.group(), BY_TITLE, clues.in_title(match.group()))
    return None if clues.title else _subject(clues)


def _is_office(name: str) -> bool:
    return len(name) > 1 and not name.endswith((":", "：")) and not _PRESS.search(name)


def _subject(clues: Clues) -> Fact[str] | None:
    """Return the office that the first clauses are about: 2023年,某市司法局坚持…."""
    for clause in clues.searched(CLAUSE, clues.opening[:1]):
        start = clause.end()
        national = NATIONAL.match(clues.text, start)
        names, end = chain_at(clues.text, start)
        match = national or (_SUBJECT.match(clues.text, end) if names else None)
        if match and ACTS.match(clues.text, match.end()):
            return Fact(clues.text[start : match.end()], BY_SUBJECT, sentence_at(clues.text, start, match.end()))
    return None


def is_national(issuer: Fact[str] | None) -> bool:
    """Tell whether a body of the whole country reports; 国家税务总局某市税务局 is none."""
    return bool(issuer and NATIONAL.match(issuer.value) and not mentions(issuer.value))


def find_number(clues: Clues, fields: Mapping[str, str]) -> Fact[str] | None:
    """Return the number under which the report was issued (某政〔2023〕5号), None where it tells none.

    Its brackets are 〔 and 〕, whatever the report has.
    """
    for label in NUMBER_LABELS:
        number = fields.get(label, "")
        if "号" in number and len(number) <= LONGEST_NUMBER:
            return Fact(_normal(number), BY_LABEL, _line_with(clues, number, (*clues.lines, *clues.furniture)))
    # a title's line may be longer than others, and begin with the number
    ends = {end for _, end in clues.title_spans[:1]}
    for span in dict.fromkeys((*clues.near, *(line for line in clues.lines if line[1] in ends))):
        line = clues.line(span)
        if span[1] in ends and (leads := number_length(line)):
            return Fact(_normal(line[:leads].strip()), BY_SIGNATURE, span)
        if clues.is_short(span) and (match := NUMBER.search(line)) and not _CITED.search(line):
            return Fact(_normal(match.group()), BY_SIGNATURE, span)
    return None


def _normal(number: str) -> str:
    return _BRACKETS.sub(r"〔\1〕", number)


def _undated(line: str) -> str:
    return re.split(r"\s*20\d\d\s?[年-]", line)[0].strip() if parse_date(line) else line


def _line_with(clues: Clues, words: str, spans: Sequence[Span]) -> Span | None:
    """Return the first line that holds the words, short ones first."""
    found = [span for span in spans if words in clues.line(span)]
    return min(found, key=lambda span: (span[1] - span[0] > 200, span[0]), default=None)
