"""One person has one country: what a guess whose an office holder is must fit.

In: the mentions of a document and a country that the sentence or the text suggests for one of them. Out: the country
that fits the office (offices.py), who else is told to hold it, and the name (likeness.py): another one of those that
the text keeps naming, where the one suggested does not fit.
"""

import bisect
import dataclasses
import itertools
import operator
from collections.abc import Sequence

from transforms.events import likeness, offices
from transforms.events.backwords import Words
from transforms.events.gazetteer import Lexicon
from transforms.events.model import UNKNOWN, Actor, ActorMention, Mentions, Sentence
from transforms.events.setting import Scene
from transforms.events.surnames import Surnames

_START = operator.attrgetter("start")
_PERSONS = frozenset(("person", "pronoun"))
_NAMED = 2
"""Mentions from which on a state may be a guess's rival,"""
_NEAR = 0.5
"""and how often, of the other's count, where nothing but a name speaks for it."""
_INNER = frozenset(("MIL", "LEG", "JUD", "CVL", "MED"))
"""Sectors of those whom one state has of all names: soldiers, members of a parliament, judges."""


def pooled(found: Sequence[Mentions], lex: Lexicon) -> list[Mentions]:
    """The mentions of each sentence; what one of them tells of a person holds for all, and an office that usually is
    one state's, "the foreign secretary", tells no state where the text names others and not this one."""
    told, named = _told(found), set[str]()
    usual = {id(m) for mentions in found for m in mentions if _is_usual(m, lex)}
    for m in itertools.chain.from_iterable(found):
        if id(m) not in usual:
            named.update(a.country for a in m.actors if a.country)
    doubtful = usual if named else set[int]()
    if not told and not doubtful:
        return list(found)
    return [tuple([_pooled(m, told, named, doubt=id(m) in doubtful) for m in mentions]) for mentions in found]


def settled(found: Sequence[Mentions]) -> tuple[Mentions, ...]:
    """The mentions of each sentence; persons whose country was found only later are of it from the first on."""
    known, open_ = dict[str, str](), set[str]()
    for m in itertools.chain.from_iterable(found):
        if m.kind in _PERSONS:
            for actor in m.actors:
                if actor.country:
                    known[actor.name] = actor.country
                elif actor.sector != "IGO" and actor.role is not None:
                    open_.add(actor.name)
    late = {name: known[name] for name in open_ if name in known}
    return tuple([_settled(mentions, late) for mentions in found]) if late else tuple(found)


def _settled(mentions: Mentions, late: dict[str, str]) -> Mentions:
    return tuple(
        [
            dataclasses.replace(
                m, actors=tuple(dataclasses.replace(a, country=a.country or late.get(a.name)) for a in m.actors)
            )
            if m.kind in _PERSONS
            else m
            for m in mentions
        ]
    )


_Told = dict[str, tuple[str, Actor]]
"""Name -> what stands before it, "u.s. treasury secretary", and who it is."""


def _told(found: Sequence[Mentions]) -> _Told:
    """Persons of whom some mention tells the country in its own words, by name; not those of whom two tell two."""
    told: _Told = {}
    doubled = set[str]()
    for m in itertools.chain.from_iterable(found):
        actor = m.actors[0]
        if m.kind != "person" or not actor.country or not actor.role or _is_bare(m):
            continue
        title = m.text.lower().partition(actor.name.split()[0].lower())[0].strip()
        if told.setdefault(actor.name, (title, actor))[1].country != actor.country:
            doubled.add(actor.name)
    return {name: one for name, one in told.items() if name not in doubled}


def _is_bare(m: ActorMention) -> bool:
    """Whether a person or agent is called by the office without more: "Foreign Secretary Bo", no "Peru's envoy Bo"."""
    return m.text.lower().startswith((m.actors[0].role or "").lower())


def _is_usual(m: ActorMention, lex: Lexicon) -> bool:
    """Whether nothing but the office tells the country of a mention."""
    actor = m.actors[0]
    if m.kind not in ("person", "agent") or not actor.country or not actor.role or not _is_bare(m):
        return False
    if m.kind == "agent" and len(m.text) > len(actor.role):
        return False
    words = actor.role.lower().split()
    heads = (lex.heads.get(" ".join(words[i:])) for i in range(len(words)))
    return actor.name not in lex.names and any(h.country == actor.country and "u" in h.flags for h in heads if h)


def _pooled(m: ActorMention, told: _Told, named: set[str], *, doubt: bool) -> ActorMention:
    actor = m.actors[0]
    if doubt:
        same = [title for title, a in told.values() if a.country == actor.country and a.name != actor.name]
        others = any(title.endswith((actor.role or "").lower()) for title in same)
        if actor.country in named and not others:
            return m
        return dataclasses.replace(m, actors=(dataclasses.replace(actor, country=None),))
    if m.kind != "person" or len(m.actors) > 1 or actor.name not in told:
        return m
    _, known = told[actor.name]
    if known.country == actor.country or (actor.country and actor.role):
        return m
    role = actor.role or known.role
    return dataclasses.replace(m, actors=(Actor(actor.name, known.country, actor.sector or known.sector, role),))


class Identities(Surnames):
    """The mentions of a document so far, and which states those without one may be of."""

    def __init__(
        self, sentences: Sequence[Sentence], mentions: Sequence[Mentions], lex: Lexicon, words: Words, scene: Scene
    ) -> None:
        super().__init__(sentences, mentions, lex, words, scene)
        often = [code for code, count in self.counts.most_common() if count >= _NAMED]
        self.rivals = tuple(dict.fromkeys((*self.pair, *often)))
        """The states that somebody named without one may be of, the likeliest first."""
        self.holders = self.told_holders() if len(self.rivals) > 1 else {}
        if len(self.rivals) > 1:
            called = [tuple([self.as_called(m) for m in found]) for found in self.found]
            if called != self.found:
                self.found, self.people = called, self.introduced()

    def as_called(self, m: ActorMention) -> ActorMention:
        """A person of whom nothing but the name is known, as of the state that the name tells of."""
        actor = m.actors[0]
        if m.kind != "person" or actor.role != UNKNOWN or not actor.country:
            return m
        country = self.fitting(m, actor.country)
        return m if country == actor.country else self.replaced(m, dataclasses.replace(actor, country=country))

    def told_holders(self) -> dict[tuple[str, str], set[str]]:
        """State and office -> who holds it as the text itself or a table tells: "the Peruvian trade minister, Bo"."""
        out: dict[tuple[str, str], set[str]] = {}
        for found in self.found:
            for m in found:
                actor = m.actors[0]
                if m.kind != "person" or not actor.country or not actor.role:
                    continue
                alone = m.text.lower().startswith(actor.role.lower())
                if (not alone or actor.name in self.lex.names) and offices.is_sole(actor.role, self.scene.language):
                    out.setdefault((actor.country, actor.role.lower()), set()).add(actor.name)
        return out

    def bearer(self, n: int, m: ActorMention) -> Actor | None:
        """The one person whom the text has called by an office that one person holds: "the prime minister"."""
        role, sentence = (m.actors[0].role or "").lower(), self.sentences[n]
        following = sentence.text[m.end - sentence.start :].lower().split(None, 1)[:1]
        if not offices.is_sole(role, self.scene.language) or not self.words.of.isdisjoint(following):
            return None  # "the president of the court"
        names, known = set[str](), None
        for other in itertools.chain.from_iterable(self.found):
            actor = other.actors[0]
            if other.kind == "person" and actor.role and actor.role.lower() == role:
                names.add(actor.name)
                known = actor if actor.country and other.start < sentence.start else known
        here = self.scene.here(n)
        return known if known and len(names) == 1 and here in (None, known.country) else None

    def fitting(self, m: ActorMention, country: str | None) -> str | None:
        """The country of a mention for which another one is only a guess."""
        if not country or not self.rivals or self.rivals == (country,):
            return country
        actor = m.actors[0]
        name, role = (actor.name if m.kind == "person" else ""), actor.role or ""
        if offices.lacks(country, role, self.scene.language):
            nearest = sorted(self.rivals, key=self.lately(m).index) if not self.pair else self.rivals
            return self.likeliest(name, [c for c in nearest if self.may_be(c, role, name)]) or country
        if " " not in name or actor.sector in _INNER:
            return country
        opener = [m.actors[0].country for m in self.found[0][:1]]
        main = {*self.pair, *opener, self.scene.home, self.scene.lead}
        near = [c for c in self.rivals if c in main or self.counts[c] >= _NEAR * self.counts[country]]
        other = self.likeliest(name, [c for c in near if c != country and self.may_be(c, role, name)])
        if other is None or likeness.is_kin(country, other):
            return country
        clearer = likeness.likeness(name, other) - likeness.likeness(name, country)
        bound = likeness.CLEAR if self.may_be(country, role, name) else -likeness.CLEAR
        return other if clearer >= bound else country

    def lately(self, m: ActorMention) -> list[str]:
        """The rivals, those first that were named last before a mention."""
        n = bisect.bisect_right(self.sentences, m.start, key=_START) - 1
        found = itertools.chain.from_iterable(reversed(f) for f in self.back(n, m.start))
        named = [a.country for x in found if x.kind != "place" for a in x.actors if a.country in self.rivals]
        return list(dict.fromkeys((*(c for c in named if c), *self.rivals)))

    def likeliest(self, name: str, able: Sequence[str]) -> str | None:
        """The first of some states, unless a name is clearly likelier in another one of them."""
        best = able[0] if able else None
        if best and " " in name and len(able) > 1:
            sounds = {code: likeness.likeness(name, code) for code in able}
            like = max(able, key=sounds.__getitem__)
            return like if sounds[like] - sounds[best] >= likeness.CLEAR else best
        return best

    def may_be(self, country: str, role: str, name: str) -> bool:
        """Whether a state has such an office, and nobody else holds it there."""
        language = self.scene.language
        if not role:
            return True
        if offices.lacks(country, role, language):
            return False
        if not name or not offices.is_sole(role, language):
            return True
        others = self.holders.get((country, role.lower()), ())
        if any(not offices.may_be_one(name, other) for other in others):
            return False
        return not offices.is_held_by_another(country, role, name, self.scene.day)
