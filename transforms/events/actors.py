"""Sentence -> the actors it names: states, people, organisations, and agents such as "the Chinese foreign minister".

In: one sentence with its tokens. Out: mentions in order, longest match, never overlapping. What is known stands in
lexicon/world (leaders) and lexicon/<language> (names, adjectives, capitals, role nouns); this module only applies it.
Names are matched by case, so that "turkey" and "us" are none; role nouns in any case. Codes are ISO 3166-1 alpha-3.

Kinds of mention: country, demonym ("Chinese" without a noun of ours, "Syrians"), capital (a seat that stands for its
government), place (a city or region: where, rarely who), organisation, person, agent (a noun phrase).
"""

import datetime as dt
import functools
import itertools
from collections.abc import Iterable

from transforms.events.appositions import Appositions, Found
from transforms.events.gazetteer import GOVERNMENT, Entry, Lexicon, lexicon
from transforms.events.model import Actor, ActorMention, Sentence
from transforms.events.phrases import FIELD, POSSESSIVE, Phrase
from transforms.events.text import Remembered, whole

_SHOUTED = 3  # longer words in capitals may be names that are not written so elsewhere
_SHORTEST = 2
"""Words of the name of a body."""
_INNER = frozenset((GOVERNMENT, "LEG", "JUD", "PTY"))
"""Sectors of bodies of which each state has its own, often of the same name."""
_MODIFIES = frozenset(("country", "demonym", "capital", "place", "region", "organisation", "people"))


@functools.cache
def load(language: str) -> "Gazetteer":
    """The gazetteer of a language, built once per process. Raises FileNotFoundError where there is no such lexicon."""
    return Gazetteer(lexicon(language))


class Gazetteer:
    """Finds actors in sentences; immutable once built, safe to share between threads."""

    def __init__(self, lex: Lexicon) -> None:
        self.lexicon = lex
        self._opens = Remembered(self._may_open)

    def _may_open(self, word: str) -> bool:
        """Whether a name or a noun phrase may begin with a word, whatever stands around it."""
        lex = self.lexicon
        named = word in lex.lengths or word in lex.prefixes or (word.isupper() and len(word) > _SHOUTED)
        return named or word.lower() in lex.head_lengths

    def find(self, sentence: Sentence, on: dt.date | None = None) -> tuple[ActorMention, ...]:
        """Who is named, in order. `on` (the publisher's day) picks the office that a person held."""
        reader = _Reader(self.lexicon, sentence, on)
        at = range(reader.size)
        return reader.read(at if reader.caps else itertools.compress(at, map(self._opens.__getitem__, reader.texts)))

    def resolve(self, name: str, on: dt.date | None = None) -> tuple[Actor, ...]:
        """The actors that a phrase names ("India and Pakistan"); () where it names none that we know."""
        found = self.find(whole(name), on)
        return tuple(dict.fromkeys(a for m in found for a in m.actors))


def _role(text: str, *, former: bool) -> str:
    """The office as we write it: lower case unless capitalised inside, "former" where it was left."""
    role = text.lower() if text.istitle() or text.isupper() else text
    return role if not former or role.startswith("former") else f"former {role}"


def _titled(person: Actor, sector: str | None, role: str, country: str | None = None) -> Actor:
    """A person with the office, and its country, that the text gives him where the tables have none for the day."""
    if person.role:
        return person
    return Actor(person.name, country or person.country, person.sector or sector, role)


class _Reader(Appositions):
    """One pass over one sentence."""

    def __init__(self, lex: Lexicon, sentence: Sentence, on: dt.date | None) -> None:
        super().__init__(lex, sentence)
        self.on = on

    def is_other(self, i: int, j: int, entry: Entry) -> bool:
        """Whether the words at i..j are another's name: a part of it, or a surname that is a leader's only later."""
        return not entry.may_be_meant(self.on) or super().is_other(i, j, entry)

    def read(self, at: Iterable[int]) -> tuple[ActorMention, ...]:
        """The actors of the sentence; `at`: the tokens that one may begin with, in order."""
        lengths, seconds, heads = self.lex.lengths, self.lex.seconds, self.lex.head_lengths
        texts, lowers, caps, prefixes = self.texts, self.lowers, self.caps, self.lex.prefixes
        done = 0
        for i in at:
            if i < done:
                continue
            text = texts[i]
            if text in seconds:
                named = caps or text.isupper() or (i + 1 < self.size and texts[i + 1] in seconds[text])
            else:
                named = text in lengths or caps or (text.isupper() and len(text) > _SHOUTED)
            if named and (hit := self.name_at(i)):
                done = self.named(i, *hit)
            elif lowers[i] in heads and self.may_head(i):
                done = self.agent(i)
            elif text in prefixes and i + 1 < self.size and texts[i + 1] == "-":
                self.add(i, i + 1, "demonym", prefixes[text])
        if not self.found:
            return ()
        if len(self.found) > 1:
            self.share_heads()
        self.appositions()
        base, text, span = self.sentence.start, self.sentence.text, self.sentence.span
        spans = [(f, *span(f.start, f.end)) for f in self.found]
        return tuple([ActorMention(a, b, text[a - base : b - base], f.kind, f.actors) for f, a, b in spans])

    # -- names --------------------------------------------------------------------------------------------------------

    def named(self, i: int, j: int, entry: Entry) -> int:
        """Takes up the name at i..j with what belongs to it; returns the token to go on from."""
        if entry.kind == "skip":
            return j
        actor = entry.at(self.on)
        if entry.kind == "person":
            return self.person(i, j, actor)
        if entry.kind == "region" and self.head_at(i) > j - i and (end := self.agent(i)):
            return end  # "foreign minister" is a noun of its own, no minister of foreigners
        if entry.kind in _MODIFIES and self.is_ware(i, j):
            return j
        if entry.kind in ("demonym", "region") and (town := self.town_at(i, j)):
            known = self.name_at(town)
            end = known[0] if known and known[1].kind in ("place", "capital") else town + 1
            self.add(i, end, "place", Actor(self.text(town, end), actor.country))
            return end
        if entry.kind in _MODIFIES and j < self.size:
            if self.texts[j] == "-" and j + 1 < self.size:
                word, lists = self.lowers[j + 1], self.lex.lists
                if word in lists["backed"]:
                    return self.qualified(i, j + 2, None)
                if word in lists["led"]:
                    return self.qualified(i, j + 2, actor)
                if word in lists["skipped"]:
                    return j + 2
            if i > 1 and self.texts[i - 1] == "-" and self.lowers[i - 2] in self.lex.lists["against"]:
                return self.qualified(i, j, None)
            k = j + 1 if self.texts[j] in POSSESSIVE else j
            before_noun = not self.lex.adjectives_after
            phrase = self.phrase(k, loose=entry.kind in ("demonym", "region") or k > j) if before_noun else None
            if phrase and not self.is_verb(k, phrase, entry):
                return self.agent_of(i, k, phrase, entry, actor)
            following = self.name_at(k) if k < self.size and entry.kind != "people" else None
            if following and following[1].kind == "person" and following[1].actor.country == actor.country and k > j:
                return k  # "Russia's Putin" is one actor
            if following and entry.kind != "organisation" and self.is_namesake(following[1], actor):
                return self.institution(i, *following, actor)
        if entry.generic and (of := self.adjective_after(i, j) or self.country_after(j, only_of=True)):
            end, country = of
            self.add(i, end, "organisation", Actor(self.text(i, j), country.country, actor.sector))
            return end
        kind = entry.kind if entry.kind not in ("people", "region") else "demonym"
        if entry.kind != "region" and self.texts[i] not in self.lex.lists["eras"]:
            self.add(i, j, kind, actor)
        return j

    def town_at(self, i: int, j: int) -> int:
        """The token of the town that an adjective at i..j only places, "in the Swiss city of Basel"; 0 where none is
        named or it is not where something is."""
        lists, k = self.lex.lists, j
        while k < self.size and k - j <= FIELD and self.lowers[k] in lists["place_fillers"]:
            k += 1
        if k == j or k == self.size or not self.texts[k][0].isupper():
            return 0
        before = i - 1
        while before > 0 and self.lowers[before] in lists["articles"] | lists["place_fillers"]:
            before -= 1
        return k if before >= 0 and self.lowers[before] in lists["locating"] else 0

    def is_namesake(self, entry: Entry, owner: Actor) -> bool:
        """Whether an institution behind a country is that one's, though many have it or a list knows another's alone:
        "the Nigerian Senate", "the Norwegian Labour Party"."""
        theirs = entry.actor.country
        other = entry.kind == "organisation" and theirs is not None and theirs != owner.country is not None
        return entry.generic or (other and entry.actor.sector in _INNER)

    def institution(self, i: int, j: int, entry: Entry, owner: Actor) -> int:
        """A common institution with its country before it, "the Nigerian Senate", and a role noun that may follow."""
        actor = Actor(self.text(i, j), owner.country, entry.actor.sector)
        phrase = self.phrase(j, loose=False)
        if phrase:
            return self.agent_of(i, j, phrase, Entry("organisation", actor), actor)
        self.add(i, j, "organisation", actor)
        return j

    def person(self, i: int, j: int, actor: Actor) -> int:
        """A person; "the Biden administration" and "Putin's spokesman" are agents of his country, those of the head of
        a body of many states its own."""
        k = j + 1 if j < self.size and self.texts[j] in POSSESSIVE else j
        if k < self.size and (k > j or self.lowers[k] in self.lex.lists["governments"]):
            phrase = self.phrase(k, loose=False)
            if phrase and actor.country:
                country = Actor(self.lex.countries.get(actor.country, actor.name), actor.country, GOVERNMENT)
                return self.agent_of(i, k, phrase, Entry("country", country), country)
            if phrase and actor.sector == "IGO":
                return self.agent_of(i, k, phrase, Entry("organisation", actor), actor)
        self.add(i, j, "person", actor)
        return j

    # -- noun phrases -------------------------------------------------------------------------------------------------

    def is_verb(self, k: int, phrase: Phrase, entry: Entry) -> bool:
        """ "Israel forces the ..." : a noun that is also a verb, directly after a bare country and before an object."""
        if "v" not in phrase.flags or phrase.end - k > 1 or entry.kind in ("demonym", "region"):
            return False
        after = self.texts[phrase.end] if phrase.end < self.size else ""
        return after[:1].isupper() or after in self.lex.lists["articles"]

    def agent_of(self, i: int, k: int, phrase: Phrase, entry: Entry, owner: Actor) -> int:
        """The agent "<name at i> <phrase at k>", with the person's name where one follows; returns its end."""
        former = self.is_former(i) or any(w in self.lex.lists["former"] for w in self.lowers[k : phrase.end])
        country, sector = owner.country, phrase.sector or GOVERNMENT
        if entry.kind == "organisation":
            borrowed = phrase.neutral or owner.sector not in (GOVERNMENT, None)
            sector = (owner.sector if borrowed else phrase.sector) or GOVERNMENT
        elif entry.kind == "region" or "x" in phrase.flags:
            country = phrase.country
        elif phrase.country and self.texts[i] in self.lex.lists["namesakes"]:
            country = phrase.country  # "Georgia Secretary of State": the office tells which of the two
        role = _role(phrase.role, former=former)
        if entry.kind in ("demonym", "country") and self.is_stance(k, phrase.end):
            if phrase.end < self.size and self.lowers[phrase.end] in self.lex.lists["to"]:
                self.add(i, k, entry.kind, owner)  # "Peruvian opposition to the bill": Peru's
            return phrase.end
        if "t" in phrase.flags and phrase.end < self.size:
            known = self.name_at(phrase.end)
            if known and known[1].kind == "person":
                told = country if known[1].full else None
                actor = _titled(known[1].at(self.on), None if former else sector, role, told)
                if entry.kind == "organisation" and owner.sector == "IGO" and not former:
                    actor = Actor(actor.name, None, owner.sector, role)  # whatever his passport
                if known[1].full or country is None or actor.country == country:
                    return self.person(i, known[0], actor)
            elif (not known or known[1].kind in ("place", "skip")) and (end := self.name_end(phrase.end)):
                name = self.text(phrase.end, end)
                return self.person(i, end, Actor(name, country, None if former else sector, role))
        text = self.text(i, end := self.body_end(phrase.end))
        actor = Actor(text, country, None if former else sector, role)
        if entry.kind == "organisation":
            actor = Actor(owner.name, country, actor.sector, role)
        elif sector == GOVERNMENT and self.lowers[phrase.end - 1] in self.lex.lists["institutions"]:
            actor = Actor(self.lex.countries.get(country or "", text), country, sector)
        self.add(i, end, "agent", actor, title="t" in phrase.flags)
        return end

    def is_former(self, i: int) -> bool:
        return i > 0 and self.lowers[i - 1 if self.texts[i - 1] != "-" else max(i - 2, 0)] in self.lex.lists["former"]

    def qualified(self, i: int, k: int, actor: Actor | None) -> int:
        """ "Iran-backed militia", "pro-Russian separatists", "Saudi-led coalition": the group acts, not its backer."""
        hit = self.name_at(k) if k < self.size else None
        if hit and hit[1].kind != "skip":
            return k
        phrase = self.phrase(k, loose=True)
        if not phrase:
            return k
        if i > 1 and self.texts[i - 1] == "-":
            i -= 2
        sector = phrase.sector if phrase.sector != GOVERNMENT or actor else None
        country = actor.country if actor else None
        self.add(i, phrase.end, "agent", Actor(self.text(i, phrase.end), country, sector or None))
        return phrase.end

    def agent(self, i: int) -> int:
        """A role noun with no country before it: "President Andrej Babis", "the president of Kenya", "rebels"."""
        start, free = i, self.found[-1].end if self.found else 0
        while start > free and self.lowers[start - 1] in self.lex.modifiers:
            start -= 1
        if self.texts[i] in self.lex.lists["party_names"] and self.is_named(i):
            return self.party(i)
        phrase = self.phrase(start, loose=False)
        if (
            phrase
            and self.texts[phrase.end - 1] in self.lex.lists["union_names"]
            and (end := self.union(phrase.end - 1))
        ):
            return end
        if not phrase or phrase.end <= i or self.is_named(start):
            return 0
        if self.found and self.is_of_person(self.found[-1], start):
            return phrase.end
        former = self.is_former(start) or not self.lex.lists["former"].isdisjoint(self.lowers[start : phrase.end])
        sector, end, title = None if former else phrase.sector, phrase.end, "t" in phrase.flags
        nation = self.adjective_after(i, end) if self.lex.adjectives_after else None
        end = nation[0] if nation else end
        role = _role(self.text(start, end), former=False) if nation else _role(phrase.role, former=former)
        own = nation[1].country if nation else phrase.country
        if title and end < self.size:
            named = end + 1 if self.texts[end] == "." and end + 1 < self.size else end
            known = self.name_at(named)
            if known and known[1].kind == "person":
                acting = None if former else sector or GOVERNMENT
                return self.person(start, known[0], _titled(known[1].at(self.on), acting, role))
            name_end = self.name_end(named) if not known or known[1].kind == "place" else 0
            if name_end and (self.texts[start][0].isupper() or name_end - named > 1):
                acting = None if former else sector or GOVERNMENT
                country = own or self.home_of(name_end, role)
                return self.person(start, name_end, Actor(self.text(named, name_end), country, acting, role))
        owned = self.organisation_after(end) if title and phrase.neutral else None
        if title and owned is None and (national := self.body_of_nation(self.behind_of(end))):
            owned = national[0], Actor("", national[1].country, sector)
        if end + 1 < self.size and self.texts[end] == "-":
            if self.lowers[end + 1] in self.lex.lists["skipped"]:
                return end + 2  # "rebel-held": where, not who
            if self.lowers[end + 1] in self.lex.lists["backed"]:
                return self.qualified(start, end + 2, None)  # "government-backed militia"
        if self.is_stance(start, end):
            return end
        if title and phrase.neutral and owned is None and (behalf := self.ministry_after(end)):
            stop, body = behalf
            self.add(start, stop, "agent", Actor(self.text(start, stop), body.country, body.sector, role))
            return stop
        placed = end < self.size and self.lowers[end] in self.lex.lists["locating"]
        # "the group's leader in Lima", but "Miraflores Magistrate's Court in Lima"
        theirs = start > 0 and self.texts[start - 1] in POSSESSIVE and self.texts[start][0].islower()
        posted = placed and self.lowers[end - 1] in self.lex.lists["posted"]  # "diplomats in Lima" are not Peru's
        if owned is None and not phrase.country and (of := nation or self.country_after(end, only_of=sector == "MIL")):
            whose = None if posted or theirs else of[1].country
            owned = of[0], Actor("", whose, sector or (None if nation and former else GOVERNMENT))
        if owned:
            owned_end, owner = owned
            actor = Actor(self.text(start, owned_end), owner.country, owner.sector, role)
            if self.lex.adjectives_after and self.lowers[i] in self.lex.lists["institutions"]:
                actor = Actor(self.lex.countries.get(owner.country or "", actor.name), owner.country, GOVERNMENT)
            self.add(start, owned_end, "agent", actor, title=title)
            return owned_end
        modifying = end - start == 1 and self.lowers[start] in self.lex.lists["modifying"]
        if modifying and end < self.size and self.goes_on(end) and not self.is_doing(start, end):
            return end
        if "s" in phrase.flags or phrase.country:
            self.add(start, end, "agent", Actor(self.text(start, end), phrase.country, sector, role), title=title)
        return end

    def is_doing(self, start: int, end: int) -> bool:
        """Whether it is told in whose deed something befell somebody: "killed in a police raid"."""
        at = start - 1 - (start > 1 and self.lowers[start - 1] in self.lex.lists["the_or_a"])
        within = at >= 0 and self.lowers[at] in self.lex.lists["locating"]
        return within and self.lowers[end] in self.lex.lists["doings"]

    def is_of_person(self, last: Found, start: int) -> bool:
        """Whether the noun at token `start` is a person's own: "General Bo Example's office in Lima" is he."""
        owned = last.kind == "person" and last.end == start - 1 and self.texts[last.end] in POSSESSIVE
        return owned and self.lowers[start] in self.lex.lists["staffs"]

    def party(self, i: int) -> int:
        """A political party that no list knows: "the Progress and Unity Party of Zambia"; token i is "Party"."""
        start, free = i, self.found[-1].end if self.found else 0
        while start > free and self.is_name_word(start - 1):
            start -= 1
        beside = self.found[-1] if self.found and self.found[-1].end == start else None
        of, country = self.country_after(i + 1, only_of=True), None
        if beside and beside.kind in ("demonym", "country"):
            self.found.pop()
            start, country = beside.start, beside.actors[0].country
        elif of:
            country = of[1].country
        self.add(start, i + 1, "organisation", Actor(self.text(start, i + 1), country, "PTY"))
        return i + 1

    def union(self, i: int) -> int:
        """A trade union that no list knows, "the National Union of Bakers"; token i is "Union". 0 for any other one."""
        start, free, lists = i, self.found[-1].end if self.found else 0, self.lex.lists
        if self.caps or self.title_case:
            return 0
        while start > free and self.lowers[start - 1] not in lists["the_or_a"]:
            joined = (
                self.lowers[start - 1] in lists["body_and"] and start - 1 > free and self.texts[start - 2].istitle()
            )
            if not (self.texts[start - 1].istitle() or joined):
                break
            start -= 1
        end = self.body_end(i + 1)
        if end - start < _SHORTEST or not lists["no_unions"].isdisjoint(self.texts[start:end]):
            return 0
        country = of[1].country if (of := self.country_after(end, only_of=True)) else None
        if self.found and self.found[-1].end == start:  # "Nigeria's Academic Staff | Union"
            beside = self.found.pop()
            start, country = beside.start, beside.actors[0].country or country
        self.add(start, end, "organisation", Actor(self.text(start, end), country, "NGO"))
        return end

    def adjective_after(self, i: int, end: int) -> tuple[int, Actor] | None:
        """ "canciller chileno", "ministra chilena de Exteriores": the nation behind the role noun at i..end."""
        if not self.lex.adjectives_after:
            return None
        while end < self.size and self.lowers[end] in self.lex.lists["after_noun"]:
            end += 1
        hit = self.name_at(end) if end < self.size else None
        if hit is None or hit[1].kind != "demonym" or not self.texts[end].islower():
            return None
        at, noun = hit[0], self.lowers[i]
        while at < self.size and self.lowers[at] in self.lex.lists["after_noun"]:
            at += 1
        for n in self.lex.head_lengths.get(noun, ()):
            rest = self.lowers[at : at + n - 1]
            if rest and len(rest) == n - 1 and " ".join((noun, *rest)) in self.lex.heads:
                return at + n - 1, hit[1].actor
        return at, hit[1].actor

    def organisation_after(self, i: int) -> tuple[int, Actor] | None:
        """ "... for the Pentagon": the organisation or the person that a spokesman before token i speaks for."""
        if i + 1 >= self.size or self.lowers[i] not in self.lex.lists["for_prepositions"]:
            return None
        k = i + 2 if self.is_article(i + 1) and i + 2 < self.size else i + 1
        hit = self.name_at(k)
        return (hit[0], hit[1].at(self.on)) if hit and hit[1].kind in ("organisation", "person") else None
