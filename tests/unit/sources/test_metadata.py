"""Front matter, sidecars and the values they give."""

import datetime as dt

import pytest

from transforms.sources.metadata import BadMetadata, given_id, known_fields, parse_sidecar, split_front_matter

NOW = dt.datetime(2024, 3, 1, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("text", "given", "body"),
    [
        ("---\ntitle: Talks: day two\nurl: https://x.example/a\n---\n\nBody.", "title url", "Body."),
        ("---  \nTitle: 'Talks'\n\n# note\ntags:\n  - a\n- b\nbyline: null\n---\nBody.", "title", "Body."),
        ('+++\ntitle = "Talks"\npublished_at = 2023-07-12T10:00:00+02:00\n+++\nBody.', "title published_at", "Body."),
        ("---\nThe envoys met.\n---\nBody.", "", None),
        ("---\nNote: the envoys met.\n---\nBody.", "", None),
        ("---\ntitle: never closed\nBody.", "", None),
        ("--- \n\nThe envoys met --- again.", "", None),
        ("----\ntitle: x\n----\nBody.", "", None),
        ("+++ LIVE +++\nThe envoys met.", "", None),
        ("+++\nThe envoys met.\n+++\nBody.", "", None),
        ("Body.\n---\ntitle: x\n---\n", "", None),
    ],
)
def test_front_matter(text: str, given: str, body: str | None) -> None:
    found, below = split_front_matter(text, 1000)
    assert set(found) == set(given.split())
    assert below == (text if body is None else body)


def test_front_matter_values() -> None:
    found, _ = split_front_matter("---\ntitle: \"Talks: day two\"\nurl: 'https://x.example/#a'\n---\n", 1000)
    assert found == {"title": "Talks: day two", "url": "https://x.example/#a"}


def test_front_matter_is_bounded() -> None:
    text = "---\n" + "title: x\n" * 1000 + "---\nBody."
    assert split_front_matter(text, 100) == ({}, text)


@pytest.mark.parametrize("toml", ["title = ", "title = 'a'\ntitle = 'b'", "x = " + "[" * 5000])
def test_broken_toml(toml: str) -> None:
    with pytest.raises(BadMetadata) as caught:
        split_front_matter(f"+++\n{toml}\n+++\nBody.", 100_000)
    assert caught.value.code == "bad_metadata"


@pytest.mark.parametrize("data", [b"", b"{", b"[1]", b'"x"', b"\xff\xd8\xff", b"[" * 100_000, b'{"a":' + b"9" * 5000])
def test_broken_sidecar(data: bytes) -> None:
    with pytest.raises(BadMetadata) as caught:
        parse_sidecar(data)
    assert caught.value.code == "bad_metadata"


def test_known_fields() -> None:
    fields = known_fields(
        {
            "url": " https://x.example/a ",
            "title": "Talks\x00 \ud800",
            "byline": "",
            "publisher": None,
            "language": "zh_Hans",
            "published_at": "2023-07-12T01:00:00+08:00",
            "updated_at": "2023-07-12",
            "fetched_at": "",
            "anything": object(),
        },
        NOW,
    )
    assert fields == {
        "url": "https://x.example/a",
        "title": "Talks \ufffd",
        "language": "zh-Hans",
        "published_at": dt.datetime(2023, 7, 11, 17, tzinfo=dt.UTC),
        "published_date": dt.date(2023, 7, 12),
        "published_at_source": "metadata",
        "updated_at": dt.datetime(2023, 7, 12, tzinfo=dt.UTC),
    }


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"url": 5}, "bad_value"),
        ({"title": ["x"]}, "bad_value"),
        ({"language": "English"}, "bad_value"),
        ({"published_at": "2023-02-30"}, "bad_date"),
        ({"published_at": "2099-01-01"}, "bad_date"),
        ({"published_at": 1689134280}, "bad_date"),
        ({"updated_at": "soon"}, "bad_date"),
        ({"fetched_at": False}, "bad_date"),
    ],
)
def test_bad_values(given: dict[str, object], code: str) -> None:
    with pytest.raises(BadMetadata) as caught:
        known_fields(given, NOW)
    assert caught.value.code == code
    assert caught.value.detail.startswith(next(iter(given)))


def test_ids() -> None:
    assert given_id({"id": " a1 "}) == "a1"
    assert given_id({"id": 17}) == "17"
    assert given_id({"id": None}) is None
    assert given_id({"id": ""}) is None
    for bad in (True, 1.5, [], 16**5000):
        with pytest.raises(BadMetadata):
            given_id({"id": bad})
