"""What search and keyboard keep of a person. The tables of the index are made by hand: see tables.py."""

from django.db import models
from django.utils import timezone

from headway.core.ids import new_id
from headway.core.models import User


class ShortcutsOff(models.Model):
    """A person who wants no shortcuts of single keys, in any workspace; the row goes when they want them again."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.OneToOneField(User, models.CASCADE, related_name="shortcuts_off")
    at = models.DateTimeField(default=timezone.now)
