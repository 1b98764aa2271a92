"""The lists here: what was promised, what was asked for, and when initiatives come."""

from headway.apps.prioritisation.lists import INITIATIVES
from headway.apps.roadmap.kinds import COMMITMENT, INVESTMENT
from headway.apps.roadmap.models import Commitment
from headway.apps.roadmap.promised import CHOICES, commitment, ends, starts
from headway.core.lists.columns import Column, RecordList, columns_add, list_add

COMMITMENTS = list_add(
    RecordList(
        COMMITMENT,
        (
            Column("obligation", "Obligation"),
            Column("account", "Account", "record", record="account"),
            Column("due", "Due", "date"),
            Column("state", "State", "choice", choices=tuple(Commitment.State.choices),
                   action="roadmap.commitment_settle"),
            Column("initiative", "Initiative", "record", record="initiative"),
            Column("owner", "Owner", "person"),
            Column("contract", "Contract", shown=False),
            Column("arr", "ARR of the account", "money", path="account__arr_minor", unsummed=True, shown=False),
            Column("settled", "Settled", "moment", path="settled_at", shown=False),
            Column("note", "Note", shown=False),
        ),
    )
)  # fmt: skip
INVESTMENTS = list_add(
    RecordList(
        INVESTMENT,
        (
            Column("title", "Title"),
            Column("amount", "Amount", "money", path="amount_minor", currency="currency"),
            Column("quarters", "Quarters", "choices"),
            Column("author", "Asked by", "person"),
            Column("business_case", "Business case", "long_text", shown=False),
        ),
    )
)
FREEZE = "roadmap.plan_freeze"
columns_add(
    INITIATIVES,
    Column(
        "starts", "Starts in quarter", expression=starts, varied=True, shown=False, action="roadmap.item_move"
    ),
    Column(
        "ends",
        "Ends by quarter or day",
        expression=ends,
        varied=True,
        shown=False,
        action="roadmap.item_move",
    ),
    Column(
        "commitment",
        "Commitment",
        "choice",
        expression=commitment,
        choices=CHOICES,
        shown=False,
        action=FREEZE,
    ),
)
