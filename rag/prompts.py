"""The prompt texts of `prompts/`, their named placeholders checked, and what is filled into them made harmless."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from string import Template

from rag.errors import SettingsError

FOLDER = Path(__file__).resolve().parent.parent / "prompts"
# In the prompt's copy of a passage: what a model, or our reading of its answer, could take for a marker or a tag.
_FAKE_MARKER = re.compile(r"[\[【［](\^?[\d\s,，、\-–—~～]{1,30})[\]】］]")
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
    visible = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return _FAKE_MARKER.sub(r"〔\1〕", visible.translate(_HARMLESS))


def _written(names: frozenset[str]) -> str:
    return "、".join(f"${{{name}}}" for name in sorted(names)) or "(无)"
