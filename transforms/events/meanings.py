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

_SAYINGS = frozenset(("ACCUSE", "REJECT"))
"""Types of which a common verb of saying may tell."""
_CAUSED = frozenset(("ASSAULT", "PROTEST"))
"""Types of what something may lead to."""
_STRIKE = "strike"
"""The mode of work that is stopped."""
_POWER = "martial-law"
"""The mode of coups."""


def is_mistaken(match: Match, tokens: Sequence[Token], words: Sequence[str], g: Grammar) -> bool:
    """Whether the words beside a match make it no such act."""
    kind = match.pattern.group.event_type
    if _is_another_noun(match, words, g) or senses.is_another(match, tokens, words, g):
        return True
    if not match.verbal:
        talks = kind == "ACCUSE" and words[match.start] in g.have
        return talks and not g.acts.discussing.isdisjoint(words[max(0, match.start - _SUBJECT) : match.start])
    if _is_another_verb(match, tokens, words, g) or _is_joint_meeting(match, words, g) or _is_relief(match, words, g):
        return True
    if match.pattern.words == 1 and match.object < 0 and not match.passive:
        after = words[match.end] if match.end < len(words) else ""
        if after in (g.acts.moving if kind == "ACCUSE" else g.acts.aloft if kind == "ASSAULT" else ()):
            return True  # 'charged into', 'blasted off'
    last = max(match.end - 1, match.object)
    if match.pattern.group.mode == _POWER and words[last] in g.acts.power:
        return _is_due(match, tokens, g)
    if kind in _CAUSED and words[match.head] in g.acts.causing and _after(match, words) in g.to:
        return True  # 'the freeze led to strikes'
    if kind in _SAYINGS and words[match.head] in g.speech and _is_no_reproach(match, words, g):
        return True
    if kind == "ACCUSE" and match.object > 0 and words[match.object - 1] in g.acts.labour:
        return True  # 'launched industrial action'
    if kind == "COERCE" and words[match.head] in g.acts.entangled and _after(match, words) in g.acts.amid:
        return True  # 'hikers caught in a storm'
    if match.object > match.head:
        between = words[match.end : match.object]
        if kind == "CONSULT" and words[match.head] in g.have and not g.to.isdisjoint(between):
            return True  # 'has yet to reply to an offer of talks'
        if _is_subject(match, words, g):
            return True
        if match.pattern.group.mode == "visit" and not g.possessive.isdisjoint(
            words[match.object - _OWNED : match.object]
        ):
            return True  # 'returned to prepare for the king's visit': his own
        if kind == "THREATEN" and words[match.object] in g.acts.deeds | g.acts.fights:
            return not g.acts.halting.isdisjoint(between) or _is_known(match, tokens, words, g)
    if kind == "REQUEST" and not g.that.isdisjoint(words[match.head : match.end]):
        stated = words[match.head + 1 : match.end]
        return any(w in g.future or w in g.acts.wouldbe for w in stated)  # 'insisted that they would not disarm'
    return False


def _is_no_reproach(match: Match, words: Sequence[str], g: Grammar) -> bool:
    """Whether what is said neither blames nor refuses: 'said that talks had failed to', 'said no progress was made'."""
    if match.pattern.group.event_type == "ACCUSE":
        return not g.acts.discussing.isdisjoint(words[match.head + 1 : match.end])
    after = words[match.end] if match.end < len(words) else "."
    bare = words[match.end - 1] in g.negation and match.end == match.head + 2
    return (
        bare
        and after.isalpha()
        and not (after in g.prepositions or after in g.subordinators or after in g.conjunctions)
    )


def _is_another_noun(match: Match, words: Sequence[str], g: Grammar) -> bool:
    """Whether strikes are attacks, 'jets launched a series of strikes', or a noun only describes: 'a fighting
    force', 'attack submarines'."""
    kind, told = match.pattern.group.event_type, words[match.start : max(match.end, match.object + 1)]
    if kind == "PROTEST":
        if match.pattern.group.mode == _STRIKE and told[0].endswith(g.gerund_endings):
            return words[match.start - 1] in g.be if match.start else False  # 'is striking pilots'
        return not (g.acts.striking.isdisjoint(told) or g.acts.warheads.isdisjoint(words))
    described = kind == "ASSAULT" and match.end < len(words) and words[match.end] in g.acts.martial
    if match.pattern.kind == "n" and described and told[-1] in g.acts.deeds:
        return not told[-1].endswith(g.plural_endings)  # 'attack submarines', but 'the attacks ships reported'
    return described and told[-1] in g.acts.fights


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


def _is_relief(match: Match, words: Sequence[str], g: Grammar) -> bool:
    """Whether what is threatened is the end of a burden: 'promised to lift the tariffs', 'vowed to scrap the ban'; or
    none at all: 'promised not to impose tariffs'."""
    if match.pattern.group.event_type != "THREATEN":
        return False
    if match.object > match.head:
        between = words[match.end : match.object]
        spared = between[:1] and between[0] in g.negation
        return words[match.object] in g.acts.burdens and bool(spared or not g.acts.lifting.isdisjoint(between))
    burdened = not g.acts.burdens.isdisjoint(words[match.end : match.end + _JOINT])
    return burdened and words[match.end - 1] in g.acts.lifting


def _is_joint_meeting(match: Match, words: Sequence[str], g: Grammar) -> bool:
    """Whether what is held jointly is only words: 'held a joint press conference'."""
    last = max(match.end - 1, match.object)
    joint = match.pattern.group.event_type == "COOPERATE"
    return joint and not g.acts.parleying.isdisjoint(words[last : last + _JOINT])


_PARTICLE = 2
"""Words of a pattern among which its own particle stands."""
_NEAR = 7
"""Words behind a verb that tell what it is done to."""
_SUBJECT = 4
"""Words before a verb that tell its subject: 'talks with Peru had failed'."""
_OWNED = 3
"""Words before a visit among which stands the mark of whose it is."""
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
