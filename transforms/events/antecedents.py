"""Whom a text has named before: the questions that ownership.py and coreference.py ask when they look back.

In: the sentences of a document and their mentions, resolved as far as the reading has come. Out: the country or the
words that stand before a mention, in its sentence and in the ones before.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from transforms.events.backwords import Words
from transforms.events.gazetteer import GOVERNMENT, Lexicon
from transforms.events.model import Actor, ActorMention, Mentions, Sentence
from transforms.events.setting import PRIVATE, Scene

JOINT = 2
"""Words between two names that 'and' joins."""
_OWNERS = frozenset(("person", "agent", "country", "pronoun", "group"))
_SUBJECTS = frozenset(("country", "capital", "agent", "organisation", "person", "pronoun"))
_WINDOW = 3
"""Sentences to look back."""
_QUOTES = "\"'“‘«„("
_WHOSE = 2
"""Words between a name and what it owns: ', whose'."""
_REACH = 12
"""Words between who acts and upon whom."""
_SAME_NOUN = 12
"""Sentences to look back for the same noun with its country."""


def last_word(text: str) -> str:
    """The last word of a text, in lower case; '' where it has none."""
    parts = text.rsplit(None, 1)
    return parts[-1].lower() if parts else ""


def codes(found: Iterable[ActorMention]) -> list[str]:
    """The countries that mentions act for, in order; a place acts for none, nor does a person without an office or
    a newsroom, which tells of any state."""
    return [
        a.country
        for m in found
        if m.kind != "place"
        for a in m.actors
        if a.country and (m.kind != "person" or a.sector not in PRIVATE) and not is_newsroom(m)
    ]


def is_newsroom(m: ActorMention) -> bool:
    """Whether a mention is of a newspaper, a broadcaster or an agency by its name."""
    return m.kind == "organisation" and m.actors[0].sector == "MED"


class Antecedents:
    """The mentions of a document so far, and who was named where."""

    def __init__(
        self, sentences: Sequence[Sentence], mentions: Sequence[Mentions], lex: Lexicon, words: Words, scene: Scene
    ) -> None:
        self.sentences, self.found, self.lex, self.words, self.scene = sentences, list(mentions), lex, words, scene
        self.counts = Counter(codes([m for found in mentions for m in found if not scene.is_common(m)]))
        self.pair = scene.pair

    def back(self, n: int, before: int) -> Iterable[Sequence[ActorMention]]:
        """The mentions before an offset, sentence by sentence backwards, each in reading order."""
        yield [m for m in self.found[n] if m.end <= before]
        for k in range(n - 1, max(n - 1 - _WINDOW, -1), -1):
            yield self.found[k]

    def named_before(self, n: int, before: int) -> bool:
        """Whether sentence n names a country before an offset."""
        return any(m.end <= before and a.country for m in self.found[n] for a in m.actors)

    def named_here(self, n: int, before: int) -> str | None:
        """The only country that sentence n names before an offset."""
        named = set(codes(m for m in self.found[n] if m.end <= before and m.actors[0].sector not in ("MED", "BUS")))
        return named.pop() if len(named) == 1 else None

    def only_country(self, n: int, before: int, *, window: bool = False) -> str | None:
        """The only country of the nearest sentence that names one; with `window`, of all that are looked back to."""
        named: set[str] = set()
        for found in self.back(n, before):
            named.update(codes(m for m in found if m.actors[0].sector not in ("MED", "BUS") and not self.is_posted(m)))
            if named and not window:
                break
        return named.pop() if len(named) == 1 else None

    def subject_country(self, n: int, before: int) -> str | None:
        """The country of the first name in sentence n before an offset that no preposition governs, and that is not a
        newsroom's, which speaks of others."""
        for m in self.found[n]:
            if m.end > before:
                break
            if (
                m.kind in _SUBJECTS
                and m.actors[0].country
                and not is_newsroom(m)
                and self.governor(n, m) not in self.words.governing
            ):
                elsewhere = self.is_posted(m) or self.scene.is_dateline(m)
                return None if elsewhere or len(m.actors) > 1 else m.actors[0].country
        return None

    def whose(self, n: int, m: ActorMention) -> str | None:
        """The country of the name that "whose" takes up before a mention: "Peru, whose troops"."""
        text, start = self.sentences[n].text, self.sentences[n].start
        if self.word_before(n, m) not in self.words.whose:
            return None
        before = [x for x in self.found[n] if x.end <= m.start]
        gap = text[before[-1].end - start : m.start - start].split() if before else []
        return before[-1].actors[0].country if len(gap) == _WHOSE and len(before[-1].actors) == 1 else None

    def possessor(self, n: int, m: ActorMention) -> str | None:
        """The country of the name whose possessive stands right before a mention: "the North's leader"."""
        text, start = self.sentences[n].text, self.sentences[n].start
        for x in self.found[n]:
            if x.end < m.start and text[x.end - start : m.start - start].rstrip() in self.words.owning:
                newsroom = is_newsroom(x) or x.actors[0].sector == "BUS"
                return None if newsroom or len(x.actors) > 1 else x.actors[0].country
        return None

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

    def same_noun(self, n: int, m: ActorMention, noun: str = "", back: int = _SAME_NOUN) -> str | None:
        """The country of the agents last called so: "Prosecutors" after "Peruvian prosecutors"."""
        noun = noun or self.noun(m)
        for k in range(n, max(n - 1 - back, -1), -1):
            for other in reversed(self.found[k]):
                country = other.actors[0].country  # asked first: most have none, and the noun costs most
                if country and other.kind == "agent" and other.end <= m.start and self.is_called(other, noun):
                    return country
        return None

    def same_body(self, n: int, m: ActorMention) -> Actor | None:
        """The body of many states whose people were last called so: "ministers" after "European Union ministers"."""
        noun = self.noun(m)
        for k in range(n, max(n - 1 - _SAME_NOUN, -1), -1):
            for other in reversed(self.found[k]):
                actor = other.actors[0]
                called = other.kind == "agent" and other.end <= m.start and (actor.country or actor.sector == "IGO")
                if called and self.is_called(other, noun):
                    return actor if actor.sector == "IGO" and not actor.country else None
        return None

    def is_called(self, m: ActorMention, noun: str) -> bool:
        """Whether an agent is called by a noun: "Peruvian police", "police in Lima"."""
        role = (m.actors[0].role or "").lower()
        placed = m.text.lower().startswith(f"{role} ") and not self.words.head_first
        following = m.text[len(role) :].split(None, 1)[:1] if role and placed else ()
        return (
            last_word(role) if self.scene.lists.locating.issuperset(following) and following else self.noun(m)
        ) == noun

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

    def are_joined(self, n: int, first: ActorMention, last: ActorMention) -> bool:
        """Whether 'and' joins two mentions of sentence n."""
        gap = self.sentences[n].text[first.end - self.sentences[n].start : last.start - self.sentences[n].start]
        words = gap.lower().split()
        return len(words) <= JOINT and not self.words.and_.isdisjoint(words)

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

    def beside(self, n: int, m: ActorMention) -> str | None:
        """The country that sentence n names, where it is one; the other of two sides where another holds an office
        of that one: "President Bo Example left, while the Peruvian president stayed"."""
        others = [x for x in self.found[n] if x.start != m.start and x.actors[0].sector not in ("MED", "BUS")]
        found = set(codes(others))
        if len(found) != 1:
            return None
        code = found.pop()
        ours = m.actors[0].sector
        if all(self.is_acted_on(n, m, x) for x in others if code in [a.country for a in x.actors]):
            return self.scene.other_side(code) or code
        if not any(x.kind == "person" and x.actors[0].sector == ours for x in others if x.actors[0].country):
            return code
        return next((c for c in self.pair if c != code), None) if code in self.pair else None

    def is_acted_on(self, n: int, subject: ActorMention, m: ActorMention) -> bool:
        """Whether what somebody who opens a sentence does is upon a mention: "Bo Example urged Peru to", "met Peru"."""
        if subject.start > self.sentences[n].start or m.start < subject.end:
            return False
        text, start = self.sentences[n].text, self.sentences[n].start
        if text.startswith(tuple(self.words.owning), m.end - start):
            return False
        gap = [w for w in text[subject.end - start : m.start - start].lower().split() if w not in self.words.the]
        if not 0 < len(gap) <= _REACH or not self.words.telling_of.isdisjoint(gap) or gap[-1][-1] in ",;:":
            return False
        done = gap[-1].endswith(tuple(self.words.endings)) or gap[-1] in self.words.deeds
        return (done and len(gap) <= JOINT) or " ".join(gap).endswith(tuple(self.words.across))

    def is_posted(self, m: ActorMention) -> bool:
        """Whether a mention is of those whom a state has sent to another: "the Peruvian embassy said"."""
        return m.kind == "agent" and not self.scene.lists.posted.isdisjoint(m.text.lower().split())

    def noun(self, m: ActorMention) -> str:
        """The role noun of an agent: the last word of a phrase, in some languages the first."""
        return m.text.lower().split()[0] if self.words.head_first else last_word(m.text)

    def governor(self, n: int, m: ActorMention) -> str:
        """The word before a mention and its article, in lower case."""
        before = self.sentences[n].text[: m.start - self.sentences[n].start]
        return last_word(before[:-4] if before[-4:].lower() == "the " else before)

    def word_before(self, n: int, m: ActorMention) -> str:
        """The word before a mention, in lower case; '' at the head of a sentence."""
        return last_word(self.sentences[n].text[: m.start - self.sentences[n].start]).lstrip(_QUOTES)

    def states(self, codes: Iterable[str]) -> tuple[Actor, ...]:
        return tuple(Actor(self.lex.countries[c], c, GOVERNMENT) for c in codes)

    def replaced(self, m: ActorMention, actor: Actor, kind: str | None = None) -> ActorMention:
        return ActorMention(m.start, m.end, m.text, kind or m.kind, (actor,))

    def mention(self, n: int, start: int, end: int, kind: str, actors: tuple[Actor, ...]) -> ActorMention:
        sentence = self.sentences[n]
        return ActorMention(start, end, sentence.text[start - sentence.start : end - sentence.start], kind, actors)
