"""What we could do, what we believe about it and on what grounds, and where that ranks it."""

from django.db import models

from headway.core.models import User, WorkspaceRecord


class Initiative(WorkspaceRecord):
    """A candidate piece of work. `topics` are the words that its source used for the problems it covers."""

    title = models.CharField(max_length=300)
    topics = models.JSONField(default=list, blank=True)
    effort = models.JSONField(default=dict, blank=True)  # {team: {"p50": person-weeks, "p90": ...}}
    requires = models.ManyToManyField("self", symmetrical=False, related_name="required_by", blank=True)
    requires_refs = models.JSONField(default=list, blank=True)
    earliest_quarter = models.CharField(max_length=7, blank=True)
    deadline = models.DateField(null=True, blank=True)
    is_mandatory = models.BooleanField(default=False)
    is_enabler = models.BooleanField(default=False)
    moscow = models.CharField(max_length=8, blank=True)


class InputEstimate(WorkspaceRecord):
    """A range for one input of a score: proposed from evidence, given, or overridden with a reason."""

    WORK_OF_PEOPLE = models.Q(basis="override")

    class Basis(models.TextChoices):
        EVIDENCE = "evidence", "Proposed from evidence"
        GIVEN = "given", "Given by the source"
        OVERRIDE = "override", "Overridden by a person"

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="estimates")
    input = models.CharField(max_length=20)
    p10 = models.FloatField(null=True, blank=True)
    p50 = models.FloatField(null=True, blank=True)
    p90 = models.FloatField(null=True, blank=True)
    basis = models.CharField(max_length=10, choices=Basis.choices)
    figure = models.JSONField(default=dict, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    author = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta(WorkspaceRecord.Meta):
        indexes = [models.Index(fields=["workspace", "initiative", "input", "superseded_at"])]


class Score(WorkspaceRecord):
    """The latest score of an initiative in one framework: a distribution, a rank, and why."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="scores")
    framework = models.CharField(max_length=20, default="RICE")
    p10 = models.FloatField(null=True, blank=True)
    p50 = models.FloatField(null=True, blank=True)
    p90 = models.FloatField(null=True, blank=True)
    rank = models.PositiveIntegerField()
    p_top = models.FloatField(null=True, blank=True)
    contributions = models.JSONField(default=dict, blank=True)
    why = models.JSONField(default=list, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    as_of = models.DateTimeField()

    class Meta(WorkspaceRecord.Meta):
        indexes = [models.Index(fields=["workspace", "framework", "rank"])]
