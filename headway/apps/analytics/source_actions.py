"""Who may send events: sources with write keys, made and made useless."""

from pydantic import Field

from headway.apps.analytics.models import EventSource
from headway.core.access import row, rows
from headway.core.actions import ref_of
from headway.core.answers import RecordRef
from headway.core.context import Context
from headway.core.errors import Conflict
from headway.core.models import token_hash
from headway.core.registry import SECRET, Answer, Done, Question, action
from headway.core.roles import ADMINS


class SourceAdd(Question):
    name: str = Field(min_length=1, max_length=100, description="What sends, such as web or ios.")


class SourceKey(Answer):
    ref: str
    name: str
    key: str = Field(description="Shown once; only its hash is kept.", json_schema_extra=SECRET)


@action("analytics.source_add", roles=ADMINS)
def source_add(context: Context, question: SourceAdd) -> Done[SourceKey]:
    """Make a source of events with a write key that SDKs send along. Raises Conflict for a name that is taken."""
    name = question.name.strip()
    if rows(EventSource, context).filter(name=name).exists():
        raise Conflict(f"There is a source {name!r} already; choose another name.")
    key = EventSource.new_secret()
    source = EventSource.objects.create(
        workspace=context.workspace,
        ref=f"SRC-{rows(EventSource, context).count() + 1:02d}",
        name=name,
        hash=token_hash(key),
        created_at=context.now,
    )
    return Done(SourceKey(ref=source.ref, name=name, key=key), f"Made the event source {name!r}", source)


class SourceRevoke(Question):
    ref: str = Field(description="The source, such as SRC-01.")


@action("analytics.source_revoke", roles=ADMINS, destructive=True)
def source_revoke(context: Context, question: SourceRevoke) -> Done[RecordRef]:
    """Take a source's write key out of use, within seconds; the events it sent stay."""
    source = row(EventSource, context, question.ref)
    if source.revoked_at is None:
        source.revoked_at = context.now
        source.save(update_fields=["revoked_at"])
    return Done(ref_of(source, source.name), f"Revoked the event source {source.name!r}", source)
