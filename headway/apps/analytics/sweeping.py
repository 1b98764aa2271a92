"""Files of events that nothing needs any more: logs that were read, segments that nothing lists."""

import time
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from headway.apps.analytics.compacting import compact, segment_paths
from headway.apps.analytics.inbox import OPEN, inbox_dir
from headway.apps.analytics.keys import keys_path
from headway.apps.analytics.models import InboxLog
from headway.core.holdings import file_destroy
from headway.core.models import Workspace

# A backup reads tables first and files after; what it has seen a row of must still be there.
KEPT = timedelta(hours=1)


def sweep_all(now: datetime) -> int:
    """Remove what has not been needed for an hour, in every workspace; gives how many files."""
    return sum(sweep(workspace, now) for workspace in Workspace.objects.order_by("pk"))


def sweep(workspace: Workspace, now: datetime) -> int:
    """Remove what has not been needed for an hour; gives how many files."""
    read = list(InboxLog.objects.filter(workspace=workspace, read_at__lt=now - KEPT))
    gone = [path for one in read if (path := _log(workspace, one.name)).exists()]
    gone += [path for path in inbox_dir(workspace.pk).glob(f"*{OPEN}") if _is_old(path) and not _size(path)]
    listed = set(segment_paths(workspace))
    folder = Path(settings.FILES_DIR) / str(workspace.pk) / "events"
    kept = listed | {str(keys_path(one)) for one in listed}
    gone += [path for path in folder.glob("*.*") if str(path) not in kept and _is_old(path)]
    for path in gone:
        file_destroy(path)
    # The mark goes after its log: a log without a mark would be read again.
    InboxLog.objects.filter(pk__in=[one.pk for one in read]).delete()
    return len(gone)


def _log(workspace: Workspace, name: str) -> Path:
    return inbox_dir(workspace.pk) / name


def _is_old(path: Path) -> bool:
    return time.time() - path.stat().st_mtime > KEPT.total_seconds()


def _size(path: Path) -> int:
    return path.stat().st_size


def drained(workspace: Workspace, now: datetime) -> list[Path]:
    """Bring everything that waits into segments; gives the logs, which hold nothing more that is needed."""
    compact(workspace, now)
    names = InboxLog.objects.filter(workspace=workspace).values_list("name", flat=True)
    return [path for name in names if (path := _log(workspace, name)).exists()]
