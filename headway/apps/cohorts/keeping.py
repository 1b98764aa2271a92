"""Who is in a cohort: worked out from its question, kept, and told to whoever asks about behaviour."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet

from headway.apps.analytics.behaviour.membership import cohorts_told
from headway.apps.analytics.behaviour.questions import PeopleBehind
from headway.apps.cohorts.models import Cohort, CohortMember, CohortSize
from headway.core.access import row, rows
from headway.core.context import Context
from headway.core.errors import Invalid, NotFound

PEOPLE_MOST = 500_000
AT_ONCE = 2_000


def cohorts_shown(context: Context) -> QuerySet[Cohort]:
    """The cohorts that a person may see."""
    mine = Q(owner=context.actor) | Q(shown_to=Cohort.Shown.EVERYBODY)
    return rows(Cohort, context).filter(mine, removed_at=None).select_related("owner")


def cohort_named(context: Context, ref: str) -> Cohort:
    """A cohort that a person may see. Raises NotFound, in the same words for one that is somebody else's own."""
    found = row(Cohort, context, ref)
    if found.removed_at or (
        found.shown_to == Cohort.Shown.OWNER
        and found.owner_id != context.actor.pk
        and context.channel != "job"
    ):
        raise NotFound(f"No cohort {ref!r} in this workspace; the list of cohort records has the refs.")
    return found


def people_counted(context: Context, behind: PeopleBehind) -> list[str]:
    """The ids behind the number of a question. Raises Invalid for too many, and for what cannot be asked."""
    from headway.apps.analytics.behaviour.people import people_of  # noqa: PLC0415 - loads numerical libraries

    return refuse_too_many(people_of(context, behind))


def refuse_too_many(people: Collection[str]) -> list[str]:
    """The ids once each, sorted. Raises Invalid where they are too many, or one is none."""
    found = sorted(set(people))
    if len(found) > PEOPLE_MOST:
        raise Invalid(f"{len(found):,} are too many; a cohort holds at most {PEOPLE_MOST:,}.")
    if any(not 0 < len(one) <= 200 for one in found):
        raise Invalid("Field people: an id has 1 to 200 characters.")
    return found


def members_keep(cohort: Cohort, people: Collection[str], now: datetime) -> dict[str, int]:
    """Let exactly these be in the cohort, and note how many; gives how many came and went."""
    wanted = set(people)
    there = dict(cohort.members.values_list("person", "pk"))
    gone = [pk for person, pk in there.items() if person not in wanted]
    for start in range(0, len(gone), AT_ONCE // 4):
        CohortMember.objects.filter(pk__in=gone[start : start + AT_ONCE // 4]).delete()
    new = sorted(wanted - there.keys())
    CohortMember.objects.bulk_create(
        (
            CohortMember(workspace=cohort.workspace, cohort=cohort, person=person, added_at=now)
            for person in new
        ),
        batch_size=AT_ONCE,
    )
    cohort.people, cohort.refreshed_at = len(wanted), now
    cohort.version += 1
    cohort.save()
    CohortSize.objects.create(workspace=cohort.workspace, cohort=cohort, at=now, people=len(wanted))
    return {"came": len(new), "went": len(gone)}


def _told(context: Context, ref: str, by: str) -> Collection[str]:
    cohort = cohort_named(context, ref)
    if cohort.by != by:
        raise Invalid(f"The cohort {ref} is of {cohort.get_by_display().lower()}; ask by {cohort.by}.")
    return set(cohort.members.values_list("person", flat=True))


cohorts_told(_told)
