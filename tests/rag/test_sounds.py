"""How characters sound."""

from __future__ import annotations

from rag.sounds import sounds, usual_sounds


def test_dialects_do_not_tell_these_apart() -> None:
    assert sounds("中京") == sounds("宗金")
    assert sounds("王") != sounds("黄")


def test_characters_with_several_readings_have_all_of_them() -> None:
    (readings,) = sounds("曾")
    assert {"zen", "cen"} <= readings


def test_what_is_no_character_sounds_like_itself() -> None:
    assert sounds("a1") == [frozenset({"a"}), frozenset({"1"})]
    assert sounds("") == []


def test_the_usual_reading_is_one_of_them() -> None:
    for char in "曾行重长议":
        assert usual_sounds(char)[0] in sounds(char)[0]
    assert usual_sounds("复议") == usual_sounds("付议")
