"""The network without torch: the same numbers as its twin that learnt, whatever stands beside what it reads."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.interaction.examples import Example
from eval.interaction.fit import words_of
from eval.interaction.twin import Twin, batch
from rag.interaction import network
from rag.interaction.network import Network, shipped_network
from rag.interaction.words import Part, Words, question_words
from rag.lexicon import shipped_lexicon

WORD = st.sampled_from(["受理", "复议", "案件", "80", "件", "审结", "调解", "多少", "企业", ""])
PART = st.sampled_from([Part.CORE, Part.BEFORE, Part.AFTER, Part.HEADING])
TEXT = (
    st.lists(st.tuples(WORD, PART), min_size=1, max_size=12)
    .filter(lambda pairs: any(part == Part.CORE for _, part in pairs))
    .map(lambda pairs: Words(tuple(word for word, _ in pairs), tuple(part for _, part in pairs)))
)
QUESTION = question_words(["受理", "多少", "案件"])


def twin_of(examples: list[Example], width: int = 8) -> Twin:
    torch.manual_seed(3)
    twin = Twin(words_of(examples), width)
    twin.eval()
    return twin


@settings(max_examples=30, deadline=None)
@given(question=st.lists(WORD, min_size=1, max_size=6), texts=st.lists(TEXT, min_size=1, max_size=4))
def test_it_is_its_twin(question: list[str], texts: list[Words]) -> None:
    examples = [Example(one, tuple(texts), (False,) * len(texts)) for one in (question_words(question), QUESTION)]
    table = words_of(examples)
    twin = twin_of(examples)
    # both in one batch, so that the shorter question and the shorter texts are filled up
    with torch.no_grad():
        expected = twin(*batch(examples, table)[:3]).tolist()
    plain = Network(twin.weights(np.float32))
    found = [score for one in examples for score in plain.scores(one.question, one.texts, shipped_lexicon())]
    np.testing.assert_allclose(found, expected, atol=2e-4)


@settings(max_examples=20, deadline=None)
@given(texts=st.lists(TEXT, min_size=2, max_size=5))
def test_no_text_changes_the_score_of_another(texts: list[Words]) -> None:
    together = shipped_network().scores(QUESTION, texts, shipped_lexicon())
    alone = [shipped_network().scores(QUESTION, [one], shipped_lexicon())[0] for one in texts]
    np.testing.assert_allclose(together, alone, atol=1e-3)


def test_nothing_to_read() -> None:
    assert shipped_network().scores(QUESTION, [], shipped_lexicon()) == []


def test_the_shipped_network_tells_an_answer_from_what_only_speaks_of_it() -> None:
    def told(*core: str) -> Words:
        return Words(core, (Part.CORE,) * len(core))

    answer, echo, other = shipped_network().scores(
        question_words(["受理", "了", "多少", "件", "行政复议", "案件"]),
        [
            told("受理", "行政复议", "案件", "80", "件"),
            told("做好", "行政复议", "工作"),
            told("新建", "公园", "3", "个"),
        ],
        shipped_lexicon(),
    )
    assert answer > max(echo, other)


def test_weights_are_small_enough_to_ship() -> None:
    assert network.WEIGHTS.stat().st_size < 1_000_000


def test_a_missing_tensor_is_an_error() -> None:
    with pytest.raises(KeyError):
        Network({}).scores(QUESTION, [QUESTION], shipped_lexicon())
