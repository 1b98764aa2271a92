"""Dashboards can be shared outside like lists are: as charts and as a table, with its columns by audience."""

from headway.apps.reporting.finding import dashboard_seen, dashboards_seen
from headway.apps.reporting.outside import Point, answers_of, as_viewer, points_of
from headway.core.context import Context
from headway.core.errors import NotFound
from headway.core.lists.columns import Column
from headway.core.sharing.sources import Cells, Found, Source, Wanted, in_order, source_add
from headway.engine.filters.chips import chip_parse

WHAT = "dashboard"
MISSING = "Say which dashboard: its address is f=dashboard:is: and its ref, such as DB-1."
COLUMNS = {
    one.name: one
    for one in (
        Column("tile", "Number"),
        Column("part", "Of"),
        Column("number", "Value", "number"),
        Column("unit", "Unit"),
        Column("target", "Target", "number"),
        Column("met", "Target is"),
        Column("reason", "Why unknown", "long_text"),
    )
}
FIRST = ("tile", "part", "number", "unit", "target", "met")


def address_of(ref: str) -> str:
    """The address by which a dashboard is shared."""
    return f"f={WHAT}:is:{ref}"


def ref_in(wanted: Wanted) -> str:
    """The dashboard that filters ask for; empty where they ask for none, several, or something else."""
    chips = [chip_parse(text) for group in wanted.filters for text in group.chips]
    if len(chips) != 1 or chips[0].column != WHAT or chips[0].op != "is" or len(chips[0].values) != 1:
        return ""
    return str(chips[0].values[0])


def _rows(context: Context, wanted: Wanted) -> Found:
    ref = ref_in(wanted)
    if not ref:
        return Found([], 0, problems=[MISSING])
    try:
        board = dashboard_seen(context, ref)
    except NotFound as error:
        return Found([], 0, problems=[error.detail])
    found = in_order(
        [_cells(one) for one in points_of(answers_of(as_viewer(context), board))], COLUMNS, wanted.sort
    )
    start = int(wanted.after or 0)
    end = start + wanted.limit
    return Found(found[start:end], len(found), str(end) if end < len(found) else "")


def _cells(one: Point) -> Cells:
    return {
        "tile": one.tile, "part": one.part, "number": one.number, "unit": one.unit, "target": one.target,
        "met": one.met, "reason": one.reason,
    }  # fmt: skip


DASHBOARD = source_add(
    Source(
        name=WHAT,
        label="Dashboard",
        plural="Dashboards",
        title="tile",
        columns=lambda context: COLUMNS,
        rows=_rows,
        first=lambda context: FIRST,
        chart=("part", "number"),
        named=lambda context: [(one.title, address_of(one.ref)) for one in dashboards_seen(context)],
    )
)
