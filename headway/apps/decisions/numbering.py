"""Refs and days: the next free number of a kind of record, and what day it is where the workspace is."""

from datetime import date
from zoneinfo import ZoneInfo

from headway.core.access import rows
from headway.core.context import Context
from headway.core.models import WorkspaceRecord


def next_ref(context: Context, model: type[WorkspaceRecord], prefix: str) -> str:
    """The ref after the highest there is, such as DEC-7."""
    refs = rows(model, context).filter(ref__startswith=prefix).values_list("ref", flat=True)
    numbers = (int(ref.removeprefix(prefix)) for ref in refs if ref.removeprefix(prefix).isdecimal())
    return f"{prefix}{max(numbers, default=0) + 1}"


def today(context: Context) -> date:
    """The day it is in the workspace's time zone."""
    return context.now.astimezone(ZoneInfo(context.workspace.time_zone)).date()
