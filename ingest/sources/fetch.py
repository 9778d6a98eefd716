"""Report pages by their addresses: where each hop leads is checked, and size and time are bounded.

An address must not open the office's own network to whoever writes a page, so that names are resolved here, once a
hop, and the connection goes to the very address that was checked. Behind a proxy (HTTP_PROXY, HTTPS_PROXY, NO_PROXY)
it is the proxy that resolves and connects: there the name is checked as far as this machine can resolve it.
"""

from __future__ import annotations

import ssl
import time
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING

from ingest.load import LARGEST
from ingest.sources.hosts import checked_addresses, proxy_for
from ingest.sources.pagenames import name_in, name_sent
from ingest.sources.source import Source
from rag.errors import ReportError

if TYPE_CHECKING:
    import httpx

MOST_REDIRECTS = 5
# Seconds: to connect, between two pieces, for everything. Report pages come in less than ten.
CONNECT, READ, TOTAL = 10.0, 20.0, 120.0
# Addresses of one name that are tried.
TRIES = 4
HEADERS = {
    # many sites refuse what does not look like a browser
    "User-Agent": "Mozilla/5.0 (compatible; report ingest)",
    "Accept": "text/html,application/xhtml+xml,application/pdf,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9",
    # the only one that is unpacked here, so that a bomb is measured
    "Accept-Encoding": "gzip",
}
_STATUS = {401: "（需要登录）", 403: "（拒绝访问）", 404: "（网页不存在）", 410: "（网页已删除）", 412: "（拒绝访问）",
           429: "（访问过于频繁）", 502: "（网站故障）", 503: "（网站暂停服务）"}  # fmt: skip
_REDIRECTS = (301, 302, 303, 307, 308)
_SAVE_IT = "请检查地址，或在浏览器中打开网页、另存为文件后再添加。"


@dataclass(frozen=True, slots=True)
class Page:
    """What an address leads to: its bytes, and a file name for it."""

    data: bytes
    name: str


def page_source(address: str, *, allow_private: bool = False) -> Source:
    """Return the source at an address, which is fetched when it is read; its name is known for good only then.

    Raises ReportError for what is no address that can be fetched.
    """
    url = _parsed(address)
    source = Source(str(url), _name_in(url, ""), lambda: b"", url=str(url))

    def read() -> bytes:
        page = fetch(source.key, allow_private=allow_private)
        source.name = page.name
        return page.data

    source.read = read
    return source


def fetch(address: str, *, allow_private: bool = False) -> Page:
    """Return what the address leads to, after at most five redirects.

    `allow_private`: hosts inside the own network, and this machine, may be asked. Raises ReportError where it cannot
    be had, with what to do.
    """
    url, until = _parsed(address), time.monotonic() + TOTAL
    outcome: SimpleQueue[Page | Exception] = SimpleQueue()

    def work() -> None:
        try:
            outcome.put(_follow(url, until, allow_private))
        except Exception as error:  # whatever it is, the one who waits is to know
            outcome.put(error)

    # In a thread of its own, because neither the resolver nor a header that comes byte by byte has a limit.
    Thread(target=work, daemon=True).start()
    try:
        found = outcome.get(timeout=TOTAL)
    except Empty:
        raise _too_slow() from None
    if isinstance(found, Page):
        return found
    if isinstance(found, ReportError):
        raise found
    raise ReportError(f"无法读取网页（{found}）。{_SAVE_IT}") from found


def _parsed(address: str) -> httpx.URL:
    """Return the address in its one form: lower-case host, escaped path, no fragment."""
    import httpx

    try:
        url = httpx.URL(address.strip()).copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError) as error:
        raise ReportError(f"地址无效（{error}）。请检查地址。") from error
    if url.scheme not in ("http", "https"):
        raise ReportError(f"不支持 {url.scheme}: 地址，未读取。请使用 http:// 或 https:// 地址。")
    if not url.host or not 0 < (url.port or 80) < 65536:
        raise ReportError("地址中没有网站名，或端口不对。请检查地址。")
    if url.userinfo:
        raise ReportError("地址中不能带用户名和密码。请去掉后再试。")
    return url


def _follow(url: httpx.URL, until: float, allow_private: bool) -> Page:
    for _ in range(MOST_REDIRECTS + 1):
        found = _hop(url, until, allow_private)
        if isinstance(found, Page):
            return found
        url = found
    raise ReportError(f"网页重定向超过 {MOST_REDIRECTS} 次。{_SAVE_IT}")


def _hop(url: httpx.URL, until: float, allow_private: bool) -> Page | httpx.URL:
    """Return the page at the address, or the address that it redirects to."""
    import httpx

    host = _host(url)
    proxy = proxy_for(url.scheme, host)
    targets = checked_addresses(host, allow_private=allow_private, has_proxy=proxy is not None)
    # the transport alone: a client would follow, keep cookies, and read the environment in its own ways
    with httpx.HTTPTransport(verify=_certificates(), trust_env=False, proxy=proxy) as transport:
        response = _first_answer(transport, url, [None] if proxy else targets)
        try:
            return _answer(response, url, until)
        except httpx.HTTPError as error:
            raise ReportError(f"网页传输中断（{error}）。{_SAVE_IT}") from error
        finally:
            response.close()


def _host(url: httpx.URL) -> str:
    return url.raw_host.decode("ascii").strip("[]")


@cache
def _certificates() -> ssl.SSLContext:
    import httpx

    context = httpx.create_ssl_context(trust_env=False)
    context.load_default_certs()  # an office's own authority is known to its machines only
    return context


def _first_answer(transport: httpx.HTTPTransport, url: httpx.URL, targets: Sequence[str | None]) -> httpx.Response:
    """Ask the first of the IP addresses that can be connected to; None asks by name (through a proxy)."""
    import httpx

    timeout = httpx.Timeout(READ, connect=CONNECT).as_dict()
    failure: Exception | None = None
    for target in targets[:TRIES]:
        request = httpx.Request("GET", url, headers=HEADERS, extensions={"timeout": timeout})
        if target:
            # header Host and certificate stay those of the name
            request.url = url.copy_with(host=target)
            request.extensions["sni_hostname"] = _host(url)
        try:
            return transport.handle_request(request)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            failure = error
        except httpx.HTTPError as error:
            raise ReportError(f"网页传输中断（{error}）。{_SAVE_IT}") from error
    raise ReportError(f"无法连接网站 {url.host}（{failure}）。{_SAVE_IT}") from failure


def _answer(response: httpx.Response, url: httpx.URL, until: float) -> Page | httpx.URL:
    location = response.headers.get("location")
    if response.status_code in _REDIRECTS and location:
        return _redirected(url, location)
    if response.status_code != 200:
        said = _STATUS.get(response.status_code, "")
        raise ReportError(f"网站返回状态 {response.status_code}{said}。{_SAVE_IT}")
    data = _body(response, until)
    if not data.strip():
        raise ReportError(f"网页是空的。{_SAVE_IT}")
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    return Page(data, name_sent(_raw_header(response, b"content-disposition"), kind) or _name_in(url, kind))


def _name_in(url: httpx.URL, kind: str) -> str:
    return name_in(url.raw_path.partition(b"?")[0], url.host, kind)


def _raw_header(response: httpx.Response, name: bytes) -> bytes:
    return next((value for key, value in response.headers.raw if key.lower() == name), b"")


def _redirected(url: httpx.URL, location: str) -> httpx.URL:
    import httpx

    try:
        target = str(url.join(location))
    except (httpx.InvalidURL, ValueError) as error:
        raise ReportError(f"网页重定向到无效的地址（{error}）。{_SAVE_IT}") from error
    return _parsed(target)


def _body(response: httpx.Response, until: float) -> bytes:
    """Return the body, unpacked if it comes packed; what it takes is measured, not what the header says."""
    declared = response.headers.get("content-length", "")
    if declared.isascii() and declared.isdigit() and len(declared) < 20 and int(declared) > LARGEST:
        raise _too_large()
    packing = response.headers.get("content-encoding", "").strip().lower()
    if packing not in ("", "identity", "gzip", "x-gzip"):
        raise ReportError(f"网页的压缩方式 {packing[:20]} 不支持。{_SAVE_IT}")
    unpack = zlib.decompressobj(wbits=31) if packing.endswith("gzip") else None
    data = bytearray()
    try:
        for chunk in response.iter_raw():
            data += unpack.decompress(chunk, LARGEST + 1 - len(data)) if unpack else chunk
            if len(data) > LARGEST:
                raise _too_large()
            if time.monotonic() > until:
                raise _too_slow()
    except zlib.error as error:
        raise ReportError(f"网页的压缩数据已损坏。{_SAVE_IT}") from error
    if unpack and data and (not unpack.eof or unpack.unused_data):
        raise ReportError(f"网页没有传完。{_SAVE_IT}")
    return bytes(data)


def _too_large() -> ReportError:
    return ReportError(f"网页超过 {LARGEST >> 20} MB 的上限，未读取。请下载后拆分再添加。")


def _too_slow() -> ReportError:
    return ReportError(f"网页在 {TOTAL:.0f} 秒内没有传完。{_SAVE_IT}")
