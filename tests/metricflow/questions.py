"""The tables, definitions and questions that both MetricFlow and Headway answer."""

import os
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

HERE = Path(__file__).parent
SHOP = Path(os.environ.get("HEADWAY_DATA", HERE.parents[2] / "shared" / "data")) / "online-shop"
DEFINITIONS, ANSWERS = HERE / "online_shop.yml", HERE / "answers.json"

_READ = "read_csv('{folder}/{file}', header = true, all_varchar = true)"
TABLES = {
    "shop_events": "select user_id, event, cast(\"timestamp\" as timestamp) as happened_at from "
    + _READ.replace("{file}", "simple-onlineshop.csv"),
    "ab_events": "select user_id, event, cast(\"timestamp\" as timestamp) as happened_at, user_backet as arm, "
    "cast(transaction_value as double) as value from " + _READ.replace("{file}", "ab_test_demo.csv"),
    "shop_users": "select user_id, min(user_backet) as arm from "
    + _READ.replace("{file}", "ab_test_demo.csv") + " group by 1",
    "shop_looks": "select user_id, cast(\"timestamp\" as timestamp) as happened_at from "
    + _READ.replace("{file}", "ab_test_demo.csv") + " where event = 'catalog'",
    "shop_payments": "select user_id, cast(\"timestamp\" as timestamp) as happened_at from "
    + _READ.replace("{file}", "ab_test_demo.csv") + " where event = 'payment_done'",
    "days": "select cast(range as date) as ds from range(date '2019-10-01', date '2020-06-01', interval 1 day)",
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    metrics: tuple[str, ...]
    by: tuple[str, ...] = ()
    from_day: str | None = None
    to_day: str | None = None
    where: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What the question is called in the file of answers."""
        return "; ".join(f"{name}={value}" for name, value in asdict(self).items() if value)

    @property
    def days(self) -> tuple[date | None, date | None]:
        first, last = (date.fromisoformat(day) if day else None for day in (self.from_day, self.to_day))
        return first, last


MONTHLY = (
    "event_count", "active_people", "buy_count", "cart_count", "hour_first", "hour_last", "hour_mean", "revenue",
    "order_value_median", "order_value_p90", "order_value_mean", "order_count", "buyers", "treated_revenue",
    "late_events", "buy_rate", "product_share", "revenue_per_person", "events_per_person", "event_growth",
    "weekly_active", "month_to_date", "revenue_so_far", "month_average_active", "cart_filled_buys", "look_to_pay",
    "look_payments",
)  # fmt: skip
QUESTIONS = (
    *(Asked((name,), ("metric_time__month",)) for name in MONTHLY),
    *(Asked((name,)) for name in ("event_count", "buy_rate", "order_value_median", "look_to_pay", "revenue_so_far")),
    Asked(("event_change_week", "weekly_active"), ("metric_time__day",), "2020-01-01", "2020-02-29"),
    Asked(("event_count", "active_people"), ("metric_time__week", "event_row__event"), "2020-01-06", "2020-01-20"),
    Asked(("revenue", "order_count"), ("user__arm",)),
    Asked(("revenue_so_far", "revenue"), ("metric_time__quarter", "user__arm")),
    Asked(("buy_rate", "event_growth"), ("metric_time__month",), "2020-01-10", "2020-03-11"),
    Asked(("look_to_pay",), ("metric_time__month",), None, None, ("{{ Dimension('user__arm') }} = 'test'",)),
    Asked(("revenue_per_person", "month_to_date"), ("metric_time__month",), "2019-12-01", "2020-02-29"),
    Asked(("event_count", "revenue", "buy_rate"), ("metric_time__month",), None, None,
          ("{{ TimeDimension('metric_time', 'month') }} >= '2020-01-01'",)),
)  # fmt: skip
