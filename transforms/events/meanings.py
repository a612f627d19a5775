"""Words that mean something else beside others: "blasted off", "calls for an end to violence", "planned the 2008
attacks", "announced two ships have sailed", "is due to take power".

In: a match, the words of its sentence, the language's grammar. Out: whether its pattern takes them wrongly. What is
told instead, another pattern sees. Word lists: acts.toml.
"""

from collections.abc import Sequence

from transforms.events import senses
from transforms.events.grammar import Grammar
from transforms.events.model import Token
from transforms.events.triggers import Match

_POWER = "martial-law"
"""The mode of coups."""


def is_mistaken(match: Match, tokens: Sequence[Token], words: Sequence[str], g: Grammar) -> bool:
    """Whether the words beside a match make it no such act."""
    kind = match.pattern.group.event_type
    if _is_another_noun(match, words, g) or senses.is_another(match, tokens, words, g):
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
