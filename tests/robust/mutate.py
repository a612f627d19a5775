"""Pages as no browser, no proxy and no disk should give them, the same ones at every run.

In: a number. Out: the bytes of a page, made from a page of the pool by one to four mutations, and how. The pool is the
samples of this project, and the labelled pages of ../shared where they are; a number means the same page only with
the same pool (`pool_sha256`).
"""

# ruff: noqa: E501 (a list of odd things stays on its lines)

import gzip
import hashlib
import itertools
import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.unit.test_extract_liveblog import BLOCK, posts
from tests.unit.test_extract_refuse import KEPT, REFUSED

ROOT = Path(__file__).resolve().parents[2]
CORPORA = ROOT.parent / "shared" / "corpora"
MAX_BYTES = 4_000_000
"""Of a page; mutations that repeat stop there."""
SEED = 20_260_101

Mutation = Callable[[Random, bytes], bytes]


class Mutated(NamedTuple):
    """A page and how it came about."""

    data: bytes
    url: str | None
    base: str
    mutations: tuple[str, ...]


@cache
def pool() -> tuple[tuple[str, str | None, bytes], ...]:
    """(name, URL, bytes) of whole pages."""
    found = [(f"kept: {name}", url, html.encode()) for name, (html, url) in KEPT.items()]
    found += [(f"refused: {name}", url, html.encode()) for name, (html, url, _) in REFUSED.items()]
    found.append(("live", None, f"<html><body><h1>Live</h1>{posts(BLOCK, 40)}</body></html>".encode()))
    for folder in ("seeds", "tests/golden/sources"):
        for path in sorted((ROOT / folder).glob("*.html")):
            found.append((f"{folder}/{path.name}", f"https://news.example.org/{path.stem}", path.read_bytes()))
    for path in sorted(CORPORA.glob("*_pages.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            rows = map(json.loads, lines)
            found += [(row["id"], row["url"], row["html"].encode("utf-8", "replace")) for row in rows]
    return tuple(found)


def pool_sha256() -> str:
    """Of everything that pages are made of."""
    digest = hashlib.sha256()
    for name, _, data in pool():
        digest.update(name.encode() + data)
    return digest.hexdigest()


def page(number: int) -> Mutated:
    """The page of this number."""
    rng = Random(f"{SEED} {number}")
    name, url, data = rng.choice(pool())
    chosen = [rng.choice(MUTATIONS) for _ in range(rng.choice((1, 1, 2, 2, 3, 4)))]
    for mutation in chosen:
        data = mutation(rng, data)[:MAX_BYTES]
    return Mutated(data, url if rng.random() < 0.8 else None, name, tuple(m.__name__ for m in chosen))


# --- what is done to a page ---

_TAG = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_CLOSING = re.compile(rb"</[a-zA-Z][^<>]*>")
_BLOCK = re.compile(rb"<(p|div|li|td|section|article|script|table|ul|h[1-6])\b")
_NAMES = (
    *(
        b"div p span a b i ul ol li dl dd table tr td th tbody section article main aside nav header footer blockquote".split()
    ),
    *(
        b"h1 h2 h3 form select option button textarea script style noscript template title head body html frameset".split()
    ),
    *(
        b"svg math iframe object video time figure figcaption details dialog pre code plaintext xmp marquee font".split()
    ),
)
_CODECS = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1251", "cp1252", "koi8-r", "shift_jis", "euc-jp", "iso2022_jp",
    "gb18030", "big5", "euc-kr", "cp037", "utf-7", "latin-1", "cp437")  # fmt: skip
_ODD = (
    *(
        b"\x00 \x01 \x08 \x0b \x0c \x1b \x7f \xc2\x85 \xe2\x80\xa8 \xe2\x80\xae \xef\xbb\xbf \xef\xbf\xbe \xef\xbf\xbf".split(
            b" "
        )
    ),
    *(
        b"\xed\xa0\x80 \xed\xb0\x80 \xf4\x90\x80\x80 \xc0\x80 \xff \xfe \xf0\x9f \xcc\x81 \xe2\x80\x8d \xf3\xa0\x81\xa7 ]]> <!-- --> <![CDATA[".split(
            b" "
        )
    ),
    *(
        b"<?php <!DOCTYPE <!ELEMENT &#0; &#x110000; &#xD800; &#128; &amp;amp; &notanentity; &# & &lt; < > </ <> </> \" ' = / `".split(
            b" "
        )
    ),
)


def _spot(rng: Random, data: bytes) -> int:
    return rng.randrange(len(data) + 1)


def _piece(rng: Random, data: bytes, most: int = 200_000) -> tuple[int, int]:
    start = _spot(rng, data)
    return start, min(len(data), start + int(most ** rng.random()))


def _block(rng: Random, data: bytes) -> tuple[int, int]:
    """From the start of one block to that of a later one: a slice that holds whole tags."""
    starts = [match.start() for match in _BLOCK.finditer(data[:MAX_BYTES])]
    if len(starts) < 2:
        return _piece(rng, data)
    first = rng.randrange(len(starts) - 1)
    return starts[first], starts[min(len(starts) - 1, first + rng.randint(1, 30))]


def truncate(rng: Random, data: bytes) -> bytes:
    return data[: _spot(rng, data)]


def behead(rng: Random, data: bytes) -> bytes:
    return data[_spot(rng, data) :]


def shuffle(rng: Random, data: bytes) -> bytes:
    cuts = sorted({0, len(data), *(_spot(rng, data) for _ in range(rng.randint(2, 60)))})
    pieces = [data[a:b] for a, b in itertools.pairwise(cuts)]
    rng.shuffle(pieces)
    return b"".join(pieces)


def shuffle_tags(rng: Random, data: bytes) -> bytes:
    pieces = re.split(rb"(?=<)", data)
    start = rng.randrange(len(pieces))
    some = pieces[start : start + 2_000]
    rng.shuffle(some)
    return b"".join([*pieces[:start], *some, *pieces[start + 2_000 :]])


def flip_bytes(rng: Random, data: bytes) -> bytes:
    out = bytearray(data)
    for _ in range(int((len(out) / 20 + 1) ** rng.random()) + 1 if out else 0):
        out[rng.randrange(len(out))] = rng.randrange(256)
    return bytes(out)


def flip_bits(rng: Random, data: bytes) -> bytes:
    out = bytearray(data)
    for _ in range(rng.randint(1, 300) if out else 0):
        out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)
    return bytes(out)


def nest(rng: Random, data: bytes) -> bytes:
    a, b = _block(rng, data)
    depth, name = int(60_000 ** rng.random()), rng.choice(_NAMES)
    closing = b"</" + name + b">"
    attribute = rng.choice((b"", b' class="date"', b' id="content"'))
    return data[:a] + (b"<" + name + attribute + b">") * depth + data[a:b] + closing * rng.choice((0, depth)) + data[b:]


def nest_mixed(rng: Random, data: bytes) -> bytes:
    at = _spot(rng, data)
    return data[:at] + b"".join(b"<" + rng.choice(_NAMES) + b">" for _ in range(int(3_000 ** rng.random()))) + data[at:]


def huge_attribute(rng: Random, data: bytes) -> bytes:
    filler = rng.choice((b"a", b"a ", b"date ", b"&amp;", b"by von ", b"1.1.2024 ", b"\xf0\x9f\x98\x80", b"( ", b"/"))
    value = filler * int(1_500_000 ** (0.3 + 0.7 * rng.random()) / len(filler))
    name = rng.choice(
        (b"class", b"id", b"style", b"href", b"src", b"content", b"alt", b"datetime", b"data-x", b"itemprop")
    )
    places = [match.end() for match in _TAG.finditer(data) if not match[1]]
    at = rng.choice(places) if places else 0
    return data[:at] + b" " + name + b'="' + value + rng.choice((b'"', b"")) + data[at:]


def many_attributes(rng: Random, data: bytes) -> bytes:
    places = [match.end() for match in _TAG.finditer(data) if not match[1]]
    at = rng.choice(places) if places else 0
    return data[:at] + b"".join(b" a%d=%d" % (n, n) for n in range(int(12_000 ** rng.random()))) + data[at:]


def wrong_charset(rng: Random, data: bytes) -> bytes:
    codec = rng.choice(_CODECS)
    text = data.decode("utf-8", "replace")
    if rng.random() < 0.5:
        text = text.replace("utf-8", rng.choice(_CODECS)).replace("UTF-8", rng.choice(_CODECS))
    return text.encode(codec, rng.choice(("replace", "ignore")))


def doubly_encoded(rng: Random, data: bytes) -> bytes:
    a, b = _piece(rng, data)
    return data[:a] + data[a:b].decode("latin-1").encode("utf-8") + data[b:]


def declare_charset(rng: Random, data: bytes) -> bytes:
    label = rng.choice((*_CODECS, "x-user-defined", "", "none", "utf-8;", "a" * 300)).encode()
    return rng.choice((b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) + b"<meta charset=" + label + b">" + data


def duplicate(rng: Random, data: bytes) -> bytes:
    a, b = _block(rng, data)
    most = max(1, (MAX_BYTES - len(data)) // (b - a + 1))
    return data[:b] + data[a:b] * min(most, int(400 ** rng.random())) + data[b:]


def unclose(rng: Random, data: bytes) -> bytes:
    share = rng.random()
    return _CLOSING.sub(lambda match: b"" if rng.random() < share else match[0], data)


def swap_tags(rng: Random, data: bytes) -> bytes:
    share = rng.random() ** 3
    return _TAG.sub(lambda m: b"<" + m[1] + rng.choice(_NAMES) if rng.random() < share else m[0], data)


def rename_tag(rng: Random, data: bytes) -> bytes:
    old, new = rng.choice((b"p", b"div", b"a", b"li", b"span", b"script", b"h2")), rng.choice(_NAMES)
    return re.sub(rb"(</?)" + old + rb"\b", rb"\1" + new, data)


def insert_odd(rng: Random, data: bytes) -> bytes:
    for _ in range(int(400 ** rng.random())):
        at = _spot(rng, data)
        data = data[:at] + rng.choice(_ODD) * rng.choice((1, 1, 1, 3)) + data[at:]
    return data


def flood(rng: Random, data: bytes) -> bytes:
    """One thing, over and over, at one place."""
    things = (*_ODD, *(b"<" + name + b">" for name in _NAMES), b"word ", b"<a href=/x>three words here</a> ", b"<br>", b"&eacute;",
        b"<td>1", b"<li>x", b"\n", b" ", b"=", b".", b"Mr. ", b"<p>Said on Monday.</p>", b"<p>x", b"1 ", b"<time>10:00</time>",
        b'<script type="application/ld+json">{"@type":"Article"}</script>', b'<meta name="author" content="A B">')  # fmt: skip
    thing, at = rng.choice(things), _spot(rng, data)
    count = int(1_000_000 ** (0.2 + 0.7 * rng.random()) / len(thing)) + 1
    return data[:at] + thing * count + data[at:]


def cut_out(rng: Random, data: bytes) -> bytes:
    for _ in range(rng.randint(1, 40)):
        a, b = _piece(rng, data, 5_000)
        data = data[:a] + data[b:]
    return data


def splice(rng: Random, data: bytes) -> bytes:
    other = rng.choice(pool())[2]
    return data[: _spot(rng, data)] + other[_spot(rng, other) :]


def insert_other(rng: Random, data: bytes) -> bytes:
    other, at = rng.choice(pool())[2], _spot(rng, data)
    return data[:at] + other + data[at:]


def without(rng: Random, data: bytes) -> bytes:
    return data.replace(
        rng.choice((b"<", b">", b'"', b"'", b"/", b" ", b"\n", b"=", b"</p>", b"</script>", b"<body", b"</head>")), b""
    )


def break_structured_data(rng: Random, data: bytes) -> bytes:
    broken = rng.choice((
        b"[" * 100_000, b'{"@graph":' * 5_000, b'{"@type":"NewsArticle","headline":' + b'"a" ' * 1_000, b"null", b"1e999999",
        b'{"@type":"NewsArticle","articleBody":"' + b"word " * 100_000 + b'"}', b'{"@type":["NewsArticle"],"author":' + b"[" * 500 + b"]" * 500 + b"}",
        b'{"@type":"NewsArticle","datePublished":"9999-99-99T99:99:99+99:99","author":{"@id":"#a"},"@id":"#a"}',
        b'{"@type":"NewsArticle","wordCount":"' + b"9" * 10_000 + b'","headline":"\\ud800","keywords":' + b"9" * 5_000 + b"}",
    ))  # fmt: skip
    at = _spot(rng, data)
    return data[:at] + b'<script type="application/ld+json">' + broken + rng.choice((b"</script>", b"")) + data[at:]


def change_case(rng: Random, data: bytes) -> bytes:
    a, b = _piece(rng, data)
    return data[:a] + data[a:b].swapcase() + data[b:]


MUTATIONS: tuple[Mutation, ...] = (
    truncate, behead, shuffle, shuffle_tags, flip_bytes, flip_bits, nest, nest_mixed, huge_attribute, many_attributes, wrong_charset,
    doubly_encoded, declare_charset, duplicate, unclose, swap_tags, rename_tag, insert_odd, flood, cut_out, splice, insert_other,
    without, break_structured_data, change_case,
)  # fmt: skip
