"""Fixtures that many tests share."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ingest.build import ingest
from rag.assistant import Assistant
from rag.embedding import load_embedding
from rag.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT / "eval" / "reports"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


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


@pytest.fixture(scope="session")
def chinese_font() -> None:
    """Go on only where a Chinese font is installed, which pages with letters of none of their own are measured by."""
    lister = shutil.which("fc-list")
    found = subprocess.run([lister, ":lang=zh"], capture_output=True, check=False).stdout if lister else b""
    if not found:
        _wanting("没有找到中文字体，请先执行 apt-get install fontconfig fonts-noto-cjk")


def _wanting(message: str) -> None:
    """Leave a test out for what is not installed; only CI has to have all of it."""
    pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Return a running Chromium (playwright.sync_api.Browser); only CI has to have one."""
    if not CHROMIUM:
        _wanting("没有找到 chromium，请先执行 apt-get install chromium fonts-noto-cjk")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield running
        running.close()
