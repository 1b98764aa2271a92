"""What can be asked around launches: readiness templates, and features on their way out."""

from django.db.models import Q
from pydantic import Field

from headway.apps.launch.answers import (
    AffectedAccount,
    CriterionRow,
    DeprecationList,
    DeprecationRow,
    ReadinessList,
    ReadinessRow,
)
from headway.apps.launch.leaving import NAMED_MOST, NO_USAGE
from headway.apps.launch.models import Deprecation, ReadinessTemplate
from headway.apps.launch.usage import Usage, Use, usage_of
from headway.core.access import row, rows
from headway.core.answers import PageQuestion
from headway.core.context import Context
from headway.core.figures import Figure
from headway.core.paging import first_of
from headway.core.registry import query


class ReadinessQuestion(PageQuestion):
    tier: str = Field("", max_length=8)


@query("launch.readiness_list")
def readiness_list(context: Context, question: ReadinessQuestion) -> ReadinessList:
    """The templates of what has to hold before launches, in the order they were made; filtered by tier."""
    found = rows(ReadinessTemplate, context).order_by("id")
    if question.tier:
        found = found.filter(tier=question.tier)
    if question.after:
        found = found.filter(pk__gt=row(ReadinessTemplate, context, question.after).pk)
    shown, more = first_of(found, question.limit)
    return ReadinessList(rows=[_readiness_row(one) for one in shown], next=more)


def _readiness_row(one: ReadinessTemplate) -> ReadinessRow:
    criteria = [CriterionRow.model_validate(part) for part in one.criteria]
    return ReadinessRow(id=one.ref, version=one.version, name=one.name, tier=one.tier, criteria=criteria)


class DeprecationsQuestion(PageQuestion):
    limit: int = Field(20, ge=1, le=50)
    state: str = Field("", max_length=10)


@query("launch.deprecation_list")
def deprecation_list(context: Context, question: DeprecationsQuestion) -> DeprecationList:
    """The features on their way out, the one that ends first in front, with the accounts that still used them lately.

    Accounts and their ARR are counted over the 91 days up to the last recorded event; unknown is null with a reason.
    """
    found = rows(Deprecation, context).select_related("started_by").order_by("ends_on", "id")
    if question.state:
        found = found.filter(state=question.state)
    if question.after:
        last = row(Deprecation, context, question.after)
        found = found.filter(Q(ends_on__gt=last.ends_on) | Q(ends_on=last.ends_on, pk__gt=last.pk))
    shown, more = first_of(found, question.limit)
    usage = usage_of(context, sorted({event for one in shown for event in one.events}))
    return DeprecationList(rows=[_deprecation_row(context, one, usage) for one in shown], next=more)


def _deprecation_row(context: Context, one: Deprecation, usage: Usage) -> DeprecationRow:
    use = usage.of(one.events)
    affected = usage.largest(use, NAMED_MOST)
    return DeprecationRow(
        id=one.ref, version=one.version, feature=one.feature, events=one.events, state=one.state,
        notice_on=one.notice_on, ends_on=one.ends_on, guide=one.guide, alternative=one.alternative,
        accounts=_accounts(use, usage), arr=_arr(context, use, usage),
        affected=[AffectedAccount(id=c.ref, name=c.name, arr_minor=c.arr_minor) for c in affected],
        accounts_at_start=one.accounts_at_start, started_by=str(one.started_by),
    )  # fmt: skip


def _accounts(use: Use, usage: Usage) -> Figure:
    """How many accounts used it; unknown where no usage is recorded, or only by people of no account."""
    count = len(use.accounts)
    is_known = usage.last_at is not None and (count > 0 or not use.reason())
    return Figure(
        value=count if is_known else None, unit="accounts", n=count, as_of=usage.last_at,
        definition="launch.affected_accounts@1", reason=NO_USAGE if usage.last_at is None else use.reason(),
    )  # fmt: skip


def _arr(context: Context, use: Use, usage: Usage) -> Figure:
    """What those accounts pay in a year, as far as it is known."""
    known = [arr for ref in use.accounts if (arr := usage.customers[ref].arr_minor) is not None]
    lacking = len(use.accounts) - len(known)
    reason = f"the ARR of {lacking:,} of {len(use.accounts):,} accounts is unknown" if lacking else ""
    accounts = _accounts(use, usage)
    is_known = accounts.value is not None and (known or not use.accounts)
    return Figure(
        value=sum(known) / 100 if is_known else None, unit=f"{context.workspace.currency} a year", n=len(known),
        as_of=usage.last_at, definition="launch.affected_arr@1", reason=reason or accounts.reason,
    )  # fmt: skip
