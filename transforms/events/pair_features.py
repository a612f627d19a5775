"""What a sentence says about two given actors, as named figures: the names that pair_weights.toml weighs.

In: tokens, where the two actors stand, the leanings found (lexicon/<language>/leanings.toml). Out: name -> figure.
The names, `part:what`, with lemmas in lower case, SRC and TGT for the actors, N for any other name and 0 for a number:

    word: zone:     lemmas near the actors; zones are F before the first, B between, A after the second
    two: three:     neighbouring words      skip:   neighbouring words that carry meaning
    near:           words beside the target verb:   the first verbs after the source, in order     aux: what helps them
    actor:          words of the actors' own phrases ('police'), and their classes of words.toml
    stated: known:  types that the words of the neighbourhood take in the trigger lexicon, in the leanings
    verbtype:       the same for the first two verbs
    lean:           types of the leanings that match: the best, all, by score

Names of persons and places are masked, so nothing here depends on who acts.
"""

import functools
import gc
import itertools
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from transforms.events import grammar, inflect, lemmas, tables, triggers
from transforms.events.lemmas import Lemmas
from transforms.events.model import Token
from transforms.events.patterns import Pattern
from transforms.events.text import is_title
from transforms.events.triggers import Lexicon

MERGED = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
"""Types that are one class to the weights: the labelled pairs do not tell them apart."""
BEFORE, AFTER, AROUND = 6, 8, 3
"""Words that are read before the first actor and after the second; neighbours read before the first."""
VERBS, VERB_REACH = 3, 14
"""Verbs that are read after the source, and words within which."""
SHARPNESS = 2.0
"""Score by which a match must be behind the best to count a third (e to the minus one)."""
_STOP = frozenset(  # punctuation among them
    "the a an of in on at 's ’s , . \" ' ( ) “ ” ’ - and : ; as it its his her their this that which who".split()  # noqa: SIM905  (a list of quoted marks is hard to read)
)
_WORDS = re.compile("[a-z]+")
_MASKED = frozenset(("SRC", "TGT", "N", "0"))
Shares = tuple[tuple[str, float], ...]


class Span(NamedTuple):
    """Token indices of a named actor; (-1, -1) where the text does not have it."""

    first: int
    last: int


class Vote(NamedTuple):
    """A match as the type that it would make of the relation."""

    type: str
    raw: str
    """The type of its group, before the status had its effect."""
    score: float


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What a language's lexicons know of words, made for pairs."""

    leanings: Lexicon
    lemmas: Lemmas
    verbs: frozenset[str]
    """Forms that begin a pattern of verbs."""
    stated: Mapping[str, Shares]
    """Lemma -> types of the triggers that it stands in, with their shares."""
    shares: Mapping[str, Shares]
    """Lemma -> its types in triggers and leanings, as names of figures."""
    classes: Mapping[str, tuple[str, ...]]
    """Lemma -> its lists in words.toml."""
    grammar: grammar.Grammar


@functools.cache
def load(language: str) -> Knowledge:
    """The knowledge of a language, read once. FileNotFoundError where it has no leanings.

    It lives as long as the process: collecting garbage while it is made only costs time.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _load(language)
    finally:
        if collecting:
            gc.enable()


def _load(language: str) -> Knowledge:
    closed, inflection = grammar.load(language), inflect.load(language)
    leanings, stated = load_leanings(language), triggers.load(language)
    patterns = [*stated.patterns, *leanings.patterns]
    heads = {p.text.split()[0].lower() for p in patterns if p.kind == "v"}
    verbs = {h.rpartition("-")[2] for h in heads}
    nouns = {w for p in patterns if p.kind == "n" or p.objects for w in _WORDS.findall(p.text.lower()) if len(w) > 2}
    words = {w for p in patterns for w in _WORDS.findall(p.text.lower())}
    known = lemmas.load(language, sorted(v for v in verbs if v.isalpha()), sorted(nouns), words)
    classes: dict[str, set[str]] = {}
    for name, listed in tables.read(language, "words").items():
        for word in listed:
            classes.setdefault(known.of(word.lower()), set()).add(name)
    by_trigger, by_leaning = _shares(stated.patterns, known, closed), _shares(leanings.patterns, known, closed)
    parts = (("stated:", by_trigger), ("known:", by_leaning))
    return Knowledge(
        leanings,
        known,
        frozenset(form for head in heads for form in inflection.verb(head)),
        by_trigger,
        {
            word: tuple((part + kind, share) for part, found in parts for kind, share in found.get(word, ()))
            for word in by_trigger.keys() | by_leaning.keys()
        },
        {word: tuple(sorted(names)) for word, names in classes.items()},
        closed,
    )


def load_leanings(language: str) -> Lexicon:
    """lexicon/<language>/leanings.toml, compiled; each group states its type."""
    groups = tables.read(language, "leanings")["group"]
    stated = (({key: value for key, value in entry.items() if key != "type"}, entry["type"]) for entry in groups)
    return Lexicon(language, triggers.listed(stated))


def _shares(patterns: Sequence[Pattern], known: Lemmas, closed: grammar.Grammar) -> dict[str, Shares]:
    """Lemma -> the types of the patterns it stands in; a word of a long pattern says less of its type."""
    counts: dict[str, Counter[str]] = {}
    for pattern in patterns:
        head = pattern.text.partition(" > ")[0].lower()
        for word in sorted(set(_WORDS.findall(head))):
            if len(word) > 2 and word not in closed.prepositions and word not in closed.determiners:
                kind = merged(pattern.group.event_type)
                counts.setdefault(known.of(word), Counter())[kind] += 1 / len(head.split())  # type: ignore[assignment]
    return {
        word: tuple((kind, share / (sum(found.values()) + 0.5)) for kind, share in sorted(found.items()))
        for word, found in counts.items()
    }


def merged(event_type: str) -> str:
    """The class of a type."""
    return MERGED.get(event_type, event_type)


def figures(
    know: Knowledge, tokens: Sequence[Token], source: Span, target: Span, leanings: Sequence[Vote]
) -> dict[str, float]:
    """Name -> figure of one sentence."""
    out: dict[str, float] = {}
    words, places = _masked(know, tokens, source, target)
    first = words.index("SRC") if "SRC" in words else -1
    second = words.index("TGT") if "TGT" in words else -1
    if first >= 0 and second >= 0:
        low, high = min(first, second), max(first, second)
    else:
        low = max(first, 0)
        high = min(len(words), low + 12)
    _zones(out, know, words, low, high)
    _neighbours(out, words[max(0, low - AROUND) : high + AFTER])
    _actors(out, know, tokens, source, target)
    _verbs(out, know, tokens, words, places, max(first, 0) + 1)
    if second >= 0:
        for k in range(1, 4):
            if second >= k:
                out[f"near:-{k}{words[second - k]}"] = 1.0
            if second + k < len(words):
                out[f"near:+{k}{words[second + k]}"] = 1.0
    if leanings:
        best = max(leanings, key=lambda v: v.score)
        out[f"lean:best={best.type}"] = 1.0
        for vote in leanings:
            name = f"lean:vote={vote.type}"
            out[name] = max(out.get(name, 0.0), math.exp((vote.score - best.score) / SHARPNESS))
            out[f"lean:any={vote.raw}"] = 1.0
    else:
        out["lean:none"] = 1.0
    return out


def _masked(know: Knowledge, tokens: Sequence[Token], source: Span, target: Span) -> tuple[list[str], list[int]]:
    """The sentence as lemmas and masks, and the token of each; a run of one mask is one word."""
    forms, known, of = know.lemmas.forms, know.lemmas.known, know.lemmas.of
    title = sum(t.text[0].isupper() for t in tokens) > len(tokens) // 2 and is_title(tokens)
    words: list[str] = []
    places: list[int] = []
    last = ""
    for i, token in enumerate(tokens):
        lower = token.lower
        if source.first <= i < source.last:
            word = "SRC"
        elif target.first <= i < target.last:
            word = "TGT"
        elif lower[0].isdigit():
            word = "0"
        elif token.text[0] != lower[0] and not title and (i or lower not in known):
            word = "N"
        else:
            word = forms.get(lower) or of(lower)
        if word == last and word in _MASKED and word != "0":
            continue
        last = word
        words.append(word)
        places.append(i)
    return words, places


def _zones(out: dict[str, float], know: Knowledge, words: Sequence[str], low: int, high: int) -> None:
    for i in range(max(0, low - BEFORE + 1), min(len(words), high + AFTER)):
        word = words[i]
        if word in _MASKED or word in _STOP or i in (low, high):
            continue
        zone, weight = ("B", 1.0) if low < i < high else ("A", 1.0) if i > high else ("F", 0.5)
        out[f"word:{word}"] = 1.0
        out[f"zone:{zone}{word}"] = 1.0
        for name, share in know.shares.get(word, ()):
            out[name] = out.get(name, 0.0) + weight * share


def _neighbours(out: dict[str, float], words: Sequence[str]) -> None:
    for a, b in itertools.pairwise(words):
        out[f"two:{a} {b}"] = 1.0
    for a, b, c in zip(words, words[1:], words[2:], strict=False):
        out[f"three:{a} {b} {c}"] = 1.0
    meaning = [w for w in words if w not in _STOP and w not in ("N", "0")]
    for a, b in itertools.pairwise(meaning):
        out[f"skip:{a} {b}"] = 1.0


def _actors(out: dict[str, float], know: Knowledge, tokens: Sequence[Token], source: Span, target: Span) -> None:
    for letter, span in (("S", source), ("T", target)):
        for i in range(max(span.first, 0), span.last):
            token = tokens[i]
            if token.text.islower() and token.lower not in _STOP:
                lemma = know.lemmas.of(token.lower)
                out[f"actor:{letter}{lemma}"] = 1.0
                for name in know.classes.get(lemma, ()):
                    out[f"actor:{letter}@{name}"] = 1.0


def _verbs(
    out: dict[str, float],
    know: Knowledge,
    tokens: Sequence[Token],
    words: Sequence[str],
    places: Sequence[int],
    start: int,
) -> None:
    """The first verbs after the source, each with the auxiliaries, modals and negations before it."""
    g, found = know.grammar, 0
    helping: list[str] = []
    for i in range(start, min(start + VERB_REACH, len(words))):
        word, at = words[i], places[i]
        if word in ("SRC", "TGT"):
            break
        lower = tokens[at].lower
        if lower in g.modals or lower in g.to:
            helping.append(lower)
        elif lower in g.negation or lower in g.negated_verbs:
            helping.append("not")
        elif lower in g.be or lower in g.have or lower in g.do:
            helping.append(word)
        elif (
            lower in know.verbs
            and tokens[at].text.islower()
            and not (lower in know.leanings.ambiguous and g.is_noun(tokens, at))
        ):
            out[f"verb:{found}{word}"] = 1.0
            out[f"verb:{word}"] = 1.0
            for name in helping:
                out[f"aux:{found}{name}"] = 1.0
            if found < VERBS - 1:
                for kind, share in know.stated.get(word, ()):
                    out[f"verbtype:{found}{kind}"] = share
            found += 1
            helping.clear()
            if found == VERBS:
                break
    if not found:
        out["verb:none"] = 1.0
