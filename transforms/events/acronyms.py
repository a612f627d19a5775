"""Bodies that a text itself shortens: "the Lakeland Fishermen's Union (LFU)", and "the LFU" behind it.

In: the sentences of a document and the mentions that the gazetteer found in each. Out: the same, with the body named
where the brackets tell its letters, and wherever the letters stand. A body that no list knows is one where its name has
a noun of such bodies; its letters must be those that its words begin with. The nouns are data:
lexicon/<language>/roles.toml, `shortened`.
"""

import dataclasses
import datetime as dt
import functools
from collections.abc import Iterator, Sequence

from transforms.events.gazetteer import Lexicon
from transforms.events.model import Actor, ActorMention, Mentions, Sentence
from transforms.events.tables import rows

_LETTERS = range(2, 9)
"""How many letters a shortened name has."""
_OFFICERS = frozenset(("agent", "person"))
_WORDS = 12
"""Words among which the name stands before the brackets."""


def named(
    sentences: Sequence[Sentence], found: Sequence[Mentions], lex: Lexicon, language: str, day: dt.date | None = None
) -> list[Mentions]:
    """The mentions of each sentence and the bodies that the text shortens. `day`: the publisher's."""
    out, short = list(found), dict(_usual(found, lex, language, day))
    for n, sentence in enumerate(sentences):
        if "(" in sentence.words:
            out[n] = _introduced(sentence, out[n], lex, language, short)
        if short and not short.keys().isdisjoint(sentence.words):
            out[n] = _again(sentence, out[n], short)
    return out


def _usual(found: Sequence[Mentions], lex: Lexicon, language: str, day: dt.date | None) -> Iterator[tuple[str, Actor]]:
    """Letters that stand for several bodies, and the one that the text names in full or that alone had them then."""
    for letters, name, until in rows(language, "roles", "abbreviated", 3):
        body = lex.names[name].actor
        then = day is not None and day.year < int(until or 0)
        if then or any(a.name == body.name for mentions in found for m in mentions for a in m.actors):
            yield letters, body


def _introduced(
    sentence: Sentence, mentions: Mentions, lex: Lexicon, language: str, short: dict[str, Actor]
) -> Mentions:
    """The mentions of a sentence with the bodies that it shortens, which are written into `short`."""
    words = sentence.words
    for i in (i for i, word in enumerate(words[:-2]) if word == "(" and words[i + 2] == ")"):
        letters = words[i + 1]
        mentions = _with_officer(sentence, mentions, i)
        if not letters.isupper() or len(letters) not in _LETTERS or not letters.isalpha() or not i:
            continue
        end = sentence.span(i - 1, i)[1]
        if letters in lex.names:
            continue  # found as it is
        before = next((m for m in mentions if m.end == end and m.kind == "organisation" and len(m.actors) == 1), None)
        if before is not None:
            short[letters] = before.actors[0]
        elif (first := _start(sentence, i, letters)) is not None:
            start = sentence.starts[first]
            inside = [m for m in mentions if m.start < end and start < m.end]
            body = _body(sentence, first, i, inside, language)
            if body is not None and all(start <= m.start for m in inside):
                short[letters] = body
                text = sentence.text[start - sentence.start : end - sentence.start]
                own = ActorMention(start, end, text, "organisation", (body,))
                kept = [m for m in mentions if m not in inside and not (m.text == letters and m.start > end)]
                mentions = tuple(sorted((*kept, own), key=lambda m: m.start))
    return mentions


def _with_officer(sentence: Sentence, mentions: Mentions, i: int) -> Mentions:
    """The mentions of a sentence, those behind the brackets at token i as the body's: "the Fund (IMF) chief"."""
    end, behind = sentence.span(i - 1, i)[1] if i else 0, sentence.span(i + 2, i + 3)[1] + 1
    body = next((m for m in mentions if m.end == end and m.kind == "organisation" and len(m.actors) == 1), None)
    officer = next((m for m in mentions if m.start == behind and m.kind in _OFFICERS), None)
    if body is None or officer is None or len(officer.actors) > 1 or officer.actors[0].country:
        return mentions
    own = _officer(sentence, body, officer)
    return tuple([dataclasses.replace(own, start=m.start, text=m.text) if m is officer else m for m in mentions])


def _start(sentence: Sentence, end: int, letters: str) -> int | None:
    """Where the name begins whose capitals are the letters in the brackets at token `end`; None where they are not."""
    left = letters
    for i in range(end - 1, max(end - 1 - _WORDS, -1), -1):
        word = sentence.words[i]
        if word[0].isupper():
            if word[0] != left[-1]:
                return None
            left = left[:-1]
            if not left:
                return i
        elif len(word) > 3:
            return None  # only small words stand in names: "of", "and the"
    return None


def _body(sentence: Sentence, first: int, end: int, inside: Sequence[ActorMention], language: str) -> Actor | None:
    """The body whose name stands at tokens first..end; None where no noun in it tells of what kind it is."""
    nouns = _nouns(language)
    sector = next((nouns[word] for word in reversed(sentence.words[first:end]) if word in nouns), None)
    if sector is None:
        return None
    countries = {a.country for m in inside for a in m.actors if a.country}
    start, stop = sentence.span(first, end)
    name = sentence.text[start - sentence.start : stop - sentence.start]
    return Actor(name, countries.pop() if len(countries) == 1 else None, sector)


def _again(sentence: Sentence, mentions: Mentions, short: dict[str, Actor]) -> Mentions:
    out = list(mentions)
    for i, word in enumerate(sentence.words):
        if word not in short or sentence.words[i - 1 : i] + sentence.words[i + 1 : i + 2] == ("(", ")"):
            continue
        start, end = sentence.span(i, i + 1)
        if any(m.start < end and start < m.end for m in out):
            continue
        own = ActorMention(start, end, word, "organisation", (short[word],))
        officer = next((m for m in out if m.start == end + 1 and m.kind in _OFFICERS), None)
        if officer is not None and len(officer.actors) == 1 and officer.actors[0].country is None:
            out.remove(officer)
            own = _officer(sentence, own, officer)
        out.append(own)
    return tuple(sorted(out, key=lambda m: m.start))


def _officer(sentence: Sentence, body: ActorMention, m: ActorMention) -> ActorMention:
    """Those behind a body's letters as its own: "LFU members", "EU trade chief Bo Example"."""
    ours, theirs = body.actors[0], m.actors[0]
    sector = ours.sector if ours.sector == "IGO" else theirs.sector or ours.sector
    name = theirs.name if m.kind == "person" else ours.name
    text = sentence.text[body.start - sentence.start : m.end - sentence.start]
    return ActorMention(body.start, m.end, text, m.kind, (Actor(name, ours.country, sector, theirs.role),))


@functools.cache
def _nouns(language: str) -> dict[str, str]:
    return {noun: sector for nouns, sector in rows(language, "roles", "shortened", 2) for noun in nouns.split()}
