"""docs/dataflow.md: what can be run or parsed without Google is; names, roles and parameters agree with the code."""

import argparse
import json
import re
import shlex
from typing import Any

import pytest

from pipeline.cli import parser
from pipeline.config import load
from pipeline.options import parse
from pipeline.template import to_arguments
from tests.conftest import ROOT

TEXT = (ROOT / "docs" / "dataflow.md").read_text("utf-8")
COMMANDS = [
    shlex.split(line, comments=True)
    for block in re.findall(r"^```sh\n(.*?)^```", TEXT, re.M | re.S)
    for line in block.replace("\\\n", "").splitlines()
]
GCLOUD = [command for command in COMMANDS if command[0] == "gcloud"]
LAUNCH = json.loads(re.search(r"^```json\n(.*?)^```", TEXT, re.M | re.S)[1])["launchParameter"]  # type: ignore[index]


def flags(command: list[str]) -> dict[str, str]:
    """The flags of a command; parameters that are given several times come as one, joined."""
    found: dict[str, str] = {}
    for word in command:
        if word.startswith("--"):
            name, equals, value = word.partition("=")
            assert equals, f"{word}: flags here are written with ="
            found[name] = f"{found[name]},{value}" if name in found else value
    return found


def test_every_command_is_of_a_known_tool() -> None:
    assert {command[0] for command in COMMANDS} == {"gcloud", "docker", "demarche", "python"}
    assert len(GCLOUD) > 12


@pytest.mark.parametrize("command", [c for c in COMMANDS if c[0] == "demarche"], ids=" ".join)
def test_our_own_commands_are_understood(command: list[str]) -> None:
    args, rest = parser().parse_known_args(command[1:])
    if args.command == "run":
        config = load(ROOT / args.config, input=args.input, output=args.output)
        assert parse(rest, config.beam)
    else:
        assert isinstance(args, argparse.Namespace)
        assert rest == []


def test_files_that_are_named_are_there() -> None:
    names = set(re.findall(r"(?:docker|configs|tests|transforms)/[\w./*]+\w", TEXT))
    for name in names - {"configs/feeds.toml"}:
        if "gs://example-news/" + name not in TEXT or (ROOT / name).exists():
            assert list(ROOT.glob(name)), name


def test_the_image_is_built_and_named_as_the_configuration_names_it() -> None:
    (build,) = (command for command in COMMANDS if command[:2] == ["docker", "build"])
    image = build[build.index("-t") + 1]
    assert (ROOT / build[build.index("-f") + 1]).exists()
    assert dict(load(ROOT / "configs" / "dataflow.toml").beam)["sdk_container_image"] == image
    builds = [flags(command) for command in GCLOUD if command[1:4] == ["dataflow", "flex-template", "build"]]
    assert {build["--image"] for build in builds} == {image} == {LAUNCH["parameters"]["sdk_container_image"]}


def templates() -> dict[str, dict[str, Any]]:
    """Template file -> its metadata, as the page builds them."""
    builds = (command for command in GCLOUD if command[1:4] == ["dataflow", "flex-template", "build"])
    return {command[4]: json.loads((ROOT / flags(command)["--metadata-file"]).read_text("utf-8")) for command in builds}


def launches() -> list[tuple[str, dict[str, str]]]:
    """Template file and parameters of each launch on the page."""
    runs = (flags(command) for command in GCLOUD if command[1:4] == ["dataflow", "flex-template", "run"])
    return [
        (run["--template-file-gcs-location"], dict(pair.split("=", 1) for pair in run["--parameters"].split(",")))
        for run in runs
    ] + [(LAUNCH["containerSpecGcsPath"], LAUNCH["parameters"])]


def test_every_metadata_file_is_built_into_a_template_that_is_launched() -> None:
    named = {flags(c)["--metadata-file"] for c in GCLOUD if c[1:4] == ["dataflow", "flex-template", "build"]}
    assert named == {path.relative_to(ROOT).as_posix() for path in (ROOT / "docker").glob("*.json")}
    assert {template for template, _ in launches()} == set(templates())


def test_launches_give_parameters_that_the_template_takes() -> None:
    assert len(launches()) == 3
    for template, parameters in launches():
        metadata = templates()[template]
        known = {one["name"]: one for one in metadata["parameters"]}
        assert {name for name, one in known.items() if not one["isOptional"]} <= set(parameters) <= set(known)
        for name, value in parameters.items():
            assert all(re.search(regex, value) for regex in known[name]["regexes"]), (name, value)
        arguments, unknown = to_arguments([f"--{name}={value}" for name, value in parameters.items()])
        assert arguments[0] == "run"
        assert ("--streaming" in arguments) is metadata["streaming"]
        assert unknown == []


def test_the_accounts_that_get_rights_are_made_and_every_role_is_explained() -> None:
    made = {
        f"{command[4]}@example-project.iam.gserviceaccount.com"
        for command in GCLOUD
        if command[1:4] == ["iam", "service-accounts", "create"]
    }
    given = set()
    for command in GCLOUD:
        if "add-iam-policy-binding" in command:
            found = flags(command)
            kind, _, account = found["--member"].partition(":")
            assert (kind, account in made) == ("serviceAccount", True)
            given.add((account.partition("@")[0], found["--role"]))
    table = set(re.findall(r"^\| ([\w-]+) \| (roles/[\w.]+) \|", TEXT, re.M))
    assert given == table
    assert len(given) == 5
    broad = ("owner", "editor", "admin", "viewer")
    assert not [role for _, role in given if role.lower().endswith(broad)]


def test_the_schedule_is_every_quarter_of_an_hour_and_its_body_is_the_pages() -> None:
    (job,) = (flags(command) for command in GCLOUD if command[1:4] == ["scheduler", "jobs", "create"])
    assert job["--schedule"] == "*/15 * * * *"
    assert job["--uri"].endswith("/projects/example-project/locations/europe-west1/flexTemplates:launch")
    assert f"`{job['--message-body-from-file']}`:" in TEXT
    assert not templates()[LAUNCH["containerSpecGcsPath"]]["streaming"]


def test_the_arithmetic_of_the_costs_is_right() -> None:
    cpu = 1_000_000 * 0.068 / 3600
    assert f"{cpu:.1f} h of such a core" in TEXT
    vcpu, price = cpu * 1.5, 0.056 + 4 * 0.003557
    assert f"{vcpu:.1f} vCPU h" in TEXT
    assert f"= ${price:.4f}" in TEXT
    assert f"= ${vcpu * price:.2f}" in TEXT
    requests = 2_000 * 5 * 0.0004 / 1000 + 10_000 * 0.005 / 1000
    assert f"a million articles{'= $' + format(vcpu * price * 1.1 + requests, '.2f')}" in TEXT.replace(" ", "").replace(
        "amillionarticles", "a million articles"
    ).replace("=$", "= $")
    start = 4 / 60 * 0.05 + 6 / 60 * 4 * price
    assert f"96 x ${start:.3f}" in TEXT
    assert f"= ${96 * start:.1f}\n" in TEXT
