"""Persons who are named again by a part of their name: "Kerry" after "John Kerry".

In: the sentences of a document and their mentions. Out: the mentions of a sentence with its surnames among them.
"""

import itertools
from collections.abc import Iterable, Sequence

from transforms.events.antecedents import Antecedents
from transforms.events.backwords import Words
from transforms.events.gazetteer import Lexicon
from transforms.events.model import UNKNOWN, Actor, ActorMention, Mentions, Sentence
from transforms.events.setting import Scene
from transforms.events.tables import unaccented

_HEADLINE = 2
"""First sentences, in which a surname may stand before the name is given in full."""
_MIN_SURNAME = 2


class Surnames(Antecedents):
    """The mentions of a document so far, and the persons who were introduced by their full names."""

    def __init__(
        self, sentences: Sequence[Sentence], mentions: Sequence[Mentions], lex: Lexicon, words: Words, scene: Scene
    ) -> None:
        super().__init__(sentences, mentions, lex, words, scene)
        self.people = self.introduced()
        self.known = frozenset(self.people)
        self.titled_so: dict[str, bool] = {}
        """Persons called "Ms" or "Mr": whether it is a woman."""

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


def _may_be_person(m: ActorMention) -> bool:
    """Whether a name that a person shares is that of a town or of a newsroom."""
    return m.kind == "place" or (m.kind == "organisation" and m.actors[0].sector == "MED")
