"""Team capacities and candidate initiatives from files; initiatives name teams, so they are declared here."""

from collections.abc import Sequence

from headway.apps.prioritisation.initiative_file import (
    COLUMNS,
    effort_columns,
    initiatives_finished,
    initiatives_prepared,
    initiatives_undone,
    quarter,
)
from headway.apps.prioritisation.models import Initiative
from headway.apps.roadmap.models import Capacity, Team
from headway.core.access import rows, rows_by_ref
from headway.core.context import Context
from headway.core.imports.columns import Column, Row, number, text
from headway.core.imports.registry import Build, Fields, Importer, importer_add
from headway.core.models import ImportRun


def capacity_prepared(context: Context, run: ImportRun, parsed: Sequence[Row]) -> Build:
    """Make the teams that are not there yet."""
    names = {row.values["team"] for row in parsed}
    teams = rows_by_ref(Team, context, names)
    fresh = [
        Team(
            workspace=context.workspace, ref=name, name=name, import_run=run, source=run.source,
            external_id=name, created_at=context.now,
        )
        for name in sorted(names - teams.keys())
    ]  # fmt: skip
    Team.objects.bulk_create(fresh)
    teams |= {team.ref: team for team in fresh}
    return lambda row: _capacity(row, teams[row.values["team"]])


def _capacity(row: Row, team: Team) -> Fields:
    return {
        "team": team,
        "quarter": row.values["period"],
        "gross_person_weeks": row.values["capacity_person_weeks"],
        "reserve_share": row.values["run_reserve_share"] or 0.0,
    }


def capacity_key(row: Row) -> str:
    """A team has one capacity in a quarter."""
    return f"{row.values['team']} {row.values['period']}"


def initiatives_checked(context: Context, run: ImportRun, parsed: Sequence[Row]) -> Build:
    """Refuse efforts of teams that nobody has named; without any team, the plan is the place to check."""
    return initiatives_prepared(context, parsed, set(rows(Team, context).values_list("ref", flat=True)))


importer_add(
    Importer(
        kind="teams",
        file_name="teams.csv",
        model=Capacity,
        key=capacity_key,
        columns=(
            Column("team", text(60), needed=True, filled=True, example="payments"),
            Column("period", quarter, needed=True, filled=True, aliases=("quarter",), example="2026-Q4"),
            Column("capacity_person_weeks", number(0), needed=True, filled=True, example="66"),
            Column("run_reserve_share", number(0, 1), example="0.3"),
        ),
        prepare=capacity_prepared,
        order=10,
        doc="Person-weeks of each team in each quarter, and the share kept back for running the product.",
        models=(Team,),
    )
)
importer_add(
    Importer(
        kind="initiatives",
        file_name="initiatives.csv",
        model=Initiative,
        key="id",
        columns=COLUMNS,
        dynamic_columns=effort_columns,
        prepare=initiatives_checked,
        finish=initiatives_finished,
        undo=initiatives_undone,
        order=20,
        doc="Candidate initiatives with their effort per team (effort_p50_TEAM, effort_p90_TEAM).",
    )
)
