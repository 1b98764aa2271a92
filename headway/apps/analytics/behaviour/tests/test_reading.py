"""The same answer about stored events as about the same events sent along, from whatever file they come."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from headway.apps.analytics.behaviour.files import events_in
from headway.apps.analytics.store import connection
from headway.core.errors import Invalid, Refused
from headway.core.perform import ask, perform
from tests.world import World

ROWS = [
    ("b", "open", "2026-04-02T10:00:00Z", "pro", "X"),
    ("a", "open", "2026-04-01T10:00:00Z", "free", "X"),
    ("a", "buy", "2026-04-01T10:00:30Z", "", "X"),
    ("b", "buy", "2026-04-02T10:00:00Z", "pro", "Y"),
]
CSV = "person_id,event,ts,pl/an,account_id\n" + "".join(",".join(row) + "\n" for row in ROWS)
SENT = [
    {"user": user, "event": event, "ts": ts, "account": account, "props": {"pl/an": plan} if plan else {}}
    for user, event, ts, plan, account in ROWS
]
FUNNEL = {"steps": [{"event": "open"}, {"event": "buy"}], "window_seconds": 60, "breakdown_property": "pl/an"}
QUESTIONS: list[tuple[str, dict[str, Any]]] = [
    ("funnel", FUNNEL),
    ("funnel", FUNNEL | {"by": "account", "order": "strict"}),
    ("funnel", FUNNEL | {"steps": [{"event": "open", "props": {"pl/an": "pro"}}, {"event": "buy"}]}),
    ("retention", {"first_period": "2026-04-01", "periods": 3, "start_event": {}}),
    ("trend", {"series": [{"event": "buy", "math": "unique"}], "breakdown_property": "pl/an"}),
    ("lifecycle", {"event": "buy", "first_period": "2026-04-01", "periods": 3}),
    ("adoption", {"event": "buy", "exposed": "open", "segment": {"pl/an": "pro"}}),
    ("paths", {"event": "open"}),
]


@pytest.mark.parametrize(("name", "question"), QUESTIONS)
def test_stored_events_and_events_sent_along_have_one_answer(
    world: World, name: str, question: dict[str, Any]
) -> None:
    assert ask(f"analytics.{name}", question, world.context()).model_dump()["reason"] == "there are no events"
    perform("analytics.event_import", {"file_name": "events.csv", "content": CSV}, world.context())
    stored = ask(f"analytics.{name}", question, world.context()).model_dump()
    assert stored == ask(f"analytics.{name}", question | {"events": SENT}, world.context()).model_dump()
    assert stored["reason"] == ""


def test_events_of_another_workspace_are_not_there(world: World) -> None:
    perform("analytics.event_import", {"file_name": "events.csv", "content": CSV}, world.context())
    elsewhere = ask("analytics.funnel", FUNNEL, world.context_elsewhere()).model_dump()
    assert elsewhere["counts"] is None


def test_who_it_is_is_for_those_who_work_on_the_product(world: World) -> None:
    question = {"query": "analytics.funnel", "question": FUNNEL | {"events": SENT}}
    told = ask(
        "analytics.people_behind", question | {"step": 1, "limit": 1}, world.context("analyst")
    ).model_dump()
    assert (told["people"], told["count"], told["next"]) == (["a"], 2, "a")
    rest = ask("analytics.people_behind", question | {"step": 1, "after": "a"}, world.context("analyst"))
    assert rest.model_dump()["people"] == ["b"]
    by_plan = question | {"step": 0, "value": "pro"}
    assert ask("analytics.people_behind", by_plan, world.context("analyst")).model_dump()["people"] == ["b"]
    with pytest.raises(Refused, match="not open to the role viewer"):
        ask("analytics.people_behind", question, world.context("viewer"))


def written(folder: Path, form: str) -> Path:
    path = folder / f"events.{form}"
    objects = [{key: value for key, value in row.items() if value} for row in SENT]
    if form == "json":
        path.write_text(json.dumps(objects, indent=1), "utf-8")
    elif form == "ndjson":
        path.write_text("\n".join(map(json.dumps, objects)) + "\n", "utf-8")
    elif form == "ndjson.gz":
        path.write_bytes(gzip.compress("\n".join(map(json.dumps, objects)).encode()))
    elif form == "csv":
        path.write_text("\ufeff" + CSV, "utf-8")
    else:
        with connection() as session:
            source = written(folder, "csv")
            session.execute(f"COPY (SELECT * FROM read_csv('{source}')) TO '{path}' (FORMAT parquet)")
    return path


@pytest.mark.parametrize("form", ["json", "ndjson", "ndjson.gz", "csv", "parquet"])
def test_a_file_of_any_form_has_the_same_events(world: World, tmp_path: Path, form: str) -> None:
    sent = {"events": events_in(written(tmp_path, form))}
    answer = ask("analytics.funnel", FUNNEL | sent, world.context()).model_dump()
    assert (answer["counts"], answer["avg_seconds"], answer["median_seconds"]) == ([2, 2], [15.0], [15.0])
    assert {value: part["counts"] for value, part in answer["breakdown"].items()} == {
        "free": [1, 1],
        "pro": [1, 1],
    }


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (
            '{"user": "a", "event": "A", "ts": 1}\n{"user"\n',
            "is not JSON at line 2: Expecting ':' delimiter.",
        ),
        ("[1]", "event 1: give an object with user, event and ts."),
        ('[{"user": "a", "ts": 1}]', "event 1: event is missing; each event needs user, event and ts."),
        ("user,event,ts\na,,1\n", "event 1: event is missing; each event needs user, event and ts."),
        ("user,event,ts,props\na,A,1,{\n", "event 1: the properties are not JSON: "),
        ('[{"user": "a"', "is not JSON: Expecting ',' delimiter at line 1."),
        (b"PAR1 and no more", "is no readable Parquet: "),
        (b"\xff\xfe", "is not UTF-8 text (byte 0)."),
        ("a,b\n", " has no column user; its first line must name user, event and ts."),
        ("7", " has no column user; its first line must name user, event and ts."),
    ],
)
def test_a_wrong_file_is_told_in_one_sentence(tmp_path: Path, content: str | bytes, told: str) -> None:
    path = tmp_path / "events.txt"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(Invalid) as wrong:
        events_in(path)
    assert wrong.value.detail.startswith(path.name) and told in wrong.value.detail


@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_a_table_may_keep_its_columns_apart_in_each_usual_way(tmp_path: Path, between: str) -> None:
    path = tmp_path / "events.txt"
    path.write_text("\nuser,event,ts,plan\na,A,1,pro\n".replace(",", between), "utf-8")
    assert events_in(path) == [{"user": "a", "event": "A", "ts": "1", "props": {"plan": "pro"}}]


@pytest.mark.parametrize("content", ["", "\n\n", "[]", "user,event,ts\n"])
def test_a_file_without_events_has_none(tmp_path: Path, content: str) -> None:
    (tmp_path / "none.txt").write_text(content, "utf-8")
    assert events_in(tmp_path / "none.txt") == []


def test_a_break_of_lines_within_a_text_is_not_the_end_of_an_event(tmp_path: Path) -> None:
    row = {"user": "a", "event": "A", "ts": 1, "props": {"note": "one\u2028two"}}
    (tmp_path / "events.ndjson").write_text(json.dumps(row, ensure_ascii=False) + "\r\n", "utf-8")
    assert events_in(tmp_path / "events.ndjson") == [row]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match=r"Cannot read none.csv: No such file or directory\."):
        events_in(tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("ts", "as_of"),
    [
        (1_577_836_800, "2020-01-01T00:00:00Z"),
        ("1577836800", "2020-01-01T00:00:00Z"),
        (1_577_836_800.25, "2020-01-01T00:00:00.250000Z"),
        (1_577_836_800_250, "2020-01-01T00:00:00.250000Z"),
        (1_577_836_800_250_000, "2020-01-01T00:00:00.250000Z"),
        (1_577_836_800_250_000_000, "2020-01-01T00:00:00.250000Z"),
        ("2020-01-01", "2020-01-01T00:00:00Z"),
        ("2020-01-01 01:00:00+01:00", "2020-01-01T00:00:00Z"),
        ("2020-01-01 00:00:00 UTC", "2020-01-01T00:00:00Z"),
        ("2020-01-01t00:00:00z", "2020-01-01T00:00:00Z"),
    ],
)
def test_times_as_files_write_them(world: World, ts: str | float, as_of: str) -> None:
    question = {"steps": [{"event": "A"}], "events": [{"user": "a", "event": "A", "ts": ts}]}
    answer = ask("analytics.funnel", question, world.context()).model_dump(mode="json")
    assert (answer["as_of"], answer["counts"]) == (as_of, [1])


@pytest.mark.parametrize("field", ["user", "ts", "account"])
@pytest.mark.parametrize("value", [None, True, [1]])
def test_who_and_when_are_texts_or_numbers(world: World, field: str, value: object) -> None:
    sent = [{"user": "a", "event": "A", "ts": 1} | {field: value}]
    with pytest.raises(Invalid, match=rf"Field events\.0\.{field}: Give a text or a number\."):
        ask("analytics.funnel", {"steps": [{"event": "A"}], "events": sent}, world.context())


@pytest.mark.parametrize("ts", ["soon", "0000-01-01", 1e300, float("nan"), float("inf"), 10**400])
def test_a_time_that_is_none_is_told_by_its_place(world: World, ts: str | float) -> None:
    sent = [{"user": "a", "event": "A", "ts": 1}, {"user": "a", "event": "A", "ts": ts}]
    with pytest.raises(Invalid, match=r"Field events\.1\.ts: .* is no time; "):
        ask("analytics.funnel", {"steps": [{"event": "A"}], "events": sent}, world.context())
