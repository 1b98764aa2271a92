"""Which index is current, who makes it, and when it goes.

An index is named by what it was made of, so that one that is out of date is never read. It lies outside the files
that are backed up: it can always be made again.
"""

import fcntl
import hashlib
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Max
from django.utils import timezone

from headway.apps.analytics.index.naming import BYS, FACTS, PEOPLE, UNTIED, By, Ties
from headway.apps.analytics.models import EventSegment, PersonAlias
from headway.core.holdings import file_destroy
from headway.core.ids import new_id
from headway.core.models import Workspace

if TYPE_CHECKING:
    from headway.apps.analytics.index.columns import Index
    from headway.apps.analytics.index.extending import Extended

# Indexes of another form are made anew.
FORM = 4
ADDED, ADDING = "added-", "lock-added"
# One event in so many may have come after an index was made before a question makes it anew, or a worker does.
ADDED_LEAST, RENEWED_LEAST = 4, 50
IDS_AT_ONCE = 500
# Fewer events are read from their segments in about the time that an index of them would take to open.
ROWS_LEAST = 300_000


def _indexes() -> Path:
    return Path(settings.HOME) / "index"


def index_folder(workspace: UUID) -> Path:
    return _indexes() / str(workspace)


@dataclass(frozen=True)
class _State:
    """What an index by persons or accounts is made of: the segments in order, and who is whom."""

    workspace: Workspace
    by: By
    segments: list[tuple[str, str, int]]
    ties: Ties

    @property
    def name(self) -> str:
        made_of = repr((FORM, self.segments, self.ties))
        return f"{self.by}-{FORM}-{hashlib.sha256(made_of.encode()).hexdigest()[:32]}"

    @property
    def paths(self) -> list[str]:
        return [path for path, _, _ in self.segments]

    @property
    def rows(self) -> int:
        return sum(rows for _, _, rows in self.segments)


def _state(workspace: Workspace, by: By) -> _State:
    found = EventSegment.objects.filter(workspace=workspace).order_by("id")
    segments = list(found.values_list("path", "sha256", "rows"))
    return _State(workspace, by, segments, _ties(workspace) if by == "person" else UNTIED)


def _ties(workspace: Workspace) -> Ties:
    """Every change of who is whom adds an alias or takes one."""
    found = PersonAlias.objects.filter(workspace=workspace).aggregate(
        many=Count("pk"), last=Max("created_at")
    )
    return found["many"], found["last"].isoformat() if found["last"] else ""


def index_of(workspace: Workspace, by: By) -> "Index | Extended | None":
    """The current index of a workspace; None where its events are few.

    What came in since an index was made goes beside it; where there is none to go on from it is made first.
    """
    from headway.apps.analytics.index.columns import index_open  # noqa: PLC0415 - loads numerical libraries

    state = _state(workspace, by)
    if state.rows < ROWS_LEAST:
        return None
    folder = index_folder(workspace.pk)
    if not (folder / state.name / FACTS).exists():
        found = _extended(state, folder)
        if found is not None:
            return found
        _made(state, folder)
    return index_open(folder / state.name)


@contextmanager
def _alone(folder: Path, lock: str = "lock") -> Iterator[None]:
    """Nobody else makes an index of the workspace meanwhile, or with the lock ADDING puts anything beside one."""
    with (folder / lock).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _made(state: _State, folder: Path) -> None:
    """Make an index of everything, unless somebody else did."""
    from headway.apps.analytics.index.building import index_build  # noqa: PLC0415 - loads numerical libraries
    from headway.apps.analytics.index.properties import property_column  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        if (folder / state.name / FACTS).exists():
            return
        aliases = PersonAlias.objects.filter(workspace=state.workspace).values_list("alias", "person")
        with _part(folder) as part:
            ties = dict(aliases.iterator()) if state.by == "person" else {}
            index = index_build(state.paths, ties, state.by, part, state.ties)
            for name, pointer in _properties(folder, state.by):
                property_column(index, name, pointer)
            part.replace(folder / state.name)
        _others_removed(folder, state.by, state.name)


@contextmanager
def _part(folder: Path) -> Iterator[Path]:
    """A folder to be filled and then put into its place; nothing of it stays where it lay."""
    part = folder / f"part-{new_id()}"
    part.mkdir()
    try:
        yield part
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _properties(folder: Path, by: By) -> list[tuple[str, str]]:
    """Which properties somebody asked for of the indexes there are."""
    from headway.apps.analytics.index.columns import properties_known  # noqa: PLC0415

    found = {one for old in folder.glob(f"{by}-*") for one in properties_known(old)}
    return sorted(found)


def _extended(state: _State, folder: Path) -> "Extended | None":
    """The largest index that the segments hold all of, with what came since; None where none can be gone on from."""
    from headway.apps.analytics.index.extending import extended_open  # noqa: PLC0415

    base = _base(state, folder)
    if base is None:
        return None
    added = base.folder / f"{ADDED}{state.name}"
    if not (added / FACTS).exists():
        with _alone(folder, ADDING):
            if not (added / FACTS).exists() and not _added(state, base, added):
                return None
    return extended_open(base, added)


def _base(state: _State, folder: Path) -> "Index | None":
    from headway.apps.analytics.index.columns import index_open  # noqa: PLC0415

    paths, found = set(state.paths), []
    # One that an earlier version made is of another form, and cannot be read.
    for one in folder.glob(f"{state.by}-{FORM}-*/{FACTS}"):
        with suppress(FileNotFoundError):
            found.append(index_open(one.parent))
    fitting = [one for one in found if paths.issuperset(one.facts.segments)]
    base = max(fitting, key=lambda one: one.facts.stored, default=None)
    if base is None or (state.rows - base.facts.stored) * ADDED_LEAST > state.rows:
        return None
    return base


def _added(state: _State, base: "Index", added: Path) -> bool:
    """Put what came since beside an index, going on from what was put there before; gives whether that can be done."""
    from headway.apps.analytics.index.columns import facts_read  # noqa: PLC0415
    from headway.apps.analytics.index.extending import Since, extended_build  # noqa: PLC0415

    before = [(path, facts_read(path)) for path in base.folder.glob(f"{ADDED}*")]
    fitting = [one for one in before if set(state.paths).issuperset(one[1].segments)]
    earlier, facts = max(fitting, key=lambda one: one[1].stored, default=(None, base.facts))
    fresh = _fresh(state, facts.ties)
    if fresh is None:
        return False
    with _part(base.folder.parent) as part:
        since = Since(state.paths, fresh, state.ties, lambda ids: _whose(state, ids))
        if extended_build(base, earlier, since, part) is None:
            return False
        part.replace(added)
    for old, _ in before:
        _destroyed(old)
    return True


def _fresh(state: _State, since: Ties) -> dict[str, str] | None:
    """The aliases made since there were such ones; None where others went or changed, which those do not tell."""
    if state.by != "person" or state.ties == since:
        return {}
    rows = PersonAlias.objects.filter(
        workspace=state.workspace, created_at__lte=state.ties[1] or timezone.now()
    )
    rows = rows.filter(created_at__gt=since[1]) if since[1] else rows
    found = dict(rows.values_list("alias", "person"))
    return found if since[0] + len(found) == state.ties[0] else None


def _whose(state: _State, ids: Collection[str]) -> dict[str, str]:
    """Whom some ids stand for by now, those that stand for another."""
    if state.by != "person" or not state.ties[0]:
        return {}
    wanted: list[str] = sorted(ids)
    found: dict[str, str] = {}
    for start in range(0, len(wanted), IDS_AT_ONCE):
        some = PersonAlias.objects.filter(
            workspace=state.workspace, alias__in=wanted[start : start + IDS_AT_ONCE]
        )
        found |= dict(some.values_list("alias", "person"))
    return found


def _others_removed(folder: Path, by: By, name: str) -> None:
    for old in folder.glob(f"{by}-*"):
        if old.name != name:
            _destroyed(old)


def indexes_drop(workspace: Workspace) -> None:
    """Leave nothing of any index of a workspace on the disk; the next question makes a new one."""
    folder = index_folder(workspace.pk)
    if folder.exists():
        with _alone(folder), _alone(folder, ADDING):
            for one in folder.iterdir():
                if one.is_dir():
                    _destroyed(one)


def _destroyed(folder: Path) -> None:
    # Numbers are only let go of: who is reading them at this moment goes on to the end.
    for path in (*folder.rglob(PEOPLE), *folder.rglob("*.json")):
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
    state = _state(workspace, by)
    index = index_of(workspace, by)
    if index and (index.facts.stored - _base_of(index).facts.stored) * RENEWED_LEAST > index.facts.stored:
        _made(state, folder)
        index = index_of(workspace, by)
    with _alone(folder):
        _others_removed(folder, by, _base_of(index).folder.name if index else "")
        with _alone(folder, ADDING):
            # Whoever was making one holds a lock, or was stopped on the way.
            for part in folder.glob("part-*"):
                shutil.rmtree(part)
    return index is not None


def _base_of(index: "Index | Extended") -> "Index":
    return index.base
