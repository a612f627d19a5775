"""Whether a text is told from inside a state: it speaks of "the government", "police" and "the union" and need not say
whose they are.

In: the sentences of a document, the mentions of each and the word lists of setting.py and coreference.py. Out: how
many sentences speak so, 0 where they are few, or where the text keeps speaking of two states ("the two countries").
"""

import itertools
from collections.abc import Collection, Sequence
from typing import Protocol

from transforms.events.model import ActorMention, Sentence

LEAST = 0.25
"""Of all sentences, how many must speak so."""
_SENTENCES = 3
"""How many at least where no state is named."""
_INNER = frozenset(("GOV", "MIL", "LEG", "JUD", "OPP", "PTY", "CVL"))


class Lists(Protocol):
    """The words that the question needs."""

    @property
    def strangers(self) -> frozenset[str]:
        """Nouns of those who are often at another's."""

    @property
    def foreign(self) -> frozenset[str]:
        """Words that make a noun another's or nobody's."""

    @property
    def own_foreign(self) -> frozenset[str]:
        """Words before which one of those is part of an office: "the foreign ministry"."""

    @property
    def ruling(self) -> frozenset[str]:
        """Nouns of those who rule a state or want to."""


def sentences(
    texts: Sequence[Sentence], found: Sequence[Sequence[ActorMention]], lists: Lists, pairs: Collection[str]
) -> int:
    """How many sentences of a text told from inside speak of some state's own without saying of which; else 0.
    `pairs`: phrases of two words that name two states again."""
    count = sum(1 for mentions in found if any(is_inner(m, lists) for m in mentions))
    if count < LEAST * len(texts):
        return 0
    firsts, seconds = ({pair.partition(" ")[n] for pair in pairs} for n in (0, 2))
    for sentence in texts:
        if seconds.isdisjoint(sentence.lowers) or firsts.isdisjoint(sentence.lowers):
            continue
        if any(f"{one} {other}" in pairs for one, other in itertools.pairwise(sentence.lowers)):
            return 0
    return count


def is_of_rulers(found: Sequence[Sequence[ActorMention]], lists: Lists) -> bool:
    """Whether a text that names no state is about the politics of one: it keeps speaking of "the Government", "the
    premier", "the opposition". Police and courts alone are in the news of any town."""
    count = sum(1 for mentions in found if any(_rules(m, lists) for m in mentions))
    return count >= _SENTENCES and count >= LEAST * len(found)


def _rules(mention: ActorMention, lists: Lists) -> bool:
    if mention.kind == "person" and mention.actors[0].role:
        return not lists.ruling.isdisjoint((mention.actors[0].role or "").lower().split())
    return is_inner(mention, lists) and not lists.ruling.isdisjoint(mention.text.lower().split())


def is_inner(mention: ActorMention, lists: Lists) -> bool:
    """Whether a mention is of an organ or people of a state of which nothing is said."""
    actor = mention.actors[0]
    if mention.kind != "agent" or actor.country or actor.sector not in _INNER or "-" in mention.text:
        return False
    parts = mention.text.lower().split()
    return parts[-1] not in lists.strangers and not is_foreign(parts, lists)


def is_foreign(parts: Sequence[str], lists: Lists) -> bool:
    """Whether the words of a mention make it another's: "foreign officials", not "foreign ministry officials"."""
    if lists.foreign.isdisjoint(parts):
        return False
    following = (*parts[1:], "")
    return any(a in lists.foreign and b not in lists.own_foreign for a, b in zip(parts, following, strict=True))
