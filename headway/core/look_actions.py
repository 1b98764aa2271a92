"""How pages look and in which language, time and notation they write, as a person chooses it for themselves."""

from typing import Any, Literal

from headway.core.access import rows
from headway.core.actions import ref_of
from headway.core.answers import RecordRef
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.locales import WEEKDAYS, MoneyShown, Tag, Weekday, Zone
from headway.core.models import Membership
from headway.core.registry import Done, Empty, Question, action
from headway.core.roles import EVERYONE

UNCHOSEN = {"theme": "system", "contrast": "system", "density": "comfortable"}


class ThemeSet(Question):
    theme: Literal["system", "light", "dark"] | None = None
    contrast: Literal["system", "usual", "more"] | None = None
    density: Literal["comfortable", "compact"] | None = None


@action("core.theme_set", roles=EVERYONE)
def theme_set(context: Context, question: ThemeSet) -> Done[RecordRef]:
    """Choose how the pages look for the asking person: light or dark, how much contrast, how dense.

    `system` follows what the person's device asks for; what is left out stays.
    """
    changes = question.model_dump(exclude_none=True)
    if not changes:
        raise Invalid("Nothing was chosen; give theme, contrast or density.")
    kept = {name: "" if one == UNCHOSEN[name] else one for name, one in changes.items()}
    return _chosen(context, kept, changes)


class LocaleSet(Question):
    """`workspace` follows the workspace; what is left out stays."""

    locale: Tag | Literal["workspace"] | None = None
    time_zone: Zone | Literal["workspace"] | None = None
    week_start: Weekday | Literal["workspace"] | None = None
    money_shown: MoneyShown | Literal["workspace"] | None = None


@action("core.locale_set", roles=EVERYONE)
def locale_set(context: Context, question: LocaleSet) -> Done[RecordRef]:
    """Choose the language of dates and numbers, the time zone, the first day of the week and how currencies
    show, for the asking person; `workspace` follows the workspace, and what is left out stays."""
    changes = question.model_dump(exclude_none=True)
    if not changes:
        raise Invalid("Nothing was chosen; give locale, time_zone, week_start or money_shown.")
    kept: dict[str, Any] = {name: "" if one == "workspace" else one for name, one in changes.items()}
    if "week_start" in kept:
        kept["week_start"] = WEEKDAYS.get(kept["week_start"])
    return _chosen(context, kept, changes)


def _chosen(context: Context, kept: dict[str, Any], changes: dict[str, str]) -> Done[RecordRef]:
    user = context.actor
    told = {
        name: {"before": getattr(user, name) or UNCHOSEN.get(name, "workspace"), "after": changes[name]}
        for name in kept
    }
    for name, value in kept.items():
        setattr(user, name, value)
    user.save(update_fields=list(kept))
    words = ", ".join(f"{name.replace('_', ' ')} to {one}" for name, one in changes.items())
    return Done(ref_of(user, user.email), f"Set {words}", user, told)


@action("core.first_steps_dismiss", roles=EVERYONE)
def first_steps_dismiss(context: Context, question: Empty) -> Done[RecordRef]:
    """Take the first steps off Today for the asking person, in this workspace."""
    member = rows(Membership, context).get(user=context.actor)
    member.steps_dismissed_at = context.now
    member.save(update_fields=["steps_dismissed_at"])
    return Done(ref_of(member, context.actor.email), "Took the first steps off Today", member)
