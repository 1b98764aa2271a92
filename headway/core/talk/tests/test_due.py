"""What falls due without anybody doing anything is told once."""

from datetime import date, timedelta
from typing import Any

import pytest

from headway.apps.decisions.models import Decision, Risk
from headway.core.models import JobRun
from headway.core.talk.models import Notification, Watch
from headway.core.talk.timers import dues_tell
from tests.world import NOW, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def decision(do: Any) -> Decision:
    do("product_manager", "decisions.decision_open", question="Build or buy?", due="2026-10-02",
       decider="product_lead@lumen.test")  # fmt: skip
    return Decision.objects.get()


def test_a_decider_is_told_what_is_theirs_once(decision: Decision, do: Any, told: Any) -> None:
    assert told() == [("product_lead", "assigned")]
    assert Notification.objects.get().words == "You decide: Build or buy?"
    do("product_manager", "decisions.decision_edit", ref=decision.ref, background="More")
    assert [pair for pair in told() if pair[1] == "assigned"] == [("product_lead", "assigned")]
    assert set(Watch.objects.values_list("person__name", "reason")) == {
        ("Lena Lead", "owns"), ("Pia Manager", "wrote")
    }  # fmt: skip


def test_the_owner_of_a_risk_is_told(do: Any, told: Any) -> None:
    do("product_manager", "decisions.risk_save", title="Data loss", owner="engineer@lumen.test")
    assert (told(), Risk.objects.count()) == ([("engineer", "assigned")], 1)


def test_a_due_decision_is_told_two_days_ahead_and_once_when_late(decision: Decision, told: Any) -> None:
    def due() -> list[str]:
        return list(Notification.objects.filter(event="decision_due").values_list("words", flat=True))

    dues_tell(NOW - timedelta(days=1))
    assert due() == []
    dues_tell(NOW)
    dues_tell(NOW + timedelta(hours=1))
    assert due() == ["Build or buy? It is due on 02 October 2026."]
    dues_tell(NOW + timedelta(days=4))
    assert sorted(due())[1] == "Build or buy? It was due on 02 October 2026."
    assert Notification.objects.filter(event="decision_due", person__name="Lena Lead").count() == 2


def test_a_taken_decision_is_due_no_more(decision: Decision, do: Any) -> None:
    dues_tell(NOW)
    do("product_lead", "decisions.decision_take", ref=decision.ref, outcome="Buy")
    assert Notification.objects.get(event="decision_due").read_at == NOW
    assert decision.due == "2026-10-02" or decision.due == date(2026, 10, 2)


def test_work_given_up_is_told_once_a_day_for_each_kind(world: World, told: Any) -> None:
    made = {"workspace": world.workspace, "actor": world.users["analyst"], "status": JobRun.Status.DEAD}
    for hour in (1, 2, 3):
        JobRun.objects.create(**made, name="core.note_add", finished_at=NOW - timedelta(hours=hour))
    dues_tell(NOW)
    dues_tell(NOW)
    assert told() == [("analyst", "job_given_up")]
