"""The image and the template, as far as they can be held without building them: sources, pins, user, parameters."""

import json
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline import template
from pipeline.config import load
from pipeline.options import FlagError, is_streaming, parse
from tests.conftest import ROOT

DOCKER = ROOT / "docker"
BATCH, STREAM = (
    json.loads((DOCKER / name).read_text("utf-8")) for name in ("metadata.json", "metadata_streaming.json")
)
TEMPLATES = {"batch": BATCH, "stream": STREAM}
(IMAGE,) = (one for one in BATCH["parameters"] if one["name"] == "sdk_container_image")
EACH = [pytest.param(one, id=f"{kind}-{one['name']}") for kind in TEMPLATES for one in TEMPLATES[kind]["parameters"]]


def instructions() -> Iterator[tuple[str, str]]:
    """(instruction, the rest) of the Dockerfile; continued lines as one."""
    text = re.sub(r"\\\n", " ", (DOCKER / "Dockerfile").read_text("utf-8"))
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            name, rest = line.split(maxsplit=1)
            yield name, rest


def ignored(path: str) -> bool:
    """Whether .dockerignore keeps a file from the build; `*`, then what is let in again."""
    lines = [line for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line and line[0] != "#"]
    assert lines[0] == "*"
    allowed = [line.removeprefix("!") for line in lines if line.startswith("!")]
    return not any(path == one or path.startswith(f"{one}/") for one in allowed)


def test_every_source_that_is_copied_is_there_and_let_in() -> None:
    copied = 0
    for name, rest in instructions():
        words = [word for word in shlex.split(rest) if not word.startswith("--")]
        if name == "COPY" and "--from=" not in rest:
            for source in words[:-1]:
                assert (ROOT / source).exists(), source
                assert not ignored(source), source
                copied += 1
    assert copied >= 7
    assert ignored("tests/conftest.py")
    assert ignored(".git/config")


def test_stages_that_are_copied_from_exist() -> None:
    stages = {rest.split()[-1] for name, rest in instructions() if name == "FROM" and " AS " in rest}
    used = {match[1] for name, rest in instructions() if name == "COPY" for match in re.finditer(r"--from=(\S+)", rest)}
    assert used == stages


def test_images_are_pinned_and_fit_what_is_installed() -> None:
    images = [rest.split()[0] for name, rest in instructions() if name == "FROM"]
    assert len(images) == 4
    for image in images:
        assert re.fullmatch(r"[a-z0-9./_-]+:[0-9]+[0-9A-Za-z.-]*[0-9][0-9A-Za-z.-]*", image), image
    (beam,) = (image for image in images if image.startswith("apache/beam_python3.11_sdk:"))
    assert beam.partition(":")[2] == pins()["apache-beam"]
    assert {image for image in images if image.startswith("python:")} == {"python:3.11.14-slim-bookworm"}


def pins() -> dict[str, str]:
    lines = (DOCKER / "constraints.txt").read_text("utf-8").splitlines()
    return dict(line.split("==") for line in lines if line and not line.startswith("#"))


def test_every_package_is_pinned_exactly_and_as_pyproject_wants() -> None:
    done = subprocess.run([sys.executable, DOCKER / "pin.py", "--check"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_it_does_not_run_as_root() -> None:
    last = [(name, rest) for name, rest in instructions() if name in ("USER", "FROM")][-1]
    assert last == ("USER", "10001")
    script = (DOCKER / "entrypoint.sh").read_text("utf-8")
    assert (DOCKER / "entrypoint.sh").stat().st_mode & 0o111
    assert "exec /opt/apache/beam/boot" in script


def test_the_entry_point_ends_in_boot_with_a_folder_of_its_own(tmp_path: Path) -> None:
    """Run for real, with an echo in boot's place: arguments arrive whole, ours comes last."""
    boot = tmp_path / "boot"
    boot.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    boot.chmod(0o755)
    script = (DOCKER / "entrypoint.sh").read_text("utf-8").replace("/opt/apache/beam/boot", str(boot))
    (tmp_path / "entrypoint.sh").write_text(script)
    arguments = ["--id=1", "--semi_persist_dir=/var/opt/google", "--logging_endpoint=localhost:1 2"]
    done = subprocess.run(
        ["sh", tmp_path / "entrypoint.sh", *arguments], env={"TMPDIR": "/t"}, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [*arguments, "--semi_persist_dir=/t/beam"]


def test_the_launchers_file_is_where_the_environment_says() -> None:
    environment = dict(
        pair.split("=", 1) for name, rest in instructions() if name == "ENV" for pair in shlex.split(rest)
    )
    target = environment["FLEX_TEMPLATE_PYTHON_PY_FILE"]
    assert ("COPY", f"pipeline/template.py {target}") in list(instructions())
    assert template.CONFIG.startswith(str(Path(target).parent))
    assert (ROOT / "configs" / Path(template.CONFIG).name).exists()


# --- the template's parameters ---


@pytest.mark.parametrize(
    ("kind", "without", "needed"), [("batch", {"streaming"}, set()), ("stream", {"input"}, {"config", "streaming"})]
)
def test_metadata_and_code_name_the_same_parameters(kind: str, without: set[str], needed: set[str]) -> None:
    """A stream has no seeds; the configuration that the launcher takes where none is given has."""
    actions = {action.dest: action for action in template.parser()._actions}
    optional = {one["name"]: one["isOptional"] for one in TEMPLATES[kind]["parameters"]}
    assert len(optional) == len(TEMPLATES[kind]["parameters"])
    assert set(optional) == set(actions) - without
    required = {name for name, is_optional in optional.items() if not is_optional}
    assert required == needed | {name for name, action in actions.items() if action.required}


def test_a_template_is_a_batch_or_a_stream_that_asks_for_exactly_once() -> None:
    """Beam's state and the publishing of windows are proven with each element given once, and not without."""
    modes = ("streaming", "supportsExactlyOnce", "supportsAtLeastOnce", "defaultStreamingMode")
    assert [BATCH.get(mode) for mode in modes] == [False, None, None, None]
    assert [STREAM.get(mode) for mode in modes] == [True, True, False, None]
    known = {"name", "description", "parameters", *modes}
    assert set(BATCH) < known
    assert set(STREAM) < known


@pytest.mark.parametrize("wanted", [False, True])
def test_the_template_of_streams_makes_a_stream(wanted: bool) -> None:
    given = ["--sdk_container_image=r.io/x:1", "--runner=DataflowRunner", *(["--streaming=true"] * wanted)]
    _, _, *flags = template.to_arguments(given)[0]
    assert is_streaming(parse(flags)) is wanted


@pytest.mark.parametrize("parameter", EACH)
def test_every_parameter_is_documented_and_checked(parameter: dict[str, Any]) -> None:
    assert set(parameter) == {"name", "label", "helpText", "isOptional", "paramType", "regexes"}
    assert len(parameter["helpText"]) > 60
    assert parameter["helpText"].endswith(".")
    for regex in parameter["regexes"]:
        assert regex.startswith("^")
        assert regex.endswith("$")
        re.compile(regex)


GOOD = {
    "sdk_container_image": [
        "europe-west1-docker.pkg.dev/p/demarche/demarche:1.0.0",
        "localhost:5000/demarche:1",
        f"gcr.io/p/demarche@sha256:{'0' * 64}",
    ],
    "config": ["gs://bucket/configs/feeds.toml", "/template/configs/dataflow.toml"],
    "output": ["gs://bucket/lake", "gs://bucket"],
    "input": ["gs://bucket/news/**/*", "gs://a-b/x.jsonl.gz;gs://c.d_e/y/"],
    "settings": ["source.min_interval=30m", "source.kind=seeds;source.limits.entries=500"],
    "streaming": ["true"],
}
BAD = {
    "sdk_container_image": ["demarche", "europe-west1-docker.pkg.dev/p/demarche", "x/y:"],
    "config": ["configs/feeds.toml", "/etc/passwd", "gs://bucket/feeds.json", "gs://B/feeds.toml"],
    "output": ["out", "s3://bucket/lake", "gs://", "gs://UPPER/x"],
    "input": ["seeds/**/*", "gs://bucket", "gs://bucket/a;seeds", "gs://bucket/a;"],
    "settings": ["source.kind", "=x", "a=b;", "a=b;c"],
    "streaming": ["false", "True", ""],
}


@pytest.mark.parametrize("parameter", EACH)
def test_regexes_let_through_what_can_be_used_and_nothing_else(parameter: dict[str, Any]) -> None:
    def fits(text: str) -> bool:
        return all(re.search(regex, text) for regex in parameter["regexes"])

    name = parameter["name"]
    assert [text for text in GOOD[name] if not fits(text)] == []
    assert [text for text in BAD[name] if fits(text)] == []


def test_parameters_become_arguments_of_the_main_job() -> None:
    arguments, unknown = template.to_arguments(
        [
            "--config=/template/configs/dataflow.toml",
            "--output=gs://bucket/lake",
            "--input=gs://bucket/a b/*; gs://bucket/c",
            "--settings=source.kind=seeds;source.x=1",
            "--sdk_container_image=gcr.io/p/demarche:1",
            "--runner=DataflowRunner",
            "--labels={}",
            "--of_a_later_launcher=1",
        ]
    )
    assert arguments == [
        *("run", "/template/configs/dataflow.toml", "--input", "gs://bucket/a b/*", "--input", "gs://bucket/c"),
        *("--output", "gs://bucket/lake", "--set", "source.kind=seeds", "--set", "source.x=1"),
        *("--runner=DataflowRunner", "--labels={}", "--sdk_container_image=gcr.io/p/demarche:1"),
    ]
    assert unknown == ["--of_a_later_launcher=1"]


def test_a_configuration_that_is_not_there_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert template.main([f"--config=nobody://{tmp_path}/none.toml", "--sdk_container_image=r.io/x:1"]) == 2
    assert "none.toml: cannot be read" in capsys.readouterr().err


# --- the configuration ---


def test_the_example_configuration_is_whole() -> None:
    config = load(ROOT / "configs" / "dataflow.toml")
    given = parse(["--max_num_workers=2"], config.beam).get_all_options()
    assert given["runner"] == "DataflowRunner"
    assert given["max_num_workers"] == 2  # flags win
    assert given["resource_hints"] == ["min_ram=4GB"]
    assert all(path.startswith("gs://") for path in (config.output, *config.source.input))
    assert re.fullmatch(IMAGE["regexes"][0], given["sdk_container_image"])


def test_faults_of_the_beam_table_and_of_flags_are_said_together() -> None:
    table = (("regoin", "x"), ("use_public_ips", False), ("qqq", True), ("streaming", False))
    with pytest.raises(FlagError) as failure:
        parse(["--qqqq"], table)
    assert str(failure.value).splitlines() == [
        "beam.regoin: no such option of Beam; did you mean beam.region?",
        "beam.qqq: no such option of Beam",
        "--qqqq: no such flag",
    ]
    assert parse([], table[1:2]).get_all_options()["use_public_ips"] is False


def test_a_job_that_is_left_needs_paths_that_its_workers_reach(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.cli import main

    path = tmp_path / "c.toml"
    path.write_text('output = "out"\n[source]\nkind = "seeds"\ninput = ["gs://b/x", "seeds"]\n[beam]\nrunner = 3.5\n')
    assert main(["run", str(path), "--runner=DataflowRunner", "--project=demarche-test"]) == 2
    err = capsys.readouterr().err
    assert err == (
        "demarche run: out: lies on this machine; Dataflow's workers need gs://\n"
        "demarche run: seeds: lies on this machine; Dataflow's workers need gs://\n"
    )


def test_versions_of_pyproject_and_image_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    python = next(rest for name, rest in instructions() if name == "FROM" and rest.startswith("python:"))
    assert tuple(map(int, re.findall(r"\d+", python)[:2])) >= tuple(
        map(int, re.findall(r"\d+", project["requires-python"]))
    )
