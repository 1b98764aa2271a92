"""A diagnosis that was kept: why a number was another, what was looked at, what was done and what came of it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from headway.apps.reporting.models import Alert
from headway.core.ids import new_id
from headway.core.models import User, Workspace, WorkspaceRecord


class Diagnosis(WorkspaceRecord):
    """A change with its hypotheses as they were on that day (`found`), and the key of the one that was chosen."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        CONFIRMED = "confirmed", "Confirmed"
        REFUTED = "refuted", "Refuted"

    WORK_OF_PEOPLE = Q()

    title = models.CharField(max_length=300)
    question = models.JSONField(default=dict)
    found = models.JSONField(default=dict)
    chosen = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    review_on = models.DateField(null=True, blank=True)
    outcome = models.TextField(blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)

    class Meta(WorkspaceRecord.Meta):
        verbose_name = "diagnosis"
        verbose_name_plural = "diagnoses"


class Noted(models.Model):
    """What somebody wrote under a diagnosis."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    words = models.CharField(max_length=500)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True


class DiagnosisCheck(Noted):
    """What was looked at, and whether that is so."""

    class Result(models.TextChoices):
        TRUE = "true", "It is so"
        FALSE = "false", "It is not so"
        UNKNOWN = "unknown", "It cannot be told"

    diagnosis = models.ForeignKey(Diagnosis, models.CASCADE, related_name="checks")
    result = models.CharField(max_length=7, choices=Result.choices)
    note = models.CharField(max_length=1000, blank=True)


class DiagnosisDeed(Noted):
    """What was done about it; `kind` and `record` name the record that came of it, such as a decision."""

    diagnosis = models.ForeignKey(Diagnosis, models.CASCADE, related_name="deeds")
    kind = models.CharField(max_length=60, blank=True)
    record = models.CharField(max_length=100, blank=True)


class AnomalyMark(models.Model):
    """What a person says of one anomaly of a watched series: that it was real, or a false alarm."""

    class Verdict(models.TextChoices):
        REAL = "real", "Real"
        FALSE = "false", "False alarm"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    alert = models.ForeignKey(Alert, models.CASCADE, related_name="+")
    period = models.CharField(max_length=32)
    verdict = models.CharField(max_length=5, choices=Verdict.choices)
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["alert", "period"], name="one_anomaly_mark_each")]
