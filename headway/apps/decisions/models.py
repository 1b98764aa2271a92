"""What has to be decided and what was, what can go wrong, what was asked of others, and where people meet."""

from datetime import datetime

from django.db import models
from django.utils import timezone

from headway.apps.discovery.models import Problem
from headway.apps.prioritisation.models import Initiative
from headway.apps.requirements.models import Prd
from headway.core.ids import new_id
from headway.core.models import User, Workspace, WorkspaceRecord


class Decision(WorkspaceRecord):
    """A question with its options, who decides it, and what came of it; kept when it is overtaken."""

    WORK_OF_PEOPLE = models.Q()

    class Kind(models.TextChoices):
        GENERAL = "general", "General"
        SOLUTION_TRADEOFF = "solution_tradeoff", "Solution trade-off"
        CONFLICT = "conflict", "Conflict"
        EXCEPTION = "exception", "Exception"

    class State(models.TextChoices):
        OPEN = "open", "Open"
        DECIDED = "decided", "Decided"
        REVISIT_DUE = "revisit_due", "Due for a second look"
        SUPERSEDED = "superseded", "Superseded"
        REVERSED = "reversed", "Reversed"

    IN_FORCE = (State.DECIDED, State.REVISIT_DUE)

    question = models.CharField(max_length=500)
    background = models.TextField(blank=True)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.GENERAL)
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    options = models.JSONField(
        default=list
    )  # [{"key", "title", "words", "pros", "cons", "scores": {criterion: 0-5}}]
    criteria = models.JSONField(default=list)  # [{"name", "weight"}]
    parties = models.JSONField(default=list)  # of a conflict: [{"party", "position", "interest"}]
    problem = models.ForeignKey(Problem, models.SET_NULL, null=True, blank=True, related_name="decisions")
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decider = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    consulted = models.ManyToManyField(User, related_name="+", blank=True)
    due = models.DateField(null=True, blank=True)
    choice = models.CharField(max_length=4, blank=True)
    outcome = models.TextField(blank=True)
    trade_off = models.TextField(blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    revisit_on = models.DateField(null=True, blank=True)
    condition = models.JSONField(default=dict, blank=True)  # {"metric", "of", "comparison", "value"}
    reading = models.JSONField(default=dict, blank=True)  # the last one: {"value", "unit", "reason", "at"}
    revisit_reason = models.CharField(max_length=500, blank=True)
    superseded_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="supersedes"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closing_reason = models.CharField(max_length=500, blank=True)

    class Meta(WorkspaceRecord.Meta):
        indexes = [models.Index(fields=["workspace", "state", "due"])]

    @property
    def identified_at(self) -> datetime:
        """When it became known that there is something to decide: with its problem, else with its question."""
        return self.problem.created_at if self.problem else self.created_at


class Dissent(models.Model):
    """That somebody sees a decision otherwise, and why; never taken back, only answered."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    decision = models.ForeignKey(Decision, models.CASCADE, related_name="dissents")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    words = models.CharField(max_length=2000)
    at = models.DateTimeField(default=timezone.now)


class Recommendation(WorkspaceRecord):
    """Something a product manager may ask for and give reasons for, and others decide."""

    WORK_OF_PEOPLE = models.Q()

    class Kind(models.TextChoices):
        BUDGET = "budget", "Budget"
        VENDOR = "vendor", "Vendor or tool"
        HIRE = "hire", "Hire"
        ARCHITECTURE = "architecture", "Architecture"

    class State(models.TextChoices):
        SENT = "sent", "Sent"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.SENT)
    title = models.CharField(max_length=300)
    rationale = models.TextField()
    amount_minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    scorecard = models.JSONField(default=list, blank=True)  # of a hire: [{"area", "mark", "quote"}]
    outcomes = models.JSONField(default=list, blank=True)
    constraints = models.JSONField(default=list, blank=True)
    alternatives = models.JSONField(default=list, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answer = models.CharField(max_length=2000, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answered_as = models.JSONField(default=list, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)


class Risk(WorkspaceRecord):
    """What may go wrong: why, how likely, how bad, what is done about it and by whom."""

    WORK_OF_PEOPLE = models.Q()

    class State(models.TextChoices):
        OPEN = "open", "Open"
        MITIGATED = "mitigated", "Mitigated"
        ACCEPTED = "accepted", "Accepted"
        CLOSED = "closed", "Closed"
        HAPPENED = "happened", "Happened"

    class Compliance(models.TextChoices):
        NONE = "none", "None"
        SECURITY = "security", "Security"
        PRIVACY = "privacy", "Privacy"
        LEGAL = "legal", "Legal"
        REGULATORY = "regulatory", "Regulatory"

    title = models.CharField(max_length=300)
    cause = models.CharField(max_length=1000, blank=True)
    effect = models.CharField(max_length=1000, blank=True)
    probability = models.JSONField(default=dict, blank=True)  # {"p10", "p50", "p90"}, each 0 to 1
    impact_words = models.CharField(max_length=500, blank=True)
    impact = models.JSONField(default=dict, blank=True)  # {"p10", "p50", "p90"} in impact_unit
    impact_unit = models.CharField(max_length=20, blank=True)  # "person-weeks", or the code of a currency
    mitigation = models.TextField(blank=True)
    trigger = models.CharField(max_length=500, blank=True)
    owner = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    compliance = models.CharField(max_length=12, choices=Compliance.choices, default=Compliance.NONE)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_words = models.CharField(max_length=1000, blank=True)

    class Meta(WorkspaceRecord.Meta):
        indexes = [models.Index(fields=["workspace", "state"])]


class Assessment(WorkspaceRecord):
    """Which data a piece of work touches, why, how long they are kept and what guards them, signed by somebody."""

    WORK_OF_PEOPLE = models.Q()

    class Residual(models.TextChoices):
        LOW = "low", "Low"
        MEDIUM = "medium", "Medium"
        HIGH = "high", "High"

    initiative = models.ForeignKey(Initiative, models.CASCADE, null=True, blank=True, related_name="+")
    prd = models.ForeignKey(Prd, models.CASCADE, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=300)
    data_classes = models.JSONField(default=list)
    purpose = models.TextField(blank=True)
    lawful_basis = models.CharField(max_length=20, blank=True)
    retention_days = models.PositiveIntegerField(null=True, blank=True)
    controls = models.JSONField(default=list)
    residual = models.CharField(max_length=8, choices=Residual.choices, blank=True)
    residual_words = models.CharField(max_length=1000, blank=True)
    review_on = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    signed_as = models.JSONField(default=list, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)


class Forum(WorkspaceRecord):
    """A meeting that decides: how often, who, and which kinds of things come before it."""

    WORK_OF_PEOPLE = models.Q()

    name = models.CharField(max_length=200)
    cadence = models.CharField(max_length=12)
    kinds = models.JSONField(default=list)
    members = models.ManyToManyField(User, related_name="+", blank=True)


class ForumMeeting(WorkspaceRecord):
    """One meeting of a forum as it was closed: its agenda, what came of each item and who does what next."""

    WORK_OF_PEOPLE = models.Q()

    forum = models.ForeignKey(Forum, models.CASCADE, related_name="meetings")
    agenda = models.JSONField(default=list)
    outcomes = models.JSONField(default=list)  # [{"item", "outcome", "owner": id of a user, "due"}]
    notes = models.TextField(blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    held_at = models.DateTimeField()
