"""Sentence -> the actors it names: states, people, organisations, and agents such as "the Chinese foreign minister".

In: one sentence with its tokens. Out: mentions in order, longest match, never overlapping. What is known stands in
lexicon/world (leaders) and lexicon/<language> (names, adjectives, capitals, role nouns); this module only applies it.
Names are matched by case, so that "turkey" and "us" are none; role nouns in any case. Codes are ISO 3166-1 alpha-3.

Kinds of mention: country, demonym ("Chinese" without a noun of ours), people ("Syrians"), capital (a seat that stands for
its government), place (a city or region: where, rarely who), organisation, person, agent (a noun phrase).
"""

import datetime as dt
import functools
from typing import NamedTuple

from transforms.events.gazetteer import GOVERNMENT, Entry, Lexicon, lexicon
from transforms.events.model import Actor, ActorMention, Sentence
from transforms.events.text import tokenize

_POSSESSIVE = frozenset(("'s", "’s", "'S", "’S", "'", "’"))
_MAX_PHRASE = 9
_MAX_UNKNOWN = 2
"""Words of no list that may stand between an adjective and its noun: "Chinese climate-change negotiator"."""
_MODIFIES = frozenset(("country", "demonym", "capital", "place", "region", "organisation", "people"))
_CAPS_SHARE = 0.6


@functools.cache
def load(language: str) -> "Gazetteer":
    """The gazetteer of a language, built once per process. Raises FileNotFoundError where there is no such lexicon."""
    return Gazetteer(lexicon(language))


class Gazetteer:
    """Finds actors in sentences; immutable once built, safe to share between threads."""

    def __init__(self, lex: Lexicon) -> None:
        self.lexicon = lex

    def find(self, sentence: Sentence, on: dt.date | None = None) -> tuple[ActorMention, ...]:
        """Who is named, in order. `on` (the publisher's day) picks the office that a person held."""
        return _Reader(self.lexicon, sentence, on).read()

    def resolve(self, name: str, on: dt.date | None = None) -> tuple[Actor, ...]:
        """The actors that a phrase names ("US President Donald Trump", "India and Pakistan"); () where it names none."""
        found = self.find(Sentence(name, 0, len(name), tokenize(name)), on)
        return tuple(dict.fromkeys(a for m in found for a in m.actors))


class _Phrase(NamedTuple):
    """A noun phrase headed by a role noun."""

    end: int
    sector: str | None
    neutral: bool
    flags: str
    country: str | None
    role: str


class _Found(NamedTuple):
    """A mention in the making, in token indices."""

    start: int
    end: int
    kind: str
    actors: tuple[Actor, ...]
    title: bool = False
    """A noun phrase that a name may stand beside: "China's top diplomat, Wang Yi"."""


class _Reader:
    """One pass over one sentence."""

    def __init__(self, lex: Lexicon, sentence: Sentence, on: dt.date | None) -> None:
        self.lex, self.sentence, self.on = lex, sentence, on
        self.texts = [t.text for t in sentence.tokens]
        if "’" in sentence.text:
            self.texts = [t.replace("’", "'") for t in self.texts]
        self.lowers = [t.lower for t in sentence.tokens]
        self.size = len(self.texts)
        letters = [t for t in self.texts if len(t) > 1 and t[0].isalpha()]
        self.caps = len(letters) > 2 and sum(map(str.isupper, letters)) > _CAPS_SHARE * len(letters)
        self.found: list[_Found] = []

    def read(self) -> tuple[ActorMention, ...]:
        lengths, heads = self.lex.lengths, self.lex.head_lengths
        i, texts, lowers, caps = 0, self.texts, self.lowers, self.caps
        while i < self.size:
            text = texts[i]
            if text in lengths or caps or (len(text) > 3 and text.isupper()):
                hit = self.name_at(i)
                if hit:
                    i = self.named(i, *hit)
                    continue
            if lowers[i] in heads:
                end = self.agent(i)
                if end:
                    i = end
                    continue
            elif text in self.lex.prefixes and i + 1 < self.size and texts[i + 1] == "-":
                self.add(i, i + 1, "demonym", self.lex.prefixes[text])
            i += 1
        if not self.found:
            return ()
        self.share_heads()
        self.appositions()
        tokens, base = self.sentence.tokens, self.sentence.start
        return tuple(
            ActorMention(a := tokens[f.start].start, b := tokens[f.end - 1].end, self.sentence.text[a - base : b - base], f.kind, f.actors)
            for f in self.found
        )

    # -- names --------------------------------------------------------------------------------------------------------

    def name_at(self, i: int) -> tuple[int, Entry] | None:
        """The longest name that begins at token i, as (end, entry)."""
        text = self.texts[i]
        for n in self.lex.lengths.get(text, ()):
            entry = self.lex.names.get(text if n == 1 else " ".join(self.texts[i : i + n]))
            if entry and i + n <= self.size and not self.is_other(i, i + n, entry):
                return i + n, entry
        if text.isupper() and (self.caps or len(text) > 3):
            for n in self.lex.upper_lengths.get(text, ()):
                phrase = self.lex.upper.get(text if n == 1 else " ".join(self.texts[i : i + n]))
                if phrase and i + n <= self.size and not (n == 1 and len(text) < 4 and not phrase.isupper()):
                    return i + n, self.lex.names[phrase]
        return None

    def is_other(self, i: int, j: int, entry: Entry) -> bool:
        """Whether the words at i..j are part of another's name: Michael Jordan, Jordan Peterson, Hunter Biden, Trump Tower."""
        if j - i > 1 or entry.kind == "skip" or self.caps:
            return False
        lists, before = self.lex.lists, self.texts[i - 1] if i else ""
        after = self.texts[j] if j < self.size else ""
        if entry.kind == "person":
            if before in lists["given_names"] or after in lists["things"]:
                return True
            return self.unknown_name(i - 1) if i > 1 and before[:1].isupper() else False
        if before in lists["given_names"] and entry.kind != "organisation":
            return True
        return (
            self.texts[i] in lists["ambiguous_names"]
            and after[:1].isupper()
            and not after.isupper()
            and after.lower() not in self.lex.heads
            and after.lower() not in self.lex.modifiers
            and after not in self.lex.lengths
            and entry.kind in ("country", "capital", "place", "demonym")
        )

    def unknown_name(self, i: int) -> bool:
        """Whether token i looks like a person's name that no list knows: capitalised, no title, nothing of ours."""
        text, lower = self.texts[i], self.lowers[i]
        return (
            text[0].isupper()
            and text.isalpha()
            and len(text) > 1
            and lower not in self.lex.heads
            and lower not in self.lex.modifiers
            and text not in self.lex.lengths
            and text not in self.lex.lists["not_names"]
            and lower not in self.lex.lists["stops"]
            and not text.isupper()
        )

    def named(self, i: int, j: int, entry: Entry) -> int:
        """Takes up the name at i..j with what belongs to it; returns the token to go on from."""
        if entry.kind == "skip":
            return j
        actor = entry.at(self.on)
        if entry.kind == "person":
            return self.person(i, j, actor)
        if entry.kind in _MODIFIES and j < self.size:
            if self.texts[j] == "-" and j + 1 < self.size:
                word, lists = self.lowers[j + 1], self.lex.lists
                if word in lists["backed"]:
                    return self.qualified(i, j + 2, None)
                if word in lists["led"]:
                    return self.qualified(i, j + 2, actor)
                if word in lists["skipped"]:
                    return j + 2
            if i > 1 and self.texts[i - 1] == "-" and self.lowers[i - 2] in ("anti", "pro", "non"):
                return self.qualified(i, j, None)
            k = j + 1 if self.texts[j] in _POSSESSIVE else j
            phrase = self.phrase(k, loose=entry.kind in ("demonym", "region") or k > j)
            if phrase and not self.is_verb(k, phrase, entry):
                return self.agent_of(i, k, phrase, entry, actor)
            following = self.name_at(k) if k < self.size and entry.kind != "people" else None
            if following and following[1].kind == "person" and following[1].actor.country == actor.country and k > j:
                return k  # "Russia's Putin" is one actor
            if following and following[1].generic and entry.kind != "organisation":
                return self.institution(i, *following, actor)
        if entry.generic and (of := self.country_after(j)):
            end, country = of
            self.add(i, end, "organisation", Actor(self.text(i, j), country.country, actor.sector))
            return end
        kind = entry.kind if entry.kind not in ("people", "region") else "demonym"
        if entry.kind != "region":
            self.add(i, j, kind, actor)
        return j

    def institution(self, i: int, j: int, entry: Entry, owner: Actor) -> int:
        """A common institution with its country before it, "the Nigerian Senate", and a role noun that may follow."""
        actor = Actor(self.text(i, j), owner.country, entry.actor.sector)
        phrase = self.phrase(j, loose=False)
        if phrase:
            return self.agent_of(i, j, phrase, Entry("organisation", actor), actor)
        self.add(i, j, "organisation", actor)
        return j

    def person(self, i: int, j: int, actor: Actor) -> int:
        """A known person; "the Biden administration" and "Putin's spokesman" are agents of his country."""
        k = j + 1 if j < self.size and self.texts[j] in _POSSESSIVE else j
        if k < self.size and (k > j or self.lowers[k] in self.lex.lists["governments"]):
            phrase = self.phrase(k, loose=False)
            if phrase and actor.country:
                country = Actor(self.lex.countries.get(actor.country, actor.name), actor.country, GOVERNMENT)
                return self.agent_of(i, k, phrase, Entry("country", country), country)
        self.add(i, j, "person", actor)
        return j

    # -- noun phrases -------------------------------------------------------------------------------------------------

    def head_at(self, i: int) -> int:
        """Number of tokens of the longest role noun that begins at token i; 0 where none does."""
        lower = self.lowers[i]
        for n in self.lex.head_lengths.get(lower, ()):
            if n == 1 or (i + n <= self.size and self.phrase_of(i, n) in self.lex.heads):
                return n
        return 0

    def phrase_of(self, i: int, n: int) -> str:
        """n tokens as the lexicon of role nouns writes them."""
        return " ".join(self.lowers[i : i + n]).replace("’", "'")

    def phrase(self, k: int, *, loose: bool) -> _Phrase | None:
        """The longest run of modifiers and role nouns from token k that ends in a role noun."""
        i, end, unknown, last, sector = k, 0, 0, "", ""
        lex, limit = self.lex, min(self.size, k + _MAX_PHRASE)
        while i < limit:
            lower = self.lowers[i]
            if n := self.head_at(i):
                last = lower if n == 1 else self.phrase_of(i, n)
                head = lex.heads[last]
                if end and head.neutral and sector == "":
                    sector = lex.modifiers.get(self.lowers[i - 1], "")
                if not head.neutral:
                    sector = head.sector or ""
                i += n
                end = i
                continue
            if lower in lex.modifiers:
                sector = lex.modifiers[lower] or sector
            elif (lower in ("-", "and", "&", "/") and i > k and i + 1 < limit and self.lowers[i + 1] in lex.modifiers) or (
                lower == "-" and i > k
            ):
                pass
            elif loose and not end and unknown < _MAX_UNKNOWN and lower == self.texts[i] and lower.isalpha():
                if lower in lex.lists["stops"] or lower.endswith(("ed", "ing")):
                    return None
                unknown += 1
            else:
                break
            i += 1
        if not end:
            return None
        head = lex.heads[last]
        if "m" in head.flags and end < self.size and self.goes_on(end):
            return None
        role = self.text(k, end)
        return _Phrase(end, sector or head.sector, head.neutral, head.flags, head.country, role)

    def goes_on(self, i: int) -> bool:
        """Whether token i is a noun that the word before only modifies ("general election")."""
        lower = self.lowers[i]
        return lower == self.texts[i] and lower.isalpha() and lower not in self.lex.lists["stops"]

    def is_verb(self, k: int, phrase: _Phrase, entry: Entry) -> bool:
        """ "Israel forces the ..." : a noun that is also a verb, directly after a bare country and before an object."""
        if "v" not in phrase.flags or phrase.end - k > 1 or entry.kind in ("demonym", "region"):
            return False
        after = self.texts[phrase.end] if phrase.end < self.size else ""
        return after[:1].isupper() or after in self.lex.lists["articles"]

    def agent_of(self, i: int, k: int, phrase: _Phrase, entry: Entry, actor: Actor) -> int:
        """The agent "<name at i> <phrase at k>", with the person's name where one follows."""
        former = self.is_former(i) or any(w in self.lex.lists["former"] for w in self.lowers[k : phrase.end])
        country, sector = actor.country, phrase.sector or GOVERNMENT
        if entry.kind == "organisation":
            sector = actor.sector if phrase.neutral or actor.sector not in (GOVERNMENT, None) else phrase.sector
        elif entry.kind == "region":
            country = phrase.country
        role = phrase.role.lower() if phrase.role.istitle() else phrase.role
        return self.agent_or_person(i, phrase, role, country, None if former else sector, actor, entry, former=former)

    def agent_or_person(
        self, i: int, phrase: _Phrase, role: str, country: str | None, sector: str | None, owner: Actor, entry: Entry, *, former: bool
    ) -> int:
        if former and not role.startswith("former"):
            role = f"former {role}"
        if "t" in phrase.flags and phrase.end < self.size:
            known = self.name_at(phrase.end)
            if known and known[1].kind == "person":
                actor = known[1].at(self.on)
                if known[1].full or country is None or actor.country == country:
                    self.add(i, known[0], "person", actor)
                    return known[0]
            elif not known or known[1].kind in ("place", "skip"):
                end = self.name_end(phrase.end)
                if end:
                    self.add(i, end, "person", Actor(self.text(phrase.end, end), country, sector, role))
                    return end
        if entry.kind == "organisation":
            name = owner.name
        elif sector == GOVERNMENT and phrase.role.lower().split()[-1] in ("government", "governments", "administration", "authorities", "regime"):
            name = self.lex.countries.get(country or "", self.text(i, phrase.end))
            role = ""
        else:
            name = self.text(i, phrase.end)
        self.add(i, phrase.end, "agent", Actor(name, country, sector, role or None), title="t" in phrase.flags)
        return phrase.end

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
        start = i
        while start and self.lowers[start - 1] in self.lex.modifiers and not (self.found and start - 1 < self.found[-1].end):
            start -= 1
        if self.found:
            start = max(start, self.found[-1].end)
        phrase = self.phrase(start, loose=False)
        if not phrase or phrase.end <= i:
            return 0
        former = self.is_former(start) or any(w in self.lex.lists["former"] for w in self.lowers[start : phrase.end])
        sector, end = None if former else phrase.sector, phrase.end
        role = phrase.role.lower() if phrase.role.istitle() else phrase.role
        if "t" in phrase.flags and end < self.size:
            dot = end + 1 if self.texts[end] == "." and end + 1 < self.size else end
            known = self.name_at(dot)
            if known and known[1].kind == "person":
                self.add(start, known[0], "person", known[1].at(self.on))
                return known[0]
            name_end = self.name_end(dot) if not known or known[1].kind == "place" else 0
            capital = self.texts[start][0].isupper() or name_end - dot > 1
            if name_end and capital:
                self.add(start, name_end, "person", Actor(self.text(dot, name_end), phrase.country, sector or GOVERNMENT, role))
                return name_end
        if of := self.country_after(end):
            of_end, country = of
            self.add(start, of_end, "agent", Actor(self.text(start, of_end), country.country, sector or GOVERNMENT, role), title="t" in phrase.flags)
            return of_end
        if "s" in phrase.flags or phrase.country:
            self.add(start, end, "agent", Actor(self.text(start, end), phrase.country, sector, role), title="t" in phrase.flags)
        return end

    def country_after(self, i: int) -> tuple[int, Actor] | None:
        """ "... of Kenya", "... in Lagos": the country that a noun before token i belongs to, with its end."""
        if i + 1 >= self.size or self.lowers[i] not in self.lex.lists["place_prepositions"]:
            return None
        k = i + 2 if self.lowers[i + 1] == "the" and i + 2 < self.size else i + 1
        hit = self.name_at(k)
        if not hit or hit[1].kind not in ("country", "place", "capital") or (hit[1].kind != "country" and self.lowers[i] == "of"):
            return None
        end = hit[0]
        if end < self.size and self.texts[end] in _POSSESSIVE:
            return None
        return end, hit[1].actor

    def name_end(self, i: int) -> int:
        """End of a person's name of no list that begins at token i; 0 where there is none. "Andrej Babis", "Omar al-Tayeb"."""
        j, parts, particles = i, 0, self.lex.lists["particles"]
        while j < self.size and j - i < 7:
            text = self.texts[j]
            if self.is_name_word(j):
                parts += 1
            elif not (
                (self.lowers[j] in particles and j + 1 < self.size and (self.texts[j + 1] == "-" or self.texts[j + 1][0].isupper()))
                or (text in "-." and parts | (j - i) and j + 1 < self.size and (text == "-" or len(self.texts[j - 1]) == 1))
            ):
                break
            j += 1
        while j > i and (self.texts[j - 1] in "-." or self.lowers[j - 1] in particles):
            j -= 1
        return j if parts else 0

    def is_name_word(self, j: int) -> bool:
        text = self.texts[j]
        if not text[0].isupper() or not text.replace("'", "").isalpha() or (text.isupper() and len(text) > 1 and not self.caps):
            return False
        return text not in self.lex.lists["not_names"] and not (text in self.lex.names and self.lex.names[text].kind in ("country", "demonym", "organisation"))

    # -- afterwards ---------------------------------------------------------------------------------------------------

    def share_heads(self) -> None:
        """ "the Russian and Syrian defense ministries": the noun belongs to both adjectives."""
        for n in range(len(self.found) - 2, -1, -1):
            first, second = self.found[n], self.found[n + 1]
            if second.kind != "agent" or len(second.actors) != 1 or not second.actors[0].country:
                continue
            if first.kind == "country" and not self.texts[first.start].replace(".", "").isupper():
                continue
            if first.kind not in ("demonym", "country") or first.end != first.start + 1:
                continue
            if all(t in (",", "and", "or", "-", "/", "&") for t in self.lowers[first.end : second.start]) and second.start > first.end:
                sector, role = second.actors[0].sector, second.actors[0].role
                self.found[n] = first._replace(kind="agent", actors=(Actor(first.actors[0].name, first.actors[0].country, sector, role),))

    def appositions(self) -> None:
        """ "China's top diplomat, Wang Yi," and "Wang Yi, the Chinese diplomat,": one actor, the person."""
        out: list[_Found] = []
        for f in self.found:
            last = out[-1] if out else None
            if f.title and f.kind == "agent":
                f = self.with_name(f, out[-1].end if out else 0)
                last = out[-1] if out else None
            if last and self.beside(last, f):
                if last.title and f.kind == "person":
                    out[-1] = f
                    continue
                if f.title and last.kind == "person":
                    continue
            out.append(f)
        self.found = out

    def beside(self, first: _Found, second: _Found) -> bool:
        between = [t for t in self.lowers[first.end : second.start] if t not in ("a", "an", "the")]
        a, b = first.actors[0], second.actors[0]
        return between == [","] and a.country == b.country and len(first.actors) == len(second.actors) == 1

    def with_name(self, f: _Found, after: int) -> _Found:
        """An agent with an unknown person's name beside it, set off by a comma, becomes that person."""
        actor = f.actors[0]
        if not actor.country:
            return f
        if f.end < self.size and self.texts[f.end] == ",":
            end = self.name_end(f.end + 1) if f.end + 1 < self.size and not self.name_at(f.end + 1) else 0
            if end - f.end > 2 and (end == self.size or self.texts[end] in (",", ".", "-", "—")):
                return f._replace(end=end, kind="person", actors=(Actor(self.text(f.end + 1, end), actor.country, actor.sector, actor.role),))
        start = f.start - 1
        if start > 0 and self.lowers[start] in ("the", "a", "an"):
            start -= 1
        if start > 1 and self.texts[start] == ",":
            first = start
            while first > after and (self.is_name_word(first - 1) or (self.texts[first - 1] in "-" and first - 1 > after)):
                first -= 1
            if start - first > 1 and self.name_end(first) == start:
                name = self.text(first, start)
                return f._replace(start=first, kind="person", actors=(Actor(name, actor.country, actor.sector, actor.role),))
        return f

    def add(self, i: int, j: int, kind: str, *actors: Actor, title: bool = False) -> None:
        self.found.append(_Found(i, j, kind, actors, title))

    def text(self, i: int, j: int) -> str:
        """The words of tokens i..j, as printed."""
        tokens, base = self.sentence.tokens, self.sentence.start
        return self.sentence.text[tokens[i].start - base : tokens[j - 1].end - base]
