"""The trigger lexicon: patterns as data, compiled into one automaton over words, matched against a sentence's tokens.

In: lexicon/<language>/triggers/*.toml (one file per event type) and words.toml. Out: `Match` values, nothing about actors.

The pattern language. A group of patterns shares its options; a pattern is words in order:
    meet with         verbs: the first word is a lemma and stands for all its forms
    visit to          nouns: the last word that is no preposition is a lemma, singular or plural
    be/v willing to   phrases: literal words; /v and /n mark lemmas
    a|b               either; @name a list of words.toml; word? optional
    _                 up to 3 words between; ~N up to N
    lift > ban|siege  an object word within 10 words after the verb, or before it where the verb is passive
Options of a group: mode; roles (direct: subject acts on object; mutual: all act together; reverse: the subject is acted
upon; passive: the same, the agent after 'by'; host: the subject receives the others; speaker: who is quoted acts on
the subject); operator (what stands in its complement is not reported as having happened);
priority (higher wins over overlapping patterns); subject, not_object (words required before or forbidden after); status;
relation (the type to answer where the relation of a given pair is asked for); weak (needs both actors); why, example.
The id of a pattern is group.kind.number, kind v, n or p.
"""

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any, NamedTuple

from transforms.events import grammar, inflect, tables
from transforms.events.model import Token
from transforms.events.text import tokenize

GAP = 3
"""Words that `_` may stand for."""
REACH = 10
"""Words between a verb and its object word."""
REACH_BACK = 14
"""Words between a passive verb and the object word before it."""
REDUCED = 3.0
"""Rank that a describing participle loses."""
COORDINATED = 12
"""Words between two participles that share an auxiliary."""
_TITLE_SHARE = 0.6
_KINDS = {"verbs": "v", "nouns": "n", "phrases": "p"}


@dataclass(frozen=True, slots=True)
class Group:
    """The options that the patterns of one group share."""

    id: str
    event_type: str
    mode: str | None
    roles: str
    operator: bool
    priority: int
    subject: frozenset[str]
    not_object: frozenset[str]
    status: str | None
    relation: str | None
    weak: bool
    why: str
    example: str


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


class Match(NamedTuple):
    """A pattern found in a sentence; positions are token indices."""

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


class _Node:
    __slots__ = ("ends", "gaps", "next")

    def __init__(self) -> None:
        self.next: dict[str, list[_Node]] = {}
        self.gaps: list[tuple[int, _Node]] = []
        self.ends: list[tuple[Pattern, int]] = []


_NO_TAGS: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All patterns of a language, compiled."""

    language: str
    patterns: tuple[Pattern, ...]
    root: _Node
    tags: Mapping[str, frozenset[str]]
    """Every verb form that a pattern may begin with -> its possible tags."""
    ambiguous: frozenset[str]
    """Forms that may be noun or verb."""
    grammar: grammar.Grammar

    def match(self, tokens: Sequence[Token], *, relaxed: bool = False) -> list[Match]:
        """All matches in a sentence, in order of position; overlapping ones included.

        `relaxed` waives the object words: what a verb alone suggests, for callers that must have an answer.
        """
        out: list[Match] = []
        first, words = self.root.next, [t.lower for t in tokens]
        for i, word in enumerate(words):
            for node in first.get(word, ()):
                for pattern, offset, end in _walk(node, words, i + 1, 0):
                    found = self._check(pattern, tokens, words, i, i + offset, end, relaxed)
                    if found is not None:
                        out.append(found)
        return out

    def _check(
        self, pattern: Pattern, tokens: Sequence[Token], words: Sequence[str], start: int, head: int, end: int, relaxed: bool
    ) -> Match | None:
        """The conditions of a pattern beyond its words: part of speech, voice, object, subject."""
        g, group = self.grammar, pattern.group
        tags, passive, verbal = _NO_TAGS, False, pattern.kind == "v"
        if verbal:
            tags = self.tags.get(words[head], _NO_TAGS)
            if not self._is_verb(tokens, words, head, tags):
                return None
            if "part" in tags and not pattern.objects and g.is_adjective(tokens, head):
                return None
            passive = "part" in tags and words[start] not in g.be and self._is_passive(tokens, words, head)
        elif pattern.kind == "n" and pattern.words == 1 and not g.is_noun(tokens, head):
            return None
        found, reduced = -1, False
        if pattern.objects:
            found = self._object(pattern.objects, words, start, end, backwards="part" in tags)
            if found < 0 and not relaxed:
                return None
            if 0 <= found < start and not passive:
                # 'sailors released on Monday' is passive, 'the act which the senate passed' is not
                passive = reduced = start - found <= 1
                if not reduced and g.relative.isdisjoint(words[found:start]):
                    return None
        if group.not_object and not group.not_object.isdisjoint(words[start : end + 5]):
            return None
        if group.subject and group.subject.isdisjoint(words[max(0, start - REACH) : start]):
            return None
        if group.roles == "passive":
            passive = True
        rank = pattern.rank - (REDUCED if reduced else 0.0)
        return Match(pattern, start, head, end, found, passive, verbal, tags, rank)

    def _is_verb(self, tokens: Sequence[Token], words: Sequence[str], head: int, tags: frozenset[str]) -> bool:
        """Whether the form at head is a verb here, and not a noun, a name or half of a compound ('U.S.-backed')."""
        g = self.grammar
        if head and words[head - 1] == "-" and words[head] not in g.be:
            return head > 1 and words[head - 2] in g.prefixes
        if head and tokens[head].text[0].isupper() and tokens[head - 1].text[0].isalpha() and not _is_title(tokens):
            return False
        return words[head] not in self.ambiguous or not g.is_noun(tokens, head)

    def _is_passive(self, tokens: Sequence[Token], words: Sequence[str], head: int) -> bool:
        """As grammar.is_passive; also the second of two participles: 'was evicted in April and sentenced'."""
        g = self.grammar
        if g.is_passive(tokens, head):
            return True
        if not head or words[head - 1] not in g.conjunctions:
            return False
        for i in range(head - 2, max(head - COORDINATED, 0), -1):
            if "part" in self.tags.get(words[i], _NO_TAGS):
                return g.is_passive(tokens, i)
        return False

    def _object(
        self, objects: frozenset[str], words: Sequence[str], start: int, end: int, *, backwards: bool
    ) -> int:
        breaks = self.grammar.hard_breaks
        for i in range(end, min(end + REACH, len(words))):
            if words[i] in objects:
                return i
            if words[i] in breaks:
                break
        if backwards:
            for i in range(start - 1, max(start - REACH_BACK, -1), -1):
                if words[i] in objects:
                    return i
                if words[i] in breaks:
                    break
        return -1


def _walk(node: _Node, words: Sequence[str], at: int, depth: int) -> Iterator[tuple[Pattern, int, int]]:
    """Every pattern that can end from a node, with its head's offset and its end."""
    for pattern, offset in node.ends:
        yield pattern, offset, at
    if at >= len(words) or depth > 12:
        return
    for following in node.next.get(words[at], ()):
        yield from _walk(following, words, at + 1, depth + 1)
    for longest, beyond in node.gaps:
        for j in range(at, min(at + longest + 1, len(words))):
            for following in beyond.next.get(words[j], ()):
                yield from _walk(following, words, j + 1, depth + 1)
            if words[j] in ".;:":
                break


class _Compiler:
    """Builds the automaton; equal beginnings share their nodes, so that loading stays fast."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.inflection = inflect.load(language)
        self.grammar = grammar.load(language)
        self.lists = {
            name: frozenset(form for word in words for form in self.inflection.noun(word))
            for name, words in tables.read(language, "words").items()
        }
        self.root = _Node()
        self.tags: dict[str, frozenset[str]] = {}
        self._steps: dict[tuple[int, str], _Node] = {}
        self._verbs: dict[str, tuple[str, ...]] = {}

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
            if not elements[head].endswith("s"):
                elements[head] += "/n"
        literal = sum(not (e == "_" or e.startswith("~") or e.endswith("?")) for e in elements)
        pattern = Pattern(
            f"{group.id}.{kind}.{number}", kind, text, group, self._objects(objects), literal
        )
        nodes = [self.root]
        for element in elements:
            nodes = self._step(nodes, element)
        # Tokens before the head: its own position, and two more for each hyphen in it ('test - fire').
        offset = head + 2 * elements[head].count("-") if kind != "p" else 0
        for node in nodes:
            node.ends.append((pattern, offset))
        return pattern

    def ambiguous(self) -> frozenset[str]:
        """The base and third-person forms of verbs that are also nouns."""
        out: set[str] = set()
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
            if elements[n] in self.grammar.prepositions or elements[n] in ("_", "that", "a", "the"):
                return n - 1
        return len(elements) - 1

    def _objects(self, text: str) -> frozenset[str]:
        out: set[str] = set()
        for word in text.split("|") if text else ():
            out |= self.lists[word[1:]] if word.startswith("@") else {word.split("-")[0].lower()}
        return frozenset(out)

    def _step(self, nodes: list[_Node], element: str) -> list[_Node]:
        if element == "_" or element.startswith("~"):
            longest = GAP if element == "_" else int(element[1:])
            return [self._gap(node, longest) for node in nodes]
        optional = element.endswith("?")
        out: list[_Node] = list(nodes) if optional else []
        for node in nodes:
            out.extend(self._word(node, element.rstrip("?")))
        return out

    def _gap(self, node: _Node, longest: int) -> _Node:
        key = (id(node), f"~{longest}")
        beyond = self._steps.get(key)
        if beyond is None:
            beyond = self._steps[key] = _Node()
            node.gaps.append((longest, beyond))
        return beyond

    def _word(self, node: _Node, element: str) -> list[_Node]:
        """The nodes after an element; one, unless alternatives have several words (hyphens are tokens)."""
        key = (id(node), element)
        known = self._steps.get(key)
        if known is None:
            known = self._steps[key] = _Node()
            for form in self._forms(element):
                self._path(node, form, known)
        return [known]

    def _path(self, node: _Node, form: str, target: _Node) -> None:
        words = form.split("-") if "-" in form and form != "-" else [form]
        if len(words) == 1:
            node.next.setdefault(form, []).append(target)
            return
        for word in words[:-1]:
            for piece in (word, "-"):
                step = _Node()
                node.next.setdefault(piece, []).append(step)
                node = step
        node.next.setdefault(words[-1], []).append(target)

    def _forms(self, element: str) -> set[str]:
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
        return {form.lower() for form in out}

    def _verb(self, lemma: str) -> set[str]:
        forms = self._verbs.get(lemma)
        if forms is None:
            tagged = self.inflection.verb(lemma)
            for form, tags in tagged.items():
                last = form.rpartition("-")[2]
                self.tags[last] = self.tags.get(last, _NO_TAGS) | tags
            forms = self._verbs[lemma] = tuple(tagged)
        return set(forms)


def _group(data: Mapping[str, Any], event_type: str) -> Group:
    unknown = set(data) - set(Group.__slots__) - set(_KINDS)
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
        not_object=frozenset(data.get("not_object", ())),
        status=data.get("status"),
        relation=data.get("relation"),
        weak=data.get("weak", False),
        why=data["why"],
        example=data["example"],
    )


@functools.cache
def load(language: str) -> Lexicon:
    """The trigger lexicon of a language, read and compiled once. FileNotFoundError where the language has none."""
    compiler, patterns = _Compiler(language), []
    folder = resources.files("transforms.events").joinpath("lexicon", language, "triggers")
    for name in sorted(e.name.removesuffix(".toml") for e in folder.iterdir() if e.name.endswith(".toml")):
        data = tables.read(f"{language}/triggers", name)
        for entry in data["group"]:
            group = _group(entry, data["type"])
            for kind, letter in _KINDS.items():
                for number, text in enumerate(entry.get(kind, ()), 1):
                    patterns.append(compiler.add(group, letter, number, text))
    return Lexicon(language, tuple(patterns), compiler.root, compiler.tags, compiler.ambiguous(), compiler.grammar)


def _is_title(tokens: Sequence[Token]) -> bool:
    """Whether a sentence is a headline with capitals throughout."""
    letters = [t.text for t in tokens if t.text[0].isalpha()]
    return sum(w[0].isupper() for w in letters) > _TITLE_SHARE * len(letters)


def words_of(text: str) -> tuple[Token, ...]:
    """Tokens of a text, as the matcher takes them; for tests and tools."""
    return tokenize(text)
