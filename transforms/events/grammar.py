"""Closed word classes of a language and the three questions asked of them: noun or verb, active or passive, how far.

In: tokens and lexicon/<language>/grammar.toml. Out: plain answers for one position. No parser: neighbouring words
decide, which is right often enough and costs microseconds.
"""

import functools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from transforms.events import acts, tables
from transforms.events.acts import Acts
from transforms.events.model import Token

QUOTES = frozenset('"“”‘«»')
LOOK_BACK = 4
"""Words between an auxiliary and its participle that are looked past."""


TRAITS = frozenset(
    ("compounds", "bare_infinitive", "adjectives_after", "strict_participles", "told_subjects", "many_patterns")
)
"""compounds: a noun may describe the next one ('trade talks'), and a bare form may be noun or verb; without, a noun
has a determiner or a preposition before it. bare_infinitive: the base form is the infinitive, without a 'to'.
adjectives_after: an adjective stands behind its noun ('ataque ruso'). strict_participles: a participle is no past
tense; without an auxiliary or an agent it only describes. told_subjects: a verb's subject is told, so that a stranger
is seen to be one ('the exporters refused'); without, a bare verb goes on about somebody known.
many_patterns: the lexicon has so many that those of one type second each other; without, it says nothing that
none does."""


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
    articles: frozenset[str]
    """Determiners that never stand alone: a noun must follow."""
    floating: frozenset[str]
    """Words of a subject that may stand behind its auxiliary: 'have both urged', 'were all freed'."""
    ordinals: frozenset[str]
    """Determiners that behind a name or an auxiliary say when: 'Peru first accused it in May'."""
    assembling: frozenset[str]
    """Nouns of those who meet among themselves: 'the cabinet met'."""
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
    foretelling: frozenset[str]
    """Participles that such a word leaves active, as it tells what of: 'unions warned of strikes'."""
    conveyances: frozenset[str]
    """What behind 'by' is how a thing is done: 'travelled by night train'."""
    beside: frozenset[str]
    """Prepositions of where a thing is that is no part of the place: 'a dinghy off Lome'."""
    asking: frozenset[str]
    """Words that open what is yet to be settled: 'agreed on whether Peru'."""
    to: frozenset[str]
    of: frozenset[str]
    between: frozenset[str]
    with_: frozenset[str]
    summing: frozenset[str]
    absolute: frozenset[str]
    that: frozenset[str]
    noun_verbs: frozenset[str]
    """Lemmas of verbs whose forms in the present may be nouns."""
    noun_forms: frozenset[str]
    """Single forms of verbs that may be nouns."""
    adjective_exceptions: frozenset[str]
    prefixes: frozenset[str]
    """Halves of compounds that are verbs all the same: 're-opened'."""
    plurals: frozenset[str]
    """Plural nouns without -s."""
    speech: frozenset[str]
    """Verbs of saying, all forms."""
    realising: frozenset[str]
    """Words before 'to' that make the infinitive a fact or a plan: 'began to', 'is to'."""
    means: frozenset[str]
    """Verbs of what something is done with: 'used the law to shut down'."""
    topics: frozenset[str]
    """Prepositions after which a gerund is only a topic: 'the price of closing the port'."""
    periods: frozenset[str]
    """Units of time in the plural; behind a participle they are no object: 'killed hours later'."""
    days: frozenset[str]
    """Names of days; after a preposition they are no object: 'called on Monday for'."""
    months: frozenset[str]
    """Names of months that are nouns, too; with a capital they are no object: 'joined in March'."""
    announcing: frozenset[str]
    """Verbs that make a thing known, beyond those of saying: 'will resign, he announced'."""
    inverted: frozenset[str]
    """Verbs of saying that their subject may follow: 'said Kerry'."""
    quoting: frozenset[str]
    """Verbs that name the speaker of what is quoted beside them, beyond those of saying: '“...,” the king went on'."""
    according: frozenset[str]
    locative: frozenset[str]
    """Prepositions of places and times."""
    towards: frozenset[str]
    """Prepositions of the one acted upon."""
    first_person: frozenset[str]
    """Words for a quoted speaker and those he speaks for."""
    meanwhile: frozenset[str]
    """Prepositions of what goes on at the same time: 'during'."""
    resolving: frozenset[str]
    """Verbs of what is to be done: 'approved plans to build homes'."""
    throughout: frozenset[str]
    """Prepositions of where all over something happens."""
    against: frozenset[str]
    """Prepositions of adversaries."""
    nominative: frozenset[str]
    """Pronouns that are subjects and nothing else."""
    accusative: frozenset[str]
    """Pronouns that are never subjects."""
    conditions: frozenset[str]
    """Subordinators whose clause still belongs to what is warned of or asked for: 'warned that it would, if ...'."""
    same_time: frozenset[str]
    """Subordinators whose clause happens when its main clause does: 'ended in April, when he was seized'."""
    reports: frozenset[str]
    """Nouns of what is told: 'reports of a raid'."""
    wars: frozenset[str]
    """Nouns that the names of two sides joined by a hyphen describe: 'the Chad-Niger war'."""
    frontiers: frozenset[str]
    """Nouns that two names joined by a hyphen describe: 'the Chad-Niger border'."""
    told: frozenset[str]
    """Words before a newsroom's name that make it the one spoken to or quoted: 'told Reuters', 'calls from AFP'."""
    relative_subjects: frozenset[str]
    """Relative pronouns that are the subject of their clause: 'X, which did A'."""
    leaving: frozenset[str]
    """Prepositions of what is left or of who is asked: 'expelled from', 'seeks from'."""
    owners: frozenset[str]
    """Possessive pronouns of the third person."""
    befallen: frozenset[str]
    """Nouns that make the subject the one acted upon: 'the target of an attack'."""
    purposes: frozenset[str]
    """Prepositions that make the noun after them a topic or a time of the clause, not its act: 'talks over a raid'."""
    finite: frozenset[str]
    """Auxiliaries, modals and verbs of saying: what shows a finite verb that no trigger is."""
    opening: frozenset[str]
    """Words that open another phrase: prepositions and conjunctions."""
    linking: frozenset[str]
    """Words that cannot stand inside one noun phrase."""
    perfect: frozenset[str]
    """Auxiliaries of the perfect in the present tense: 'has met'."""
    is_now: frozenset[str]
    """Auxiliaries of the present: 'is meeting'."""
    reduced: frozenset[str]
    """Participles without the usual ending that often follow their noun: 'talks held'."""
    clitics: frozenset[str]
    """Pronouns that lean on a verb and may stand between it and its auxiliaries: 'no se ha reunido'."""
    object_markers: frozenset[str]
    """Prepositions that only mark whom a verb acts upon: what stands bare after the verb may be its subject."""
    traits: frozenset[str]
    """How the language builds, see TRAITS."""
    adjective_endings: tuple[str, ...]
    adverb_endings: tuple[str, ...]
    no_adverbs: frozenset[str]
    """Words that end like adverbs and are none: 'fly home', 'Italy'."""
    plural_endings: tuple[str, ...]
    """Of nouns, and of verbs in the third person where these end alike."""
    finite_endings: tuple[str, ...]
    """Of verbs that no pattern needs to know: what ends so has a subject."""
    verbal_endings: tuple[str, ...]
    """Of participles and gerunds as well."""
    gerund_endings: tuple[str, ...]
    contrast: frozenset[str]
    """Conjunctions of two facts that are told together: 'but'."""
    eves: frozenset[str]
    """Prepositions of what comes later: 'ahead of a summit on Sunday'."""
    matters: frozenset[str]
    """Prepositions of what somebody is thanked, blamed or tried for."""
    since: frozenset[str]
    """Prepositions of the time from which on something holds."""
    sequel: frozenset[str]
    """Subordinators of what went before: 'after'."""
    ability: frozenset[str]
    """Modals of what one is able to do: 'can'."""
    designed: frozenset[str]
    """Words before 'to' that say what a thing is for or nobody could do: 'used to', 'unable to'."""
    anybody: frozenset[str]
    """Pronouns of nobody in particular, as subjects: 'you', 'one', 'nothing'."""
    whenever: frozenset[str]
    """Subordinators of habits."""
    generally: frozenset[str]
    """Subordinators that, at the head of a sentence in the present, make it one of habits."""
    ours: frozenset[str]
    """What at the head of a sentence in the present makes it one of habits: 'Our agents fight crime'."""
    preventing: frozenset[str]
    """Forms of verbs whose object is not to happen: 'rules to prevent a strike'."""
    failing: frozenset[str]
    """Words before 'to' that leave it undone: 'failed to prevent an attack'."""
    bodies: frozenset[str]
    """Nouns of bodies that are founded for something: 'a charity campaigning for'."""
    figures: frozenset[str]
    """Words that make the noun of a fight behind them a figure of speech: 'a court battle'."""
    upon: frozenset[str]
    """Prepositions that may stand between a verb and whom it is upon: 'appealed to'."""
    bound_for: frozenset[str]
    """Prepositions of what somebody is handed over for."""
    under: frozenset[str]
    """Prepositions of the orders that an act rests on."""
    own: frozenset[str]
    """Halves of compounds that turn an act upon the one who does it: 'a self-imposed limit'."""
    about_own: frozenset[str]
    """Prepositions after which a gerund is of the one who insists: 'insistence on paying'."""
    wondering: frozenset[str]
    """Words behind a verb of asking that make it a question: 'asked whether'."""
    nameless: frozenset[str]
    """What is asked of a newsroom: 'asked that he not be named'."""
    idioms: frozenset[str]
    """Verbs with the word that makes another verb of them: 'blast_off'."""
    going_on: frozenset[str]
    """Words between a verb of going and a 'to' that may open an infinitive: 'went on to blame'."""
    compounding: frozenset[str]
    """Nouns that are hardly ever a subject before a form that may be noun or verb: 'air raids'."""
    name_particles: frozenset[str]
    """Words within names that look like verbs: 'Osama bin Laden'."""
    owing: frozenset[str]
    """Words that make one preposition with the 'to' behind them: 'due to'."""
    wishing: frozenset[str]
    """Verbs before 'to' with which one asks nobody else for anything: 'wants to defuse'."""
    newsroom: frozenset[str]
    """Words behind 'to' for those who write: 'would not speak to us'."""
    expiring: frozenset[str]
    """Nouns that a noun before them only describes: 'a nuclear test ban'."""
    besides: frozenset[str]
    """The words that join a gerund to another verb: 'as well as'."""
    acts: Acts
    """The words around acts of force."""
    borders: Mapping[str, float]
    """What crossing a word costs an actor on the far side; 1 is a border between clauses."""
    verb_left: frozenset[str]
    """Words after which an ambiguous form is a verb: to, modals, pronouns, negation."""
    noun_left: frozenset[str]
    """Words after which it is a noun: determiners, possessives, prepositions."""
    noun_right: frozenset[str]
    """Words before which it is a noun: auxiliaries, modals."""
    auxiliary: frozenset[str]
    """What stands before a verb and belongs to it, but for adverbs: auxiliaries, negations, 'to'."""

    def is_adverb(self, word: str) -> bool:
        """Whether a word may stand between a subject and its verb."""
        if word in self.adverbs:
            return True
        return len(word) > 4 and word.endswith(self.adverb_endings) and word not in self.no_adverbs

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
            if previous in self.verb_left and (previous in self.to or previous not in self.prepositions):
                return False  # but 'without charge'
            if previous in self.noun_left or (left == i - 1 and (previous == "-" or previous[0].isdigit())):
                return True
            if left == i - 1 and (self.is_describing(previous) or previous in self.compounding):
                return True
        if following is None:
            return left < 0
        if following.lower in self.noun_right or following.lower in self.possessive:
            return True
        if left < 0:
            return following.lower not in self.determiners
        if "compounds" not in self.traits:
            return False  # 'Perú condena', 'los países visitan'
        before = tokens[left]
        plural = before.lower.endswith(self.plural_endings) or before.lower in self.plurals
        third = tokens[i].lower.endswith(self.plural_endings)
        if third and following.lower in self.passive_right and before.lower not in self.subject_pronouns:
            return True  # 'after the rebel attacks of May', 'two raids by'
        if (
            third
            and before.text[0].isupper()
            and (
                following.lower in self.speech
                or (
                    len(following.text) > 4
                    and following.text.endswith(self.finite_endings)
                    and following.text.islower()
                )
            )
        ):
            return True  # 'the Swiss hosts asked'
        if third and left > 0 and before.text.islower() and tokens[left - 1].lower in self.prepositions:
            return True  # 'pleaded guilty to perjury charges'
        if third and left > 0 and (tokens[left - 1].lower in self.negation or tokens[left - 1].lower in self.do):
            return True  # 'did not answer calls'
        if (
            not third
            and left > 1
            and before.text[0].isupper()
            and tokens[left - 1].lower in self.conjunctions
            and tokens[left - 2].text[0].isupper()
            and (following.lower in self.prepositions or self.is_adverb(following.lower))
        ):
            return False  # 'Ghana and Togo meet again'
        past = left > 1 and tokens[left - 1].text.islower() and tokens[left - 1].lower.endswith(self.finite_endings)
        if third and past and before.text.islower() and tokens[left - 2].lower not in self.determiners:
            return True  # 'hit several rebel posts in'
        told = third and left > 0 and before.text.islower() and len(before.text) > 4
        if told and before.text.endswith(self.finite_endings) and tokens[left - 1].lower not in self.determiners:
            return True  # 'the minister dismissed calls for'
        if following.lower in self.determiners:
            # 'leaders back the plan', but 'walked back the plan'
            return not third and not plural and before.text.islower() and before.lower not in self.conjunctions
        if third and tokens[i].lower in self.acts.deeds:
            verb = len(following.text) > 4 and following.lower.endswith(self.finite_endings)
            if verb or following.lower in self.acts.harms or following.lower in self.acts.assailing:
                return True  # 'air raids against', 'rocket attacks killed'
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
        if previous == "," and i + 1 < len(tokens) and tokens[i + 1].text.isalpha() and tokens[i + 1].text.islower():
            # 'in a formal, agreed manner'
            opened = left > 1 and tokens[left - 2].lower in self.determiners
            after = tokens[i + 1].lower
            return opened and after not in self.opening and after not in self.determiners
        if i + 1 < len(tokens) and tokens[i + 1].lower in self.determiners:
            return previous in self.articles  # 'a proposed new tax', but 'the two lifted the ban'
        if previous in self.that and left and tokens[left - 1].text.isalpha():
            before = tokens[left - 1].lower
            if not (before in self.linking or before in self.speech or before in self.determiners):
                return False  # 'the bombing that killed nine', but 'of that seized ship'
        if previous in self.floating and left and tokens[left - 1].lower in self.auxiliary:
            return False  # 'have both urged Peru'
        if previous in self.ordinals and left:
            before = tokens[left - 1].lower
            return before in self.determiners or before in self.possessive or before in self.prepositions
        joined = left and tokens[left - 1].lower in self.auxiliary  # 'has since locked up'
        if previous in self.prepositions and previous not in self.to and i + 1 < len(tokens) and not joined:
            noun = tokens[i + 1].text
            return noun.isalpha() and noun.islower() and noun not in self.opening  # 'of jailed men'
        return previous in self.determiners or previous in self.possessive

    def is_loose_participle(self, tokens: Sequence[Token], i: int) -> bool:
        """Whether the participle at i has neither auxiliary nor agent, where it can tell of an event only with one."""
        if "strict_participles" not in self.traits or i == 0:
            return False
        if i + 1 < len(tokens) and tokens[i + 1].lower in self.passive_right:
            return False
        if tokens[i - 1].lower in self.conjunctions:
            return False
        return not any(w in self.have or w in self.passive_aux for w in self.verb_group(tokens, i))

    def is_gerund_noun(self, tokens: Sequence[Token], i: int) -> bool:
        """Whether an -ing form at i is a noun: 'a shooting in', 'the fighting'."""
        if i == 0:
            return False
        previous = tokens[i - 1].lower
        return previous in self.determiners or previous in self.possessive or self.is_describing(previous)

    def is_passive(self, tokens: Sequence[Token], i: int) -> bool:
        """Whether the participle at i is passive: 'was freed', 'being freed', 'sailors freed by'."""
        direct = i + 1 < len(tokens) and tokens[i + 1].lower in self.passive_right
        if direct and tokens[i + 1].lower in self.by:
            direct = self.conveyances.isdisjoint([t.lower for t in tokens[i + 2 : i + 4]])
        if direct and not (tokens[i].lower in self.foretelling and tokens[i + 1].lower in self.of):
            return not (i and tokens[i - 1].lower in self.have)
        left = i - 1
        if left > 0 and tokens[left].text == "-":
            left -= 2  # 'was re-opened'
        for _ in range(LOOK_BACK):
            if left < 0:
                return False
            word = tokens[left].lower
            if word in self.passive_aux:
                return True
            if not (self.is_adverb(word) or word in self.negation or word in self.floating):
                return False
            left -= 1
        return False

    def is_infinitive(self, tags: frozenset[str]) -> bool:
        """Whether a form with these tags is an infinitive by itself, with no 'to' before it."""
        return "base" in tags and len(tags) == 1 and "bare_infinitive" in self.traits

    def verb_group(self, tokens: Sequence[Token], head: int, limit: int = 8) -> tuple[str, ...]:
        """The auxiliaries, negations, adverbs and 'to' before a verb, from right to left."""
        out: list[str] = []
        left, auxiliary, adverbs = head - 1, self.auxiliary, self.adverbs
        while left >= 0 and len(out) < limit:
            word = tokens[left].lower
            if word in QUOTES:  # 'is “working with', 'will “never” sign'
                left -= 1
                continue
            if word not in auxiliary and word not in adverbs and not self.is_adverb(word):
                break
            out.append(word)
            left -= 1
        return tuple(out)


_DERIVED = frozenset(
    ("acts", "with_", "finite", "opening", "linking", "borders", "verb_left", "noun_left", "noun_right", "auxiliary")
)
"""Fields that are made of others; the rest are lists of the file, empty where a language has none."""


@functools.cache
def load(language: str) -> Grammar:
    """The grammar of a language, read once."""
    data = tables.read(language, "grammar")
    words: dict[str, list[str]] = defaultdict(list, {name: str(value).split() for name, value in data.items()})
    sets: dict[str, frozenset[str]] = defaultdict(frozenset, {name: frozenset(w) for name, w in words.items()})
    if unknown := sets["traits"] - TRAITS:
        raise tables.LexiconError(f"lexicon/{language}/grammar.toml: no such trait: {', '.join(sorted(unknown))}")
    possessive = sets["possessive"]
    # Where 'to' is also a preposition of nouns, only what cannot be a noun follows it as a verb: the infinitive.
    to: frozenset[str] = frozenset() if "bare_infinitive" in sets["traits"] else sets["to"]
    if strange := words.keys() - {*Grammar.__slots__, "with"}:
        raise tables.LexiconError(f"lexicon/{language}/grammar.toml: no such list: {', '.join(sorted(strange))}")
    listed: dict[str, Any] = {
        name: tuple(words[name]) if name.endswith("_endings") else sets[name]
        for name in set(Grammar.__slots__) - _DERIVED
    }
    return Grammar(
        **listed,
        acts=acts.load(language),
        with_=sets["with"],
        finite=sets["be"] | sets["have"] | sets["modals"] | sets["speech"],
        opening=sets["prepositions"] | sets["conjunctions"],
        linking=frozenset().union(
            *(
                sets[name]
                for name in ("prepositions", "conjunctions", "possessive", "be", "have", "modals", "negated_verbs")
            )
        ),
        borders=dict.fromkeys(sets["that"], 0.6)
        | dict.fromkeys(sets["subordinators"] | sets["relative"] - sets["that"], 0.9)
        | dict.fromkeys(sets["hard_breaks"], 1.2)
        | {",": 0.25},
        verb_left=to
        | sets["clitics"]
        | sets["modals"]
        | sets["subject_pronouns"]
        | sets["negation"]
        | sets["negated_verbs"]
        | sets["do"],
        noun_left=sets["determiners"] | possessive | sets["prepositions"] - to,
        noun_right=sets["be"] | sets["modals"] | sets["have"] | sets["negated_verbs"],
        auxiliary=frozenset().union(
            *(sets[name] for name in ("be", "have", "modals", "negation", "negated_verbs", "do", "to", "clitics"))
        ),
    )
