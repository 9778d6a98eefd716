"""What the cross-encoder reads: order and parts by hand, cuts at what is farthest from the core."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import Unigram

from rag.analysis import analyse
from rag.crossencoder import reading
from rag.crossencoder.reading import BEGIN, END, Reader, Told, shipped_reader, told_around
from rag.interaction.words import Part
from rag.text import sentence_spans
from rag.types import Passage

LETTERS = "受理案件审结了多少"
CLAUSE = st.text(LETTERS, min_size=1, max_size=8)


def reader() -> Reader:
    special = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)]
    return Reader(Tokenizer(Unigram([*special, *((letter, -1.0) for letter in LETTERS)], 3, False)))


def numbers(text: str) -> tuple[int, ...]:
    return tuple(4 + LETTERS.index(letter) for letter in text)


def test_parts_stand_in_order() -> None:
    pair = reader().pair("多少", Told("案", "受理", "审结", "了"))
    assert pair.tokens == (BEGIN, *numbers("多少"), END, *numbers("案受理审结了"), END)
    asked = [Part.QUESTION] * 4
    told = [Part.HEADING, Part.BEFORE, Part.BEFORE, Part.CORE, Part.CORE, Part.AFTER, Part.AFTER]
    assert pair.parts == (*asked, *told)


def test_what_is_farthest_from_the_core_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MOST_ASKED", "MOST_HEADING", "MOST_BEFORE", "MOST_CORE", "MOST_AFTER"):
        monkeypatch.setattr(reading, name, 2)
    pair = reader().pair("多少案", Told("案件了", "受理案件", "审结案", "了多少"))
    assert pair.tokens == (BEGIN, *numbers("多少"), END, *numbers("案件"), *numbers("案件"), *numbers("审结"),
                           *numbers("了多"), END)  # fmt: skip


def test_blanks_width_and_case_make_no_difference() -> None:
    here = shipped_reader()
    assert here.pair("ＡＢ 12件", Told("", "", "x", "")) == here.pair("ab12件", Told("", "", "X", ""))


@given(clauses=st.lists(CLAUSE, min_size=1, max_size=5), data=st.data())
def test_the_parts_of_a_sentence_are_the_sentence(clauses: list[str], data: st.DataObject) -> None:
    text = "，".join(clauses) + "。"
    sentence = analyse(Passage(0, "", (), 0, len(text), tuple(sentence_spans(text)), text))[0]
    core = data.draw(st.sampled_from(sentence.clauses))
    told = told_around(sentence, core.span, ["标", "题"])
    assert (told.before + told.core + told.after, told.core, told.heading) == (text, core.raw, "标题")


@given(question=st.text(max_size=200), core=st.text(max_size=200))
def test_any_text_is_read_within_the_positions_of_the_model(question: str, core: str) -> None:
    pair = shipped_reader().pair(question, Told(core, core, core, core))
    assert len(pair.tokens) == len(pair.parts) <= reading.MOST
