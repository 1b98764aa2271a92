"""What Headway relies on in either database is really switched on."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader

pytestmark = pytest.mark.django_db


def asked(statement: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return str(cursor.fetchone()[0])


def test_an_acknowledged_write_is_on_disk() -> None:
    if connection.vendor == "sqlite":
        # 2 is FULL: the disk has it before the commit returns.
        assert (asked("PRAGMA journal_mode"), asked("PRAGMA synchronous")) == ("wal", "2")
    else:
        assert (asked("SHOW fsync"), asked("SHOW synchronous_commit")) == ("on", "on")


def test_a_foreign_key_is_kept() -> None:
    if connection.vendor == "sqlite":
        assert asked("PRAGMA foreign_keys") == "1"
    else:
        assert asked("SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND NOT convalidated") == "0"


def test_migrations_have_one_end_in_each_app() -> None:
    leaves = MigrationLoader(connection).graph.leaf_nodes()
    own = [app for app, _ in leaves if apps.get_app_config(app).name.startswith("headway.")]
    assert sorted(own) == sorted(set(own)) and "core" in own


def test_no_extension_of_postgresql_is_needed() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("only PostgreSQL has extensions")
    assert asked("SELECT string_agg(extname, ',') FROM pg_extension") == "plpgsql"
