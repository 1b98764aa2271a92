"""Who can do how much, when, and what the plan makes of it."""

from django.db import models

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
    """A chosen sequence over quarters, with what proves how good it is. A frozen one is a baseline."""

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
