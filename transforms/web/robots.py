"""robots.txt by RFC 9309: what a site lets us fetch, and how slowly.

In: the Answer to a request for /robots.txt. Out: Rules (parsed), and of a URL a Verdict. 2xx: as the file says; 4xx
and redirects that lead nowhere: everything is allowed; 5xx, 429 and no answer: nothing, until it is asked again. Of the
file, 500 KiB count. Crawl-delay is no part of the RFC, but widely written; Sitemap lines are kept for discovery.
"""

import re
import threading
from collections import OrderedDict
from dataclasses import dataclass
from urllib.parse import quote

from transforms.web.model import Answer, Clock, Policy, Problem, Request, SystemClock
from transforms.web.targets import Target

MAX_BYTES = 500 * 1024
MAX_PATTERN = 2048
"""Characters of a rule; a longer one is dropped."""
MAX_SITEMAPS = 100
MAX_DELAY = 24 * 3600.0

_LINE = re.compile(r"[ \t]*([A-Za-z-]+)[ \t]*:[ \t]*([^#]*)")
_TOKEN = re.compile(r"[A-Za-z_-]+|\*")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_SAFE = "!#$%&'()*+,/:;=?@[]~"


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one site for us: (pattern, allowed), longest pattern first, `allow` before `disallow`."""

    patterns: tuple[tuple[str, bool], ...] = ()
    crawl_delay: float | None = None
    """Seconds between requests."""
    sitemaps: tuple[str, ...] = ()

    def allows(self, path: str) -> bool:
        """Whether a path (with its query) may be fetched. The longest pattern that fits decides, no pattern allows."""
        if path.partition("?")[0] == "/robots.txt":
            return True
        normal = _normal(path).replace("*", "%2A").replace("$", "%24")
        return next((allowed for pattern, allowed in self.patterns if _fits(pattern, normal)), True)


ALLOW_ALL = Rules()


def parse(data: bytes, agent: str) -> Rules:
    """The rules in a robots.txt for a product token in lower case (`demarche`); those for `*` where it names none."""
    groups: dict[str, list[tuple[str, bool]]] = {}
    delays: dict[str, float] = {}
    sitemaps: list[str] = []
    agents: list[str] = []
    in_rules = False
    for line in data[:MAX_BYTES].decode("utf-8-sig", "replace").replace("\r", "\n").split("\n"):
        match = _LINE.match(line)
        if match is None:
            continue
        name, value = match[1].lower(), match[2].strip()
        if name == "user-agent":
            if in_rules:
                agents, in_rules = [], False
            if token := _TOKEN.match(value):
                agents.append(token[0].lower())
                groups.setdefault(token[0].lower(), [])
        elif name in ("allow", "disallow"):
            in_rules = True
            if value[:1] in ("/", "*") and len(value) <= MAX_PATTERN:
                for each in agents:
                    groups[each].append((_pattern(value), name == "allow"))
        elif name == "crawl-delay":
            in_rules = True
            if re.fullmatch(r"[0-9]{1,9}(?:\.[0-9]{0,9})?", value):
                for each in agents:
                    delays.setdefault(each, min(float(value), MAX_DELAY))
        elif name == "sitemap" and value and len(sitemaps) < MAX_SITEMAPS and len(value) <= MAX_PATTERN:
            sitemaps.append(value)
    ours = agent if agent in groups else "*"
    patterns = sorted(set(groups.get(ours, ())), key=lambda rule: (-len(rule[0]), not rule[1], rule[0]))
    return Rules(tuple(patterns), delays.get(ours), tuple(sitemaps))


def _normal(text: str) -> str:
    """Escapes in one form: none for unreserved characters, UTF-8 for what is not ASCII."""
    return _ESCAPE.sub(_normal_escape, quote(text, safe=_SAFE, errors="replace"))


def _normal_escape(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if character in _UNRESERVED else match[0].upper()


def _pattern(value: str) -> str:
    """A pattern to match normal paths: `$` only at the end means something, `**` is `*`."""
    body, end = (value[:-1], "$") if value.endswith("$") else (value, "")
    return re.sub(r"\*+", "*", _normal(body).replace("$", "%24")) + end


def _fits(pattern: str, path: str) -> bool:
    """Whether a pattern fits the beginning of a path (with `$`, all of it). Takes the first place for every part: no
    pattern, however many stars it has, makes it try again."""
    anchored = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    if not rest:
        return not anchored or path == first
    at = len(first)
    last = rest.pop() if anchored else ""
    for part in rest:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return path.endswith(last) and len(path) - len(last) >= at


@dataclass(frozen=True, slots=True)
class Verdict:
    """What robots.txt says of one URL."""

    problem: Problem | None
    """robots_denied or robots_unreachable; None: it may be fetched."""
    crawl_delay: float | None = None
    retry_after: float | None = None
    """Seconds until an unreachable robots.txt is asked for again."""


@dataclass(frozen=True, slots=True)
class _Entry:
    rules: Rules | None
    """None: unreachable."""
    until: float
    weight: int


class Robots:
    """The rules of many sites, within bounds of time and memory. Safe to share among threads; fetches nothing itself.

    Who wants a verdict and gets None fetches `request(target)` and hands the answer to `learn`.
    """

    def __init__(
        self,
        policy: Policy,
        *,
        clock: Clock | None = None,
        keep_seconds: float = 24 * 3600.0,
        unreachable_seconds: float = 3600.0,
        max_sites: int = 10_000,
        max_weight: int = 64 * 1024 * 1024,
    ) -> None:
        token = _TOKEN.match(policy.user_agent)
        self.agent = token[0].lower() if token else "*"
        self._clock: Clock = clock or SystemClock()
        self._keep, self._unreachable = keep_seconds, unreachable_seconds
        self._max_sites, self._max_weight = max_sites, max_weight
        self._lock = threading.Lock()
        self._entries: OrderedDict[str, _Entry] = OrderedDict()
        self._weight = 0

    def request(self, target: Target) -> Request:
        """What to fetch to learn the rules of a target's site."""
        return Request(f"{target.origin}/robots.txt", accept="text/plain, */*;q=0.5", max_bytes=MAX_BYTES, cut=True)

    def verdict(self, target: Target) -> Verdict | None:
        """What is known of a target; None where its robots.txt must be fetched first."""
        with self._lock:
            entry = self._entries.get(target.origin)
            if entry is None or entry.until <= self._clock.monotonic():
                return None
            self._entries.move_to_end(target.origin)
        if entry.rules is None:
            wait = entry.until - self._clock.monotonic()
            return Verdict(Problem("robots_unreachable", f"{target.origin}/robots.txt"), retry_after=max(wait, 0.0))
        if not entry.rules.allows(target.path):
            return Verdict(Problem("robots_denied", target.url[:300]), entry.rules.crawl_delay)
        return Verdict(None, entry.rules.crawl_delay)

    def rules(self, target: Target) -> Rules | None:
        """The rules of a target's site, if they are known."""
        with self._lock:
            entry = self._entries.get(target.origin)
        return entry.rules if entry else None

    def learn(self, target: Target, answer: Answer) -> None:
        """Take the answer to `request(target)`. Rules outlive a time in which their site does not answer."""
        rules, seconds = read(answer, self.agent), self._keep
        if rules is None:
            seconds = max(self._unreachable, answer.retry_after or 0.0)
        with self._lock:
            old = self._entries.pop(target.origin, None)
            if old is not None:
                self._weight -= old.weight
                rules = rules if rules is not None else old.rules
            texts = [*(pattern for pattern, _ in rules.patterns), *rules.sitemaps] if rules else []
            weight = 200 + sum(100 + len(text) for text in texts)
            self._entries[target.origin] = _Entry(rules, self._clock.monotonic() + seconds, weight)
            self._weight += weight
            while len(self._entries) > 1 and (len(self._entries) > self._max_sites or self._weight > self._max_weight):
                self._weight -= self._entries.popitem(last=False)[1].weight


def read(answer: Answer, agent: str) -> Rules | None:
    """The rules that an answer to a request for robots.txt gives; None: unreachable, nothing is allowed for now."""
    if answer.ok:
        return parse(answer.body, agent)
    code = answer.problem.code if answer.problem else "unexpected_304"
    if code == "rate_limited":  # a 4xx, but the RFC's "may" is no reason to push on
        return None
    status = answer.status or 0
    if 400 <= status < 500 or code in _NO_FILE:
        return ALLOW_ALL
    return None


_NO_FILE = frozenset({"redirect_loop", "too_many_redirects", "bad_redirect", "tls_downgrade", "bad_url", "bad_coding"})
