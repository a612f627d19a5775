"""A hundred thousand broken texts through the event coder: valid codings, within seconds and within memory.

Some hundred in every run; all of them with `make robust` (DEMARCHE_ROBUST_TEXTS=100000, on as many processes as
DEMARCHE_ROBUST_WORKERS says), which also prints the slowest and the growth of memory.
"""

# ruff: noqa: E501 (a list of odd things stays on its lines)

import concurrent.futures
import datetime as dt
import faulthandler
import multiprocessing
import os
import re
import subprocess
import sys
import time
import traceback
from collections import Counter
from typing import Any, NamedTuple, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.robust import texts
from tests.robust.worker import peak_mb
from transforms.events import coder, ontology, pair
from transforms.events.mentions import coding_row
from transforms.events.model import Coding
from transforms.records import DatePrecision, DateSource, Status

TEXTS = int(os.environ.get("DEMARCHE_ROBUST_TEXTS", "300"))
WORKERS = int(os.environ.get("DEMARCHE_ROBUST_WORKERS", "1"))
SECONDS = 2.0
"""Processor time of any text, and for each character of it more:"""
SECONDS_PER_CHARACTER = 150e-6
UNMEASURED = 30e-6
"""Seconds per character below which the growth of the price is noise."""
MAX_GROWTH_MB = 150
"""By which all texts together may raise the peak of a process."""
HANG_SECONDS = 600
"""Of wall time, after which a text ends the process, with a traceback."""
DAY = dt.date(2024, 2, 1)
YEARS = range(1900, 2103)
CHUNK = 250
COUNTRY = re.compile(r"[A-Z]{3}")


def valid(content: str, coding: Coding) -> None:
    """AssertionError where a coding is not one that the dataset could hold."""
    kinds, size = ontology.load(), len(content)
    assert 0 <= coding.char_start <= coding.trigger_start < coding.trigger_end <= coding.char_end <= size
    assert coding.event_type in kinds.types
    assert coding.event_mode is None or coding.event_mode in kinds.types[coding.event_type].modes
    assert coding.quad_class == kinds.quad(coding.event_type)
    assert coding.status in get_args(Status)
    assert coding.event_date_precision in get_args(DatePrecision)
    assert coding.event_date_source in get_args(DateSource)
    for day in (coding.event_date, coding.planned_date):
        assert day is None or (type(day) is dt.date and day.year in YEARS)
    assert (coding.event_date is None) == (coding.event_date_source == "none")
    assert 0 < coding.confidence < 1
    assert set(coding.contexts) <= set(kinds.contexts)
    for actor in (*coding.sources, *coding.targets):
        assert actor.name == actor.name.strip()
        assert actor.name or actor.country  # of somebody unnamed his state is known
        assert actor.country is None or COUNTRY.fullmatch(actor.country)
    assert coding.location_country is None or COUNTRY.fullmatch(coding.location_country)
    row = coding_row(coding, content)
    assert row["evidence_text"] == content[coding.char_start : coding.char_end] != ""
    assert row["trigger_text"].strip()
    assert row["trigger_text"] in row["evidence_text"]
    assert row["event_date_text"] is None or coding.event_date is None or row["event_date_text"] in content
    repr(row).encode()


def check(number: int, content: str) -> int:
    """Number of codings of a text, all of them valid."""
    language = "es" if number % 10 == 9 else "en"
    codings = coder.code(content, language=language, published_date=DAY if number % 5 else None)
    for coding in codings:
        valid(content, coding)
    assert [c.char_start for c in codings] == sorted(c.char_start for c in codings)
    if number % 4 == 0:
        words = content[:3000].split() or ["Peru"]
        one = pair.code_pair(content, words[number % len(words)], words[-1], language, DAY)
        assert 0 <= one.char_start <= one.trigger_start <= one.trigger_end <= one.char_end <= len(content)
    return len(codings)


class Answer(NamedTuple):
    number: int
    how: tuple[str, ...]
    characters: int
    seconds: float
    codings: int
    fault: str | None


def answers(first: int, last: int) -> tuple[list[Answer], float, float]:
    """What came of the texts first..last-1, and the peak of this process before and after them (MB)."""
    coder.code("Peru met Chile.", language="en")
    coder.code("Perú se reunió con Chile.", language="es")
    for language in ("en", "es"):
        pair.code_pair("Peru met Chile.", "Peru", "Chile", language, DAY)
    texts.phrases(), texts.pool()
    before, out = peak_mb(), []
    for number in range(first, last):
        made = texts.text(number)
        faulthandler.dump_traceback_later(HANG_SECONDS, exit=True, file=sys.__stderr__)
        started, codings, fault = time.process_time(), 0, None
        try:
            codings = check(number, made.text)
        except Exception:  # noqa: BLE001 (whatever it is, it is what this test is there to find)
            fault = traceback.format_exc(limit=-6)
        seconds = time.process_time() - started
        faulthandler.cancel_dump_traceback_later()
        out.append(Answer(number, made.mutations, len(made.text), seconds, codings, fault))
    return out, before, peak_mb()


def excess(answer: Answer) -> float:
    """Seconds beyond what a text of its length may take."""
    return answer.seconds - SECONDS - SECONDS_PER_CHARACTER * answer.characters


def test_every_text_is_coded_or_not_at_all(capsys: Any) -> None:
    if WORKERS == 1:
        parts = [answers(0, TEXTS)]
    else:
        context = multiprocessing.get_context("spawn")
        with concurrent.futures.ProcessPoolExecutor(WORKERS, mp_context=context) as pool:
            starts = range(0, TEXTS, CHUNK)
            parts = list(pool.map(answers, starts, [min(s + CHUNK, TEXTS) for s in starts]))
    done = [answer for part, _, _ in parts for answer in part]
    low, high = min(before for _, before, _ in parts), max(after for _, _, after in parts)
    slow = sorted(done, key=excess, reverse=True)
    if TEXTS > 1000:
        with capsys.disabled():
            seconds, characters = sum(a.seconds for a in done), sum(a.characters for a in done)
            codings = sum(a.codings for a in done)
            print(f"\n{len(done)} texts, {characters / 1e6:.0f} million characters, {seconds:.0f} s, {codings} codings")
            print(f"peak memory of a process {low:.0f} MB before, {high:.0f} MB after")
            for a in sorted(done, key=lambda a: -a.seconds)[:10]:
                print(f"{a.seconds:6.2f} s {a.characters:7d} characters, {a.number} {a.how}, {a.codings} codings")
            faults = Counter(a.fault.strip().splitlines()[-1] for a in done if a.fault)
            print(f"faults: {sum(faults.values())} {faults.most_common(5)}")
    assert len(done) == TEXTS
    broken = [a for a in done if a.fault]
    assert not broken, "\n".join(f"text {a.number} {a.how}: {a.fault}" for a in broken[:5])
    assert excess(slow[0]) <= 0, slow[0]
    assert high - low <= MAX_GROWTH_MB
    assert sum(a.codings for a in done) > TEXTS / 4


@settings(deadline=None, max_examples=100)
@given(st.one_of(st.text(), st.lists(st.sampled_from(texts._WORDS), max_size=60).map(" ".join)), st.integers(0, 9))
def test_any_text_is_coded_or_not_at_all(content: str, number: int) -> None:
    check(number, content)


SAME = """
import dataclasses, hashlib
from tests.robust import texts
from transforms.events import coder
found = [dataclasses.astuple(c) for t in texts.pool()[:150] for c in coder.code(t, language="en")]
print(len(found), hashlib.sha256(repr(found).encode()).hexdigest())
"""


def test_two_processes_agree() -> None:
    """No answer hangs on the order of a set, which each process shuffles anew."""
    told = [
        subprocess.run(
            [sys.executable, "-c", SAME],
            cwd=texts.ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert int(told[0].split()[0]) > 150
    assert told[0] == told[1]


RUNS = ("Peru met Chile. ", "He met her. ", '"Peru met Chile," he said. ', "Mr. ", "1. ", "the two leaders ", "'", ". '", "A.",
    "Peru and ", "Ann Example met Bob Sample. ", "Georgia's envoy, ", "said on Monday ", "the minister ", "“", "Peru met Chile\n", "Peru rests. The Supreme Court ruled. Peru slept. ",
    "on Monday ", "in 2014 ", "not ", "Peru’s ", "met with ", "(", "Peru, Chile, ", "x", "\u0301", ".", ".''", "?!", "…”")  # fmt: skip


@pytest.mark.skipif(TEXTS < 1000, reason="a minute of runs: `make robust` asks for them (DEMARCHE_ROBUST_TEXTS)")
@pytest.mark.parametrize("run", RUNS)
@pytest.mark.parametrize("between", ["", "\n"])
def test_twice_the_text_takes_twice_the_time(run: str, between: str) -> None:
    """No loop over a document is quadratic: six times the text may take at most three times as long each."""
    sizes = (20_000, 120_000)
    cost = [float("inf"), float("inf")]
    for _ in range(3):  # the best of some tries, for a machine that is busy
        for place, characters in enumerate(sizes):
            content = (run + between) * (characters // len(run + between))
            started = time.process_time()
            check(1, content)
            cost[place] = min(cost[place], (time.process_time() - started) / characters)
        if cost[1] <= max(3 * cost[0], UNMEASURED):
            break
    assert cost[1] <= max(3 * cost[0], UNMEASURED), cost
