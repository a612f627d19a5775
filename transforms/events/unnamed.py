"""Events of people whom no table knows: "the exporters begged", "nine people were arrested", "he denied it".

In: what a document reports of known actors; matches that have none. Out: whether the document is about politics, and
which of these matches may tell of an event all the same. In an article about politics strangers do politics: its
"residents", "his office" and "31 people" are parties to its affairs. On any other page they are not, and nothing that
nobody known has done is an event there.
"""

import dataclasses
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from transforms.events.answers import Side
from transforms.events.grammar import Grammar
from transforms.events.model import Actor, Coding
from transforms.events.roles import Clause, Roles
from transforms.events.triggers import Match

FEATURE, OFFICIAL = "unnamed", "unnamed among states"
"""The features of confidence.py that such a coding has: that it is one; the share of sentences with official actors."""
_SHARE, _OFFICIAL, _LEAST = 0.2, 0.16, 2
"""Of a document's sentences, what share must report events of known actors; what share, and how many, events with a
state, its organs or those who fight it."""
_WORDED, _SOME, _FEW = 0.4, 0.04, 3
"""The same of a document that is about politics among other things: sentences with a word of it; with official
events, and how many."""
_FORCE = 1 / 3
"""Of the events of a document, what share of violence makes it one about a war."""
_OFFICES = frozenset(("GOV", "MIL", "LEG", "JUD", "OPP", "PTY", "IGO", "REB"))
FORCE, UNREST = "ASSAULT", "PROTEST"
"""The types of what strangers do and suffer in a document about a war or about protests, whatever else it is about."""
_ATTACKS = 3
"""Attacks of one of two upon the other that make a document one about their war."""
_DEEDS = frozenset(("ASSAULT", "COERCE", "MOBILIZE", "PROTEST"))
"""Types that a bare present does not report as done: 'our enemies kill themselves'."""
_SAID = frozenset(("ACCUSE", "REJECT", "REQUEST", "SUPPORT", "THREATEN"))
"""Types of which a noun tells nothing without the one who speaks."""
_PLAIN = frozenset(("ACCUSE", "AGREE", "THREATEN", "SANCTION"))
"""Types that office holders who stand beside the verb mean even in common words."""
_NEAR = 1.5
"""The cost (costs.py) up to which one stands there."""
_VIOLENCE = frozenset(("ASSAULT", "PROTEST"))
_BEFALLING = frozenset(("ASSAULT", "COERCE", "PROTEST", "SANCTION"))
"""Types of which it is news even if neither side is named; with a noun only the former."""


class About(NamedTuple):
    """What a document is about, and so what strangers do there that counts."""

    politics: bool = False
    """Politics above all: whatever they do."""
    officials: bool = False
    """Politics among other things: what is said to or by those who hold an office, "the baker urged officials"."""
    kinds: frozenset[str] = frozenset()
    """A war, protests: the types of what they do and suffer there."""

    @property
    def deeds(self) -> bool:
        """Whether what nobody named does counts, too."""
        return self.politics or bool(self.kinds)

    @property
    def strangers(self) -> bool:
        """Whether anything that strangers do counts."""
        return self.deeds or self.officials

    def asks(self, match: Match, roles: Roles) -> bool:
        """Whether a match may be an event there."""
        kind = match.pattern.group.event_type
        if self.politics or kind in self.kinds:
            return True
        offices = any(a.sector in _OFFICES for a in (*roles.sources, *roles.targets))
        return self.officials and offices and kind in _SAID


NOTHING = About()


def about(codings: Sequence[Coding], sentences: int, politics: int) -> About:
    """What a document of so many sentences is about, by the events of known actors that it reports; `politics` of the
    sentences have a word of politics."""
    if is_political(codings, sentences):
        return About(politics=True)
    partly = is_partly_political(codings, sentences, politics)
    kinds = {FORCE} if is_of_war(codings) or (partly and is_of_force(codings)) else set[str]()
    return About(officials=partly, kinds=frozenset(kinds | {UNREST} if is_of_unrest(codings) else kinds))


def is_political(codings: Sequence[Coding], sentences: int) -> bool:
    """Whether a document of so many sentences is about politics, by the events of known actors that it reports."""
    reporting = len({c.char_start for c in codings})
    official = official_share(codings, sentences)
    return reporting >= _SHARE * sentences and official >= _OFFICIAL and official * sentences >= _LEAST


def is_partly_political(codings: Sequence[Coding], sentences: int, politics: int) -> bool:
    """Whether a document is about politics among other things: a long report in which few sentences tell of an event
    and many, `politics`, have a word of politics."""
    official = official_share(codings, sentences)
    return politics >= _WORDED * sentences and official >= _SOME and official * sentences >= _FEW


def is_of_war(codings: Sequence[Coding]) -> bool:
    """Whether a document tells of one state's attacks on another or on rebels again and again, whatever else it is
    about: life in a town that is shelled."""
    attacks = [(_states(c.sources), _states(c.targets)) for c in codings if c.event_type == FORCE]
    by = Counter(country for sources, _ in attacks for country in sources)
    abroad = {country for sources, targets in attacks if targets for country in sources - targets}
    return any(by[country] >= _ATTACKS for country in abroad)


def is_of_force(codings: Sequence[Coding]) -> bool:
    """Whether what a document reports is violence above all, whoever does it."""
    force = sum(c.event_type == FORCE for c in codings)
    return force >= _FEW and force > _FORCE * len(codings)


def is_of_unrest(codings: Sequence[Coding]) -> bool:
    """Whether a document tells of protests more than once."""
    return sum(c.event_type == UNREST for c in codings) >= _LEAST


def _states(actors: Sequence[Actor]) -> set[str]:
    return {a.country for a in actors if a.country}


def official_share(codings: Sequence[Coding], sentences: int) -> float:
    """The share of sentences that report events with a state, its organs or those who fight it."""
    found = {c.char_start for c in codings if any(a.sector in _OFFICES for a in (*c.sources, *c.targets))}
    return len(found) / max(1, sentences)


def is_possible(match: Match, roles: Roles, clause: Clause) -> bool:
    """Whether a match that no known actor makes plausible may be an event in a document about politics."""
    kind, g, everybody = match.pattern.group.event_type, clause.grammar, (*roles.sources, *roles.targets)
    weak = match.pattern.group.weak and not _is_officials(match, roles)
    if weak or (kind == "CONSULT" and any(a.sector == "MED" for a in everybody)):
        return False
    if match.pattern.kind == "n":
        # 'the criticism' by nobody, 'a meeting' of one side: what was told before is taken up
        return not everybody if kind == "CONSULT" else bool(roles.sources) or kind not in _SAID
    group = g.verb_group(clause.tokens, match.start)
    at = match.start - 1 - len(group)
    if at > 0 and clause.words[at] in g.relative_subjects and clause.words[at - 1] != ",":
        return False  # 'volunteers who want a say': which of them do is what is told
    if not match.verbal:
        return True
    if "base" not in match.tags or not match.tags.isdisjoint(("past", "part")):
        return True
    if not g.to.isdisjoint(group):
        return at >= 0 and clause.words[at] in g.realising
    bare = all(word in g.do or word in g.negation or g.is_adverb(word) for word in group)
    return not bare or (match.start > 0 and kind not in _DEEDS)


def _is_officials(match: Match, roles: Roles) -> bool:
    """Whether who holds an office does what may be no event, and stands beside the verb: "the minister called the
    plan “a farce”", "France announced another 20 million"."""
    plain = match.verbal and match.pattern.group.event_type in _PLAIN and 0.0 <= roles.cost <= _NEAR
    return plain and bool(roles.sources) and all(a.sector in _OFFICES and a.country for a in roles.sources)


def with_subject(match: Match, roles: Roles, clause: Clause, state: Actor | None) -> Roles:
    """Roles with the subject of an active verb for their source, as the text calls it: "the exporters", "Ms Example".
    `state`: in whose affairs the sentence is, None where nothing tells; of whom a pronoun means only that is known."""
    if roles.sources or not _is_active(match):
        return roles
    name, country = subject(match, clause), state.country if state else None
    source = Actor(name, country) if name or state else None
    return dataclasses.replace(roles, sources=(source,), why=(*roles.why, "unknown subject")) if source else roles


def _is_active(match: Match) -> bool:
    return match.pattern.kind != "n" and not match.passive and match.pattern.group.roles == "direct"


def subject(match: Match, clause: Clause) -> str:
    """The words of the noun phrase before an active verb; '' for a pronoun, or where none is seen."""
    return phrase_before(match, clause) if _is_active(match) else ""


def phrase_before(match: Match, clause: Clause) -> str:
    """The words of the noun phrase before a verb, whatever its voice."""
    g, words, tokens = clause.grammar, clause.words, clause.tokens
    at = match.start - 1 - len(g.verb_group(tokens, match.start))
    if at > 0 and words[at] in g.relative:
        at -= 1
    if at > 0 and words[at] == ",":  # 'Ms Example, for her part, refused'
        at = next((i for i in range(at - 1, max(at - _ASIDE, 0), -1) if words[i] == ","), 0) - 1
    if at > 0 and words[at] == ")":  # 'the Union (UX) refused'
        at = next((i for i in range(at - 1, 0, -1) if words[i] == "("), 0) - 1
    for _ in range(_PHRASES):
        first = at
        while first >= 0 and at - first < _LONGEST and _in_phrase(words[first], g):
            first -= 1
        name = " ".join(t.text for t in tokens[first + 1 : at + 1])
        if not name or words[at] in g.subject_pronouns | g.accusative or name.endswith(g.verbal_endings):
            return ""
        if first < 1 or words[first] not in g.prepositions or words[first] in g.to:
            return name
        at = first - 1  # 'the leaders of the union': on to what the phrase hangs on
    return ""


def beside(side: Side, clause: Clause, match: Match) -> tuple[str, ...]:
    """The words, in small letters, of the noun phrase on a side of a verb, or behind the preposition of a noun; none
    where none is seen."""
    if match.pattern.kind != "n" and (side == "source") != match.passive:
        return tuple(phrase_before(match, clause).lower().split())
    g, words = clause.grammar, clause.words
    at, out = match.end, list[str]()
    while (
        at < len(words)
        and at < match.end + _PHRASES
        and (words[at] in g.determiners | g.prepositions or g.is_adverb(words[at]))
    ):
        at += 1
    while at < len(words) and len(out) < _LONGEST and _in_phrase(words[at], g) and words[at] not in g.prepositions:
        out.append(words[at])
        at += 1
    return tuple(out)


def _in_phrase(word: str, g: Grammar) -> bool:
    """Whether a word may stand in a noun phrase behind its determiner."""
    outside = word in g.linking or word in g.determiners or word in g.verb_left or word in g.subordinators
    outside = outside or word in g.speech  # 'the palace said the king refused'
    return word[0].isalpha() and not outside


_PHRASES, _LONGEST, _ASIDE = 3, 6, 14
"""Phrases that may hang on a subject; words of one; words between two commas."""


def is_agentless(coding: Coding) -> bool:
    """Whether an event without any side is one: 'nine people were arrested', 'the clashes', but not 'a fine'."""
    noun = coding.rule_id.split(".")[-2] == "n"
    return coding.event_type in (_VIOLENCE if noun else _BEFALLING)


def joined(known: Sequence[Coding], more: Sequence[Coding]) -> list[Coding]:
    """The codings of known and of unknown actors, in order of the text."""
    return sorted((*known, *more), key=lambda c: (c.char_start, c.trigger_start)) if more else list(known)
