"""The tracker's tickets from a file in the form of a Jira CSV export, whose headers repeat."""

from collections.abc import Sequence

from headway.apps.requirements.models import BacklogItem
from headway.core.context import Context
from headway.core.imports.columns import Column, Row, moment, number, text
from headway.core.imports.registry import Build, Fields, Importer, importer_add
from headway.core.models import ImportRun

BLOCKED_BY, BLOCKS = "Inward issue link (Blocks)", "Outward issue link (Blocks)"


def backlog_prepared(context: Context, run: ImportRun, parsed: Sequence[Row]) -> Build:
    """A link between two tickets of the file is told by either of them; it is kept on the one that blocks."""
    blocked: dict[str, set[str]] = {}
    for row in parsed:
        key = row.values["Issue key"]
        blocked.setdefault(key, set()).update(row.values[BLOCKS])
        for blocker in row.values[BLOCKED_BY]:
            blocked.setdefault(blocker, set()).add(key)
    return lambda row: _fields(row, sorted(blocked[row.values["Issue key"]]))


def _fields(row: Row, blocks: list[str]) -> Fields:
    values = row.values
    return {
        "title": values["Summary"],
        "kind": values["Issue Type"],
        "status": values["Status"],
        "priority": values["Priority"],
        "description": values["Description"],
        "labels": values["Labels"],
        "component": values["Component/s"],
        "blocks": blocks,
        "points": values["Custom field (Story Points)"],
        "opened_at": values["Created"],
        "updated_at": values["Updated"],
        "closed_at": values["Resolved"],
    }


importer_add(
    Importer(
        kind="backlog",
        file_name="backlog.csv",
        model=BacklogItem,
        key="Issue key",
        columns=(
            Column(
                "Summary",
                text(500),
                needed=True,
                filled=True,
                aliases=("title",),
                example="Show why it failed",
            ),
            Column(
                "Issue key",
                text(60),
                needed=True,
                filled=True,
                aliases=("work item key", "key"),
                example="ACME-1",
            ),
            Column("Issue Type", text(40), aliases=("work type", "type"), example="Story"),
            Column("Status", text(40), example="To Do"),
            Column("Priority", text(40), example="Medium"),
            Column("Description", text(100_000, keep=True), example="h3. Acceptance criteria"),
            Column("Labels", text(200), repeats=True, aliases=("label",), example="payments"),
            Column("Component/s", text(120), aliases=("components",), example="Payments"),
            Column(BLOCKED_BY, text(60), repeats=True, example="ACME-2"),
            Column(BLOCKS, text(60), repeats=True, example="ACME-3"),
            Column(
                "Custom field (Story Points)",
                number(0),
                aliases=("custom field (story point estimate)", "story points"),
                example="3",
            ),
            Column("Created", moment, example="02/Apr/26 9:15 AM"),
            Column("Updated", moment, example="02/Apr/26 9:15 AM"),
            Column("Resolved", moment, example=""),
        ),
        prepare=backlog_prepared,
        order=10,
        doc="Tickets of the tracker, as Jira exports them.",
    )
)
