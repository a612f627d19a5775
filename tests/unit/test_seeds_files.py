"""The samples themselves: made files equal their sources, and the golden answers fit the files they are for."""

import datetime as dt
import importlib.util
import json
import zlib
from pathlib import Path
from types import ModuleType
from typing import Any, get_args
from urllib.parse import urlsplit

import pytest

from transforms.records import Article, DatePrecision, PublishedAtSource, Stage, Status
from transforms.schema import columns

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT / "seeds"
GOLDEN = ROOT / "tests" / "golden"
RESERVED = ("example.org", "example.com", "example.net")  # RFC 2606
PLOVER_TYPES = {
    *("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST"),
    *("ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
}


def _make_seeds() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_seeds", GOLDEN / "make_seeds.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


make_seeds = _make_seeds()
MADE: dict[str, bytes] = make_seeds.build()
ANSWERS: dict[str, list[dict[str, Any]]] = {
    path.name.removesuffix(".json"): json.loads(path.read_text("utf-8"))
    for path in sorted((GOLDEN / "seeds").glob("*.json"))
}
ARTICLES = [(a["input_id"], a["article"]) for answers in ANSWERS.values() for a in answers if "article" in a]
MENTIONS = [json.loads(line) for line in (GOLDEN / "mentions.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("name", MADE)
def test_a_made_file_equals_its_source(name: str) -> None:
    again = "run python tests/golden/make_seeds.py"
    assert (SEEDS / name).read_bytes() == MADE[name], again


@pytest.mark.parametrize("size", [0, 1, 0xFFFF, 0x10000, 200_000])
def test_stored_gzip_members_unpack(size: int) -> None:
    data = bytes(range(251)) * (size // 251 + 1)
    assert zlib.decompress(make_seeds.gzipped(data[:size]), zlib.MAX_WBITS | 16) == data[:size]


def test_each_seed_has_one_golden_answer() -> None:
    seeds = {p.name for p in SEEDS.iterdir() if p.name != "README.md" and not p.name.endswith(".meta.json")}
    assert set(ANSWERS) == seeds


def test_each_sidecar_stands_beside_its_file() -> None:
    sidecars = list(SEEDS.glob("*.meta.json"))
    assert sidecars
    assert [p.name for p in sidecars if not p.with_name(p.name.removesuffix(".meta.json")).exists()] == []


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_is_well_formed(name: str) -> None:
    known = {column.name for column in columns(Article)}
    for answer in ANSWERS[name]:
        assert answer["input_id"].partition("#")[0] == f"seeds/{name}"
        assert ("article" in answer) != ("reject" in answer)
        if "reject" in answer:
            assert answer["reject"]["stage"] in get_args(Stage)
            continue
        article = answer["article"]
        assert set(article) <= known
        assert article["published_at_source"] in get_args(PublishedAtSource)
        assert (article["published_at"] is None) == (article["published_at_source"] == "none")
        for column in ("published_at", "updated_at"):
            if article[column]:
                assert article[column].endswith("Z")
                dt.datetime.fromisoformat(article[column])
        assert all(line == line.strip() != "" for line in article["body"].split("\n"))


def test_all_addresses_are_reserved_for_examples() -> None:
    urls = [url for _, a in ARTICLES for url in (a["url"], a["canonical_url"], a["duplicate_of"]) if url]
    assert urls
    assert [url for url in urls if not (urlsplit(url).hostname or "").endswith(RESERVED)] == []


def test_a_duplicate_has_the_body_of_its_primary() -> None:
    by_url = {a["url"]: a for _, a in ARTICLES}
    copies = [a for _, a in ARTICLES if a["duplicate_of"]]
    assert copies
    for copy in copies:
        primary = by_url[copy["duplicate_of"]]
        assert primary["duplicate_of"] is None
        assert (copy["body"], primary["published_at"]) == (
            primary["body"],
            min(copy["published_at"], primary["published_at"]),
        )


def test_every_type_and_status_is_among_the_mentions() -> None:
    assert {m["event_type"] for m in MENTIONS} == PLOVER_TYPES
    assert {m["status"] for m in MENTIONS} == set(get_args(Status))


@pytest.mark.parametrize("mention", MENTIONS, ids=lambda m: f"{m['event_type']}:{m['sentence'][:40]}")
def test_a_mention_stands_in_its_article(mention: dict[str, Any]) -> None:
    bodies = [a["body"] for input_id, a in ARTICLES if input_id == mention["input_id"]]
    assert any(mention["sentence"] in body for body in bodies)
    assert mention["event_date_precision"] in (*get_args(DatePrecision), None)
    assert (mention["event_date"] is None) == (mention["event_date_precision"] in ("none", None))
    for countries in (mention["source_countries"], mention["target_countries"]):
        assert countries is None or countries == sorted(set(countries))
