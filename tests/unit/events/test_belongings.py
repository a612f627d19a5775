"""Whose the thing is that an act is upon. Every sample is invented."""

import datetime as dt

import pytest

from transforms.events import coder

DAY = dt.date(2024, 3, 14)


@pytest.mark.parametrize(
    ("text", "event_type", "targets"),
    [
        ("Togo seized a Ghanaian-flagged trawler.", "COERCE", ["GHA"]),
        ("Togo seized a trawler from a Ghanaian-owned yard.", "COERCE", ["GHA"]),
        ("Togo scrapped its duties on Ghanaian coffee.", "CONCEDE", ["GHA"]),
        ("Togo freed a Ghanaian golfer held for two years.", "RETREAT", ["GHA"]),
        # its own things, and what stands behind a comma or only describes a make
        ("Togo seized a Togolese-flagged trawler.", "COERCE", ["TGO"]),
        ("Togo seized a trawler, said Ghanaian coffee traders.", "COERCE", ["TGO"]),
        ("Togo seized a Ghanaian-made trawler.", "COERCE", ["TGO"]),
    ],
)
def test_the_nation_of_a_thing_is_the_target(text: str, event_type: str, targets: list[str]) -> None:
    found = [c for c in coder.code(text, language="en", published_date=DAY) if c.event_type == event_type]
    assert found, text
    assert [a.country for a in found[-1].targets if a.country] == targets


def test_what_is_assumed_is_told() -> None:
    (coding,) = coder.code("Togo seized a Ghanaian-flagged trawler.", language="en", published_date=DAY)
    assert any("Ghana" in step and "thing" in step for step in coding.why)
