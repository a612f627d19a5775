"""The pattern language of the trigger lexicon, and its compiler: patterns in, one automaton over words out.

A pattern is words in order:

    meet with         verbs: the first word is a lemma and stands for all its forms
    visit to          nouns: the last word that is no preposition is a lemma, singular or plural
    be/v willing to   phrases: literal words; /v and /n mark lemmas
    a|b               either; @name a list of words.toml; word? optional
    _                 up to 3 words between; ~N up to N
    lift > ban|siege  an object word within 10 words after the verb, or before it where the verb is passive; /n as above

Patterns stand in groups (lexicon/<language>/triggers/<type>.toml, one file per event type), which share their options:
see `Group`. The id of a pattern is group.kind.number, kind v, n or p; numbers follow the file, so append.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

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

    @property
    def rank(self) -> float:
        """Precedence among overlapping patterns: stated priority first, then how much is asked for."""
        return self.group.priority + self.words + (1.5 if self.objects else 0.0)


class Node:
    __slots__ = ("ends", "gaps", "next")

    def __init__(self) -> None:
        self.next: dict[str, list[Node]] = {}
        self.gaps: list[tuple[int, Node]] = []
        self.ends: list[tuple[Pattern, int]] = []


class Compiler:
    """Builds the automaton; equal beginnings share their nodes, so that loading stays fast."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.inflection = inflect.load(language)
        self.grammar = grammar.load(language)
        self.lists = {
            name: frozenset(form for word in words for form in self.inflection.noun(word))
            for name, words in tables.read(language, "words").items()
        }
        self._after_noun = (self.grammar.prepositions, self.grammar.that, self.grammar.determiners)
        self.root = Node()
        self.tags: dict[str, frozenset[str]] = {}
        self._steps: dict[tuple[int, str], Node] = {}
        self._verbs: dict[str, tuple[str, ...]] = {}
        self._elements: dict[str, frozenset[str]] = {}
        """The forms of every element met: most stand in many patterns."""

    def add(self, group: Group, kind: str, number: int, text: str) -> Pattern:
        """Compile one pattern. ValueError, with the pattern, where it is not of the language above."""
        sequence, _, objects = text.partition(" > ")
        elements = sequence.split()
        if not elements or elements[0] in ("_", "@") or elements[0].startswith("~"):
            raise ValueError(f"{group.id}: a pattern begins with a word: {text!r}")
        head = 0
        if kind == "v":
            head = 1 if self._is_modifier(elements) else 0
            elements[head] += "/v"
        elif kind == "n":
            head = self._noun_head(elements)
            if not elements[head].endswith(self.grammar.plural_endings):
                elements[head] += "/n"
        literal = sum(not (e == "_" or e.startswith("~") or e.endswith("?")) for e in elements)
        pattern = Pattern(f"{group.id}.{kind}.{number}", kind, text, group, self._objects(objects), literal)
        nodes = [self.root]
        for element in elements:
            nodes = self._step(nodes, element)
        # Tokens before the head: its own position, and two more for each hyphen up to it ('test - fire').
        offset = head + 2 * sum(e.count("-") for e in elements[: head + 1]) if kind != "p" else 0
        for node in nodes:
            node.ends.append((pattern, offset))
        return pattern

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
        return first in self.grammar.negation or first.endswith(self.grammar.adverb_endings)

    def _noun_head(self, elements: Sequence[str]) -> int:
        for n in range(1, len(elements)):
            word = elements[n]
            if word[0] in "_~" or any(word in words for words in self._after_noun):
                return n - 1
        return len(elements) - 1

    def _objects(self, text: str) -> frozenset[str]:
        out: set[str] = set()
        for word in text.split("|") if text else ():
            if word.startswith("@"):
                out |= self.lists[word[1:]]
            else:
                out |= {form.split("-")[0] for form in self._forms(word)}
        return frozenset(out)

    def _step(self, nodes: list[Node], element: str) -> list[Node]:
        if element == "_" or element.startswith("~"):
            longest = GAP if element == "_" else int(element[1:])
            return [self._gap(node, longest) for node in nodes]
        optional = element.endswith("?")
        out: list[Node] = list(nodes) if optional else []
        for node in nodes:
            out.extend(self._word(node, element.rstrip("?")))
        return out

    def _gap(self, node: Node, longest: int) -> Node:
        key = (id(node), f"~{longest}")
        beyond = self._steps.get(key)
        if beyond is None:
            beyond = self._steps[key] = Node()
            node.gaps.append((longest, beyond))
        return beyond

    def _word(self, node: Node, element: str) -> list[Node]:
        """The nodes after an element; one, unless alternatives have several words (hyphens are tokens)."""
        key = (id(node), element)
        known = self._steps.get(key)
        if known is None:
            known = self._steps[key] = Node()
            for form in self._forms(element):
                self._path(node, form, known)
        return [known]

    def _path(self, node: Node, form: str, target: Node) -> None:
        words = form.split("-") if "-" in form and form != "-" else [form]
        if len(words) == 1:
            node.next.setdefault(form, []).append(target)
            return
        for word in words[:-1]:
            for piece in (word, "-"):
                step = Node()
                node.next.setdefault(piece, []).append(step)
                node = step
        node.next.setdefault(words[-1], []).append(target)

    def _forms(self, element: str) -> frozenset[str]:
        known = self._elements.get(element)
        if known is None:
            known = self._elements[element] = self._expanded(element)
        return known

    def _expanded(self, element: str) -> frozenset[str]:
        out: set[str] = set()
        for part in element.split("|"):
            word, _, mark = part.partition("/")
            if word.startswith("@"):
                out |= self.lists[word[1:]]
            elif mark == "v":
                out |= self._verb(word)
            elif mark == "n":
                out |= self.inflection.noun(word)
            else:
                out.add(word)
        return frozenset(map(str.lower, out))

    def _verb(self, lemma: str) -> set[str]:
        forms = self._verbs.get(lemma)
        if forms is None:
            tagged = self.inflection.verb(lemma)
            for form, tags in tagged.items():
                last = form.rpartition("-")[2]
                self.tags[last] = self.tags.get(last, NO_TAGS) | tags
            forms = self._verbs[lemma] = tuple(tagged)
        return set(forms)


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
        why=data["why"],
        example=data["example"],
    )
