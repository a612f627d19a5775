"""`make bench`: the figures we promise, measured in one run, as ratios against a named peer where there is one.

    start-up   `demarche --help`, `demarche tag` on one sentence, `demarche run` on seeds/
    pages      2,000 HTML pages, whole run with 2 workers, against multiprocessing.Pool(2) that only calls
               trafilatura.bare_extraction(with_metadata=True) on the same pages
    extract    one process: extraction, cleaning and metadata of a page (transforms.articles.to_article) against the
               same call of trafilatura on the same pages, and where our time goes
    memory     peak resident memory of a run over 20,000 text documents against one over 2,000
    coder      sentences per second of the event coder against TF-IDF with logistic regression (coding.py)
    feeds      a pass over 200 feeds and 1,000 pages against a bare thread pool and against one at a time; unchanged
               feeds, 100 to 10,000; hostile hosts among good ones (feeds_pass.py); a simulated day of 1,000 feeds
               (feeds_day.py, some minutes)

Nothing here asserts: absolute times belong to a machine. `bench.py pages memory` measures just those.
"""

import argparse
import cProfile
import datetime as dt
import gzip
import json
import multiprocessing
import os
import pstats
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
CORPORA = ROOT.parent / "shared" / "corpora"
CORPUS_PAGES = [CORPORA / "news_pages.jsonl.gz", CORPORA / "web_pages.jsonl.gz"]
DEMARCHE = [sys.executable, "-m", "pipeline"]
PAGES = 2000
PARALLEL = ["--direct_num_workers=2", "--direct_running_mode=multi_processing"]


def timed(command: Sequence[str], sent: str = "") -> tuple[float, float]:
    """(wall seconds, peak MiB of its largest process) of a command; its faults are shown."""
    code = (
        "import resource, subprocess, sys, pathlib\n"
        "status = subprocess.run(sys.argv[2:]).returncode\n"
        "peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024\n"
        "pathlib.Path(sys.argv[1]).write_text(str(peak))\n"
        "sys.exit(status)\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        peak = Path(folder) / "peak"
        wrapped = [sys.executable, "-S", "-c", code, str(peak), *command]
        start = time.perf_counter()
        done = subprocess.run(wrapped, cwd=ROOT, capture_output=True, text=True, input=sent, check=False)
        seconds = time.perf_counter() - start
        if done.returncode:
            sys.exit(f"{' '.join(command)}: exit {done.returncode}\n{done.stderr[-2000:]}")
        return seconds, float(peak.read_text())


def start_up() -> None:
    for name, command, sent in (
        ("demarche --help", [*DEMARCHE, "--help"], ""),
        ("demarche tag -, one sentence", [*DEMARCHE, "tag", "-"], "Norway expelled two Russian diplomats on Monday."),
    ):
        seconds = sorted(timed(command, sent)[0] for _ in range(5))
        print(f"{name:34s} median {seconds[2]:.2f} s of 5")
    with tempfile.TemporaryDirectory() as folder:
        seconds = sorted(
            timed([*DEMARCHE, "run", "configs/seeds.toml", "--output", f"{folder}/{i}"])[0] for i in range(3)
        )
    print(f"{'demarche run on seeds/':34s} median {seconds[1]:.1f} s of 3")


def pages() -> None:
    rows = [row["html"] for row in _corpus()]
    if not rows:
        print(f"pages: not measured: {CORPORA} is not here")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in").mkdir()
        for i in range(PAGES):
            page = rows[i % len(rows)]
            page = page.replace("</p>", f" Edition {i}.</p>", 1).replace('rel="canonical"', 'rel="x"')
            (folder / "in" / f"{i:05d}.html").write_text(page, encoding="utf-8")
        ours, theirs = [], []
        for i in range(3):
            start = time.perf_counter()
            with multiprocessing.get_context("fork").Pool(2) as pool:
                done = sum(pool.imap_unordered(_bare, sorted((folder / "in").iterdir()), chunksize=8))
            theirs.append(time.perf_counter() - start)
            command = [
                *DEMARCHE,
                "run",
                "configs/seeds.toml",
                "--input",
                f"{folder}/in",
                "--output",
                f"{folder}/out{i}",
            ]
            ours.append(timed([*command, *PARALLEL])[0])
        ratios = sorted(a / b for a, b in zip(ours, theirs, strict=True))
        print(f"{PAGES} pages, 2 workers: demarche run {sorted(ours)[1]:.1f} s, median of 3")
        print(f"the same, Pool(2) of trafilatura.bare_extraction: {sorted(theirs)[1]:.1f} s, {done} extracted")
        print(f"{'ratio':34s} median {ratios[1]:.2f} of 3 ({ratios[0]:.2f} to {ratios[2]:.2f})")


def _corpus() -> list[dict[str, Any]]:
    """The rows of both corpora (`html`, `url`, ...); none where one is missing."""
    if not all(path.exists() for path in CORPUS_PAGES):
        return []
    return [json.loads(line) for path in CORPUS_PAGES for line in gzip.decompress(path.read_bytes()).splitlines()]


def _bare(path: Path) -> int:
    import trafilatura

    return trafilatura.bare_extraction(path.read_text("utf-8"), with_metadata=True) is not None


def extract() -> None:
    """Both take every page once before anything is measured; then three times each, in turn, page by page."""
    sys.path.insert(0, str(ROOT))
    from trafilatura import bare_extraction

    from transforms.articles import to_article
    from transforms.records import Article, Document, Run

    rows, told = [(row["html"], row["url"]) for row in _corpus()], "of both corpora"
    if not rows:
        files = [*(ROOT / "tests" / "golden" / "pages").glob("*.html"), *(ROOT / "seeds").glob("*.html")]
        rows, told = [(path.read_text("utf-8"), None) for path in sorted(files)], "of tests/golden and seeds/"
    run = Run("0" * 32, dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
    documents = [Document(str(i), str(i), html, "0" * 64, "html", url) for i, (html, url) in enumerate(rows)]

    def theirs(document: Document) -> bool:
        return bare_extraction(document.content, url=document.url, with_metadata=True) is not None

    def ours(document: Document) -> bool:
        return isinstance(to_article(document, run), Article)

    least = {call: [float("inf")] * len(rows) for call in (ours, theirs)}
    articles = {call: sum(map(call, documents)) for call in least}
    for turn in range(3):
        for i, document in enumerate(documents):
            for call in (ours, theirs) if (turn + i) % 2 else (theirs, ours):
                start = time.process_time()
                call(document)
                least[call][i] = min(least[call][i], time.process_time() - start)
    each = {call: 1000 * sum(seconds) / len(rows) for call, seconds in least.items()}
    print(f"{len(rows)} pages {told}, one process, CPU time, minimum of 3 for each page")
    for name, call in (("to_article", ours), ("trafilatura.bare_extraction", theirs)):
        print(f"{name:34s} {each[call]:.1f} ms/page, {1000 / each[call]:.0f} pages/s, {articles[call]} articles")
    print(f"{'pages per second, ratio':34s} {each[theirs] / each[ours]:.2f}")
    profile = cProfile.Profile()
    for document in documents:
        profile.runcall(ours, document)
    _where(profile, ours)


def _where(profile: cProfile.Profile, whole: Callable[..., Any]) -> None:
    """Shares of a profile; the profiler makes Python code dearer than C, so that shares of C (parse) are too low."""
    from transforms.clean import clean_text
    from transforms.extract import blocks, furniture, jsonld, layout, metadata, page, scoring, second

    parts: dict[str, tuple[Callable[..., Any], ...]] = {
        "parse": (page.parse,),
        "metadata": (metadata.read, jsonld.read),
        "blocks": (blocks.segment,),
        "judging": (scoring.score, layout.arrange, furniture.remove),
        "second opinion": (second.paragraphs,),
        "cleaning": (clean_text,),
    }
    cumulative: dict[tuple[str, int, str], float] = {
        place: row[3]
        for place, row in pstats.Stats(profile).stats.items()  # type: ignore[attr-defined]
    }

    def spent(call: Callable[..., Any]) -> float:
        code = call.__code__
        return cumulative.get((code.co_filename, code.co_firstlineno, code.co_name), 0.0)

    shares = {name: sum(map(spent, calls)) / spent(whole) for name, calls in parts.items()}
    shares["the rest"] = 1 - sum(shares.values())
    print(f"{'where our time goes (cProfile)':34s} {', '.join(f'{name} {s:.0%}' for name, s in shares.items())}")


PROSE = (
    "Norway and Chile held talks on fisheries in Oslo on Monday, the {n}th round since the spring, in a hall by the "
    "water that had been closed for repairs, with a view over the quay and the old customs house.",
    "The harbour lay under a thin rain, and the trawlers of company {n} stayed at the quay, their nets dry and their "
    "crews at cards, while the price of cod went up by a crown although the market had been calm for months.",
    "Her office said the {n} pages of the draft would be read by lawyers on both sides, and that nobody should expect "
    "a decision before the end of the season, when the boats are back and the figures of the year are known.",
    "There is little hope among the crews that the {n} quotas will be shared fairly, for a clerk in a small room of "
    "the ministry keeps the maps that both delegations use, and the maps are older than most of the men.",
)


def memory() -> None:
    peaks = {}
    for dated in (True, False):
        for count in (2000, 20000):
            with tempfile.TemporaryDirectory() as name:
                folder = Path(name) / "in"
                folder.mkdir()
                for i in range(count):
                    head = f"---\npublished_at: 2024-01-{i % 28 + 1:02d}\n---\n" if dated else ""
                    said = [PROSE[(i + j) % len(PROSE)].format(n=i + 7 * j) for j in range(20)]
                    text = "\n\n".join(" ".join(said[j : j + 4]) for j in range(0, len(said), 4))
                    (folder / f"{i:05d}.txt").write_text(head + text + "\n")
                run = [*DEMARCHE, "run", "configs/seeds.toml", "--input", str(folder), "--output", f"{name}/out"]
                seconds, peaks[count] = timed(run)
                kind = "28 days" if dated else "undated"
                print(f"{count:6d} text documents, {kind}: {seconds:.1f} s, peak {peaks[count]:.0f} MiB", flush=True)
        print(f"{'peak memory, 20,000 against 2,000':34s} ratio {peaks[20000] / peaks[2000]:.2f}", flush=True)


def coder() -> None:
    sys.path.insert(0, str(ROOT))
    import coding

    coding.run()


def feeds() -> None:
    sys.path.insert(0, str(ROOT))
    import feeds_day
    import feeds_pass

    feeds_pass.main([])
    feeds_day.run()


PARTS: dict[str, Callable[[], None]] = {
    "start_up": start_up,
    "pages": pages,
    "extract": extract,
    "memory": memory,
    "coder": coder,
    "feeds": feeds,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="default: all")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    for name in parser.parse_args().parts or PARTS:
        PARTS[name]()


if __name__ == "__main__":
    main()
