"""Funnels, times to convert and paths, shown."""

from collections.abc import Sequence
from itertools import pairwise

from headway.apps.analytics.behaviour.answers import ConversionAnswer, FunnelAnswer, PathsAnswer
from headway.apps.reporting.answers import Mark
from headway.web.drawing.numbers import percent, short
from headway.web.explore.answers.parts import (
    Behind,
    Cell,
    Drawn,
    Shown,
    bars_over,
    columns_of,
    part_of,
    share_of,
    time_of,
    who_cell,
)


def funnel_shown(answer: FunnelAnswer, behind: Behind, marks: Sequence[Mark]) -> Shown:
    counts = answer.counts or []
    if not counts:
        return Shown()
    said = [f"{short(counts[-1])} of {short(counts[0])} {behind.who} get through."]
    parts = [_by_value(answer, behind)] if answer.breakdown else []
    return Shown(said, [_steps(answer, behind), *parts])


def _steps(answer: FunnelAnswer, behind: Behind) -> Drawn:
    names, counts = behind.steps, answer.counts or []
    before, times = ["", *map(share_of, answer.share_of_previous)], ["", *map(time_of, answer.median_seconds)]
    left = [one - after for one, after in pairwise(counts)]
    lost = [*(who_cell(one, behind(step=at, dropped="on")) for at, one in enumerate(left)), ""]
    rows: list[list[Cell]] = [
        [f"{at + 1}. {names[at]}", who_cell(count, behind(step=at)), share_of(answer.share_of_start[at]),
         before[at], lost[at], times[at]]
        for at, count in enumerate(counts)
    ]  # fmt: skip
    drawing = bars_over(list(zip(names, counts, strict=False)), f"{behind.column} at each step")
    columns = columns_of(
        "Step", behind.column, "Of the first", "Of the step before", "Went no further", "Median time"
    )
    return Drawn("Funnel", f"{behind.who} at each step", drawing, columns, rows, is_open=True)


def _by_value(answer: FunnelAnswer, behind: Behind) -> Drawn:
    """The same by the values of a property, the largest first."""
    ranked = sorted((answer.breakdown or {}).items(), key=lambda one: (-one[1].counts[0], one[0]))
    rows: list[list[Cell]] = [
        [value or "None", *(who_cell(one, behind(step=at, value=value)) for at, one in enumerate(part.counts)),
         part_of(part.counts[-1], part.counts[0]), time_of(part.median_seconds[-1] if part.median_seconds else None)]
        for value, part in ranked
    ]  # fmt: skip
    name = str(behind.question["breakdown_property"])
    through = [
        (value or "None", part.counts[-1] / part.counts[0] if part.counts[0] else None)
        for value, part in ranked
    ]
    drawing = bars_over(through, f"Share that gets through by {name}", percent)
    columns = columns_of(
        name, *(f"Step {at + 1}" for at in range(len(behind.steps))), "Get through", "Median time of the last"
    )
    return Drawn(f"By {name}", "share that gets through", drawing, columns, rows)


def conversion_shown(answer: ConversionAnswer, behind: Behind, marks: Sequence[Mark]) -> Shown:
    if not answer.bins:
        return Shown()
    people = answer.people or 0
    said = [f"{short(people)} {behind.who} took {time_of(answer.average_seconds)} on average."]
    rows: list[list[Cell]] = [
        [time_of(lower), short(one), part_of(one, people)] for lower, one in answer.bins
    ]
    drawing = bars_over(
        [(f"from {time_of(lower)}", one) for lower, one in answer.bins],
        f"{behind.column} by how long it took",
    )
    columns = columns_of("From", behind.column, "Of all")
    return Shown(
        said, [Drawn("Time to convert", "from its start up to the next row's", drawing, columns, rows)]
    )


def paths_shown(answer: PathsAnswer, behind: Behind, marks: Sequence[Mark]) -> Shown:
    paths = answer.paths or []
    if not paths:
        return Shown()
    shown = percent(min(sum(one.share for one in paths), 1.0))
    said = [f"The {len(paths)} commonest ways are those of {shown} of {short(answer.people)} {behind.who}."]
    rows: list[list[Cell]] = [
        [" → ".join(one.events) or "Nothing", short(one.people), percent(one.share)] for one in paths
    ]
    columns = columns_of("Way", behind.column, "Of all")
    return Shown(said, [Drawn("Paths", "", "", columns, rows)])
