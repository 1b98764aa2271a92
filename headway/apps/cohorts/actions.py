"""What can be changed about cohorts: save, refresh and remove them."""

from collections.abc import Sequence
from itertools import count
from typing import Literal

from django.utils.text import slugify
from pydantic import Field

from headway.apps.analytics.behaviour.questions import PeopleBehind
from headway.apps.cohorts.keeping import cohort_named, members_keep, people_counted, refuse_too_many
from headway.apps.cohorts.models import Cohort
from headway.core.access import rows
from headway.core.actions import ref_of
from headway.core.answers import RecordRef, RefQuestion
from headway.core.context import Context
from headway.core.errors import Invalid, NotFound
from headway.core.lists.removed import Undoing, back_by
from headway.core.records import record_save
from headway.core.registry import Done, Question, action
from headway.core.roles import MAKERS

People = Sequence[str] | None


class CohortSave(Question):
    """A new one needs `behind` (a number of a question about behaviour, as for `analytics.people_behind`) or
    `people` (a list of ids)."""

    ref: str = Field(
        "", pattern="^([A-Za-z0-9][A-Za-z0-9_-]{0,59})?$", description="Of a new one it is made of the name."
    )
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
    ref = question.ref or _free_ref(context, question.name or "cohort")
    # What was removed under a ref does not stand in the way of another one.
    rows(Cohort, context).filter(ref=ref).exclude(removed_at=None).delete()
    is_new = not rows(Cohort, context).filter(ref=ref).exists()
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
        cohort_named(context, ref)
    saved = record_save(context, Cohort, ref, values, ("name",))
    cohort = saved.record
    changes = saved.changes | (members_keep(cohort, people, context.now) if people is not None else {})
    return Done(
        ref_of(cohort, cohort.ref), f"{saved.verb} the cohort {cohort.ref} {cohort.name!r}", cohort, changes
    )


def _free_ref(context: Context, name: str) -> str:
    """A ref made of a name, with a number where it is taken."""
    begin = slugify(name)[:50].strip("-_") or "cohort"
    taken = set(rows(Cohort, context).filter(ref__startswith=begin).values_list("ref", flat=True))
    return next(ref for at in count(1) if (ref := begin if at == 1 else f"{begin}-{at}") not in taken)


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


class CohortRemoved(RecordRef):
    undo: Undoing


@action("cohorts.cohort_remove", roles=MAKERS, destructive=True)
def cohort_remove(context: Context, question: RefQuestion) -> Done[CohortRemoved]:
    """Remove a cohort with the list of who is in it; what these people did stays.

    cohorts.cohort_restore brings it back for thirty days.
    """
    cohort = cohort_named(context, question.ref)
    cohort.removed_at = context.now
    cohort.save(update_fields=["removed_at"])
    told = CohortRemoved(
        **ref_of(cohort, cohort.ref).model_dump(), undo=back_by("cohorts.cohort_restore", cohort.ref)
    )
    summary = f"Removed the cohort {told.ref} of {cohort.people}"
    return Done(told, summary, context.workspace, {"ref": told.ref})


@action("cohorts.cohort_restore", roles=MAKERS)
def cohort_restore(context: Context, question: RefQuestion) -> Done[RecordRef]:
    """Bring a cohort back that was removed, with who was in it. Raises NotFound where none of that ref was removed."""
    cohort = rows(Cohort, context).filter(ref=question.ref).exclude(removed_at=None).first()
    is_others = cohort and cohort.shown_to == Cohort.Shown.OWNER and cohort.owner_id != context.actor.pk
    if cohort is None or is_others:
        raise NotFound(f"No cohort {question.ref!r} was removed in the last thirty days.")
    cohort.removed_at = None
    cohort.save(update_fields=["removed_at"])
    return Done(ref_of(cohort, cohort.ref), f"Brought back the cohort {cohort.ref}", cohort)
