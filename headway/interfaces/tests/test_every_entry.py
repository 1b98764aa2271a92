"""Each entry of the registry is reachable, guarded, described and logged, through each door alike."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from headway.core.models import Activity
from headway.core.registry import Entry, entries
from headway.core.roles import EVERYONE, Role
from headway.interfaces.api.build import VERBS, build
from headway.interfaces.mcp.tools import tool_of
from headway.interfaces.tests.doors import Doors
from headway.interfaces.tests.examples import EXAMPLES, Example

DOORS = ("api", "cli", "mcp")
every_entry = pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.name)
some_closed = pytest.mark.parametrize(
    "entry", [entry for entry in entries() if entry.roles != EVERYONE], ids=lambda entry: entry.name
)
TOKEN_USED = 'UPDATE "core_apitoken" SET "last_used_at"'
WRITES = ("INSERT", "UPDATE", "DELETE")


def writes(queries: CaptureQueriesContext) -> list[str]:
    """What was written, but for when a token was used."""
    found = [query["sql"] for query in queries.captured_queries if query["sql"].startswith(WRITES)]
    return [sql for sql in found if not sql.startswith(TOKEN_USED)]


@pytest.mark.doors
@every_entry
def test_reachable_through_every_door(entry: Entry, doors: Doors) -> None:
    """A wrong field is refused by the entry's own model, in the same bytes at each door."""
    payload = {"no_such_field": 1}
    answers = {doors.through(door, VERBS[entry.kind], entry.name, payload, "owner") for door in DOORS}
    [(went_well, text)] = answers
    problem = json.loads(text)
    assert not went_well and problem["status"] == 422
    assert {"field": "no_such_field", "message": "Extra inputs are not permitted"} in problem["errors"]


@pytest.mark.doors
@some_closed
def test_refused_to_each_role_it_does_not_name(entry: Entry, doors: Doors) -> None:
    roles = sorted(EVERYONE - entry.roles)
    for role in roles:
        doors.secret(role)
    for door in DOORS:
        with CaptureQueriesContext(connection) as queries:
            told = doors.through_each(door, VERBS[entry.kind], entry.name, {}, roles)
        for role, (went_well, text) in told.items():
            assert not went_well and json.loads(text)["status"] == 403, (door, role, text)
        assert {sql.split('"')[1] for sql in writes(queries)} == {"core_activity", "audit_chainend"}
    assert Activity.objects.count() == len(DOORS) * len(roles)
    found = Activity.objects.values_list("action", "outcome").distinct()
    assert list(found) == [(entry.name, "refused")]


@pytest.mark.doors
@every_entry
def test_closed_to_people_from_elsewhere(entry: Entry, doors: Doors) -> None:
    doors.secret("outsider")
    with CaptureQueriesContext(connection) as queries:
        for door in DOORS:
            went_well, text = doors.through(door, VERBS[entry.kind], entry.name, {}, "outsider")
            assert not went_well and json.loads(text)["status"] == 404, (door, text)
    assert writes(queries) == []


@every_entry
def test_described(entry: Entry) -> None:
    assert len(entry.summary) > 20 and entry.summary[0].isupper()
    for model, mode in ((entry.question, "validation"), (entry.answer, "serialization")):
        schema = model.model_json_schema(mode=mode)  # type: ignore[arg-type]
        for owner in (schema, *schema.get("$defs", {}).values()):
            untyped = [name for name, field in owner.get("properties", {}).items() if not typed(field)]
            assert untyped == [], (model, untyped)


def typed(field: dict[str, Any]) -> bool:
    """A field that may hold anything says in words what it holds."""
    return bool({"type", "$ref", "anyOf", "allOf", "oneOf", "enum", "const", "description"} & set(field))


def test_untyped_field_would_be_found() -> None:
    assert not typed({"title": "Anything"}) and typed({"type": "string"})


@every_entry
def test_named_in_the_api_description_and_as_a_tool(entry: Entry) -> None:
    operation = API["paths"][f"/api/v1/{VERBS[entry.kind]}/{entry.name}"]["post"]
    assert (operation["operationId"], operation["summary"]) == (entry.name, entry.summary)
    tool = tool_of(entry)
    hints = tool.annotations
    assert tool.input_schema["type"] == tool.output_schema["type"] == "object"  # type: ignore[index]
    assert hints and hints.read_only_hint == (entry.kind == "query")


API = build().get_openapi_schema()


@pytest.mark.parametrize("door", ["api", *(pytest.param(one, marks=pytest.mark.doors) for one in DOORS[1:])])
@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_a_done_action_leaves_exactly_one_row(name: str, door: str, doors: Doors) -> None:
    example: Example = EXAMPLES[name]
    payload = example(doors.world)
    doors.secret(Role.OWNER)
    before = Activity.objects.count()
    went_well, text = doors.through(door, "do", name, payload, "owner")
    assert went_well, text
    row = Activity.objects.order_by("sequence").last()
    assert row and Activity.objects.count() == before + 1
    assert (row.action, row.channel, row.actor) == (name, door, doors.world.users["owner"])
    assert row.workspace == doors.world.workspace and row.summary


def test_every_action_has_an_example_here() -> None:
    assert {entry.name for entry in entries("action")} - set(EXAMPLES) == set()
