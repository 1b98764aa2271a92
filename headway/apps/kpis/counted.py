"""What a formula counted in a period: the KPI, what is told beside it, and the single cases."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from headway.apps.kpis.answers import BehindRow
from headway.apps.kpis.formulas import Asked
from headway.apps.kpis.spans import Span
from headway.core.context import Context
from headway.engine.kpis.answer import Kpi


def no_rows() -> list[BehindRow]:
    return []


@dataclass(frozen=True)
class Counted:
    """`beside` are other numbers of the same definition under their names; `rows` gives whom or what was counted."""

    kpi: Kpi
    beside: tuple[tuple[str, Kpi], ...] = ()
    rows: Callable[[], list[BehindRow]] = field(default=no_rows)


# All periods at once, so that what they are counted from is read once.
Work = Callable[[Context, Asked, Sequence[Span], str], list[Counted]]
