"""A scripted OpenAI-compatible chat server on loopback, over real HTTP."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

# What an answer is made of: text deltas, raw bytes, seconds to wait, and the words STALL, CUT, NO_FINISH and END.
Step = str | bytes | float
# Seconds that a client waits: for a server that goes silent as little as lets a busy machine send what comes before
# the silence, for every other so long that no busy machine is taken for a silent one.
SILENCE, PATIENCE = 1.0, 60.0
DONE = b"data: [DONE]\n\n"


@dataclass
class ChatServer:
    """What the server answers next, and what it was asked.

    `answers`: the `steps` of the next answers. `steps`: text deltas, raw bytes, seconds to wait, "STALL" (until the
    client or the server goes), "CUT" (the connection breaks), "NO_FINISH" (the stream ends without a finish reason),
    "END" (it ends without another word). With a `status` other than 200 the answer is an error with `message`;
    `failing` holds the statuses of the next requests, before `status` counts, 0 for a cut connection. `usage`: the
    tokens of prompt and answer, for a client that asks for them.
    """

    base_url: str
    steps: Sequence[Step] = ()
    answers: list[Sequence[Step]] = field(default_factory=list)
    status: int = 200
    finish_reason: str = "stop"
    message: str = "scripted"
    failing: list[int] = field(default_factory=list)
    retry_after: str | None = None
    content_type: str = "text/event-stream"
    usage: tuple[int, int] = (0, 0)
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    client_gone: threading.Event = field(default_factory=threading.Event)
    closing: threading.Event = field(default_factory=threading.Event)

    @property
    def patience(self) -> float:
        """Return the seconds that a client of what is scripted now waits for a word."""
        return SILENCE if any("STALL" in steps for steps in [self.steps, *self.answers]) else PATIENCE

    @property
    def prompt(self) -> str:
        """Return the user message of the last request."""
        return str(self.requests[-1]["messages"][-1]["content"])


@contextmanager
def chat_server() -> Iterator[ChatServer]:
    """Run a server on a free port until the block ends."""
    http = _Server(("127.0.0.1", 0), _Handler)
    http.daemon_threads = True
    http.script = ChatServer(f"http://127.0.0.1:{http.server_port}/v1")  # type: ignore[attr-defined]
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield http.script  # type: ignore[attr-defined]
    finally:
        http.script.closing.set()  # type: ignore[attr-defined]
        http.shutdown()
        http.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Keep the test output clean: clients go as they like."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # as model servers do: no word waits for the one before to be received

    def log_message(self, *_: object) -> None:
        """Keep the test output clean."""

    def do_POST(self) -> None:
        script: ChatServer = self.server.script  # type: ignore[attr-defined]
        script.requests.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        script.headers.append({name.lower(): value for name, value in self.headers.items()})
        status = script.failing.pop(0) if script.failing else script.status
        if status != 200:
            self._error(status, script)
            return
        self.send_response(200)
        self.send_header("Content-Type", script.content_type)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            self._play(script)
        except OSError:
            script.client_gone.set()
            self.close_connection = True

    def _error(self, status: int, script: ChatServer) -> None:
        if status == 0:
            self.close_connection = True
            return
        body = json.dumps({"error": {"message": f"{script.message}, key {self.headers['Authorization']}"}}).encode()
        self.send_response(status)
        if script.retry_after:
            self.send_header("Retry-After", script.retry_after)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _play(self, script: ChatServer) -> None:
        for step in script.answers.pop(0) if script.answers else script.steps:
            if step == "CUT":
                self.close_connection = True
                return
            if step == "STALL":
                self._stall(script)
            elif isinstance(step, float):
                time.sleep(step)
            elif step in ("NO_FINISH", "END"):
                self._write(DONE if step == "NO_FINISH" else b"\n\n")
                self._write(b"")
                return
            else:
                self._write(step if isinstance(step, bytes) else _event({"content": step}))
        self._write(_event({}, script.finish_reason))
        if script.requests[-1].get("stream_options") == {"include_usage": True}:
            self._write(_usage(*script.usage))
        self._write(DONE)
        self._write(b"")

    def _stall(self, script: ChatServer) -> None:
        """Send nothing until the client or the server goes."""
        while not script.closing.wait(0.01):
            if self._client_left():
                raise ConnectionResetError
        raise ConnectionAbortedError

    def _client_left(self) -> bool:
        self.connection.settimeout(0)
        try:
            return self.connection.recv(1) == b""
        except BlockingIOError:
            return False
        finally:
            self.connection.settimeout(None)

    def _write(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()


def _event(delta: dict[str, str], finish_reason: str | None = None) -> bytes:
    choice = {"index": 0, "delta": {"role": "assistant", **delta}, "finish_reason": finish_reason}
    return _chunk({"choices": [choice]})


def _usage(prompt: int, answer: int) -> bytes:
    usage = {"prompt_tokens": prompt, "completion_tokens": answer, "total_tokens": prompt + answer}
    return _chunk({"choices": [], "usage": usage})


def _chunk(fields: dict[str, Any]) -> bytes:
    chunk = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "scripted", **fields}
    return f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n".encode()
