"""What can be asked of dashboards."""

from pydantic import Field

from headway.apps.reporting.answers import DashboardDetail, DashboardList, TileAnswer
from headway.apps.reporting.finding import (
    dashboard_row,
    dashboard_seen,
    dashboards_seen,
    tile_row,
    tile_seen,
)
from headway.apps.reporting.ranges import Over
from headway.apps.reporting.showing import answers_kept, answers_of
from headway.core.answers import PageQuestion
from headway.core.context import Context
from headway.core.paging import part_of
from headway.core.registry import Question, query

DAY = r"^(\d{4}-\d{2}-\d{2})?$"


class OverQuestion(Question):
    """Over another range than a tile's own, and split by another property."""

    ref: str = Field(min_length=1, max_length=100)
    since: str = Field("", pattern=DAY, description="First day.")
    until: str = Field("", pattern=DAY, description="Last day, counted.")
    by: str = Field("", max_length=200, description="A property of the events to split by.")

    @property
    def over(self) -> Over:
        return Over(self.since, self.until, self.by)


class DashboardQuestion(OverQuestion):
    whole: bool = Field(
        False, description="Work out every tile, instead of giving those answers that are kept."
    )


class TileQuestion(OverQuestion):
    fresh: bool = Field(False, description="Work it out anew instead of taking what is kept.")


@query("reporting.dashboard_list")
def dashboard_list(context: Context, question: PageQuestion) -> DashboardList:
    """The shared dashboards and your own, by title."""
    shown, more = part_of(list(dashboards_seen(context)), question, lambda one: one.ref)
    return DashboardList(rows=[dashboard_row(context, one) for one in shown], next=more)


@query("reporting.dashboard_detail")
def dashboard_detail(context: Context, question: DashboardQuestion) -> DashboardDetail:
    """A dashboard with its tiles in their order, and the answers at hand. Raises NotFound where you may not see it."""
    found = dashboard_seen(context, question.ref)
    tiles = list(found.tiles.select_related("dashboard").order_by("place", "ref"))
    answers = answers_kept(context, tiles, question.over)
    if question.whole:
        rest = [one for one in tiles if one.ref not in answers]
        answers |= {one.tile.ref: one for one in answers_of(context, rest, question.over)}
    return DashboardDetail(
        row=dashboard_row(context, found),
        tiles=[tile_row(one, found.ref) for one in tiles],
        answers=[answers[one.ref] for one in tiles if one.ref in answers],
    )


@query("reporting.tile_answer")
def tile_answer(context: Context, question: TileQuestion) -> TileAnswer:
    """What a tile shows: its table, its number with the change against the period before, and its target.

    Kept for a quarter of an hour unless something new came in. Raises NotFound; what cannot be answered is null
    with the reason.
    """
    tile = tile_seen(context, question.ref)
    return answers_of(context, [tile], question.over, is_fresh=question.fresh)[0]
