"""What users did: usage events in immutable Parquet segments, listed here."""

from django.db import models

from headway.core.models import WorkspaceRecord


class EventSegment(WorkspaceRecord):
    """One Parquet file of events sorted by person and time; a file not listed here does not count."""

    path = models.CharField(max_length=400)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveBigIntegerField()
    people = models.PositiveIntegerField(default=0)
    first_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)
