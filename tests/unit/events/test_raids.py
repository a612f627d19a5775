"""Which raid it is: what is beside the word, what is raided and who raids tell."""

import datetime as dt

import pytest

from transforms.events.coder import code

RAIDS = [
    ("They answered Chilean air raids against Peruvian harbours.", "ASSAULT"),
    ("The raid on the Thai senate lasted an hour.", "ASSAULT"),
    ("Israel has carried out raids in southern Lebanon.", "ASSAULT"),
    ("The Chadian army launched a raid on a Nigerian camp.", "ASSAULT"),
    ("Boko Haram raided Dikwa on Sunday.", "ASSAULT"),
    ("Bombing raids by Russian jets on a rebel camp in Chad went on.", "ASSAULT"),
    ("Peruvian police carried out raids in Lima.", "COERCE"),
    ("Turkish police raided the offices of a newspaper.", "COERCE"),
    ("Soldiers raided the homes of Ugandan activists.", "COERCE"),
    ("Prosecutors said the raids on three German banks were legal.", "COERCE"),
]


@pytest.mark.parametrize(("sentence", "kind"), RAIDS)
def test_the_type_of_a_raid(sentence: str, kind: str) -> None:
    (coding,) = code(sentence, language="en", published_date=dt.date(2024, 6, 12))
    assert coding.event_type == kind


CLASHES = [
    ("Peru and Chile clashed on Tuesday in Quito over a dam.", ["ACCUSE"]),
    ("Greek ministers clashed with the European Commission over the budget.", ["ACCUSE"]),
    ("Indian and Chinese troops clashed over the border.", ["ASSAULT"]),
    ("France met with ousted president Bo Lund of Niger.", ["CONSULT"]),
    ("The junta in Niger has since locked up its critics.", ["COERCE"]),
]


@pytest.mark.parametrize(("sentence", "kinds"), CLASHES)
def test_clashes_of_words_and_participles_that_describe(sentence: str, kinds: list[str]) -> None:
    assert [c.event_type for c in code(sentence, language="en", published_date=dt.date(2024, 6, 12))] == kinds


def test_police_do_not_clash_with_crowds_in_words() -> None:
    codings = code("Kenyan police clashed with protesters over a tax.", language="en")
    assert {c.event_type for c in codings} <= {"ASSAULT", "PROTEST"}


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("The Samoan opposition leader attacked the government of Samoa.", "ACCUSE"),
        ("The Samoan senator attacked Samoa's chief justice at a rally.", "ACCUSE"),
        ("The governor of Samoa was attacked by the Samoan senator.", "ACCUSE"),
        ("The Samoan army attacked Samoa's parliament.", "ASSAULT"),
        ("Samoan rebels attacked Samoa's parliament.", "ASSAULT"),
        ("The Samoan police attacked a Samoan senator.", "ASSAULT"),
        ("Samoa attacked Tonga.", "ASSAULT"),
        ("The president of Samoa attacked Tonga.", "ASSAULT"),
    ],
)
def test_politicians_attack_each_other_in_words(sentence: str, kind: str) -> None:
    assert [c.event_type for c in code(sentence, language="en", published_date=dt.date(2024, 6, 12))] == [kind]
