"""What each vendor's SDK sends, at a live collector: each event once, each fault by itself, in one sentence."""

import base64
import gzip
import json
import zlib
from typing import Any

import httpx
import pytest

from headway.interfaces.collect.tests.conftest import Collector, Post
from tests.server import Server

AT = "2026-09-01T08:30:00Z"
AT_US = 1_788_251_400_000_000
pytestmark = pytest.mark.slow


def call(number: int, **more: Any) -> dict[str, Any]:
    return {
        "type": "track",
        "event": "opened",
        "userId": "P1",
        "messageId": f"w{number}",
        "timestamp": AT,
    } | more


def test_every_format_is_kept_whole_and_once(collector: Collector, key: str, post: Post) -> None:
    basic = (key, "")
    # RudderStack's SDK for Node says that its packed JSON is a form.
    form = {"content-type": "application/x-www-form-urlencoded"}
    packed = gzip.compress(json.dumps({"batch": [call(1, context={"groupId": "A1"}), call(2)]}).encode())
    for _ in range(2):
        assert post("/v1/batch", content=packed, auth=basic, headers=form).status_code == 200
    assert post("/v1/identify", json={"userId": "P1", "anonymousId": "anon-w", "messageId": "w3",
                                      "traits": {"plan": "pro"}, "writeKey": key}).status_code == 200  # fmt: skip
    sent = {"api_key": key, "batch": [{"event": "opened", "distinct_id": "P2", "uuid": "w4", "timestamp": AT,
                                       "properties": {"$groups": {"team": "T", "company": "A2"}}}]}  # fmt: skip
    assert post("/batch/", json=sent).json() == {"status": 1}
    one = {"api_key": key, "event": "opened", "uuid": "w5", "properties": {"distinct_id": "P2"}}
    assert post("/capture/", json=one).status_code == 200
    uploaded = {"api_key": key, "events": [{"event_type": "opened", "user_id": "P3", "device_id": "dev-w",
                "insert_id": "w6", "time": AT_US // 1000, "event_properties": {"n": 1}}]}  # fmt: skip
    assert post("/2/httpapi", json=uploaded).json()["events_ingested"] == 1
    about = {"token": key, "distinct_id": "P4", "time": AT_US // 1_000_000, "$insert_id": "w7"}
    text = json.dumps({"event": "opened", "properties": about})
    assert post("/track", data={"data": text, "verbose": 1}).json() == {"status": 1, "error": None}
    assert post("/track", data={"data": base64.b64encode(text.encode()).decode()}).text == "1"
    assert post("/import", content=text, auth=basic).json()["num_records_imported"] == 1
    lines = '{"event":"opened","person_id":5,"id":"w8","ts":"2026-09-01T08:30:00Z"}\n{"event":"nameless"}\n'
    assert post("/v1/events", content=lines, headers={"authorization": f"Bearer {key}"}).json() == {
        "accepted": 1
    }
    found = collector.stored("test_wires")
    told = {
        one["id"]: (one["event"], one["person"], one["anonymous"], one["account"]) for one in found["events"]
    }
    assert told == {
        "w1": ("opened", "P1", "", "A1"),
        "w2": ("opened", "P1", "", ""),
        "w3": ("$identify", "P1", "anon-w", ""),
        "w4": ("opened", "P2", "", "A2"),
        "w5": ("opened", "P2", "", ""),
        "w6": ("opened", "P3", "dev-w", ""),
        "w7": ("opened", "P4", "", ""),
        "w8": ("opened", "5", "", ""),
    }
    assert len(found["events"]) == 8
    assert {one["at_us"] for one in found["events"] if one["id"] in {"w1", "w4", "w6", "w7", "w8"}} == {AT_US}
    assert (found["aliases"]["anon-w"], found["aliases"]["dev-w"]) == ("P1", "P3")
    assert found["rejected"] == {"it says of nobody who did it": 1}
    assert key not in json.dumps(found)


def test_the_web_server_takes_events_at_the_address_of_its_pages(
    server: Server, collector: Collector
) -> None:
    key = collector.source("mounted")
    with httpx.Client(base_url=server.url, timeout=30) as client:
        sent = client.post(
            "/v1/batch", content=gzip.compress(json.dumps({"batch": [call(1)]}).encode()), auth=(key, "")
        )
        assert (sent.status_code, sent.json()) == (200, {"success": True})
        assert sent.headers["access-control-allow-origin"] == "*"
        shop = client.options("/track/", headers={"origin": "https://shop.example"}).headers
        assert shop["access-control-allow-origin"] == "https://shop.example"
        assert (shop["access-control-allow-credentials"], shop["vary"]) == ("true", "origin")
        assert client.post("/v1/t", json=call(2, writeKey=key)).status_code == 200
        assert client.get("/track", params={"data": track(key, "w3")}).text == "1"
        assert client.post("/v1/events", json={"event": "a"}, auth=("guessed", "")).json() == {
            "code": 401, "status": 0, "error": "The write key is unknown or revoked.",
        }  # fmt: skip
        assert client.post("/v1/events", content=b" " * (20 * 1024 * 1024 + 1)).status_code == 413
        assert client.get("/sign-in/").status_code == 200
    assert [one["id"] for one in collector.stored("mounted")["events"]] == ["w1", "w2", "w3"]


def track(key: str, id: str) -> str:
    about = {"token": key, "distinct_id": "P4", "$insert_id": id}
    return base64.b64encode(json.dumps({"event": "opened", "properties": about}).encode()).decode()


def test_one_bad_event_does_not_fail_its_batch(collector: Collector, post: Post) -> None:
    key = collector.source("faults")
    body = (
        b'{"writeKey":"' + key.encode() + b'","batch":[' + json.dumps(call(1)).encode() + b',{"type":"track",nope},'
        + json.dumps(call(2, properties={"a": "]}"})).encode() + b"]}"
    )  # fmt: skip
    assert post("/v1/batch", content=body).status_code == 200
    bad = [
        call(3, messageId="x" * 10_000),
        call(4, timestamp="yesterday"),
        call(5, event=" "),
        call(6, userId={"a": 1}),
        call(7, properties=[1]),
        call(8, type="guess"),
        call(9, timestamp="2021-09-01T08:30:00Z"),
        call(10, properties={"n": "was a number"}),
    ]
    assert post("/v1/batch", json={"batch": bad, "writeKey": key}).status_code == 200
    deep = (
        b'{"event":"opened","person_id":"P1","id":"d","properties":'
        + b'{"a":' * 50_000
        + b"1"
        + b"}" * 50_001
    )
    assert post("/v1/events", content=deep, auth=(key, "")).status_code == 200
    less = b'{"event":"a","person_id":"P1","properties":{"a":' + b"[" * 300 + b"]" * 300 + b"}}"
    assert post("/v1/events", content=less, auth=(key, "")).status_code == 200
    found = collector.stored("faults")
    kept = {one["id"]: (one["at_us"], one["flags"], one["properties"]) for one in found["events"]}
    assert kept["w9"] == (1_630_485_000_000_000, 1, "{}")
    assert sorted(kept) == ["w1", "w10", "w2", "w9"]
    assert found["rejected"] == {
        "a field is of the wrong kind": 1,
        "it has no event name": 1,
        "it is nested too deep": 1,
        "it is no valid JSON": 2,
        "its properties are no object": 1,
        "its time is no date and time": 1,
        "its type is none of track, identify, group, alias, page, screen": 1,
        "the event's id is longer than 200 signs": 1,
    }


def test_what_cannot_be_taken_is_refused_in_one_sentence(key: str, post: Post) -> None:
    wrong = post("/v1/batch", json={"batch": [call(1)], "writeKey": "guessed"})
    assert (wrong.status_code, wrong.json()["error"]) == (401, "The write key is unknown or revoked.")
    assert post("/v1/batch", content=b"\x1f\x8bnot gzip", auth=(key, "")).status_code == 400
    torn = post("/v1/batch", content=gzip.compress(b"[" + b" " * 9_000)[:-12], auth=(key, ""))
    assert torn.json()["error"] == "The packed body ends too early; send it again."
    assert post("/v1/batch", content=b"hello", auth=(key, "")).json()["error"] == (
        "The body is no JSON with a list of events."
    )
    assert post("/v9/guess", content=b"{}").status_code == 404


def test_a_body_that_unpacks_to_ten_gigabytes_costs_next_to_nothing(key: str, post: Post) -> None:
    packer, zeros = zlib.compressobj(9, wbits=31), b"\0" * 1_000_000
    bomb = b"".join(packer.compress(zeros) for _ in range(300)) + packer.flush()
    # The first 300 of its 10,000 megabytes are enough to go far beyond the cap.
    answer = post("/v1/batch", content=bomb, auth=(key, ""))
    assert (answer.status_code, answer.elapsed.total_seconds() < 2) == (413, True)
    assert answer.json()["error"] == "The body is larger than 20 MB unpacked; send fewer events."


def test_a_storage_that_fails_is_a_503_to_come_back_from(collector: Collector, post: Post) -> None:
    key = collector.source("full disk")
    inbox = next(path for path in (collector.home / "files").glob("*/inbox"))
    hidden = inbox.rename(inbox.with_name("hidden"))
    inbox.write_text("a file where the folder should be")
    try:
        answer = post("/v1/batch", json={"batch": [call(77)], "writeKey": key})
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    finally:
        inbox.unlink()
        hidden.rename(inbox)
    assert post("/v1/batch", json={"batch": [call(77)], "writeKey": key}).status_code == 200
    assert [one["id"] for one in collector.stored("full disk")["events"]] == ["w77"]
