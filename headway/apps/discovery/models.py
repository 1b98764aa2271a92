"""Who said what, which themes run through it, and which problems that makes."""

from django.db import models

from headway.core.lists.models import Customised
from headway.core.models import User, WorkspaceRecord


class Account(WorkspaceRecord):
    """A customer: a company or a consumer household."""

    name = models.CharField(max_length=300)
    domain = models.CharField(max_length=200, blank=True, db_index=True)
    segment = models.CharField(max_length=60, blank=True)
    plan = models.CharField(max_length=60, blank=True)
    arr_minor = models.BigIntegerField(null=True, blank=True)
    renewal_date = models.DateField(null=True, blank=True)
    health = models.PositiveSmallIntegerField(null=True, blank=True)
    region = models.CharField(max_length=60, blank=True)

    class Meta(WorkspaceRecord.Meta):
        indexes = [models.Index(fields=["workspace", "created_at", "id"])]


class Person(WorkspaceRecord):
    """Somebody at a customer; events name them by `ref`, messages by e-mail."""

    email = models.CharField(max_length=254, blank=True, db_index=True)
    account = models.ForeignKey(Account, models.SET_NULL, null=True, blank=True, related_name="people")


class Problem(WorkspaceRecord, Customised):
    """Something customers struggle with, sized from what they said."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        CONFIRMED = "confirmed", "Confirmed"
        DECLINED = "declined", "Declined"
        MERGED = "merged", "Merged"

    title = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    rank = models.PositiveIntegerField(null=True, blank=True)
    weight = models.FloatField(null=True, blank=True)
    weight_low = models.FloatField(null=True, blank=True)
    weight_high = models.FloatField(null=True, blank=True)
    size = models.JSONField(default=dict, blank=True)
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="merged")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta(WorkspaceRecord.Meta):
        indexes = [
            models.Index(fields=["workspace", "state", "rank"]),
            models.Index(fields=["workspace", "rank", "id"]),
            models.Index(fields=["workspace", "created_at", "id"]),
        ]


class Theme(WorkspaceRecord):
    """Messages that talk about the same thing; it keeps its ref when themes are found again."""

    name = models.CharField(max_length=200)
    problem = models.ForeignKey(Problem, models.SET_NULL, null=True, blank=True, related_name="themes")
    centroid = models.BinaryField(default=b"")
    messages = models.PositiveIntegerField(default=0)
    confident_share = models.FloatField(default=0)
    terms = models.JSONField(default=list, blank=True)
    quotes = models.JSONField(default=list, blank=True)
    trend = models.JSONField(default=dict, blank=True)
    is_current = models.BooleanField(default=True)


class Feedback(WorkspaceRecord):
    """One message of a customer, as written."""

    text = models.TextField()
    redacted_text = models.TextField()
    at = models.DateTimeField()
    channel = models.CharField(max_length=40)
    account = models.ForeignKey(Account, models.SET_NULL, null=True, blank=True, related_name="feedback")
    account_by = models.CharField(max_length=20, blank=True)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="feedback")
    theme = models.ForeignKey(Theme, models.SET_NULL, null=True, blank=True, related_name="feedback")
    theme_confident = models.BooleanField(default=False)
    placed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(WorkspaceRecord.Meta):
        verbose_name_plural = "feedback"
        indexes = [
            models.Index(fields=["workspace", "-at", "-id"]),
            models.Index(fields=["workspace", "theme", "-at"]),
            models.Index(fields=["workspace", "account"]),
        ]


class Insight(WorkspaceRecord):
    """A span of a message that a person marked, and the problem it speaks for."""

    WORK_OF_PEOPLE = models.Q()

    class Kind(models.TextChoices):
        PAIN = "pain", "Pain"
        NEED = "need", "Need"
        PRAISE = "praise", "Praise"
        BLOCKER = "blocker", "Blocker"

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="insights")
    problem = models.ForeignKey(Problem, models.SET_NULL, null=True, blank=True, related_name="insights")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    importance = models.PositiveSmallIntegerField(default=1)
    author = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")


class ResearchNote(WorkspaceRecord):
    """An interview as transcribed, and what the participant said, each saying beside the theme it is near."""

    title = models.CharField(max_length=300)
    text = models.TextField()
    sayings = models.JSONField(default=list, blank=True)


class ResearchPlan(WorkspaceRecord):
    """What is to be learned from customers, and the decision that will be different for it."""

    WORK_OF_PEOPLE = models.Q()

    class Method(models.TextChoices):
        INTERVIEWS = "interviews", "Interviews"
        OBSERVATION = "observation", "Observation at work"
        USABILITY_TEST = "usability_test", "Usability test"
        SURVEY = "survey", "Survey"
        DIARY = "diary", "Diary study"
        PROTOTYPE = "prototype", "Prototype or concierge test"
        RECORDS = "records", "Reading of records we have"

    question = models.CharField(max_length=500)
    decision = models.CharField(max_length=500)
    method = models.CharField(max_length=20, choices=Method.choices)
    participants = models.CharField(max_length=500)
    starts_on = models.DateField()
    ends_on = models.DateField()
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
