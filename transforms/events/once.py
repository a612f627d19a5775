"""An event told twice in one sentence: the deed and what it did, "the raid which killed nine", "were hurt when gunmen
attacked", "killed nine and wounded four", "detained in a sweep". One mention stays, with the sides of both.

In: the matches of a sentence that stand, their roles, its clause. Out: the same matches without those that only tell
another one's event again; the roles of what stays, pooled: who did it from the deed (the owner of its noun, its "by",
its subject), whom it befell from the verb of its effect. Word lists: acts.toml.
"""

import dataclasses
from collections.abc import Callable, MutableMapping, Sequence
from typing import NamedTuple

from transforms.events.model import Actor
from transforms.events.parties import Party
from transforms.events.roles import Clause, Roles
from transforms.events.selection import Chosen
from transforms.events.triggers import Match

_FAR, _NEAR, _LIST = 14, 5, 16
"""Words between an effect and its deed; from a comma to a noun that sums up; between two effects of one deed."""
_DEEDS = frozenset(("ASSAULT", "COERCE"))
"""Types of which a sentence tells the deed and its effect."""
_OWNER = 4
"""Words between the owner of a deed and its noun."""


class Link(NamedTuple):
    """Two tellings of one event: the effect, the noun of its deed (-1 where a verb tells it) and the deed's match."""

    effect: Match
    noun: int
    deed: Match | None
    kind: str
    """subject: the noun is the effect's; relative: the same through 'which'; phrase: 'in an attack'; clause: 'when he
    attacked'; inside: the same in one pattern; fight: the noun names both sides; effects: two effects of one deed;
    deeds: 'attacked and killed'."""


def told(
    chosen: Sequence[Chosen], clause: Clause, known: MutableMapping[int, Roles], is_denied: Callable[[Match], bool]
) -> list[Chosen]:
    """The matches without those that tell an event again; `known`, the roles by match, gets those that are pooled.
    `is_denied`: whether a match tells that its act did not happen."""
    _answer(chosen, clause, known)
    if len(chosen) < 1 or all(c.match.pattern.group.event_type not in _DEEDS for c in chosen):
        return list(chosen)
    reader = _Reader(clause, [c.match for c in chosen])
    for one in chosen:
        roles = known[id(one.match)]
        blamed = one.known and one.match.pattern.group.event_type in _DEEDS
        if blamed and one.match.pattern.kind == "n" and roles.why[:1] == ("nominal",):
            # who speaks of it did not do it
            known[id(one.match)] = dataclasses.replace(roles, sources=(), why=(*roles.why, "told of"))
    _sum_up(reader, known)
    _add_results(reader, known)
    for match in sorted(reader.effects, key=lambda m: -m.head):
        joined = reader.joined(match) if reader.is_harm(match) else None
        misread = joined is not None and reader.is_misread(joined)
        if misread:
            known[id(match)] = dataclasses.replace(known[id(match)], sources=(), targets=())
        link = reader.link(match, passive=match.passive or misread)
        if link and joined and joined.deed and joined.kind == "effects":
            link = link._replace(effect=joined.deed)  # 'killed and wounded in a raid': both in the raid
            joined, link = link, joined
        for pair in (link, joined):
            if pair and pair.effect in reader.matches and (pair.deed is None or pair.deed in reader.matches):
                gone = _pool(reader, pair, known, denied=is_denied(pair.effect))
                reader.matches = [m for m in reader.matches if m is not gone]
    _own_up(reader, known, is_denied)
    return [c for c in chosen if c.match in reader.matches]


def _answer(chosen: Sequence[Chosen], clause: Clause, known: MutableMapping[int, Roles]) -> None:
    """Gives what was said and is turned down to who is named behind it, upon whom turns it down: 'Chad rejected an
    offer from Peru' is Peru's, to Chad."""
    for at, (match, _, answered) in enumerate(chosen):
        if not answered or match.pattern.group.event_type in _DEEDS:
            continue
        refusal = next((c.match for c in reversed(chosen[:at]) if c.match.pattern.group.event_type == "REJECT"), None)
        party = next((p for p in clause.parties if match.head < p.phrase <= match.head + 2), None)
        if refusal is None or party is None:
            continue
        targets = tuple(a for a in known[id(refusal)].sources if a not in party.actors)
        roles = known[id(match)]
        why = (*roles.why, "turned down")
        known[id(match)] = dataclasses.replace(roles, sources=party.actors, targets=targets, why=why)


def _pool(reader: "_Reader", link: Link, known: MutableMapping[int, Roles], *, denied: bool) -> Match | None:
    """The match that goes; what stays gets the sides of both."""
    effect, deed = link.effect, link.deed
    theirs, done = known[id(effect)], known[id(deed)] if deed else None
    if denied:
        return effect if deed else None  # 'nobody was hurt in the attack': the attack it is
    sources = reader.doer(link, theirs, done)
    hit = [theirs.targets, done.targets if done else ()]
    if link.kind == "effects":
        hit.reverse()
    sides = [tuple(a for a in side if a not in sources) for side in hit]
    targets = max(sides, key=_told)  # the first of those that tell as much
    stays, goes = (deed, effect) if deed and reader.is_main(link) else (effect, deed)
    assert stays is not None
    cost = min(theirs.cost, done.cost) if done else theirs.cost
    why = (*known[id(stays)].why, f"told once: {link.kind}")
    known[id(stays)] = Roles(sources, targets, why, cost, theirs.places_only and (done is None or done.places_only))
    return goes


def _sum_up(reader: "_Reader", known: MutableMapping[int, Roles]) -> None:
    """Leaves out what only describes a deed's noun, 'bombing raids', nouns that name who does it, 'a suicide bomber
    struck', or sum up what was told: ', the worst such attack this year'."""
    g, words = reader.g, reader.words
    nouns = {m.start for m in reader.matches if words[m.head] in g.acts.deeds}
    reader.matches = [m for m in reader.matches if not ("ger" in m.tags and m.object < 0 and m.end in nouns)]
    for match in [m for m in reader.matches if m.pattern.kind == "n" and m.pattern.group.event_type == "ASSAULT"]:
        others = [m for m in reader.matches if m.verbal and m.pattern.group.event_type == "ASSAULT"]
        if words[match.head] in g.acts.attackers:
            done = next((m for m in others if m.head > match.head and "ger" not in m.tags), None)
            if done is not None:
                _attack(reader, match.head, done, known)
        else:
            first = reader.opening(match.head)
            comma = first > 0 and words[first - 1] == "," and match.start - first < _NEAR
            ranked = comma and not g.acts.ranking.isdisjoint(words[first : match.end])
            done = next((m for m in others if m.head < first), None) if ranked else None
        if done is not None:
            reader.matches = [m for m in reader.matches if m is not match]


def _own_up(reader: "_Reader", known: MutableMapping[int, Roles], is_denied: Callable[[Match], bool]) -> None:
    """Gives an attack that somebody claims to who claims it: 'claimed responsibility for the bomb that killed nine'."""
    g, words = reader.g, reader.words
    for claim in [m for m in reader.matches if m.object > m.head and words[m.object] in g.acts.owning]:
        deeds = (m for m in reader.matches if 0 < m.start - claim.object < _FAR and m.head > claim.object)
        deed = next((m for m in deeds if m.pattern.group.event_type == claim.pattern.group.event_type), None)
        if deed is None or deed.object == claim.object:
            continue
        roles = known[id(deed)]
        sources = roles.sources if is_denied(claim) else known[id(claim)].sources
        targets = tuple(a for a in roles.targets if a not in sources)
        known[id(deed)] = Roles(sources, targets, (*roles.why, "told once: claimed"), roles.cost, roles.places_only)
        reader.matches = [m for m in reader.matches if m is not claim]


def _attack(reader: "_Reader", noun: int, done: Match, known: MutableMapping[int, Roles]) -> None:
    """Gives a deed that a noun for an attacker is the subject of its sides: who stands between the two does it not."""
    roles = known[id(done)]
    between = [p for p in reader.clause.parties if noun < p.first < done.start]
    if done.passive or not any(p.actors == roles.sources for p in between):
        return
    owner = reader.owner(noun, done)
    sources = owner.actors if owner else ()
    known[id(done)] = dataclasses.replace(roles, sources=sources, why=(*roles.why, "told once: attacker"))


def _add_results(reader: "_Reader", known: MutableMapping[int, Roles]) -> None:
    """Gives deeds the victims that a gerund tells: 'bombed a school, killing nine Chadians'."""
    for match in reader.matches:
        before = reader.words[match.start - 1] if match.start else ""
        if "ger" not in match.tags or before != "," or not reader.is_harm(match):
            continue
        deed = next((m for m in reversed(reader.matches) if m.head < match.start), None)
        if deed is None or deed.pattern.group.event_type != "ASSAULT":
            continue
        roles, hit = known[id(deed)], known[id(match)].targets
        party = next((p for p in reader.clause.parties if p.actors == hit), None)
        if party is None or party.phrase - match.end > 1 or party.first - match.end > _NEAR:
            continue  # 'killing nine and provoking Chad'
        if _told(hit) > _told(roles.targets) and not set(hit) & set(roles.sources):
            known[id(deed)] = dataclasses.replace(roles, targets=hit, why=(*roles.why, "told once: result"))


def _told(side: Sequence[Actor]) -> int:
    """How much a side tells: persons of a state, a state, somebody, nobody."""
    if any(a.country for a in side):
        return 3 if any(a.country and a.sector and (a.sector != "GOV" or a.role) for a in side) else 2
    return bool(side)


class _Reader:
    """A sentence in which effects and deeds are looked for."""

    def __init__(self, clause: Clause, matches: Sequence[Match]) -> None:
        self.clause, self.words, self.g = clause, clause.words, clause.grammar
        self.matches = list(matches)
        self.effects = [m for m in matches if self._is_effect(m)]

    def _is_effect(self, match: Match) -> bool:
        group = match.pattern.group
        return (
            group.event_type in _DEEDS
            and match.pattern.kind != "n"
            and group.roles == "direct"
            and "ger" not in match.tags
            and self.words[match.head] not in self.g.acts.deeds
        )

    def is_harm(self, match: Match) -> bool:
        """Whether a match tells what an attack did to somebody."""
        said = (*self.words[match.start : match.end], self.words[match.object] if match.object >= 0 else "")
        return match.pattern.group.event_type == "ASSAULT" and not self.g.acts.harms.isdisjoint(said)

    def is_main(self, link: Link) -> bool:
        """Whether the deed is what the sentence tells, and the effect hangs on it."""
        if link.kind == "relative":
            deed, first = link.deed, link.effect.start - len(self.clause.verb_group(link.effect.start))
            aside = self.words[first - 2] == ","  # 'the raid of 9 May, which killed nine'
            return deed is not None and (aside or (deed.verbal and deed.head != link.noun))
        return link.kind in ("clause", "fight", "effects", "deeds", "result")

    def link(self, effect: Match, *, passive: bool) -> Link | None:
        """What an effect tells again. `passive`: whether it is what befell its subject."""
        first = effect.start - len(self.clause.verb_group(effect.start))
        harm = self.is_harm(effect)
        before = self._before(effect, first) if harm and not passive else None
        return before or self._phrase(effect, passive=passive) or (self._clause(effect) if harm and passive else None)

    # -- where a deed is told --------------------------------------------------------------------------------------

    def _before(self, effect: Match, first: int) -> Link | None:
        """'the raid (which) killed nine', 'fired a rocket that hit a ship'."""
        words, g = self.words, self.g
        if first < 1:
            return None
        related = words[first - 1] in g.acts.which
        at = first - 1 - related
        if not related and words[at] == ",":  # 'the raid, the worst since May, killed nine'
            at = next((i for i in range(at - 1, max(at - _FAR, 0), -1) if words[i] == ","), at)
        while at >= 0 and first - at < _FAR:
            word = words[at]
            if word in g.acts.deeds or word in g.acts.weapons:
                deed = self._told_by(at)
                if deed is None or deed is not effect:
                    return self._of_subject(effect, at, first, deed, related=related)
            elif self._is_border(at, effect):
                return None
            at -= 1
        return None

    def _of_subject(self, effect: Match, noun: int, first: int, deed: Match | None, *, related: bool) -> Link | None:
        """The link of an effect to a noun before it, where nobody else is its subject."""
        if deed is not None and not self.g.between.isdisjoint(self.words[deed.start : deed.end + 1]):
            return Link(effect, noun, deed, "fight")
        opened = self.opening(noun)
        before = self.words[opened - 1] if opened else ""
        own = any(noun < p.first and p.last == first and not self._is_governed(p) for p in self.clause.parties)
        if not related and (own or (before in self.g.prepositions and before not in self.g.of)):
            if own and before not in self.g.acts.amid:
                return None
            return Link(effect, -1, deed, "phrase") if deed and not deed.verbal else None
        if deed is not None and deed.pattern.group.roles != "direct":
            return None
        return Link(effect, noun, deed, "relative" if related else "subject")

    def _phrase(self, effect: Match, *, passive: bool) -> Link | None:
        """'killed in a raid', 'shot a boy during raids by the army', 'detained nine in a sweep'."""
        words, g = self.words, self.g
        nouns = g.acts.deeds if effect.pattern.group.event_type == "ASSAULT" else g.acts.sweeps
        governed = not g.acts.amid.isdisjoint(words[effect.start : effect.end])
        at = effect.start + 1
        while at < len(words) and at - max(effect.end, effect.object + 1) < _FAR:
            word = words[at]
            if word in g.acts.avenging:
                return None  # 'shelled a port in retaliation for a raid'
            if word in g.acts.amid or (passive and word in g.by):
                governed = True
            elif word in nouns and governed:
                while at + 1 < len(words) and words[at + 1] in nouns:
                    at += 1
                return self._of_phrase(effect, at, passive=passive)
            elif at >= effect.end and self._is_border(at, effect):
                return None
            elif at >= effect.end and word in g.prepositions and word not in g.of:
                governed = False  # 'destroyed in retaliation for an attack'
            at += 1
        return None

    def _of_phrase(self, effect: Match, noun: int, *, passive: bool) -> Link | None:
        """The link of an effect to a noun behind it, where that is nobody else's deed."""
        deed = self._told_by(noun)
        if deed is effect:
            deed = None
        if deed is not None and ((deed.verbal and deed.head != noun) or deed.pattern.group.roles == "mutual"):
            return None
        owner = None if passive else self.owner(noun, effect)
        if owner is not None:
            subject = self.clause.subject(effect.start)
            if subject and {a.country for a in subject[0].actors}.isdisjoint(a.country for a in owner.actors):
                return None  # 'the guards shot a man during Chadian raids'
        return Link(effect, noun, deed, "phrase")

    def _clause(self, effect: Match) -> Link | None:
        """'were hurt when gunmen attacked a bus'."""
        words, g = self.words, self.g
        for at in range(effect.start + 1, min(effect.end + _FAR, len(words))):
            if words[at] in g.acts.befalling:
                if at < effect.end:
                    blast = (m for m in self.matches if 0 <= m.start - effect.end < _NEAR and self._is_deed(m))
                    return Link(effect, at, next(blast, None), "inside")  # 'hurt when a mine | exploded'
                deed = next((m for m in self.matches if m.head > at and m.verbal), None)
                if deed is None or not self._is_deed(deed) or deed.head - at > _FAR:
                    return None
                if any(at < v < deed.head for v in self.clause.verbs) or "," in words[at : deed.head]:
                    return None
                return Link(effect, -1, deed, "clause")
            if words[at] in g.by or (at >= effect.end and (self._is_border(at, effect) or words[at] == ",")):
                return None  # 'was killed by police when he opened fire'
        return None

    def joined(self, effect: Match) -> Link | None:
        """'killed nine and wounded four', 'nine were killed and four wounded', 'stormed a village and killed nine'."""
        words, g, first = self.words, self.g, effect.start - len(self.clause.verb_group(effect.start))
        at = next((i for i in range(first - 1, max(first - _NEAR, 0), -1) if words[i] in g.conjunctions), 0)
        if not at or words[at] == "," or any(self._is_border(i, effect) for i in range(at + 1, first)):
            return None
        earlier = next((m for m in reversed(self.matches) if m.head < at), None)
        if earlier is None or at - max(earlier.end, earlier.object + 1) > _LIST:
            return None
        end = max(earlier.end, earlier.object + 1)
        if any(self._is_border(i, earlier) for i in range(earlier.head + 1, at)) or earlier.head >= end:
            return None
        alone = at == first - 1
        shared = earlier.passive or self.words[earlier.head] not in g.acts.harms  # 'left nine dead and four wounded'
        if earlier in self.effects and (alone or shared):
            return Link(effect, -1, earlier, "effects")
        if alone and not effect.passive and self._is_deed(earlier):
            return Link(effect, -1, earlier, "deeds")
        return None

    # -- sides -----------------------------------------------------------------------------------------------------

    def doer(self, link: Link, theirs: Roles, done: Roles | None) -> tuple[Actor, ...]:
        """Who did it."""
        if link.kind in ("clause", "deeds"):
            return done.sources if done else ()
        if link.kind == "fight":  # 'clashes between Chad and Niger killed nine'
            return (done.sources or done.targets) if done else ()
        if link.kind == "inside":  # 'hurt when a Chadian jet dropped a bomb', all of it one pattern
            inside = (p for p in self.clause.parties if link.noun < p.first and not p.preposition)
            return next((p.actors for p in inside), ())
        if link.kind == "effects":
            assert done is not None
            return done.sources or (theirs.sources if link.effect.passive or self.is_misread(link) else ())
        if link.noun < 0:
            return theirs.sources
        if link.kind == "phrase" and theirs.sources and (not link.effect.passive or link.deed is None):
            return theirs.sources
        if (owner := self.owner(link.noun, link.effect)) is not None:
            return owner.actors
        if done and link.deed and link.deed.verbal and link.deed.head != link.noun:
            return done.sources
        if link.kind == "phrase":
            return theirs.sources
        return ()  # 'the attack on the embassy killed nine': who stands in what the deed was upon did not do it

    def is_misread(self, link: Link) -> bool:
        """Whether the second of two participles has no auxiliary: 'nine were killed and four wounded'."""
        earlier = link.deed
        assert earlier is not None
        return (earlier.passive or self.words[earlier.head] not in self.g.acts.harms) and not link.effect.passive

    def owner(self, noun: int, effect: Match) -> Party | None:
        """Whose deed a noun tells: 'Chadian raids', 'Chad's raids', 'raids by Chad'."""
        g, words = self.g, self.words
        last = effect.start if noun < effect.start else len(words)
        for party in self.clause.parties:
            kind = party.mentions[-1].kind
            if party.first <= noun < party.last:
                return party if kind == "agent" else None
            gap = words[party.last : noun]
            if party.last <= noun and len(gap) <= _OWNER and (party.possessive or kind in ("demonym", "organisation")):
                gap = gap[party.possessive :]
                if all(w.isalnum() and w not in g.linking and w not in g.determiners for w in gap):
                    return party
            if noun < party.first < last and party.preposition in g.by:
                between = range(noun + 1, party.phrase)
                if not any(self._is_border(i, effect) or words[i] == "," for i in between):
                    # 'by the armed group Chadian Dawn'
                    named = (p for p in self.clause.parties if p.first == party.last < last and not p.preposition)
                    return next(named, party)
        return None

    # -- words -----------------------------------------------------------------------------------------------------

    def _told_by(self, noun: int) -> Match | None:
        """The match that tells what a noun names."""
        words, g = self.words, self.g
        for at in (noun, noun - 1):
            if at < 0 or (at < noun and words[at] not in g.acts.deeds and words[at] not in g.acts.weapons):
                break  # 'carried out a drone strike': its object word may be the drone
            if (found := next((m for m in self.matches if m.start <= at < m.end or m.object == at), None)) is not None:
                return found
        return None

    def _is_deed(self, match: Match) -> bool:
        """Whether a verb tells of an attack, not of a fight of two."""
        group = match.pattern.group
        told = match.verbal and not match.passive and "ger" not in match.tags
        return told and group.event_type == "ASSAULT" and group.roles == "direct"

    def _is_governed(self, party: Party) -> bool:
        """Whether a name stands behind a preposition: 'in northern Chad'."""
        opened = self.opening(party.first)
        return bool(party.preposition) or (opened > 0 and self.words[opened - 1] in self.g.prepositions)

    def opening(self, noun: int) -> int:
        """The first word of the phrase that ends in a noun: 'a week of | raids' begins with its first word."""
        first, words, g = noun, self.words, self.g
        while first > 0 and noun - first < _FAR:
            word = words[first - 1]
            if word not in g.of and word not in g.possessive:
                inside = word[0].isalnum() or word == "-"
                if not inside or word in g.linking | g.subordinators | g.that or first - 1 in self.clause.verbs:
                    break
            first -= 1
        return first

    def _is_border(self, at: int, match: Match) -> bool:
        """Whether a word opens or carries another clause."""
        word, g = self.words[at], self.g
        if at in self.clause.verbs and not match.start <= at < match.end:
            return True
        return (
            word in g.finite or word in g.hard_breaks or word in g.relative or (word in g.subordinators - g.acts.amid)
        )
