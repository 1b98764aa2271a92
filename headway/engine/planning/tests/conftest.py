from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[4]
SHARED = ROOT.parent / "shared" / "data"


@pytest.fixture(scope="session")
def bench_planning() -> ModuleType:
    """The benchmark's own reading of the bank, so that test and benchmark plan the same problem."""
    spec = importlib.util.spec_from_file_location("bench_planning", ROOT / "bench" / "planning.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def bank() -> Path:
    return _folder("bank")


@pytest.fixture(scope="session")
def nrp() -> Path:
    return _folder("nrp")


def _folder(name: str) -> Path:
    folder = SHARED / name
    if not folder.is_dir():
        pytest.skip(f"needs the folder shared/data/{name} beside the project")
    return folder
