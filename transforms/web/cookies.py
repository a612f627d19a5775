"""Cookies for the length of one fetch. Some sites set one, redirect to the same page, and loop until it comes back.

A cookie goes back to the very origin that set it, within the redirects of one request, and is forgotten with it: no
Domain attribute widens it, nothing is stored, nothing crosses hosts or fetches.
"""

import re
from collections.abc import Iterable

Cookies = tuple[tuple[str, str, str], ...]
"""(origin, name, value), in the order in which they were set."""

MAX_COOKIES = 20
MAX_CHARACTERS = 2048
"""Of name and value together."""

_PAIR = re.compile(r"\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*=\s*([\x21-\x3a\x3c-\x7e]*)\s*(?:;|$)")
_DELETED = re.compile(r";\s*max-age\s*=\s*(?:0|-[0-9]+)\s*(?:;|$)", re.IGNORECASE)


def with_set(cookies: Cookies, origin: str, set_cookie: Iterable[str]) -> Cookies:
    """The cookies after the Set-Cookie headers of one answer."""
    jar = {(where, name): value for where, name, value in cookies}
    for header in set_cookie:
        match = _PAIR.match(header)
        if match is None or match.end() > MAX_CHARACTERS:
            continue
        jar.pop((origin, match[1]), None)
        if not _DELETED.search(header[:MAX_CHARACTERS]):
            jar[origin, match[1]] = match[2]
    return tuple((where, name, value) for (where, name), value in jar.items())[-MAX_COOKIES:]


def for_origin(cookies: Cookies, origin: str) -> str | None:
    """The Cookie header for an origin."""
    return "; ".join(f"{name}={value}" for where, name, value in cookies if where == origin) or None
