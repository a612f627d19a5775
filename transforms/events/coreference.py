"""Mentions of one document -> the same with the ones that only name somebody again.

In: the sentences of a document and the mentions that the gazetteer found in each. Out: the same per sentence, with
surnames ("Kerry" after "John Kerry"), pairs ("the two leaders"), pronouns, "his counterpart", "the country", "the
group" and "the minister" resolved where the text leaves one reading; otherwise they stay as they were.
The words are data: lexicon/<language>/coreference.toml.
"""

import dataclasses
import itertools
from collections.abc import Sequence

from transforms.events import bodies, strangers, unclaimed
from transforms.events.backwords import Words, words
from transforms.events.gazetteer import Lexicon, lexicon
from transforms.events.model import Actor, ActorMention, Sentence
from transforms.events.ownership import JOINT, Mentions, Owners, codes
from transforms.events.phrases import NAMESAKE
from transforms.events.setting import Scene
from transforms.events.text import MAX_TOKENS

_HEADLINE = 2
"""First sentences, in which a surname may stand before the name is given in full."""
JOINT_REACH = 80
"""Characters between two names that "and" may join."""


def resolve(
    sentences: Sequence[Sentence], mentions: Sequence[Mentions], language: str = "en", scene: Scene | None = None
) -> tuple[Mentions, ...]:
    """The mentions of each sentence, with back-references resolved, in order and without overlaps.

    `scene` says where the document is set; it is read from the mentions where the caller has none.
    """
    scene = scene or Scene(sentences, mentions, language)
    return _Document(sentences, mentions, lexicon(language), words(language), scene).resolve()


class _Document(Owners):
    """One pass, in reading order: what is looked back to has been resolved already."""

    def __init__(
        self, sentences: Sequence[Sentence], mentions: Sequence[Mentions], lex: Lexicon, words: Words, scene: Scene
    ) -> None:
        super().__init__(sentences, strangers.named(sentences, mentions, words, lex, scene), lex, words, scene)
        self.people = self.introduced()
        self.known = frozenset(self.people)
        self.women_family = tuple(words.women_family)
        self.women: dict[str, bool] = {}
        """Persons that "he" or "she" has stood for."""
        self.titled_so: dict[str, bool] = {}
        """Persons called "Ms" or "Mr": whether it is a woman."""

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
        return unclaimed.claim(self.sentences, self.found, self.scene, self.lex)

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
            if not all(map(self.counts.__getitem__, both)):
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

    def owned(self, n: int, m: ActorMention) -> ActorMention:
        """A mention with its country: of somebody's, "her spokesman", with that of the person told about."""
        word = self.word_before(n, m) if m.kind == "agent" and not m.actors[0].country else ""
        if word in self.words.his and self.noun(m) not in self.words.counterparts | self.words.neighbours:
            owner = self.owner(n, m.start, female=word in self.words.female)
            if owner:
                return self.of(m, owner)
        return super().owned(n, m)

    def owner(self, n: int, before: int, *, female: bool) -> str | None:
        """The country of whom "his" or "her" means: who is joined to it, "Bo and his team", else who begins the
        sentence, else who is told about."""
        ahead = [m for m in self.found[n] if m.end <= before and m.kind in ("person", "pronoun", "agent")]
        if ahead:
            start = self.sentences[n].start
            gap = self.sentences[n].text[ahead[-1].end - start : before - start].split()
            if len(gap) == JOINT and gap[0] in self.words.and_:
                return ahead[-1].actors[0].country
        if ahead and ahead[0].kind == "agent":
            return ahead[0].actors[0].country if self.is_officer(ahead[0]) else None
        bearer = self.person(n, before, female=female)
        return bearer[0].country if bearer else None

    # -- surnames -----------------------------------------------------------------------------------------------------

    def introduced(self) -> dict[str, tuple[int, Actor]]:
        """Surname -> where its bearer is first named in full, and who; surnames of two bearers are left out."""
        people: dict[str, tuple[int, Actor]] = {}
        shared: set[str] = set()
        called: dict[str, tuple[str, ...]] = {}
        for n, found in enumerate(self.found):
            for m in found:
                if m.kind != "person" or " " not in (actor := m.actors[0]).name:
                    continue
                if actor.name not in called:
                    called[actor.name] = tuple(self.keys(actor))
                for key in called[actor.name]:
                    first, known = people.setdefault(key, (n, actor))
                    if known.name != actor.name:
                        shared.add(key)
                    elif known.country is None and actor.country:
                        people[key] = (first, actor)
        return {k: v for k, v in people.items() if k not in shared}

    def surnames(self, n: int) -> Mentions:
        sentence, out = self.sentences[n], list(self.found[n])
        for i, m in enumerate(out):
            if m.kind == "person" and " " not in m.actors[0].name and m.actors[0].country is None:
                known = self.people.get(m.actors[0].name)
                if known and known[0] != n:
                    out[i] = ActorMention(m.start, m.end, m.text, m.kind, (known[1],))
        words, people = sentence.words, self.people
        called: dict[int, str] = {}
        if not self.known.isdisjoint(words):
            called = {i: word for i, word in enumerate(words) if word in people}
        if sentence.capitals:
            shouted = itertools.compress(itertools.count(), map(str.isupper, words))
            called |= {i: words[i].title() for i in shouted if len(words[i]) > 3}
        if not called:
            return tuple(out)
        covered = [(m.start, m.end) for m in out]
        for i in sorted(called):
            known = people.get(called[i])
            if known is None or not (known[0] <= n or n < _HEADLINE):
                continue
            start = i
            names = set(known[1].name.replace(".", "").split())
            while start and words[start - 1] in names:
                start -= 1
            before = words[start - 1] if start else ""
            if before in self.words.ladies or before in self.words.gentlemen:
                self.titled_so[known[1].name] = before in self.words.ladies
            after = words[i + 1] if i + 1 < len(words) else ""
            if before in self.lex.lists["given_names"] or after in self.lex.lists["things"]:
                continue
            a, b = sentence.span(start, i + 1)
            if any(a < hi and lo < b for lo, hi in covered):
                # "Gao" is a town, but after "Bo Gao" it is he; so is "Sabah", which is a newspaper
                town = next((m for m in out if (m.start, m.end) == (a, b) and _may_be_person(m)), None)
                if town is None or (town.kind == "place" and self.governor(n, town) in self.words.governing):
                    continue
                if town.kind != "place" and before in self.words.the:
                    continue  # "the Guardian"
                out.remove(town)
                covered.remove((a, b))
            if not any(a < hi and lo < b for lo, hi in covered):
                out.append(self.mention(n, a, b, "person", (known[1],)))
                covered.append((a, b))
        return tuple(sorted(out, key=lambda m: m.start))

    # -- phrases ------------------------------------------------------------------------------------------------------

    def phrases(self, n: int) -> Mentions:
        out = list(self.found[n])
        if [m for m in out if m.kind == "organisation" or not m.actors[0].country]:
            # first whose "the Senate" is: whose commissioner it censures may follow from that
            self.found[n] = tuple([self.owned(n, m) if m.kind == "organisation" else m for m in out])
            out = [m if m.kind == "organisation" or m.actors[0].country else self.owned(n, m) for m in self.found[n]]
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
                actors = self.acted_on(n, start)
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
                if not actors and lower in words.country_starts and following in words.country_nouns:
                    last, kind, actors = i + 1, "country", self.country(n, start)
                elif not actors and lower in words.group_starts and following in words.groups:
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
        if any(m.kind == "pronoun" for m in out):
            # now that it is known who "she" is: "She met her counterpart and thanked him"
            out = [self.owned(n, m) for m in out]
            known = {a.name: a for m in out for a in m.actors if a.country}
            self.found[n] = tuple(
                [self.replaced(m, known.get(m.actors[0].name, m.actors[0])) if m.kind == "pronoun" else m for m in out]
            )
        return self.found[n]

    def stands_alone(self, lowers: Sequence[str], i: int) -> bool:
        """Whether "his" or "her" at token i is a person told about: "his release", "accused her of"."""
        following = lowers[i + 1] if i + 1 < len(lowers) else ""
        owns_nothing = following in self.words.governing or not following.isalpha()
        return following in self.words.undergone or (lowers[i] in self.words.female and owns_nothing)

    def is_agent_pronoun(self, n: int, at: int = 0) -> bool:
        """Whether "it" at token `at` does something: "It also dropped", not "It was", "It could"."""
        lowers = self.sentences[n].lowers
        following = next((w for w in lowers[at + 1 : at + 4] if w not in self.words.between), "")
        return following.endswith(tuple(self.words.endings)) or following in self.words.deeds

    def nobody_before(self, n: int, before: int) -> bool:
        """Whether sentence n names no one before an offset whom "it" could mean: "In May it struck"."""
        return not any(m.start < before and m.kind != "place" for m in self.found[n])

    def subject_here(self, n: int, before: int) -> tuple[Actor, ...]:
        """The one state or body that a sentence has named before an offset: "as Peru prepares, it has ..."."""
        kinds = ("country", "organisation", "agent", "capital")
        ahead = [
            m
            for m in self.found[n]
            if m.end <= before
            and m.kind in kinds
            and not self.scene.is_dateline(m)
            and self.governor(n, m) not in self.words.governing
        ]
        start, actors = self.sentences[n].start, {m.actors for m in ahead}
        said = self.sentences[n].text[: before - start].lower().split()
        opens = ahead and ahead[0] is self.found[n][0] and len(ahead[0].actors) == 1
        if opens and said[-1] in self.words.and_ and said[-2][-1] == ",":
            return ahead[0].actors  # "Peru says that Chile did, and it ...": the first clause goes on
        return ahead[0].actors if len(actors) == 1 and len(ahead[0].actors) == 1 else ()

    def acted_on(self, n: int, before: int) -> tuple[Actor, ...]:
        """The state or body that is "it" behind a verb, "Peru crossed the river. Chile accused it": not who acts here,
        but whom the sentence, else the one before, begins with."""
        ahead = [
            m
            for m in self.found[n]
            if m.end <= before
            and m.kind in ("country", "organisation", "agent", "capital", "pronoun")
            and not self.scene.is_dateline(m)
            and self.governor(n, m) not in self.words.governing
        ]
        doer = ahead[-1].actors if ahead else ()
        others = [m.actors for m in ahead if m.actors != doer and len(m.actors) == 1]
        found = others[0] if others else self.subject_before(n)
        return found if doer and found != doer else ()

    def subject_before(self, n: int) -> tuple[Actor, ...]:
        """The state or body that the sentence before begins with."""
        if n == 0 or not self.found[n - 1]:
            return ()
        first, start = self.found[n - 1][0], self.sentences[n - 1].start
        if first.kind not in ("country", "organisation", "agent") or len(first.actors) > 1:
            return ()
        ahead = self.sentences[n - 1].text[: first.start - start].lower().split()
        return first.actors if set(ahead) <= self.words.the_or_a else ()

    def person(self, n: int, before: int, *, female: bool) -> tuple[Actor, ...]:
        """Whom he or she stands for: the first fitting person of the nearest sentence that has one."""
        for found in self.back(n, before):
            people = [
                m.actors[0] for m in found if m.kind in ("person", "pronoun") and m.text.lower() not in self.words.it
            ]
            known = [(a, self.is_woman(a)) for a in people]
            fitting = [a for a, woman in known if woman is female] or [a for a, woman in known if woman is None]
            if fitting:
                self.women.setdefault(fitting[0].name, female)
                return (fitting[0],)
        for found in self.back(n, before):
            office = next((m for m in found if self.is_officer(m)), None)
            if office:
                return office.actors
        return ()

    def is_officer(self, m: ActorMention) -> bool:
        """Whether a mention is of one person by his office: "a former interior minister"."""
        noun = self.noun(m)
        head = self.lex.heads.get(noun)
        one = m.kind == "agent" and len(m.actors) == 1 and not noun.endswith(self.lex.plural_endings)
        known = m.actors[0].country is not None or m.actors[0].sector == "IGO"
        return one and head is not None and "t" in head.flags and known

    def several(self, n: int, before: int, *, acted_on: bool) -> tuple[Actor, ...]:
        """Whom "they" stands for: those who act in what the sentence has told, else in the sentence before; "them":
        those named last that are not the sentence's own subject, unless nobody else is."""
        for k in (n, n - 1):
            named = [m for m in self.found[k] if m.end <= before and self.is_plural(m, k)] if k >= 0 else []
            if acted_on:
                acting = {m.actors for m in self.found[n] if m.kind == "group" and m.text.lower() in self.words.they}
                named = [m for m in named if m.actors not in acting]
                # 'police fired at them': not the clause's own subject
                named = [m for m in named if k < n or not (m is named[-1] and self.opens(n, m))]
            free = [m for m in named if self.governor(k, m) not in self.words.governing]
            if acted_on and len(named) > 1 and k == n:
                return self.with_joined(k, named[-1])
            if free:
                return self.with_joined(k, free[0])
            if named:
                return self.with_joined(k, named[0]) if acted_on else ()
        return ()

    def with_joined(self, n: int, m: ActorMention) -> tuple[Actor, ...]:
        """The actors of a mention and of those that 'and' joins to it: "the governments of Peru and Chile"."""
        actors, end, start = m.actors, m.end, self.sentences[n].start
        for other in self.found[n]:
            if other.start - end > JOINT_REACH:
                break
            gap = self.sentences[n].text[end - start : other.start - start].lower().split() if other.start > end else []
            if gap and gap[0] in self.words.and_ and len(gap) <= JOINT:
                actors, end = (*actors, *(a for a in other.actors if a not in actors)), other.end
        return actors

    def opens(self, n: int, m: ActorMention) -> bool:
        """Whether a mention is the subject of a clause that begins with it."""
        before = self.sentences[n].text[: m.start - self.sentences[n].start].lower().split()
        while before and before[-1] in self.words.the_or_a:
            before.pop()
        last = before[-1] if len(before) > 1 else ""
        return not last or last in self.words.subject_after or last.endswith((",", ";"))

    def is_plural(self, m: ActorMention, n: int) -> bool:
        """Whether a mention is of several: "farmers", "the police", "the two leaders", "Malian drivers"."""
        if len(m.actors) > 1:
            return True
        if m.kind == "demonym":
            following = self.sentences[n].text[m.end - self.sentences[n].start :].split()[:1]
            if following and following[0].islower() and following[0].endswith(self.lex.plural_endings):
                return True
        noun = m.text.lower().split()[0 if self.words.head_first else -1]
        if m.kind == "agent":
            noun = (m.actors[0].role or noun).lower().split()[-1]  # "students in Lima"
            return noun.endswith(self.lex.plural_endings) or noun in self.lex.lists["plurals"]
        return (
            m.kind in ("organisation", "demonym")
            and noun.endswith(self.lex.plural_endings)
            and m.text != m.text.upper()
        )

    def is_woman(self, actor: Actor) -> bool | None:
        """Whether a person is a woman, as the lexicon or an earlier pronoun of the text says."""
        entry = self.lex.names.get(actor.name)
        if actor.name in self.titled_so:
            return self.titled_so[actor.name]
        if entry:
            return entry.woman
        given, words = actor.name.split()[0], self.words
        if given in words.women or given in words.men:
            return given in words.women
        return True if actor.name.endswith(self.women_family) else self.women.get(actor.name)

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
        """ "The country": the one named last that is not the speaker's own, where he is named in the sentence."""
        here = next(iter(self.back(n, before)))
        own = here[0].actors[0].country if here and here[0].kind in ("person", "country", "agent") else None
        if own and here[0].kind != "person":
            start = self.sentences[n].start
            said = self.sentences[n].text[here[0].end - start : before - start].lower().split()
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
                if sector not in sectors or not (named or (m.kind == "agent" and m.actors[0].name in self.lex.names)):
                    continue
                if sector != "IGO" or len(sectors) == 1:
                    return m.actors
                between_states = between_states or m.actors
        return between_states

    def mention(self, n: int, start: int, end: int, kind: str, actors: tuple[Actor, ...]) -> ActorMention:
        sentence = self.sentences[n]
        return ActorMention(start, end, sentence.text[start - sentence.start : end - sentence.start], kind, actors)


def _may_be_person(m: ActorMention) -> bool:
    """Whether a name that a person shares is that of a town or of a newsroom."""
    return m.kind == "place" or (m.kind == "organisation" and m.actors[0].sector == "MED")
