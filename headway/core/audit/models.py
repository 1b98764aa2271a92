"""What proves the ends of the chains of activity: signatures, which nobody without the key can make."""

from typing import Any

from django.db import models

from headway.core.audit.canonical import canonical, digest, microseconds
from headway.core.ids import new_id
from headway.core.models import Workspace


class SignedHead(models.Model):
    """How far a chain of activity reached on a day, signed. Rows are only ever added; each names the one before.

    Heads without a workspace are those of the installation's chain. `day` is the day of signing in UTC;
    `sequence` and `hash` are those of the last row then, `rows` how many there were from the first.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.PROTECT, null=True, blank=True, related_name="+")
    number = models.PositiveIntegerField()
    day = models.DateField()
    sequence = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)
    rows = models.PositiveBigIntegerField()
    previous = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    key = models.CharField(max_length=16)
    signature = models.CharField(max_length=128)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "number"], name="one_signed_head_each"),
            models.UniqueConstraint(
                fields=["number"],
                condition=models.Q(workspace=None),
                name="one_installation_signed_head_each",
            ),
        ]

    @property
    def statement(self) -> str:
        """What is signed, byte for byte."""
        said: dict[str, Any] = {
            "kind": "headway signed head 1",
            "workspace": str(self.workspace_id),
            "number": self.number,
            "day": self.day.isoformat(),
            "sequence": self.sequence,
            "hash": self.hash,
            "rows": self.rows,
            "previous": self.previous,
            "signed_at": microseconds(self.signed_at),
            "key": self.key,
        }
        return canonical(said)

    @property
    def own_hash(self) -> str:
        """What the next head of the chain names as the one before it."""
        return digest(self.statement)


class ChainEnd(models.Model):
    """Where a chain of activity ends now, signed anew with each row: a row taken off or put on behind it shows.

    Its id is that of the workspace, and zero for the installation's chain, so that each chain has one.
    """

    # Without a default, saving is one UPDATE where the row is there.
    id = models.UUIDField(primary_key=True, editable=False)
    workspace = models.OneToOneField(Workspace, models.PROTECT, null=True, blank=True, related_name="+")
    sequence = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)
    key = models.CharField(max_length=16)
    signature = models.CharField(max_length=128)

    @property
    def statement(self) -> str:
        """What is signed, byte for byte."""
        said = {
            "kind": "headway chain end 1",
            "workspace": str(self.workspace_id),
            "sequence": self.sequence,
            "hash": self.hash,
            "key": self.key,
        }
        return canonical(said)
