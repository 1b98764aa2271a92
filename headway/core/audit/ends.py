"""The signed end of each chain: what makes a row taken off or put on behind the last one show at once."""

from uuid import UUID

from headway.core.audit.key import sign, signer
from headway.core.audit.models import ChainEnd
from headway.core.models import Activity, Workspace

INSTALLATION = UUID(int=0)


def mark(entry: Activity) -> None:
    """Sign that the chain ends with this row now; the caller holds the chain's lock in a transaction."""
    end = ChainEnd(
        pk=entry.workspace_id or INSTALLATION,
        workspace=entry.workspace,
        sequence=entry.sequence,
        hash=entry.hash,
        key=signer().name,
    )
    end.signature = sign(end.statement)
    end.save()


def end_of(workspace: Workspace | None) -> ChainEnd | None:
    """Where a chain is signed to end; None before its first row."""
    return ChainEnd.objects.filter(pk=workspace.pk if workspace else INSTALLATION).first()
