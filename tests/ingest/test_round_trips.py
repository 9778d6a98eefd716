"""Each sample report, written in every format and encoding that offices have, gives the passages of its plain text."""

from __future__ import annotations

import codecs
import difflib
import io
import os
import re
import subprocess
import unicodedata
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from functools import cache
from html import escape
from pathlib import Path

import docx
import pytest

from ingest.build import read_report
from ingest.clean import clean
from ingest.formats.office import find_program
from ingest.load import load
from ingest.sources.gather import gather
from tests.conftest import REPORTS
from tests.ingest import ofd_files, pdf_files

SAMPLES = sorted(REPORTS.iterdir())
# The samples whose scans are recognised: a page takes a second or two.
SCANNED = SAMPLES[2:3]


@cache
def lines_of(path: Path) -> tuple[str, ...]:
    """Return the lines of a sample without what its web page puts around them."""
    loaded = clean(load(path.read_bytes(), path.suffix))
    lines = (loaded.text[block.start : block.end] for block in loaded.blocks if block.body or path.suffix == ".txt")
    return tuple(line for line in lines if "\t" not in line)


@cache
def expected(path: Path) -> list[str]:
    return passages("\n".join(lines_of(path)).encode(), "report.txt")


def passages(data: bytes, name: str) -> list[str]:
    """Return the passages of a file without blanks; where lines end is the format's own."""
    reading = read_report(data, name)
    return [re.sub(r"\s+", "", reading.text[draft.start : draft.end]) for draft in reading.drafts]


def text(encoding: str, bom: bytes = b"", end: str = "\n") -> Callable[[tuple[str, ...]], bytes]:
    return lambda lines: bom + end.join(lines).encode(encoding)


def webpage(encoding: str, declared: str | None = None) -> Callable[[tuple[str, ...]], bytes]:
    def written(lines: tuple[str, ...]) -> bytes:
        head = f'<html><head><meta charset="{declared or encoding}"><title>示例</title></head><body>'
        body = "".join(f"<p>{escape(line)}</p>\n" for line in lines)
        return (head + body + "</body></html>").encode(encoding)

    return written


def archived(lines: tuple[str, ...]) -> bytes:
    message = EmailMessage()
    message["Subject"] = "示例"
    message.set_content(webpage("utf-8")(lines).decode(), subtype="html", cte="quoted-printable")
    message.make_related()
    message.add_related(b"GIF89a", "image", "gif")
    return message.as_bytes()


def word(lines: tuple[str, ...]) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


FORMATS = {
    "utf-8.txt": text("utf-8"),
    "utf-8-bom-crlf.txt": text("utf-8", codecs.BOM_UTF8, "\r\n"),
    "gb18030.txt": text("gb18030"),
    "gb18030-cr.txt": text("gb18030", end="\r"),
    "utf-16-le.txt": text("utf-16-le", codecs.BOM_UTF16_LE),
    "utf-16-be.txt": text("utf-16-be", codecs.BOM_UTF16_BE),
    "utf-16-no-bom.txt": text("utf-16-le"),
    "plain.md": text("utf-8"),
    "page.html": webpage("utf-8"),
    "gb2312.htm": webpage("gb18030", "gb2312"),
    "belied.html": webpage("gb18030", "utf-8"),
    "page.doc": webpage("utf-8"),
    "page.mht": archived,
    "report.docx": word,
    "renamed.wps": word,
    "report.pdf": lambda lines: pdf_files.report(lines),
    "running-head.pdf": lambda lines: pdf_files.report(
        lines, pdf_files.Setting(size=12, leading=20, head="示例简报 {}")
    ),
    "report.ofd": lambda lines: ofd_files.report(lines, first_is_title=False),
    "running-head.ofd": lambda lines: ofd_files.report(lines, head="示例简报", first_is_title=False, letters=True),
}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_format_gives_the_same_passages(path: Path, name: str) -> None:
    assert passages(FORMATS[name](lines_of(path)), name) == expected(path)


def test_an_archive_gives_the_same_passages(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for at, path in enumerate(SAMPLES):
            archive.writestr(f"{at}/{path.stem}.txt", "\n".join(lines_of(path)))
    found = {source.name: passages(source.read(), source.name) for source in gather([tmp_path / "all.zip"]).sources}
    assert found == {f"{path.stem}.txt": expected(path) for path in SAMPLES}


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with every sample as .doc and .rtf, written by LibreOffice."""
    program = find_program()
    if program is None and os.environ.get("CI"):
        pytest.fail("LibreOffice is missing: apt-get install libreoffice-writer-nogui")
    if program is None:
        pytest.skip("LibreOffice (libreoffice-writer-nogui) is not installed")
    folder = tmp_path_factory.mktemp("office")
    for path in SAMPLES:
        (folder / f"{path.stem}.docx").write_bytes(word(lines_of(path)))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for target in ("doc:MS Word 97", "rtf:Rich Text Format"):
        subprocess.run(
            [program, "--headless", profile, "--convert-to", target, "--outdir", folder, *folder.glob("*.docx")],
            check=True, capture_output=True, timeout=240,
        )  # fmt: skip
    return folder


@pytest.mark.parametrize(("kind", "name"), [("doc", "report.doc"), ("rtf", "report.rtf"), ("doc", "report.wps")])
@pytest.mark.parametrize("path", SAMPLES if os.environ.get("CI") else SAMPLES[:1], ids=lambda path: path.stem)
def test_old_formats_give_the_same_passages(office: Path, path: Path, kind: str, name: str) -> None:
    assert passages((office / f"{path.stem}.{kind}").read_bytes(), name) == expected(path)


@pytest.mark.parametrize("path", SCANNED, ids=lambda path: path.stem)
def test_a_scan_gives_at_least_98_characters_of_100(path: Path) -> None:
    pages = ofd_files.typeset(lines_of(path), first_is_title=False)
    data = ofd_files.scans([ofd_files.saved(ofd_files.printed(lines)) for lines in pages])
    seen, wanted = (
        unicodedata.normalize("NFKC", "".join(lines)) for lines in (passages(data, "a.ofd"), expected(path))
    )
    same = sum(
        block.size for block in difflib.SequenceMatcher(None, wanted, seen, autojunk=False).get_matching_blocks()
    )
    assert same / max(len(wanted), len(seen)) >= 0.98
