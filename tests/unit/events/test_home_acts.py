"""Acts of a state at home, and of two states that a text is about. Every sample is invented."""

import pytest

from tests.unit.events.kenya import ABOUT, last

BETWEEN = "Ghana met Togo. Togolese and Ghanaians met. Ghana likes Togo. Togo likes Ghana."


@pytest.mark.parametrize(
    ("text", "event_type", "sources", "targets"),
    [
        # one sentence that names one state
        ("Kenya outlawed all public gatherings.", "COERCE", ["KEN"], ["KEN"]),
        ("Gunmen shot dead a councillor in Mombasa, Kenya.", "ASSAULT", [], ["KEN"]),
        ("Activists chained themselves to the gates of a Kenyan ministry.", "PROTEST", ["KEN"], ["KEN"]),
        ("Kenya asked for help.", "REQUEST", ["KEN"], []),
        ("Kenya and Uganda outlawed all public gatherings.", "COERCE", ["KEN", "UGA"], []),
        # what is shared with others
        ("Kenya walked away from the climate treaty.", "SANCTION", ["KEN"], []),
        ("Kenya defied the International Criminal Court.", "REJECT", ["KEN"], []),
        (f"{ABOUT} Kenya froze its accession talks.", "SANCTION", ["KEN"], []),
        # police and troops in a text about one state
        (f"{ABOUT} The army moved into the prisons.", "MOBILIZE", ["KEN"], ["KEN"]),
        (f"{ABOUT} The army moved into Somalia.", "MOBILIZE", ["KEN"], ["SOM"]),
        # people of whom nothing is known
        (f"{ABOUT} Kenyans condemned the decree.", "ACCUSE", ["KEN"], ["KEN"]),
        # who is named inside the trigger is no state
        (f"{ABOUT} Norway appealed to donors for money.", "REQUEST", ["NOR"], []),
    ],
)
def test_acts_at_home(text: str, event_type: str, sources: list[str], targets: list[str]) -> None:
    coding = last(text, event_type)
    assert [a.country for a in coding.sources if a.country] == sources
    assert [a.country for a in coding.targets if a.country] == targets


@pytest.mark.parametrize(
    ("text", "event_type", "sources", "targets"),
    [
        (f"{BETWEEN} Togo raised its tolls. Trade Minister Bo Example condemned Ghana.", "ACCUSE", ["TGO"], ["GHA"]),
        (f"{BETWEEN} Ghana raised its tolls. Trade Minister Bo Example condemned Togo.", "ACCUSE", ["GHA"], ["TGO"]),
        (f"{BETWEEN} Togo gave its own account. The foreign ministry condemned Ghana.", "ACCUSE", ["TGO"], ["GHA"]),
        (f"{BETWEEN} Togo is angry. The foreign ministry's Bo Example condemned Ghana.", "ACCUSE", ["TGO"], ["GHA"]),
    ],
)
def test_of_two_states_the_one_just_told_about(
    text: str, event_type: str, sources: list[str], targets: list[str]
) -> None:
    coding = last(text, event_type)
    assert [a.country for a in coding.sources] == sources
    assert [a.country for a in coding.targets] == targets


@pytest.mark.parametrize(
    ("text", "event_type", "source"),
    [
        ("Norway met the Bolivian envoy. In May it imposed sanctions on Bolivia.", "SANCTION", "NOR"),
        ("Norway says that Bolivia lied, and it has condemned Bolivia.", "ACCUSE", "NOR"),
        ("A Kenyan union warned of a strike.", "THREATEN", "KEN"),
        (
            "The Peruvian Navy spoke of Bolivia. Airman Bo Example set himself on fire outside the Bolivian embassy.",
            "PROTEST",
            "PER",
        ),
    ],
)
def test_who_acts(text: str, event_type: str, source: str) -> None:
    assert [a.country for a in last(text, event_type).sources] == [source]


def test_a_body_is_called_by_its_noun() -> None:
    text = "The European Commission met. Ministers were there. On Monday the Commission condemned Norway."
    coding = last(text, "ACCUSE")
    assert [(a.name, a.sector) for a in coding.sources] == [("European Commission", "IGO")]
    assert [a.country for a in coding.targets] == ["NOR"]


def test_a_surname_may_be_a_towns_name() -> None:
    text = "The Chinese envoy, Gao Example, met Ann Sample of Norway. Gao condemned Norway."
    assert [a.country for a in last(text, "ACCUSE").sources] == ["CHN"]


@pytest.mark.parametrize(
    ("text", "event_type"),
    [
        ("A Kenyan patrol fired on a dinghy off Kismayo. Then it rained. It rained for days.", "ASSAULT"),
        ("African leaders agreed on whether to let Kenya join. Nobody minded. It rained.", "AGREE"),
    ],
)
def test_what_is_no_target(text: str, event_type: str) -> None:
    assert not [a for a in last(text, event_type).targets if a.country in ("SOM", "KEN")]


def test_courts_try_their_own() -> None:
    coding = last(
        "Norway met Chile. Chile met Peru. Peru met Norway. A Chilean lawyer was sentenced to a year.", "SANCTION"
    )
    assert [a.country for a in coding.sources] == ["CHL"]
