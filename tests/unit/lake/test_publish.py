"""Publishing: reruns, versions, duplicates, where rows stand, what is counted; every dataset made here checks clean."""

import datetime as dt
import json
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.unit.lake.samples import (
    EPOCH,
    Resolved,
    corpus,
    publish_all,
    refusal,
    resolve,
    resolver,
    run,
    stage,
    tagged,
    tree,
)
from transforms.ids import text_sha256
from transforms.lake import events, gather, parquet, partition, publish
from transforms.lake.check import check
from transforms.lake.store import open_store
from transforms.records import TABLES, Refusal, TaggedArticle
from transforms.schema import arrow_schema

DAY = dt.timedelta(days=1)
Item = TaggedArticle | Refusal


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "out"
    assert check(str(tmp_path / "out")) == []


def rows(root: Path, table: str) -> list[dict[str, Any]]:
    out = []
    for path in sorted((root / table).rglob("*.parquet")):
        out += [row | {"dt": path.parent.name[3:]} for row in pq.ParquetFile(path).read().to_pylist()]
    return out


def by_id(root: Path, table: str = "articles") -> dict[str, dict[str, Any]]:
    return {row[TABLES[table].key[0]]: row for row in rows(root, table)}


def body(number: int, lines: int = 2) -> str:
    return "\n".join(f"Envoy {number} met minister {line} in Exampleville." for line in range(lines))


def test_a_run_reconciles_and_says_what_it_did(root: Path) -> None:
    items = corpus()
    summary = publish_all(root, run(), items)
    refused = sum(isinstance(item, Refusal) for item in items)
    copies = sum(row["duplicate_of"] is not None for row in rows(root, "articles"))
    repeats = len(items) - refused - len(by_id(root))
    assert summary.inputs == len(items)
    assert dict(summary.rejects) == {"binary": 3, "empty": 3}
    assert (repeats, copies) == (5, 6)
    assert summary.duplicates == repeats + copies
    assert summary.articles == len(items) - refused - repeats - copies
    assert sum(dict(summary.mentions).values()) == len(rows(root, "mentions"))
    assert summary.events == len(rows(root, "events"))
    record = json.loads((root / f"_meta/runs/{run().run_id}.json").read_bytes())
    assert record["rows_written"] == {name: len(rows(root, name)) for name in TABLES}
    assert (record["inputs"], record["rejects"]) == (len(items), refused)


@pytest.mark.parametrize("day", [0, 40])
def test_a_rerun_changes_no_byte(root: Path, day: int) -> None:
    first = publish_all(root, run(), corpus())
    before = tree(root)
    again = publish_all(root, run(2, day), corpus(run(2, day)))
    assert tree(root) == before
    assert (again.files_written, again.files_unchanged) == (0, first.files_written)
    assert replace(again, files_written=0, files_unchanged=0) == replace(first, files_written=0, files_unchanged=0)


@pytest.mark.parametrize("seed", range(3))
def test_workers_and_order_make_no_difference(root: Path, tmp_path: Path, seed: int) -> None:
    publish_all(root, run(), corpus())
    shuffled = corpus()
    random.Random(seed).shuffle(shuffled)
    publish_all(tmp_path / "other", run(), shuffled, flush_every=(1, 7, 23)[seed])
    assert tree(tmp_path / "other") == tree(root)


def test_a_run_without_input_leaves_only_the_marker(root: Path) -> None:
    assert publish_all(root, run(), []).inputs == 0
    assert set(tree(root)) == {"_meta", "_meta/dataset.json", "_state", "_state/lock"}


def test_a_row_that_is_new_leaves_other_partitions_alone(root: Path) -> None:
    publish_all(root, run(), corpus())
    before = tree(root)
    publish_all(root, run(2), [tagged(5000, published=EPOCH + DAY, by=run(2))])
    changed = {name for name, digest in tree(root).items() if before.get(name) != digest and name.endswith(".parquet")}
    assert changed <= {f"{table}/dt=2024-03-02/part-00000.parquet" for table in TABLES}
    assert "articles/dt=2024-03-02/part-00000.parquet" in changed


def test_an_undated_article_stays_on_its_first_day(root: Path) -> None:
    publish_all(root, run(1, 0), [tagged(1, published=None, by=run(1, 0))])
    publish_all(root, run(2, 3), [tagged(1, published=None, by=run(2, 3)), tagged(2, published=None, by=run(2, 3))])
    assert [row["dt"] for row in rows(root, "articles")] == ["2024-06-01", "2024-06-04"]
    changed = tagged(1, published=None, by=run(3, 9), body="It changed.")
    publish_all(root, run(3, 9), [changed])
    row = by_id(root)[changed.article.article_id]
    assert (row["dt"], row["body"], row["run_id"]) == ("2024-06-01", "It changed.", run(3, 9).run_id)
    assert row["fetched_at"] == run(1, 0).started_at  # when it was first fetched


def test_a_changed_article_replaces_its_row_and_its_mentions(root: Path) -> None:
    publish_all(root, run(), [tagged(1, mentions=3), tagged(2)])
    old = by_id(root, "mentions")
    publish_all(root, run(2), [tagged(1, body=body(1, 1) + "\nSomething else.", mentions=2, by=run(2))])
    new = by_id(root, "mentions")
    mine = {key for key, row in new.items() if row["article_id"] == tagged(1).article.article_id}
    assert len(mine) == 2
    kept = mine & set(old)
    assert len(kept) == 1  # the sentence that stayed keeps its row, provenance included
    assert [new[key]["run_id"] for key in kept] == [run().run_id]
    others = {key for key, row in old.items() if row["article_id"] != tagged(1).article.article_id}
    assert {key: new[key] for key in others} == {key: old[key] for key in others}
    assert {row["run_id"] for row in rows(root, "articles")} == {run().run_id, run(2).run_id}


def test_an_article_with_another_date_keeps_its_dt(root: Path) -> None:
    publish_all(root, run(), [tagged(1), tagged(2)])
    publish_all(root, run(2), [tagged(1, published=EPOCH + 30 * DAY, by=run(2))])
    row = by_id(root)[tagged(1).article.article_id]
    assert (row["dt"], row["published_at"]) == ("2024-03-01", EPOCH + 30 * DAY)
    (entry,) = json.loads((root / "_meta/articles/manifest.json").read_bytes())
    assert entry["kept_dt_rows"] == 1


def test_an_event_moves_with_its_first_report_and_vanishes_with_its_last(root: Path) -> None:
    one = tagged(1, mentions=1, published=EPOCH)
    two = tagged(2, mentions=1, published=EPOCH + DAY)
    shared = one.mentions[0].event_id
    two = replace(two, mentions=(replace(two.mentions[0], event_id=shared),))
    publish_all(root, run(), [one, two])
    (event,) = rows(root, "events")
    assert (event["dt"], event["mention_count"], event["article_count"]) == ("2024-03-01", 2, 2)
    publish_all(root, run(2), [tagged(1, body="Nothing happened.", mentions=0, by=run(2))])
    (event,) = rows(root, "events")
    assert (event["dt"], event["mention_count"]) == ("2024-03-02", 1)
    assert pq.ParquetFile(root / "events/dt=2024-03-01/part-00000.parquet").metadata.num_rows == 0
    publish_all(root, run(3), [tagged(2, body="Nor did this.", mentions=0, published=EPOCH + DAY, by=run(3))])
    assert rows(root, "events") == rows(root, "mentions") == []
    for path in root.rglob("*.parquet"):  # empty partitions keep their schema
        assert pq.ParquetFile(path).schema_arrow.equals(arrow_schema(TABLES[path.parts[-3]].record))


VERSIONS: list[tuple[str, list[dict[str, Any]], str]] = [
    ("updated last", [{"updated_at": EPOCH + DAY}, {"updated_at": EPOCH + 2 * DAY}], "1"),
    ("an update beats none", [{"updated_at": EPOCH + DAY}, {}], "0"),
    ("published last where nothing was updated", [{"published": EPOCH}, {"published": EPOCH + DAY}], "1"),
    ("any date beats none", [{"published": EPOCH - 900 * DAY}, {"published": None}], "0"),
    ("else the smallest content hash", [{}, {}], "smallest"),
]


@pytest.mark.parametrize(("why", "changes", "winner"), VERSIONS, ids=[why for why, *_ in VERSIONS])
@pytest.mark.parametrize("flush_every", [1, 9])
def test_of_several_versions_one_stands(
    root: Path, why: str, changes: list[dict[str, Any]], winner: str, flush_every: int
) -> None:
    items = [tagged(1, body=f"Version {n} of it.", mentions=1, **change) for n, change in enumerate(changes)]
    summary = publish_all(root, run(), items, flush_every)
    hashes = [text_sha256(item.article.body) for item in items]
    expected = hashes.index(min(hashes)) if winner == "smallest" else int(winner)
    (row,), (mention,) = rows(root, "articles"), rows(root, "mentions")
    assert row["body"] == mention["evidence_text"] == f"Version {expected} of it."
    assert (summary.articles, summary.duplicates) == (1, 1)


def copies(*numbers: int, **change: Any) -> list[Item]:
    """Articles of one content, each a day after the one before, the first listed last."""
    return [tagged(n, body=body(0), published=EPOCH + n * DAY, **change) for n in reversed(numbers)]


def article_id(number: int) -> str:
    return tagged(number).article.article_id


def test_of_copies_the_first_published_stands_and_alone_has_mentions(root: Path) -> None:
    undated = tagged(9, body=body(0), published=None)
    summary = publish_all(root, run(), [undated, *copies(3, 4, 5)])
    found = by_id(root)
    assert {row["duplicate_of"] for key, row in found.items() if key != article_id(3)} == {article_id(3)}
    assert found[article_id(3)]["duplicate_of"] is None
    assert {row["story_id"] for row in found.values()} == {article_id(3)}
    assert {row["article_id"] for row in rows(root, "mentions")} == {article_id(3)}
    assert (summary.articles, summary.duplicates) == (1, 3)


def test_the_copy_that_stands_for_others_goes_on_doing_so(root: Path) -> None:
    publish_all(root, run(), copies(5))
    publish_all(root, run(2), copies(3, by=run(2)))  # published earlier, but the other one stands already
    assert by_id(root)[article_id(3)]["duplicate_of"] == article_id(5)
    before = tree(root)
    publish_all(root, run(3), copies(3, 5, by=run(3)))
    assert tree(root) == before


def test_when_the_first_copy_changes_another_stands_in(root: Path) -> None:
    publish_all(root, run(), copies(3, 4, 5))
    publish_all(root, run(2), [tagged(3, published=EPOCH + 3 * DAY, by=run(2), mentions=1)])
    found = by_id(root)
    assert [found[article_id(n)]["duplicate_of"] for n in (3, 4, 5)] == [None, None, article_id(4)]
    assert found[article_id(4)]["run_id"] == found[article_id(5)]["run_id"] == run(2).run_id
    assert found[article_id(4)]["fetched_at"] == run().started_at
    assert {row["article_id"] for row in rows(root, "mentions")} == {article_id(3)}
    publish_all(root, run(3), copies(4, by=run(3)))  # its words are read again: now it speaks for itself
    assert {row["article_id"] for row in rows(root, "mentions")} == {article_id(3), article_id(4)}


def test_an_article_that_becomes_a_copy_loses_its_mentions(root: Path) -> None:
    publish_all(root, run(), [*copies(3), tagged(7)])
    publish_all(root, run(2), [tagged(7, body=body(0), by=run(2))])
    assert by_id(root)[article_id(7)]["duplicate_of"] == article_id(3)
    assert {row["article_id"] for row in rows(root, "mentions")} == {article_id(3)}


def test_a_reject_keeps_its_day_and_its_first_provenance(root: Path) -> None:
    publish_all(root, run(1, 0), [refusal(1), refusal(2)])
    before = tree(root)
    publish_all(root, run(2, 5), [refusal(1)])
    assert tree(root) == before
    summary = publish_all(root, run(3, 6), [refusal(1, "binary"), refusal(1, "binary"), refusal(3)])
    found = {(row["input_id"], row["reason_code"], row["dt"], row["run_id"]) for row in rows(root, "rejects")}
    assert found == {
        ("in#L1", "binary", "2024-06-01", run(3).run_id),
        ("in#L2", "empty", "2024-06-01", run(1).run_id),
        ("in#L3", "empty", "2024-06-07", run(3).run_id),
    }
    assert dict(summary.rejects) == {"binary": 2, "empty": 1}


@pytest.mark.parametrize("read", [2, 4])
def test_counts_that_differ_stop_the_run(root: Path, read: int) -> None:
    publish_all(root, run(), corpus(count=5))
    before = tree(root)
    fragments = stage(root, run(2), [tagged(n) for n in range(3)])
    with pytest.raises(publish.PublishError, match=f"{read} inputs were read but 3 were staged"):
        publish.plan(str(root), run(2), fragments, read)
    with pytest.raises(publish.PublishError, match="3 rows, 4 were staged"):
        publish.plan(str(root), run(2), [replace(fragments[0], articles=4, inputs=4)], 4)
    with pytest.raises(publish.PublishError, match="was not planned"):
        publish.commit(str(root), run(2), [], 3)
    publish.plan(str(root), run(2), fragments, 3)
    with pytest.raises(publish.PublishError, match="4 inputs were read but 3 were planned"):
        publish.commit(str(root), run(2), [], 4)
    assert publish.recover(str(root)) == "cleared away what an interrupted run had staged; it had published nothing"
    assert tree(root) == before


def test_every_step_may_be_repeated(root: Path, tmp_path: Path) -> None:
    publish_all(tmp_path / "once", run(), corpus())
    where = str(root)
    publish.open_dataset(where)
    fragments = stage(root, run(), corpus(), 20)
    tasks = publish.plan(where, run(), fragments, len(corpus()))
    assert publish.plan(where, run(), list(reversed(fragments)), len(corpus())) == tasks
    merged = [publish.merge(where, run(), task) for task in tasks]
    assert [publish.merge(where, run(), task) for task in tasks] == merged
    resolved = publish.resolve_events(where, run(), merged, resolver)
    assert publish.resolve_events(where, run(), resolved, resolver) == resolved
    summary = publish.commit(where, run(), merged + resolved, len(corpus()))
    assert publish.commit(where, run(), resolved, len(corpus())) == summary
    with publish.lock(where):
        assert tree(root) == tree(tmp_path / "once")


@pytest.mark.parametrize("change", [{"event_id": "f" * 32}, {"confidence": 2}])
def test_a_resolver_that_breaks_its_word_is_named(root: Path, change: dict[str, Any]) -> None:
    publish.open_dataset(str(root))
    tasks = publish.plan(str(root), run(), stage(root, run(), [tagged(1)]), 1)
    merged = [publish.merge(str(root), run(), task) for task in tasks]

    def broken(event_id: str) -> Resolved:
        return Resolved(event_id, lambda event_id, found: replace(resolve(event_id, found), **change))

    with pytest.raises(publish.PublishError, match="nothing was published"):
        publish.resolve_events(str(root), run(), merged, broken)
    publish.recover(str(root))


def test_a_resolver_gets_every_mention_of_a_touched_event_and_no_other_event(root: Path) -> None:
    publish_all(root, run(), corpus())
    seen: dict[str, list[Any]] = {}

    def see(event_id: str, found: Any) -> Any:
        seen[event_id] = [(row["dt"], row["mention_id"]) for row in found]
        return resolve(event_id, found)

    def spy(event_id: str) -> Resolved:
        return Resolved(event_id, see)

    item = tagged(7000, published=EPOCH, by=run(2), mentions=2)
    tasks = publish.plan(str(root), run(2), stage(root, run(2), [item]), 1)
    merged = [publish.merge(str(root), run(2), task) for task in tasks]
    publish.commit(str(root), run(2), publish.resolve_events(str(root), run(2), merged, spy), 1)
    assert set(seen) == {mention.event_id for mention in item.mentions}
    for event_id, found in seen.items():
        standing = [row for row in rows(root, "mentions") if row["event_id"] == event_id]
        assert sorted(row["mention_id"] for row in standing) == sorted(mention_id for *_, mention_id in found)
        assert {str(day) for day, *_ in found} == {row["dt"] for row in standing}


def test_small_blocks_few_open_files_and_many_buckets_give_the_same_bytes(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_all(tmp_path / "plain", run(), corpus())
    monkeypatch.setattr(gather, "BLOCK_BYTES", 2000)
    monkeypatch.setattr(gather, "MAX_SOURCES", 2)
    monkeypatch.setattr(events, "BUCKET_EVENTS", 5)
    publish_all(root, run(), corpus(), 3)
    assert tree(root) == tree(tmp_path / "plain")


def test_events_with_many_mentions_are_resolved_a_few_at_a_time(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_all(tmp_path / "plain", run(), corpus())
    alive, most = 0, 0

    class Counted(Resolved):
        def __init__(self, event_id: str) -> None:
            nonlocal alive, most
            super().__init__(event_id, resolve)
            alive += 1
            most = max(most, alive)

        def __del__(self) -> None:
            nonlocal alive
            alive -= 1

    monkeypatch.setattr(events, "BUCKET_MENTIONS", 1)
    publish_all(root, run(), corpus(), resolved_by=Counted)
    assert tree(root) == tree(tmp_path / "plain")
    assert 0 < most <= len(rows(root, "events")) / 2


def test_row_groups_end_with_their_bytes(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "GROUP_BYTES", 4000)
    publish_all(root, run(), [tagged(n) for n in range(40)])
    metadata = pq.ParquetFile(root / "articles/dt=2024-03-01/part-00000.parquet").metadata
    assert metadata.num_row_groups > 3
    before = tree(root)
    publish_all(root, run(2), [tagged(n, by=run(2)) for n in range(40)])
    assert tree(root) == before


def test_a_file_that_grows_too_long_becomes_shards(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_all(root, run(), [tagged(n) for n in range(3)])
    small = (root / "articles/dt=2024-03-01/part-00000.parquet").stat().st_size
    monkeypatch.setattr(partition, "MAX_FILE_BYTES", small + 8000)
    monkeypatch.setattr(parquet, "GROUP_BYTES", 4000)
    items = [tagged(n, by=run(2)) for n in range(60)]
    publish_all(root, run(2), items)
    shards = sorted((root / "articles/dt=2024-03-01").iterdir())
    assert [path.name for path in shards] == [f"part-{n:05d}.parquet" for n in range(len(shards))]
    assert len(shards) in (2, 4, 8, 16)
    assert len(by_id(root)) == 60
    before = tree(root)
    publish_all(root, run(3), [replace(item) for item in items])
    assert tree(root) == before
    publish_all(root, run(4), [tagged(1, body="Now short.", by=run(4))])
    assert len(sorted((root / "articles/dt=2024-03-01").iterdir())) == len(shards)


def test_files_are_as_promised(root: Path) -> None:
    publish_all(root, run(), corpus())
    for path in root.rglob("*.parquet"):
        file, table = pq.ParquetFile(path), TABLES[path.parts[-3]]
        assert file.schema_arrow.equals(arrow_schema(table.record), check_metadata=True)
        group = file.metadata.row_group(0)
        assert [file.schema_arrow.names[c.column_index] for c in group.sorting_columns] == list(table.order)
        chunks = {group.column(n).path_in_schema: group.column(n) for n in range(group.num_columns)}
        assert {chunk.compression for chunk in chunks.values()} == {"ZSTD"}
        assert {name for name, c in chunks.items() if c.bloom_filter_offset is not None} == parquet.IDS & set(chunks)
        assert all(c.has_column_index and c.has_offset_index for n, c in chunks.items() if n not in parquet.LONG_TEXT)
    assert not open_store(str(root)).entries("_staging")
