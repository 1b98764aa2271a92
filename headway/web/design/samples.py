"""What the page of the design system shows in its parts: the usual, and what goes wrong first."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from headway.core.figures import Figure

AT = datetime(2026, 11, 12, 13, 5, tzinfo=UTC)
LONG = "Nobody_can_find_where_the_invoice_of_last_month_went_after_the_export_" * 3
WORDS = {
    "plain": "Exports lose the last line",
    "long": LONG,
    "empty": "",
    "rtl": "التصدير يفقد السطر الأخير",
    "emoji": "👩🏽‍💻 can’t export 🧾🔥",  # noqa: RUF001
    "markup": "<script>alert('no')</script> & <b>bold</b>",
}
PEOPLE = ("Olga van der Owner", "אלון כהן", "秀英 李", "🦊", "ann.lee@lumen.test")
TONES = (
    ("", "Proposed"),
    ("good", "Falling"),
    ("warn", "Due soon"),
    ("bad", "Overdue"),
    ("accent", "Chosen"),
)
STATES = (("", "as it is"), ("hover", "pointed at"), ("focus-visible", "focused"), ("active", "pressed"))
BUTTONS = ("primary", "", "quiet", "danger", "small")
CHOICES = {"problem": "Problem", "initiative": "Initiative", "launch": "Launch", "long": LONG}
MANY = {str(number): f"Choice {number:,}" for number in range(1, 501)}
COLOURS = (
    ("canvas", "the page"), ("panel", "what lies on it"), ("sunken", "what lies under it"), ("line", "hairlines"),
    ("line-2", "edges of fields"), ("ink", "text"), ("ink-2", "quiet text"), ("ink-3", "remarks"),
    ("accent", "you can act here"), ("accent-soft", "chosen"), ("good", "getting better"), ("warn", "look here"),
    ("bad", "getting worse"),
)  # fmt: skip
FIGURES = (
    ("Accounts affected", Figure(value=214, unit="accounts", low=190, high=242, level=0.9, n=214, as_of=AT,
                                 definition="discovery.problem_accounts@1")),
    ("Revenue at stake", Figure(value=1_204_500, unit="USD a year", as_of=AT, n=38)),
    ("Share of messages", Figure(value=0.998, unit="share")),
    ("Lift", Figure(value=None, unit="share", reason="No experiment has measured it yet.")),
    ("Effort", Figure(value=12, unit="person-weeks", low=6, high=25, assumption=True)),
)  # fmt: skip
COLUMNS = [{"label": "Problem"}, {"label": "State"}, {"label": "Mentions", "number": True}]
ROWS = [
    [WORDS["plain"], "Confirmed", "214"],
    [WORDS["rtl"], "Proposed", "38"],
    [WORDS["emoji"], "Rejected", "0"],
    [WORDS["long"], "Confirmed", "10,003"],
    [WORDS["markup"], "Proposed", "1"],
]
TABS = [
    {"label": "Table", "address": "#tabs", "current": True},
    {"label": "Board", "address": "#tabs"},
    {"label": "Timeline", "address": "#tabs"},
    {"label": WORDS["rtl"], "address": "#tabs"},
]
WEEKS = [3, 4, 4, 6, 9, 12, 11, 15]
WEEK_ROWS = [[f"Week {place}", str(count)] for place, count in enumerate(WEEKS, 1)]
WEEK_COLUMNS = [{"label": "Week"}, {"label": "Messages", "number": True}]


@dataclass(frozen=True)
class Node:
    """A branch or a leaf of the sample tree."""

    label: str
    address: str = ""
    end: str = ""
    is_open: bool = False
    children: tuple["Node", ...] = ()


TREE = (
    Node("Keep customers paying", "#tree", "3", True, (
        Node("Fewer lost exports", "#tree", "2", True, (Node("Write the last line"), Node(WORDS["rtl"], "#tree"))),
        Node(LONG, "#tree", "1"),
    )),
    Node("Closed branch", "", "1", False, (Node(WORDS["emoji"]),)),
)  # fmt: skip
TIMELINE = [
    {"at": AT, "title": "Launched to everybody", "text": "Pia Manager", "current": True},
    {"at": AT - timedelta(days=9), "title": WORDS["rtl"], "text": WORDS["emoji"], "address": "#timeline"},
    {"at": AT - timedelta(days=40), "title": LONG},
]


@dataclass(frozen=True)
class Spread:
    """A range with its middle, or one that nobody knows."""

    p10: float | None = None
    p50: float | None = None
    p90: float | None = None


@dataclass(frozen=True)
class Trend:
    """A direction with the weeks behind it."""

    direction: str
    ratio: Figure
    weekly: list[int] = field(default_factory=lambda: WEEKS)


RANGES = (
    ("A wide range", Spread(12, 40, 88)),
    ("A narrow one", Spread(49, 50, 51)),
    ("An unknown one", Spread()),
)
TRENDS = (
    Trend("rising", Figure(value=1.8, unit="ratio")),
    Trend("falling", Figure(value=0.4, unit="ratio"), WEEKS[::-1]),
    Trend("flat", Figure(value=None, unit="ratio")),
)
SHARES = {"support": 0.52, "app_review": 0.24, "sales": 0.16, "interview": 0.08}


def samples() -> dict[str, Any]:
    """Everything above by its name, for a template."""
    names = (
        "AT LONG WORDS PEOPLE TONES STATES BUTTONS CHOICES MANY COLOURS FIGURES COLUMNS ROWS TABS WEEKS WEEK_ROWS "
        "WEEK_COLUMNS TREE TIMELINE RANGES TRENDS SHARES"
    )
    return {name.lower(): globals()[name] for name in names.split()}
