"""Files of the program that are missing or damaged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rag import decide, reconsider
from rag.crossencoder import model, reading
from rag.errors import ShippedError
from rag.interaction import network
from rag.shipped import shipped

LOADERS = [
    (model, "MODEL", model.shipped_cross_encoder),
    (reading, "TOKENIZER", reading.shipped_reader),
    (network, "WEIGHTS", network.shipped_network),
    (decide, "FOREST", decide.forest),
    (reconsider, "STACKING", reconsider.stacking),
]


@pytest.fixture
def nothing_loaded() -> Iterator[None]:
    for _, _, load in LOADERS:
        load.cache_clear()
    yield
    for _, _, load in LOADERS:
        load.cache_clear()


@pytest.mark.usefixtures("nothing_loaded")
@pytest.mark.parametrize("content", [b"", b"not what it was"])
@pytest.mark.parametrize(("module", "name", "load"), LOADERS)
def test_a_damaged_file_is_told_by_its_name(
    module: object,
    name: str,
    load: Callable[[], object],
    content: bytes,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    damaged = tmp_path / "damaged"
    damaged.write_bytes(content)
    monkeypatch.setattr(module, name, damaged)
    with pytest.raises(ShippedError, match=r"damaged .*重新获取"):
        load()


def test_a_missing_file_is_told_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(ShippedError, match=r"absent\.json .*重新获取"):
        shipped(tmp_path / "absent.json", Path.read_bytes)


def test_what_can_be_read_is_returned(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"here")
    assert shipped(tmp_path / "file", Path.read_bytes) == b"here"


def test_a_missing_package_is_no_fault_of_the_file(tmp_path: Path) -> None:
    def read(_: Path) -> object:
        raise ModuleNotFoundError("onnxruntime")

    with pytest.raises(ModuleNotFoundError):
        shipped(tmp_path / "file", read)
