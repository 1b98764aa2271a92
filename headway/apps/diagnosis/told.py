"""What the words of a hypothesis are made from, and the pages that they lead to."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from headway.apps.diagnosis.gathered import Gathered
from headway.apps.diagnosis.nearby import Days
from headway.apps.diagnosis.taking_apart import Whole
from headway.apps.reporting.answers import Mark
from headway.engine.diagnosis.hypotheses import Change


@dataclass(frozen=True)
class Told:
    """What the words are made from; `marks` are what happened, by key."""

    slug: str
    found: Gathered
    whole: Whole
    change: Change
    days: Days
    marks: Mapping[str, Mark]

    def page(self, name: str, **query: str) -> str:
        address = reverse(name, args=[self.slug])
        return f"{address}?{urlencode(query)}" if query else address

    @property
    def explore(self) -> str:
        """The number on its own page, over both periods."""
        source, periods = self.found.source, self.found.periods
        days = {"from": periods.base.first.isoformat(), "to": periods.now.last.isoformat()}
        if source.metric:
            return reverse("metrics:metric", args=[self.slug, source.metric])
        if len(source.steps) > 1:
            steps = {f"step{at}": name for at, name in enumerate(source.steps, 1)}
            return self.page("explore:explore", ask="funnel", days=f"{source.window_days:g}", **steps, **days)
        return self.page(
            "explore:explore", ask="trend", event=source.steps[0], math="total", period="day", **days
        )

    def split(self, dimension: str) -> str:
        """The number day by day, split by a property."""
        source, periods = self.found.source, self.found.periods
        if source.metric:
            asked = {
                "grain": "day",
                "by": dimension,
                "from_day": periods.base.first,
                "to_day": periods.now.last,
            }
            return f"{self.explore}?{urlencode(asked)}"
        days = {"from": periods.base.first.isoformat(), "to": periods.now.last.isoformat()}
        return self.page(
            "explore:explore",
            ask="trend",
            event=source.steps[0],
            math="unique",
            period="day",
            by=dimension,
            **days,
        )


def number(value: float | None, unit: str) -> str:
    """A number of the change in words.

    >>> number(0.5617, "share"), number(-12.5, "events a day"), number(None, "share")
    ('56.2 %', '-12.5', 'unknown')
    """
    if value is None:
        return "unknown"
    return f"{value * 100:,.1f} %" if unit == "share" else f"{value:,.4g}"
