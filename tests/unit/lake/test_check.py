"""`check` finds what was broken on purpose, under the right promise, and nothing in a good dataset."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.unit.lake.samples import EPOCH, corpus, publish_all, run, tagged, tree
from transforms.lake import check_rows, store
from transforms.lake.check import SHOWN, check
from transforms.lake.commit import read_manifest
from transforms.lake.layout import dump, parse_part
from transforms.lake.parquet import table_writer
from transforms.records import TABLES

DT = "dt=2024-03-02"


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("good") / "out"
    publish_all(root, run(), corpus())
    publish_all(root, run(2), [tagged(1, body="Another text.\nOf two lines.", published=EPOCH, by=run(2))])
    return root


@pytest.fixture
def root(good: Path, tmp_path: Path) -> Path:
    shutil.copytree(good, tmp_path / "out")
    return tmp_path / "out"


def test_a_good_dataset_has_no_problem_and_is_not_written_to(good: Path) -> None:
    before = tree(good)
    assert check(str(good)) == []
    assert tree(good) == before


def part(root: Path, table: str, day: str = DT) -> Path:
    return root / table / day / "part-00000.parquet"


def relist(root: Path, path: Path) -> None:
    """Make the manifest agree with a file that was tampered with."""
    name = path.relative_to(root).as_posix()
    table = name.split("/")[0]
    where, place = root / f"_meta/{table}/manifest.json", store.open_store(str(root))
    entries = read_manifest(place, table)
    old = next((e for e in entries if e["file"] == name), {})
    entries = [e for e in entries if e["file"] != name]
    if path.exists():
        found = {
            "rows": pq.ParquetFile(path).metadata.num_rows,
            "bytes": place.size(name),
            "sha256": place.sha256(name),
        }
        entries.append(old | {"file": name, **found, "run_id": run().run_id})
    where.write_bytes(dump(sorted(entries, key=lambda e: e["file"])))


def rewrite(change: Callable[[pa.Table], pa.Table], table: str, day: str = DT) -> Callable[[Path], None]:
    """Change a file's rows and keep everything else about it right."""

    def plain(root: Path) -> None:
        path = part(root, table, day)
        rows = change(pq.ParquetFile(path).read())
        write(path, table, rows)
        relist(root, path)

    return plain


def write(path: Path, table: str, rows: pa.Table) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as sink, table_writer(sink, TABLES[table], rows.num_rows) as writer:
        writer.write(rows)


def set_first(name: str, value: Any) -> Callable[[pa.Table], pa.Table]:
    """Another value in the first row."""

    def change(rows: pa.Table) -> pa.Table:
        values = rows[name].to_pylist()
        values[0] = value(values[0]) if callable(value) else value
        index = rows.schema.get_field_index(name)
        return rows.set_column(index, rows.schema.field(index), pa.array(values, rows.schema.field(index).type))

    return change


def rewritten_schema(change: Callable[[pa.Schema], pa.Schema], **options: Any) -> Callable[[Path], None]:
    """A file with another schema, or written by other options."""

    def plain(root: Path) -> None:
        path = part(root, "mentions")
        rows = pq.ParquetFile(path).read()
        pq.write_table(rows.cast(change(rows.schema)), path, **({"compression": "zstd"} | options))
        relist(root, path)

    return plain


def field(name: str, **change: Any) -> Callable[[pa.Schema], pa.Schema]:
    def apply(schema: pa.Schema) -> pa.Schema:
        old = schema.field(name)
        new = pa.field(name, change.get("type", old.type), nullable=change.get("nullable", old.nullable))
        return schema.set(schema.get_field_index(name), new)

    return apply


def renamed(root: Path) -> None:
    path = part(root, "mentions")
    rows = pq.ParquetFile(path).read()
    pq.write_table(rows.rename_columns(["sentence" if n == "evidence_text" else n for n in rows.column_names]), path)
    relist(root, path)


def both(*steps: Callable[[Path], None]) -> Callable[[Path], None]:
    def plain(root: Path) -> None:
        for step in steps:
            step(root)

    return plain


def put(name: str, data: bytes = b"x") -> Callable[[Path], None]:
    def plain(root: Path) -> None:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)

    return plain


def remove(name: str) -> Callable[[Path], None]:
    return lambda root: (root / name).unlink()


def edit(name: str, change: Callable[[Any], Any]) -> Callable[[Path], None]:
    def plain(root: Path) -> None:
        (root / name).write_bytes(dump(change(json.loads((root / name).read_bytes()))))

    return plain


def move_day(root: Path) -> None:
    """A whole rejects partition on another day, manifest and all."""
    (path,) = (root / "rejects").rglob("*.parquet")
    target = root / "rejects" / "dt=2024-07-07" / path.name
    target.parent.mkdir()
    path.rename(target)
    path.parent.rmdir()
    relist(root, path)
    relist(root, target)


def copy_shard(root: Path) -> None:
    path = part(root, "rejects", "dt=2024-06-01")
    shutil.copy(path, path.with_name("part-00002.parquet"))
    relist(root, path.with_name("part-00002.parquet"))


def folder_as_file(root: Path) -> None:
    path = part(root, "mentions", "dt=2024-03-09")
    path.mkdir(parents=True)


def reverse(rows: pa.Table) -> pa.Table:
    return rows.take(pa.array(range(rows.num_rows - 1, -1, -1)))


def twice(rows: pa.Table) -> pa.Table:
    return pa.concat_tables([rows.slice(0, 1), rows])


RECORD = f"_meta/runs/{run().run_id}.json"
MANIFEST = "_meta/mentions/manifest.json"
SCHEMA = "_meta/mentions.schema.json"
FILE = f"mentions/{DT}/part-00000.parquet"


def entry(**change: Any) -> Callable[[Any], Any]:
    return lambda entries: [e | change if e["file"] == FILE else e for e in entries]


def drop_last_row(rows: pa.Table) -> pa.Table:
    return rows.slice(0, rows.num_rows - 1)


BROKEN: list[tuple[str, set[int], str, Callable[[Path], None]]] = [
    # what, promises, words of the message, how
    ("rows in another order", {1}, "not sorted by", rewrite(reverse, "mentions")),
    ("a file of another name", {1}, "no name of ours", put(f"mentions/{DT}/data.parquet")),
    ("a folder of another name", {1}, "no folder of ours", lambda r: (r / "mentions/day=1").mkdir()),
    ("another compression", {1}, "zstd", rewritten_schema(lambda s: s, compression="snappy")),
    ("a partition on another day", {1}, "belong to another dt", move_day),
    ("an event on another day", {1, 6}, "first reported", rewrite(set_first("first_reported_at", EPOCH), "events")),
    ("a journal", {3}, "next run", put("_state/journal.json", b"{}")),
    ("staging", {3}, "next run", put("_staging/x/y")),
    ("a column renamed", {4, 6}, "columns are not those", renamed),
    ("a column that may be null", {4}, "declared nullable", rewritten_schema(field("status", nullable=True))),
    ("a column that may not", {4}, "declared nullable", rewritten_schema(field("target_country", nullable=False))),
    ("a word outside the vocabulary", {4}, "'perhaps'", rewrite(set_first("status", "perhaps"), "mentions")),
    ("no number", {4}, "not finite", rewrite(set_first("confidence", float("nan")), "mentions")),
    ("a schema file of other columns", {4}, "other columns", edit(SCHEMA, lambda s: s[1:])),
    ("a schema file that is none", {4}, "other columns", edit(SCHEMA, lambda s: {"a": 1})),
    ("no schema file", {4}, "is missing", remove(SCHEMA)),
    ("a schema file that is no JSON", {4}, "cannot be read", put(SCHEMA, b"{")),
    ("a corrupt file", {4, 6, 11}, "cannot be read", put(FILE, b"PAR1" + bytes(999) + b"PAR1")),
    ("an empty file", {4, 6, 11}, "cannot be read", put(FILE, b"")),
    ("a key twice", {5, 6, 11}, "mention_id", rewrite(twice, "mentions")),
    ("a reject twice", {5, 11}, "input_id+raw_sha256", rewrite(twice, "rejects", "dt=2024-06-01")),
    ("evidence elsewhere", {6}, "evidence is not at", rewrite(set_first("char_start", lambda n: n + 1), "mentions")),
    ("evidence before the text", {6}, "evidence is not at", rewrite(set_first("char_start", -1), "mentions")),
    ("a trigger elsewhere", {6}, "trigger is not at", rewrite(set_first("trigger_start", lambda n: n + 1), "mentions")),
    ("no article", {6}, "does not exist", rewrite(set_first("article_id", "0" * 32), "mentions")),
    ("no event", {6}, "does not exist", rewrite(drop_last_row, "events")),
    ("an event without mentions", {6}, "has no mentions", rewrite(set_first("event_id", "0" * 32), "events")),
    ("a wrong count", {6}, "mention_count is 99", rewrite(set_first("mention_count", 99), "events")),
    ("a wrong count of domains", {6}, "source_domain_count", rewrite(set_first("source_domain_count", 99), "events")),
    ("a duplicate of nothing", {6}, "no first article", rewrite(set_first("duplicate_of", "0" * 32), "articles")),
    ("unsigned numbers", {6, 7}, "uint32", rewritten_schema(field("char_start", type=pa.uint32()))),
    ("nanoseconds", {6, 7}, "ns", rewritten_schema(field("published_at", type=pa.timestamp("ns", "UTC")))),
    ("a stray file", {8}, "no Parquet file", put("mentions/_SUCCESS")),
    ("a stray hidden file", {8}, "no Parquet file", put(f"mentions/{DT}/.part-00000.parquet.crc")),
    ("a folder named like a file", {8}, "is a folder", folder_as_file),
    ("a gap in the shards", {5, 9, 11}, "without a gap", copy_shard),
    ("a file missing", {6, 11}, "is missing", remove(FILE)),
    (
        "a file not listed",
        {11},
        "missing in the manifest",
        edit(MANIFEST, lambda m: [e for e in m if e["file"] != FILE]),
    ),
    ("a hash that is wrong", {11}, "SHA-256", edit(MANIFEST, entry(sha256="0" * 64))),
    ("a size that is wrong", {11}, "bytes", edit(MANIFEST, entry(bytes=1))),
    ("rows that are wrong", {11}, "rows", edit(MANIFEST, entry(rows=None))),
    ("a run that never was", {11}, "no record", edit(MANIFEST, entry(run_id="x"))),
    ("a manifest that lists twice", {11}, "lists a file twice", edit(MANIFEST, lambda m: [*m, m[0]])),
    ("a manifest that is none", {11}, "is no list", edit(MANIFEST, lambda m: {"files": 1})),
    ("a manifest of junk", {11}, "is no list", edit(MANIFEST, lambda m: [*m, 7, {"file": 3}])),
    ("a manifest that is no JSON", {11}, "cannot be read", put(MANIFEST, b"[" * 100_000)),
    ("a run that does not add up", {11}, "does not reconcile", edit(RECORD, lambda r: r | {"duplicates": 0})),
    ("a record without counts", {11}, "is no run record", edit(RECORD, lambda r: {"run_id": 1})),
    ("a record that is no object", {11}, "is no run record", edit(RECORD, lambda r: [1])),
    ("no record", {11}, "no record", remove(RECORD)),
    ("more rows than were written", {11}, "which wrote 0", edit(RECORD, lambda r: r | {"rows_written": {}})),
    ("a record of another run", {11}, "names another run", edit(RECORD, lambda r: r | {"run_id": "x"})),
]


@pytest.mark.parametrize(("what", "promises", "words", "how"), BROKEN, ids=[what for what, *_ in BROKEN])
def test_what_was_broken_is_found(
    root: Path, what: str, promises: set[int], words: str, how: Callable[[Path], None]
) -> None:
    how(root)
    before = tree(root)
    problems = check(str(root))
    assert {p.promise for p in problems} == promises, problems
    assert any(words in p.message for p in problems), problems
    assert tree(root) == before


def test_every_promise_that_a_resting_dataset_shows_was_broken() -> None:
    assert set().union(*(promises for _, promises, *_ in BROKEN)) == {1, 3, 4, 5, 6, 7, 8, 9, 11}


def test_nulls_where_none_may_be(root: Path) -> None:
    """Parquet cannot hold a null in a required column: the file must declare otherwise, and both are said."""
    path = part(root, "mentions")
    rows = pq.ParquetFile(path).read()
    rows = set_first("rule_id", None)(rows.cast(field("rule_id", nullable=True)(rows.schema)))
    pq.write_table(rows, path, compression="zstd")
    relist(root, path)
    assert {(p.promise, p.message) for p in check(str(root))} == {
        (4, "column rule_id must not be declared nullable"),
        (4, "column rule_id must not be null, but is in 1 rows"),
    }


def test_a_file_that_is_too_long(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = {p.stat().st_size: p for p in root.rglob("*.parquet")}
    monkeypatch.setattr("transforms.lake.check.MAX_FILE_BYTES", max(sizes) - 1)
    ((promise, path),) = {(p.promise, p.path) for p in check(str(root))}
    assert (promise, root / path) == (9, sizes[max(sizes)])


def test_many_problems_of_one_kind_are_counted_not_listed(root: Path) -> None:
    for n in range(SHOWN + 30):
        (root / f"mentions/junk{n:03d}").write_text("x")
    problems = check(str(root))
    assert len(problems) == SHOWN
    assert sum("(and 30 more of this kind)" in p.message for p in problems) == 1


def test_batches_do_not_hide_anything(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_rows, "BATCH_ROWS", 3)
    assert check(str(root)) == []
    rewrite(reverse, "mentions")(root)
    assert [p.promise for p in check(str(root))] == [1]


@pytest.mark.parametrize("length", [0, 1, 8, 100, 2000, -9, -1])
def test_a_truncated_file_is_a_problem_not_an_error(root: Path, length: int) -> None:
    path = part(root, "articles")
    data = path.read_bytes()
    path.write_bytes(data[:length])
    problems = check(str(root))
    assert {4, 11} <= {p.promise for p in problems}
    assert f"articles/{DT}/part-00000.parquet" in {p.path for p in problems}


@pytest.mark.parametrize("seed", range(12))
def test_flipped_bytes_are_a_problem_not_an_error(root: Path, seed: int) -> None:
    path = part(root, "articles")
    data = bytearray(path.read_bytes())
    for at in range(seed * 31 + 5, len(data), len(data) // 40):
        data[at] ^= 0xFF
    path.write_bytes(bytes(data))
    assert 11 in {p.promise for p in check(str(root))}


@pytest.mark.parametrize("name", ["nowhere", "file"])
def test_where_there_is_no_dataset(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("x")
    ((promise, path),) = {(p.promise, p.path) for p in check(str(tmp_path / name))}
    assert (promise, path) == (0, str(tmp_path / name))
    assert not (tmp_path / "nowhere").exists()


def test_names_parse_as_they_are_made(good: Path) -> None:
    assert all(parse_part(p.relative_to(good).as_posix()) for p in good.rglob("*.parquet"))
