"""The best stretch of each sentence, and a second one for what the first leaves open."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.features import NAMES, features
from rag.lexicon import Lexicon
from rag.score import KEPT, MAX_STRETCH, WHOLE_SENTENCE, Candidate, Ranking, ranking
from rag.terms import Concept, Matcher
from rag.text import clause_spans
from rag.types import Filter
from rag.understand import understand
from tests.fakes import KeywordEmbedder, PlainIndex

LEXICON = Lexicon(KeywordEmbedder())
CLAUSE = st.lists(
    st.sampled_from(
        ["收到", "办结", "复议", "诉讼", "案件", "213件", "90.5%", "三十人", "全市", "，", "；", "“多、快”"]
    ),
    min_size=1,
    max_size=30,
).map("".join)


def ranked(question: str, wanted: Sequence[str | Concept], body: str) -> Ranking:
    """Return the ranking of a report's clauses for a question about these concepts."""
    index = PlainIndex(f"岚川市2022年度工作报告\n{body}\n")
    matcher = Matcher([Concept(word, (), 1.0) if isinstance(word, str) else word for word in wanted], LEXICON)
    understood = understand(question, (), index.reports())
    found = features(understood, matcher, index.search(Filter()), index, LEXICON, None)
    assert found is not None
    return Ranking(understood, matcher, found)


def stretch(candidate: Candidate) -> str:
    return candidate.passage.slice(candidate.stretch)


@settings(max_examples=60, deadline=None)
@given(st.lists(CLAUSE, min_size=1, max_size=8), st.sampled_from(["岚川市收到复议多少件", "岚川市复议怎么做的"]))
def test_a_stretch_is_some_clauses_of_one_sentence_within_the_limit(sentences: list[str], question: str) -> None:
    found = ranked(question, ["收到", "复议"], "全年情况。" + "。".join(sentences) + "。").candidates()
    scores = [round(one.score, 4) for one in found]
    assert scores == sorted(scores, reverse=True)
    assert len({one.sentence for one in found}) == len(found) <= KEPT
    for one in found:
        limit = MAX_STRETCH if "多少" in question and one.fit > 0 else WHOLE_SENTENCE
        offset = one.passage.start
        clauses = clause_spans(one.passage.text, one.sentence[0] - offset, one.sentence[1] - offset)
        shown = [(start, stop) for start, stop in clauses if one.stretch[0] <= start + offset < one.stretch[1]]
        assert (shown[0][0] + offset, shown[-1][1] + offset) == one.stretch
        # a clause is never cut: one that is longer than the limit stands alone
        assert one.stretch[1] - one.stretch[0] <= limit or len(shown) == 1
        assert len(one.values) == len(NAMES)
        assert len(one.held) == 2


def test_a_figure_is_given_with_its_clause_alone() -> None:
    found = ranked("岚川市办结多少件", ["办结"], "全年收到申请213件，办结198件，其中维持120件。").candidates()
    assert stretch(found[0]) == "办结198件，"


def test_a_clause_beside_is_shown_where_it_holds_more_of_the_question() -> None:
    body = "全市负责人出庭应诉情况良好，比例达到96.5%，工作平稳。"
    found = ranked("岚川市负责人出庭应诉比例多少", ["负责人", "出庭", "应诉", "比例"], body).candidates()
    assert stretch(found[0]) == "全市负责人出庭应诉情况良好，比例达到96.5%，"


def test_words_are_answered_with_the_whole_sentence_where_it_is_short() -> None:
    body = "坚持繁简分流，做到复议案件快审快结，方便群众。收到申请213件。"
    found = ranked("岚川市复议案件怎么审的", ["复议"], body).candidates()
    assert stretch(found[0]) == "坚持繁简分流，做到复议案件快审快结，方便群众。"


def test_only_the_best_sentences_are_kept() -> None:
    body = "".join(f"收到复议申请{number}件。" for number in range(1, KEPT + 20))
    assert len(ranked("岚川市收到复议多少件", ["复议"], body).candidates()) == KEPT


def test_what_scores_alike_stands_in_the_order_of_the_text() -> None:
    body = "收到复议申请5件。收到复议申请6件。收到复议申请7件。"
    found = ranked("岚川市收到复议多少件", ["复议", "收到"], body).candidates()
    assert [stretch(one) for one in found] == ["收到复议申请5件。", "收到复议申请6件。", "收到复议申请7件。"]


TWO = "全年收到申请213件。组织培训活动12次。发放传单3000份。"


def rest(
    wanted: Sequence[str | Concept], body: str = TWO, question: str = "岚川市收到申请和培训各有多少"
) -> str | None:
    found = ranked(question, wanted, body)
    first = found.candidates()[0]
    assert stretch(first) == "全年收到申请213件。"
    second = found.rest([first])
    return stretch(second) if second else None


def test_two_indicators_asked_at_once_stand_in_two_sentences() -> None:
    # The first stretch holds 收到 and 申请, two of three; 培训 is left, and the second sentence has all of it.
    assert rest(["收到", "申请", "培训"]) == "组织培训活动12次。"


@pytest.mark.parametrize(
    ("wanted", "body"),
    [
        pytest.param(["收到", "申请"], TWO, id="nothing is left open"),
        pytest.param([*"收到 申请 全年".split(), Concept("培训", (), 0.5)], TWO, id="hardly anything is"),
        pytest.param(["收到", "申请", "食堂"], TWO, id="nothing speaks of it"),
        pytest.param(["收到", "申请", "培训"], "全年收到申请213件。培训活动很多。", id="only without a figure"),
        pytest.param(["收到", "申请", Concept("培训", (), 1, seen=False)], TWO, id="no report has the word"),
    ],
)
def test_no_second_stretch_is_given_where(wanted: Sequence[str | Concept], body: str) -> None:
    assert rest(wanted, body) is None


def test_nothing_to_rank() -> None:
    index = PlainIndex("岚川市2022年度工作报告\n收到申请213件。\n")
    understood = understand("岚川市收到多少件", (), index.reports())
    some, none = Matcher([Concept("收到", (), 1)], LEXICON), Matcher([], LEXICON)
    assert ranking(understood, some, [], index, None) is None
    assert ranking(understood, none, index.search(Filter()), index, None) is None
    assert ranking(understood, some, index.search(Filter()), index, None) is not None
