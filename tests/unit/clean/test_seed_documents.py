"""The five raw documents of the shared corpora against an editor's version, which is kept as digests only."""

import datetime as dt
from pathlib import Path

import pytest

from transforms.clean import clean_text
from transforms.ids import text_sha256

SEEDS = Path(__file__).resolve().parents[4] / "shared" / "corpora" / "seeds"
NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
EXPECTED = {
    "000": (
        "0deeb5a7d81b7d853df26ff20abd4ce35503982a3d999bbf50d601b6a7493d87",
        10,
        "Bloomberg",
        None,
        False,
        False,
    ),
    "001": (
        "bc3887395b6f30588e20e70131133ad028d7b4a3325caf0da2a2b99ae8dd1140",
        9,
        None,
        None,
        False,
        False,
    ),
    "002": (
        "d0a763adb87f7c6524b2b32741c3f20d6e949e23b5953a2cbc0365643dea59b3",
        12,
        None,
        "2023-07-12",
        True,
        True,
    ),
    "003": (
        "3d6ec5921b6240a98b6a40b0485f48a37652109121b8b8f9ffd3f18da8540124",
        9,
        None,
        "2023-07-19",
        False,
        False,
    ),
    "004": (
        "6fc5f5c0b8e65e6f15e2fe864ef0c832995774fc2263e8cc48ad52259a30793f",
        8,
        None,
        "2023-07-28",
        False,
        False,
    ),
}


@pytest.mark.skipif(
    not SEEDS.is_dir(), reason="the shared corpora are not beside this checkout (../shared/corpora/seeds)"
)
@pytest.mark.parametrize("name", EXPECTED)
def test_editors_version(name):
    digest, paragraphs, publisher, day, updated, title = EXPECTED[name]
    (path,) = SEEDS.glob(f"{name}_*.txt")
    cleaned = clean_text(path.read_text("utf-8"), now=NOW)
    assert text_sha256(cleaned.body) == digest
    assert cleaned.body.count("\n") + 1 == paragraphs
    assert cleaned.publisher == publisher
    assert (cleaned.published_date.isoformat() if cleaned.published_date else None) == day
    assert cleaned.updated is updated
    assert (cleaned.title is not None) is title
    assert clean_text(cleaned.body, now=NOW).body == cleaned.body
