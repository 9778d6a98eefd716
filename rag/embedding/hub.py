"""Where a model comes from: a folder, the local cache of the hub, or the hub itself, in this order."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Protocol, TypeVar

from rag.errors import EmbeddingError

HUB_TIMEOUT = 5.0  # seconds for the one request that tells whether the hub can be reached
_HUB_NAME = re.compile(r"[A-Za-z0-9][\w.-]*(?:/[\w.-]+)?")
_MODEL_FILES = ("modules.json", "config.json")

Model_co = TypeVar("Model_co", covariant=True)


class Build(Protocol[Model_co]):
    """A model class of sentence-transformers, as far as it is used here."""

    def __call__(self, source: str, /, *, local_files_only: bool) -> Model_co:
        """Load the model at a path or of a hub name."""


def open_model(name: str, setting: str, build: Build[Model_co]) -> Model_co:
    """Return the model `name`, which is the value of the variable `setting`.

    Raises:
        EmbeddingError: no such folder, no model in it, a damaged one, or no hub to fetch it from.
    """
    folder = Path(name).expanduser()
    if name and folder.is_dir():
        return _open_folder(folder, setting, build)
    if folder.exists() or not _HUB_NAME.fullmatch(name):
        raise EmbeddingError(f"{setting}={name} 不是一个存在的模型文件夹，也不是模型库中的名称。请检查路径或名称。")
    try:
        return build(name, local_files_only=True)
    except Exception:  # third-party loaders raise anything for "not in the cache"
        _check_hub(name, setting)
    try:
        return build(name, local_files_only=False)
    except Exception as error:
        raise EmbeddingError(f"{setting}={name}：模型无法下载或载入（{_brief(error)}）。{_remedy(setting)}") from error


def _open_folder(folder: Path, setting: str, build: Build[Model_co]) -> Model_co:
    if not any((folder / file).is_file() for file in _MODEL_FILES):
        raise EmbeddingError(
            f"{setting}={folder} 中没有模型：缺少 {' 和 '.join(_MODEL_FILES)}。"
            "请指向一个用 sentence-transformers 保存的模型文件夹。"
        )
    try:
        return build(str(folder), local_files_only=True)
    except Exception as error:
        raise EmbeddingError(
            f"{setting}={folder}：模型无法载入（{_brief(error)}）。请检查该文件夹是否完整。"
        ) from error


def _check_hub(name: str, setting: str) -> None:
    """Ask the hub once, so that no loader tries again for minutes on a machine without a network."""
    from huggingface_hub import HfApi

    try:
        HfApi().model_info(name, timeout=HUB_TIMEOUT)
    except Exception as error:
        raise EmbeddingError(
            f"{setting}={name}：既没有这个文件夹，本机缓存中也没有这个模型，也无法从模型库取得（{_brief(error)}）。"
            f"{_remedy(setting)}"
        ) from error


def _remedy(setting: str) -> str:
    return f"请检查名称和网络，或把模型文件夹复制到本机并让 {setting} 指向它，或删去 {setting} 使用默认设置。"


def _brief(error: Exception) -> str:
    """Return kind and first line of an error: loaders write whole pages."""
    first = str(error).strip().splitlines()[:1]
    return f"{type(error).__name__}: {first[0][:120]}" if first else type(error).__name__
