"""What every page needs to draw its frame: the workspace, the navigation, what the person may do."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from headway.core import registry
from headway.core.context import Context
from headway.core.kinds import kind_named, kinds
from headway.core.roles import Role

DECISION_PAGES = (
    "decisions:decision", "decisions:decision-new", "decisions:decision-edit", "decisions:requests",
    "decisions:request", "decisions:forums", "decisions:forum",
)  # fmt: skip
ROADMAP_PAGES = (
    "roadmap:teams", "roadmap:freeze", "roadmap:change", "roadmap:commitments", "roadmap:commitment",
    "roadmap:investments",
)  # fmt: skip
REPORTING_PAGES = (
    "reporting:dashboard", "reporting:tile", "reporting:tile-new", "reporting:annotations", "reporting:sql",
    "reporting:saved-query",
)  # fmt: skip
METRICS_PAGES = (
    "metrics:metric", "metrics:rows", "metrics:tree", "metrics:tables", "metrics:table", "metrics:table-take",
    "metrics:choose", "metrics:trials", "metrics:models", "metrics:model", "metrics:amiss",
    "kpis:kpis", "kpis:kpi-new", "kpis:kpi", "kpis:kpi-behind",
)  # fmt: skip
DIAGNOSIS_PAGES = ("diagnosis:kept-list", "diagnosis:kept", "diagnosis:anomalies", "diagnosis:series")
TRACKING_PAGES = ("tracking:event", "tracking:observed", "tracking:violations", "tracking:rules")
RISK_PAGES = ("decisions:risk", "decisions:assessments", "decisions:assessment")
GROUPS: tuple[tuple[str, tuple[tuple[str, str, tuple[str, ...]], ...]], ...] = (
    ("", (("Today", "web:home", ()), ("Inbox", "talk:inbox", ("talk:opened",)))),
    (
        "Understand",
        (
            (
                "Evidence",
                "discovery:evidence",
                ("discovery:message", "discovery:themes", "discovery:accounts", "discovery:research"),
            ),
            ("Problems", "discovery:problems", ("discovery:problem",)),
            ("Explore", "explore:explore", ("explore:people", "explore:cohorts", "explore:cohort")),
            ("Metrics", "metrics:metrics", METRICS_PAGES),
            ("Tracking plan", "tracking:plan", TRACKING_PAGES),
            ("Dashboards", "reporting:dashboards", REPORTING_PAGES),
            ("Alerts", "reporting:alerts", ("reporting:alert", "reporting:alert-new")),
            ("Diagnosis", "diagnosis:why", DIAGNOSIS_PAGES),
        ),
    ),
    (
        "Choose",
        (
            ("Strategy", "strategy:objectives", ("prioritisation:pricing", "prioritisation:price")),
            (
                "Initiatives",
                "prioritisation:initiatives",
                ("prioritisation:initiative", "prioritisation:declined"),
            ),
            ("Roadmap", "roadmap:plan", ROADMAP_PAGES),
            ("Decisions", "decisions:log", DECISION_PAGES),
            ("Risks", "decisions:risks", RISK_PAGES),
            ("Approvals", "governance:approvals", ("governance:approval", "governance:rights")),
        ),
    ),
    (
        "Deliver",
        (
            (
                "Requirements",
                "requirements:prds",
                ("requirements:prd", "requirements:backlog", "requirements:quality"),
            ),
            ("Launches", "launch:launches", ("launch:launch", "launch:readiness", "launch:deprecations")),
            ("Experiments", "experiments:experiments", ()),
        ),
    ),
    ("Learn", (("Activity", "web:activity", ()),)),
)
FOOT = (
    ("Imports", "web:imports", ("web:import",)),
    ("Privacy", "privacy:privacy", ("privacy:person", "privacy:fields")),
    (
        "Settings",
        "web:settings",
        (
            "talk:preferences",
            "web:members",
            "web:tokens",
            "web:rules",
            "sharing:links",
            "web:sources",
            "sharing:new",
            "sharing:link",
        ),
    ),
)


@dataclass(frozen=True)
class Entry:
    label: str
    address: str
    current: bool


@dataclass(frozen=True)
class May:
    """Whether the person's role allows an action: `may.discovery.problem_merge` in a template."""

    role: Role

    def __getitem__(self, area: str) -> Mapping[str, bool]:
        return _allowed(self.role, area)


@lru_cache(maxsize=1024)
def _allowed(role: Role, area: str) -> Mapping[str, bool]:
    # Entries are declared before the first page is asked for, and none after.
    own = (entry for entry in registry.entries() if entry.name.startswith(f"{area}."))
    return {entry.name.removeprefix(f"{area}."): role in entry.roles for entry in own}


def page(request: HttpRequest) -> dict[str, Any]:
    """The frame of a page; outside a workspace there is none."""
    here: Context | None = getattr(request, "here", None)
    if here is None:
        return {}
    at = _place(request)
    slug = here.workspace.slug
    groups = [(label, [_entry(one, at, slug) for one in entries]) for label, entries in GROUPS]
    return {
        "here": here,
        "slug": slug,
        "may": May(here.role),
        "groups": groups,
        "foot": [_entry(one, at, slug) for one in FOOT],
    }


def _place(request: HttpRequest) -> str:
    """The named page that somebody is on; a list is where the records of its kind have their own page."""
    match = request.resolver_match
    if match is None:
        return ""
    if match.app_name == "lists" and match.kwargs.get("kind") in {one.name for one in kinds()}:
        kind = kind_named(match.kwargs["kind"])
        return kind.listing or kind.page
    return match.view_name


def _entry(one: tuple[str, str, tuple[str, ...]], at: str, slug: str) -> Entry:
    label, name, inside = one
    return Entry(label, _address(name, slug), at == name or at in inside)


@lru_cache(maxsize=4096)
def _address(name: str, slug: str) -> str:
    return reverse(name, args=[slug])
