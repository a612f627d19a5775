"""The questions asked of a language's word classes: noun or verb, adjective or participle, active or passive.

In: tokens and the word classes (wordclasses.py). Out: plain answers for one position. No parser: neighbouring words
decide, which is right often enough and costs microseconds.
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from transforms.events import wordclasses
from transforms.events.model import Token
from transforms.events.wordclasses import WordClasses

QUOTES = frozenset('"“”‘«»')
HYPHENS = frozenset("-–")
LOOK_BACK = 4
"""Words between an auxiliary and its participle that are looked past."""


@dataclass(frozen=True, slots=True)
class Grammar(WordClasses):
    """The word classes of a language, and the questions asked of them."""

    def is_adverb(self, word: str) -> bool:
        """Whether a word may stand between a subject and its verb."""
        if word in self.adverbs:
            return True
        return len(word) > 4 and word.endswith(self.adverb_endings) and word not in self.no_adverbs

    def is_describing(self, word: str) -> bool:
        """Whether a word looks like an adjective."""
        return len(word) > 4 and word.endswith(self.adjective_endings) and word not in self.adjective_exceptions

    def is_compound(self, tokens: Sequence[Token], i: int) -> bool:
        """Whether two names with a hyphen between them end at position i: 'Chilean-Peruvian'."""
        if i < 2 or tokens[i - 1].text not in HYPHENS or tokens[i].start != tokens[i - 2].end + 1:
            return False
        return tokens[i - 2].text[0].isupper() and tokens[i].text[0].isupper()

    def is_noun(self, tokens: Sequence[Token], i: int) -> bool:
        """Whether a form that may be noun or verb ('visits', 'strike') is a noun at position i."""
        left = i - 1
        while left >= 0 and self.is_adverb(tokens[left].lower):
            left -= 1
        following = tokens[i + 1] if i + 1 < len(tokens) else None
        if left >= 0:
            previous = tokens[left].lower
            if previous in self.verb_left and (previous in self.to or previous not in self.prepositions):
                return False  # but 'without charge'
            if previous in self.noun_left or (left == i - 1 and (previous == "-" or previous[0].isdigit())):
                return True
            if left == i - 1 and (self.is_describing(previous) or previous in self.compounding):
                return True
        if following is None:
            return left < 0
        if following.lower in self.noun_right or following.lower in self.possessive:
            return True
        if left < 0:
            return following.lower not in self.determiners
        if "compounds" not in self.traits:
            return False  # 'Perú condena', 'los países visitan'
        before = tokens[left]
        plural = before.lower.endswith(self.plural_endings) or before.lower in self.plurals
        third = tokens[i].lower.endswith(self.plural_endings)
        if third and following.lower in self.passive_right and before.lower not in self.subject_pronouns:
            return True  # 'after the rebel attacks of May', 'two raids by'
        if (
            third
            and before.text[0].isupper()
            and (
                following.lower in self.speech
                or (
                    len(following.text) > 4
                    and following.text.endswith(self.finite_endings)
                    and following.text.islower()
                )
            )
        ):
            return True  # 'the Swiss hosts asked'
        if third and left > 0 and before.text.islower() and tokens[left - 1].lower in self.prepositions:
            return True  # 'pleaded guilty to perjury charges'
        if third and left > 0 and (tokens[left - 1].lower in self.negation or tokens[left - 1].lower in self.do):
            return True  # 'did not answer calls'
        if (
            not third
            and left > 1
            and before.text[0].isupper()
            and tokens[left - 1].lower in self.conjunctions
            and tokens[left - 2].text[0].isupper()
            and (following.lower in self.prepositions or self.is_adverb(following.lower))
        ):
            return False  # 'Ghana and Togo meet again'
        past = left > 1 and tokens[left - 1].text.islower() and tokens[left - 1].lower.endswith(self.finite_endings)
        if third and past and before.text.islower() and tokens[left - 2].lower not in self.determiners:
            return True  # 'hit several rebel posts in'
        told = third and left > 0 and before.text.islower() and len(before.text) > 4
        if told and before.text.endswith(self.finite_endings) and tokens[left - 1].lower not in self.determiners:
            return True  # 'the minister dismissed calls for'
        if following.lower in self.determiners:
            # 'leaders back the plan', but 'walked back the plan'
            return not third and not plural and before.text.islower() and before.lower not in self.conjunctions
        if third and tokens[i].lower in self.acts.deeds:
            verb = len(following.text) > 4 and following.lower.endswith(self.finite_endings)
            if verb or following.lower in self.acts.harms or following.lower in self.acts.assailing:
                return True  # 'air raids against', 'rocket attacks killed'
        if following.lower in self.prepositions:
            return not ((before.text[:1].isupper() and third) or plural != third)
        if following.lower in (",", "."):
            # 'the deadly Lima attacks', 'the Lima attacks'
            return before.text.islower() or (third and left > 0 and self._opens_name(tokens[left - 1].lower))
        # 'leaders visit Rome', 'the king visits Rome'; but 'a free trade zone'
        return False if third else not (plural or before.lower in self.conjunctions)

    def _opens_name(self, word: str) -> bool:
        """Whether a word before a name makes it one of the words before a noun: 'the Lima strikes'."""
        return word in self.determiners or word in self.compounding or self.is_describing(word)

    def is_adjective(self, tokens: Sequence[Token], i: int) -> bool:
        """Whether the participle at i only describes a noun or is one: 'the detained sailors', 'the deported'."""
        if i == 0:
            return False
        left = i - 1
        while left > 0 and self.is_adverb(tokens[left].lower):
            left -= 1
        previous = tokens[left].lower
        if previous == "," and i + 1 < len(tokens) and tokens[i + 1].text.isalpha() and tokens[i + 1].text.islower():
            # 'in a formal, agreed manner'
            opened = left > 1 and tokens[left - 2].lower in self.determiners
            after = tokens[i + 1].lower
            return opened and after not in self.opening and after not in self.determiners
        if i + 1 < len(tokens) and tokens[i + 1].lower in self.determiners:
            return previous in self.articles  # 'a proposed new tax', but 'the two lifted the ban'
        if previous in self.that and left and tokens[left - 1].text.isalpha():
            before = tokens[left - 1].lower
            if not (before in self.linking or before in self.speech or before in self.determiners):
                return False  # 'the bombing that killed nine', but 'of that seized ship'
        if previous in self.floating and left and tokens[left - 1].lower in self.auxiliary:
            return False  # 'have both urged Peru'
        if previous in self.ordinals and left:
            before = tokens[left - 1].lower
            return before in self.determiners or before in self.possessive or before in self.prepositions
        joined = left and tokens[left - 1].lower in self.auxiliary  # 'has since locked up'
        if previous in self.prepositions and previous not in self.to and i + 1 < len(tokens) and not joined:
            noun = tokens[i + 1].text
            return noun.isalpha() and noun.islower() and noun not in self.opening  # 'of jailed men'
        return previous in self.determiners or previous in self.possessive

    def is_loose_participle(self, tokens: Sequence[Token], i: int) -> bool:
        """Whether the participle at i has neither auxiliary nor agent, where it can tell of an event only with one."""
        if "strict_participles" not in self.traits or i == 0:
            return False
        if i + 1 < len(tokens) and tokens[i + 1].lower in self.passive_right:
            return False
        if tokens[i - 1].lower in self.conjunctions:
            return False
        return not any(w in self.have or w in self.passive_aux for w in self.verb_group(tokens, i))

    def is_gerund_noun(self, tokens: Sequence[Token], i: int) -> bool:
        """Whether an -ing form at i is a noun: 'a shooting in', 'the fighting'."""
        if i == 0:
            return False
        previous = tokens[i - 1].lower
        return previous in self.determiners or previous in self.possessive or self.is_describing(previous)

    def is_passive(self, tokens: Sequence[Token], i: int) -> bool:
        """Whether the participle at i is passive: 'was freed', 'being freed', 'sailors freed by'."""
        direct = i + 1 < len(tokens) and tokens[i + 1].lower in self.passive_right
        if direct and tokens[i + 1].lower in self.by:
            direct = self.conveyances.isdisjoint([t.lower for t in tokens[i + 2 : i + 4]])
        if direct and not (tokens[i].lower in self.foretelling and tokens[i + 1].lower in self.of):
            return not (i and tokens[i - 1].lower in self.have)
        left = i - 1
        if left > 0 and tokens[left].text == "-":
            left -= 2  # 'was re-opened'
        for _ in range(LOOK_BACK):
            if left < 0:
                return False
            word = tokens[left].lower
            if word in self.passive_aux:
                return True
            if not (self.is_adverb(word) or word in self.negation or word in self.floating):
                return False
            left -= 1
        return False

    def is_undergone(self, words: Sequence[str], head: int) -> bool:
        """Whether a verb at `head` that takes an object has none, nor an auxiliary, and so tells of the noun before it:
        'a Peruvian suspect detained in connection with', 'the troops killed there', but not 'who killed in rage'."""
        if words[head] not in self.acts.undergone or not 0 < head < len(words) - 1:
            return False
        before, after, least = words[head - 1], words[head + 1], words[head + 2 : head + 3]
        noun = before.isalpha() and not (before in self.linking or before in self.auxiliary or self.is_adverb(before))
        where = after in self.prepositions - self.to and self.acts.measures.isdisjoint(least)  # 'killed at least nine'
        closed = where or after in self.acts.yonder or after in self.days or after in ".,;"
        return noun and closed and before not in self.subject_pronouns | self.relative | self.adverbs

    def is_infinitive(self, tags: frozenset[str]) -> bool:
        """Whether a form with these tags is an infinitive by itself, with no 'to' before it."""
        return "base" in tags and len(tags) == 1 and "bare_infinitive" in self.traits

    def verb_group(self, tokens: Sequence[Token], head: int, limit: int = 8) -> tuple[str, ...]:
        """The auxiliaries, negations, adverbs and 'to' before a verb, from right to left."""
        out: list[str] = []
        left, auxiliary, adverbs = head - 1, self.auxiliary, self.adverbs
        while left >= 0 and len(out) < limit:
            word = tokens[left].lower
            if word in QUOTES:  # 'is “working with', 'will “never” sign'
                left -= 1
                continue
            if word not in auxiliary and word not in adverbs and not self.is_adverb(word):
                break
            out.append(word)
            left -= 1
        return tuple(out)


@functools.cache
def load(language: str) -> Grammar:
    """The grammar of a language, read once."""
    return Grammar(**wordclasses.lists(language))
