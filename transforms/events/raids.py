"""Which raid it is: police search and arrest, soldiers, fighters and aircraft attack; and which clash: ministers clash
over a bill in words, and a senator who attacks a judge attacks him in words, too.

In: the matches of a sentence, its clause. Out: the matches without those of the other type. The words are the same, "a
raid on", "launched raids"; what kind it is tell the words beside it ("air raids", "dawn raids"), what is raided (a
village, an office) and who raids. Word lists: acts.toml.
"""

from collections.abc import Sequence

from transforms.events.roles import Clause
from transforms.events.triggers import Match

_ATTACK, _SEARCH = "ASSAULT", "COERCE"
_ADJECTIVES, _OBJECT = 3, 6
"""Words before a raid that tell its kind; words behind it among which stands what is raided."""
_ARMED = frozenset(("MIL", "REB"))
_CIVIL = frozenset(("GOV", "JUD"))


def settle(matches: Sequence[Match], clause: Clause) -> list[Match]:
    """The matches without those that take a raid for another one."""
    g, words = clause.grammar, clause.words
    out = [m for m in matches if not _is_of_words(m, clause) and not _is_other_attack(m, clause)]
    if g.acts.raids.isdisjoint(words):
        return out
    for at in [i for i, word in enumerate(words) if word in g.acts.raids]:
        mine = [m for m in out if at in (m.head, m.object) and m.pattern.group.event_type in (_ATTACK, _SEARCH)]
        if len({m.pattern.group.event_type for m in mine}) > 1:
            kind = _kind(at, mine, clause)
            out = [m for m in out if m not in mine or m.pattern.group.event_type == kind]
    return out


def _is_of_words(match: Match, clause: Clause) -> bool:
    """Whether a clash is one of words, or is taken for one: 'the two sides clashed in Lima over a dam', 'police clashed
    with students over a tax'."""
    g, words = clause.grammar, clause.words
    kind = match.pattern.group.event_type
    if not match.verbal or words[match.head] not in g.acts.clashing:
        return False
    after = range(match.head + 1, min(match.head + 1 + _CLASH, len(words)))
    over = next((i for i in after if words[i] in g.acts.disputing), -1)
    between = words[max(0, match.head - _CLASH) : over if over > 0 else after.stop]
    armed = not g.acts.brawlers.isdisjoint(between)
    return (kind in _FIGHTS and over > 0 and not armed) or (kind in _WORDS and armed)


def _is_other_attack(match: Match, clause: Clause) -> bool:
    """Whether an attack is one in words and is taken for one by force, or the other way round: 'the senator attacked
    the judge'."""
    g, pattern = clause.grammar, match.pattern
    bare = match.verbal and pattern.words == 1 and not pattern.objects
    if not bare or clause.words[match.head] not in g.acts.attacking or pattern.group.event_type not in _ATTACKS:
        return False
    roles = clause.roles(match)
    sides = (*roles.sources, *roles.targets)
    politic = bool(roles.sources and roles.targets) and all(a.sector in _POLITIC for a in sides)
    held = all(a.role or a.sector in _BODIES for a in roles.sources)  # a state that attacks does so by force
    home = len({a.country for a in sides}) == 1 and g.acts.brawlers.isdisjoint(clause.words)
    return (pattern.group.event_type == _ATTACK) == (politic and held and home)


_ATTACKS = frozenset(("ACCUSE", "ASSAULT"))
_POLITIC, _BODIES = frozenset(("GOV", "JUD", "LEG", "MED", "OPP", "PTY")), frozenset(("LEG", "OPP", "PTY"))
"""Sectors of those who attack each other in words at home; of those who do so as a body."""
_CLASH = 10
"""Words behind a clash among which stands what it is about."""
_FIGHTS, _WORDS = frozenset(("ASSAULT", "PROTEST")), frozenset(("ACCUSE", "REJECT"))


def _kind(at: int, mine: Sequence[Match], clause: Clause) -> str:
    """The type of the raid that the word at `at` tells of."""
    g, words = clause.grammar, clause.words
    before, after = words[max(0, at - _ADJECTIVES) : at], _raided(at, clause)
    for near in (before, after):
        if not g.acts.warlike.isdisjoint(near):
            return _ATTACK
        if not g.acts.policing.isdisjoint(near) or not g.acts.searched.isdisjoint(near):
            return _SEARCH
    sources = [a for m in mine for a in clause.roles(m).sources]
    if any(a.sector in _ARMED for a in sources):
        return _ATTACK
    if any(a.sector in _CIVIL and a.role for a in sources) or not g.acts.policing.isdisjoint(words):
        return _SEARCH
    verb = any(m.verbal and m.head == at and "third" not in m.tags for m in mine)
    return _SEARCH if verb else _ATTACK


def _raided(at: int, clause: Clause) -> list[str]:
    """The words that tell what is raided, so far as they stand behind the word."""
    words, g = clause.words, clause.grammar
    for i in range(at + 1, min(at + _OBJECT, len(words))):
        if words[i] in g.hard_breaks or words[i] == "," or words[i] in g.relative or words[i] in g.finite:
            return words[at + 1 : i]
    return words[at + 1 : at + _OBJECT]
