"""Fields that a workspace adds to its records, and views of lists that people keep."""

from typing import Any, ClassVar

from django.db import models

from headway.core.ids import new_id
from headway.core.models import User, Workspace, WorkspaceRecord


class Customised(models.Model):
    """What a record has that can carry the workspace's own fields: their values by the field's name.

    A value that is unknown is left out, never null, so that both databases find it missing.
    """

    custom = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True


class CustomField(WorkspaceRecord):
    """A field that the workspace added to a kind of record. A removed one keeps its values and can come back."""

    WORK_OF_PEOPLE = models.Q()

    class Type(models.TextChoices):
        TEXT = "text", "Text"
        NUMBER = "number", "Number"
        MONEY = "money", "Money"
        DATE = "date", "Date"
        SELECT = "select", "Select"
        MULTI_SELECT = "multi_select", "Multi-select"
        PERSON = "person", "Person"
        LINK = "link", "Link"
        FORMULA = "formula", "Formula"

    kind = models.CharField(max_length=60)
    name = models.CharField(max_length=60)
    label = models.CharField(max_length=100)
    type = models.CharField(max_length=12, choices=Type.choices)
    options = models.JSONField(default=list, blank=True)  # [{"value", "label"}]
    formula = models.CharField(max_length=500, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta(WorkspaceRecord.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *WorkspaceRecord.Meta.constraints,
            models.UniqueConstraint(fields=["workspace", "kind", "name"], name="one_custom_field_each"),
        ]


class SavedView(WorkspaceRecord):
    """A list as somebody wants to find it again: its address, whose it is, and whether others see it.

    The address is kept a part a line and unescaped, so that an erasure finds the names in it. A removed one is
    seen by nobody, can be brought back for a while, and then goes for good.
    """

    WORK_OF_PEOPLE = models.Q()

    kind = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    address = models.TextField(blank=True)
    owner = models.ForeignKey(User, models.CASCADE, related_name="+")
    shared = models.BooleanField(default=False)
    is_default = models.BooleanField(default=False)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta(WorkspaceRecord.Meta):
        indexes = [models.Index(fields=["workspace", "kind"])]


class ViewChoice(models.Model):
    """That a person keeps a saved view among the favourites, or opens a list with it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    view = models.ForeignKey(SavedView, models.CASCADE, related_name="choices")
    is_favourite = models.BooleanField(default=False)
    is_default = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "view"], name="one_view_choice_each")]


def values_of(record: models.Model) -> dict[str, Any]:
    """The custom values of a record; empty for a kind that has none."""
    found = getattr(record, "custom", None)
    return dict(found) if isinstance(found, dict) else {}
