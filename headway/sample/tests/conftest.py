"""One sample company for all tests here."""

from __future__ import annotations

from pathlib import Path

import pytest

from headway.sample.company import write_company
from headway.sample.truth import Truth


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Truth]:
    folder = tmp_path_factory.mktemp("fernhill")
    return folder, write_company(folder)


@pytest.fixture(scope="session")
def folder(company: tuple[Path, Truth]) -> Path:
    return company[0]


@pytest.fixture(scope="session")
def truth(company: tuple[Path, Truth]) -> Truth:
    return company[1]
