"""What can be asked about links: which there are, how each stands, what its visitors see, what audiences may see."""

from collections.abc import Mapping
from typing import Any

from headway.core.access import row, rows
from headway.core.answers import RefQuestion
from headway.core.context import Context
from headway.core.errors import Conflict, HeadwayError
from headway.core.models import Membership
from headway.core.paging import latest_of
from headway.core.registry import query
from headway.core.roles import ADMINS, DECIDERS
from headway.core.sharing.answers import (
    AudienceColumn,
    AudienceShown,
    AudiencesList,
    AudiencesQuestion,
    LinkDetail,
    LinkList,
    LinkListQuestion,
    LinkRow,
    SharedPage,
)
from headway.core.sharing.audiences import RULES, Rule, permits
from headway.core.sharing.making import source_open, wanted_columns
from headway.core.sharing.models import ShareLink
from headway.core.sharing.opening import context_of, standing
from headway.core.sharing.reading import Choice, Closed, opened, shared_page
from headway.core.sharing.sources import Source, source_named

GONE = "Whoever made it is no member any more."


@query("sharing.link_list", roles=DECIDERS)
def link_list(context: Context, question: LinkListQuestion) -> LinkList:
    """The links by which lists of the workspace are seen from outside, the latest first; never their secrets.

    A fixed number of SQL queries. Raises Invalid for an `after` that no answer gave.
    """
    found = rows(ShareLink, context).select_related("made_by")
    if question.state == "open":
        found = found.filter(revoked_at=None, expires_at__gt=context.now)
    elif question.state == "ended":
        found = found.exclude(revoked_at=None, expires_at__gt=context.now)
    part, more = latest_of(found, question, "created_at")
    roles = _roles(context)
    return LinkList(rows=[LinkRow(**_row(context, link, roles)) for link in part], next=more)


def _roles(context: Context) -> dict[object, str]:
    return dict(rows(Membership, context).filter(user__is_active=True).values_list("user", "role"))


def _row(context: Context, link: ShareLink, roles: Mapping[object, str]) -> dict[str, Any]:
    stands = standing(link, roles, context.now)
    return {
        "ref": link.ref, "what": link.what, "what_label": _label(link.what), "address": link.address,
        "audience": link.audience, "audience_label": link.get_audience_display(), "title": link.title,
        "note": link.note, "columns": link.columns, "expires_at": link.expires_at,
        "has_password": bool(link.password), "embed": link.is_embeddable, "origins": link.origins,
        "made_by": str(link.made_by), "made_at": link.created_at, "revoked_at": link.revoked_at,
        "opened": link.opened, "last_opened_at": link.last_opened_at, "state": stands.state,
        "reason": stands.reason, "version": link.version,
        "changeable": not link.revoked_at and (context.role in ADMINS or link.made_by_id == context.actor.pk),
    }  # fmt: skip


def _label(what: str) -> str:
    try:
        return source_named(what).plural
    except HeadwayError:
        return what


@query("sharing.link_detail", roles=DECIDERS)
def link_detail(context: Context, question: RefQuestion) -> LinkDetail:
    """One link: how it stands, the columns its visitors see today, and those they do not see any more.

    Raises NotFound.
    """
    link = row(ShareLink, context, question.ref)
    found = _row(context, link, _roles(context))
    shown: list[str] = []
    maker = context_of(link, context.now)
    if found["state"] == "open" and maker:
        try:
            shown = [one.name for one in opened(link, maker).columns]
            shared_page(link, maker, Choice())
        except Closed as reason:
            found |= {"state": "stopped", "reason": str(reason)}
    hidden = [name for name in link.columns if name not in shown]
    return LinkDetail(**found, shown=shown, hidden=hidden)


@query("sharing.link_preview", roles=DECIDERS)
def link_preview(context: Context, question: RefQuestion) -> SharedPage:
    """What a visitor of a link sees first, without counting as an opening.

    Raises NotFound, and Conflict with the reason where the link shows nothing.
    """
    link = row(ShareLink, context, question.ref)
    stands, maker = standing(link, _roles(context), context.now), context_of(link, context.now)
    if stands.state != "open" or maker is None:
        raise Conflict(f"The link {link.ref} shows nothing: {stands.reason or GONE}")
    try:
        return shared_page(link, maker, Choice())
    except Closed as reason:
        raise Conflict(f"The link {link.ref} shows nothing: {reason}") from reason


@query("sharing.audience_list", roles=DECIDERS)
def audience_list(context: Context, question: AudiencesQuestion) -> AudiencesList:
    """The audiences that a list can be shared with, and the columns that each may see of it.

    Raises NotFound for what cannot be shared, Refused where the person may not read it.
    """
    source = source_open(context, question.what)
    chosen = set(wanted_columns(context, source, question.address))
    return AudiencesList(
        what=source.name,
        label=source.label,
        plural=source.plural,
        rows=[_audience(context, source, name, rule, chosen) for name, rule in RULES.items()],
    )


def _audience(context: Context, source: Source, name: str, rule: Rule, chosen: set[str]) -> AudienceShown:
    fit = [one for one in source.columns(context).values() if permits(rule, source.name, one)]
    columns = [
        AudienceColumn(name=one.name, label=one.label, chosen=one.name in chosen and not one.is_custom)
        for one in fit
    ]
    return AudienceShown(name=name, label=rule.label, said=rule.said, columns=columns)
