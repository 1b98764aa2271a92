"""What people say to each other about records, which records they watch, and what they are told."""

from django.db import models
from django.utils import timezone

from headway.core.ids import new_id
from headway.core.models import User, Workspace, WorkspaceRecord
from headway.core.talk.events import Event

FIRST_DIGEST_HOUR = 8


class Comment(WorkspaceRecord):
    """What somebody says about a record, or replies to that; a thread is one level deep.

    `named` keeps who and which records the words name, so that reading them asks for nothing more.
    """

    WORK_OF_PEOPLE = models.Q()

    kind = models.CharField(max_length=60)
    record_id = models.UUIDField()
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="replies")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    body = models.TextField(blank=True)
    quote = models.TextField(blank=True)
    quote_field = models.CharField(max_length=60, blank=True)
    named = models.JSONField(
        default=dict, blank=True
    )  # {"people": {"@Ann": user id}, "records": {ref: kind}}
    edited_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(WorkspaceRecord.Meta):
        indexes = [models.Index(fields=["workspace", "kind", "record_id"])]


class Watch(models.Model):
    """That a person is told of a record, and why; one that is off stays, so that nothing turns it on again."""

    class Reason(models.TextChoices):
        ASKED = "asked", "You asked for it"
        WROTE = "wrote", "You wrote it"
        COMMENTED = "commented", "You commented"
        MENTIONED = "mentioned", "You were mentioned"
        OWNS = "owns", "It is yours"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    record_id = models.UUIDField()
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    is_on = models.BooleanField(default=True)
    reason = models.CharField(max_length=10, choices=Reason.choices)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "watches"
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "kind", "record_id", "person"], name="one_watch_each"
            )
        ]
        indexes = [models.Index(fields=["workspace", "person", "created_at"])]


class Notification(models.Model):
    """That a person is told of something, where it is, whether it was read and how it goes out by mail.

    `key` is what it is told for: the same person is told of it once. `sequence` is the place in the activity log.
    """

    class Mail(models.TextChoices):
        NONE = "none", "Not by mail"
        NOW = "now", "At once"
        DIGEST = "digest", "In the daily mail"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    event = models.CharField(max_length=20, choices=Event.choices)
    key = models.CharField(max_length=200)
    kind = models.CharField(max_length=60, blank=True)
    record_id = models.UUIDField(null=True, blank=True)
    comment = models.ForeignKey(Comment, models.CASCADE, null=True, blank=True, related_name="+")
    actor = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    sequence = models.PositiveBigIntegerField(null=True, blank=True)
    words = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    mail = models.CharField(max_length=6, choices=Mail.choices, default=Mail.NONE)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "person", "key"], name="one_notification_each")
        ]
        indexes = [
            models.Index(fields=["workspace", "person", "created_at"]),
            models.Index(
                fields=["workspace", "person"], condition=models.Q(read_at=None), name="talk_unread"
            ),
            models.Index(
                fields=["mail", "created_at"], condition=models.Q(mailed_at=None), name="talk_to_mail"
            ),
        ]


class NoticePreferences(models.Model):
    """How one person wants to be told in one workspace; what is not chosen is as it comes.

    Hours are of the day where the person is, else where the workspace is. No mail goes out from `quiet_starts`
    until `quiet_ends`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    choices = models.JSONField(default=dict, blank=True)  # {event: way}
    digest_hour = models.PositiveSmallIntegerField(default=FIRST_DIGEST_HOUR)
    quiet_starts = models.PositiveSmallIntegerField(null=True, blank=True)
    quiet_ends = models.PositiveSmallIntegerField(null=True, blank=True)
    digested_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "notice preferences"
        constraints = [
            models.UniqueConstraint(fields=["workspace", "person"], name="one_notice_preferences_each")
        ]
