"""The one write path: allowed, refused, validated, recorded, repeated."""

import pytest
from django.db import DatabaseError, transaction
from django_q.models import OrmQ, Schedule

from headway.core.access import enter_by_token, row
from headway.core.activity import append
from headway.core.audit.verifying import verify
from headway.core.errors import Conflict, Invalid, NotFound, Refused, SignInNeeded
from headway.core.jobs import enqueue, run, sweep, timers_scheduled
from headway.core.models import Activity, ApiToken, IdempotencyKey, JobRun, Membership, Workspace
from headway.core.perform import answer_json, ask, perform
from headway.core.registry import Done, Empty, entries
from tests.world import NOW

pytestmark = pytest.mark.django_db


def note(context, text="Met the board", key=""):
    return perform("core.note_add", {"text": text}, context, key)


def test_an_action_leaves_one_activity_row_with_who_and_how(world):
    note(world.context("engineer", channel="cli"))
    entry = Activity.objects.get()
    assert (entry.sequence, entry.action, entry.channel, entry.summary) == (
        1,
        "core.note_add",
        "cli",
        "Met the board",
    )
    assert entry.actor == world.users["engineer"]


def test_a_refused_action_changes_nothing(world):
    with pytest.raises(Refused) as refused:
        note(world.context("viewer"))
    assert refused.value.problem()["detail"].startswith(
        "core.note_add is not open to the role viewer; it is to: owner,"
    )
    row = Activity.objects.get()
    assert (row.action, row.outcome, row.changes) == ("core.note_add", "refused", {})
    assert row.summary.startswith("Refused: core.note_add is not open to the role viewer")


def test_an_unknown_field_is_refused_by_name(world):
    with pytest.raises(Invalid) as wrong:
        perform("core.note_add", {"text": "x", "txt": "y"}, world.context())
    assert wrong.value.detail == "Field txt: Extra inputs are not permitted."


def test_an_unknown_name_lists_near_ones(world):
    with pytest.raises(NotFound, match=r"No action named 'core.note_ad'; there are .*core.note_add"):
        perform("core.note_ad", {}, world.context())


def test_the_same_key_and_request_answers_again_without_a_second_change(world):
    first = note(world.context(), key="k1")
    assert answer_json(note(world.context(), key="k1")) == answer_json(first)
    assert Activity.objects.count() == 1


def test_the_same_key_for_another_request_is_a_conflict(world):
    note(world.context(), key="k1")
    with pytest.raises(Conflict, match="'k1' was used for another request"):
        note(world.context(), "Something else", key="k1")


def test_the_chain_is_whole_and_the_database_refuses_to_break_it(world):
    for number in range(3):
        note(world.context(), f"Note {number}")
    verdict = ask("core.audit_verify", {}, world.context())
    assert (verdict.rows, verdict.whole, verdict.broken_at) == (3, True, None)
    for change in (lambda: Activity.objects.update(summary="x"), lambda: Activity.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert verify(world.workspace).rows == 3


def test_another_workspaces_records_do_not_exist(world):
    perform("discovery.feedback_add", {"text": "It is slow", "ref": "FB-1"}, world.context())
    elsewhere = world.context_elsewhere()
    assert ask("discovery.feedback_list", {}, elsewhere).total == 0
    from headway.apps.discovery.models import Feedback

    with pytest.raises(NotFound, match="No feedback 'FB-1' in this workspace"):
        row(Feedback, elsewhere, "FB-1")


def test_a_token_stands_for_its_member_until_it_is_revoked(world):
    secret = world.token("analyst")
    assert enter_by_token(secret, "api", NOW).role == "analyst"
    token = ApiToken.objects.get()
    perform("core.token_revoke", {"id": str(token.pk)}, world.context("analyst"))
    with pytest.raises(SignInNeeded, match="unknown, expired or revoked"):
        enter_by_token(secret, "api", NOW)


def test_only_the_hash_of_a_token_is_kept(world):
    answer = perform("core.token_create", {"name": "CI"}, world.context("engineer"), key="k")
    assert answer.secret.startswith("hw_")
    assert answer.secret not in str(ApiToken.objects.values())
    assert answer.secret not in str(Activity.objects.values())
    assert answer.secret not in str(IdempotencyKey.objects.values())
    again = perform("core.token_create", {"name": "CI"}, world.context("engineer"), key="k")
    assert (again.id, again.secret) == (answer.id, "")


def test_the_last_owner_stays_owner(world):
    owner = {"email": "owner@lumen.test", "role": "viewer"}
    with pytest.raises(Invalid, match="last owner"):
        perform("core.member_set", owner, world.context("owner"))
    with pytest.raises(Refused, match="Only an owner"):
        perform("core.member_set", {"email": "x@y.test", "role": "owner"}, world.context("admin"))
    assert Membership.objects.filter(role="owner", workspace=world.workspace).count() == 1


def test_a_job_carries_its_action_out_once_however_often_it_runs(world, django_capture_on_commit_callbacks):
    job = enqueue(world.context(), "core.note_add", {"text": "Later"})
    assert run(str(job.pk)) == JobRun.Status.DONE
    JobRun.objects.update(
        status=JobRun.Status.RUNNING
    )  # the worker died after the change, before the note of it
    assert run(str(job.pk)) == JobRun.Status.DONE
    assert Activity.objects.filter(summary="Later").count() == 1
    assert Activity.objects.get().channel == "job"


def test_a_failing_job_ends_as_a_dead_letter_that_can_be_tried_again(world, settings):
    settings.JOB_ATTEMPTS_MOST = 2
    job = enqueue(world.context(), "core.note_add", {"text": ""})
    assert [run(str(job.pk)), run(str(job.pk))] == [JobRun.Status.FAILED, JobRun.Status.DEAD]
    found = ask("core.job_list", {}, world.context())
    assert (found.dead, found.rows[0].error[:8]) == (1, "Invalid:")
    perform("core.job_retry", {"id": str(job.pk)}, world.context())
    assert JobRun.objects.filter(status=JobRun.Status.WAITING).count() == 1


def test_a_job_that_never_reached_the_queue_is_handed_over_again(world):
    enqueue(world.context(), "core.note_add", {"text": "Later"})  # its transaction is never committed here
    assert sweep() == 1
    assert OrmQ.objects.count() == 1
    timers_scheduled()
    timers_scheduled()
    assert Schedule.objects.get(name="sweep of waiting jobs").func == "headway.core.jobs.sweep"


def test_every_entry_says_what_it_does():
    for entry in entries():
        assert entry.doc, entry.name
        assert entry.summary.endswith("."), entry.name
        assert entry.roles, entry.name


def test_editing_the_workspace_keeps_what_was_there_before(world):
    perform("core.workspace_edit", {"goal": "Grow"}, world.context())
    assert Workspace.objects.get(slug="lumen").goal == "Grow"
    assert Activity.objects.get().changes == {"before": {"goal": ""}, "after": {"goal": "Grow"}}


@pytest.mark.parametrize("after", ["²", "9" * 30, "-1", "P-001"])
def test_a_place_in_the_log_that_is_no_row_number_is_refused(world, after):
    with pytest.raises(Invalid, match="is not a row number"):
        ask("core.activity_list", {"after": after}, world.context())


def test_the_chain_holds_for_every_number_that_a_database_writes_its_own_way(world):
    numbers = {"numbers": [1e23, -0.0, 1e-7, 0.1, 123456789.125, 10**25]}
    append(world.context(), "core.note_add", Done(Empty(), "Wrote numbers", None, numbers))
    assert (verify(world.workspace).rows, verify(world.workspace).reason) == (1, "")
