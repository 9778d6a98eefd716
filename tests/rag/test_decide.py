"""Whether what was found is given as an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag import decide, features
from rag.decide import best_of, evidence, forest, is_bare_row, likelihoods
from rag.lexicon import Lexicon
from rag.score import Candidate
from rag.terms import Concept, Matcher
from rag.types import Passage, Report
from rag.understand import understand
from rag.understood import Understood
from tests.fakes import KeywordEmbedder

LEXICON = Lexicon(KeywordEmbedder())
SHARE = st.floats(0, 1, width=16)


def likelihood(found: Mapping[str, float]) -> float:
    """Return the likelihood of one candidate's evidence."""
    return likelihoods([found])[0]


def matcher(*seen: bool) -> Matcher:
    """Return a matcher of as many concepts, each of another weight."""
    return Matcher(
        [Concept("受理复议案件"[at : at + 2], (), 1.0 + at, seen=one) for at, one in enumerate(seen)], LEXICON
    )


def candidate(text: str, held: tuple[float, ...] = (1.0,)) -> Candidate:
    passage = Passage(1, "示例", (), 0, len(text), ((0, len(text)),), text)
    whole = (0, len(text))
    values = tuple(float(name == "whole") for name in features.NAMES)
    return Candidate(passage, whole, whole, whole, 10.0, 1.0, values, held, held)


def of_one(asked: Understood, wanted: Matcher, found: Candidate, network: float = 0.0) -> dict[str, float]:
    """Return the evidence of a candidate that is the only one, with the network's score of it."""
    [only] = evidence(asked, wanted, [found], [network])
    return only


def found(question: str, text: str) -> dict[str, float]:
    return of_one(understand(question, (), ()), matcher(True), candidate(text))


def test_every_name_has_its_evidence() -> None:
    assert found("受理多少件", "受理8件。").keys() == set(decide.NAMES)
    assert set(forest().names) == set(decide.NAMES)
    assert set(decide.TAKEN) <= set(features.NAMES)


@pytest.mark.parametrize(
    ("name", "question", "with_it", "without"),
    [
        ("undated", "中心什么时候揭牌", "中心揭牌。", "6月8日，中心揭牌。"),
        ("undated", "中心何时揭牌", "中心揭牌。", "二〇二二年六月中心揭牌。"),
        ("undated", "中心哪天揭牌", "6月中心揭牌。", "6月8日，中心揭牌。"),
        ("undated", "中心是几号揭牌的", "6月中心揭牌。", "6.8中心揭牌。"),
        ("undated", "中心哪天揭牌", "年底中心揭牌。", "6月8日，中心揭牌。"),
        ("undated", "中心什么时候揭牌", "历时3年中心揭牌。", "国庆前中心揭牌。"),
        ("undated", "中心什么时候揭牌", "春季运动会中心揭牌。", "春季中心揭牌。"),
        ("nobody", "谁主持会议", "会议召开。", "张建国主持会议。"),
        ("nobody", "哪位专家主持会议", "专家主持会议。", "张建国主持会议。"),
        ("nobody", "谁任组长", "设立组长。", "由市长任组长。"),
        ("nobody", "组长是谁", "设立组长。", "组长由分管副县长担任。"),
        ("no_body", "哪家企业承建会场", "会场开工。", "会场由示例集团承建。"),
        ("nobody", "有家企业入选示范平台,是谁", "示范平台建成。", "岚塘电气入选示范平台。"),
        ("no_body", "哪家企业入选示范平台", "示范平台建成。", "岚塘电气入选示范平台。"),
        ("no_body", "哪家企业入选示范平台", "我市入选示范平台。", "岚塘电气入选示范平台。"),
        ("no_body", "哪家企业入选示范平台", "打造示范平台。", "岚塘电气入选示范平台。"),
        ("no_body", "哪家企业入选示范平台", "去年入选示范平台。", "岚塘电气入选示范平台。"),
        ("no_body", "哪家企业入选示范平台", "2家入选示范平台。", "岚塘电气入选示范平台。"),
        ("no_body", "哪家企业入选示范平台", "成功入选示范平台。", "岚塘电气入选示范平台。"),
        ("no_body", "哪家企业入选示范平台", "成功入选示范平台。", "岚塘电气凭借自主研发的新材料入选示范平台。"),
        ("no_body", "哪家企业入选示范平台", "成功入选示范平台。", "岚塘电气、岚山电子、岚谷重工入选示范平台。"),
        ("no_body", "哪家公司分红", "年内国有公司分红。", "年内岚泉公司分红。"),
        ("no_body", "哪个实验室入选", "省级实验室入选。", "岚山实验室入选。"),
        ("mismatch", "50亿元以上项目多少个", "10亿元以上项目8个。", "50亿元以上项目8个。"),
        ("unlisted", "会议有哪些内容", "会议内容充实。", "会议内容是学习、讨论。"),
        ("reason", "为什么数量减少", "数量减少。", "数量因改革减少。"),
        ("no_change", "数量增长多少", "数量8件。", "数量增长8件。"),
        ("mismatch", "经费比上年多了多少万元", "安排经费8万元。", "安排经费8万元，增加2万元。"),
        ("mismatch", "县长本人出庭几次", "县长、副县长出庭8次。", "县长出庭8次。"),
        ("mismatch", "每户补贴多少元", "补贴8元。", "每户补贴8元。"),
        ("mismatch", "总投资多少亿元", "8亿元以上项目开工。", "总投资8亿元。"),
        ("mismatch", "二审案件多少件", "一审案件8件。", "二审案件8件。"),
        ("mismatch", "数量有多少人", "数量增长8%。", "数量达到8人。"),
        ("mismatch", "出口额多少亿元", "进出口额8亿元。", "出口额8亿元。"),
        ("mismatch", "应诉率达到百分之几", "应诉率提高3个百分点。", "应诉率93%，提高3个百分点。"),
    ],
)
def test_what_speaks_against_a_sentence(name: str, question: str, with_it: str, without: str) -> None:
    against, none = found(question, with_it), found(question, without)
    assert (against[name], none[name]) == (1, 0)
    assert likelihood(against) <= likelihood(none | {key: value for key, value in against.items() if key != name})


def test_a_figure_that_is_wondered_at_needs_no_cause() -> None:
    assert found("为什么数量比上年还少", "数量减少。")["reason"] == 0.0
    assert found("学院更名为什么大学", "学院更名。")["reason"] == 0.0  # asks for the name


@pytest.mark.parametrize("name", ["undated", "nobody", "unlisted", "reason", "no_change", "mismatch"])
def test_a_question_of_another_kind_needs_none_of_it(name: str) -> None:
    assert found("怎么受理的", "受理平稳。")[name] == 0


def test_the_person_whom_the_question_names_is_no_answer() -> None:
    assert found("张建国主持会议时谁在场", "张建国主持会议。")["nobody"] == 1


def test_missing_concepts_by_hand() -> None:
    # Weights 1, 2 and 3; missing are 0, half and all of them: 0 + 1 of 6 that reports have, 3 of 6 that none has.
    held = (1.0, 0.5, 0.0)
    own = of_one(understand("受理多少件", (), ()), matcher(True, True, False), candidate("受理8件。", held))
    assert own["miss_seen"] == pytest.approx(1 / 6)
    assert own["miss_unseen"] == pytest.approx(3 / 6)
    assert own["miss_most"] == pytest.approx(1 / decide.HEAVY)
    assert (own["key_missing"], own["key_gone"]) == (0, 0)  # the heaviest is one that no report has


@pytest.mark.parametrize(
    ("text", "bare", "most", "asked"),
    [
        ("受理8件。", 2 / 6, 2, 0),  # without 理复, of weight 2; 复议 is one that no report has
        ("8件。", 3 / 6, 2, 1),  # without 受理, which is asked for, of weight 1
    ],
)
def test_concepts_that_a_sentence_does_not_say_itself(text: str, bare: float, most: float, asked: float) -> None:
    # whatever is held of what stands around it
    told = candidate(text, (1.0, 1.0, 1.0))
    own = of_one(understand("受理多少件", (), ()), matcher(True, True, False), told)
    assert own["bare"] == pytest.approx(bare)
    assert (own["bare_most"], own["bare_asked"]) == (most / decide.HEAVY, asked / decide.HEAVY)


def test_the_main_concept_is_gone() -> None:
    question = understand("受理多少件", (), ())
    gone = of_one(question, matcher(True, True), candidate("8件。", (1.0, 0.0)))
    there = of_one(question, matcher(True, True), candidate("8件。", (0.0, 1.0)))
    assert (gone["key_gone"], gone["key_missing"]) == (1, 1)
    assert (there["key_gone"], there["key_missing"]) == (0, 0)


def holding(wanted: Matcher, held: tuple[float, ...]) -> Candidate:
    """Return a candidate with the features that follow from how far its sentence holds each concept."""
    heaviest = np.argsort(-wanted.weights).tolist()
    covered = float(wanted.coverage(np.array(held, np.float32)[:, None])[0])
    whole = {"whole": covered, "key_whole": held[heaviest[0]], "second_whole": held[heaviest[:2][-1]]}
    values = tuple(whole.get(name, 0.0) for name in features.NAMES)
    return replace(candidate("受理8件。", held), values=values)


@given(
    st.lists(st.tuples(SHARE, SHARE, st.booleans()), min_size=1, max_size=5),
    st.sampled_from(["受理多少件", "受理怎么做的", "理复什么时候"]),
)
def test_more_held_is_more_likely(shares: list[tuple[float, float, bool]], question: str) -> None:
    asked, wanted = understand(question, (), ()), matcher(*(seen for _, _, seen in shares))
    less, more = (holding(wanted, tuple(pick(one, other) for one, other, _ in shares)) for pick in (min, max))
    one, other = (likelihood(of_one(asked, wanted, each)) for each in (less, more))
    assert one <= other + 1e-9


def test_a_better_score_is_more_likely() -> None:
    asked, wanted, best = understand("受理多少件", (), ()), matcher(True), candidate("受理8件。")
    scores = [likelihood(of_one(asked, wanted, replace(best, score=score))) for score in (-5.0, 0.0, 5.0, 20.0)]
    assert scores == sorted(scores)


def test_a_part_that_is_not_there_at_all() -> None:
    asked, professor = understand("聘请的专家里教授有几名", (), ()), Concept("教授", (), 1.0)
    for share, mismatch in ((0.0, 1.0), (0.5, 0.0)):
        told = of_one(asked, Matcher([professor], LEXICON), candidate("聘请专家8名。", (share,)))
        assert told["mismatch"] == mismatch


def test_the_network_is_heard_of_all() -> None:
    asked, wanted = understand("受理多少件", (), ()), matcher(True)
    first, second = evidence(asked, wanted, [candidate("受理8件。"), candidate("受理9件。")], [1.5, -0.5])
    assert (first["network"], first["network_lead"], first["network_best"]) == (1.5, 2.0, 1.5)
    assert (second["network"], second["network_lead"], second["network_best"]) == (-0.5, -2.0, 1.5)
    assert of_one(asked, wanted, candidate("受理8件。"), 1.0)["network_lead"] == 1.0 - decide.NO_OTHER
    told = [likelihood(of_one(asked, wanted, candidate("受理8件。"), score)) for score in (-6.0, -2.0, 2.0, 6.0)]
    assert told[0] < told[-1]


def test_the_likeliest_of_the_first_candidates_wins() -> None:
    asked, wanted = understand("中心什么时候揭牌", (), ()), matcher(True)
    dated, other = candidate("6月8日，中心揭牌。"), candidate("中心揭牌。")
    assert best_of(asked, wanted, [other, dated])[0] == 1  # the first has no date
    assert best_of(asked, wanted, [dated, other])[0] == 0
    assert best_of(asked, wanted, [other] * decide.LOOKED_AT_ELSE + [dated]) == (0, 0.0)  # too far down to be looked at


def test_a_sentence_with_nothing_of_the_question_is_no_answer() -> None:
    asked, wanted = understand("受理多少件", (), ()), matcher(True)
    foreign = replace(candidate("发射8枚。"), values=(0.0,) * len(features.NAMES))
    assert likelihood(of_one(asked, wanted, foreign)) == 0
    assert likelihood(of_one(asked, wanted, candidate("受理8件。"))) > 0


@pytest.mark.parametrize("size", [0.0, 1e9, -1e9])
def test_a_likelihood_is_a_share(size: float) -> None:
    assert 0 <= likelihood(dict.fromkeys(decide.NAMES, size)) <= 1


def test_half_a_year_gives_way_to_the_whole() -> None:
    wanted = matcher(True)
    half, whole = candidate("上半年受理8件。"), candidate("全年受理8件。")
    asked = understand("受理多少件", (), ())
    assert best_of(asked, wanted, [half, whole])[0] == 1
    assert best_of(asked, wanted, [half])[0] == 0  # where nothing else is told
    assert best_of(understand("上半年受理多少件", (), ()), wanted, [half, whole])[0] == 0


@pytest.mark.parametrize(
    ("question", "text", "bare"),
    [
        ("受理多少件", "| 受理 | 8 |", True),
        ("受理多少件", "受理\t8", True),
        ("受理多少件", "\t受理8件", False),  # set in, one cell
        ("受理多少件", "全年受理\t8件。", False),  # a sentence
        ("受理多少件", "全年受理8件", False),
        ("谁受理", "受理\t本办", False),  # no figure is asked for
    ],
)
def test_rows_whose_heads_stand_elsewhere(question: str, text: str, bare: bool) -> None:
    assert is_bare_row(understand(question, (), ()), candidate(text)) is bare


@pytest.mark.parametrize(
    ("question", "least"),
    [
        ("2022年受理多少件", decide.LIKELY),
        ("2022年怎么受理", decide.LIKELY_ELSE),
        ("受理多少件", decide.LIKELY_ANYWHERE),
        ("怎么受理", decide.LIKELY_ANYWHERE),
        ("哪个市受理了复议", decide.LIKELY_ELSE),  # asks for the place
        ("什么时候受理", decide.LIKELY_ELSE),  # asks for the year
    ],
)
def test_what_names_neither_place_nor_year_has_to_be_surer(question: str, least: float) -> None:
    assert decide.bound(understand(question, (), ()), matcher(True)) == least


def test_a_year_chosen_as_filter_is_named() -> None:
    report = Report("a", "a.txt", "岚川市2022年报告", "岚川市", year=2022)
    asked = understand("受理多少件", (), (report,), years=(2022,))
    assert decide.bound(asked, matcher(True)) == decide.LIKELY


def test_unknown_words_have_to_be_surer() -> None:
    assert decide.bound(understand("2022年怎么受理", (), ()), matcher(False)) == decide.LIKELY


@pytest.mark.parametrize(
    ("question", "own_seen", "own_held", "carries_on"),
    [
        ("明天股市会涨吗", False, 0.0, True),
        ("那股市呢", False, 0.0, False),  # half a question leans on the one before
        ("花掉多少钱", False, 0.0, False),  # a figure of what was asked about before
        ("明天股市会涨吗", True, 0.0, False),  # reports have its words
        ("明天股市会涨吗", False, 0.5, False),  # so has the candidate
    ],
)
def test_what_has_to_do_with_the_question_before_alone(
    question: str, own_seen: bool, own_held: float, carries_on: bool
) -> None:
    concepts = [Concept("复议", (), 0.7, context=True), Concept("股市", (), 1.0, seen=own_seen)]
    told = candidate("受理复议8件。", (1.0, own_held))
    asked = understand(question, (), ())
    assert decide.only_carries_on(asked, Matcher(concepts, LEXICON), told) is carries_on


def test_one_word_that_no_report_has_is_enough() -> None:
    concepts = [Concept("复议", (), 0.7, context=True), Concept("明天", (), 1.0), Concept("股市", (), 1.0, seen=False)]
    asked, wanted = understand("明天股市会涨吗", (), ()), Matcher(concepts, LEXICON)
    assert decide.only_carries_on(asked, wanted, candidate("受理复议8件。", (1.0, 0.0, 0.0)))
    assert not decide.only_carries_on(asked, wanted, candidate("明天受理复议8件。", (1.0, 1.0, 0.0)))


def test_a_question_that_stands_alone_carries_nothing_on() -> None:
    told = candidate("受理复议8件。", (0.0,))
    asked = understand("股市会涨吗", (), ())
    assert not decide.only_carries_on(asked, Matcher([Concept("股市", (), 1.0, seen=False)], LEXICON), told)
