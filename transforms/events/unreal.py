"""Which matches tell of no act at all: what one is able to do, what a thing is for, what anybody does, whenever.

In: a match and its clause. Out: whether its words only say what can be, what is meant to be or kept from being, what a
body is there for, or what nobody in particular does. Such sentences use the words of politics and report nothing: 'a
drone can be used to spy', 'readers you can lobby', 'nothing was ruled out', 'whenever a pipe bursts the council
orders', 'rules to prevent a strike', 'a group campaigning for clean rivers'. Word lists: grammar.toml.
"""

from transforms.events.grammar import QUOTES
from transforms.events.roles import Clause
from transforms.events.triggers import Match

_DEEDS = frozenset(("ACCUSE", "ASSAULT", "COERCE", "MOBILIZE", "PROTEST", "REJECT"))
"""Types that a sentence in the present that begins with 'when' tells of in general; meetings may lie ahead."""
_CALLINGS = frozenset(("REJECT", "REQUEST", "SUPPORT"))
"""Types of what bodies are founded for."""
_CHARGING = frozenset(("ACCUSE", "SANCTION"))
"""Types of what comes after an arrest."""
_GOVERNED = 9
"""Words between a verb of preventing and what is prevented."""
_PHRASE = 6
"""Words of a noun phrase."""
_AFTER = 3
"""Words behind a verb of asking that tell what is asked."""
_BEFORE = 14
"""Words before a verb in which 'whenever' opens its clause or the one beside it."""


def is_unreal(match: Match, clause: Clause) -> bool:
    """Whether the words around a match make it no report of an act."""
    if (
        _is_habit(match, clause)
        or _is_own_way(match, clause)
        or _is_prevented(match, clause)
        or _is_calling(match, clause)
        or _is_question(match, clause)
        or _is_to_newsroom(match, clause)
        or _is_alleged(match, clause)
        or _is_caution(match, clause)
    ):
        return True
    if match.pattern.kind == "n":
        return (
            _is_content(match, clause)
            or _is_figure(match, clause)
            or _is_use(match, clause)
            or _is_named_after(match, clause)
        )
    if (
        _is_trust(match, clause)
        or _is_basis(match, clause)
        or _is_supposed(match, clause)
        or _is_quality(match, clause)
    ):
        return True
    if not match.verbal and match.pattern.kind != "p":
        return False
    g, words = clause.grammar, clause.words
    group = clause.verb_group(match.start)
    at = match.start - 1 - len(group)
    if not g.ability.isdisjoint(group) and g.negation.isdisjoint(group):
        return True  # 'officers can stop a car': nobody says that they did
    if at >= 0 and words[at] in g.anybody:
        return True
    to = next((i for i, word in enumerate(group) if word in g.to), -1)
    if to >= 0:
        before = match.start - 2 - to
        if before > 0 and words[before] in g.intent:
            return not _is_somebody(before - 1, clause)  # 'he intended to ask', but 'a law intended to bar'
        return before >= 0 and words[before] in g.designed  # 'is used to spy on', 'was unable to deny'
    return False


def _is_somebody(at: int, clause: Clause) -> bool:
    """Whether the word at `at` is a subject pronoun or ends the name of somebody who acts."""
    end = clause.tokens[at].end
    return clause.words[at] in clause.grammar.subject_pronouns or any(m.end == end for m in clause.mentions)


def _is_habit(match: Match, clause: Clause) -> bool:
    """Whether an act happens whenever another does: 'When crowds burn cars, they attack property'."""
    general = match.verbal and not match.passive and match.tags and "past" not in match.tags
    if general and match.pattern.group.event_type in _DEEDS:
        first = clause.words[clause.words[0] in QUOTES] if len(clause.words) > 1 else ""
        if first in clause.grammar.generally:
            return clause.grammar.future.isdisjoint(clause.words)
        if first in clause.grammar.ours:
            return clause.grammar.auxiliary.isdisjoint(clause.verb_group(match.start))  # 'Our agents fight crime'
    return not clause.grammar.whenever.isdisjoint(clause.words[max(0, match.start - _BEFORE) : match.start])


def _is_prevented(match: Match, clause: Clause) -> bool:
    """Whether an act is what something is to keep from happening: 'rules to prevent meddling in the vote'."""
    if match.verbal and "ger" not in match.tags:
        return False
    g, words = clause.grammar, clause.words
    for i in range(match.start - 1, max(match.start - _GOVERNED, -1), -1):
        word = words[i]
        if word in g.preventing:
            return i < 2 or words[i - 1] not in g.to or words[i - 2] not in g.failing
        if word in g.finite or word in g.hard_breaks or (word in g.prepositions and i < match.start - 1):
            return False
    return False


def _is_calling(match: Match, clause: Clause) -> bool:
    """Whether a verb only tells what a body is there for: 'a charity campaigning for', 'a group that lobbies for'."""
    if not match.verbal or match.passive or match.pattern.group.event_type not in _CALLINGS:
        return False
    g, words, at = clause.grammar, clause.words, match.start - 1
    if at > 0 and words[at] in g.relative_subjects:
        if "past" in match.tags or words[at - 1] not in g.bodies:
            return False
        at -= 1
    elif "ger" not in match.tags:
        return False
    elif words[match.end : match.end + 1] and words[match.end] in g.bodies:
        return True  # 'a lobbying group'
    if at < 1 or words[at] not in g.bodies:
        return False
    first = _opening(clause, at)
    return first == 0 or words[first - 1] not in g.with_  # 'with the union calling for' tells of the call


def _is_question(match: Match, clause: Clause) -> bool:
    """Whether a verb of asking only asks a question, or not to be named: 'asked whether', 'asked not to be named'."""
    if match.pattern.group.event_type != "REQUEST" or not match.verbal:
        return False
    g, words = clause.grammar, clause.words
    if not g.nameless.isdisjoint(words[match.head + 1 : match.end + _AFTER]):
        return True
    asked = words[match.head + 1 : match.head + 1 + _AFTER]
    at = next((n for n, w in enumerate(asked) if w in g.wondering), -1)
    return at >= 0 and all(w == "," or w in g.subject_pronouns or w in g.accusative for w in asked[:at])


def is_own_wish(match: Match, clause: Clause) -> bool:
    """Whether somebody only wants to do something himself: 'wants to defuse the crisis', 'is expected to travel'. Such
    words ask nobody for what follows: it is left out before one match is chosen over another."""
    g, words = clause.grammar, clause.words
    if match.pattern.group.event_type != "REQUEST" or match.pattern.kind == "n":
        return False
    at = match.head if match.verbal else match.end - 1
    after = g.to | g.of | g.leaving
    return match.end <= at + 2 and words[at] in g.wishing and not after.isdisjoint(words[at + 1 : at + 2])


def _is_to_newsroom(match: Match, clause: Clause) -> bool:
    """Whether somebody only does not answer those who write: 'would not speak to us'."""
    if match.pattern.group.event_type != "REJECT":
        return False
    g, words = clause.grammar, clause.words
    return any(
        words[i] in g.newsroom and words[i - 1] in g.to | g.with_
        for i in range(match.end, match.end + 2)
        if i < len(words)
    )


def _opening(clause: Clause, at: int) -> int:
    """The first word of the noun phrase that ends at word `at`, so far as one is seen."""
    g, words, first = clause.grammar, clause.words, at
    while first > 0 and at - first < _PHRASE and words[first - 1][0].isalpha() and words[first - 1] not in g.linking:
        first -= 1
    return first


def _is_figure(match: Match, clause: Clause) -> bool:
    """Whether a fight is one of words, votes or lawyers: 'a court battle between'."""
    before = clause.words[match.start - 1] if match.start else ""
    return match.pattern.group.event_type == "ASSAULT" and before in clause.grammar.figures


def _is_content(match: Match, clause: Clause) -> bool:
    """Whether a deed is only what is agreed or talked about: 'talks on the withdrawal of the fleet'."""
    if match.pattern.group.event_type not in _AGREED:
        return False
    words, g = clause.words, clause.grammar
    at = _opening(clause, match.start)
    return at > 1 and words[at - 1] in g.acts.settling and words[at - 2] in g.acts.accords


_AGREED = frozenset(("AID", "COERCE", "CONCEDE", "MOBILIZE", "RETREAT", "SANCTION"))
"""Types of deeds that are agreed."""


def _is_use(match: Match, clause: Clause) -> bool:
    """Whether a bare noun says what somebody is handed over for: 'held for trial and investigation'."""
    if match.pattern.group.event_type not in _CHARGING or match.pattern.words > 1:
        return False
    words, at = clause.words, match.start - 1
    if at > 1 and words[at] in clause.grammar.conjunctions and words[at] != ",":
        at -= 2
    return at > 0 and words[at] in clause.grammar.bound_for


def _is_trust(match: Match, clause: Clause) -> bool:
    """Whether what is expressed is only what somebody believes: 'expressed confidence that'."""
    g, words, at = clause.grammar, clause.words, match.object + 1
    if match.pattern.group.event_type != "SUPPORT" or match.object <= match.head or at >= len(words):
        return False
    return words[at] in g.that and words[at - 2] not in g.determiners


def _is_basis(match: Match, clause: Clause) -> bool:
    """Whether orders are only what something rests on: 'a review under orders issued by the king'."""
    if match.pattern.group.event_type != "REQUEST":
        return False
    first = _opening(clause, match.start if match.object < 0 else min(match.start, match.object))
    return first > 0 and clause.words[first - 1] in clause.grammar.under


def _is_supposed(match: Match, clause: Clause) -> bool:
    """Whether a gerund goes on with what only would be: 'would have paid nurses as well as tightening the rules'."""
    g, words = clause.grammar, clause.words
    if "ger" not in match.tags or not g.besides or g.besides != {*words[max(0, match.start - 3) : match.start]}:
        return False
    for i in range(match.start - 4, max(match.start - _BEFORE, -1), -1):
        if words[i] in g.conditional or words[i] in g.future:
            return True
        if words[i] in g.hard_breaks or words[i] in g.relative:
            return False
    return False


def _is_own_way(match: Match, clause: Clause) -> bool:
    """Whether somebody only insists on what he does himself: 'his insistence on calling it a river'."""
    g, words = clause.grammar, clause.words
    if (
        match.pattern.group.event_type != "REQUEST"
        or match.end >= len(words)
        or words[match.end - 1] not in g.about_own
    ):
        return False
    return words[match.end].endswith(g.gerund_endings) and words[match.end - 1] in match.pattern.text


def _is_named_after(match: Match, clause: Clause) -> bool:
    """Whether a noun only describes the next one: 'a nuclear test ban'."""
    return clause.words[match.end : match.end + 1] != [] and clause.words[match.end] in clause.grammar.expiring


def _is_quality(match: Match, clause: Clause) -> bool:
    """Whether a participle only describes a noun: 'a self-imposed limit', 'rude and threatening words'."""
    g, words, at = clause.grammar, clause.words, match.start
    if at > 1 and words[at - 1] == "-" and words[at - 2] in g.own and "part" in match.tags:
        return match.pattern.group.event_type != "PROTEST"
    if "part" in match.tags and at > 2 and g.is_adverb(words[at - 1]) and words[at - 3] in g.to:
        return True  # 'to address widely shared rumours'
    if "ger" not in match.tags or at < 2 or words[at - 1] not in g.conjunctions or not g.is_describing(words[at - 2]):
        return False
    after = words[match.end : match.end + 1]
    return bool(after) and after[0].isalpha() and after[0] not in g.linking and after[0] not in g.determiners


def _is_alleged(match: Match, clause: Clause) -> bool:
    """Whether others say that somebody plans an attack: 'the army said the rebels had planned to attack'. What one
    says of himself stands behind a pronoun in the singular."""
    words, g = clause.words, clause.grammar
    if match.pattern.group.event_type != "THREATEN" or words[match.head] not in g.acts.plotting:
        return False
    for i in range(match.start - 1, max(match.start - _TOLD, -1), -1):
        if words[i] in g.hard_breaks:
            return False
        if words[i] in g.speech or words[i] in g.acts.claiming:
            return words[i + 1] not in g.acts.oneself
    return False


_TOLD = 20
"""Words from a verb of saying to what is said."""


def _is_caution(match: Match, clause: Clause) -> bool:
    """Whether a warning is of what nature or somebody else may do: 'warned that militants could attack', 'a warning of
    storms'. What is to befall the others is a threat: 'warned that rebels would be shot'."""
    words, g = clause.words, clause.grammar
    if match.pattern.group.event_type != "THREATEN":
        return False
    told = range(match.start, max(match.end, match.object + 1))
    at = next((i for i in told if words[i] in g.acts.cautioning), -1)
    if at < 0:
        return False
    behind = words[at + 1 : at + 1 + _WARNED]
    subject: list[str] = []
    for n, word in enumerate(behind):
        if word in g.acts.perils or (n and word in g.acts.dreaded and behind[0] in g.of | g.topics):
            return True
        if word in g.modals:
            own = not g.subject_pronouns.isdisjoint(subject)
            return not own and not g.acts.assailants.isdisjoint(subject) and g.be.isdisjoint(behind[n + 1 : n + 2])
        if word in g.hard_breaks or word in QUOTES:
            return False
        subject = [] if word in g.that else [*subject, word]
    return False


_WARNED = 10
"""Words behind a warning that tell of what."""
