"""How the sample company measures itself: semantic models on its events and invoices, metrics, KPIs of the role."""

from __future__ import annotations

from typing import Any

from headway.sample.invoices import MONTHS, invoices_text, paid_in
from headway.sample.usage import ACTIVATION

Doing = tuple[str, dict[str, Any]]
PARTS = ("plan", "country", "device", "app_version")
MODEL = """
semantic_models:
  - name: usage
    model: ref('events')
    defaults: {agg_time_dimension: day}
    entities:
      - {name: user, type: primary, expr: person}
    dimensions:
      - {name: day, type: time, expr: happened_at}
      - {name: event, type: categorical}
PARTS
    measures:
      - {name: people, agg: count_distinct, expr: person}
      - {name: actions, agg: count, expr: event}
"""
PEOPLE_WHO = (
    ("active_people", "Active people", "", "Whether the product grows"),
    ("completers", "People who complete a job", "job_completed", "Where the next quarter goes"),
    ("form_starters", "People who start a form", "form_started", ""),
    ("form_submitters", "People who submit a form", "form_submitted", ""),
    ("payers", "People who take a payment", "payment_taken", ""),
    ("inviters", "People who invite a colleague", "invite_sent", ""),
)
RATIOS = (
    ("payment_failed_share", "Card payments that fail", "payments_failed", "payments_tried",
     "Whether the payment provider is changed"),
    ("route_optimised_per_board_opened", "Routes that the optimiser draws", "routes_optimised", "boards_opened",
     "Whether the optimiser is on for everybody"),
)  # fmt: skip
# Finance does not send this table yet: what cannot be computed is on a page of its own.
SUPPORT = """
semantic_models:
  - name: support
    model: ref('support_hours')
    primary_entity: ticket
    defaults: {agg_time_dimension: closed_on}
    dimensions: [{name: closed_on, type: time}]
    measures: [{name: support_hours, agg: sum, expr: hours}]
"""
CHOSEN: tuple[dict[str, Any], ...] = (
    {"label": "Revenue from paid invoices", "table": "invoices", "agg": "sum", "column": "amount_usd",
     "time": "invoiced_on", "where": [{"column": "state", "values": ["paid"]}], "splits": ["plan"], "unit": "USD",
     "direction": "up", "decision": "Whether prices change in January"},
    {"label": "Revenue for each paying person", "kind": "ratio", "numerator": "revenue_from_paid_invoices",
     "denominator": "payers", "unit": "USD", "direction": "up", "decision": "Which plan is sold first"},
    {"label": "New people who complete a job", "kind": "conversion", "table": "events", "who": "person",
     "time": "happened_at", "where": [{"column": "event", "values": ["signup"]}],
     "then": [{"column": "event", "values": ["job_completed"]}], "window": "14 days", "unit": "share",
     "direction": "up", "decision": "Whether the first week gets a guide"},
)  # fmt: skip
DRIVERS = ("active_people", "form_submitters")
COUNTS = (
    ("payments_failed", "Failed payments", ("payment_failed",)),
    ("payments_tried", "Payments tried", ("payment_taken", "payment_failed")),
    ("routes_optimised", "Routes optimised", ("route_optimised",)),
    ("boards_opened", "Boards opened", ("board_opened",)),
)


def measured(owner: str) -> list[Doing]:
    """Each action with its question, in order; `owner` is the address of whoever answers for them.

    >>> [name for name, _ in measured("a@b.test")][:2]
    ['metrics.model_save', 'metrics.metric_save']
    """
    parts = "\n".join(
        f"      - {{name: {one}, type: categorical, expr: \"json_extract_string(properties, '$.{one}')\"}}"
        for one in PARTS
    )
    return [
        ("metrics.model_save", {"definition": MODEL.replace("PARTS", parts)}),
        *(_metric(*one, owner) for one in PEOPLE_WHO),
        *(("metrics.metric_save", _counted(*one))
          for one in COUNTS),
        *(_ratio(one, owner) for one in RATIOS),
        ("metrics.table_save", {"name": "invoices", "content": invoices_text()}),
        *(("metrics.choice_save", one | {"owner": owner}) for one in CHOSEN),
        ("metrics.model_save", {"definition": SUPPORT}),
        ("metrics.metric_save", _support(owner)),
        *(("metrics.driver_add", {"metric": "completers", "driver": one}) for one in DRIVERS),
        ("metrics.test_save", _test()),
        ("metrics.test_save", _june()),
        ("metrics.metric_certify", {"ref": "completers"}),
        *(("kpis.kpi_save", one | {"owner": owner}) for one in KPIS),
        ("metrics.key_results_take", {}),
    ]  # fmt: skip


def _counted(name: str, label: str, events: tuple[str, ...]) -> dict[str, Any]:
    return {"ref": name, "definition": _simple(name, label, "actions", events), "unit": "events"}


def _simple(name: str, label: str, measure: str, events: tuple[str, ...]) -> str:
    listed = ", ".join(f"'{one}'" for one in events)
    said = f"= {listed}" if len(events) == 1 else f"IN ({listed})"
    only = f"\n    filter: \"{{{{ Dimension('user__event') }}}} {said}\"" if events else ""
    head = f"metrics:\n  - name: {name}\n    label: {label}\n    type: simple\n"
    return f"{head}    type_params: {{measure: {measure}}}{only}\n"


def _metric(name: str, label: str, event: str, decision: str, owner: str) -> Doing:
    definition = _simple(name, label, "people", (event,) if event else ())
    target = {"target": 400, "target_on": "2026-12-31"} if name == "completers" else {}
    known = {"unit": "people", "direction": "up", "owner": owner}
    return "metrics.metric_save", {"ref": name, "definition": definition, **known, **target} | (
        {"decision": decision} if decision else {}
    )


def _ratio(kept: tuple[str, ...], owner: str) -> Doing:
    name, label, over, under, decision = kept
    params = f"{{numerator: {over}, denominator: {under}}}"
    definition = f"metrics:\n  - {{name: {name}, label: {label}, type: ratio, type_params: {params}}}\n"
    direction = "down" if "fail" in name else "up"
    return "metrics.metric_save", {
        "ref": name, "definition": definition, "unit": "share", "direction": direction, "owner": owner,
        "decision": decision,
    }  # fmt: skip


def _test() -> dict[str, Any]:
    rows = [
        {"person": person, "event": event, "happened_at": "2026-09-01", "properties": "{}"}
        for person, event in (("ann", "job_completed"), ("ann", "job_completed"), ("bo", "form_started"))
    ]
    return {
        "metric": "completers",
        "name": "a person counts once",
        "fixture": {"events": rows},
        "expected": 1,
    }


def _june() -> dict[str, Any]:
    june = MONTHS[2]
    return {
        "metric": "revenue_from_paid_invoices", "name": "June stays what was reported", "month": f"{june:%Y-%m}",
        "expected": paid_in(june),
    }  # fmt: skip


def _support(owner: str) -> dict[str, Any]:
    name = "support_hours_spent"
    definition = _simple(name, "Hours spent on support", "support_hours", ())
    return {"ref": name, "definition": definition, "unit": "hours", "direction": "down", "owner": owner}


KPIS: tuple[dict[str, Any], ...] = (
    {"title": "New people who use the optimiser", "formula": "adoption", "event": "route_optimised",
     "exposed": "board_opened", "window_days": 90, "band_low": 20},
    {"title": "New people who complete a job in 14 days", "formula": "activation", "event": "signup",
     "then": "job_completed", "window_days": 14, "band_low": 60},
    {"title": "From signing up to the first completed job", "formula": "time_to_value", "event": "signup",
     "then": "job_completed", "band_high": 2},
    {"title": "People who complete jobs again", "formula": "retention", "event": "job_completed"},
    {"title": "Accounts that stay", "formula": "logo_retention", "band_low": 95},
    {"title": "Accounts that take up payments", "formula": "expansion", "event": "payment_taken"},
    {"title": "From signing up to a completed job", "formula": "conversion", "steps": list(ACTIVATION),
     "window_days": 14},
)  # fmt: skip
