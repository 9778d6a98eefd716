"""The prompt texts of `prompts/`, their named placeholders checked, and what is filled into them made harmless."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from rag.budget import Material, head_line
from rag.errors import SettingsError
from rag.service import gives_orders
from rag.simplify import simplified
from rag.text import normalise

if TYPE_CHECKING:
    from rag.cite import Source
    from rag.types import Passage, Span

FOLDER = Path(__file__).resolve().parent.parent / "prompts"
# In the prompt's copy of a passage: what a model, or our reading of its answer, could take for a marker or a tag.
_FAKE_MARKER = re.compile(r"[\[【［](\^?[\d\s,，、\-–—~～]{1,30})[\]】］]")
# Overrides of the direction of writing: what is read is not what stands there.
_TURNED = re.compile("[\u202d\u202e]")
_HARMLESS = str.maketrans("<>", "＜＞")


def load_prompt(name: str, placeholders: frozenset[str], folder: Path = FOLDER) -> Template:
    """Return the template in `folder`/`name`.txt, whose placeholders are written ${question}.

    Raises SettingsError if the file is missing, or lacks one of `placeholders`, or has others.
    """
    path = folder / f"{name}.txt"
    try:
        template = Template(path.read_text(encoding="utf-8").strip())
    except OSError:
        raise SettingsError(f"找不到提示词文件 {path.name}，应在 {folder.name}/ 目录中。") from None
    except UnicodeDecodeError:
        raise SettingsError(f"提示词文件 {path.name} 不是 UTF-8 编码，请另存为 UTF-8。") from None
    if not template.is_valid():
        raise SettingsError(f"提示词文件 {path.name} 中有写错的占位符;$ 本身应写作 $$。")
    found = frozenset(template.get_identifiers())
    if missing := placeholders - found:
        raise SettingsError(f"提示词文件 {path.name} 缺少占位符 {_written(missing)}。")
    if unknown := found - placeholders:
        raise SettingsError(
            f"提示词文件 {path.name} 有不认识的占位符 {_written(unknown)}，可用的是 {_written(placeholders)}。"
        )
    return template


def harmless(text: str) -> str:
    """Return untrusted text for the prompt, without invisible characters and what could pass for a tag or marker."""
    return _FAKE_MARKER.sub(r"〔\1〕", visible(text).translate(_HARMLESS))


def visible(text: str) -> str:
    """Return a text without invisible characters."""
    return "".join(char for char in text if unicodedata.category(char) != "Cf")


def without_orders(passage: Passage) -> Passage:
    """Return a passage without the sentences that give orders to a model: none of them is shown to it, or cited.

    None of 75 real reports has one.
    """
    kept = tuple(span for span in passage.sentences if not _is_order(passage.slice(span)))
    return replace(passage, sentences=kept)


def _is_order(sentence: str) -> bool:
    return bool(_TURNED.search(sentence)) or gives_orders(normalise(simplified(visible(sentence))))


def numbered_blocks(material: Material, source: Source) -> str:
    """Return the passages as they stand in the prompt: numbered, each under the line that says whose report it is."""
    return "\n\n".join(
        f"[{number}] {harmless(head_line(passage, source))}\n{harmless(_shown_text(passage, sentences).strip())}"
        for number, (passage, sentences) in enumerate(material, start=1)
    )


def _shown_text(passage: Passage, sentences: Sequence[Span]) -> str:
    text, end = "", passage.start
    for span in sentences:
        between = passage.slice((end, span[0]))
        text += ("\n" if between.strip() else between) + passage.slice(span)
        end = span[1]
    return text


def _written(names: frozenset[str]) -> str:
    return "、".join(f"${{{name}}}" for name in sorted(names)) or "(无)"
