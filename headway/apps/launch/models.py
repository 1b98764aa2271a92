"""What has to be ready before something goes out, and how something is taken away again."""

from django.db import models

from headway.core.lists.models import Customised
from headway.core.models import User, WorkspaceRecord


class ReadinessTemplate(WorkspaceRecord):
    """The criteria that launches of one tier are held against."""

    WORK_OF_PEOPLE = models.Q()

    class Tier(models.TextChoices):
        MAJOR = "major", "Major"
        STANDARD = "standard", "Standard"
        MINOR = "minor", "Minor"

    name = models.CharField(max_length=120)
    tier = models.CharField(max_length=8, choices=Tier.choices)
    criteria = models.JSONField(default=list)  # [{"text", "mandatory", "owner"}]


class Deprecation(WorkspaceRecord, Customised):
    """A feature on its way out: which events tell that it is used, when customers hear of it, when it ends."""

    WORK_OF_PEOPLE = models.Q()

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        ANNOUNCED = "announced", "Announced"
        ENDED = "ended", "Ended"

    feature = models.CharField(max_length=200)
    events = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    notice_on = models.DateField()
    ends_on = models.DateField()
    guide = models.TextField()
    alternative = models.CharField(max_length=500)
    accounts_at_start = models.PositiveIntegerField(null=True, blank=True)
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+")
