"""Where a record stands on the way from evidence to outcome, and where that way ends today."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.urls import reverse

from headway.apps.discovery.models import Feedback, Problem
from headway.apps.prioritisation.models import Initiative
from headway.apps.requirements.models import Prd
from headway.core.access import rows
from headway.core.context import Context
from headway.core.models import Link


@dataclass(frozen=True)
class Step:
    """One stop: how many there are, where they are shown, whether it is the one being looked at."""

    label: str
    count: int | None
    address: str
    current: bool


def steps_of(here: Context, kind: str, record_id: str) -> list[Step]:
    """The whole chain through one problem, initiative or PRD."""
    slug = here.workspace.slug
    problems, initiatives = _ends(here, kind, UUID(record_id))
    prds = list(rows(Prd, here).filter(initiative__in=initiatives).order_by("ref"))
    messages = rows(Feedback, here).filter(theme__problem__in=problems).count()
    only = f"?problem={problems[0].ref}" if len(problems) == 1 else ""
    return [
        Step(
            "Evidence", messages, reverse("discovery:evidence", args=[slug]) + only if messages else "", False
        ),
        _step("Problem", problems, "discovery:problem", slug, kind == "problem"),
        _step("Initiative", initiatives, "prioritisation:initiative", slug, kind == "initiative"),
        _step("PRD", prds, "requirements:prd", slug, kind == "prd"),
        Step("Launch", 0, "", False),
        Step("Outcome", 0, "", False),
    ]


def _ends(here: Context, kind: str, key: UUID) -> tuple[list[Problem], list[Initiative]]:
    if kind == "problem":
        found = _linked(here, Problem, [key], Initiative)
        return list(rows(Problem, here).filter(pk=key)), list(_in(here, Initiative, found))
    if kind == "prd":
        key = rows(Prd, here).values_list("initiative", flat=True).get(pk=key)
    found = _linked(here, Initiative, [key], Problem)
    return list(_in(here, Problem, found)), list(rows(Initiative, here).filter(pk=key))


def _in(here: Context, model: type[Any], keys: Sequence[UUID]) -> Any:
    return rows(model, here).filter(pk__in=keys).order_by("ref")


def _linked(here: Context, start: type[Model], keys: Sequence[UUID], end: type[Model]) -> list[UUID]:
    own, other = start._meta.label_lower, end._meta.label_lower
    standing = rows(Link, here).exclude(state=Link.State.REJECTED)
    forth = standing.filter(from_kind=own, from_id__in=keys, to_kind=other).values_list("to_id", flat=True)
    back = standing.filter(to_kind=own, to_id__in=keys, from_kind=other).values_list("from_id", flat=True)
    return [*forth, *back]


def _step(label: str, found: Sequence[Any], page: str, slug: str, current: bool) -> Step:
    if not found:
        return Step(label, 0, "", current)
    many, listing = len(found) > 1, page + "s"
    address = reverse(listing, args=[slug]) if many else reverse(page, args=[slug, found[0].ref])
    return Step(label, len(found), address, current)
