"""The records every part of Headway stands on: who, where, what happened, what belongs together."""

import hashlib
import secrets
from collections.abc import Sequence
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils import timezone

from headway.core.ids import new_id
from headway.core.person_fields import Choices, ScimIdentity
from headway.core.roles import Role


class Users(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, name: str = "") -> "User":
        user = self.model(email=self.normalize_email(email).lower(), name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(ScimIdentity, Choices, AbstractBaseUser, PermissionsMixin):
    """A person (or a service account) that signs in."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    scim_username = models.CharField(  # noqa: DJ001
        max_length=254, null=True, blank=True, default=None, db_index=True
    )
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[Users] = Users()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.name or self.email


class Workspace(models.Model):
    """One product area's whole world; nothing in it is visible from another."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.SlugField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    time_zone = models.CharField(max_length=64, default="UTC")
    currency = models.CharField(max_length=3, default="USD")
    locale = models.CharField(max_length=10, default="en-GB")
    week_start = models.PositiveSmallIntegerField(default=1)
    money_shown = models.CharField(max_length=8, default="sign")
    goal = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


class Membership(models.Model):
    """Who belongs where, in which role, and which positions with decision rights the person holds.

    `source` names the rule or directory that made the row and may change it; empty means a person did.
    `steps_dismissed_at` is when the person took the first steps off Today.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    positions = models.JSONField(default=list, blank=True)
    source = models.CharField(max_length=40, blank=True)
    steps_dismissed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "user"], name="one_membership_each")]


def token_hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


class ApiToken(models.Model):
    """A key to the API and the MCP server. Only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    @staticmethod
    def new_secret() -> str:
        return "hw_" + secrets.token_urlsafe(32)


class Activity(models.Model):
    """One thing that happened. Rows are only ever added; each carries the hash of the one before.

    `summary` and `changes` may name people, so the chain holds only their salted hash, the `seal`. They are
    the only part of a row that can go, once, when a person is erased: then the salt goes with them.

    Rows without a workspace are the chain of the installation: sign-ins, directories, refusals at the door.
    """

    class Outcome(models.TextChoices):
        DONE = "done", "Done"
        PENDING = "pending", "Waits for approval"
        REFUSED = "refused", "Refused"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.PROTECT, null=True, blank=True, related_name="activity")
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=12)
    action = models.CharField(max_length=100)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.DONE)
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=64, blank=True)
    summary = models.CharField(max_length=500)
    changes = models.JSONField(default=dict)
    salt = models.CharField(max_length=32, blank=True)
    seal = models.CharField(max_length=64, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name_plural = "activity"
        constraints = [
            models.UniqueConstraint(fields=["workspace", "sequence"], name="one_activity_each"),
            models.UniqueConstraint(
                fields=["sequence"], condition=models.Q(workspace=None), name="one_installation_activity_each"
            ),
        ]
        indexes = [models.Index(fields=["workspace", "subject_kind", "subject_id"])]


class IdempotencyKey(models.Model):
    """What an action answered to a request, so that the same request repeated changes nothing."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    actor = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    key = models.CharField(max_length=200)
    request_hash = models.CharField(max_length=64)
    answer = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "actor", "key"], name="one_answer_each")]


class WorkspaceRecord(models.Model):
    """What every record that belongs to a workspace carries, its origin among it.

    `WORK_OF_PEOPLE` says which rows of a model a person made or decided; undoing an import never takes them along.
    """

    WORK_OF_PEOPLE: ClassVar[models.Q | None] = None

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    ref = models.CharField(max_length=100)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    import_run = models.ForeignKey("core.ImportRun", models.SET_NULL, null=True, blank=True, related_name="+")
    source = models.CharField(max_length=100, blank=True)
    external_id = models.CharField(max_length=200, blank=True)
    origin = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace", "ref"], name="%(app_label)s_%(class)s_ref"),
            models.UniqueConstraint(
                fields=["workspace", "source", "external_id"],
                condition=~models.Q(external_id=""),
                name="%(app_label)s_%(class)s_origin",
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class ImportRun(models.Model):
    """One file read into a workspace: what came in, what did not and why, and how to take it back."""

    class Status(models.TextChoices):
        DRY = "dry", "Dry run"
        DONE = "done", "Done"
        UNDONE = "undone", "Undone"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    source = models.CharField(max_length=100)
    file_name = models.CharField(max_length=300)
    file_sha256 = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)
    status = models.CharField(max_length=8, choices=Status.choices)
    rows_read = models.PositiveIntegerField(default=0)
    rows_created = models.PositiveIntegerField(default=0)
    rows_updated = models.PositiveIntegerField(default=0)
    rows_unchanged = models.PositiveIntegerField(default=0)
    rows_refused = models.PositiveIntegerField(default=0)
    before = models.JSONField(default=dict)
    notes = models.JSONField(default=list, blank=True)
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)


class ImportRowError(models.Model):
    """Why one row of a file was left out."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="errors")
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=200, blank=True)
    message = models.CharField(max_length=500)


class Link(models.Model):
    """A typed, two-way connection between any two records, proposed by software or confirmed by a person."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        CONFIRMED = "confirmed", "Confirmed"
        REJECTED = "rejected", "Rejected"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    from_kind = models.CharField(max_length=60)
    from_id = models.UUIDField()
    to_kind = models.CharField(max_length=60)
    to_id = models.UUIDField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    weight = models.FloatField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "kind", "from_kind", "from_id", "to_kind", "to_id"], name="one_link_each"
            )
        ]
        indexes = [models.Index(fields=["workspace", "to_kind", "to_id"])]


class JobRun(models.Model):
    """Work done after a change was saved; tried again when it fails, and kept when it fails for good."""

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed, will be tried again"
        DEAD = "dead", "Given up"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=100)
    question = models.JSONField(default=dict)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)


def snapshot(record: models.Model, fields: Sequence[str]) -> dict[str, Any]:
    """The named fields of a record as plain values, for an activity row or an undo."""
    return {name: record.serializable_value(name) for name in fields}
