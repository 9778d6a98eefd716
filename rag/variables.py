"""The `RAG_*` variables of the environment and of a `.env` file, and their values read as what they are to be."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from rag.errors import SettingsError

# The value of a prompt for "no prompt": an empty one is "not set".
NO_PROMPT = "none"


def given_in(variables: Mapping[str, str]) -> dict[str, str]:
    """Return the values of the `RAG_*` variables by the names of the settings."""
    given = {name[4:].lower(): value for name, value in variables.items() if name.startswith("RAG_")}
    # A prompt may end in a blank that belongs to it: "query: ".
    return {name: value.strip("\r\n") if _is_prompt(name) else value.strip() for name, value in given.items()}


def _is_prompt(name: str) -> bool:
    return name.endswith("_prompt")


def read_file(path: Path) -> dict[str, str]:
    """Return the variables of a `.env` file; none where there is no file."""
    if not path.is_file():
        return {}
    from dotenv import dotenv_values

    return {name: value for name, value in dotenv_values(path, encoding="utf-8-sig").items() if value is not None}


def convert(name: str, value: str, kind: str) -> Path | str | int | float | bool:
    """Return the value of a setting whose type is annotated as `kind`; raises SettingsError."""
    if _is_prompt(name):
        # One line of a file or of a shell cannot hold the line break that some prompts have.
        return "" if value.strip().lower() == NO_PROMPT else value.replace("\\n", "\n")
    if kind == "bool":
        if value not in ("0", "1"):
            raise SettingsError(f"设置项 RAG_{name.upper()} 的值是 {value!r}，应为 0 或 1。")
        return value == "1"
    try:
        if "Path" in kind:
            return Path(value)
        if "int" in kind:
            return int(value)
        return float(value) if "float" in kind else value
    except ValueError:
        raise SettingsError(f"设置项 RAG_{name.upper()} 的值是 {value!r}，应为一个数。") from None
