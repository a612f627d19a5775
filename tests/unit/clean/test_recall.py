"""How much furniture goes that the rules were not written from, and that nothing else goes with it."""

import datetime as dt
import tomllib
from pathlib import Path

import pytest

from transforms.clean import clean_text

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
NOISE = tomllib.loads(Path(__file__).with_name("noise.toml").read_text("utf-8"))
TITLE = "Norway and Peru sign fisheries pact in Lima"
BODY = [
    "The foreign ministers of Norway and Peru met in Lima on Monday and signed a pact on fisheries, officials said.",
    "“We have waited nine years for this day,” said Ana Lund, the Norwegian minister. “It ends a long quarrel.”",
    "Peru had accused Norwegian trawlers of entering its waters in 2019, a charge that Oslo denied at the time.",
    "The pact sets up a joint commission, which will meet twice a year and report to both parliaments.",
    "Opposition lawmakers in Lima said they would vote against it unless the quotas were raised.",
    "A first meeting is planned for September, the ministry said in a statement.",
]
LINES = "\n\n".join(BODY)
FLAT = " ".join(BODY)
PLACES = {  # place: (noise list, the text with it, least share that must go)
    "above": ("head", lambda noise: f"{noise}\n{LINES}", 1.0),
    "under the title": ("head", lambda noise: f"{TITLE}\n\n{noise}\n\n{LINES}", 1.0),
    "between": ("middle", lambda noise: "\n\n".join([*BODY[:3], noise, *BODY[3:]]), 1.0),
    "below": ("tail", lambda noise: f"{LINES}\n\n{noise}", 1.0),
    "glued after": ("tail", lambda noise: f"{LINES} {noise.replace(chr(10), ' ')}", 0.87),
    "glued before": ("opening", lambda noise: f"{noise} {LINES}", 0.9),
    "glued before an unbroken text": ("opening", lambda noise: f"{noise} {FLAT}", 0.9),
    "inside an unbroken text": ("middle", lambda noise: " ".join([*BODY[:3], noise, *BODY[3:]]), 0.8),
}


@pytest.mark.parametrize("place", PLACES)
def test_furniture_goes_and_the_text_stays(place):
    kind, build, floor = PLACES[place]
    missed = []
    for noise in NOISE[kind]:
        body = clean_text(build(noise), now=NOW).body
        if body.replace("\n", " ") != FLAT or ("unbroken" not in place and body.split("\n") != BODY):
            missed.append(noise)
        assert clean_text(body, now=NOW).body == body, noise
    share = 1 - len(missed) / len(NOISE[kind])
    assert share >= floor, f"{share:.3f} of {len(NOISE[kind])}, missed: {missed}"
