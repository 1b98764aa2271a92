"""The tracking plan as records: what is meant to come, what comes instead, and what waits until somebody decides."""

from django.db import models

from headway.core.ids import new_id
from headway.core.models import User, Workspace, WorkspaceRecord
from headway.engine.tracking.plan import KINDS

NAME_SIGNS_MOST = 200
KIND_CHOICES = [(kind, words[0].upper() + words[1:]) for kind, words in KINDS.items()]


class PlannedEvent(WorkspaceRecord):
    """An event that is meant to come; `serves` names the records it is collected for, such as `metric:buy_rate`."""

    class Status(models.TextChoices):
        PLANNED = "planned", "Planned"
        IMPLEMENTED = "implemented", "Implemented"
        DEPRECATED = "deprecated", "Deprecated"

    name = models.CharField(max_length=NAME_SIGNS_MOST)
    description = models.TextField(blank=True)
    category = models.CharField(max_length=80, blank=True)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.PLANNED)
    owner = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    purpose = models.CharField(max_length=300, blank=True)
    serves = models.JSONField(default=list)
    sources = models.JSONField(default=list)
    properties = models.JSONField(default=list)
    definition_version = models.PositiveIntegerField(default=1)
    effective_on = models.DateField()

    class Meta(WorkspaceRecord.Meta):
        constraints = [
            *WorkspaceRecord.Meta.constraints,
            models.UniqueConstraint(fields=["workspace", "name"], name="one_planned_event_each"),
        ]


class PlannedEventVersion(WorkspaceRecord):
    """What was planned of an event from a day on."""

    planned_event = models.ForeignKey(PlannedEvent, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    definition = models.JSONField(default=dict)
    effective_on = models.DateField()
    note = models.CharField(max_length=300, blank=True)

    class Meta(WorkspaceRecord.Meta):
        constraints = [
            *WorkspaceRecord.Meta.constraints,
            models.UniqueConstraint(
                fields=["planned_event", "number"], name="one_planned_event_version_each"
            ),
        ]


class NamingRule(WorkspaceRecord):
    """How names are written; its ref is `events` or `properties`."""

    style = models.CharField(max_length=20, blank=True)
    pattern = models.CharField(max_length=200, blank=True)


class TrackingRule(WorkspaceRecord):
    """What happens to one kind of violation in events of a source, of every source where `applies_to` is empty."""

    class Mode(models.TextChoices):
        FLAG = "flag", "Keep it, with a mark"
        QUARANTINE = "quarantine", "Put it aside"
        BLOCK = "block", "Refuse it"

    applies_to = models.CharField(max_length=100, blank=True)
    violation = models.CharField(max_length=20, choices=KIND_CHOICES)
    mode = models.CharField(max_length=10, choices=Mode.choices)

    class Meta(WorkspaceRecord.Meta):
        constraints = [
            *WorkspaceRecord.Meta.constraints,
            models.UniqueConstraint(
                fields=["workspace", "applies_to", "violation"], name="one_tracking_rule_each"
            ),
        ]


class TrackingViolation(models.Model):
    """How often events of a source violated the plan in one way on a day, with what the last of them had."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    day = models.DateField()
    source = models.CharField(max_length=100)
    app_version = models.CharField(max_length=60, blank=True)
    event = models.CharField(max_length=NAME_SIGNS_MOST)
    kind = models.CharField(max_length=20, choices=KIND_CHOICES)
    property = models.CharField(max_length=100, blank=True)
    mode = models.CharField(max_length=10, choices=TrackingRule.Mode.choices)
    events = models.PositiveBigIntegerField(default=0)
    example = models.CharField(max_length=100, blank=True)
    last_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "day", "source", "app_version", "event", "kind", "property", "mode"],
                name="one_tracking_violation_each",
            )
        ]
        indexes = [models.Index(fields=["workspace", "event", "day"])]


class QuarantinedEvent(models.Model):
    """An event that is kept aside: in no answer, until it is let into the store or dropped."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    source = models.CharField(max_length=100)
    source_key = models.CharField(max_length=40)
    event_id = models.CharField(max_length=200)
    event = models.CharField(max_length=NAME_SIGNS_MOST)
    person = models.CharField(max_length=200, blank=True)
    anonymous = models.CharField(max_length=200, blank=True)
    account = models.CharField(max_length=200, blank=True)
    at_us = models.BigIntegerField()
    received_us = models.BigIntegerField()
    received_at = models.DateTimeField()
    flags = models.PositiveIntegerField(default=0)
    merged = models.CharField(max_length=200, blank=True)
    properties = models.JSONField(default=dict)
    context = models.JSONField(default=dict)
    faults = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "source_key", "event_id"], name="one_quarantined_event_each"
            )
        ]
        indexes = [models.Index(fields=["workspace", "event", "received_at"])]


class ObservedEvent(models.Model):
    """What really came under one name, as of the last look at the segments."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    event = models.CharField(max_length=NAME_SIGNS_MOST)
    events = models.PositiveBigIntegerField()
    people = models.PositiveBigIntegerField()
    accounts = models.PositiveBigIntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    rows_looked_at = models.PositiveIntegerField(default=0)
    versions = models.JSONField(default=list)
    days = models.JSONField(default=list)
    proposal = models.JSONField(default=list)
    seen = models.JSONField(default=list)
    drifts = models.JSONField(default=list)
    as_of = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "event"], name="one_observed_event_each")]
