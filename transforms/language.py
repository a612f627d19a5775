"""The language of a text, from the text.

In: a text and what its source declares. Out: a BCP 47 primary subtag (`en`, `zh`), `und` where the text is too little
or too mixed to say. Nothing is believed that the text contradicts; a declaration decides between close relatives
and where the text is short.

Three steps, each only where the one before does not settle it, over a bounded sample: script (language.toml), function
words of Latin-script languages (language.toml; microseconds, so that English costs no import), and py3langid, which
takes half a second to load.
"""

import functools
import re
import tomllib
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

UNKNOWN = "und"
SAMPLE_CHARACTERS = 2400
"""Read from the start of the text, and as much again from its middle: a page may open with another language's words."""
MIN_LETTERS = 12
"""Fewer letters than this name no language: they may be one name."""
OTHER_SCRIPT_SHARE = 0.4
"""Share of letters beyond Latin from which on a text is in that script: below it, names are quoted in it."""
WORD_SHARE = 0.15
"""Function words among all words, from which on they name a language (running text has .3 to .5)."""
WORD_MARGIN = 1.25
"""How many times the runner-up's function words the best language needs."""
FEW_WORDS, FEW_HITS = 25, 2
"""Shorter texts need so many function words at least, and none of them may be the runner-up's as well."""
MODEL_CONFIDENCE = 0.5
"""py3langid's normalised probability below which its answer is no answer (tests/unit/test_language.py measures it)."""
MODEL_MIN_LETTERS = 20
SHORT_LETTERS = 120
"""Up to here an unclear text is taken to be in the language that its source declares."""

_NO_LANGUAGE = "zxx"
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LATIN = re.compile(r"[A-Za-z\u00aa\u00ba\u00c0-\u024f\u1e00-\u1eff\ufb00-\ufb06\uff21-\uff5a]+")
_NOT_LATIN = re.compile(
    r"[\u0370-\u1dff\u1f00-\u1fff\u2c00-\u2fef\u3040-\udfff\uf900-\ufaff\ufb1d-\ufefc\uff66-\uffdc]+"
)
_ALIASES = {
    "iw": "he",
    "in": "id",
    "ji": "yi",
    "nb": "no",
    "nn": "no",
    "fil": "tl",
    "bs": "hr",
    "mo": "ro",
    "cmn": "zh",
}
"""Retired codes, and languages that news text does not tell apart."""
_RELATIVES = tuple(
    frozenset(group.split())
    for group in ("da no", "id ms", "hr sr sl", "cs sk", "es gl ca pt", "ru uk be bg", "nl af", "tr az")
)


class Variant(NamedTuple):
    """What tells one language of a script from the others."""

    marks: frozenset[str]
    words: frozenset[str]


class Script(NamedTuple):
    """A script and the languages written in it."""

    name: str
    default: str
    languages: Mapping[str, Variant]


@functools.cache
def rules() -> dict[str, Any]:
    """language.toml as it stands."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


@functools.cache
def _scripts() -> tuple[list[int], list[int], list[Script]]:
    """Starts, ends and scripts of all code point ranges, in order."""
    ranges = []
    for entry in rules()["script"]:
        variants = {
            language: Variant(frozenset(v["marks"]), frozenset(v["words"].split()))
            for language, v in entry.get("language", {}).items()
        }
        script = Script(entry["id"], entry["default"], variants)
        ranges += [(first, last, script) for first, last in entry["ranges"]]
    ranges.sort(key=lambda r: r[0])
    return [r[0] for r in ranges], [r[1] for r in ranges], [r[2] for r in ranges]


@functools.cache
def _latin_words() -> dict[str, tuple[str, ...]]:
    """Function word -> the languages that use it."""
    out: dict[str, tuple[str, ...]] = {}
    for language, words in rules()["latin"].items():
        for word in set(words.split()):
            out[word] = (*out.get(word, ()), language)
    return out


def detect(text: str, declared: str | None = None) -> str:
    """BCP 47 primary subtag of the text's language; `und` when there is too little evidence."""
    hint = primary_subtag(declared)
    sample = _sample(text)
    latin = sum(map(len, _LATIN.findall(sample)))
    if not sample.isascii():
        other = "".join(_NOT_LATIN.findall(sample))
        if len(other) >= OTHER_SCRIPT_SHARE * (latin + len(other)) and len(other) >= MIN_LETTERS // 2:
            return _by_script(sample, other, hint)
    if latin < MIN_LETTERS:
        return UNKNOWN
    # the letters of initials and of U.S. are no words
    kept = " ".join([word for word in _WORD.findall(sample) if len(word) > 1 or word.islower()])
    words = kept.lower().replace("’", "'").split()
    return _by_words(words, hint) or _by_model(sample, latin, hint)


def primary_subtag(tag: str | None) -> str | None:
    """`en` of `en-US`, `zh` of `zh_Hans`; None for anything that is no language tag."""
    match = re.match(r"\s*([A-Za-z]{2,3})(?:[-_].*)?\s*$", tag) if tag and len(tag) < 64 else None
    if match is None:
        return None
    found = match.group(1).lower()
    return None if found == UNKNOWN or found == "mul" else _ALIASES.get(found, found)


def _sample(text: str) -> str:
    if len(text) <= 2 * SAMPLE_CHARACTERS:
        return text
    middle = len(text) // 2
    return f"{text[:SAMPLE_CHARACTERS]} {text[middle : middle + SAMPLE_CHARACTERS]}"


def _by_script(sample: str, letters: str, hint: str | None) -> str:
    starts, ends, scripts = _scripts()
    counts: Counter[str] = Counter()
    by_name = {}
    for letter, n in Counter(letters).items():
        at = bisect_right(starts, ord(letter)) - 1
        if at >= 0 and ord(letter) <= ends[at]:
            counts[scripts[at].name] += n
            by_name[scripts[at].name] = scripts[at]
    if not counts:
        return UNKNOWN
    if counts["kana"] >= 0.05 * (counts["kana"] + counts["han"]) and counts["kana"] > 1:
        return "ja"  # Japanese mixes scripts; Chinese has no kana but in names
    name, most = counts.most_common(1)[0]
    if most < 0.5 * sum(counts.values()):
        return UNKNOWN
    script = by_name[name]
    return _by_variant(sample, script, hint) if script.languages else script.default


def _by_variant(sample: str, script: Script, hint: str | None) -> str:
    """The language of a script whose marks and function words the text holds most of."""
    letters, words = (
        Counter(sample.lower()),
        Counter(word.lower() for word in re.findall(r"[^\s\d.,;:!?«»\"'()،؛؟।-]+", sample)),
    )
    scores = {
        language: 2 * sum(letters[mark] for mark in v.marks) + 3 * sum(words[word] for word in v.words)
        for language, v in script.languages.items()
    }
    # a letter that several languages use speaks for the one that has more of its own beside it
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0] != script.default))
    best, score = ranked[0]
    if score == 0:
        return hint if hint in scores else script.default
    if hint in scores and hint != best and scores[hint] >= 0.8 * score:
        return hint
    return best


def _by_words(words: list[str], hint: str | None) -> str | None:
    """A Latin-script language by its function words; None when they do not settle it."""
    table = _latin_words()
    counts: Counter[str] = Counter()
    for word, times in Counter(words).items():
        for language in table.get(word, ()):
            counts[language] += times
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] < FEW_HITS:
        return None
    (best, hits), (rival, rival_hits) = ranked[0], ranked[1] if len(ranked) > 1 else ("", 0)
    if hits < WORD_SHARE * len(words):
        return None
    if hint and hint != best and counts[hint] >= 0.8 * hits:
        return hint
    if len(words) < FEW_WORDS:
        return best if best == hint or rival_hits <= hits / 2 else None
    if hits >= WORD_MARGIN * rival_hits or best == hint:
        return best
    return None if not any({best, rival} <= group for group in _RELATIVES) else best


def _by_model(sample: str, letters: int, hint: str | None) -> str:
    if letters < MODEL_MIN_LETTERS:
        return hint or UNKNOWN
    ranked = _model().rank(sample)
    found, confidence = ranked[0]
    found = _ALIASES.get(found, found)
    if hint and any(_ALIASES.get(language, language) == hint for language, p in ranked[:3] if p >= 0.15):
        return hint
    if confidence >= MODEL_CONFIDENCE:
        return found if found != _NO_LANGUAGE else UNKNOWN
    return hint if hint and letters < SHORT_LETTERS else UNKNOWN


@functools.cache
def _model() -> Any:
    """py3langid with probabilities; its model is a data file inside its wheel."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    model.set_languages(sorted({*rules()["latin"], *rules()["model"]["others"].split()} & set(model.labels)))
    return model
