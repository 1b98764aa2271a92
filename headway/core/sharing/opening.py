"""A link is opened by the secret in its address, and by its password where it has one.

Whatever keeps a link from opening looks the same from outside; only its maker is told why.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from headway.core.activity import append_installation
from headway.core.context import Context
from headway.core.models import Membership, token_hash
from headway.core.roles import Role
from headway.core.sharing.models import ShareLink, ShareTry
from headway.core.token_use import hardly_waiting

# From everywhere together, so that many places do not try many passwords.
TRIES_OF_LINK_MOST = 50
Tried = Literal["right", "wrong", "locked"]


@dataclass(frozen=True)
class Standing:
    """Whether a link opens, else why not."""

    state: Literal["open", "expired", "revoked", "stopped"]
    reason: str = ""


def link_opened(secret: str, now: datetime) -> tuple[ShareLink, Context] | None:
    """The link with that secret and whom it acts for; None where it is unknown, over, or its maker is gone."""
    joined = ShareLink.objects.select_related("workspace", "made_by")
    link = joined.filter(secret_hash=token_hash(secret), revoked_at=None, expires_at__gt=now).first()
    context = context_of(link, now) if link else None
    return (link, context) if link and context else None


def context_of(link: ShareLink, now: datetime) -> Context | None:
    """The maker of a link as whoever opens it reads; None once the maker is no member or not active."""
    member = Membership.objects.filter(
        workspace=link.workspace, user=link.made_by, user__is_active=True
    ).first()
    return Context(link.workspace, link.made_by, Role(member.role), "web", now) if member else None


def standing(link: ShareLink, roles: Mapping[object, str], now: datetime) -> Standing:
    """How a link stands; `roles` are those of the members that are active, by their user."""
    if link.revoked_at:
        return Standing("revoked", "It was revoked.")
    if link.expires_at <= now:
        return Standing("expired", "Its last day is over.")
    if link.made_by_id not in roles:
        return Standing("stopped", "Whoever made it is no member any more.")
    return Standing("open")


def opening_count(link: ShareLink, now: datetime) -> None:
    """Note that a link was opened, and nothing about who did."""
    with hardly_waiting():
        ShareLink.objects.filter(pk=link.pk).update(opened=F("opened") + 1, last_opened_at=now)


def password_try(link: ShareLink, password: str, place: str, now: datetime) -> Tried:
    """Try a password on a link from a place; after too many, that place waits, and in the end every place.

    A try counts before it is looked at, so that many at once are no way round. The limits are those of signing in.
    """
    mark = salted_hmac("headway.core.sharing.tries", place, algorithm="sha256").hexdigest()
    if not _try_noted(link, mark, now):
        return "locked"
    if not check_password(password, link.password):
        return "wrong"
    ShareTry.objects.filter(link=link, place=mark).delete()
    return "right"


def is_locked(link: ShareLink, place: str, now: datetime) -> bool:
    """Whether a place has to wait before it may try a password again."""
    mark = salted_hmac("headway.core.sharing.tries", place, algorithm="sha256").hexdigest()
    return _is_full(link, mark, now)


def _try_noted(link: ShareLink, mark: str, now: datetime) -> bool:
    with transaction.atomic():
        ShareLink.objects.select_for_update().get(pk=link.pk)
        ShareTry.objects.filter(link=link, at__lte=now - settings.AXES_COOLOFF_TIME).delete()
        if _is_full(link, mark, now):
            return False
        ShareTry.objects.create(workspace=link.workspace, link=link, place=mark, at=now)
        if _is_full(link, mark, now):
            words = "Refused further passwords for a shared link for a while"
            append_installation(now, "web", "sharing.lock_out", words, outcome="refused")
        return True


def _is_full(link: ShareLink, mark: str, now: datetime) -> bool:
    tries = ShareTry.objects.filter(link=link, at__gt=now - settings.AXES_COOLOFF_TIME)
    own = tries.filter(place=mark).count()
    return own >= settings.AXES_FAILURE_LIMIT or tries.count() >= TRIES_OF_LINK_MOST


def unlock_mark(link: ShareLink) -> str:
    """What a browser keeps to show that it gave the password; another password makes it worthless."""
    said = f"{link.pk}:{link.password}"
    return salted_hmac("headway.core.sharing.unlocked", said, algorithm="sha256").hexdigest()
