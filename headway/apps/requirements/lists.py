"""The lists here: backlog items and documents."""

from headway.apps.requirements.kinds import PRD, STORY
from headway.apps.requirements.models import Prd
from headway.core.lists.columns import Column, RecordList, list_add

STORIES = list_add(
    RecordList(
        STORY,
        (
            Column("title", "Title", editable=True, filled=True),
            Column("kind", "Kind", varied=True, editable=True),
            Column("status", "Status", varied=True, editable=True),
            Column("priority", "Priority", varied=True, editable=True),
            Column("points", "Points", "number", editable=True),
            Column("component", "Component", varied=True, editable=True),
            Column("labels", "Labels", "choices", editable=True),
            Column("initiative", "Initiative", "record", record="initiative", action="requirements.item_link"),
            Column("position", "Position", "number", unsummed=True, shown=False,
                   action="requirements.backlog_order"),
            Column("description", "Description", "long_text", editable=True, shown=False),
            Column("opened", "Opened", "moment", path="opened_at", shown=False),
            Column("updated", "Updated", "moment", path="updated_at", shown=False),
            Column("closed", "Closed", "moment", path="closed_at", shown=False),
        ),
    )
)  # fmt: skip
PRDS = list_add(
    RecordList(
        PRD,
        (
            Column("title", "Title"),
            Column("initiative", "Initiative", "record", record="initiative"),
            Column(
                "status",
                "Status",
                "choice",
                choices=tuple(Prd.Status.choices),
                action="requirements.status_set",
            ),
            Column("author", "Author", "person"),
            Column("updated", "Updated", "moment", path="updated_at"),
            Column("generated", "Drafted by software", "flag", shown=False),
        ),
    )
)
