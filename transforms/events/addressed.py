"""Whom an act at home is upon and whose it is, in words that no table has: "sued the Example Trust", "parliamentary".

In: a coding that lacks a side, and the scene. Out: an actor of the state that the text is about, called as the text
calls him; one without a name or sector where the text leaves it open who is meant. The adjectives of bodies are data:
lexicon/<language>/coreference.toml, table `adjectives`.
"""

import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING

from transforms.events.model import Actor, Coding, Token
from transforms.events.tables import read
from transforms.events.text import is_title

if TYPE_CHECKING:
    from transforms.events.setting import Scene

_REACH = 4
"""Words between a trigger and the name of whom it is upon."""
_LONGEST = 6
"""Words of such a name."""
_CLAUSE = 12
"""Words before a trigger among which its subject stands."""
_BESIDE = 2
"""Words before a trigger among which an adjective of its noun stands."""


def somebody(country: str) -> Actor:
    """An actor of whom only the state is known; its row has no name."""
    return Actor("", country)


@functools.cache
def _adjectives(language: str) -> Mapping[str, tuple[str, str]]:
    """An adjective -> the name and sector of the body that it is of."""
    table = read(language, "coreference").get("adjectives", {})
    return {word: (name, sector) for word, (name, sector) in ((w, v.rsplit(" ", 1)) for w, v in table.items())}


def whose(coding: Coding, scene: "Scene", country: str) -> Actor | None:
    """The body of a state that an adjective names as the one who acts: "faces parliamentary pressure to"."""
    words = _adjectives(scene.language)
    tokens = scene.sentences[scene.index(coding.char_start)].tokens
    first = next((i for i, t in enumerate(tokens) if t.start >= coding.trigger_start), 0)
    for token in tokens[max(0, first - _BESIDE) :]:
        if token.start >= coding.trigger_end:
            break
        if token.lower in words:
            name, sector = words[token.lower]
            return Actor(name, country, sector)
    return None


def called(coding: Coding, scene: "Scene") -> str:
    """The name right behind a trigger or its first word that no table knows: "sued the Example Trust"; '' for none."""
    n = scene.index(coding.char_start)
    tokens = scene.sentences[n].tokens
    if is_title(tokens) or coding.event_type == "PROTEST":
        return ""  # 'marched to Example Square'
    first = next((i for i, t in enumerate(tokens) if t.start >= coding.trigger_start), len(tokens))
    behind = next((i for i, t in enumerate(tokens) if t.start >= coding.trigger_end), len(tokens))
    return _name_from(tokens, behind, n, scene) or _name_from(tokens, first + 1, n, scene)


def _name_from(tokens: tuple[Token, ...], first: int, n: int, scene: "Scene") -> str:
    """The name that some words of sentence n open with, from token `first`; prepositions and articles before it."""
    g = scene.grammar
    for i in range(first, min(first + _REACH, len(tokens))):
        token = tokens[i]
        if _is_capital(token) and token.lower not in g.determiners:
            known = token.text in scene.lists.days or any(m.start <= token.start < m.end for m in scene.found[n])
            return "" if known else _name(tokens, i, scene)
        if not (token.lower in g.determiners or token.lower in g.upon):
            break
    return ""


def _is_capital(token: Token) -> bool:
    return token.text[0].isupper() and token.text[-1].isalpha()


def _name(tokens: tuple[Token, ...], first: int, scene: "Scene") -> str:
    """The name that begins at a token; '' where it only describes what follows: "the Example report"."""
    g, last = scene.grammar, first
    while last + 1 < len(tokens) and last - first < _LONGEST:
        step = tokens[last + 1]
        if _is_capital(step) and step.text not in scene.lists.days:
            last += 1
        elif step.lower in g.of and last + 2 < len(tokens) and _is_capital(tokens[last + 2]):
            last += 2
        else:
            break
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    free = after is None or not (after.text[0].isalnum() or after.text == "-") or after.lower in g.possessive
    if not free and after is not None:
        free = after.lower in g.linking or after.lower in g.subordinators or g.is_adverb(after.lower)
    if not free:
        return ""
    return "".join(
        (" " if i > first and tokens[i].start > tokens[i - 1].end else "") + tokens[i].text
        for i in range(first, last + 1)
    )


def crowd(coding: Coding, scene: "Scene") -> str:
    """The noun for persons that stands before a trigger in its clause: "Dockers in Lome walked out"; '' for none."""
    if coding.rule_id.split(".")[-2] == "n":
        return ""
    tokens, lists = scene.sentences[scene.index(coding.char_start)].tokens, scene.lists
    first = next((i for i, t in enumerate(tokens) if t.start >= coding.trigger_start), 0)
    for token in reversed(tokens[max(0, first - _CLAUSE) : first]):
        if token.lower in scene.grammar.hard_breaks:
            break
        several = token.lower.endswith(scene.lexicon.plural_endings) or token.lower in scene.lexicon.lists["plurals"]
        if several and len(token.text) > 1 and (token.lower in lists.persons or token.lower in lists.local):
            return token.text
    return ""
