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
