"""What can be changed about cohorts: save, refresh and remove them."""

from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from headway.apps.analytics.behaviour.questions import PeopleBehind
from headway.apps.cohorts.keeping import cohort_named, members_keep, people_counted, refuse_too_many
from headway.apps.cohorts.models import Cohort
from headway.core.access import rows
from headway.core.actions import ref_of
from headway.core.answers import RecordRef, RefQuestion
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.records import record_save
from headway.core.registry import Done, Question, action
from headway.core.roles import MAKERS

People = Sequence[str] | None


class CohortSave(Question):
    """A new one needs `behind` (a number of a question about behaviour, as for `analytics.people_behind`) or
    `people` (a list of ids)."""

    ref: str = Field(pattern="^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$", examples=["came-back"])
    name: str | None = Field(None, min_length=1, max_length=200)
    about: str | None = Field(None, max_length=500)
    behind: PeopleBehind | None = None
    people: list[str] | None = Field(None, max_length=500_000)
    by: Literal["person", "account"] | None = Field(None, description="Of a list; a question says it itself.")
    shown_to: Literal["everybody", "owner"] | None = None


def counted(context: Context, question: CohortSave) -> People:
    """Whom the cohort is to hold; None where that stays as it is."""
    if question.behind is not None and question.people is not None:
        raise Invalid("Give the question behind the cohort or a list of people, not both.")
    if question.behind is not None:
        if question.behind.question.get("events") is not None:
            raise Invalid("A cohort is of stored events; take events out of its question.")
        return people_counted(context, question.behind)
    return None if question.people is None else refuse_too_many(question.people)


@action("cohorts.cohort_save", roles=MAKERS, prepare=counted)
def cohort_save(context: Context, question: CohortSave, people: People) -> Done[RecordRef]:
    """Save people under a name, or change the cohort with that ref; what is left out stays as it is.

    Raises Invalid where a new one has no name or nobody to hold, and for more than 500,000 people.
    """
    is_new = not rows(Cohort, context).filter(ref=question.ref).exists()
    if is_new and people is None:
        raise Invalid("Field behind: a new cohort needs the question behind it, or a list of people.")
    values: dict[str, object] = question.model_dump(include={"name", "about", "shown_to", "by"})
    if question.behind is not None:
        values["behind"] = question.behind.model_dump(mode="json", exclude={"limit", "after"})
        values["by"] = str(question.behind.question.get("by") or "person")
    elif question.people is not None:
        values["behind"] = {}
    if is_new:
        values |= {"owner": context.actor, "refreshed_at": context.now}
    else:
        cohort_named(context, question.ref)
    saved = record_save(context, Cohort, question.ref, values, ("name",))
    cohort = saved.record
    changes = saved.changes | (members_keep(cohort, people, context.now) if people is not None else {})
    return Done(
        ref_of(cohort, cohort.ref), f"{saved.verb} the cohort {cohort.ref} {cohort.name!r}", cohort, changes
    )


def counted_again(context: Context, question: RefQuestion) -> People:
    """Whom the question behind a cohort counts by now. Raises Invalid for a list."""
    cohort = cohort_named(context, question.ref)
    if not cohort.behind:
        raise Invalid(f"The cohort {cohort.ref} is a list; save it again with other people.")
    return people_counted(context, PeopleBehind(**cohort.behind))


@action("cohorts.cohort_refresh", roles=MAKERS, prepare=counted_again)
def cohort_refresh(context: Context, question: RefQuestion, people: People) -> Done[RecordRef]:
    """Work out anew who is in a cohort, and note how many; it also happens every night.

    Raises Invalid for a cohort that is a list.
    """
    cohort = cohort_named(context, question.ref)
    changes = members_keep(cohort, people or (), context.now)
    summary = f"Refreshed the cohort {cohort.ref}: {changes['came']} came, {changes['went']} went"
    return Done(ref_of(cohort, cohort.ref), summary, cohort, changes)


@action("cohorts.cohort_remove", roles=MAKERS, destructive=True)
def cohort_remove(context: Context, question: RefQuestion) -> Done[RecordRef]:
    """Remove a cohort with the list of who is in it; what these people did stays."""
    cohort = cohort_named(context, question.ref)
    told = ref_of(cohort, cohort.ref)
    cohort.delete()
    return Done(
        told, f"Removed the cohort {told.ref} of {cohort.people}", context.workspace, {"ref": told.ref}
    )
