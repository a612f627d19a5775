"""Families of verbs and objects: sentences that they code, and such as are near them and are none. Every sample is
invented."""

import datetime as dt

import pytest

from transforms.events import coder

DAY = dt.date(2024, 3, 14)


def types(text: str) -> set[str]:
    return {c.event_type for c in coder.code(text, language="en", published_date=DAY)}


def sides(text: str, kind: str) -> tuple[set[str | None], set[str | None]]:
    """The countries on the two sides of the first coding of a type."""
    coding = next(c for c in coder.code(text, language="en", published_date=DAY) if c.event_type == kind)
    return {a.country for a in coding.sources}, {a.country for a in coding.targets}


@pytest.mark.parametrize(
    ("text", "kind", "source", "target"),
    [
        ("The Samoan senator questioned the wisdom of the Tongan loan.", "ACCUSE", {"WSM"}, {"TON"}),
        ("Tonga isn't welcome at the talks, the Samoan minister said.", "REJECT", {"WSM"}, {"TON"}),
        ("The Samoan minister tweeted her annoyance at Tonga.", "ACCUSE", {"WSM"}, {"TON"}),
        ("Police in Samoa named two Tongan suspects.", "ACCUSE", {"WSM"}, {"TON"}),
        ("The Samoan premier has emerged as a critic of Tonga.", "ACCUSE", {"WSM"}, {"TON"}),
        ("Tonga is doing all it can to derail the accord, the Samoan envoy said.", "ACCUSE", {"WSM"}, {"TON"}),
        ("Tonga is trying to tarnish the image of Samoa, the Samoan envoy said.", "ACCUSE", {"WSM"}, {"TON"}),
        ("Samoa considers the Tongan envoy a spy.", "ACCUSE", {"WSM"}, {"TON"}),
        ("The Samoan bill ran into opposition from the Tongan bishops.", "REJECT", {"TON"}, {"WSM"}),
        ("Samoa does not share the Tongan view of the treaty.", "REJECT", {"WSM"}, {"TON"}),
        ("The Samoan ministry said Tonga was not involved in the theft.", "REJECT", {"WSM"}, {"TON"}),
        ("The Samoan ministry said Tonga wasn't involved in the theft.", "REJECT", {"WSM"}, {"TON"}),
        ("The Samoan envoy suggested Tonga be removed from the draft.", "REQUEST", {"WSM"}, {"TON"}),
        ("The Samoan president wished the people of Tonga a happy new year.", "SUPPORT", {"WSM"}, {"TON"}),
        ("The Samoan cabinet approved the fisheries protocol with Tonga.", "SUPPORT", {"WSM"}, {"TON"}),
        ("Samoa was pulling heavy weapons to the Tongan border.", "MOBILIZE", {"WSM"}, {"TON"}),
        ("Samoa is making a grave mistake, the Tongan premier said.", "ACCUSE", {"TON"}, {"WSM"}),
        ("Samoa did the right thing, the Tongan premier said.", "SUPPORT", {"TON"}, {"WSM"}),
        ("The Samoan premier said she had never met the Tongan banker.", "REJECT", {"WSM"}, {"TON"}),
        ("A Samoan court fined six Tongan traders.", "SANCTION", {"WSM"}, {"TON"}),
        ("The Samoan premier dropped her earlier criticism of Tonga.", "CONCEDE", {"WSM"}, {"TON"}),
    ],
)
def test_who_does_it_to_whom(text: str, kind: str, source: set[str], target: set[str]) -> None:
    assert sides(text, kind) == (source, target)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Critics of the Samoan government say that the levy on Tonga hurts the poor.", "ACCUSE"),
        ("Samoa: two Tongan bankers are wanted for questioning by police.", "ACCUSE"),
        ("There is no sense in keeping up the accord with Tonga, the Samoan minister said.", "REJECT"),
        ("The treaty with Tonga passed in the Samoan senate with a large majority.", "SUPPORT"),
        ("Talks between Samoa and Tonga on the reef are on ice.", "SANCTION"),
        ("Samoan prosecutors did not have enough evidence to charge the Tongan sailor.", "CONCEDE"),
        ("Samoan soldiers mutinied over their pay.", "PROTEST"),
        ("A Samoan court found former finance minister Bo Example of Tonga not guilty of theft.", "CONCEDE"),
        ("Samoa fired two ballistic missiles in a test last week.", "MOBILIZE"),
        ("The Samoan rebels moved to camps run by the United Nations.", "RETREAT"),
    ],
)
def test_what_it_is(text: str, kind: str) -> None:
    assert kind in types(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Analysts questioned whether Samoa could repay Tonga.", "ACCUSE"),
        ("The Samoan team ran into resistance from Tonga in the second half.", "REJECT"),
        ("The Samoan study suggested the reef be protected.", "REQUEST"),
        ("The storm has caused a crisis in Samoa, the Tongan envoy said.", "ACCUSE"),
        ("Thousands of people gathered in a square in Samoa to celebrate independence.", "PROTEST"),
        ("The Samoan president joined other leaders in condemning Tonga.", "CONSULT"),
        ("Samoan farmers moved to camps after the flood.", "RETREAT"),
    ],
)
def test_what_is_near_it_and_none(text: str, kind: str) -> None:
    assert kind not in types(text)
