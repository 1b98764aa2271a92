"""Adoption and time to value, shown."""

from collections.abc import Sequence

from headway.apps.analytics.behaviour.answers import AdoptionAnswer, TimeToValueAnswer
from headway.apps.reporting.answers import Mark
from headway.core.figures import Figure
from headway.web.drawing.numbers import short
from headway.web.explore.answers.parts import (
    Behind,
    Cell,
    Drawn,
    Shown,
    columns_of,
    part_of,
    share_of,
    who_cell,
)

STATES = {"adopted": "Took it up", "open": "Not yet, and their days are not over", "not": "Did not"}


def adoption_shown(answer: AdoptionAnswer, behind: Behind, marks: Sequence[Mark]) -> Shown:
    counts = answer.by_state
    if not counts:
        return Shown()
    met = sum(counts.values())
    said = [f"{share_of(answer.share)} take it up, of {short(met)} {behind.who} who met it."]
    rows: list[list[Cell]] = [
        [words, who_cell(counts[state], behind(state=state)), part_of(counts[state], met)]
        for state, words in STATES.items()
    ]
    return Shown(
        said, [Drawn("Adoption", "", "", columns_of("Who met it", behind.column, "As counted"), rows)]
    )


def value_shown(answer: TimeToValueAnswer, behind: Behind, marks: Sequence[Mark]) -> Shown:
    if answer.started is None:
        return Shown()
    days = behind.question.get("within_days", 14)
    known = answer.median.value is not None
    said = [f"Half of {short(answer.started)} {behind.who} who began get there within {_days(answer.median)}."
            if known else f"The median time is not known: {answer.median.reason}."]  # fmt: skip
    rows: list[list[Cell]] = [
        ["Began", short(answer.started), ""],
        ["Got there so far", short(answer.reached), part_of(answer.reached or 0, answer.started)],
        [f"Get there within {days} days", "", share_of(answer.within)],
        ["Half of them get there within", "", _days(answer.median)],
    ]
    return Shown(
        said,
        [Drawn("Time to value", "", "", columns_of("What", behind.column, "How many, or how long"), rows)],
    )


def _days(figure: Figure) -> str:
    """A number of days with its interval."""
    if figure.value is None:
        return "Unknown"
    known = [short(one) for one in (figure.low, figure.high) if one is not None]
    between = f" ({' to '.join(known)})" if len(known) > 1 else ""
    return f"{short(figure.value)} days{between}"
