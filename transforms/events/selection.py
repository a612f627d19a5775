"""Which matches stand: of those that overlap one, of an operator's complement none, of the rest the plausible ones.

In: the matches of a sentence, its tokens, the roles found for each. Out: the matches that report an event of their own.
"""

import operator
from collections.abc import Collection, Sequence
from typing import NamedTuple

from transforms.events import deeds
from transforms.events.grammar import Grammar
from transforms.events.model import UNKNOWN, Actor, ActorMention, Coding, Token
from transforms.events.roles import Clause, Roles
from transforms.events.triggers import Lexicon, Match, whole_nouns

_TEXT = operator.attrgetter("text")
_CLOSING = frozenset("”»")
_MARKS = frozenset('"“«') | _CLOSING
"""Quotation marks that are never apostrophes."""
NOUN_YIELDS = 2.0
"""Rank by which a noun pattern stands behind verbs that overlap it."""


def is_name(match: Match, tokens: Sequence[Token]) -> bool:
    """Whether a noun is part of a name: 'the Humanitarian Aid Act'. Callers tell headlines apart."""
    return match.pattern.kind == "n" and match.head > 0 and tokens[match.head].text[0].isupper()


def is_in_name(match: Match, tokens: Sequence[Token], mentions: Sequence[ActorMention]) -> bool:
    """Whether the word that carries an event is a part of an organisation's name: 'Amnesty International'."""
    head = tokens[match.head]
    return head.text[0].isupper() and any(
        m.kind == "organisation" and m.start <= head.start < m.end and m.end - m.start > head.end - head.start
        for m in mentions
    )


def is_purpose(match: Match, clause: Clause, chosen: Sequence["Chosen"], *, planned: bool = False) -> bool:
    """Whether an infinitive only says what another event of its clause is for: 'blocked the road to demand pay'; or
    what somebody is to do who has not done it: 'trained the rebels to fight'. `planned`: that is told as a plan.

    Talks are an exception: 'travelled to Lima to meet' tells of a meeting.
    """
    if not match.verbal or match.start == 0 or match.pattern.group.event_type == "CONSULT":
        return False
    if clause.words[match.start - 1] not in clause.grammar.to:
        return False
    if match.pattern.group.event_type in _DEEDS and "base" in match.tags and match.start > 1:
        at = match.start - 2
        if clause.words[at] not in clause.grammar.realising and clause.tokens[at].text[0].isalpha():
            return not planned and not _is_means(clause, at)
    for other, *_ in chosen:
        end = max(other.end, other.object + 1)
        earlier = other.verbal and other.head < match.head and end < match.start
        said = match.pattern.group.event_type in _SAID and match.pattern.group.event_type != "AGREE"
        if earlier and said and other.pattern.group.event_type in _OCCASIONS and not _blocks(other):
            continue  # 'gathered to demand', 'telephoned to express'; but 'blocked the road to demand'
        if earlier and not other.pattern.group.operator and clause.between(end, match.start) < _BORDER:
            return True
    return False


def _blocks(match: Match) -> bool:
    """Whether a protest is one that shuts something: what it is for is known, not what was said."""
    return match.pattern.group.mode == "obstruct"


def _is_means(clause: Clause, at: int) -> bool:
    """Whether the words before an infinitive tell what it was done with: 'used the new law to shut down a paper'."""
    g, words = clause.grammar, clause.words
    for i in range(at - 1, max(at - _MEANS, -1), -1):
        if words[i] in g.means:
            return not i or words[i - 1] not in g.be | g.modals | g.to
        if not words[i][0].isalpha() or words[i] in g.linking:
            return False
    return False


_MEANS = 6
"""Words from a verb of using to the end of what is used."""


def is_part(match: Match, clause: Clause, chosen: Sequence["Chosen"], verges: Collection[str]) -> bool:
    """Whether a gerund only tells the result of an attack ('shelled the port, killing two'), the charge of a trial
    ('jailed for insulting the king') or what something is about; or police are only named who do something worse.

    `verges`: words that make it a plan ('brink of')."""
    if match.pattern.group.event_type == "MOBILIZE" and not match.verbal:
        return any(0 <= c.match.start - match.end < _NEXT and _is_force(c.match) for c in chosen)
    if not match.verbal or "ger" not in match.tags or match.start == 0:
        return False
    kind, before = match.pattern.group.event_type, clause.words[match.start - 1]
    if before in clause.grammar.topics and clause.words[match.start - 2] not in verges:
        return True  # 'the price of closing the port': nobody says that it was closed
    for other, *_ in chosen:
        end = max(other.end, other.object + 1)
        if other.head >= match.head or end > match.start:
            continue
        told = other.pattern.group.event_type
        if before == "," and kind == told == "ASSAULT":
            return True
        if before in clause.grammar.towards and told in _JUDGED and clause.between(end, match.start) < _BORDER:
            return kind in _CHARGES
    return False


def _is_force(match: Match) -> bool:
    """Whether a match is what police who are sent out do: 'riot police | cleared the square'."""
    return match.verbal and not match.passive and match.pattern.group.event_type in ("ASSAULT", "COERCE")


_NEXT = 3
"""Words from police to what they do."""
_PHRASES, _ASIDE = 4, 14
"""Phrases that may hang on a subject ('a plan of the ministry for schools in Quito'); words of one between commas."""
_JUDGED = frozenset(("ACCUSE", "COERCE", "SANCTION"))
_CHARGES = frozenset(("ACCUSE", "AID", "ASSAULT", "COERCE", "PROTEST", "REJECT", "SUPPORT"))
"""Types of what somebody is accused of, arrested or tried for."""


def subject_noun(match: Match, clause: Clause, *, named: bool = False) -> str:
    """The noun that is the subject of an active verb where it is no known actor's name, '' where none is seen.
    `named`: the last word of a name is answered as well: 'the Clean Streets Act'.

    'the law that bans strikes', 'a tent on the roof of the embassy refuses': law, tent.
    """
    if not match.verbal or match.passive or match.pattern.group.roles not in ("direct", "mutual"):
        return ""
    if named:
        return _subject_noun(match, clause, named=True)
    known = clause.nouns.get(match.start)
    if known is None:
        known = clause.nouns[match.start] = _subject_noun(match, clause, named=False)
    return known


def _subject_noun(match: Match, clause: Clause, *, named: bool) -> str:
    g, words = clause.grammar, clause.words
    verbs = clause.verb_group(match.start)
    at = match.start - 1 - len(verbs)
    if at > 0 and not g.to.isdisjoint(verbs):
        if _is_means(clause, at):
            return ""  # 'used the law to ban'
        at -= words[at] in g.realising  # 'the bill aims to repeal'
    if words[at] in g.conjunctions and words[at] != "," and any(v < at for v in clause.verbs):
        return ""  # 'downed tools and marched': the subject is the first verb's
    related = at > 0 and (words[at] in g.relative or words[at] in g.that)
    at -= related
    at -= related and words[at] == ","  # 'Bo, who has opened an inquiry'
    for _ in range(_PHRASES):
        if at > 0 and words[at] == ",":  # 'the Act, drafted in May, bans'
            comma = next((i for i in range(at - 1, max(at - _ASIDE, 0), -1) if words[i] == ","), 0)
            at = comma - 1 if comma else at
        if at < 0 or not words[at].isalpha():
            return ""
        if named and clause.tokens[at].text[0].isupper():
            return words[at]  # 'the Funds in Elections Act': the preposition is part of the name
        party = next((p for p in clause.parties if p.first <= at < p.last), None)
        first = party.phrase if party else at
        while (
            not party
            and first > 0
            and words[first - 1].isalpha()
            and words[first - 1] not in g.linking
            and words[first - 1] not in g.verb_left
        ):
            if words[first - 1].endswith(g.verbal_endings):
                break  # 'Bo drafted legislation'
            first -= 1
        if first > 1 and words[first - 1] in g.prepositions and words[first - 2].isalpha():
            at = first - 2
            continue
        return "" if party else words[at]
    return ""


def is_others(
    match: Match, clause: Clause, things: Collection[str], laws: frozenset[str], papers: Collection[str] = ()
) -> bool:
    """Whether a verb's subject is a thing ('the tent refuses to leak') or, in a relative clause, people of whom nothing
    is known ('fines for people who refuse to pay'): whoever else is named says no such thing. `laws`: of these things
    those that have names, 'the Clean Streets Act'; `papers`: nouns of what accuses and asks, and does nothing else."""
    if not laws.isdisjoint(clause.words) and subject_noun(match, clause, named=True) in laws:
        return True
    noun = subject_noun(match, clause)
    if not noun or noun in things:
        return bool(noun)
    if noun in papers:
        return match.pattern.group.event_type not in _FILED
    if match.pattern.group.event_type not in _ANYBODYS:
        return False
    at = match.start - 1 - len(clause.verb_group(match.start))
    return clause.words[at] in clause.grammar.relative and clause.words[at - 1] != ","  # 'Bo Lund, who refused'


def are_apart(earlier: Match, later: Match, clause: Clause) -> bool:
    """Whether two verbs of one subject are two acts: 'expelled the envoy, recalled its own and shut the border'."""
    g, words = clause.grammar, clause.words
    if not (earlier.verbal and later.verbal) or earlier.passive != later.passive:
        return False
    if "ger" in earlier.tags or "ger" in later.tags or words[earlier.head] == words[later.head]:
        return False
    at = later.start - 1 - len(clause.verb_group(later.start))
    end = max(earlier.end, earlier.object + 1)
    return end <= at and (words[at] in g.conjunctions or clause.between(end, later.start) >= _BORDER)


_BORDER = 0.6
"""Cost of the least border between two clauses."""


def is_between_states(coding: Coding) -> bool:
    """Whether two countries face each other: politics, even in an article about sport, unless teams do the like."""
    if coding.event_type in _PLAYED:
        return False
    sources, targets = ({a.country for a in side if a.country} for side in (coding.sources, coding.targets))
    return bool(sources and targets and sources != targets)


_DEEDS = frozenset(("ASSAULT", "COERCE", "MOBILIZE", "PROTEST"))
"""Types of deeds, which an infinitive does not report as done."""
_OCCASIONS = frozenset(("CONSULT", "PROTEST"))
"""Types of what people come together in."""
_PLAYED = frozenset(("AGREE", "ASSAULT", "CONSULT", "COOPERATE", "MOBILIZE", "RETREAT", "THREATEN"))
"""Types whose words tell of a match: teams meet, strike, threaten and yield."""


class Chosen(NamedTuple):
    """A match that stands, and whether a plan governs it ('is to visit Rome for talks')."""

    match: Match
    planned: bool
    known: bool = False
    """Whether it stands in what is said of it: 'blamed Peru for the May bombing'."""


def choose(
    matches: Sequence[Match], tokens: Sequence[Token], lexicon: Lexicon, barred: Collection[int] = ()
) -> list[Chosen]:
    """The matches that stand: no two overlap, none is the complement of an operator ("urged X to withdraw").

    Those whose `id` is in `barred`, because their actors cannot be, give way to what overlaps them; what they govern
    stays governed.
    """
    if len(matches) == 1:
        return [] if id(matches[0]) in barred else [Chosen(matches[0], False)]  # nothing overlaps or governs it
    matches = whole_nouns(matches)
    taken: set[int] = set()
    subjects: set[int] = set()
    """Objects of passive verbs, which stand before them: two may share one, 'the case was shelved, but reopened'."""
    kept: list[Match] = []
    for match in sorted(matches, key=lambda m: (-_precedence(m), m.start, m.pattern.id)):
        if id(match) in barred:
            if match.pattern.group.operator:
                kept.append(match)
            continue
        # What stands before a verb that is not passive is the object of another verb too: 'the ban that it imposed'.
        own = match.object >= 0 and (match.object > match.start or match.passive)
        span = set(range(match.start, match.end))
        if own:
            span.add(match.object)
        before = match.passive and 0 <= match.object < match.start
        shared = {match.object} if before and match.object in subjects else set()
        shared |= {v.object for v in kept if v.object in span and deeds.is_answered(match, tokens, v, lexicon.grammar)}
        overlaps = not span.isdisjoint(taken) and bool((span & taken) - shared)
        if overlaps or (match.pattern.kind == "n" and _is_object(match, tokens, kept, lexicon.grammar)):
            continue
        taken |= span
        if before:
            subjects.add(match.object)
        kept.append(match)
    kept.sort(key=lambda m: m.head)
    out: list[Chosen] = []
    closed, planning, clauses = -1, False, list[Match]()
    for match in kept:
        governed = match.start < closed and not (clauses and _is_apart(match, tokens, clauses[-1], lexicon))
        last = out[-1].match if out and out[-1].known else None
        known = governed and bool(clauses) and deeds.stands(match, tokens, clauses[-1], last, lexicon.grammar)
        if governed and not known and not (planning and match.pattern.group.event_type == "CONSULT"):
            continue
        if match.pattern.group.operator and match is not kept[-1]:
            closed = max(closed, complement_end(match, tokens, lexicon))
            clauses.append(match)
            planning = match.pattern.group.status == "planned"
        if id(match) not in barred:
            out.append(Chosen(match, governed and not known, known))
    return out


def _is_apart(match: Match, tokens: Sequence[Token], operator: Match, lexicon: Lexicon) -> bool:
    """Whether what looks governed is told of the operator's own subject: 'backed the cuts, rejecting a report'.

    Only of what is said, and where no other gerund stands between: 'of lying, blaming others' goes on with a list."""
    at = match.start
    if "ger" not in match.tags or match.pattern.group.event_type not in _SAID or tokens[at - 1].lower != ",":
        return False
    between = (t.lower for t in tokens[operator.end : at - 1])
    return not any("ger" in lexicon.tags.get(w, ()) for w in between)


def _is_object(noun: Match, tokens: Sequence[Token], verbs: Sequence[Match], g: Grammar) -> bool:
    """Whether a noun is the object that its verb already tells of: 'held a joint | naval exercise'."""
    for verb in verbs:
        end = max(verb.end, verb.object + 1)
        near = verb.verbal and 0 <= noun.start - end <= 1 and verb.pattern.group.event_type in _TELLING
        if near and (end == noun.start or tokens[end].lower not in g.opening):
            return True
    return False


_GERUND = frozenset(("ger",))
_TELLING = frozenset(("CONSULT", "COOPERATE", "MOBILIZE", "AGREE", "SANCTION", "AID", "PROTEST"))
"""Types whose verbs tell what becomes of their object; 'praised the talks' leaves the talks an event of their own."""


def _precedence(match: Match) -> float:
    """The rank of a match; a noun yields to the verb whose object it is ("dropped the investigation into")."""
    return match.rank - (NOUN_YIELDS if match.pattern.kind == "n" else 0.0)


def complement_end(match: Match, tokens: Sequence[Token], lexicon: Lexicon) -> int:
    """One past the last token of what an operator governs: up to the next clause that stands on its own."""
    g, tags = lexicon.grammar, lexicon.tags
    form_of = tags.get(tokens[match.start].lower, frozenset())
    group = g.verb_group(tokens, match.start)
    plural = match.pattern.kind != "n" and "base" in form_of and not group
    perfect = not g.have.isdisjoint(group)
    gerund = match.start == 0 and "ger" in match.tags
    first = tokens[tokens[0].text in _MARKS and len(tokens) > 1].lower
    opening = (first in g.prepositions or first in g.subordinators) and "," not in map(_TEXT, tokens[: match.start])
    aside = _is_aside(match, tokens, g)
    marked, quoted = not _MARKS.isdisjoint(map(_TEXT, tokens)), False
    within = marked and sum(t.text in _MARKS for t in tokens[: match.end]) % 2 == 1
    for i in range(match.end, len(tokens)):
        word = tokens[i].lower
        if marked and word in _MARKS:
            # 'accused Peru of “planning raids – and talking of war”': what is quoted is no report
            within, quoted = False, not (within or quoted or word in _CLOSING)
        if quoted:
            continue
        if word in g.hard_breaks or (word in g.subordinators and word not in g.conditions):
            return i
        if word == "," and i + 1 < len(tokens) and tokens[i + 1].lower in g.subject_pronouns:
            return i
        if word == "," and not g.summing.isdisjoint(_lowers(tokens, i + 1, _SUMMING)) and _sums_up(tokens, i, g):
            return i  # 'accused Peru of lying, a charge Lima denied'
        if word == "," and _is_absolute(tokens, i, g):
            return i  # 'urged talks, nine ministers having resigned'
        if word == "," and aside and _goes_on(tokens, i + 1, lexicon):
            return i  # 'Bo, who urged talks with Peru, met'
        if word in g.relative and word not in g.that and tokens[i - 1].lower == ",":
            return i  # 'accused Peru, whose envoy it had received'
        if gerund and word == "," and i + 1 < len(tokens) and tokens[i + 1].text[0].isupper():
            return i  # 'Speaking in Lima, Bo accused'
        if word == "," and opening and i + 1 < len(tokens) and _opens_subject(tokens[i + 1], g):
            return i  # 'In what Peru called a crime, Chad bombed', 'After calls for him to go, the king left'
        if i == match.end and word in g.by and i + 1 < len(tokens) and tokens[i + 1].lower.endswith(g.gerund_endings):
            return i  # 'hit back by expelling'
        if word in g.conjunctions and i + 1 < len(tokens):
            j = i + 1
            named = tokens[j].text[0].isupper() or tokens[j].lower in g.determiners
            joined = word != "," and "," in (tokens[i - 1].lower, tokens[i - 1].text in _MARKS and tokens[i - 2].lower)
            timed = (
                word != "," and tokens[j].lower in g.prepositions and not g.days.isdisjoint(_lowers(tokens, j, _TIME))
            )
            if timed and _has_verb(tokens, j, lexicon):
                return i  # 'has urged talks with Peru and on Monday received'
            if joined and (named or tokens[j].lower in g.subject_pronouns or _has_verb(tokens, j, lexicon)):
                return i
            while j < len(tokens) - 1 and (
                tokens[j].lower in g.have or tokens[j].lower in g.be or g.is_adverb(tokens[j].lower)
            ):
                j += 1
            form = tags.get(tokens[j].lower, frozenset())
            noun = tokens[j].lower in lexicon.ambiguous and g.is_noun(tokens, j)
            if form & {"past", "third"} and "base" not in form and not noun:
                return i
            if perfect and "part" in form and not noun:
                return i  # 'has condemned the raid and given Peru a week'
            if plural and "base" in form and not noun and g.to.isdisjoint(t.lower for t in tokens[match.start : i]):
                return i  # 'they deny the attack and accuse Peru'
    return len(tokens)


def _lowers(tokens: Sequence[Token], at: int, count: int) -> list[str]:
    return [t.lower for t in tokens[at : at + count]]


def _is_absolute(tokens: Sequence[Token], comma: int, g: Grammar) -> bool:
    """Whether a participle with a subject of its own follows a comma: ', nine ministers having resigned'."""
    for i in range(comma + 2, min(comma + _ABSOLUTE, len(tokens))):
        word = tokens[i].lower
        if word in g.absolute:
            return tokens[i - 1].text[0].isalpha()
        if not (word[0].isalnum()) or word in g.prepositions or word in g.conjunctions or word in g.finite:
            return False
    return False


_ABSOLUTE = 6
"""Words behind a comma among which such a participle stands."""


def _sums_up(tokens: Sequence[Token], comma: int, g: Grammar) -> bool:
    """Whether a noun behind a comma sums up what was told and opens a clause about it: ', a charge (that) Lima'."""
    at = comma + 1 + (tokens[comma + 1].lower in g.determiners)
    if at + 1 >= len(tokens) or tokens[at].lower not in g.summing:
        return False
    after = tokens[at + 1]
    return after.text[0].isupper() or after.lower in g.relative | g.that | g.subject_pronouns | g.determiners


_SUMMING = 2
"""Words behind a comma among which a noun that sums up stands."""


def _is_aside(match: Match, tokens: Sequence[Token], g: Grammar) -> bool:
    """Whether a verb stands in a relative clause between commas: 'Bo, who urged', 'Bo, a farmer who once urged'."""
    related = False
    for i in range(match.start - 1, max(match.start - _OPENING, -1), -1):
        word = tokens[i].lower
        if word == ",":
            return related
        if word in g.hard_breaks:
            return False
        related = related or word in g.relative_subjects - g.that
    return False


def _goes_on(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether the main clause goes on here after what was put between commas: ', has met', ', in May met'."""
    g = lexicon.grammar
    while at < len(tokens) - 1 and g.is_adverb(tokens[at].lower):
        at += 1
    if at >= len(tokens):
        return False
    word = tokens[at].lower
    form = lexicon.tags.get(word, frozenset())
    finite = word in g.finite or (form & {"past", "third"} and "base" not in form and not g.is_noun(tokens, at))
    return bool(finite) or (word in g.prepositions and _has_verb(tokens, at, lexicon))


def _opens_subject(token: Token, g: Grammar) -> bool:
    """Whether a noun phrase begins here: a name, or an article."""
    return token.text[0].isupper() or token.lower in g.determiners


def _has_verb(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a finite verb follows in the clause that begins at `at`: ', and on Monday the miners threatened'."""
    g = lexicon.grammar
    for i in range(at + 2, min(at + _OPENING, len(tokens))):
        word = tokens[i].lower
        if word == "," or word in g.hard_breaks or word in g.relative:
            return False
        form = lexicon.tags.get(word, frozenset())
        if word in g.finite or (form & {"past", "third"} and "base" not in form and not g.is_noun(tokens, i)):
            return True
    return False


_TIME = 3
"""Words of a phrase of time: 'on the Monday'."""
_OPENING = 12
"""Words in which the verb of a clause that begins with its time or place is looked for."""
_UNPOLITICAL = frozenset(("BUS", "MED"))
_STATELESS = frozenset(("IGO", "REB"))
"""Sectors whose actors act for no country and yet are no strangers."""
_PUBLIC = frozenset(("GOV", "MIL", "LEG", "JUD", "OPP", "PTY"))
"""Sectors whose actors belong to the state that a document is about."""
_SAID = frozenset(("ACCUSE", "AGREE", "REJECT", "REQUEST", "SUPPORT", "THREATEN"))
"""Types that are acts of speech."""
_FILED = frozenset(("ACCUSE", "REQUEST"))
"""Types of what is said in court papers."""
_ANYBODYS = _SAID | {"CONCEDE"}
"""Types of which a relative clause says whom or what it is about: 'towns that allow dogs'."""
_TOLD = (_SAID - {"ACCUSE"}) | {"CONSULT"}
"""Types that a newsroom's own talking and asking is not: that is its trade."""
_REPRESSION = frozenset(("COERCE", "SANCTION", "RETREAT"))
"""Types that make newsroom people a matter of politics."""
_BEFALLING = frozenset(("ASSAULT", "COERCE", "PROTEST", "SANCTION"))
"""Types that are told without any side ('three miners were shot dead'); setting.py may know whose people they are."""
_NAMELESS = frozenset(("PROTEST",))
"""Types that crowds without a country do: 'farmers protested'. 'A watchdog criticised' is about anybody."""


def _assembles(match: Match, sources: Sequence[Actor], g: Grammar | None) -> bool:
    """Whether many who are named as one meet among themselves: 'the cabinet met', 'EU leaders gathered in Rome'."""
    if g is None or not match.verbal or match.pattern.objects or len(sources) != 1:
        return False
    actor = sources[0]
    last = (actor.role or actor.name).lower().split()[-1]
    return last in g.assembling or (actor.sector == "IGO" or bool(actor.role and last.endswith(g.plural_endings)))


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
    if group.weak and not ((sources and targets) or (group.roles == "mutual" and len(sources) > 1)):
        return False
    active = match.verbal and not match.passive and group.roles not in ("reverse", "passive")
    if active and not sources and group.event_type in _SAID:
        # Who says it is what makes it an event, unless it is said to a state.
        return any(a.country and a.sector == "GOV" and not a.role for a in targets)
    if match.pattern.kind == "n" and match.pattern.words == 1 and group.event_type in _SAID and not sources:
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
        known = _STATELESS if abroad else _STATELESS | _PUBLIC
        acting = [a for a in acting if a.country or a.sector in known]
    # A city alone acts on nobody, but bombs fall on one.
    armed = group.event_type == "ASSAULT" and group.mode is not None and match.verbal
    return any(a.country or a.sector for a in acting) and (armed or not roles.places_only)
