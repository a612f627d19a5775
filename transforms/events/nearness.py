"""How far a date phrase is from an event: whether it belongs to its verb, to another, or to a noun beside it.

In: a clause, a match, a date phrase. Out: a cost in clause borders and words; timing.py takes the cheapest phrase. No
date is better than a wrong one, so a phrase of another clause is out of reach.
"""

import bisect

from transforms.events.model import DateMention
from transforms.events.roles import Clause
from transforms.events.triggers import Match

TOO_FAR = 4.5
"""Cost from which on a phrase dates nothing."""
_BEHIND = 3
"""Words from a verb to the date that it has before its object: 'rejected on Monday the motion'."""
_ELSEWHERE = 9.0
"""Cost of a phrase that belongs to another verb."""


def _in_other_clause(clause: Clause, head: int, at: int) -> bool:
    """Whether a date phrase at token `at` belongs to another verb: 'recalled its envoy on Monday after ... seized'."""
    words, g = clause.words, clause.grammar
    low, high = min(at, head), max(at, head)
    borders = [
        i
        for i in range(low + 1, high)
        if (words[i] in g.subordinators and words[i] not in g.same_time and words[i + 1] != ",")
        or (head < at and words[i] in g.that and words[i + 1] not in g.prepositions)
        or (words[i] in g.conjunctions and words[i] != "," and words[i - 1] == ",")
    ]
    if head < at and borders and borders[-1] == at - 1 and words[at - 1] in g.since:
        borders.pop()  # 'has held them since May 3'
    if head < at and borders and 1 < at - borders[-1] < _CLAUSE:  # 'stormed the town before dawn on Monday, burning'
        timed = words[borders[-1]] in g.prepositions and not any(borders[-1] < v < at for v in clause.verbs)
        borders = borders[:-1] if timed and words[borders[-1] + 1].isalpha() else borders
    if head < at and any(
        words[i + 1].endswith(g.gerund_endings)
        and (
            words[i] in g.topics
            or words[i] in g.purposes
            or ((words[i - 1] in g.topics or words[i - 1] in g.purposes) and g.is_adverb(words[i]))
        )
        for i in range(head + 1, at - _CLAUSE + 1)
    ):
        return True  # 'arrested for burning flags on Monday', but 'accused of spying on Monday'
    if head < at and any(
        words[i] in g.eves and (words[i + 1] in g.of or words[i + 1] in g.determiners) for i in range(head + 1, at - 1)
    ):
        return True  # 'ahead of a summit on Sunday'
    if head < at and any(_is_contact(clause, i) for i in range(head + 2, at)):
        return True  # 'freed the crew it seized in May'
    if at < head and _is_within(clause, at, head):
        return True  # 'the men who were arrested on Monday were freed'
    if not borders:
        return False
    # The clause of the date reaches from the nearest border on the trigger's side to the next one beyond it.
    first, last = (borders[-1], len(words)) if head < at else (0, borders[0])
    bare = g.prepositions.isdisjoint(words[first + 1 : at - 1])
    if head < at and words[first] in g.subordinators and words[first + 1].endswith(g.gerund_endings) and bare:
        return True  # 'since seizing it on Monday'
    if head < at and words[first] in g.subordinators and at - first > _CLAUSE and bare:
        return True  # 'before the rains cut the roads in August': room for a verb of its own
    if head < at and words[first] in g.that and not (words[first - 1] in g.speech or words[first - 1] in g.determiners):
        return True  # 'ends its aid, a decision that took force on Monday'
    return any(first <= v < last for v in clause.verbs) or any(
        words[i] in g.finite or words[i].endswith(g.finite_endings) for i in range(first, last)
    )


def _is_within(clause: Clause, at: int, head: int) -> bool:
    """Whether a date at `at` stands in a relative clause without commas that parts a subject from its verb `head`."""
    words, g = clause.words, clause.grammar
    for i in range(at - 1, 0, -1):
        if words[i] == "," or words[i] in g.hard_breaks or words[i] in g.speech:
            return False
        if words[i] in g.relative and words[i - 1].isalpha() and words[i - 1] not in g.linking:
            verb = next((v for v in clause.verbs if i < v < at), -1)
            finite = any(w in g.be or w in g.have or w in g.modals for w in words[at:head])
            return verb > 0 and finite and "," not in words[i:head] and words[i - 1] not in g.finite
    return False


def _is_contact(clause: Clause, i: int) -> bool:
    """Whether a relative clause without its pronoun begins at token i: 'the crew it seized'."""
    words, g = clause.words, clause.grammar
    if words[i] not in g.subject_pronouns or words[i] in g.relative:
        return False
    if not words[i - 1].isalpha() or words[i - 1] in g.linking:
        return False
    after = words[i + 1 : i + 3]
    opened = words[i - 1] in g.subordinators or words[i - 1] in g.that or words[i - 1] in g.speech
    return not opened and any(
        i + 1 + n in clause.verbs or w in g.have or w.endswith(g.finite_endings) for n, w in enumerate(after[:1])
    )


_CLAUSE = 4
"""Words between a subordinator and a date that make a clause; fewer are a phrase: 'before dawn on Monday'."""


def _goes_on(clause: Clause, head: int, at: int) -> bool:
    """Whether another verb is joined on between a trigger and a date: 'praised the talks and offered more in May'."""
    words, g = clause.words, clause.grammar
    for v in clause.verbs:
        if head < v < at:
            joint = next((i for i in range(v - 1, max(v - 4, head), -1) if words[i] in g.conjunctions), -1)
            if joint > 0 and words[joint] != ",":
                return True
    return False


def _describes_object(clause: Clause, match: Match, at: int) -> bool:
    """Whether a participle after a trigger's object takes the date at `at`: 'the pact signed in 2009'."""
    g, words = clause.grammar, clause.words
    for i in range(max(match.end, match.object) + 1, at - 1):
        word, before = words[i], words[i - 1]
        if (word in g.reduced or (len(word) > 4 and word.endswith(g.finite_endings))) and not (
            before in g.be or before in g.have or before in g.conjunctions or before in g.to or before in g.determiners
        ):
            return clause.tokens[i - 1].text[0].isalpha() and g.to.isdisjoint(words[i + 1 : i + 2])
    return False


_SEPARATE = frozenset((";",))
"""Marks that a date phrase does not reach across."""
SPOKEN = frozenset(("ACCUSE", "REJECT", "REQUEST", "SUPPORT", "THREATEN"))
"""Types of acts of speech: 'said on Monday that it had flown in food and urged both sides to stop' is one occasion."""


def _is_said_and(clause: Clause, match: Match, at: int) -> bool:
    """Whether an act of speech is joined to a verb of saying with the date: 'said on Monday that ... and urged'."""
    g, words, first = clause.grammar, clause.words, match.start
    if at > first or match.pattern.group.event_type not in SPOKEN:
        return False
    if words[first - 1] == "," or words[first - 1] not in g.conjunctions:
        return False
    return any(words[i] in g.speech for i in range(max(at - TOLD_IN, 0), at))


TOLD_IN = 6
"""Words from a verb of saying to its date: 'told reporters in Lima on Monday'."""


def _is_attribution(clause: Clause, match: Match, at: int) -> bool:
    """Whether a date at `at` only tells when somebody else reported a trigger: 'rebels took the port, the mayor said on
    Monday', 'said on Monday that it had flown in food'."""
    g, words = clause.grammar, clause.words
    said = next((i for i in range(at - 1, max(at - TOLD_IN, -1), -1) if words[i] in g.speech or words[i] == ","), -1)
    if said < 0 or words[said] == "," or match.start <= said < match.end or said < match.head < at:
        return False
    if match.verbal and not (g.have - g.perfect).isdisjoint(clause.verb_group(match.start)):
        return True
    speaker = clause.said_by(said)
    sources = {a.name for a in clause.roles(match).sources}
    if speaker is not None and not sources.isdisjoint(a.name for a in speaker.actors):
        return False  # it reports its own deed
    return match.pattern.group.event_type not in SPOKEN or (speaker is not None and bool(sources) and not clause.quoted)


def _spans(clause: Clause, match: Match, mention: DateMention, at: int) -> bool:
    """Whether a period that opens a sentence holds what is told behind it: 'In May it freed the crew, a day before a
    summit at which Peru lifted its veto'."""
    g = clause.grammar
    first = min(clause.verbs, default=match.start)
    opening = (at <= 1 or (clause.words[0] in g.prepositions and at < first)) and at < match.start
    opening = opening and "," not in clause.words[:at]
    past = not match.verbal or (match.tags & {"past", "part"} and not tense(clause, match))
    return bool(opening and past) and g.modals.isdisjoint(clause.verb_group(match.start))


def _is_joined(clause: Clause, match: Match, mention: DateMention, at: int) -> bool:
    """Whether a verb goes on, behind an aside, with what its subject did on the day before it: 'seized the boat on
    Monday, a day after a storm, and arrested its crew'."""
    g, words = clause.grammar, clause.words
    joint = match.start - 1 - len(clause.verb_group(match.start))
    if not match.verbal or not match.tags & {"past", "part"} or tense(clause, match) or at >= joint:
        return False
    if mention.precision not in ("day", "week") or words[joint] not in g.conjunctions or words[joint - 1] != ",":
        return False
    return not any(w in g.hard_breaks or w in g.that or w in g.relative or w in g.speech for w in words[at:joint])


_SPANNED = 4.0
"""Cost of a period that opens the sentence, for events of its later clauses."""


def _parted(clause: Clause, head: int, at: int) -> bool:
    """Whether one of two tokens stands in a relative clause between commas and the other does not: 'the miners, who had
    met the mayor on Sunday, called'."""
    words, g = clause.words, clause.grammar
    for i, word in enumerate(words):
        if word in g.relative and i > 1 and "," in words[i - 2 : i]:
            end = next((j for j in range(i + 1, len(words)) if words[j] == ","), 0)
            if end and (i <= head < end) != (i <= at < end):
                return True
    return False


def _describes_noun(clause: Clause, match: Match, at: int) -> bool:
    """Whether a year at `at` describes a noun that is not the trigger: 'broke the 2017 treaty', but 'the 2017 treaty'
    of a trigger 'treaty'."""
    words, g = clause.words, clause.grammar
    year = next((i for i in range(at, min(at + 2, len(words))) if words[i].isdigit()), 0)
    beside = words[year + 1] if year + 1 < len(words) else ""
    described = words[year - 1] in g.determiners or words[year - 1] in g.possessive
    if not year or not described or not beside.isalpha() or beside in g.linking:
        return False
    return not (match.pattern.kind == "n" and 0 < match.head - year <= _COMPOUND)


def _in_own_phrase(clause: Clause, match: Match, at: int) -> bool:
    """Whether a date at `at` stands before the noun that is the trigger: 'the 2019 arrest', 'Thursday's raid'."""
    words, g = clause.words, clause.grammar
    if match.pattern.kind != "n" or not 0 < match.start - at <= _COMPOUND:
        return False
    between = words[at : match.start]
    return not any(w in g.prepositions or w in g.conjunctions or w in g.finite for w in between)


def _is_matter(clause: Clause, match: Match, at: int) -> bool:
    """Whether a period at `at` dates the affair that somebody is thanked, blamed or tried for: 'charged over a raid in
    May', 'acquitted of a murder in 2012'."""
    g, words, group = clause.grammar, clause.words, match.pattern.group
    if group.event_type not in _JUDGING and group.mode != "convict":
        return False
    tried = group.mode == "convict" or group.event_type == "CONCEDE"
    for i in range(match.head + 1, at - 2):
        matter = words[i] in g.matters or (words[i] in g.of and (tried or i == match.head + 1))
        beside = words[at - 1] in g.prepositions or words[at] in g.determiners  # 'in May', 'last month'
        if matter and words[i + 1] in g.determiners and at - i <= _MATTER and beside:
            return True
    return False


def _is_of_matter(clause: Clause, match: Match, at: int, after: int) -> bool:
    """Whether a day at `at` is that of a deed that an act answers to: 'charged over the May 3 raid', 'denied a part in
    Monday's', but 'urged at Monday's meeting'."""
    g, words = clause.grammar, clause.words
    answers = match.pattern.group.event_type in SPOKEN or match.pattern.group.mode == "convict"
    if not answers or at < match.end or after >= len(words):
        return False
    if words[after] in g.possessive:
        after += 1
        first = at
    elif words[at - 1] in g.determiners:
        first = at - 1
    else:
        return False
    deed = any(word in g.acts.deeds for word in words[after : after + _COMPOUND])
    return deed and words[first - 1] in g.prepositions


def _is_sequel(clause: Clause, head: int, at: int) -> bool:
    """Whether a period at `at` dates what went before a trigger: 'accused it after a vote in May'."""
    g, words = clause.grammar, clause.words
    if words[at - 1] not in g.prepositions:
        return False
    return any(
        words[i] in g.purposes and words[i] in g.subordinators and words[i + 1] in g.determiners
        for i in range(max(head + 1, at - _MATTER), at - 2)
    )


def _is_reduced(clause: Clause, match: Match, at: int) -> bool:
    """Whether a participle only describes the subject of the verb that a date at `at` follows: 'three men convicted of
    the murder were freed on Monday'."""
    g, words = clause.grammar, clause.words
    if not match.passive or "part" not in match.tags or not match.start or at < match.end:
        return False
    before = words[match.start - 1]
    if before in g.be or before in g.have or before in g.auxiliary or g.is_adverb(before) or not before.isalpha():
        return False
    if any(w in g.passive_aux for w in words[max(0, match.start - 6) : match.start]):
        return False
    for i in range(match.end, at):
        if words[i] in g.subordinators or words[i] in g.hard_breaks or words[i] in g.relative or words[i] == ",":
            return False
        if words[i] in g.be or words[i] in g.have or i in clause.verbs:
            return True
    return False


_JUDGING = frozenset(("ACCUSE", "CONCEDE", "REQUEST", "SUPPORT"))
"""Types that answer to an affair."""
_MATTER = 6
"""Words from the preposition of an affair to its date."""
_SUFFERED = frozenset(("COERCE", "SANCTION"))
"""Types whose participles say who somebody is: 'three men convicted of'."""
_HARM = frozenset(("ASSAULT",))
"""Types whose verbs tell what came of the act that is their subject."""
_COMPOUND = 4
"""Words from a year to the end of the noun that it describes."""


def cost(clause: Clause, match: Match, mention: DateMention) -> float:
    """How far a date phrase is from a trigger, in clause borders and words."""
    tokens, g = clause.tokens, clause.grammar
    at = position(clause, mention)
    head = _first_of_two(clause, match, at)
    low, high = (at, head) if at < head else (head, at)
    far = clause.between(low, high) + 0.06 * (high - low)
    if _is_said_and(clause, match, at):
        return 1.0
    if _is_attribution(clause, match, at):
        return _ELSEWHERE
    if _in_other_clause(clause, head, at) or _parted(clause, head, at):
        spanned = _spans(clause, match, mention, at) or _is_joined(clause, match, mention, at)
        return _SPANNED if spanned else _ELSEWHERE
    if not _SEPARATE.isdisjoint(clause.words[low:high]):
        return _ELSEWHERE
    if match.passive and at < match.start and at > 1 and clause.words[at - 1] in g.prepositions:
        group, noun = clause.verb_group(match.start), tokens[at - 2].text
        beside = noun.islower() and noun.isalpha() and at - 2 not in clause.verbs and not g.is_adverb(noun)
        if beside and at + len(mention.text.split()) == match.start - len(group):
            return _ELSEWHERE  # 'the raid on Monday was condemned'
    if _in_own_phrase(clause, match, at):
        return 0.0
    result = match.verbal and at < match.head and match.pattern.group.event_type in _HARM
    if mention.precision == "year" and _describes_noun(clause, match, at):
        return far if result else _ELSEWHERE
    if (
        match.verbal
        and mention.precision != "day"
        and (_is_matter(clause, match, at) or (match.head < at and _is_sequel(clause, match.head, at)))
    ):
        return _ELSEWHERE
    if match.pattern.group.event_type in _SUFFERED and _is_reduced(clause, match, at):
        return _ELSEWHERE
    after = at + len(mention.text.split())
    if match.pattern.kind != "n" and mention.precision == "day" and _is_of_matter(clause, match, at, after):
        return _ELSEWHERE
    own = 0 < match.head - after <= _COMPOUND and (not match.verbal or "ger" in match.tags)
    if after < len(tokens) and tokens[after].lower in g.possessive and not own:
        if result:
            return far  # 'last week's clashes killed nine'
        there = mention.precision == "day" and at > 0 and clause.words[at - 1] in g.locative
        far += 1.5 if there else _ELSEWHERE  # 'during Monday's visit the queen promised', but 'hailed Monday's visit'
    if match.verbal and _describes_object(clause, match, at):
        far += 3.0 if mention.precision == "day" else _ELSEWHERE
    if match.verbal and at < match.start and mention.precision in ("month", "year") and at > 1:
        # 'a law in 2017 was struck down in 2020' names the verb's own date behind it
        far += 0.8 if clause.words[at - 1] in g.prepositions and clause.words[at - 2].isalpha() else 0.0
    if at < match.head and any(w in g.conjunctions and w != "," for w in clause.words[at : match.head]):
        far += 0.3  # 'left on Monday and returned a day later'
    if mention.precision != "day" and _goes_on(clause, match.head, at):
        return _ELSEWHERE
    before = {tokens[i].lower for i in range(max(0, at - 2), at)}
    if before & g.speech and tokens[match.head].lower not in g.speech and high - low > 3:
        far += 0.0 if match.pattern.group.event_type in SPOKEN and at < match.head else 2.0
    return far


def _first_of_two(clause: Clause, match: Match, at: int) -> int:
    """The verb that a date phrase at token `at` is asked to be near: of two that share a subject the first, where the
    date stands before it or right behind it, 'rejected on Monday the motion of Peru, and ordered'."""
    g, words = clause.grammar, clause.words
    joint = match.start - 1 - len(clause.verb_group(match.head)) if match.verbal and not match.passive else -1
    while joint > 0 and g.is_adverb(words[joint]):
        joint -= 1
    if (
        joint < 1
        or at > joint
        or words[joint] == ","
        or not (words[joint] in g.conjunctions or words[joint] in g.contrast)
    ):
        return match.head
    first = max((v for v in clause.verbs if v < joint), default=-1)
    return first if first >= 0 and at <= first + _BEHIND else match.head


def position(clause: Clause, mention: DateMention) -> int:
    """The token that a date phrase begins with."""
    at = bisect.bisect_right(clause.starts, mention.char_start)
    if at and clause.tokens[at - 1].end > mention.char_start:
        return at - 1
    return min(at, len(clause.tokens) - 1)


def tense(clause: Clause, match: Match) -> str:
    """The tense of a trigger verb, where it rules out a date that is long past: 'perfect', 'present' or ''."""
    if not match.verbal:
        return ""
    g = clause.grammar
    group = [w for w in clause.verb_group(match.start) if not g.is_adverb(w)]
    if any(w in g.perfect for w in group):
        return "perfect"
    if not group and "third" in match.tags:
        return "present"
    return "present" if group and group[-1] in g.is_now else ""
