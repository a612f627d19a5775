"""Closed word classes of a language: auxiliaries, determiners, prepositions, verbs of saying, and what is made of them.

In: lexicon/<language>/grammar.toml. Out: its lists as fields; grammar.py asks its questions of them.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from transforms.events import acts, tables
from transforms.events.acts import Acts

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
class WordClasses:
    """The word classes; each name is a list of grammar.toml."""

    be: frozenset[str]
    passive_aux: frozenset[str]
    have: frozenset[str]
    modals: frozenset[str]
    future: frozenset[str]
    conditional: frozenset[str]
    negation: frozenset[str]
    negated_verbs: frozenset[str]
    contracted: frozenset[str]
    """The negation that is part of a negated verb: 'not' of a pattern is found in 'isn't', too."""
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
    circumstance: frozenset[str]
    """Prepositions of how and under what something is done, never of upon whom: 'under UN supervision'."""
    beside: frozenset[str]
    """Prepositions of where a thing is that is no part of the place: 'a dinghy off Lome'."""
    directions: frozenset[str]
    """Words that with "of" and a name of a state say where a thing outside it is: 'forty miles east of Togo'."""
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
    intent: frozenset[str]
    """Words that say what a thing is for, and of persons what they will do: 'a law intended to', 'he intended to'."""
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


_DERIVED = frozenset(
    ("acts", "with_", "finite", "opening", "linking", "borders", "verb_left", "noun_left", "noun_right", "auxiliary")
)
"""Fields that are made of others; the rest are lists of the file, empty where a language has none."""


def lists(language: str) -> dict[str, Any]:
    """The fields of `WordClasses` for a language. LexiconError for a list or a trait that there is not."""
    data = tables.read(language, "grammar")
    words: dict[str, list[str]] = defaultdict(list, {name: str(value).split() for name, value in data.items()})
    sets: dict[str, frozenset[str]] = defaultdict(frozenset, {name: frozenset(w) for name, w in words.items()})
    if unknown := sets["traits"] - TRAITS:
        raise tables.LexiconError(f"lexicon/{language}/grammar.toml: no such trait: {', '.join(sorted(unknown))}")
    possessive = sets["possessive"]
    # Where 'to' is also a preposition of nouns, only what cannot be a noun follows it as a verb: the infinitive.
    to: frozenset[str] = frozenset() if "bare_infinitive" in sets["traits"] else sets["to"]
    if strange := words.keys() - {*WordClasses.__slots__, "with"}:
        raise tables.LexiconError(f"lexicon/{language}/grammar.toml: no such list: {', '.join(sorted(strange))}")
    listed: dict[str, Any] = {
        name: tuple(words[name]) if name.endswith("_endings") else sets[name]
        for name in set(WordClasses.__slots__) - _DERIVED
    }
    return listed | {
        "acts": acts.load(language),
        "with_": sets["with"],
        "finite": sets["be"] | sets["have"] | sets["modals"] | sets["speech"],
        "opening": sets["prepositions"] | sets["conjunctions"],
        "linking": frozenset().union(
            *(
                sets[name]
                for name in ("prepositions", "conjunctions", "possessive", "be", "have", "modals", "negated_verbs")
            )
        ),
        "borders": dict.fromkeys(sets["that"], 0.6)
        | dict.fromkeys(sets["subordinators"] | sets["relative"] - sets["that"], 0.9)
        | dict.fromkeys(sets["hard_breaks"], 1.2)
        | {",": 0.25},
        "verb_left": to
        | sets["clitics"]
        | sets["modals"]
        | sets["subject_pronouns"]
        | sets["negation"]
        | sets["negated_verbs"]
        | sets["do"],
        "noun_left": sets["determiners"] | possessive | sets["prepositions"] - to,
        "noun_right": sets["be"] | sets["modals"] | sets["have"] | sets["negated_verbs"],
        "auxiliary": frozenset().union(
            *(sets[name] for name in ("be", "have", "modals", "negation", "negated_verbs", "do", "to", "clitics"))
        ),
    }
