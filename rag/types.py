"""The vocabulary of the product: small frozen values that every module speaks in.

All offsets count Unicode code points of a report's extracted text; spans are half-open `[start, end)`.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Span = tuple[int, int]
Status = Literal["answered", "refused", "clarify"]
Mode = Literal["extractive", "llm"]
# A fact about a report that was read with less confidence than this is shown as doubtful.
DOUBTFUL = 0.6


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a fact about a report was read.

    `field` is the name of the fact in `Report`; `quote` the sentence or line that tells it, the text between `start`
    and `end` where it stands in the report itself (None: a file's name, a sidecar's cell); `confidence` in [0, 1].
    """

    field: str
    quote: str
    confidence: float
    source: Literal["text", "file", "sidecar"] = "text"
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One report as the catalogue knows it: everything but its text.

    `id` is stable: the same extracted text always has the same. `year` is the year covered, `year_plan` the year
    that the report makes plans for, `published` an ISO date; each is None where the report does not tell. `pages`
    holds the offset at which each page starts, empty for formats without pages; `ocr` the pages (from 1) that were
    read by optical recognition; `damaged` the share of the text, in [0, 1], that is unreadable and left out of the
    passages; `also` the names of other files that hold the same report; `url` the address that it was fetched from.
    """

    id: str
    file: str
    title: str
    place: str | None = None
    level: str | None = None
    parents: tuple[str, ...] = ()
    year: int | None = None
    year_plan: int | None = None
    kind: str | None = None
    issuer: str | None = None
    number: str | None = None
    published: str | None = None
    sample: bool = False
    pages: tuple[int, ...] = ()
    passages: int = 0
    ocr: tuple[int, ...] = ()
    damaged: float = 0.0
    also: tuple[str, ...] = ()
    url: str | None = None
    evidence: tuple[Evidence, ...] = ()

    def page_at(self, offset: int) -> int | None:
        """Return the page (from 1) that holds the character at `offset`; None for formats without pages."""
        return bisect_right(self.pages, offset) or None

    def is_doubtful(self, field: str) -> bool:
        """Tell whether the fact named `field` was read with little confidence."""
        return any(entry.field == field and entry.confidence < DOUBTFUL for entry in self.evidence)

    def is_ocr(self, offset: int) -> bool:
        """Tell whether the character at `offset` was read by optical recognition."""
        return self.page_at(offset) in self.ocr


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences under one heading; `text` is exactly the report's text between `start` and `end`."""

    id: int
    report: str
    heading: tuple[str, ...]
    start: int
    end: int
    sentences: tuple[Span, ...]
    text: str

    def slice(self, span: Span) -> str:
        """Return the text of a span (offsets of the report's text) that lies in the passage."""
        return self.text[span[0] - self.start : span[1] - self.start]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, with its fused score and the two it was fused from (higher is better; None: not found there).

    `dense` is a cosine in [-1, 1], `lexical` a sum of BM25 scores; `score` has a meaning only within one search.
    """

    passage: Passage
    score: float
    dense: float | None = None
    lexical: float | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """Where to search; an empty tuple leaves that dimension open.

    `reports` are ids of reports, besides which the others admit nothing; None leaves that open.
    """

    places: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    reports: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """How a question was read: places (full names) and years inside which to search, and the kind of question."""

    places: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    kind: str = "fact"


@dataclass(frozen=True, slots=True)
class Citation:
    """A marker's target: `quote` is exactly the text of `report` between `start` and `end`.

    `ocr`: it was read by optical recognition and should be compared with the original. `parents` and `year_plan` are
    the report's. `row`: a table's row whose cells stand apart, read with the heads of its columns; else "".
    """

    marker: int
    report: str
    file: str
    title: str
    place: str | None
    year: int | None
    page: int | None
    heading: tuple[str, ...]
    start: int
    end: int
    quote: str
    ocr: bool = False
    parents: tuple[str, ...] = ()
    year_plan: int | None = None
    row: str = ""

    @property
    def told(self) -> str:
        """Return the words that tell what its figures are of."""
        return self.row or self.quote


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of an answer, without markers in its text; `supported`: its cited sentences carry it.

    `problems` says in words for the reader why they do not.
    """

    text: str
    markers: tuple[int, ...] = ()
    supported: bool = True
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in the answer; `verified`: it stands in the sentence cited as `marker`."""

    text: str
    marker: int | None
    verified: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, or its growing beginning while it is streamed; the fields are the JSON form of the contract.

    `thinking` is what a reasoning model wrote before its answer: no part of it, and unchecked. `likelihood` is how
    likely, in [0, 1], the decision between an answer and a refusal took what was found to be the answer (of a
    comparison, and of several questions, the least likely part); None where nothing was decided so: by a language
    model, and in lists of points and refusals that need no search.
    """

    question: str
    standalone_question: str = ""
    reading: Reading = field(default_factory=Reading)
    status: Status = "answered"
    reason: str | None = None
    mode: Mode = "extractive"
    notice: str | None = None
    answer: str = ""
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    figures: tuple[Figure, ...] = ()
    seconds: float = 0.0
    thinking: str | None = None
    likelihood: float | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the answer as plain dictionaries, lists and scalars, ready for `json.dumps`."""
        return asdict(self)
