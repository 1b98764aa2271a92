"""What the area wants to reach: objectives, and the key results that show it."""

from django.db import models

from headway.core.models import WorkspaceRecord


class Objective(WorkspaceRecord):
    title = models.CharField(max_length=300)


class KeyResult(WorkspaceRecord):
    """A metric with where it began, where it must be, and by when.

    `now` is what the metric `now_of` was in the period from `now_from` on, read at `now_at`; null is unknown, for
    `now_reason`. It says nothing once the key result is measured by another metric.
    """

    objective = models.ForeignKey(Objective, models.CASCADE, related_name="key_results")
    title = models.CharField(max_length=300)
    metric = models.CharField(max_length=120)
    unit = models.CharField(max_length=40, blank=True)
    baseline = models.FloatField(null=True, blank=True)
    target = models.FloatField(null=True, blank=True)
    due = models.DateField(null=True, blank=True)
    now = models.FloatField(null=True, blank=True)
    now_of = models.CharField(max_length=120, blank=True)
    now_from = models.DateField(null=True, blank=True)
    now_reason = models.CharField(max_length=500, blank=True)
    now_at = models.DateTimeField(null=True, blank=True)
