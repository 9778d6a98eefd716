"""What all tests of the cross-encoder's training share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import torch


@pytest.fixture(autouse=True)
def _one_thread(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let one thread do it all: in networks as small as these, several do little but wait for each other."""
    before = torch.get_num_threads()
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)
