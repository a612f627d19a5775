"""argv -> exit code. Imports nothing heavy: `demarche --help` must answer at once (Beam alone takes seconds).

Exit status: 0 done; 1 the data or the run failed, said in one line; 2 unusable arguments or configuration, every
fault at once. Results go to stdout, progress and errors to stderr.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from pipeline import __version__, console
from pipeline.stopping import Stopped, on_signals

ALLOCATOR = ("ARROW_DEFAULT_MEMORY_POOL", "system")
"""Which allocator Arrow shall use, in this process and in its workers, unless the user has said so: its own keeps what
is freed (transforms/lake/memory.py). Arrow looks once, when it is loaded."""
EPILOG = """\
examples:
  demarche run configs/seeds.toml                      seed files -> the dataset in out/
  demarche run configs/seeds.toml --input 'news/*.html' --output news-data    as many workers as cores, if it pays
  demarche run configs/feeds.toml --watch 5m           live feeds: one pass after the other, until stopped
  demarche run configs/feeds.toml --streaming --runner=PrismRunner
  demarche extract page.html                           one page -> its article, as JSON
  echo 'Norway expelled two Russian diplomats on Monday.' | demarche tag --explain -
  demarche check out                                   verify every promise of a dataset
"""


def parser() -> argparse.ArgumentParser:
    """The command line, as `--help` prints it."""
    top = argparse.ArgumentParser(
        prog="demarche",
        description="From news to diplomatic-event data: extract, clean, code (PLOVER) and publish as Parquet.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=f"demarche {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    run = commands.add_parser(
        "run",
        help="the main job: documents or live feeds -> dataset",
        description="Reads the configured documents, or polls the configured feeds that are due, and publishes "
        "articles, mentions, events and rejects as Parquet. "
        "Flags that are not listed here go to Apache Beam (--runner, --direct_num_workers, ...); "
        "--streaming runs feeds as one stream without end, on PrismRunner, FlinkRunner or DataflowRunner.",
        allow_abbrev=False,
    )
    run.add_argument("config", metavar="CONFIG", help="TOML file, such as configs/seeds.toml")
    run.add_argument("--input", nargs="+", metavar="GLOB", help="files, folders or globs instead of the configured")
    run.add_argument("--output", metavar="DIR", help="root of the dataset instead of the configured")
    run.add_argument("--watch", metavar="TIME", help="repeat a pass over feeds so often until stopped, such as 5m")
    run.add_argument(
        "--metrics-file", metavar="PATH", help="what the run did, also if it fails: JSON, or Prometheus text for .prom"
    )
    run.add_argument(
        "--log-format", choices=("text", "json"), default="text", help="of stderr; json: one object a line"
    )
    run.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", dest="settings", help="any other key")

    for name, what in (("extract", "documents -> articles"), ("tag", "text or documents -> event mentions")):
        command = commands.add_parser(name, help=f"{what}, JSON lines on stdout", allow_abbrev=False)
        command.add_argument(
            "files", nargs="+", metavar="FILE", help=".txt .html .jsonl (.gz) .warc(.gz), or - for stdin"
        )
        command.add_argument("--explain", action="store_true", help="say why: which rule, which step, from where")

    feeds = commands.add_parser(
        "feeds", help="the list of feeds: status, add, discover, OPML in and out", allow_abbrev=False
    )
    _feed_actions(feeds.add_subparsers(dest="action", required=True, metavar="ACTION"))

    check = commands.add_parser("check", help="verify every promise of a dataset", allow_abbrev=False)
    check.add_argument("root", metavar="DIR", help="root of a dataset")
    return top


def _feed_actions(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    def action(name: str, what: str) -> argparse.ArgumentParser:
        made = actions.add_parser(name, help=what, description=f"{what[0].upper()}{what[1:]}.", allow_abbrev=False)
        made.add_argument("config", metavar="CONFIG", help="TOML file of kind feeds, such as configs/feeds.toml")
        return made

    list_ = action("list", "show how each configured feed is doing")
    list_.add_argument("--json", action="store_true", help="JSON lines instead of a table")
    list_.add_argument("--output", metavar="DIR", help="root of the dataset instead of the configured")

    add = action("add", "append a feed to a configuration, after a look at it")
    add.add_argument("url", metavar="URL", help="of the feed; a page is refused, with what it announces")
    add.add_argument("--title", help="instead of the feed's own")
    add.add_argument("--country", metavar="CCC", help="of the publisher, ISO 3166-1 alpha-3")
    add.add_argument("--language", help="BCP 47, for texts whose own language is unclear")
    add.add_argument("--min-interval", metavar="15m", help="never polled more often")
    add.add_argument("--full-text", action="store_true", help="the feed carries whole articles: fetch no pages")
    add.add_argument("--no-fetch", action="store_true", help="do not look; the feed is marked verified = false")

    discover = action("discover", "find the feeds of a site, one JSON line each")
    discover.add_argument("url", metavar="URL", help="a page of the site")

    import_ = action("import", "add the feeds of an OPML list that are not there yet")
    import_.add_argument("file", metavar="FILE", help="OPML, or - for stdin")

    export = action("export", "write the configured feeds as OPML")
    export.add_argument("-o", "--output", metavar="FILE", help="instead of stdout")

    parse = actions.add_parser("parse", help="saved feeds -> their entries, JSON lines on stdout", allow_abbrev=False)
    parse.add_argument("files", nargs="+", metavar="FILE", help="RSS, Atom, JSON Feed, news sitemap, or - for stdin")
    parse.add_argument("--url", help="where the feed came from: relative links are resolved with it")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit status."""
    os.environ.setdefault(*ALLOCATOR)
    args, rest = parser().parse_known_args(argv)
    if rest and args.command != "run":
        print(f"demarche {args.command}: no such flag: {' '.join(rest)}", file=sys.stderr)
        return 2
    try:
        with on_signals():
            return COMMANDS[args.command](args, rest)
    except BrokenPipeError:  # the reader of our output has gone (`| head`): nothing is wrong
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Stopped as stop:
        console.say(f"demarche {args.command}: stopped by {stop}", "stopped", signal=str(stop))
        return 1


def _run(args: argparse.Namespace, rest: Sequence[str]) -> int:
    from pipeline.run import run

    return run(
        args.config,
        inputs=args.input,
        output=args.output,
        settings=args.settings,
        flags=rest,
        watch=args.watch,
        metrics_file=args.metrics_file,
        log_format=args.log_format,
    )


def _extract(args: argparse.Namespace, rest: Sequence[str]) -> int:
    from pipeline.documents import extract

    return extract(args.files, explain=args.explain)


def _tag(args: argparse.Namespace, rest: Sequence[str]) -> int:
    from pipeline.documents import tag

    return tag(args.files, explain=args.explain)


def _feeds(args: argparse.Namespace, rest: Sequence[str]) -> int:
    if args.action == "parse":
        from pipeline.feedparse import parse

        return parse(args.files, url=args.url)
    from pipeline import feeds

    if args.action == "list":
        return feeds.list_(args.config, output=args.output, lines=args.json)
    if args.action == "add":
        keys = ("title", "country", "language", "min_interval", "full_text")
        options = {key: getattr(args, key) for key in keys}
        return feeds.add(args.config, args.url, fetch=not args.no_fetch, **options)
    if args.action == "discover":
        return feeds.discover(args.config, args.url)
    if args.action == "import":
        return feeds.import_(args.config, args.file)
    return feeds.export(args.config, args.output)


def _check(args: argparse.Namespace, rest: Sequence[str]) -> int:
    from pipeline.checking import check

    return check(args.root)


COMMANDS: dict[str, Callable[[argparse.Namespace, Sequence[str]], int]] = {
    "run": _run,
    "extract": _extract,
    "tag": _tag,
    "feeds": _feeds,
    "check": _check,
}

if __name__ == "__main__":
    sys.exit(main())
