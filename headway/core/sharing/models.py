"""Addresses by which people without an account see one list, and the passwords tried on them."""

from django.db import models
from django.utils import timezone

from headway.core.ids import new_id
from headway.core.models import User, Workspace, WorkspaceRecord


class ShareLink(WorkspaceRecord):
    """What is shown to whom, until when. Of the secret in its address and of its password only hashes are kept.

    `what` is the kind of a list or the name of another source, `address` the view of it as a list's address says it.
    It shows what its maker may read, and nothing once the maker may not.
    """

    WORK_OF_PEOPLE = models.Q()

    class Audience(models.TextChoices):
        CUSTOMER = "customer", "Customers"
        EXECUTIVE = "executive", "Executives"
        ENGINEERING = "engineering", "Engineering"
        GO_TO_MARKET = "go_to_market", "Go-to-market"
        CUSTOM = "custom", "Custom"

    what = models.CharField(max_length=60)
    address = models.TextField(blank=True)
    audience = models.CharField(max_length=12, choices=Audience.choices)
    columns = models.JSONField(default=list)  # names, in the order shown
    title = models.CharField(max_length=200)
    note = models.CharField(max_length=1000, blank=True)
    expires_at = models.DateTimeField()
    password = models.CharField(max_length=200, blank=True)
    secret_hash = models.CharField(max_length=64, unique=True)
    is_embeddable = models.BooleanField(default=False)
    origins = models.JSONField(default=list, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    opened = models.PositiveIntegerField(default=0)
    last_opened_at = models.DateTimeField(null=True, blank=True)


class ShareTry(models.Model):
    """A password tried on a link. `place` is a keyed hash of where it came from, kept until the lock-out is over."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    link = models.ForeignKey(ShareLink, models.CASCADE, related_name="tries")
    place = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "share tries"
        indexes = [models.Index(fields=["link", "at"])]
