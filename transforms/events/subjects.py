"""What of a text is about sport or about an accident, where the words of politics mean something else.

In: the codings of a text, its sentences, which of them have words of politics, and the word lists of contexts.toml.
Out: the codings that stand. A captain who backs his bowler, a fine for a foul, a road that a fire has closed and the
inquiry into a crash are no politics. A text is about sport if more of its sentences speak of it than of politics, even
a short one; in a text about several things that holds of the sentences around. Between two states, and where a
sentence speaks of politics, a coding stands; harm that somebody meant is told by weapons and crimes.
"""

from collections.abc import Sequence

from transforms.events.contexts import Contexts
from transforms.events.model import Coding, Sentence
from transforms.events.plausibility import is_between_states

_SHARE, _LEAST = 0.2, 2
"""The share, and the number, of its sentences that make a text one about a subject."""
_AROUND = 5
"""Sentences before and after that show what a part of a text is about."""
_OTHERS = 3
"""Of these, how many others must speak of it where the text as a whole does not."""
_NEAR = 3
"""The same, of an accident."""
_CLOSINGS = frozenset(("restrict", "obstruct", "investigate"))
"""Modes of what fires, floods and crashes lead to: closed roads, inquiries."""

_FLIGHT = frozenset(("restrict", "obstruct", "deport"))
"""Modes of what they lead to even in a text about something else: people who must leave their homes."""


def left(
    codings: list[Coding], sentences: Sequence[Sentence], political: Sequence[bool], rules: Contexts
) -> list[Coding]:
    """The codings that are not of sport or of an accident. `political`: which sentences have a word of politics."""
    if not codings:
        return codings
    at = {s.start: i for i, s in enumerate(sentences)}
    played = [rules.is_played(s.lowers) for s in sentences]
    if sum(played) >= _LEAST:
        everywhere = _is_about(sum(played), sum(political), len(sentences))
        near = [one or not rules.sporting.isdisjoint(s.lowers) for one, s in zip(played, sentences, strict=True)]
        codings = [c for c in codings if not _is_played(c, at[c.char_start], near, political, everywhere=everywhere)]
    codings = [c for c in codings if political[at[c.char_start]] or not _is_of_team(c, rules)]
    harmed = [rules.is_harmed(s.lowers) for s in sentences]
    if not any(harmed):
        return codings
    meant = [rules.is_meant(s.lowers) for s in sentences]
    everywhere = _is_about(sum(harmed), sum(meant), len(sentences))

    def is_caused(coding: Coding) -> bool:
        """Whether a coding is of what a fire or a crash has led to."""
        i = at[coding.char_start]
        if meant[i] or coding.event_type == "PROTEST":
            return False  # nobody strikes by accident
        return (harmed[i] and coding.event_mode in _FLIGHT and not is_between_states(coding)) or (
            everywhere and _is_closing(coding) and _is_near(i, harmed)
        )

    return [c for c in codings if not is_caused(c)]


def _is_near(at: int, told: Sequence[bool]) -> bool:
    return any(told[max(0, at - _NEAR) : at + _NEAR + 1])


def _is_about(count: int, other: int, sentences: int) -> bool:
    return count >= _LEAST and count >= _SHARE * sentences and count > other


def _is_played(coding: Coding, at: int, played: Sequence[bool], political: Sequence[bool], *, everywhere: bool) -> bool:
    """Whether a coding is of sport. `everywhere`: whether the text is about it."""
    if political[at]:
        return False
    if everywhere:
        return played[at] or not is_between_states(coding)
    return played[at] and sum(played[max(0, at - _AROUND) : at + _AROUND + 1]) > _OTHERS


def _is_of_team(coding: Coding, rules: Contexts) -> bool:
    """Whether who acts is a captain, and upon nobody who holds an office."""
    titles = {(a.role or "").rpartition(" ")[2].lower() for a in coding.sources}
    return not titles.isdisjoint(rules.players) and not any(a.country and a.sector for a in coding.targets)


def _is_closing(coding: Coding) -> bool:
    """Whether a coding is of what accidents do, or of what follows from them."""
    return coding.event_type == "ASSAULT" or coding.event_mode in _CLOSINGS
