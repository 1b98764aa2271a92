"""The lists here: initiatives, and what we said no to."""

from collections.abc import Callable
from typing import Any

from django.db.models import OuterRef, Subquery

from headway.apps.prioritisation.kinds import DECLINED, INITIATIVE
from headway.apps.prioritisation.models import DeclinedRequest, Initiative, Score
from headway.core.access import rows
from headway.core.context import Context
from headway.core.lists.columns import Column, RecordList, list_add

MOSCOW = (("must", "Must"), ("should", "Should"), ("could", "Could"), ("wont", "Won't"))
SCORE = "prioritisation.score_run"


def _score(name: str) -> Callable[[Context], Any]:
    """A value of the latest RICE score of an initiative."""

    def found(context: Context) -> Subquery:
        scores = rows(Score, context).filter(initiative=OuterRef("pk"), framework="RICE")
        return Subquery(scores.order_by("-as_of").values(name)[:1])

    return found


INITIATIVES = list_add(
    RecordList(
        INITIATIVE,
        (
            Column("title", "Title", editable=True, filled=True),
            Column("rank", "Rank", "number", unsummed=True, action=SCORE),
            Column("score", "RICE score", "number", expression=_score("p50"), unsummed=True, action=SCORE),
            Column("nature", "Nature", "choice", choices=tuple(Initiative.Nature.choices), editable=True,
                   filled=True),
            Column("moscow", "MoSCoW", "choice", choices=MOSCOW, editable=True),
            Column("earliest", "Earliest quarter", path="earliest_quarter", varied=True,
                   action="prioritisation.initiative_save"),
            Column("deadline", "Deadline", "date", editable=True),
            Column("mandatory", "Mandatory", "flag", path="is_mandatory", editable=True),
            Column("topics", "Topics", "choices", action="prioritisation.initiative_save", shown=False),
        ),
        sort=("rank",),
    )
)  # fmt: skip
DECLINED_REQUESTS = list_add(
    RecordList(
        DECLINED,
        (
            Column("asked", "Asked for"),
            Column("reason", "Reason", "long_text"),
            Column("objective", "Objective", "record", record="objective"),
            Column("fit", "Fit", "choice", choices=tuple(DeclinedRequest.Fit.choices)),
            Column("revisit_on", "Look again on", "date"),
            Column("revisit_when", "Look again when", shown=False),
            Column("reply", "Reply", "long_text", shown=False),
            Column("author", "Said by", "person"),
        ),
    )
)
