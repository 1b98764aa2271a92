"""Small segments made into larger ones, so that a question opens few files however often events come in."""

import os
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from django.db import transaction

from headway.apps.analytics.compacting import segment_list
from headway.apps.analytics.models import EventSegment
from headway.apps.analytics.store import Written, connection, sealed, segments_sql
from headway.core.models import Workspace

# Sorting has to fit into the memory that DuckDB is allowed.
ROWS_MOST = 500_000
SMALL_ROWS = ROWS_MOST // 2


def merge_all() -> int:
    """Merge the small segments of every workspace; gives how many segments fewer there are."""
    return sum(merge(workspace) for workspace in Workspace.objects.order_by("pk"))


def merge(workspace: Workspace) -> int:
    """Merge the small segments of each source; gives how many segments fewer there are.

    What an import brought stays by itself, since it can be taken back.
    """
    small = EventSegment.objects.filter(workspace=workspace, import_run=None, rows__lt=SMALL_ROWS)
    by_source = groupby(small.order_by("source", "id"), key=lambda one: one.source)
    groups = [group for _, some in by_source for group in _groups(list(some)) if len(group) > 1]
    return sum(_merged(workspace, group) for group in groups)


def _groups(small: Sequence[EventSegment]) -> Iterator[list[EventSegment]]:
    group: list[EventSegment] = []
    for one in small:
        if group and sum(part.rows for part in group) + one.rows > ROWS_MOST:
            yield group
            group = []
        group.append(one)
    yield group


def _merged(workspace: Workspace, group: Sequence[EventSegment]) -> int:
    written = _written(group)
    for one in group:
        # Files are swept an hour after they were last needed.
        os.utime(one.path)
    listed = EventSegment.objects.filter(workspace=workspace, path__in=[one.path for one in group])
    try:
        with transaction.atomic():
            Workspace.objects.select_for_update().get(pk=workspace.pk)
            # An erasure meanwhile has written some of them anew.
            if listed.count() != len(group):
                written.path.unlink()
                return 0
            listed.delete()
            segment_list(workspace, group[0].source, written, max(one.created_at for one in group))
    except BaseException:
        written.path.unlink(missing_ok=True)
        raise
    return len(group) - 1


def _written(group: Sequence[EventSegment]) -> Written:
    paths = [one.path for one in group]
    with connection() as session:
        session.execute(
            f"""CREATE TABLE fresh AS SELECT * FROM {segments_sql(paths, is_mixed=True)}
            ORDER BY person, at_us, key"""  # nosec B608 # noqa: S608 - our own file names, quoted
        )
        return sealed(session, Path(paths[0]).parent, sum(one.rows for one in group), [])
