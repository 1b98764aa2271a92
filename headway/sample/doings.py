"""What somebody at the sample company did in Headway besides planning: a dashboard, a tracking plan, a launch."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from headway.sample.days import BROKEN_FROM, OUTAGE, RELEASES
from headway.sample.usage import ACTIVATION, BROKEN_STEP

Doing = tuple[str, dict[str, Any]]
DASHBOARD = "Activation and value"
PURPOSE = "Whether people reach value, and where they stop"
SEEN = {"window_seconds": 14 * 86_400, "order": "ordered"}


def doings(events: list[str], dashboard: str) -> list[Doing]:
    """Each action with its question, in order. `events` are the names to plan, `dashboard` is the ref that the
    first dashboard of the workspace gets.

    >>> [name for name, _ in doings(["signup"], "DB-1")][:2]
    ['reporting.dashboard_save', 'reporting.tile_add']
    """
    return [
        ("reporting.dashboard_save", {"title": DASHBOARD, "shared": True, "note": "Looked at every Monday."}),
        *(("reporting.tile_add", {"dashboard": dashboard, **tile}) for tile in _tiles()),
        *(("reporting.annotation_save", note) for note in _notes()),
        ("analytics.tracking_observe", {}),
        ("analytics.proposal_take", {"events": events, "purpose": PURPOSE}),
        ("launch.launch_save", _launch()),
        ("reporting.alert_save", _watched()),
        ("diagnosis.diagnosis_save", _diagnosis()),
    ]


def _tiles() -> list[dict[str, Any]]:
    return [
        _weekly("People who complete a job", "job_completed", "unique", "number", goal="at_least", target=120),
        _weekly("People who complete a job, by week", "job_completed", "unique", "line", width=2),
        {
            "title": "From signing up to the first completed job", "query": "analytics.funnel", "drawing": "bars",
            "width": 2, "question": {"steps": list(ACTIVATION), **SEEN},
            "address": "&".join(["ask=funnel", *(f"step{n}={one}" for n, one in enumerate(ACTIVATION, 1))]),
        },
        _weekly("Payments that fail", "payment_failed", "total", "line"),
    ]  # fmt: skip


def _weekly(title: str, event: str, math: str, drawing: str, **more: Any) -> dict[str, Any]:
    question = {"series": [{"event": event, "math": math}], "period": "week", "week_start": "monday"}
    address = f"ask=trend&event={event}&math={math}&period=week"
    return {"title": title, "query": "analytics.trend", "question": question, "drawing": drawing,
            "address": address} | more  # fmt: skip


def _notes() -> list[dict[str, Any]]:
    releases = [(f"Release {name}", "release", day) for name, day in RELEASES[1:]]
    return [
        {"title": title, "sort": sort, "starts_on": day.isoformat()}
        for title, sort, day in (*releases, ("Payments failed for some hours", "incident", OUTAGE))
    ]


def _watched() -> dict[str, Any]:
    series = {"series": {"event": "payment_failed", "math": "total"}, "period": "day"}
    return {"title": "Payments that fail, day by day", "query": "analytics.anomalies", "question": series,
            "condition": "anomaly", "address": "ask=anomalies&event=payment_failed&math=total&period=day"}  # fmt: skip


def _diagnosis() -> dict[str, Any]:
    """Why fewer forms that are begun are sent, since the release that broke it on some devices."""
    question = {
        "steps": [ACTIVATION[ACTIVATION.index(BROKEN_STEP) - 1], BROKEN_STEP], "window_seconds": 7 * 86_400,
        "now_from": BROKEN_FROM.isoformat(), "now_to": (BROKEN_FROM + timedelta(days=41)).isoformat(),
    }  # fmt: skip
    return {
        "title": "Fewer of the forms that are begun are sent",
        "question": question,
        "review_on": "2026-10-26",
    }


def _launch() -> dict[str, Any]:
    return {
        "name": "Offline forms for the autumn", "initiatives": ["INI-01"], "starts_on": "2026-11-16",
        "positioning": "For crews who work where there is no network: what they type in is never lost.",
    }  # fmt: skip
