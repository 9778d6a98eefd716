"""Where a model comes from (a folder, the local cache of the hub, the hub itself, in this order), and how it runs."""

from __future__ import annotations

import importlib.util
import math
import re
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from rag.errors import EmbeddingError

if TYPE_CHECKING:
    from collections.abc import Callable

    import torch
    from numpy.typing import NDArray
    from sentence_transformers import CrossEncoder, SentenceTransformer

# A forward pass holds so many numbers for each token and dimension of the hidden states: 12 to 22 were measured (BERTs
# of 512 to 1,024 dimensions, 128 to 8,192 tokens), and gated layers hold more.
HELD = 32
SHARE = 0.25  # of the free memory: the index and other programs want theirs
# Texts at once. Two cores, 4 layers × 512, texts of 128 tokens: 16 texts/s at 8, 34 at 32, 32 at 128, 29 at 256.
MOST_CPU, MOST_GPU = 32, 256
ASSUMED_FREE = 4 << 30  # bytes, where the system does not say
_ASSUMED_WIDTH = 1024  # dimensions, where the model does not say
# As long and as worded as a question: half precision that overflows shows in any text.
PROBE = "法治政府建设年度报告中，行政复议案件的受理数量是多少？"
MEMINFO = Path("/proc/meminfo")
# Backend → the modules that it needs; the extra of sentence-transformers 6.2 that brings them has the backend's name.
_NEEDS = {"onnx": ("optimum.onnxruntime", "onnxruntime"), "openvino": ("optimum.intel", "openvino")}
# optimum-onnx up to 0.1.0 wants transformers below 4.58, sentence-transformers 6.2 at least 5.
_HINTS = {"onnx": "如果 pip 报告与 transformers 版本冲突，请改用 openvino，"}

HUB_TIMEOUT = 5.0  # seconds for the one request that tells whether the hub can be reached
_HUB_NAME = re.compile(r"[A-Za-z0-9][\w.-]*(?:/[\w.-]+)?")
_MODEL_FILES = ("modules.json", "config.json")

Model = TypeVar("Model", "SentenceTransformer", "CrossEncoder")
Model_co = TypeVar("Model_co", covariant=True)


class Build(Protocol[Model_co]):
    """A model class of sentence-transformers, as far as it is used here."""

    def __call__(self, source: str, /, *, local_files_only: bool) -> Model_co:
        """Load the model at a path or of a hub name."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What bounds a batch: the longest text in tokens (None: any), and memory.

    `free` is in bytes, `width` the dimension of the hidden states, `number` the bytes of one of their numbers.
    """

    max_tokens: int | None
    free: int
    width: int
    number: int = 4
    most: int = MOST_CPU

    def batch(self, characters: int) -> int:
        """Return how many texts are computed at once, the longest of them of so many characters.

        A text needs tokens × width × HELD × number bytes, and all together get SHARE of the free memory. A Chinese
        character is about one token, and fewer in other scripts.
        """
        tokens = max(1, characters if self.max_tokens is None else min(characters, self.max_tokens))
        return max(1, min(self.most, int(self.free * SHARE / (tokens * self.width * HELD * self.number))))


def load_model(
    name: str, setting: str, kind: Callable[..., Model], backend: str, probe: Callable[[Model], NDArray[Any]]
) -> Model:
    """Return the model `name`: float16 on a GPU, float32 on a processor and where `probe` overflows in float16.

    Raises:
        EmbeddingError: the backend's packages are missing, or as `open_model`.
    """
    _check_backend(backend, setting)
    if backend != "torch":
        return _open_converted(name, setting, kind, backend)
    if _has_gpu():
        # Loaded so rather than halved afterwards, which would round the positions of rotary models too.
        model = open_model(name, setting, partial(kind, model_kwargs={"dtype": "float16"}))
        if _is_finite(probe(model)):
            return model
    # Half precision is slower on a processor, and its rounding would show in the scores.
    model = open_model(name, setting, partial(kind, model_kwargs={"dtype": "float32"}))
    model.float()
    return model


def _open_converted(name: str, setting: str, kind: Callable[..., Model], backend: str) -> Model:
    try:
        return open_model(name, setting, partial(kind, backend=backend))
    except EmbeddingError as error:
        raise EmbeddingError(
            f"{error}（当前 {setting}_BACKEND={backend}，也可删去它使用默认的 torch；离线时请指向模型文件夹。）"
        ) from error


def _check_backend(backend: str, setting: str) -> None:
    if all(_is_installed(module) for module in _NEEDS.get(backend, ())):
        return
    raise EmbeddingError(
        f'{setting}_BACKEND={backend} 需要的软件包没有安装。请运行 pip install "sentence-transformers[{backend}]"，'
        f"{_HINTS.get(backend, '')}或删去 {setting}_BACKEND 使用默认的 torch。"
    )


def _is_installed(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:  # the package above it is missing
        return False


def _has_gpu() -> bool:
    from sentence_transformers.util import get_device_name

    return str(get_device_name()) != "cpu"


def _is_finite(values: NDArray[Any]) -> bool:
    import numpy as np

    return bool(np.isfinite(values).all())


def limit(model: SentenceTransformer | CrossEncoder, max_tokens: int | None) -> Limits:
    """Lower the model's maximum length to `max_tokens`, never raise it, and return what bounds its batches."""
    own = model.max_seq_length
    # A static model reads texts of any length, and has nothing to set.
    longest = None if own is None or math.isinf(own) else own
    if longest is not None and max_tokens is not None and max_tokens < longest:
        model.max_seq_length = longest = max_tokens
    number = next((weights.element_size() for weights in model.parameters()), 4)
    return Limits(
        max_tokens=longest,
        free=_free_memory(model.device),
        width=_width(model),
        number=number,
        most=MOST_CPU if model.device.type == "cpu" else MOST_GPU,
    )


def _width(model: SentenceTransformer | CrossEncoder) -> int:
    config = getattr(model.transformers_model, "config", None)
    if config is not None and hasattr(config, "get_text_config"):
        config = config.get_text_config()
    return int(getattr(config, "hidden_size", None) or _ASSUMED_WIDTH)


def _free_memory(device: torch.device) -> int:
    """Return the free memory of a CUDA device, or of the machine, in bytes."""
    if device.type == "cuda":
        import torch

        return int(torch.cuda.mem_get_info(device)[0])
    try:
        found = re.search(r"^MemAvailable:\s+(\d+) kB", MEMINFO.read_text("ascii"), re.MULTILINE)
    except OSError:
        found = None
    return int(found[1]) * 1024 if found else ASSUMED_FREE


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
            f"{setting}={name}：没有这个文件夹，不能从本机缓存载入，也无法从模型库取得（{_brief(error)}）。"
            f"{_remedy(setting)}"
        ) from error


def _remedy(setting: str) -> str:
    return f"请检查名称和网络，或把模型文件夹复制到本机并让 {setting} 指向它，或删去 {setting} 使用默认设置。"


def _brief(error: Exception) -> str:
    """Return kind and first line of an error: loaders write whole pages."""
    first = str(error).strip().splitlines()[:1]
    return f"{type(error).__name__}: {first[0][:120]}" if first else type(error).__name__
