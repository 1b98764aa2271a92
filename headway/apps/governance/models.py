"""The policy in force, the changes that wait for somebody's approval, and positions lent for a while."""

from django.db import models
from django.utils import timezone

from headway.core.ids import new_id
from headway.core.models import User, Workspace, WorkspaceRecord


class RightsPolicy(WorkspaceRecord):
    """One version of who may decide what; the latest is in force. Versions are only added."""

    WORK_OF_PEOPLE = models.Q()

    profile = models.CharField(max_length=40)
    text = models.TextField()
    reason = models.CharField(max_length=500)
    adopted_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta(WorkspaceRecord.Meta):
        verbose_name_plural = "rights policies"


class Approval(WorkspaceRecord):
    """A change that waits for approval: exactly what was asked, what it stands on, and who must agree."""

    WORK_OF_PEOPLE = models.Q()

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting"
        DONE = "done", "Approved and carried out"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn"
        STALE = "stale", "Overtaken by other changes"

    action = models.CharField(max_length=100)
    payload = models.JSONField(default=dict)
    title = models.CharField(max_length=500)
    words = models.JSONField(default=list)
    right = models.CharField(max_length=8)
    reach = models.JSONField(default=dict)
    state = models.CharField(max_length=64)
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=64, blank=True)
    policy = models.ForeignKey(RightsPolicy, models.PROTECT, null=True, related_name="+")
    reason = models.TextField()
    steps = models.JSONField(default=list)  # [{"label", "positions": [..]}]
    consult = models.JSONField(default=list)
    inform = models.JSONField(default=list)
    escalation = models.JSONField(default=list)  # [{"to", "after_days"}]
    escalated = models.PositiveIntegerField(default=0)
    requester = models.ForeignKey(User, models.PROTECT, related_name="+")
    channel = models.CharField(max_length=12)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    due_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closing_note = models.CharField(max_length=500, blank=True)

    class Meta(WorkspaceRecord.Meta):
        indexes = [models.Index(fields=["workspace", "status", "due_at"])]


class Vote(models.Model):
    """What one person said to an approval, and the positions the person held at that moment."""

    class Verdict(models.TextChoices):
        APPROVE = "approve", "Approve"
        REFUSE = "refuse", "Refuse"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    approval = models.ForeignKey(Approval, models.CASCADE, related_name="votes")
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    positions = models.JSONField(default=list)
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["approval", "person"], name="one_vote_each")]


class Delegation(WorkspaceRecord):
    """Positions that somebody lends to another between two dates, for changes up to a size."""

    WORK_OF_PEOPLE = models.Q()

    giver = models.ForeignKey(User, models.PROTECT, related_name="+")
    taker = models.ForeignKey(User, models.PROTECT, related_name="+")
    positions = models.JSONField(default=list)
    starts = models.DateField()
    ends = models.DateField()
    arr_minor_most = models.BigIntegerField(null=True, blank=True)
    accounts_most = models.PositiveIntegerField(null=True, blank=True)
    quarters_most = models.PositiveIntegerField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
