"""Words that mean something else beside others: "blasted off", "calls for an end to violence", "planned the 2008
attacks", "announced two ships have sailed", "is due to take power".

In: a match, the words of its sentence, the language's grammar. Out: whether its pattern takes them wrongly. What is
told instead, another pattern sees. Word lists: acts.toml.
"""

from collections.abc import Sequence

from transforms.events.grammar import Grammar
from transforms.events.model import Token
from transforms.events.triggers import Match

_FOUGHT = frozenset(("ASSAULT", "SUPPORT", "THREATEN"))
"""Types whose words tell of markets and prices as well."""
_POWER = "martial-law"
"""The mode of coups."""


def is_mistaken(match: Match, tokens: Sequence[Token], words: Sequence[str], g: Grammar) -> bool:
    """Whether the words beside a match make it no such act."""
    kind = match.pattern.group.event_type
    if _is_another_noun(match, words, g) or _is_another_sense(match, tokens, words, g):
        return True
    if not match.verbal:
        return False
    if _is_another_verb(match, tokens, words, g) or _is_joint_meeting(match, words, g):
        return True
    if match.pattern.words == 1 and match.object < 0 and not match.passive:
        after = words[match.end] if match.end < len(words) else ""
        if after in (g.acts.moving if kind == "ACCUSE" else g.acts.aloft if kind == "ASSAULT" else ()):
            return True  # 'charged into', 'blasted off'
    last = max(match.end - 1, match.object)
    if match.pattern.group.mode == _POWER and words[last] in g.acts.power:
        return _is_due(match, tokens, g)
    if kind == "COERCE" and words[match.head] in g.acts.entangled and _after(match, words) in g.acts.amid:
        return True  # 'hikers caught in a storm'
    if match.object > match.head:
        between = words[match.end : match.object]
        if _is_subject(match, words, g):
            return True
        if kind == "THREATEN" and words[match.object] in g.acts.deeds | g.acts.fights:
            return not g.acts.halting.isdisjoint(between) or _is_known(match, tokens, words, g)
    if kind == "REQUEST" and not g.that.isdisjoint(words[match.head : match.end]):
        stated = words[match.head + 1 : match.end]
        return any(w in g.future or w in g.acts.wouldbe for w in stated)  # 'insisted that they would not disarm'
    return False


def _is_another_noun(match: Match, words: Sequence[str], g: Grammar) -> bool:
    """Whether strikes are attacks, 'jets launched a series of strikes', or 'fighting' only describes: 'a fighting
    force'."""
    kind, told = match.pattern.group.event_type, words[match.start : max(match.end, match.object + 1)]
    if kind == "PROTEST":
        return not (g.acts.striking.isdisjoint(told) or g.acts.warheads.isdisjoint(words))
    described = kind == "ASSAULT" and told[-1] in g.acts.fights and match.end < len(words)
    return described and words[match.end] in g.acts.martial


def _is_another_sense(match: Match, tokens: Sequence[Token], words: Sequence[str], g: Grammar) -> bool:
    """Whether what the words are about makes them tell something else: 'met the deadline', 'attack submarines'."""
    kind, acts = match.pattern.group.event_type, g.acts
    if kind in _FOUGHT and _is_economy(match, tokens, words, g):
        return True
    last, after = words[match.end - 1], words[match.end] if match.end < len(words) else ""
    if kind == "RETREAT":
        rescued = match.pattern.group.mode == "release"
        if rescued and not acts.trapped.isdisjoint(words[match.end : match.end + _NEAR]):
            return True  # 'freed nine miners trapped by a landslide'
        if rescued and not acts.published.isdisjoint(words[match.end : match.object]):
            return True  # 'released pictures of the suspects'
        going = words[match.head] in acts.returning and not match.passive and words[match.head + 1] in g.to
        return going and g.to.isdisjoint(match.pattern.text.split()[1:2])  # but 'returned to barracks'
    if kind == "REQUEST" and not acts.expecting.isdisjoint(words[match.start : match.end]):
        to = next((i for i in range(match.head, min(match.end + _NEAR, len(words) - 1)) if words[i] in g.to), -1)
        return to > 0 and words[to + 1] in acts.courses  # 'expects prices to fall'
    if kind == "AID":
        return after in acts.reflexive
    if kind == "MOBILIZE":
        return words[match.head] in acts.waiting and after in g.same_time
    if kind == "COERCE":
        return words[match.head] in acts.closeness and after in g.to and match.object > match.end
    if kind == "THREATEN":
        return words[match.head] in acts.warned and words[match.head + 1] in acts.walkouts
    if kind in ("CONSULT", "AGREE"):
        if kind == "AGREE" and after in g.to and match.object >= 0 and words[match.end + 1] in acts.ends:
            return True  # 'the talks, which are scheduled to end on Sunday'
        if last in acts.meeting and after in g.with_:
            return _phrase_end(words, match.end + 1, g) in acts.reactions
        if last in g.with_ and words[match.end - 2] in acts.meeting:
            return _phrase_end(words, match.end, g) in acts.reactions
        ahead = last in g.to and after in acts.meeting  # 'is prepared to | meet any threat'
        return (ahead or last in acts.meeting) and _phrase_end(words, match.end + ahead, g) in acts.needs
    if kind == "ACCUSE":
        return _accuses_nobody(match, words, g)
    if kind == "SANCTION":
        return match.object >= 0 and words[match.object] in acts.steps and _is_thrift(match, words, g)
    if kind != "ASSAULT":
        return False
    if match.pattern.kind == "n":
        return last in acts.deeds and after in acts.arsenal
    if words[match.head] in acts.retaliating:
        return not acts.commerce.isdisjoint(words[match.end : match.end + _NEAR])
    figurative = words[match.head] in acts.exploding and not acts.quarrels.isdisjoint(
        words[match.start - 4 : match.start]
    )
    return figurative and after not in g.determiners


def _is_economy(match: Match, tokens: Sequence[Token], words: Sequence[str], g: Grammar) -> bool:
    """Whether an act is of or upon what has no body: 'the lira came under fire', 'exports were hit by frost'."""
    acts = g.acts
    at = match.start - 1 - len(g.verb_group(tokens, match.start))
    nouns = [at] if match.pattern.kind != "n" else []
    if match.pattern.words == 1 and match.object < 0 and match.verbal and not match.passive:
        nouns.append(_phrase_end_at(words, match.end, g))
    elif match.object >= 0:
        nouns.append(match.object)
    last = max(match.end - 1, match.object)
    upon = last + 1 < len(words) and words[last + 1] in g.towards  # 'declared war | on bureaucracy'
    armed = match.pattern.group.event_type == "ASSAULT" or not g.wars.isdisjoint(words[match.start : last + 1])
    if armed and _phrase_end(words, last + 1 + upon, g) in acts.abstractions:
        return True
    return any(
        n >= 0 and (words[n] in acts.economics or (words[n] in acts.bourses and n > 0 and words[n - 1] in acts.traded))
        for n in nouns
    )


def _accuses_nobody(match: Match, words: Sequence[str], g: Grammar) -> bool:
    """Whether words of blame blame nobody: 'compared to', 'responsible for running', 'said the talks had failed'."""
    acts, told = g.acts, words[match.start : match.end]
    before = words[max(0, match.start - 3) : match.start]
    if match.pattern.kind == "n":
        return match.pattern.group.mode == "disapprove" and not acts.amidst.isdisjoint(before)
    if not acts.liable.isdisjoint(told):
        after = words[match.end] if match.end < len(words) else ""
        return after.endswith(g.gerund_endings) and after not in acts.harms
    if words[match.head] in acts.compared:
        return words[match.head + 1] == told[-1] and g.be.isdisjoint(before)
    if match.object >= 0 and words[match.object] in acts.legal_steps:
        return words[match.object - 1] in acts.plants
    subject = words[max(0, match.start - _NEAR) : match.end]
    return not (acts.failures.isdisjoint(subject) or acts.failing.isdisjoint(told))


def _is_thrift(match: Match, words: Sequence[str], g: Grammar) -> bool:
    """Whether measures are taken upon the own people: 'imposed austerity measures', but 'economic curbs on Peru'."""
    after = words[match.object + 1 : match.object + _NEAR]
    upon = after[:1] and after[0] in g.towards and after[0] not in g.matters
    before = () if upon else words[max(0, match.object - _NEAR) : match.object]
    return not (g.acts.thrift.isdisjoint(after) and g.acts.thrift.isdisjoint(before))


def _phrase_end_at(words: Sequence[str], at: int, g: Grammar) -> int:
    """Where the noun phrase that begins here ends; -1 where none does."""
    end = at
    while end < min(at + _NEAR, len(words)) and words[end][0].isalpha():
        if words[end] in g.linking or words[end] in g.subordinators:
            break
        end += 1
    return end - 1 if end > at else -1


def _phrase_end(words: Sequence[str], at: int, g: Grammar) -> str:
    """The last word of the noun phrase that begins here."""
    end = _phrase_end_at(words, at, g)
    return words[end] if end >= 0 else ""


def _is_another_verb(match: Match, tokens: Sequence[Token], words: Sequence[str], g: Grammar) -> bool:
    """Whether what stands right before or behind a verb makes it another one."""
    kind, head, acts = match.pattern.group.event_type, words[match.head], g.acts
    before = words[match.start - 1] if match.start else ""
    behind = words[match.end] if match.end < len(words) else ""
    if kind == "SUPPORT":
        near = words[match.head + 1 : match.head + _NEAR]
        return head in acts.defending and (before in acts.brawlers or not acts.strongholds.isdisjoint(near))
    if kind in ("CONCEDE", "REQUEST") and head in acts.summoning and _after(match, words) in acts.inward:
        return _after(match, words) not in match.pattern.text.split()[:_PARTICLE]  # 'called in to Rome'
    return (
        (kind == "REJECT" and behind in acts.forgetting)  # 'vowed never to forget'
        or (kind == "CONCEDE" and words[match.end - 1] in acts.yielding and behind in g.to)  # 'riots gave way to talks'
        or (kind == "RETREAT" and match.pattern.group.mode == "release" and before in acts.published)
        or (
            kind == "REQUEST" and head in acts.straight and not g.verb_group(tokens, match.start)
        )  # 'direct flights to'
    )


def _is_joint_meeting(match: Match, words: Sequence[str], g: Grammar) -> bool:
    """Whether what is held jointly is only words: 'held a joint press conference'."""
    last = max(match.end - 1, match.object)
    joint = match.pattern.group.event_type == "COOPERATE"
    return joint and not g.acts.parleying.isdisjoint(words[last : last + _JOINT])


_PARTICLE = 2
"""Words of a pattern among which its own particle stands."""
_NEAR = 7
"""Words behind a verb that tell what it is done to."""
_JOINT = 4
"""Words from 'joint' on that tell what is held."""


def _after(match: Match, words: Sequence[str]) -> str:
    """The word behind the verb of a match, '' at the end."""
    return words[match.head + 1] if match.head + 1 < len(words) else ""


def _is_subject(match: Match, words: Sequence[str], g: Grammar) -> bool:
    """Whether an object is the subject of a clause that the verb tells: 'announced two ships have sailed'."""
    after = match.object + 1
    told = words[match.head] in g.speech or words[match.head] in g.announcing
    opened = g.relative.isdisjoint(words[match.end : match.object])
    return told and opened and after < len(words) and (words[after] in g.have or words[after] in g.future)


def _is_known(match: Match, tokens: Sequence[Token], words: Sequence[str], g: Grammar) -> bool:
    """Whether an attack that somebody planned has a name or a day, as it has happened: 'planning the 2008 attacks'."""
    between = range(match.end, match.object)
    definite = any(words[i] in g.acts.definite for i in between)
    return definite and any(tokens[i].text[0].isdigit() or tokens[i].text[0].isupper() for i in between)


def _is_due(match: Match, tokens: Sequence[Token], g: Grammar) -> bool:
    """Whether power is only to pass: 'will take power', 'is to take office'."""
    group = g.verb_group(tokens, match.start)
    return any(w in g.future or w in g.to or w in g.acts.wouldbe for w in group)
