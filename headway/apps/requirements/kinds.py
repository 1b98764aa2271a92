"""The kinds of records here: what is to be built."""

from headway.apps.requirements.models import BacklogItem, Prd
from headway.core.kinds import RecordKind, declare

PRD = declare(RecordKind("prd", Prd, "PRD", "PRDs", "title", page="requirements:prd"))
STORY = declare(
    RecordKind(
        "story",
        BacklogItem,
        "Backlog item",
        "Backlog items",
        "title",
        (
            "description",
            "component",
        ),
        listing="requirements:backlog",
    )
)
