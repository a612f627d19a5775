"""Texts as no newsroom should print them, the same ones at every run: food for the event coder.

In: a number. Out: a text made from the samples of this project by one to four mutations, or from nothing, and how.
"""

# ruff: noqa: E501 (a list of odd things stays on its lines)

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

from transforms.events import triggers

ROOT = Path(__file__).resolve().parents[2]
MAX_CHARACTERS = 200_000
"""Of a text; mutations that repeat stop there."""
SEED = 20_260_401

Mutation = Callable[[Random, str], str]


class Mutated(NamedTuple):
    """A text and how it came about."""

    text: str
    mutations: tuple[str, ...]


@cache
def pool() -> tuple[str, ...]:
    """Articles, and the example sentence of every trigger group."""
    files = [*(ROOT / "seeds").glob("*.txt"), *(ROOT / "tests" / "golden").glob("*/*.txt")]
    articles = [path.read_text("utf-8", errors="replace") for path in sorted(files)]
    coded = (ROOT / "tests" / "golden" / "mentions.jsonl").read_text("utf-8").splitlines()
    evidence = [str(json.loads(line).get("evidence_text", "")) for line in coded]
    examples = [p.group.example for language in ("en", "es") for p in triggers.load(language).patterns]
    return tuple(dict.fromkeys(text for text in (*articles, *evidence, *examples) if text))


@cache
def phrases() -> tuple[str, ...]:
    """The patterns of the lexicon as words, so that texts can be made of nothing but triggers."""
    return tuple(p.text.replace(" > ", " ").replace("|", " ") for p in triggers.load("en").patterns)


def text(number: int) -> Mutated:
    """The text of this number."""
    rng = Random(f"{SEED} {number}")
    base = rng.choice(pool()) if rng.random() < 0.9 else _random_text(rng, rng.randint(0, 400))
    if rng.random() < 0.5:
        base = base[:1500]
    chosen = [rng.choice(MUTATIONS) for _ in range(rng.choice((1, 1, 2, 2, 3, 4)))]
    for mutation in chosen:
        base = mutation(rng, base)[:MAX_CHARACTERS]
    return Mutated(base, tuple(m.__name__ for m in chosen))


# --- what is done to a text ---

_ODD = (
    *"\x00\x01\x1c\x85\u00ad\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202e\u2066\u2069\ufeff\ufffd\u0301\u0338\u20e3",
    *"\"'“”„«»‘’`´()[]{}<>.,;:!?…-–—_*/\\|@#$%^&+=~•。！？、।؟İıßſﬁΣςΑ\U0001f600\U000e0001",
    "''", "``", "...", ". . .", "?!", ".’”", " »", "Mr.", "U.S.", "a.m.", "e.g.", "No. 1", "1. ", "’s", "'s", "they’re",
    "\r\n", "\n\n", "\t", "\u00a0", "\u3000", "https://a.example/b?c=d", "a@b.example", "COVID-19", "9/11", "1,000,000.00",
    "\U0001f1fa\U0001f1f8", "e\u0301" * 20, "ก" * 30, "的" * 30, "x" * 300, "9" * 300, "A." * 150, "a-" * 150, "'" * 200,
)  # fmt: skip
_WORDS = (
    "the", "two", "countries", "leaders", "both", "sides", "he", "she", "it", "his", "counterpart", "minister", "president",
    "spokesman", "Peru", "Chile", "Chilean", "China", "Beijing", "Kremlin", "U.S.", "EU", "Georgia", "Jordan", "Smith", "Kerry",
    "Monday", "on", "Sept.", "9", "2014", "last", "week", "since", "by", "not", "will", "would", "if", "and", ",", "of", "to",
    "said", "that", "who", "which", "after", "May", "in", "Geneva", "troops", "rebels", "ambassador", "talks", "visit", "-", "'s",
)  # fmt: skip


def _spot(rng: Random, text: str) -> int:
    return rng.randint(0, len(text))


def _random_character(rng: Random) -> str:
    top = rng.choice((0x7F, 0x17F, 0x2FFF, 0xD7FF, 0x1FFFF))
    code = rng.randint(0, top)
    return chr(code) if not 0xD800 <= code <= 0xDFFF else "\ufffd"


def _random_text(rng: Random, length: int) -> str:
    return "".join(_random_character(rng) for _ in range(length))


def truncate(rng: Random, text: str) -> str:
    return text[: _spot(rng, text)]


def behead(rng: Random, text: str) -> str:
    return text[_spot(rng, text) :]


def shuffle_words(rng: Random, text: str) -> str:
    words = text.split(" ")
    rng.shuffle(words)
    return " ".join(words)


def shuffle_characters(rng: Random, text: str) -> str:
    a, b = sorted((_spot(rng, text), _spot(rng, text)))
    middle = list(text[a : min(b, a + 500)])
    rng.shuffle(middle)
    return text[:a] + "".join(middle) + text[min(b, a + 500) :]


def double(rng: Random, text: str) -> str:
    return text * rng.choice((2, 2, 3, 10)) if len(text) < 20_000 else text + text


def double_words(rng: Random, text: str) -> str:
    times = rng.choice((2, 3, 30))
    return " ".join(w for word in text[:5000].split(" ") for w in [word] * (times if rng.random() < 0.2 else 1))


def change_case(rng: Random, text: str) -> str:
    return rng.choice((str.upper, str.lower, str.title, str.swapcase, str.casefold))(text)


def insert_odd(rng: Random, text: str) -> str:
    for _ in range(int(60 ** rng.random())):
        at = _spot(rng, text)
        text = text[:at] + rng.choice(_ODD) * rng.choice((1, 1, 1, 3)) + text[at:]
    return text


def insert_random(rng: Random, text: str) -> str:
    at = _spot(rng, text)
    return text[:at] + _random_text(rng, int(300 ** rng.random())) + text[at:]


def flood(rng: Random, text: str) -> str:
    """One thing, over and over, at one place."""
    thing, at = rng.choice((*_ODD, *(f"{w} " for w in _WORDS), *_WORDS)), _spot(rng, text)
    count = int(MAX_CHARACTERS ** (0.9 * rng.random()) / len(thing)) + 1
    return text[:at] + thing * count + text[at:]


def flood_some(rng: Random, text: str) -> str:
    """A few things, mixed, over and over."""
    things = rng.sample((*_ODD, *_WORDS, " ", " ", ". "), rng.randint(2, 6))
    count = int(30_000 ** rng.random())
    return text + rng.choice(("", " ")).join(rng.choice(things) for _ in range(count))


def triggers_only(rng: Random, text: str) -> str:
    """Lexicon words and names without grammar."""
    made = [
        rng.choice(phrases()) if rng.random() < 0.4 else rng.choice(_WORDS) for _ in range(int(2000 ** rng.random()))
    ]
    return text[:500] + " " + " ".join(made)


def one_long_sentence(rng: Random, text: str) -> str:
    return text.replace("\n", " ").replace(". ", rng.choice((" and ", ", ", " ", "; ")))


def without(rng: Random, text: str) -> str:
    return text.replace(rng.choice((" ", "\n", ".", ",", "e", "-", "'", "’")), "")


def typographic(rng: Random, text: str) -> str:
    return text.replace("'", "’").replace('"', rng.choice("“”„«"))


def combine(rng: Random, text: str) -> str:
    """A mark on every so many characters."""
    mark, every = rng.choice("\u0301\u0323\u200d\u202e\u00ad"), rng.randint(1, 9)
    return "".join(c + (mark if n % every == 0 else "") for n, c in enumerate(text[:20_000]))


def many_lines(rng: Random, text: str) -> str:
    return text.replace(" ", rng.choice(("\n", "\r", "\u2028", " \n ", ".\n")))


def splice(rng: Random, text: str) -> str:
    other = rng.choice(pool())
    return text[: _spot(rng, text)] + other[_spot(rng, other) :]


MUTATIONS: tuple[Mutation, ...] = (
    truncate, behead, shuffle_words, shuffle_characters, double, double_words, change_case, insert_odd, insert_random, flood,
    flood_some, triggers_only, one_long_sentence, without, typographic, combine, many_lines, splice,
)  # fmt: skip
