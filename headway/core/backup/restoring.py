"""Bringing a backup back into an empty installation: checked as a whole first, then all of it or nothing."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from headway.core.audit.verifying import verify
from headway.core.backup.beside import beside, lines_merge, loading, restored
from headway.core.backup.making import KIND, Manifest, migrations_of_code
from headway.core.backup.tables import kept_tables, numbers_set_on, table_load
from headway.core.errors import Conflict, Invalid
from headway.core.models import User, Workspace


@dataclass
class Restored:
    """What came back: rows by table, files, and what was done afterwards."""

    made_at: str
    rows: dict[str, int] = field(default_factory=dict)
    files: int = 0
    told: list[str] = field(default_factory=list)


def backup_restore(path: Path, now: datetime, erasures: tuple[Path, ...] = ()) -> Restored:
    """Bring a backup back, then forget again whoever was erased since it was made.

    `erasures` are lists of erasures to be heeded besides the backup's own and the one in the home folder: files,
    or later backups. Raises Invalid for a file that is no whole backup or of other migrations than this code's,
    Conflict where there are rows or files already. Until the last step nothing is changed.
    """
    with _opened(path) as archive:
        manifest = checked(archive, path)
        _refuse_filled()
        done = Restored(manifest.made_at)
        try:
            done.files = _files(archive, manifest)
            _tables(archive, done)
        except BaseException:
            shutil.rmtree(settings.FILES_DIR, ignore_errors=True)
            raise
        _home(archive, manifest)
    for other in erasures:
        _heed(other)
    done.told = [*restored(now), *_logs()]
    return done


def _logs() -> Iterator[str]:
    """What the logs that came back say about themselves."""
    for workspace in Workspace.objects.order_by("slug"):
        yield f"The log of {workspace.slug} {verify(workspace).words}."
    yield f"The log of the installation {verify(None).words}."


def checked(archive: ZipFile, path: Path) -> Manifest:
    """The manifest of a backup whose every byte was looked at. Raises Invalid with the first thing wrong."""
    manifest = _manifest(archive, path)
    _refuse_other_code(manifest)
    names = set(archive.namelist()) - {"manifest.json"}
    if odd := sorted(names ^ manifest.members.keys()):
        raise Invalid(f"{path.name}: {odd[0]} is in the file or in its manifest, but not in both.")
    for name, digest in manifest.members.items():
        if ".." in Path(name).parts or Path(name).is_absolute() or _digest(archive, name) != digest:
            raise Invalid(f"{path.name}: {name} is not as it was backed up; take another backup.")
    return manifest


def _opened(path: Path) -> ZipFile:
    if not path.is_file():
        raise Invalid(f"There is no file {path}.")
    try:
        return ZipFile(path)
    except BadZipFile as error:
        raise Invalid(f"{path.name} is not a backup, or only part of one.") from error


def _manifest(archive: ZipFile, path: Path) -> Manifest:
    try:
        kept = json.loads(archive.read("manifest.json"))
        manifest = Manifest(**kept)
    except (KeyError, ValueError, TypeError, BadZipFile) as error:
        raise Invalid(f"{path.name} is not a backup of Headway: it has no manifest.") from error
    if manifest.kind != KIND:
        raise Invalid(f"{path.name} is a {manifest.kind!r}, which this version cannot read.")
    return manifest


def _refuse_other_code(manifest: Manifest) -> None:
    ours, theirs = set(migrations_of_code()), set(manifest.migrations)
    if ours == theirs:
        return
    only_there, only_here = sorted(theirs - ours), sorted(ours - theirs)
    which = f"it has {only_there[0]}" if only_there else f"it lacks {only_here[0]}"
    raise Invalid(
        f"The backup is of Headway {manifest.version} with other tables ({which}); restore it with that version."
    )


def _digest(archive: ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    try:
        with archive.open(name) as stream:
            while part := stream.read(1 << 20):
                digest.update(part)
    except BadZipFile:
        return ""
    return digest.hexdigest()


def _refuse_filled() -> None:
    if not connection.introspection.table_names() or not _has_tables():
        call_command("migrate", verbosity=0, interactive=False)
    if Workspace.objects.exists() or User.objects.exists():
        raise Conflict("The database has workspaces or people already; restore into an empty one.")
    folder = Path(settings.FILES_DIR)
    if folder.exists() and any(path.is_file() for path in folder.rglob("*")):
        raise Conflict(f"There are files in {folder} already; restore into an empty home folder.")


def _has_tables() -> bool:
    return Workspace._meta.db_table in connection.introspection.table_names()


def _files(archive: ZipFile, manifest: Manifest) -> int:
    names = [name for name in manifest.members if name.startswith("files/")]
    for name in names:
        _extract(archive, name, Path(settings.FILES_DIR) / name.removeprefix("files/"))
    return len(names)


def _extract(archive: ZipFile, name: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(name) as stream, target.open("wb") as file:
        shutil.copyfileobj(stream, file, 1 << 20)
    target.chmod(0o600)


def _tables(archive: ZipFile, done: Restored) -> None:
    # Nothing refers to anything until the transaction ends, so the order does not matter.
    with transaction.atomic():
        loading()
        for one in kept_tables():
            with archive.open(f"tables/{one.label}.jsonl") as stream:
                done.rows[one.label] = table_load(one, stream)
        numbers_set_on()
        connection.check_constraints()


def _home(archive: ZipFile, manifest: Manifest) -> None:
    """Take in what lay beside the database: lists are joined, keys of the backup are put in place."""
    with tempfile.TemporaryDirectory(dir=settings.HOME) as folder:
        for name in (one for one in manifest.members if one.startswith("home/")):
            copy = Path(folder) / Path(name).name
            _extract(archive, name, copy)
            _take_in(copy, name)


def _take_in(copy: Path, name: str) -> None:
    for one in beside():
        if name == f"home/{one.name}":
            one.merge(copy)
            return
    if name == "home/audit/heads.jsonl":
        lines_merge(settings.AUDIT_DIR / copy.name, copy)
    elif name.startswith("home/audit/"):
        settings.AUDIT_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copy(copy, settings.AUDIT_DIR / copy.name)
    elif name == "home/secret.key":
        shutil.copy(copy, settings.HOME / copy.name)


def _heed(other: Path) -> None:
    """Join a list of erasures, or that of a later backup, to the one in the home folder."""
    for source in _lists_in(other):
        next(one for one in beside() if one.name == source.name).merge(source)


def _lists_in(other: Path) -> Iterator[Path]:
    names = {one.name for one in beside()}
    if other.name in names and other.is_file():
        yield other
        return
    with _opened(other) as archive, tempfile.TemporaryDirectory(dir=settings.HOME) as folder:
        for name in sorted(names & {Path(one).name for one in archive.namelist()}):
            _extract(archive, f"home/{name}", Path(folder) / name)
            yield Path(folder) / name
