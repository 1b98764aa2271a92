"""What a link may become: its columns for its audience, its last day, and the sites that may embed it."""

import re
from collections.abc import Sequence

from headway.core.context import Context
from headway.core.errors import HeadwayError, Invalid, Refused
from headway.core.lists.conditions import readable
from headway.core.sharing.addresses import asked
from headway.core.sharing.audiences import RULES, permits
from headway.core.sharing.models import ShareLink
from headway.core.sharing.sources import Source, Wanted, source_named
from headway.engine.filters.address import canonical

ORIGIN = re.compile(
    r"https://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?|http://(localhost|127\.0\.0\.1)(:\d{1,5})?"
)


def source_open(context: Context, what: str) -> Source:
    """What can be shared under that name, for whoever may read it. Raises NotFound or Refused."""
    source = source_named(what)
    if context.role not in source.roles:
        raise Refused(f"{source.plural} are not open to the role {context.role.label.lower()}.")
    return source


def address_checked(context: Context, source: Source, address: str) -> str:
    """The address in its one form, all of whose conditions work. Raises Invalid.

    A condition that cannot be used would be left out, and the link would show more than was meant.
    """
    found = canonical(readable(address))
    filters = asked(found).filters
    if filters and not source.filtered:
        raise Invalid(f"Field address: {source.plural} is shared as a whole; take the conditions off.")
    if not filters and source.named:
        raise Invalid(
            f"Field address: say which {source.label.lower()}; the page Share names those there are."
        )
    if not filters:
        return found
    try:
        columns = source.first(context)[:1]
        problems = source.rows(context, Wanted(columns, filters, limit=1)).problems
    except HeadwayError as error:
        raise Invalid(f"Field address: {error.detail}") from error
    if problems:
        raise Invalid(f"Field address: {problems[0]}")
    return found


def columns_checked(
    context: Context, source: Source, audience: str, names: Sequence[str], address: str
) -> tuple[list[str], list[str]]:
    """The columns for an audience: those named, or those of the view; and the labels of what it may not see.

    Raises Invalid for a named column that is not there or not for this audience, and where nothing is left.
    """
    rule, known = RULES[audience], source.columns(context)
    if names:
        for name in names:
            if name not in known:
                raise Invalid(f"Field columns: {source.plural} have no column {name[:60]!r}.")
            if not permits(rule, source.name, known[name]):
                said = f"{known[name].label} is not shown to the audience {rule.label.lower()}"
                raise Invalid(f"Field columns: {said}; leave it out or choose another audience.")
        return list(dict.fromkeys(names)), []
    if audience == ShareLink.Audience.CUSTOM:
        raise Invalid("Field columns: the audience custom shows what you name; name the columns.")
    wanted = wanted_columns(context, source, address)
    fit = [name for name in wanted if permits(rule, source.name, known[name]) and not known[name].is_custom]
    if not fit:
        raise Invalid(
            f"Field audience: nothing of {source.plural.lower()} is shown to the audience {rule.label.lower()}."
        )
    return fit, [known[name].label for name in wanted if name not in fit]


def wanted_columns(context: Context, source: Source, address: str) -> list[str]:
    """The columns of a view that there are, the title first."""
    known = source.columns(context)
    names = (source.title, *(asked(address).columns or source.first(context)))
    return [name for name in dict.fromkeys(names) if name in known]


def embedding_checked(embed: bool, origins: Sequence[str], has_password: bool) -> list[str]:
    """The sites that may embed a link, in their one form. Raises Invalid."""
    found = [one.strip().rstrip("/").lower() for one in origins]
    for one in found:
        if not ORIGIN.fullmatch(one):
            raise Invalid(f"Field origins: {one[:100]!r} is no site; write it like https://example.com.")
    if embed and not found:
        raise Invalid("Field origins: name the sites that may embed the link, such as https://example.com.")
    if embed and has_password:
        raise Invalid("Field embed: a page in a frame cannot ask for a password; leave one of the two out.")
    return list(dict.fromkeys(found)) if embed else []
