"""`python -m eval.overhead`: what the product adds to a language model's own time, before its work and after it.

The model is a server on loopback that answers at once, with sentences of the first passage of its prompt.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import quantiles
from threading import Thread
from time import perf_counter

from eval.questions import load_questions
from eval.runner import cached_index
from rag.assistant import Assistant
from rag.errors import RagError
from rag.settings import load_settings

HERE = Path(__file__).parent
# Sentences of an answer, and characters of one piece of its stream.
SENTENCES, PIECE = 3, 4
# Questions that are not measured: the first ones load what is loaded once.
WARMING = 10
FEWEST = 2
_FIRST_PASSAGE = re.compile(r"^\[1\] [^\n]*\n(.*?)(?=\n\n\[2\] |\n\n问题)", re.DOTALL | re.MULTILINE)


class Server(ThreadingHTTPServer):
    """An OpenAI-compatible server that notes when its last request came and when it sent its last word."""

    daemon_threads = True
    asked = 0.0
    said = 0.0

    def handle_error(self, *_: object) -> None:
        """Keep the terminal clean: the client leaves its connection as it likes."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # as model servers do: no word waits for the one before to be received
    server: Server

    def log_message(self, *_: object) -> None:
        """Keep the terminal clean."""

    def do_POST(self) -> None:  # the name is the base class's
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked = perf_counter()
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        text = answer_from(request["messages"][-1]["content"])
        for at in range(0, len(text), PIECE):
            self._send(_event({"content": text[at : at + PIECE]}))
        self.server.said = perf_counter()
        self._send(_event({}, "stop") + "data: [DONE]\n\n")
        self.wfile.write(b"0\r\n\r\n")

    def _send(self, event: str) -> None:
        data = event.encode()
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")


def _event(delta: dict[str, str], finish_reason: str | None = None) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
    return f"data: {json.dumps({'id': '1', 'object': 'chat.completion.chunk', 'choices': [choice]})}\n\n"


def answer_from(prompt: str) -> str:
    """Return the first sentences of a prompt's first passage, each cited."""
    passage = _FIRST_PASSAGE.search(prompt)
    sentences = (
        [sentence.strip() for sentence in re.split(r"[。\n]", passage[1]) if sentence.strip()] if passage else []
    )
    return "".join(f"{sentence}[1]。" for sentence in sentences[:SENTENCES]) or "报告未提及"


@contextmanager
def serving() -> Iterator[Server]:
    """Run the server on a free port until the block ends."""
    server = Server(("127.0.0.1", 0), _Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass(frozen=True, slots=True)
class Overhead:
    """Seconds from a question to the request, and from the last word to the last answer."""

    before: float
    after: float


def measured(assistant: Assistant, questions: Sequence[str], server: Server) -> Iterator[Overhead]:
    """Yield the overhead of each question that the model was asked; the others are answered without it."""
    for question in questions:
        began = perf_counter()
        *_, last = assistant.ask(question)
        ended = perf_counter()
        if server.asked > began and last.mode == "llm":
            yield Overhead(server.asked - began, ended - server.said)


def table(overheads: Sequence[Overhead]) -> str:
    """Return the table; raises RagError for fewer than FEWEST questions, which have no spread."""
    if len(overheads) < FEWEST:
        raise RagError("问到模型的问题不足两个，无法统计。请换一组问题或索引。")
    lines = [f"{len(overheads)} 个问题", f"{'':<24}{'p50':>10}{'p95':>10}{'max':>10}"]
    for name, values in (
        ("question → request", [each.before for each in overheads]),
        ("last word → answer", [each.after for each in overheads]),
    ):
        cuts = quantiles(values, n=20, method="inclusive")
        lines.append(f"{name:<24}" + "".join(f"{1000 * value:>7.1f} ms" for value in (cuts[9], cuts[18], max(values))))
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; return 0, or 2 for wrong usage or where nothing could be measured."""
    parser = argparse.ArgumentParser(prog="python -m eval.overhead", description="评测：模型之外的用时。")
    parser.add_argument("questions", nargs="?", type=Path, default=HERE / "questions.jsonl", metavar="QUESTIONS.jsonl")
    parser.add_argument("--index", type=Path, help="索引文件夹，默认为自带的示例报告")
    options = parser.parse_args(arguments)
    try:
        questions = [question.question for question in load_questions(options.questions)]
        settings = load_settings()
        index = options.index or cached_index(HERE / "reports", settings)
        with serving() as server:
            url = f"http://127.0.0.1:{server.server_port}/v1"
            model = replace(settings, llm="openai:none", llm_base_url=url, llm_api_key=None, llm_fallback=None)
            assistant = Assistant(replace(model, index=index))
            list(measured(assistant, questions[:WARMING], server))
            overheads = list(measured(assistant, questions[WARMING:], server))
        sys.stdout.write(table(overheads))
    except RagError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
