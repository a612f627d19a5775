"""Where a report was filed, and the items of a column. Every sample is invented."""

import pytest

from tests.unit.events.references import scene


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("LIMA, Peru (AP) - Police spoke.", "PER"),
        ("NAIROBI (Reuters) - Lawmakers spoke.", "KEN"),
        ("ACCRA, March 12 — Drivers spoke.", "GHA"),
        ("NATO spoke - and left.", None),
        ("Lima - a city - is old.", None),
    ],
)
def test_dateline(text: str, country: str | None) -> None:
    found = scene(text).dateline
    assert (found[1] if found else None) == country


def test_a_dateline_ends_before_the_report() -> None:
    text = "LIMA, Peru (AP) - Police in Peru spoke."
    here = scene(text)
    first, *_, last = here.found[0]
    assert here.is_dateline(first)
    assert not here.is_dateline(last)


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("ACCRA, Ghana — Ministers met. Ghana is calm. Togo is calm.", "GHA"),
        ("GENEVA, Switzerland — The World Health Organization met. Doctors waited.", ""),
        ("DHAKA, Bangladesh — Doctors met. They waited.", "BGD"),
        ("OSLO, Norway — Mali and Niger met. Mali spoke. Niger spoke. Mali left. Niger left.", ""),
    ],
)
def test_a_dateline_is_home_only_where_nobody_is_named_as_often(text: str, home: str) -> None:
    assert scene(text).home == home


def test_each_item_of_a_column_has_a_home_of_its_own() -> None:
    column = scene("LIMA: Police left. They rested. ACCRA: Teachers left. OSLO: Nurses left.")
    homes = {sentence.words[0]: column.home_of(n) for n, sentence in enumerate(column.sentences)}
    assert (homes["LIMA"], homes["They"], homes["ACCRA"], homes["OSLO"]) == ("PER", "PER", "GHA", "NOR")


def test_two_colons_make_no_column() -> None:
    assert scene("LIMA: Police left. ACCRA: Teachers left.").home_of(1) == ""
