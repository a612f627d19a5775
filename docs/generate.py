"""Writes the parts of docs/ that are derived from the code (`make docs`); a test holds them to it."""

import html
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from transforms.clean.tables import tables as cleaning_tables
from transforms.events import ontology, tables, triggers
from transforms.events.patterns import Group
from transforms.schema import data_dictionary

DOCS = Path(__file__).resolve().parent
EXTRACT = DOCS.parent / "transforms" / "extract"
QUADS = {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}


def codebook() -> str:
    """How events are coded: types, modes, contexts, statuses, given pairs; from ontology and lexicon."""
    return "".join(_codebook())


def _codebook() -> Iterator[str]:
    known, lexicon = ontology.load(), triggers.load("en")
    yield (
        "# Codebook\n\nGenerated from `transforms/events/ontology.toml` and the English lexicon. The types are "
        "PLOVER's (Open Event Data Alliance); the words and examples are ours. Intensity runs from -10 (conflict) to "
        f"+10 (cooperation). The English lexicon has {len(lexicon.patterns):,} patterns.\n"
    )
    for kind in known.types.values():
        patterns = sum(p.group.event_type == kind.name for p in lexicon.patterns)
        modes = ", ".join(f"{mode} ({value:g})" for mode, value in kind.modes.items()) or "none"
        yield (
            f"\n## {kind.name}\n\nQuad class {kind.quad}, {QUADS[kind.quad]}. Intensity {kind.intensity:g}. "
            f"Nearest CAMEO: {', '.join(kind.cameo)}. {patterns} patterns.\n\n{kind.definition}\n\nModes: {modes}.\n\n"
        )
        yield from (f"- {kind.name}: {example}\n" for example in kind.positive)
        yield from (f"- not {kind.name}: {example}\n" for example in kind.negative)
    yield (
        "\n## Languages\n\nAn article is coded if its language has a folder in `transforms/events/lexicon/` "
        "([languages.md](languages.md)). Patterns by type:\n\n"
    )
    by_language = {name: triggers.load(name).patterns for name in sorted(tables.languages())}
    yield _table(
        ("type", *by_language),
        (
            (kind, *(str(sum(p.group.event_type == kind for p in found)) for found in by_language.values()))
            for kind in known.types
        ),
    )
    yield (
        "\n## Status\n\npast (within about three months of publication), historical (older background), ongoing, "
        "planned, hypothetical, negated. A planned meeting is AGREE, planned: event_date is the day of the report, "
        "planned_date its own.\n\n## Contexts\n\n| context | what it covers |\n|---|---|\n"
    )
    yield from (f"| {name} | {meaning} |\n" for name, meaning in known.contexts.items())
    yield (
        "\n## Given pairs\n\nAsked for the relation of two given actors (`source` and `target` in a document for "
        "`demarche tag`), the coder follows an older reading of PLOVER, that of the public relation-coding test, where "
        "it differs from the above:\n\n| group of patterns | coded in articles | for a given pair |\n|---|---|---|\n"
    )
    groups: dict[str, Group] = {}
    for pattern in lexicon.patterns:
        if pattern.group.relation:
            groups.setdefault(pattern.id.rsplit(".", 2)[0], pattern.group)
    yield from (f"| {name} | {g.event_type} | {g.relation} |\n" for name, g in sorted(groups.items()))


def cleaning_rules() -> str:
    """What is taken out of a text and which pages are refused, rule by rule, with the reason and an example."""
    found = cleaning_tables()
    words = [
        *((rule.id, rule.reason, rule.examples[0][0]) for rule in found.prefixes),
        *((rule.id, rule.reason, rule.examples[0][0]) for rule in found.lines.rules),
        *((block.id, block.reason, block.examples[0]) for block in found.blocks),
        *((rewrite.id, rewrite.reason, rewrite.examples[0][0]) for rewrite in found.rewrites),
    ]
    furniture = [(rule["id"], rule["reason"], rule["example"]) for rule in _read("furniture.toml")["rule"]]
    taken = "an example of what goes"
    return (
        "# Cleaning rules\n\nGenerated from the tables of rules. `demarche extract --explain` says which rule took "
        "what. Every example, and many near misses that must stay, are tests.\n\n## By words\n\nFrom "
        "`transforms/clean/`, in the order in which they are tried, on text of every source.\n\n"
        f"{_table(('rule', 'why', taken), words)}"
        "\n## By the page\n\nFrom `transforms/extract/furniture.toml`, in the order in which they are tried, on the "
        "blocks that were chosen as the text of an HTML page ([extraction.md](extraction.md)).\n\n"
        f"{_table(('rule', 'why', taken), furniture)}"
        "\n## Pages that are refused\n\nFrom `transforms/extract/refuse.toml`: by what a page shows that it is no "
        "article. The example of a rule is a title and the text below it, in one of its languages; of the phrases of a "
        "consent dialogue several must stand in one short text; marks are class names and ids of `<html>` and "
        "`<body>`.\n\n"
        f"{_table(('reason_code/rule', 'why', 'an example of what is refused'), _refused())}"
    )


def _refused() -> Iterator[tuple[str, str, str]]:
    read = _read("refuse.toml")
    for rule in read["rule"]:
        title, text = next(iter(rule["examples"].values()))
        yield f"{rule['reason_code']}/{rule['id']}", rule["reason"], f"{title}: {text}"
    for phrase in read["consent"]:
        yield f"consent_wall/{phrase['id']}", phrase["reason"], next(iter(phrase["examples"].values()))
    for mark in read["mark"]:
        if mark["reason_code"]:
            yield f"{mark['reason_code']}/mark {mark['id']}", mark["reason"], f'class="{mark["tokens"][0]}"'


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((EXTRACT / name).read_text("utf-8"))


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table; markup and column bounds inside a cell are shown as they are."""
    heads = tuple(heads)
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    lines += (
        f"| {' | '.join(html.escape(cell, quote=False).replace('|', chr(92) + '|') for cell in row)} |" for row in rows
    )
    return "".join(f"{line}\n" for line in lines)


def generated() -> dict[str, str]:
    """File name -> text of each generated document."""
    return {
        "data_dictionary.md": data_dictionary(),
        "codebook.md": codebook(),
        "cleaning_rules.md": cleaning_rules(),
    }


def main() -> None:
    for name, text in generated().items():
        (DOCS / name).write_text(text, "utf-8")
        print(f"docs/{name}")


if __name__ == "__main__":
    main()
