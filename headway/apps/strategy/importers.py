"""Objectives from a file: one row per key result, with its objective beside it."""

from collections.abc import Sequence

from headway.apps.strategy.models import KeyResult, Objective
from headway.core.access import rows_by_ref
from headway.core.context import Context
from headway.core.imports.columns import Column, Row, day, number, text
from headway.core.imports.registry import Build, Fields, Importer, importer_add
from headway.core.models import ImportRun


def objectives_prepared(context: Context, run: ImportRun, parsed: Sequence[Row]) -> Build:
    """Make the objectives that are not there yet, and change the titles that differ."""
    titles = {row.values["objective_id"]: row.values["objective"] for row in reversed(parsed)}
    known = rows_by_ref(Objective, context, titles)
    fresh = [
        Objective(
            workspace=context.workspace, ref=ref, title=titles[ref], import_run=run, source=run.source,
            external_id=ref, created_at=context.now,
        )
        for ref in sorted(titles.keys() - known.keys())
    ]  # fmt: skip
    Objective.objects.bulk_create(fresh)
    _retitle(run, [one for one in known.values() if one.title != titles[one.ref]], titles)
    objectives = known | {one.ref: one for one in fresh}
    return lambda row: _fields(row, objectives[row.values["objective_id"]])


def _retitle(run: ImportRun, changed: list[Objective], titles: dict[str, str]) -> None:
    if not changed:
        return
    run.before = run.before | {
        Objective._meta.label_lower: {str(one.pk): {"title": one.title} for one in changed}
    }
    for one in changed:
        one.title = titles[one.ref]
    Objective.objects.bulk_update(changed, ["title"])


def _fields(row: Row, objective: Objective) -> Fields:
    names = ("metric", "unit", "baseline", "target", "due")
    return {"objective": objective, "title": row.values["key_result"]} | {n: row.values[n] for n in names}


importer_add(
    Importer(
        kind="objectives",
        file_name="objectives.csv",
        model=KeyResult,
        key="key_result_id",
        columns=(
            Column("objective_id", text(60), needed=True, filled=True, example="O1"),
            Column("objective", text(300), needed=True, filled=True, example="People trust their money"),
            Column("key_result_id", text(60), needed=True, filled=True, example="KR1"),
            Column("key_result", text(300), needed=True, filled=True, example="Fewer top-ups fail"),
            Column("metric", text(120), needed=True, filled=True, example="topup_failed_share"),
            Column("unit", text(40), example="share"),
            Column("baseline", number(), example="0.072"),
            Column("target", number(), example="0.04"),
            Column("due", day, example="2026-12-31"),
        ),
        prepare=objectives_prepared,
        order=10,
        doc="Objectives with their key results, one row per key result.",
        models=(Objective,),
    )
)
