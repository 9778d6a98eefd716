"""A model's text as the reader's text while it grows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rag.composer import Composer
from tests.fakes import PlainIndex

INDEX = PlainIndex("示例市2022年度法治政府建设情况报告\n一、主要工作\n受理复议案件31件。办结28件。聘任顾问5名。")
MATERIAL = [(passage, passage.sentences) for passage in INDEX.passages(INDEX.reports()[0].id)]
PIECES = [
    "受理复议案件31件",
    "办结28件",
    "。",
    "[1]",
    "【1】",
    " [9]",
    "\n",
    "聘任顾问",
    "<think>",
    "想。</think>",
    "[1",
    "]",
]


@given(st.lists(st.sampled_from(PIECES), max_size=20))
def test_a_text_that_grew_is_composed_as_one_that_came_at_once(pieces: list[str]) -> None:
    growing = Composer(MATERIAL, INDEX)
    for end in range(len(pieces) + 1):
        raw = "".join(pieces[:end])
        for complete in (False, True):
            at_once = Composer(MATERIAL, INDEX).compose(raw, complete=complete)
            assert growing.compose(raw, complete=complete) == at_once
