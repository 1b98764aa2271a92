"""The lists here: what was promised, and what was asked for."""

from headway.apps.roadmap.kinds import COMMITMENT, INVESTMENT
from headway.apps.roadmap.models import Commitment
from headway.core.lists.columns import Column, RecordList, list_add

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
