"""The configurations that are compared by name: the product with something changed, and what a user would write."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from rag.errors import RagError

if TYPE_CHECKING:
    from eval.answerer import Answerer
    from rag.settings import Settings

# The configuration that answers by the language model of the settings.
MODEL = "llm"


def _assistant(settings: Settings) -> Answerer:
    from rag.assistant import Assistant

    return Assistant(settings)


def _unscoped(settings: Settings) -> Answerer:
    from eval.unscoped import Unscoped

    return Unscoped(settings)


def _recipe(settings: Settings) -> Answerer:
    from eval.langchain_recipe import Recipe

    return Recipe(settings)


@dataclass(frozen=True, slots=True)
class Config:
    """A configuration: what it is, in half a line, what it changes in the settings, and what answers with those."""

    about: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    build: Callable[[Settings], Answerer] = _assistant


# Only `llm` and `langchain` use a language model that is set; the others answer without one.
CONFIGS: dict[str, Config] = {
    "default": Config("产品现在的设置，抽取式回答", {"llm": None}),
    MODEL: Config("产品用语言模型作答，需要 --llm 或 RAG_LLM"),
    "hybrid": Config("词语检索加向量检索", {"search": "hybrid", "llm": None}),
    "bm25": Config("只用词语检索（BM25）", {"search": "lexical", "llm": None}),
    "dense": Config("只用向量检索", {"search": "dense", "llm": None}),
    "no-filter": Config("不按地区和年份筛选，在全部报告中查找", {"llm": None}, _unscoped),
    "langchain": Config("对照：常见的 LangChain 写法；给出语言模型时由它作答", {}, _recipe),
}


def listing() -> str:
    """Return all configurations, a line each: name and what it is."""
    width = max(map(len, CONFIGS)) + 2
    return "\n".join(f"  {name:<{width}}{config.about}" for name, config in CONFIGS.items())


def configured(settings: Settings, name: str) -> Settings:
    """Return the settings of a configuration; raises RagError for an unknown name, and for a model that is not set."""
    if name not in CONFIGS:
        raise RagError(f"没有名为 {name} 的配置。可用的配置：\n{listing()}")
    if name == MODEL and not settings.llm:
        raise RagError(f"配置 {name} 需要语言模型。请用 --llm 提供方:模型 指定，或设置 RAG_LLM。")
    return replace(settings, **CONFIGS[name].changes)


def make_answerer(settings: Settings, name: str) -> Answerer:
    """Return what answers in a configuration, with settings of `configured`; raises RagError where it cannot start."""
    return CONFIGS[name].build(settings)
