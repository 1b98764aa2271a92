"""Metrics as records: what each means, since when, whether it holds what its tests say, and the tables it reads."""

from django.db import models

from headway.core.models import User, WorkspaceRecord


class MetricTable(WorkspaceRecord):
    """A file of rows that semantic models read, kept as Parquet; its ref is the name of the table."""

    path = models.CharField(max_length=400)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveBigIntegerField()
    columns = models.JSONField(default=list)
    taken_at = models.DateTimeField(null=True)


class SemanticModel(WorkspaceRecord):
    """A table with its keys, dimensions and measures, as YAML; its ref is its name."""

    definition = models.TextField()
    table = models.CharField(max_length=100)


class Metric(WorkspaceRecord):
    """A metric; its ref is its name. `computable` is false, with the reason, where Headway cannot work it out."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        CERTIFIED = "certified", "Certified"
        RETIRED = "retired", "Retired"

    class Direction(models.TextChoices):
        UP = "up", "Higher is better"
        DOWN = "down", "Lower is better"
        NONE = "none", "Neither"

    label = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    kind = models.CharField(max_length=12)
    definition = models.TextField()
    fingerprint = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    owner = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.CharField(max_length=40, blank=True)
    direction = models.CharField(max_length=4, choices=Direction.choices, default=Direction.NONE)
    decision = models.CharField(max_length=300, blank=True)
    baseline = models.FloatField(null=True, blank=True)
    baseline_from = models.DateField(null=True, blank=True)
    baseline_to = models.DateField(null=True, blank=True)
    target = models.FloatField(null=True, blank=True)
    target_on = models.DateField(null=True, blank=True)
    computable = models.BooleanField(default=True)
    reason = models.CharField(max_length=500, blank=True)
    definition_version = models.PositiveIntegerField(default=1)
    effective_on = models.DateField()


class MetricVersion(WorkspaceRecord):
    """What a metric meant from a day on."""

    metric = models.ForeignKey(Metric, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    definition = models.TextField()
    fingerprint = models.CharField(max_length=64, blank=True)
    effective_on = models.DateField()
    note = models.CharField(max_length=300, blank=True)

    class Meta(WorkspaceRecord.Meta):
        constraints = [
            *WorkspaceRecord.Meta.constraints,
            models.UniqueConstraint(fields=["metric", "number"], name="one_metric_version_each"),
        ]


class MetricDriver(WorkspaceRecord):
    """That somebody holds one metric to drive another; how strongly it does is measured, not written down."""

    WORK_OF_PEOPLE = models.Q()

    metric = models.ForeignKey(Metric, models.CASCADE, related_name="drivers")
    driver = models.ForeignKey(Metric, models.CASCADE, related_name="drives")
    note = models.CharField(max_length=300, blank=True)

    class Meta(WorkspaceRecord.Meta):
        constraints = [
            *WorkspaceRecord.Meta.constraints,
            models.UniqueConstraint(fields=["metric", "driver"], name="one_metric_driver_each"),
        ]


class MetricTest(WorkspaceRecord):
    """Rows in, number out: `fixture` holds rows by table, empty for the rows there are; `month` is its first day,
    null for all days; `expected` is null where the answer is unknown."""

    metric = models.ForeignKey(Metric, models.CASCADE, related_name="tests")
    name = models.CharField(max_length=200)
    fixture = models.JSONField(default=dict)
    month = models.DateField(null=True)
    expected = models.FloatField(null=True)
    found = models.FloatField(null=True)
    passed = models.BooleanField(null=True)
    fault = models.CharField(max_length=500, blank=True)
    run_at = models.DateTimeField(null=True)
