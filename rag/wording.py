"""The form of a question that is read: normalised, simplified, years in digits, spoken question words in plain ones."""

from __future__ import annotations

import re

from rag.simplify import simplified
from rag.text import normalise
from rag.vocabulary import OR_MORE
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


# What is only polite, before and behind a question.
_POLITE = re.compile("(?<=.)(?:多谢|谢谢)(?:了|啦|您|你)?[!！。,，~\\s]*$|^(?:您好|你好)[!！。,，~\\s]*(?=.)")


def plain_question(question: str) -> str:
    """Return a question in the form in which it is read."""
    text = _POLITE.sub("", in_digits(normalise(simplified(question))))
    for pattern, plain in _SPOKEN:
        text = pattern.sub(plain, text)
    return text
