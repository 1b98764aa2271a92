"""Which index is current, who makes it, and when it goes.

An index is named by what it was made of, so that one that is out of date is never read. It lies outside the files
that are backed up: it can always be made again.
"""

import fcntl
import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Max

from headway.apps.analytics.index.naming import BYS, FACTS, PEOPLE, By, whole
from headway.apps.analytics.models import EventSegment, PersonAlias
from headway.core.holdings import file_destroy
from headway.core.ids import new_id
from headway.core.models import Workspace

if TYPE_CHECKING:
    from headway.apps.analytics.index.columns import Index

# Indexes of another form are made anew.
FORM = 3
# Fewer events are read from their segments in about the time that an index of them would take to open.
ROWS_LEAST = 300_000


def _indexes() -> Path:
    return Path(settings.HOME) / "index"


def index_folder(workspace: UUID) -> Path:
    return _indexes() / str(workspace)


def index_of(workspace: Workspace, by: By) -> "Index | None":
    """The current index of a workspace, made first where there is none; None where its events are few."""
    from headway.apps.analytics.index.columns import index_open  # noqa: PLC0415 - loads numerical libraries

    segments = _segments(workspace)
    if sum(rows for _, _, rows in segments) < ROWS_LEAST:
        return None
    folder = index_folder(workspace.pk)
    name = _name(workspace, by, segments)
    if not (folder / name / FACTS).exists():
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            if not (folder / name / FACTS).exists():
                _made(workspace, by, folder, name, [path for path, _, _ in segments])
    return index_open(folder / name)


def _segments(workspace: Workspace) -> list[tuple[str, str, int]]:
    found = EventSegment.objects.filter(workspace=workspace).order_by("id")
    return list(found.values_list("path", "sha256", "rows"))


def _name(workspace: Workspace, by: By, segments: list[tuple[str, str, int]]) -> str:
    """What an index by persons or accounts is made of; every change of who is whom adds an alias or takes one."""
    ties = PersonAlias.objects.filter(workspace=workspace).aggregate(Count("pk"), Max("created_at"))
    made_of = repr((FORM, segments, sorted(ties.items()) if by == "person" else ""))
    return f"{by}-{hashlib.sha256(made_of.encode()).hexdigest()[:32]}"


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Nobody else makes an index of the workspace meanwhile."""
    with (folder / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _made(workspace: Workspace, by: By, folder: Path, name: str, segments: list[str]) -> None:
    from headway.apps.analytics.index.building import index_build  # noqa: PLC0415 - loads numerical libraries

    part = folder / f"part-{new_id()}"
    part.mkdir()
    ties = PersonAlias.objects.filter(workspace=workspace).values_list("alias", "person")
    try:
        index_build(segments, dict(ties.iterator()) if by == "person" else {}, by, part)
        part.replace(folder / name)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    _others_removed(folder, by, name)


def _others_removed(folder: Path, by: By, name: str) -> None:
    for old in folder.glob(f"{by}-*"):
        if old.name != name:
            _destroyed(old)


def remembered(workspace: Workspace, name: str, work: Callable[[], Any]) -> Any:
    """What `work` finds of the events of a workspace (JSON), kept under a name beside the index and as long as it;
    where there is no index it is worked out each time."""
    index = index_of(workspace, "person")
    if index is None:
        return work()
    path = index.folder / f"known-{name}.json"
    if path.exists():
        return json.loads(path.read_text())
    found = work()
    whole(path, lambda part: part.write_text(json.dumps(found)))
    return json.loads(json.dumps(found))


def indexes_drop(workspace: Workspace) -> None:
    """Leave nothing of any index of a workspace on the disk; the next question makes a new one."""
    folder = index_folder(workspace.pk)
    if folder.exists():
        with _alone(folder):
            for one in folder.iterdir():
                if one.is_dir():
                    _destroyed(one)


def _destroyed(folder: Path) -> None:
    # Numbers are only let go of: who is reading them at this moment goes on to the end.
    for path in (folder / PEOPLE, *folder.glob("*.json")):
        file_destroy(path)
    shutil.rmtree(folder, ignore_errors=True)


def indexes_keep() -> int:
    """Bring up to date the indexes that somebody asked for, and let go of those of no use; gives how many there are."""
    kept, workspaces = 0, {str(one.pk): one for one in Workspace.objects.all()}
    for folder in sorted(_indexes().glob("*")):
        workspace = workspaces.get(folder.name)
        if workspace is None:
            shutil.rmtree(folder)
        else:
            kept += sum(_kept(workspace, folder, by) for by in BYS if any(folder.glob(f"{by}-*")))
    return kept


def _kept(workspace: Workspace, folder: Path, by: By) -> bool:
    index = index_of(workspace, by)
    with _alone(folder):
        _others_removed(folder, by, index.folder.name if index else "")
        # Whoever was making one holds the lock, or was stopped on the way.
        for part in folder.glob("part-*"):
            shutil.rmtree(part)
    return index is not None
