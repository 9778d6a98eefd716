"""Settings: the environment over the file, validated."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.errors import SettingsError
from rag.settings import Settings, load_settings


def test_defaults(tmp_path: Path) -> None:
    assert load_settings({}, tmp_path / ".env") == Settings()


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("RAG_PORT=8000\nRAG_INDEX=甲\nOTHER=1\n", "utf-8")
    settings = load_settings({"RAG_PORT": "9000", "PATH": "/bin"}, file)
    assert (settings.port, settings.index) == (9000, Path("甲"))


def test_an_empty_value_is_not_set(tmp_path: Path) -> None:
    assert load_settings({"RAG_LLM": " "}, tmp_path / ".env").llm is None


@pytest.mark.parametrize(
    ("env", "message"),
    [
        ({"RAG_PORT": "港口"}, "RAG_PORT 的值是 '港口'，应为一个数"),
        ({"RAG_PORT": "70000"}, "RAG_PORT 的值是 70000"),
        ({"RAG_LLM": "qwen3"}, "提供方:模型"),
        ({"RAG_LLM_TIMEOUT": "0"}, "应大于 0"),
        ({"RAG_LLM_TIMEOUT": "nan"}, "应大于 0"),
        ({"RAG_LLM_BASE_URL": "localhost:8000"}, "应以 http:// 或 https:// 开头"),
        ({"RAG_SEARCH": "fuzzy"}, "hybrid、lexical、dense"),
    ],
)
def test_bad_values_name_the_setting(tmp_path: Path, env: dict[str, str], message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        load_settings(env, tmp_path / ".env")


def test_an_unknown_name_in_the_file_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("RAG_LMM=openai:x\n", "utf-8")
    with pytest.raises(SettingsError, match="RAG_LMM"):
        load_settings({}, file)


def test_names_of_other_programs_in_the_environment_are_not_ours(tmp_path: Path) -> None:
    assert load_settings({"RAG_OTHER": "1"}, tmp_path / ".env") == Settings()


def test_the_key_is_not_shown() -> None:
    assert "geheim" not in repr(Settings(llm_api_key="geheim"))
