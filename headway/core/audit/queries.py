"""What can be asked of the activity log: what happened, whether it is whole, and proof of it for others."""

from datetime import date, datetime
from typing import Literal

from django.db.models import QuerySet
from pydantic import Field

from headway.core.access import rows
from headway.core.answers import ActivityRow, PageQuestion
from headway.core.audit import evidence, finding, key, verifying
from headway.core.audit.canonical import digest
from headway.core.audit.finding import ActivityQuestion
from headway.core.audit.models import SignedHead
from headway.core.context import Context
from headway.core.errors import Invalid, Refused
from headway.core.models import Activity, Membership, User, Workspace
from headway.core.registry import Answer, Question, query
from headway.core.roles import ADMINS, Role

SHORT = {"summary": "", "changes": {}, "right": ""}


class ActivityList(Answer):
    rows: list[ActivityRow]
    total: int
    next: str = ""


@query("core.activity_list")
def activity_list(context: Context, question: ActivityQuestion) -> ActivityList:
    """What happened in the workspace, the latest first, for one record or for all.

    Rows carry their place in the chain and their hash; `changes` names what was changed, `right` the decision
    right by which it was decided. Raises Invalid for days the wrong way round.
    """
    return _page(finding.matching(rows(Activity, context), question, context), question)


@query("core.installation_activity_list", roles=frozenset({Role.OWNER}))
def installation_activity_list(context: Context, question: ActivityQuestion) -> ActivityList:
    """What happened outside any workspace, the latest first: sign-ins, directories, refusals at the door.

    Whoever owns every workspace sees all of it. The owner of one sees when and how its members came in, without
    the words of the rows, which may be about other workspaces. Raises Invalid when searching hidden words.
    """
    found = finding.matching(Activity.objects.filter(workspace=None), question, context)
    if _owns_all(context.actor):
        return _page(found, question)
    if question.contains:
        raise Invalid(
            "Field contains: only whoever owns every workspace can search these words; leave it out."
        )
    members = Membership.objects.filter(workspace=context.workspace).values("user")
    part = _page(found.filter(actor__in=members), question)
    return ActivityList(
        rows=[row.model_copy(update=SHORT) for row in part.rows], total=part.total, next=part.next
    )


def _owns_all(user: User) -> bool:
    owned = Membership.objects.filter(user=user, role=Role.OWNER).values("workspace")
    return not Workspace.objects.exclude(pk__in=owned).exists()


def _page(found: QuerySet[Activity], question: PageQuestion) -> ActivityList:
    total = found.count()
    at = finding.behind(question.after)
    further = found if at is None else found.filter(sequence__lt=at)
    part = list(further.select_related("actor")[: question.limit + 1])
    more = part[question.limit - 1].sequence if len(part) > question.limit else ""
    return ActivityList(rows=[_row(entry) for entry in part[: question.limit]], total=total, next=str(more))


def _row(entry: Activity) -> ActivityRow:
    return ActivityRow(
        sequence=entry.sequence,
        at=entry.at,
        actor=str(entry.actor) if entry.actor else "Headway",
        email=entry.actor.email if entry.actor else "",
        channel=entry.channel,
        action=entry.action,
        outcome=entry.outcome,
        right=str(entry.changes.get("right", "")),
        summary=entry.summary,
        subject_kind=entry.subject_kind,
        subject_id=entry.subject_id,
        changes=entry.changes,
        erased=entry.erased_at is not None,
        hash=entry.hash,
    )


class VerifyQuestion(Question):
    installation: bool = Field(False, description="The log of the installation instead; for admins.")


class AuditVerdict(Answer):
    """Whether a log is whole; if not, the first wrong row. `signed_to` is the last row that a head covers."""

    rows: int
    head: str
    whole: bool
    broken_at: int | None
    reason: str
    heads: int
    signed_to: int


@query("core.audit_verify")
def audit_verify(context: Context, question: VerifyQuestion) -> AuditVerdict:
    """Whether the activity log is whole; if not, the first row that was changed, removed or added.

    Every row, every signed head and the signed end are checked. Raises Refused for the installation's log unless
    an admin asks.
    """
    if question.installation and context.role not in ADMINS:
        raise Refused("The log of the installation is open to the roles owner and admin.")
    found = verifying.verify(None if question.installation else context.workspace)
    return AuditVerdict(
        rows=found.rows,
        head=found.head,
        whole=found.whole,
        broken_at=found.broken_at,
        reason=found.reason,
        heads=found.heads,
        signed_to=found.signed_to,
    )


class HeadRow(Answer):
    number: int
    sequence: int
    hash: str
    signed_at: datetime
    statement: str = Field(description="What is signed, byte for byte.")
    signature: str = Field(description="Ed25519 over the statement, in hexadecimal digits.")


class HeadList(Answer):
    rows: list[HeadRow]
    public_key: str = Field(description="Today's public key, Ed25519, 64 hexadecimal digits.")
    key: str = Field(description="The short name of that key, as statements give it.")


@query("core.audit_head_list")
def audit_head_list(context: Context, question: PageQuestion) -> HeadList:
    """The signed heads of the workspace's log, the latest first, and the public key to check them with."""
    found, at = rows(SignedHead, context).order_by("-number"), finding.behind(question.after)
    found = found if at is None else found.filter(number__lt=at)
    today = key.signer()
    return HeadList(
        rows=[_head(one) for one in found[: question.limit]], public_key=today.public, key=today.name
    )


def _head(one: SignedHead) -> HeadRow:
    return HeadRow(
        number=one.number,
        sequence=one.sequence,
        hash=one.hash,
        signed_at=one.signed_at,
        statement=one.statement,
        signature=one.signature,
    )


class ExportQuestion(Question):
    since: date = Field(description="The first day, in the workspace's time zone.")
    until: date = Field(description="The last day, in the workspace's time zone.")
    format: Literal["json", "csv"] = "json"


class AuditExport(Answer):
    """One file; `media_type` and `file_name` say how to keep it, `sha256` is that of the text in UTF-8."""

    file_name: str
    media_type: str
    rows: int
    sha256: str
    text: str


@query("core.audit_export", roles=ADMINS)
def audit_export(context: Context, question: ExportQuestion) -> AuditExport:
    """The rows of whole days as evidence for somebody outside, as a JSON or CSV file with the proof in it.

    headway/core/audit/check_export.py checks such a file without Headway. Raises NotFound where nothing happened,
    Invalid for more than 20,000 rows, Conflict where the log is not whole there.
    """
    document = evidence.document_of(context, question.since, question.until)
    text = evidence.as_csv(document) if question.format == "csv" else evidence.as_json(document)
    return AuditExport(
        file_name=f"activity-{context.workspace.slug}-{question.since}-{question.until}.{question.format}",
        media_type="text/csv" if question.format == "csv" else "application/json",
        rows=len(document["rows"]),
        sha256=digest(text),
        text=text,
    )
