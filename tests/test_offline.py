"""The whole offline path opens no connection: any socket made here is an error."""

from __future__ import annotations

from pathlib import Path

import pytest
import pytest_socket

from ingest.build import ingest
from rag.assistant import Assistant
from rag.embedding import load_embedding
from rag.settings import Settings

REPORTS = Path(__file__).resolve().parent.parent / "eval" / "reports"


def test_reports_in_and_answers_out_without_a_socket(tmp_path: Path, socket_disabled: None) -> None:
    with pytest.raises(pytest_socket.SocketBlockedError):
        __import__("socket").socket()
    ingest([REPORTS], index=tmp_path, embedding=load_embedding(None))
    assistant = Assistant(Settings(index=tmp_path))
    assert assistant.answer("岚川市2022年行政机关负责人出庭应诉率是多少?").status == "answered"
    assert assistant.answer("太原市2022年受理多少件?").status == "refused"
    assert assistant.example_questions()
