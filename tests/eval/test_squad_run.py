"""A set in SQuAD's form from the file to the figures, by the product's own searches and choice of a sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.__main__ import main
from eval.squad import Asked, Squad
from eval.squad_run import outcomes, paragraph_index
from rag.embedding import load_embedding
from rag.index.reader import Index
from tests.eval.test_squad import entry, written
from tests.fakes import KeywordEmbedder

PARAGRAPHS = (
    "示例镇有一座石桥，桥长128米。石桥由工匠沈知远在1902年建成。每年秋天，镇上举办灯会。",
    "示例湖位于云岭以北，湖面面积为36平方公里。湖中盛产银鱼，渔民每年捕鱼90吨。",
    "示例山海拔1870米。山顶有一座气象站，建于1956年。",
)
QUESTIONS = (
    Asked("bridge", "示例镇的石桥长多少米?", ("128米",), 0),
    Asked("builder", "石桥是由哪位工匠建成的?", ("沈知远",), 0),
    Asked("lake", "示例湖的湖面面积是多少平方公里?", ("36平方公里",), 1),
    Asked("station", "示例山的气象站建于哪一年?", ("1956年",), 2),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return paragraph_index(PARAGRAPHS, tmp_path_factory.mktemp("squad") / "index", load_embedding(None))


def test_each_paragraph_is_a_row(tmp_path: Path) -> None:
    texts = ("复议。", "诉讼 诉讼", "备案，调解")
    index = paragraph_index(texts, tmp_path / "index", KeywordEmbedder())
    found = index.passages_at(range(3))
    assert [(found[row].report, found[row].text) for row in range(3)] == [(str(row), texts[row]) for row in range(3)]


def test_each_question_is_searched_and_answered(index: Index) -> None:
    found = list(outcomes(Squad(QUESTIONS, PARAGRAPHS), index))
    assert [one.asked for one in found] == list(QUESTIONS)
    for one in found:
        assert one.ranked.keys() == {"bm25", "dense", "hybrid"}
        assert one.ranked["hybrid"][0] == one.asked.paragraph
        assert one.inside
        assert one.among
        assert one.inside.paragraph == one.among.paragraph == one.asked.paragraph
    sentences = [one.among.sentence for one in found if one.among]
    assert sentences == [
        "示例镇有一座石桥，桥长128米。",
        "石桥由工匠沈知远在1902年建成。",
        "示例湖位于云岭以北，湖面面积为36平方公里。",
        "山顶有一座气象站，建于1956年。",
    ]
    assert all(one.among and one.among.stretch in one.among.sentence for one in found)


def test_from_the_right_paragraph_alone(index: Index) -> None:
    # asked of the wrong paragraph: the sentence can only be that one's
    (one,) = outcomes(Squad((Asked("lost", QUESTIONS[0].question, ("128米",), 1),), PARAGRAPHS), index)
    assert one.inside
    assert one.among
    assert (one.inside.paragraph, one.among.paragraph) == (1, 0)
    assert "128米" not in one.inside.sentence


def test_a_question_without_a_word_to_look_for(index: Index) -> None:
    (one,) = outcomes(Squad((Asked("empty", "是什么?", ("石桥",), 0),), PARAGRAPHS), index)
    assert (one.inside, one.among) == (None, None)
    assert one.to_json()["inside"] is None


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = {
        at: [entry(one.question, *one.answers, key=one.id) for one in QUESTIONS if one.paragraph == at]
        for at in range(3)
    }
    asked[1].append(entry("湖里有龙吗?"))
    file = written(tmp_path, *((text, asked[at]) for at, text in enumerate(PARAGRAPHS)))
    assert main(["squad", str(file), "--out", str(tmp_path / "out")]) == 0
    said = capsys.readouterr().out
    assert "4 题，3 段；1 题没有问题或答案，不计入。" in said
    assert "| hybrid | 100.0 %（100.0–100.0）" in said
    result = json.loads((tmp_path / "out" / "squad.json").read_text("utf-8"))
    assert (result["questions"], result["paragraphs"], result["left_out"], result["unfound"]) == (4, 3, 1, 0)
    assert result["retrieval"]["hybrid"]["mrr@10"]["value"] == 1.0
    assert result["answers"]["among"]["sentence"]["value"] == 1.0
    lines = [json.loads(line) for line in (tmp_path / "out" / "predictions.jsonl").read_text("utf-8").splitlines()]
    assert [line["id"] for line in lines] == ["bridge", "builder", "lake", "station"]
    assert "128米" in lines[0]["among"]["stretch"]


def test_a_part_of_the_questions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path, (PARAGRAPHS[0], [entry("石桥长多少米?", "128米"), entry("谁建的石桥?", "沈知远")]))
    assert main(["squad", str(file), "--limit", "1", "--out", str(tmp_path / "out")]) == 0
    assert capsys.readouterr().out.startswith("1 题，1 段。")
    assert len((tmp_path / "out" / "predictions.jsonl").read_text("utf-8").splitlines()) == 1


def test_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "set.json").write_text('{"data": []}', "utf-8")
    assert main(["squad", str(tmp_path / "set.json")]) == 2
    assert "没有带答案的题目" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["squad", str(tmp_path / "set.json"), "--limit", "0"])
    assert "0 应为正整数" in capsys.readouterr().err
    blocked = tmp_path / "file"
    blocked.write_text("", "utf-8")
    file = written(tmp_path, (PARAGRAPHS[0], [entry("石桥长多少米?", "128米")]))
    assert main(["squad", str(file), "--out", str(blocked / "out")]) == 2
    assert "读写文件失败" in capsys.readouterr().err
