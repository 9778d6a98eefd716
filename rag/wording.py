"""The form of a question that is read: normalised, simplified, years in digits, spoken question words in plain ones."""

from __future__ import annotations

import re

from rag.simplify import simplified
from rag.text import normalise
from rag.vocabulary import MEASURES, OR_MORE
from rag.years import in_digits

_ENDS = "(?=[^一-鿿a-z]|$|呢|啊|呀|来着|了|的)"
_MANY = "(?:多少|(?<![这那近前后好十])几)"
# 几多 asks 多少, and so does 多少个万, whose unit is left to be guessed. Of 51 questions for 多少亿 all meant 元.
_SPOKEN = (
    (re.compile("有?几多"), "有多少"),
    (re.compile(f"{_MANY}个?万?亿{_ENDS}"), "多少亿元"),
    (re.compile(f"{_MANY}个?万{_ENDS}"), "多少"),
    (re.compile(f"(多少|几)个([万亿])(?!{OR_MORE})"), r"\1\2"),
)


# What is only polite, or hesitates, before and behind a question.
_POLITE = re.compile(
    "(?:(?<=[!！?？。,，~\\s])(?:麻烦|请)?(?:(?:把(?:两个|具体|准确)?的?数字?|报个数|给个数|说个数)(?:都|也)?(?:报|给|说|告诉)?(?:一?下|我)*)"
    "[!！。,，~\\s]*|(?<=.)(?:多谢|谢谢)(?:了|啦|您|你)?[!！。,，~\\s]*)+$|"
    "^(?:(?:您好|你好|嗯+|呃+|哎|诶|唉|那个[….,，。]+|请问(?:一?下)?|麻烦问(?:一?下))[!！。,，、…~\\s]*)+(?=.)"
)
# 好多 asks 多少 in the south-west, where no other word asks.
_DIALECT = re.compile(f"(?<![很更最这那])好多(?=(?:{MEASURES})|钱|[万亿])")
_ASKED = re.compile("多少|几|哪|什么|谁|怎|咋|啥|吗|是否|是不是|有没有")


def plain_question(question: str) -> str:
    """Return a question in the form in which it is read."""
    text = _POLITE.sub("", in_digits(normalise(simplified(question))))
    if not _ASKED.search(text):
        text = _DIALECT.sub("多少", text)
    for pattern, plain in _SPOKEN:
        text = pattern.sub(plain, text)
    return text
