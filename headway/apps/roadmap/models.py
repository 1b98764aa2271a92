"""Who can do how much, when, and what the plan makes of it."""

from django.db import models

from headway.apps.discovery.models import Account
from headway.apps.prioritisation.models import Initiative
from headway.core.models import User, WorkspaceRecord


class Team(WorkspaceRecord):
    """A team; its `ref` is its name in files and efforts."""

    name = models.CharField(max_length=120)


class Capacity(WorkspaceRecord):
    """Person-weeks of a team in a quarter, and the share kept back for running the product."""

    WORK_OF_PEOPLE = models.Q(import_run=None)

    team = models.ForeignKey(Team, models.CASCADE, related_name="capacity")
    quarter = models.CharField(max_length=7)
    gross_person_weeks = models.FloatField()
    reserve_share = models.FloatField(default=0)

    class Meta(WorkspaceRecord.Meta):
        verbose_name_plural = "capacity"

    @property
    def net_person_weeks(self) -> float:
        return self.gross_person_weeks * (1 - self.reserve_share)


class Plan(WorkspaceRecord):
    """A chosen sequence over quarters, with what proves how good it is. A frozen one is a baseline.

    A baseline is changed by a new one that says what it changed and why.
    """

    first_quarter = models.CharField(max_length=7)
    periods = models.JSONField(default=list)
    settings = models.JSONField(default=dict)
    value = models.FloatField()
    bound = models.FloatField()
    gap = models.FloatField()
    greedy_value = models.FloatField()
    loads = models.JSONField(default=list)
    author = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    frozen_at = models.DateTimeField(null=True, blank=True)
    frozen_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    changed_from = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="changed_by"
    )
    change_reason = models.CharField(max_length=500, blank=True)


class PlanItem(WorkspaceRecord):
    """An initiative that is in a plan, with its title, rank and effort as they were when it was planned."""

    WORK_OF_PEOPLE = models.Q(plan__frozen_at__isnull=False)

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="items")
    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="plan_items")
    start = models.CharField(max_length=7)
    finish = models.CharField(max_length=7)
    odds = models.FloatField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    as_planned = models.JSONField(default=dict)


class ExcludedItem(WorkspaceRecord):
    """An initiative that is not in a plan, why, and what forcing it in would cost."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="excluded")
    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="excluded_from")
    reason = models.TextField()
    displaces = models.JSONField(default=list)
    price = models.FloatField(null=True, blank=True)


class Investment(WorkspaceRecord):
    """People or money asked for over quarters, with the business case. Having it does not raise a capacity."""

    WORK_OF_PEOPLE = models.Q()

    title = models.CharField(max_length=300)
    initiatives = models.JSONField(default=list)
    people = models.JSONField(default=list)  # [{"team": ..., "quarter": ..., "person_weeks": ...}]
    amount_minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    quarters = models.JSONField(default=list)
    business_case = models.TextField()
    evidence = models.JSONField(default=dict, blank=True)
    shortfall = models.JSONField(default=list)  # as it stood when asked
    author = models.ForeignKey(User, models.PROTECT, related_name="+")


class Commitment(WorkspaceRecord):
    """What we promised an account, by when, where that is written, and whether it was kept."""

    WORK_OF_PEOPLE = models.Q()

    class State(models.TextChoices):
        OPEN = "open", "Open"
        KEPT = "kept", "Kept"
        BROKEN = "broken", "Broken"
        RELEASED = "released", "Released"

    account = models.ForeignKey(Account, models.CASCADE, related_name="commitments")
    obligation = models.CharField(max_length=1000)
    due = models.DateField()
    initiative = models.ForeignKey(
        Initiative, models.SET_NULL, null=True, blank=True, related_name="commitments"
    )
    contract = models.CharField(max_length=300, blank=True)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=500, blank=True)

    class Meta(WorkspaceRecord.Meta):
        indexes = [models.Index(fields=["workspace", "state", "due"])]
