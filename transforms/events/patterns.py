"""The pattern language of the trigger lexicon: the line of a pattern in, its words in all their forms out.

A pattern is words in order:

    meet with         verbs: the first word is a lemma and stands for all its forms
    visit to          nouns: the last word that is no preposition is a lemma, singular or plural
    be/v willing to   phrases: literal words; /v and /n mark lemmas
    a|b               either; @name a list of words.toml; word? optional
    _                 up to 3 words between; ~N up to N
    lift > ban|siege  an object word, singular or plural, within 10 words after the verb; before it where it is passive

Patterns stand in groups (lexicon/<language>/triggers/<type>.toml, one file per event type), which share their options:
see `Group`. The id of a pattern is group.kind.number, kind v, n or p; numbers follow the file, so append.
"""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from transforms.events import grammar, inflect, tables
from transforms.records import Status

GAP = 3
"""Words that `_` may stand for."""
KINDS = {"verbs": "v", "nouns": "n", "phrases": "p"}
"""Keys of a group that hold patterns -> the letter in their ids."""
NO_TAGS: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Group:
    """The options that the patterns of one group share."""

    id: str
    event_type: str
    mode: str | None
    roles: str
    """direct: subject acts on object; mutual: all act together; reverse: the subject is acted upon; passive: the same,
    the agent after 'by'; host: the subject receives the others; speaker: who is quoted acts on the subject."""
    operator: bool
    """What stands in the complement is not reported as having happened ("urged X to withdraw")."""
    priority: int
    """Higher wins over overlapping patterns."""
    subject: frozenset[str]
    """Words of which one must stand before."""
    not_subject: frozenset[str]
    """Words of which none may stand before: floods kill, too."""
    not_object: frozenset[str]
    """Words of which none may stand in the match or shortly after."""
    status: Status | None
    """Stated by the words themselves ("planned visit")."""
    relation: str | None
    """The type to answer where the relation of a given pair is asked for, if older readings of PLOVER differ."""
    continues: bool
    """Takes up an affair told before: a side that the sentence does not name may be taken from there (memory.py)."""
    weak: bool
    """Counts only where both actors are found."""
    genitive: bool
    """The name after 'of' is who acts, not upon whom: 'the march of the miners', where a noun's 'of' usually means
    its object ('the arrest of the miners')."""
    active: bool
    """Not in the passive: 'expects Peru to pay' asks, 'Peru is expected to pay' foresees."""
    yields: bool
    """An operator that governs nothing where its sides are not named: 'it had to suspend payments' tells a deed."""
    why: str
    example: str
    """A sentence of ours that the group must code as its type: a test."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern of the lexicon."""

    id: str
    kind: str
    """v, n or p."""
    text: str
    group: Group
    objects: frozenset[str]
    words: int
    """Literal words, a measure of how much the pattern asks for."""
    rank: float
    """Precedence among overlapping patterns: stated priority first, then how much is asked for."""


class Row(NamedTuple):
    """A pattern as its file has it."""

    group: Group
    kind: str
    number: int
    text: str

    @property
    def id(self) -> str:
        """group.kind.number"""
        return f"{self.group.id}.{self.kind}.{self.number}"


class Parsed(NamedTuple):
    """A pattern taken apart; what its words are in the text is still to be asked (`Forms`)."""

    elements: tuple[str, ...]
    """Words, alternatives and gaps in order, lemmas marked."""
    head: int
    """The element that carries the event."""
    objects: str


def gap(element: str) -> int | None:
    """How many words a gap may stand for; None for any other element."""
    if element[0] == "~":
        return int(element[1:])
    return GAP if element == "_" else None


class Forms:
    """The pattern language of one language: patterns taken apart, and their words in all forms."""

    def __init__(self, language: str) -> None:
        self.inflection = inflect.load(language)
        self.grammar = grammar.load(language)
        self.tags: dict[str, frozenset[str]] = {}
        """Every verb form met -> its possible tags."""
        self._words = tables.read(language, "words")
        self._after_noun = self.grammar.prepositions | self.grammar.that | self.grammar.determiners
        self._lists: dict[str, frozenset[str]] = {}
        self._verbs: dict[str, tuple[str, ...]] = {}
        self._elements: dict[str, frozenset[str]] = {}
        """The forms of every element met: most stand in many patterns."""
        self._objects: dict[str, frozenset[str]] = {}

    def parse(self, row: Row) -> Parsed:
        """Take a pattern apart. ValueError, with the pattern, where it is not of the language above."""
        sequence, _, objects = row.text.partition(" > ")
        elements = sequence.split()
        if not elements or elements[0][0] in "_~" or elements[0] == "@" or elements[0][-1] == "?":
            raise ValueError(f"{row.group.id}: a pattern begins with a word: {row.text!r}")
        gaps = [gap(element) is not None for element in elements] if "_" in sequence or "~" in sequence else [False]
        if gaps[-1] or any(one and next_one for one, next_one in itertools.pairwise(gaps)):
            raise ValueError(f"{row.group.id}: a gap stands between two words: {row.text!r}")
        if " " in objects or ">" in elements:
            raise ValueError(f"{row.group.id}: an object is one word: {row.text!r}")
        head = 0
        if row.kind == "v":
            head = 1 if self._is_modifier(elements) else 0
            elements[head] += "/v"
        elif row.kind == "n":
            head = self._noun_head(elements)
            if not elements[head].endswith(self.grammar.plural_endings):
                elements[head] += "/n"
        return Parsed(tuple(elements), head, objects)

    def first(self, row: Row) -> str:
        """The first element of a pattern as `parse` has it, for less."""
        word = row.text.partition(" ")[0]
        plain = word[:1].isalnum() and word[-1] != "?"
        if plain and row.kind == "p":
            return word
        if plain and row.kind == "v" and not self._modifies(word):
            return word + "/v"
        return self.parse(row).elements[0]

    def elements(self, row: Row) -> tuple[Sequence[str], str]:
        """The elements and object words of a pattern as `parse` has them, the first one without its mark, for less."""
        sequence, _, objects = row.text.partition(" > ")
        elements = sequence.split()
        if row.kind == "n" or (row.kind == "v" and self._modifies(elements[0])):
            elements = list(self.parse(row).elements)
        return elements, objects

    def compile(self, row: Row, parsed: Parsed) -> Pattern:
        """The pattern of a row."""
        group, elements = row.group, parsed.elements
        words = len([e for e in elements if not (e == "_" or e[0] == "~" or e[-1] == "?")])
        objects = self.objects(parsed.objects)
        rank = group.priority + words + (1.5 if objects else 0.0)
        return Pattern(row.id, row.kind, row.text, group, objects, words, rank)

    def of(self, element: str) -> frozenset[str]:
        """The forms of an element, lower case; those with hyphens are several tokens."""
        known = self._elements.get(element)
        if known is None:
            known = self._elements[element] = self._expanded(element)
        return known

    def objects(self, text: str) -> frozenset[str]:
        """The forms of the object words, singular and plural; of words with a hyphen the part before it."""
        known = self._objects.get(text)
        if known is None:
            out: set[str] = set()
            for word in text.split("|") if text else ():
                if word[:1] == "@":
                    out |= self.listed(word[1:])
                else:
                    # 'bans' may be a verb of its own: 'the bill, drafted in May, bans'
                    plain = "/" in word or word in self.grammar.noun_verbs
                    forms = self.of(word) if plain else self.inflection.noun(word)
                    out |= {form.lower().split("-")[0] for form in forms}
            known = self._objects[text] = frozenset(out)
        return known

    def listed(self, name: str) -> frozenset[str]:
        """The forms of a list of words.toml. KeyError where there is none."""
        known = self._lists.get(name)
        if known is None:
            forms = self.inflection.noun
            known = self._lists[name] = frozenset(form for word in self._words[name] for form in forms(word))
        return known

    def verb(self, lemma: str) -> tuple[str, ...]:
        """The forms of a verb; their tags are taken down."""
        forms = self._verbs.get(lemma)
        if forms is None:
            tagged = self.inflection.verb(lemma)
            for form, tags in tagged.items():
                last = form.rpartition("-")[2]
                self.tags[last] = self.tags.get(last, NO_TAGS) | tags
            forms = self._verbs[lemma] = tuple(tagged)
        return forms

    def ambiguous(self) -> frozenset[str]:
        """The base and third-person forms of verbs that are also nouns."""
        out: set[str] = set(self.grammar.noun_forms)
        for lemma in self.grammar.noun_verbs:
            for form, tags in self.inflection.verb(lemma).items():
                if tags & {"base", "third"} and not tags & {"past", "part"}:
                    out.add(form)
        return frozenset(out)

    def _is_modifier(self, elements: Sequence[str]) -> bool:
        """Whether a verb pattern begins with an adverb or 'not': 'formally sign', but 'rally behind'."""
        first, *rest = elements
        if not rest or rest[0][0] in "_~@" or rest[0] in self.grammar.prepositions:
            return False
        return self._modifies(first)

    def _modifies(self, word: str) -> bool:
        if word in self.grammar.negation:
            return True
        known = word in self.inflection.irregular or word in self.grammar.no_adverbs  # 'rally'
        return word.endswith(self.grammar.adverb_endings) and not known

    def _noun_head(self, elements: Sequence[str]) -> int:
        for n in range(1, len(elements)):
            word = elements[n]
            if word[0] in "_~" or word in self._after_noun:
                return n - 1
        return len(elements) - 1

    def _expanded(self, element: str) -> frozenset[str]:
        out: set[str] = set()
        for part in element.split("|"):
            word, _, mark = part.partition("/")
            if word.startswith("@"):
                out |= self.listed(word[1:])
            elif mark == "v":
                out.update(self.verb(word))
            elif mark == "n":
                out |= self.inflection.noun(word)
            else:
                out.add(word)
                if word in self.grammar.contracted:
                    out |= self.grammar.negated_verbs
        return frozenset(map(str.lower, out))


def read_group(data: Mapping[str, Any], event_type: str) -> Group:
    unknown = set(data) - set(Group.__slots__) - set(KINDS)
    if unknown:
        raise ValueError(f"{data['id']}: unknown keys {', '.join(sorted(unknown))}")
    return Group(
        id=data["id"],
        event_type=event_type,
        mode=data.get("mode"),
        roles=data.get("roles", "direct"),
        operator=data.get("operator", False),
        priority=data.get("priority", 0),
        subject=frozenset(data.get("subject", ())),
        not_subject=frozenset(data.get("not_subject", ())),
        not_object=frozenset(data.get("not_object", ())),
        status=data.get("status"),
        relation=data.get("relation"),
        continues=data.get("continues", False),
        weak=data.get("weak", False),
        genitive=data.get("genitive", False),
        active=data.get("active", False),
        yields=data.get("yields", False),
        why=data["why"],
        example=data["example"],
    )
