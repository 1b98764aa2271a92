"""What goes out and what has to be ready before it does, and how something is taken away again."""

from django.db import models

from headway.apps.metrics.models import Metric
from headway.core.lists.models import Customised
from headway.core.models import User, WorkspaceRecord


class Tier(models.TextChoices):
    """How large a launch is."""

    MAJOR = "major", "Major"
    STANDARD = "standard", "Standard"
    MINOR = "minor", "Minor"


class ReadinessTemplate(WorkspaceRecord):
    """The criteria that launches of one tier are held against."""

    WORK_OF_PEOPLE = models.Q()

    name = models.CharField(max_length=120)
    tier = models.CharField(max_length=8, choices=Tier.choices)
    criteria = models.JSONField(default=list)  # [{"text", "mandatory", "owner"}]


class Launch(WorkspaceRecord, Customised):
    """Something that goes out to customers: how large, between which days, and whose it is.

    The initiatives it brings out are links of the kind `brings_out`, its releases are links `goes_out_with`;
    `launched_at` is when it was said to be out.
    """

    WORK_OF_PEOPLE = ~models.Q(status="planned")

    class Status(models.TextChoices):
        PLANNED = "planned", "Planned"
        PREPARING = "preparing", "Preparing"
        LAUNCHED = "launched", "Launched"
        CALLED_OFF = "called_off", "Called off"

    name = models.CharField(max_length=200)
    positioning = models.TextField(blank=True)
    tier = models.CharField(max_length=8, choices=Tier.choices, default=Tier.STANDARD)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PLANNED)
    owner = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    launched_at = models.DateTimeField(null=True, blank=True)


class ReadinessItem(WorkspaceRecord):
    """A criterion of a template as one launch has to hold it: the position and the person that see to it, and when
    it was done."""

    WORK_OF_PEOPLE = models.Q()

    launch = models.ForeignKey(Launch, models.CASCADE, related_name="items")
    place = models.PositiveIntegerField()
    text = models.CharField(max_length=300)
    is_mandatory = models.BooleanField(default=True)
    position = models.CharField(max_length=60)
    owner = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=500, blank=True)


class LaunchMeasure(WorkspaceRecord):
    """A metric that a launch is judged by: from where, to where, by when; an unknown baseline is null."""

    WORK_OF_PEOPLE = models.Q()

    launch = models.ForeignKey(Launch, models.CASCADE, related_name="measures")
    metric = models.ForeignKey(Metric, models.CASCADE, related_name="+")
    baseline = models.FloatField(null=True, blank=True)
    goal = models.FloatField()
    due_on = models.DateField()


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
