"""The drill: a person is erased, every byte is looked at, and an older backup is brought back without them."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pytest

from tests.postgres import database_create
from tests.privacy import canary

ROOT = Path(__file__).resolve().parents[2]


def environment(home: Path, database: str = "") -> dict[str, str]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("HEADWAY_")}
    own = {"HEADWAY_HOME": str(home), "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "headway.settings"}
    return plain | own | {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"}


def step(name: str, home: Path, folder: Path) -> dict[str, Any]:
    module = "tests.privacy.drill"
    done = subprocess.run(
        [sys.executable, "-m", module, name, str(folder)],
        check=False,
        env=environment(home),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def headway(home: Path, *arguments: str, database: str = "") -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "headway", *arguments],
        check=False,
        env=environment(home, database),
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def drill(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A folder with a home in which the person is everywhere, a backup of it, and what was found there."""
    folder = tmp_path_factory.mktemp("drill")
    return folder, step("planted", folder / "home", folder)


@pytest.mark.slow
def test_a_person_erased_is_in_no_byte_and_in_no_restored_backup(drill: tuple[Path, dict[str, Any]]) -> None:
    tmp_path, before = drill
    home, fresh = tmp_path / "home", tmp_path / "fresh"
    assert len(before["tables"]) > 20 and any("sqlite3" in name for name in before["files"])

    after = step("erased", home, tmp_path)
    assert (after["tables"], after["files"], after["state"]) == ({}, [], "done")
    assert all(words.startswith("is whole: ") for words in after["whole"])
    assert backup_traces(tmp_path / "before.zip") != [] and backup_traces(tmp_path / "after.zip") == []

    restored = headway(
        fresh, "restore", str(tmp_path / "before.zip"), "--erasures", str(tmp_path / "after.zip")
    )
    assert restored.returncode == 0, restored.stderr
    assert "Did the erasure of 2026-" in restored.stdout and "The log of lumen is whole: " in restored.stdout
    there = step("scanned", fresh, tmp_path)
    assert (there["tables"], there["files"]) == ({}, [])
    assert headway(fresh, "audit", "verify", "-w", "lumen", "--as", "owner@lumen.test").returncode == 0
    checked = headway(fresh, "search", "check", "-w", "lumen", "--as", "owner@lumen.test")
    assert "is whole." in checked.stdout, checked.stdout + checked.stderr


def backup_traces(path: Path) -> list[str]:
    """Members of a backup with a trace of the person in their bytes."""
    with ZipFile(path) as archive:
        texts = {name: archive.read(name).decode("utf-8", errors="ignore") for name in archive.namelist()}
    return sorted(name for name, text in texts.items() if canary.traces(text))


def members(path: Path, *folders: str) -> dict[str, str]:
    with ZipFile(path) as archive:
        found: dict[str, str] = json.loads(archive.read("manifest.json"))["members"]
    return {name: digest for name, digest in found.items() if name.startswith(folders)}


@pytest.mark.slow
def test_what_is_restored_is_what_was_backed_up_also_on_the_other_database(
    drill: tuple[Path, dict[str, Any]],
) -> None:
    tmp_path, _ = drill
    address = os.environ.get("DATABASE_URL", "")
    target = database_create(address, f"drill_{uuid4().hex[:8]}") if address else ""
    there = tmp_path / "there"
    restored = headway(there, "restore", str(tmp_path / "before.zip"), database=target)
    assert restored.returncode == 0, restored.stderr
    again = headway(there, "backup", str(tmp_path / "again.zip"), database=target)
    assert again.returncode == 0, again.stderr
    parts = ("tables/", "files/")
    first, second = members(tmp_path / "before.zip", *parts), members(tmp_path / "again.zip", *parts)
    assert [name for name in first if first[name] != second.get(name)] == [] and first.keys() == second.keys()
    noted = headway(
        there,
        "do",
        "core.note_add",
        "--json",
        '{"text": "Back"}',
        "-w",
        "lumen",
        "--as",
        "owner@lumen.test",
        database=target,
    )
    assert noted.returncode == 0, noted.stderr
    whole = headway(there, "audit", "verify", "-w", "lumen", "--as", "owner@lumen.test", database=target)
    assert whole.returncode == 0, whole.stdout
