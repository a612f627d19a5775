"""Prints random mentions with their context for reading: `python tests/quality/noise_sample.py FOLDER -n 100 --seed 1`.

In: a folder of texts (`.txt`, the day in a sidecar `.txt.meta.json` if there is one) and of documents as `demarche tag`
takes them (`.jsonl`). Out: numbered mentions, each with the sentence before and after, to be judged by hand: is the
type right, are the actors, the date, the status? Last comes a line per text: mentions and sentences. The same seed
on the same texts with the same coder draws the same mentions.
"""

import argparse
import datetime as dt
import json
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from transforms.events.coder import code  # noqa: E402
from transforms.events.model import Actor, Coding, Sentence  # noqa: E402
from transforms.events.text import split  # noqa: E402


class Text(NamedTuple):
    """A text to code; `day` is the publisher's."""

    id: str
    content: str
    day: dt.date | None
    language: str = "en"


class Sample(NamedTuple):
    """A mention with the sentences around it."""

    text: Text
    coding: Coding
    before: str
    sentence: str
    after: str


def day_of(moment: str | None) -> dt.date | None:
    return dt.datetime.fromisoformat(moment).date() if moment else None


def texts(folder: Path) -> Iterator[Text]:
    """The texts of a folder, in the order of their names."""
    for path in sorted(folder.glob("*.txt")):
        sidecar = path.with_name(path.name + ".meta.json")
        about = json.loads(sidecar.read_text("utf-8")) if sidecar.exists() else {}
        yield Text(path.name, path.read_text("utf-8"), day_of(about.get("published_at")))
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            if row.get("text"):
                yield Text(row["id"], row["text"], day_of(row.get("published_at")), row.get("language") or "en")


def samples(text: Text, sentences: Sequence[Sentence]) -> Iterator[Sample]:
    """Every mention of a text."""
    for coding in code(text.content, language=text.language, published_date=text.day):
        i = next(i for i, s in enumerate(sentences) if s.end > coding.char_start)
        around = [sentences[j].text if 0 <= j < len(sentences) else "" for j in (i - 1, i, i + 1)]
        yield Sample(text, coding, *around)


def parties(actors: Iterable[Actor]) -> str:
    return ", ".join(f"{a.name} ({a.country or '-'} {a.sector or '-'})" for a in actors) or "nobody"


def show(number: int, sample: Sample) -> str:
    c, text = sample.coding, sample.text
    trigger = text.content[c.trigger_start : c.trigger_end]
    return "\n".join(
        (
            f"#{number} {text.id} ({text.day or 'no day'}) at {c.char_start}, confidence {c.confidence}, {c.rule_id}",
            f"   {c.event_type} {c.event_mode or ''} [{trigger}] {c.status}, date {c.event_date}, "
            f"planned {c.planned_date}: {parties(c.sources)} -> {parties(c.targets)}",
            f"   ({sample.before})",
            f"   >> {sample.sentence}",
            f"   ({sample.after})",
        )
    )


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("folder", type=Path)
    ask.add_argument("-n", type=int, default=100)
    ask.add_argument("--seed", type=int, default=1)
    args = ask.parse_args()
    drawn: list[Sample] = []
    counts: list[str] = []
    for text in texts(args.folder):
        sentences = split(text.content, text.language)
        found = list(samples(text, sentences))
        drawn += found
        counts.append(f"{len(found):4} mentions in {len(sentences):4} sentences of {text.id}")
    chosen = random.Random(args.seed).sample(drawn, min(args.n, len(drawn)))
    print("\n\n".join(show(i, sample) for i, sample in enumerate(chosen, 1)))
    print("\n" + "\n".join(counts))


if __name__ == "__main__":
    main()
