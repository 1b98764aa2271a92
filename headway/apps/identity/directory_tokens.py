"""Keys of directories: made and revoked by whoever runs the installation, never by an admin of one workspace.

A directory can close every account of the installation, which is more than any workspace has to say.
"""

import secrets
from datetime import datetime, timedelta

from django.db.models import QuerySet

from headway.apps.identity.directory import Directory, directory_at
from headway.apps.identity.models import DirectoryToken
from headway.core import activity
from headway.core.errors import NotFound, SignInNeeded
from headway.core.models import User, token_hash
from headway.core.token_use import NOTED_EVERY, hardly_waiting


def directory_token_make(actor: User, name: str, days_valid: int, now: datetime) -> str:
    """A new key to SCIM; the secret is given back this once."""
    secret = "hwd_" + secrets.token_urlsafe(32)
    token = DirectoryToken.objects.create(
        name=name, hash=token_hash(secret), created_at=now, expires_at=now + timedelta(days=days_valid)
    )
    changes = {"token": str(token.pk), "days_valid": days_valid}
    activity.append_installation(
        now, "cli", "scim.token_make", "Made a key for a directory", changes=changes, actor=actor
    )
    directory_at(now)
    return secret


def directory_token_revoke(actor: User, name: str, now: datetime) -> int:
    """Make the keys with that name useless; how many. Raises NotFound where there is none."""
    found = list(DirectoryToken.objects.filter(name=name, revoked_at=None))
    if not found:
        raise NotFound(f"No directory key named {name!r} is in use; `headway directory keys` lists them.")
    DirectoryToken.objects.filter(pk__in=[one.pk for one in found]).update(revoked_at=now)
    changes = {"tokens": [str(one.pk) for one in found]}
    activity.append_installation(
        now, "cli", "scim.token_revoke", "Revoked a key of a directory", changes=changes, actor=actor
    )
    return len(found)


def directory_tokens() -> QuerySet[DirectoryToken]:
    """Every key that was ever made, the latest first."""
    return DirectoryToken.objects.order_by("-created_at")


def directory_by_token(secret: str, now: datetime) -> Directory:
    """The directory that a key stands for. Raises SignInNeeded when it is unknown, old or revoked."""
    token = DirectoryToken.objects.filter(hash=token_hash(secret), revoked_at=None).first()
    if token is None or token.expires_at <= now:
        raise SignInNeeded("The directory key is unknown, expired or revoked; the operator makes a new one.")
    if not token.last_used_at or token.last_used_at <= now - NOTED_EVERY:
        with hardly_waiting():
            DirectoryToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return directory_at(now)
