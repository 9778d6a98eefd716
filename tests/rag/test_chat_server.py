"""The whole chain against a server that is not ours: `transformers serve` with a tiny random model."""

from __future__ import annotations

import importlib.util
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from rag.errors import ModelError
from rag.generate import Generator
from rag.settings import Settings
from rag.text import sentence_spans
from rag.types import Passage, Report

START_LIMIT = 60.0
TEXT = "全年审查决策135件,提出意见300余条。办理备案22件。"
TEMPLATE = "{% for message in messages %}{{ message['role'] }}: {{ message['content'] }}\n{% endfor %}assistant: "


class OneReport:
    def report(self, report_id: str) -> Report:
        return Report(id=report_id, file="a.txt", title="示例报告", place="示例市", year=2022)

    def text(self, report_id: str) -> str:
        return TEXT


def save_tiny_model(folder: Path) -> None:
    """Save a Qwen2 of random weights (two layers of width 16) with a byte-level tokenizer and a chat template."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast, Qwen2Config, Qwen2ForCausalLM

    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {token: number for number, token in enumerate(["<end>", *alphabet])}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="<end>", pad_token="<end>")
    fast.chat_template = TEMPLATE
    fast.save_pretrained(folder)
    torch.manual_seed(0)
    config = Qwen2Config(
        vocab_size=len(vocabulary), hidden_size=16, intermediate_size=32, num_hidden_layers=2, num_attention_heads=2,
        num_key_value_heads=2, max_position_embeddings=32_768, eos_token_id=0, pad_token_id=0, bos_token_id=0,
    )  # fmt: skip
    Qwen2ForCausalLM(config).save_pretrained(folder)


def wait_until_healthy(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    began = time.monotonic()
    while time.monotonic() - began < START_LIMIT:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            threading.Event().wait(0.1)
    pytest.fail(f"transformers serve is not up after {START_LIMIT:.0f} s:\n{log.read_text('utf-8')[-2000:]}")


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    missing = [name for name in ("transformers", "torch", "fastapi", "uvicorn") if not importlib.util.find_spec(name)]
    if missing:
        message = f"{'、'.join(missing)} not installed: pip install 'transformers[serving]'"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    folder = tmp_path_factory.mktemp("tiny")
    save_tiny_model(folder)
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    log = folder / "serve.log"
    command = [str(Path(sys.executable).with_name("transformers")), "serve", str(folder),
               "--device", "cpu", "--host", "127.0.0.1", "--port", str(port)]  # fmt: skip
    environment = os.environ | {"HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"}
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=environment)
    try:
        wait_until_healthy(process, port, log)
        yield Settings(
            llm=f"openai:{folder}", llm_base_url=f"http://127.0.0.1:{port}/v1", llm_max_tokens=48, llm_temperature=1.0
        )
    finally:
        process.terminate()
        process.wait(30)


def passage() -> Passage:
    return Passage(1, "r1", ("一、立法",), 0, len(TEXT), tuple(sentence_spans(TEXT)), TEXT)


def test_a_random_model_streams_nonsense_that_cites_nothing_unknown(served: Settings) -> None:
    source = OneReport()
    *growing, last = Generator(served).stream("审查了多少件?", "审查了多少件?", [passage()], source)
    assert len(growing) > 5, "not streamed"
    assert all(later.text.startswith(earlier.text) for earlier, later in pairwise(growing))
    assert last.text
    assert not last.refused
    markers = {citation.marker for citation in last.citations}
    assert {marker for statement in last.statements for marker in statement.markers} <= markers
    assert all(TEXT[citation.start : citation.end] == citation.quote for citation in last.citations)
    assert "RAG_LLM_MAX_TOKENS" in str(last.notice)


def test_stopping_leaves_the_server_usable(served: Settings) -> None:
    generator = Generator(served)
    stream = generator.stream("审查了多少件?", "审查了多少件?", [passage()], OneReport())
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    *_, last = generator.stream("备案了多少件?", "备案了多少件?", [passage()], OneReport())
    assert last.text


def test_another_model_than_the_served_one_is_told(served: Settings) -> None:
    other = Settings(llm="openai:no/such", llm_base_url=served.llm_base_url, llm_max_tokens=8)
    with pytest.raises(ModelError, match="模型"):
        list(Generator(other).stream("问", "问", [passage()], OneReport()))
