"""Which metrics please more than they tell: no baseline, no decision, a counter that can only rise."""

from dataclasses import dataclass
from typing import Literal

from headway.engine.metrics.model import Metric

Code = Literal["baseline", "decision", "rises", "owner", "unit", "test"]


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known about a metric besides its definition."""

    has_baseline: bool
    has_decision: bool
    has_owner: bool
    has_unit: bool
    has_passing_test: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """What is amiss, and the one thing that would settle it."""

    code: Code
    said: str
    step: str

    @property
    def sentence(self) -> str:
        return f"{self.said} {self.step}"


_ALL: tuple[Finding, ...] = (
    Finding("baseline", "No baseline: nobody can tell whether it moved.", "Take one."),
    Finding("decision", "No decision.", "Say what would be done differently if it moved."),
    Finding("rises", "It can only rise.", "Count it over a window, or as a share."),
    Finding("owner", "No owner.", "Name who answers for it."),
    Finding("unit", "No unit.", "Say what it counts."),
    Finding("test", "No passing test.", "Give rows and the number they must make."),
)


def vanity(metric: Metric | None, standing: Standing) -> tuple[Finding, ...]:
    """What makes a metric a vanity metric, or unfit to be trusted; empty is none of it.

    >>> known = Standing(True, True, True, True, True)
    >>> vanity(Metric("signups_ever", "cumulative", "Sign-ups ever"), known)[0].sentence
    'It can only rise. Count it over a window, or as a share.'
    """
    is_amiss: dict[Code, bool] = {
        "baseline": not standing.has_baseline,
        "decision": not standing.has_decision,
        "rises": _only_rises(metric),
        "owner": not standing.has_owner,
        "unit": not standing.has_unit,
        "test": not standing.has_passing_test,
    }
    return tuple(one for one in _ALL if is_amiss[one.code])


def _only_rises(metric: Metric | None) -> bool:
    return bool(metric and metric.type == "cumulative" and not metric.window and not metric.to_date)
