"""kill -9 at seeded moments of feed passes, while the feeds gain, change and drop entries: nothing lost, nothing twice.

The passes are real processes of the real program, forked from one that has imported it, against a real server. Half of
the kills are spread over the whole pass; the others come before, after or within one operation of the store while it
writes polls, settles entries, publishes or compacts (which here happens at every chance). After each kill the feeds
stay as they are or move on, at random; then passes are made until nothing waits. Now the dataset must hold what an
undisturbed sequence of passes held at that step, except for entries that no poll could record before they were gone.

DEMARCHE_KILLS=200 makes so many; `make kills`.
"""

import datetime as dt
import json
import multiprocessing
import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pipeline.cli import main
from tests.conftest import Answer, rows
from tests.feeds.moving import FEEDS, FULL_TEXT, MovingSite
from transforms.lake import layout
from transforms.lake.store import Store, open_store
from transforms.polling import compact, log
from transforms.records import PROVENANCE, TABLES, Article, Document, Run

KILLS = int(os.environ.get("DEMARCHE_KILLS", "8"))
STEPS = 4
"""Of the site; a chain of kills has one at each."""
SEED = 20261122
OPERATIONS = ("create", "sync", "replace", "delete", "delete_folder")
PHASES = ("poll", "settle", "publish", "compact")
MAX_PASSES = 8
PATIENCE = 900
"""Seconds for one pass, however busy the machine; it needs about two."""


class Moment(NamedTuple):
    """When a pass is to die: in a phase, at its n-th operation."""

    phase: str
    number: int
    how: str
    """before | after | within (so soon after it has begun that it may not have ended)."""
    seconds: float = 0.0


class Calm(NamedTuple):
    """The undisturbed sequence."""

    site: MovingSite
    expected: list[dict[str, dict[str, str]]]
    """After each step: table -> key -> row, provenance aside."""
    seconds: list[float]
    """Of the first pass at each step."""
    operations: list[dict[str, int]]
    """Of that pass, by phase."""


# --- passes ---


@contextmanager
def watched(moment: Moment | None) -> Iterator[Counter[str]]:
    """Count the operations on the store by phase; at the moment, this process is killed."""
    done: Counter[str] = Counter()
    originals = {name: getattr(Store, name) for name in OPERATIONS}
    phase = [""]

    def phase_of(name: str, args: tuple[Any, ...]) -> str:
        if any(f"/new/{log.PASS_FOLDER}" in str(arg) for arg in args) and name == "create":
            return "settle"
        if any(str(arg).startswith(log.POLL_FOLDER) for arg in args) and phase[0] != "compact":
            return "poll"
        if layout.JOURNAL in args:
            phase[0] = "publish"
        return phase[0]

    def wrap(name: str) -> Callable[..., Any]:
        def operation(self: Store, *args: Any) -> Any:
            now = phase_of(name, args)
            number, done[now] = done[now], done[now] + 1
            dies = moment is not None and moment[:2] == (now, number)
            if dies and moment and moment.how == "before":
                die()
            if dies and moment and moment.how == "within":
                threading.Timer(moment.seconds, die).start()
            result = originals[name](self, *args)
            if dies and moment and moment.how == "after":
                die()
            return result

        return operation

    def compacting(*args: Any, **options: Any) -> bool:
        phase[0] = "compact"
        return real_compact(*args, **options)

    import pipeline.passes

    real_compact = pipeline.passes.compact
    for name in OPERATIONS:
        setattr(Store, name, wrap(name))
    pipeline.passes.compact = compacting
    yield done  # the process ends with what runs within


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def one_pass(config: str, moment: Moment | None, counts: str) -> None:
    """In a child process: `demarche run CONFIG`, with small files of polls and compaction whenever there are two."""
    with Path(os.devnull).open("w") as sink:
        os.dup2(sink.fileno(), 1)
        os.dup2(sink.fileno(), 2)
    log.FLUSH_RECORDS = 2
    compact.MAX_FILES = 4
    with watched(moment) as done:
        status = main(["run", config])
        Path(counts).write_text(json.dumps(done))
        os._exit(status)


def start(folder: Path, moment: Moment | None = None) -> multiprocessing.process.BaseProcess:
    args = (str(folder / "feeds.toml"), moment, str(folder / "counts.json"))
    child = multiprocessing.get_context("fork").Process(target=one_pass, args=args)
    child.start()
    return child


def finish(folder: Path) -> float:
    """A pass to its end; its seconds."""
    begun = time.monotonic()
    child = start(folder)
    child.join(PATIENCE)
    assert child.exitcode == 0
    return time.monotonic() - begun


def until_settled(folder: Path) -> None:
    """Passes until no poll is unfinished and no entry waits."""
    for _ in range(MAX_PASSES):
        finish(folder)
        book = log.load(open_store(str(folder / "out")))
        try:
            left, waiting = len(book.unfinished), book.waiting()
        finally:
            book.close()
        if not left and not waiting:
            return
        time.sleep(0.03)  # until the next try
    raise AssertionError(f"after {MAX_PASSES} passes {left} polls are unfinished and {waiting} wait")


def configure(folder: Path, site: MovingSite) -> None:
    feeds = "".join(
        f'[[source.feeds]]\nurl = "{url}"\nfull_text = {"true" if url.endswith(f"/{FULL_TEXT}") else "false"}\n'
        for url in [*site.feed_urls(), site.server.url("/missing")]
    )
    (folder / "feeds.toml").write_text(
        f'output = "{folder / "out"}"\n[source]\nkind = "feeds"\nallow_hosts = ["127.0.0.1"]\n'
        'user_agent = "demarche-test/1.0 (+https://example.org/contact)"\n'
        f'min_interval = "10ms"\nmax_interval = "10ms"\n[source.politeness]\nper_host = 4\n{feeds}'
    )


# --- what there is ---


def by_key(root: Path) -> dict[str, dict[str, str]]:
    """table -> key -> row without provenance; which of two feeds brought a shared article may depend on the kills."""
    found: dict[str, dict[str, str]] = {}
    for table in TABLES:
        key = {"articles": "url", "mentions": "mention_id", "events": "event_id", "rejects": "input_id"}[table]
        found[table] = {}
        for row in rows(root, table):
            assert row[key] not in found[table], f"{table}: {row[key]} twice"
            left_out = {*PROVENANCE, "feed_url"}
            found[table][row[key]] = json.dumps({k: str(v) for k, v in row.items() if k not in left_out})
    return found


def without(expected: dict[str, dict[str, str]], urls: set[str]) -> dict[str, dict[str, str]]:
    """The tables without some articles and what was coded in them alone."""
    ids = {json.loads(expected["articles"][url])["article_id"] for url in urls & expected["articles"].keys()}
    mentions = {key: row for key, row in expected["mentions"].items() if json.loads(row)["article_id"] not in ids}
    events = {json.loads(row)["event_id"] for row in mentions.values()}
    return expected | {
        "articles": {url: row for url, row in expected["articles"].items() if url not in urls},
        "mentions": mentions,
        "events": {key: row for key, row in expected["events"].items() if key in events},
    }


def differences(found: dict[str, dict[str, str]], expected: dict[str, dict[str, str]]) -> list[str]:
    """Rows that are missing, too many, or not equal."""
    told = []
    for table in TABLES:
        for key in sorted(found[table].keys() | expected[table].keys()):
            one, two = (json.loads(side[table].get(key, "{}")) for side in (found, expected))
            told += [
                f"{table} {key} {name}: {one.get(name)!r} is not {two.get(name)!r}"
                for name in sorted(one.keys() | two.keys())
                if one.get(name) != two.get(name)
            ]
    return told


def verify_log(root: Path) -> None:
    """Each content of an entry is settled once; the snapshot says what the files say."""
    store = open_store(str(root))
    book, replayed = log.load(store), log.load(store, use_snapshot=False)
    try:
        settled: Counter[tuple[str, str, str]] = Counter()
        for name in book.files:
            if name.startswith(log.PASS_FOLDER):
                for row in log.read(store, name)[0].to_pylist():
                    if row["outcome"] != "retry":
                        settled[row["feed_url"], row["entry_id"], row["content_sha256"]] += 1
        assert settled
        assert [key for key, count in settled.items() if count > 1] == []
        entries = list(book.entries())
        assert entries == list(replayed.entries())
        assert {(row["feed_url"], row["entry_id"]) for row in entries} >= {key[:2] for key in settled}
        assert book.feeds == replayed.feeds
        assert book.totals == replayed.totals
        assert sum(t.articles + t.rejects + t.known for t in book.totals.values()) == sum(settled.values())
    finally:
        book.close()
        replayed.close()


def recorded(root: Path, site: MovingSite, feed: int) -> set[str]:
    """Addresses that the bodies of the poll log hold."""
    store = open_store(str(root))
    found: set[str] = set()
    for name in store.files(log.POLL_FOLDER):
        for body in log.read(store, name, ["body"])[0]["body"].to_pylist():
            if body and f"<title>Feed {feed}</title>".encode() in body:
                found.update(piece.split("</link>")[0] for piece in body.decode().split("<link>")[1:])
    return found


# --- tests ---


def warm(site: MovingSite) -> None:
    """Import, load and compile before forking what a pass uses: see the module's docstring."""
    import transforms.beam_feeds  # noqa: F401
    from transforms.articles import to_article
    from transforms.events.mentions import tag_article

    run = Run("0" * 32, dt.datetime(2024, 3, 1, tzinfo=dt.UTC))
    article = to_article(Document("a", "a", site.page(0, 0), "0" * 64, "html", fetched_at=run.started_at), run)
    assert isinstance(article, Article)
    assert tag_article(article, run).mentions


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Calm]:
    site, folder = MovingSite(), tmp_path_factory.mktemp("calm")
    warm(site)
    configure(folder, site)
    result = Calm(site, [], [], [])
    try:
        for step in range(STEPS):
            site.step = step
            result.seconds.append(finish(folder))
            result.operations.append(json.loads((folder / "counts.json").read_text()))
            until_settled(folder)
            result.expected.append(by_key(folder / "out"))
        verify_log(folder / "out")
        yield result
    finally:
        site.server.close()


def moment_of(kill: int, attempt: int, step: int, chance: random.Random, calm: Calm) -> Moment:
    """Every second kill at a time, the others at an operation; sooner and sooner where a pass has ended before."""
    if kill % 2 == 0 or attempt:
        return Moment("time", 0, "", chance.uniform(0, calm.seconds[step]) / 2**attempt)
    phase = PHASES[kill // 2 % len(PHASES)]
    number = chance.randrange(max(calm.operations[step].get(phase, 1), 1))
    return Moment(phase, number, chance.choice(("before", "after", "within")), chance.uniform(0, 0.004))


def kill_a_pass(folder: Path, moment: Moment) -> bool:
    """Whether it was killed: one that has ended before is no kill."""
    child = start(folder, moment)
    assert child.pid
    if moment.phase == "time":
        child.join(moment.seconds)
        if child.is_alive():
            os.kill(child.pid, signal.SIGKILL)
    child.join(PATIENCE)
    assert child.exitcode in (0, -signal.SIGKILL)
    return child.exitcode != 0


@pytest.mark.parametrize("chain", range(-(-KILLS // STEPS)))
def test_a_killed_pass_loses_nothing_and_doubles_nothing(
    chain: int, calm: Calm, demarche: Callable[..., Answer], tmp_path: Path
) -> None:
    site, chance = calm.site, random.Random(SEED + chain)
    site.begin()
    configure(tmp_path, site)
    root, missed, kills = tmp_path / "out", set[str](), list[str]()
    step = 0
    while step < STEPS:
        site.step, killed = step, False
        for attempt in range(8):
            moment = moment_of(chain * STEPS + len(kills), attempt, step, chance, calm)
            if killed := kill_a_pass(tmp_path, moment):
                break
        assert killed, "no pass could be killed in eight attempts"
        kills.append(f"step {step}: {moment}")
        by_key(root)  # readers see whole files, old or new, whenever the kill came
        if chance.random() < 0.5 and step + 1 < STEPS:  # entries that were there at this step only are gone now
            held = set().union(*(recorded(root, site, feed) for feed in range(FEEDS)))
            missed |= site.fleeting(step) - held
            site.step = step = step + 1
        until_settled(tmp_path)
        assert differences(by_key(root), without(calm.expected[step], missed)) == [], kills
        verify_log(root)
        step += 1
    answer = demarche("check", root)
    assert answer.status == 0, (answer.out, kills)
    assert not list(root.glob("_staging/*"))
