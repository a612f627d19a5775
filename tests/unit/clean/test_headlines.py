"""Headlines of other articles go, between paragraphs or glued into one; crossheads stay. All events are invented."""

import pytest

from tests.unit.clean.samples import LAST, LEAD, NEXT, NOW, UNBROKEN, body
from transforms.clean import clean_text


@pytest.mark.parametrize(
    "headline",
    [
        "Lima Weighs New Quotas as Oslo Sends a Third Envoy (1)",
        "NORWAY RECALLS ITS ENVOY FROM LIMA AS QUARREL DEEPENS",
        "Norway Recalls Envoy From Lima as Quarrel With Peru Deepens",
        "Oslo and Lima can settle quarrel while nets stay in the bay: experts",
        "Peru vows to seize trawlers after Oslo warning",
        "Explainer: what the quarrel about fish means",
    ],
)
def test_a_related_headline_between_paragraphs_goes(headline: str) -> None:
    assert body("\n\n".join([LEAD, headline, NEXT, LAST])) == "\n".join([LEAD, NEXT, LAST])


@pytest.mark.parametrize(
    "line",
    [
        "The road to Lima",  # a crosshead
        "What did the envoys say?",
        "THE TRAWLERS",
        "Trawlers dominate the talks",
        "A Long History of Quarrels",
        "The Norwegian envoy also travelled to Quito in June to meet officials of Ecuador, including the "
        "minister Ana Lund",
        "“It is over.”",
        "He nodded.",
        "No.",
        "1. Quotas",
        "12",
        "- Ana Lund, envoy",
        "Ana Lund, Bo Kray, Ida Holm, Tom Ray, Jon Berg and Maria Cruz",
    ],
)
def test_other_short_lines_stay(line: str) -> None:
    text = "\n".join([LEAD, line, NEXT, LAST])
    assert body(text) == text


def test_crossheads_of_a_structured_text_stay() -> None:
    heads = [
        "Norway says quotas are too low",
        "Peru wants trawlers out of bay",
        "Chile offers to host talks",
        "Ecuador joins quarrel over fish",
    ]
    text = "\n".join(
        part
        for head in heads
        for part in (head, NEXT.replace("2019", str(2000 + len(head))), LAST[:-1] + f" of {len(head)}.")
    )
    assert body(f"{LEAD}\n{text}") == f"{LEAD}\n{text}"


@pytest.mark.parametrize(
    "headline",
    [
        "Oslo and Lima can settle quarrel while nets stay in the bay: experts",
        "Lima Weighs New Quotas as Oslo Sends a Third Envoy (1)",
        "NORWAY RECALLS ITS ENVOY FROM LIMA AS QUARREL DEEPENS",
        "Read more: Norway recalls envoy after trawlers seized",
        "Advertisement",
        "Click here to subscribe to our newsletter.",
    ],
)
def test_a_related_headline_glued_into_an_unbroken_text_goes(headline: str) -> None:
    cleaned = clean_text(UNBROKEN.replace("@", headline), now=NOW)
    assert cleaned.body.replace("\n", " ") == UNBROKEN.replace("@ ", "")
    assert cleaned.removed[0].text == headline


def test_names_in_an_unbroken_text_are_no_headline() -> None:
    for sentence in (
        "Norway urges US envoy John Berg, a former senator, to wait.",
        "The Peruvian President Ana Cruz meets Norwegian Foreign Minister Jon Berg at the Grand Hotel.",
        "Experts say Oslo should talk to the Norwegian Seafood Federation and the Peruvian Institute of the Sea.",
    ):
        text = UNBROKEN.replace("@", sentence)
        assert body(text).replace("\n", " ") == text
