"""A process of its own that takes mutated pages through the whole way, so that a crash or a hang harms no test run.

`python -m tests.robust.worker FIRST LAST STEP`: a JSON line before each page (its number) and one after it (what came
of it, processor seconds, peak memory). The memory of the process is limited; a page that needs more is a fault.
"""

import datetime as dt
import faulthandler
import hashlib
import json
import resource
import sys
import time
import traceback
from typing import Any

from tests.robust import mutate
from transforms.articles import to_article
from transforms.records import Article, Document, Refusal, Run
from transforms.sources.decode import DecodeRefusal, decode
from transforms.textstats import word_count

RUN = Run("0" * 32, dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
MAX_ADDRESS_SPACE = 4 << 30
HANG_SECONDS = 600
"""Of wall time: a page that takes longer ends the process, with a traceback."""


def answer(data: bytes, url: str | None) -> str:
    """`article` or the reason code of the refusal; AssertionError for an article that the dataset could not hold."""
    decoded = decode(data, None, is_html=True)
    if isinstance(decoded, DecodeRefusal):
        return decoded.code
    found = to_article(Document("page", "page", decoded.text, hashlib.sha256(data).hexdigest(), "html", url), RUN)
    if isinstance(found, Refusal):
        assert found.reason_code
        (found.detail or "").encode()
        return found.reason_code
    assert isinstance(found, Article)
    for text in (found.body, found.title or "", found.byline or "", found.publisher or "", found.canonical_url or ""):
        text.encode()
        assert "\x00" not in text
    assert found.body.strip()
    assert found.word_count == word_count(found.body)
    assert 0 <= found.quality <= 1
    assert found.published_at is None or found.published_at <= RUN.started_at + dt.timedelta(days=1)
    return "article"


def peak_mb() -> float:
    """Of this process, so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)


def main(first: int, last: int, step: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MAX_ADDRESS_SPACE, resource.getrlimit(resource.RLIMIT_AS)[1]))
    for name, url, data in mutate.pool()[:40]:
        if name.startswith("kept"):
            answer(data, url)  # imports and tables are no page's cost
    for number in range(first, last, step):
        made = mutate.page(number)
        print(json.dumps({"n": number, "peak": peak_mb()}), flush=True)
        faulthandler.dump_traceback_later(HANG_SECONDS, exit=True)
        line: dict[str, Any] = {
            "n": number,
            "base": made.base,
            "how": made.mutations,
            "bytes": len(made.data),
            "fault": None,
        }
        started = time.process_time()
        try:
            line["answer"] = answer(made.data, made.url)
        except BaseException:  # noqa: BLE001 (whatever it is, it is what this process is there to find)
            line["fault"] = traceback.format_exc(limit=-8)
        line["seconds"] = time.process_time() - started
        line["peak"] = peak_mb()
        faulthandler.cancel_dump_traceback_later()
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
