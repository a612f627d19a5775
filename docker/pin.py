"""docker/constraints.txt from pyproject.toml: every package of the image, at the version that is installed here.

    python docker/pin.py            write it
    python docker/pin.py --check    exit 1 where it does not hold together any more, and say why

Run it in an environment with the `gcp` extra: python -m pip install -e '.[gcp]'. What counts is the closure of the
project's own requirements, of that extra and of the build system, on the image's platform: Linux, CPython 3.11, x86-64.
"""

import re
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HERE = Path(__file__).resolve().parent
FILE = HERE / "constraints.txt"
EXTRA = "gcp"
PLATFORM = {
    "implementation_name": "cpython",
    "implementation_version": "3.11.14",
    "os_name": "posix",
    "platform_machine": "x86_64",
    "platform_python_implementation": "CPython",
    "platform_release": "",
    "platform_system": "Linux",
    "platform_version": "",
    "python_full_version": "3.11.14",
    "python_version": "3.11",
    "sys_platform": "linux",
}
HEAD = "# Every package of the image: written by docker/pin.py from pyproject.toml. Do not edit.\n"
_PIN = re.compile(r"([a-z0-9][a-z0-9-]*)==([0-9][0-9a-z.]*)")


def wanted() -> list[Requirement]:
    """What pyproject.toml asks for: to run, on Google's cloud, and to build the wheel."""
    project = tomllib.loads((HERE.parent / "pyproject.toml").read_text("utf-8"))
    texts = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"][EXTRA],
        *project["build-system"]["requires"],
        "wheel",
        "pip",
    ]
    return [Requirement(text) for text in texts]


def applies(requirement: Requirement, extras: frozenset[str]) -> bool:
    """Whether a requirement counts on the image's platform."""
    marker = requirement.marker
    return marker is None or any(marker.evaluate({**PLATFORM, "extra": extra}) for extra in extras or {""})


def closure() -> dict[str, str]:
    """name -> installed version, of everything that is wanted and of what that wants."""
    pins: dict[str, str] = {}
    done: set[tuple[str, frozenset[str]]] = set()
    queue = [(one, frozenset(one.extras)) for one in wanted()]
    while queue:
        requirement, extras = queue.pop()
        name = canonicalize_name(requirement.name)
        if (name, extras) in done:
            continue
        done.add((name, extras))
        found = metadata.distribution(name)
        pins[name] = found.version
        for text in found.requires or ():
            inner = Requirement(text)
            if applies(inner, extras | {""}):
                queue.append((inner, frozenset(inner.extras)))
    return pins


def read() -> dict[str, str]:
    """name -> version, as the file says. ValueError for a line that pins nothing exactly."""
    pins: dict[str, str] = {}
    for line in FILE.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            match = _PIN.fullmatch(line)
            if match is None:
                raise ValueError(f"{FILE.name}: {line!r} is no exact version")
            pins[match[1]] = match[2]
    return pins


def faults(pins: dict[str, str]) -> Iterator[str]:
    """Where the pins do not satisfy pyproject.toml."""
    for requirement in wanted():
        name = canonicalize_name(requirement.name)
        if name not in pins:
            yield f"{name}: is not pinned"
        elif not requirement.specifier.contains(pins[name]):
            yield f"{name}=={pins[name]}: pyproject.toml wants {requirement.specifier}"


def main(argv: list[str]) -> int:
    """Write the file, or check it."""
    if argv == ["--check"]:
        found = [*faults(read())]
        print("\n".join(found), end="\n" if found else "", file=sys.stderr)
        return 1 if found else 0
    pins = closure()
    FILE.write_text(HEAD + "".join(f"{name}=={version}\n" for name, version in sorted(pins.items())), "utf-8")
    print(f"{FILE}: {len(pins)} packages")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
