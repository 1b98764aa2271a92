"""What a person's row carries besides who it is: how a directory knows them, and how they want pages to be."""

from django.db import models


class ScimIdentity(models.Model):
    """The fields an identity provider's SCIM client reads and writes; unused until one is connected."""

    scim_id = models.CharField(max_length=254, null=True, blank=True, default=None, unique=True)
    scim_external_id = models.CharField(  # noqa: DJ001 - unknown is null, and null may repeat
        max_length=254, null=True, blank=True, default=None, db_index=True
    )

    class Meta:
        abstract = True


class Choices(models.Model):
    """How pages look and write for a person; empty follows the system, or the workspace."""

    theme = models.CharField(max_length=8, blank=True)
    contrast = models.CharField(max_length=8, blank=True)
    density = models.CharField(max_length=8, blank=True)
    locale = models.CharField(max_length=10, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    week_start = models.PositiveSmallIntegerField(null=True, blank=True)
    money_shown = models.CharField(max_length=8, blank=True)
    shortcuts_off = models.BooleanField(default=False)

    class Meta:
        abstract = True
