"""Fixtures that many tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ingest.build import ingest
from rag.assistant import Assistant
from rag.embedding import load_embedding
from rag.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT / "eval" / "reports"


@pytest.fixture(autouse=True, scope="session")
def _no_settings_of_the_machine() -> None:
    """Let no setting of whoever runs the tests reach them."""
    for name in [name for name in os.environ if name.startswith("RAG_")]:
        del os.environ[name]


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of real reports beside the repository."""
    folder = ROOT.parent / "shared"
    if not (folder / "corpus").is_dir():
        pytest.skip("no folder ../shared with real reports beside the repository")
    return folder


@pytest.fixture(scope="session")
def sample_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an index of the sample reports, made once."""
    folder = tmp_path_factory.mktemp("samples") / "index"
    ingest([REPORTS], index=folder, embedding=load_embedding(None))
    return folder


@pytest.fixture(scope="session")
def assistant(sample_index: Path) -> Assistant:
    """Return the assistant over the sample reports, answering by extraction."""
    return Assistant(Settings(index=sample_index))
