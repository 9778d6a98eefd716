"""Old Word and WPS documents, turned into .docx by LibreOffice; most of what can go wrong needs none."""

from __future__ import annotations

import errno
import os
import subprocess
from pathlib import Path
from time import perf_counter

import pytest
from docx import Document

from ingest.blocks import Loaded
from ingest.formats import office
from ingest.formats.office import find_program, load_office
from ingest.load import load
from rag.errors import ReportError
from tests.ingest.ole_files import ole_file

TITLE = "青禾市2022年法治政府建设年度报告"
LINES = [TITLE, "一、主要工作", "全年共受理行政复议案件1,064件，审结35件。㐂、镕。", "青禾市人民政府"]
# A cell's row; how the row reads is the Word loader's business.
ROW = ("罚没收入", "12.5万元")
WORD_XML = (
    '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?>'
    '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body>'
    + "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in LINES)
    + "</w:body></w:wordDocument>"
)


@pytest.fixture(scope="session")
def program() -> str:
    found = find_program()
    if found is None and os.environ.get("CI"):
        pytest.fail("LibreOffice is missing: apt-get install libreoffice-writer-nogui")
    if found is None:
        pytest.skip("LibreOffice (libreoffice-writer-nogui) is not installed")
    return found


@pytest.fixture(scope="session")
def old_files(program: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the same document as .doc and .rtf."""
    folder = tmp_path_factory.mktemp("office")
    document = Document()
    document.add_heading(LINES[0], 0)
    document.add_heading(LINES[1], 1)
    document.add_paragraph(LINES[2])
    table = document.add_table(2, 2)
    for cell, text in zip((*table.rows[0].cells, *table.rows[1].cells), ("项目", "数额", *ROW), strict=True):
        cell.text = text
    document.add_paragraph(LINES[3])
    document.save(folder / "report.docx")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for target in ("doc:MS Word 97", "rtf:Rich Text Format"):
        subprocess.run(
            [program, "--headless", profile, "--convert-to", target, "--outdir", folder, folder / "report.docx"],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
    return {suffix: (folder / f"report{suffix}").read_bytes() for suffix in (".doc", ".rtf")}


def lines(loaded: Loaded) -> list[str]:
    return [loaded.text[block.start : block.end] for block in loaded.blocks]


# .wps of today is .doc by another name
@pytest.mark.parametrize(("kind", "suffix"), [(".doc", ".wps"), (".rtf", ".doc")])
def test_old_documents_give_their_lines(old_files: dict[str, bytes], kind: str, suffix: str) -> None:
    loaded = load(old_files[kind], suffix)
    found = lines(loaded)
    assert [line for line in found if line in LINES] == LINES
    assert any(all(text in line for text in ROW) for line in found)
    assert [block.level for block in loaded.blocks[:2]] == [0, 1]


def test_word_2003_xml(program: str) -> None:
    assert lines(load(WORD_XML.encode(), ".doc")) == LINES


def test_what_libreoffice_cannot_open_is_refused(program: str) -> None:
    with pytest.raises(ReportError, match=r"无法打开这个文档.*另存为 \.docx"):
        load_office(ole_file("WordDocument", beginning=b"\xec\xa5\xc1\x00"))


def test_an_encrypted_document_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_program", lambda: None)
    # wIdent, nFib, 6 bytes, then the flags: fEncrypted is their ninth bit
    head = b"\xec\xa5\xc1\x00" + bytes(6) + b"\x00\x01"
    with pytest.raises(ReportError, match="加了密码"):
        load_office(ole_file("WordDocument", "1Table", beginning=head))


@pytest.mark.parametrize(
    ("platform", "message"),
    [("linux", "apt install libreoffice-writer-nogui"), ("win32", "Windows 版"), ("darwin", "macOS 版")],
)
def test_what_to_install_is_told(monkeypatch: pytest.MonkeyPatch, platform: str, message: str) -> None:
    monkeypatch.setattr(office, "find_program", lambda: None)
    monkeypatch.setattr(office.sys, "platform", platform)
    with pytest.raises(ReportError, match=message):
        load_office(b"{\\rtf1 x}")


def script(path: Path, *commands: str) -> str:
    path.write_text("\n".join(("#!/bin/sh", *commands, "")), "utf-8")
    path.chmod(0o700)
    return str(path)


def is_dead(process: Path) -> bool:
    """Tell by its /proc file whether a process is gone, or a zombie that its new parent has not yet looked at."""
    try:
        return process.read_text().split()[2] == "Z"
    except OSError:
        return True


posix_only = pytest.mark.skipif(os.name != "posix", reason="the stand-in for LibreOffice is a shell script")


@posix_only
def test_a_document_gets_a_profile_of_its_own_without_macros(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # the stand-in writes down what it was started with and its settings
    record = tmp_path / "record"
    settings = "profile/user/registrymodifications.xcu"
    program = script(tmp_path / "soffice", f'printf "%s\\n" "$@" "$PWD" > "{record}"', f'cat {settings} >> "{record}"')
    monkeypatch.setattr(office, "find_program", lambda: program)
    with pytest.raises(ReportError, match="无法打开这个文档"):
        load_office(b"{\\rtf1 x}")
    *arguments, folder = record.read_text("utf-8").split("<?xml")[0].split()
    assert f"-env:UserInstallation=file://{folder}/profile" in arguments
    assert arguments[-1] == f"{folder}/report.rtf"
    assert '"DisableMacrosExecution" oor:op="fuse"><value>true<' in record.read_text("utf-8")
    assert not Path(folder).exists()


@posix_only
def test_a_conversion_that_hangs_is_ended_with_all_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # as LibreOffice does: a script that waits for another program
    program = script(tmp_path / "soffice", "sleep 600 &", f'echo $! > "{tmp_path}/child"', "wait")
    monkeypatch.setattr(office, "find_program", lambda: program)
    monkeypatch.setattr(office, "TIMEOUT", 0.5)
    with pytest.raises(ReportError, match="没有转换完"):
        load_office(b"{\\rtf1 x}")
    child, start = Path("/proc", (tmp_path / "child").read_text().strip(), "stat"), perf_counter()
    while not is_dead(child):
        assert perf_counter() - start < 10, "what it started is still running"


@posix_only
def test_a_program_that_does_not_start_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "soffice").write_bytes(b"")
    monkeypatch.setattr(office, "find_program", lambda: str(tmp_path / "soffice"))
    with pytest.raises(ReportError, match="无法启动"):
        load_office(b"{\\rtf1 x}")


def no_space(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("call", ["pathlib.Path.write_bytes", "pathlib.Path.mkdir", "tempfile.mkdtemp"])
def test_a_full_temporary_folder_is_told(call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_program", lambda: str(tmp_path / "soffice"))
    monkeypatch.setattr(office, "gettempdir", lambda: "/somewhere", raising=False)
    monkeypatch.setattr(call, no_space)
    with pytest.raises(ReportError, match=r"/somewhere.*No space left.*TMPDIR"):
        load_office(b"{\\rtf1 x}")


def test_no_temporary_folder_at_all_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_program", lambda: str(tmp_path / "soffice"))
    monkeypatch.setattr(office, "gettempdir", no_space, raising=False)
    monkeypatch.setattr("tempfile.mkdtemp", no_space)
    with pytest.raises(ReportError, match=r"未找到.*TMPDIR"):
        load_office(b"{\\rtf1 x}")


@posix_only
def test_a_converted_document_that_is_too_large_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = script(tmp_path / "soffice", "mkdir out", 'printf "%2000s" x > out/report.docx')
    monkeypatch.setattr(office, "find_program", lambda: program)
    monkeypatch.setattr(office, "MOST_CONVERTED", 1000, raising=False)
    with pytest.raises(ReportError, match="上限"):
        load_office(b"{\\rtf1 x}")
