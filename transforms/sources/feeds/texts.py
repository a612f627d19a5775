"""Markup and doubtful text -> plain text. Every pass is linear in its input, whatever that is.

In: what a feed holds where people are to read something: text, escaped markup, text that was escaped too often, UTF-8
that was taken for Latin-1 on its way. Out: plain text with its white space folded, or None where nothing is left.
"""

import html
import re
from html.entities import html5
from typing import NamedTuple


def _words(names: str) -> frozenset[str]:
    return frozenset(names.split())


_TAG = re.compile(r"<(?:!--|(/?)([A-Za-z][A-Za-z0-9:]*)(?=[\s/>])[^<>]*>|![A-Za-z\[][^<>]*>|\?[^<>]*>)")
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BLOCKS = _words(
    "address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main nav "
    "ol option p pre section table td th tr ul"
)
_UNSEEN = _words("script style noscript iframe object template svg math")
_INLINE = _words(
    "a abbr acronym b bdi bdo big cite code del dfn em font i img ins kbd mark q s samp small span strike strong sub "
    "sup tt u var wbr time area audio base body button canvas center embed fieldset form frame frameset head html "
    "input label legend link map marquee meta nobr param picture select source textarea title track video"
)
_KNOWN_TAGS = _BLOCKS | _UNSEEN | _INLINE
_C1 = {code: bytes([code]).decode("cp1252") for code in range(0x80, 0xA0) if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}
_UNDEFINED_C1 = re.compile("[\x80-\x9f]")
_GARBLED = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_MOST_LEVELS = 3
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*", re.ASCII)


class Text(NamedTuple):
    """Plain text, and what had to be undone to get it."""

    value: str | None = None
    double_encoded: bool = False
    mojibake: bool = False


def fold(text: str) -> str | None:
    """With white space folded and control characters gone; None where nothing is left."""
    if not text.isascii() and _UNDEFINED_C1.search(text):
        text = text.translate(_C1)  # what Windows-1252 has where Unicode has controls that nobody means
    if not text.isprintable():
        text = _CONTROLS.sub("", text)
    return " ".join(text.split()) or None


def strip_markup(markup: str) -> str:
    """The text that a browser would show for a piece of HTML, white space unfolded. Scripts and styles have none."""
    if "<" in markup:
        markup = "".join(_shown(markup))
    return html.unescape(markup) if "&" in markup else markup


def _shown(markup: str) -> list[str]:
    pieces: list[str] = []
    at, unseen = 0, ""
    while match := _TAG.search(markup, at):
        if not unseen:
            pieces.append(markup[at : match.start()])
        at = match.end()
        if match[2] is None:
            if match[0] == "<!--":
                end = markup.find("-->", at)
                at = end + 3 if end >= 0 else len(markup)
            continue
        name = match[2].lower()
        if unseen:
            unseen = "" if match[1] and name == unseen else unseen
        elif name in _UNSEEN and not match[1] and not match[0].endswith("/>"):
            unseen = name
        elif name in _BLOCKS:
            pieces.append("\n")
    if not unseen:
        pieces.append(markup[at:])
    return pieces


def has_markup(text: str) -> bool:
    """Whether a text that may be markup is: it holds tags that HTML knows."""
    return "<" in text and any((match[2] or "").lower() in _KNOWN_TAGS for match in _TAG.finditer(text))


def has_blocks(markup: str) -> bool:
    """Whether markup holds paragraphs or other blocks."""
    return "<" in markup and any((match[2] or "").lower() in _BLOCKS for match in _TAG.finditer(markup))


def has_references(text: str) -> bool:
    """Whether a text holds character references that HTML knows."""
    return "&" in text and any(m[0][1] == "#" or m[0][1:] in html5 for m in _REFERENCE.finditer(text))


def plain(written: str, is_markup: bool | None, most: int) -> Text:
    """A title, a name or a summary as plain text.

    `is_markup` None: the format does not say (RSS). Tags are then markup where HTML knows them, and references left
    over in a text were escaped once too often; markup that was escaped twice is undone as well.
    """
    text, double, broken = written[:most], False, False
    if is_markup or (is_markup is None and has_markup(text)):
        text = strip_markup(text)
    for _ in range(_MOST_LEVELS):
        if not has_references(text):
            break
        text = html.unescape(text)
        double = True
        if is_markup is not False and has_markup(text):
            text = strip_markup(text)
    repaired = unmojibake(text)
    if repaired is not None:
        text, broken = repaired, True
    return Text(fold(text), double, broken)


def unmojibake(text: str) -> str | None:
    """The text as it was before its UTF-8 was taken for Latin-1 or Windows-1252; None where it was not.

    Certain, not likely: every character beyond ASCII must be part of valid UTF-8.
    """
    if text.isascii() or not _GARBLED.search(text):
        return None
    for codec in ("latin-1", "cp1252"):
        try:
            return text.encode(codec).decode("utf-8")
        except UnicodeError:
            continue
    return None


def language_code(written: str | None) -> str | None:
    """A BCP 47 code as it is written; None for what is none, such as `English`."""
    code = (written or "").strip()
    return code.replace("_", "-") if _LANGUAGE.fullmatch(code) else None
