"""Files of a workspace other than its events and tables: uploads that were left and what was made to be taken away."""

import gzip
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from headway.core.holdings import Subject, Treatment, file_destroy
from headway.core.models import Workspace

EVENTS = {"events", "inbox", "metrics"}


class FileHolding:
    """A file that mentions the person goes as a whole: it was made from rows that can be made into one again."""

    name = "files"
    retained = "exports"

    def find(self, workspace: Workspace, subject: Subject) -> int:
        return len(list(_about(workspace, subject)))

    def export(self, workspace: Workspace, subject: Subject) -> Iterator[dict[str, Any]]:
        for path in _about(workspace, subject):
            yield {
                "file": _name(path, workspace),
                "bytes": path.stat().st_size,
                "at": _made(path).isoformat(),
            }

    def erase(self, workspace: Workspace, subject: Subject) -> int:
        return _destroyed(list(_about(workspace, subject)))

    def old(self, workspace: Workspace, source: str, before: datetime, treatment: Treatment) -> int:
        return len(_before(workspace, source, before))

    def expire(self, workspace: Workspace, source: str, before: datetime, treatment: Treatment) -> int:
        return _destroyed(_before(workspace, source, before))


def folder_of(workspace: Workspace) -> Path:
    return Path(settings.FILES_DIR) / str(workspace.pk)


def _files(workspace: Workspace) -> list[Path]:
    folder = folder_of(workspace)
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [path for path in found if path.relative_to(folder).parts[0] not in EVENTS]


def _about(workspace: Workspace, subject: Subject) -> Iterator[Path]:
    return (path for path in _files(workspace) if _mentions(path, subject))


def _mentions(path: Path, subject: Subject) -> bool:
    return subject.mentions(path.name) or any(subject.mentions(line) for line in _text(path).splitlines())


def _text(path: Path) -> str:
    content = path.read_bytes()
    if content.startswith(b"\x1f\x8b"):
        try:
            content = gzip.decompress(content)
        except (OSError, EOFError, zlib.error):
            return ""
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    return content.decode("utf-16" if wide else "utf-8", errors="replace")


def _before(workspace: Workspace, source: str, before: datetime) -> list[Path]:
    return [] if source else [path for path in _files(workspace) if _made(path) < before]


def _made(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _name(path: Path, workspace: Workspace) -> str:
    return str(path.relative_to(folder_of(workspace)))


def _destroyed(paths: list[Path]) -> int:
    for path in paths:
        file_destroy(path)
    return len(paths)
