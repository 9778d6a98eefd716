# make run              the app on http://127.0.0.1:7860, with the sample reports if there is no index yet
# make run REPORTS=dir  the same, after adding the reports in dir
# make test             the whole test suite
# TORCH_INDEX=address   takes torch from another package index, for example PyTorch's own with the small CPU builds

PYTHON ?= python3
VENV ?= .venv
REPORTS ?=
TORCH_INDEX ?=

BIN := $(VENV)/bin
PIP := $(BIN)/pip --disable-pip-version-check install --quiet
RUN_READY := $(VENV)/.ready-to-run
TEST_READY := $(VENV)/.ready-to-test

.PHONY: run test lint format clean

run: $(RUN_READY)
	@if [ -n "$(REPORTS)" ]; then $(BIN)/python -m ingest "$(REPORTS)"; [ $$? -lt 2 ]; else $(BIN)/python -m ingest --samples; fi
	@$(BIN)/python app.py

test: $(TEST_READY)
	$(BIN)/python -m pytest

lint: $(TEST_READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(TEST_READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(RUN_READY): requirements.txt
	@echo "正在准备运行环境(首次需要几分钟)…"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@if [ -n "$(TORCH_INDEX)" ]; then $(PIP) --index-url "$(TORCH_INDEX)" $$(grep -o '^torch==[^ ]*' requirements.txt); fi
	@$(PIP) -r requirements.txt
	@touch $@

$(TEST_READY): requirements-dev.txt $(RUN_READY)
	@$(PIP) -r requirements-dev.txt
	@touch $@
