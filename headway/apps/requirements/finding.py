"""A document and its parts, found by what people call them."""

from typing import Any

from headway.apps.requirements.models import Prd, SuccessMetric
from headway.core.access import row, rows
from headway.core.context import Context
from headway.core.errors import NotFound

SETTLED = (Prd.Status.APPROVED, Prd.Status.LAUNCHED)


def is_settled(prd: Prd) -> bool:
    """Whether people agreed to the document, so that changing it changes the scope."""
    return prd.status in SETTLED


def prd_named(context: Context, ref: str) -> Prd:
    """The document with that ref. Raises NotFound."""
    return row(Prd, context, ref)


def section_of(prd: Prd, key: str) -> dict[str, Any]:
    """The section with that key, as it is stored. Raises NotFound, naming those there are."""
    found: dict[str, Any] | None = next((one for one in prd.sections if one["key"] == key), None)
    if found is None:
        keys = ", ".join(one["key"] for one in prd.sections)
        raise NotFound(f"{prd.ref} has no section {key!r}; it has {keys}.")
    return found


def metrics_of(context: Context, prd: Prd) -> list[SuccessMetric]:
    found = rows(SuccessMetric, context).filter(prd=prd).select_related("key_result")
    return list(found.order_by("is_guardrail", "id"))


def metric_number(context: Context, prd: Prd) -> int:
    """The number of the next metric of a document."""
    refs = rows(SuccessMetric, context).filter(prd=prd).values_list("ref", flat=True)
    return max((int(ref.rpartition("-M")[2]) for ref in refs), default=0) + 1


def metric_of(context: Context, prd: Prd, ref: str) -> SuccessMetric:
    """The metric of a document by its ref. Raises NotFound where it is another document's."""
    record = row(SuccessMetric, context, ref)
    if record.prd_id != prd.pk:
        raise NotFound(f"{prd.ref} has no metric {ref!r}; requirements.prd_detail lists its metrics.")
    return record
