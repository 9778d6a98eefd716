"""One input through everything that reads it: only ReportError may come out, and what is read has to hold together."""

from __future__ import annotations

import json
import random
import signal
import tempfile
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import FrameType
from typing import Any

from ingest.blocks import Loaded
from ingest.build import Reading, read_report
from ingest.show import as_json
from ingest.sources.gather import gather
from rag.errors import ReportError
from rag.index.derive import passage_row
from tests.ingest.fuzz.mutate import mutated
from tests.ingest.fuzz.samples import Sample, random_text

# Seconds that one input may take.
PATIENCE = 10
RANDOM_SHARE = 0.15
# As a sidecar's reader lets them through.
FACTS: tuple[dict[str, str], ...] = ({}, {}, {}, {"place": "青禾市", "year": "2022"}, {"place": "某地", "kind": "通知"})


class TooSlow(BaseException):
    """An input took longer than PATIENCE; no reader may take it for an error of its own."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What came out that should not: `where` is the innermost function of the product, to tell failures apart."""

    error: str
    where: str
    trace: str


def draw(number: int, seed: int, samples: Sequence[Sample]) -> Sample:
    """Return input `number` of the run with `seed`: the same every time."""
    source = random.Random(f"{seed}-{number}")
    if source.random() < RANDOM_SHARE:
        return random_text(source)
    return mutated(source.choice(samples), samples, source)


def check(sample: Sample, facts: dict[str, str]) -> int | Failure:
    """Read a sample, whatever it is; return how many reports it holds (0: it was refused), or what went wrong."""
    count = 0
    try:
        with _patience(PATIENCE):
            for reading, loaded in read(sample, facts):
                _check_loaded(loaded)
                _check_reading(reading)
                count += 1
    except (Exception, TooSlow) as error:
        frames = traceback.extract_tb(error.__traceback__)
        own = [frame for frame in frames if "/tests/" not in frame.filename and "site-packages" not in frame.filename]
        last = (own or frames)[-1]
        where = f"{Path(last.filename).name}:{last.lineno} {last.name}"
        return Failure(f"{type(error).__name__}: {error}"[:300], where, traceback.format_exc())
    return count


def read(sample: Sample, facts: dict[str, str]) -> Iterator[tuple[Reading, Loaded]]:
    """Yield the reports in a sample, each with what its loader made of it; none where it is refused."""
    name, data = sample
    if not name.endswith(".zip"):
        yield from _read_one(data, name, facts)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        try:
            found = gather([path])
        except ReportError:
            return
        for source in found.sources:
            try:
                inside = source.read()
            except ReportError:
                continue
            yield from _read_one(inside, source.name, dict(source.facts))


def _read_one(data: bytes, name: str, facts: dict[str, str]) -> Iterator[tuple[Reading, Loaded]]:
    import ingest.clean as home

    seen: list[Loaded] = []
    clean = home.clean
    try:
        home.clean = lambda loaded: seen.append(loaded) or clean(loaded)  # type: ignore[func-returns-value]
        yield read_report(data, name, facts), seen[0]
    except ReportError as error:
        if not str(error).strip():
            raise AssertionError("a message that says nothing") from error
    finally:
        home.clean = clean


def _check_loaded(loaded: Loaded) -> None:
    loaded.text.encode()
    length = len(loaded.text)
    assert all(0 <= block.start < block.end <= length for block in loaded.blocks), "a block out of range"
    assert all(one.end <= next.start for one, next in pairwise(loaded.blocks)), "blocks overlap"
    assert not any(loaded.text[block.start : block.end].isspace() for block in loaded.blocks), "a blank block"
    assert all(0 <= page <= length for page in loaded.pages), "a page out of range"
    assert list(loaded.pages) == sorted(loaded.pages), "pages out of order"
    assert all(1 <= page <= len(loaded.pages) for page in loaded.ocr), "OCR of no page"
    assert 0 <= loaded.damaged <= 1, "a share"


def _check_reading(reading: Reading) -> None:
    text, drafts, report = reading.text, reading.drafts, reading.report
    assert len(drafts) == report.passages > 0, "passages miscounted"
    assert all(one.end <= next.start for one, next in pairwise(drafts)), "passages overlap"
    for draft in drafts:
        assert 0 <= draft.start < draft.end <= len(text), "a passage out of range"
        assert draft.sentences[0][0] == draft.start, "a passage begins with a sentence"
        assert draft.sentences[-1][1] == draft.end, "a passage ends with a sentence"
        assert all(start < end for start, end in draft.sentences), "an empty sentence"
        assert all(one[1] <= next[0] for one, next in pairwise(draft.sentences)), "sentences overlap"
        assert not any(text[start:end].isspace() for start, end in draft.sentences), "a blank sentence"
        passage_row(report, text, draft)
    for entry in report.evidence:
        assert 0 <= entry.confidence <= 1, "a confidence"
        if entry.start is not None and entry.end is not None:
            assert text[entry.start : entry.end] == entry.quote, "evidence that is not there"
    json.dumps(as_json(report), ensure_ascii=False).encode()


@contextmanager
def _patience(seconds: float) -> Iterator[None]:
    def stop(_: int, frame: FrameType | None) -> Any:
        raise TooSlow(f"more than {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
