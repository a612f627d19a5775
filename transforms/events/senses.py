"""What the words of an act are about may make them tell something else: 'met the deadline', 'attack submarines', 'the
lira came under fire', 'expects prices to fall'.

In: a match, the words of its sentence, the language's grammar. Out: whether it is no act of its kind. Lists: acts.toml.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from transforms.events.acts import Acts
from transforms.events.grammar import QUOTES, Grammar
from transforms.events.model import Token
from transforms.events.triggers import Match

_NEAR = 7
"""Words around an act that tell what it is about."""
_BEFORE = 4
"""Words before an act among which its subject stands."""
_FOUGHT = frozenset(("ASSAULT", "SUPPORT", "THREATEN"))
"""Types whose words tell of markets and prices as well."""
_DEEDS = frozenset(("ASSAULT", "COERCE", "MOBILIZE", "SANCTION"))
"""Types of deeds of which others are accused."""
_CLAIMED = 9
"""Words from a claim to the deed."""


@dataclass(slots=True)
class _Told:
    """A match and what stands around it."""

    match: Match
    tokens: Sequence[Token]
    words: Sequence[str]
    g: Grammar

    @property
    def acts(self) -> Acts:
        return self.g.acts

    @property
    def inside(self) -> Sequence[str]:
        """The words of the pattern proper."""
        return self.words[self.match.start : self.match.end]

    @property
    def before(self) -> Sequence[str]:
        return self.words[max(0, self.match.start - _BEFORE) : self.match.start]

    @property
    def behind(self) -> Sequence[str]:
        return self.words[self.match.end : self.match.end + _NEAR]

    @property
    def head(self) -> str:
        return self.words[self.match.head]

    @property
    def object(self) -> str:
        """The object word, '' where there is none."""
        return self.words[self.match.object] if self.match.object >= 0 else ""

    def at(self, i: int) -> str:
        """A word, '' beyond the end."""
        return self.words[i] if 0 <= i < len(self.words) else ""

    def phrase_end(self, at: int) -> int:
        """Where the noun phrase that begins here ends; -1 where none does."""
        end, g = at, self.g
        while end < min(at + _NEAR, len(self.words)) and self.words[end][0].isalpha():
            if self.words[end] in g.linking or self.words[end] in g.subordinators:
                break
            end += 1
        return end - 1 if end > at else -1

    def noun(self, at: int) -> str:
        """The last word of the noun phrase that begins here."""
        return self.at(self.phrase_end(at))


def is_another(match: Match, tokens: Sequence[Token], words: Sequence[str], g: Grammar) -> bool:
    """Whether the words of a match tell something else than an act of its type."""
    told, kind = _Told(match, tokens, words, g), match.pattern.group.event_type
    if (kind in _FOUGHT and _is_economy(told)) or (kind in _DEEDS and _is_hearsay(told)):
        return True
    ask = _SENSES.get(kind)
    return ask is not None and ask(told)


def _is_economy(told: _Told) -> bool:
    """Whether an act is of or upon what has no body: 'the lira came under fire', 'exports were hit', 'war on waste'."""
    match, acts, g = told.match, told.acts, told.g
    last = max(match.end - 1, match.object)
    upon = told.at(last + 1) in g.towards
    armed = match.pattern.group.event_type == "ASSAULT" or not g.wars.isdisjoint(told.words[match.start : last + 1])
    if armed and told.noun(last + 1 + upon) in acts.abstractions:
        return True
    nouns = [] if match.pattern.kind == "n" else [match.start - 1 - len(g.verb_group(told.tokens, match.start))]
    if match.pattern.words == 1 and match.object < 0 and match.verbal and not match.passive:
        nouns.append(told.phrase_end(match.end))
    elif match.object >= 0:
        nouns.append(match.object)
    return any(
        told.at(n) in acts.economics or (told.at(n) in acts.bourses and told.at(n - 1) in acts.traded) for n in nouns
    )


def _is_hearsay(told: _Told) -> bool:
    """Whether a deed is what a claim says of others: 'the accusation that Peru's spies bugged the embassy'."""
    g, words, start = told.g, told.words, told.match.start
    for i in range(start - 1, max(start - _CLAIMED, 0), -1):
        if words[i] in g.that:
            return words[i - 1] in told.acts.hearsay and words[i + 1] not in g.subject_pronouns
        if words[i] in g.hard_breaks or words[i] in g.subordinators:
            return False
    return False


def _accuses_nobody(told: _Told) -> bool:
    """'compared to', 'responsible for running', 'said the talks had failed', 'amid anger over',
    'worried about prices'."""
    match, acts, inside = told.match, told.acts, told.inside
    if told.head in acts.complaining and not acts.ailments.isdisjoint(told.words[match.end : match.end + _BEFORE]):
        return True
    if not acts.worrying.isdisjoint(inside) and told.noun(match.end) in acts.unease | acts.economics:
        return True
    if told.at(match.end) in told.g.of and told.noun(match.end + 1) in acts.defence:
        return True
    if match.pattern.kind == "n":
        return match.pattern.group.mode == "disapprove" and not acts.amidst.isdisjoint(told.before)
    if not acts.liable.isdisjoint(inside):
        after = told.at(match.end)
        return after.endswith(told.g.gerund_endings) and after not in acts.harms
    if told.head in acts.compared:
        return told.at(match.head + 1) == inside[-1] and told.g.be.isdisjoint(told.before)
    if told.object in acts.legal_steps:
        return told.at(match.object - 1) in acts.plants
    subject = told.words[max(0, match.start - _NEAR) : match.end]
    return not (acts.failures.isdisjoint(subject) or acts.failing.isdisjoint(inside))


def _is_thrift(told: _Told) -> bool:
    """Whether measures are taken upon the own people: 'imposed austerity measures', but 'economic curbs on Peru'."""
    match, acts, g = told.match, told.acts, told.g
    if told.object not in acts.steps:
        return False
    after = told.words[match.object + 1 : match.object + _NEAR]
    upon = told.at(match.object + 1) in g.towards - g.matters
    before = () if upon else told.words[max(0, match.object - _NEAR) : match.object]
    return not (acts.thrift.isdisjoint(after) and acts.thrift.isdisjoint(before))


def _frees_nobody(told: _Told) -> bool:
    """'freed nine miners trapped by a landslide', 'released pictures of the suspects', 'returned to the house',
    'retreat from its stance'."""
    match, acts, g = told.match, told.acts, told.g
    if match.pattern.kind == "n":
        return told.noun(match.end) in acts.stances | acts.published
    if match.pattern.group.mode == "release" and not acts.trapped.isdisjoint(told.behind):
        return True
    if match.pattern.group.mode == "release" and not acts.published.isdisjoint(told.words[match.end : match.object]):
        return True
    going = told.head in acts.returning and not match.passive and told.at(match.head + 1) in g.to
    return going and g.to.isdisjoint(match.pattern.text.split()[1:2])  # but 'returned to barracks'


def _meets_nobody(told: _Told) -> bool:
    """'met the deadline', 'is prepared to | meet any threat', 'met with applause', 'received a tip'."""
    match, acts, g = told.match, told.acts, told.g
    last, after = told.inside[-1], told.at(match.end)
    if last in acts.receiving and told.noun(match.end) in acts.gained:
        return True
    if last in acts.meeting and after in g.with_:
        return told.noun(match.end + 1) in acts.reactions
    if last in g.with_ and told.at(match.end - 2) in acts.meeting:
        return told.noun(match.end) in acts.reactions
    ahead = last in g.to and after in acts.meeting
    return (ahead or last in acts.meeting) and told.noun(match.end + ahead) in acts.needs


def _plans_nothing(told: _Told) -> bool:
    """'the talks, which are scheduled to end on Sunday'; and what nobody is met with."""
    match = told.match
    ends = told.at(match.end) in told.g.to and told.at(match.end + 1) in told.acts.ends
    return (ends and match.object >= 0) or _meets_nobody(told)


def _asks_nobody(told: _Told) -> bool:
    """'expects prices to fall', 'seeks to stay', 'in order to', 'demand for coal', 'a campaign for president'."""
    match, acts, g = told.match, told.acts, told.g
    if match.pattern.kind == "n":
        head, noun = told.head, told.noun(match.end)
        if head in acts.ordering:
            return told.at(match.start - 1) in acts.inward and told.at(match.head + 1) in g.to
        if head in acts.demanding:
            return noun in acts.wares or told.at(match.start - 1) in acts.buying
        return told.inside[-1] in g.matters and not acts.offices.isdisjoint((noun, told.at(match.end)))
    if told.head in acts.seeking and match.end == match.head + 1 and told.at(match.end) in g.to:
        return True
    asked = match.pattern.text.split()[-2:]
    if len(asked) > 1 and asked[0][0] in "_~" and asked[1] in g.to and told.head not in g.wishing:
        after = told.at(match.end)  # "require up to $9", "told the truth to the judge"
        if after in g.articles or (after and not after[0].isalpha() and after not in QUOTES and after != "-"):
            return True
    if acts.expecting.isdisjoint(told.inside):
        return False
    to = next((i for i in range(match.head, match.end + _NEAR) if told.at(i) in g.to), -1)
    return to > 0 and told.at(to + 1) in acts.courses


def _attacks_nobody(told: _Told) -> bool:
    """'attack submarines', 'retaliated against imports', 'a battle for votes', 'fell into the sea'."""
    match, acts = told.match, told.acts
    if not acts.fallen.isdisjoint(told.inside) and not acts.waters.isdisjoint(told.behind):
        return True
    if match.pattern.kind == "n":
        if told.inside[-1] in told.g.towards and told.noun(match.end) in acts.contests:
            return True
        return told.inside[-1] in acts.deeds and told.at(match.end) in acts.arsenal
    if told.head in acts.retaliating:
        return not acts.commerce.isdisjoint(told.behind)
    blown = told.head in acts.exploding and not acts.quarrels.isdisjoint(told.before)
    return blown and told.at(match.end) not in told.g.determiners


def _shuts_nothing(told: _Told) -> bool:
    """'close to the border', 'a storm shut the schools'."""
    if told.match.verbal and not told.match.passive and not told.acts.perils.isdisjoint(told.before):
        return True
    return (
        told.head in told.acts.closeness and told.at(told.match.end) in told.g.to and told.match.object > told.match.end
    )


def _threatens_nobody(told: _Told) -> bool:
    """'warning strikes', 'said it would cut tariffs'."""
    match, acts = told.match, told.acts
    if told.head in acts.warned and told.at(match.head + 1) in acts.walkouts:
        return True
    eased = next((i for i in range(match.start, max(match.end, match.object)) if told.at(i) in acts.easing), -1)
    return eased >= 0 and not acts.barriers.isdisjoint(told.words[eased + 1 : eased + _BEFORE])


def _helps_nobody(told: _Told) -> bool:
    """'finance themselves'."""
    return told.at(told.match.end) in told.acts.reflexive


def _moves_nobody(told: _Told) -> bool:
    """'stood by as', 'increase food security', 'details surrounding the raid'."""
    acts, at = told.acts, told.match.object
    if told.object in acts.guarded and not acts.securities.isdisjoint(told.words[max(told.match.end, at - 2) : at]):
        return True
    return _is_about(told) or (told.head in told.acts.waiting and told.at(told.match.end) in told.g.same_time)


def _is_about(told: _Told) -> bool:
    """Whether a participle is a preposition or an adjective: 'circumstances surrounding', 'from surrounding areas'."""
    before = told.at(told.match.head - 1)
    return told.head in told.acts.enclosing and (before in told.acts.affairs or before in told.g.prepositions)


def _marches_nobody(told: _Told) -> bool:
    """'cars jammed the roads', 'a truce declared on Monday, air strikes'."""
    acts = told.acts
    if told.match.pattern.group.mode == "strike" and told.at(told.match.object - 1) in acts.aerial:
        return True
    return _is_about(told) or not (told.match.pattern.kind == "n" or acts.traffic.isdisjoint(told.before))


def _backs_nobody(told: _Told) -> bool:
    """'stood by his remarks', '55 percent backed leaving'."""
    match, acts = told.match, told.acts
    if told.head in acts.standing and told.noun(match.end) in acts.own_words | acts.stances:
        return True
    return _is_poll(told)


def _is_poll(told: _Told) -> bool:
    """Whether those who act are the share that a vote or a poll found."""
    if told.match.pattern.kind == "n" or told.match.passive:
        return False
    before = told.words[max(0, told.match.start - _NEAR) : told.match.start]
    share = max((i for i, word in enumerate(before) if word in told.acts.electors), default=len(before))
    return share < len(before) and "," not in before[share:]


_SENSES: dict[str, Callable[[_Told], bool]] = {
    "ACCUSE": _accuses_nobody,
    "AGREE": _plans_nothing,
    "AID": _helps_nobody,
    "ASSAULT": _attacks_nobody,
    "COERCE": _shuts_nothing,
    "CONSULT": _meets_nobody,
    "MOBILIZE": _moves_nobody,
    "PROTEST": _marches_nobody,
    "REJECT": _is_poll,
    "REQUEST": _asks_nobody,
    "RETREAT": _frees_nobody,
    "SANCTION": _is_thrift,
    "SUPPORT": _backs_nobody,
    "THREATEN": _threatens_nobody,
}
