"""Reading sets in SQuAD's form: what is kept, what is one paragraph, and where in the file a mistake is."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.squad import Asked, Squad, SquadError, read_squad, spread


def entry(question: str, *answers: str, key: str | None = None) -> dict[str, Any]:
    made = {"question": question, "answers": [{"text": answer, "answer_start": 0} for answer in answers]}
    return made | ({"id": key} if key else {})


def written(folder: Path, *paragraphs: tuple[str, list[dict[str, Any]]]) -> Path:
    """Write a set with an article for each paragraph."""
    data = [{"title": "示例", "paragraphs": [{"context": text, "qas": asked}]} for text, asked in paragraphs]
    path = folder / "set.json"
    path.write_text(json.dumps({"version": "1", "data": data}, ensure_ascii=False), "utf-8")
    return path


def test_questions_with_their_paragraphs(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        ("示例市设有5个区。", [entry("几个区?", "5个", "5个", key="a")]),
        ("示例县盛产茶叶。", [entry("产什么?", "茶叶")]),
        ("示例市设有 5 个区。\n", [entry("区有几个?", "5个区", key="c")]),  # the first paragraph once more
    )
    assert read_squad(path) == Squad(
        (
            Asked("a", "几个区?", ("5个",), 0),
            Asked("data[1].paragraphs[0].qas[0]", "产什么?", ("茶叶",), 1),
            Asked("c", "区有几个?", ("5个区",), 0),
        ),
        ("示例市设有5个区。", "示例县盛产茶叶。"),
    )


def test_what_is_left_out_and_what_cannot_be_answered(tmp_path: Path) -> None:
    asked = [entry("几个区?", "五个"), entry(" ", "5个"), entry("谁?"), entry("哪里?", "示例 市")]
    read = read_squad(written(tmp_path, ("示例市设有5个区。", asked)))
    assert [one.question for one in read.questions] == ["几个区?", "哪里?"]
    # 五个 does not stand in the paragraph; 示例 市 does, but for a blank
    assert (read.left_out, read.unfound) == (2, 1)


def test_traditional_characters_become_simplified(tmp_path: Path) -> None:
    pytest.importorskip("opencc", reason="OpenCC's table is not installed")
    read = read_squad(written(tmp_path, ("示例縣設有五個區。", [entry("幾個區?", "五個")])))
    assert read == Squad(
        (Asked(read.questions[0].id, "几个区?", ("五个",), 0),), ("示例县设有五个区。",), simplified=True
    )


def test_a_traditional_character_here_and_there_stays(tmp_path: Path) -> None:
    # one of 40 characters: 2.5 %
    text = "乾" + "示例市设有五个区" * 4 + "并产茶叶好喝。"
    assert len(text) == 40
    assert read_squad(written(tmp_path, (text, [entry("几个区?", "五个")]))).paragraphs == (text,)


def test_without_the_table_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opencc", None)
    with pytest.raises(SquadError, match="OpenCC"):
        read_squad(written(tmp_path, ("示例市。", [entry("哪里?", "示例市")])))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("题目", "不是 JSON 文件"),
        ("[]", "最外层 不是对象"),
        ("{}", "最外层 缺少 data"),
        ('{"data": {}}', "data 不是列表"),
        ('{"data": []}', "没有带答案的题目"),
        ('{"data": [{"paragraphs": [{"context": "甲", "qas": []}]}]}', "没有带答案的题目"),
        ('{"data": [[]]}', r"data\[0\] 不是对象"),
        ('{"data": [{"paragraphs": []}, {"title": "甲"}]}', r"data\[1\] 缺少 paragraphs"),
        (
            '{"data": [{"paragraphs": [{"context": " ", "qas": []}]}]}',
            r"data\[0\]\.paragraphs\[0\]\.context 不是有内容",
        ),
        ('{"data": [{"paragraphs": [{"context": "甲"}]}]}', r"data\[0\]\.paragraphs\[0\] 缺少 qas"),
        ('{"data": [{"paragraphs": [{"context": "甲", "qas": [{"answers": []}]}]}]}', r"qas\[0\] 缺少 question"),
        (
            '{"data": [{"paragraphs": [{"context": "甲", "qas": [{"question": 1, "answers": []}]}]}]}',
            r"qas\[0\]\.question 不是有内容",
        ),
        (
            '{"data": [{"paragraphs": [{"context": "甲", "qas": [{"question": "问", "answers": ["甲"]}]}]}]}',
            r"qas\[0\]\.answers\[0\] 不是对象",
        ),
        (
            '{"data": [{"paragraphs": [{"context": "甲", "qas": [{"question": "问", "answers": [{"text": ""}]}]}]}]}',
            r"answers\[0\]\.text 不是有内容",
        ),
    ],
)
def test_a_mistake_is_told_with_its_place(content: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "set.json"
    path.write_text(content, "utf-8")
    with pytest.raises(SquadError, match=message) as told:
        read_squad(path)
    assert str(path) in str(told.value)


def test_what_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(SquadError, match="读不了文件"):
        read_squad(tmp_path / "none.json")
    (tmp_path / "set.json").write_bytes("示例".encode("gb18030"))
    with pytest.raises(SquadError, match="读不了文件"):
        read_squad(tmp_path / "set.json")


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["data", "paragraphs", "context", "qas", "question", "answers", "text"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(_VALUES)
def test_any_json_is_read_or_refused_in_words(tmp_path_factory: pytest.TempPathFactory, content: Any) -> None:
    path = tmp_path_factory.getbasetemp() / "any.json"
    path.write_text(json.dumps(content), "utf-8")
    try:
        read = read_squad(path)
    except SquadError:
        return
    assert read.questions
    assert all(one.answers and one.paragraph < len(read.paragraphs) for one in read.questions)


def test_a_part_is_taken_evenly() -> None:
    questions = tuple(Asked(str(number), "问", ("甲",), 0) for number in range(10))
    whole = Squad(questions, ("乙",), unfound=10)
    part = spread(whole, 4)
    # 0, 10/4, 20/4, 30/4
    assert [one.id for one in part.questions] == ["0", "2", "5", "7"]
    assert (part.paragraphs, part.unfound) == (("乙",), 4)
    assert spread(whole, 10) == spread(whole, 99) == whole
