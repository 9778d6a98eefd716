"""The configurations by name: what each changes, the list of them, and several side by side."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from eval.__main__ import main
from eval.configs import CONFIGS, MODEL, configured, listing, make_answerer
from eval.unscoped import Unscoped
from rag.assistant import Assistant
from rag.errors import RagError
from rag.settings import Settings

QUESTION = {"id": "q1", "type": "fact", "question": "岚川市2022年受理行政复议案件多少件?", "answers": ["无"]}


@pytest.fixture
def one(tmp_path: Path) -> str:
    path = tmp_path / "one.jsonl"
    path.write_text(json.dumps(QUESTION), "utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("name", "search", "by_model"),
    [
        ("default", "dense", False),  # keeps what is set
        ("hybrid", "hybrid", False),
        ("bm25", "lexical", False),
        ("dense", "dense", False),
        ("no-filter", "dense", False),
        ("llm", "dense", True),
        ("langchain", "dense", True),
    ],
)
def test_what_a_configuration_changes(name: str, search: str, by_model: bool) -> None:
    given = configured(Settings(search="dense", llm="openai:some"), name)
    assert (given.search, given.llm) == (search, "openai:some" if by_model else None)


def test_a_model_has_to_be_set() -> None:
    with pytest.raises(RagError, match="需要语言模型"):
        configured(Settings(), MODEL)


def test_an_unknown_name_lists_all_with_what_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--config", "default", "magic"]) == 2
    said = capsys.readouterr().err
    assert "没有名为 magic 的配置" in said
    assert all(f"  {name} " in said and config.about in said for name, config in CONFIGS.items())


def test_the_help_lists_them_and_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom eval.commands.run import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "print([name for name in 'torch faiss tantivy langchain_core numpy'.split() if name in sys.modules])"
    )
    root = Path(__file__).resolve().parents[2]
    said = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True).stdout
    assert listing() in said
    assert said.rstrip().endswith("[]")


@pytest.mark.parametrize(("name", "made"), [("default", Assistant), ("bm25", Assistant), ("no-filter", Unscoped)])
def test_who_answers(name: str, made: type, sample_index: Path) -> None:
    assert type(make_answerer(Settings(index=sample_index), name)) is made


def test_several_in_one_table(one: str, sample_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert main([one, "--index", str(sample_index), "--out", str(out), "--config", "no-filter", "bm25"]) == 0
    said = capsys.readouterr().out
    assert said.count("right") == 1  # one table
    assert [line.split()[:2] for line in said.splitlines() if "no-filter  " in line] == [
        ["fact", "no-filter"],
        ["ALL", "no-filter"],
    ]
    assert sorted(path.name for path in out.iterdir() if path.is_dir()) == ["bm25", "no-filter"]
    assert all((out / name / "predictions.jsonl").is_file() for name in ("bm25", "no-filter"))
