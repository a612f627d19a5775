"""One thing over and over, in every place where a page holds text: what a pattern that backtracks would hang on.

Part of `make robust`: it takes minutes.
"""

# ruff: noqa: E501 (a page stays on its line)

import time

import pytest

from tests.robust.test_mutated_pages import MAX_SECONDS, PAGES
from tests.robust.worker import answer

CHARACTERS = 150_000
PROSE = "<p>The ministers met on Monday and agreed to meet again before the end of the spring.</p>"
SIGNS = "?.!…:;,-–—_*/\\|'\"“”’»«()[]{}@#$%^+=~`•·©®°§0aAéж会。！？、\u00a0\u200b\u0301\u202e\n "
WORDS = (
    ". |? |a |A |Ab |A. |Mr. |a.b|1 |1. |1.|12:30 |2024 |2024-01-01 |1 Jan |Monday |By |By Ada |by A and B, |(AP) |— |- |– x|OSLO |"
    "OSLO — |a@b.c |http://a |www.a.b |@a |#a |Photo: |© 2024 |Read more |Related: |Share this |Tags: a |More from |“a” |(a |[a|a)|"
    "a, |a; |a-|a'|a’|A.B.|A.B. |Ab. Cd |x.Y|Ab.\n|HARBOUR\n|- a\n|* a\n|12:30\n|Ab cd ef\n|会\n|会。|Views: 1 |ADVERTISEMENT |Updated |"
    'Reporting by A; Editing by B |&amp;|&lt;p&gt;|Sept. 9, |a…b|…a|?a|?!|... |?"|.)|&lt;|&gt;|we use cookies |accept all |our partners |'
    "subscribe to |page not found |the page |404 |error "
)
SHAPES = {
    "paragraph": "<html><body><h1>Harbour talks end</h1><article>{prose}{prose}<p>Then he said {run}x</p>{prose}</article></body></html>",
    "lines": "<html><body><article>{prose}<pre>{run}</pre>{prose}</article></body></html>",
    "all": "<html><body><p>{run}</p></body></html>",
    "fields": "<html><head><title>{short}x</title></head><body><h1>{run}</h1><p class='byline'>{run}</p><p class='date'>{run}</p>"
    "<figcaption>{run}</figcaption>{prose}{prose}{prose}<p class='author-bio'>{short}</p></body></html>",
}


@pytest.mark.skipif(PAGES < 1_000, reason="minutes of runs: `make robust` asks for them (DEMARCHE_ROBUST_PAGES)")
@pytest.mark.parametrize("shape", SHAPES)
def test_a_run_of_anything_is_read_in_time(shape: str) -> None:
    slow = {}
    for thing in (*SIGNS, *WORDS.split("|")):
        run = thing * (CHARACTERS // len(thing))
        page = SHAPES[shape].format(run=run, short=run[:5_000], prose=PROSE)
        started = time.process_time()
        assert answer(page.encode(), "https://news.example.org/world/harbour-talks")
        seconds = time.process_time() - started
        if seconds > MAX_SECONDS:
            slow[thing] = seconds
    assert not slow
