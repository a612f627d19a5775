"""Who acts on whom: from the positions of actors around a trigger, its voice and the words between.

In: a sentence's tokens, its actor mentions, a match. Out: sources and targets, with the reason. Who stands on which
side of a verb is weighed in costs.py; here the voice and kind of the match say which side acts upon which.
"""

from dataclasses import dataclass

from transforms.events import complements, order, owned
from transforms.events.costs import Sides
from transforms.events.grammar import QUOTES
from transforms.events.model import Actor
from transforms.events.parties import Party
from transforms.events.triggers import Match

LIGHT_VERB_COST = 1.9
AMONG_THEMSELVES = "among themselves"
"""Why nobody is across the table: what is named there is only talked of."""
_TOLD = 7
"""Words before a noun among which stands that it is only told: 'reports of a raid'."""
_BESIDE = 4
"""Words between a noun and the participle that describes it."""
_OUSTING = frozenset(("expel", "deport"))
"""Modes whose passive names the state that acts by what is left: 'was expelled from Chile'."""
_JUDGING = frozenset(("ACCUSE", "REJECT", "SUPPORT"))
"""Types that may be about another's deed."""
_AGAINST = frozenset(("ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE"))
"""Types of what is done against somebody."""
_SAID = _JUDGING | {"REQUEST", "THREATEN", "AGREE"}
"""Types that are told somebody; no town is."""
_OUTWARD = _SAID | {"MOBILIZE"}
"""Types that are not done to a town of one's own."""
_TOLD_ON = _SAID | {"COERCE"}
"""Types that who speaks may do after what he has told."""
_KEPT = frozenset(("COERCE", "PROTEST"))
"""Types that are done in a town, not to it."""
_SEATS = frozenset(("country", "capital", "place"))
"""Kinds of names that are where one goes."""
_SIGNED = frozenset(("AGREE", "SUPPORT"))
"""Types that are done in a town, not to its state."""
_VOICED = frozenset(("ACCUSE", "REJECT", "REQUEST", "SUPPORT", "PROTEST", "THREATEN"))
"""Types whose noun comes from somebody: 'criticism from', 'protests from'."""
_VOWS = frozenset(("AGREE", "THREATEN"))
"""Types whose words may tell of persons that are neither party."""
_POWERS = frozenset(("GOV", "LEG", "JUD", "MIL"))
_GATHERING = frozenset(("PROTEST", "MOBILIZE"))
"""Types whose phrases name those who gather: 'thousands of farmers marched', 'riot police'."""
_OWN = frozenset(("ACCUSE", "CONCEDE", "RETREAT"))
"""Types of what one does with one's own things."""
_ADJECTIVES = frozenset(("demonym", "country", "organisation", "capital", "place"))


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
        if match.pattern.kind == "n":
            source, target, why = self._nominal(match)
        elif match.passive:
            source, target, why = self._passive(match, end)
            if source is None and match.pattern.group.event_type == "PROTEST" and not _holds_office(target):
                source, target = target, None  # 'have been camped in the square', but 'the mayor was pelted'
        elif self._speaks_of_itself(match):
            speaker = self.speaker(match)
            source = (speaker, 0.3) if speaker else self.subject(match.start)
            target = self.objects(match.head, match.end)
            if target and speaker and target[0] is speaker:
                target = None
            why = ["we"]
        else:
            source = self._inside(match) or self._crowd(match) or self.subject(match.start)
            target = self._deed_of(match) or self.objects(match.head, match.end)
            why = ["active"]
            if source is not None:
                source = order.first_of_two(self, match, source)
            if source is not None and match.pattern.group.event_type in _SAID and self._is_deed(source[0]):
                source = self.subject(match.start, without=source[0])  # 'after Chadian raids and accused'
            if source is not None and match.pattern.group.event_type in _TOLD_ON:
                source = self._teller(match, source)
            if source is None:
                source = order.main_subject(self, match)
            if source is None and (after := order.subject_after(self, match, end)) is not None:
                source, target, why = after, order.object_beside(self, match, after[0]), ["subject after the verb"]
        kind = match.pattern.group.roles
        if match.pattern.group.event_type == "ACCUSE" and kind == "direct" and not match.passive:
            target = complements.accused(self, match, target)
        if target is None and match.pattern.group.event_type == "ASSAULT":
            target = complements.enemy(self, match, source)
        if target and match.pattern.group.event_type == "REQUEST" and target[0].preposition not in self.grammar.leaving:
            # 'seeks Bo Example's extradition from Peru': who is asked stands after what is asked for
            asked = self.objects(match.head, match.end, prepositions=self.grammar.leaving, limit=0.9)
            target = asked if asked and asked[0].first >= target[0].last and target[0].possessive else target
        if source and target and match.verbal and not match.passive and match.pattern.group.event_type in _AGAINST:
            source = order.not_upon_own(self, match, source, target[0])
        if (
            target
            and source
            and kind in ("direct", "mutual")
            and owned.is_own(self.words, self.grammar, source[0], target[0], match)
        ):
            target = self.objects(match.head, match.end, without=target[0])
            if target and owned.is_own(self.words, self.grammar, source[0], target[0], match):
                target = None
        if kind == "speaker":
            speaker = self.speaker(match)
            if source and speaker and source[0] is speaker and self.words[match.end - 1] in self.grammar.matters:
                source = None  # 'Bo says it is time for Peru to act'
            source, target = complements.obliged(self, match, source, target)
            target, source = source or target, (speaker, 0.2) if speaker else None
            if target and speaker and target[0] is speaker:
                target = None
            why = ["speaker"]
        if target and self._is_scene(target[0], match):
            target = None
        if target and match.pattern.group.event_type == "ASSAULT" and self._is_deed(target[0]):
            target = None  # 'the shooting answers Chadian air strikes'
        if target is None and match.pattern.group.event_type == "AGREE":
            target = self._bound_for(match)
        if target and source and target[0].place and self._is_abroad(match, end):
            ours = {a.country for a in source[0].actors}
            target = None if all(a.country in ours for a in target[0].actors) else target  # 'the port of' its own
        if target and target[0].preposition and match.pattern.group.event_type in _AGAINST:
            # 'complained to the council against Peru': what is appealed to stands nearer
            against = self.objects(match.head, match.end, prepositions=self.grammar.against, limit=1.2)
            target = against or target
        if target and kind == "mutual" and match.pattern.group.weak and match.verbal and not target[0].preposition:
            target = self.objects(match.head, match.end, prepositions=self.grammar.with_)  # 'discussed the Senate bill'
        if target and kind == "mutual" and self._is_matter(match, target[0]):
            target = self.objects(match.head, match.end, prepositions=self.grammar.with_)  # 'discussed aid to Chile'
            why += [] if target else [AMONG_THEMSELVES]
        if target and kind == "reverse" and match.pattern.group.event_type == "REQUEST":
            # 'is under pressure to sack the police chief', 'faces calls from Peru to meet Chile'
            givers = self.grammar.by | self.grammar.leaving
            if target[0].phrase > match.end - 1 and self.words[target[0].phrase - 1] not in givers:
                target = self.objects(match.head, match.end, prepositions=givers)
        if target and self._is_forum(match, target[0]):
            target = self.objects(match.head, match.end, without=target[0])
        if (
            target
            and match.pattern.group.event_type in _VOWS
            and all(a.sector == "CVL" and a.country is None for a in target[0].actors)
        ):
            target = None  # 'agreed to free the detainees'
        if target and self._not_acted_on(match, source, target[0]):
            target = None
        if kind == "reverse" and target and match.pattern.group.event_type == "ACCUSE":
            by, about = self.grammar.by | self.grammar.leaving, self.grammar.of | self.grammar.matters
            told = next((i for i in range(match.end - 1, target[0].first) if self.words[i] in about), -1)
            if told >= 0 and not self.words[told + 1].endswith(self.grammar.gerund_endings):
                target = self.objects(match.head, match.end, prepositions=by)  # 'faces criticism of its ties with Peru'
        if kind in ("reverse", "host"):
            source, target = None if target and kind == "reverse" and target[0].possessive else target, source
            why.append(kind)
        if match.pattern.group.event_type == "PROTEST":
            # 'Radio Lome reported protests': newsrooms only tell of them
            source, target = (side if side and not _is_newsroom(side[0]) else None for side in (source, target))
            if target and target[0].preposition in self.grammar.by and not match.passive:
                source, target = target, None
        sources = source[0].actors if source else ()
        targets = target[0].actors if target else ()
        targets = tuple(a for a in targets if a not in sources)
        if target and match.pattern.group.event_type == "ASSAULT" and target[0].preposition in self.grammar.locative:
            # 'a shooting in Lima': upon somebody there, unless another state shoots
            ours, theirs = ({a.country for a in side} for side in (sources, targets))
            if ours <= theirs:
                targets = tuple(Actor("", a.country) if a.sector == "GOV" and not a.role else a for a in targets)
        if kind == "mutual" and sources and not targets and target is None:
            joined = self.objects(match.head, match.end, prepositions=self.grammar.with_ | self.grammar.between)
            targets = joined[0].actors if joined and (source is None or joined[0] is not source[0]) else ()
        cost = (source[1] if source else 1.0) + (target[1] if target else 0.7)
        chosen = [side[0] for side in (source, target) if side]
        return Roles(sources, targets, tuple(why), cost, bool(chosen) and all(p.place for p in chosen))

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

    def _deed_of(self, match: Match) -> tuple[Party, float] | None:
        """Whose deed is judged: 'rejected a plan by Peru', but not 'the plan rejected by Peru'."""
        if match.pattern.group.event_type not in _JUDGING:
            return None
        by = self.objects(match.head, match.end, prepositions=self.grammar.by, limit=0.7)
        if by is None or by[0].phrase - 2 < match.end or self.verbs_between(match.end, by[0].phrase):
            return None
        noun = self.words[by[0].phrase - 2]
        between = (p for p in self.parties if match.head < p.first < by[0].first)
        named = any(a.country for p in between for a in p.actors)
        return None if named or noun.endswith(self.grammar.verbal_endings) else by

    def _teller(self, match: Match, source: tuple[Party, float]) -> tuple[Party, float]:
        """Who speaks on after what he has told: 'Bo denied that officers had fired and blamed Peru': Bo blamed.

        The clause told has auxiliaries of its own, which a finite verb behind 'and' does not share.
        """
        g, words = self.grammar, self.words
        opened, at = source[0].phrase - 1, match.start - 1 - len(g.verb_group(self.tokens, match.start))
        if opened < 0:
            return source  # nothing stands before
        while opened > max(0, source[0].phrase - _BESIDE) and self.tokens[opened].text[0].isupper():
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

    def _inside(self, match: Match) -> tuple[Party, float] | None:
        """The party that a pattern itself begins with: 'Israeli jets bombed'."""
        if match.start == match.head:
            return None
        return next(((p, 0.0) for p in self.parties if p.first <= match.start < p.last <= match.head), None)

    def _crowd(self, match: Match) -> tuple[Party, float] | None:
        """Whose crowd a phrase tells of: 'thousands of farmers marched'."""
        if match.pattern.kind != "p" or match.pattern.group.event_type not in _GATHERING:
            return None
        return next(((p, 0.1) for p in self.parties if match.start < p.first < match.end), None)

    def _speaks_of_itself(self, match: Match) -> bool:
        """Whether the subject is the speaker of a quotation: 'we will close our ports'."""
        group = self.verb_group(match.start)
        at = match.start - len(group) - 1
        spoken = self.grammar.first_person
        return (at >= 0 and self.words[at] in spoken) or not spoken.isdisjoint(group)

    def _is_abroad(self, match: Match, end: int) -> bool:
        """Whether what a match tells is no deed upon a town of one's own: 'moved armour to', 'shut the border at'."""
        if match.pattern.group.event_type in _OUTWARD:
            return True
        return not self.grammar.frontiers.isdisjoint(self.words[match.head : end + 1])

    def _not_acted_on(self, match: Match, source: tuple[Party, float] | None, target: Party) -> bool:
        """Whether a name on the right is where two parties met, or whom a promise is about, rather than its target."""
        group, g = match.pattern.group, self.grammar
        if group.roles == "mutual" and source is not None and target.preposition in g.locative:
            sectors = {a.sector for a in source[0].actors}
            foes = "REB" in sectors and len(sectors) > 1  # 'the government and the rebels met in Lome'
            return foes or len({a.country for a in source[0].actors if a.country}) > 1
        if group.event_type == "REJECT" and match.verbal:
            # 'denied that Peru ...', 'denies having ...': whom a denied deed would have befallen
            at = max(match.head + 1, match.end - 1)
            content = self.words[at : target.first]
            return bool(content) and (
                content[0] in g.that or content[0] in g.have or not g.that.isdisjoint(content[:2])
            )
        return group.event_type == "AGREE" and not (g.that | g.asking).isdisjoint(self.words[match.end : target.first])

    def _bound_for(self, match: Match) -> tuple[Party, float] | None:
        """Where somebody is going to whom words of coming tell of: 'is due in Lome on Monday'."""
        for party in self.parties:
            told = match.start < party.first < match.end or party.phrase - 1 == match.end - 1
            if told and party.preposition in self.grammar.locative and all(m.kind in _SEATS for m in party.mentions):
                return party, 0.5
        return None

    def _is_matter(self, match: Match, target: Party) -> bool:
        """Whether a name is only what is talked of: 'discussed its stance on Chile', 'no agreement on aid of'."""
        g, at = self.grammar, match.end - 1
        about = g.topics | g.towards - g.locative - g.with_ - g.between - g.to - g.of - g.leaving
        if not match.verbal:
            return match.head < at < target.first and self.words[at] in about - g.of
        return target.preposition in about - g.of and target.phrase - 1 > at

    def _is_forum(self, match: Match, target: Party) -> bool:
        """Whether a court is only where somebody is taken: 'sued the ministry in federal court'."""
        at_court = target.preposition in self.grammar.locative and all(a.sector == "JUD" for a in target.actors)
        return at_court and match.pattern.group.event_type in _SAID

    def _is_scene(self, target: Party, match: Match) -> bool:
        """Whether a name on the right is only where something was said or signed: 'signed a truce in Lome'."""
        kind = match.pattern.group.event_type
        if kind == "PROTEST" and self.words[target.phrase - 1] in self.grammar.throughout:
            return True  # 'marched across the bloc'
        if target.place and target.preposition in self.grammar.beside and kind != "MOBILIZE":
            return True  # 'fired on a dinghy off Lome'
        seat = target.place or (kind in _SIGNED and all(m.kind == "capital" for m in target.mentions))
        return seat and target.preposition in self.grammar.locative and kind in _SAID | _SIGNED | _KEPT

    def _of_object(self, match: Match) -> tuple[Party, float] | None:
        """Whose the object before a passive verb is: 'the charges against Peru's envoy were dropped'."""
        if not 0 <= match.object < match.start:
            return None
        between = (p for p in self.parties if match.object < p.first and p.last <= match.start)
        return next(((p, 0.3) for p in between if p.preposition in self.grammar.towards and not p.place), None)

    def _passive(
        self, match: Match, end: int
    ) -> tuple[tuple[Party, float] | None, tuple[Party, float] | None, list[str]]:
        target = self._of_object(match)
        if target is None and 0 <= match.object < match.start and (doer := self._beside(match)) is not None:
            return doer, None, ["subject of a relative clause"]
        if target is None and "adjectives_after" in self.grammar.traits:
            target = next(((p, 0.1) for p in self.parties if p.first <= match.object < min(p.last, match.start)), None)
        if target is None:
            target = self.subject(match.start if match.object < 0 else min(match.start, match.object + 1))
            if target is not None and match.start - target[0].last > _BESIDE and self._is_reduced(match):
                target = None
        source = self.objects(match.head, match.end, prepositions=self.grammar.by)
        if source is None and match.pattern.group.mode in _OUSTING:
            source = self.objects(match.head, match.end, prepositions=self.grammar.leaving)
        if (
            target is not None
            and source is None
            and match.pattern.group.event_type in _OWN
            and self._owns(target[0], match)
        ):
            # 'The Swedish investigation was dropped': one gives up what is one's own
            return target, self.objects(match.head, end, prepositions=self.grammar.towards, limit=0.8), ["owner"]
        if target is not None and source is None and self._owns(target[0], match):
            # 'the Swedish ban imposed on Peru': whose the ban is has imposed it
            hit = self.objects(match.head, end, prepositions=self.grammar.towards - self.grammar.of, limit=0.8)
            if hit is not None:
                return target, hit, ["passive: owner"]
        if target is None:
            target = self.objects(match.head, end, prepositions=self.grammar.towards)
            if target and source and target[0].preposition in self.grammar.of and source[0].last < target[0].first:
                target = None  # 'was signed by the heads of the navies of Peru'
        return source, target, ["passive"]

    def _beside(self, match: Match) -> tuple[Party, float] | None:
        """Who stands directly before a verb whose object stands before both: 'a case that the judge reopened'."""
        if self.grammar.passive_aux & set(self.words[match.object : match.start]):
            return None
        near = (p for p in self.parties if match.object < p.first and p.last == match.start)
        return next(((p, 0.2) for p in near if not p.preposition and not p.possessive), None)

    def _is_reduced(self, match: Match) -> bool:
        """Whether a participle describes the noun before it, 'men freed by Peru', with no auxiliary: what stands far
        from it is not what it is said of."""
        before = self.words[max(0, match.start - 6) : match.start]
        g = self.grammar
        return g.passive_aux.isdisjoint(before) and g.have.isdisjoint(before) and g.conjunctions.isdisjoint(before)

    def _owns(self, party: Party, match: Match) -> bool:
        """Whether a name stands directly before the noun of a passive pattern: 'Swedish sanctions', 'Peru's offer'."""
        first = min(match.start, match.object) if match.object >= 0 else match.start
        gap = self.words[party.last : first]
        owner = party.possessive or party.mentions[-1].kind in _ADJECTIVES
        return (
            owner and len(gap) <= 3 and first < match.head and self.grammar.linking.isdisjoint(gap[party.possessive :])
        )

    def _nominal(self, match: Match) -> tuple[tuple[Party, float] | None, tuple[Party, float] | None, list[str]]:
        g, why = self.grammar, ["nominal"]
        source = order.owner_after(self, match)
        if source is not None:
            beyond = self.objects(match.head, max(match.end, source[0].last), prepositions=g.towards - g.of)
            return source, beyond if beyond and beyond[0] is not source[0] else None, ["nominal: owner after"]
        for party in () if "adjectives_after" in g.traits else self.parties:
            gap = match.start - party.last
            if gap < 0:
                if party.first <= match.head < party.last and all(a.sector == "MIL" for a in party.actors):
                    source, why = (party, 0.1), ["nominal: named with it"]  # 'Chadian air strikes'
                break
            near = self.words[party.last : match.start]
            if party.possessive and gap <= 4 and not any(w in g.prepositions or w == "," for w in near):
                source, why = (party, 0.1), ["nominal: possessive"]
            elif (
                gap <= 2
                and party.mentions[-1].kind in _ADJECTIVES
                and all(len(w) > 2 and w not in g.prepositions for w in near)
            ):
                source, why = (party, 0.2), ["nominal: adjective"]
        if self.words[match.end - 1] in g.by:
            agent = self.objects(match.head, match.end)
            beyond = self.objects(match.head, agent[0].last, prepositions=g.towards) if agent else None
            if agent is not None and beyond is not None and beyond[0] is agent[0]:
                beyond = None
            return agent, beyond, ["nominal: by"]
        if (
            match.pattern.group.event_type in _VOICED
            and source is None
            and not (g.leaving | g.by).isdisjoint(self.words[match.end - 1 : match.end + 1])
        ):
            # 'opposition from Peru': whose it is
            giver = self.objects(match.head, match.end, prepositions=g.leaving)
            if giver is not None and giver[0].phrase - match.end <= 1:
                return giver, self.objects(match.head, giver[0].last, prepositions=g.towards), ["nominal: from"]
        agent = self.objects(match.head, match.end, prepositions=g.by, limit=3.5)
        if (
            agent is not None
            and agent[0].phrase - 2 > match.end
            and self.words[agent[0].phrase - 2].endswith(g.finite_endings)
        ):
            agent = None  # 'her refusal to vote as directed by Peru': who directs does not refuse
        if source is None and agent is not None:
            source, why = (agent[0], 0.2), ["nominal: by"]
        told = self.words[match.start + 1 : match.end + 1]
        if (at := next((n for n, word in enumerate(told) if word in g.between), -1)) >= 0:
            return self.objects(match.start + at, match.start + 1 + at), None, ["nominal: between"]
        target = self.objects(match.head, match.end, prepositions=None if match.end - 1 > match.head else g.towards)
        meets = match.pattern.group.event_type == "CONSULT"
        if target is not None and (target[0].preposition in g.by or (meets and target[0].preposition in g.matters)):
            target = None  # 'used the visit to renew calls for a vote': whom the calls are for is not visited
        joint = self.words[match.end - 1]
        if target is not None and joint in g.with_ and target[0].phrase - match.end > 1:
            # 'a summit with an appeal to the bank': what stands with the noun is not who
            target = target if target[0].preposition in ("", *g.locative) else None
        if target is None and source is not None and (found := self._befallen(source[0])) is not None:
            target, why = found, [*why, "target of"]
        if source is None and not self.is_topic(match):
            source = self.subject(match.start, LIGHT_VERB_COST)
            why.append("subject of the clause")
        if source is not None and target is not None and source[0] is target[0]:
            target = None
        return source, target, why

    def _befallen(self, source: Party) -> tuple[Party, float] | None:
        """Whom 'has been the target of a Russian campaign' is said of."""
        at = source.phrase - 1
        while at > 0 and self.words[at] in self.grammar.determiners:
            at -= 1
        if at < 1 or self.words[at] not in self.grammar.of or self.words[at - 1] not in self.grammar.befallen:
            return None
        return self.subject(at - 1)

    def is_topic(self, match: Match) -> bool:
        """Whether the noun is only what the clause is about, or when: 'talks over a cyberattack', 'after the raid'."""
        if match.pattern.group.status is not None:
            return False  # 'talks about further talks': what is planned is told of nobody else
        i = match.start - 1
        while i >= 0 and (self.words[i] in self.grammar.determiners or self.grammar.is_describing(self.words[i])):
            i -= 1
        if i >= 0 and self.words[i] in self.grammar.purposes:
            return True
        near = self.words[max(0, match.start - _TOLD) : match.start]
        if self.grammar.reports.isdisjoint(near):
            return False
        at = next((n for n, word in enumerate(near) if word in self.grammar.reports), -1)
        return at >= 0 and not self.grammar.of.isdisjoint(near[at + 1 : at + 2])  # 'police went to reports of a raid'


def _holds_office(side: tuple[Party, float] | None) -> bool:
    """Whether all on a side are of the powers of a state, against whom others gather."""
    return side is not None and all(a.sector in _POWERS for a in side[0].actors)


def _is_newsroom(party: Party) -> bool:
    """Whether all of a party are newsrooms, and no persons who work for one."""
    return all(a.sector == "MED" and not a.role for a in party.actors)
