"""Which metrics please more than they tell: no baseline, no decision, a counter that can only rise."""

from dataclasses import dataclass

from headway.engine.metrics.model import Metric


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known about a metric besides its definition."""

    has_baseline: bool
    has_decision: bool
    has_owner: bool
    has_unit: bool
    has_passing_test: bool


def vanity(metric: Metric | None, standing: Standing) -> tuple[str, ...]:
    """What makes a metric a vanity metric, or unfit to be trusted, one sentence each; empty is none of it.

    >>> known = Standing(True, True, True, True, True)
    >>> vanity(Metric("signups_ever", "cumulative", "Sign-ups ever"), known)
    ('It can only rise: count it over a window, or as a share.',)
    """
    told = (
        (not standing.has_baseline, "No baseline: nobody can tell whether it moved. Take one."),
        (not standing.has_decision, "No decision: say what would be done differently if it moved."),
        (_only_rises(metric), "It can only rise: count it over a window, or as a share."),
        (not standing.has_owner, "No owner: name who answers for it."),
        (not standing.has_unit, "No unit: say what it counts."),
        (not standing.has_passing_test, "No passing test: give rows and the number they must make."),
    )
    return tuple(sentence for is_so, sentence in told if is_so)


def _only_rises(metric: Metric | None) -> bool:
    return bool(metric and metric.type == "cumulative" and not metric.window and not metric.to_date)
