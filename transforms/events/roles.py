"""Who acts on whom: from the positions of actors around a trigger, its voice and the words between.

In: a sentence's tokens, its actor mentions, a match. Out: sources and targets, with the reason. Who stands on which
side of a verb is weighed in costs.py; here the voice and kind of the match say which side acts upon which.
"""

from dataclasses import dataclass

from transforms.events import complements, nominals, order, owned, passives, targets
from transforms.events.costs import Found, Sides
from transforms.events.gazetteer import POWERS
from transforms.events.grammar import QUOTES
from transforms.events.model import Actor
from transforms.events.ontology import SPEECH
from transforms.events.parties import Party
from transforms.events.triggers import Match

AMONG_THEMSELVES = "among themselves"
"""Why nobody is across the table: what is named there is only talked of."""
_OFFICE = 4
"""Words in which an office stands before its noun: 'said a Harbour Board officer'."""
_LEAVING_OFFICE = frozenset(("resign",))
"""Modes of what is done to nobody."""
_JUDGING = frozenset(("ACCUSE", "REJECT", "SUPPORT"))
"""Types that may be about another's deed."""
_AGAINST = frozenset(("ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE"))
"""Types of what is done against somebody."""
_TOLD_ON = SPEECH | {"COERCE"}
"""Types that who speaks may do after what he has told."""
_VOWS = frozenset(("AGREE", "THREATEN"))
"""Types whose words may tell of persons that are neither party."""
_GATHERING = frozenset(("PROTEST", "MOBILIZE"))
"""Types whose phrases name those who gather: 'thousands of farmers marched', 'riot police'."""


@dataclass(slots=True)
class Roles:
    """The answer for one match. Set once, as Sentence is."""

    sources: tuple[Actor, ...]
    targets: tuple[Actor, ...]
    why: tuple[str, ...]
    cost: float
    """How implausible the chosen actors are together; 0 is best."""
    places_only: bool
    """Whether all that is named is cities or regions."""


class Clause(Sides):
    """A sentence prepared for questions about roles."""

    def roles(self, match: Match) -> Roles:
        """Sources and targets of a match; found once, as dates ask for them again."""
        known = self.answers.get(match)
        if known is None:
            known = self.answers[match] = self._roles(match)
        return known

    def _roles(self, match: Match) -> Roles:
        end = max(match.end, match.object + 1)
        source, target, why = self._by_voice(match, end)
        source, target = self._by_type(match, source, target)
        if match.pattern.group.roles == "speaker":
            source, target, why = self._spoken(match, source, target)
        target = self._settled(match, end, source, target, why)
        source, target = self._turned(match, source, target, why)
        return self._answer(match, source, target, why)

    def _by_voice(self, match: Match, end: int) -> tuple[Found, Found, list[str]]:
        """Source and target as noun, passive or active verb tell them, and why."""
        if match.pattern.kind == "n":
            return nominals.sides(self, match)
        if match.passive or complements.befalls_subject(self, match):
            source, target, why = passives.sides(self, match, end)
            if source is None and match.pattern.group.event_type == "PROTEST" and not _holds_office(target):
                source, target = target, None  # 'have been camped in the square', but 'the mayor was pelted'
            return source, target, why
        if self._speaks_of_itself(match):
            speaker = self.speaker(match)
            source = (speaker, 0.3) if speaker else self.subject(match.start)
            target = self.objects(match.head, match.end)
            return source, None if target and speaker and target[0] is speaker else target, ["we"]
        return self._active(match, end)

    def _active(self, match: Match, end: int) -> tuple[Found, Found, list[str]]:
        """Source and target of an active verb, and why."""
        kind = match.pattern.group.event_type
        source = self._inside(match) or self._crowd(match) or self.subject(match.start)
        target = self._deed_of(match, source) or self.objects(match.head, match.end)
        if source is not None:
            source = order.first_of_two(self, match, source)
        if source is not None and kind in SPEECH and self._is_deed(source[0]):
            source = self.subject(match.start, without=source[0])  # 'after Chadian raids and accused'
        if source is not None and kind in _TOLD_ON:
            source = self._teller(match, source)
        if source is None:
            source = order.main_subject(self, match)
        if source is None and (after := order.subject_after(self, match, end)) is not None:
            return after, order.object_beside(self, match, after[0]), ["subject after the verb"]
        return source, target, ["active"]

    def _by_type(self, match: Match, source: Found, target: Found) -> tuple[Found, Found]:
        """The sides where the type of the act tells more: who is accused, fought, asked; nobody acts upon his own."""
        group = match.pattern.group
        if group.event_type == "ACCUSE" and group.roles == "direct" and not match.passive:
            target = complements.accused(self, match, target)
        if source is None and target and group.roles == "direct" and complements.comes_from(self, match, target[0]):
            source, target = target, self.objects(match.head, match.end, without=target[0])
        target = self._meant(match, source, target)
        if target and group.event_type == "REQUEST" and target[0].preposition not in self.grammar.leaving:
            # 'seeks Bo Example's extradition from Peru': who is asked stands after what is asked for
            asked = self.objects(match.head, match.end, prepositions=self.grammar.leaving, limit=0.9)
            target = asked if asked and asked[0].first >= target[0].last and target[0].possessive else target
        if source and target and match.verbal and not match.passive and group.event_type in _AGAINST:
            source = order.not_upon_own(self, match, source, target[0])
        if source and group.roles in ("direct", "mutual") and self._is_own(match, source, target):
            target = self.objects(match.head, match.end, without=target[0] if target else None)
            if self._is_own(match, source, target):
                target = None
        return source, target

    def _meant(self, match: Match, source: Found, target: Found) -> Found:
        """Whom the rest of the sentence means, where no object or a wrong one does."""
        kind, direct = match.pattern.group.event_type, match.pattern.group.roles == "direct" and not match.passive
        if target is None and kind == "ASSAULT":
            target = complements.enemy(self, match, source)
        if target is None:
            target = complements.written_to(self, match, source)
        if target is None and kind == "THREATEN":
            target = complements.threatened(self, match, source)
        if target is None and match.verbal and kind == "MOBILIZE":
            target = complements.border_of(self, match, source)
        if target is None and match.verbal and direct:
            target = complements.of_speaker(self, match, source)
        return complements.antecedent(self, match, source, target) if match.verbal and direct else target

    def _is_own(self, match: Match, source: tuple[Party, float], target: Found) -> bool:
        """Whether a target is the source's own: 'its troops'."""
        return target is not None and owned.is_own(self.words, self.grammar, source[0], target[0], match)

    def _spoken(self, match: Match, source: Found, target: Found) -> tuple[Found, Found, list[str]]:
        """The sides of what the speaker does by saying it: he is the source, whoever is named first the target."""
        speaker = self.speaker(match)
        if source and speaker and source[0] is speaker and self.words[match.end - 1] in self.grammar.matters:
            source = None  # 'Bo says it is time for Peru to act'
        source, target = complements.obliged(self, match, source, target)
        target, source = source or target, (speaker, 0.2) if speaker else None
        return source, None if target and speaker and target[0] is speaker else target, ["speaker"]

    def _settled(self, match: Match, end: int, source: Found, target: Found, why: list[str]) -> Found:
        """The target, unless it is only where, about what or before whom something was done."""
        group, g = match.pattern.group, self.grammar
        if target and targets.is_scene(self, target[0], match):
            target = None
        if target and group.event_type == "ASSAULT" and self._is_deed(target[0]):
            target = None  # 'the shooting answers Chadian air strikes'
        if target is None and group.event_type == "AGREE":
            target = targets.bound_for(self, match)
        if target and source and target[0].place and targets.is_abroad(self, match, end):
            ours = {a.country for a in source[0].actors}
            target = None if all(a.country in ours for a in target[0].actors) else target  # 'the port of' its own
        if target and target[0].preposition and group.event_type in _AGAINST:
            # 'complained to the council against Peru': what is appealed to stands nearer
            against = self.objects(match.head, match.end, prepositions=g.against, limit=1.2)
            target = against or complements.complained_of(self, match, source, target)
        if target and group.roles == "mutual":
            target = self._met(match, target, why)
        if target and group.roles == "reverse" and group.event_type == "REQUEST":
            # 'is under pressure to sack the police chief', 'faces calls from Peru to meet Chile'
            givers = g.by | g.leaving
            if target[0].phrase > match.end - 1 and self.words[target[0].phrase - 1] not in givers:
                target = self.objects(match.head, match.end, prepositions=givers)
        if target and targets.is_forum(self, match, target[0]):
            target = self.objects(match.head, match.end, without=target[0])
        if target and group.event_type in _VOWS and _is_nobodys(target[0]):
            target = None  # 'agreed to free the detainees'
        if target and targets.is_no_target(self, match, source, target[0]):
            target = None
        if target and group.roles == "reverse" and group.event_type == "ACCUSE":
            by, about = g.by | g.leaving, g.of | g.matters
            told = next((i for i in range(match.end - 1, target[0].first) if self.words[i] in about), -1)
            if told >= 0 and not self.words[told + 1].endswith(g.gerund_endings):
                target = self.objects(match.head, match.end, prepositions=by)  # 'faces criticism of its ties with Peru'
        if group.mode in _LEAVING_OFFICE:
            left = match.verbal and target is not None and target[0].preposition in g.leaving | g.of
            target = target if left else None  # who resigns does it to nobody
        if group.roles == "reverse" and target is None and not match.passive:
            target = self.objects(match.head, match.end, prepositions=g.by, limit=0.9)
        return target

    def _met(self, match: Match, target: tuple[Party, float], why: list[str]) -> Found:
        """Who is across the table, not what is only talked of there."""
        found: Found = target
        if match.pattern.group.weak and match.verbal and not target[0].preposition:
            found = self.objects(match.head, match.end, prepositions=self.grammar.with_)  # 'discussed the Senate bill'
        if found and targets.is_matter(self, match, found[0]):
            found = self.objects(match.head, match.end, prepositions=self.grammar.with_)  # 'discussed aid to Chile'
            why += [] if found else [AMONG_THEMSELVES]
        return found

    def _turned(self, match: Match, source: Found, target: Found, why: list[str]) -> tuple[Found, Found]:
        """The sides, changed where the subject is the one acted upon; newsrooms only tell of protests."""
        kind = match.pattern.group.roles
        if kind in ("reverse", "host"):
            source, target = None if target and kind == "reverse" and target[0].possessive else target, source
            why.append(kind)
        if match.pattern.group.event_type == "PROTEST":
            # 'Radio Lome reported protests': newsrooms only tell of them
            source, target = (side if side and not _is_newsroom(side[0]) else None for side in (source, target))
            if target and target[0].preposition in self.grammar.by and not match.passive:
                source, target = target, None
        return source, target

    def _answer(self, match: Match, source: Found, target: Found, why: list[str]) -> Roles:
        """The roles of the two sides that were found."""
        actors, others = source[0].actors if source else (), target[0].actors if target else ()
        others = tuple(a for a in others if a not in actors)
        if target and match.pattern.group.event_type == "ASSAULT" and target[0].preposition in self.grammar.locative:
            # 'a shooting in Lima': upon somebody there, unless another state shoots
            ours, theirs = ({a.country for a in side} for side in (actors, others))
            if ours <= theirs:
                others = tuple(Actor("", a.country) if a.sector == "GOV" and not a.role else a for a in others)
        if match.pattern.group.roles == "mutual" and actors and not others and target is None:
            joined = self.objects(match.head, match.end, prepositions=self.grammar.with_ | self.grammar.between)
            others = joined[0].actors if joined and (source is None or joined[0] is not source[0]) else ()
        cost = (source[1] if source else 1.0) + (target[1] if target else 0.7)
        chosen = [side[0] for side in (source, target) if side]
        return Roles(actors, others, tuple(why), cost, bool(chosen) and all(p.place for p in chosen))

    def speaker(self, match: Match) -> Party | None:
        """Who is quoted for what a match says: 'X said', 'said X', 'according to X'; never a part of the match."""
        g = self.grammar
        quoted = self.quote[match.head] and not g.quoting.isdisjoint(self.words)
        if not self.said and not quoted and g.according.isdisjoint(self.words):
            return self.quoted
        for i, word in enumerate(self.words):
            if match.start <= i < match.end:
                continue
            if word in g.speech or (quoted and word in g.quoting and not self.quote[i]):
                if (party := self.said_by(i)) is not None:
                    return party
            elif word in g.according:
                after = next((p for p in self.parties if 0 < p.phrase - i <= 3), None)
                if after is not None:
                    return after
        return self.quoted

    def said_by(self, at: int) -> Party | None:
        """The subject of the verb of saying at token `at`: 'X said', 'said X'."""
        quoted = at > 1 and self.words[at - 1] in QUOTES and self.words[at - 2] in self.grammar.conjunctions
        left = None if quoted else self.subject(at, 1.2)  # '..., Peru," said Bo': no quoted name says it
        if left is not None and not any(left[0].last <= v < at for v in self.verbs):
            return left[0]
        after = next((p for p in self.parties if 0 < p.phrase - at <= 2 and not p.preposition), None)
        return after if after is not None and self.words[at] in self.grammar.inverted else None

    def _is_deed(self, party: Party) -> bool:
        """Whether a name is told by what its owner did: 'Chadian air strikes'."""
        role = party.actors[0].role or ""
        return bool(role) and role.split()[-1].lower() in self.grammar.acts.deeds

    def _deed_of(self, match: Match, source: Found) -> Found:
        """Whose deed is judged: 'rejected a plan by Peru', but not 'the plan rejected by Peru'."""
        if match.pattern.group.event_type not in _JUDGING:
            return None
        by = self.objects(match.head, match.end, prepositions=self.grammar.by, limit=0.7)
        if by is None or by[0].phrase - 2 < match.end or self.verbs_between(match.end, by[0].phrase):
            return None
        noun = self.words[by[0].phrase - 2]
        # 'condemned the arrest of a Peruvian by Chile', not 'condemned Peru for a raid by Chile'
        of = self.grammar.of | self.grammar.towards
        between = (p for p in self.parties if match.head < p.first < by[0].first and p.preposition not in of)
        own = {a.country for a in source[0].actors} if source else set[str | None]()
        named = any(a.country and a.country not in own for p in between for a in p.actors)
        return None if named or noun.endswith(self.grammar.verbal_endings) else by

    def _teller(self, match: Match, source: tuple[Party, float]) -> tuple[Party, float]:
        """Who speaks on after what he has told: 'Bo denied that officers had fired and blamed Peru': Bo blamed.

        The clause told has auxiliaries of its own, which a finite verb behind 'and' does not share.
        """
        g, words = self.grammar, self.words
        opened, at = source[0].phrase - 1, match.start - 1 - len(g.verb_group(self.tokens, match.start))
        if opened < 0:
            return source  # nothing stands before
        while opened > max(0, source[0].phrase - _OFFICE) and self.tokens[opened].text[0].isupper():
            opened -= 1  # 'said a Harbour Board officer had'
        if words[opened] in g.determiners and words[opened] not in g.that:
            opened -= 1
        joined = words[at] in g.conjunctions and words[at] != "," and "past" in match.tags | {""}
        if opened < 1 or not joined or not (words[opened] in g.that or words[opened] in g.speech):
            return source
        after = source[0].last
        while after < at and g.is_adverb(words[after]):
            after += 1
        if words[after] not in g.finite or words[after] in g.speech:
            return source
        return self.subject(opened) or source

    def verbs_between(self, first: int, last: int) -> bool:
        """Whether a finite trigger verb stands among tokens first..last-1."""
        return any(first <= v < last for v in self.verbs)

    def _inside(self, match: Match) -> Found:
        """The party that a pattern itself begins with: 'Israeli jets bombed'."""
        if match.start == match.head:
            return None
        return next(((p, 0.0) for p in self.parties if p.first <= match.start < p.last <= match.head), None)

    def _crowd(self, match: Match) -> Found:
        """Whose crowd a phrase tells of: 'thousands of farmers marched'."""
        if match.pattern.group.event_type not in _GATHERING:
            return None
        if match.head == match.start and self.words[match.start].endswith(self.grammar.gerund_endings):
            # 'fired at farmers blocking the road'
            beside = (p for p in self.parties if p.last == match.start and p.mentions[-1].kind == "agent")
            return next(((p, 0.1) for p in beside if not _holds_office((p, 0.0))), None)
        if match.pattern.kind != "p":
            return None
        return next(((p, 0.1) for p in self.parties if match.start < p.first < match.end), None)

    def _speaks_of_itself(self, match: Match) -> bool:
        """Whether the subject is the speaker of a quotation: 'we will close our ports'."""
        group = self.verb_group(match.start)
        at = match.start - len(group) - 1
        spoken = self.grammar.first_person
        return (at >= 0 and self.words[at] in spoken) or not spoken.isdisjoint(group)


def _holds_office(side: Found) -> bool:
    """Whether all on a side are of the powers of a state, against whom others gather."""
    return side is not None and all(a.sector in POWERS for a in side[0].actors)


def _is_newsroom(party: Party) -> bool:
    """Whether all of a party are newsrooms, and no persons who work for one."""
    return all(a.sector == "MED" and not a.role for a in party.actors)


def _is_nobodys(party: Party) -> bool:
    """Whether all of a party are people without a state."""
    return all(a.sector == "CVL" and a.country is None for a in party.actors)
