"""A backup that is not whole, not of this version, or would land on rows is refused, and nothing is changed."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.conf import settings

from headway.core.backup.making import Manifest, backup_make
from headway.core.backup.restoring import backup_restore
from headway.core.errors import Conflict, Invalid
from headway.core.models import Workspace
from headway.core.perform import perform
from tests.world import NOW, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(world: World, tmp_path: Path) -> Path:
    perform("core.note_add", {"text": "Met the board"}, world.context())
    path = tmp_path / "all.zip"
    backup_make(path, NOW)
    return path


def changed(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """A copy of a backup with its members changed."""
    with ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    other = path.with_name("changed.zip")
    with ZipFile(other, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return other


def manifest_with(**more: Any) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        members["manifest.json"] = json.dumps(json.loads(members["manifest.json"]) | more).encode()

    return change


def test_the_manifest_counts_what_is_in_the_file(made: Path) -> None:
    with ZipFile(made) as archive:
        manifest = Manifest(**json.loads(archive.read("manifest.json")))
        assert set(archive.namelist()) == manifest.members.keys() | {"manifest.json"}
        assert len(archive.read("tables/core.user.jsonl").splitlines()) == manifest.rows["core.user"] == 10
    assert manifest.rows["core.activity"] == 1
    assert (
        not {"tables/sessions.session.jsonl", "home/secret.key", "home/audit/signing.key"}
        & manifest.members.keys()
    )
    assert made.stat().st_mode & 0o777 == 0o600


def test_keys_come_along_only_when_wanted(world: World, tmp_path: Path) -> None:
    perform("core.note_add", {"text": "Met the board"}, world.context())
    (settings.HOME / "secret.key").touch()
    manifest = backup_make(tmp_path / "keys.zip", NOW, with_keys=True)
    assert {"home/secret.key", "home/audit/signing.key"} <= manifest.members.keys()


def test_a_file_that_is_there_is_not_written_over(made: Path) -> None:
    before = made.read_bytes()
    with pytest.raises(Invalid, match=r"There is a file .* already"):
        backup_make(made, NOW)
    assert made.read_bytes() == before and not made.with_name("all.zip.part").exists()


def test_a_filled_database_is_not_restored_into(made: Path, world: World) -> None:
    with pytest.raises(Conflict, match="has workspaces or people already"):
        backup_restore(made, NOW)
    assert Workspace.objects.count() == 2


def flipped(members: dict[str, bytes]) -> None:
    members["tables/core.user.jsonl"] = members["tables/core.user.jsonl"].replace(b"Olga", b"Ogla")


def dropped(members: dict[str, bytes]) -> None:
    del members["tables/core.user.jsonl"]


def smuggled(members: dict[str, bytes]) -> None:
    members["files/../../elsewhere"] = b"x"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (flipped, "tables/core.user.jsonl is not as it was backed up"),
        (dropped, "tables/core.user.jsonl is in the file or in its manifest, but not in both"),
        (smuggled, r"files/\.\./\.\./elsewhere is in the file or in its manifest, but not in both"),
        (manifest_with(members={"../x": "0"}), r"is in the file or in its manifest, but not in both"),
        (manifest_with(migrations=["core.0001_initial"]), "other tables .it lacks account.0001_initial"),
        (manifest_with(kind="headway backup 9"), "is a 'headway backup 9', which this version cannot read"),
        (lambda members: members.pop("manifest.json"), "it has no manifest"),
    ],
)
def test_a_changed_backup_is_refused(made: Path, change: Any, reason: str) -> None:
    with pytest.raises(Invalid, match=reason):
        backup_restore(changed(made, change), NOW)


def test_half_a_backup_is_refused(made: Path) -> None:
    half = made.with_name("half.zip")
    half.write_bytes(made.read_bytes()[: made.stat().st_size // 2])
    with pytest.raises(Invalid, match=r"half\.zip is not a backup, or only part of one"):
        backup_restore(half, NOW)
    with pytest.raises(Invalid, match="There is no file"):
        backup_restore(made.with_name("none.zip"), NOW)
