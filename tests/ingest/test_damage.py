"""Damaged stretches: found, measured, and the sentences that hold them kept out of the body."""

from __future__ import annotations

import json
import lzma
from itertools import islice, pairwise
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.blocks import Block, Loaded
from ingest.damage import damaged_spans, exclude_damage
from ingest.formats.plaintext import load_text

GOOD = "青禾市2022年共受理行政复议案件35件。"
LOST = "各级行政机关依法履行职责，审查合同126份（其中：涉外3份）。"


def read(text: str, wrote: str, reads: str, errors: str = "replace") -> str:
    return text.encode(wrote).decode(reads, errors)


def windows(data: bytes) -> str:
    """Read bytes as Windows does in the West, where no byte is invalid."""
    return "".join(bytes([code]).decode("cp1252", "ignore") or chr(code) for code in data)


def body(loaded: Loaded) -> list[str]:
    return [loaded.text[block.start : block.end] for block in loaded.blocks if block.body]


GARBLED = [
    pytest.param(read(LOST, "utf-8", "gb18030"), id="UTF-8 read as GB18030"),
    pytest.param(read(LOST, "utf-8", "gbk"), id="UTF-8 read as GBK, what it lacks lost"),
    pytest.param(read(LOST, "utf-8", "gbk", "ignore"), id="left out"),
    pytest.param(read(LOST, "utf-8", "gbk").replace("\ufffd", "?"), id="or as question marks"),
    pytest.param(read(LOST, "utf-8", "gbk")[:4], id="four characters"),
    pytest.param(read(read(LOST, "utf-8", "gb18030"), "utf-8", "gb18030").replace("\ufffd", "?"), id="twice"),
    pytest.param(read(LOST, "utf-8", "latin-1"), id="UTF-8 read as Latin-1"),
    pytest.param(windows(LOST.encode()), id="UTF-8 read as Windows-1252"),
    pytest.param(read(LOST, "utf-8", "cp1252", "ignore"), id="with what that lacks left out"),
    pytest.param(read(LOST, "gb18030", "latin-1"), id="GB18030 read as Latin-1"),
    pytest.param(windows(LOST.encode("gb18030")), id="GB18030 read as Windows-1252"),
    pytest.param(read(LOST, "gb18030", "utf-8"), id="GB18030 read as UTF-8: nothing but U+FFFD"),
    pytest.param(read(read(LOST, "gb18030", "utf-8"), "utf-8", "gbk"), id="and that read as GBK: 锟斤拷"),
    pytest.param(LOST[:9] + "\ufffd" + LOST[10:], id="one character lost"),
    pytest.param("共\ue123\ue124\ue125件", id="private-use characters, as of a PDF's own font"),
    pytest.param("宽度不得少于2\ue0105米", id="one between digits: 2.5 or 25 metres"),
    pytest.param("一\x01\x02\x0f段", id="control characters"),
    pytest.param("受理????????????件", id="question marks instead of characters"),
    pytest.param("2022?????,????35?", id="with figures between them"),
]


@pytest.mark.parametrize("garbled", GARBLED)
def test_only_the_damaged_sentence_is_no_body(garbled: str) -> None:
    text = f"{GOOD}{garbled}。{GOOD}\n{GOOD}"
    loaded = exclude_damage(load_text(text))
    assert loaded.text == text
    assert body(loaded) == [GOOD, GOOD, GOOD]
    assert 0 < loaded.damaged < 1


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("李璐、刘淇、熊梓淇、张瀛、王宇姝，以及肖璐。", id="names whose bytes begin like UTF-8"),
        pytest.param("姒村、浔光村、璜光村、棣甸村。", id="villages likewise"),
        pytest.param("朱镕基、㛃、𠮷、龘、犇犇、锟铻、李锟", id="rare characters"),
        pytest.param("面积30㎡，①②③，Ⅳ类，±5℃，5‰，→，※，★，☎，㈠，⒈，½，²", id="signs"),
        pytest.param("👍🏻👨‍👩‍👧 2023年", id="emoji"),
        pytest.param("E = mc² ∑∫√∞ ≤ ≥ ≠ × ÷ α β γ π", id="formulas"),
        pytest.param("姓名×××，××县，身份证号××××××××", id="what officials write for names"),
        pytest.param("·····················", id="dots of a table of contents"),
        pytest.param("nǐ hǎo àáèéìíòóùúü ê ēéěè", id="pinyin"),
        pytest.param("Société Générale – “Übergrößenträger” naïve Škoda ©®™", id="European languages"),
        pytest.param("Отчёт о деятельности правительства; 日本語ひらがなカタカナ; 한국어", id="other scripts"),
        pytest.param("བོད་ལྗོངས། ᠮᠣᠩᠭᠣᠯ ئۇيغۇر ꆈꌠꉙ Vahcuengh", id="scripts of minorities"),
        pytest.param("產業鏈優勢互補，強化產業鏈優化，鐵路、鑒於、銀行、鄉鎮、隻、龜、竈", id="traditional characters"),
        pytest.param("\ue863\ue5e5一、概况 \uf06c 要点", id="a bullet, a blank and a name's character of private use"),
        pytest.param("吗??真的???\u200b\ufeff\xa0\xad\x0c", id="question marks, blanks of no width, a page break"),
        pytest.param("", id="nothing"),
    ],
)
def test_readable_text_is_no_damage(text: str) -> None:
    loaded = load_text(f"{text}\n{GOOD}")
    assert exclude_damage(loaded) == loaded


def test_the_share_is_of_the_characters_that_are_not_blank() -> None:
    # 2 of 10 letters; the blanks do not count
    loaded = exclude_damage(load_text("甲乙丙丁。 \n\n戊\ufffd\ufffd己。\n"))
    assert loaded.damaged == pytest.approx(2 / 10)
    assert body(loaded) == ["甲乙丙丁。"]


def test_a_block_keeps_its_level_and_its_neighbours() -> None:
    text = f"一、概况\n{GOOD}坏\ufffd句。{GOOD}\n菜单\ufffd"
    head, middle = text.index("\n"), text.rindex("\n")
    blocks = (Block(0, head, 1), Block(head + 1, middle, 2), Block(middle + 1, len(text), body=False))
    loaded = exclude_damage(Loaded(text, blocks, pages=(0,), ocr=(1,)))
    assert [(text[block.start : block.end], block.level, block.body) for block in loaded.blocks] == [
        ("一、概况", 1, True),
        (GOOD, 2, True),
        ("坏\ufffd句。", 2, False),
        (GOOD, 2, True),
        ("菜单\ufffd", None, False),
    ]
    assert (loaded.pages, loaded.ocr) == ((0,), (1,))


def test_what_is_left_between_damage_belongs_to_it() -> None:
    # garbled words too short to be told alone, digits, and a bracket
    text = read("第3条。", "utf-8", "gb18030") + " 12 " + read("二、本市", "utf-8", "gb18030")
    (span,) = damaged_spans(GOOD + text + GOOD)
    assert span == (len(GOOD), len(GOOD + text))


def test_of_the_damaged_file_only_readable_stretches_stay(shared: Path) -> None:
    loaded = exclude_damage(load_text((shared / "parsing" / "mojibake.txt").read_text("utf-8")))
    (kept,) = body(loaded)
    assert (kept[:4], kept[-4:], len(kept)) == ("2010", "比优越。", 1459)
    assert 0.94 < loaded.damaged < 0.96


def test_real_reports_and_news_are_no_damage(shared: Path) -> None:
    texts = [path.read_text("utf-8") for path in sorted((shared / "corpus").iterdir())]
    with lzma.open(shared / "data" / "news.jsonl.xz", "rt", encoding="utf-8") as lines:
        texts += [json.loads(line)["text"] for line in islice(lines, 1000)]
    assert [text[start:end] for text in texts for start, end in damaged_spans(text)] == []


def test_a_large_clean_text_costs_little() -> None:
    text = f"{GOOD}{LOST}\n" * 40_000  # 2.2 million characters, 6 MB
    start = perf_counter()
    assert damaged_spans(text) == []
    # 0.15 s on two cores; quadratic would be minutes
    assert perf_counter() - start < 5


PARTS = st.sampled_from(
    [GOOD, LOST, "\n", "。", "\ufffd", "?", "锟斤拷", "12", *(param.values[0] for param in GARBLED)]
)


@given(st.lists(PARTS | st.text(max_size=5), max_size=12).map("".join))
def test_blocks_stay_in_order_and_inside_what_they_were(text: str) -> None:
    loaded = load_text(text)
    divided = exclude_damage(loaded)
    assert divided.text == text
    assert 0 <= divided.damaged <= 1
    spans = [(block.start, block.end) for block in divided.blocks]
    assert all(start < end for start, end in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    assert all(any(old.start <= start and end <= old.end for old in loaded.blocks) for start, end in spans)
    assert not any("\ufffd" in part for part in body(divided))
    damage = damaged_spans(text)
    assert all(0 <= start < end <= len(text) for start, end in damage)
    assert all(first[1] < second[0] for first, second in pairwise(damage))


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=300))
def test_any_characters_give_spans(text: str) -> None:
    assert all(0 <= start < end <= len(text) for start, end in damaged_spans(text))
