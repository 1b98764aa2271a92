"""What users did: usage events in immutable Parquet segments, listed here, and where they come from."""

import secrets

from django.db import models
from django.utils import timezone

from headway.core.ids import new_id
from headway.core.models import Workspace, WorkspaceRecord


class EventSegment(WorkspaceRecord):
    """One Parquet file of events sorted by person and time; a file not listed here does not count."""

    path = models.CharField(max_length=400)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveBigIntegerField()
    people = models.PositiveIntegerField(default=0)
    first_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)


class EventSource(WorkspaceRecord):
    """A product (or a part of one) that sends events under a write key; only the key's hash is kept."""

    name = models.CharField(max_length=100)
    hash = models.CharField(max_length=64, unique=True)
    last_event_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta(WorkspaceRecord.Meta):
        constraints = [
            *WorkspaceRecord.Meta.constraints,
            models.UniqueConstraint(fields=["workspace", "name"], name="one_event_source_each"),
        ]

    @staticmethod
    def new_secret() -> str:
        return "hws_" + secrets.token_urlsafe(24)


class InboxLog(models.Model):
    """The mark of how far the inbox was read: a log file named here has been read whole, once and for all."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    name = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    lines = models.PositiveIntegerField()
    read_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "name"], name="one_inbox_log_each")]


class PersonAlias(models.Model):
    """One more id of a person: events under `alias` are read as events of `person`, whenever they come."""

    class Cause(models.TextChoices):
        KNOWN = "known", "An anonymous id became known"
        MERGED = "merged", "Two known ids are one person"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    alias = models.CharField(max_length=200)
    person = models.CharField(max_length=200)
    cause = models.CharField(max_length=8, choices=Cause.choices)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "person aliases"
        constraints = [models.UniqueConstraint(fields=["workspace", "alias"], name="one_person_alias_each")]
        indexes = [models.Index(fields=["workspace", "person"])]


class EventRejection(models.Model):
    """How many events of a source were left out on a day, and why; `example` is how the last of them began."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    source = models.CharField(max_length=100)
    day = models.DateField()
    reason = models.CharField(max_length=200)
    events = models.PositiveIntegerField(default=0)
    example = models.CharField(max_length=300, blank=True, default="")
    last_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "source", "day", "reason"], name="one_event_rejection_each"
            )
        ]
