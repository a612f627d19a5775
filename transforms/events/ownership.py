"""Whose an agent is that stands without a country: "the government", "Prosecutors", "his counterpart", "Minister Bo".

In: the sentences of a document, their mentions, and the scene (setting.py). Out: a mention with its country, where the
text leaves one reading: its own noun named with a country before, the place it stands in, the state the sentence or the
text is about, or the other side of the table.
"""

import dataclasses
import functools
import itertools
from collections import Counter
from collections.abc import Sequence

from transforms.events import inside, stateless
from transforms.events.antecedents import codes
from transforms.events.backwords import Words
from transforms.events.gazetteer import GOVERNMENT, POWERS, PUBLIC, Lexicon
from transforms.events.identity import Identities
from transforms.events.model import Actor, ActorMention, Mentions, Sentence
from transforms.events.setting import Scene

_DOMESTIC = PUBLIC | {"CVL", "NGO", "REB", "MED", None}
"""Sectors whose people, named without a country, are those of the place or of the document's own country."""
_HOME_AFFAIRS = frozenset(("LEG", "JUD", "OPP", "PTY", "CVL", "NGO", "REB"))
"""Sectors that act upon the office holders of their own state."""
_BETWEEN_STATES = frozenset(("IGO",))
_ARMED = frozenset(("MIL", "REB"))
"""Sectors of men who may be those of an armed group."""
_LOCAL = frozenset(("PTY", "NGO", GOVERNMENT))
"""Sectors of bodies whose own names tell no state."""
_FORCES = frozenset(("MIL", "JUD"))
"""Sectors of bodies that a text about several states names one of."""
_HEAD = 7
"""Characters before the place with which a sentence begins: 'In the'."""
_MARGINAL = 4
"""How much oftener than the usual state of an institution another one is named whose it then is."""
_LATELY = 5
"""Sentences to look back for it where no article points back."""


class Owners(Identities):
    """The mentions of a document so far, and the questions whose somebody is."""

    def __init__(
        self, sentences: Sequence[Sentence], mentions: Sequence[Mentions], lex: Lexicon, words: Words, scene: Scene
    ) -> None:
        super().__init__(sentences, mentions, lex, words, scene)
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
            if actor.sector in PUBLIC or actor.sector is None:
                return self.titled(n, m)
            home = self.scene.home_of(n)
            return self.replaced(m, dataclasses.replace(actor, country=home)) if home else m
        if m.kind != "agent":
            return m
        word, noun = self.word_before(n, m), self.noun(m)
        if word in self.scene.lists.outside:
            return m
        parts = m.text.lower().split()
        if not self.words.elsewhere.isdisjoint(parts) and inside.is_foreign(parts, self.scene.lists):
            return m  # "European officials"
        if owner := self.whose(n, m) or self.possessor(n, m):
            return self.of(m, owner)
        if self.scene.is_worldwide(m.text) and not self.sentences[n].text[: m.start - self.sentences[n].start].endswith(
            "-"
        ):
            return m  # but "voting-rights groups"
        if actor.sector in _ARMED and (group := self.group_behind(n, m)):
            return self.replaced(m, group)
        if word in self.words.possessive and actor.sector in _ARMED and (leader := self.stateless_before(n, m)):
            return self.replaced(m, leader)
        if word in self.words.pair_words and self.is_of_pair(n, m, noun):
            both = self.joined(n, m.start) or self.pair
            if both and " " in m.text:
                return dataclasses.replace(m, kind="group", actors=self.states(both))  # "the two foreign ministers"
            return m  # "urged both governments": of two (coreference.py)
        if noun in self.words.neighbours:
            return self.neighbour(n, m, word)
        if word in self.words.the and (bearer := self.bearer(n, m)):
            return self.replaced(m, bearer, kind="person")
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
        several = noun.endswith(self.lex.plural_endings) and word not in self.words.possessive
        if several and (body := self.same_body(n, m)) is not None:
            return self.replaced(m, dataclasses.replace(body, role=actor.role))
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
        if actor.sector in POWERS and (fought := self.fought(n, m)):
            return self.of(m, fought)
        local = noun in self.scene.lists.local and actor.sector in POWERS and not self.scene.home_of(n)
        if local and not stranger and (scene := self.scene.lately(n)) in self.pair:
            return self.of(m, str(scene))  # "two men were held in Lima. Chile thanked Peru. Police said": Lima's
        if not stranger and actor.sector in POWERS and (told := self.told_before(n, m.start)):
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
            if actor.sector in PUBLIC and not stranger:
                the = word in self.words.the
                country = self.told_about(n, m) if the else self.only_country(n, m.start, window=not word)
                if country is None and not the and word:
                    country = self.subject_country(n, m.start)
        country = country or (self.scene.country_of(n, m) if actor.sector in _DOMESTIC else None)
        opening = word in self.words.the_or_a and noun in self.words.offices and not self.named_before(n, m.start)
        if country is None and opening and not stranger and actor.sector in POWERS:
            country = self.only_country(n, m.start)  # "Accra was pleased. A foreign ministry spokesman said ..."
        return self.of(m, country) if country else m

    def theirs(self, n: int, m: ActorMention) -> ActorMention:
        """An agent without a country as of the state whose possessive stands right before it."""
        nobodys = m.kind == "agent" and not m.actors[0].country and m.actors[0].sector != "IGO"
        owner = self.possessor(n, m) if nobodys else None
        return self.of(m, owner) if owner else m

    def group_behind(self, n: int, m: ActorMention) -> Actor | None:
        """The group of no state that men are said to be of: "nine fighters from the Islamic State"."""
        other = next((x for x in self.found[n] if x.start >= m.end), None)
        if other is None or not self.scene.is_armed_group(other.actors[0]):
            return None
        text, g = self.sentences[n].text, self.scene.grammar
        gap = text[m.end - self.sentences[n].start : other.start - self.sentences[n].start].lower().split()
        joined = bool(gap) and gap[0] in g.of | g.leaving and set(gap[1:]) <= self.words.the
        return other.actors[0] if joined else None

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

    def told_about(self, n: int, m: ActorMention) -> str | None:
        """Whose "the government" is: that of the party or court that deals with it in the sentence, else the text's
        own, else the only one that was named last."""
        if self.noun(m) in self.words.inner and (own := self.subject_country(n, m.start)):
            return own  # "Premier Bo Example told the cabinet"
        rivals = [a for x in self.found[n] if x.end <= m.start for a in x.actors if a.sector in _HOME_AFFAIRS]
        if len({a.country for a in rivals}) == 1 and rivals[0].country:
            return rivals[0].country  # "Peru's opposition attacked the government"
        return self.scene.stage_of(n) or self.only_country(n, m.start)

    def of(self, m: ActorMention, country: str) -> ActorMention:
        """An agent as one of a country's; its government is the state itself."""
        actor, country = m.actors[0], self.fitting(m, country) or country
        name = self.lex.countries[country] if self.noun(m) in self.lex.lists["institutions"] else m.text
        return self.replaced(m, Actor(name, country, actor.sector, actor.role))

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
        shared = m.text in self.words.shared_names
        if entry is None or not (entry.generic or shared) or m.actors[0] != entry.actor:
            return m
        country = self.claimant(n, entry.actor.country, shared=shared)
        return self.replaced(m, dataclasses.replace(entry.actor, country=country)) if country else m

    def officer(self, n: int, m: ActorMention) -> ActorMention:
        """An officer or member of a common institution that nobody claims, "the head of Congress": as of that."""
        actor, (_, _, body) = m.actors[0], m.text.rpartition(" of ")
        if actor.name in self.words.shared_names:  # "Labour leaders"
            country = self.claimant(n, actor.country, shared=True)
            return self.replaced(m, dataclasses.replace(actor, country=country)) if country else m
        entry = self.lex.names.get(body.removeprefix("the ")) if body else None
        if entry is None or not entry.generic or actor.country != entry.actor.country:
            return m
        country = self.claimant(n, actor.country)
        return self.replaced(m, dataclasses.replace(actor, country=country)) if country else m

    def claimant(self, n: int, usual: str | None, *, shared: bool = False) -> str | None:
        """The state that the text is about, whose an institution is that has the name of a usual one, where the text
        speaks of little else of the usual state."""
        country = self.scene.here(n) or self.scene.home_of(n)
        if not country or country == usual:
            return None
        if shared:
            return country if self.besides[usual or ""] * _MARGINAL <= self.besides[country] else None
        few = usual not in self.called or self.counts[usual or ""] * _MARGINAL <= self.counts[country]
        return country if few else None

    @functools.cached_property
    def besides(self) -> Counter[str]:
        """How often each country is named but by names that parties of several states share."""
        named = itertools.chain.from_iterable(self.found)
        return Counter(codes(m for m in named if self.words.shared_names.isdisjoint((m.text, m.actors[0].name))))

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
        owner = self.subject_country(n, m.start) if word in self.words.possessive else self.whose(n, m)
        country: str | None
        if owner:
            country = owner  # "Niger agreed: its prime minister, Bo Example, flew to ..."
        elif acting and word and word[-1] not in ",;:" and word not in self.words.subject_after:
            alone = next(iter(self.counts)) if len(self.counts) == 1 else None
            last = [x for x in self.found[n] if x.end <= m.start and x.actors[0].country][-1].actors[0]
            domestic = last.country if last.sector in _HOME_AFFAIRS or word in self.words.being else None
            host = self.found[n][0].start - self.sentences[n].start <= _HEAD and self.scene.here(n)
            owner = host if host and host != last.country and not domestic else None  # "In Lima, Bo met President Ann"
            country = domestic or owner or self.scene.stage_of(n) or self.other_side(n, m.start) or alone
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
        country = owner or self.fitting(m, country)
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
