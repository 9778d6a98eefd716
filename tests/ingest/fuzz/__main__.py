"""`python -m tests.ingest.fuzz --runs 10000`: random and damaged files through everything that reads reports.

A failing input is saved, one for each place that fails; `--only NUMBER` with the same seed runs one input again.
"""

from __future__ import annotations

import argparse
import faulthandler
import logging
import sys
import tempfile
import warnings
from collections import Counter
from pathlib import Path

from tqdm import tqdm

from tests.ingest.fuzz.check import FACTS, Failure, check, draw
from tests.ingest.fuzz.samples import Sample, samples
from tests.ingest.fuzz.stubs import without_helpers

OUT = Path(tempfile.gettempdir()) / "fuzz-failures"


def main() -> int:
    """Run; return 1 if anything came out that should not."""
    options = _parser().parse_args()
    faulthandler.enable()
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    run = _Run(options.seed, options.out)
    numbers = range(options.runs) if options.only is None else [options.only]
    with without_helpers():
        for number in tqdm(numbers, disable=None):
            run.take(number)
    run.tell(show_trace=options.only is not None)
    return 1 if run.failures else 0


class _Run:
    """Counts what the inputs came to, and keeps the first failure of each kind."""

    def __init__(self, seed: int, out: Path) -> None:
        self.failures: Counter[tuple[str, str]] = Counter()
        self._seed, self._out, self._samples = seed, out, samples()
        self._first: list[tuple[Path, Failure]] = []
        self._taken = self._read = 0

    def take(self, number: int) -> None:
        """Read input `number`."""
        sample = draw(number, self._seed, self._samples)
        # a crash of the whole process leaves the input that it came from
        running = self._save("running", sample)
        outcome = check(sample, FACTS[number % len(FACTS)])
        running.unlink()
        self._taken += 1
        if isinstance(outcome, int):
            self._read += outcome > 0
            return
        kind = (outcome.where, outcome.error.split(":")[0])
        self.failures[kind] += 1
        if self.failures[kind] == 1:
            self._first.append((self._save(f"{self._seed}-{number}", sample), outcome))

    def _save(self, stem: str, sample: Sample) -> Path:
        self._out.mkdir(parents=True, exist_ok=True)
        path = self._out / f"{stem}{Path(sample[0]).suffix}"
        path.write_bytes(sample[1])
        return path

    def tell(self, *, show_trace: bool) -> None:
        """Print the counts, and each kind of failure with its first input."""
        total = self.failures.total()
        print(f"Seed {self._seed}: {self._taken} inputs, {self._read} read, {total} failed, the others were refused.")
        for path, failure in self._first:
            count = self.failures[(failure.where, failure.error.split(":")[0])]
            print(f"{count:6} {path}: {failure.where}: {failure.error}")
            if show_trace:
                print(failure.trace)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.ingest.fuzz", description=__doc__)
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, help="run the input of this number alone, and show its traceback")
    parser.add_argument("--out", type=Path, default=OUT, help=f"where failing inputs are saved ({OUT})")
    return parser


if __name__ == "__main__":
    sys.exit(main())
