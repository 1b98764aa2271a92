"""What triggers watch: messages, accounts, key results, events; and the daily look at all of them."""

from datetime import timedelta
from typing import Any

import pytest

from headway.apps.decisions import timers
from headway.apps.decisions.tests.scene import act, decision, opened, problem
from headway.apps.discovery.models import Account, Feedback, Problem, Theme
from headway.apps.strategy.models import KeyResult, Objective
from headway.core import jobs
from headway.core.models import JobRun
from headway.core.perform import ask, perform
from tests.world import NOW, World

pytestmark = pytest.mark.django_db
EVENTS = "user,event,ts\nu1,exported,2026-09-20T10:00:00Z\nu1,exported,2026-09-21T10:00:00Z\nu2,exported,2026-08-01T10:00:00Z\n"


def messages(world: World, theme: Theme, *days_ago: int, account: Account | None = None) -> None:
    for number in days_ago:
        Feedback.objects.create(
            workspace=world.workspace, ref=f"{theme.ref}-{number}", text="It fails", redacted_text="It fails",
            at=NOW - timedelta(days=number), channel="support", theme=theme, account=account,
        )  # fmt: skip


def theme_of(world: World, found: Problem) -> Theme:
    return Theme.objects.create(workspace=world.workspace, ref=f"t-{found.ref}", name="Fails", problem=found)


def watching(world: World, metric: str, of: str, comparison: str, value: float) -> None:
    ref = opened(world)
    condition = {"metric": metric, "of": of, "comparison": comparison, "value": value}
    act(world, "decision_take", ref=ref, outcome="Leave it", condition=condition)


def check(world: World) -> Any:
    return act(world, "decision_revisit_check")


def reading(world: World) -> dict[str, Any]:
    found = ask("decisions.decision_detail", {"ref": "DEC-1"}, world.context())
    assert found.condition is not None and found.condition.reading is not None
    return found.condition.reading.model_dump(mode="json")


def test_messages_of_a_month_of_a_problem_and_what_was_merged_into_it(world: World) -> None:
    first, second = problem(world), problem(world, "P-2")
    messages(world, theme_of(world, first), 1, 29, 30)
    messages(world, theme_of(world, second), 2)
    watching(world, "feedback_per_month", "P-1", ">=", 3)
    assert check(world).due == [] and reading(world)["value"] == 2
    Problem.objects.filter(ref="P-2").update(merged_into=first, state="merged")
    [due] = check(world).due
    assert due.reason == "messages about P-1 in the last 30 days: at least 3; now 3"
    assert decision().state == "revisit_due"


def test_no_messages_at_all_is_unknown_not_none(world: World) -> None:
    messages(world, theme_of(world, problem(world)), 40)
    watching(world, "feedback_per_month", "P-1", "<", 5)
    report = check(world)
    assert (report.due, [one.reason for one in report.unknown]) == (
        [], ["messages about P-1 in the last 30 days: below 5; unknown, since no message of the last 30 days has come in"],
    )  # fmt: skip
    assert (decision().state, reading(world)["value"]) == ("decided", None)


def test_accounts_that_wrote(world: World) -> None:
    account = Account.objects.create(workspace=world.workspace, ref="A1", name="Fern")
    theme = theme_of(world, problem(world))
    messages(world, theme, 50)
    watching(world, "accounts", "P-1", ">", 0)
    assert check(world).unknown[0].reason.endswith("since no message about it names an account")
    messages(world, theme, 60, 61, account=account)
    assert check(world).due[0].reason == "accounts that wrote about P-1: above 0; now 1"


def test_a_key_result_that_moved(world: World) -> None:
    objective = Objective.objects.create(workspace=world.workspace, ref="O1", title="Keep them")
    KeyResult.objects.create(
        workspace=world.workspace, ref="KR1", objective=objective, title="Churn", metric="churn", unit="share"
    )
    watching(world, "key_result", "KR1", "<=", 0.04)
    assert check(world).unknown[0].reason.endswith("since nobody has said where KR1 stands")
    KeyResult.objects.update(baseline=0.05)
    assert check(world).due == []
    KeyResult.objects.update(baseline=0.04)
    assert check(world).due[0].reason == "where KR1 stands: at most 0.04; now 0.04"


def test_people_with_an_event(world: World) -> None:
    watching(world, "event_people_per_month", "exported", "<", 2)
    assert check(world).unknown[0].reason.endswith("since no event of the last 30 days has come in")
    perform("analytics.event_import", {"file_name": "e.csv", "content": EVENTS}, world.context())
    assert check(world).due[0].reason == "people with the event exported in the last 30 days: below 2; now 1"


def test_what_is_watched_may_go(world: World) -> None:
    problem(world)
    watching(world, "accounts", "P-1", ">", 3)
    Problem.objects.all().delete()
    assert "No problem 'P-1'" in check(world).unknown[0].reason


def test_every_workspace_with_a_trigger_is_looked_at_once_a_day(world: World) -> None:
    assert timers.revisit_all() == 0 and not JobRun.objects.exists()
    opened(world)
    act(world, "decision_take", ref="DEC-1", outcome="Wait", revisit_on="2026-10-01")
    assert timers.revisit_all() == 1
    job = JobRun.objects.get()
    assert (job.name, job.actor, job.workspace) == (
        "decisions.decision_revisit_check", world.users["owner"], world.workspace,
    )  # fmt: skip
    assert jobs.run(str(job.pk)) == "done"
    assert jobs._TIMERS["second look at decisions"] == ("headway.apps.decisions.timers.revisit_all", 24 * 60)
