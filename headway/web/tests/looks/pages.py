"""Every page that a person can open, told by the table of doors: a new page cannot be left out."""

import re

from tests.permissions.doors import addresses
from tests.permissions.table import PAGES

# What stands at these addresses is a file, a part of a page, or leads on to one that is in the list itself.
NO_PAGES = {
    "web:root", "web:home-initiatives", "web:home-documents", "web:activity-export", "web:import-template",
    "privacy:document", "mfa_download_recovery_codes", "session-end", "talk:people", "lists:cell",
    "sharing:export", "explore:people", "metrics:rows", "reporting:export", "tracking:schema",
}  # fmt: skip
REFS = {
    "prioritisation:initiative": "INI-1",
    "requirements:prd": "PRD-1",
    "decisions:decision": "DEC-1",
    "decisions:decision-edit": "DEC-1",
    "decisions:request": "REC-1",
    "decisions:risk": "RSK-1",
    "decisions:assessment": "ASM-1",
    "decisions:forum": "FRM-1",
    "launch:launch": "LCH-1",
    "governance:approval": "AP-1",
    "sharing:link": "SH-1",
    "discovery:message": "L1",
    "metrics:metric": "active_people",
    "metrics:tree": "active_people",
    "metrics:table": "events",
    "metrics:model": "usage",
    "metrics:trials": "active_people",
    "kpis:kpi": "KPI-1",
    "kpis:kpi-behind": "KPI-1",
    "tracking:event": "PE-1",
    "reporting:dashboard": "DB-1",
    "explore:cohort": "asked",
    "reporting:tile": "TL-1",
    "reporting:saved-query": "SQ-1",
    "reporting:alert": "AL-1",
    "diagnosis:kept": "DG-1",
    "diagnosis:series": "AL-2",
}
# The same page in a form of its own.
MORE = {
    "discovery:problems, peek": "/w/lumen/problems/?peek=P-001",
    "prioritisation:initiatives, peek": "/w/lumen/initiatives/?peek=INI-1",
    "requirements:prd, edit": "/w/lumen/requirements/PRD-1/?edit=goals",
    "roadmap:plan, horizon": "/w/lumen/roadmap/?view=horizon",
    "explore:explore, funnel": "/w/lumen/explore/?ask=funnel&step1=opened",
    "explore:explore, several": "/w/lumen/explore/?event=opened&event2=saved&period=day",
    "explore:explore, lifecycle": "/w/lumen/explore/?ask=lifecycle&event=opened",
    "explore:explore, retention": "/w/lumen/explore/?ask=retention&event=opened",
    "explore:explore, anomalies": "/w/lumen/explore/?ask=anomalies&event=opened",
    "not found": "/w/lumen/nowhere/",
}
OUTSIDE = ("web:sign-in", "account_reset_password", "account_reset_password_done", "account_inactive")


def pages() -> dict[str, str]:
    """The address of every page behind the sign-in, by its name."""
    found = addresses()
    inside = {
        name for name, door in PAGES.items() if door.to in ("member", "person") and "GET" in door.methods
    }
    return {name: _real(name, found[name]) for name in sorted(inside - NO_PAGES)} | MORE


def _real(name: str, address: str) -> str:
    """The address of a record that is there; the table's own examples need not be."""
    named = address.replace("P-001", REFS.get(name, "P-001"))
    if name == "lists:paste":
        return named.replace("/accounts/", "/account/")
    return re.sub("/(lists|talk|history)/accounts/", r"/\1/problem/", named)


def outside() -> dict[str, str]:
    """The address of every page before the sign-in."""
    found = addresses()
    return {name: found[name] for name in OUTSIDE}
