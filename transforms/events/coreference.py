"""Mentions of one document -> the same with the ones that only name somebody again.

In: the sentences of a document and the mentions that the gazetteer found in each. Out: the same per sentence, with
surnames ("Kerry" after "John Kerry"), pairs ("the two leaders"), pronouns, "his counterpart", "the country", "the
group" and "the minister" resolved where the text leaves one reading; otherwise they stay as they were.
The words are data: lexicon/<language>/coreference.toml.
"""

import functools
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from transforms.events.gazetteer import GOVERNMENT, Lexicon, lexicon
from transforms.events.model import Actor, ActorMention, Sentence
from transforms.events.tables import read, unaccented

Mentions = tuple[ActorMention, ...]

_OWNERS = frozenset(("person", "agent", "country", "pronoun", "group"))

_OFFICES = frozenset((GOVERNMENT, "MIL", "LEG", "JUD"))
"""Sectors whose people, named without a country, are those of the state that the text is about."""
_WINDOW = 3
"""Sentences to look back."""
_SAME_NOUN = 12
"""Sentences to look back for the same noun with its country."""
_HEADLINE = 2
"""First sentences, in which a surname may stand before the name is given in full."""
_MIN_SURNAME = 2


class _Words(NamedTuple):
    pair_starts: frozenset[str]
    pair_nouns: frozenset[str]
    pair_persons: frozenset[str]
    country_starts: frozenset[str]
    country_nouns: frozenset[str]
    group_starts: frozenset[str]
    groups: dict[str, frozenset[str]]
    male: frozenset[str]
    female: frozenset[str]
    possessive: frozenset[str]
    family_first: frozenset[str]
    suffixes: frozenset[str]
    bare: frozenset[str]
    between: frozenset[str]
    deeds: frozenset[str]
    offices: frozenset[str]


@functools.cache
def _words(language: str) -> _Words:
    data = read(language, "coreference")
    persons = data["persons"]
    return _Words(
        frozenset(data["pair_starts"].split("|")),
        frozenset(data["pair_nouns"].split()),
        frozenset(data["pair_persons"].split()),
        frozenset(data["country_starts"].split()),
        frozenset(data["country_nouns"].split()),
        frozenset(data["group_starts"].split()),
        {noun: frozenset(sectors.split()) for noun, sectors in data["groups"].items()},
        *(frozenset(persons[name].split()) for name in ("male", "female", "possessive", "family_first", "suffixes")),
        *(frozenset(data["it"][name].split()) for name in ("bare", "between", "deeds", "offices")),
    )


def resolve(sentences: Sequence[Sentence], mentions: Sequence[Mentions], language: str = "en") -> tuple[Mentions, ...]:
    """The mentions of each sentence, with back-references resolved, in order and without overlaps."""
    return _Document(sentences, mentions, lexicon(language), _words(language)).resolve()


def _codes(found: Iterable[ActorMention]) -> Iterable[str]:
    """The countries that mentions act for, in order; a place acts for none."""
    return (a.country for m in found if m.kind != "place" for a in m.actors if a.country)


class _Document:
    """One pass, in reading order: what is looked back to has been resolved already."""

    def __init__(
        self, sentences: Sequence[Sentence], mentions: Sequence[Mentions], lex: Lexicon, words: _Words
    ) -> None:
        self.sentences, self.found, self.lex, self.words = sentences, list(mentions), lex, words
        self.starts = {w.split()[0] for w in words.pair_starts} | words.country_starts | words.group_starts
        """First words of all phrases that name a state, a pair or a body again."""
        self.people = self.introduced()
        self.counts = Counter(code for found in mentions for code in _codes(found))

    def resolve(self) -> tuple[Mentions, ...]:
        for n in range(len(self.sentences)):
            if self.people:
                self.found[n] = self.surnames(n)
            self.found[n] = self.phrases(n)
        return tuple(self.found)

    # -- surnames -----------------------------------------------------------------------------------------------------

    def introduced(self) -> dict[str, tuple[int, Actor]]:
        """Surname -> where its bearer is first named in full, and who; surnames of two bearers are left out."""
        people: dict[str, tuple[int, Actor]] = {}
        shared: set[str] = set()
        for n, found in enumerate(self.found):
            for m in found:
                actor = m.actors[0]
                if m.kind != "person" or " " not in actor.name:
                    continue
                for key in self.keys(actor):
                    first, known = people.setdefault(key, (n, actor))
                    if known.name != actor.name:
                        shared.add(key)
                    elif known.country is None and actor.country:
                        people[key] = (first, actor)
        return {k: v for k, v in people.items() if k not in shared}

    def keys(self, actor: Actor) -> Iterable[str]:
        """What a person may be called by alone."""
        parts = [p for p in actor.name.split() if p not in self.words.suffixes]
        if len(parts) < 2:
            return
        family_first = actor.country in self.words.family_first and parts[0] not in self.lex.lists["given_names"]
        key = parts[0] if family_first else parts[-1].removeprefix("al-").removeprefix("el-").removeprefix("Al-")
        for spelling in {key, unaccented(key)}:
            entry = self.lex.names.get(spelling)
            if (
                len(spelling) >= _MIN_SURNAME
                and spelling[0].isupper()
                and (entry is None or entry.kind == "person")
                and spelling not in self.lex.lists["not_names"]
                and spelling.lower() not in self.lex.heads
            ):
                yield spelling

    def surnames(self, n: int) -> Mentions:
        sentence, out = self.sentences[n], list(self.found[n])
        for i, m in enumerate(out):
            if m.kind == "person" and " " not in m.actors[0].name and m.actors[0].country is None:
                known = self.people.get(m.actors[0].name)
                if known and known[0] != n:
                    out[i] = ActorMention(m.start, m.end, m.text, m.kind, (known[1],))
        covered = [(m.start, m.end) for m in out]
        tokens = sentence.tokens
        for i, token in enumerate(tokens):
            known = self.people.get(token.text.title() if len(token.text) > 3 and token.text.isupper() else token.text)
            if known is None or not (known[0] <= n or n < _HEADLINE):
                continue
            start = i
            names = set(known[1].name.replace(".", "").split())
            while start and tokens[start - 1].text in names:
                start -= 1
            before = tokens[start - 1].text if start else ""
            after = tokens[i + 1].text if i + 1 < len(tokens) else ""
            if before in self.lex.lists["given_names"] or after in self.lex.lists["things"]:
                continue
            a, b = tokens[start].start, token.end
            if not any(a < hi and lo < b for lo, hi in covered):
                out.append(self.mention(n, a, b, "person", (known[1],)))
                covered.append((a, b))
        return tuple(sorted(out, key=lambda m: m.start))

    # -- phrases ------------------------------------------------------------------------------------------------------

    def phrases(self, n: int) -> Mentions:
        out = [self.owned(n, m) for m in self.found[n]]
        self.found[n] = tuple(out)
        tokens, words = self.sentences[n].tokens, self.words
        covered = [(m.start, m.end) for m in out]
        for i, token in enumerate(tokens):
            lower = token.lower
            last, kind, actors = i, "pronoun", tuple[Actor, ...]()
            if i == 0 and lower == "it" and self.is_agent_pronoun(n):
                actors = self.subject_before(n)
            elif lower in words.male or (lower in words.female and lower != "her"):
                actors = self.person(n, token.start, female=lower in words.female)
            elif lower in self.starts and i + 1 < len(tokens):
                following = tokens[i + 1].lower
                third = tokens[i + 2].lower if i + 2 < len(tokens) else ""
                if lower in words.pair_starts or f"{lower} {following}" in words.pair_starts:
                    last = i + 1 if lower in words.pair_starts else i + 2
                    kind, actors = "group", self.pair_at(n, tokens[i].start, following if last == i + 1 else third)
                if not actors and lower in words.country_starts and following in words.country_nouns:
                    last, kind, actors = i + 1, "country", self.country(n, token.start)
                elif not actors and lower in words.group_starts and following in words.groups:
                    last, kind, actors = i + 1, "organisation", self.group(n, token.start, following)
            if actors and last < len(tokens):
                a, b = token.start, tokens[last].end
                out = [m for m in out if not (a <= m.start and m.end <= b and not any(x.country for x in m.actors))]
                covered = [(m.start, m.end) for m in out]
                if not any(a < hi and lo < b for lo, hi in covered):
                    out.append(self.mention(n, a, b, kind, actors))
                    self.found[n] = tuple(sorted(out, key=lambda m: m.start))
        return tuple(sorted(out, key=lambda m: m.start))

    def owned(self, n: int, m: ActorMention) -> ActorMention:
        """An agent without a country: "his counterpart", "the minister", "the government"."""
        actor = m.actors[0]
        if m.kind == "person" and actor.role and actor.sector in _OFFICES and not actor.country:
            return self.titled(n, m) if actor.role.split()[-1].lower() in self.words.offices else m
        if m.kind != "agent" or len(m.actors) > 1 or actor.country or not actor.role:
            return m
        before = self.sentences[n].text[: m.start - self.sentences[n].start].lower().split()
        word, noun = before[-1] if before else "", m.text.lower().split()[-1]
        if noun.startswith("counterpart"):
            others = self.other_side(n, m.start)
            return m if others is None else self.replaced(m, Actor(m.text, others, actor.sector, actor.role))
        earlier = self.same_noun(n, m)
        if earlier:
            return self.replaced(m, Actor(m.text, earlier, actor.sector, actor.role))
        bare = not word and noun in self.words.bare
        if word not in ("the", *self.words.possessive) and not bare:
            return m
        person = self.holder(n, m.start, noun)
        if person:
            return self.replaced(m, person, kind="person")
        if actor.sector in _OFFICES:
            country = self.only_country(n, m.start)
            if country:
                government = noun in ("government", "authorities", "administration", "regime")
                name = self.lex.countries[country] if government else m.text
                return self.replaced(m, Actor(name, country, actor.sector, actor.role))
        return m

    def titled(self, n: int, m: ActorMention) -> ActorMention:
        """A person with an office but no country: of the only country that the text has just been about."""
        actor, country = m.actors[0], self.only_country(n, m.start)
        if country is None:
            return m
        known = Actor(actor.name, country, actor.sector, actor.role)
        for key in self.keys(actor):
            if key in self.people and self.people[key][1] == actor:
                self.people[key] = (self.people[key][0], known)
        return self.replaced(m, known)

    def same_noun(self, n: int, m: ActorMention) -> str | None:
        """The country of the agents last called so: "Prosecutors" after "Peruvian prosecutors"."""
        noun = m.text.lower().split()[-1]
        for k in range(n, max(n - 1 - _SAME_NOUN, -1), -1):
            for other in reversed(self.found[k]):
                if other.end <= m.start and other.kind == "agent" and other.text.lower().split()[-1] == noun:
                    country = other.actors[0].country
                    if country:
                        return country
        return None

    def is_agent_pronoun(self, n: int) -> bool:
        """Whether "it" at the head of a sentence does something: "It also dropped", not "It was", "It could"."""
        tokens = self.sentences[n].tokens
        following = next((t.lower for t in tokens[1:4] if t.lower not in self.words.between), "")
        return following.endswith("ed") or following in self.words.deeds

    def subject_before(self, n: int) -> tuple[Actor, ...]:
        """The state or body that the sentence before begins with."""
        if n == 0 or not self.found[n - 1]:
            return ()
        first, start = self.found[n - 1][0], self.sentences[n - 1].start
        if first.kind not in ("country", "organisation", "agent") or len(first.actors) > 1:
            return ()
        ahead = self.sentences[n - 1].text[: first.start - start].lower().split()
        return first.actors if set(ahead) <= {"the", "a", "an"} else ()

    def back(self, n: int, before: int) -> Iterable[Sequence[ActorMention]]:
        """The mentions before an offset, sentence by sentence backwards, each in reading order."""
        yield [m for m in self.found[n] if m.end <= before]
        for k in range(n - 1, max(n - 1 - _WINDOW, -1), -1):
            yield self.found[k]

    def person(self, n: int, before: int, *, female: bool) -> tuple[Actor, ...]:
        """Whom he or she stands for: the first fitting person of the nearest sentence that has one."""
        for found in self.back(n, before):
            people = [m.actors[0] for m in found if m.kind in ("person", "pronoun")]
            fitting = [a for a in people if self.is_woman(a) in (female, None)]
            if fitting:
                return (fitting[0],)
        return ()

    def is_woman(self, actor: Actor) -> bool | None:
        entry = self.lex.names.get(actor.name)
        return entry.woman if entry else None

    def pair_at(self, n: int, before: int, noun: str) -> tuple[Actor, ...]:
        """The two persons, else the two countries, that were named last; else the two that the document is about."""
        if noun not in self.words.pair_nouns and noun not in self.words.pair_persons:
            return ()
        if noun in self.words.pair_persons:
            people: dict[str, Actor] = {}
            for found in self.back(n, before):
                for m in found:
                    if m.kind == "person" and m.actors[0].country:
                        people.setdefault(m.actors[0].name, m.actors[0])
                if len(people) >= 2:
                    break
            if len(people) == 2 and len({a.country for a in people.values()}) == 2:
                return tuple(people.values())
        seen: dict[str, None] = {}
        for found in self.back(n, before):
            here = dict.fromkeys(_codes(found))
            if len(seen) + len([c for c in here if c not in seen]) > 2:
                break
            seen.update(here)
            if len(seen) == 2:
                return self.states(seen)
        main = [c for c, count in self.counts.most_common(3) if count > 1]
        rest = self.counts[main[2]] if len(main) > 2 else 0
        if len(main) >= 2 and self.counts[main[1]] > rest and all(c in main[:2] for c in seen):
            return self.states(main[:2])
        return ()

    def states(self, codes: Iterable[str]) -> tuple[Actor, ...]:
        return tuple(Actor(self.lex.countries[c], c, GOVERNMENT) for c in codes)

    def country(self, n: int, before: int) -> tuple[Actor, ...]:
        """ "The country": the one named last that is not the speaker's own, where he is named in the sentence."""
        here = next(iter(self.back(n, before)))
        own = here[0].actors[0].country if here and here[0].kind == "person" else None
        for found in self.back(n, before):
            for m in reversed(found):
                code = m.actors[0].country
                if code and code != own and len(m.actors) == 1 and m.kind in ("country", "demonym", "capital", "agent"):
                    return self.states([code])
        return ()

    def group(self, n: int, before: int, noun: str) -> tuple[Actor, ...]:
        sectors = self.words.groups[noun]
        for found in self.back(n, before):
            for m in reversed(found):
                if m.kind == "organisation" and m.actors[0].sector in sectors and not m.text.lower().startswith("the "):
                    return m.actors
        return ()

    def holder(self, n: int, before: int, noun: str) -> Actor | None:
        """The person named last whose office is called so: "the envoy" after "special envoy Ann Example"."""
        for found in self.back(n, before):
            for m in reversed(found):
                actor = m.actors[0]
                if m.kind == "person" and actor.role and noun in actor.role.lower().split():
                    return actor
        return None

    def only_country(self, n: int, before: int) -> str | None:
        for found in self.back(n, before):
            codes = set(_codes(m for m in found if m.actors[0].sector not in ("MED", "BUS")))
            if codes:
                return codes.pop() if len(codes) == 1 else None
        return None

    def other_side(self, n: int, before: int) -> str | None:
        """The country across the table: the one besides the owner's, of the sentence or of the document."""
        here = [m for m in self.found[n] if m.end <= before]
        owner = next((m.actors[0].country for m in here if m.kind in _OWNERS and m.actors[0].country), None)
        if owner is None:
            return None
        others = set(_codes(here)) - {owner}
        if not others:
            others = {c for c, _ in self.counts.most_common(2)} - {owner} if self.counts[owner] else set()
        return others.pop() if len(others) == 1 else None

    def replaced(self, m: ActorMention, actor: Actor, kind: str | None = None) -> ActorMention:
        return ActorMention(m.start, m.end, m.text, kind or m.kind, (actor,))

    def mention(self, n: int, start: int, end: int, kind: str, actors: tuple[Actor, ...]) -> ActorMention:
        sentence = self.sentences[n]
        return ActorMention(start, end, sentence.text[start - sentence.start : end - sentence.start], kind, actors)
