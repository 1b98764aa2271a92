"""Each test signs with a key of its own, and what it keeps outside the database goes with it."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def audit_dir(settings: Any, tmp_path: Path) -> Path:
    settings.AUDIT_DIR = tmp_path / "audit"
    return tmp_path / "audit"
