"""URLs as identities: one address for one article, however it was linked.

In: a URL as a feed, a file or a page gives it. Out: `canonical_url`, the address without tracking parameters, AMP,
mobile, fragment and encoding variants (articles are keyed by it), and `source_domain`, the site it belongs to.
Standard library only; nothing here raises, whatever the input: what is no http(s) address is None.

Sources of the rules: RFC 3986 section 6.2.2 (syntax-based normalisation), the WHATWG list of default ports, the
parameter names that advertising and mail services document for themselves, and the AMP cache URL format. What may
change the page that is served stays: scheme, `www.`, trailing slashes, and every parameter that is not known as
tracking. Parameters are sorted, for links that differ in their order alone.
"""

import re
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

TRACKING_PREFIXES = tuple("utm_ hsa_ mtm_ matomo_ piwik_ guce_ ns_ oly_ vero_ at_ wt_ wt. _hs".split())
"""Parameter families of Urchin/Google, HubSpot, Matomo, Yahoo, comScore, Omeda, Vero, Piano and Webtrends."""

TRACKING_PARAMETERS = frozenset(
    "fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid twclid ttclid li_fat_id igshid igsh epik mc_cid mc_eid mkt_tok "
    "_ga _gl _openstat rb_clickid s_cid s_kwcid icid intcid ncid ocid ito xtor smid smtyp cmpid cmp campaign_id "
    "sr_share sharetype guccounter spref taid tpcc __twitter_impression __source feature_share wickedid yptr "
    "pk_campaign pk_kwd pk_source pk_medium ref_src ref_url referrer recip_id emc instance_id segment_id regi_id trk trkcampaign cx_testid "
    "cx_testvariant cx_artpos ftag dicbo fb_ref fb_source action_object_map action_type_map action_ref_map soc_src "
    "soc_trk amp_js_v usqp amp_gsa".split()
)
"""Single parameters that carry where the reader came from, never what is read; compared in lower case."""

_AMP_PARAMETERS = {"amp": {"", "1", "true"}, "output": {"amp"}, "outputtype": {"amp", "valid-amp"}, "service": {"amp"}}
_ORIGIN_PARAMETERS = frozenset({"ref", "source", "src", "from", "partner", "via"})
_ORIGINS = frozenset(
    "rss feed twitter facebook fb whatsapp telegram email newsletter home homepage share social".split()
)

_MOBILE_LABELS = frozenset({"m", "mobile", "amp"})
_INDEX_PAGE = re.compile(r"/(?:index\.(?:html?|php|aspx?|jsp|shtml)|default\.(?:html?|aspx?))$", re.IGNORECASE)
_AMP_ENDING = re.compile(r"(?:/amp/?|\.amp(?=(?:\.html?)?$))$|\.amp(?=\.html?$)", re.IGNORECASE)
_AMP_CACHE_PATH = re.compile(r"/(?:[cvi]/)?(?:s/)?(?=[^/]+\.[^/]+)")
_GOOGLE_AMP = re.compile(r"(?:www\.)?google\.(?:com?\.)?[a-z]{2,3}")
_SLUG = re.compile(r"[-_0-9]|\.html?$")

_SECOND_LEVELS = frozenset(
    "ac asn asso co com edu firm gen go gob gouv gov govt gub id iwi ltd me mil muni ne net nhs nic nom or org "
    "plc police pp press pub re sch school web".split()
)
"""Labels under which country registries register names: news.co.uk, news.com.au, news.or.kr."""

_SHARED_HOSTS = frozenset(
    "blogspot.com wordpress.com substack.com tumblr.com livejournal.com typepad.com github.io gitlab.io weebly.com "
    "wixsite.com over-blog.com hatenablog.com ghost.io beehiiv.com pages.dev netlify.app vercel.app web.app".split()
)
"""Hosting services whose customers are sites of their own."""


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
    labels = host.split(".")
    if len(labels) > 2 and (
        (len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVELS) or ".".join(labels[-2:]) in _SHARED_HOSTS
    ):
        return ".".join(labels[-3:]) if labels[-3] != "www" else ".".join(labels[-2:])
    return ".".join(labels[-2:])


def same_site(one: str | None, other: str | None) -> bool:
    """Whether two URLs belong to the same registrable domain."""
    domain = source_domain(one)
    return domain is not None and domain == source_domain(other)


def _publisher_address(url: str | None) -> SplitResult | None:
    """The parts of a URL, taken out of AMP caches and viewers."""
    parts = _split(url)
    for _ in range(3):  # a viewer may show a cache's address; never more than a few deep
        inner = _amp_inner(parts) if parts else None
        if inner is None:
            break
        parts = _split(inner)
    return parts


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
    if (
        first in _MOBILE_LABELS
        and "." in rest
        and registrable_domain(rest) == rest
        and rest.split(".")[0] not in _SECOND_LEVELS
    ):
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
    path = _without_dots(path)
    path = _without_amp(path)
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
    head, mark, tail = path.partition("/amp/")
    if mark and head.count("/") <= 1 and _SLUG.search(tail):
        return f"{head}/{tail}"
    return path


def _query(query: str) -> str:
    kept = []
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        if pair and not _is_tracking(unquote(name).lower(), unquote(value).lower()):
            kept.append(_normal_escapes(pair))
    return "&".join(sorted(kept, key=lambda pair: pair.partition("=")[0]))


def _is_tracking(name: str, value: str) -> bool:
    if name in TRACKING_PARAMETERS or name.startswith(TRACKING_PREFIXES):
        return True
    return value in _AMP_PARAMETERS.get(name, ()) or (name in _ORIGIN_PARAMETERS and value in _ORIGINS)


def _normal_escapes(text: str) -> str:
    """Percent-escapes in upper case, none for unreserved characters, one for every other that needs it."""
    text = _BAD_ESCAPE.sub("%25", text)
    text = _UNSAFE.sub(lambda m: "".join(f"%{byte:02X}" for byte in m.group().encode("utf-8", "replace")), text)
    text = _NOT_ASCII.sub(lambda m: "".join(f"%{byte:02X}" for byte in m.group().encode("utf-8", "replace")), text)
    return _ESCAPE.sub(_normal_escape, text)


def _normal_escape(match: re.Match[str]) -> str:
    character = chr(int(match.group(1), 16))
    return character if character in _UNRESERVED else match.group().upper()
