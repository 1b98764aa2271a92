"""Making a backup while people work: one file with every table, every file that rows name, and their hashes."""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from headway.core.backup.beside import audit_files, beside
from headway.core.backup.tables import files_named, kept_tables, one_moment, table_lines
from headway.core.errors import Conflict, Invalid

KIND = "headway backup 1"
ATTEMPTS_MOST = 5
# Made again when needed, or gone as soon as it is read.
PASSING = {"uploads", "exports", "events"}


@dataclass
class Manifest:
    """What a backup holds: each member with its SHA-256, each table with its rows, and the migrations it needs."""

    made_at: str
    version: str
    migrations: list[str]
    kind: str = KIND
    members: dict[str, str] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    has_keys: bool = False


class _Moved(Exception):
    """A file that rows name went or changed while it was copied."""


def migrations_of_code() -> list[str]:
    """Every migration that the installed code brings, as `app.name`."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return sorted(f"{app}.{name}" for app, name in loader.disk_migrations)


def backup_make(path: Path, now: datetime, with_keys: bool = False) -> Manifest:
    """Write a backup of everything as of one moment; others may go on working.

    Raises Invalid where the file is there already, the tables are not up to date, or its folder is missing,
    and Conflict where files kept changing while they were copied.
    """
    if path.exists():
        raise Invalid(f"There is a file {path} already; give the backup another name.")
    if not path.parent.is_dir():
        raise Invalid(f"There is no folder {path.parent} to put the backup in.")
    _refuse_behind()
    part = path.with_name(f"{path.name}.part")
    try:
        manifest = _unmoved(part, now, with_keys)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return manifest


def _unmoved(part: Path, now: datetime, with_keys: bool) -> Manifest:
    for _ in range(ATTEMPTS_MOST):
        try:
            return _written(part, now, with_keys)
        except _Moved:
            continue
    raise Conflict("Event files kept changing while they were copied; make the backup again.")


def _refuse_behind() -> None:
    applied = {f"{app}.{name}" for app, name in MigrationLoader(connection).applied_migrations}
    missing = [name for name in migrations_of_code() if name not in applied]
    if missing:
        raise Invalid(f"The tables are not up to date ({missing[0]} is missing); run headway setup first.")


def _written(part: Path, now: datetime, with_keys: bool) -> Manifest:
    manifest = Manifest(now.isoformat(), version("headway"), migrations_of_code(), has_keys=with_keys)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with (
        os.fdopen(descriptor, "wb") as stream,
        ZipFile(stream, "w", ZIP_DEFLATED, compresslevel=1) as archive,
    ):
        with one_moment():
            named = _tables(archive, manifest)
        for name, digest in sorted(named.items()):
            if _file(archive, manifest, _source(name), f"files/{name}") != digest:
                raise _Moved
        for source, name in _others(with_keys):
            _file(archive, manifest, source, name)
        archive.writestr("manifest.json", json.dumps(asdict(manifest), indent=1))
    with part.open("rb") as whole:
        os.fsync(whole.fileno())
    return manifest


def _tables(archive: ZipFile, manifest: Manifest) -> dict[str, str]:
    """Write every table; gives the files that their rows name, each with its SHA-256."""
    named: dict[str, str] = {}
    for one in kept_tables():
        lines = _counted(table_lines(one), manifest, one.label)
        _member(archive, manifest, f"tables/{one.label}.jsonl", lines)
        if one.paths:
            named |= dict(files_named(table_lines(one), one))
    return named


def _counted(lines: Iterator[bytes], manifest: Manifest, label: str) -> Iterator[bytes]:
    manifest.rows[label] = 0
    for line in lines:
        manifest.rows[label] += 1
        yield line


def _source(name: str) -> Path:
    return Path(settings.FILES_DIR) / name


def _others(with_keys: bool) -> Iterable[tuple[Path, str]]:
    """Everything else: files that no row names, and what lies beside the database.

    The list of erasures comes last, so that it has what was erased while the tables were read.
    """
    folder = Path(settings.FILES_DIR)
    for path in sorted(folder.glob("*/*/**/*")):
        if path.is_file() and path.relative_to(folder).parts[1] not in PASSING:
            yield path, f"files/{path.relative_to(folder)}"
    yield from ((path, f"home/audit/{path.name}") for path in audit_files(with_keys))
    if with_keys and (settings.HOME / "secret.key").is_file():
        yield settings.HOME / "secret.key", "home/secret.key"
    yield from (
        (settings.HOME / one.name, f"home/{one.name}")
        for one in beside()
        if (settings.HOME / one.name).is_file()
    )


def _file(archive: ZipFile, manifest: Manifest, source: Path, name: str) -> str:
    try:
        with source.open("rb") as stream:
            return _member(archive, manifest, name, iter(lambda: stream.read(1 << 20), b""))
    except FileNotFoundError as gone:
        raise _Moved from gone


def _member(archive: ZipFile, manifest: Manifest, name: str, parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    entry = ZipInfo(name)
    entry.compress_type = ZIP_STORED if name.endswith(".parquet") else ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    with archive.open(entry, "w", force_zip64=True) as target:
        for part in parts:
            digest.update(part)
            target.write(part)
    manifest.members[name] = digest.hexdigest()
    return manifest.members[name]
