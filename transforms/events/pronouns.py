"""Whom a pronoun stands for: "he", "it", "they", and whose "his" and "her" are.

In: the mentions of a document, resolved up to the pronoun. Out: the actors it stands for; () where the text leaves more
than one reading.
"""

from collections.abc import Sequence

from transforms.events.antecedents import JOINT
from transforms.events.backwords import Words
from transforms.events.gazetteer import Lexicon
from transforms.events.model import Actor, ActorMention, Mentions, Sentence
from transforms.events.ownership import Owners
from transforms.events.setting import Scene

_JOINT_REACH = 80
"""Characters between two names that "and" may join."""
_PAUSES = frozenset(',;:"“”')
"""Marks behind which another clause may begin."""


class Pronouns(Owners):
    """The mentions of a document so far, and whom its pronouns stand for."""

    def __init__(
        self, sentences: Sequence[Sentence], mentions: Sequence[Mentions], lex: Lexicon, words: Words, scene: Scene
    ) -> None:
        super().__init__(sentences, mentions, lex, words, scene)
        self.women_family = tuple(words.women_family)
        self.women: dict[str, bool] = {}
        """Persons that "he" or "she" has stood for."""

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
        others = self.named_behind(n, before)
        for found in self.back(n, before):
            people = [
                m.actors[0]
                for m in found
                if m.kind in ("person", "pronoun")
                and m.text.lower() not in self.words.it
                and m.actors[0].name not in others
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

    def named_behind(self, n: int, at: int) -> set[str]:
        """The persons whom sentence n names in the clause of a "he" or "she" at an offset: nobody names again in it
        whom a pronoun before stands for, "he met Example" is no Example's doing."""
        text, start = self.sentences[n].text, self.sentences[n].start
        people = (m for m in self.found[n] if m.start > at and m.kind == "person")
        return {m.actors[0].name for m in people if _PAUSES.isdisjoint(text[at - start : m.start - start])}

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
            if other.start - end > _JOINT_REACH:
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
