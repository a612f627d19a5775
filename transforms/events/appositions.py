"""Names and noun phrases of one sentence that stand together for one actor: "Peru's negotiator, Luis Rojas".

In: the mentions of a sentence in the making, in token indices. Out: the same, one for each actor: a title and the name
beside it are one, "the Greek and Turkish interior ministries" are two ministries.
"""

import dataclasses
from typing import NamedTuple

from transforms.events.gazetteer import PUBLIC, Lexicon
from transforms.events.model import Actor, Sentence
from transforms.events.phrases import FIELD, Words


class Found(NamedTuple):
    """A mention in the making, in token indices."""

    start: int
    end: int
    kind: str
    actors: tuple[Actor, ...]
    title: bool = False
    """A noun phrase that a name may stand beside: "Peru's chief negotiator, Luis Rojas"."""


class Appositions(Words):
    """The tokens of one sentence, and the mentions that were found in it so far."""

    def __init__(self, lex: Lexicon, sentence: Sentence) -> None:
        super().__init__(lex, sentence)
        self.found: list[Found] = []

    def share_heads(self) -> None:
        """ "the Greek and Turkish interior ministries": the noun belongs to both adjectives."""
        for n in range(len(self.found) - 2, -1, -1):
            first, second = self.found[n], self.found[n + 1]
            if second.kind != "agent" or len(second.actors) != 1 or not second.actors[0].country:
                continue
            if first.kind == "country" and not self.texts[first.start].replace(".", "").isupper():
                continue
            if first.kind not in ("demonym", "country") or first.end != first.start + 1:
                continue
            if (
                all(t in self.lex.lists["joints"] for t in self.lowers[first.end : second.start])
                and second.start > first.end
            ):
                sector, role = second.actors[0].sector, second.actors[0].role
                self.found[n] = first._replace(
                    kind="agent", actors=(Actor(first.actors[0].name, first.actors[0].country, sector, role),)
                )

    def appositions(self) -> None:
        """ "Peru's negotiator, Luis Rojas," and "Luis Rojas, the Peruvian negotiator,": one actor, the person."""
        out: list[Found] = []
        for f in self.found:
            last = out[-1] if out else None
            if last and f.start < last.end:
                continue  # "Peru's premier, Prince Bo Sample": the name has been taken up
            if f.kind == "agent" and (f.title or f.actors[0].sector in PUBLIC):
                f = self.with_name(f, out[-1].end if out else 0)
                last = out[-1] if out else None
            elif f.kind == "demonym":
                f = self.national(f, last.end if last else 0)
            elif last and (end := self.name_of_posted(last, f)):
                person = dataclasses.replace(last.actors[0], name=self.text(f.end + 1, end))
                out += [f, Found(f.end + 1, end, "person", (person,))]
                continue
            if last and last.title and self.is_officer_of_many(last, f):
                # "the mission's head, the Austrian diplomat Bo Example": he acts for the mission, whatever his passport
                name = f.actors[0].name if f.kind == "person" else last.actors[0].name
                out[-1] = last._replace(
                    end=f.end, kind=f.kind, actors=(dataclasses.replace(last.actors[0], name=name),), title=False
                )
                continue
            named = last is not None and last.title and f.kind == "person"
            apposed = f.title and last is not None and last.kind == "person" and not self.is_of_several(f)
            if last and (named or apposed) and self.beside(last, f):
                if named:
                    actor = f.actors[0]
                    if actor.country is None and actor.sector != "IGO":
                        f = f._replace(actors=(dataclasses.replace(actor, country=last.actors[0].country),))
                    out[-1] = f._replace(start=last.start) if self.is_joined(last.start) else f
                elif last.actors[0].country is None:
                    actor = f.actors[0]
                    known = Actor(last.actors[0].name, actor.country, actor.sector, actor.role)
                    out[-1] = last._replace(actors=(known,))
                continue
            out.append(f)
        self.found = out

    def is_of_several(self, f: Found) -> bool:
        """Whether a noun phrase is of several, and tells of no one person: "with Ann Example, union officials said"."""
        return f.kind == "agent" and self.lowers[f.end - 1].endswith(self.lex.plural_endings)

    def is_joined(self, start: int) -> bool:
        """Whether "and" stands before a title: "met Ann Sample and the Chilean leader, Bo Example", two of one list."""
        before = start - 1 - (start > 1 and self.lowers[start - 1] in self.lex.lists["the_or_a"])
        return before > 0 and self.lowers[before] in self.lex.lists["joints"] - {","}

    def is_officer_of_many(self, first: Found, second: Found) -> bool:
        """Whether a name behind a comma tells who the officer of an international body before it is, and from where."""
        if not first.title or first.kind != "agent" or first.actors[0].sector != "IGO" or len(second.actors) > 1:
            return False
        if second.kind not in ("person", "agent") or second.actors[0].sector == "IGO":
            return False
        lists, stop = self.lex.lists, first.end
        if self.lowers[stop] in lists["for_prepositions"] or self.lowers[stop] in lists["place_prepositions"]:
            near = self.lowers[stop : stop + FIELD + 1]  # "the envoy for the Sahel, ..."
            stop += near.index(",") if "," in near else 0
        elif self.lowers[stop] in self.lex.heads:
            stop += 1  # "the head of the OSCE mission, ..."
        between = [t for t in self.lowers[stop : second.start] if t not in lists["the_or_a"] | lists["former"]]
        following = self.lowers[second.end] if second.end < self.size else ""
        return between == [","] and following not in lists["joints"] - {","}

    def beside(self, first: Found, second: Found) -> bool:
        between = [t for t in self.lowers[first.end : second.start] if t not in self.lex.lists["the_or_a"]]
        a, b = first.actors[0], second.actors[0]
        generic = (
            first.title and second.kind == "person" and a.name in self.lex.names and self.lex.names[a.name].generic
        )
        same = (
            generic
            or a.country == b.country
            or any(p.kind == "person" and x.country is None and x.sector != "IGO" for p, x in ((first, a), (second, b)))
        )
        same = same or self.is_counterpart(first, second)
        return between == [","] and same and len(first.actors) == len(second.actors) == 1

    def is_counterpart(self, first: Found, second: Found) -> bool:
        """Whether a name behind a comma tells who somebody's own is: "met her counterpart, Ann Sample, in Lima", not
        "after she met her counterpart, Bo Example said"."""
        lists, after = self.lex.lists, self.lowers[second.end] if second.end < self.size else "."
        owned = first.start > 0 and self.lowers[first.start - 1] in lists["articles"] - lists["the_or_a"]
        closed = not after.isalpha() or after in lists["place_prepositions"] | lists["for_prepositions"]
        return first.title and second.kind == "person" and first.actors[0].country is None and owned and closed

    def with_name(self, f: Found, after: int) -> Found:
        """An agent with an unknown person's name beside it, set off by a comma, becomes that person."""
        actor = f.actors[0]
        named = actor.country or actor.sector == "IGO"
        if actor.sector in PUBLIC and (end := self.name_behind(f.end)):
            person = dataclasses.replace(actor, name=self.text(f.end + 1, end))
            return f._replace(end=end, kind="person", actors=(person,))
        if not f.title:
            return f
        comma = self.after_field(f.end)
        if comma < self.size and self.texts[comma] == ",":
            known = self.name_at(comma + 1) if comma + 1 < self.size else None
            unknown = comma + 1 < self.size and (known is None or known[1].kind == "place")
            end = self.name_end(comma + 1) if unknown else 0
            if end - comma > 2 and (end == self.size or self.texts[end] in (",", ".", "-", "—")):
                person = dataclasses.replace(actor, name=self.text(comma + 1, end))
                return f._replace(end=end, kind="person", actors=(person,))
        start = f.start - 1
        if not named and actor.sector not in PUBLIC:
            return f
        if start > 0 and self.lowers[start] in self.lex.lists["the_or_a"]:
            start -= 1
        if first := self.name_ahead(start, after):
            person = dataclasses.replace(actor, name=self.text(first - 1, start))
            return f._replace(start=first - 1, kind="person", actors=(person,))
        return f

    def name_of_posted(self, last: Found, f: Found) -> int:
        """End of the unknown name of an envoy behind the state that he is sent to: "Peru's envoy to Chile, Ann
        Example,"; 0 where none stands there."""
        posted = last.kind == "agent" and last.title and self.lowers[last.end - 1] in self.lex.lists["posted"]
        between = [t for t in self.lowers[last.end : f.start] if t not in self.lex.lists["the_or_a"]]
        sent = len(between) == 1 and between[0] in self.lex.lists["to"] | self.lex.lists["locating"]
        comma = f.end
        if not (posted and sent) or comma + 1 >= self.size or self.texts[comma] != "," or self.name_at(comma + 1):
            return 0
        end = self.name_end(comma + 1)
        return end if end - comma > 2 and (end == self.size or self.texts[end] in (",", ".")) else 0

    def national(self, f: Found, after: int) -> Found:
        """ "Ann Example, a Bolivian, ...": a person of that state."""
        article, comma, following = f.start - 1, f.start - 2, self.texts[f.end] if f.end < self.size else ","
        if comma < 1 or self.lowers[article] not in self.lex.lists["the_or_a"] - self.lex.lists["the"]:
            return f
        if following.isalpha() and following.lower() not in self.lex.lists["joints"]:
            return f  # "the Sea Eagle, a Liberian tanker"
        first, country = self.name_ahead(comma, after), f.actors[0].country
        if not first or not country:
            return f
        person = Actor(self.text(first - 1, comma), country, "CVL", self.text(f.start, f.end))
        return f._replace(start=first - 1, kind="person", actors=(person,))

    def name_ahead(self, comma: int, after: int) -> int:
        """One past the first token of the unknown person's name that ends before a comma; 0 where none does."""
        if comma < 2 or self.texts[comma] != ",":
            return 0
        first = comma
        while first > after and (self.is_name_word(first - 1) or (self.texts[first - 1] in "-" and first - 1 > after)):
            first -= 1
        return first + 1 if comma - first > 1 and self.name_end(first) == comma else 0

    def add(self, i: int, j: int, kind: str, *actors: Actor, title: bool = False) -> None:
        self.found.append(Found(i, j, kind, actors, title))
