"""What was worked out from the records of a workspace, kept for as long as nothing in the workspace changes.

Every change of a record adds a row to the workspace's chain of activity. So what was read at one end of the
chain still holds while that is the end, whoever changed what by whichever door.
"""

import hashlib
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache import caches
from django.core.exceptions import EmptyResultSet
from django.db.models import Model, QuerySet

from headway.core.context import Context
from headway.core.models import Activity

T = TypeVar("T")


def end_of(context: Context) -> str:
    """The hash of the last row of the chain, which no other row has; empty where nothing happened yet."""
    chain = Activity.objects.filter(workspace=context.workspace).order_by("-sequence")
    return chain.values_list("hash", flat=True).first() or ""


def kept(end: str, found: QuerySet[Model, Any], name: str, work: Callable[[], T]) -> T:
    """What `work` makes of these rows, or made of them when the chain had this end; `name` tells works apart.

    Rows are the same where the same is asked of the database, so nobody gets what only another may see. The end
    has to be read before the rows: what happens in between is then in the rows, and has an end of its own. Only
    for rows that nothing but actions change, and for what can be pickled.
    """
    key = _key(end, found, name)
    if not key:
        return work()
    held: tuple[T] | None = caches["kept"].get(key)
    if held is None:
        held = (work(),)
        caches["kept"].set(key, held)
    return held[0]


def _key(end: str, found: QuerySet[Model, Any], name: str) -> str:
    try:
        question = found.query.sql_with_params()
    except EmptyResultSet:
        return ""
    asked = hashlib.sha256(f"{name} {question!r}".encode()).hexdigest()
    return end and f"{end}:{asked}"
