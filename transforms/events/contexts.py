"""Contexts of a sentence: which PLOVER contexts its words belong to, and whether it is about sport or the like.

In: tokens and lexicon/<language>/contexts.toml. Out: context names in the ontology's order; a flag for sentences whose
subject (sport, culture, weather, companies) reports no political event.
"""

import functools
import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from transforms.events import inflect, ontology, tables
from transforms.events.model import Sentence


class Filed(NamedTuple):
    """What begins with a word: what it is by itself, and by the words that may follow phrases and what they are."""

    alone: list[str]
    longer: dict[str, list[tuple[tuple[str, ...], str]]]


Phrases = Mapping[str, Filed]


@dataclass(frozen=True, slots=True)
class Contexts:
    """Words and phrases of the contexts, by their first word."""

    phrases: Phrases
    skip: Phrases
    subjects: Phrases
    """Those of `skip` that a whole document can be about."""
    order: Mapping[str, int]
    things: frozenset[str]
    """Nouns of what cannot act; as the subject of an act they make it a figure of speech or a rule."""
    laws: frozenset[str]
    """Those of them that have names like actors do: 'the Clean Streets Act'."""
    papers: frozenset[str]
    """Nouns of what is filed in court: it accuses and asks, and does nothing else."""
    accidents: frozenset[str]
    """Words of disasters and accidents."""
    hazards: frozenset[str]
    """Those of them that close roads: fires, weather, crashes."""
    sporting: frozenset[str]
    """Words that speak of sport where others of it stand around."""
    players: frozenset[str]
    """Titles that are rather of a team than of an army: 'captain'."""
    neutral: frozenset[str]
    """Words of crime that also tell of accidents: 'police'."""
    games: Phrases
    """Words of sport that tell what a document is about."""
    alone: frozenset[str]
    """Words that belong to a context by themselves."""
    opening: frozenset[str]
    """Words that a phrase of a context begins with."""
    skipped: frozenset[str]
    """First words of `skip`."""
    fires: frozenset[tuple[str, ...]]
    """Pairs of words that tell of a fire that nobody laid: 'fire broke'."""

    def find(self, words: Sequence[str]) -> tuple[str, ...]:
        """The contexts of a sentence, each once, in the ontology's order; here and below `words` are in lower case."""
        return tuple(sorted(set(_hits(self.phrases, words)), key=self.order.__getitem__))

    def is_political(self, words: Sequence[str]) -> bool:
        """Whether a sentence has a word of any context."""
        if not self.alone.isdisjoint(words):
            return True
        return not self.opening.isdisjoint(words) and bool(_hits(self.phrases, words))

    def off_topic(self, words: Sequence[str]) -> bool:
        """Whether at least two words of one unpolitical subject stand in the sentence."""
        if self.skipped.isdisjoint(words):
            return False
        hits = _hits(self.skip, words)
        return len(hits) > 1 and len(set(hits)) < len(hits)

    def accident(self, words: Sequence[str]) -> bool:
        """Whether a sentence tells of harm that nobody means: a flood, a crash, and no weapon or crime."""
        if self.accidents.isdisjoint(words) and self.fires.isdisjoint(itertools.pairwise(words)):
            return False
        return not self.is_meant(words)

    def is_meant(self, words: Sequence[str]) -> bool:
        """Whether a sentence speaks of weapons or crime."""
        return not _MEANT.isdisjoint(_hits(self.phrases, [w for w in words if w not in self.neutral]))

    def is_harmed(self, words: Sequence[str]) -> bool:
        """Whether a sentence speaks of a fire, a storm or a crash."""
        return not self.hazards.isdisjoint(words)

    def is_played(self, words: Sequence[str]) -> bool:
        """Whether a sentence speaks of sport."""
        return bool(_hits(self.games, words))

    def unpolitical(self, sentences: Sequence[Sentence]) -> bool:
        """Whether a document is about sport or culture: a word of it in every fifth sentence. Politics has one in
        twenty at most."""
        if len(sentences) < LEAST:
            return False
        opening = frozenset(self.subjects)  # a dictionary's keys take three times as long to ask
        told = (s.lowers for s in sentences if not opening.isdisjoint(s.lowers))
        hits = Counter(name for words in told for name in set(_hits(self.subjects, words)))
        return any(count >= SHARE * len(sentences) for count in hits.values())


_MEANT = frozenset(("military", "terrorism", "crime", "cbrn"))
"""Contexts of harm that is meant."""
SUBJECTS = frozenset(("sport", "culture"))
"""Subjects that a whole document can have; polls and prices also stand in political ones."""
SHARE = 0.2
LEAST = 5
"""Sentences that a document must have to be about something."""


def _hits(phrases: Phrases, words: Sequence[str]) -> list[str]:
    out: list[str] = []
    for i in itertools.compress(range(len(words)), map(phrases.__contains__, words)):
        alone, longer = phrases[words[i]]
        out += alone
        if longer and i + 1 < len(words) and words[i + 1] in longer:
            out += [name for phrase, name in longer[words[i + 1]] if tuple(words[i : i + len(phrase)]) == phrase]
    return out


@functools.cache
def load(language: str) -> Contexts:
    """The contexts of a language, read once. ValueError for a context that the ontology does not have."""
    data, inflection = tables.read(language, "contexts"), inflect.load(language)
    known = ontology.load().contexts
    if unknown := set(data["contexts"]) - set(known):
        raise ValueError(f"contexts.toml: not in the ontology: {', '.join(sorted(unknown))}")

    def compiled(lists: Mapping[str, str]) -> Phrases:
        out: dict[str, Filed] = {}
        for name, words in lists.items():
            for entry in words.split():
                *first, last = entry.replace("-", "_-_").split("_")
                for form in inflection.noun(last):
                    phrase = (*first, form)
                    if (filed := out.get(phrase[0])) is None:
                        filed = out[phrase[0]] = Filed([], {})
                    if len(phrase) == 1:
                        filed.alone.append(name)
                    else:
                        filed.longer.setdefault(phrase[1], []).append((phrase, name))
        return out

    listed = {
        key: str(value) for table in ("things", "accidents", "subjects") for key, value in data.get(table, {}).items()
    }
    things, laws, papers, accidents, hazards, neutral, sporting, players = (
        frozenset(form for word in listed.get(key, "").split() for form in inflection.noun(word))
        for key in ("inanimate", "laws", "papers", "harmful", "hazards", "neutral", "sporting", "players")
    )
    order = {name: n for n, name in enumerate(known)}
    subjects = compiled({name: words for name, words in data["skip"].items() if name in SUBJECTS})
    phrases, skip = compiled(data["contexts"]), compiled(data["skip"])
    alone = frozenset(word for word, found in phrases.items() if found.alone)
    opening = frozenset(word for word, found in phrases.items() if found.longer)
    games = compiled({"sport": f"{data['skip'].get('sport', '')} {data.get('subjects', {}).get('sport', '')}"})
    harmful = accidents | hazards
    return Contexts(
        phrases,
        skip,
        subjects,
        order,
        things,
        laws,
        papers,
        harmful,
        hazards,
        sporting,
        players,
        neutral,
        games,
        alone,
        opening,
        frozenset(skip),
        frozenset(tuple(pair.split()) for pair in listed.get("fires", "").split(",")),
    )
