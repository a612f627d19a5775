"""One sentence seen through the lexicon of actors: which names and which role-noun phrases begin at a token.

In: a sentence and a Lexicon. Out: token spans; actors.py makes mentions of them. Names are matched by case (ALL-CAPS
and Title Case headlines apart), role nouns in any case.
"""

import functools
from typing import NamedTuple

from transforms.events.gazetteer import Entry, Lexicon
from transforms.events.model import Sentence

_MAX_PHRASE = 9
_MAX_NAME = 9
_MAX_UNKNOWN = 2
"""Words of no list that may stand between an adjective and its noun: "Chinese climate-change negotiator"."""
_CAPS_SHARE = 0.6
_SHORT = 3
_JOINTS = frozenset(("-", "and", "&", "/"))
_TITLE_SHARE = 0.75
"""Headlines: words in capitals, and words that begin with one, say nothing there."""


class Phrase(NamedTuple):
    """A noun phrase headed by a role noun."""

    end: int
    sector: str | None
    neutral: bool
    flags: str
    country: str | None
    role: str


class Words:
    """The tokens of one sentence, as names and phrases are looked up in them."""

    def __init__(self, lex: Lexicon, sentence: Sentence) -> None:
        self.lex, self.sentence = lex, sentence
        self.texts = [t.text for t in sentence.tokens]
        if "’" in sentence.text:
            self.texts = [t.replace("’", "'") for t in self.texts]
        self.lowers = [t.lower for t in sentence.tokens]
        self.size = len(self.texts)
        words = sum(map(str.isalpha, self.texts))
        self.caps = words > 1 and sum(map(str.isupper, self.texts)) > _CAPS_SHARE * words

    @functools.cached_property
    def title_case(self) -> bool:
        """Whether nearly every longer word begins with a capital."""
        words = [t for t in self.texts if len(t) > _SHORT and t[0].isalpha()]
        return len(words) > _SHORT - 1 and sum(t[0].isupper() for t in words) > _TITLE_SHARE * len(words)

    def name_at(self, i: int) -> tuple[int, Entry] | None:
        """The longest name that begins at token i, as (end, entry)."""
        text = self.texts[i]
        for n in self.lex.lengths.get(text, ()):
            entry = self.lex.names.get(text if n == 1 else " ".join(self.texts[i : i + n]))
            if entry and i + n <= self.size and not self.is_other(i, i + n, entry):
                return i + n, entry
        if text.isupper() and (self.caps or len(text) > 3):
            for n in self.lex.upper_lengths.get(text, ()):
                phrase = self.lex.upper.get(text if n == 1 else " ".join(self.texts[i : i + n]))
                if phrase and i + n <= self.size and not (n == 1 and len(text) < 4 and not phrase.isupper()):
                    return i + n, self.lex.names[phrase]
        return None

    def is_other(self, i: int, j: int, entry: Entry) -> bool:
        """Whether the words at i..j are part of another's name: Michael Jordan, Hunter Biden, Trump Tower."""
        if j - i > 1 or entry.kind == "skip" or self.caps:
            return False
        lists, before = self.lex.lists, self.texts[i - 1] if i else ""
        after = self.texts[j] if j < self.size else ""
        if entry.kind == "person":
            if before in lists["given_names"] or after in lists["things"]:
                return True
            if self.title_case:
                return False
            if self.texts[i] in lists["ambiguous_names"] and j < self.size and self.unknown_name(j):
                return True
            return i > 1 and before[:1].isupper() and self.unknown_name(i - 1)
        if before in lists["given_names"] and entry.kind != "organisation":
            return True
        return (
            self.texts[i] in lists["ambiguous_names"]
            and after[:1].isupper()
            and not after.isupper()
            and not self.title_case
            and after.lower() not in self.lex.heads
            and after.lower() not in self.lex.modifiers
            and after not in self.lex.lengths
            and entry.kind in ("country", "capital", "place", "demonym")
        )

    def unknown_name(self, i: int) -> bool:
        """Whether token i looks like a person's name that no list knows: capitalised, no title, nothing of ours."""
        text, lower = self.texts[i], self.lowers[i]
        return (
            text[0].isupper()
            and text.isalpha()
            and len(text) > 1
            and lower not in self.lex.heads
            and lower not in self.lex.modifiers
            and text not in self.lex.lengths
            and text not in self.lex.lists["not_names"]
            and lower not in self.lex.lists["stops"]
            and not text.isupper()
        )

    def head_at(self, i: int) -> int:
        """Number of tokens of the longest role noun that begins at token i; 0 where none does."""
        lower = self.lowers[i]
        for n in self.lex.head_lengths.get(lower, ()):
            if n == 1 or (i + n <= self.size and self.phrase_of(i, n) in self.lex.heads):
                return n
        return 0

    def phrase_of(self, i: int, n: int) -> str:
        """n tokens as the lexicon of role nouns writes them."""
        return " ".join(self.lowers[i : i + n]).replace("’", "'")

    def phrase(self, k: int, *, loose: bool) -> Phrase | None:
        """The longest run of modifiers and role nouns from token k that ends in a role noun."""
        if k >= self.size or not (
            loose or self.lowers[k] in self.lex.modifiers or self.lowers[k] in self.lex.head_lengths
        ):
            return None
        lex, limit, i, unknown, sector = self.lex, min(self.size, k + _MAX_PHRASE), k, 0, ""
        ends: list[tuple[int, str, str]] = []  # where it may end: token, role noun, sector so far
        while i < limit:
            lower = self.lowers[i]
            if n := self.head_at(i):
                noun = lower if n == 1 else self.phrase_of(i, n)
                head = lex.heads[noun]
                if not head.neutral:
                    sector = head.sector or ""
                i += n
                ends.append((i, noun, sector))
                continue
            if lower in lex.modifiers:
                sector = lex.modifiers[lower] or sector
            elif i > k and lower in _JOINTS and (lower == "-" or (not ends and self.lowers[i + 1 :][:1] != ["the"])):
                pass
            elif loose and not ends and unknown < _MAX_UNKNOWN and lower == self.texts[i] and lower.isalpha():
                if lower in lex.lists["stops"] or lower.endswith(("ed", "ing")):
                    return None
                unknown += 1
            else:
                break
            i += 1
        while ends:
            end, noun, sector = ends.pop()
            head = lex.heads[noun]
            if "m" not in head.flags or noun.endswith("s") or end == self.size or not self.goes_on(end):
                role = self.text(k, end)
                return Phrase(end, sector or head.sector, head.neutral, head.flags, head.country, role)
        return None

    def goes_on(self, i: int) -> bool:
        """Whether token i is a noun that the word before only modifies ("general election")."""
        lower = self.lowers[i]
        noun = lower == self.texts[i] and lower.isalpha() and not lower.endswith("ed")
        return noun and lower not in self.lex.lists["stops"]

    def name_end(self, i: int) -> int:
        """End of the unlisted person's name that begins at token i ("Omar al-Tayeb"); 0 where there is none."""
        j, parts, particles = i, 0, self.lex.lists["particles"]
        while j < self.size and j - i < _MAX_NAME:
            text = self.texts[j]
            if self.is_name_word(j):
                parts += 1
            elif text == "-" and parts and j + 1 < self.size and self.texts[j + 1].isalpha():
                j += 1  # Kim Thae-song, Cox-Smith
            elif not (
                (
                    self.lowers[j] in particles
                    and j + 1 < self.size
                    and (self.texts[j + 1] == "-" or self.texts[j + 1][0].isupper())
                )
                or (
                    text in "-."
                    and parts | (j - i)
                    and j + 1 < self.size
                    and (text == "-" or len(self.texts[j - 1]) == 1)
                )
            ):
                break
            j += 1
        while j > i and (self.texts[j - 1] in "-." or self.lowers[j - 1] in particles):
            j -= 1
        return j if parts else 0

    def is_name_word(self, j: int) -> bool:
        text = self.texts[j]
        if (
            not text[0].isupper()
            or not text.replace("'", "").isalpha()
            or (text.isupper() and len(text) > 1 and not self.caps)
        ):
            return False
        return text not in self.lex.lists["not_names"] and not (
            text in self.lex.names and self.lex.names[text].kind in ("country", "demonym", "organisation")
        )

    def text(self, i: int, j: int) -> str:
        """The words of tokens i..j, as printed."""
        tokens, base = self.sentence.tokens, self.sentence.start
        return self.sentence.text[tokens[i].start - base : tokens[j - 1].end - base]
