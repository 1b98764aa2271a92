"""How people come into workspaces without being added by hand: rules, and the groups of a directory."""

from django.db import models
from django.utils import timezone

from headway.core.ids import new_id
from headway.core.models import User, WorkspaceRecord
from headway.core.roles import Role


class DomainRule(WorkspaceRecord):
    """Whoever proves an address of this domain may have an account and belongs to the workspace."""

    domain = models.CharField(max_length=100)
    role = models.CharField(max_length=20, choices=Role.choices)


class GroupRule(WorkspaceRecord):
    """Whoever is in this group of the directory belongs to the workspace, in a role and with positions."""

    group = models.CharField(max_length=100)
    role = models.CharField(max_length=20, choices=Role.choices)
    positions = models.JSONField(default=list, blank=True)


class ScimGroup(models.Model):
    """A group of the identity provider, as its directory last told; what it gives, rules say."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200, unique=True)
    external_id = models.CharField(max_length=254, blank=True, db_index=True)
    members = models.ManyToManyField(User, related_name="scim_groups", blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name


class ScimPerson(models.Model):
    """What the directory told of a user beyond what is kept of everybody; once removed there, no longer shown."""

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="scim_person")
    display_name = models.CharField(max_length=200, blank=True)
    given_name = models.CharField(max_length=200, blank=True)
    family_name = models.CharField(max_length=200, blank=True)
    formatted_name = models.CharField(max_length=200, blank=True)
    email_type = models.CharField(max_length=40, default="work", blank=True)
    is_email_primary = models.BooleanField(default=True)
    changed_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)


class DirectoryToken(models.Model):
    """The key of an identity provider's directory, which keeps the people of the whole installation."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=100)
    hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
