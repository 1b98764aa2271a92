"""Signing how far each chain of activity reaches, once a day or when asked."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time

from django.db import transaction
from django.utils import timezone

from headway.core.activity import REFUSED, append_installation, installation_lock
from headway.core.audit.anchors import NO_HEAD
from headway.core.audit.files import keep
from headway.core.audit.key import sign, signer
from headway.core.audit.models import SignedHead
from headway.core.audit.verifying import Verdict, verify
from headway.core.errors import HeadwayError
from headway.core.models import Activity, Workspace

WARNING = "core.audit_sign"


class Broken(HeadwayError):
    """A chain that is not whole is not signed: a signature would vouch for it."""

    status, kind, title = 409, "broken-log", "The activity log is not whole"


@dataclass(frozen=True)
class Signing:
    """What signing one chain came to: the head, None where nothing was to be signed, and what was found."""

    workspace: Workspace | None
    head: SignedHead | None
    verdict: Verdict

    @property
    def name(self) -> str:
        return name_of(self.workspace)

    @property
    def words(self) -> str:
        """What was done as the rest of a sentence about the log."""
        if self.head:
            return f"is signed to row {self.head.sequence} by head {self.head.number}"
        if self.verdict.whole and self.verdict.rows:
            return f"was signed to row {self.verdict.signed_to} before"
        return "has no rows to sign" if self.verdict.whole else f"{self.verdict.words}, so it was not signed"


def name_of(workspace: Workspace | None) -> str:
    return workspace.slug if workspace else "the installation"


def chains() -> Iterator[Workspace | None]:
    """Every chain that has rows or could have: that of the installation, as None, and each workspace's."""
    yield None
    yield from Workspace.objects.order_by("slug")


def sign_all(now: datetime, only: Iterable[Workspace | None] | None = None) -> list[Signing]:
    """Verify every chain, or only some, and sign where it ends; one that is not whole is left unsigned."""
    done = [_sign(workspace, now) for workspace in (chains() if only is None else only)]
    keep(list(SignedHead.objects.order_by("signed_at", "id")))
    return done


def sign_daily() -> int:
    """Sign each chain that is not signed today; gives how many heads were.

    Raises Broken, after signing the rest, and leaves a row about it in the installation's log, one a day.
    """
    now = timezone.now()
    done = sign_all(now, [one for one in chains() if not _signed_on(one, now)])
    if broken := [one for one in done if not one.verdict.whole]:
        told = " ".join(f"The log of {one.name} {one.verdict.words}." for one in broken)
        _warn(told, now)
        raise Broken(told)
    return sum(one.head is not None for one in done)


def _warn(told: str, now: datetime) -> None:
    today = datetime.combine(now.astimezone(UTC).date(), time(), UTC)
    if not Activity.objects.filter(workspace=None, action=WARNING, at__gte=today).exists():
        append_installation(now, "job", WARNING, told, outcome=REFUSED)


def _signed_on(workspace: Workspace | None, now: datetime) -> bool:
    return SignedHead.objects.filter(workspace=workspace, day=now.astimezone(UTC).date()).exists()


def _sign(workspace: Workspace | None, now: datetime) -> Signing:
    verdict = verify(workspace)
    if not verdict.whole or not verdict.rows:
        return Signing(workspace, None, verdict)
    with transaction.atomic():
        _lock(workspace)
        last = SignedHead.objects.filter(workspace=workspace).order_by("-number").first()
        there = last and (last.sequence, last.day) >= (verdict.rows, now.astimezone(UTC).date())
        return Signing(workspace, None if there else _signed(workspace, verdict, last, now), verdict)


def _signed(
    workspace: Workspace | None, verdict: Verdict, last: SignedHead | None, now: datetime
) -> SignedHead:
    head = SignedHead(
        workspace=workspace,
        number=last.number + 1 if last else 1,
        day=now.astimezone(UTC).date(),
        sequence=verdict.rows,
        hash=verdict.head,
        rows=verdict.rows,
        previous=last.own_hash if last else NO_HEAD,
        signed_at=now,
        key=signer().name,
    )
    head.signature = sign(head.statement)
    head.save(force_insert=True)
    return head


def _lock(workspace: Workspace | None) -> None:
    if workspace is None:
        installation_lock()
    else:
        Workspace.objects.select_for_update().get(pk=workspace.pk)
