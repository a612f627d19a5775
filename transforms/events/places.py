"""Sentence -> where the event takes place, by its words: "in Geneva", "to Beijing", "in the Swiss city of Geneva".

In: one sentence, the actors found in it, and, where the caller has one, the trigger's place in the text. Out: the name
as printed and the country (ISO 3166-1 alpha-3). Cities and regions stand in lexicon/<language>/places.toml, capitals
and countries in countries.toml; which prepositions count, in roles.toml.
"""

import itertools
from collections.abc import Sequence
from typing import NamedTuple

from transforms.events.actors import load
from transforms.events.gazetteer import Entry, Lexicon
from transforms.events.model import ActorMention, Sentence


class Place(NamedTuple):
    """A place as the sentence names it."""

    name: str
    country: str | None


class _Candidate(NamedTuple):
    start: int
    place: Place
    rank: int
    """The finer, the better: 0 a city, 1 a region, 2 a country."""
    visited: bool


_RANK = {"capital": 0, "place": 0, "country": 2}


def find(
    sentence: Sentence,
    mentions: Sequence[ActorMention] = (),
    trigger: tuple[int, int] | None = None,
    *,
    visit: bool = False,
    language: str = "en",
) -> Place | None:
    """Where it happens; None where the words do not say.

    `trigger` (start, end in the text) picks the place that follows it most closely; `visit` also takes what is gone to
    ("travelled to Beijing", "visited Lima"). Places inside a mention of a person or an organisation are not looked at.
    """
    found = _candidates(sentence, mentions, load(language).lexicon, visit=visit)
    if not found:
        return None
    if trigger is None:
        return min(found, key=lambda c: (c.rank, c.start)).place
    end = trigger[1]
    after = [c for c in found if c.start >= trigger[0]]
    return min(after or found, key=lambda c: (c.rank == 2, not c.visited, abs(c.start - end))).place


def _candidates(sentence: Sentence, mentions: Sequence[ActorMention], lex: Lexicon, *, visit: bool) -> list[_Candidate]:
    lowers, located, gone_to = sentence.lowers, lex.lists["locating"], lex.lists["gone_to"]
    if located.isdisjoint(lowers) and not (visit and not gone_to.isdisjoint(lowers)):
        return []
    tokens, out = sentence.tokens, list[_Candidate]()
    texts: Sequence[str] = sentence.words
    if "’" in sentence.text:
        texts = [word.replace("’", "'") for word in texts]
    closed = [(m.start, m.end) for m in mentions if m.kind in ("person", "organisation", "group")]
    told = located | gone_to if visit else located
    for i in itertools.compress(range(len(lowers) - 1), map(told.__contains__, lowers)):
        to = visit and lowers[i] in gone_to
        hit = _place_at(texts, lowers, i + 1, lex)
        if hit is None:
            continue
        start, end, entry = hit
        a, b = tokens[start].start, tokens[end - 1].end
        if any(lo < b and a < hi for lo, hi in closed):
            continue
        if end < len(texts) and texts[end] in ("'s", "-") and entry.kind != "place":
            continue
        name = sentence.text[a - sentence.start : b - sentence.start]
        rank = _RANK[entry.kind]
        out.append(_Candidate(a, Place(name, entry.actor.country), rank, to))
    return out


def _place_at(texts: Sequence[str], lowers: Sequence[str], i: int, lex: Lexicon) -> tuple[int, int, Entry] | None:
    """The place named from token i on, past "the Swiss city of" and the like, as (start, end, entry)."""
    fillers = lex.lists["place_fillers"]
    limit = min(len(texts), i + 6)
    while i < limit:
        for n in lex.lengths.get(texts[i], ()):
            entry = lex.names.get(" ".join(texts[i : i + n]))
            if entry is None or i + n > len(texts):
                continue
            if entry.kind in _RANK:
                return i, i + n, entry
            if entry.kind == "skip":
                return None
            if entry.kind == "demonym":
                break
            return None
        else:
            if lowers[i] not in fillers:
                return None
        i += 1
    return None
