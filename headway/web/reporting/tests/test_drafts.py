"""A sentence is drafted as SQL and as a metric; what the draft gives is what was meant, and nothing runs by itself."""

from typing import Any

import pytest

from headway.apps.diagnosis.tests.given import broken_there
from headway.apps.diagnosis.tests.test_explaining import MODEL, PEOPLE, RATIO, simple
from headway.core.errors import Invalid
from headway.core.perform import ask, perform
from tests.world import World


def drafted(world: World, sentence: str) -> dict[str, Any]:
    found = ask("analytics.question_draft", {"sentence": sentence}, world.context("viewer"))
    return found.model_dump(mode="json")


def rows(world: World, draft: dict[str, Any]) -> list[list[Any]]:
    return list(ask("analytics.sql_run", {"sql": draft["sql"]}, world.context("owner")).model_dump()["rows"])


def test_a_sentence_becomes_sql_that_gives_what_was_meant(world: World) -> None:
    nothing = drafted(world, "how many signed up")
    assert (nothing["sql"], nothing["missed"]) == ("", ["signed", "up"])
    assert nothing["reason"] == "nothing in it names an event or a metric here"
    broken_there(world)
    never = drafted(world, "how many signed up but never confirmed, by month, on android")
    assert [one["meaning"] for one in never["heard"]] == [
        "-", "-", "the event signup", "what follows was not done", "the event confirm", "by month", "-",
        "only where device is android",
    ]  # fmt: skip
    # From 27 July on two of the six of each day.
    assert rows(world, never) == [["2026-06-01", 0, 180], ["2026-07-01", 10, 186], ["2026-08-01", 46, 138]]
    assert never["assumed"] == ["It names no days; all there are count."]
    assert rows(world, drafted(world, "payments by land in July"))[0] == ["de", 62]
    assert rows(world, drafted(world, "share of people who signed up and then paid in June")) == [
        [360, 180, 0.5]
    ]


def test_a_metric_that_counts_the_same_is_drafted_beside_it(world: World) -> None:
    broken_there(world)
    context = world.context("owner")
    perform("metrics.model_save", {"definition": MODEL}, context)
    for ref, text in (
        ("people", PEOPLE), ("signups", simple("signups")), ("confirms", simple("confirms")), ("confirm_rate", RATIO.replace("Confirmed", "Confirmation rate")),
    ):  # fmt: skip
        perform("metrics.metric_save", {"ref": ref, "definition": text}, context)
    found = drafted(world, "confirmation rate by month since July")
    assert found["metric"]["ref"] == "confirm_rate"
    asked = {"metrics": ["confirm_rate"], "by": ["metric_time__month"], "from_day": "2026-07-01"}
    assert found["metric"]["question"] == asked
    assert found["metric"]["address"].endswith("confirm_rate/?grain=month&from_day=2026-07-01")
    values = ask("metrics.metric_value", asked, context).model_dump()["rows"]
    assert [row[1] for row in rows(world, found)] == [row[1] for row in values]
    split = drafted(world, "confirmation rate by device")["metric"]
    assert (split["question"], split["reason"]) == (None, "the metric has no column device")


def test_the_bench_shows_the_draft_and_runs_nothing(world: World) -> None:
    broken_there(world)
    page = (
        world.client("product_manager")
        .get("/w/lumen/sql/?sentence=signups+per+week+by+colour")
        .content.decode()
    )
    assert (
        "How it was understood" in page and "the event signup" in page and "The draft leaves them out" in page
    )
    assert "date_trunc(&#x27;week&#x27;, happened_at)" in page and "Rows of the answer" not in page
    with pytest.raises(Invalid, match="sentence"):
        drafted(world, "x")
