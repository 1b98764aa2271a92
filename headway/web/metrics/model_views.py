"""The pages of semantic models: what each says of its table, and a form for one more measure or dimension."""

from typing import cast

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from headway.apps.metrics.model_queries import ModelDetail
from headway.apps.metrics.table_queries import TableColumn, TableDetail
from headway.core.context import Context
from headway.core.errors import NotFound
from headway.core.pages import PageRequest, in_workspace, shown
from headway.core.perform import ask
from headway.web.metrics.choosing import AGGS


@require_safe
@in_workspace
def models(request: PageRequest, here: Context) -> HttpResponse:
    """The semantic models by name."""
    return shown(request, "metrics/models.html", found=ask("metrics.model_list", {}, here))


@require_safe
@in_workspace
def model(request: PageRequest, here: Context, ref: str) -> HttpResponse:
    """One semantic model; where its table is not there, nothing can be added."""
    found = cast(ModelDetail, ask("metrics.model_detail", {"ref": ref}, here))
    columns = _columns(here, found.row.table)
    times = {one.name: one.name for one in columns if one.kind in ("day", "moment")}
    return shown(
        request, "metrics/model.html", model=found, aggs=AGGS, columns={one.name: one.name for one in columns},
        times=times,
    )  # fmt: skip


def _columns(here: Context, table: str) -> list[TableColumn]:
    try:
        found = cast(TableDetail, ask("metrics.table_detail", {"name": table}, here)).columns
    except NotFound:
        return []
    return [one for one in found if one.name != "properties"]
