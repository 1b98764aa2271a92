"""What can be asked about cohorts."""

from datetime import datetime

from pydantic import Field

from headway.apps.cohorts.keeping import cohort_named, cohorts_shown
from headway.apps.cohorts.models import Cohort
from headway.core.answers import PageQuestion, RefQuestion
from headway.core.context import Context
from headway.core.paging import first_of
from headway.core.registry import Answer, query
from headway.core.roles import MAKERS


class CohortRow(Answer):
    """`people` is how many were in it at `refreshed_at`; `is_list` that it changes only by hand."""

    ref: str
    name: str
    about: str
    by: str
    people: int
    refreshed_at: datetime
    is_list: bool
    shown_to: str
    owner: str


class CohortList(Answer):
    rows: list[CohortRow]
    next: str = ""


class SizeAt(Answer):
    at: datetime
    people: int


class CohortDetail(CohortRow):
    """A cohort with the question behind it, and how many it held at each refresh, the oldest first."""

    behind: dict[str, object]
    sizes: list[SizeAt]


class CohortPeople(Answer):
    people: list[str]
    count: int
    next: str = ""


class CohortPeopleQuestion(PageQuestion):
    ref: str = Field(min_length=1, max_length=100)


@query("cohorts.cohort_list")
def cohort_list(context: Context, question: PageQuestion) -> CohortList:
    """The cohorts that one may see, by ref."""
    found = cohorts_shown(context).filter(ref__gt=question.after).order_by("ref")
    part, more = first_of(found, question.limit)
    return CohortList(rows=[_row(one) for one in part], next=more)


def _row(cohort: Cohort) -> CohortRow:
    return CohortRow(
        ref=cohort.ref, name=cohort.name, about=cohort.about, by=cohort.by, people=cohort.people,
        refreshed_at=cohort.refreshed_at, is_list=not cohort.behind, shown_to=cohort.shown_to,
        owner=str(cohort.owner),
    )  # fmt: skip


@query("cohorts.cohort_detail")
def cohort_detail(context: Context, question: RefQuestion) -> CohortDetail:
    """One cohort: the question behind it, and how its size changed."""
    cohort = cohort_named(context, question.ref)
    sizes = [
        SizeAt(at=at, people=people) for at, people in cohort.sizes.order_by("at").values_list("at", "people")
    ]
    return CohortDetail(**_row(cohort).model_dump(), behind=cohort.behind, sizes=sizes)


@query("cohorts.cohort_people", roles=MAKERS)
def cohort_people(context: Context, question: CohortPeopleQuestion) -> CohortPeople:
    """The ids of who is in a cohort, sorted. Open to those who work on the product, since ids are personal data."""
    cohort = cohort_named(context, question.ref)
    found = cohort.members.filter(person__gt=question.after).order_by("person")
    part = list(found.values_list("person", flat=True)[: question.limit + 1])
    more = part[question.limit - 1] if len(part) > question.limit else ""
    return CohortPeople(people=part[: question.limit], count=cohort.people, next=more)
