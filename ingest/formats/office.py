"""Old Word and WPS documents (.doc, .wps, .rtf, Word 2003 XML), turned into .docx by LibreOffice where it is installed.

A document is not trusted: it is converted in a profile of its own without macros and without links to elsewhere.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

from ingest.blocks import Loaded
from ingest.formats import ole
from rag.errors import ReportError

# Seconds. A report takes 2 to 5, one of 500 pages half a minute.
TIMEOUT = 120
# Bytes of the .docx that LibreOffice makes; it repacks the document's pictures.
MOST_CONVERTED = 256 * 2**20
PROGRAMS = ("soffice", "libreoffice")
PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
_SETTINGS = {"DisableMacrosExecution": "true", "MacroSecurityLevel": "3", "BlockUntrustedRefererLinks": "true"}
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">{}</oor:items>
"""
_ITEM = (
    '<item oor:path="/org.openoffice.Office.Common/Security/Scripting">'
    '<prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
)
_ENCRYPTED = 0x0100


def load_office(data: bytes) -> Loaded:
    """Return the text of an old Word or WPS document, as load_word does of what LibreOffice makes of it.

    Raises ReportError where LibreOffice is not installed or cannot read the document, and for encrypted ones.
    """
    from ingest.formats.word.document import load_word

    suffix, source_filter = _kind(data)
    if suffix == ".doc" and _is_encrypted(data):
        raise ReportError("文档加了密码，无法读取。请用 Word 或 WPS 打开，取消密码后另存为 .docx 再添加。")
    program = find_program()
    if program is None:
        raise ReportError(_not_installed())
    try:
        with TemporaryDirectory(prefix="report-", ignore_cleanup_errors=True) as folder:
            (Path(folder) / f"report{suffix}").write_bytes(data)
            converted = _convert(program, Path(folder), f"report{suffix}", source_filter)
    except OSError as error:
        raise ReportError(_no_folder(error)) from error
    return load_word(converted)


def find_program() -> str | None:
    """Return the path of LibreOffice's program, None where there is none."""
    found = (shutil.which(name) for name in PROGRAMS)
    return next((path for path in found if path), None) or next((path for path in PLACES if Path(path).is_file()), None)


def _kind(data: bytes) -> tuple[str, str | None]:
    """Return the suffix by which LibreOffice knows the format, and its import filter where that needs telling."""
    start = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"{\\rtf"):
        return ".rtf", "Rich Text Format"
    return (".doc", None) if data.startswith(ole.MAGIC) else (".xml", "MS Word 2003 XML")


def _is_encrypted(data: bytes) -> bool:
    """Tell by the flags that begin a Word document ([MS-DOC] 2.5.2, fEncrypted)."""
    try:
        start = ole.Container(data).beginning("worddocument")
    except ValueError:
        return False
    return len(start) >= 12 and bool(int.from_bytes(start[10:12], "little") & _ENCRYPTED)


def _no_folder(error: OSError) -> str:
    try:
        place = gettempdir()
    except OSError:  # there is none that can be written to
        place = "未找到"
    return (
        f"转换文档要用的临时文件夹（{place}）无法读写：{error.strerror or error}。"
        "请清理磁盘空间或检查文件夹权限，或用环境变量 TMPDIR 指定另一个文件夹，然后重试。"
    )


def _not_installed() -> str:
    if sys.platform == "win32":
        how = "请安装 LibreOffice（Windows 版）"
    elif sys.platform == "darwin":
        how = "请安装 LibreOffice（macOS 版）"
    else:
        how = "请安装 libreoffice-writer-nogui（apt install libreoffice-writer-nogui）"
    return f"读取 .doc、.wps、.rtf 需要 LibreOffice，本机没有安装。{how}后重试，或用 Word、WPS 另存为 .docx 再添加。"


def _convert(program: str, folder: Path, name: str, source_filter: str | None) -> bytes:
    profile, out = folder / "profile", folder / "out"
    (profile / "user").mkdir(parents=True)
    items = "".join(_ITEM.format(*setting) for setting in _SETTINGS.items())
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE.format(items), "utf-8")
    command = [
        program, "--headless", "--norestore", "--nolockcheck", "--nologo", "--nodefault",
        f"-env:UserInstallation={profile.as_uri()}", *([f"--infilter={source_filter}"] if source_filter else []),
        "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(out), str(folder / name),
    ]  # fmt: skip
    _run(command, folder)
    try:
        with (out / "report.docx").open("rb") as file:
            converted = file.read(MOST_CONVERTED + 1)
    except FileNotFoundError:
        raise ReportError(
            "LibreOffice 无法打开这个文档，可能已损坏或加密。请用 Word 或 WPS 另存为 .docx 再添加。"
        ) from None
    if len(converted) > MOST_CONVERTED:
        raise ReportError(f"文档转换后超过 {MOST_CONVERTED >> 20} MB 的上限。请删去大图片或拆分后再添加。")
    return converted


def _run(command: list[str], folder: Path) -> None:
    """Run the command, and end all that it has started when it is over, or has taken too long."""
    try:
        process = subprocess.Popen(  # noqa: S603 - no shell, and no argument comes from the document
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
    except OSError as error:
        raise ReportError(
            f"LibreOffice 无法启动（{error.strerror or error}）。请重新安装，或另存为 .docx 再添加。"
        ) from error
    try:
        process.wait(TIMEOUT)
    except subprocess.TimeoutExpired:
        raise ReportError(
            f"LibreOffice 在 {TIMEOUT} 秒内没有转换完这个文档。请用 Word 或 WPS 另存为 .docx 再添加。"
        ) from None
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    # the program is a script that waits for another one: both are in a group of their own
    if os.name == "posix":
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
