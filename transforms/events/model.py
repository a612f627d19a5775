"""What the rooms of the event coder hand each other. Offsets are always into the whole text, never into a sentence."""

import datetime as dt
import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from transforms.records import DatePrecision, DateSource, Status


class Token(NamedTuple):
    """A word, number or punctuation mark."""

    text: str
    lower: str
    start: int
    end: int


_new = tuple.__new__


class _Made:
    """What functools.cached_property does, without its lock, which costs half as much as making tokens: should several
    threads ask at once, each makes the same."""

    def __init__(self, make: Callable[["Sentence"], tuple[Token, ...]]) -> None:
        self._make, self._name, self.__doc__ = make, make.__name__, make.__doc__

    def __get__(self, sentence: "Sentence", owner: type["Sentence"]) -> tuple[Token, ...]:
        made = self._make(sentence)
        setattr(sentence, self._name, made)
        return made


@dataclass
class Sentence:
    """One sentence: evidence is always one of these. `quotes` are the spans between quotation marks. Set once; not
    frozen, as that doubles the price of making one."""

    text: str
    start: int
    end: int
    words: tuple[str, ...]
    """The texts of its tokens."""
    lowers: tuple[str, ...]
    """The same in lower case; the apostrophe inside one is the plain one, as the lexicons write it."""
    starts: tuple[int, ...]
    """Where its words begin in the text; between them stands nothing but white space."""
    quotes: tuple[tuple[int, int], ...] = ()
    capitals: int = 0
    """How many of its words are in capitals."""

    @_Made
    def tokens(self) -> tuple[Token, ...]:
        """Its words with their places; made when asked for, as most sentences are not asked for them."""
        ends = map(operator.add, self.starts, map(len, self.words))
        # A named tuple's own constructor is a Python function: three times the price.
        return tuple([_new(Token, t) for t in zip(self.words, self.lowers, self.starts, ends, strict=True)])

    def forget(self) -> None:
        """Lets go of its tokens, which take more memory than all the rest; they are made again when asked for."""
        vars(self).pop("tokens", None)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Where the words first..last-1 stand in the text."""
        return self.starts[first], self.starts[last - 1] + len(self.words[last - 1])


UNKNOWN = ""
"""The role of a person of whom nothing is known but a name (strangers.py)."""


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor as the gazetteer knows it: a state, an office holder, an organisation, an armed group."""

    name: str
    """Canonical name, as it stands in source_actor: 'John Kerry', 'China', 'European Union'. Empty, null in rows, where
    only the state is known of whom the text does not name."""
    country: str | None = None
    """ISO 3166-1 alpha-3 of the country acted for; None for IGOs and unknown ones."""
    sector: str | None = None
    role: str | None = None


@dataclass(slots=True, unsafe_hash=True)
class ActorMention:
    """A span of the text that names an actor; `actors` has several for 'the two leaders' or 'both countries'. Set once,
    as Sentence is."""

    start: int
    end: int
    text: str
    kind: str
    """country | demonym | capital | place | organisation | person | agent | pronoun | group"""
    actors: tuple[Actor, ...]


Mentions = tuple[ActorMention, ...]
"""The actors of a sentence, in order."""


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date phrase resolved against the publisher's day; `start` is the first day of its period."""

    char_start: int
    char_end: int
    text: str
    date: dt.date
    precision: DatePrecision
    future: bool = False
    """True where the words look ahead ('next week', 'in the coming weeks')."""
    limit: bool = False
    """True where the words say until when: they date nothing, but tell how long ago it was ('until 2009')."""
    last: dt.date | None = None
    """The last day of a period that is shorter than the precision says: 'last spring'."""


@dataclass(frozen=True, slots=True)
class Coding:
    """One event as one sentence reports it, before it becomes a row: the coder's answer."""

    event_type: str
    event_mode: str | None
    quad_class: int
    status: Status
    char_start: int
    char_end: int
    trigger_start: int
    trigger_end: int
    rule_id: str
    confidence: float
    sources: tuple[Actor, ...] = ()
    targets: tuple[Actor, ...] = ()
    event_date: dt.date | None = None
    event_date_precision: DatePrecision = "none"
    event_date_source: DateSource = "none"
    event_date_text: str | None = None
    planned_date: dt.date | None = None
    location_name: str | None = None
    location_country: str | None = None
    contexts: tuple[str, ...] = ()
    reported_by: str | None = None
    intensity: float | None = None
    why: tuple[str, ...] = ()
    """The steps that led here, for `demarche tag --explain`."""
