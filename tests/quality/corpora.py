"""The labelled corpora beside the checkout (../shared): no part of the project, measured where they are.

A floor belongs to the bytes of its corpus: where they differ, a test skips rather than compare unlike things.
"""

import hashlib
import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
FLOORS: dict[str, Any] = json.loads((Path(__file__).parent / "floors.json").read_text())


def scorer() -> ModuleType:
    """The scorer of ../shared as a module."""
    path = SHARED / "tools" / "score.py"
    if not path.exists():
        pytest.skip(f"{path} is missing: the labelled corpora are not part of the project")
    spec = importlib.util.spec_from_file_location("score", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["score"] = module
    spec.loader.exec_module(module)
    return module


def corpus(name: str) -> Path:
    path = SHARED / "corpora" / name
    if not path.exists():
        pytest.skip(f"{path} is missing: the labelled corpora are not part of the project")
    if hashlib.sha256(path.read_bytes()).hexdigest() != FLOORS[name]["sha256"]:
        pytest.skip(f"{path} is not the corpus that its floors were measured on")
    return path
