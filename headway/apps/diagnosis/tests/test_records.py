"""A diagnosis is kept as it was found, checked, acted on and settled, and its owner is reminded on the day."""

from datetime import UTC, datetime
from typing import Any

import pytest

from headway.apps.diagnosis.models import Diagnosis
from headway.apps.diagnosis.tests.given import WHY, diagnosis_there, question_there, series_there
from headway.core.errors import Conflict, Invalid, NotFound
from headway.core.models import Activity, Link
from headway.core.perform import ask, perform
from headway.core.talk.meaning import due_in
from tests.world import World


def done(world: World, name: str, /, **question: Any) -> dict[str, Any]:
    return perform(name, question, world.context("product_manager")).model_dump(mode="json")


def detail(world: World, ref: str) -> dict[str, Any]:
    return ask("diagnosis.diagnosis_detail", {"ref": ref}, world.context("viewer")).model_dump(mode="json")


def test_a_diagnosis_goes_from_the_question_to_what_came_of_it(world: World) -> None:
    ref = done(world, "diagnosis.diagnosis_save", **question_there(world))["ref"]
    kept = detail(world, ref)
    assert (ref, kept["row"]["state"], kept["row"]["owner"]) == ("DG-1", "open", "Pia Manager")
    assert (kept["found"]["before"]["value"], kept["found"]["now"]["value"], kept["row"]["change"]) == (
        3,
        1,
        -2,
    )
    assert (kept["chosen"], kept["found"]["hypotheses"], kept["found"]["chance"]) == ("", [], 0)

    done(
        world,
        "diagnosis.check_add",
        ref=ref,
        words="Was it a holiday?",
        result="false",
        note="Not in any land.",
    )
    decision = done(world, "decisions.decision_open", question="Do we roll back?")
    done(
        world,
        "diagnosis.deed_add",
        ref=ref,
        words="Asked for a decision",
        kind="decision",
        record=decision["ref"],
    )
    with pytest.raises(Invalid, match="outcome: say what came of it"):
        done(world, "diagnosis.diagnosis_settle", ref=ref, state="confirmed")
    done(world, "diagnosis.diagnosis_settle", ref=ref, state="confirmed", outcome="They came back.")
    settled = detail(world, ref)
    assert [(one["words"], one["result"], one["note"]) for one in settled["checks"]] == [
        ("Was it a holiday?", "false", "Not in any land.")
    ]
    assert [(one["kind"], one["record"], one["address"]) for one in settled["deeds"]] == [
        ("decision", decision["ref"], f"/w/lumen/decisions/{decision['ref']}/")
    ]
    assert (settled["row"]["state"], settled["outcome"]) == ("confirmed", "They came back.")
    tie = Link.objects.get(kind="led_to")
    assert (tie.from_kind, tie.to_kind, str(tie.to_id)) == (
        "diagnosis.diagnosis",
        "decisions.decision",
        decision["id"],
    )
    actions = Activity.objects.filter(subject_kind="diagnosis.diagnosis").order_by("sequence")
    assert [one.action for one in actions] == [
        "diagnosis.diagnosis_save", "diagnosis.check_add", "diagnosis.deed_add", "diagnosis.diagnosis_settle",
    ]  # fmt: skip


def test_its_owner_is_reminded_on_the_day_and_not_once_it_is_settled(world: World) -> None:
    ref = diagnosis_there(world)["ref"]
    day = datetime(2026, 10, 20, 9, tzinfo=UTC)

    def due(now: datetime) -> list[str]:
        return [one.words for one in due_in(world.workspace, now) if one.record and str(one.record) == ref]

    assert due(datetime(2026, 10, 19, 9, tzinfo=UTC)) == []
    assert due(day) == ["Fewer openings: say what came of it"]
    assert Diagnosis.objects.get(ref=ref).owner == world.users["owner"]
    done(world, "diagnosis.diagnosis_settle", ref=ref, state="refuted", outcome="It was the holiday.")
    assert due(day) == []


def test_what_cannot_be_kept_says_why(world: World) -> None:
    with pytest.raises(Invalid, match="question: there is nothing to keep, since there are no events"):
        done(world, "diagnosis.diagnosis_save", question=WHY)
    ref = diagnosis_there(world)["ref"]
    with pytest.raises(Conflict, match="keeps what was found on its day"):
        done(world, "diagnosis.diagnosis_save", ref=ref, question=WHY)
    with pytest.raises(Invalid, match="chosen: 'nothing' is none of its hypotheses"):
        done(world, "diagnosis.diagnosis_save", ref=ref, chosen="nothing")
    with pytest.raises(NotFound):
        done(world, "diagnosis.diagnosis_save", ref="DG-9", title="Another")
    with pytest.raises(Invalid, match="record: name both"):
        done(world, "diagnosis.deed_add", ref=ref, words="Decided", kind="decision")


def test_marks_count_in_the_list_and_in_the_backtest(world: World) -> None:
    question_there(world)
    ref = series_there(world)["ref"]
    done(world, "diagnosis.anomaly_mark", ref=ref, period="2026-09-09", verdict="false", note="A test.")
    (row,) = ask("diagnosis.series_list", {}, world.context("viewer")).model_dump()["rows"]
    assert (row["ref"], row["title"], row["told"], row["real"], row["false"]) == (ref, "Openings", 0, 0, 1)
    done(world, "diagnosis.anomaly_mark", ref=ref, period="2026-09-09", verdict="none")
    found = ask("diagnosis.series_detail", {"ref": ref}, world.context("viewer")).model_dump(mode="json")
    assert (found["row"]["false"], found["sensitivity"]) == (0, "normal")
    assert found["series"]["reason"] == "20 whole periods are needed, and there are 14"
    assert [(one["sensitivity"], one["told"], one["false_share"]) for one in found["settings"]] == [
        ("calm", 0, None), ("normal", 0, None), ("keen", 0, None),
    ]  # fmt: skip
