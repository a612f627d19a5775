"""Whether those who act make an event political: states, their organs, rebels and crowds do, firms and newsrooms not.

In: a match and the roles found for it, or a coding. Out: yes or no.
"""

from collections.abc import Sequence

from transforms.events.gazetteer import PUBLIC
from transforms.events.grammar import Grammar
from transforms.events.model import UNKNOWN, Actor, Coding
from transforms.events.ontology import SPEECH
from transforms.events.roles import Roles
from transforms.events.triggers import Match

_PLAYED = frozenset(("AGREE", "ASSAULT", "CONSULT", "COOPERATE", "MOBILIZE", "RETREAT", "THREATEN"))
"""Types whose words tell of a match: teams meet, strike, threaten and yield."""
_UNPOLITICAL = frozenset(("BUS", "MED"))
_STATELESS = frozenset(("IGO", "REB"))
"""Sectors whose actors act for no country and yet are no strangers."""
_TOLD = (SPEECH - {"ACCUSE"}) | {"CONSULT"}
"""Types that a newsroom's own talking and asking is not: that is its trade."""
_REPRESSION = frozenset(("COERCE", "SANCTION", "RETREAT"))
"""Types that make newsroom people a matter of politics."""
_BEFALLING = frozenset(("ASSAULT", "COERCE", "PROTEST", "SANCTION"))
"""Types that are told without any side ('three miners were shot dead'); implied.py may know whose people they are."""
_NAMELESS = frozenset(("PROTEST",))
"""Types that crowds without a country do: 'farmers protested'. 'A watchdog criticised' is about anybody."""


def plausible(match: Match, roles: Roles, *, abroad: bool = True, grammar: Grammar | None = None) -> bool:
    """Whether a match with these actors is a political event.

    Somebody must act for a country or be of a known political kind: companies, newsrooms and people of whom nothing is
    known make no event among themselves. A name of a city alone is a place, no actor. `abroad`: nothing tells which
    country the document is about; where something does, "the police" are some state's. `grammar`: of the language.
    """
    group, sources, targets = match.pattern.group, roles.sources, roles.targets
    everybody = (*sources, *targets)
    if UNKNOWN in [a.role for a in everybody]:
        sources, targets = (tuple([a for a in side if a.role != UNKNOWN]) for side in (sources, targets))
        everybody = (*sources, *targets)
    several = group.roles == "mutual" and len(sources) > 1
    bare = match.pattern.kind == "n" and match.pattern.words == 1 and group.event_type == "CONSULT"
    bare = bare and "nominal: told in it" not in roles.why
    if group.weak and not (several or (sources and targets and not bare)):
        return False  # 'the talks' alone are those of whom they are named for: 'the Chilean-Peruvian talks'
    if group.weak and group.roles == "mutual" and group.event_type == "AGREE" and sources and targets:
        states = {a.country or a.name for a in (*sources, *targets)}
        if len(states) < 2:
            return False  # 'plans to cut the pay of its workers': nobody else has a part in it
    active = match.verbal and not match.passive and group.roles not in ("reverse", "passive")
    if active and not sources and group.event_type in SPEECH:
        # Who says it is what makes it an event, unless it is said to a state.
        return any(a.country and a.sector == "GOV" and not a.role for a in targets)
    if match.pattern.kind == "n" and match.pattern.words == 1 and group.event_type in SPEECH and not sources:
        return False  # 'the investigation': a bare noun with nobody beside it takes up what was told before
    if sources and group.event_type in _TOLD and all(a.sector == "MED" for a in sources):
        return False
    if group.event_type == "CONSULT" and any(a.sector == "MED" for a in everybody):
        met = {a.country or a.name for a in everybody if a.sector != "MED"}
        if len(met) < 2:
            return False  # 'spoke to CNN': an interview
    if not everybody:
        return group.event_type in _BEFALLING and not abroad
    alone = not targets and len({a.country or a.name for a in sources}) < 2
    if alone and group.roles == "mutual" and group.event_type == "CONSULT" and not _assembles(match, sources, grammar):
        return False  # 'opened the summit with an appeal': nobody met
    acting = [a for a in everybody if a.sector not in _UNPOLITICAL]
    if group.event_type in _REPRESSION:
        acting += [a for a in targets if a.sector == "MED" and a.role]  # a reporter in prison is
    if group.mode == "strike" and all(a.sector == "BUS" for a in everybody):
        return not abroad  # 'a walkout at the bank': whoever its staff are
    if group.event_type not in _NAMELESS:
        known = _STATELESS if abroad else _STATELESS | PUBLIC
        acting = [a for a in acting if a.country or a.sector in known]
    # A city alone acts on nobody, but bombs fall on one.
    armed = group.event_type == "ASSAULT" and group.mode is not None and match.verbal
    return any(a.country or a.sector for a in acting) and (armed or not roles.places_only)


def _assembles(match: Match, sources: Sequence[Actor], g: Grammar | None) -> bool:
    """Whether many who are named as one meet among themselves: 'the cabinet met', 'EU leaders gathered in Rome'."""
    if g is None or not match.verbal or match.pattern.objects or len(sources) != 1:
        return False
    actor = sources[0]
    last = (actor.role or actor.name).lower().split()[-1]
    return last in g.assembling or (actor.sector == "IGO" or bool(actor.role and last.endswith(g.plural_endings)))


def is_between_states(coding: Coding) -> bool:
    """Whether two countries face each other: politics, even in an article about sport, unless teams do the like."""
    if coding.event_type in _PLAYED:
        return False
    sources, targets = ({a.country for a in side if a.country} for side in (coding.sources, coding.targets))
    return bool(sources and targets and sources != targets)
