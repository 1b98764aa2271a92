"""What the area wants to reach: objectives, and the key results that show it."""

from django.db import models

from headway.core.models import WorkspaceRecord


class Objective(WorkspaceRecord):
    title = models.CharField(max_length=300)


class KeyResult(WorkspaceRecord):
    """A metric with where it stands, where it must be, and by when."""

    objective = models.ForeignKey(Objective, models.CASCADE, related_name="key_results")
    title = models.CharField(max_length=300)
    metric = models.CharField(max_length=120)
    unit = models.CharField(max_length=40, blank=True)
    baseline = models.FloatField(null=True, blank=True)
    target = models.FloatField(null=True, blank=True)
    due = models.DateField(null=True, blank=True)
