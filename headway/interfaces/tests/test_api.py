"""What a caller of the HTTP API meets: its description, its refusals, its limits."""

import hashlib
import json
import os
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from headway.core.models import Activity, ApiToken
from headway.core.registry import Entry, entries
from headway.interfaces.api.build import PREFIX, VERBS, build
from headway.interfaces.tests.doors import Doors
from tests.world import NOW

CONTRACT = Path(__file__).parents[1] / "api/contract.txt"
NOTE = f"{PREFIX}do/core.note_add"


def post(
    doors: Doors, path: str = NOTE, body: Any = None, role: str = "owner", **headers: str
) -> HttpResponse:
    text = body if isinstance(body, str | bytes) else json.dumps(body or {"text": "Seen"})
    known = {"Authorization": f"Bearer {doors.secret(role)}"} | headers
    return Client().post(path, text, "application/json", headers=known)  # type: ignore[return-value]


def problem(response: HttpResponse, status: int, kind: str) -> str:
    assert response["Content-Type"] == "application/problem+json", response.content
    document = json.loads(response.content)
    assert (response.status_code, document["status"]) == (status, status)
    assert document["type"] == f"urn:headway:problem:{kind}"
    assert document["title"] and document["detail"].endswith((".", "..."))
    return str(document["detail"])


def signature(entry: Entry) -> str:
    """An entry in one line: the fields of its question (those it needs with a *) and of its answer, and a digest of
    both schemas, which tells of any other change."""
    asked, told = entry.question.model_json_schema(), entry.answer.model_json_schema(mode="serialization")
    needed = asked.get("required", [])
    fields = ", ".join(f"{name}*" if name in needed else name for name in asked.get("properties", {}))
    digest = hashlib.sha256(json.dumps([asked, told], sort_keys=True).encode()).hexdigest()[:8]
    return f"{VERBS[entry.kind]} {entry.name}({fields}) -> {', '.join(told.get('properties', {}))} #{digest}"


def test_a_change_of_the_api_is_seen_in_review() -> None:
    """After a change of the registry: `RENEW_CONTRACT=1 pytest headway/interfaces/tests/test_api.py`."""
    lines = "\n".join(signature(one) for one in sorted(entries(), key=lambda one: one.name)) + "\n"
    if os.environ.get("RENEW_CONTRACT"):
        CONTRACT.write_text(lines, "utf-8")
    assert CONTRACT.read_text("utf-8") == lines


def test_description_has_no_loose_ends() -> None:
    text = json.dumps(build().get_openapi_schema())
    document = json.loads(text)
    assert document["openapi"] == "3.1.0"
    names = {part.split('"')[0] for part in text.split('"$ref": "#/components/')[1:]}
    found = {f"{group}/{name}" for group, parts in document["components"].items() for name in parts}
    assert names <= found


def test_description_and_pages_of_the_api_are_served(db: None) -> None:
    assert Client().get(f"{PREFIX}openapi.json").json()["info"]["title"] == "Headway"


def test_answer_is_the_bytes_and_nothing_else(doors: Doors) -> None:
    response = post(doors, f"{PREFIX}ask/core.audit_verify", "")
    assert response["Content-Type"] == "application/json" and response["Cache-Control"] == "no-store"
    head = "0" * 64
    expected = (
        f'{{"rows":0,"head":"{head}","whole":true,"broken_at":null,"reason":"","heads":0,"signed_to":0}}'
    )
    assert response.content.decode() == expected


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ('{"text": }', "Not JSON: Expecting value at line 1 column 10."),
        ("[1]", "The question must be a JSON object, not a list."),
        ('{"text": NaN}', "Not usable JSON: NaN is not a number that JSON has."),
        ('{"text": 1e999}', "Not usable JSON: 1e999 is not a number that JSON has."),
        ('{"text": "\\u0000"}', "Not usable JSON: a text in it has the character NUL."),
        ("[" * 100_000, "Not usable JSON: it is nested too deeply."),
    ],
)
def test_a_body_that_is_no_question(doors: Doors, body: str, detail: str) -> None:
    assert problem(post(doors, body=body), 400, "not-json") == detail


@pytest.mark.parametrize(
    "body", [b'{"text": "\xff\xfe"}', '{"text": "\\ud800"}', '{"text": ' + "9" * 5000 + "}"]
)
def test_a_body_that_no_database_stores(doors: Doors, body: str | bytes) -> None:
    assert problem(post(doors, body=body), 400, "not-json").startswith("Not usable JSON: ")
    assert not Activity.objects.exists()


def test_wrong_fields_are_all_named(doors: Doors) -> None:
    response = post(doors, f"{PREFIX}do/core.member_set", {"email": "x", "role": "king"})
    problem(response, 422, "invalid")
    assert {error["field"] for error in json.loads(response.content)["errors"]} == {"email", "role"}


def test_unknown_name_is_told_its_neighbours(doors: Doors) -> None:
    detail = problem(post(doors, f"{PREFIX}do/core.note_ad"), 404, "not-found")
    assert "'core.note_ad'" in detail and "core.note_add" in detail
    problem(post(doors, f"{PREFIX}ask/core.note_add"), 404, "not-found")


@pytest.mark.parametrize("path", ["/api/", "/api/v1/", "/api/v2/do/x", "/api/v1/undo/core.note_add"])
def test_unknown_address(path: str, db: None) -> None:
    problem(Client(enforce_csrf_checks=True).post(path), 404, "not-found")


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete", "options"])
def test_other_methods(method: str, db: None) -> None:
    response = getattr(Client(), method)(NOTE)
    problem(response, 405, "wrong-method")
    assert response["Allow"] == "POST"


def test_a_form_is_refused(doors: Doors) -> None:
    known = {"Authorization": f"Bearer {doors.secret('owner')}"}
    response = Client().post(NOTE, {"text": "x"}, headers=known)
    assert (
        problem(response, 415, "wrong-media-type")
        == "The body is multipart/form-data; send application/json."
    )


def test_too_large_a_body(doors: Doors, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    problem(post(doors, body={"text": "x" * 200}), HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large")


@pytest.mark.parametrize("header", [None, "Bearer hw_unknown", "Bearer ", "Basic b3duZXI6eA==", "hw_owner"])
def test_nobody_is_asked_to_sign_in(doors: Doors, header: str | None) -> None:
    doors.secret("owner")
    headers = {"Authorization": header} if header else {}
    response = Client().post(NOTE, '{"text": "x"}', "application/json", headers=headers)
    problem(response, 401, "sign-in-needed")
    assert response["WWW-Authenticate"].startswith("Bearer")
    assert not Activity.objects.exists()


@pytest.mark.parametrize("change", [{"revoked_at": NOW}, {"expires_at": NOW.replace(year=2020)}])
def test_a_revoked_or_old_token_opens_nothing(doors: Doors, change: dict[str, Any]) -> None:
    doors.secret("owner")
    ApiToken.objects.update(**change)
    problem(post(doors), 401, "sign-in-needed")


def test_a_token_opens_one_workspace(doors: Doors) -> None:
    problem(post(doors, **{"Headway-Workspace": "elsewhere"}), 404, "not-found")
    assert post(doors, **{"Headway-Workspace": "lumen"}).status_code == 200


def test_a_browser_needs_the_csrf_token(doors: Doors) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(doors.world.users["owner"])
    problem(client.post(NOTE, '{"text": "x"}', "application/json"), 403, "refused")
    client.cookies["csrftoken"] = token = "a" * 32
    response = client.post(NOTE, '{"text": "x"}', "application/json", headers={"X-CSRFToken": token})
    assert response.status_code == 200, response.content
    assert Activity.objects.get().channel == "api"


def test_a_browser_without_a_live_session(doors: Doors) -> None:
    client = Client()
    client.force_login(doors.world.users["owner"])
    client.session.flush()
    problem(client.post(NOTE, '{"text": "x"}', "application/json"), 401, "sign-in-needed")


def test_the_same_key_gives_the_first_answer(doors: Doors) -> None:
    key = {"Idempotency-Key": "k1"}
    first, again = (post(doors, body={"text": "Once"}, **key) for _ in range(2))
    assert (first.status_code, first.content) == (again.status_code, again.content) == (200, first.content)
    assert Activity.objects.count() == 1
    problem(post(doors, body={"text": "Other"}, **key), 409, "conflict")
    problem(post(doors, **{"Idempotency-Key": "k" * 201}), 422, "invalid")
    assert Activity.objects.count() == 1


def test_a_member_has_so_many_requests_in_a_minute(doors: Doors, settings: Any) -> None:
    cache.clear()
    settings.API_REQUESTS_PER_MINUTE = "2"
    assert [post(doors).status_code for _ in range(3)] == [200, 200, 429]
    refused = post(doors)
    problem(refused, 429, "too-many")
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert Activity.objects.count() == 2
    assert post(doors, role="admin").status_code == 200
