"""Closed word classes of a language and the three questions asked of them: noun or verb, active or passive, how far.

In: tokens and lexicon/<language>/grammar.toml. Out: plain answers for one position. No parser: neighbouring words
decide, which is right often enough and costs microseconds.
"""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from transforms.events import tables
from transforms.events.model import Token

LOOK_BACK = 4
"""Words between an auxiliary and its participle that are looked past."""


@dataclass(frozen=True, slots=True)
class Grammar:
    """The word classes; each name is a list of grammar.toml."""

    be: frozenset[str]
    passive_aux: frozenset[str]
    have: frozenset[str]
    modals: frozenset[str]
    future: frozenset[str]
    conditional: frozenset[str]
    negation: frozenset[str]
    negated_verbs: frozenset[str]
    do: frozenset[str]
    determiners: frozenset[str]
    prepositions: frozenset[str]
    subject_pronouns: frozenset[str]
    relative: frozenset[str]
    adverbs: frozenset[str]
    subordinators: frozenset[str]
    hard_breaks: frozenset[str]
    possessive: frozenset[str]
    conjunctions: frozenset[str]
    by: frozenset[str]
    passive_right: frozenset[str]
    """Words that directly after a participle make it passive: 'sailors freed by', 'accused of'."""
    to: frozenset[str]
    of: frozenset[str]
    between: frozenset[str]
    with_: frozenset[str]
    that: frozenset[str]
    noun_verbs: frozenset[str]
    adjective_exceptions: frozenset[str]
    prefixes: frozenset[str]
    """Halves of compounds that are verbs all the same: 're-opened'."""
    plurals: frozenset[str]
    """Plural nouns without -s."""
    speech: frozenset[str]
    """Verbs of saying, all forms."""
    inverted: frozenset[str]
    """Verbs of saying that their subject may follow: 'said Kerry'."""
    according: frozenset[str]
    locative: frozenset[str]
    """Prepositions of places and times."""
    towards: frozenset[str]
    """Prepositions of the one acted upon."""
    first_person: frozenset[str]
    """Words for a quoted speaker and those he speaks for."""
    conditions: frozenset[str]
    """Subordinators whose clause still belongs to what is warned of or asked for: 'warned that it would, if ...'."""
    same_time: frozenset[str]
    """Subordinators whose clause happens when its main clause does: 'ended in April, when he was seized'."""
    frontiers: frozenset[str]
    """Nouns that two names joined by a hyphen describe: 'the Chad-Niger border'."""
    told: frozenset[str]
    """Words before a newsroom's name that make it the one spoken to or quoted: 'told Reuters', 'calls from AFP'."""
    purposes: frozenset[str]
    """Prepositions that make the noun after them a topic or a time of the clause, not its act: 'talks over a raid'."""
    finite: frozenset[str]
    """Auxiliaries, modals and verbs of saying: what shows a finite verb that no trigger is."""
    opening: frozenset[str]
    """Words that open another phrase: prepositions and conjunctions."""
    linking: frozenset[str]
    """Words that cannot stand inside one noun phrase."""
    adjective_endings: tuple[str, ...]
    adverb_endings: tuple[str, ...]
    borders: Mapping[str, float]
    """What crossing a word costs an actor on the far side; 1 is a border between clauses."""
    verb_left: frozenset[str]
    """Words after which an ambiguous form is a verb: to, modals, pronouns, negation."""
    noun_left: frozenset[str]
    """Words after which it is a noun: determiners, possessives, prepositions."""
    noun_right: frozenset[str]
    """Words before which it is a noun: auxiliaries, modals."""

    def is_adverb(self, word: str) -> bool:
        """Whether a word may stand between a subject and its verb."""
        return word in self.adverbs or (len(word) > 4 and word.endswith(self.adverb_endings))

    def is_describing(self, word: str) -> bool:
        """Whether a word looks like an adjective."""
        return len(word) > 4 and word.endswith(self.adjective_endings) and word not in self.adjective_exceptions

    def is_noun(self, tokens: Sequence[Token], i: int) -> bool:
        """Whether a form that may be noun or verb ('visits', 'strike') is a noun at position i."""
        left = i - 1
        while left >= 0 and self.is_adverb(tokens[left].lower):
            left -= 1
        following = tokens[i + 1] if i + 1 < len(tokens) else None
        if left >= 0:
            previous = tokens[left].lower
            if previous in self.verb_left:
                return False
            if previous in self.noun_left or (left == i - 1 and (previous == "-" or previous[0].isdigit())):
                return True
            if left == i - 1 and self.is_describing(previous):
                return True
        if following is None:
            return left < 0
        if following.lower in self.noun_right or following.lower in self.possessive:
            return True
        if left < 0:
            return following.lower not in self.determiners
        before = tokens[left]
        plural = before.lower.endswith("s") or before.lower in self.plurals
        third = tokens[i].lower.endswith("s")
        if (
            third
            and before.text[0].isupper()
            and (
                following.lower in self.speech
                or (len(following.text) > 4 and following.text.endswith("ed") and following.text.islower())
            )
        ):
            return True  # 'the Swiss hosts asked'
        if third and left > 0 and before.text.islower() and tokens[left - 1].lower in self.prepositions:
            return True  # 'pleaded guilty to perjury charges'
        if following.lower in self.determiners:
            # 'leaders back the plan', but 'walked back the plan'
            return not third and not plural and before.text.islower() and before.lower not in self.conjunctions
        if following.lower in self.prepositions:
            return not ((before.text[:1].isupper() and third) or plural != third)
        if following.lower in (",", "."):
            return before.text.islower()
        # 'leaders visit Rome', 'the king visits Rome'; but 'a free trade zone'
        return False if third else not (plural or before.lower in self.conjunctions)

    def is_adjective(self, tokens: Sequence[Token], i: int) -> bool:
        """Whether the participle at i only describes a noun or is one: 'the detained sailors', 'the deported'."""
        if i == 0:
            return False
        left = i - 1
        while left > 0 and self.is_adverb(tokens[left].lower):
            left -= 1
        previous = tokens[left].lower
        return previous in self.determiners or previous in self.possessive

    def is_gerund_noun(self, tokens: Sequence[Token], i: int) -> bool:
        """Whether an -ing form at i is a noun: 'a shooting in', 'the fighting'."""
        if i == 0:
            return False
        previous = tokens[i - 1].lower
        return previous in self.determiners or previous in self.possessive or self.is_describing(previous)

    def is_passive(self, tokens: Sequence[Token], i: int) -> bool:
        """Whether the participle at i is passive: 'was freed', 'being freed', 'sailors freed by'."""
        if i + 1 < len(tokens) and tokens[i + 1].lower in self.passive_right:
            return not (i and tokens[i - 1].lower in self.have)
        left = i - 1
        for _ in range(LOOK_BACK):
            if left < 0:
                return False
            word = tokens[left].lower
            if word in self.passive_aux:
                return True
            if not (self.is_adverb(word) or word in self.negation):
                return False
            left -= 1
        return False

    def verb_group(self, tokens: Sequence[Token], head: int, limit: int = 8) -> tuple[str, ...]:
        """The auxiliaries, negations, adverbs and 'to' before a verb, from right to left."""
        out: list[str] = []
        left = head - 1
        while left >= 0 and len(out) < limit:
            word = tokens[left].lower
            if not (
                word in self.be
                or word in self.have
                or word in self.modals
                or word in self.negation
                or word in self.negated_verbs
                or word in self.do
                or word in self.to
                or self.is_adverb(word)
            ):
                break
            out.append(word)
            left -= 1
        return tuple(out)


@functools.cache
def load(language: str) -> Grammar:
    """The grammar of a language, read once."""
    words = {name: str(value).split() for name, value in tables.read(language, "grammar").items()}
    sets = {name: frozenset(value) for name, value in words.items()}
    possessive = sets["possessive"]
    return Grammar(
        **{name: sets[name] for name in Grammar.__slots__ if name in sets and not name.endswith("_endings")},
        with_=sets["with"],
        finite=sets["be"] | sets["have"] | sets["modals"] | sets["speech"],
        opening=sets["prepositions"] | sets["conjunctions"],
        linking=frozenset().union(
            *(
                sets[name]
                for name in ("prepositions", "conjunctions", "possessive", "be", "have", "modals", "negated_verbs")
            )
        ),
        adjective_endings=tuple(words["adjective_endings"]),
        adverb_endings=tuple(words["adverb_endings"]),
        borders=dict.fromkeys(sets["that"], 0.6)
        | dict.fromkeys(sets["subordinators"] | sets["relative"] - sets["that"], 0.9)
        | dict.fromkeys(sets["hard_breaks"], 1.2)
        | {",": 0.25},
        verb_left=sets["to"]
        | sets["modals"]
        | sets["subject_pronouns"]
        | sets["negation"]
        | sets["negated_verbs"]
        | sets["do"],
        noun_left=sets["determiners"] | possessive | sets["prepositions"] - sets["to"],
        noun_right=sets["be"] | sets["modals"] | sets["have"] | sets["negated_verbs"],
    )
