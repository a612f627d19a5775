"""URLs as identities: one address for one article, however it was linked.

In: a URL as a feed, a file or a page gives it. Out: `canonical_url`, the address without tracking parameters, session
ids, redirecting services, AMP, mobile, fragment and encoding variants (articles are keyed by it), and `source_domain`,
the site it belongs to.
Standard library only; nothing here raises, whatever the input: what is no http(s) address is None.

Sources of the rules: RFC 3986 section 6.2.2 (syntax-based normalisation), the WHATWG list of default ports, the
parameter names that advertising and mail services document for themselves (urls.toml), the AMP cache URL format. What
may change the page that is served stays: scheme, `www.`, trailing slashes, and every parameter that is not known as
tracking. Parameters are sorted, for links that differ in their order alone.
"""

import functools
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

MAX_URL_CHARACTERS = 4096
"""Longer ones are payloads (data, session state), not addresses of articles."""

_DEFAULT_PORTS = {"http": 80, "https": 443}
_UNSAFE = re.compile(r"[\x00-\x20\x7f\ud800-\udfff\\^`{|}<>\"]")
_HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9_-]{1,63}(?<!-))*")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

_MOBILE_LABELS = frozenset({"m", "mobile", "mobil", "touch", "wap", "amp"})
_INDEX_PAGE = re.compile(r"/(?:index\.(?:html?|php|aspx?|jsp|shtml)|default\.(?:html?|aspx?))$", re.IGNORECASE)
_AMP_ENDING = re.compile(r"(?:/amp/?|\.amp(?=(?:\.html?)?$))$|\.amp(?=\.html?$)", re.IGNORECASE)
_AMP_FOLDER = re.compile(r"^/(?:amphtml|platform/amp)(?=/.)")
_SESSION = re.compile(r";jsessionid=[^/;?]*|/\([ASF]\([^()/]{8,}\)\)(?=/)", re.IGNORECASE)
_AMP_CACHE_PATH = re.compile(r"/(?:[cvi]/)?(?:s/)?(?=[^/]+\.[^/]+)")
_GOOGLE_AMP = re.compile(r"(?:www\.)?google\.(?:com?\.)?[a-z]{2,3}")
_SLUG = re.compile(r"[-_0-9]|\.html?$")


class Names(NamedTuple):
    """What urls.toml lists."""

    tracking: frozenset[str]
    tracking_prefixes: tuple[str, ...]
    origin_names: frozenset[str]
    origin_values: frozenset[str]
    amp: Mapping[str, frozenset[str]]
    redirects: tuple[tuple[str, str, tuple[str, ...]], ...]
    second_levels: frozenset[str]
    shared_hosts: frozenset[str]


@functools.cache
def rules() -> dict[str, Any]:
    """urls.toml as it stands."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


@functools.cache
def _names() -> Names:
    read = rules()
    return Names(
        tracking=frozenset(name for rule in read["parameter"] for name in rule["names"]),
        tracking_prefixes=tuple(prefix for rule in read["parameter"] for prefix in rule["prefixes"]),
        origin_names=frozenset(read["origin"]["names"]),
        origin_values=frozenset(read["origin"]["values"]),
        amp={name: frozenset(values) for name, values in read["amp"].items()},
        redirects=tuple((rule["host"], rule["path"], tuple(rule["parameters"])) for rule in read["redirect"]),
        second_levels=frozenset(read["registry"]["second_levels"]),
        shared_hosts=frozenset(read["registry"]["shared_hosts"]),
    )


def canonical_url(url: str | None) -> str | None:
    """The address under which an article is known; None for anything but an http(s) URL with a host."""
    parts = _publisher_address(url)
    host = _host(parts) if parts else None
    if parts is None or host is None:
        return None
    try:
        port = parts.port
    except ValueError:
        return None
    netloc = _desktop_host(host) + (f":{port}" if port is not None and port != _DEFAULT_PORTS[parts.scheme] else "")
    query = _query(parts.query)
    path = _path(parts.path, bare=not query)
    fragment = f"#{_normal_escapes(parts.fragment)}" if parts.fragment.startswith("!") else ""  # a hashbang is a path
    return f"{parts.scheme}://{netloc}{path}{'?' if query else ''}{query}{fragment}"


def source_domain(url: str | None) -> str | None:
    """The site of a URL: its registrable domain (`bbc.co.uk`), lower case, in ASCII; an IP address as it stands."""
    parts = _publisher_address(url)
    host = _host(parts) if parts else None
    return registrable_domain(host) if host else None


def registrable_domain(host: str) -> str:
    """What a registry or a hosting service gives out: the last two labels, three under `co.uk` and its like."""
    if ":" in host or host.replace(".", "").isdigit():
        return host
    labels, names = host.removeprefix("www.").split("."), _names()
    last_two = ".".join(labels[-2:])
    shared = last_two in names.shared_hosts or (
        len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in names.second_levels
    )
    return ".".join(labels[-3:]) if shared else last_two


def _is_suffix(host: str) -> bool:
    """Whether a two-label host is a registry's own, such as `co.uk`."""
    first, _, last = host.partition(".")
    return len(last) == 2 and first in _names().second_levels


def same_site(one: str | None, other: str | None) -> bool:
    """Whether two URLs belong to the same registrable domain."""
    domain = source_domain(one)
    return domain is not None and domain == source_domain(other)


def _publisher_address(url: str | None) -> SplitResult | None:
    """The parts of a URL, taken out of AMP caches and viewers and of redirecting services."""
    parts = _split(url)
    for _ in range(3):  # a viewer may show a cache's address; never more than a few deep
        inner = (_amp_inner(parts) or _redirected(parts)) if parts else None
        if inner is None:
            break
        parts = _split(inner)
    return parts


def _redirected(parts: SplitResult) -> str | None:
    """The address that a redirecting service (urls.toml) leads to."""
    host = parts.netloc.lower().partition(":")[0]
    for name, path, parameters in _names().redirects:
        if (host == name or host.endswith(f".{name}")) and parts.path.startswith(path):
            given = dict(pair.partition("=")[::2] for pair in reversed(parts.query.split("&")))
            targets = (unquote(given.get(parameter, "")) for parameter in parameters)
            return next((target for target in targets if _split(target)), None)
    return None


def _split(url: str | None) -> SplitResult | None:
    if not url or len(url) > MAX_URL_CHARACTERS:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:  # unbalanced brackets, characters that change under NFKC
        return None
    return parts if parts.scheme in _DEFAULT_PORTS and parts.netloc else None


def _host(parts: SplitResult) -> str | None:
    """Lower-case ASCII host, an IPv6 address in brackets; None when it is no host name."""
    try:
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return None
    if ":" in host:
        return f"[{host}]" if re.fullmatch(r"[0-9a-f:.]+", host) else None
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii").lower()
        except UnicodeError:
            return None
    return host if len(host) <= 253 and _HOST.fullmatch(host) else None


def _desktop_host(host: str) -> str:
    """m.example.org and amp.example.org -> www.example.org: only in front of a registrable domain."""
    first, _, rest = host.partition(".")
    if first in _MOBILE_LABELS and "." in rest and registrable_domain(rest) == rest and not _is_suffix(rest):
        return f"www.{rest}"
    labels = host.split(".")
    if len(labels) == 4 and labels[1] == "m" and labels[2].startswith("wiki"):  # en.m.wikipedia.org
        return ".".join((labels[0], *labels[2:]))
    return host


def _amp_inner(parts: SplitResult) -> str | None:
    """The publisher's address inside an AMP cache's or an AMP viewer's."""
    host, path = (parts.netloc or "").lower(), parts.path
    if host.endswith(".cdn.ampproject.org") or host == "cdn.ampproject.org":
        prefix = _AMP_CACHE_PATH.match(path)
    elif _GOOGLE_AMP.fullmatch(host) and path.startswith("/amp/"):
        path = path.removeprefix("/amp")
        prefix = _AMP_CACHE_PATH.match(path)
    else:
        return None
    if prefix is None:
        return None
    scheme = "https" if "s/" in prefix.group() else "http"
    return f"{scheme}://{path[prefix.end() :]}" + (f"?{parts.query}" if parts.query else "")


def _path(path: str, bare: bool) -> str:
    path = _normal_escapes(path) or "/"
    if "://" not in path and ":/" not in path:  # archives carry whole URLs in their paths
        path = re.sub(r"//+", "/", path)
    path = _without_amp(_without_dots(_SESSION.sub("", path) or "/"))
    return _INDEX_PAGE.sub("/", path) if bare else path


def _without_dots(path: str) -> str:
    """RFC 3986, 5.2.4."""
    if "/." not in path:
        return path
    out: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del out[-1:]
        elif segment != ".":
            out.append(segment)
    return "/" + "/".join(out) + ("/" if segments[-1] in (".", "..") and out else "")


def _without_amp(path: str) -> str:
    """Without the AMP marks that publishers put on a story's path; a page merely called `amp` keeps its name."""
    shorter = _AMP_ENDING.sub("", path)
    if shorter != path and _SLUG.search(shorter.rsplit("/", 1)[-1]):
        return shorter
    path = _AMP_FOLDER.sub("", path)
    head, mark, tail = path.partition("/amp/")
    if mark and head.count("/") <= 1 and _SLUG.search(tail):
        return f"{head}/{tail}"
    return path


def _query(query: str) -> str:
    kept = []
    for pair in query.replace("&amp;", "&").split("&"):  # as pages write it into their links
        name, _, value = pair.partition("=")
        if pair and not _is_tracking(unquote(name).lower(), unquote(value).lower()):
            kept.append(_normal_escapes(pair))
    return "&".join(sorted(kept, key=lambda pair: pair.partition("=")[0]))


def _is_tracking(name: str, value: str) -> bool:
    names = _names()
    if name in names.tracking or name.startswith(names.tracking_prefixes):
        return True
    if name in names.origin_names:
        return value in names.origin_values
    return value in names.amp.get(name, ())


def _normal_escapes(text: str) -> str:
    """Percent-escapes in upper case, none for unreserved characters, one for every other that needs it."""
    text = _BAD_ESCAPE.sub("%25", text)
    text = _UNSAFE.sub(lambda m: "".join(f"%{byte:02X}" for byte in m.group().encode("utf-8", "replace")), text)
    text = _NOT_ASCII.sub(lambda m: "".join(f"%{byte:02X}" for byte in m.group().encode("utf-8", "replace")), text)
    return _ESCAPE.sub(_normal_escape, text)


def _normal_escape(match: re.Match[str]) -> str:
    character = chr(int(match.group(1), 16))
    return character if character in _UNRESERVED else match.group().upper()
