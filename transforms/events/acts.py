"""The words around acts of force: nouns of attacks, what they do, what makes a raid a search or an attack.

In: lexicon/<language>/acts.toml. Out: `Acts`, one set of words for each list of the file, empty where a language has
none. once.py, raids.py, meanings.py, deeds.py, shift.py and unreal.py ask them.
"""

import functools
from dataclasses import dataclass

from transforms.events import tables


@dataclass(frozen=True, slots=True)
class Acts:
    """The lists; each name is a list of acts.toml."""

    harms: frozenset[str]
    """Forms of verbs that tell what an attack did: 'killed'; and the word for those who died."""
    undergone: frozenset[str]
    """Forms of verbs that without an object tell what befell somebody: "the men held in", "troops killed there"."""
    yonder: frozenset[str]
    """What behind such a verb says where, and is no object."""
    measures: frozenset[str]
    """What with the preposition before it only measures an object: 'killed at least nine'."""
    posts: frozenset[str]
    """What is written or said somewhere: 'a post on Chirper'."""
    deeds: frozenset[str]
    """Nouns of attacks."""
    assailing: frozenset[str]
    """Prepositions behind these nouns that do not stand behind their verbs."""
    weapons: frozenset[str]
    """Nouns of what an attack is made with: 'a bomb that killed nine'."""
    sweeps: frozenset[str]
    """Nouns of what arrests are made in."""
    attackers: frozenset[str]
    """Nouns of who attacks that patterns take for the attack: 'a suicide bomber'."""
    ranking: frozenset[str]
    """What makes a noun behind a comma a sum of what was told: ', the worst such attack'."""
    which: frozenset[str]
    """Relative pronouns of things that are the subject of their clause."""
    owning: frozenset[str]
    """Nouns of what somebody claims who says that an attack was his."""
    disowned: frozenset[str]
    """Nouns of what somebody denies who says that it was not: 'denied any role in Friday's raid'."""
    amid: frozenset[str]
    """Prepositions of the deed in which something befell somebody: 'killed in a raid'."""
    befalling: frozenset[str]
    """Subordinators of it: 'were hurt when gunmen attacked'."""
    raids: frozenset[str]
    """Forms of the word for what police and armies both do."""
    warlike: frozenset[str]
    """Words beside it, and things raided, that make it an attack: 'air raids', 'raided a village'."""
    policing: frozenset[str]
    """Words that make it a search: 'dawn raids', 'police'."""
    searched: frozenset[str]
    """Things that police raid: 'offices'."""
    clashing: frozenset[str]
    """Forms of the verb for what both ministers and mobs do."""
    disputing: frozenset[str]
    """Prepositions of what a dispute is about."""
    brawlers: frozenset[str]
    """Nouns of those whose clash is no dispute in words."""
    attacking: frozenset[str]
    """Forms of the verb for what both soldiers and senators do."""
    accords: frozenset[str]
    """Nouns of what is agreed or talked about, which has not been done."""
    settling: frozenset[str]
    """Prepositions of it."""
    helping: frozenset[str]
    """Words that make a move of troops one to keep a peace or to help."""
    menacing: frozenset[str]
    """Words that make it one against somebody."""
    moving: frozenset[str]
    """Words that make a verb of speech behind which they stand one of motion: 'blasted off'."""
    aloft: frozenset[str]
    """The same for verbs of attack."""
    lifting: frozenset[str]
    """What is done to burdens to ease them: 'lift', 'scrap'."""
    burdens: frozenset[str]
    """What is lifted: 'tariffs', 'ban'."""
    halting: frozenset[str]
    """Nouns of what ends: 'calls for an end to the violence'."""
    fights: frozenset[str]
    """Nouns of fighting beside those of attacks."""
    definite: frozenset[str]
    """Determiners of what is known."""
    power: frozenset[str]
    """What a government takes when its time comes, and a junta before."""
    wouldbe: frozenset[str]
    """The modal of what was still ahead."""
    lately: frozenset[str]
    """Words that tell in a phrase when its deed was, beside days and months."""
    plotting: frozenset[str]
    """Verbs of planning an attack."""
    claiming: frozenset[str]
    """Verbs of saying what may not be so."""
    oneself: frozenset[str]
    """Words behind a verb of saying for the one who says it."""
    entangled: frozenset[str]
    """Forms of a verb of arrest that in something only mean to be in it."""
    summoning: frozenset[str]
    """Verbs of calling that with a word of `inward` only mean a visit or fire from guns."""
    inward: frozenset[str]
    forgetting: frozenset[str]
    """What one vows never to do without refusing anybody anything."""
    published: frozenset[str]
    """What is released without being freed."""
    defending: frozenset[str]
    """Verbs of backing that are fighting where fighters do it, or where it is of a place of `strongholds`."""
    strongholds: frozenset[str]
    straight: frozenset[str]
    """Verbs of ordering that without a subject are adjectives: 'direct'."""
    parleying: frozenset[str]
    """What is held jointly without being done together: 'joint news conference'."""
    warheads: frozenset[str]
    """What strikes are made with that are attacks."""
    striking: frozenset[str]
    """Strikes, which workers and warplanes make."""
    martial: frozenset[str]
    """What 'fighting' and nouns of attacks only describe: 'a fighting force', 'attack helicopters'."""
    cautioning: frozenset[str]
    """Forms of warning."""
    perils: frozenset[str]
    """What nature does; a warning of it threatens nobody."""
    assailants: frozenset[str]
    """Those whom officials warn of."""
    meeting: frozenset[str]
    """Forms of meeting, of which a town is only the place; with one of `needs`, of fulfilling it."""
    needs: frozenset[str]
    legal_steps: frozenset[str]
    """What is launched in court, or in a plant where a word of `plants` stands before it: 'industrial action'."""
    plants: frozenset[str]
    arsenal: frozenset[str]
    """What 'attack' only describes: 'attack submarines'."""
    quarrels: frozenset[str]
    """What blows up without a bomb."""
    exploding: frozenset[str]
    liable: frozenset[str]
    """What accuses where it is of a deed, and else names a task: 'is responsible for'."""
    compared: frozenset[str]
    """A participle that with the preposition behind it only measures: 'compared to'."""
    failures: frozenset[str]
    """What fails without anybody being accused: 'said the talks had failed'."""
    failing: frozenset[str]
    thrift: frozenset[str]
    """What measures are about that a state imposes on its own people: 'austerity measures', 'a freeze on wages'."""
    steps: frozenset[str]
    commerce: frozenset[str]
    """What one retaliates against with duties, not with arms."""
    retaliating: frozenset[str]
    amidst: frozenset[str]
    """Prepositions of what is only around an act: 'amid rising anger over'."""
    returning: frozenset[str]
    """Forms of giving back, which without an object only mean going back."""
    closeness: frozenset[str]
    """A form of shutting that with 'to' behind it says where: 'close to the border'."""
    warned: frozenset[str]
    walkouts: frozenset[str]
    """What 'warning' describes: 'warning strikes'."""
    reactions: frozenset[str]
    """What a plan meets with: nobody is met."""
    abstractions: frozenset[str]
    """What nobody fights with arms: 'declared war on bureaucracy'."""
    trapped: frozenset[str]
    """What people are freed from who were nobody's prisoners."""
    courses: frozenset[str]
    """Verbs of what happens by itself, which nobody is asked to do: 'expects prices to fall'."""
    expecting: frozenset[str]
    reflexive: frozenset[str]
    """Pronouns for whoever acts, whom nobody helps thereby."""
    waiting: frozenset[str]
    """Forms of standing by, which while something goes on is doing nothing."""
    easing: frozenset[str]
    """Verbs that with one of `barriers` promise something: 'said it would cut tariffs'."""
    barriers: frozenset[str]
    stances: frozenset[str]
    """What one retreats from without troops."""
    worrying: frozenset[str]
    unease: frozenset[str]
    """What one worries about without blaming anybody, beside what is of the economy."""
    defence: frozenset[str]
    """What an act may be of that is no crime: 'an act of self-defence'."""
    economics: frozenset[str]
    """What is hit, defended and under fire without any arms, and what threatens only in figures of speech."""
    bourses: frozenset[str]
    """What is so where a word of `traded` stands before it; else a place."""
    traded: frozenset[str]
    ends: frozenset[str]
    """What a meeting under way is due to do: 'the talks, which are scheduled to end on Sunday'."""
    dreaded: frozenset[str]
    """What an attack is called by those who do not make it."""
    discussing: frozenset[str]
    """What fails without anybody's fault: 'said that talks had failed to'."""
    coming: frozenset[str]
    """Verbs of what is said, of whose source a preposition tells: 'calls came from'."""
    sequels: frozenset[str]
    """Verbs that tell in what order things were, and not who did them: 'the raid followed the bombing of'."""
    avenging: frozenset[str]
    """Nouns that make what stands behind them another deed, which is answered: 'in retaliation for a raid'."""
    causing: frozenset[str]
    """Forms of a verb of leading that behind itself and 'to' tells what followed."""
    labour: frozenset[str]
    """What makes 'action' a strike."""
    yielding: frozenset[str]
    """The last word of giving way, which to something means that it follows."""
    receiving: frozenset[str]
    """Verbs of a host, and of who is given something."""
    gained: frozenset[str]
    """What is received and is no guest: 'received a tip'."""
    ordering: frozenset[str]
    """The noun that 'in' makes a conjunction: 'in order to'."""
    demanding: frozenset[str]
    """Nouns of what is asked for, and of what is bought."""
    wares: frozenset[str]
    """What is bought: 'demand for coal'."""
    buying: frozenset[str]
    """Words before such a demand: 'consumer demand'."""
    seeking: frozenset[str]
    """Verbs that ask for a thing, and before an infinitive only try."""
    offices: frozenset[str]
    """What somebody runs for: 'campaign for president'."""
    contests: frozenset[str]
    """What is fought for or against in words and votes: 'a battle for votes'."""
    waters: frozenset[str]
    """Where missiles fall that are tested."""
    fallen: frozenset[str]
    """Verbs of how they come down."""
    enclosing: frozenset[str]
    """A participle that is a preposition as well: 'details surrounding'."""
    affairs: frozenset[str]
    """Nouns before it that are surrounded by no troops."""
    guarded: frozenset[str]
    """What police heighten, and what farmers do."""
    securities: frozenset[str]
    """Words before it that make it no matter of police: 'food security'."""
    standing: frozenset[str]
    """Verbs of who stands by a friend, or by his words."""
    own_words: frozenset[str]
    """What somebody said or decided himself: 'stood by his remarks'."""
    electors: frozenset[str]
    """Those who back and reject in votes and polls, in numbers."""
    ailments: frozenset[str]
    """What the ill complain of."""
    complaining: frozenset[str]
    """Verbs of it."""
    traffic: frozenset[str]
    """What fills roads and is no crowd."""
    aerial: frozenset[str]
    """Words before 'strikes' that make them attacks."""
    hearsay: frozenset[str]
    """Words before 'that' that make a deed what somebody only says: 'the claim that Peru bugged'."""


@functools.cache
def load(language: str) -> Acts:
    """The lists of a language, read once. LexiconError for a list that nobody knows."""
    lists = {name: frozenset(str(words).split()) for name, words in tables.read(language, "acts").items()}
    if strange := lists.keys() - set(Acts.__slots__):
        raise tables.LexiconError(f"lexicon/{language}/acts.toml: no such list: {', '.join(sorted(strange))}")
    return Acts(**{name: lists.get(name, frozenset()) for name in Acts.__slots__})
