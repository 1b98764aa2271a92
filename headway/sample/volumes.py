"""How often each problem is written about, in each half of the six months, and through which channel."""

from __future__ import annotations

from dataclasses import dataclass, field

USUAL = {"support": 0.55, "in_app": 0.20, "app_review": 0.12, "sales": 0.07, "interview": 0.06}
PHONE = {"support": 0.40, "in_app": 0.25, "app_review": 0.26, "sales": 0.04, "interview": 0.05}
OFFICE = {"support": 0.64, "in_app": 0.20, "app_review": 0.03, "sales": 0.07, "interview": 0.06}
BUYERS = {"support": 0.12, "in_app": 0.06, "app_review": 0.0, "sales": 0.78, "interview": 0.04}
BOARDROOM = {"support": 0.62, "in_app": 0.08, "app_review": 0.0, "sales": 0.18, "interview": 0.12}


@dataclass(frozen=True)
class Volume:
    first_half: int
    second_half: int
    channels: dict[str, float] = field(default_factory=lambda: USUAL)

    @property
    def direction(self) -> str:
        ratio = self.second_half / self.first_half
        return "rising" if ratio > 2 else "falling" if ratio < 0.5 else "flat"


VOLUMES = {
    "offline_forms_lost": Volume(24, 94, PHONE),
    "dispatch_board_slow": Volume(20, 72, OFFICE),
    "arrival_texts_missing": Volume(22, 78),
    "technician_invite_expired": Volume(74, 16),
    "customer_import_rejected": Volume(62, 14, OFFICE),
    "appointment_time_shifted": Volume(78, 14),
    "photo_upload_stuck": Volume(30, 31, PHONE),
    "location_battery_drain": Volume(29, 28, PHONE),
    "timesheet_hours_wrong": Volume(33, 33),
    "van_stock_counts_off": Volume(26, 26),
    "route_optimiser_detours": Volume(32, 31),
    "expired_certificates_assigned": Volume(22, 23, OFFICE),
    "maintenance_plan_visits": Volume(29, 28, OFFICE),
    "quote_signature_fails": Volume(25, 25),
    "booking_page_double": Volume(24, 24),
    "machine_history_missing": Volume(23, 24),
    "calendar_sync_duplicates": Volume(33, 32),
    "invoice_export_mismatch": Volume(37, 36, OFFICE),
    "price_book_tax": Volume(25, 25, OFFICE),
    "card_payment_on_site": Volume(32, 32, PHONE),
    "subscription_seats_charged": Volume(24, 25, OFFICE),
    "report_export_and_charts": Volume(28, 28, OFFICE),
    "single_sign_on": Volume(27, 26, BUYERS),
    "subcontractor_access": Volume(20, 20, OFFICE),
    "multi_branch_rollup": Volume(20, 20, BOARDROOM),
}
ONE_CHANNEL = ("single_sign_on", "sales")
LARGE_ARR = "multi_branch_rollup"
SPIKE = "card_payment_on_site"
SPIKE_MESSAGES = 12
