"""The direction of dependencies, and the one home of each heavy package."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = {"rag": 0, "ingest": 1, "eval": 2, "app": 2}
HOMES: dict[str, str | tuple[str, ...]] = {
    "torch": ("rag/embedding/", "eval/interaction/", "eval/crossencoder/"),
    "sentence_transformers": "rag/embedding/",
    "faiss": "rag/index/vectors.py",
    "tantivy": "rag/index/lexical.py",
    "gradio": "app.py",
    "langchain_openai": "rag/generate",
    "docx": "ingest/",
    "lxml": "ingest/",
    "trafilatura": "ingest/formats/web/",
    "pypdfium2": "ingest/formats/typeset/",
    "rapidocr_onnxruntime": "ingest/formats/typeset/ocr.py",
    "httpx": "ingest/sources/fetch.py",
    "jinja2": "eval/report/",
    "matplotlib": "eval/",
}
MODULES = [*sorted(path for top in ("rag", "ingest", "eval") for path in (ROOT / top).rglob("*.py")), ROOT / "app.py"]


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_direction_and_homes(path: Path) -> None:
    name = path.relative_to(ROOT).as_posix()
    layer = LAYERS[name.split("/")[0].removesuffix(".py")]
    for module in imports(path):
        top = module.split(".")[0]
        assert LAYERS.get(top, 0) <= layer, f"{name} imports {module}: dependencies go app, eval → ingest → rag"
        assert name.startswith(HOMES.get(top, "")), f"{name} imports {module}, whose home is {HOMES[top]}"


def test_no_cycles_inside_rag() -> None:
    graph = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): {
            module for module in imports(path) if module.startswith("rag")
        }
        for path in MODULES
    }
    done: set[str] = set()

    def visit(module: str, above: tuple[str, ...]) -> None:
        assert module not in above, " → ".join((*above, module))
        if module not in done:
            for imported in graph.get(module, ()):
                visit(imported, (*above, module))
            done.add(module)

    for module in graph:
        visit(module, ())


def test_importing_rag_loads_nothing_heavy() -> None:
    heavy = "torch sentence_transformers transformers faiss gradio tantivy langchain numpy".split()
    code = f"import sys, rag; print([name for name in {heavy!r} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_the_help_loads_nothing_heavy() -> None:
    code = (
        "import sys, runpy; sys.argv = ['rag', '--help']\n"
        "try: runpy.run_module('rag', run_name='__main__')\n"
        "except SystemExit: pass\n"
        "print([name for name in 'torch faiss gradio tantivy langchain_core numpy'.split() if name in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.strip().endswith("[]")
