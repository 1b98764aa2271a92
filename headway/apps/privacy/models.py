"""What people asked to know or to have erased, how long what is kept, and why it may be kept at all."""

from django.db import models

from headway.core.classes import RETAINED
from headway.core.models import JobRun, User, WorkspaceRecord


class SubjectRequest(WorkspaceRecord):
    """A person's wish to get what is kept about them, or to have it erased, from the asking to what was done.

    The identifiers are needed until it is done; then they go, and what stays is who asked, why, and counts.
    """

    WORK_OF_PEOPLE = models.Q()

    class Task(models.TextChoices):
        EXPORT = "export", "Export"
        ERASE = "erase", "Erase"

    class State(models.TextChoices):
        REQUESTED = "requested", "Requested"
        RUNNING = "running", "Running"
        DONE = "done", "Done"

    task = models.CharField(max_length=8, choices=Task.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.REQUESTED)
    identifiers = models.JSONField(default=dict)  # {"emails": [], "names": [], "user_ids": []}
    why = models.CharField(max_length=500)
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=list)  # [{"place", "rows", "done"}]
    file = models.CharField(max_length=100, blank=True)
    job = models.ForeignKey(JobRun, models.SET_NULL, null=True, blank=True, related_name="+")


class RetentionRule(WorkspaceRecord):
    """How many days what is kept of one data class, of one source or of all, and what happens then."""

    WORK_OF_PEOPLE = models.Q()

    class Treatment(models.TextChoices):
        ANONYMISE = "anonymise", "Take out who it was"
        ERASE = "erase", "Empty the words, keep the row"
        DELETE = "delete", "Delete the row"

    data_class = models.CharField(max_length=20, choices=list(RETAINED.items()))
    of_source = models.CharField(max_length=100, blank=True)
    days = models.PositiveIntegerField()
    treatment = models.CharField(max_length=10, choices=Treatment.choices)
    run_at = models.DateTimeField(null=True, blank=True)
    run_rows = models.PositiveIntegerField(null=True, blank=True)


class SourceConsent(WorkspaceRecord):
    """On what grounds, and for what, records of one source may be kept; its ref is the source's name."""

    WORK_OF_PEOPLE = models.Q()

    class Basis(models.TextChoices):
        CONSENT = "consent", "Consent"
        CONTRACT = "contract", "Contract"
        LEGITIMATE_INTEREST = "legitimate_interest", "Legitimate interest"
        LEGAL_OBLIGATION = "legal_obligation", "Legal obligation"
        PUBLIC = "public", "Made public by the person"

    basis = models.CharField(max_length=20, choices=Basis.choices)
    purpose = models.CharField(max_length=500)
    is_allowed = models.BooleanField(default=True)
