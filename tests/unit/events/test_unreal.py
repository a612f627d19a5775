"""What the words of an act say without reporting one: abilities, purposes, habits, nobody in particular."""

import datetime as dt

import pytest

from transforms.events.coder import code

DAY = dt.date(2025, 11, 14)


def types(text: str) -> set[str]:
    return {c.event_type for c in code(text, language="en", published_date=DAY)}


@pytest.mark.parametrize(
    ("unreal", "real", "kind"),
    [
        ("Norway can expel the Russian envoy.", "Norway expelled the Russian envoy.", "SANCTION"),
        ("The masts are used to spy on Norway, Denmark said.", "Russia spied on Norway, Denmark said.", "COERCE"),
        (
            "Norway's minister was asked whether she had asked Russia to pull back its ships.",
            "Norway asked Russia to pull back its ships.",
            "REQUEST",
        ),
        (
            "Norway's sailors asked that they not be named.",
            "Norway asked that the Russian ships be turned back.",
            "REQUEST",
        ),
        ("Norway's minister would not speak to us.", "Norway's minister would not speak to Russia.", "REJECT"),
        ("Nothing was rejected by Norway.", "The Russian plan was rejected by Norway.", "REJECT"),
        (
            "Whenever a boat sinks, Norway accuses Russia of negligence.",
            "On Monday Norway accused Russia of negligence.",
            "ACCUSE",
        ),
        (
            "When Norwegian police arrest Russian sailors, they go home.",
            "Norwegian police arrested Russian sailors.",
            "COERCE",
        ),
        (
            "The Clean Coasts in Norway Act, drafted in May, bans Russian ships from the port.",
            "Norway, furious since May, banned Russian ships from the port.",
            "COERCE",
        ),
        ("Norway agreed the plan in an open, criticised manner.", "Norway criticised Russia.", "ACCUSE"),
        (
            "Norway drafted rules meant to prevent Russian interference in the vote.",
            "Norway protested against Russian interference in the vote.",
            "COERCE",
        ),
        (
            "Norway thanked Clean Fjords, a coalition campaigning for a ban on Russian oil.",
            "Norway met a coalition of miners and campaigned for a ban on Russian oil.",
            "REQUEST",
        ),
        (
            "Norway deplored the court battle between Russia and Finland.",
            "Norway saw the battle between Russia and Finland.",
            "ASSAULT",
        ),
        (
            "Norway took custody of two Russian sailors for trial and prosecution.",
            "Norway announced the prosecution of two Russian sailors.",
            "ACCUSE",
        ),
        (
            "Finland reviewed the ferries under orders issued by Norway.",
            "Finland shrugged at orders issued by Norway.",
            "REQUEST",
        ),
        (
            "The Norwegian bill would have paid nurses as well as expelling the Russian envoy.",
            "Norway paid its nurses, expelling the Russian envoy.",
            "SANCTION",
        ),
        (
            "“Our officers investigate Russian gangs and help children,” Norway said.",
            "Norway investigates Russia.",
            "ACCUSE",
        ),
        (
            "Norway laughed at the Russian insistence on calling the river a lake.",
            "Norway noted the Russian call for a ban on boats.",
            "REQUEST",
        ),
        (
            "Norway drafted a nuclear test ban with Russia.",
            "Norway watched the Russian nuclear test.",
            "MOBILIZE",
        ),
        ("Norway kept its self-imposed curfew on boats.", "Norway imposed a curfew on boats.", "COERCE"),
        (
            "The lawsuit seeks to expel the Russian envoy from Norway.",
            "Norway expelled the Russian envoy.",
            "SANCTION",
        ),
        (
            "Norway accused Russia of “drawing maps – and bombing Finland in war games”, Oslo said.",
            "Norway accused Russia of drawing maps and bombing Finland; Russia bombed Finland.",
            "ASSAULT",
        ),
    ],
)
def test_only_an_act_is_an_event(unreal: str, real: str, kind: str) -> None:
    assert kind not in types(unreal)
    assert kind in types(real)


def test_a_meeting_that_lies_ahead_is_no_habit() -> None:
    assert "AGREE" in types(
        "When Norway and Chad sign the treaty next week, both will ratify it."
    ) or "SUPPORT" in types("When Norway and Chad sign the treaty next week, both will ratify it.")


def test_two_verbs_may_share_their_subject() -> None:
    assert {"CONCEDE", "ACCUSE"} <= types(
        "The Norwegian investigation of Russia was shelved in 2017 but was re-opened on Monday."
    )


def test_an_object_of_an_earlier_clause_is_not_this_ones() -> None:
    text = "Norway funds the Arctic Council, whose seat Chad lost when Oslo rejoined the music contest."
    assert "SUPPORT" not in types(text)


@pytest.mark.parametrize(
    ("everyday", "political", "kind"),
    [
        ("Norway is fighting on all fronts, Oslo said.", "Norway fought Russia near the border.", "ASSAULT"),
        (
            "The plane returned to Norway after a shooting star.",
            "Police questioned a Russian envoy about the fire in Oslo.",
            "ACCUSE",
        ),
        ("Norway said the tariff case was closed.", "Rebels in Chad said that nothing can be ruled out.", "THREATEN"),
    ],
)
def test_everyday_words_need_both_sides_or_their_object(everyday: str, political: str, kind: str) -> None:
    assert kind not in types(everyday)
    assert kind in types(political)


@pytest.mark.parametrize(
    ("caution", "threat"),
    [
        (
            "Norway's envoy warned that extremists could attack hotels in Chad.",
            "Norway warned the extremists that it would hunt them down.",
        ),
        (
            "Norway's embassy warned of possible attacks in Chad.",
            "The extremists warned Norway of attacks on its embassy.",
        ),
        ("Norway issued a warning of storms to Russia.", "Norway issued a warning to Russia over the spying."),
    ],
)
def test_warnings_of_what_others_or_nature_do_threaten_nobody(caution: str, threat: str) -> None:
    assert "THREATEN" not in types(caution)
    assert "THREATEN" in types(threat)
