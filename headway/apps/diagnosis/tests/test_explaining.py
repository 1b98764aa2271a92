"""A change is taken apart so that it adds up, and the planted release is the first of the hypotheses."""

from datetime import timedelta
from typing import Any

import pytest

from headway.apps.diagnosis.tests.given import BROKEN_ON, FIRST, broken_there, explained
from headway.core.errors import Invalid
from headway.core.perform import ask, perform
from tests.world import World


@pytest.fixture
def broken(world: World) -> World:
    broken_there(world)
    return world


def adds_up(answer: dict[str, Any]) -> None:
    for one in answer["breakdowns"]:
        total = sum(row["effect"] for row in one["rows"]) + one["left"]
        assert total == pytest.approx(answer["change"], abs=1e-12), one["by"]


def test_the_day_the_part_and_the_release_are_found_and_every_breakdown_adds_up(broken: World) -> None:
    answer = explained(broken, steps=["signup", "confirm", "pay"])
    assert (answer["since"]["day"], answer["now_from"], answer["found_by"]) == (
        BROKEN_ON, BROKEN_ON, "the largest step of the daily series",
    )  # fmt: skip
    assert (answer["base_from"], answer["base_to"], answer["now_to"]) == (
        "2026-06-29",
        "2026-07-26",
        "2026-08-16",
    )
    assert (answer["before"]["value"], answer["now"]["n"]) == (0.5, 252)
    adds_up(answer)
    assert [one["by"] for one in answer["breakdowns"]] == ["What explains it", "Steps", "device", "land"]
    parts, steps = answer["breakdowns"][:2]
    assert [(one["name"], round(one["share"], 6)) for one in parts["rows"]] == [
        ("device android, land pt", 1.0), ("Everything else", 0.0),
    ]  # fmt: skip
    assert [(one["name"], one["before"], round(one["now"], 4)) for one in steps["rows"]] == [
        ("signup to confirm", 1.0, 0.8333), ("confirm to pay", 0.5, 0.5),
    ]  # fmt: skip
    first, second = answer["hypotheses"][:2]
    assert (first["text"], first["words"]) == (
        "It came with the release Version 2 for android of 26 July, where device android, land pt.", "strong",
    )  # fmt: skip
    assert (second["kind"], second["where"]) == ("vanished", {"device": "android", "land": "pt"})
    assert [one["title"] for one in answer["happenings"]] == [
        "Version 2 for android", "Green button", "Version 3 for android",
    ]  # fmt: skip
    assert first["deeds"][0]["question"]["title"] == "Rolled back: Version 2 for android"
    assert [(one["name"], one["before"], one["now"]) for one in answer["moved"]] == []


def test_a_count_is_taken_apart_and_what_moved_with_it_is_told(broken: World) -> None:
    answer = explained(broken, steps=["confirm"])
    assert (answer["before"]["value"], answer["now"]["value"], answer["change"]) == (12, 10, -2)
    adds_up(answer)
    assert [(one["name"], one["before"], one["now"], one["kind"]) for one in answer["moved"]] == [
        ("pay", 6, 5, "event"),
    ]  # fmt: skip
    assert answer["hypotheses"][0]["where"] == {"device": "android", "land": "pt"}


def test_periods_can_be_given_and_have_to_go_together(broken: World) -> None:
    answer = explained(
        broken, now_from="2026-08-03", now_to="2026-08-09", base_from="2026-07-13", base_to="2026-07-19"
    )
    assert (answer["before"]["value"], round(answer["now"]["value"], 4)) == (1.0, 0.8333)
    adds_up(answer)
    with pytest.raises(Invalid, match="base_to: the two periods have days in common"):
        explained(broken, now_from="2026-08-03", base_to="2026-08-04")
    with pytest.raises(Invalid, match="now_to: 2026-08-01 is before 2026-08-03"):
        explained(broken, now_from="2026-08-03", now_to="2026-08-01")
    with pytest.raises(Invalid, match="now_from: say from which day on"):
        explained(broken, now_to="2026-08-01")
    with pytest.raises(Invalid, match="steps: name a metric, or the event"):
        explained(broken, steps=[])


def test_what_cannot_be_explained_has_a_reason(world: World) -> None:
    assert explained(world)["reason"] == "there are no events"
    broken_there(world)
    assert explained(world, steps=["signup"])["reason"].startswith("the daily series has no step")
    far = explained(world, now_from="2030-01-01", base_from="2029-01-01", base_to="2029-12-31")
    assert (far["reason"], far["change"]) == ("nothing is counted in one of the two periods", None)


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
    measures:
      - {name: people, agg: count_distinct, expr: person}
      - {name: signups, agg: sum, expr: "CASE WHEN event = 'signup' THEN 1 ELSE 0 END"}
      - {name: confirms, agg: sum, expr: "CASE WHEN event = 'confirm' THEN 1 ELSE 0 END"}
"""
PEOPLE = "metrics:\n  - {name: people, label: People, type: simple, type_params: {measure: people}}\n"
RATIO = """
metrics:
  - {name: confirm_rate, label: Confirmed, type: ratio, type_params: {numerator: confirms, denominator: signups}}
"""


def simple(name: str) -> str:
    return f"metrics:\n  - {{name: {name}, label: {name}, type: simple, type_params: {{measure: {name}}}}}\n"


def test_a_metric_is_taken_apart_by_its_categories_and_says_what_is_counted_twice(broken: World) -> None:
    context = broken.context("owner")
    perform("metrics.model_save", {"definition": MODEL}, context)
    for ref, text in (
        ("people", PEOPLE), ("signups", simple("signups")), ("confirms", simple("confirms")), ("confirm_rate", RATIO),
    ):  # fmt: skip
        perform("metrics.metric_save", {"ref": ref, "definition": text}, context)
    rate = explained(broken, steps=[], metric="confirm_rate")
    assert (rate["title"], rate["unit"], rate["now_from"]) == ("Confirmed", "share", BROKEN_ON)
    assert (rate["before"]["value"], round(rate["now"]["value"], 4)) == (1.0, 0.8333)
    adds_up(rate)
    days = {"now_from": BROKEN_ON, "now_to": "2026-08-16"}
    people = explained(broken, steps=[], metric="people", **days)
    assert (people["before"]["value"], people["change"]) == (12.0, 0.0)
    adds_up(people)
    by_event = people["breakdowns"][-1]
    assert (by_event["by"], by_event["left"], by_event["left_words"]) == (
        "user__event", 3.0, "what is counted in more than one part, or in none",
    )  # fmt: skip


DERIVED = """
metrics:
  - name: lost
    label: Lost
    type: derived
    type_params: {expr: signups - confirms, metrics: [signups, confirms]}
"""
ALL_TIME = "metrics:\n  - {name: ever, label: Ever, type: cumulative, type_params: {measure: signups}}\n"


def test_what_cannot_be_taken_apart_says_why_and_what_to_ask_instead(broken: World) -> None:
    context = broken.context("owner")
    perform("metrics.model_save", {"definition": MODEL}, context)
    for ref, text in (
        ("signups", simple("signups")), ("confirms", simple("confirms")), ("lost", DERIVED), ("ever", ALL_TIME),
    ):  # fmt: skip
        perform("metrics.metric_save", {"ref": ref, "definition": text}, context)
    lost = explained(broken, steps=[], metric="lost")
    assert (lost["now_from"], lost["change"], lost["breakdowns"]) == (BROKEN_ON, 2, [])
    assert lost["notes"] == [
        "It is worked out from signups, confirms by a formula, and parts of those do not add up to it; ask why each of "
        "them changed; only the whole is shown."
    ]
    ever = explained(broken, steps=[], metric="ever", now_from="2026-08-03", now_to="2026-08-09")
    assert ever["notes"][0].startswith("Each day of it holds the days before") and ever["breakdowns"] == []


def test_with_few_events_the_day_is_a_range(world: World) -> None:
    rows = ["person_id,ts,event"]
    for day in range(84):
        many = (2 if day < 42 else 1) if day % 3 else 0
        rows += [f"{day}-{n},{(FIRST + timedelta(days=day, hours=n)).isoformat()},asked" for n in range(many)]
    content = "\n".join([*rows, f"z,{(FIRST + timedelta(days=84)).isoformat()},asked"]) + "\n"
    perform("analytics.event_import", {"file_name": "e.csv", "content": content}, world.context("owner"))
    found = explained(world, steps=["asked"])
    since = found["since"]
    assert (since["earliest"], since["day"], since["latest"]) == ("2026-07-10", "2026-07-13", "2026-07-16")


def ran(world: World, sql: str) -> list[list[Any]]:
    return list(ask("analytics.sql_run", {"sql": sql}, world.context("owner")).model_dump()["rows"])


def test_each_check_has_sql_that_gives_the_numbers_of_the_change(broken: World) -> None:
    answer = explained(broken, steps=["signup", "confirm", "pay"])
    by_part = ran(broken, answer["hypotheses"][0]["check"]["sql"])
    assert by_part[0] == ["2026-06-29", "device android, land pt", 2, 1, 0.5]
    now = [row for row in by_part if row[0] >= BROKEN_ON]
    assert (sum(row[2] for row in now), sum(row[3] for row in now)) == (252, answer["now"]["value"] * 252)
    assert [sum(row[3] for row in now if row[1] == "device android, land pt")] == [0]
    counted = explained(broken, steps=[{"event": "confirm", "props": {"device": "android"}}])
    checks = {one["kind"]: ran(broken, one["check"]["sql"]) for one in counted["hypotheses"]}
    assert checks["vanished"] == [
        ["everything else", "2026-08-16T04:00:00", 196], ["land pt", "2026-07-26T04:00:00", 56],
    ]  # fmt: skip
    assert checks["happening"][-1] == ["2026-08-16", 4, 4]


def test_what_can_be_done_is_prepared_and_done_by_its_action(broken: World) -> None:
    context = broken.context("product_manager")
    question = {"steps": ["confirm"]}
    first = explained(broken, **question)["hypotheses"][0]
    deeds = {one["action"]: one for one in first["deeds"] if one["action"]}
    watched = perform("reporting.alert_save", deeds["reporting.alert_save"]["question"], context).model_dump()
    alert = ask("reporting.alert_detail", {"ref": watched["ref"]}, context).model_dump()["row"]
    assert (alert["title"], alert["condition"]) == (
        "How often there is confirm, a day, device android, land pt",
        "anomaly",
    )
    assert alert["question"]["series"] == {
        "event": "confirm", "math": "total", "props": {"device": "android", "land": "pt"},
    }  # fmt: skip
    kept = perform(
        "diagnosis.diagnosis_save", {"question": question, "chosen": first["key"]}, context
    ).model_dump()
    put = deeds["discovery.problem_add"]["question"]
    assert put["title"].startswith(
        "How often there is confirm, a day went from 12 to 10. It came with the release"
    )
    problem = perform("discovery.problem_add", put | {"diagnosis": kept["ref"]}, context).model_dump()
    (deed,) = ask("diagnosis.diagnosis_detail", {"ref": kept["ref"]}, context).model_dump()["deeds"]
    assert (deed["words"], deed["kind"], deed["record"]) == (
        "Put it up as a problem",
        "problem",
        problem["ref"],
    )
    linked = {"kind": "problem", "record": problem["ref"]}
    assert [one["ref"] for one in ask("diagnosis.diagnosis_list", linked, context).model_dump()["rows"]] == [
        kept["ref"]
    ]
    perform("discovery.problem_propose", {}, broken.context("owner"))
    assert (
        ask("discovery.problem_detail", {"ref": problem["ref"]}, context).model_dump()["problem"]["state"]
        == "proposed"
    )
    with pytest.raises(Invalid, match="say in assumption why you believe it, or name the diagnosis"):
        perform("discovery.problem_add", put, context)
