"""What the server answers at all: Gradio's own page and its events, no file serving, no uploads, no proxying.

Gradio brings routes that read files, take uploads and fetch addresses for whoever asks; this page needs none of them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]

ROOT_PATHS = frozenset(("/", "/config", "/theme.css", "/favicon.ico", "/manifest.json", "/robots.txt", "/login_check"))
EVENT_PATHS = (
    "/gradio_api/queue/join",
    "/gradio_api/queue/data",
    "/gradio_api/heartbeat/",
    "/gradio_api/component_server",
    "/gradio_api/run/",
    "/gradio_api/cancel",
    "/gradio_api/reset",
    "/gradio_api/startup-events",
    "/gradio_api/app_id",
    "/gradio_api/info",
    "/gradio_api/theme.css",
)
ASSET_PATHS = ("/assets/", "/static/")
# The browser itself keeps every request on this server, whatever a report may hold. Gradio compiles its templates in
# the browser ('unsafe-eval') and sets styles and scripts inline.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'"
)
HEADERS = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
]


class Gate:
    """ASGI middleware: 404 for what the page does not need, and the headers that keep its requests at home."""

    def __init__(self, app: Application) -> None:
        self._app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request, or pass it on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif allowed(scope["path"]):
            await self._app(scope, receive, _with_headers(send))
        else:
            headers = [(b"content-type", b"text/plain; charset=utf-8")]
            await send({"type": "http.response.start", "status": 404, "headers": headers})
            await send({"type": "http.response.body", "body": "没有这个页面".encode()})


def allowed(path: str) -> bool:
    """Tell whether the page needs this path of the server."""
    if ".." in path or "\\" in path:
        return False
    return path in ROOT_PATHS or path.startswith(EVENT_PATHS) or path.startswith(ASSET_PATHS)


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", ()), *HEADERS]
        await send(message)

    return sending
