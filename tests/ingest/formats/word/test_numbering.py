"""Automatic numbers of Word: formats, levels, restarts, and lists that styles bring along."""

from __future__ import annotations

import pytest

from ingest.formats.word.numberformats import LARGEST, in_format
from tests.ingest.docx_files import numbered, p, part, read, styled


@pytest.mark.parametrize(
    ("number", "name", "expected"),
    [
        (7, "decimal", "7"),
        (7, "decimalZero", "07"),
        (12, "decimalFullWidth", "１２"),
        (3, "decimalEnclosedCircle", "③"),
        (3, "decimalEnclosedCircleChinese", "③"),
        (21, "decimalEnclosedCircle", "21"),
        (4, "decimalEnclosedParen", "⑷"),
        (2, "decimalEnclosedFullstop", "⒉"),
        (14, "upperRoman", "XIV"),
        (1999, "lowerRoman", "mcmxcix"),
        (26, "upperLetter", "Z"),
        (28, "lowerLetter", "bb"),
        (5, "numberInDash", "- 5 -"),
        (1, "chineseCounting", "一"),
        (10, "chineseCounting", "十"),
        (11, "chineseCounting", "十一"),
        (20, "chineseCounting", "二十"),
        (35, "chineseCounting", "三十五"),
        (105, "chineseCounting", "一〇五"),
        (105, "chineseCountingThousand", "一百零五"),
        (110, "chineseCountingThousand", "一百一十"),
        (1001, "chineseCountingThousand", "一千零一"),
        (2030, "taiwaneseCountingThousand", "二千零三十"),
        (12, "japaneseCounting", "十二"),
        (12, "ideographDigital", "一二"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (3, "ideographTraditional", "丙"),
        (11, "ideographTraditional", "11"),
        (3, "ideographZodiac", "寅"),
        (13, "ideographZodiacTraditional", "丙子"),
        (2, "ideographEnclosedCircle", "㊁"),
        # formats that show none, and one that nobody knows
        (2, "bullet", ""),
        (2, "none", ""),
        (2, "klingon", "2"),
        # what no format can write
        (0, "upperLetter", "0"),
        (LARGEST + 1, "lowerRoman", str(LARGEST + 1)),
    ],
)
def test_formats(number: int, name: str, expected: str) -> None:
    assert in_format(number, name) == expected


def level(at: int, text: str, *, kind: str = "decimal", more: str = "", start: int = 1) -> str:
    shown = f'<w:numFmt w:val="{kind}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/>{shown}</w:lvl>'


def numbering(*schemes: str, lists: dict[int, tuple[int, str]] | None = None) -> str:
    """Return the part with these schemes (numbered from 0), and lists: id → scheme and overrides."""
    made = "".join(
        f'<w:abstractNum w:abstractNumId="{at}">{scheme}</w:abstractNum>' for at, scheme in enumerate(schemes)
    )
    listed = "".join(
        f'<w:num w:numId="{name}"><w:abstractNumId w:val="{scheme}"/>{more}</w:num>'
        for name, (scheme, more) in (lists or {1: (0, "")}).items()
    )
    return part("numbering", made + listed)


def restart(at: int, value: int) -> str:
    return f'<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="{value}"/></w:lvlOverride>'


REPORT = (
    level(0, "%1、", kind="chineseCounting")
    + level(1, "（%2）", kind="chineseCounting")
    + level(2, "%3.")
    + level(3, "%4", kind="decimalEnclosedCircle")
)
OUTLINE = level(0, "第%1章", kind="chineseCounting") + level(1, "%1.%2", more="<w:isLgl/>")
NEVER_ANEW = level(0, "%1.") + level(1, "%2)", more='<w:lvlRestart w:val="0"/>')
CHANGED = f'<w:lvlOverride w:ilvl="0">{level(0, "%1)")}</w:lvlOverride>'
BARE = '<w:suff w:val="nothing"/>'
NEW_FORMAT = (
    '<w:lvl w:ilvl="0"><mc:AlternateContent><mc:Choice><w:numFmt w:val="custom"/></mc:Choice>'
    '<mc:Fallback><w:numFmt w:val="upperLetter"/></mc:Fallback></mc:AlternateContent><w:lvlText w:val="%1."/></w:lvl>'
)


@pytest.mark.parametrize(
    ("part", "items", "expected"),
    [
        # levels start anew below a higher one
        (
            numbering(REPORT),
            [(1, 0), (1, 1), (1, 2), (1, 3), (1, 1), (1, 0), (1, 1)],
            ["一、甲", "（一）甲", "1. 甲", "① 甲", "（二）甲", "二、甲", "（一）甲"],
        ),
        # numbers of the levels above, in digits where the level says so; one that was not used is at its start
        (numbering(OUTLINE), [(1, 0), (1, 1), (1, 0), (1, 1)], ["第一章 甲", "1.1 甲", "第二章 甲", "2.1 甲"]),
        (numbering(OUTLINE), [(1, 1)], ["1.1 甲"]),
        (numbering(level(0, "%1.", start=5)), [(1, 0), (1, 0)], ["5. 甲", "6. 甲"]),
        # two lists of one scheme go on, unless the second starts anew, which it does once
        (numbering(REPORT, lists={1: (0, ""), 2: (0, "")}), [(1, 0), (2, 0)], ["一、甲", "二、甲"]),
        (
            numbering(REPORT, lists={1: (0, ""), 2: (0, restart(0, 1))}),
            [(1, 0), (1, 0), (2, 0), (2, 0), (1, 0)],
            ["一、甲", "二、甲", "一、甲", "二、甲", "三、甲"],
        ),
        # a level that never starts anew
        (numbering(NEVER_ANEW), [(1, 0), (1, 1), (1, 0), (1, 1)], ["1. 甲", "1)甲", "2. 甲", "2)甲"]),
        # a list that changes a level
        (numbering(REPORT, lists={1: (0, CHANGED)}), [(1, 0)], ["1)甲"]),
        # bullets
        (numbering(level(0, "•", kind="bullet")), [(1, 0)], ["甲"]),
        # no blank where none is set, but a digit is never glued to the text
        (numbering(level(0, "第%1", more=BARE, kind="upperRoman")), [(1, 0)], ["第I甲"]),
        (numbering(level(0, "%1", more=BARE)), [(1, 0)], ["1 甲"]),
        # a format of new versions beside a common one
        (numbering(NEW_FORMAT), [(1, 0)], ["A. 甲"]),
        # lists and levels that are not defined, a damaged part
        (numbering(REPORT), [(9, 0), (0, 0), (1, 99)], ["甲", "甲", "甲"]),
        (part("numbering", '<w:num w:numId="1"/><w:num/><w:abstractNum/>'), [(1, 0)], ["甲"]),
    ],
)
def test_numbers(part: str, items: list[tuple[int, int]], expected: list[str]) -> None:
    body = "".join(numbered("甲", list_id, at) for list_id, at in items)
    assert read(body, {"numbering": part}) == expected


def style(name: str, properties: str, base: str = "") -> str:
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    inside = f'<w:name w:val="{name}"/>{based}<w:pPr>{properties}</w:pPr>'
    return f'<w:style w:type="paragraph" w:styleId="{name}">{inside}</w:style>'


def in_list(list_id: int, level: str = "") -> str:
    return f'<w:numPr>{level}<w:numId w:val="{list_id}"/></w:numPr>'


STYLES = part(
    "styles",
    style("part", in_list(1))
    + style("point", in_list(1, '<w:ilvl w:val="1"/>'))
    + style("own", "", base="point")
    + style("none", in_list(0), base="part")
    + style("linked", in_list(1)),
)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # a style brings its list and level along, also to styles that are based on it
        (styled("甲", "part") + styled("乙", "point") + styled("丙", "own"), ["一、甲", "（一）乙", "（二）丙"]),
        # one that is based on it, or a paragraph, may take it away
        (styled("甲", "none"), ["甲"]),
        (p("甲", '<w:pStyle w:val="part"/><w:numPr><w:numId w:val="0"/></w:numPr>'), ["甲"]),
        # a paragraph changes the level alone
        (p("甲", '<w:pStyle w:val="part"/><w:numPr><w:ilvl w:val="1"/></w:numPr>'), ["（一）甲"]),
        # a level names the style that it is for
        (styled("甲", "linked"), ["1. 甲"]),
        # a paragraph without text counts, but shows nothing
        (styled("甲", "part") + styled("", "part") + styled("乙", "part"), ["一、甲", "三、乙"]),
    ],
)
def test_numbers_of_styles(body: str, expected: list[str]) -> None:
    levels = REPORT.replace('<w:lvl w:ilvl="2">', '<w:lvl w:ilvl="2"><w:pStyle w:val="linked"/>')
    assert read(body, {"styles": STYLES, "numbering": numbering(levels)}) == expected


def test_a_list_whose_levels_a_list_style_has() -> None:
    schemes = part(
        "numbering",
        f'<w:abstractNum w:abstractNumId="0">{REPORT}<w:styleLink w:val="list"/></w:abstractNum>'
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="list"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>',
    )
    styles = part("styles", style("list", in_list(1)))
    assert read(numbered("甲", 2), {"numbering": schemes, "styles": styles}) == ["一、甲"]
