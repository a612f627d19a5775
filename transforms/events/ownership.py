"""Whose an agent is that stands without a country: "the government", "Prosecutors", "his counterpart", "Minister Bo".

In: the sentences of a document, their mentions, and the scene (setting.py). Out: a mention with its country, where the
text leaves one reading: its own noun named with a country before, the place it stands in, the state the sentence or the
text is about, or the other side of the table. Base of the document that coreference.py walks through.
"""

import dataclasses
import functools
import itertools
from collections import Counter
from collections.abc import Iterable, Sequence

from transforms.events import stateless
from transforms.events.backwords import Words
from transforms.events.gazetteer import GOVERNMENT, Lexicon
from transforms.events.model import UNKNOWN, Actor, ActorMention, Sentence
from transforms.events.setting import Scene
from transforms.events.tables import unaccented

Mentions = tuple[ActorMention, ...]

_OWNERS = frozenset(("person", "agent", "country", "pronoun", "group"))
_SUBJECTS = frozenset(("country", "capital", "agent", "organisation", "person", "pronoun"))
_OFFICES = frozenset((GOVERNMENT, "MIL", "LEG", "JUD"))
_STATE = _OFFICES | {"OPP", "PTY"}
"""Sectors whose people, named without a country, are those of the state that the text is about."""
_DOMESTIC = _STATE | {"CVL", "NGO", "REB", "MED", None}
"""Sectors whose people, named without a country, are those of the place or of the document's own country."""
_HOME_AFFAIRS = frozenset(("LEG", "JUD", "OPP", "PTY", "CVL", "NGO", "REB"))
"""Sectors that act upon the office holders of their own state."""
_BETWEEN_STATES = frozenset(("IGO",))
_PRIVATE = frozenset(("CVL", "MED", "BUS", "NGO"))
_ARMED = frozenset(("MIL", "REB"))
"""Sectors of men who may be those of an armed group."""
_LOCAL = frozenset(("PTY", "NGO"))
"""Sectors of bodies whose own names tell no state."""
_FORCES = frozenset(("MIL", "JUD"))
"""Sectors of bodies that a text about several states names one of."""
_WINDOW = 3
"""Sentences to look back."""
_LATELY = 5
"""Sentences to look back for it where no article points back."""
_SAME_NOUN = 12
"""Sentences to look back for the same noun with its country."""
_MIN_SURNAME = 2
JOINT = 2
"""Words between two names that 'and' joins."""


def last_word(text: str) -> str:
    """The last word of a text, in lower case; '' where it has none."""
    parts = text.rsplit(None, 1)
    return parts[-1].lower() if parts else ""


def codes(found: Iterable[ActorMention]) -> list[str]:
    """The countries that mentions act for, in order; a place acts for none, nor does a person without an office."""
    return [
        a.country
        for m in found
        if m.kind != "place"
        for a in m.actors
        if a.country and (m.kind != "person" or a.sector not in _PRIVATE)
    ]


class Owners:
    """The mentions of a document so far, and the questions whose somebody is."""

    def __init__(
        self, sentences: Sequence[Sentence], mentions: Sequence[Mentions], lex: Lexicon, words: Words, scene: Scene
    ) -> None:
        self.sentences, self.found, self.lex, self.words, self.scene = sentences, list(mentions), lex, words, scene
        self.counts = Counter(codes([m for found in mentions for m in found if not scene.is_common(m)]))
        self.people: dict[str, tuple[int, Actor]] = {}
        self.pair = scene.pair
        self.parties: dict[str, str] = {}
        """The countries of parties that no list knows."""

    def owned(self, n: int, m: ActorMention) -> ActorMention:
        """A mention with its country, where it stands without one and the text tells."""
        actor = m.actors[0]
        if m.kind == "organisation":
            return self.institution(n, m)
        if actor.country and m.kind == "agent" and len(m.actors) == 1:
            return self.officer(n, m)
        if actor.country or not actor.role or len(m.actors) > 1 or actor.sector == "IGO":
            return m
        if self.scene.is_armed_group(actor) or (m.kind == "agent" and self.scene.is_of_two(n, m)):
            return m
        if m.kind == "person":
            if stateless.is_stateless(actor, self.lex):
                return m
            if actor.sector in _STATE or actor.sector is None:
                return self.titled(n, m)
            home = self.scene.home_of(n)
            return self.replaced(m, dataclasses.replace(actor, country=home)) if home else m
        if m.kind != "agent":
            return m
        word, noun = self.word_before(n, m), self.noun(m)
        if word in self.scene.lists.outside:
            return m
        if word in self.words.possessive and actor.sector in _ARMED and (leader := self.stateless_before(n, m)):
            return self.replaced(m, leader)
        if word in self.words.pair_words and self.is_of_pair(n, m, noun):
            return m  # "urged both governments": of two (coreference.py)
        if noun in self.words.neighbours:
            return self.neighbour(n, m, word)
        if noun in self.words.settled and all(map(self.counts.__getitem__, self.words.settled[noun])):
            return self.of(m, self.words.settled[noun][0])
        if noun in self.words.counterparts:
            others = self.other_side(n, m.start)
            return m if others is None else self.of(m, others)
        if self.pair and noun in self.words.sides and word in self.words.the:
            return dataclasses.replace(m, kind="group", actors=self.states(self.pair))
        several = noun.endswith(self.lex.plural_endings) and actor.sector == GOVERNMENT
        if several and (word in self.words.their or word in self.words.the) and (both := self.joined(n, m.start)):
            return dataclasses.replace(m, kind="group", actors=self.states(both))
        if not self.words.possessive.isdisjoint(m.text.lower().split()[1:-1]):
            owner = self.named_here(n, m.start) or self.scene.home_of(n) or self.only_country(n, m.start)
            return self.of(m, owner) if owner else m  # "a spokesman for its foreign ministry"
        if word in self.words.the and noun in self.words.envoys and (envoy := self.envoy(n, m)):
            return envoy
        stranger, new = noun in self.scene.lists.strangers, word in self.words.the_or_a and word not in self.words.the
        if new and noun in self.scene.lists.local and (here := self.scene.here(n)):
            return self.of(m, here)  # "a judge": not the one told about before
        inner = m.text.lower().split()[-2:-1]
        if not stranger and inner and inner[0] in self.lex.lists["institutions"]:
            told = self.same_noun(n, m, inner[0])  # "administration officials" after "the Example administration"
            if told:
                return self.of(m, told)
        if not stranger and not word and (again := self.same_noun(n, m, back=_LATELY)):
            return self.of(m, again)
        if actor.sector in _OFFICES and (fought := self.fought(n, m)):
            return self.of(m, fought)
        local = noun in self.scene.lists.local and actor.sector in _OFFICES and not self.scene.home_of(n)
        if local and not stranger and (scene := self.scene.lately(n)) in self.pair:
            return self.of(m, str(scene))  # "two men were held in Lima. Chile thanked Peru. Police said": Lima's
        if not stranger and actor.sector in _OFFICES and (told := self.told_before(n, m.start)):
            return self.of(m, told)
        theirs = self.subject_country(n, m.start) if word in self.words.possessive - self.words.his else None
        if (not stranger or word in self.words.the) and (earlier := theirs or self.same_noun(n, m)):
            return self.of(m, earlier)
        if noun in self.scene.lists.local and (here := self.scene.here(n)):
            return self.of(m, here)
        country = None
        if word in self.words.the or word in self.words.possessive or (not word and noun in self.words.bare):
            if word in self.words.the and noun in self.words.others and (other := self.other_side(n, m.start)):
                return self.of(m, other)
            person = self.holder(n, m.start, noun)
            if person:
                return self.replaced(m, person, kind="person")
            if actor.sector in _STATE and not stranger:
                the = word in self.words.the
                country = self.told_about(n, m) if the else self.only_country(n, m.start, window=not word)
                if country is None and not the and word:
                    country = self.subject_country(n, m.start)
        country = country or (self.scene.country_of(n, m) if actor.sector in _DOMESTIC else None)
        opening = word in self.words.the_or_a and noun in self.words.offices and not self.named_before(n, m.start)
        if country is None and opening and not stranger and actor.sector in _OFFICES:
            country = self.only_country(n, m.start)  # "Accra was pleased. A foreign ministry spokesman said ..."
        return self.of(m, country) if country else m

    def stateless_before(self, n: int, m: ActorMention) -> Actor | None:
        """The leader or group of no state whose men "his fighters" are: who was named last, there or just before."""
        for found in self.back(n, m.start):
            for other in reversed(found):
                actor = other.actors[0]
                if other.kind in ("person", "pronoun") or self.scene.is_armed_group(actor):
                    return actor if self.scene.is_armed_group(actor) else None
        return None

    def is_of_pair(self, n: int, m: ActorMention, noun: str) -> bool:
        """Whether a mention is of a pair told about: "both governments", "the two presidents", not "two officials"."""
        if noun not in self.words.pair_nouns and noun not in self.words.pair_persons:
            return False
        before = self.sentences[n].text[: m.start - self.sentences[n].start].lower().split()[-2:]
        return before[-1] in self.words.pair_starts or " ".join(before) in self.words.pair_starts

    def fought(self, n: int, m: ActorMention) -> str | None:
        """The state of the rebels that an 'and' joins to its government, "the army and the rebels", or that the
        sentence is about: "the rebels accused the army"."""
        found = [x if x.actors[0].country else self.owned(n, x) for x in self.found[n] if x.actors[0].sector == "REB"]
        rebels = [x for x in found if x.actors[0].country]
        for x in rebels:
            first, last = sorted((x, m), key=lambda one: one.start)
            if self.are_joined(n, first, last):
                return x.actors[0].country
        opens = rebels and rebels[0].start == self.found[n][0].start and rebels[0].kind == "agent"
        return rebels[0].actors[0].country if opens and len(set(codes((*self.found[n], *rebels)))) == 1 else None

    def are_joined(self, n: int, first: ActorMention, last: ActorMention) -> bool:
        """Whether 'and' joins two mentions of sentence n."""
        gap = self.sentences[n].text[first.end - self.sentences[n].start : last.start - self.sentences[n].start]
        words = gap.lower().split()
        return len(words) <= JOINT and not self.words.and_.isdisjoint(words)

    def subject_country(self, n: int, before: int) -> str | None:
        """The country of the first name in sentence n before an offset that no preposition governs."""
        for m in self.found[n]:
            if m.end > before:
                break
            if m.kind in _SUBJECTS and m.actors[0].country and self.governor(n, m) not in self.words.governing:
                elsewhere = self.is_posted(m) or self.scene.is_dateline(m)
                return None if elsewhere or len(m.actors) > 1 else m.actors[0].country
        return None

    def is_posted(self, m: ActorMention) -> bool:
        """Whether a mention is of those whom a state has sent to another: "the Peruvian embassy said"."""
        return m.kind == "agent" and not self.scene.lists.posted.isdisjoint(m.text.lower().split())

    def named_before(self, n: int, before: int) -> bool:
        """Whether sentence n names a country before an offset."""
        return any(m.end <= before and a.country for m in self.found[n] for a in m.actors)

    def governor(self, n: int, m: ActorMention) -> str:
        """The word before a mention and its article, in lower case."""
        before = self.sentences[n].text[: m.start - self.sentences[n].start]
        return last_word(before[:-4] if before[-4:].lower() == "the " else before)

    def noun(self, m: ActorMention) -> str:
        """The role noun of an agent: the last word of a phrase, in some languages the first."""
        return m.text.lower().split()[0] if self.words.head_first else last_word(m.text)

    def told_about(self, n: int, m: ActorMention) -> str | None:
        """Whose "the government" is: that of the party or court that deals with it in the sentence, else the text's
        own, else the only one that was named last."""
        rivals = [a for x in self.found[n] if x.end <= m.start for a in x.actors if a.sector in _HOME_AFFAIRS]
        if len({a.country for a in rivals}) == 1 and rivals[0].country:
            return rivals[0].country  # "Peru's opposition attacked the government"
        return self.scene.stage_of(n) or self.only_country(n, m.start)

    def of(self, m: ActorMention, country: str) -> ActorMention:
        """An agent as one of a country's; its government is the state itself."""
        actor = m.actors[0]
        name = self.lex.countries[country] if self.noun(m) in self.lex.lists["institutions"] else m.text
        return self.replaced(m, Actor(name, country, actor.sector, actor.role))

    def word_before(self, n: int, m: ActorMention) -> str:
        """The word before a mention, in lower case; '' at the head of a sentence."""
        return last_word(self.sentences[n].text[: m.start - self.sentences[n].start])

    def neighbour(self, n: int, m: ActorMention, word: str) -> ActorMention:
        """ "Its neighbour": the state that the text is about, else the other of two."""
        if word not in self.words.possessive:
            return m
        here, home = set(codes(x for x in self.found[n] if x.end <= m.start)), self.scene.home_of(n)
        if home and home not in here:
            return self.of(m, home)
        other = self.other_side(n, m.start) if len(here) == 1 else None
        return self.of(m, other) if other else m

    def institution(self, n: int, m: ActorMention) -> ActorMention:
        """A common institution ("the Supreme Court") that nobody claims: of the state that the text is about."""
        entry, actor = self.lex.names.get(m.text), m.actors[0]
        if entry is None and actor.sector in _LOCAL:
            told = actor.country or self.parties.get(actor.name) or self.scene.here(n)
            told = told or self.scene.home_of(n) or self.only_country(n, m.start)
            if told:
                self.parties.setdefault(actor.name, told)
            return self.replaced(m, dataclasses.replace(actor, country=told)) if told else m
        if entry is None or not entry.generic or m.actors[0] != entry.actor:
            return m
        country = self.claimant(n, entry.actor.country)
        return self.replaced(m, dataclasses.replace(entry.actor, country=country)) if country else m

    def officer(self, n: int, m: ActorMention) -> ActorMention:
        """An officer or member of a common institution that nobody claims, "the head of Congress": as of that."""
        actor, (_, _, body) = m.actors[0], m.text.rpartition(" of ")
        entry = self.lex.names.get(body.removeprefix("the ")) if body else None
        if entry is None or not entry.generic or actor.country != entry.actor.country:
            return m
        country = self.claimant(n, actor.country)
        return self.replaced(m, dataclasses.replace(actor, country=country)) if country else m

    def claimant(self, n: int, usual: str | None) -> str | None:
        """The state that the text is about, whose an institution is that has the name of a usual one, where the text
        speaks of nothing else of the usual state."""
        country = self.scene.here(n) or self.scene.home_of(n)
        return country if country and country != usual and usual not in self.called else None

    @functools.cached_property
    def called(self) -> set[str | None]:
        """The countries of which the document names more than institutions that many states have."""
        return {
            actor.country
            for m in itertools.chain.from_iterable(self.found)
            for actor in m.actors
            if not (self.scene.is_common(m) or self.is_of_common(m))
        }

    def is_of_common(self, m: ActorMention) -> bool:
        """Whether a mention is of somebody of a common institution: "the head of Congress"."""
        entry = self.lex.names.get(m.text.rpartition(" of ")[2].removeprefix("the ")) if m.kind == "agent" else None
        return entry is not None and entry.generic and m.actors[0].country == entry.actor.country

    def titled(self, n: int, m: ActorMention) -> ActorMention:
        """A person with an office but no country. Where one acts upon him ("she met President Bo"), he is of the other
        side; else of the only country that the text has just been about, else of its own."""
        actor, word = m.actors[0], self.word_before(n, m)
        acting = any(x.end <= m.start and any(a.country for a in x.actors) for x in self.found[n])
        if m.text.lower().replace(",", " ").split()[0] in self.words.counterparts:
            other = self.other_side(n, m.start)
            return self.replaced(m, dataclasses.replace(actor, country=other)) if other else m
        if (body := self.body_before(n, m)) is not None:
            return self.replaced(m, dataclasses.replace(actor, country=body.country, sector=body.sector))
        if not acting and self.pending(n, m.start):
            return m
        owner = self.subject_country(n, m.start) if word in self.words.possessive else None
        country: str | None
        if owner:
            country = owner  # "Niger agreed: its prime minister, Bo Example, flew to ..."
        elif acting and word and word[-1] not in ",;:" and word not in self.words.subject_after:
            alone = next(iter(self.counts)) if len(self.counts) == 1 else None
            last = [x for x in self.found[n] if x.end <= m.start and x.actors[0].country][-1].actors[0]
            domestic = last.country if last.sector in _HOME_AFFAIRS or word in self.words.being else None
            country = domestic or self.scene.stage_of(n) or self.other_side(n, m.start) or alone
        else:
            here = self.scene.here(n)
            country = (
                (self.force_before(n, m.start, actor.sector) if actor.sector in _FORCES else None)
                or self.told_before(n, m.start)
                or self.scene.home_of(n)
                or (self.beside(n, m) if self.scene.pair else None)
                or self.scene.lead
                or self.named_here(n, m.start)
                or (here if here in self.counts else None)
                or self.only_country(n, m.start)
                or self.beside(n, m)
            )
        if not country:
            return m
        known = Actor(actor.name, country, actor.sector, actor.role)
        for key in self.keys(actor):
            if key in self.people and self.people[key][1] == actor:
                self.people[key] = (self.people[key][0], known)
        return self.replaced(m, known)

    def force_before(self, n: int, before: int, sector: str) -> str | None:
        """Whose the only armed force, or the only court, is that has been named so far: a soldier or a judge named
        without a state is one of its."""
        named = set[str]()
        for m in itertools.chain.from_iterable(self.found[: n + 1]):
            codes = {a.country for a in m.actors if a.country and a.sector == sector} if m.end <= before else ()
            if codes and (m.kind == "organisation" or (m.kind == "agent" and self.is_body(m))):
                named |= codes
                if len(named) > 1:
                    return None
        return named.pop() if named else None

    def is_body(self, m: ActorMention) -> bool:
        """Whether an agent is of people: not the air strikes that soldiers fly, nor their planes."""
        return self.noun(m) not in self.words.arms

    def told_before(self, n: int, before: int) -> str | None:
        """Of two states that a text is about, the one that its own or the last sentence begins with: "Togo raised its
        tolls. Trade Minister Bo Example said ..."."""
        if not self.scene.pair:
            return None
        told = self.subject_country(n, before)
        if told is None and n:
            told, start = self.subject_country(n - 1, self.sentences[n].start), self.sentences[n].start
            told = None if told in self.joined(n - 1, start) else told  # "Peru and Chile met. The government ..."
        return told if told in self.scene.pair else None

    def body_before(self, n: int, m: ActorMention) -> Actor | None:
        """The body between states whose a person is: "The bloc's secretary-general, Ann Example"."""
        word = self.word_before(n, m)
        owner = next((word.removesuffix(end) for end in self.words.owning if word.endswith(end)), "")
        if self.words.groups.get(owner) != _BETWEEN_STATES:
            return None
        for found in self.back(n, m.start):
            for other in reversed(found):
                if other.kind == "organisation" and other.actors[0].sector in _BETWEEN_STATES:
                    return other.actors[0]
        return None

    def pending(self, n: int, before: int) -> bool:
        """Whether a "he" or "she" stands before an offset that nobody has been found for yet."""
        sentence, persons = self.sentences[n], (self.words.male | self.words.female) - self.words.his
        if persons.isdisjoint(sentence.lowers) or any(m.kind == "pronoun" for m in self.found[n]):
            return False
        return any(t.lower in persons and t.start < before for t in sentence.tokens)

    def same_noun(self, n: int, m: ActorMention, noun: str = "", back: int = _SAME_NOUN) -> str | None:
        """The country of the agents last called so: "Prosecutors" after "Peruvian prosecutors"."""
        noun = noun or self.noun(m)
        for k in range(n, max(n - 1 - back, -1), -1):
            for other in reversed(self.found[k]):
                country = other.actors[0].country  # asked first: most have none, and the noun costs most
                if country and other.kind == "agent" and other.end <= m.start and self.is_called(other, noun):
                    return country
        return None

    def is_called(self, m: ActorMention, noun: str) -> bool:
        """Whether an agent is called by a noun: "Peruvian police", "police in Lima"."""
        role = (m.actors[0].role or "").lower()
        placed = m.text.lower().startswith(f"{role} ") and not self.words.head_first
        following = m.text[len(role) :].split(None, 1)[:1] if role and placed else ()
        return (
            last_word(role) if self.scene.lists.locating.issuperset(following) and following else self.noun(m)
        ) == noun

    def back(self, n: int, before: int) -> Iterable[Sequence[ActorMention]]:
        """The mentions before an offset, sentence by sentence backwards, each in reading order."""
        yield [m for m in self.found[n] if m.end <= before]
        for k in range(n - 1, max(n - 1 - _WINDOW, -1), -1):
            yield self.found[k]

    def states(self, codes: Iterable[str]) -> tuple[Actor, ...]:
        return tuple(Actor(self.lex.countries[c], c, GOVERNMENT) for c in codes)

    def holder(self, n: int, before: int, noun: str) -> Actor | None:
        """The person named last whose office is called so: "the envoy" after "special envoy Ann Example"."""
        for found in self.back(n, before):
            for m in reversed(found):
                actor = m.actors[0]
                if m.kind == "person" and actor.role and noun in actor.role.lower().split():
                    return actor
        return None

    def envoy(self, n: int, m: ActorMention) -> ActorMention | None:
        """The envoy named last, whatever he was called: "the envoy" after "the Peruvian ambassador"."""
        for found in self.back(n, m.start):
            for other in reversed(found):
                actor = other.actors[0]
                role = (actor.role or "").lower().split()
                if actor.country and role and role[-1] in self.words.envoys and other.kind in ("agent", "person"):
                    return self.replaced(m, actor, "person") if other.kind == "person" else self.of(m, actor.country)
        return None

    def joined(self, n: int, before: int) -> tuple[str, ...]:
        """The two states that sentence n last names together: "Peru and Chile ... their presidents"."""
        named = [m for m in self.found[n] if m.end <= before and m.kind in _SUBJECTS and m.actors[0].country]
        start = self.sentences[n].start
        for one, other in zip(reversed(named[:-1]), reversed(named[1:]), strict=True):
            gap = self.sentences[n].text[one.end - start : other.start - start].lower().split()
            if gap and gap[0] in self.words.and_ and len(gap) <= JOINT:
                both = dict.fromkeys(a.country for m in (one, other) for a in m.actors if a.country)
                return tuple(both) if len(both) == 2 else ()
        return ()

    def only_country(self, n: int, before: int, *, window: bool = False) -> str | None:
        """The only country of the nearest sentence that names one; with `window`, of all that are looked back to."""
        named: set[str] = set()
        for found in self.back(n, before):
            named.update(codes(m for m in found if m.actors[0].sector not in ("MED", "BUS") and not self.is_posted(m)))
            if named and not window:
                break
        return named.pop() if len(named) == 1 else None

    def named_here(self, n: int, before: int) -> str | None:
        """The only country that sentence n names before an offset."""
        named = set(codes(m for m in self.found[n] if m.end <= before and m.actors[0].sector not in ("MED", "BUS")))
        return named.pop() if len(named) == 1 else None

    def beside(self, n: int, m: ActorMention) -> str | None:
        """The country that sentence n names, where it is one; the other of two sides where another holds an office
        of that one: "President Bo Example left, while the Peruvian president stayed"."""
        others = [x for x in self.found[n] if x.start != m.start and x.actors[0].sector not in ("MED", "BUS")]
        found = set(codes(others))
        if len(found) != 1:
            return None
        code = found.pop()
        ours = m.actors[0].sector
        if not any(x.kind == "person" and x.actors[0].sector == ours for x in others if x.actors[0].country):
            return code
        return next((c for c in self.pair if c != code), None) if code in self.pair else None

    def other_side(self, n: int, before: int) -> str | None:
        """The country across the table: the one besides the owner's, of the sentence or of the document."""
        here = [m for m in self.found[n] if m.end <= before]
        owner = next((m.actors[0].country for m in here if m.kind in _OWNERS and m.actors[0].country), None)
        if owner is None:
            return None
        others = set(codes(here)) - {owner}
        home = self.scene.home_of(n)
        if not others and home and home != owner:
            return home
        if not others and n:
            others = set(codes(self.found[n - 1])) - {owner}
        if not others:
            others = {c for c, _ in self.counts.most_common(2)} - {owner} if self.counts[owner] else set()
        return others.pop() if len(others) == 1 else None

    def replaced(self, m: ActorMention, actor: Actor, kind: str | None = None) -> ActorMention:
        return ActorMention(m.start, m.end, m.text, kind or m.kind, (actor,))

    def keys(self, actor: Actor) -> Iterable[str]:
        """What a person may be called by alone."""
        if actor.role == UNKNOWN:
            last = actor.name.rsplit(" ", 1)[-1]
            if self.may_be_surname(last) and last.lower() not in self.lex.heads:
                yield last
            return
        parts = [p for p in actor.name.split() if p not in self.words.suffixes]
        if len(parts) < 2:
            return
        family_first = actor.country in self.words.family_first and parts[0] not in self.lex.lists["given_names"]
        last = parts[-1].removeprefix("al-").removeprefix("el-").removeprefix("Al-")
        called = {parts[0] if family_first else last}
        if actor.country is None and len(parts) == _MIN_SURNAME and parts[0] not in self.lex.lists["given_names"]:
            called.add(parts[0])  # from where he is, and so which of the two is the surname, follows later
        for spelling in called | {unaccented(key) for key in called}:
            if (
                len(spelling) >= _MIN_SURNAME
                and spelling[0].isupper()
                and self.may_be_surname(spelling)
                and spelling not in self.lex.lists["not_names"]
                and spelling.lower() not in self.lex.heads
            ):
                yield spelling

    def may_be_surname(self, word: str) -> bool:
        """Whether a word may be a person's name by what else is called so: nobody, a town, a newspaper."""
        entry = self.lex.names.get(word)
        return entry is None or entry.kind in ("person", "place") or entry.actor.sector == "MED"
