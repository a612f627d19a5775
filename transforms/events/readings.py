"""What can be read of a match, whether and when it happens, and the words that it is read from.

In: lexicon/<language>/status.toml. Out: its lists, and the shape of an answer, for status.py, tense.py, predicates.py
and spans.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from transforms.events import grammar, tables
from transforms.events.model import Token
from transforms.events.triggers import Match
from transforms.records import Status

CLAUSE = 12
"""Words before a trigger that are searched for 'if', 'possibility' and the like."""
PROGRESSIVE = "-ing"
"""The word of a reading by the progressive: with a day ahead it tells of a plan ('is meeting the queen on Friday')."""
PRESENT = "present"
"""The word of a reading that only the tense decided: a stated day turns it into a report of that day."""


class Reading(NamedTuple):
    """The status of one match, with the word that decided it."""

    status: Status
    word: str = ""
    refused: bool = False
    """'will not', 'would not': the future is denied."""


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists of status.toml."""

    negation: frozenset[str]
    future: frozenset[str]
    conditional: frozenset[str]
    progressive: frozenset[str]
    plans: frozenset[str]
    hypothetical_to: frozenset[str]
    hypothetical: frozenset[str]
    noun_negated: frozenset[str]
    noun_planned: frozenset[str]
    noun_hypothetical: frozenset[str]
    noun_ongoing: frozenset[str]
    noun_former: frozenset[str]
    denied_after: frozenset[str]
    planned_after: frozenset[str]
    occurring: frozenset[str]
    ongoing_after: frozenset[str]
    ongoing: frozenset[str]
    historical: frozenset[str]
    remembering: frozenset[str]
    denied: frozenset[str]
    failing: frozenset[str]
    verges: frozenset[str]
    temporal: frozenset[str]
    lasting: frozenset[str]
    present: frozenset[str]
    present_be: frozenset[str]
    narrated: frozenset[str]
    outcomes: frozenset[str]
    planned_conditional: frozenset[str]
    being: frozenset[str]
    been: frozenset[str]
    without: frozenset[str]
    since: frozenset[str]
    times: frozenset[str]
    counts: frozenset[str]
    holding: frozenset[str]
    lasts: frozenset[str]
    units: frozenset[str]
    inverted_had: frozenset[str]
    as_word: frozenset[str]
    as_soon: frozenset[str]
    none: frozenset[str]
    no_limit: frozenset[str]
    is_to: frozenset[str]
    aims: frozenset[str]
    habit: frozenset[str]
    nobody: frozenset[str]
    not_one: frozenset[str]
    decades: tuple[str, ...]
    """Endings of decades: '1990s'."""
    meetings: frozenset[str]
    going_on: frozenset[str]
    ended: frozenset[str]
    planned_forms: frozenset[str]
    """Tags of verb forms that look ahead by themselves, in languages that have them; see inflection.toml."""
    hypothetical_forms: frozenset[str]
    grammar: grammar.Grammar


def lists(language: str) -> dict[str, Any]:
    """The fields of `Words` for a language."""
    listed: dict[str, Any] = {name: frozenset(words.split()) for name, words in tables.read(language, "status").items()}
    missing = {name: frozenset[str]() for name in Words.__slots__ if name not in listed and name != "grammar"}
    decades = {"decades": tuple(sorted(listed.get("decades", ())))}
    return {**missing, **listed, **decades, "grammar": grammar.load(language)}


def inside(tokens: Sequence[Token], match: Match) -> set[str]:
    """The words of a match."""
    return {t.lower for t in tokens[match.start : match.end]}
