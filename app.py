"""The app in the browser: wires the page, the assistant and the settings; `python app.py --help`."""

from __future__ import annotations

import argparse
import errno
import logging
import os
import socket
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from rag.errors import RagError, SettingsError
from rag.page import frame
from rag.page.gate import Gate
from rag.page.session import Desk, Session, choices, kept
from rag.settings import Settings, load_settings

if TYPE_CHECKING:
    from gradio import Blocks, Button

    from rag.assistant import Assistant

# Questions answered at the same time. Each waits on a thread of its own, so the limit only keeps a flood out: eight
# officials with one stalled model among them are far below it.
AT_ONCE = 64
# Seconds between looks at the catalogue for reports ingested meanwhile.
REFRESH = 4.0
LAST_PORT = 65535
FONTS = ["PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "system-ui", "sans-serif"]
# Gradio neither reports home nor draws up statistics of its events, for which it would load pandas at each page view.
UNOBSERVED = {"GRADIO_ANALYTICS_ENABLED": "False", "GRADIO_ANALYTICS_CACHE_FREQUENCY": str(10**9)}
# Handlers are for the page alone, and show no spinner over text that is being read.
QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}


class Page:
    """The handlers behind the page's controls; each returns the new values of its outputs."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def ask(
        self, question: str, session: Session, places: list[str] | None, years: list[int] | None
    ) -> AsyncIterator[tuple[Any, ...]]:
        """Answer the question, growing; outputs: transcript, sources, question box, 发送, 停止, 重试, 清空."""
        import gradio as gr

        if session.asking is not None:
            yield (gr.skip(),) * 7
            return
        begun = False
        async for changed in self._desk.ask(session, question, places or (), years or ()):
            cards = self._desk.cards(session) if changed else gr.skip()
            box = gr.skip() if begun else ""
            controls = buttons(session) if not begun or session.asking is None else (gr.skip(),) * 4
            yield self._desk.transcript(session), cards, box, *controls
            begun = True

    async def retry(
        self, session: Session, places: list[str] | None, years: list[int] | None
    ) -> AsyncIterator[tuple[Any, ...]]:
        """Ask the last question again, in the place of its first answer; outputs as of `ask`."""
        if session.asking is None and session.turns:
            async for update in self.ask(session.turns.pop().question, session, places, years):
                yield update

    def stop(self, session: Session) -> None:
        """End the answer that is growing."""
        if session.asking is not None:
            session.asking.stop()

    def clear(self, session: Session) -> tuple[Any, ...]:
        """Forget the conversation; outputs as of `ask`."""
        if session.asking is None:
            session.turns.clear()
        return self._desk.transcript(session), self._desk.cards(session), "", *buttons(session)

    def refresh(self, session: Session, places: list[str] | None, years: list[int] | None) -> tuple[Any, ...]:
        """Look for new reports; outputs: status line, transcript, places, years."""
        import gradio as gr

        if not self._desk.look(session):
            return (gr.skip(),) * 4
        known_places, known_years = choices(session)
        return (
            session.status,
            gr.skip() if session.turns else self._desk.transcript(session),
            gr.Dropdown(known_places, value=kept(places, known_places), multiselect=True),
            gr.Dropdown(known_years, value=kept(years, known_years), multiselect=True),
        )


def buttons(session: Session) -> tuple[Button, ...]:
    """Return the states of 发送, 停止, 重试 and 清空."""
    import gradio as gr

    running = session.asking is not None
    idle = not running and bool(session.turns)
    return tuple(gr.Button(interactive=usable) for usable in (not running, running, idle, idle))


def lay_out_controls(session: Session) -> tuple[Any, ...]:
    """Return the question box, 发送, the two filters with the session's choices, 停止, 重试, 清空."""
    import gradio as gr

    known_places, known_years = choices(session)
    with gr.Row(elem_id="asking"):
        hint = "请输入问题，回车发送"
        box = gr.Textbox(label="问题", placeholder=hint, lines=1, max_lines=6, elem_id="question")
        send = gr.Button("发送", variant="primary", elem_id="send", scale=0)
    with gr.Row(elem_id="controls"):
        places = gr.Dropdown(known_places, multiselect=True, label="地区（不选则不限）", elem_id="places")
        years = gr.Dropdown(known_years, multiselect=True, label="年份（不选则不限）", elem_id="years")
        words = (("停止", "stop"), ("重试", "retry"), ("清空", "clear"))
        rest = [gr.Button(word, elem_id=name, interactive=False, scale=0) for word, name in words]
    return box, send, places, years, *rest


def build(assistant: Assistant, index: Path = frame.DEFAULT_INDEX) -> Blocks:
    """Return the page over an assistant whose reports are in the folder `index`, ready for `serve`."""
    os.environ.update(UNOBSERVED)
    import gradio as gr

    desk = Desk(assistant, index)
    page = Page(desk)
    first = Session()
    desk.look(first)

    def open_report(wanted: dict[str, Any]) -> str:
        return desk.open_report(wanted)

    blocks: Blocks = gr.Blocks(title=frame.TITLE, analytics_enabled=False, fill_width=True)
    with blocks:
        session = gr.State(first)
        gr.HTML(frame.heading_html(), elem_id="heading", apply_default_css=False)
        status = gr.HTML(first.status, elem_id="status", apply_default_css=False)
        with gr.Row(elem_id="main"):
            with gr.Column(elem_id="chat", scale=3):
                connect = "reportPage.connect(element, trigger, server, 'ask')"
                transcript = gr.HTML(
                    desk.transcript(first),
                    elem_id="transcript",
                    apply_default_css=False,
                    js_on_load=connect,
                    server_functions=[open_report],
                )
                box, send, places, years, stop, retry, clear = lay_out_controls(first)
            with gr.Column(elem_id="side", scale=2):
                cards = gr.HTML(desk.cards(first), elem_id="sources", apply_default_css=False)
        outputs = [transcript, cards, box, send, stop, retry, clear]
        filters = [session, places, years]
        gr.on([box.submit, send.click], page.ask, [box, *filters], outputs, **QUIET)
        picked = transcript.ask(None, None, box, js="() => reportPage.picked", **QUIET)
        picked.then(page.ask, [box, *filters], outputs, **QUIET)
        retry.click(page.retry, filters, outputs, **QUIET)
        stop.click(page.stop, session, None, queue=False, **QUIET)
        clear.click(page.clear, session, outputs, queue=False, **QUIET)
        looks = [blocks.load, gr.Timer(REFRESH).tick]
        gr.on(looks, page.refresh, filters, [status, transcript, places, years], queue=False, **QUIET)
    return blocks


def serve(blocks: Blocks, host: str, port: int) -> None:
    """Serve the page in the background: nothing is loaded from elsewhere, no file of the disk is served."""
    import gradio as gr
    from starlette.middleware import Middleware

    for name in ("NO_PROXY", "no_proxy"):  # Gradio calls itself once at the start, which no office proxy could pass on
        os.environ[name] = ",".join([*filter(None, [os.environ.get(name)]), host, "127.0.0.1", "localhost"])
    blocks.queue(default_concurrency_limit=AT_ONCE, api_open=False)
    blocks.launch(
        server_name=host,
        server_port=port,
        prevent_thread_lock=True,
        quiet=True,
        share=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        run_history=False,
        enable_monitoring=False,
        footer_links=[],
        allowed_paths=[],
        blocked_paths=[str(Path(os.sep).resolve())],
        theme=gr.themes.Base(primary_hue="blue", neutral_hue="slate", font=FONTS, font_mono=["monospace"]),
        head=frame.head_html(),
        app_kwargs={"middleware": [Middleware(Gate)], "docs_url": None, "redoc_url": None, "openapi_url": None},
    )


def port_trouble(host: str, port: int) -> str | None:
    """Return in one line why the address cannot be used; None if it can."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            # On Linux this allows for connections that are still closing; on Windows it would hide a port in use.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, int(os.name != "nt"))
            probe.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            other = port + 1 if port < LAST_PORT else 7861
            return f"端口 {port} 已被占用。请关闭占用它的程序，或换一个端口，例如：python app.py --port {other}"
        return f"无法在 {host}:{port} 上启动。请用 --host 指定本机的地址（默认 127.0.0.1），或换一个端口。"
    return None


def port_number(text: str) -> int:
    """Return the port that the command line names; raises ArgumentTypeError, which says what a port is."""
    if not text.isdecimal() or not 0 < int(text) <= LAST_PORT:
        raise argparse.ArgumentTypeError(f"端口是 {text!r}，应为 1 到 {LAST_PORT} 之间的整数")
    return int(text)


def read_settings(arguments: Sequence[str] | None = None) -> Settings:
    """Return the settings of the environment with the command line's over them."""
    parser = argparse.ArgumentParser(prog="app.py", description="在浏览器中就法治政府建设报告提问")
    parser.add_argument("--index", type=Path, metavar="DIR", help="索引文件夹（默认 index）")
    parser.add_argument("--host", metavar="H", help="监听地址（默认 127.0.0.1，只有本机能访问）")
    parser.add_argument("--port", type=port_number, metavar="P", help="端口（默认 7860）")
    given = {name: value for name, value in vars(parser.parse_args(arguments)).items() if value is not None}
    return replace(load_settings(), **given)


def main(arguments: Sequence[str] | None = None) -> int:
    """Start the app and serve until Ctrl+C; return the exit code: 2 for settings or an address that cannot be used."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("rag.trace").setLevel(logging.INFO)
    try:
        settings = read_settings(arguments)
        trouble = port_trouble(settings.host, settings.port)
        if trouble:
            raise SettingsError(trouble)
        from rag.assistant import Assistant

        assistant = Assistant(settings)
        blocks = build(assistant, settings.index)
    except RagError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    serve(blocks, settings.host, settings.port)
    sys.stdout.write(f"网页地址：http://{settings.host}:{settings.port}（按 Ctrl+C 停止）\n")
    sys.stdout.flush()
    Thread(target=assistant.warm_up, name="warming up", daemon=True).start()
    blocks.block_thread()
    return 0


if __name__ == "__main__":
    sys.exit(main())
