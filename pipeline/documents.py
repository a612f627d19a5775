"""`demarche extract` and `demarche tag`: documents in, JSON lines out, in input order, without Beam.

What a stage refuses becomes a line with `id`, `stage` and `reason_code` (extract: on stdout, so that every document
has its line; tag: on stderr, since its stdout holds mentions only), and a count at the end. Exit 1 where a named file
cannot be read, or nothing at all could be used.
"""

import datetime as dt
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from transforms.ids import content_id
from transforms.records import Document, Refusal, Run
from transforms.schema import to_json
from transforms.sources import seeds


def extract(files: Sequence[str], *, explain: bool = False) -> int:
    """Print one JSON line per document: its article, or why it was refused. Returns the exit status."""
    from transforms.articles import answer

    run, tally = _this_run(), Counter[str]()
    for item in _documents(files, run.started_at):
        found = item if isinstance(item, Refusal) else answer(item, run, explained=explain)
        doc_id = item.doc_id or item.input_id
        if isinstance(found, Refusal):
            tally[found.reason_code] += 1
            _print({"id": doc_id, **_refusal(found)})
        else:
            tally[""] += 1
            _print({"id": doc_id, **found})
    return _status("extract", tally)


def tag(files: Sequence[str], *, explain: bool = False) -> int:
    """Print one JSON line per mention of each document; text is coded as given. Returns the exit status."""
    from transforms.events.mentions import tag_document

    run, tally = _this_run(), Counter[str]()
    for item in _documents(files, run.started_at):
        document = _as_text(item, run) if isinstance(item, Document) and item.media == "html" else item
        if isinstance(document, Refusal):
            tally[document.reason_code] += 1
            _print({"id": item.doc_id or item.input_id, **_refusal(document)}, sys.stderr)
            continue
        tally[""] += 1
        for row in tag_document(document, run, explain=explain):
            _print(row)
    return _status("tag", tally)


def _as_text(document: Document, run: Run) -> Document | Refusal:
    """An HTML page as the text of its article, so that offsets are into that body."""
    import dataclasses

    from transforms.articles import to_article

    article = to_article(document, run)
    if isinstance(article, Refusal):
        return article
    return dataclasses.replace(
        document,
        content=article.body,
        media="text",
        language=article.language,
        published_at=article.published_at,
        published_date=article.published_date,
    )


def _documents(files: Sequence[str], now: dt.datetime) -> Iterator[Document | Refusal]:
    local = seeds.LocalFiles()
    for name in files:
        if name == "-":
            yield from seeds.read_stream(sys.stdin.buffer, "-", now)
        else:
            for path in seeds.expand([name], local) if Path(name).is_dir() else [name]:
                yield from seeds.read(path, local, now, unique_ids=False)


def _this_run() -> Run:
    now = dt.datetime.now(dt.UTC)
    return Run(content_id("command", now.isoformat()), now)


def _refusal(refusal: Refusal) -> dict[str, Any]:
    shown = ("input_id", "stage", "reason_code", "detail", "url")
    return {name: value for name, value in to_json(refusal).items() if name in shown}


def _print(row: dict[str, Any], file: Any = None) -> None:
    print(json.dumps(row, ensure_ascii=False), file=file or sys.stdout)


def _status(command: str, tally: Counter[str]) -> int:
    """0, or 1 with one line where a file could not be read or no document could be used."""
    done, refused = tally.pop("", 0), tally.total()
    if refused:
        reasons = ", ".join(f"{count} {reason}" for reason, count in tally.most_common())
        print(f"demarche {command}: {done} documents done, {refused} refused: {reasons}", file=sys.stderr)
    return 1 if refused and (not done or "unreadable" in tally) else 0
