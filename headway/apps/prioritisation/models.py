"""What we could do, what we believe about it and on what grounds, and where that ranks it."""

from django.db import models

from headway.apps.strategy.models import Objective
from headway.core.lists.models import Customised
from headway.core.models import User, WorkspaceRecord


class Initiative(WorkspaceRecord, Customised):
    """A candidate piece of work. `topics` are the words that its source used for the problems it covers.

    `rank` is that of its latest RICE score, kept here too so that an index has lists in this order.
    """

    class Nature(models.TextChoices):
        FEATURE = "feature", "Feature"
        ENABLER = "enabler", "Enabler"
        DEBT = "debt", "Debt"
        COMPLIANCE = "compliance", "Compliance"

    title = models.CharField(max_length=300)
    topics = models.JSONField(default=list, blank=True)
    effort = models.JSONField(default=dict, blank=True)  # {team: {"p50": person-weeks, "p90": ...}}
    requires = models.ManyToManyField("self", symmetrical=False, related_name="required_by", blank=True)
    requires_refs = models.JSONField(default=list, blank=True)
    earliest_quarter = models.CharField(max_length=7, blank=True)
    deadline = models.DateField(null=True, blank=True)
    is_mandatory = models.BooleanField(default=False)
    nature = models.CharField(max_length=10, choices=Nature.choices, default=Nature.FEATURE)
    moscow = models.CharField(max_length=8, blank=True)
    rank = models.PositiveIntegerField(null=True, blank=True)

    class Meta(WorkspaceRecord.Meta):
        indexes = [
            models.Index(fields=["workspace", "created_at", "id"]),
            models.Index(fields=["workspace", "rank", "id"]),
            models.Index(fields=["workspace", "title", "id"]),
        ]

    @property
    def is_enabler(self) -> bool:
        return self.nature == self.Nature.ENABLER


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
        indexes = [
            models.Index(fields=["workspace", "framework", "rank"]),
            models.Index(fields=["workspace", "initiative", "framework", "-as_of"]),
        ]


class DeclinedRequest(WorkspaceRecord):
    """A "no": what was asked for and by whom, why not, on what evidence, and when to look at it again."""

    WORK_OF_PEOPLE = models.Q()

    class Fit(models.TextChoices):
        NONE = "none", "Does not serve it"
        LESS = "less", "Serves it less than what is planned"

    asked = models.CharField(max_length=500)
    accounts = models.JSONField(default=list, blank=True)
    reason = models.CharField(max_length=1000)
    evidence = models.JSONField(default=dict)  # {ref: kind of record}
    objective = models.ForeignKey(Objective, models.CASCADE, related_name="declined")
    fit = models.CharField(max_length=4, choices=Fit.choices)
    reply = models.TextField()
    revisit_on = models.DateField(null=True, blank=True)
    revisit_when = models.CharField(max_length=300, blank=True)
    author = models.ForeignKey(User, models.PROTECT, related_name="+")

    @property
    def fit_words(self) -> str:
        objective = f"{self.objective.ref} {self.objective.title}"
        if self.fit == self.Fit.NONE:
            return f"does not serve {objective}"
        return f"serves {objective} less than what is planned"


class PricingPlan(WorkspaceRecord):
    """What is sold at which price: entitlements, what we believe about it, and what shows that. `version` counts
    its changes; accounts name it by its ref or name."""

    WORK_OF_PEOPLE = models.Q()

    name = models.CharField(max_length=120)
    price_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    per = models.CharField(max_length=60)
    entitlements = models.JSONField(default=list, blank=True)
    hypotheses = models.JSONField(default=list, blank=True)
    evidence = models.JSONField(default=dict, blank=True)
