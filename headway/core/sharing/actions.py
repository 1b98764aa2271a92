"""Making, changing and revoking links. Their secrets and passwords are in no log."""

import secrets
from datetime import timedelta
from typing import Any

from django.contrib.auth.hashers import make_password

from headway.core.access import row
from headway.core.actions import ref_of
from headway.core.answers import RecordRef
from headway.core.context import Context
from headway.core.errors import Conflict, Invalid, Refused
from headway.core.lists.conditions import readable
from headway.core.models import token_hash
from headway.core.records import next_ref
from headway.core.registry import Done, action
from headway.core.roles import ADMINS, DECIDERS
from headway.core.sharing.answers import LinkChange, LinkChanged, LinkMade, LinkMake, LinkRef
from headway.core.sharing.making import (
    address_checked,
    columns_checked,
    embedding_checked,
    source_open,
)
from headway.core.sharing.models import ShareLink
from headway.core.sharing.sources import source_named

SECRET_BYTES = 32


@action("sharing.link_make", roles=DECIDERS)
def link_make(context: Context, question: LinkMake) -> Done[LinkMade]:
    """Make an address by which people without an account see a list, as far as its audience may.

    It shows what the person may read, and stops once the person may not. Raises NotFound for what cannot be
    shared, Invalid for a view whose conditions do not work, a column that the audience may not see, or a site that is
    none.
    """
    source = source_open(context, question.what)
    address = address_checked(context, source, question.address)
    columns, left_out = columns_checked(context, source, question.audience, question.columns, address)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    link = ShareLink(
        workspace=context.workspace,
        ref=next_ref(context, ShareLink, "SH"),
        created_at=context.now,
        what=source.name,
        address=address,
        audience=question.audience,
        columns=columns,
        title=_filled(question.title),
        note=readable(question.note).strip(),
        expires_at=context.now + timedelta(days=question.days),
        password=make_password(question.password) if question.password else "",
        secret_hash=token_hash(secret),
        is_embeddable=question.embed,
        origins=embedding_checked(question.embed, question.origins, bool(question.password)),
        made_by=context.actor,
    )
    link.save(force_insert=True)
    answer = LinkMade(ref=link.ref, path=f"/s/{secret}/", columns=columns, left_out=left_out)
    summary = f"Shared {source.plural.lower()} with {link.get_audience_display().lower()} as {link.title}"
    return Done(answer, summary, link, {name: {"after": value} for name, value in _told(link).items()})


def _filled(title: str) -> str:
    found = " ".join(readable(title).split())
    if not found:
        raise Invalid("Field title: it is empty; write what visitors see at the top.")
    return found


def _told(link: ShareLink) -> dict[str, Any]:
    """What the log says of a link."""
    return {
        "what": link.what,
        "address": link.address,
        "audience": link.audience,
        "columns": link.columns,
        "title": link.title,
        "note": link.note,
        "expires_at": link.expires_at.isoformat(),
        "password": "asked for" if link.password else "none",
        "embed": link.is_embeddable,
        "origins": link.origins,
    }


@action("sharing.link_change", roles=DECIDERS)
def link_change(context: Context, question: LinkChange) -> Done[LinkChanged]:
    """Change who sees what by a link, for how long, with which password; its address stays.

    Whoever made it changes it, and an admin. Another audience takes away the columns it may not see. Raises Conflict
    for a link that was revoked, else as sharing.link_make.
    """
    link = _changeable(context, question.ref)
    before, had = _told(link), link.password
    left_out = _shown_change(context, link, question)
    link.title = link.title if question.title is None else _filled(question.title)
    link.note = link.note if question.note is None else readable(question.note).strip()
    if question.days:
        link.expires_at = context.now + timedelta(days=question.days)
    if question.password:
        link.password = make_password(question.password)
    elif question.without_password:
        link.password = ""  # nosec B105 - none
    link.is_embeddable = link.is_embeddable if question.embed is None else question.embed
    origins = link.origins if question.origins is None else question.origins
    link.origins = embedding_checked(link.is_embeddable, origins, bool(link.password))
    after = _told(link)
    changes = {
        name: {"before": before[name], "after": after[name]} for name in after if before[name] != after[name]
    }
    if link.password != had and link.password:
        changes["password"] = {"before": before["password"], "after": "another one"}
    link.version += 1
    link.save()
    answer = LinkChanged(ref=link.ref, version=link.version, columns=link.columns, left_out=left_out)
    return Done(answer, f"Changed the shared link {link.title}", link, changes)


def _shown_change(context: Context, link: ShareLink, question: LinkChange) -> list[str]:
    """Another audience or other columns for a link; gives the labels of what the audience may not see."""
    if question.audience is None and question.columns is None:
        return []
    source = source_named(link.what)
    link.audience = question.audience or link.audience
    link.columns, left_out = columns_checked(
        context, source, link.audience, question.columns or [], link.address
    )
    return left_out


def _changeable(context: Context, ref: str) -> ShareLink:
    link = row(ShareLink, context, ref)
    if link.made_by_id != context.actor.pk and context.role not in ADMINS:
        raise Refused(f"The link {link.ref} is of {link.made_by}; ask that person or an admin.")
    if link.revoked_at:
        raise Conflict(f"The link {link.ref} was revoked; make a new one.")
    return link


@action("sharing.link_revoke", roles=DECIDERS, destructive=True)
def link_revoke(context: Context, question: LinkRef) -> Done[RecordRef]:
    """Make a link useless from now on, for good; whoever made it may, and an admin.

    Raises NotFound, Refused for a link of somebody else, Conflict where it was revoked before.
    """
    link = _changeable(context, question.ref)
    link.revoked_at, link.revoked_by, link.version = context.now, context.actor, link.version + 1
    link.save(update_fields=["revoked_at", "revoked_by", "version"])
    link.tries.all().delete()
    return Done(ref_of(link), f"Revoked the shared link {link.title}", link, {"revoked": {"after": True}})
