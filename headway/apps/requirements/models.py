"""What is to be built, why, and how we will know that it worked."""

from django.db import models

from headway.apps.prioritisation.models import Initiative
from headway.apps.strategy.models import KeyResult
from headway.core.lists.models import Customised
from headway.core.models import User, WorkspaceRecord


class Prd(WorkspaceRecord):
    """A product requirements document: sections of Markdown whose claims cite records."""

    WORK_OF_PEOPLE = models.Q(generated=False) | ~models.Q(status="draft")

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        PROBLEM_REVIEW = "problem_review", "Problem review"
        SOLUTION_REVIEW = "solution_review", "Solution review"
        APPROVED = "approved", "Approved"
        LAUNCHED = "launched", "Launched"

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="prds")
    title = models.CharField(max_length=300)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.DRAFT)
    sections = models.JSONField(default=list)  # [{"key", "title", "markdown", "mandatory"}]
    citations = models.JSONField(default=list)  # [{"ref", "kind", "id", "quote", "figure"}]
    generated = models.BooleanField(default=True)
    author = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    updated_at = models.DateTimeField()


class SuccessMetric(WorkspaceRecord):
    """How a PRD will be judged: a metric, from where, to where, by when; or a guardrail not to be moved."""

    prd = models.ForeignKey(Prd, models.CASCADE, related_name="metrics")
    key_result = models.ForeignKey(KeyResult, models.SET_NULL, null=True, blank=True, related_name="+")
    metric = models.CharField(max_length=200)
    unit = models.CharField(max_length=40, blank=True)
    baseline = models.FloatField(null=True, blank=True)
    target = models.FloatField(null=True, blank=True)
    due = models.DateField(null=True, blank=True)
    is_guardrail = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True)


class BacklogItem(WorkspaceRecord, Customised):
    """A ticket of the tracker, as it came."""

    title = models.CharField(max_length=500)
    kind = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=40, blank=True)
    priority = models.CharField(max_length=40, blank=True)
    description = models.TextField(blank=True)
    labels = models.JSONField(default=list, blank=True)
    component = models.CharField(max_length=120, blank=True)
    blocks = models.JSONField(default=list, blank=True)
    points = models.FloatField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    initiative = models.ForeignKey(
        Initiative, models.SET_NULL, null=True, blank=True, related_name="backlog_items"
    )
    position = models.PositiveIntegerField(null=True, blank=True)

    class Meta(WorkspaceRecord.Meta):
        indexes = [
            models.Index(fields=["workspace", "created_at", "id"]),
            models.Index(fields=["workspace", "status", "kind"]),
            models.Index(fields=["workspace", "title", "id"]),
        ]


class ScopeChange(WorkspaceRecord):
    """A change of a document after it was approved: what left, what came, who asked, when it was carried out."""

    WORK_OF_PEOPLE = models.Q()

    class Part(models.TextChoices):
        SECTION = "section", "Section"
        METRIC = "metric", "Metric"
        STATUS = "status", "Status"

    prd = models.ForeignKey(Prd, models.CASCADE, related_name="scope_changes")
    prd_version = models.PositiveIntegerField()
    part = models.CharField(max_length=8, choices=Part.choices)
    key = models.CharField(max_length=100)
    title = models.CharField(max_length=300)
    words_before = models.PositiveIntegerField(default=0)
    words_after = models.PositiveIntegerField(default=0)
    removed = models.JSONField(default=list)  # [text]
    added = models.JSONField(default=list)  # [text]
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    carried_out_at = models.DateTimeField()


class Slice(WorkspaceRecord):
    """A part of a document that is delivered as one and moves one outcome; the first is the MVP."""

    WORK_OF_PEOPLE = models.Q()

    prd = models.ForeignKey(Prd, models.CASCADE, related_name="slices")
    position = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    inside = models.TextField()
    outside = models.TextField(blank=True)
    metric = models.ForeignKey(SuccessMetric, models.SET_NULL, null=True, blank=True, related_name="slices")
    key_result = models.ForeignKey(KeyResult, models.SET_NULL, null=True, blank=True, related_name="slices")
    items = models.ManyToManyField(BacklogItem, related_name="slices", blank=True)


class QualityBar(WorkspaceRecord):
    """A threshold that the product must hold, for one document or a whole area."""

    WORK_OF_PEOPLE = models.Q()

    class Category(models.TextChoices):
        AVAILABILITY = "availability", "Availability"
        PERFORMANCE = "performance", "Performance"
        SCALE = "scale", "Scale"
        PRIVACY = "privacy", "Privacy"
        ACCESSIBILITY = "accessibility", "Accessibility"
        OPERABILITY = "operability", "Operability"
        SECURITY = "security", "Security"

    class Comparison(models.TextChoices):
        AT_LEAST = "at_least", "at least"
        AT_MOST = "at_most", "at most"
        MORE_THAN = "more_than", "more than"
        LESS_THAN = "less_than", "less than"

    category = models.CharField(max_length=14, choices=Category.choices)
    measure = models.CharField(max_length=200)
    comparison = models.CharField(max_length=10, choices=Comparison.choices)
    value = models.FloatField()
    unit = models.CharField(max_length=40)
    prd = models.ForeignKey(Prd, models.CASCADE, null=True, blank=True, related_name="quality_bars")
    area = models.CharField(max_length=120, blank=True)
