"""The PLOVER ontology: types, quad classes, modes, contexts and intensities, read from ontology.toml.

In: the TOML file beside this module. Out: frozen `EventType` values; everything that codes or checks events asks here.
Source of the figures: the PLOVER scale of the Open Event Data Alliance; definitions and examples are our own.
"""

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

SPEECH = frozenset(("ACCUSE", "AGREE", "REJECT", "REQUEST", "SUPPORT", "THREATEN"))
"""Types that are acts of speech."""


@dataclass(frozen=True, slots=True)
class EventType:
    """One of the 16 event types."""

    name: str
    quad: int
    """1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict."""
    intensity: float
    """-10 conflict to +10 cooperation, for the type without a mode."""
    modes: Mapping[str, float]
    """The type's modes, each with its intensity."""
    definition: str
    positive: tuple[str, ...]
    negative: tuple[str, ...]
    cameo: tuple[str, ...]
    """CAMEO codes that GDELT and ICEWS users find closest."""


@dataclass(frozen=True, slots=True)
class Ontology:
    """All types by name, and the closed list of contexts with what each covers."""

    types: Mapping[str, EventType]
    contexts: Mapping[str, str]

    def quad(self, event_type: str) -> int:
        """The quad class of a type. KeyError for an unknown type."""
        return self.types[event_type].quad

    def intensity(self, event_type: str, mode: str | None) -> float:
        """Intensity of type and mode; the type's own where there is no mode. KeyError for unknown ones."""
        kind = self.types[event_type]
        return kind.intensity if mode is None else kind.modes[mode]


@functools.cache
def load() -> Ontology:
    """The ontology, read once."""
    data = tomllib.loads(resources.files("transforms.events").joinpath("ontology.toml").read_text(encoding="utf-8"))
    types = {
        t["name"]: EventType(
            name=t["name"],
            quad=t["quad"],
            intensity=t["intensity"],
            modes=t.get("modes", {}),
            definition=t["definition"],
            positive=tuple(t["positive"]),
            negative=tuple(t["negative"]),
            cameo=tuple(t["cameo"]),
        )
        for t in data["type"]
    }
    return Ontology(types, data["contexts"])
