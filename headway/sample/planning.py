"""What could be built, by whom: teams, initiatives with their efforts, and the one that cannot fit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from headway.sample.draws import stream

TEAMS = ("mobile", "dispatch", "engagement", "money", "platform")
QUARTERS = ("2026-Q4", "2027-Q1", "2027-Q2", "2027-Q3", "2027-Q4", "2028-Q1")
GROSS_PERSON_WEEKS = {"mobile": 20, "dispatch": 21, "engagement": 18, "money": 20, "platform": 25}
RESERVE = {"mobile": 0.2, "dispatch": 0.2, "engagement": 0.2, "money": 0.25, "platform": 0.3}
SEASON = {"Q1": 1.0, "Q2": 1.02, "Q3": 0.86, "Q4": 0.95}
CANNOT_FIT = "INI-10"


@dataclass(frozen=True)
class Capacity:
    team: str
    period: str
    gross_person_weeks: int
    run_reserve_share: float


@dataclass(frozen=True)
class Initiative:
    id: str
    title: str
    categories: tuple[str, ...]
    effort_p50: dict[str, int]
    depends_on: tuple[str, ...] = ()
    earliest: str = QUARTERS[0]
    deadline: str = ""
    mandatory: bool = False
    enabler: bool = False
    effort_p90: dict[str, int] | None = None


PLANNED = (
    Initiative("INI-01", "Offline forms that never lose an answer", ("offline_forms_lost",),
               {"mobile": 17, "platform": 6}, ("INI-17",)),
    Initiative("INI-02", "Photos and location that spare the phone", ("photo_upload_stuck",
    "location_battery_drain"),
               {"mobile": 20, "platform": 5}),
    Initiative("INI-03", "Timesheets payroll can trust", ("timesheet_hours_wrong",), {"mobile": 18,
    "money": 12}),
    Initiative("INI-04", "Van stock that matches the shelf", ("van_stock_counts_off",),
               {"mobile": 21, "dispatch": 8, "money": 6}),
    Initiative("INI-05", "A dispatch board for sixty crews", ("dispatch_board_slow",), {"dispatch": 19,
    "platform": 9}),
    Initiative("INI-06", "Routes and assignments a dispatcher would make", ("route_optimiser_detours",
    "expired_certificates_assigned"),
               {"dispatch": 22, "mobile": 8}, deadline="2027-12-31"),
    Initiative("INI-07", "Maintenance plans and machine history", ("maintenance_plan_visits",
    "machine_history_missing"),
               {"dispatch": 22, "mobile": 12, "engagement": 6}),
    Initiative("INI-08", "One clock and one calendar", ("appointment_time_shifted",
    "calendar_sync_duplicates"),
               {"dispatch": 18, "engagement": 11}),
    Initiative("INI-09", "Arrival messages with proof of delivery", ("arrival_texts_missing",),
               {"engagement": 20, "dispatch": 6}, ("INI-16",)),
    Initiative("INI-10", "Extra text capacity before the first frost", ("arrival_texts_missing",),
               {"engagement": 9, "platform": 5}, ("INI-16",), deadline="2026-12-31"),
    Initiative("INI-11", "Quotes signed and slots booked on any phone", ("quote_signature_fails",
    "booking_page_double"),
               {"engagement": 26, "dispatch": 8}),
    Initiative("INI-12", "Invoices and prices that reconcile", ("invoice_export_mismatch", "price_book_tax"),
               {"money": 27, "platform": 6}),
    Initiative("INI-13", "Card payments that survive the doorstep", ("card_payment_on_site",),
               {"money": 19, "mobile": 10}),
    Initiative("INI-14", "Fair seats and a first week without tears",
               ("subscription_seats_charged", "customer_import_rejected"), {"money": 16, "engagement": 18}),
    Initiative("INI-15", "Reports with your own fields", ("report_export_and_charts",),
               {"dispatch": 16, "money": 11, "platform": 6}, deadline="2027-09-30"),
    Initiative("INI-16", "Messaging gateway", (), {"platform": 17, "engagement": 10}, earliest="2027-Q1",
    enabler=True),
    Initiative("INI-17", "On-device operation log", (), {"platform": 13, "mobile": 13}, enabler=True),
    Initiative("INI-18", "Permission model for outside firms", ("subcontractor_access",),
               {"platform": 20, "dispatch": 7}, enabler=True),
    Initiative("INI-19", "Company sign-in and invitations that last", ("single_sign_on",
    "technician_invite_expired"),
               {"platform": 23, "engagement": 13}, ("INI-18",)),
    Initiative("INI-20", "One view over all branches", ("multi_branch_rollup",),
               {"platform": 23, "dispatch": 11, "money": 9}, ("INI-18",), earliest="2027-Q1"),
    Initiative("INI-21", "Electronic invoices for public customers", (), {"money": 11, "platform": 3},
               deadline="2026-12-31", mandatory=True),
    Initiative("INI-22", "Location points kept for thirty days only", (), {"mobile": 8, "platform": 8},
               deadline="2027-03-31", mandatory=True),
)  # fmt: skip


def capacities_make(seed: int) -> list[Capacity]:
    rng = stream(seed, "teams")
    return [_capacity(rng, team, period) for team in TEAMS for period in QUARTERS]


def _capacity(rng: Random, team: str, period: str) -> Capacity:
    gross = GROSS_PERSON_WEEKS[team] * SEASON[period[-2:]] + rng.choice((-1, 0, 0, 1))
    return Capacity(team, period, round(gross), RESERVE[team])


def initiatives_make(seed: int) -> list[Initiative]:
    """The initiatives with this seed's efforts; the mandatory ones keep theirs, so that they always fit."""
    rng = stream(seed, "initiatives")
    return [_sized(rng, initiative) for initiative in PLANNED]


def _sized(rng: Random, initiative: Initiative) -> Initiative:
    middle = {
        team: weeks if initiative.mandatory else max(2, round(weeks * rng.uniform(0.93, 1.07)))
        for team, weeks in initiative.effort_p50.items()
    }
    widest = 1.3 if initiative.mandatory else 1.9
    high = {team: round(weeks * rng.uniform(1.2, widest)) for team, weeks in middle.items()}
    return replace(initiative, effort_p50=middle, effort_p90=high)


def net_capacity(capacities: list[Capacity]) -> dict[str, float]:
    """Person-weeks of each team over all quarters, reserve taken off."""
    return {
        team: round(
            sum(c.gross_person_weeks * (1 - c.run_reserve_share) for c in capacities if c.team == team), 2
        )
        for team in TEAMS
    }


def demand(initiatives: list[Initiative]) -> dict[str, int]:
    """Person-weeks (P50) that all initiatives together ask of each team."""
    return {team: sum(i.effort_p50.get(team, 0) for i in initiatives) for team in TEAMS}
