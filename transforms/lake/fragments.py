"""Staging: what workers do with their rows. No text goes through a shuffle; a Fragment travels on, a few numbers.

In: a TaggedArticle or a Refusal. Out: Parquet files under `_staging/<run_id>/fragments/`, up to three per flush, and a
Fragment that names them. Every row is checked here: what does not fit its table becomes a row of `rejects`.

Beside the columns of its table a staged row holds

    _dt        the UTC date it belongs to by itself (`plan` may know better: an article stays where it stands)
    _row       (articles) number of the row within the flush; (mentions) that of its article
    _version   (articles, rejects) hash of the content, mentions included: the last word between equals
    _input_id  (articles) which input it came from

Rows are sorted by _dt, then by the table's order, in small row groups: a merge reads what it needs and little else.
"""

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from transforms.lake.layout import staging
from transforms.lake.parquet import SPOOLED
from transforms.lake.store import Store, open_store
from transforms.records import TABLES, Article, Mention, Refusal, Reject, Run, Stage, Table, TaggedArticle
from transforms.schema import RowError, arrow_schema, content_columns, to_row

GROUP_ROWS = 256
GROUP_BYTES = 1024 * 1024
SMALL_GROUP_ROWS = 64
"""Below this a row group goes on into the next dt: archives have hundreds of days in one flush."""
MAX_DETAIL = 500
"""Characters of a reject's detail."""

EXTRA: Mapping[str, pa.Schema] = {
    "articles": pa.schema(
        [("_dt", pa.date32()), ("_row", pa.int32()), ("_version", pa.string()), ("_input_id", pa.string())]
    ),
    "mentions": pa.schema([("_dt", pa.date32()), ("_row", pa.int32())]),
    "events": pa.schema([("_dt", pa.date32())]),
    "rejects": pa.schema([("_dt", pa.date32()), ("_version", pa.string())]),
}
"""What a staged file holds beside its table's columns."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """One flush of one writer: names relative to the dataset's root ("" where there is none), and rows in them."""

    articles_path: str
    mentions_path: str
    rejects_path: str
    inputs: int
    articles: int
    mentions: int
    rejects: int


class FragmentWriter:
    """Collects rows and writes them to staging; call `flush` at the end, and keep every Fragment that comes back."""

    def __init__(
        self,
        root: str,
        run: Run,
        max_rows: int = 2000,
        max_bytes: int = 16 * 1024 * 1024,
        folder: str | None = None,
    ) -> None:
        """`max_rows` inputs or `max_bytes` of text (UTF-8) make a flush. `folder`: instead of the run's in staging."""
        self._store, self._run = open_store(root), run
        self._folder = folder or staging(run.run_id, "fragments")
        self._max_rows, self._max_bytes = max_rows, max_bytes
        self._reset()

    def _reset(self) -> None:
        self._rows: dict[str, list[dict[str, Any]]] = {"articles": [], "mentions": [], "rejects": []}
        self._inputs = self._bytes = 0

    def add(self, item: TaggedArticle | Refusal) -> list[Fragment]:
        """Take one input's outcome; the Fragment of the flush it causes, if it does."""
        if isinstance(item, Refusal):
            self._reject(item)
        else:
            self._article(item)
        self._inputs += 1
        return self.flush() if self._inputs >= self._max_rows or self._bytes >= self._max_bytes else []

    def flush(self) -> list[Fragment]:
        """Write what was collected: no Fragment or one."""
        if not self._inputs:
            return []
        stem = f"{self._folder}/{secrets.token_hex(16)}"
        paths = {}
        for name, rows in self._rows.items():
            paths[name] = f"{stem}-{name}.parquet" if rows else ""
            if rows:
                write_staged(self._store, paths[name], TABLES[name], rows)
        fragment = Fragment(
            articles_path=paths["articles"],
            mentions_path=paths["mentions"],
            rejects_path=paths["rejects"],
            inputs=self._inputs,
            articles=len(self._rows["articles"]),
            mentions=len(self._rows["mentions"]),
            rejects=len(self._rows["rejects"]),
        )
        self._reset()
        return [fragment]

    def _article(self, item: TaggedArticle) -> None:
        try:
            article, mentions = checked_rows(item)
        except RowError as error:
            self._reject(
                Refusal(
                    input_id=item.input_id,
                    stage="stage",
                    reason_code="row_check",
                    raw_sha256=item.raw_sha256,
                    detail=str(error),
                    url=item.article.url,
                )
            )
            return
        for row in (article, *mentions):
            row |= {"run_id": self._run.run_id, "processed_at": self._run.started_at}
        day = natural_dt(article["published_at"], article["fetched_at"])
        number = len(self._rows["articles"])
        article |= {"_dt": day, "_row": number, "_version": _version(article, mentions), "_input_id": item.input_id}
        self._rows["articles"].append(article)
        self._rows["mentions"].extend(row | {"_dt": day, "_row": number} for row in mentions)
        self._bytes += len(article["body"].encode()) + sum(len(row["evidence_text"]) for row in mentions)

    def _reject(self, refusal: Refusal) -> None:
        row = to_row(to_reject(refusal, self._run))
        row |= {"_dt": row["processed_at"].date(), "_version": _hash(row, content_columns(Reject))}
        self._rows["rejects"].append(row)
        self._bytes += len(row["detail"] or "")


def to_reject(refusal: Refusal, run: Run) -> Reject:
    """A refusal as a row of this run. Its texts come from bad input: they are cut and cleaned, so that the row fits."""
    return Reject(
        input_id=_clean(refusal.input_id, 4096) or "unknown",
        stage=_one_of(refusal.stage),
        reason_code=_clean(refusal.reason_code, 100) or "unknown",
        detail=_clean(refusal.detail, MAX_DETAIL),
        url=_clean(refusal.url, 4096),
        raw_sha256=_clean(refusal.raw_sha256, 64) or hashlib.sha256(b"").hexdigest(),
        run_id=run.run_id,
        processed_at=run.started_at,
    )


def _one_of(stage: Stage) -> str:
    allowed = next(f for f in fields(Reject) if f.name == "stage").metadata["one_of"]
    return stage if stage in allowed else "stage"


def _clean(text: str | None, limit: int) -> str | None:
    if text is None:
        return None
    return text[:limit].replace("\x00", "\ufffd").encode("utf-8", "replace").decode()


def checked_rows(item: TaggedArticle) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The rows of an article and its mentions. RowError (table and column) where one breaks a promise of its table.

    Of mentions with one mention_id the first stays: the id says that they are the same event in the same sentence.
    """
    article = _row("articles", item.article)
    body: str = article["body"]
    mentions: dict[str, dict[str, Any]] = {}
    for mention in item.mentions:
        row = _row("mentions", mention)
        if row["article_id"] != article["article_id"]:
            raise RowError(f"mentions.article_id: {row['article_id']:.80} is not the article's")
        for column in ("published_at", "source_domain", "language"):
            if row[column] != article[column]:
                raise RowError(f"mentions.{column}: {row[column]!s:.80} is not the article's")
        start, end = row["char_start"], row["char_end"]
        if not 0 <= start < end <= len(body) or body[start:end] != row["evidence_text"]:
            raise RowError(f"mentions.evidence_text: not what stands at body[{start}:{end}]")
        first, last = row["trigger_start"], row["trigger_end"]
        if not start <= first < last <= end or body[first:last] != row["trigger_text"]:
            raise RowError(f"mentions.trigger_text: not what stands at body[{first}:{last}] within the evidence")
        mentions.setdefault(row["mention_id"], row)
    return article, list(mentions.values())


def _row(table: str, record: Article | Mention) -> dict[str, Any]:
    try:
        return to_row(record)
    except RowError as error:
        raise RowError(f"{table}.{error}") from None


def _version(article: Mapping[str, Any], mentions: Iterable[Mapping[str, Any]]) -> str:
    columns = content_columns(Mention)
    return _hash(article, content_columns(Article), *(repr([row[c] for c in columns]) for row in mentions))


def _hash(row: Mapping[str, Any], columns: Iterable[str], *more: str) -> str:
    text = "\x1f".join((repr([row[c] for c in columns]), *more))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def staged_schema(table: Table) -> pa.Schema:
    """The schema of a table's staged files."""
    return pa.unify_schemas([arrow_schema(table.record), EXTRA[table.name]])


def write_staged(store: Store, name: str, table: Table, rows: list[dict[str, Any]]) -> None:
    """Write rows to a staged file, sorted by _dt and the table's order."""
    schema = staged_schema(table)
    data = pa.Table.from_pylist(rows, schema=schema)
    data = data.sort_by([("_dt", "ascending"), *((column, "ascending") for column in table.order)])
    with (
        store.create(name) as sink,
        pq.ParquetWriter(
            sink,
            schema.remove_metadata(),
            **{**SPOOLED, "write_statistics": ["_dt"]},
        ) as writer,
    ):
        for start, end in _groups(data, table):
            writer.write_table(data.slice(start, end - start))


def _groups(data: pa.Table, table: Table) -> Iterable[tuple[int, int]]:
    """Borders of row groups: a new one at a new dt, at GROUP_ROWS rows, and at GROUP_BYTES of body."""
    days = data["_dt"].to_pylist()
    sizes = pc.binary_length(data["body"]).to_pylist() if table.name == "articles" else [0] * len(days)
    start = size = 0
    for at, (day, length) in enumerate(zip(days, sizes, strict=True)):
        rows = at - start
        new_day = rows >= SMALL_GROUP_ROWS and day != days[at - 1]
        if rows and (new_day or rows >= GROUP_ROWS or size + length > GROUP_BYTES):
            yield start, at
            start, size = at, 0
        size += length
    yield start, len(days)


def natural_dt(published_at: dt.datetime | None, fetched_at: dt.datetime) -> dt.date:
    """The dt of an article that the dataset does not hold yet: UTC date of publication, else of the first fetch."""
    return (published_at or fetched_at).astimezone(dt.UTC).date()
