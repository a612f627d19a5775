"""Persons of whom no table knows: "Ann Example", "Ms Example said", named by a given name and a surname.

In: the sentences of a document, the mentions that the gazetteer found in each, and the words of the language. Out: the
same with these persons among them. They act for nobody we know, yet they stand where a subject or an object stands:
without them the nearest known name is taken for the one who spoke, or who was spoken of. They are of the state of the
office that stands beside them ("the premier's lawyer, Bo Example"), else of the one that the document is about. The
given names are data: lexicon/<language>/coreference.toml, table `persons`.
"""

import itertools
from collections.abc import Sequence

from transforms.events.backwords import Words
from transforms.events.gazetteer import Lexicon
from transforms.events.grammar import Grammar
from transforms.events.model import UNKNOWN, Actor, ActorMention, Mentions, Sentence
from transforms.events.setting import Scene

_LONGEST = 3
"""Words of a name behind the given name."""
_HEADLINE = 0.6
"""Share of words in capitals from which on a sentence is a headline, where a capital shows no name, if no
full stop ends it."""


def named(
    sentences: Sequence[Sentence], found: Sequence[Mentions], words: Words, lex: Lexicon, scene: Scene
) -> list[Mentions]:
    """The mentions of each sentence and the unknown persons that it names in full."""
    given, out = words.given, list(found)
    if not (scene.home or scene.lead):
        return out  # no state's affairs are told
    for n, sentence in enumerate(sentences):
        texts = sentence.words
        named = texts[1:2] and texts[1].istitle() and texts[0] not in lex.lengths
        opening = _opens(sentence, found[n], lex, scene.grammar) if named else 0
        if opening or not given.isdisjoint(texts):
            more = _in_sentence(sentence, found[n], words, lex, scene.stage_of(n) or None, opening)
            if more:
                out[n] = tuple(sorted((*found[n], *more), key=lambda m: m.start))
    return out


def only(mentions: Sequence[ActorMention]) -> bool:
    """Whether a sentence names nobody but such persons, if anybody."""
    return all(m.actors[0].role == UNKNOWN for m in mentions)


def _in_sentence(
    sentence: Sentence, mentions: Mentions, words: Words, lex: Lexicon, state: str | None, opening: int
) -> list[ActorMention]:
    texts, out, done = sentence.words, list[ActorMention](), 0
    if opening:
        start, stop = sentence.span(0, opening)
        text, done = sentence.text[: stop - start], opening
        out.append(ActorMention(start, stop, text, "person", (Actor(text, state, role=UNKNOWN),)))
    for i in itertools.compress(itertools.count(), map(words.given.__contains__, texts)):
        if i < done or i + 1 == len(texts) or not texts[i + 1][0].isupper() or not _is_start(sentence, i):
            continue
        start = sentence.starts[i]
        if start in [m.start for m in mentions]:
            continue
        end = _end(sentence, i, lex)
        if not end:
            continue
        stop = sentence.span(i, end)[1]
        if any(m.start < stop and start < m.end for m in mentions):
            continue
        if _is_headline(texts):
            break
        text = sentence.text[start - sentence.start : stop - sentence.start]
        country = _office_beside(sentence, mentions, start) or state
        out.append(ActorMention(start, stop, text, "person", (Actor(text, country, role=UNKNOWN),)))
        done = end
    return out


def _opens(sentence: Sentence, mentions: Mentions, lex: Lexicon, g: Grammar) -> int:
    """One past a name that opens a sentence and is told to be a person's by what follows, though no given name is
    known: "Wuraola Example, a baker, sued", "Wuraola Example said"; 0 where none does."""
    texts, lowers, at = sentence.words, sentence.lowers, 0
    while at < min(_LONGEST, len(texts) - 2) and texts[at][0].isupper() and _is_surname(texts[at], lex.lists):
        if lowers[at] in lex.heads or lowers[at] in lex.modifiers or lowers[at] in lex.lists["stops"]:
            return 0
        at += 1
    if at < 2 or (mentions and mentions[0].start < sentence.span(0, at)[1]) or _is_headline(texts):
        return 0
    apposed = lowers[at] == "," and (lowers[at + 1] in g.relative_subjects or texts[at + 1].isdigit())
    return at if apposed or lowers[at] in g.speech else 0


def _office_beside(sentence: Sentence, mentions: Mentions, start: int) -> str | None:
    """The country of the office that a comma sets off before a name: "the premier's lawyer, Bo Example"."""
    for m in mentions:
        if m.kind == "agent" and sentence.text[m.end - sentence.start : start - sentence.start].strip() == ",":
            return m.actors[0].country
    return None


def _is_start(sentence: Sentence, i: int) -> bool:
    """Whether a name may begin at word i: no "Camp David Example", "University of Mary Example"."""
    before = sentence.words[i - 1] if i else ""
    return not (before[:1].isupper() and before.isalpha() and i > 1) and sentence.lowers[i - 1 : i] != ("of",)


def _end(sentence: Sentence, i: int, lex: Lexicon) -> int:
    """One past the surname of the given name at word i; 0 where none follows."""
    texts, lists, at = sentence.words, lex.lists, i + 1
    surname = 0
    while at < len(texts) and at - i <= _LONGEST:
        text = texts[at]
        if len(text.rstrip(".")) == 1 and text[0].isupper():
            at += 1  # "Ann B. Example"
            continue
        if text == "." and len(texts[at - 1]) == 1:
            at += 1
            continue
        if not _is_surname(text, lists) or (at == i + 1 and text.lower() in lex.heads):
            break
        at += 1
        surname = at
    if texts[surname - 1] in lists["no_persons"]:
        return 0
    following = texts[surname] if 0 < surname < len(texts) else ""
    if (
        following in lists["things"]
        or following in lists["streets"]
        or following in lists["party_names"] | lists["union_names"]
    ):
        return 0
    return surname


def _is_surname(text: str, lists: dict[str, frozenset[str]]) -> bool:
    plain = text.replace("'", "").replace("’", "").replace("-", "")
    if len(text) < 2 or not text[0].isupper() or not plain.isalpha() or text.isupper():
        return False
    return text not in lists["things"] and text not in lists["not_names"]


def _is_headline(texts: Sequence[str]) -> bool:
    return texts[-1].isalnum() and sum(map(str.istitle, texts)) > _HEADLINE * len(texts)
