"""KPIs of the role: which formula is asked of which events or table, and what it gave last."""

from django.db import models
from django.db.models import Q

from headway.core.models import User, WorkspaceRecord


class Kpi(WorkspaceRecord):
    """A formula with what was chosen for it (`asked`).

    `reading` is what it gave at `taken_at`, and `history` what in each of its last periods; they hold for as long as
    what they stand on has the fingerprint `stand`.
    """

    class Period(models.TextChoices):
        WEEK = "week", "Week"
        MONTH = "month", "Month"
        QUARTER = "quarter", "Quarter"

    WORK_OF_PEOPLE = Q()

    title = models.CharField(max_length=200)
    formula = models.CharField(max_length=24)
    asked = models.JSONField(default=dict)
    period = models.CharField(max_length=7, choices=Period.choices, default=Period.MONTH)
    owner = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    band_low = models.FloatField(null=True, blank=True)
    band_high = models.FloatField(null=True, blank=True)
    reading = models.JSONField(default=dict, blank=True)
    history = models.JSONField(default=list, blank=True)
    stand = models.CharField(max_length=64, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta(WorkspaceRecord.Meta):
        verbose_name = "KPI"
        verbose_name_plural = "KPIs"
