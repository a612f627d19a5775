"""`make bench`: the figures we promise, measured in one run, as ratios against a named peer where there is one.

    start-up   `demarche --help`, `demarche tag` on one sentence, `demarche run` on seeds/
    pages      5,000 HTML pages, whole run with 2 workers, against multiprocessing.Pool(2) that only calls
               trafilatura.bare_extraction(with_metadata=True) on the same pages, in turn, three times
    newcomer   the same pages once, whole run with 2 workers, against a script of files, trafilatura and pandas
    crossover  the same documents with 1 and 2 workers, 25 to 400 of them: where worker processes begin to pay
    extract    one process: extraction, cleaning and metadata of a page (transforms.articles.to_article) against the
               same call of trafilatura on the same pages, and where our time goes
    scale      processor time of 1,000 documents and peak memory of the process tree at 1,000 and 10,000 documents;
               `bench.py scale --documents 1000,10000,100000` takes half an hour (scale.py)
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

import scale

ROOT = Path(__file__).resolve().parents[2]
CORPORA = ROOT.parent / "shared" / "corpora"
CORPUS_PAGES = [CORPORA / "news_pages.jsonl.gz", CORPORA / "web_pages.jsonl.gz"]
DEMARCHE = [sys.executable, "-m", "pipeline"]
PAGES = 5000


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


def write_pages(folder: Path, count: int) -> bool:
    """Pages of both corpora in turn, each a little different; False where a corpus is missing."""
    rows = [row["html"] for row in _corpus()]
    if not rows:
        print(f"pages: not measured: {CORPORA} is not here")
        return False
    folder.mkdir()
    for i in range(count):
        page = rows[i % len(rows)]
        page = page.replace("</p>", f" Edition {i}.</p>", 1).replace('rel="canonical"', 'rel="x"')
        (folder / f"{i:05d}.html").write_text(page, encoding="utf-8")
    return True


def _spread(values: Sequence[float], digits: int = 2) -> str:
    """Median and extremes."""
    low, *_, high = ordered = sorted(values)
    return f"median {ordered[len(ordered) // 2]:.{digits}f} of {len(ordered)} ({low:.{digits}f} to {high:.{digits}f})"


def pages() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if not write_pages(folder / "in", PAGES):
            return
        bare = [sys.executable, __file__, "--bare", f"{folder}/in"]
        run = [*DEMARCHE, "run", "configs/seeds.toml", "--input", f"{folder}/in", "--direct_num_workers=2"]
        ours, theirs = [], []
        for i in range(3):
            theirs.append(scale.measured(bare))
            ours.append(scale.measured([*run, "--output", f"{folder}/out{i}"]))
        print(f"{PAGES} pages, 2 workers, {os.cpu_count()} cores; wall seconds, then processor seconds")
        for what, at in (("wall", 0), ("processor", 1)):
            print(f"demarche run, {what:21s} {_spread([one[at] for one in ours], 1)}")
            print(f"Pool(2) of bare_extraction, {what:6s} {_spread([one[at] for one in theirs], 1)}")
            print(f"{'ratio':34s} {_spread([a[at] / b[at] for a, b in zip(ours, theirs, strict=True)])}")


def newcomer() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if not write_pages(folder / "in", PAGES):
            return
        script = [sys.executable, str(ROOT / "tests" / "bench" / "newcomer.py"), f"{folder}/in"]
        run = [*DEMARCHE, "run", "configs/seeds.toml", "--input", f"{folder}/in", "--direct_num_workers=2"]
        theirs = scale.measured([*script, f"{folder}/out.parquet"])
        ours = scale.measured([*run, "--output", f"{folder}/out"])
        print(f"{PAGES} pages, once: newcomer's script {theirs[0]:.1f} s, demarche run with 2 workers {ours[0]:.1f} s")
        print(f"{'times as fast':34s} {theirs[0] / ours[0]:.2f}")


def scaling(sizes: Sequence[int] = (1000, 10000)) -> None:
    scale.run(sizes)


def _corpus() -> list[dict[str, Any]]:
    """The rows of both corpora (`html`, `url`, ...); none where one is missing."""
    if not all(path.exists() for path in CORPUS_PAGES):
        return []
    return [json.loads(line) for path in CORPUS_PAGES for line in gzip.decompress(path.read_bytes()).splitlines()]


def _bare(path: Path) -> int:
    import trafilatura

    return trafilatura.bare_extraction(path.read_text("utf-8"), with_metadata=True) is not None


def bare(folder: str) -> None:
    """The peer of `pages`, as a program of its own."""
    with multiprocessing.get_context("fork").Pool(2) as pool:
        print(sum(pool.imap_unordered(_bare, sorted(Path(folder).iterdir()), chunksize=8)), "extracted")


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


def memory() -> None:
    peaks = {}
    for dated in (True, False):
        for count in (2000, 20000):
            with tempfile.TemporaryDirectory() as name:
                scale.write_documents(Path(name, "in"), count, dated)
                run = [*DEMARCHE, "run", "configs/seeds.toml", "--input", f"{name}/in", "--output", f"{name}/out"]
                run.append("--direct_num_workers=1")
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


def crossover(sizes: Sequence[int] = (25, 50, 100, 200, 400)) -> None:
    """With how much work do two workers begin to pay?"""
    sys.path.insert(0, str(ROOT))
    from pipeline.parallel import CROSSOVER_SECONDS, work_seconds

    with tempfile.TemporaryDirectory() as name:
        for count in sizes:
            folder = Path(name, str(count))
            scale.write_documents(folder / "in", count)
            run = [*DEMARCHE, "run", "configs/seeds.toml", "--input", f"{folder}/in"]
            seconds: dict[int, list[tuple[float, float]]] = {1: [], 2: []}
            for turn in range(3):
                for workers, found in seconds.items():
                    out = ["--output", f"{folder}/out-{workers}-{turn}", f"--direct_num_workers={workers}"]
                    found.append(scale.measured([*run, *out])[:2])
            wall, spent = ({w: sorted(one[at] for one in seconds[w])[1] for w in seconds} for at in (0, 1))
            work = work_seconds([str(path) for path in folder.glob("in/*/*")])
            print(
                f"{count:4d} documents, some {work:.1f} s of work: 1 worker {wall[1]:.1f} s wall {spent[1]:.1f} CPU, "
                f"2 workers {wall[2]:.1f} s {spent[2]:.1f}; wall ratio {wall[2] / wall[1]:.2f} (medians)",
                flush=True,
            )
    print(f"workers are the default from {CROSSOVER_SECONDS:g} s of work on")


PARTS: dict[str, Callable[[], None]] = {
    "start_up": start_up,
    "pages": pages,
    "newcomer": newcomer,
    "crossover": crossover,
    "scale": scaling,
    "extract": extract,
    "memory": memory,
    "coder": coder,
    "feeds": feeds,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="default: all")
    parser.add_argument("--documents", metavar="N,N,...", help="for scale: other numbers of documents")
    parser.add_argument("--bare", metavar="FOLDER", help=argparse.SUPPRESS)
    args = parser.parse_args()
    # What is started here starts as an installed program does: with its bytecode at hand after the first time.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    if args.bare:
        bare(args.bare)
        return
    for name in args.parts or PARTS:
        if name == "scale" and args.documents:
            scaling([int(count) for count in args.documents.split(",")])
        else:
            PARTS[name]()


if __name__ == "__main__":
    main()
