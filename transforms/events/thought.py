"""Which acts are only thought of: feared, hoped for, wanted, prevented, alleged, allowed, likened to, said of anybody.

In: a match and its clause. Out: the word that says so. News is full of acts that nobody did: 'fears of a crackdown',
'foiled an attack', 'a meeting remains a dream', 'the treaty entitles Peru to', 'what Chad calls an annexation'.
unreal.py holds what the act's own words tell. Word lists: lexicon/<language>/thought.toml.
"""

import functools
from dataclasses import dataclass

from transforms.events import tables
from transforms.events.roles import Clause
from transforms.events.triggers import Match

_REACH = 9
"""Words before an act among which stands what governs it."""
_PARTED = 6
"""Words from such a noun to its preposition."""
_BEHIND = 14
"""Words behind a noun among which its verb stands."""
_SAID = 4
"""Words behind that verb that say what is thought of the noun."""
_CALLED = 8
"""Words from 'what' to the verb of calling, and from it to the noun."""
_SPOKEN = frozenset(("ACCUSE", "AGREE", "CONSULT", "REJECT", "REQUEST", "SUPPORT", "THREATEN"))
"""Types of what is said and met over: a proposal is one itself."""
_COOPERATIVE = frozenset(("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"))
"""Types that a plan makes a promise of; the others become threats."""
_SUFFERED = frozenset(("COERCE", "SANCTION"))
"""Types of what one may escape from."""
_SETTLED = frozenset(("ACCUSE", "AID", "CONCEDE", "COOPERATE", "MOBILIZE", "RETREAT"))
"""Types of what is talked about before it is done."""


@dataclass(frozen=True, slots=True)
class Words:
    """The lists of thought.toml, empty where a language has none."""

    notions: frozenset[str]
    links: frozenset[str]
    about: frozenset[str]
    bound: frozenset[str]
    parleys: frozenset[str]
    proposals: frozenset[str]
    wants: frozenset[str]
    eludes: frozenset[str]
    yields: frozenset[str]
    modals: frozenset[str]
    likes: frozenset[str]
    pending: frozenset[str]
    awaits: frozenset[str]
    longs: frozenset[str]
    readying: frozenset[str]
    opining: frozenset[str]
    doubting: frozenset[str]
    claiming: frozenset[str]
    expecting: frozenset[str]
    enabling: frozenset[str]
    inclined: frozenset[str]
    excess: frozenset[str]
    owning: frozenset[str]
    letting: frozenset[str]
    cases: frozenset[str]
    stories: frozenset[str]
    opening: frozenset[str]
    telling: frozenset[str]
    seeing: frozenset[str]
    seen: frozenset[str]
    aims: frozenset[str]
    alleging: frozenset[str]
    supposedly: frozenset[str]
    anybodys: frozenset[str]
    whoever: frozenset[str]
    whichever: frozenset[str]
    rather: frozenset[str]
    what: frozenset[str]
    as_: frozenset[str]
    calling: frozenset[str]
    likening: frozenset[str]
    definite: frozenset[str]
    indefinite: frozenset[str]
    stays: frozenset[str]
    unlikely: frozenset[str]
    growing: frozenset[str]


@functools.cache
def load(language: str) -> Words:
    """The lists of a language, read once."""
    data = tables.optional(language, "thought") or {}
    if strange := data.keys() - {name.rstrip("_") for name in Words.__slots__}:
        raise tables.LexiconError(f"lexicon/{language}/thought.toml: no such list: {', '.join(sorted(strange))}")
    return Words(**{name: frozenset(data.get(name.rstrip("_"), "").split()) for name in Words.__slots__})


def word(match: Match, clause: Clause, lists: Words) -> str:
    """The word that makes an act one that is only thought of, or ''."""
    kind = match.pattern.kind
    if aside := _story(match, clause, lists) or _case(match, clause, lists):
        return aside
    if kind == "n":
        return (
            _governor(match, clause, lists, match.start)
            or _predicate(match, clause, lists)
            or _called(match, clause, lists)
            or _modal(match, clause, lists)
        )
    if not match.verbal and kind != "p":
        return ""
    g, words = clause.grammar, clause.words
    group = clause.verb_group(match.start)
    at = match.start - 1 - len(group)
    if at < 0:
        return _premise(match, clause)
    before = words[at]
    if supposed := next((w for w in group if w in lists.supposedly), ""):
        return supposed
    if f"{words[at - 1]}_{before}" in lists.rather and at:
        return before
    if not g.to.isdisjoint(group):
        if before in lists.aims and not g.be.isdisjoint(group):
            return before  # 'its goal is to annex'
        if before in lists.alleging and not g.have.isdisjoint(group):
            return before  # 'is alleged to have attacked'
        if before in lists.inclined or (at and words[at - 1] in lists.excess):
            return before  # 'certain to reject', 'too weak to attack'
        if "ger" in match.tags and "base" not in match.tags:
            return "" if before in lists.owning else before  # 'came close to attacking'
        return _enabler(match, clause, lists, at) if match.verbal else ""
    ahead = {words[match.start], *group}
    if not g.future.isdisjoint(ahead) or not g.conditional.isdisjoint(ahead):
        # What somebody claims that he or others will do is his word: 'insisted that the guerrillas would not disarm'.
        return _opinion(match, clause, lists, at) or _doubt(clause, lists, at, friendly=True)
    if "ger" in match.tags and before in g.by:
        return _means(clause, at)
    if _is_anybodys(match, clause, lists, at):
        return before
    if doubted := _doubt(clause, lists, at, friendly=match.pattern.group.event_type in _COOPERATIVE):
        return doubted
    if "ger" in match.tags and not group and (found := _predicate(match, clause, lists) or _joined(match, clause)):
        return found
    if not group and "base" in match.tags and (let := _let(match, clause, lists)):
        return let
    if match.verbal and not group and before in lists.wants and "base" in match.tags:
        return before  # 'fears sabotage': a noun after all
    bare = kind == "p" or match.passive or "ger" in match.tags
    bare = bare and g.auxiliary.isdisjoint(group) and words[match.start] not in g.finite
    if bare or (group and group[0] in g.be and (before in lists.wants or before in lists.links)):
        found = _governor(match, clause, lists, match.start - len(group))
        if not found and 0 <= match.object < match.start:
            found = _governor(match, clause, lists, match.object)
        return found
    return ""


def _story(match: Match, clause: Clause, lists: Words) -> str:
    """The story in which an act happens: 'in the novel, the king is killed', 'a film tells of a raid'."""
    words = clause.words
    if lists.stories.isdisjoint(words):
        return ""
    for i, w in enumerate(words[: match.start]):
        after, then = words[i + 1], words[i + 2 : i + 3]
        placed = after in lists.opening and bool(then) and then[0] in clause.grammar.relative  # 'a scene in which'
        if w in lists.stories and (words[0] in lists.opening or after in lists.telling or placed):
            return w
    return ""


def _case(match: Match, clause: Clause, lists: Words) -> str:
    """Whether an act is only provided for: 'in case they come to arrest him'."""
    g, words = clause.grammar, clause.words
    for i in range(match.start - 1, max(match.start - _REACH, -1), -1):
        if words[i] in lists.cases or (i and f"{words[i - 1]}_{words[i]}" in lists.cases):
            return words[i]
        if words[i] in g.hard_breaks or words[i] == ",":
            return ""
    return ""


def _joined(match: Match, clause: Clause) -> str:
    """Whether a gerund is the second of two topics: 'dreamt of joining the army and attacking a town'."""
    g, words, at = clause.grammar, clause.words, match.start - 1
    if words[at] not in g.conjunctions or words[at] == ",":
        return ""
    for i in range(at - 1, max(at - _REACH, 0), -1):
        if words[i].endswith(g.gerund_endings) and words[i - 1] in g.topics:
            return words[i - 1]
        if words[i] in g.hard_breaks or words[i] == "," or words[i] in g.finite or i in clause.verbs:
            return ""
    return ""


def _let(match: Match, clause: Clause, lists: Words) -> str:
    """The verb that lets somebody act: 'the law lets the police shut down'."""
    g, words = clause.grammar, clause.words
    for i in range(match.start - 2, max(match.start - _CALLED, -1), -1):
        if words[i] in lists.letting:
            return words[i]
        if words[i] in g.hard_breaks or words[i] == "," or words[i] in g.linking:
            return ""
    return ""


def _premise(match: Match, clause: Clause) -> str:
    """The 'would' behind a gerund that opens a sentence: 'Fighting between Peru and Chile would help nobody'."""
    g, words = clause.grammar, clause.words
    if not words[match.start].endswith(g.gerund_endings):
        return ""
    for w in words[match.end : match.end + _BEHIND]:
        if w in g.conditional:
            return w
        if w in g.hard_breaks or w == "," or w in g.finite or w in g.relative:
            return ""
    return ""


def _means(clause: Clause, at: int) -> str:
    """Whether a gerund is the means of what only would be: 'would test Chad by seizing a town'."""
    g, words = clause.grammar, clause.words
    for i in range(at - 1, max(at - _REACH, -1), -1):
        if words[i] in g.future or words[i] in g.conditional:
            return words[i]
        if words[i] in g.hard_breaks or words[i] in g.subordinators or words[i] == "," or words[i] in g.finite:
            return ""
    return ""


def _governor(match: Match, clause: Clause, lists: Words, first: int) -> str:
    """The word that governs a noun, a participle or a gerund: 'fears of a crackdown', 'wants the envoy expelled'."""
    g, words = clause.grammar, clause.words
    linked = closed = False
    for i in range(first - 1, max(first - _REACH, -1), -1):
        w = words[i]
        if w in lists.wants and not linked:
            describes = i > 0 and w.endswith(g.finite_endings) and (words[i - 1] == "-" or words[i - 1] in g.noun_left)
            return "" if describes or _is_denied(clause, i) else w  # but 'the long-awaited visit'
        if w in lists.yields and not linked and _is_denied(clause, i):
            return w
        if w in lists.eludes and not linked and match.pattern.group.event_type in _SUFFERED:
            return w
        if w in lists.seeing and i > 1 and words[i - 1] in g.to and words[i - 2] not in lists.seen and match.verbal:
            return w  # 'would love to see the envoy expelled'
        if w in g.to:
            return words[i - 1] if _is_ready(clause, lists, i) else ""
        if (w in lists.links or w in lists.bound) and (match.passive or "ger" not in match.tags or i < match.start - 1):
            one, two = (words[i - 1], words[i - 2]) if i > 1 else (words[i - 1] if i else "", "")
            if f"{one}_{w}" in lists.notions:
                return one
            if w in lists.about and words[i + 1] in lists.definite and one not in lists.parleys:
                return ""
            if w not in lists.bound and (one in lists.notions or f"{two}_{one}" in lists.notions or one in lists.longs):
                return one
            kind = match.pattern.group.event_type
            if match.pattern.kind == "n" and (
                (one in lists.parleys and kind in _SETTLED) or (one in lists.proposals and kind not in _SPOKEN)
            ):
                return one
            if two in g.to and _is_ready(clause, lists, i - 2):
                return words[i - 3]  # 'trained to deal with riots'
            if apart := _apart(clause, lists, i):
                return apart
            if w in g.of:
                linked, closed = True, False
                continue
            return ""
        if w in g.hard_breaks or w in g.relative or w in g.subordinators or w in g.prepositions or w in g.finite:
            return ""
        if w in g.conjunctions:
            if w == ",":
                return ""
            closed = False
            continue
        if closed and i and words[i - 1] in g.to and _is_ready(clause, lists, i - 1):
            return words[i - 2]  # 'how to survive an attack'
        if closed or i in clause.verbs or not (w[0].isalpha() or w in g.possessive):
            return ""
        closed = w in g.determiners
    return ""


def _apart(clause: Clause, lists: Words, link: int) -> str:
    """A notion that another phrase parts from its preposition: 'calls by bishops for', 'hopes in Lima of'."""
    g, words = clause.grammar, clause.words
    at = link - 1
    while at > 0 and words[at] in lists.growing:
        at -= 1
    if at < link - 1 and words[link] in lists.links and words[at] in lists.notions:
        return words[at]  # 'fears are growing of a war'
    for i in range(link - 2, max(link - _PARTED, -1), -1):
        if words[i + 1] in g.prepositions and words[i] not in g.prepositions:
            pair = f"{words[i]}_{words[link]}" in lists.notions
            return words[i] if pair or (words[link] in lists.links and words[i] in lists.notions) else ""
        if words[i] in g.finite or words[i] == "," or words[i] in g.hard_breaks or i in clause.verbs:
            return ""
    return ""


def _is_ready(clause: Clause, lists: Words, to: int) -> bool:
    """Whether the infinitive that opens at word `to` is not done: 'how to', 'trained to'."""
    return to > 0 and (clause.words[to - 1] in lists.readying or clause.words[to - 1] in lists.notions)


def _is_denied(clause: Clause, at: int) -> bool:
    """Whether a verb of keeping off is itself denied: 'did not avert the raid', 'failed to prevent an attack'."""
    g, words, group = clause.grammar, clause.words, clause.verb_group(at)
    failed = group[:1] and group[0] in g.to and at > 1 and words[at - 2] in g.failing
    return bool(failed) or not g.negation.isdisjoint(group)


def _predicate(match: Match, clause: Clause, lists: Words) -> str:
    """What the verb behind a noun says of it: 'a meeting remains a dream', 'an attack would drag in Japan'."""
    g, words = clause.grammar, clause.words
    for i in range(match.end, min(match.end + _BEHIND, len(words) - 1)):
        w = words[i]
        if w in g.hard_breaks or w == "," or w in g.relative or w in g.subordinators or w in g.speech:
            return ""
        if w in lists.pending:
            return w
        if w in g.conditional and clause.tokens[i].text.islower():
            return w if _is_indefinite(match, clause, lists) else ""
        if w in lists.stays:
            said = next((n for n in range(i + 1, min(i + 1 + _SAID, len(words))) if words[n] in lists.unlikely), -1)
            return words[said] if said > 0 and g.to.isdisjoint(words[said + 1 : said + 2]) else ""
        if i in clause.verbs:
            return ""
    return ""


def _is_indefinite(match: Match, clause: Clause, lists: Words) -> bool:
    """Whether a noun is not one that the reader knows: 'an attack would', but 'the attack could'."""
    g, words = clause.grammar, clause.words
    for i in range(match.start - 1, max(match.start - _SAID, -1), -1):
        if words[i] in lists.indefinite:
            return True
        if words[i] in lists.definite or words[i] in g.possessive or words[i] in g.opening or i in clause.verbs:
            return False
    return False


def _modal(match: Match, clause: Clause, lists: Words) -> str:
    """The modal under whose verb a noun stands: 'would pay for ten years of aid'; what the reader knows is told."""
    g, words = clause.grammar, clause.words
    definite = liked = False
    for i in range(match.start - 1, max(match.start - _REACH, -1), -1):
        w = words[i]
        if w in lists.modals and clause.tokens[i].text.islower():  # no 'May'
            return w if liked or not definite else ""
        if w == "," or w in g.hard_breaks or w in g.relative or w in g.subordinators or w in g.speech:
            return ""
        if i in clause.verbs or w in g.have or w in g.negation:
            return ""
        definite = definite or w in lists.definite or w in g.possessive
        liked = liked or w in lists.likes
    return ""


def _called(match: Match, clause: Clause, lists: Words) -> str:
    """Whether a noun is only what somebody calls something, or compares it with: 'what Chad calls an annexation'."""
    words = clause.words
    for i in range(match.start - 1, max(match.start - _CALLED, -1), -1):
        if words[i] in lists.calling:
            between = words[i + 1 : match.start]
            article = next((n for n, w in enumerate(between) if w in lists.indefinite), 0)
            named = article > 0 and (between[article - 1] in lists.as_ or between[0] in clause.grammar.determiners)
            return words[i] if named or not lists.what.isdisjoint(words[max(0, i - _CALLED) : i]) else ""
        if words[i] in lists.likening:
            return words[i]
    return ""


def _enabler(match: Match, clause: Clause, lists: Words, at: int) -> str:
    """The verb that only lets somebody act: 'the treaty entitles Peru to suspend'."""
    g, words = clause.grammar, clause.words
    if words[at] in g.realising or match.pattern.group.event_type == "CONSULT":
        return ""
    for i in range(at, max(at - _REACH, -1), -1):
        if words[i] in lists.enabling:
            return words[i] if i < at else ""
        if words[i] in g.hard_breaks or words[i] in g.relative or words[i] in g.finite or words[i] in g.subordinators:
            return ""
    return ""


def _opinion(match: Match, clause: Clause, lists: Words, at: int) -> str:
    """The verb of opinion that tells of a future: 'feared that Chad would invade'."""
    g, words = clause.grammar, clause.words
    for i in range(at, max(at - _REACH, -1), -1):
        w = words[i]
        if w in lists.opining:
            kept = match.pattern.group.event_type in _COOPERATIVE and w in lists.expecting
            return "" if kept else w
        if w in g.hard_breaks or w == "," or w in g.finite or w in g.subordinators or (w in g.relative - g.that):
            return ""
    return ""


def _doubt(clause: Clause, lists: Words, at: int, *, friendly: bool) -> str:
    """What leaves an act in doubt whose clause it opens: 'rumours that Peru had left', 'claims that Chad attacked'.
    `friendly`: the act is one of cooperation, of which nobody is accused."""
    g, words = clause.grammar, clause.words
    for i in range(at, max(at - _REACH, 0), -1):
        if words[i] in g.that:
            before = words[i - 1]
            if before in lists.claiming:
                return "" if friendly or words[i + 1] in g.subject_pronouns else before  # but 'claimed that it had'
            return before if before in lists.notions or before in lists.doubting else ""
        if words[i] in g.hard_breaks or words[i] == "," or words[i] in g.finite or words[i] in g.subordinators:
            return ""
    return ""


def _is_anybodys(match: Match, clause: Clause, lists: Words, at: int) -> bool:
    """Whether a verb in the present tells of anybody who does it: 'whoever attacks', 'those who spread rumours'."""
    g, words = clause.grammar, clause.words
    if match.passive or not match.verbal or not match.tags or "past" in match.tags:
        return False
    if words[at] in lists.whoever:
        return True
    if words[at] not in g.relative_subjects or not at:
        return False
    return words[at - 1] in lists.anybodys or (at > 1 and words[at - 2] in lists.whichever)
