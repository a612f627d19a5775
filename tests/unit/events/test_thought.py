"""Acts that are only thought of: feared, wanted, prevented, alleged, allowed, likened; and their doubles that are told.

All sentences are invented. Each row has an act that nobody reports and, in nearly the same words, one that is reported.
"""

import datetime as dt

import pytest

from transforms.events import tables, thought
from transforms.events.coder import code

DAY = dt.date(2025, 11, 14)


def told(text: str) -> set[str]:
    """The types of what a text reports as done, promised or threatened."""
    codings = code(text, language="en", published_date=DAY)
    return {c.event_type for c in codings if c.status not in ("hypothetical", "negated")}


@pytest.mark.parametrize(
    ("unreal", "real", "kind"),
    [
        # What is feared, hoped for, rumoured: a noun or an adjective before a preposition.
        (
            "Fears of a crackdown kept many Samoans at home.",
            "Samoa's crackdown on the Tongan traders kept them at home.",
            "COERCE",
        ),
        ("Hopes of a ceasefire in Samoa have faded.", "Samoa's army announced a ceasefire in Tonga.", "CONCEDE"),
        ("Rumours of a coup in Samoa swept the port.", "A coup in Samoa toppled the premier.", "COERCE"),
        (
            "Allegations of torture by Samoan police fill three pages.",
            "Torture by Samoan police was filmed.",
            "ASSAULT",
        ),
        ("For fear of arrest, the Samoan poet left.", "After his arrest in Samoa, the Tongan envoy left.", "COERCE"),
        (
            "Fishermen in Samoa are afraid of being seized by the Tongan navy.",
            "Fishermen from Samoa were seized by the Tongan navy.",
            "COERCE",
        ),
        (
            "In the event of an attack by Tonga, Samoa has nine boats.",
            "After an attack by Tonga, Samoa has nine boats.",
            "ASSAULT",
        ),
        (
            "Talks on the withdrawal of Tongan troops from Samoa go on.",
            "The withdrawal of Tongan troops from Samoa began on Monday.",
            "RETREAT",
        ),
        ("A proposal for a ban on Tongan boats divides Samoa.", "The ban on Tongan boats divides Samoa.", "COERCE"),
        ("Calls by Samoan bishops for a ceasefire in Tonga grew.", "Samoa's army announced a ceasefire.", "CONCEDE"),
        # Verbs that leave it undone.
        (
            "Samoan police foiled an attack on the Tongan embassy.",
            "Samoan police filmed an attack on the Tongan embassy.",
            "ASSAULT",
        ),
        ("Samoa has prepared for an invasion by Tonga.", "Samoa has lived through an invasion by Tonga.", "ASSAULT"),
        ("Samoa wants the Tongan ambassador expelled.", "Samoa had the Tongan ambassador expelled.", "SANCTION"),
        ("The Tongan editor fears being deported to Samoa.", "The Tongan editor was deported to Samoa.", "COERCE"),
        ("Many in Samoa favour sending troops to Tonga.", "Samoa took part, sending troops to Tonga.", "MOBILIZE"),
        ("Samoa teaches pupils how to survive an attack by Tonga.", "Samoa was hit by an attack by Tonga.", "ASSAULT"),
        # Verbs in the infinitive, in the future, of anybody.
        (
            "The treaty entitles Samoa to suspend payments to Tonga.",
            "The treaty forced Samoa to suspend payments to Tonga.",
            "SANCTION",
        ),
        ("Samoa says Tonga's goal is to annex the reef.", "Samoa says Tonga moved to annex the reef.", "COERCE"),
        ("Officers fear that Tonga will bomb Samoa.", "Officers said that Tonga will bomb Samoa.", "THREATEN"),
        ("Samoans hope that Tonga will free the crew.", "Tonga said that it will free the crew of Samoa.", "AGREE"),
        (
            "Samoa fears that Tonga would test it by seizing a reef.",
            "Tonga tested Samoa by seizing a reef.",
            "COERCE",
        ),
        (
            "Two Tongans are alleged to have killed a priest in Samoa.",
            "Two Tongans killed a priest in Samoa.",
            "ASSAULT",
        ),
        ("Rather than expel the Tongan envoy, Samoa thanked him.", "Samoa expelled the Tongan envoy.", "SANCTION"),
        (
            "Anyone who criticises Tonga risks jail.",
            "The premier of Samoa, who criticises Tonga, risks jail.",
            "ACCUSE",
        ),
        (
            "Rumours that Tonga had bombed Samoa were false.",
            "The premier said that Tonga had bombed Samoa.",
            "ASSAULT",
        ),
        (
            "The law lets Samoan officials shut down websites.",
            "Samoan officials used the law to shut down websites.",
            "COERCE",
        ),
        (
            "The Tongan poet keeps a bag in case the police of Samoa arrest him.",
            "The Tongan poet wept when the police of Samoa arrested him.",
            "COERCE",
        ),
        (
            "The Tongan envoy dreamt of joining the rebels and attacking a Samoan post.",
            "The Tongan envoy joined the rebels, attacking a Samoan post.",
            "ASSAULT",
        ),
        (
            "It is his dream to see the Samoan embargo on Tonga lifted.",
            "On Monday Samoa lifted its embargo on Tonga.",
            "CONCEDE",
        ),
        ("In the novel, Samoa bombs Tonga.", "In the morning, Samoa bombed Tonga.", "ASSAULT"),
        ("The Samoan editor dodged arrest by Tonga.", "The Samoan editor faced arrest by Tonga.", "COERCE"),
        (
            "A promised trip to Tonga by the Samoan king is late.",
            "A trip to Tonga by the Samoan king ended.",
            "CONSULT",
        ),
        ("Samoa insists that Tonga bombed a boat.", "Samoa said that Tonga bombed a boat.", "ASSAULT"),
        (
            "The king cut a scene in which Samoa bombs Tonga.",
            "The king left the scene when Samoa bombed Tonga.",
            "ASSAULT",
        ),
        (
            "Samoa's senate is certain to reject the Tongan pact.",
            "Samoa's senate voted to reject the Tongan pact.",
            "REJECT",
        ),
        ("Samoa is desperate for Tonga to back its bid.", "Samoa was surprised when Tonga backed its bid.", "SUPPORT"),
        ("The Samoan mayor is too weak to criticise Tonga.", "The Samoan mayor went on to criticise Tonga.", "ACCUSE"),
        (
            "Samoa shudders at the thought of Tonga annexing the reef.",
            "Tonga began by annexing the Samoan reef.",
            "COERCE",
        ),
        ("Tonga came close to attacking a Samoan post.", "Tonga admitted to attacking a Samoan post.", "ASSAULT"),
        (
            "One boat would pay for a year of Tongan aid to Samoa.",
            "One boat brought a year of Tongan aid to Samoa.",
            "AID",
        ),
        ("The mayor would like the endorsement of Samoa.", "The mayor won the endorsement of Samoa.", "SUPPORT"),
        ("The envoys have not brought a ceasefire to Samoa.", "The rebels announced a ceasefire in Samoa.", "CONCEDE"),
        # What is said of a noun.
        ("A meeting between Samoa and Tonga remains a dream.", "A meeting between Samoa and Tonga ended.", "CONSULT"),
        (
            "Samoa's deployment of tanks in Tonga hinges on a vote.",
            "Samoa's deployment of tanks in Tonga began after a vote.",
            "MOBILIZE",
        ),
        ("An attack on Tonga would cost Samoa dearly.", "The attack on Tonga could cost Samoa dearly.", "ASSAULT"),
        (
            "What Tonga calls the annexation of its reef is a map.",
            "Samoa went ahead with the annexation of a Tongan reef.",
            "COERCE",
        ),
        (
            "Samoan deputies compared the tax to an attack on Tonga.",
            "Samoan deputies watched an attack on Tonga.",
            "ASSAULT",
        ),
        (
            "Samoan deputies condemned the tax as an attack on the church.",
            "Samoan rebels carried out an attack on the church.",
            "ASSAULT",
        ),
        (
            "Fears are growing of a war between Chad and Niger.",
            "Niger attacked Chad on Monday.",
            "ASSAULT",
        ),
        (
            "Rumours that Samoa would expel the envoy of Tonga were about.",
            "Samoa said it would expel the envoy of Tonga.",
            "THREATEN",
        ),
    ],
)
def test_only_what_is_told_is_an_event(unreal: str, real: str, kind: str) -> None:
    assert kind not in told(unreal)
    assert kind in told(real)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Samoa expects talks with Tonga next week.", "AGREE"),
        ("In May Tongan strikes on Samoa killed nine people.", "ASSAULT"),
        ("Fishermen could hear the shelling of Samoa by Tonga.", "ASSAULT"),
        ("Samoa failed to prevent an attack on the Tongan embassy.", "ASSAULT"),
        ("Samoa expects to sign a deal with Tonga next week.", "AGREE"),
        ("Samoa is on the brink of recognising Tonga.", "AGREE"),
        ("Samoa called for the release of the Tongan editor.", "REQUEST"),
        ("Samoa rejected calls for a ban on Tongan boats.", "REJECT"),
        ("Samoa went on to ban the Tongan boats.", "COERCE"),
        ("Rebels in Samoa claimed that they had bombed a Tongan boat.", "ASSAULT"),
        ("A suspected Tongan strike killed nine people in Samoa.", "ASSAULT"),
        ("Samoa has endured a campaign of sabotage by Tonga.", "ASSAULT"),
        ("Worries about the crackdown by Samoan police have spread.", "COERCE"),
        ("Fishermen keep up their campaign against the ban on trawling by Samoa.", "COERCE"),
        ("The amount of Tongan aid to Samoa fell.", "AID"),
        ("Samoa's suspension of aid to Tonga is likely to last.", "SANCTION"),
        ("Samoa's ban on the march could cost it dear.", "COERCE"),
        ("Samoa is preparing for a visit by the pope.", "AGREE"),
    ],
)
def test_a_plan_and_what_could_not_be_helped_are_told(text: str, kind: str) -> None:
    assert kind in told(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("In what Samoa called an act of terror, Tonga bombed a hospital.", "ASSAULT"),
        ("In a move that Samoa described as absurd, Tonga expelled three diplomats.", "SANCTION"),
        ("After weeks of calls for him to go, the Samoan premier resigned.", "RETREAT"),
        ("Although it had promised not to, Samoa suspended aid to Tonga.", "SANCTION"),
        ("Samoa hit back by recalling its ambassador from Tonga.", "SANCTION"),
    ],
)
def test_what_opens_a_sentence_does_not_govern_the_rest(text: str, kind: str) -> None:
    assert kind in told(text)


@pytest.mark.parametrize(
    ("unreal", "real", "kind"),
    [
        (
            "El temor a un ataque de Chile creció en Perú.",
            "Tras un ataque de Chile creció el enojo en Perú.",
            "ASSAULT",
        ),
        ("Los rumores de un golpe de Estado en Perú crecen.", "Hubo un golpe de Estado en Perú.", "COERCE"),
        (
            "La policía de Chile frustró un atentado contra la embajada de Perú.",
            "La policía de Chile filmó un atentado contra la embajada de Perú.",
            "ASSAULT",
        ),
    ],
)
def test_spanish_has_such_words_too(unreal: str, real: str, kind: str) -> None:
    assert kind not in {c.event_type for c in code(unreal, language="es", published_date=DAY)}
    assert kind in {c.event_type for c in code(real, language="es", published_date=DAY)}


def test_a_language_without_the_lists_knows_no_such_words() -> None:
    assert thought.load("xx") == thought.Words(**dict.fromkeys(thought.Words.__slots__, frozenset[str]()))


def test_a_list_that_nobody_asks_for_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "read", lambda *_: {"dreams": "of sheep"})
    with pytest.raises(tables.LexiconError):
        thought.load.__wrapped__("en")
