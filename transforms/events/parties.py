"""Mentions -> parties: which names stand together as one noun phrase, and what governs it.

In: a sentence's tokens and its actor mentions. Out: `Party` values, in order: 'Peru, Chile and the Bolivian army' is
one. Names that act for nobody here are left out: short forms in parentheses, a border's two sides, a newsroom told.
"""

import bisect
import dataclasses
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from transforms.events.grammar import HYPHENS, Grammar
from transforms.events.model import Actor, ActorMention, Sentence

_PLACES = frozenset(("place", "region"))
_ADJECTIVES = frozenset(("demonym", "country", "organisation", "capital", "place"))
_LEADERS = frozenset(("person",))
_COMPOUND = frozenset(("demonym", "country", "organisation", "group", "capital"))
_STATES = frozenset(("country", "group", "capital", "demonym"))
_APOSTROPHES = frozenset(("'", "’"))
"""What alone makes a possessive of a name in -s."""
_LONGEST_JOINT = 4
"""Words between two names of one list."""

_SEVERAL = 3
"""Names with commas between them that are one list if an "and" follows, whatever stands behind it."""
_LONGEST_TITLE = 5
"""Words of a title before a name."""


@dataclass(slots=True, eq=False)
class Party:
    """One actor or several joined by 'and', as a noun phrase. Set once, and known by its identity. Neither frozen nor a
    named tuple: its fields are asked for everywhere, and slots cost half as much to fill, and less than half to ask."""

    first: int
    """First token of the name."""
    last: int
    """One past its last token."""
    phrase: int
    """First token of the noun phrase: determiners and adjectives before the name included."""
    preposition: str
    """The word that governs the phrase, '' where there is none."""
    possessive: bool
    """Followed by 's."""
    place: bool
    """Only a place is named."""
    mentions: tuple[ActorMention, ...]
    actors: tuple[Actor, ...] = field(init=False)
    """Each actor once, in order."""

    def __post_init__(self) -> None:
        actors = self.mentions[0].actors
        if len(self.mentions) > 1 or len(actors) > 1:  # hardly ever: telling actors apart costs more
            actors = tuple(dict.fromkeys([a for m in self.mentions for a in m.actors]))
        self.actors = actors


@dataclass(slots=True, eq=False)
class _Item:
    first: int
    last: int
    mention: ActorMention


def group(
    sentence: Sentence,
    mentions: Sequence[ActorMention],
    grammar: Grammar,
    verbs: Collection[int] = (),
) -> list[Party]:
    """The parties of a sentence, in order; `verbs`: positions of trigger verbs."""
    return _Sentence(sentence, grammar, verbs).parties(mentions)


class _Sentence:
    def __init__(self, sentence: Sentence, grammar: Grammar, verbs: Collection[int]) -> None:
        self.tokens, self.words, self.starts = sentence.tokens, sentence.lowers, sentence.starts
        self.grammar, self.verbs = grammar, verbs

    def parties(self, mentions: Sequence[ActorMention]) -> list[Party]:
        starts, out, items = self.starts, list[Party](), list[_Item]()
        for mention in mentions:
            item = _Item(bisect.bisect_left(starts, mention.start), bisect.bisect_left(starts, mention.end), mention)
            if item.first >= len(starts) or item.last <= item.first or not mention.actors or self._is_none(item):
                continue
            if items and self._of_countries(items[-1], item):
                item = _acting_for(items.pop(), item)
            elif items and self._is_of_group(items[-1], item):
                item = _acting_for(item, items.pop())
            elif items and self._describes(items[-1], item):
                items.pop()  # 'Wagner founder Yevgeny Prigozhin': the person acts
            if items and not self._joined(items, item):
                out.extend(self._listed(items))
                items = []
            items.append(item)
        out.extend(self._listed(items))
        return out

    def _is_none(self, item: _Item) -> bool:
        """Whether a name acts for nobody: '(Reuters)' is a source, 'the Chad-Niger border' a place."""
        before = self.words[item.first - 1] if item.first else ""
        after = self.words[item.last] if item.last < len(self.words) else ""
        if before == "(" and after == ")":
            return True
        joined = before == "-" or after == "-" or "-" in item.mention.text
        if joined and not self.grammar.frontiers.isdisjoint(self.words[item.last : item.last + 4]):
            return True
        if item.mention.kind == "organisation" and self._is_medium(item.first):
            return True
        for actor in item.mention.actors:
            if actor.sector != "MED":
                return False
        if item.mention.kind != "organisation" and before not in self.grammar.speech:
            return False  # 'told reporters', but 'freed by reporters'
        if before in self.grammar.determiners and item.first > 1:
            before = self.words[item.first - 2]
        return before in self.grammar.told

    def _is_medium(self, first: int) -> bool:
        """Whether a firm is only where something was said: 'in a post on Chirper', 'wrote on Chirper'."""
        g, before = self.grammar, self.words[first - 2] if first > 1 else ""
        said = before in g.acts.posts or before in g.speech or before in g.announcing
        return said and self.words[first - 1] in g.about_own

    def _of_countries(self, before: _Item, item: _Item) -> bool:
        """Whether a name tells for whom the agents before it act: 'navies of Chad and Niger'."""
        gap = self.words[before.last : item.first]
        if not 0 < len(gap) < 3 or gap[0] not in self.grammar.of or item.mention.kind not in _STATES:
            return False
        return before.mention.kind == "agent" and not any(a.country for a in before.mention.actors)

    def _is_of_group(self, before: _Item, item: _Item) -> bool:
        """Whether agents are those of the states before them: "the two countries' ministers"."""
        gap = self.words[before.last : item.first]
        if before.mention.kind != "group" or len(gap) != 1:
            return False
        if gap[0] not in _APOSTROPHES and gap[0] not in self.grammar.possessive:
            return False
        return item.mention.kind == "agent" and not any(a.country for a in item.mention.actors)

    def _describes(self, before: _Item, item: _Item) -> bool:
        """Whether a name only tells which person follows."""
        gap = self.tokens[before.last : item.first]
        if item.mention.kind != "person" or before.mention.kind not in _ADJECTIVES or not 0 < len(gap) <= 4:
            return False
        g = self.grammar
        if any(before.last <= v < item.first for v in self.verbs):
            return False  # 'Peru charged Assange'
        if any(t.lower.endswith(g.verbal_endings) for t in gap):
            return False
        return all((t.text.islower() or t.text == "-") and t.lower not in g.linking for t in gap)

    def _listed(self, items: Sequence[_Item]) -> list[Party]:
        """One party where the names end in 'and'; several where only commas stand between them."""
        if len(items) < 2:
            return [self._party(items)] if items else []
        for n in range(len(items) - 1, 0, -1):
            gap = self.words[items[n - 1].last : items[n].first]
            if gap and gap[0] in HYPHENS:
                return [self._party(items[: n + 1]), *(self._party([one]) for one in items[n + 1 :])]
            if any((w in self.grammar.conjunctions and w != ",") or w in self.grammar.besides for w in gap):
                return [self._party(items[: n + 1]), *(self._party([one]) for one in items[n + 1 :])]
        after = self.words[items[-1].last : items[-1].last + 1]
        if len(items) >= _SEVERAL and after and after[0] in self.grammar.conjunctions and after[0] != ",":
            return [self._party(items)]  # 'in Peru, Chile, Bolivia and elsewhere'
        return [self._party([one]) for one in items]

    def _joined(self, items: Sequence[_Item], item: _Item) -> bool:
        """Whether a name belongs to the phrase of those before it: 'Peru, Chile and the Bolivian army'."""
        gap = self.words[items[-1].last : item.first]
        if len(gap) > _LONGEST_JOINT:
            return False
        if len(gap) == 1 and gap[0] in HYPHENS:
            return self._is_compound(items[-1], item)
        g = self.grammar
        if g.besides and g.besides.issuperset(gap) and len(gap) > len(g.besides):
            return True  # 'Peru as well as Chile'
        joins = [w for w in gap if w in g.conjunctions]
        if not joins:
            return False
        if len(joins) > 1 and len(items) == 1 and "," in joins:
            return False  # 'to Nepal, and Bhutan opened': two names need no comma before 'and'
        if gap[0] in g.possessive and self._is_between(items[0].first):
            last = len(gap) - 1 - next(n for n, w in enumerate(reversed(gap)) if w in g.conjunctions)
            return len(joins) == 1 and joins[0] != "," and g.determiners.issuperset(gap[last + 1 :])
        if gap[0] in g.conjunctions and gap[1:2] and gap[1] in g.owners and items[-1].mention.kind in _STATES:
            return all(w.isalpha() and w not in g.linking for w in gap[2:])  # 'Peru and its ally Chile'
        return all(w in g.conjunctions or w in g.determiners or w in g.object_markers for w in gap)

    def _is_between(self, first: int) -> bool:
        """Whether a name at a token is the first of two: 'talks between Peru's union and the bank'."""
        at = first - 1
        while at > 0 and self.words[at] in self.grammar.determiners:
            at -= 1
        return at >= 0 and self.words[at] in self.grammar.between

    def _is_compound(self, before: _Item, item: _Item) -> bool:
        """Whether two names with a hyphen between them describe what follows: 'the Chad-Niger talks', but not 'the
        Chadian-Nigerien writer', who is both."""
        after = self.tokens[item.last] if item.last < len(self.tokens) else None
        kinds = {before.mention.kind, item.mention.kind}
        if self.tokens[item.first].start != self.tokens[before.last - 1].end + 1:
            return False  # 'LOME - Niger': a dateline
        if after is None or not after.text[0].islower() or not (kinds <= _COMPOUND or kinds == _LEADERS):
            return False
        ours, theirs = ({a.country or a.name for a in one.mention.actors} for one in (before, item))
        return ours.isdisjoint(theirs)

    def _opens_clause(self, at: int) -> bool:
        """Whether a 'that' is no determiner but opens what is said: 'reported that Peru'."""
        if at < 1 or self.words[at] not in self.grammar.that:
            return False
        before = self.words[at - 1]
        return before in self.grammar.speech or before.endswith(self.grammar.verbal_endings)

    def _titled_from(self, item: _Item) -> int:
        """The first token of the title, written with capitals, before a name: 'to External Affairs Minister Bo'."""
        at, role = item.first, item.mention.actors[0].role
        if item.mention.kind != "person" or not role or not at or self.words[at - 1] not in role.lower().split():
            return at
        while at > 0 and item.first - at < _LONGEST_TITLE and self.tokens[at - 1].text.istitle():
            at -= 1
        return at

    def _party(self, items: Sequence[_Item]) -> Party:
        first, last, g, words = items[0].first, items[-1].last, self.grammar, self.words
        phrase = self._titled_from(items[0])
        while phrase > 0 and first - phrase < 4:
            word = words[phrase - 1]
            if (word not in g.determiners and not g.is_describing(word)) or self._opens_clause(phrase - 1):
                break
            phrase -= 1
        before = self.words[phrase - 1] if phrase else ""
        after = self.words[last] if last < len(self.words) else ""
        mentions = tuple([i.mention for i in items])
        return Party(
            first,
            last,
            phrase,
            before if before in g.prepositions else "",
            after in g.possessive or (after in _APOSTROPHES and self.words[last - 1].endswith("s")),
            _PLACES.issuperset([m.kind for m in mentions]),
            mentions,
        )


def _acting_for(agents: _Item, countries: _Item) -> _Item:
    """'The navies of Chad' as one mention: Chad's, with the sector and role of navies."""
    agent, m = agents.mention.actors[0], countries.mention
    actors = tuple(dataclasses.replace(a, sector=agent.sector, role=agent.role) for a in m.actors)
    known = dataclasses.replace(
        m, start=min(m.start, agents.mention.start), end=max(m.end, agents.mention.end), actors=actors
    )
    return _Item(min(agents.first, countries.first), max(agents.last, countries.last), known)
