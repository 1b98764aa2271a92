"""KPIs of the role on events and tables, against the pure functions of the engine, and through their pages."""

from datetime import UTC, datetime, timedelta
from html import unescape
from random import Random
from typing import Any

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from headway.apps.kpis.models import Kpi
from headway.apps.kpis.tests.given import KPI
from headway.apps.kpis.timers import kpis_take
from headway.apps.metrics.tests.given import done
from headway.core.errors import HeadwayError, Invalid
from headway.core.perform import ask
from headway.engine.kpis.adoption import Exposed, Started, activated, adoption, time_to_value
from headway.engine.kpis.conversion import Entrant, funnel_conversion
from headway.engine.kpis.keeping import logo_retention, usage_retention
from tests.world import World

pytestmark = pytest.mark.django_db
START = datetime(2026, 6, 1, tzinfo=UTC)
Events = list[tuple[str, str, str, float]]


@pytest.fixture
def shop(world: World) -> World:
    world.workspace.time_zone = "UTC"
    world.workspace.save()
    return world


def brought(world: World) -> Events:
    """Sixty people over 92 days from 1 June: signup, seen, used, at random; days are counted from its midnight."""
    rng, events = Random(3), []
    for n in range(60):
        person, account, day = f"p{n}", f"a{n % 9}", rng.uniform(0, 85)
        events.append((person, account, "signup", day))
        for name, share, mean in (("seen", 0.8, 6.0), ("used", 0.6, 9.0), ("used", 0.3, 30.0)):
            if rng.random() < share:
                events.append((person, account, name, day + rng.expovariate(1 / mean)))
    kept = sorted((one for one in events if one[3] < 91.5), key=lambda one: one[3])
    kept.append(("p0", "a0", "signup", 91.9))
    lines = [f"{p},{a},{e},{(START + timedelta(days=d)).isoformat()}" for p, a, e, d in kept]
    done(
        world,
        "analytics.event_import",
        file_name="e.csv",
        content="user,account_id,event,ts\n" + "\n".join(lines) + "\n",
    )
    return kept


def reading(world: World, **question: Any) -> dict[str, Any]:
    done(world, "kpis.kpi_save", title=question["formula"], **question)
    ref = Kpi.objects.order_by("-created_at", "-ref").first()
    assert ref is not None
    found: dict[str, Any] = ask("kpis.kpi_detail", {"ref": ref.ref}, world.context()).model_dump(mode="json")
    return found["row"]["reading"] | {"previous_row": found["history"][-2]}


def firsts(events: Events, name: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for person, _, event, day in events:
        if event == name:
            found.setdefault(person, day)
    return found


def same(found: dict[str, Any], expected: Any) -> None:
    assert (found["numerator"], found["denominator"]) == (expected.numerator, expected.denominator)
    for name in ("value", "low", "high"):
        known = getattr(expected, name)
        assert found[name] == (None if known is None else pytest.approx(known, rel=1e-6)), name


def test_adoption_activation_and_time_to_value_are_those_of_the_engine(shop: World) -> None:
    events = brought(shop)
    used = [(person, day) for person, _, event, day in events if event == "used"]
    met: dict[str, float] = {}
    for person, _, _, day in events:
        if day <= 20:
            met.setdefault(person, day)
    found = reading(shop, formula="adoption", event="used", released_on="2026-06-01", window_days=20)
    exposed = [Exposed(day, tuple(d for p, d in used if p == person)) for person, day in met.items()]
    same(found, adoption(exposed, 0, 92, window_days=20))
    assert (found["since"], found["until"]) == ("2026-08-01", "2026-08-31")
    august = [
        Started(day, min((d for p, d in used if p == person and d >= day), default=None))
        for person, day in firsts(events, "signup").items()
        if 61 <= day < 92
    ]
    asked = {"event": "signup", "then": "used"}
    found = reading(shop, formula="activation", **asked, window_days=20)
    expected = activated(august, 91.9, window_days=20)
    assert found["value"] == pytest.approx(expected.value, rel=1e-6)
    assert found["open_windows"] == expected.open_windows > 0
    found = reading(shop, formula="time_to_value", **asked)
    same(found, time_to_value(august, 91.9))
    assert found["unit"] == "days"


def test_retention_and_conversion_are_those_of_the_engine(shop: World) -> None:
    events = brought(shop)
    july = {p for p, _, e, d in events if e == "used" and 30 <= d < 61}
    august = {p for p, _, e, d in events if e == "used" and 61 <= d < 92}
    same(reading(shop, formula="retention", event="used"), usage_retention(july, august))
    before, now = ({a for _, a, _, d in events if low <= d < high} for low, high in ((30, 61), (61, 92)))
    same(reading(shop, formula="logo_retention"), logo_retention(before, now))
    signups = [(p, d) for p, _, e, d in events if e == "signup" and 61 <= d < 92]
    last: dict[str, Entrant] = {}
    for person, day in signups:
        ended = [d for p, _, e, d in events if p == person and e == "seen" and day <= d <= day + 10]
        last[person] = Entrant(day, min(ended, default=None))
    found = reading(shop, formula="conversion", steps=["signup", "seen"], window_days=10, base="before")
    expected = funnel_conversion(list(last.values()), 91.9, window_days=10)
    same(found, expected)
    assert found["open_windows"] == expected.open_windows
    assert found["change_points"] == pytest.approx(found["value"] - found["previous_row"]["value"])


def test_expansion_service_levels_and_latency(shop: World) -> None:
    known = len({account for _, account, _, day in brought(shop) if day < 30})
    extra = "user,account_id,event,ts\nx,a1,bought,2026-07-10T10:00:00Z\ny,a2,bought,2026-08-10T10:00:00Z\n"
    done(shop, "analytics.event_import", file_name="x.csv", content=extra)
    found = reading(shop, formula="expansion", event="bought")
    assert (found["numerator"], found["denominator"], found["value"]) == (1, 8, 12.5)
    assert found["previous_row"]["value"] == pytest.approx(100 / known)
    tables = {
        "plans": "account,eligible_on,bought_on\na,2026-01-01,\nb,2026-01-01,2026-08-05\nc,2026-01-01,2026-07-05\nd,2026-08-15,\n",
        "levels": "day,good,total,target\n2026-08-02,999,1000,0.999\n2026-08-03,990,1000,0.999\n2026-07-02,1,1,0.9\n",
        "requests": "day,duration_ms\n" + "".join(f"2026-08-{n:02},{n * 10}\n" for n in range(1, 12)),
    }
    for name, content in tables.items():
        done(shop, "metrics.table_save", name=name, content=content)
    assert reading(shop, formula="expansion_table", table="plans")["value"] == 50.0
    assert reading(shop, formula="attainment", table="levels")["value"] == 50.0
    assert reading(shop, formula="latency", table="requests", quantile_percent=50)["value"] == 60.0
    with pytest.raises(
        Invalid, match="Field table: levels has no column duration_ms; it needs day, duration_ms"
    ):
        done(shop, "kpis.kpi_save", title="x", formula="latency", table="levels")


def test_what_is_not_known_is_said_and_never_zero(shop: World) -> None:
    found = reading(shop, formula="retention", event="opened")
    assert (found["value"], found["reason"]) == (None, "there are no people in the period before to count")
    page = unescape(strip_tags(shop.client().get("/w/lumen/kpis/").content.decode()))
    assert "Unknown: there are no people in the period before to count" in page


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ({"title": "x"}, "Field formula: choose one"),
        ({"title": "x", "formula": "conversion"}, "Field steps: Funnel conversion needs it"),
        (
            {"title": "x", "formula": "retention", "event": "a", "times": 2},
            "Field times: Retention by use has no use",
        ),
        ({"title": "x", "formula": "latency", "table": "none"}, "No metric table 'none'"),
        (KPI | {"band_low": 5, "band_high": 2}, "Field band_high: it lies below band_low"),
        ({"ref": "KPI-1", "formula": "adoption"}, "No KPI 'KPI-1'"),
        ({"formula": "retention", "event": "a"}, "a new one needs a title"),
    ],
)
def test_what_cannot_be_chosen_is_one_sentence(shop: World, question: dict[str, Any], sentence: str) -> None:
    with pytest.raises(HeadwayError, match=sentence):
        done(shop, "kpis.kpi_save", **question)
    assert Kpi.objects.count() == 0


def test_from_choosing_a_formula_to_its_page(shop: World, django_assert_max_num_queries: Any) -> None:
    brought(shop)
    client = shop.client("analyst")
    form = client.get("/w/lumen/kpis/new/?formula=conversion").content.decode()
    assert form.count('name="steps"') == 6 and "10 % more a quarter" in form
    chosen = {"formula": "conversion", "title": "Gets to see it", "steps": ["signup", "seen", "", ""], "window_days": "10",
              "by": "person", "period": "month", "band_low": "90", "next": "/w/lumen/kpis/"}  # fmt: skip
    assert client.post("/w/lumen/do/kpis.kpi_save/", chosen).status_code == 303
    client.get("/w/lumen/kpis/")
    with django_assert_max_num_queries(12):
        listed = unescape(strip_tags(client.get("/w/lumen/kpis/").content.decode()))
    assert "Gets to see it" in listed and "below" in listed and "Provisional:" in listed
    page = client.get("/w/lumen/kpis/KPI-1/?edit=1").content.decode()
    assert (
        'class="target"' in page
        and "1 Aug 2026 to 31 Aug 2026" in page
        and "/kpis/KPI-1/rows/?day=2026-08-01&amp;state=counted" in page
    )
    changed = {
        "ref": "KPI-1",
        "title": "Sees it",
        "steps": ["signup", "used"],
        "next": "/w/lumen/kpis/KPI-1/",
    }
    assert client.post("/w/lumen/do/kpis.kpi_save/", changed).status_code == 303
    kpi = Kpi.objects.get()
    assert (kpi.asked["steps"], kpi.asked["window_days"], kpi.title) == (["signup", "used"], 10.0, "Sees it")
    assert client.get("/w/lumen/kpis/new/?formula=nothing").status_code == 404
    viewer = shop.client("viewer")
    assert viewer.post("/w/lumen/do/kpis.kpi_take/", {}).status_code == 403
    assert client.post("/w/lumen/do/kpis.kpi_remove/", {"ref": "KPI-1"}).status_code == 303
    assert Kpi.objects.count() == 0


def test_readings_are_taken_anew_by_night(shop: World) -> None:
    done(shop, "kpis.kpi_save", **KPI)
    Kpi.objects.update(taken_at=timezone.now() - timedelta(hours=30), reading={})
    assert (kpis_take(), kpis_take()) == (1, 0)
    assert Kpi.objects.get().reading["reason"] == "there are no people in the period before to count"
