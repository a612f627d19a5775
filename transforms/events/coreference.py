"""Mentions of one document -> the same with the ones that only name somebody again.

In: the sentences of a document and the mentions that the gazetteer found in each. Out: the same per sentence, with
surnames ("Kerry" after "John Kerry"), pairs ("the two leaders"), pronouns, "his counterpart", "the country", "the
group" and "the minister" resolved where the text leaves one reading; otherwise they stay as they were.
Each kind has its room: surnames.py, pronouns.py, ownership.py, bodies.py; pairs and "the country" are here, with the
walk through the document. The words are data: lexicon/<language>/coreference.toml.
"""

import dataclasses
import itertools
from collections.abc import Sequence

from transforms.events import acronyms, bodies, identity, strangers, unclaimed
from transforms.events.antecedents import codes
from transforms.events.backwords import words
from transforms.events.gazetteer import lexicon
from transforms.events.model import Actor, Mentions, Sentence
from transforms.events.phrases import NAMESAKE
from transforms.events.pronouns import Pronouns
from transforms.events.setting import Scene
from transforms.events.text import MAX_TOKENS


def resolve(
    sentences: Sequence[Sentence], mentions: Sequence[Mentions], language: str = "en", scene: Scene | None = None
) -> tuple[Mentions, ...]:
    """The mentions of each sentence, with back-references resolved, in order and without overlaps.

    `scene` says where the document is set; it is read from the mentions where the caller has none.
    """
    scene = scene or Scene(sentences, mentions, language)
    lex, told = lexicon(language), words(language)
    found = acronyms.named(sentences, identity.pooled(mentions, lex), lex, language, scene.day)
    named = strangers.named(sentences, found, told, lex, scene)
    return _Document(sentences, named, lex, told, scene).resolve()


_OFTEN = 2
"""Mentions of a half of a land from which on "the North" means it in a text that does not name the other one."""
_BODIES = frozenset(("organisation", "agent"))
"""Kinds of mentions of which a common name tells too little: "the Senate", "the head of the Senate"."""


class _Document(Pronouns):
    """One pass, in reading order: what is looked back to has been resolved already."""

    def resolve(self) -> tuple[Mentions, ...]:
        self.namesakes()
        self.halves()
        bodies.claim(self.found, self.scene)
        called = bodies.introduced(self.found, self.words)
        for n in range(len(self.sentences)):
            if self.people:
                self.found[n] = self.surnames(n)
            if called:
                self.found[n] = bodies.named_again(self.sentences[n], self.found[n], called, n, self.words)
            self.found[n] = self.phrases(n)
        claimed = unclaimed.claim(self.sentences, self.found, self.scene, self.lex, self.fitting)
        return identity.settled(claimed)

    def namesakes(self) -> None:
        """Georgia in a text about the United States that names nothing else of the country is the state."""
        names, named = self.lex.lists["namesakes"], " ".join([m.text for found in self.found for m in found])
        if max(map(named.find, names), default=-1) < 0:
            return
        names = names | {f"{name}{mark}s" for name in names for mark in "'’"}
        doubtful = {m.actors[0].country for found in self.found for m in found if not names.isdisjoint(m.text.split())}
        for code in doubtful - {None}:
            own = any(
                a.country == code and names.isdisjoint(m.text.split()) and names.isdisjoint(a.name.split())
                for found in self.found
                for m in found
                for a in m.actors
            )
            told = any(a.country == NAMESAKE for found in self.found for m in found for a in m.actors)
            if own or not told:
                continue
            for n, found in enumerate(self.found):
                self.found[n] = tuple(
                    self.replaced(m, dataclasses.replace(m.actors[0], country=NAMESAKE))
                    if m.actors[0].country == code and not names.isdisjoint(m.text.split())
                    else m
                    for m in found
                )

    def halves(self) -> None:
        """ "The North" in a text that names the two states of one land."""
        for half, both in self.words.halves.items():
            told = [self.counts[code] for code in both]
            if not all(told) and told[0] < _OFTEN:
                continue
            for n, sentence in enumerate(self.sentences):
                words = sentence.words
                for i in itertools.compress(itertools.count(), map(half.__eq__, words)):
                    end = words[i + 1] if i + 1 < len(words) else ""
                    if i and words[i - 1].lower() in self.words.the and not end[:1].isupper():
                        a, b = sentence.span(i, i + 1)
                        if not any(m.start < b and a < m.end for m in self.found[n]):
                            state = self.mention(n, a, b, "country", self.states(both[:1]))
                            self.found[n] = tuple(sorted((*self.found[n], state), key=lambda m: m.start))

    def phrases(self, n: int) -> Mentions:
        out = list(self.found[n])
        if [m for m in out if m.kind in _BODIES or not m.actors[0].country]:
            # first whose "the Senate" is: whose commissioner it censures may follow from that
            self.found[n] = tuple([self.owned(n, m) if m.kind == "organisation" else m for m in out])
            told = [m.kind == "organisation" or (m.actors[0].country and m.kind != "agent") for m in out]
            out = [m if done else self.owned(n, m) for m, done in zip(self.found[n], told, strict=True)]
            self.found[n] = tuple(out)
        lowers, words = self.sentences[n].lowers, self.words
        if len(lowers) > MAX_TOKENS or words.telling.isdisjoint(lowers):
            return self.found[n]
        at = [
            i
            for i in itertools.compress(itertools.count(), map(words.openers.__contains__, lowers))
            if lowers[i] in words.alone or (i + 1 < len(lowers) and lowers[i + 1] in words.followers)
        ]
        if not at:
            return self.found[n]
        starts = self.sentences[n].starts
        covered = [(m.start, m.end) for m in out]
        for i in at:
            start, lower = starts[i], lowers[i]
            last, kind, actors = i, "pronoun", tuple[Actor, ...]()
            if lower in words.it and self.nobody_before(n, start) and self.is_agent_pronoun(n, i):
                actors = self.subject_before(n)
            elif lower in words.it and i and lowers[i - 1] in words.clauses and self.is_agent_pronoun(n, i):
                actors = self.subject_here(n, start)
            elif lower in words.it and i and lowers[i - 1].endswith(tuple(words.endings)):
                object_ = words.acting.isdisjoint(lowers[i + 1 : i + 2])  # 'Peru denied it had', not 'Peru denied it'
                actors = self.acted_on(n, start) if object_ else ()
            elif (lower in words.male or lower in words.female) and (
                lower not in words.his or self.stands_alone(lowers, i)
            ):
                actors = self.person(n, start, female=lower in words.female)
            elif lower in words.they or lower in words.them:
                actors = self.several(n, start, acted_on=lower in words.them)
                kind = "group"
            elif lower in words.starts and i + 1 < len(lowers):
                following = lowers[i + 1]
                third = lowers[i + 2] if i + 2 < len(lowers) else ""
                if lower in words.pair_starts or f"{lower} {following}" in words.pair_starts:
                    last = i + 1 if lower in words.pair_starts else i + 2
                    kind, actors = "group", self.pair_at(n, start, following if last == i + 1 else third)
                elif f"{lower} {following}" in words.pair_phrases:
                    last, kind, actors = i + 1, "group", self.pair_at(n, start, following)
                if not actors and lower in words.the and following in words.sides:
                    last, kind = i + 1, "group"
                    actors = self.states(self.pair) if self.pair else self.pair_at(n, start, following)
                named = third in words.of  # "the Republic of Chad"
                if not actors and lower in words.country_starts and following in words.country_nouns and not named:
                    last, kind, actors = i + 1, "country", self.country(n, start)
                elif (
                    not actors
                    and lower in words.group_starts
                    and following in words.groups
                    and not (
                        third in words.governing and "REB" not in words.groups[following]  # "the Committee on Trade"
                    )
                ):
                    last, kind, actors = i + 1, "organisation", self.group(n, start, following)
                elif not actors and following in words.group_adjectives and third in words.groups:
                    last, kind, actors = i + 2, "organisation", self.group(n, start, third)
            if actors and last < len(lowers):
                a, b = self.sentences[n].span(i, last + 1)
                out = [m for m in out if not (a <= m.start and m.end <= b and not any(x.country for x in m.actors))]
                covered = [(m.start, m.end) for m in out]
                if not any(a < hi and lo < b for lo, hi in covered):
                    out.append(self.mention(n, a, b, kind, actors))
                    out.sort(key=lambda m: m.start)
                    self.found[n] = tuple(out)
        if any(m.kind == "country" for m in out):
            out = [self.theirs(n, m) for m in out]  # "the country's top diplomat"
            self.found[n] = tuple(out)
        if any(m.kind == "pronoun" for m in out):
            # now that it is known who "she" is: "She met her counterpart and thanked him"
            out = [self.owned(n, m) for m in out]
            known = {a.name: a for m in out for a in m.actors if a.country}
            self.found[n] = tuple(
                [self.replaced(m, known.get(m.actors[0].name, m.actors[0])) if m.kind == "pronoun" else m for m in out]
            )
        return self.found[n]

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
        if noun in self.words.party_nouns and (foes := self.foes(n, before)):
            return foes
        seen: dict[str, None] = {}
        home = self.scene.home_of(n)
        named = set(codes(m for m in self.found[n] if m.end <= before))
        if home and named <= {home} and not self.pair:
            # the two of an affair at home; "each side" of it is one of the two
            return self.states([home]) if noun.endswith(self.lex.plural_endings) else ()
        main = self.main_two()
        if main and ((named and not named & set(main)) or (noun in self.words.party_nouns and named <= set(main))):
            return self.states(main)  # 'Oman praised both countries': not Oman and one of them
        for found in self.back(n, before):
            here = dict.fromkeys(codes(found))
            if len(seen) + len([c for c in here if c not in seen]) > 2:
                if len(here) == 2 and len(seen) == 1:
                    return self.states(here)  # 'Turkey will host the two presidents': the two just told about
                break
            seen.update(here)
            if len(seen) == 2:
                return self.states(seen)
        if self.pair:
            return self.states(self.pair)
        return self.states(main) if all(c in main for c in seen) else ()

    def foes(self, n: int, before: int) -> tuple[Actor, ...]:
        """The government and the rebels of one state that the last sentence names together: "both sides"."""
        for k in (n, n - 1):
            for one, other in itertools.pairwise([m for m in self.found[k] if m.end <= before] if k >= 0 else []):
                sides = {one.actors[0].sector, other.actors[0].sector}
                if "REB" in sides and len(sides) == 2 and one.actors[0].country == other.actors[0].country is not None:
                    return (*one.actors, *other.actors) if self.are_joined(k, one, other) else ()
        return ()

    def main_two(self) -> tuple[str, ...]:
        """The two countries that the document names oftener than any third."""
        main = [c for c, count in self.counts.most_common(3) if count > 1]
        rest = self.counts[main[2]] if len(main) > 2 else 0
        return tuple(main[:2]) if len(main) >= 2 and self.counts[main[1]] > rest else ()

    def country(self, n: int, before: int) -> tuple[Actor, ...]:
        """ "The country": the one named last that is not the speaker's own, where he is named in the sentence with
        another one; else his own, and that of an envoy who speaks: "Peru's ambassador to Chile said the country"."""
        here = next(iter(self.back(n, before)))
        own = here[0].actors[0].country if here and here[0].kind in ("person", "country", "agent") else None
        closes = self.sentences[n].text[: before - self.sentences[n].start].rstrip().endswith(",")
        if own and not closes and {a.country for m in here for a in m.actors} <= {own, None}:
            return self.states([own])  # 'the Peruvian minister left the country', but 'when Peru did, the kingdom did'
        if own and here[0].kind != "person":
            start = self.sentences[n].start
            said = self.sentences[n].text[here[0].end - start : before - start].lower().split()
            if said and said[-1] in self.words.subject_after and self.is_posted(here[0]):
                return self.states([own])
            own = own if self.words.subject_after.isdisjoint(said) else None
        for found in self.back(n, before):
            for m in reversed(found):
                code = m.actors[0].country
                if code and code != own and len(m.actors) == 1 and m.kind in ("country", "demonym", "capital", "agent"):
                    return self.states([code])
        return ()

    def group(self, n: int, before: int, noun: str) -> tuple[Actor, ...]:
        """The body named last that is called so; of several kinds one that is not between states: "the group"."""
        sectors, between_states = self.words.groups[noun], tuple[Actor, ...]()
        for found in self.back(n, before):
            for m in reversed(found):
                sector = m.actors[0].sector
                named = m.kind == "organisation" and not m.text.lower().startswith("the ")
                body = m.kind == "agent" and m.end < before and self.noun(m) == noun and m.actors[0].country
                if body and len(m.actors) == 1:
                    return m.actors  # "the ministry" after "the Peruvian defence ministry"
                if sector not in sectors or not (named or (m.kind == "agent" and m.actors[0].name in self.lex.names)):
                    continue
                if sector != "IGO" or len(sectors) == 1:
                    return m.actors
                between_states = between_states or m.actors
        return between_states
