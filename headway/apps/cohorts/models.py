"""People under a name, who they are now, and how many they were."""

from django.db import models
from django.utils import timezone

from headway.core.ids import new_id
from headway.core.models import User, Workspace, WorkspaceRecord


class Cohort(WorkspaceRecord):
    """People or accounts that a number of a question about behaviour counts (`behind`), or that are on a list.

    One that was removed can be brought back for thirty days.
    """

    class By(models.TextChoices):
        PERSON = "person", "People"
        ACCOUNT = "account", "Accounts"

    class Shown(models.TextChoices):
        EVERYBODY = "everybody", "Everybody in the workspace"
        OWNER = "owner", "Only whoever saved it"

    name = models.CharField(max_length=200)
    about = models.CharField(max_length=500, blank=True)
    by = models.CharField(max_length=8, choices=By.choices, default=By.PERSON)
    behind = models.JSONField(default=dict, blank=True)
    shown_to = models.CharField(max_length=10, choices=Shown.choices, default=Shown.EVERYBODY)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    people = models.PositiveIntegerField(default=0)
    refreshed_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)


class CohortMember(models.Model):
    """A person or account in a cohort."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="members")
    person = models.CharField(max_length=200)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cohort", "person"], name="one_cohort_member_each")]


class CohortSize(models.Model):
    """How many were in a cohort when it was refreshed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="sizes")
    at = models.DateTimeField()
    people = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["cohort", "at"])]
