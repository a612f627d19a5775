"""Who speaks in a sentence that is wholly part of a quotation: "..." X said. "..."

In: the sentences of a text, the actors named in each, the number of one sentence. Out: the party that a neighbouring
sentence of the same quotation names as its speaker. Journalists name a speaker once: with the first sentence of what
is quoted, or after it; the sentences that follow between quotation marks are the same speaker's.
"""

from collections.abc import Sequence

from transforms.events.grammar import Grammar
from transforms.events.model import ActorMention, Sentence
from transforms.events.parties import Party
from transforms.events.roles import Clause

BACK = 3
"""Sentences before, that may name the speaker."""
FORWARD = 2
"""Sentences after, while the quotation is open."""
_OPENING = 2
"""Characters before the first quoted one: the mark itself and a bracket."""


def speaker(
    sentences: Sequence[Sentence],
    found: Sequence[Sequence[ActorMention]],
    at: int,
    grammar: Grammar,
    known: dict[int, Party | None] | None = None,
) -> Party | None:
    """The party quoted in sentence `at`; None where it is not wholly quoted or nobody is named.

    `known`: whom the sentences of a document name as speaking, taken down here, as neighbours ask for the same.
    """
    known = {} if known is None else known

    def named(i: int) -> Party | None:
        if i not in known:
            known[i] = _named(sentences[i], found[i], grammar)
        return known[i]

    if not _is_quoted(sentences[at]):
        return None
    for i in range(at - 1, max(at - 1 - BACK, -1), -1):
        if not sentences[i].quotes and i < at - 1:
            return None
        if (party := named(i)) is not None:
            return party
        if not _is_quoted(sentences[i]):
            break
    for i in range(at + 1, min(at + 1 + FORWARD, len(sentences))):
        if not sentences[i].quotes or sentences[i].quotes[0][0] > sentences[i].start:
            break  # the quotation was closed
        if (party := named(i)) is not None:
            return party
    return None


def _is_quoted(sentence: Sentence) -> bool:
    """Whether one quotation reaches from the first word of a sentence to its last."""
    if not sentence.quotes:
        return False
    first, last = sentence.quotes[0], sentence.quotes[-1]
    return (
        len(sentence.quotes) == 1 and first[0] <= sentence.start + _OPENING and last[1] >= sentence.end - _OPENING - 1
    )


def _named(sentence: Sentence, mentions: Sequence[ActorMention], grammar: Grammar) -> Party | None:
    """The party that a sentence names as speaking, outside its quotations."""
    verbs = grammar.speech | grammar.quoting if sentence.quotes else grammar.speech
    if not mentions or verbs.isdisjoint(sentence.lowers):
        return None
    clause = Clause(sentence, mentions, grammar, ())
    for i, token in enumerate(sentence.tokens):
        if token.lower in verbs and not any(a <= token.start < b for a, b in sentence.quotes):
            party = clause.said_by(i)
            if party is not None:
                return party
    return None
