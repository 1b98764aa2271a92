"""Storing estimates: a new row only where something changed, the old one kept as superseded."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from headway.apps.prioritisation.models import Initiative, InputEstimate
from headway.apps.prioritisation.proposals import Proposal
from headway.core.access import rows
from headway.core.context import Context
from headway.core.errors import Conflict, NotFound

Key = tuple[UUID, str, str]
BATCH = 500


def proposals_store(context: Context, proposals: Sequence[Proposal]) -> int:
    """Store what changed and give back how many rows that were; overrides stay as they are."""
    ids = {one.initiative.pk for one in proposals}
    numbers, standing = _so_far(context, ids)
    changed = [one for one in proposals if not _same(standing.get(_key(one)), one.values)]
    old = [standing[_key(one)].pk for one in changed if _key(one) in standing]
    rows(InputEstimate, context).filter(pk__in=old).update(superseded_at=context.now)
    fresh = [_from_proposal(context, one, numbers) for one in changed]
    InputEstimate.objects.bulk_create(fresh, batch_size=BATCH)
    return len(fresh)


def _from_proposal(context: Context, one: Proposal, numbers: Counter[tuple[UUID, str]]) -> InputEstimate:
    numbers[one.initiative.pk, one.input] += 1
    number = numbers[one.initiative.pk, one.input]
    return _estimate(context, one.initiative, one.input, one.basis, one.values, number=number)


def _so_far(
    context: Context, initiatives: set[UUID]
) -> tuple[Counter[tuple[UUID, str]], dict[Key, InputEstimate]]:
    found = list(rows(InputEstimate, context).filter(initiative_id__in=initiatives))
    numbers = Counter((one.initiative_id, one.input) for one in found)
    return numbers, {
        (one.initiative_id, one.input, one.basis): one for one in found if one.superseded_at is None
    }


def _key(proposal: Proposal) -> Key:
    return (proposal.initiative.pk, proposal.input, proposal.basis)


def _same(standing: InputEstimate | None, values: dict[str, Any]) -> bool:
    return standing is not None and all(getattr(standing, name) == value for name, value in values.items())


def _estimate(
    context: Context, initiative: Initiative, name: str, basis: str, values: dict[str, Any], *,
    number: int,
) -> InputEstimate:  # fmt: skip
    author = context.actor if basis == InputEstimate.Basis.OVERRIDE else None
    return InputEstimate(
        workspace=context.workspace, ref=f"{initiative.ref[:80]}-{name}-{number}",
        initiative=initiative, input=name, basis=basis, author=author, created_at=context.now, **values,
    )  # fmt: skip


def override_standing(context: Context, initiative: Initiative, name: str) -> InputEstimate | None:
    """The override in force for an input, None where there is none."""
    found = rows(InputEstimate, context).filter(initiative=initiative, input=name, superseded_at=None)
    return found.filter(basis=InputEstimate.Basis.OVERRIDE).select_related("author").first()


def override_store(
    context: Context, initiative: Initiative, name: str, values: dict[str, Any]
) -> InputEstimate:
    """Store an override by the acting person; an earlier one is kept as superseded."""
    if earlier := override_standing(context, initiative, name):
        supersede(context, earlier)
    numbers, _ = _so_far(context, {initiative.pk})
    number = numbers[initiative.pk, name] + 1
    fresh = _estimate(context, initiative, name, InputEstimate.Basis.OVERRIDE, values, number=number)
    fresh.save(force_insert=True)
    return fresh


def override_removed(context: Context, initiative: Initiative, name: str) -> InputEstimate:
    """The last override of an input that does not count any more.

    Raises Conflict where another one counts, NotFound where there never was one.
    """
    if override_standing(context, initiative, name):
        raise Conflict(f"The {name} of {initiative.ref} has an override; nothing has to be brought back.")
    overrides = rows(InputEstimate, context).filter(
        initiative=initiative, input=name, basis=InputEstimate.Basis.OVERRIDE
    )
    removed = overrides.select_related("author").order_by("-superseded_at", "-created_at", "-id").first()
    if removed is None:
        raise NotFound(f"The {name} of {initiative.ref} never had an override.")
    return removed


def override_again(context: Context, initiative: Initiative, removed: InputEstimate) -> InputEstimate:
    """An override as it was, from now on: for how long it did not count stays on record."""
    values = {name: getattr(removed, name) for name in ("p10", "p50", "p90", "figure", "reason")}
    back = override_store(context, initiative, removed.input, values)
    back.author = removed.author
    back.save(update_fields=["author"])
    return back


def spread_of(estimate: InputEstimate) -> dict[str, float]:
    """The range of an estimate by the name of each bound that is known."""
    bounds = {"p10": estimate.p10, "p50": estimate.p50, "p90": estimate.p90}
    return {name: value for name, value in bounds.items() if value is not None}


def supersede(context: Context, estimate: InputEstimate) -> None:
    """End the validity of an estimate, keeping the row."""
    estimate.superseded_at = context.now
    estimate.save(update_fields=["superseded_at"])
