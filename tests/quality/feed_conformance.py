"""How far our reading of feeds agrees with feedparser's own corpus of well-formed feeds.

    pip download --no-binary feedparser --no-deps feedparser && tar xzf feedparser-*.tar.gz
    python tests/quality/feed_conformance.py feedparser-*/tests/wellformed [--disagreeing]

Each file of that corpus states one expectation about feedparser's answer, as a Python expression. Those about fields
that we have count, as `ours` translates them; what is left out, and why, is printed with the share. Titles and
summaries are plain text with us: an expectation in markup is compared as the text that a browser would show. Markup of
`content_html` stays as sent, so it is compared with its white space folded, its links resolved and its attributes in
any order. What feedparser's sanitizer takes away is no field of ours: `sanitize/` is left out, our texts have no markup
at all, which the unit tests show.
"""

import argparse
import ast
import datetime as dt
import html
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from transforms.sources.feeds import Entry, Feed, FeedFailure, parse_feed
from transforms.sources.feeds.links import absolute
from transforms.sources.feeds.texts import fold, strip_markup, unmojibake

NOW = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
URL = "http://127.0.0.1:8097/"
"""Where feedparser's own test server stands; expectations about relative links name it."""
EXPECT = re.compile(rb"Expect:\s*(.*?)\s*(?:-->|\n)", re.DOTALL)
HEADER = re.compile(rb"Header:\s*Content-Location:\s*(\S+)", re.IGNORECASE)
TYPE = re.compile(rb"Header:\s*Content-type:\s*([^\n]+)", re.IGNORECASE)
LANGUAGE = re.compile(rb"Header:\s*Content-Language:", re.IGNORECASE)
LEFT_OUT = {
    "sanitize": "what feedparser's sanitizer removes",
    "http": "answers of a server",
    "psc": "podcast chapters",
    "geo": "places on a map",
}
TEXTS = {
    "title": "title", "summary": "summary", "description": "summary", "subtitle": "description",
    "tagline": "description", "rights": "rights", "copyright": "rights", "language": "language",
}  # fmt: skip
FEED_TEXTS = TEXTS | {"description": "description"}
DATES = {
    "published": "published_at",
    "issued": "published_at",
    "updated": "updated_at",
    "modified": "updated_at",
    "date": "updated_at",
}


BY_DESIGN = {
    "dc_date": "dc:date is the date of publication with us, of an update with feedparser",
    "_id_base_": "identifiers are compared as they are (RFC 4287, 4.2.6.1), never resolved",
    "node_precedence": "two entries that are equal in all they say are one",
    "multiple_values": "the first of several dates of the same kind counts, not the last",
    "item_dc_language": "an entry that says nothing but its language is none",
}
"""Parts of file names -> why we differ; counted as disagreeing all the same."""


class NotOurs(Exception):
    """An expectation about something that we have no field for."""


def expectations(node: ast.expr) -> list[tuple[str, tuple[str | int, ...], Any]]:
    """(entry or feed, path, value) of each comparison of an expression."""
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And):
        return [found for part in node.values for found in expectations(part)]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not) and isinstance(node.operand, ast.Name):
        return []  # `not bozo`: checked for every file
    if isinstance(node, ast.Compare) and all(isinstance(op, ast.Eq) for op in node.ops):
        try:
            value = ast.literal_eval(node.comparators[-1])
        except ValueError:
            raise NotOurs("an expression") from None
        return [(*path(side), value) for side in (node.left, *node.comparators[:-1])]
    raise NotOurs("an expression")


def path(node: ast.expr) -> tuple[str, tuple[str | int, ...]]:
    keys: list[str | int] = []
    while not isinstance(node, ast.Name):
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            keys.append(node.slice.value)
            node = node.value
        elif isinstance(node, ast.Attribute):
            keys.append(node.attr)
            node = node.value
        else:
            raise NotOurs("an expression")
    return node.id, tuple(reversed(keys))


def ours(record: Entry | Feed, keys: tuple[str | int, ...], value: Any) -> tuple[Any, Any]:
    """(what we have, what is expected), translated."""
    name, rest = str(keys[0]), keys[1:]
    texts = TEXTS if isinstance(record, Entry) else FEED_TEXTS
    name = name.removesuffix("_detail") if rest == ("value",) else name
    if name in texts and rest in ((), ("value",)) and hasattr(record, texts[name]):
        have = getattr(record, texts[name])
        return have, value if isinstance(value, str) and have == fold(value) else as_text(value)
    if name == "content" and rest in ((0, "value"), (1, "value")) and isinstance(record, Entry):
        if html.unescape(record.content_html or "") == value:
            return value, value  # text, which is escaped with us
        return normal(record.content_html or "", record.base_url), normal(value, record.base_url)
    if name in ("link", "guid", "id") and not rest:
        return (record.link if name == "link" else record.guid), value
    if name == "links" and rest == (0, "href"):
        return record.link or getattr(record, "self_url", None), value
    if name in DATES and not rest:
        return written(record, name, value)
    if name.removesuffix("_parsed") in DATES and not rest:
        at = getattr(record, DATES[name.removesuffix("_parsed")])
        return (at.utctimetuple()[:6] if at else None), tuple(value)[:6] if value else None
    if name in ("author", "author_detail") and rest in ((), ("name",)):
        return record.byline, re.sub(r"\s*\([^()]*@[^()]*\)$", "", value)
    if name == "authors" and rest and rest[-1] == "name":
        names = (record.byline or "").split("; ")
        return (names[int(rest[0])] if len(names) > int(rest[0]) else None), value
    if name == "tags" and len(rest) == 2 and rest[1] in ("term", "label"):
        return (record.categories[int(rest[0])] if len(record.categories) > int(rest[0]) else None), value
    if name == "category" and not rest:
        return (record.categories[0] if record.categories else None), value
    if name == "itunes_keywords":
        return list(record.categories), value
    raise NotOurs(f"{name}{'' if not rest else ' ' + str(rest[-1])}")


def written(record: Entry | Feed, name: str, value: str) -> tuple[Any, Any]:
    """A date as written: feeds keep none, so both are compared as instants there."""
    if isinstance(record, Entry):
        return (record.published_text if DATES[name] == "published_at" else record.updated_text), value
    from transforms.sources.feeds.dates import read_date

    given = read_date(value, NOW).given
    return getattr(record, DATES[name]), given.at if given else value


def as_text(value: Any) -> Any:
    return fold(strip_markup(value)) if isinstance(value, str) else value


def normal(markup: str, base: str | None) -> list[Any]:
    """Markup as texts and tags: white space folded, attributes sorted, links resolved, references undone."""
    found: list[Any] = []
    for piece in re.split(r"(<[^<>]*>)", markup):
        tag = re.fullmatch(r"<(/?)([\w:]+)([^<>]*?)/?>", piece)
        if tag is None:
            text = fold(html.unescape(piece))
            found += [text] if text else []
            continue
        attributes = re.findall(r"([\w:]+)=\"([^\"]*)\"", tag[3])
        known = sorted(
            (key, absolute(html.unescape(v), (base,)).url or v) if key in ("href", "src") else (key, v)
            for key, v in attributes
        )
        found.append((tag[1], tag[2].lower(), *known))
    if len(found) > 2 and found[0] == ("", "div") and found[-1] == ("/", "div"):
        return found[1:-1]  # Atom's own container, which is no content
    return found


def agrees(have: Any, want: Any) -> bool:
    if isinstance(have, str) and isinstance(want, str):
        return " ".join(have.split()) == " ".join((unmojibake(want) or want).split())
    return bool(have == want) or (not have and not want)


def check(file: Path) -> tuple[str, str]:
    """(agrees | differs | not ours, detail)."""
    body = file.read_bytes()
    text = body if b"Expect" in body else body.replace(b"\x00", b"")
    expect = EXPECT.search(text)
    if expect is None:
        return "not ours", "no expectation that can be read"
    if LANGUAGE.search(text):
        return "not ours", "language of the HTTP answer"
    location, media_type = HEADER.search(text), TYPE.search(text)
    url = absolute(location[1].decode() if location else URL, (URL,)).url or URL
    try:
        wanted = expectations(ast.parse(expect[1].decode().strip(), mode="eval").body)
        feed = parse_feed(body, NOW, url, media_type[1].decode() if media_type else None)
        if not wanted:
            return "not ours", "nothing but `not bozo`"
        found = [translated(feed, root, keys, value) for root, keys, value in wanted]
    except (NotOurs, SyntaxError, UnicodeDecodeError) as why:
        return "not ours", str(why)
    if isinstance(feed, FeedFailure):
        return "differs", f"{feed.reason_code}: {feed.detail}"
    if b"not bozo" in expect[1] and "ill_formed" in feed.flags:
        return "differs", f"ill-formed: {feed.fault}"
    wrong = [f"have {have!r:.200} want {want!r:.200}" for have, want in found if not agrees(have, want)]
    return ("differs", wrong[0]) if wrong else ("agrees", "")


def translated(feed: Feed | FeedFailure, root: str, keys: tuple[str | int, ...], value: Any) -> tuple[Any, Any]:
    if root == "feed" and keys:
        return ours(feed if isinstance(feed, Feed) else Feed("rss", "rss"), keys, value)
    if root == "entries" and len(keys) > 1:
        entries = feed.entries if isinstance(feed, Feed) else ()
        at = int(keys[0])
        return ours(entries[at] if len(entries) > at else Entry("", ""), keys[1:], value)
    if root == "version":
        return feed.version if isinstance(feed, Feed) else None, value.replace("rss091u", "rss091").replace(
            "rss091n", "rss091"
        )
    raise NotOurs(root)


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("corpus", type=Path)
    arguments.add_argument("--disagreeing", action="store_true", help="print each disagreement")
    args = arguments.parse_args()
    tally: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for file in sorted(args.corpus.rglob("*.xml")):
        room = file.relative_to(args.corpus).parts[0]
        verdict, detail = ("not ours", LEFT_OUT[room]) if room in LEFT_OUT else check(file)
        tally[verdict] += 1
        if verdict == "not ours":
            reasons[detail] += 1
        elif verdict == "differs" and args.disagreeing:
            name = file.relative_to(args.corpus).as_posix()
            print(f"{name}: {next((why for part, why in BY_DESIGN.items() if part in name), detail)}")
    counted = tally["agrees"] + tally["differs"]
    share = tally["agrees"] / max(counted, 1)
    print(f"{sum(tally.values())} files, {counted} count, {tally['agrees']} agree: {share:.1%}")
    print("left out: " + ", ".join(f"{count} {reason}" for reason, count in reasons.most_common()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
