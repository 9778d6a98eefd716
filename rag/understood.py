"""A question as read: what every part of answering looks at."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from rag.places import Places
from rag.scope import Target
from rag.types import Reading
from rag.years import YearSaid

# Places that a question for the highest or lowest is answered over, one line each.
MOST_COMPARED = 8
# Weight of terms that come from the earlier question of a conversation, and of everyday words' official counterparts.
HISTORY_WEIGHT = 0.7
SYNONYM_WEIGHT = 0.9
# Kinds of question that a figure may answer; of lists and names only the number is known beforehand.
NUMERIC = frozenset(("figure", "compare", "check"))


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as read.

    `spoken` is the normal form of the words that ask: of the question before, where this one only names another place.
    `targets` are the reports asked, one for each place and year. `terms` maps each word that an answer has to match to
    its weight before rarity counts; `content` is the text that they come from, without places, years and what only
    asks; `head` is the term that names what is asked for, `asked` the noun phrase around it. `synonyms` maps everyday
    phrases to official words; `filter_missed`: the years chosen as a filter admit nothing; `unit` is the measure word
    after 多少, "%" for rates, None where any will do; `numeric`: a figure is asked for; `planned`: what is intended,
    not what was done. `claims` are figures that the question itself states, `stated` the values of all of them;
    `quoted` is what stands in quotation marks; `items`: how many things it says that there are; `heard` maps misspelt
    places to those that sound like them, `heard_words` other misspelt words to those that were read instead;
    `too_many`: the highest of more places is asked for than can be compared. `alone` is the stand-alone question, and
    `topic` the `content`, without what a question with words of its own takes over from the one before.
    """

    question: str
    spoken: str
    standalone: str
    reading: Reading
    targets: tuple[Target, ...] = ()
    terms: dict[str, float] = field(default_factory=dict)
    synonyms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unknown_places: tuple[str, ...] = ()
    filter_missed: bool = False
    unit: str | None = None
    numeric: bool = False
    planned: bool = False
    claims: tuple[str, ...] = ()
    heard: dict[str, tuple[str, ...]] = field(default_factory=dict)
    heard_words: dict[str, str] = field(default_factory=dict)
    too_many: bool = False
    content: str = ""
    alone: str = ""
    topic: str = ""
    head: str = ""
    asked: tuple[str, ...] = ()
    stated: frozenset[Decimal] = frozenset()
    items: int = 0
    quoted: tuple[str, ...] = ()
    places: Places = field(default_factory=lambda: Places((), (), ""))
    years: tuple[YearSaid, ...] = ()

    @property
    def asked_years(self) -> tuple[int, ...]:
        """Return the years asked for that no report in scope is about."""
        return tuple(dict.fromkeys(year for target in self.targets for year in target.said))

    @property
    def expansion(self) -> str:
        """Return the official words that the question's everyday phrases stand for."""
        return " ".join(dict.fromkeys(form for forms in self.synonyms.values() for form in forms))
