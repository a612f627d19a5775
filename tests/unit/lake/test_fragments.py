"""Staging: every input becomes one article with its mentions or one reject, and flushes keep them together."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.unit.lake.samples import EPOCH, refusal, run, stage, tagged
from transforms.lake.fragments import Fragment, FragmentWriter, natural_dt
from transforms.records import Refusal, TaggedArticle

DAY = dt.timedelta(days=1)


def read(root: Path, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.ParquetFile(root / name).read().to_pylist()
    return rows


def test_a_flush_comes_at_its_size_and_holds_inputs_whole(tmp_path: Path) -> None:
    writer = FragmentWriter(str(tmp_path), run(), max_rows=3)
    given = [writer.add(item) for item in (tagged(1), refusal(2), tagged(3, mentions=0), tagged(4))]
    assert [len(one) for one in given] == [0, 0, 1, 0]
    first, (last,) = given[2][0], writer.flush()
    assert (first.inputs, first.articles, first.mentions, first.rejects) == (3, 2, 2, 1)
    assert (last.inputs, last.articles, last.mentions, last.rejects) == (1, 1, 2, 0)
    assert last.rejects_path == ""
    assert writer.flush() == []
    staged = {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()}
    assert staged == {n for f in (first, last) for n in (f.articles_path, f.mentions_path, f.rejects_path) if n}
    assert all(name.startswith(f"_staging/{run().run_id}/fragments/") for name in staged)


def test_text_alone_can_cause_a_flush(tmp_path: Path) -> None:
    writer = FragmentWriter(str(tmp_path), run(), max_bytes=100)
    assert len(writer.add(tagged(1, body="\N{CJK UNIFIED IDEOGRAPH-6F22}" * 34, mentions=0))) == 1  # 34 x 3 bytes


def test_mentions_find_their_article(tmp_path: Path) -> None:
    fragments = stage(tmp_path, run(), [tagged(n, published=EPOCH - n * DAY, mentions=n) for n in range(4)])
    articles = {row["_row"]: row for row in read(tmp_path, fragments[0].articles_path)}
    mentions = read(tmp_path, fragments[0].mentions_path)
    assert len(mentions) == 6
    for row in mentions:
        assert articles[row["_row"]]["article_id"] == row["article_id"]
        assert articles[row["_row"]]["_dt"] == row["_dt"]


@pytest.mark.parametrize(
    ("articles", "days", "groups"), [(512, 2, [256, 256]), (200, 2, [100, 100]), (100, 100, [64, 36])]
)
def test_a_day_has_its_own_row_group_where_that_is_worth_it(
    tmp_path: Path, articles: int, days: int, groups: list[int]
) -> None:
    items = [tagged(n, published=EPOCH + (n % days) * DAY, mentions=0) for n in range(articles)]
    (fragment,) = stage(tmp_path, run(), items)
    metadata = pq.ParquetFile(tmp_path / fragment.articles_path).metadata
    assert [metadata.row_group(n).num_rows for n in range(metadata.num_row_groups)] == groups
    order = [(row["_dt"], row["published_at"], row["article_id"]) for row in read(tmp_path, fragment.articles_path)]
    assert order == sorted(order)


@pytest.mark.parametrize(
    ("published", "fetched", "day"),
    [
        (EPOCH, EPOCH + 9 * DAY, "2024-03-01"),
        (None, EPOCH + 9 * DAY, "2024-03-10"),
        (dt.datetime(2024, 3, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=3))), EPOCH, "2024-02-29"),
    ],
)
def test_natural_dt(published: dt.datetime | None, fetched: dt.datetime, day: str) -> None:
    assert str(natural_dt(published, fetched)) == day


def broken(**change: Any) -> TaggedArticle:
    item = tagged(1)
    return replace(item, mentions=(item.mentions[0], replace(item.mentions[1], **change)))


BAD = [
    (replace(tagged(1), article=replace(tagged(1).article, title="a\x00b")), "articles.title"),
    (replace(tagged(1), article=replace(tagged(1).article, language=None)), "articles.language"),
    (replace(tagged(1), article=replace(tagged(1).article, fetched_at=dt.datetime(2024, 1, 1))), "articles.fetched_at"),
    (replace(tagged(1), article=replace(tagged(1).article, word_count=2**31)), "articles.word_count"),
    (replace(tagged(1), article=replace(tagged(1).article, body="a\ud800")), "articles.body"),
    (broken(status="perhaps"), "mentions.status"),
    (broken(confidence=float("nan")), "mentions.confidence"),
    (broken(article_id="f" * 32), "mentions.article_id"),
    (broken(published_at=None), "mentions.published_at"),
    (broken(language="fr"), "mentions.language"),
    (broken(char_start=0), "mentions.evidence_text"),
    (broken(char_end=10_000), "mentions.evidence_text"),
    (broken(char_start=-5), "mentions.evidence_text"),
    (broken(trigger_text="elsewhere"), "mentions.trigger_text"),
    (broken(trigger_start=0, trigger_end=5, trigger_text="Envoy"), "mentions.trigger_text"),
]


@pytest.mark.parametrize(("item", "where"), BAD, ids=[where for _, where in BAD])
def test_a_row_that_does_not_fit_makes_one_reject_of_the_input(tmp_path: Path, item: TaggedArticle, where: str) -> None:
    (fragment,) = stage(tmp_path, run(), [item])
    assert (fragment.inputs, fragment.articles, fragment.mentions, fragment.rejects) == (1, 0, 0, 1)
    (row,) = read(tmp_path, fragment.rejects_path)
    assert (row["stage"], row["reason_code"], row["input_id"]) == ("stage", "row_check", item.input_id)
    assert row["detail"].startswith(f"{where}:")


def test_a_refusal_of_any_text_becomes_a_row(tmp_path: Path) -> None:
    wild = Refusal("a\x00\ud800" + "x" * 9999, "read", "", "", "y" * 9999 + "\x00", "\udfff")
    (fragment,) = stage(tmp_path, run(), [wild])
    (row,) = read(tmp_path, fragment.rejects_path)
    assert row["input_id"].startswith("a\ufffd?x")
    assert (row["reason_code"], len(row["detail"]), row["url"]) == ("unknown", 500, "?")
    assert (row["run_id"], row["processed_at"]) == (run().run_id, run().started_at)


def test_a_mention_said_twice_is_one_row(tmp_path: Path) -> None:
    item = tagged(1, mentions=1)
    (fragment,) = stage(tmp_path, run(), [replace(item, mentions=item.mentions * 2)])
    assert fragment.mentions == 1


def test_a_fragment_is_small_and_hashable() -> None:
    fragment = Fragment("a", "m", "", 1, 1, 1, 0)
    assert hash(fragment) == hash(replace(fragment))
