"""Anomalies and what explains a change, shown."""

from collections.abc import Sequence

from headway.apps.analytics.signals.answers import AnomaliesAnswer, DiagnosisAnswer
from headway.apps.reporting.answers import Mark
from headway.core.figures import Figure
from headway.web.drawing.numbers import percent, short
from headway.web.explore.answers.parts import (
    Behind,
    Cell,
    Drawn,
    Shown,
    columns_of,
    over_time,
    share_of,
    span_of,
)
from headway.web.reporting.drawing import Series


def anomalies_shown(answer: AnomaliesAnswer, behind: Behind, marks: Sequence[Mark]) -> Shown:
    said = [one.text for one in answer.anomalies]
    said += [
        f"From {one.period} on the level is {short(one.after)} instead of {short(one.before)}."
        for one in answer.changes
    ]
    if answer.watched is not None and not said:
        said.append(f"Nothing stands out in the {answer.watched} periods that were watched.")
    if answer.backtest:
        drops = " or ".join(percent(one.drop) for one in answer.backtest)
        found = ", ".join(str(one.found) for one in answer.backtest)
        said.append(
            f"Had it dropped by {drops} for a cycle, {found} of {answer.backtest[0].planted} drops would be told."
        )
    strange = {one.period for one in answer.anomalies}
    rows: list[list[Cell]] = [
        [period, short(value), "Stands out" if period in strange else ""] for period, value in answer.points
    ]
    columns = [*columns_of("Period", "Count"), {"label": "", "number": False}]
    table = Drawn("The series", span_of(answer.points), "", columns, rows)
    series = Series(answer.points, "The series", strange=strange)
    return Shown(said, [over_time(table, series, marks)] if rows else [])


def diagnosis_shown(answer: DiagnosisAnswer, behind: Behind, marks: Sequence[Mark]) -> Shown:
    said = []
    if answer.before and answer.now:
        found = "" if answer.found_by == "asked" else f" ({answer.found_by})"
        said.append(f"Since {answer.changed_at}{found}: from {_rate(answer.before)} to {_rate(answer.now)}.")
    said += [one.text for one in answer.causes]
    said += [one.check for one in answer.causes[:1]]
    if answer.changed_at and not answer.causes and not answer.reason:
        said.append("No part of it moved more than the rest.")
    rows: list[list[Cell]] = [
        [", ".join(f"{name}: {value}" for name, value in one.where.items()), _rate(one.before), _rate(one.now),
         "Unknown" if one.explains is None else percent(one.explains), short(one.evidence)]
        for one in answer.causes
    ]  # fmt: skip
    columns = columns_of("Where", "Before", "Now", "Of the change", "Evidence")
    return Shown(said, [Drawn("What explains it", "", "", columns, rows)] if rows else [])


def _rate(figure: Figure) -> str:
    if figure.value is None:
        return "unknown"
    return share_of(figure) if figure.unit == "share" else f"{short(figure.value)} a day"
