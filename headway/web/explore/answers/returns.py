"""Who comes back, shown."""

from collections.abc import Sequence

from django.utils.html import format_html

from headway.apps.analytics.behaviour.answers import BracketsAnswer, RetentionAnswer
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
    who_cell,
)


def retention_shown(answer: RetentionAnswer, behind: Behind, marks: Sequence[Mark]) -> Shown:
    matrix = answer.matrix or []
    widest = max((len(row) for row in matrix), default=1)
    rows = [
        [period, *_cohort(found, at, behind), *[""] * (widest - len(found))]
        for at, (period, found) in enumerate(zip(answer.periods, matrix, strict=False))
    ]
    later = [(f"+{at}", answer.came_back(at)) for at in range(1, widest)]
    drawing = bars_over(later, "Share that came back, by how many periods later", percent)
    columns = columns_of("Began in", behind.column, *(f"+{at}" for at in range(1, widest)))
    return Shown(
        [],
        [
            Drawn(
                "Who came back",
                "share of those who began, by periods later",
                drawing,
                columns,
                rows,
                is_open=True,
            )
        ],
    )


def _cohort(found: Sequence[int], row: int, behind: Behind) -> list[Cell]:
    """The size of a cohort, then the share of it that came back in each period."""
    size = found[0] if found else 0
    shares = [
        _warm(who_cell(back, behind(row=row, column=at), part_of(back, size)), back, size)
        for at, back in enumerate(found[1:], 1)
    ]
    return [who_cell(size, behind(row=row, column=0)), *shares]


def _warm(cell: Cell, part: int, whole: int) -> Cell:
    """A cell on a ground that is the stronger the larger the part is."""
    return (
        format_html('<span class="heat h{}">{}</span>', min(9, 10 * part // whole), cell) if whole else cell
    )


def brackets_shown(answer: BracketsAnswer, behind: Behind, marks: Sequence[Mark]) -> Shown:
    found = answer.brackets
    if not found:
        return Shown()
    names = [
        f"Day {one.first_day}" if one.first_day == one.last_day else f"Days {one.first_day} to {one.last_day}"
        for one in found
    ]
    rows: list[list[Cell]] = [
        [names[at], who_cell(one.back, behind(column=at)), share_of(one.share), short(one.open)]
        for at, one in enumerate(found)
    ]
    shares = [(names[at], one.share.value) for at, one in enumerate(found)]
    drawing = bars_over(shares, "Share that came back in each bracket", percent)
    columns = columns_of("When", "Came back", "Of those for whom it is over", "Not over yet")
    said = [f"{short(answer.people)} {behind.who} began."]
    return Shown(
        said,
        [
            Drawn(
                "Who came back when",
                "share by days since the beginning",
                drawing,
                columns,
                rows,
                is_open=True,
            )
        ],
    )
