"""Taking a feature away: when customers hear of it, when it ends, whom that hits."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from pydantic import Field

from headway.apps.discovery.reach import reach_of_accounts, reach_words
from headway.apps.launch.models import Deprecation
from headway.apps.launch.usage import WINDOW_DAYS, Usage, usage_of
from headway.core.access import rows
from headway.core.context import Context
from headway.core.errors import Conflict, Invalid
from headway.core.gate import Claim, Reach, state_of
from headway.core.records import Refs
from headway.core.registry import Question

DEPRECATION = "DRe5"
NO_USAGE = "no usage events have been imported"
NAMED_MOST = 20


class DeprecationStart(Question):
    """The events are those that mean the feature is used; without them nobody could say whom its end hits."""

    feature: str = Field(min_length=1, max_length=200, examples=["Card export as PDF"])
    events: Refs = Field(min_length=1, max_length=50, description="Names of usage events.")
    notice_on: date = Field(description="When customers are told.")
    ends_on: date = Field(description="When it is gone.")
    guide: str = Field(
        min_length=1, max_length=20_000, description="How customers move on: text or an address."
    )
    alternative: str = Field(min_length=1, max_length=500, description="What customers use instead.")


def start_claim(context: Context, question: DeprecationStart) -> Claim:
    """DRe5, reaching the accounts that used the feature lately and what they pay."""
    usage = usage_of(context, question.events)
    reach = reach_of_use(context, usage, question.events)
    days = (question.ends_on - question.notice_on).days
    words = (
        f"{question.feature} is taken away",
        f"Notice on {question.notice_on}, end on {question.ends_on}: {days} days to move on",
        f"Instead: {question.alternative}",
        f"Use is told by the events {', '.join(question.events)}",
        *_accounts_words(usage, question.events),
        reach_words(context, reach),
    )
    # Usage comes in daily: an approval holds until the number of accounts it hits has about doubled or halved.
    size = (reach.accounts or 0).bit_length()
    return Claim(
        DEPRECATION, words, state_of(question.feature, _open(context, question.feature), size), None, reach
    )


def _accounts_words(usage: Usage, events: Sequence[str]) -> list[str]:
    use = usage.of(events)
    if usage.last_at is None or not use.accounts:
        return []
    named = ", ".join(f"{one.ref} {one.name}" for one in usage.largest(use, NAMED_MOST))
    more = f" and {len(use.accounts) - NAMED_MOST:,} more" if len(use.accounts) > NAMED_MOST else ""
    return [f"Used in the {WINDOW_DAYS} days up to {usage.last_at:%Y-%m-%d} by {named}{more}"]


def reach_of_use(context: Context, usage: Usage, events: Sequence[str]) -> Reach:
    """The accounts that did these events lately, and what they pay; unknown where that cannot be told."""
    if usage.last_at is None:
        return Reach(None, None, reason=NO_USAGE)
    use = usage.of(events)
    if not use.accounts and use.reason():
        return Reach(
            None, None, reason=f"{use.reason().removesuffix(' too')}, and nobody of an account on record"
        )
    reach = reach_of_accounts(context, use.accounts)
    reason = "; ".join(part for part in (reach.reason, use.reason()) if part)
    return Reach(reach.arr_minor, reach.accounts, reason=reason)


def _open(context: Context, feature: str) -> list[str]:
    """Deprecations of the same feature that have not ended."""
    found = rows(Deprecation, context).filter(feature__iexact=feature).exclude(state=Deprecation.State.ENDED)
    return list(found.order_by("ref").values_list("ref", flat=True))


def refuse_start(context: Context, question: DeprecationStart) -> None:
    """Raise Invalid or Conflict where a feature may not be taken away like this."""
    least, days = settings.DEPRECATION_NOTICE_DAYS, (question.ends_on - question.notice_on).days
    if days < least:
        raise Invalid(
            f"Field ends_on: customers get {days} days between notice and end, and they are promised {least}."
        )
    if question.notice_on < context.today:
        raise Invalid(f"Field notice_on: {question.notice_on} is over; customers cannot be told in the past.")
    if earlier := _open(context, question.feature):
        raise Conflict(f"{question.feature} is on its way out already, in {earlier[0]}.")


def refuse_unknown_events(usage: Usage, events: Sequence[str]) -> None:
    """Raise Invalid for an event that was never recorded: a slip there would make everybody look untouched."""
    unknown = [event for event in events if event not in usage.known] if usage.last_at else []
    if unknown:
        raise Invalid(
            f"Field events: no event {unknown[0]!r} was ever recorded; analytics.usage_summary lists the events."
        )
