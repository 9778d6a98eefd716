from __future__ import annotations

import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

import app
from rag.page.session import Desk, Session
from tests.fake_assistant import FakeAssistant

ROOT = Path(app.__file__).parent
HEAVY = ("gradio", "torch", "faiss", "tantivy", "langchain_core", "numpy")


@pytest.fixture
def used_port() -> Iterator[int]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "app.py", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )


def test_help_loads_nothing_heavy() -> None:
    result = run("--help")
    assert result.returncode == 0
    assert "--index DIR" in result.stdout
    loaded = subprocess.run(
        [sys.executable, "-c", f"import app, sys; print([name for name in {HEAVY} if name in sys.modules])"],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert loaded.stdout.strip() == "[]"


def test_a_port_in_use_is_one_line_and_exit_code_2(used_port: int) -> None:
    result = run("--port", str(used_port))
    assert result.returncode == 2
    assert f"端口 {used_port} 已被占用" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("host", "port", "trouble"),
    [
        ("127.0.0.1", None, "已被占用"),
        ("203.0.113.9", 7860, "无法在 203.0.113.9:7860 上启动"),  # an address that is nobody's
        ("127.0.0.1", 0, None),  # any free port
    ],
)
def test_what_is_wrong_with_an_address(used_port: int, host: str, port: int | None, trouble: str | None) -> None:
    found = app.port_trouble(host, used_port if port is None else port)
    assert found is None if trouble is None else trouble in found


@pytest.mark.parametrize("port", ["0", "65536", "-1", "八千"])
def test_what_is_no_port_is_wrong_usage(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        app.read_settings([f"--port={port}"])
    assert stopped.value.code == 2
    assert "应为 1 到 65535 之间的整数" in capsys.readouterr().err


def test_the_command_line_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RAG_PORT", "9000")
    monkeypatch.setenv("RAG_HOST", "127.0.0.2")
    settings = app.read_settings(["--index", "甲", "--port", "9001"])
    assert (settings.index, settings.host, settings.port) == (Path("甲"), "127.0.0.2", 9001)


def test_a_wrong_setting_is_one_line_and_exit_code_2(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RAG_PORT", "电话")
    assert app.main([]) == 2
    assert "RAG_PORT" in capsys.readouterr().err


def test_a_proxy_in_the_environment_is_not_asked_for_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "example.invalid")
    monkeypatch.setenv("no_proxy", "example.invalid")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    blocks = app.build(FakeAssistant())
    app.serve(blocks, "127.0.0.1", port)
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as response:
            assert response.status == 200
    finally:
        blocks.close()


def states(controls: tuple[object, ...]) -> list[object]:
    return [control.interactive for control in controls]


async def test_the_buttons_follow_the_answer() -> None:
    page, session = app.Page(Desk(FakeAssistant())), Session()
    assert states(app.buttons(session)) == [True, False, False, False]
    updates = [update async for update in page.ask("复议多少件", session, [], [])]
    assert updates[0][2] == ""  # the question box is emptied
    assert states(updates[0][3:]) == [False, True, False, False]
    assert states(updates[-1][3:]) == [True, False, True, True]


async def test_a_second_question_meanwhile_changes_nothing() -> None:
    page, session = app.Page(Desk(FakeAssistant())), Session()
    session.asking = object()
    updates = [update async for update in page.ask("第二问", session, [], [])]
    assert session.turns == []
    assert [set(value) for value in updates[0]] == [{"__type__"}] * 7  # seven times "leave it"


async def test_retrying_without_a_question_does_nothing() -> None:
    page = app.Page(Desk(FakeAssistant()))
    assert [update async for update in page.retry(Session(), [], [])] == []


def test_the_filters_keep_what_still_exists() -> None:
    assistant, session = FakeAssistant(), Session()
    page = app.Page(Desk(assistant))
    status, transcript, places, years = page.refresh(session, ["禾丰县", "不再有"], [2023, 1999])
    assert "已收录 2 份报告" in status
    assert "岚川市2022年" in transcript
    assert (places.choices, places.value) == ([("岚川市", "岚川市"), ("禾丰县", "禾丰县")], ["禾丰县"])
    assert (years.choices, years.value) == ([("2023年", 2023), ("2022年", 2022)], [2023])


def test_stopping_nothing_is_no_error() -> None:
    app.Page(Desk(FakeAssistant())).stop(Session())


def test_every_handler_is_private_and_the_server_gives_no_file() -> None:
    blocks = app.build(FakeAssistant())
    assert {function.api_visibility for function in blocks.fns.values()} == {"private"}
    assert not blocks.analytics_enabled
