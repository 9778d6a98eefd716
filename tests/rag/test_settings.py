"""Settings: the environment over the file, validated."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.errors import SettingsError
from rag.settings import Endpoint, ModelOptions, Settings, load_settings


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
        ({"RAG_LLM_BASE_URL": "u:geheim@h/v1"}, "的值是 'h/v1'"),
        ({"RAG_LLM_RETRIES": "-1"}, "RAG_LLM_RETRIES 的值是 -1，应不小于 0"),
        ({"RAG_LLM_RETRY_WAIT": "inf"}, "RAG_LLM_RETRY_WAIT 的值是 inf，应不小于 0"),
        ({"RAG_LLM": "a:b", "RAG_LLM_CONTEXT": "3071"}, "RAG_LLM_CONTEXT 的值是 3071，应不小于 3072"),
        ({"RAG_LLM": "a:b", "RAG_LLM_MAX_TOKENS": "8000"}, "RAG_LLM_CONTEXT 的值是 8192，应不小于 10048"),
        ({"RAG_LLM_FALLBACK": "a:b"}, "没有设置 RAG_LLM"),
        ({"RAG_LLM": "a:b", "RAG_LLM_FALLBACK": "b"}, "RAG_LLM_FALLBACK 的值是 'b'，应写作「提供方:模型」"),
        ({"RAG_LLM_FALLBACK_BASE_URL": "localhost"}, "RAG_LLM_FALLBACK_BASE_URL 的值是 'localhost'"),
        ({"RAG_LOG_TEXT": "yes"}, "RAG_LOG_TEXT 的值是 'yes'，应为 0 或 1"),
        (
            {"RAG_LLM_UNSUPPORTED": "hide"},
            "RAG_LLM_UNSUPPORTED 的值是 'hide'，应为 mark、remove、ask 之一。",
        ),
        ({"RAG_SEARCH": "fuzzy"}, "hybrid、lexical、dense"),
        ({"RAG_EMBEDDING_BACKEND": "tensorrt"}, "RAG_EMBEDDING_BACKEND 的值是 'tensorrt'，应为 torch、onnx、openvino"),
        ({"RAG_RERANKER_BACKEND": "ONNX"}, "RAG_RERANKER_BACKEND 的值是 'ONNX'"),
        ({"RAG_EMBEDDING_MAX_TOKENS": "63"}, "RAG_EMBEDDING_MAX_TOKENS 的值是 63，应不小于 64"),
        ({"RAG_EMBEDDING_MAX_TOKENS": "long"}, "应为一个数"),
        ({"RAG_RERANKER_MAX_TOKENS": "0"}, "RAG_RERANKER_MAX_TOKENS 的值是 0"),
    ],
)
def test_bad_values_name_the_setting(tmp_path: Path, env: dict[str, str], message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        load_settings(env, tmp_path / ".env")


@pytest.mark.parametrize(
    ("value", "prompt"),
    [
        ("query: ", "query: "),  # the blank belongs to it
        ("query: \r\n", "query: "),  # a file's line end does not
        ("Instruct: find\\nQuery:", "Instruct: find\nQuery:"),
        ("none", ""),  # no prompt
        (" ", None),  # not set
    ],
)
def test_prompts(tmp_path: Path, value: str, prompt: str | None) -> None:
    settings = load_settings({"RAG_QUERY_PROMPT": value}, tmp_path / ".env")
    assert settings.embedding_options.query_prompt == prompt


def test_a_prompt_in_the_file_keeps_its_blank_in_quotes(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text('RAG_PASSAGE_PROMPT="passage: "\n', "utf-8")
    assert load_settings({}, file).passage_prompt == "passage: "


def test_options_of_the_models(tmp_path: Path) -> None:
    env = {"RAG_EMBEDDING_BACKEND": "onnx", "RAG_EMBEDDING_MAX_TOKENS": "256", "RAG_RERANKER_MAX_TOKENS": "512"}
    settings = load_settings(env, tmp_path / ".env")
    assert settings.embedding_options == ModelOptions(backend="onnx", max_tokens=256)
    assert settings.reranker_options == ModelOptions(max_tokens=512)


def test_an_unknown_name_in_the_file_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("RAG_LMM=openai:x\n", "utf-8")
    with pytest.raises(SettingsError, match="RAG_LMM"):
        load_settings({}, file)


def test_names_of_other_programs_in_the_environment_are_not_ours(tmp_path: Path) -> None:
    assert load_settings({"RAG_OTHER": "1"}, tmp_path / ".env") == Settings()


def test_the_models_in_the_order_in_which_they_are_tried(tmp_path: Path) -> None:
    env = {"RAG_LLM": "openai:a", "RAG_LLM_API_KEY": "1", "RAG_LLM_FALLBACK": "openai:b",
           "RAG_LLM_FALLBACK_BASE_URL": "http://h/v1", "RAG_LLM_FALLBACK_API_KEY": "2"}  # fmt: skip
    assert load_settings(env, tmp_path / ".env").endpoints == (
        Endpoint(setting="RAG_LLM", model="openai:a", api_key="1"),
        Endpoint(setting="RAG_LLM_FALLBACK", model="openai:b", base_url="http://h/v1", api_key="2"),
    )
    assert Settings().endpoints == ()


@pytest.mark.parametrize(("value", "log_text"), [("1", True), ("0", False), ("", False)])
def test_switches(tmp_path: Path, value: str, log_text: bool) -> None:
    assert load_settings({"RAG_LOG_TEXT": value}, tmp_path / ".env").log_text is log_text


def test_the_keys_are_not_shown() -> None:
    settings = Settings(llm="a:b", llm_api_key="geheim", llm_fallback="c:d", llm_fallback_api_key="geheim")
    assert "geheim" not in f"{settings!r} {settings.endpoints!r}"
