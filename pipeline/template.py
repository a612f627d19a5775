"""The launcher of the Dataflow Flex Template: its parameters -> `demarche run`.

    template parameters and Dataflow's own flags -> demarche run CONFIG --input ... --output ... --set ... <Beam flags>

Dataflow runs this file in the image (FLEX_TEMPLATE_PYTHON_PY_FILE) and, once it has ended, starts the job from the
graph that it has written: nothing here waits for a job. `docker/metadata.json` documents the parameters, and
`docker/metadata_streaming.json` those of streams: to Dataflow a template is one or the other. Dataflow checks what a
user gives against it before an image is started. Flags that Dataflow's launcher adds and this Beam does
not know are left out, with a line in the log: a newer launcher must not stop an older job.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

SEPARATOR = ";"
"""Between several values of one parameter: `gcloud` takes the comma for itself."""
CONFIG = "/template/configs/dataflow.toml"
"""The configuration in the image."""
MAX_CONFIG_BYTES = 4 * 1024 * 1024


def parser() -> argparse.ArgumentParser:
    """The template's own parameters; what else comes is Beam's."""
    parser = argparse.ArgumentParser(prog="demarche template", allow_abbrev=False, add_help=False)
    parser.add_argument("--config", default=CONFIG)
    parser.add_argument("--output")
    parser.add_argument("--input")
    parser.add_argument("--settings")
    parser.add_argument("--sdk_container_image", required=True)
    parser.add_argument("--streaming", nargs="?", const="true", default="false", choices=("true", "false"))
    return parser


def to_arguments(argv: Sequence[str], config: str | None = None) -> tuple[list[str], list[str]]:
    """(arguments of `demarche`, flags that were left out). `config`: where the configuration was copied to."""
    from pipeline.options import known_flags

    given, rest = parser().parse_known_args(list(argv))
    flags, unknown = known_flags(rest)
    arguments = ["run", config or given.config]
    arguments += [word for pattern in _split(given.input) for word in ("--input", pattern)]
    arguments += ["--output", given.output] if given.output else []
    arguments += [word for setting in _split(given.settings) for word in ("--set", setting)]
    flags += ["--streaming"] if given.streaming == "true" else []  # Beam's own takes no value
    return [*arguments, *flags, f"--sdk_container_image={given.sdk_container_image}"], unknown


def _split(text: str | None) -> Iterator[str]:
    yield from (part.strip() for part in (text or "").split(SEPARATOR) if part.strip())


def fetch(path: str, folder: str) -> str:
    """A configuration that lies in a bucket, copied into a folder of this machine; one of the image stays there."""
    if "://" not in path:
        return path
    from transforms.beam import files_for

    with files_for(path).open(path) as source:
        data = source.read(MAX_CONFIG_BYTES + 1)  # one more: `demarche run` says that it is too large
    copy = Path(folder, path.rpartition("/")[2] or "config.toml")
    copy.write_bytes(data)
    return str(copy)


def main(argv: Sequence[str] | None = None) -> int:
    """Launch one job; returns the exit status. 2: the parameters cannot be used."""
    argv = sys.argv[1:] if argv is None else argv
    from pipeline.cli import main as demarche

    with tempfile.TemporaryDirectory() as folder:
        path = parser().parse_known_args(list(argv))[0].config
        try:
            config = fetch(path, folder)
        except (OSError, ValueError) as error:  # Beam's own; and where the scheme's library is missing
            print(f"demarche template: {path}: cannot be read: {error}", file=sys.stderr)
            return 2
        arguments, unknown = to_arguments(argv, config)
        for flag in unknown:
            print(f"demarche template: {flag}: left out, this Beam does not know it", file=sys.stderr)
        return demarche(arguments)


if __name__ == "__main__":
    sys.exit(main())
