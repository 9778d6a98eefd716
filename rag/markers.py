"""Citation markers in a language model's text, read while it still grows.

Everything works on the whole text received so far and says what of it is certain: an incomplete marker at the end, or
one that more text could turn into one, is held back. So chunk borders cannot matter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# The longest text between the brackets of a marker; what is longer is text in brackets, and need not be waited for.
LONGEST = 30
_SEPARATOR = r"[\s,，、;；]+"
_TO = r"\s*(?:[-–—―~～]{1,2}|至|到)\s*"
_NUMBER = r"\d{1,3}"
_WORD = r"(?:资料|来源|段落|片段|出处)"
_MARKER = re.compile(
    rf"[ \t\xa0]*[\[【［](?=[^\]】］]{{1,{LONGEST}}}[\]】］])\s*[\^＾]?\s*{_WORD}?\s*"
    rf"[:：]?\s*(?P<items>{_NUMBER}(?:(?:{_SEPARATOR}|{_TO}){_NUMBER})*)\s*[\]】］]"
)
_ITEM = re.compile(rf"({_NUMBER})(?:{_TO}({_NUMBER}))?")
_HELD_BACK = re.compile(rf"[ \t\xa0]*(?:[\[【［][\s\^＾资料来源段落片出处:：\d,，、;；\-–—―~～至到]{{0,{LONGEST}}})?$")

_THINKING = re.compile(r"<think(?:ing)?>(.*?)(?:</think(?:ing)?>|\Z)", re.IGNORECASE | re.DOTALL)
_CLOSING = re.compile(r"</think(?:ing)?>", re.IGNORECASE)
_TAGS = ("<think>", "<thinking>", "</think>", "</thinking>")


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker with the passages that it names, in its order and without repetition; never empty."""

    passages: tuple[int, ...]


def without_thinking(text: str, *, complete: bool) -> str:
    """Return a reasoning model's text without its thinking, `<think>…</think>`.

    Some servers leave the opening tag out, so a closing tag without one ends a thinking that began with the text.
    Unless the text is `complete`, an unfinished tag at its end is held back.
    """
    kept = _CLOSING.split(_THINKING.sub("", text))[-1]
    return (kept if complete else _without_unfinished_tag(kept)).lstrip()


def thinking_in(text: str) -> str | None:
    """Return the thinking that `without_thinking` leaves out; None where there is none."""
    unopened = _CLOSING.split(_THINKING.sub("", text))[:-1]
    thoughts = [thought.strip() for thought in (*unopened, *_THINKING.findall(text))]
    return "\n".join(thought for thought in thoughts if thought) or None


def _without_unfinished_tag(text: str) -> str:
    at = text.rfind("<")
    unfinished = at >= 0 and any(tag.startswith(text[at:].lower()) for tag in _TAGS)
    return text[:at] if unfinished else text


def read_markers(text: str, known: int, *, complete: bool) -> list[str | Marker]:
    """Return the text in pieces: stretches of text, and between them the markers of the passages 1 to `known`.

    [1], 【1】, ［１］, [1,2], [1、2], [1-3], [^1] and [来源1] are markers. Those of unknown passages vanish, with the
    blanks before them. A bracket with four digits is the year of a document number and stays text. Unless the text is
    `complete`, what at its end could still become a marker is held back.
    """
    pieces: list[str | Marker] = []
    begin = 0
    for match in _MARKER.finditer(text):
        _append(pieces, text[begin : match.start()])
        begin = match.end()
        passages = tuple(number for number in _numbers(match["items"], known) if 1 <= number <= known)
        if passages:
            pieces.append(Marker(passages))
    rest = text[begin:]
    held_back = None if complete else _HELD_BACK.search(rest)
    _append(pieces, rest[: held_back.start()] if held_back else rest)
    return pieces


def _append(pieces: list[str | Marker], text: str) -> None:
    if text and pieces and isinstance(pieces[-1], str):
        pieces[-1] += text
    elif text:
        pieces.append(text)


def _numbers(items: str, known: int) -> list[int]:
    found: dict[int, None] = {}
    for first, last in _ITEM.findall(items):
        low, high = sorted((int(first), int(last or first)))
        found.update(dict.fromkeys(range(low, min(high, known) + 1)))
    return list(found)
