from __future__ import annotations

import pytest

from rag.page.gate import Gate, Message, allowed


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/", True),
        ("/config", True),
        ("/assets/index.js", True),
        ("/gradio_api/queue/join", True),
        ("/gradio_api/heartbeat/abc", True),
        ("/gradio_api/component_server", True),
        ("/gradio_api/file=/etc/passwd", False),
        ("/gradio_api/file/app.py", False),
        ("/gradio_api/upload", False),
        ("/gradio_api/proxy=http://example.invalid", False),
        ("/gradio_api/stream/a/b", False),
        ("/gradio_api/openapi.json", False),
        ("/monitoring", False),
        ("/docs", False),
        ("/app.py", False),
        ("/assets/../../app.py", False),
        ("/assets/..\\app.py", False),
        ("/gradio_api/deep_link", False),
    ],
)
def test_what_is_answered(path: str, answer: bool) -> None:
    assert allowed(path) is answer


async def ask(scope: Message) -> tuple[list[Message], list[str]]:
    sent: list[Message] = []
    reached: list[str] = []

    async def inner(scope: Message, receive: object, send: object) -> None:
        reached.append(scope["type"])
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": [(b"a", b"b")]})
            await send({"type": "http.response.body", "body": b"ok"})

    async def receive() -> Message:
        return {}

    async def send(message: Message) -> None:
        sent.append(message)

    await Gate(inner)(scope, receive, send)
    return sent, reached


async def test_a_closed_path_never_reaches_gradio() -> None:
    sent, reached = await ask({"type": "http", "path": "/gradio_api/file=/etc/passwd"})
    assert reached == []
    assert sent[0]["status"] == 404


async def test_an_open_path_gets_the_headers_that_keep_requests_at_home() -> None:
    sent, reached = await ask({"type": "http", "path": "/"})
    assert reached == ["http"]
    headers = dict(sent[0]["headers"])
    assert headers[b"a"] == b"b"
    assert b"default-src 'self'" in headers[b"content-security-policy"]


async def test_the_servers_own_life_passes() -> None:
    assert (await ask({"type": "lifespan"}))[1] == ["lifespan"]
