"""Trends, stickiness and lifecycle, shown."""

from collections.abc import Sequence

from headway.apps.analytics.behaviour.answers import (
    STATES,
    LifecycleAnswer,
    Number,
    StickinessAnswer,
    TrendAnswer,
    TrendSeries,
)
from headway.apps.reporting.answers import Mark
from headway.web.drawing.several import lines_chart, stacks_chart, with_axis
from headway.web.explore.answers.parts import (
    ROWS_DRAWN_MOST,
    Behind,
    Cell,
    Drawn,
    Shown,
    bars_over,
    columns_of,
    number_of,
    over_time,
    part_of,
    span_of,
    who_cell,
)
from headway.web.reporting.drawing import Series

ALONE_MOST = 12
STATE_WORDS = ("New", "Came back again", "Came back after a gap", "Fell away")


def trend_shown(answer: TrendAnswer, behind: Behind, marks: Sequence[Mark]) -> Shown:
    series = answer.series or []
    drawn = [_alone(one, at, behind, marks) for at, one in enumerate(series[:ALONE_MOST])]
    return Shown([], drawn, _together(series, behind) if len(series) > 1 else None)


def _cells(one: TrendSeries, at: int, behind: Behind) -> list[Cell]:
    # A split is one series of the question, told apart by its value.
    place = {"row": 0, "value": one.value} if one.value is not None else {"row": at}
    return [
        who_cell(value, behind(column=column, at=period, **place))
        for column, (period, value) in enumerate(one.points)
    ]


def _alone(one: TrendSeries, at: int, behind: Behind, marks: Sequence[Mark]) -> Drawn:
    cells = zip([period for period, _ in one.points], _cells(one, at, behind), strict=True)
    table = Drawn(
        one.label, span_of(one.points), "", columns_of("Period", "Count"), [list(row) for row in cells]
    )
    return over_time(table, Series(one.points, f"{one.label}, by period"), marks)


def _together(series: Sequence[TrendSeries], behind: Behind) -> Drawn:
    """All series in one table, and the largest in one drawing."""
    periods = [period for period, _ in series[0].points]
    rows = zip(periods, *(_cells(one, at, behind) for at, one in enumerate(series)), strict=True)
    named = [(one.label, one.points[-ROWS_DRAWN_MOST:]) for one in series]
    drawing = with_axis(lines_chart(named, "All of them by period"), _highest(named))
    columns = columns_of("Period", *(one.label for one in series))
    return Drawn("All together", span_of(series[0].points), drawing, columns, [list(row) for row in rows])


def _highest(series: Sequence[tuple[str, Sequence[tuple[str, Number]]]]) -> list[tuple[str, Number]]:
    """The highest of all series in each period, which the scale reaches up to."""
    periods = zip(*(points for _, points in series), strict=True)
    return [
        (part[0][0], max((value for _, value in part if value is not None), default=None)) for part in periods
    ]


def stickiness_shown(answer: StickinessAnswer, behind: Behind, marks: Sequence[Mark]) -> Shown:
    counts = answer.users_by_active_periods or []
    everybody, mean = sum(counts), answer.mean_periods
    if mean is None:
        return Shown(["Nobody did it in that time."] if answer.users_by_active_periods is not None else [])
    unit = str(behind.question.get("period", "day"))
    rows: list[list[Cell]] = [
        [_times(at + 1, unit), who_cell(one, behind(column=at)), part_of(one, everybody),
         part_of(sum(counts[at:]), everybody)]
        for at, one in enumerate(counts)
    ]  # fmt: skip
    said = [
        f"{everybody:,} {behind.who} did it, on average in {number_of(round(mean, 1))} of {len(counts)} {unit}s."
    ]
    drawing = bars_over(
        [(_times(at + 1, unit), one) for at, one in enumerate(counts)], f"{behind.column} by active {unit}s"
    )
    columns = columns_of("Active in exactly", behind.column, "Of all", "That many or more")
    return Shown(
        said,
        [Drawn("Stickiness", f"{behind.who} by how many {unit}s they were there", drawing, columns, rows)],
    )


def _times(many: int, unit: str) -> str:
    return f"{many} {unit}{'' if many == 1 else 's'}"


def lifecycle_shown(answer: LifecycleAnswer, behind: Behind, marks: Sequence[Mark]) -> Shown:
    parts = [getattr(answer, state) for state in STATES]
    if any(one is None for one in parts):
        return Shown()
    rows: list[list[Cell]] = [
        [
            period,
            *(
                who_cell(part[at], behind(column=at, state=state))
                for state, part in zip(STATES, parts, strict=True)
            ),
        ]
        for at, period in enumerate(answer.periods)
    ]
    stacks = stacks_chart(
        answer.periods, list(zip(STATE_WORDS, parts, strict=True)), "Who is there, and who fell away"
    )
    drawing = with_axis(stacks, [(period, None) for period in answer.periods])
    return Shown(
        [],
        [
            Drawn(
                "Lifecycle",
                f"{behind.who} by period; those who fell away below the line",
                drawing,
                columns_of("Period", *STATE_WORDS),
                rows,
            )
        ],
    )
