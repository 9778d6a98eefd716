"""What went wrong with a request to a language model: in one clear line, and whether it is worth another try."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from rag.errors import ContextTooLong, ModelError
from rag.settings import Endpoint

# The longest wait, in seconds, that a server may ask for: an official waits no longer for an extracted answer.
LONGEST_WAIT = 5.0
_CONNECT_FAILURES = (
    "ConnectError",
    "ConnectTimeout",
    "ConnectionError",
    "ConnectionRefusedError",
    "UnsupportedProtocol",
)
_STATUS_LINES = {
    400: "模型服务不接受这次请求（400），请检查 {0} 和 {0}_BASE_URL",
    401: "模型服务不认这个密钥（401），请检查 {0}_API_KEY",
    403: "模型服务拒绝了这个密钥（403），请检查 {0}_API_KEY 的权限",
    404: "模型服务上没有这个模型或地址（404），请检查 {0} 和 {0}_BASE_URL",
    422: "模型服务不接受这次请求（422），请检查 {0} 和 {0}_BASE_URL",
    429: "模型服务太忙或额度已用完（429），请稍后再试",
}
# OpenAI and vLLM, llama.cpp, SGLang, TGI, DashScope, Anthropic, each in its own words.
_TOO_LONG = re.compile(
    r"context.?length|context.?(?:size|window)|max(?:imum)?.model.len|too.long|max_new_tokens|range of input length",
    re.IGNORECASE,
)
_TOO_LONG_STATUSES = (400, 413, 422)
_BUSY_STATUSES = (408, 429)
_SERVER_ERROR = 500


def explained(error: BaseException, endpoint: Endpoint, timeout: float) -> ModelError:
    """Return the failure with a Chinese line that says what to do, and holds neither a key nor the server's reply."""
    status = _status(error)
    where = _address(endpoint)
    if status == 413 or (status in _TOO_LONG_STATUSES and _TOO_LONG.search(str(error))):
        return ContextTooLong(
            f"资料超过了模型的上下文长度（{status}），请把 RAG_LLM_CONTEXT 设为模型的实际长度。模型：{endpoint.model}。"
        )
    if status is not None:
        return ModelError(f"{_status_line(status).format(endpoint.setting)}。模型：{endpoint.model}。")
    names = [type(cause).__name__ for cause in _causes(error)]
    url, limit = f"{endpoint.setting}_BASE_URL", f"{timeout:g} 秒"
    if any(name in _CONNECT_FAILURES for name in names):
        return ModelError(f"连不上模型服务{where}，请检查服务是否已启动、{url} 是否正确。")
    if any("Timeout" in name for name in names):
        return ModelError(f"模型服务{where}在 {limit}内没有回应，可调大 RAG_LLM_TIMEOUT 或稍后再试。")
    if _is_cut(names):
        return ModelError(f"与模型服务{where}的连接中断，请稍后再试；反复出现时请检查模型服务的日志。")
    return ModelError(f"模型服务{where}的回答无法读取（{names[0]}），请检查 {url} 是否为所选提供方的接口。")


def pause_before_retry(error: BaseException, wait: float) -> float | None:
    """Return the seconds after which a failed request is worth another try: `wait`, or what the server asks for.

    None where another try is no use: nothing listens, the time limit has passed once already, the request itself is
    wrong, or the server asks for more than LONGEST_WAIT.
    """
    status = _status(error)
    if status is None:
        return wait if _is_cut([type(cause).__name__ for cause in _causes(error)]) else None
    if status < _SERVER_ERROR and status not in _BUSY_STATUSES:
        return None
    pause = max(wait, _retry_after(error))
    return pause if pause <= LONGEST_WAIT else None


def _status_line(status: int) -> str:
    if status >= _SERVER_ERROR:
        return f"模型服务出错（{status}），请稍后再试或联系管理员"
    return _STATUS_LINES.get(status, f"模型服务不接受这次请求（{status}），请检查 {{0}}_BASE_URL")


def _status(error: BaseException) -> int | None:
    """Return the HTTP status; of an error that came inside a stream, the code that it names."""
    for code in (getattr(error, "status_code", None), getattr(error, "code", None)):
        if isinstance(code, int) or (isinstance(code, str) and code.isdecimal()):
            return int(code)
    return None


def _is_cut(names: list[str]) -> bool:
    if any(name in _CONNECT_FAILURES or "Timeout" in name for name in names):
        return False
    return any("Connection" in name or "Protocol" in name or "ReadError" in name for name in names)


def _retry_after(error: BaseException) -> float:
    """Return the seconds that the reply's header `Retry-After` (seconds or a date) asks for; 0 without one."""
    headers = getattr(getattr(error, "response", None), "headers", {})
    value = str(headers.get("retry-after", ""))
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return 0.0


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__


def _address(endpoint: Endpoint) -> str:
    """Return the server's address without user names, passwords and query, which may hold keys."""
    if not endpoint.base_url:
        return ""
    parts = urlsplit(endpoint.base_url)
    return f" {parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path} "
