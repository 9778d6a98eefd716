"""Pages by address, from a real server on this machine."""

from __future__ import annotations

import gzip
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sources import fetch as fetching
from ingest.sources.fetch import fetch, page_source
from rag.errors import ReportError

Answer = Callable[[BaseHTTPRequestHandler], None]
HTML = "<html><p>青禾市2022年受理案件35件。</p></html>".encode()


class Server(ThreadingHTTPServer):
    """Answers each path as a test says; keeps what was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, str]] = []
        super().__init__(("127.0.0.1", 0), Handler)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers["Host"]))
        with suppress(BrokenPipeError, ConnectionResetError):
            self.server.answers[self.path](self)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "no_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as made:
        threading.Thread(target=made.serve_forever, args=(0.01,), daemon=True).start()
        yield made
        made.shutdown()


def answer(body: bytes = HTML, status: int = 200, **headers: str) -> Answer:
    """Return an answer; a header's name is written with _ for -, and content_length may lie."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    def give(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in ({"content-length": str(len(body))} | named).items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return give


def to(location: str, status: int = 302) -> Answer:
    return answer(b"", status, location=location)


def read(address: str) -> bytes:
    return fetch(address, allow_private=True).data


def fails(address: str) -> str:
    with pytest.raises(ReportError) as told:
        fetch(address, allow_private=True)
    return str(told.value)


def test_a_page(server: Server) -> None:
    server.answers["/a/t1.html?x=1"] = answer(content_type="text/html")
    source = page_source(server.url("/a/t1.html?x=1#part"), allow_private=True)
    assert source.key == source.url == server.url("/a/t1.html?x=1")
    assert (source.name, source.facts) == ("t1.html", {})
    assert server.asked == [], "nothing is asked before it is read"
    assert source.read() == HTML
    assert server.asked == [("/a/t1.html?x=1", f"127.0.0.1:{server.server_port}")]


def test_the_name_is_the_one_that_is_sent(server: Server) -> None:
    server.answers["/down?id=1"] = answer(
        content_type="application/pdf", content_disposition="attachment; filename*=UTF-8''%E6%8A%A5%E5%91%8A"
    )
    source = page_source(server.url("/down?id=1"), allow_private=True)
    assert source.name == "down"
    source.read()
    assert source.name == "报告.pdf"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects(status: int, server: Server) -> None:
    server.answers |= {"/a/b": to("../c?d#e", status), "/c?d": answer()}
    assert fetch(server.url("/a/b"), allow_private=True).name == "c"
    assert [path for path, _ in server.asked] == ["/a/b", "/c?d"]


def test_five_redirects_and_no_more(server: Server) -> None:
    server.answers |= {f"/{hop}": to(f"/{hop + 1}") for hop in range(6)} | {"/6": answer()}
    assert read(server.url("/1")) == HTML
    assert "重定向超过 5 次" in fails(server.url("/0"))


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("file:///etc/passwd", "不支持 file: 地址"),
        ("ftp://a.example/", "不支持 ftp: 地址"),
        ("javascript:alert(1)", "不支持 javascript: 地址"),
        ("http://user:x@127.0.0.1/", "用户名和密码"),
        ("http://127.0.0.1:99999/", "端口不对"),
        ("http://[::1/", "无效"),
    ],
)
def test_redirects_that_are_not_followed(location: str, reason: str, server: Server) -> None:
    server.answers["/"] = to(location)
    assert reason in fails(server.url("/"))


@pytest.mark.parametrize("status", [204, 304, 400, 401, 403, 404, 412, 500, 503])
def test_other_states_are_told(status: int, server: Server) -> None:
    server.answers["/"] = answer(b"", status)
    assert f"网站返回状态 {status}" in fails(server.url("/"))


def test_packed_pages(server: Server) -> None:
    server.answers["/"] = answer(gzip.compress(HTML), content_encoding="gzip")
    assert read(server.url("/")) == HTML


@pytest.mark.parametrize(
    ("body", "packing", "reason"),
    [
        (gzip.compress(HTML * 99)[:-20], "gzip", "没有传完"),
        (gzip.compress(HTML) + gzip.compress(HTML), "gzip", "没有传完"),  # never lose the second half
        (b"no gzip", "gzip", "已损坏"),
        (HTML, "br", "br 不支持"),
        (b" \n", "", "空的"),
    ],
)
def test_broken_bodies(body: bytes, packing: str, reason: str, server: Server) -> None:
    server.answers["/"] = answer(body, content_encoding=packing)
    assert reason in fails(server.url("/"))


def test_a_body_that_is_cut_off(server: Server) -> None:
    server.answers["/"] = answer(HTML, content_length="1000")
    assert "传输中断" in fails(server.url("/"))


def test_sizes(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "LARGEST", 1000)
    server.answers |= {
        "/fits": answer(b"x" * 1000),
        "/told": answer(b"x" * 1001),
        "/bomb": answer(gzip.compress(bytes(50_000)), content_encoding="gzip"),
    }
    assert len(read(server.url("/fits"))) == 1000
    for path in ("/told", "/bomb"):
        assert "上限" in fails(server.url(path))


def test_a_body_without_a_length_is_measured(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "LARGEST", 1000)

    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b"x" * 500)

    server.answers["/"] = endless
    assert "上限" in fails(server.url("/"))


def test_times(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "READ", 0.05)
    release = threading.Event()
    server.answers["/"] = lambda handler: release.wait(5) and None
    assert "传输中断" in fails(server.url("/"))
    release.set()


def test_a_server_that_never_ends_its_header(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "TOTAL", 0.2)
    release = threading.Event()

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not release.wait(0.02):
            handler.wfile.write(b"x: y\r\n")

    server.answers["/"] = drip
    start = time.monotonic()
    assert "秒内没有传完" in fails(server.url("/"))
    assert time.monotonic() - start < 5
    release.set()


def test_no_server_there() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert "无法连接网站" in fails(f"http://127.0.0.1:{port}/")


def test_no_http_server_there(server: Server) -> None:
    server.answers["/"] = lambda handler: handler.wfile.write(b"SSH-2.0-x\r\n") and None
    assert "传输中断" in fails(server.url("/"))
    assert "无法连接网站" in fails(server.url("/").replace("http:", "https:"))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "[::1]", "[::ffff:7f00:1]", "0x7f.1"])
def test_this_machine_is_refused(host: str, server: Server) -> None:
    server.answers["/"] = answer()
    with pytest.raises(ReportError, match=r"内部网络|地址无效"):
        fetch(f"http://{host}:{server.server_port}/")
    assert server.asked == []


def resolver(monkeypatch: pytest.MonkeyPatch, answers: list[list[str]]) -> list[str]:
    """Let names resolve to these addresses, one list a question; return the names asked for."""
    asked: list[str] = []

    def resolve(host: str, *_: object, **__: object) -> list[tuple[object, ...]]:
        if host.replace(".", "").isdigit():
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, _[0]))]
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 0)) for address in answers[len(asked) - 1]]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return asked


def test_a_redirect_to_this_machine_is_refused(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    port = server.server_port
    server.answers |= {"/": to(f"http://inner.example:{port}/secret"), "/secret": answer()}
    resolver(monkeypatch, [["127.0.0.1"], ["10.0.0.1"]])
    monkeypatch.setattr(
        "ingest.sources.hosts.is_public", lambda address: address == "127.0.0.1"
    )  # else nothing could be asked
    with pytest.raises(ReportError, match=r"inner\.example 在内部网络中（10\.0\.0\.1）"):
        fetch(f"http://outer.example:{port}/")
    assert server.asked == [("/", f"outer.example:{port}")]


def test_the_connection_goes_to_the_address_that_was_checked(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that resolves to something else the next time (DNS rebinding) gains nothing."""
    server.answers["/"] = answer()
    asked = resolver(monkeypatch, [["127.0.0.1"], ["192.0.2.1"]])
    assert read(f"http://report.example:{server.server_port}/") == HTML
    assert asked == ["report.example"]
    assert server.asked == [("/", f"report.example:{server.server_port}")]


def test_the_next_address_of_a_name_is_tried(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.answers["/"] = answer()
    resolver(monkeypatch, [["127.255.255.254", "127.0.0.1"]])
    assert read(f"http://report.example:{server.server_port}/") == HTML


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """Return a file with a key and a certificate for report.example."""
    if not (openssl := shutil.which("openssl")):
        pytest.skip("no openssl to make a certificate")
    path = tmp_path / "both.pem"
    command = (
        f"{openssl} req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=report.example "
        f"-addext subjectAltName=DNS:report.example -keyout {path} -out {tmp_path}/c.pem"
    )
    subprocess.run(command.split(), check=True, capture_output=True)
    path.write_text(path.read_text() + (tmp_path / "c.pem").read_text())
    return path


def test_the_certificate_has_to_be_that_of_the_name(
    server: Server, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.answers["/"] = answer()
    resolver(monkeypatch, [["127.0.0.1"]] * 3)
    fetching._certificates.cache_clear()
    assert "无法连接网站" in fails(f"https://report.example:{server.server_port}/"), "nobody vouches for it"
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))  # as an office's own authority is known to its machines
    fetching._certificates.cache_clear()
    assert read(f"https://report.example:{server.server_port}/") == HTML
    assert "无法连接网站" in fails(f"https://other.example:{server.server_port}/")
    fetching._certificates.cache_clear()


def test_a_proxy_is_used(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.answers["http://report.example/a.html"] = answer()
    monkeypatch.setenv("http_proxy", f"127.0.0.1:{server.server_port}")
    monkeypatch.setattr("ingest.sources.hosts.socket.getaddrinfo", _unknown)
    with pytest.raises(ReportError, match="找不到网站"):
        fetch("http://intranet/a.html")
    monkeypatch.undo()
    monkeypatch.setenv("http_proxy", f"127.0.0.1:{server.server_port}")
    assert fetch("http://report.example/a.html").data == HTML
    assert server.asked == [("http://report.example/a.html", "report.example")]


def _unknown(*_: object, **__: object) -> list[tuple[object, ...]]:
    raise socket.gaierror(-2, "Name or service not known")


@given(st.text("htps:/.[]@%#?a1\u4e00\x00 \\", max_size=25) | st.text(max_size=20))
def test_any_text_is_an_address_or_is_told(text: str) -> None:
    try:
        source = page_source("http://" + text)
    except ReportError:
        return
    url = httpx.URL(source.key)
    assert (url.scheme, url.fragment, url.userinfo) == ("http", "", b"")
    assert source.key.isascii()
    assert page_source(source.key).key == source.key
    assert "/" not in source.name
