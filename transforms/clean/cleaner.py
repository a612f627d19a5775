"""The cleaning itself: the order in which the rules of the room meet a text.

One pass: gaps and inline prompts; header lines, title and standfirst; what is glued before the first words;
breaks for an unbroken text; furniture lines, lists of other articles; the tail; prompts glued to a paragraph's end;
doubled lead; related headlines. Passes repeat until nothing changes: cleaning a cleaned text does nothing.
"""

import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass, field

from transforms.clean import headlines, lead
from transforms.clean.dates import Stamp, read_stamp
from transforms.clean.model import Cleaned, Removal, Rule, Zone
from transforms.clean.paragraphs import is_unbroken, paragraphs, sentences, split_unbroken
from transforms.clean.people import as_names, canonical_agency, owner_name, split_tags
from transforms.clean.tables import compiled, tables

MAX_PASSES = 8
"""Passes that a text may take. Real ones take two or three; only nests built for the purpose would need more."""
HEAD_LINES = 24
"""How many lines above the first prose can be header."""
OPENINGS = 3
"""Paragraphs at whose start prefix rules are tried."""
MAX_CUTS = 20
"""How often a pass looks again at the end of a last paragraph that it has cut."""
MAX_OPENINGS = 200
"""Things glued before one paragraph that a pass removes."""
_SHOWN = 500


@dataclass(slots=True)
class Cleaning:
    """One text on its way: what was given, what has been found and removed. The only state in this room."""

    now: dt.datetime
    known: frozenset[str]
    title: str | None = None
    publisher: str | None = None
    owner: str | None = None
    byline: str | None = None
    dateline: str | None = None
    published: Stamp | None = None
    updated: bool = False
    updated_at: dt.datetime | None = None
    tags: list[str] = field(default_factory=list)
    rights: list[str] = field(default_factory=list)
    removed: list[tuple[str, str]] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    """Paragraphs that no line rule for the middle of a text takes: not asked again in the next pass."""
    keep: frozenset[str] = frozenset()
    """Rules that only read: what they would take stays."""
    ended: set[str] = field(default_factory=set)
    """Paragraphs whose end has been looked at."""

    def remove(self, rule_id: str, text: str) -> None:
        """Note that a rule took this text."""
        self.removed.append((rule_id, text))

    def take(self, rule: Rule, match: re.Match[str]) -> None:
        """Note a removal and keep what the furniture says: the first of each kind counts."""
        if rule.id not in self.keep:
            self.remove(rule.id, match[0].strip())
        part = match.groupdict()
        if part.get("published"):
            stamp = read_stamp(part["published"], self.now)
            if stamp and stamp.day and self.published is None:
                self.published = stamp
        if part.get("updated"):
            stamp = read_stamp(part["updated"], self.now)
            self.updated_at = self.updated_at or (stamp.at if stamp else None)
        self.updated = self.updated or rule.updated
        if part.get("byline") and self.byline is None:
            self.byline = as_names(part["byline"])
        agency = part.get("publisher") or part.get("agency2")
        if agency and self.publisher is None:
            self.publisher = canonical_agency(agency)
        if part.get("place") and self.dateline is None:
            self.dateline = part["place"].strip(" ,.")
        if part.get("title") and self.title is None:
            self.title = part["title"].strip()
        if part.get("tags"):
            self.tags += (tag for tag in split_tags(part["tags"]) if tag not in self.tags)
        if part.get("rights"):
            self.rights.append(part["rights"].strip())
            self.owner = self.owner or owner_name(part.get("owner"))


def clean(
    text: str, title: str | None, known: Collection[str], now: dt.datetime, keep: frozenset[str] = frozenset()
) -> Cleaned:
    """See clean_text."""
    if now.utcoffset() is None:
        raise ValueError("now must have a time zone")
    state = Cleaning(
        now,
        frozenset(" ".join(lead.key(name)) for name in known if name),
        title=(title or "").strip() or None,
        keep=keep,
    )
    found = paragraphs(text)
    for _ in range(MAX_PASSES):
        before, found = found, paragraphs("\n".join(_pass(list(found), state)))
        if found == before:
            break
    stamp = state.published
    return Cleaned(
        body="\n".join(found),
        title=state.title,
        publisher=state.publisher or state.owner,
        byline=state.byline,
        dateline=state.dateline,
        published_at=stamp.at if stamp else None,
        published_date=stamp.day if stamp else None,
        updated=state.updated,
        updated_at=state.updated_at,
        tags=tuple(state.tags),
        rights=" ".join(dict.fromkeys(state.rights)) or None,
        removed=tuple(_placed(text, state.removed)),
    )


def _placed(text: str, removed: list[tuple[str, str]]) -> list[Removal]:
    """Removals with their place in the given text; equal ones in order."""
    out, after = [], dict[str, int]()
    for rule_id, piece in removed:
        start = text.find(piece, after.get(piece, 0)) if piece else -1
        if start >= 0:
            after[piece] = start + len(piece)
        out.append(Removal(rule_id, piece[:_SHOWN], start if start >= 0 else None))
    return out


def _pass(found: list[str], state: Cleaning) -> list[str]:
    found = _rewritten(found, state)
    found = _without_header(found, state)
    found = _without_openings(found, state)
    if is_unbroken(found):
        found = _broken_up(found, state)
    found = _without_lines(found, state)
    found = _without_tail(found, state)
    found = _without_trailers(found, state)
    found = _without_repeats(found, state)
    for i in reversed(headlines.related(found)):
        state.remove("related-headline", found.pop(i))
    return found


def _rewritten(found: list[str], state: Cleaning) -> list[str]:
    text = "\n".join(found)
    rules = [rule for rule in tables().rewrites if any(need in text for need in rule.needs)]
    for rule in rules:
        pattern = compiled(rule.pattern)
        for i, line in enumerate(found):
            if not any(need in line for need in rule.needs):
                continue
            for match in pattern.finditer(line):
                gap = bool(rule.replace)  # shown with the word before it
                state.remove(rule.id, line[max(0, match.start() - 16 * gap) : match.end()].strip())
            found[i] = pattern.sub(rule.replace, line).strip()
    return [line for line in found if line] if rules else found


# ------------------------------------------------------------------------------------------------------ header


def _take_line(line: str, state: Cleaning, zones: tuple[Zone, ...], sentence: bool = False) -> bool:
    """Whether a line rule of these zones takes the line; if so it is noted."""
    for rule, match in tables().lines.find(line, zones, sentence):
        if not rule.name or as_names(match["byline"]):
            state.take(rule, match)
            return True
    return False


def _is_known(line: str, state: Cleaning) -> bool:
    return len(line) <= 120 and bool(state.known) and " ".join(lead.key(line)) in state.known


def _without_header(found: list[str], state: Cleaning) -> list[str]:
    """Lines above the first prose: furniture goes; open lines are headline and standfirst, if prose follows them."""
    kept: list[int] = []  # open lines that may be headline, standfirst or body
    furniture = 0
    at = 0
    while at < min(len(found), HEAD_LINES):
        line = found[at]
        if state.title and lead.same_title(line, state.title) and at + 1 < len(found):
            state.remove("title-repeated", line)
        elif _is_known(line, state):
            state.remove("known-line", line)
        elif _take_line(line, state, ("head", "any")):
            furniture += bool(kept)
        elif lead.may_be_headline(line):
            kept.append(at)
        else:
            break
        at += 1
    rest = found[at:]
    top = [found[i] for i in kept]
    if not top:
        return rest
    # a site's or section's name may stand above the headline: the first line of some length is the title
    headline = next((n for n, line in enumerate(top) if len(line.split()) >= 4), 0)
    if rest and len(top) <= 2:  # prose follows
        cut = len(top)
    elif furniture and (rest or len(top) > headline + 1):  # a counter or date stands under the first open line
        cut = headline + 1
    else:
        cut = 0
    kept_lines: list[str] = []
    for n, line in enumerate(top[:cut]):
        is_title = n == headline and state.title is None
        state.title = line.lstrip("# ").strip() or None if is_title else state.title
        rule_id = "headline" if is_title else "standfirst"
        if rule_id in state.keep:
            kept_lines.append(line)
        else:
            state.remove(rule_id, line)
    return kept_lines + top[cut:] + rest


def _without_openings(found: list[str], state: Cleaning) -> list[str]:
    out = list(found)
    for i, line in enumerate(out[:OPENINGS]):
        at = 0
        for _ in range(MAX_OPENINGS):
            end = opening(line, at, state, first=i == 0)
            if end == at:
                break
            at = end
        if at:
            out[i] = line[at:].lstrip()
    return out


def opening(line: str, at: int, state: Cleaning, first: bool) -> int:
    """Where the text begins behind one thing that is glued before it at `at`; `at` itself if nothing is."""
    while line[at : at + 1] == " ":
        at += 1
    title = state.title
    if title and first and len(title) >= 24 and line.startswith(title, at):
        match = _AFTER_TITLE.match(line, at + len(title))
        if match and not line[match.end()].islower():
            state.remove("title-glued", title)
            return match.end()
    top = line[at : at + 240]
    for rule in tables().prefixes:
        if rule.needs and not any(need in top for need in rule.needs):
            continue
        match = compiled(rule.pattern).match(line, at, at + 600)
        if not match or match.end() == at:
            continue
        begins = _BEGINS.match(line, match.end())
        if begins and not begins[1].islower() and (not rule.name or as_names(match["byline"])):
            state.take(rule, match)
            return at if rule.id in state.keep else match.end()
    return at


_AFTER_TITLE = re.compile(r"[ |][ |:–—-]*(?=\w)")
_BEGINS = re.compile(r"[\"'“‘«(\[„¿¡ ]*([^\"'“‘«(\[„¿¡ ])")


# --------------------------------------------------------------------------------------------------- the middle


def _broken_up(found: list[str], state: Cleaning) -> list[str]:
    """The one long paragraph: its sentences are looked at as lines are, then paragraphs are made of them."""
    out: list[str] = []
    longest = max(found, key=len)
    for paragraph in found:
        if paragraph != longest:
            out.append(paragraph)
            continue
        kept: list[str] = []
        breaks: set[int] = set()  # where another article's headline stood, a paragraph had ended
        for sentence in sentences(paragraph):
            cut = headlines.glued(sentence, paragraph)
            if cut:
                state.remove("related-headline-glued", sentence[:cut].strip())
                sentence = sentence[cut:]
                breaks.add(len(kept))
            for end in headlines.prompt_ends(sentence):
                if _take_line(sentence[:end].strip(), state, ("any",), sentence=False):
                    sentence = sentence[end:]
                    breaks.add(len(kept))
                    break
            if sentence in state.seen or not _take_line(sentence, state, ("any",), sentence=True):
                state.seen.add(sentence)
                kept.append(sentence)
        pieces = split_unbroken(kept, breaks)
        state.seen.update(pieces)
        out += pieces
    return out


def _without_lines(found: list[str], state: Cleaning) -> list[str]:
    out: list[str] = []
    at = 0
    while at < len(found):
        line = found[at]
        at += 1
        if line in state.seen:
            out.append(line)
        elif end := _block(found, at - 1, state):
            at = end
        elif not _take_line(line, state, ("any",)):
            state.seen.add(line)
            out.append(line)
    return out


def _block(found: list[str], at: int, state: Cleaning) -> int:
    """Where a list of other articles that starts here ends; 0 if none starts here."""
    heading = found[at]
    if len(heading) > 90:
        return 0
    for rule in tables().blocks:
        if not compiled(rule.pattern).fullmatch(heading):
            continue
        end = at + 1
        while end < len(found) and _is_teaser(found, end):
            end += 1
        if end == len(found) - 1 == at + 1 and not rule.bare:
            return 0  # a last open paragraph is body
        if end == at + 1 and not rule.bare and not 0 < at == len(found) - 1:
            return 0  # alone before prose it may be a crosshead; alone at the very end its list was left behind
        for line in found[at:end]:
            state.remove(rule.id, line)
        return end
    return 0


def _is_teaser(found: list[str], at: int) -> bool:
    """Whether a line under such a heading belongs to the list: an open line, or a short blurb between two of them."""
    line = found[at]
    if not headlines.is_closed(line):
        return len(line) <= 200 and lead.may_be_headline(line)
    following = found[at + 1] if at + 1 < len(found) else ""
    return (
        len(line) <= 220
        and bool(following)
        and not headlines.is_closed(following)
        and not headlines.is_closed(found[at - 1])
    )


# ----------------------------------------------------------------------------------------------------- the tail


def _without_tail(found: list[str], state: Cleaning) -> list[str]:
    out = list(found)
    cuts = 0
    while out:
        if _is_known(out[-1], state) and len(out) > 1:
            state.remove("known-line", out.pop())
        elif _take_line(out[-1], state, ("tail", "any")):
            out.pop()
        elif cuts < MAX_CUTS and (cut := _trailing(out[-1], state, ("tail", "any"), 12)) < len(out[-1]):
            out[-1] = out[-1][:cut].rstrip()
            cuts += 1
        else:
            break
    return out


def _without_trailers(found: list[str], state: Cleaning) -> list[str]:
    out = []
    for line in found:
        kept = line if line in state.ended else line[: _trailing(line, state, ("any",), 3)].rstrip()
        state.ended.add(kept)
        out.append(kept)
    return [line for line in out if line]


_LAST = re.compile(r"[.!?…”\"’)] (?=[“\"(\[]?[^\W_a-z]|[©#»>→*—–-]|\(c\)|https?:)")
_WINDOW = 700


def _trailing(line: str, state: Cleaning, zones: tuple[Zone, ...], most: int) -> int:
    """Where the furniture at a paragraph's end begins; its length if there is none. Looks at `most` sentences."""
    end = len(line)
    for _ in range(most):
        starts = [m.end() for m in _LAST.finditer(line, max(0, end - _WINDOW), end)]
        for start in reversed(starts[-4:]):
            if _take_line(line[start:end].strip(), state, zones, sentence=True):
                end = start - 1
                break
        else:
            break
    return end


def _without_repeats(found: list[str], state: Cleaning) -> list[str]:
    """Doubled lead, doubled text, a paragraph printed twice in a row."""
    out = list(found)
    half = len(out) // 2
    if half >= 2 and len(out) % 2 == 0 and out[:half] == out[half:]:
        state.removed += [("doubled-text", line) for line in out[half:]]
        out = out[:half]
    at = 0
    while at + 1 < len(out):
        drop = lead.repeats(out[at], out[at + 1]) if at < 2 else 2 * (out[at] == out[at + 1] and len(out[at]) >= 60)
        if drop:
            state.remove("doubled-lead" if at < 2 else "doubled-paragraph", out.pop(at + drop - 1))
        else:
            at += 1
    if len(out) > 2 and len(out[0]) >= 60 and out[0] == out[2]:
        state.remove("doubled-lead", out.pop(2))
    return out
