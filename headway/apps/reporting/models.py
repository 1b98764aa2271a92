"""Numbers seen together: dashboards and their tiles, what happened when, saved queries, and who is told."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from headway.core.ids import new_id
from headway.core.models import User, Workspace, WorkspaceRecord
from headway.core.sharing.models import ShareLink


class Asked(WorkspaceRecord):
    """What a number is asked from: a registered query and its question. `address` opens it on its own page."""

    query = models.CharField(max_length=60)
    question = models.JSONField(default=dict)
    address = models.TextField(blank=True)

    class Meta(WorkspaceRecord.Meta):
        abstract = True


class Goal(models.TextChoices):
    AT_LEAST = "at_least", "At least"
    AT_MOST = "at_most", "At most"


class Dashboard(WorkspaceRecord):
    """A page of tiles; one that is not shared is seen by its owner alone."""

    WORK_OF_PEOPLE = Q()

    title = models.CharField(max_length=200)
    note = models.CharField(max_length=1000, blank=True)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    is_shared = models.BooleanField(default=False)


class Tile(Asked):
    """One number or chart on a dashboard; `place` is its turn, `width` how many of three columns it takes.

    `target` is a number, or where it aims at the period before per cent of that; `aim_metric` is a metric's name.
    """

    class Drawing(models.TextChoices):
        NUMBER = "number", "A number"
        LINE = "line", "A line"
        BARS = "bars", "Bars"
        TABLE = "table", "A table"

    class AimsAt(models.TextChoices):
        NUMBER = "number", "A number"
        PREVIOUS = "previous", "The period before, and so many per cent more"
        METRIC = "metric", "What a metric is"

    WORK_OF_PEOPLE = Q()

    dashboard = models.ForeignKey(Dashboard, models.CASCADE, related_name="tiles")
    title = models.CharField(max_length=200)
    place = models.PositiveIntegerField()
    width = models.PositiveSmallIntegerField(default=1)
    drawing = models.CharField(max_length=6, choices=Drawing.choices, default=Drawing.LINE)
    goal = models.CharField(max_length=8, choices=Goal.choices, blank=True)
    aims_at = models.CharField(max_length=8, choices=AimsAt.choices, default=AimsAt.NUMBER)
    target = models.FloatField(null=True, blank=True)
    aim_metric = models.CharField(max_length=100, blank=True)


class DashboardFavourite(models.Model):
    """The dashboard that opens first for a person in a workspace."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    dashboard = models.ForeignKey(Dashboard, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "person"], name="one_dashboard_favourite_each")
        ]


class Annotation(WorkspaceRecord):
    """What happened at a moment or over a span, drawn on the charts of dashboards."""

    class Sort(models.TextChoices):
        RELEASE = "release", "Release"
        INCIDENT = "incident", "Incident"
        EXPERIMENT = "experiment", "Experiment"
        OTHER = "other", "Other"

    WORK_OF_PEOPLE = Q()

    sort = models.CharField(max_length=10, choices=Sort.choices, default=Sort.OTHER)
    title = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    link = models.CharField(max_length=500, blank=True)


class SavedQuery(WorkspaceRecord):
    """A SELECT on the workspace's events and tables; `{{name}}` in it is a parameter, with a value in `defaults`."""

    WORK_OF_PEOPLE = Q()

    title = models.CharField(max_length=200)
    sql = models.TextField()
    defaults = models.JSONField(default=dict, blank=True)
    drawing = models.CharField(max_length=6, choices=Tile.Drawing.choices, default=Tile.Drawing.TABLE)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta(WorkspaceRecord.Meta):
        verbose_name = "saved query"
        verbose_name_plural = "saved queries"


class Alert(Asked):
    """A condition on a number, looked at once for each period that is over. Whose it is, is told."""

    class Condition(models.TextChoices):
        ABOVE = "above", "Goes above"
        BELOW = "below", "Falls below"
        CHANGES = "changes", "Changes by at least, in percent"
        ANOMALY = "anomaly", "Does what it had not done lately"

    class State(models.TextChoices):
        NEW = "new", "Not looked at yet"
        OK = "ok", "As it should be"
        FIRING = "firing", "Goes off"
        NO_DATA = "no_data", "No data"

    WORK_OF_PEOPLE = Q()

    title = models.CharField(max_length=200)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    condition = models.CharField(max_length=8, choices=Condition.choices)
    threshold = models.FloatField(null=True, blank=True)
    webhook = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.NEW)
    muted_until = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)


class AlertCheck(models.Model):
    """What came of looking at one period: told of at most once, however often it is looked at."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    alert = models.ForeignKey(Alert, models.CASCADE, related_name="checks")
    period = models.CharField(max_length=32)
    state = models.CharField(max_length=8, choices=Alert.State.choices)
    value = models.FloatField(null=True, blank=True)
    previous = models.FloatField(null=True, blank=True)
    words = models.CharField(max_length=500, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["alert", "period"], name="one_alert_check_each")]


class Subscription(WorkspaceRecord):
    """That a dashboard goes to a member by e-mail, or to somebody outside as far as a shared link shows it."""

    class Every(models.TextChoices):
        DAY = "day", "Every day"
        WEEK = "week", "Every Monday"
        MONTH = "month", "On the first of the month"

    dashboard = models.ForeignKey(Dashboard, models.CASCADE, related_name="+")
    person = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="+")
    link = models.ForeignKey(ShareLink, models.CASCADE, null=True, blank=True, related_name="+")
    email = models.EmailField(blank=True)
    every = models.CharField(max_length=5, choices=Every.choices)
    next_on = models.DateField()
    sent_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)


class ReplayLink(WorkspaceRecord):
    """Where another tool shows what a person did: an address with {person} and {at} in it."""

    title = models.CharField(max_length=100)
    template = models.CharField(max_length=500)
