"""One sentence seen through the lexicon of actors: which names and which role-noun phrases begin at a token.

In: a sentence and a Lexicon. Out: token spans; actors.py makes mentions of them. Names are matched by case (ALL-CAPS
and Title Case headlines apart), role nouns in any case.
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from transforms.events.gazetteer import Entry, Lexicon
from transforms.events.model import Actor, Sentence

_MAX_PHRASE = 9
_MAX_NAME = 9
_MAX_UNKNOWN = 2
"""Words of no list that may stand between an adjective and its noun: "Chinese climate-change negotiator"."""
_CAPS_SHARE = 0.6
_SHORT = 3
NAMESAKE = "USA"
"""Whose parts share their names with countries."""
FIELD = 4
"""Words that tell what an office is for."""
POSSESSIVE = frozenset(("'s", "’s", "'S", "’S", "´s", "'", "’"))
_TITLE_SHARE = 0.75
"""Headlines: words in capitals, and words that begin with one, say nothing there."""


@dataclass(slots=True, eq=False)
class Phrase:
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
        self.texts: Sequence[str] = sentence.words
        if "’" in sentence.text:
            self.texts = [t.replace("’", "'") if "’" in t else t for t in self.texts]
        self.lowers = sentence.lowers
        self.size = len(self.texts)
        capitals = sentence.capitals
        words = sum(map(str.isalpha, self.texts)) if capitals > 1 else 0
        self.caps = words > 1 and capitals > _CAPS_SHARE * words

    @functools.cached_property
    def title_case(self) -> bool:
        """Whether nearly every longer word begins with a capital."""
        words = [t for t in self.texts if len(t) > _SHORT and t[0].isalpha()]
        return len(words) > _SHORT - 1 and sum(t[0].isupper() for t in words) > _TITLE_SHARE * len(words)

    def name_at(self, i: int) -> tuple[int, Entry] | None:
        """The longest name that begins at token i, as (end, entry)."""
        lex, texts, text = self.lex, self.texts, self.texts[i]
        seconds = lex.seconds.get(text)
        if seconds is None or (i + 1 < self.size and texts[i + 1] in seconds):
            for n in lex.lengths.get(text, ()):
                entry = lex.names.get(text if n == 1 else " ".join(texts[i : i + n]))
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
            if (not entry.full or self.texts[i] in lists["ambiguous_names"]) and j < self.size and self.unknown_name(j):
                return True  # a surname that is somebody else's first name
            return i > 1 and before[:1].isupper() and self.unknown_name(i - 1)
        if before in lists["given_names"] and entry.kind != "organisation":
            return True
        if after in lists["streets"] and entry.kind != "organisation":
            return True
        if self.texts[i] in lists["fields"] and j - i == 1 and after in lists["field_offices"]:
            return True  # "the Labour Minister" of any government
        if after in lists["named_after"] and entry.kind == "demonym":
            return True  # "the German Hospital" in Lima
        if after in lists["instruments"] and entry.kind in ("capital", "place"):
            return True  # "the Paris Agreement"
        return (
            self.texts[i] in lists["ambiguous_names"]
            and after[:1].isupper()
            and not after.isupper()
            and not self.title_case
            and not self.head_at(j)
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

    def body_end(self, end: int) -> int:
        """One past the name of a body that ends at `end` or goes on: "the Fijian Department | of Inland Fisheries"."""
        texts, lists = self.texts, self.lex.lists
        if (
            self.texts[end - 1] not in lists["bodies_of"]
            or end + 1 >= self.size
            or self.lowers[end] not in lists["body_of"]
        ):
            return end
        if not texts[end + 1].istitle() or self.name_at(end + 1):
            return end
        stop = end + 2
        while stop < self.size and (
            texts[stop].istitle()
            or (self.lowers[stop] in lists["body_and"] and stop + 1 < self.size and texts[stop + 1].istitle())
        ):
            stop += 1
        return stop

    def may_head(self, i: int) -> bool:
        """Whether a phrase that ends in a role noun may have the token at i, one with which role nouns begin."""
        lowers, modifiers = self.lowers, self.lex.modifiers
        seconds = self.lex.head_seconds.get(lowers[i])
        if seconds is None or (i + 1 < self.size and (lowers[i + 1] in seconds or lowers[i + 1] == "’")):
            return True
        return lowers[i] in modifiers or (i > 0 and lowers[i - 1] in modifiers)

    def phrase_of(self, i: int, n: int) -> str:
        """n tokens as the lexicon of role nouns writes them."""
        words = " ".join(self.lowers[i : i + n])
        return words.replace("’", "'") if "’" in words else words

    def phrase(self, k: int, *, loose: bool) -> Phrase | None:
        """The longest run of modifiers and role nouns from token k that ends in a role noun."""
        if k >= self.size or not (
            loose or self.lowers[k] in self.lex.modifiers or self.lowers[k] in self.lex.head_lengths
        ):
            return None
        lex, limit, i, unknown, sector = self.lex, min(self.size, k + _MAX_PHRASE), k, 0, ""
        heads, modifiers, lowers = lex.head_lengths, lex.modifiers, self.lowers
        ends: list[tuple[int, str, str]] = []  # where it may end: token, role noun, sector so far
        while i < limit:
            lower = lowers[i]
            if lower in heads and (n := self.head_at(i)):
                noun = lower if n == 1 else self.phrase_of(i, n)
                head = lex.heads[noun]
                if not head.neutral:
                    sector = head.sector or ""
                i += n
                ends.append((i, noun, sector))
                continue
            if lower in modifiers:
                sector = modifiers[lower] or sector
            elif i > k and self.joins(i, first=not ends):
                pass
            elif loose and not ends and unknown < _MAX_UNKNOWN and lower == self.texts[i] and lower.isalpha():
                if lower in lex.lists["stops"] or lower.endswith(lex.verbal_endings):
                    return None
                unknown += 1
            elif loose and not ends and self.texts[i] in lex.lengths and self.is_people(i):
                pass
            else:
                break
            i += 1
        while ends:
            end, noun, sector = ends.pop()
            head = lex.heads[noun]
            if "m" not in head.flags or noun.endswith(lex.plural_endings) or end == self.size or not self.goes_on(end):
                role = self.text(k, end)
                return Phrase(end, sector or head.sector, head.neutral, head.flags, head.country, role)
        return None

    def joins(self, i: int, *, first: bool) -> bool:
        """Whether token i joins two words of one phrase, of which none has ended yet (`first`)."""
        lower = self.lowers[i]
        return lower in self.lex.lists["inner_joints"] and (lower == "-" or (first and not self.is_article(i + 1)))

    def is_stance(self, i: int, j: int) -> bool:
        """Whether the noun at i..j is what somebody thinks of something and no people: "in the face of Peruvian
        opposition", "opposition to the bill", not "urged the opposition to"."""
        lists = self.lex.lists
        if j - i > 1 or self.lowers[i] not in lists["stances"]:
            return False
        while i and self.texts[i - 1] not in POSSESSIVE and self.texts[i - 1][0].isupper():
            i -= 1
        before = self.lowers[i - 1] if i else ""
        upon = j + 1 < self.size and self.lowers[j] in lists["to"] and self.lowers[j + 1] in lists["articles"]
        return before in lists["facing"] or (upon and before not in lists["the"])

    def is_article(self, i: int) -> bool:
        """Whether the definite article stands at token i."""
        return i < self.size and self.lowers[i] in self.lex.lists["the"]

    def is_people(self, i: int) -> bool:
        """Whether token i is the adjective of a people without a state: "Lebanese Christian leaders"."""
        entry = self.lex.names.get(self.texts[i])
        return entry is not None and entry.kind == "region"

    def goes_on(self, i: int) -> bool:
        """Whether token i is a noun that the word before only modifies ("general election")."""
        lower = self.lowers[i]
        noun = lower == self.texts[i] and lower.isalpha() and not lower.endswith(self.lex.finite_endings)
        return noun and lower not in self.lex.lists["stops"] and lower not in self.lex.pasts

    def name_end(self, i: int) -> int:
        """End of the unlisted person's name that begins at token i ("Omar al-Tayeb"); 0 where there is none."""
        j, parts, particles = i, 0, self.lex.lists["particles"]
        if self.lowers[i] in self.lex.lists["of"]:
            return 0
        while j + 1 < self.size and self.texts[j].rstrip(".") in self.lex.lists["honorifics"]:
            j += 1 if self.texts[j + 1] != "." else 2  # "Iraq's minister, Dr. Bo Example"
        first = j
        while j < self.size and j - i < _MAX_NAME:
            text = self.texts[j]
            if self.is_name_word(j) or (parts and self.is_papers_name(j)):
                parts += 1
            elif self.is_initials(j):
                pass  # "M.K. Example"
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
        while j > first and (self.texts[j - 1] in "-." or self.lowers[j - 1] in particles):
            j -= 1
        if j == i + 1 and len(self.texts[i]) == 1:
            return 0  # "an official X account"
        return j if j > first and parts and self.is_personal(self.texts[j - 1]) else 0

    def name_behind(self, i: int) -> int:
        """End of the person's name of two words or more behind the possessive at token i, "the ministry's Bo Example";
        0 where there is none, or where another name stands."""
        if i + 1 >= self.size or self.texts[i] not in POSSESSIVE:
            return 0
        known, end = self.name_at(i + 1), self.name_end(i + 1)
        return end if end - i > 2 and (known is None or known[1].kind in ("place", "person")) else 0

    def is_papers_name(self, j: int) -> bool:
        """Whether the word at token j, behind other words of a name, is a surname that a newspaper shares."""
        entry = self.lex.names.get(self.texts[j])
        return entry is not None and entry.actor.sector == "MED" and not self.texts[j].isupper()

    def is_personal(self, last: str) -> bool:
        """Whether a name may be a person's, by its last word: no "Citizens Act", no "Public Sector Union"."""
        return last not in self.lex.lists["no_persons"] and last not in self.lex.lists["union_names"]

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

    def is_initials(self, j: int) -> bool:
        """Whether token j is the initials of the name that goes on behind it: "M.K. Example", not "U.S."."""
        text = self.texts[j]
        if text[-1] != "." or text in self.lex.lengths:
            return False
        letters = text.split(".")[:-1]
        spelt = len(letters) > 1 and all(len(one) == 1 and one.isupper() for one in letters)
        return spelt and j + 1 < self.size and self.is_name_word(j + 1)

    # -- what stands around a name ------------------------------------------------------------------------------------

    def is_named(self, start: int) -> bool:
        """Whether a role noun is the end of an unlisted name: "Consumer Watchdog"."""
        named = start > 1 and self.texts[start][0].isupper() and not self.caps and self.unknown_name(start - 1)
        return named and not self.title_case

    def is_ware(self, i: int, j: int) -> bool:
        """Whether a name only describes a thing or is a language: "a French restaurant", "speaks Thai"."""
        lists = self.lex.lists
        after = self.lowers[j] if j < self.size else ""
        return after in lists["wares"] or (i > 0 and self.lowers[i - 1] in lists["spoken"])

    def after_field(self, i: int) -> int:
        """The token after what an office before token i is for: "minister for trade and industry"."""
        lists = self.lex.lists
        if i >= self.size or not (self.lowers[i] in lists["for_prepositions"] or self.lowers[i] in lists["of"]):
            return i
        j = i + 1
        while j < self.size and j - i <= FIELD and self.texts[j].isalpha():
            if not self.texts[j].islower() and self.name_at(j):
                return i  # "minister of Peru"
            j += 1
        return j if j > i + 1 else i

    def country_after(self, i: int, *, only_of: bool) -> tuple[int, Actor] | None:
        """ "... of Kenya", "... in Lagos": the country that a noun before token i belongs to, with its end.

        Troops in or from a country need not be its own: with `only_of` only "of" counts.
        """
        if i + 1 >= self.size or self.lowers[i] not in self.lex.lists["place_prepositions"]:
            return None
        of = self.lowers[i] in self.lex.lists["of"]
        if only_of and not of:
            return None
        k = i + 2 if self.is_article(i + 1) and i + 2 < self.size else i + 1
        hit = self.name_at(k)
        while hit is None and not of and k + 1 < self.size and self.lowers[k] in self.lex.lists["place_fillers"]:
            k += 1
            hit = self.name_at(k)
        if hit and of and hit[1].kind == "person" and self.lex.adjectives_after:
            return hit[0], hit[1].actor  # "el Gobierno de Milei"
        if not hit or hit[1].kind not in ("country", "place", "capital"):
            return None
        end = hit[0]
        if of and end < self.size and self.texts[end] in POSSESSIVE:
            return None
        return end, hit[1].actor

    def behind_of(self, i: int) -> int:
        """The token behind "of the" or "for the" at token i; that one where no such words stand there."""
        joins = i + 1 < self.size and self.lowers[i] in self.lex.lists["body_of"]
        return i if not joins else i + 2 if self.is_article(i + 1) else i + 1

    def body_of_nation(self, k: int) -> tuple[int, Actor] | None:
        """ "the Ghanaian Cocoa Institute": a body that no list knows, by the adjective at token k with which its name
        begins, with its end."""
        hit = self.name_at(k) if k < self.size else None
        if hit is None or hit[1].kind != "demonym" or self.caps or self.title_case:
            return None
        end = hit[0]
        while end < self.size and end - hit[0] < _MAX_NAME and (self.texts[end].istitle() or self.goes_on_as_name(end)):
            end += 1
        named_after = self.texts[end - 1] in self.lex.lists["private"]  # "the Dutch Hospital" in Lima
        known = end == hit[0] or named_after or self.name_at(hit[0]) or self.phrase(hit[0], loose=False)
        return None if known or not hit[1].actor.country else (end, hit[1].actor)

    def goes_on_as_name(self, i: int) -> bool:
        """Whether a small word at token i joins two words of a body's name."""
        small = self.lowers[i] in self.lex.lists["body_of"] or self.lowers[i] in self.lex.lists["body_and"]
        return small and i + 1 < self.size and self.texts[i + 1].istitle() and self.name_at(i + 1) is None

    def home_of(self, i: int, role: str = "") -> str | None:
        """The country told after the name of who holds an office: "President Ann Example of Malawi", "D-Ohio"."""
        if of := self.country_after(i, only_of=True):
            ours = (
                role.lower() in self.lex.lists["namesake_offices"]
                and self.texts[of[0] - 1] in self.lex.lists["namesakes"]
            )
            return NAMESAKE if ours else of[1].country
        if i + 3 < self.size and self.texts[i] in ",(" and self.texts[i + 2] == "-" and len(self.texts[i + 1]) == 1:
            hit = self.name_at(i + 3)
            return hit[1].actor.country if hit and hit[1].kind == "place" else None
        return None

    def ministry_after(self, i: int) -> tuple[int, Phrase] | None:
        """ "... for its foreign ministry": the nameless body that a spokesman before token i speaks for."""
        if (
            i + 2 >= self.size
            or self.lowers[i] not in self.lex.lists["for_prepositions"]
            or self.lowers[i + 1] not in self.lex.lists["articles"]
        ):
            return None
        phrase = self.phrase(i + 2, loose=False)
        return (phrase.end, phrase) if phrase and "i" in phrase.flags else None

    def text(self, i: int, j: int) -> str:
        """The words of tokens i..j, as printed."""
        base, (start, end) = self.sentence.start, self.sentence.span(i, j)
        return self.sentence.text[start - base : end - base]
