"""All settings, read in this one place from `RAG_*` variables and a `.env` file, and passed on explicitly.

The README's settings table describes each; a variable of the environment wins over the file.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rag.errors import SettingsError
from rag.variables import convert, given_in, read_file

ENV_FILE = Path(".env")
SEARCHES = ("hybrid", "lexical", "dense")
BACKENDS = ("torch", "onnx", "openvino")
# What becomes of a model's statement that fails its check: a flag, nothing, or another try and then a flag.
UNSUPPORTED = ("mark", "remove", "ask")
# Fewer tokens would hold little but the prompt: Qwen3-Embedding's has about 20.
MIN_TOKENS = 64
# Tokens of the context beside the answer: about 600 for the rules and the question, and some passages.
LEAST_ROOM = 2048


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelOptions:
    """How a sentence-transformers model runs; None for what the model itself says, "" for no prompt.

    `max_tokens` is the longest text (a reranker's: question and passage together) that is read, prompt included.
    """

    backend: str = "torch"
    max_tokens: int | None = None
    query_prompt: str | None = None
    passage_prompt: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """A language model ("provider:model") and where it is; the names of its settings begin with `setting`."""

    setting: str
    model: str
    base_url: str | None = None
    api_key: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What can be set; seconds for times, None for "not set" (no language model, the shipped embedding)."""

    index: Path = Path("index")
    embedding: str | None = None
    embedding_backend: str = "torch"
    embedding_max_tokens: int | None = None
    query_prompt: str | None = None
    passage_prompt: str | None = None
    reranker: str | None = None
    reranker_backend: str = "torch"
    reranker_max_tokens: int | None = None
    search: str = "hybrid"
    llm: str | None = None
    llm_base_url: str | None = None
    llm_api_key: str | None = None
    llm_temperature: float = 0.0
    llm_max_tokens: int = 1024
    llm_connect_timeout: float = 2.0
    llm_timeout: float = 60.0
    llm_retries: int = 2
    llm_retry_wait: float = 0.5
    llm_context: int = 8192
    llm_fallback: str | None = None
    llm_fallback_base_url: str | None = None
    llm_fallback_api_key: str | None = None
    llm_unsupported: str = "mark"
    log_text: bool = False
    host: str = "127.0.0.1"
    port: int = 7860
    max_question: int = 500

    def __repr__(self) -> str:
        """Leave the keys out, so that no log can hold them."""
        return f"Settings(index={str(self.index)!r}, embedding={self.embedding!r}, llm={self.llm!r})"

    @property
    def endpoints(self) -> tuple[Endpoint, ...]:
        """Return the language models in the order in which they are tried; none for offline answers."""
        return tuple(
            Endpoint(setting=f"RAG_{name.upper()}", model=model, base_url=base_url, api_key=api_key)
            for name, model, base_url, api_key in (
                ("llm", self.llm, self.llm_base_url, self.llm_api_key),
                ("llm_fallback", self.llm_fallback, self.llm_fallback_base_url, self.llm_fallback_api_key),
            )
            if model
        )

    @property
    def embedding_options(self) -> ModelOptions:
        """Return how the model `embedding` runs; the shipped one has no such choices."""
        return ModelOptions(
            backend=self.embedding_backend,
            max_tokens=self.embedding_max_tokens,
            query_prompt=self.query_prompt,
            passage_prompt=self.passage_prompt,
        )

    @property
    def reranker_options(self) -> ModelOptions:
        """Return how the model `reranker` runs."""
        return ModelOptions(backend=self.reranker_backend, max_tokens=self.reranker_max_tokens)


def load_settings(env: Mapping[str, str] | None = None, env_file: Path = ENV_FILE) -> Settings:
    """Return the settings of `env` (default: the process's environment) over those of `env_file`, if it exists.

    Empty values count as not set. Raises SettingsError for a value of the wrong form, and for a `RAG_*` name in the
    file that is no setting; the environment may hold names that belong to other programs.
    """
    file = given_in(read_file(env_file))
    fields = Settings.__dataclass_fields__
    for name in file:
        if name not in fields:
            known = "、".join(f"RAG_{field.upper()}" for field in fields)
            raise SettingsError(f"{env_file} 中有不认识的设置项 RAG_{name.upper()}。可用的设置项：{known}。")
    given = file | given_in(os.environ if env is None else env)
    values: dict[str, Any] = {
        name: convert(name, value, str(fields[name].type))
        for name, value in given.items()
        if name in fields and value.strip()
    }
    settings = Settings(**values)
    _validate(settings)
    return settings


def _validate(settings: Settings) -> None:
    if not 0 < settings.port < 65536:
        raise SettingsError(f"设置项 RAG_PORT 的值是 {settings.port}，应在 1 到 65535 之间。")
    for name in ("llm_connect_timeout", "llm_timeout", "max_question", "llm_max_tokens"):
        if not 0 < getattr(settings, name) < float("inf"):
            raise SettingsError(f"设置项 RAG_{name.upper()} 的值是 {getattr(settings, name)}，应大于 0。")
    _validate_endpoints(settings)
    for name, choices in (("search", SEARCHES), ("llm_unsupported", UNSUPPORTED)):
        if getattr(settings, name) not in choices:
            told = f"设置项 RAG_{name.upper()} 的值是 {getattr(settings, name)!r}"
            raise SettingsError(f"{told}，应为 {'、'.join(choices)} 之一。")
    for name in ("embedding", "reranker"):
        _validate_model(f"RAG_{name.upper()}", getattr(settings, f"{name}_options"))


def _validate_endpoints(settings: Settings) -> None:
    for name in ("llm_retries", "llm_retry_wait"):
        if not 0 <= getattr(settings, name) < float("inf"):
            raise SettingsError(f"设置项 RAG_{name.upper()} 的值是 {getattr(settings, name)}，应不小于 0。")
    least = settings.llm_max_tokens + LEAST_ROOM
    if settings.llm and settings.llm_context < least:
        told = f"设置项 RAG_LLM_CONTEXT 的值是 {settings.llm_context}，应不小于 {least}"
        raise SettingsError(f"{told}（RAG_LLM_MAX_TOKENS 加 {LEAST_ROOM}）。")
    if settings.llm_fallback and not settings.llm:
        raise SettingsError("设置了备用模型 RAG_LLM_FALLBACK，却没有设置 RAG_LLM。只用一个模型时，请设置 RAG_LLM。")
    for name in ("llm_base_url", "llm_fallback_base_url"):
        url = getattr(settings, name)
        if url and not url.startswith(("http://", "https://")):
            shown = url.rpartition("@")[2]  # without a user's name and password
            raise SettingsError(f"设置项 RAG_{name.upper()} 的值是 {shown!r}，应以 http:// 或 https:// 开头。")
    for one in settings.endpoints:
        if ":" not in one.model:
            raise SettingsError(
                f"设置项 {one.setting} 的值是 {one.model!r}，应写作「提供方:模型」，如 openai:qwen3-32b。"
            )


def _validate_model(name: str, options: ModelOptions) -> None:
    if options.backend not in BACKENDS:
        raise SettingsError(f"设置项 {name}_BACKEND 的值是 {options.backend!r}，应为 {'、'.join(BACKENDS)} 之一。")
    if options.max_tokens is not None and options.max_tokens < MIN_TOKENS:
        raise SettingsError(f"设置项 {name}_MAX_TOKENS 的值是 {options.max_tokens}，应不小于 {MIN_TOKENS}。")
