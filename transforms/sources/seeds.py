"""Seed files -> documents.

In: names of files (see files.py for globs and folders). Out: for each document of a file exactly one Document, or one
Refusal that says why it is none; nothing raises for bad content or for a file that cannot be read.

| suffix (each also .gz)   | documents                                                                               |
|--------------------------|-----------------------------------------------------------------------------------------|
| .txt .html .htm          | one; front matter, or a sidecar `<file>.meta.json` or `<stem>.meta.json`, says more of it |
| .jsonl .ndjson           | one a line: `id url html text title byline published_at language source_domain ...`       |
| .warc                    | one for each response or resource record                                                |

Compression is told by the first bytes, whatever the name says.
"""

import datetime as dt
from collections.abc import Iterator
from typing import BinaryIO, Literal

from transforms.records import Refusal
from transforms.sources.files import SIDECAR, FileSystem, LocalFiles, NoInput, expand
from transforms.sources.formats import Input, Item, read_json_lines, read_single
from transforms.sources.metadata import BadMetadata, parse_sidecar
from transforms.sources.streams import DEFAULT, ByteStream, Limits, StreamFault
from transforms.sources.warc import read_warc

__all__ = ["DEFAULT", "FileSystem", "Item", "Limits", "LocalFiles", "NoInput", "expand", "read", "read_stream"]

Format = Literal["text", "html", "jsonl", "warc"]
FORMATS: dict[str, Format] = {
    ".txt": "text",
    ".html": "html",
    ".htm": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".warc": "warc",
}
GZIP = ".gz"


def format_of(path: str) -> Format | None:
    """The format that a file's suffix names, `.gz` aside; None for one that we do not read."""
    name = path.rpartition("/")[2].lower().removesuffix(GZIP)
    return FORMATS.get("." + name.rpartition(".")[2]) if "." in name else None


def read(
    path: str, fs: FileSystem, now: dt.datetime, limits: Limits = DEFAULT, *, unique_ids: bool = True
) -> Iterator[Item]:
    """The documents of one file, lazily and in order. `now` (UTC) bounds the dates that it gives.

    `unique_ids`: a JSON line whose id the file has had already is refused; otherwise it is one more document.
    """
    name = path.encode("utf-8", "backslashreplace").decode()  # names of files may hold bytes that are no UTF-8
    form = format_of(path)
    if form is None:
        supported = " ".join(FORMATS)
        yield Input(name).refuse("unsupported_format", f"supported are {supported}, each also {GZIP}")
        return
    try:
        sidecar = _sidecar(path, fs, limits) if form in ("text", "html") else {}
        with fs.open(path) as file:
            stream = ByteStream(file, limits)
            if form == "jsonl":
                yield from read_json_lines(stream, name, now, limits, unique_ids)
            elif form == "warc":
                yield from read_warc(stream, name, now, limits)
            else:
                yield read_single(stream, name, form, sidecar, now, limits)
    except BadMetadata as bad:
        yield Input(name).refuse(bad.code, bad.detail)
    except OSError as error:
        yield _unreadable(name, error)


def read_stream(
    stream: BinaryIO, name: str, now: dt.datetime, limits: Limits = DEFAULT, *, unique_ids: bool = False
) -> Iterator[Item]:
    """The documents of a stream without a name, such as standard input; `name` stands for it in ids.

    The first bytes decide: gzip is undone; then `{` begins JSON lines, `WARC/` an archive, `<!doctype html` or `<html`
    a page; anything else is one plain text.
    """
    try:
        bytes_ = ByteStream(stream, limits)
        head = bytes_.peek(4096)
        start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
        if start.startswith(b"{"):
            yield from read_json_lines(bytes_, name, now, limits, unique_ids)
        elif start.startswith(b"WARC/"):
            yield from read_warc(bytes_, name, now, limits)
        else:
            is_page = start[:14].lower().startswith((b"<!doctype html", b"<html"))
            yield read_single(bytes_, name, "html" if is_page else "text", {}, now, limits)
    except StreamFault as fault:
        yield Input(name).refuse(fault.code, fault.detail)
    except OSError as error:
        yield _unreadable(name, error)


def _unreadable(name: str, error: OSError) -> Refusal:
    return Input(name).refuse("unreadable", error.strerror or str(error) or type(error).__name__)


def _sidecar(path: str, fs: FileSystem, limits: Limits) -> dict[str, object]:
    """What stands in the sidecar beside a file; {} where there is none. Raises BadMetadata, OSError."""
    plain = path[: -len(GZIP)] if path.lower().endswith(GZIP) else path
    stem = plain.rpartition(".")[0]
    for beside in dict.fromkeys((path + SIDECAR, plain + SIDECAR, stem + SIDECAR)):
        if fs.exists(beside):
            try:
                with fs.open(beside) as file:
                    return parse_sidecar(ByteStream(file, limits).read_at_most(limits.max_meta_bytes))
            except StreamFault as fault:
                raise BadMetadata("bad_metadata", f"{beside}: {fault.detail}") from None
            except BadMetadata as bad:
                raise BadMetadata(bad.code, f"{beside}: {bad.detail}") from None
            except OSError as error:
                raise BadMetadata("bad_metadata", f"{beside}: {error.strerror or error}") from None
    return {}
