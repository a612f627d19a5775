"""How sure the coder is of a row: two logistic models over a few readable features, with their weights in a table.

In: a match, its roles, its clause and its status. Out: the chance, 0 to 1, that the type and the countries of both
sides are right, which is the row's `confidence`; and which codings of a text stand. For the latter the chance that the
type is right is asked, to which the text around adds: where hardly a sentence reports an event, a trigger is rather a
figure of speech. The weights stand in confidence.toml, one entry for each feature with what it says; they are fitted
to hand-coded mentions by tests/quality/fit_confidence.py, which also prints how often a row of .8 is right. Nothing
here knows a language: words are left to patterns, roles and status. Passes over a whole document, which give an event
a side that its sentence does not name, move the chance by a weight of their own (`shifted`).
"""

import bisect
import dataclasses
import functools
import math
import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import NamedTuple

from transforms.events import agency
from transforms.events.model import Coding
from transforms.events.ontology import SPEECH
from transforms.events.roles import Clause, Roles
from transforms.events.triggers import Match
from transforms.records import Status

LEAST, MOST = 0.01, 0.99
"""No row is certain."""
_RANK, _COST, _PARTIES, _DISTANCE, _CONTEXTS = 8.0, 4.0, 8, 30, 3
"""Beyond these, more says nothing more."""
AROUND, THROUGHOUT, POLITICS = "events around", "events throughout", "politics"
"""The features that `standing` adds."""
WINDOW = 12
"""Sentences before and after that are looked at."""
_USUAL, _USUAL_POLITICS, _UNSEEN = 0.7, 0.9, 5
"""Share of sentences that report an event in news, and that have a word of politics; the weight of both where the text
is short, in sentences."""
_BOUND = 20.0
"""Odds beyond are certain, in logarithms."""
_SECONDS, _LONG = 3, 6
"""Patterns that second another, beyond which more says nothing more; tokens of a trigger that is no longer at one."""
_EASY = frozenset(("AID", "CONCEDE", "CONSULT", "COOPERATE", "RETREAT"))
"""Types whose words private life uses most: people meet, help, share, give way and leave."""
_HARSH = frozenset(("ACCUSE", "PROTEST", "REJECT"))
"""Types whose words are seldom said of anything else."""
"""Types of what is said."""
_CIVIL = (None, "CVL", "NGO")
"""Sectors of people who hold no office."""


class Draft(NamedTuple):
    """A coding that may stand or not."""

    sentence: int
    coding: Coding
    found: dict[str, float]
    """Its features."""


class Weights(NamedTuple):
    """What each feature adds to the log of the odds, and where these start."""

    start: float
    by_name: Mapping[str, float]

    def odds(self, found: Mapping[str, float]) -> float:
        weights = self.by_name
        return self.start + sum([weights[name] * value for name, value in found.items() if name in weights])


class Model(NamedTuple):
    """The table."""

    row: Weights
    """For type and countries."""
    type: Weights
    """For the type alone."""
    least: float
    """The chance of the type below which a coding is noise."""
    least_political: float
    """The same in a document about politics (unnamed.py), where most of what looks like an event is one."""


@functools.cache
def load() -> Model:
    """The model, read once."""
    content = resources.files("transforms.events").joinpath("confidence.toml").read_text(encoding="utf-8")
    data = tomllib.loads(content)
    rows = data["feature"]
    return Model(
        Weights(data["start"], {row["name"]: row["weight"] for row in rows if "weight" in row}),
        Weights(data["start_type"], {row["name"]: row["type"] for row in rows if "type" in row}),
        data["least"],
        data["least_political"],
    )


def features(
    match: Match, roles: Roles, clause: Clause, state: Status, about: Sequence[str], matches: Sequence[Match]
) -> dict[str, float]:
    """What is known of a coding when its sentence has been read; absent is 0. `about`: contexts of the sentence;
    `matches`: all of it, which second each other."""
    out = {
        "rank": min(match.rank, _RANK),
        "cost": min(roles.cost, _COST),
        "parties": float(min(len(clause.parties), _PARTIES)),
        "contexts": float(min(len(about), _CONTEXTS)),
    }
    if _abroad(roles):
        out["two states"] = 1.0
    if match.pattern.kind != "v":
        out["noun" if match.pattern.kind == "n" else "phrase"] = 1.0
    if match.passive:
        out["passive"] = 1.0
    if "ger" in match.tags:
        out["gerund"] = 1.0
    if match.object >= 0:
        out["object word"] = 1.0
    if agency.subject_noun(match, clause):
        out["subject unknown"] = 1.0
    if state == "planned":
        out["planned"] = 1.0
    group = match.pattern.group
    if group.event_type in _EASY:
        out["easy type"] = 1.0
    elif group.event_type in _HARSH:
        out["harsh type"] = 1.0
    if group.weak:
        out["weak"] = 1.0
    if _is_unreal(match, clause):
        out["unreal"] = 1.0
    if match.verbal and not match.passive and match.object < 0 and _governs_clause(match, clause):
        out["of a clause"] = 1.0
    if clause.quote[match.head] and not _is_own_act(match, roles):
        out["quoted"] = 1.0
    if match.verbal and not match.passive and "past" in match.tags:
        out["told in the past"] = 1.0
    seconds = _seconds(match, matches) if "many_patterns" in clause.grammar.traits else 1
    if seconds:
        out["seconded"] = float(min(seconds, _SECONDS))
    if state in ("negated", "hypothetical") and group.event_type != "REJECT":
        out["did not happen"] = 1.0
    first, last = _reach(match)
    if last - first > _LONG:
        out["long"] = 1.0
    if any(m.kind == "person" for p in clause.parties for m in p.mentions if roles.sources[:1] == m.actors[:1]):
        out["person acts"] = 1.0
    far = 0
    for side, actors in (("source", roles.sources), ("target", roles.targets)):
        if not actors:
            out[f"{side} none"] = 1.0
            continue
        for actor in actors:
            if actor.country or actor.sector == "IGO":
                break
        else:
            out[f"{side} stateless"] = 1.0
        party = next((p for p in clause.parties for m in p.mentions if actors[0] in m.actors), None)
        if party is None:
            out[f"{side} elsewhere"] = 1.0
            continue
        is_role = party.mentions[-1].kind == "agent"
        if is_role:
            out[f"{side} role"] = 1.0
        if actors[0].sector in _CIVIL and is_role == (side == "target"):
            out["civil"] = 1.0
        far = max(far, match.start - party.last, party.first - match.end)
    out["distance"] = min(far, _DISTANCE) / 10
    return out


def _is_own_act(match: Match, roles: Roles) -> bool:
    """Whether what stands in a quotation is an act of an official who is quoted; what he tells of others is talk."""
    kind = match.pattern.group.event_type
    return kind == "THREATEN" or (kind in SPEECH and any(a.sector for a in roles.sources))


def _reach(match: Match) -> tuple[int, int]:
    """The first token of a match and one past its last, its object included."""
    if match.object < 0:
        return match.start, match.end
    return min(match.start, match.object), max(match.end, match.object + 1)


def _seconds(match: Match, matches: Sequence[Match]) -> int:
    """How many groups of patterns see the same type in the same words: a word alone may mean anything."""
    first, last = _reach(match)
    kind = match.pattern.group.event_type
    return len(
        {
            m.pattern.id.rpartition(".")[0]
            for m in matches
            if m is not match and m.pattern.group.event_type == kind and m.start < last and first < m.end
        }
    )


def _is_unreal(match: Match, clause: Clause) -> bool:
    """Whether a modal or a condition makes an act possible only: 'might close', 'If he closed ...'."""
    g, words = clause.grammar, clause.words
    if words[0] in g.conditions:
        return True
    group = clause.verb_group(match.start) if match.verbal else ()
    return any(word in g.modals and word not in g.future for word in group)


def _governs_clause(match: Match, clause: Clause) -> bool:
    """Whether a verb has a clause for its object that its pattern does not ask for: 'opposed that', 'chose to'."""
    g, words, at = clause.grammar, clause.words, match.end
    if at + 1 < len(words) and words[at] in g.to and words[at + 1] in g.determiners:
        return False  # 'said sorry to the miners'
    return at < len(words) and (words[at] in g.that or words[at] in g.to)


def _abroad(roles: Roles) -> bool:
    """Whether two states are told, or a state and an international organisation."""
    whom = {
        a.country or a.sector for side in (roles.sources, roles.targets) for a in side if a.country or a.sector == "IGO"
    }
    return len(whom) > 1


def estimate(found: Mapping[str, float]) -> float:
    """Features -> the chance that type and countries are right."""
    return chance(load().row.odds(found))


def standing(
    drafts: Sequence[Draft],
    sentences: int,
    politics: int,
    known: Sequence[Draft] | None = None,
    *,
    political: bool = False,
    explain: bool = False,
) -> list[Coding]:
    """The codings of a text of so many sentences that are not noise; `politics` of them have words of politics.
    `known`: what the text around reports, if that is not what the drafts do. `political`: whether the text is about
    politics. `explain`: `why` tells the weights."""
    model = load()
    least = model.least_political if political else model.least
    reporting = sorted({draft.sentence for draft in (drafts if known is None else known)})
    usual = _USUAL * _UNSEEN
    out = []
    for draft in drafts:
        first, last = max(0, draft.sentence - WINDOW), min(sentences, draft.sentence + WINDOW + 1)
        here = bisect.bisect_left(reporting, draft.sentence)
        own = here < len(reporting) and reporting[here] == draft.sentence
        others = bisect.bisect_left(reporting, last) - bisect.bisect_left(reporting, first) - own
        draft.found[AROUND] = (others + usual) / (last - first - 1 + _UNSEEN)
        draft.found[THROUGHOUT] = (len(reporting) - own + usual) / (sentences - 1 + _UNSEEN)
        draft.found[POLITICS] = (politics + _USUAL_POLITICS * _UNSEEN) / (sentences + _UNSEEN)
        if chance(model.type.odds(draft.found)) >= least:
            coding = draft.coding
            if explain:
                coding = dataclasses.replace(coding, why=(*coding.why, f"confidence: {told(draft.found)}"))
            out.append(coding)
    return out


def shifted(coding: Coding, step: str) -> float:
    """The chance of a coding after a step has given it a side that its sentence does not name. KeyError for a step
    that has no weight."""
    return chance(odds(coding.confidence) + load().row.by_name[step])


def odds(chance: float) -> float:
    """The logarithm of the odds of a chance."""
    chance = min(MOST, max(LEAST, chance))
    return math.log(chance / (1 - chance))


def chance(odds: float) -> float:
    """The chance that the logarithm of odds tells; none is certain."""
    return round(min(MOST, max(LEAST, 1 / (1 + math.exp(-min(_BOUND, max(-_BOUND, odds)))))), 3)


def told(found: Mapping[str, float]) -> str:
    """Features and what each adds, for `demarche tag --explain`: 'start -0.3, rank 3 +0.45'."""
    row = load().row
    parts = (
        f"{name} {value:g} {row.by_name[name] * value:+.2f}" for name, value in found.items() if name in row.by_name
    )
    return ", ".join((f"start {row.start:+.2f}", *parts))
