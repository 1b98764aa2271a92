"""What is tried on people, how it will be judged, and who let it start."""

from django.db import models

from headway.core.models import User, WorkspaceRecord


class Experiment(WorkspaceRecord):
    """A plan to try something on a share of the people, with the rule of decision written down before it starts."""

    WORK_OF_PEOPLE = models.Q()

    class Kind(models.TextChoices):
        COPY = "copy", "Wording"
        LAYOUT = "layout", "Layout"
        BROAD_UX = "broad_ux", "Broad change of experience"
        PRICING = "pricing", "Pricing"
        ALGORITHM = "algorithm", "Algorithm"

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        RUNNING = "running", "Running"

    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    hypothesis = models.TextField(blank=True)
    primary_metric = models.CharField(max_length=200, blank=True)
    guardrails = models.JSONField(default=list, blank=True)
    smallest_effect_share = models.FloatField(null=True, blank=True)
    audience_share = models.FloatField(null=True, blank=True)
    decision_rule = models.TextField(blank=True)
    checklist = models.JSONField(default=dict, blank=True)  # {question: answer}
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(null=True, blank=True)
    started_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
