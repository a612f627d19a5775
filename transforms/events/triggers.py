"""The trigger lexicon of a language, matched against a sentence's tokens.

In: tokens; the compiled patterns of lexicon/<language>/triggers/*.toml (their language: patterns.py). Out: `Match`
values, overlapping ones included: which of them stand is for coder.py to say, who acts on whom for roles.py.
"""

import functools
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from transforms.events import grammar, tables
from transforms.events.index import Index
from transforms.events.model import Sentence, Token
from transforms.events.ontology import SPEECH
from transforms.events.patterns import KINDS, NO_TAGS, Forms, Pattern, Row, read_group
from transforms.events.text import is_title

REACH = 10
"""Words between a verb and its object word."""
REACH_BACK = 14
"""Words between a passive verb and the object word before it."""
REDUCED = 3.0
"""Rank that a describing participle loses."""
COORDINATED = 12
"""Words between two participles that share an auxiliary."""
AFTER = 5
"""Words after a match in which none of the group's not_object may stand."""
_SHORT = 3
"""Letters up to which a word is looked at by itself only, and words behind an object."""
_GERUND = frozenset(("ger",))
_RESOLVED = SPEECH - {"REJECT"}
"""Types of what is said, told with what is to be done."""
_DEEDS = frozenset(("ASSAULT", "COERCE", "RETREAT"))
_PARTICIPLE = frozenset(("part",))
_BASE = frozenset(("base",))


@dataclass(slots=True, eq=False)
class Match:
    """A pattern found in a sentence; positions are token indices. Set once, and known by its identity; in slots, as its
    fields are asked for everywhere (see parties.Party)."""

    pattern: Pattern
    start: int
    head: int
    """The verb or noun that carries the event."""
    end: int
    """One past the last word of the pattern proper."""
    object: int
    """The object word, or -1."""
    passive: bool
    verbal: bool
    tags: frozenset[str]
    """Verb forms that the head may be; empty for nouns."""
    rank: float
    """The pattern's rank, less for a participle that only describes a noun ('the emergency declared in May')."""


class Lexicon:
    """All patterns of a language. They are compiled as texts ask for them."""

    def __init__(self, language: str, rows: Sequence[Row]) -> None:
        self.language, self.rows = language, rows
        forms = Forms(language)
        self.grammar: grammar.Grammar = forms.grammar
        self.index = Index(rows, forms)
        for lemma in dict.fromkeys(
            itertools.chain.from_iterable(_VERB.findall(r.text) for r in rows if "/v" in r.text)
        ):
            forms.verb(lemma)
        g = forms.grammar
        self._clauses, self._before = g.subordinators - g.same_time, g.subordinators - g.relative - g.contrast
        """Words behind a verb, and before it, that an object word is not looked for beyond."""
        self._idioms = frozenset(
            f"{form}_{after}"
            for lemma, _, after in (idiom.partition("_") for idiom in g.idioms)
            for form in forms.verb(lemma)
        )
        self._idiomatic = frozenset(idiom.partition("_")[2] for idiom in g.idioms)
        """Two words that say something else together: 'blasted off', 'returned fire'; and the second ones."""
        self.tags: Mapping[str, frozenset[str]] = forms.tags
        """Every verb form of the patterns -> its possible tags."""
        self.ambiguous = forms.ambiguous()
        """Forms that may be noun or verb."""

    @functools.cached_property
    def patterns(self) -> tuple[Pattern, ...]:
        """All patterns, compiled. ValueError for one that is none."""
        return self.index.patterns()

    def continuing(self) -> frozenset[str]:
        """The ids of the patterns that take up an affair told before."""
        return frozenset(row.id for row in self.rows if row.group.continues)

    def match(self, tokens: Sequence[Token], *, relaxed: bool = False) -> list[Match]:
        """All matches among tokens, in order of position; overlapping ones included.

        `relaxed` waives the object words: what a verb alone suggests, for callers that must have an answer.
        """
        words = [t.lower for t in tokens]
        found = (
            self._check(*c, tokens, words, relaxed) for c in self.index.candidates(words, relaxed=relaxed, ranked=True)
        )
        return [m for m in found if m is not None]

    def find(self, sentence: Sentence) -> list[Match]:
        """All matches in a sentence, as `match`; its tokens are not made where its words alone forbid any."""
        words, out = sentence.lowers, list[Match]()
        if candidates := self.index.candidates(words):
            tokens = sentence.tokens
            for pattern, start, head, end in candidates:
                if (m := self._check(pattern, start, head, end, tokens, words, False)) is not None:
                    out.append(m)
        return out

    def _check(
        self,
        pattern: Pattern,
        start: int,
        head: int,
        end: int,
        tokens: Sequence[Token],
        words: Sequence[str],
        relaxed: bool,
    ) -> Match | None:
        """The conditions of a pattern beyond its words: part of speech, voice, object, subject."""
        g, group = self.grammar, pattern.group
        if end - start > pattern.words + 1 and self._crosses(pattern, words, start, end):
            return None
        if end < len(words) and words[end] in g.days and end - start > 1 and words[end - 1] in g.prepositions:
            return None
        if head == end - 1 and end < len(words) and words[end] in self._idiomatic and self._is_idiom(words, head):
            return None
        tags, passive, verbal = NO_TAGS, False, pattern.kind == "v"
        if verbal:
            tags = self.tags.get(words[head], NO_TAGS)
            if not self._is_verb(tokens, words, head, tags, start):
                return None
            if (
                "part" in tags
                and not pattern.objects
                and (g.is_adjective(tokens, head) or self._describes_object(tokens, words, start, end))
            ):
                return None
            if "part" in tags and end == head + 1 and self._is_governed(tokens, words, head):
                return None
            if group.event_type == "CONSULT" and self._leads_on(tokens, words, end):
                return None
            if tags == _PARTICIPLE and not pattern.objects and g.is_loose_participle(tokens, head):
                return None
            passive = "part" in tags and words[start] not in g.be and self._is_passive(tokens, words, head)
            if passive and group.active:
                return None
        elif pattern.kind == "n" and self._is_no_noun(pattern, tokens, words, head, end):
            return None
        found, reduced = -1, False
        if pattern.objects:
            found = self._object(pattern, words, start, end, backwards="part" in tags)
            if found < 0 and not relaxed:
                return None
            if found >= 0 and words[found] in g.months and tokens[found].text[0].isupper() and not is_title(tokens):
                return None  # 'joined the talks in March'
            if found > head and "part" in tags and g.is_adjective(tokens, head):
                return None  # 'the seized ship'
            if found >= end and "part" in tags and words[end] in g.by and g.to.isdisjoint(words[end:found]):
                return None  # 'the report, received by the speaker': who did it is no object
            if found > head and self._is_told(words, head, found):
                return None  # 'announced more troops have landed'
            if 0 <= found < start and not passive:
                # 'sailors released on Monday' is passive, 'the plan that the council drafted' is not
                passive = reduced = (start - found <= 1 and not self._has_object(words, end)) or self._is_apposed(
                    words, found, start, end
                )
                related = self._is_antecedent(words, found, start)
                if not reduced and not related:  # 'the ban that it imposed', 'the ban it had imposed'
                    return None
        if group.not_object and not group.not_object.isdisjoint(words[start : end + AFTER]):
            return None
        if group.subject and group.subject.isdisjoint(words[max(0, start - REACH) : start]):
            return None
        if group.not_subject and not group.not_subject.isdisjoint(words[max(0, start - REACH) : start]):
            return None
        undergone = verbal and found < 0 and end == head + 1 and g.is_undergone(words, head)
        if group.roles == "passive" or undergone or (not passive and self._befalls(pattern, tokens, words, start)):
            passive = True
        rank = pattern.rank - (REDUCED if reduced else 0.0)
        return Match(pattern, start, head, end, found, passive, verbal, tags, rank)

    def _is_idiom(self, words: Sequence[str], head: int) -> bool:
        return f"{words[head]}_{words[head + 1]}" in self._idioms

    def _befalls(self, pattern: Pattern, tokens: Sequence[Token], words: Sequence[str], start: int) -> bool:
        """Whether a phrase of violence is said of its victim: 'was | shot dead near', 'were killed in an ambush'."""
        if pattern.group.event_type not in _DEEDS or pattern.group.roles != "direct" or pattern.kind == "n":
            return False
        at = start + (words[start] in self.grammar.be)
        participle = "part" in self.tags.get(words[at], NO_TAGS)
        return participle and (at > start or (pattern.kind == "p" and self._is_passive(tokens, words, at)))

    def _crosses(self, pattern: Pattern, words: Sequence[str], start: int, end: int) -> bool:
        """Whether a gap of a pattern leads into another clause: 'cast doubt on | who called the bill'; or, in what a
        speaker says of others, denies it: 'was not part of the plot'."""
        g = self.grammar
        denied = pattern.group.roles == "speaker" and pattern.group.event_type == "ACCUSE"
        if words[end - 1] in g.to and words[end - 2] in g.owing and words[end - 2] not in pattern.text:
            return True  # 'pushed back the launch | due to rain'
        for i in range(start + 1, end - 1):
            word = words[i]
            crossed = (word in g.relative_subjects and word not in g.that) or word in g.same_time
            if crossed and word not in pattern.text and words[i - 1] not in g.prepositions:
                return True
            if denied and word in g.negation and word not in pattern.text:
                return True
        return False

    def _is_verb(
        self, tokens: Sequence[Token], words: Sequence[str], head: int, tags: frozenset[str], start: int
    ) -> bool:
        """Whether the form at head is a verb here, and not a noun, a name or half of a compound ('U.S.-backed')."""
        g = self.grammar
        if start < head and "-" in words[start:head]:
            return True  # the pattern's own hyphen: 'test-fire'
        if head and words[head - 1] == "-" and words[head] not in g.be:
            return head > 1 and words[head - 2] in g.prefixes
        if head and tokens[head].text[0].isupper() and not is_title(tokens):
            before = tokens[head - 1].text
            if before[0].isalpha() or before == ",":
                return False  # a name: 'her deputy, Sue Larsen'
        if head and words[head] in g.name_particles and tokens[head - 1].text[0].isupper():
            return False
        if tags == _GERUND and g.is_gerund_noun(tokens, head):
            return False
        if words[head] in g.have and self._is_auxiliary(words, head):
            return False
        if tags == _BASE and head and words[head] not in g.be:
            left = head - 1
            while left > 0 and (g.is_adverb(words[left]) or words[left] in g.negation):
                left -= 1
            if words[left] in g.be:
                return False  # an adjective: 'is welcome', 'is now back'
        return words[head] not in self.ambiguous or not g.is_noun(tokens, head)

    def _is_no_noun(self, pattern: Pattern, tokens: Sequence[Token], words: Sequence[str], head: int, end: int) -> bool:
        """Whether the words of a noun pattern are something else here."""
        if pattern.group.event_type in ("AID", "CONSULT") and words[end - 1] in self.grammar.to:
            return self._opens_infinitive(words, end)
        g = self.grammar
        if pattern.words > 1 and head and words[head - 1] in g.to and "compounds" in g.traits:
            return words[head] in self.ambiguous and "base" in self.tags.get(words[head], NO_TAGS)
        if pattern.group.weak and g.is_compound(tokens, head - 1):
            return False  # 'the Chilean-Peruvian talks'
        if pattern.words > 1:
            told = head and (words[head - 1] in g.nominative or words[head - 1] in g.first_person)
            return bool(told) and head == end - 2 and words[head] in self.ambiguous  # 'people that I deal with'
        if words[head].endswith(g.gerund_endings) and not g.determiners.isdisjoint(words[end : end + 1]):
            return words[head - 1] in g.be and head > 0  # 'is fighting a', but 'there is fighting in'
        return not g.is_noun(tokens, head)

    def _describes_object(self, tokens: Sequence[Token], words: Sequence[str], start: int, end: int) -> bool:
        """Whether a participle stands between a verb and its object: 'returned looted bronzes'."""
        if not start or end >= len(words) or not (len(words[end]) > 3 and tokens[end].text.islower()):
            return False
        before, g = words[start - 1], self.grammar
        if before in g.be or before in g.have or before in self.ambiguous or before in g.speech:
            return False
        return "past" in self.tags.get(before, NO_TAGS) and not (words[end] in g.opening or words[end] in g.determiners)

    def _is_governed(self, tokens: Sequence[Token], words: Sequence[str], head: int) -> bool:
        """Whether a participle describes the object of a preposition: 'power through recognised elections'."""
        g, left = self.grammar, head - 1
        while left > 0 and g.is_adverb(words[left]):
            left -= 1
        if left < 0 or words[left] not in g.prepositions or words[left] in g.subordinators:
            return False
        if words[left] in g.to and "base" in self.tags.get(words[head], NO_TAGS):
            return False
        after = words[head + 1] if head + 1 < len(words) else ""
        closed = after in g.opening or after in g.determiners or after in g.subordinators or after in g.accusative
        return len(after) > _SHORT and after.isalpha() and tokens[head + 1].text.islower() and not closed

    def _has_object(self, words: Sequence[str], end: int) -> bool:
        """Whether an object follows a verb: 'the minister sacked judges', 'the governor fired the clerk', but 'nine men
        killed hours later', 'men killed the day before'."""
        word, g = words[end] if end < len(words) else "", self.grammar
        if word in g.determiners and word not in g.that:
            after = words[end + 1 : end + _SHORT]
            return not any(w in g.periods or any(w + e in g.periods for e in g.plural_endings) for w in after)
        if len(word) < _SHORT + 1 or not word.isalpha() or not word.endswith(g.plural_endings):
            return False
        return not (word in g.periods or word in g.opening or word in g.subordinators or g.is_adverb(word))

    def _is_apposed(self, words: Sequence[str], found: int, start: int, end: int) -> bool:
        """Whether a participle follows its noun behind a comma: 'relations, broken in 1990,'."""
        if start - found != 2 or words[found + 1] != "," or end >= len(words):
            return False
        return words[end] in self.grammar.prepositions or words[end] in self.grammar.subordinators

    def _opens_infinitive(self, words: Sequence[str], at: int) -> bool:
        """Whether 'to' before `at` goes with a verb: 'used the trip to repeat its demand'."""
        tags = self.tags.get(words[at], NO_TAGS) if at < len(words) else NO_TAGS
        return "base" in tags and words[at] not in self.ambiguous

    def _leads_on(self, tokens: Sequence[Token], words: Sequence[str], at: int) -> bool:
        """Whether somebody does not go on to a place but with a verb: 'went on to | blame'."""
        if at >= len(tokens) or words[at - 2] not in self.grammar.going_on or words[at - 1] not in self.grammar.to:
            return False
        return tokens[at].text.islower() and "base" in self.tags.get(words[at], NO_TAGS)

    def _is_auxiliary(self, words: Sequence[str], head: int) -> bool:
        """Whether a form of 'have' only carries the tense of a participle: 'have not held talks'."""
        for word in words[head + 1 : head + 4]:
            if self.grammar.is_adverb(word) or word in self.grammar.negation:
                continue
            return "part" in self.tags.get(word, NO_TAGS) or word in self.grammar.passive_aux
        return False

    def _is_passive(self, tokens: Sequence[Token], words: Sequence[str], head: int) -> bool:
        """As grammar.is_passive; also the second of two participles: 'was arrested at dawn and deported'."""
        g = self.grammar
        if g.is_passive(tokens, head):
            return True
        if not head or words[head - 1] not in g.conjunctions:
            return False
        for i in range(head - 2, max(head - COORDINATED, 0), -1):
            if "part" in self.tags.get(words[i], NO_TAGS):
                comma = words[head - 1] == ","
                if comma and (words[i + 1] in g.passive_right or self._closes_relative(words, i)):
                    return False  # 'Peru, backed by Chile, accused', 'Peru, whose ships were seized, accused'
                return g.is_passive(tokens, i)
        return False

    def _closes_relative(self, words: Sequence[str], at: int) -> bool:
        """Whether a relative clause that a comma opened goes on at a word."""
        span = range(max(at - REACH, 1), at)
        return any(words[i] in self.grammar.relative and words[i - 1] == "," for i in span)

    def _object(self, pattern: Pattern, words: Sequence[str], start: int, end: int, *, backwards: bool) -> int:
        breaks, clauses, before, objects = self.grammar.hard_breaks, self._clauses, self._before, pattern.objects
        for i in range(end, min(end + REACH, len(words))):
            if words[i] in objects and not self._is_half(words, i):
                return i
            if words[i] in breaks or words[i] in clauses or (i > end and self._opens_clause(words, i)):
                break  # 'opened an inquiry after the march on the embassy' is about no embassy
            if i > end and self._joins_verb(words, i):
                break  # 'backed the cuts and criticised the judge' is about no judge
            if i > end and (words[i] in self.grammar.finite or self._is_other_phrase(pattern, words, end, i)):
                break  # 'shelved | is likely to increase', 'arms | during the talks'
        if backwards:
            said = False
            for i in range(start - 1, max(start - REACH_BACK, -1), -1):
                if words[i] in objects and not self._is_joined(words, i, start):
                    return i
                said = said or words[i] in self.grammar.that
                if words[i] in breaks or words[i] in before or (said and self._is_past(words[i])):
                    break  # 'a pact it had left when it joined', 'the staff admitted that its men had left'
        return -1

    def _is_antecedent(self, words: Sequence[str], found: int, start: int) -> bool:
        """Whether a relative clause has a noun before it for its object, and not for its subject: 'the ban that it
        imposed', 'the ban it had imposed', but 'the force which has supported'. Behind a comma some verbs take either:
        'the war, which ended'."""
        g, at = self.grammar, start - 1
        if words[found + 1] in g.subject_pronouns:
            return True
        while at > found and (words[at] in g.auxiliary or words[at] in g.adverbs or g.is_adverb(words[at])):
            at -= 1
        subject = words[at] in g.relative and words[at - 1] != ","
        return not subject and not g.relative.isdisjoint(words[found:start])

    def _is_half(self, words: Sequence[str], i: int) -> bool:
        """Whether a word stands alone that only opens a compound or a noun: 'no' of 'no-confidence'."""
        alone = "-" not in words[i : i + 2] and words[i - 1] not in self.grammar.of
        return alone and words[i] in self.grammar.negation

    def _is_other_phrase(self, pattern: Pattern, words: Sequence[str], end: int, i: int) -> bool:
        """Whether what is told meanwhile begins, or an infinitive of what a deed is for: 'left it open to meet'.

        What is said or resolved may have its object there: 'asked them to release the hostages'."""
        g = self.grammar
        if words[i] in g.meanwhile:
            return True
        if words[i] not in g.to or pattern.group.event_type in _RESOLVED or words[end - 1] in g.resolving:
            return False
        return i + 1 < len(words) and "base" in self.tags.get(words[i + 1], NO_TAGS)

    def _is_told(self, words: Sequence[str], head: int, noun: int) -> bool:
        """Whether a noun behind a verb of announcing opens a clause: 'announced more troops | have landed'."""
        g = self.grammar
        if words[head] not in g.announcing or noun + 1 >= len(words):
            return False
        return words[noun + 1] in g.noun_right and g.relative.isdisjoint(words[head:noun])

    def _joins_verb(self, words: Sequence[str], at: int) -> bool:
        """Whether a conjunction joins on another verb in the past: 'backed the cuts | and then left'."""
        g = self.grammar
        if words[at] not in g.conjunctions or words[at] == "," or at + 1 >= len(words):
            return False
        after = at + 1 + (at + 2 < len(words) and g.is_adverb(words[at + 1]))
        form = self.tags.get(words[after], NO_TAGS)
        return "past" in form and "base" not in form and words[after] not in self.ambiguous

    def _is_past(self, word: str) -> bool:
        """Whether a word is a verb of saying, or in the past."""
        form = self.tags.get(word, NO_TAGS)
        return word in self.grammar.speech or ("past" in form and "base" not in form)

    def _is_joined(self, words: Sequence[str], noun: int, verb: int) -> bool:
        """Whether a conjunction parts a noun from the verb behind it: 'picked up by officers and freed'."""
        g = self.grammar
        if words[noun + 1] not in g.conjunctions or words[noun + 1] == ",":
            return False
        return all(w in g.be or w in g.have or g.is_adverb(w) for w in words[noun + 2 : verb])

    def _opens_clause(self, words: Sequence[str], i: int) -> bool:
        """Whether a relative clause begins, or one of the same time: 'the ills that he faces as he seeks'."""
        g = self.grammar
        if words[i] in g.same_time:
            return words[i - 1] == "," or (i + 1 < len(words) and words[i + 1] in g.subject_pronouns)
        return words[i] in g.relative_subjects and words[i - 1] not in g.prepositions


_VERB = re.compile(r"([^\s|/]+)/v")
"""A verb named inside a pattern."""


@functools.cache
def load(language: str) -> Lexicon:
    """The trigger lexicon of a language, read once. FileNotFoundError where the language has none."""
    folder = resources.files("transforms.events").joinpath("lexicon", language, "triggers")
    names = sorted(e.name.removesuffix(".toml") for e in folder.iterdir() if e.name.endswith(".toml"))
    files = (tables.read(f"{language}/triggers", name) for name in names)
    return Lexicon(language, listed((entry, data["type"]) for data in files for entry in data["group"]))


def listed(groups: Iterable[tuple[Mapping[str, Any], str]]) -> list[Row]:
    """The patterns of groups, each given with its type."""
    out = []
    for entry, kind in groups:
        group = read_group(entry, kind)
        for key, letter in KINDS.items():
            out += [Row(group, letter, number, text) for number, text in enumerate(entry.get(key, ()), 1)]
    return out
