"""Which states may have an office, and who holds it: what a guess whose an office holder is must not contradict.

In: a state, an office as the text writes it, a name, the publisher's day. Out: whether the state can be his: no
American is a foreign minister, and whoever is called President Example is not of a state whose president was somebody
else that day. The words are data: lexicon/<language>/roles.toml, `lacking`, `sole`; the holders are
lexicon/world/leaders.toml.
"""

import datetime as dt
import difflib
import functools
import itertools

from transforms.events.gazetteer import lexicon, tenures
from transforms.events.tables import rows, unaccented

_SAME = 0.75
"""From which likeness of their spelling on two surnames may be one."""
_SPELLINGS = str.maketrans({"-": " "})


def lacks(country: str, office: str, language: str) -> bool:
    """Whether a state has no such office: "the prime minister" is no American."""
    lacking = _lacking(language).get(country)
    if not lacking:
        return False
    words = office.lower().split()
    return not lacking.isdisjoint(words) or any(f"{a}_{b}" in lacking for a, b in itertools.pairwise(words))


def is_sole(office: str, language: str) -> bool:
    """Whether one person alone holds an office: the finance minister, the president; not an envoy or a deputy."""
    lists, words = lexicon(language).lists, office.lower().split()
    if not words or not lists["lesser"].isdisjoint(words):
        return False
    return words[0] in lists["sole_alone"] if len(words) == 1 else words[-1] in lists["sole"]


def is_held_by_another(country: str, office: str, name: str, day: dt.date | None) -> bool:
    """Whether the tables know who holds an office in a state on a day, and he is called otherwise."""
    role = _plain(office)
    names = [n for held, start, end, n in _holders(country) if held == role and day is not None and start <= day <= end]
    return bool(names) and not any(may_be_one(name, other) for other in names)


def may_be_one(one: str, other: str) -> bool:
    """Whether two names may be one person's: they share a word, or one that is spelt much the same."""
    words, others = ([w for w in _plain(n).split() if len(w) > 1] for n in (one, other))
    return any(a == b or difflib.SequenceMatcher(None, a, b).ratio() >= _SAME for a in words for b in others)


def _plain(text: str) -> str:
    return unaccented(text).lower().replace("defense", "defence").translate(_SPELLINGS)


@functools.cache
def _lacking(language: str) -> dict[str, frozenset[str]]:
    out: dict[str, set[str]] = {}
    for words, states in rows(language, "roles", "lacking", 2):
        for state in states.split():
            out.setdefault(state, set()).update(words.split())
    return {state: frozenset(words) for state, words in out.items()}


@functools.cache
def _rows() -> dict[str, list[tuple[str, str]]]:
    """State -> the names of its leaders and the offices they held, as the table writes them."""
    out: dict[str, list[tuple[str, str]]] = {}
    for name, country, held, *_ in rows("world", "leaders", "rows", 5):
        out.setdefault(country, []).append((name, held))
    return out


@functools.cache
def _holders(country: str) -> tuple[tuple[str, dt.date, dt.date, str], ...]:
    told = ((name, one) for name, held in _rows().get(country, ()) for one in tenures(held))
    return tuple((_plain(one.role), one.start, one.end, name) for name, one in told if one.role)
