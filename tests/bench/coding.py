"""Speed of the event coder against a classifier of sentences: part `coder` of bench.py.

In: the English sample texts of this project, repeated with other figures, in two measures: `dense`, the hand-coded
articles and seeds, in which nearly every sentence reports an event; and `news`, the same with so many sample pages that
report none (features, lists, shops, reviews) that one sentence in PER_EVENT does, as in general news. Out, on standard
output, for each: sentences per second of the coder (sentence split, tokens, actors, dates included) and of TF-IDF with
logistic regression on the same sentences (same splitter; word 1- and 2-grams; learned from the sentences of our coded
mentions against the rest) and their ratio, one process, CPU time, least of TURNS for each text, so with everything met
before; of `news` also the first pass of a process that has only loaded the lexicon. Then pairs per second of the pair
coder; processor time and peak memory of `demarche tag`. The baseline needs scikit-learn (`pip install scikit-learn`).
"""

import datetime as dt
import itertools
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden"
SENTENCES = 3000
PER_EVENT = 10
"""Sentences for each event in what is measured as news."""
TAGGED = 20_000
"""Sentences that `demarche tag` reads where its memory is measured."""
TURNS = 7
DAY = dt.date(2025, 9, 18)
LABEL = "sentences per second"
_FIGURE = re.compile(r"\d")


def dense() -> list[str]:
    """The English sample texts that report events, each once."""
    found = [path.read_text("utf-8") for path in sorted(GOLDEN.glob("coded/*.txt"))]
    for path in sorted(GOLDEN.glob("seeds/*.json")):
        found += [row["article"]["body"] for row in json.loads(path.read_text("utf-8")) if "article" in row]
    return _english(found)


def quiet() -> list[str]:
    """The English sample texts that report none, each once."""
    return _english([path.read_text("utf-8") for path in sorted(GOLDEN.glob("pages/*.txt"))])


def _english(found: Sequence[str]) -> list[str]:
    from transforms.language import detect

    return [text for text in found if text.strip() and detect(text) == "en"]


def varied(samples: Sequence[str], sentences: int) -> list[str]:
    """Samples over and over, each time with other figures, until they have so many sentences."""
    from transforms.events.text import split

    out, count = [], 0
    for turn in itertools.count():
        for sample in samples:
            text = _FIGURE.sub(lambda m, turn=turn: str((int(m[0]) + turn) % 10), sample)  # type: ignore[misc]
            out.append(text)
            count += len(split(text))
            if count >= sentences:
                return out
    raise AssertionError


def news() -> list[str]:
    """Dense texts, each followed by one of quiet texts joined, so long that events are as rare as PER_EVENT says;
    SENTENCES in all."""
    from transforms.events import coder
    from transforms.events.text import split

    others = itertools.cycle(varied(quiet(), SENTENCES))
    out, count, events = list[str](), 0, 0
    for text in itertools.cycle(dense()):
        count += len(split(text))
        events += len(coder.code(text, language="en", published_date=DAY))
        background = list[str]()
        while count < PER_EVENT * events:
            background.append(next(others))
            count += len(split(background[-1]))
        out += (text, "\n".join(background)) if background else (text,)
        if count >= SENTENCES:
            return out
    raise AssertionError


def baseline() -> Callable[[str], object] | None:
    """A classifier of the sentences of a text, learned from our coded mentions; None without scikit-learn."""
    try:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression
    except ImportError:
        return None
    from transforms.events.text import split

    rows = [json.loads(line) for line in (GOLDEN / "mentions.jsonl").read_text("utf-8").splitlines()]
    types = {row["sentence"]: row["event_type"] for row in rows}
    known = [s.text for text in (*dense(), *quiet()) for s in split(text)]
    learned = list(dict.fromkeys((*known, *types)))
    vectors = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    model = LogisticRegression(max_iter=500, C=10.0)
    model.fit(vectors.fit_transform(learned), [types.get(sentence, "none") for sentence in learned])
    return lambda text: model.predict(vectors.transform([s.text for s in split(text)]))


def least(calls: Sequence[Callable[[str], object]], documents: Sequence[str]) -> list[float]:
    """CPU seconds of each call on all documents: least of TURNS for each document, the calls taking turns."""
    best = [[float("inf")] * len(documents) for _ in calls]
    for turn in range(TURNS):
        for i, document in enumerate(documents):
            for n in range(len(calls)):
                n = (n + turn + i) % len(calls)
                started = time.process_time()
                calls[n](document)
                best[n][i] = min(best[n][i], time.process_time() - started)
    return [sum(seconds) for seconds in best]


def pairs() -> list[tuple[str, str, str]]:
    """(sentence, actor, other actor) of our coded sentences with two actors."""
    from transforms.events import actors
    from transforms.events.text import whole

    out, gazetteer = [], actors.load("en")
    for line in (GOLDEN / "mentions.jsonl").read_text("utf-8").splitlines():
        sentence = json.loads(line)["sentence"]
        names = list(dict.fromkeys(m.text for m in gazetteer.find(whole(sentence), DAY)))
        if len(names) > 1:
            out.append((sentence, names[0], names[1]))
    return out


def tag(text: str) -> tuple[float, float]:
    """(CPU seconds, peak MiB) of `demarche tag` on one text, in English: start-up included."""
    code = (
        "import resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text.txt"
        path.write_text(f"---\nlanguage: en\npublished_at: {DAY}\n---\n{text}\n", encoding="utf-8")
        command = [sys.executable, "-S", "-c", code, sys.executable, "-m", "pipeline", "tag", str(path)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    seconds, peak = done.stdout.split()
    return float(seconds), float(peak)


def first(documents: Sequence[str]) -> float:
    """CPU seconds of one pass over documents in a process that has only loaded the lexicon."""
    code = (
        "import datetime, json, sys, time\n"
        "from transforms.events import coder\n"
        "documents = json.load(sys.stdin)\n"
        "coder.load('en')\n"
        "started = time.process_time()\n"
        f"for text in documents: coder.code(text, language='en', published_date=datetime.date.fromisoformat('{DAY}'))\n"
        "print(time.process_time() - started)\n"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, input=json.dumps(documents), capture_output=True, text=True, check=True)
    return float(done.stdout)


def measure(name: str, documents: Sequence[str], classify: Callable[[str], object] | None) -> None:
    """Measure and print the coder, and the classifier beside it, on documents that have all been met before."""
    from transforms.events import coder
    from transforms.events.text import split

    def ours(document: str) -> tuple[object, ...]:
        return coder.code(document, language="en", published_date=DAY)

    sentences = [s for document in documents for s in split(document)]
    count, events = len(sentences), sum(len(ours(document)) for document in documents)
    length = sum(len(s.text) for s in sentences) / count
    print(f"{name}: {count} sentences of {length:.0f} characters in {len(documents)} texts, {events} events")
    spent = least([ours, classify] if classify else [ours], documents)
    print(f"{f'  event coder, {name}':34s} {count / spent[0]:.0f} {LABEL}")
    if classify:
        print(f"{f'  TF-IDF, {name}':34s} {count / spent[1]:.0f} {LABEL}")
        print(f"{f'  ratio, {name}':34s} {spent[1] / spent[0]:.2f}")


def run() -> None:
    """Measure and print."""
    from transforms.events import coder, pair
    from transforms.events.text import split

    alone = min(tag("Norway expelled two Russian diplomats on Monday.") for _ in range(5))
    print(f"{'demarche tag, one sentence':34s} {alone[0]:.2f} s CPU (least of 5), peak {alone[1]:.0f} MiB")
    seconds, peak = tag("\n".join(varied([*dense(), *quiet()], TAGGED)))
    print(f"{f'demarche tag, {TAGGED} sentences':34s} {seconds:.2f} s CPU, peak {peak:.0f} MiB")
    coder.load("en")
    mixed, classify = news(), baseline()
    cold = min(first(mixed) for _ in range(3))
    count = sum(len(split(document)) for document in mixed)
    print(f"one process, CPU time, least of {TURNS} for each text; the first pass: of 3 processes")
    print(f"{'  event coder, news, first pass':34s} {count / cold:.0f} {LABEL}")
    measure("news", mixed, classify)
    measure("dense", varied(dense(), SENTENCES), classify)
    if not classify:
        print("TF-IDF and logistic regression: not measured, scikit-learn is not here")
    asked = pairs()
    lines = [str(i) for i in range(len(asked))]
    (each,) = least([lambda i: pair.code_pair(*asked[int(i)], "en", DAY)], lines)
    print(f"{'pair coder':34s} {len(asked) / each:.0f} pairs per second, of {len(asked)} sentences")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{'this process, classifier too, peak':34s} {peak:.0f} MiB")
