"""How tests get a database, a small world, a server and a browser. See tests/README.md."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.kept import tables_keep, tables_taken
from tests.postgres import database_address

pytest_plugins = ["tests.world", "tests.server", "tests.browser"]
HOME = pytest.StashKey[Path]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=["sqlite", "postgres", "none"],
        default=os.environ.get("HEADWAY_TEST_DATABASE", "sqlite"),
        help="what the tests run on (also HEADWAY_TEST_DATABASE); PostgreSQL is started for them, and with "
        "`none` Django is not even loaded, which is enough for headway/engine",
    )
    parser.addoption(
        "--walks", choices=["few", "all"], default="few", help="in how many ways tests/journeys are walked"
    )


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Choose home and database before Django reads its settings, so that no test touches a real one."""
    if config.getoption("--database") == "none":
        return
    home = config.stash[HOME] = Path(tempfile.mkdtemp(prefix="headway-test-"))
    for name in [name for name in os.environ if name.startswith("HEADWAY_")]:
        del os.environ[name]
    (home / "static").mkdir()
    os.environ["HEADWAY_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "headway.settings"
    os.environ["DATABASE_URL"] = (
        database_address(home / "postgres") if config.getoption("--database") == "postgres" else ""
    )
    _settings_for_tests(home)


def pytest_unconfigure(config: pytest.Config) -> None:
    if HOME in config.stash:
        shutil.rmtree(config.stash[HOME], ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Whether the tables are there already: making them takes longer than most tests."""
    file = _database_file()
    return file is not None and tables_taken(file)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    if file := _database_file():
        tables_keep(file)
    yield


def _database_file() -> Path | None:
    from django.conf import settings  # noqa: PLC0415

    name = settings.DATABASES["default"]["TEST"].get("NAME")
    return Path(name) if name else None


def pytest_report_header(config: pytest.Config) -> str:
    return f"database: {config.getoption('--database')}"


def _settings_for_tests(home: Path) -> None:
    from django.conf import settings  # noqa: PLC0415 - not before the environment is chosen

    # A file as in production: an in-memory SQLite knows no WAL and locks whole tables.
    database: dict[str, Any] = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database["TEST"] = {"NAME": str(home / "test.sqlite3")}
    # Nothing is collected for tests in this process; the server of its own collects.
    settings.WHITENOISE_USE_FINDERS = True
    # Safe hashes are slow on purpose; signing in a thousand times in tests need not be.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
