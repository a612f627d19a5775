"""Of which sector an actor is: government, army, court, party, people. A learned choice, where little is told.

In: the codings of a document with all their sides, and the scene. Out: the same; an actor without a sector has the one
that is likelier than not, if there is one, and one whose sector the tables tell keeps it unless another is likelier by
far: whoever is bombed is not the government that his land is called by, convictions are by courts. A linear model of
one weight for each feature and sector (lexicon/<language>/sectors.toml, made by tests/quality/fit_sectors.py) knows
what the actor is called by, what the tables say, what is done on which side, who is on the other one, whom else the
sentence names, and the words behind the trigger where nobody is. A language may do without; there a state as such acts
by its government. What is chosen is told in `why`.
"""

import bisect
import dataclasses
import functools
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from transforms.events import tables, unnamed
from transforms.events.answers import Side
from transforms.events.chooser import Key
from transforms.events.gazetteer import GOVERNMENT
from transforms.events.model import Actor, ActorMention, Coding
from transforms.events.roles import Clause
from transforms.events.setting import Scene
from transforms.events.triggers import Match

Read = tuple[Clause, Match] | None
"""What the events of a sentence were read from; None where that is forgotten."""
_KINDS = ("person", "agent", "organisation", "capital", "demonym", "country", "place", "group", "pronoun")
"""Kinds of mention, the one that tells most first."""
_UNNAMED = frozenset(("nameless", "state", "place", "capital", "country"))
"""Ways to be called that tell nothing of whom a state stands for."""
_PARTY, _SEATED = "PTY", "LEG"
_NEAR = 5
"""Words behind a trigger that say who is meant where nobody is named."""
_LETTERS = 3
"""Of these, only words of more letters."""


@dataclasses.dataclass(slots=True)
class Model:
    """The table of a language."""

    sectors: tuple[str, ...]
    by_name: Mapping[str, str]
    """Feature -> what it adds to the logarithm of the odds of some sectors, as its line has it: "GOV 0.31 MIL -0.12". A
    text asks for a few of them, so each is only read when it is asked for."""
    chance: float
    """The least chance of a sector where none is told."""
    chance_told: float
    """The least chance of another sector than the one told."""
    replaces: frozenset[str]
    """Which sectors others may take the place of, as "GOV>MIL": those that they do more often rightly than not."""
    giving: frozenset[str] = dataclasses.field(init=False)
    """The sectors that may give way to any; the others need not be asked about."""
    _known: dict[str, tuple[tuple[int, float], ...]] = dataclasses.field(default_factory=dict)

    def __post_init__(self) -> None:
        self.giving = frozenset(pair.partition(">")[0] for pair in self.replaces)

    def weights(self, name: str) -> tuple[tuple[int, float], ...]:
        """What a feature adds to which sectors, by their position. LexiconError for a line that does not say so."""
        words = self.by_name[name].split()
        try:
            found = tuple((self.sectors.index(s), float(w)) for s, w in zip(words[::2], words[1::2], strict=True))
        except ValueError:
            found = ()
        if not found:
            raise tables.LexiconError(f"sectors.toml: not pairs of sector and weight: {name} | {self.by_name[name]}")
        return found

    def chances(self, found: Iterable[str]) -> dict[str, float]:
        """Sector -> chance."""
        odds, known = [0.0] * len(self.sectors), self._known
        for name in found:
            weights = known.get(name)
            if weights is None:
                if name not in self.by_name:
                    continue
                weights = known[name] = self.weights(name)
            for i, weight in weights:
                odds[i] += weight
        most = max(odds)
        shares = [math.exp(o - most) for o in odds]
        total = sum(shares)
        return {sector: share / total for sector, share in zip(self.sectors, shares, strict=True)}

    def chosen(self, sector: str | None, found: Iterable[str]) -> tuple[str, float] | None:
        """The sector that takes the place of the one told, with its chance; None where that stands."""
        chances = self.chances(found)
        best = max(chances, key=chances.__getitem__)
        free = sector is None or f"{sector}>{best}" in self.replaces
        if best == sector or not free or chances[best] < (self.chance_told if sector else self.chance):
            return None
        return best, chances[best]


@functools.cache
def load(language: str) -> Model | None:
    """The table of a language, read once; None where it has none."""
    data = tables.optional(language, "sectors")
    if data is None:
        return None
    weights = {name: cells for name, cells in tables.rows(language, "sectors", "feature", 2)}  # noqa: C416
    chance, chance_told = float(data["chance"]), float(data["chance_told"])
    return Model(tuple(data["sectors"].split()), weights, chance, chance_told, frozenset(data["replaces"].split()))


class Document:
    """What the choice needs to know of a document: for each state, the sector of most who act for it there."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        counts = defaultdict[str, Counter[str]](Counter)
        for mentions in scene.resolved:
            for mention in mentions:
                for actor in mention.actors:
                    if actor.country and actor.sector:
                        counts[actor.country][actor.sector] += 1
        self.mostly = {country: count.most_common(1)[0][0] for country, count in counts.items()}
        self._sectors: dict[int, tuple[str, ...]] = {}

    def sectors(self, n: int) -> tuple[str, ...]:
        """The sectors of those whom sentence n names."""
        if n not in self._sectors:
            named = (a.sector for m in self.scene.resolved[n] for a in m.actors)
            self._sectors[n] = tuple(dict.fromkeys(sector for sector in named if sector))
        return self._sectors[n]


def fill(codings: Sequence[Coding], scene: Scene, known: Mapping[Key, tuple[Clause, Match]]) -> tuple[Coding, ...]:
    """Codings whose actors have the likeliest sector; `known`: their clauses and matches."""
    model, document = load(scene.language), Document(scene) if codings else None
    if document is None:
        return ()
    return tuple(_settled(c, document, model, known.get((c.trigger_start, c.rule_id))) for c in codings)


def told(actor: Actor, scene: Scene) -> Actor:
    """An actor with the sector of the noun he is called by, if the tables of role nouns know it: "the exporters", and
    the seat before the party, "Labour MPs"."""
    noun = actor.name if not actor.sector and not actor.role else actor.role if actor.sector == _PARTY else ""
    head = scene.lexicon.heads.get(noun.rpartition(" ")[2]) if noun else None
    if head is None or not head.sector or (actor.sector and head.sector != _SEATED):
        return actor
    return dataclasses.replace(actor, sector=head.sector)


def _settled(coding: Coding, document: Document, model: Model | None, read: Read) -> Coding:
    scene = document.scene
    sources, targets = (tuple(told(a, scene) for a in side) for side in (coding.sources, coding.targets))
    if (sources, targets) != (coding.sources, coding.targets):
        coding = dataclasses.replace(coding, sources=sources, targets=targets)
    if model is None:
        return _by_state(coding, scene)
    why = list[str]()
    sources = tuple(_chosen(a, "source", coding, document, model, read, why) for a in coding.sources)
    targets = tuple(_chosen(a, "target", coding, document, model, read, why) for a in coding.targets)
    return dataclasses.replace(coding, sources=sources, targets=targets, why=(*coding.why, *why)) if why else coding


def _chosen(
    actor: Actor, side: Side, coding: Coding, document: Document, model: Model, read: Read, why: list[str]
) -> Actor:
    """An actor with the likeliest sector; `why` is told where that is not the one he had."""
    if actor.sector and actor.sector not in model.giving:
        return actor
    found = model.chosen(actor.sector, features(actor, side, coding, document, read))
    if found is None:
        return actor
    sector, chance = found
    instead = f" instead of {actor.sector}" if actor.sector else ""
    why.append(f"{side} {actor.name or actor.country}: {sector}{instead}, {chance:.2f} (sectors.toml)")
    return dataclasses.replace(actor, sector=sector)


def _by_state(coding: Coding, scene: Scene) -> Coding:
    """A coding whose states as such act by their governments, unless their people protest."""
    if coding.event_type == "PROTEST":
        return coding
    sources = tuple(
        dataclasses.replace(a, sector=GOVERNMENT) if not a.sector and _kind(a, (), scene) == "state" else a
        for a in coding.sources
    )
    return coding if sources == coding.sources else dataclasses.replace(coding, sources=sources)


def features(actor: Actor, side: Side, coding: Coding, document: Document, read: Read) -> list[str]:
    """The names of what speaks for one sector or another, each once."""
    mine, others, scene = coding.sources, coding.targets, document.scene
    if side == "target":
        mine, others = others, mine
    n, known = scene.index(coding.char_start), f"told {actor.sector or 'none'}"
    kind, act = _kind(actor, scene.resolved[n], scene), f"{side} {coding.event_type}"
    mode, called = f"{act}/{coding.event_mode or ''}", f"{side} {kind}"
    where = "open" if not others else "home" if any(a.country == actor.country for a in others) else "abroad"
    upon = f"upon {others[0].sector or 'none' if others else 'nobody'}, {known}"
    words, role = actor.name.lower().split(), actor.role or ""
    found = [
        known,
        f"{kind}, {known}",
        f"{called}, {known}",
        f"{act}, {kind}, {known}",
        f"{mode}, {kind}, {known}",
        f"{mode}, {where}, {known}",
        f"{act}, {where}, {upon}",
        f"{mode}, {upon}",
        f"{called}, {upon}",
        f"{side} {coding.rule_id.rpartition('.')[0]}, {known}",
        f"head {words[-1] if words else ''}, {known}",
        f"role {role or 'none'}, {known}",
    ]
    if len(mine) > 1:
        found.append(f"one of several, {known}")
    found += [f"name {word}" for word in dict.fromkeys(words)]
    if role:
        found += [f"role word {word}, {known}" for word in dict.fromkeys(role.lower().split())]
    for sector in document.sectors(n):
        found += (f"{kind}, sentence with {sector}", f"{act}, {kind}, sentence with {sector}")
    if actor.country:
        mostly = f"{known}, text mostly {document.mostly.get(actor.country, 'none')}"
        found += (f"{kind}, {mostly}", f"{called}, {mostly}", f"{act}, {mostly}")
        found.append(f"{act}, {kind}, text about {_about(actor.country, scene)}")
    if kind in _UNNAMED:
        found += _beside(side, coding, scene, read)
    return found


def _beside(side: Side, coding: Coding, scene: Scene, read: Read) -> Iterator[str]:
    """The words that stand where the name of whoever is meant would."""
    if read is not None:
        words = unnamed.beside(side, *read)
        yield f"{side}, by {words[-1] if words else ''}"
        yield f"{side} {coding.event_type}, by {words[-1] if words else ''}"
    sentence = scene.sentences[scene.index(coding.char_start)]
    behind = bisect.bisect_left(sentence.starts, coding.trigger_end)
    near = dict.fromkeys(sentence.lowers[behind : behind + _NEAR])
    yield from (f"{side}, behind {word}" for word in near if len(word) > _LETTERS)


def _about(country: str, scene: Scene) -> str:
    """What a state is to the document."""
    return "it" if country == scene.home else "it and another" if country in (scene.pair or ()) else "others"


def _kind(actor: Actor, mentions: Iterable[ActorMention], scene: Scene) -> str:
    """How an actor is called in a sentence."""
    if not actor.name:
        return "nameless"
    if actor.country and actor.name == scene.names[actor.country]:
        return "state"
    kinds = {m.kind for m in mentions if actor in m.actors}
    known = next((kind for kind in _KINDS if kind in kinds), None)
    return known or ("noun" if actor.name[0].islower() else "name")
