"""Each way of tampering is found, and told by the first row that is not as it was written."""

from copy import copy
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from headway.core.activity import FIRST_HASH, append_installation
from headway.core.audit.ends import mark
from headway.core.audit.heads import sign_all
from headway.core.audit.models import ChainEnd, SignedHead
from headway.core.audit.tests.tampering import rehash, rewrite, run, unprotected
from headway.core.audit.verifying import UNREADABLE, verify
from headway.core.ids import new_id
from headway.core.models import Activity
from headway.core.perform import ask, perform
from tests.world import NOW, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries(world: World) -> list[Activity]:
    """Five rows, the first three of them under a signed head."""
    for number in range(1, 4):
        perform("core.note_add", {"text": f"Note {number}"}, world.context())
    sign_all(NOW)
    for number in range(4, 6):
        perform("core.note_add", {"text": f"Note {number}"}, world.context())
    return list(Activity.objects.order_by("sequence"))


def found(world: World) -> tuple[int | None, str]:
    verdict = verify(world.workspace)
    return verdict.broken_at, verdict.reason


def test_an_untouched_log_is_whole(world: World, entries: list[Activity]) -> None:
    verdict = verify(world.workspace)
    assert (verdict.rows, verdict.head, verdict.broken_at, verdict.reason) == (5, entries[4].hash, None, "")
    assert (verdict.heads, verdict.signed_to) == (1, 3)
    assert ask("core.audit_verify", {}, world.context("viewer")).model_dump() == {
        "rows": 5,
        "head": entries[4].hash,
        "whole": True,
        "broken_at": None,
        "reason": "",
        "heads": 1,
        "signed_to": 3,
    }


def test_a_log_without_rows_is_whole(world: World) -> None:
    assert (verify(world.workspace).rows, verify(None).head, found(world)) == (0, FIRST_HASH, (None, ""))


def test_a_changed_field(world: World, entries: list[Activity]) -> None:
    with unprotected():
        Activity.objects.filter(sequence=2).update(channel="cli")
        assert found(world) == (2, "its content was changed")


def test_changed_words(world: World, entries: list[Activity]) -> None:
    with unprotected():
        Activity.objects.filter(sequence=2).update(summary="Nothing happened")
        assert found(world) == (2, "its words were changed")


def test_a_row_taken_out(world: World, entries: list[Activity]) -> None:
    with unprotected():
        Activity.objects.filter(sequence=2).delete()
        assert found(world) == (2, "it is missing")


def test_a_row_taken_out_and_the_others_moved_up(world: World, entries: list[Activity]) -> None:
    with unprotected():
        Activity.objects.filter(sequence=2).delete()
        for number in (3, 4, 5):
            Activity.objects.filter(sequence=number).update(sequence=number - 1)
        assert found(world) == (
            2,
            "rows were put in, taken out or put in another order before it: it was row 3",
        )


def test_two_rows_that_swapped_places(world: World, entries: list[Activity]) -> None:
    with unprotected():
        Activity.objects.filter(pk=entries[1].pk).update(sequence=99)
        Activity.objects.filter(pk=entries[3].pk).update(sequence=2)
        Activity.objects.filter(pk=entries[1].pk).update(sequence=4)
        assert found(world) == (
            2,
            "rows were put in, taken out or put in another order before it: it was row 4",
        )


def test_two_rows_that_swapped_times(world: World, entries: list[Activity]) -> None:
    with unprotected():
        Activity.objects.filter(sequence=2).update(at=NOW.replace(microsecond=1))
        assert found(world) == (2, "its content was changed")


def test_a_row_put_in_with_the_right_hashes_and_the_others_moved_down(
    world: World, entries: list[Activity]
) -> None:
    with unprotected():
        for number in (5, 4, 3, 2):
            Activity.objects.filter(sequence=number).update(sequence=number + 1)
        put_in(entries[1], 2)
        assert found(world) == (
            3,
            "rows were put in, taken out or put in another order before it: it was row 2",
        )


def test_a_row_with_the_number_of_another(world: World, entries: list[Activity]) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("a rule of the table itself, which SQLite cannot take off")
    with unprotected():
        run("ALTER TABLE core_activity DROP CONSTRAINT one_activity_each")
        put_in(entries[1], 2)
        assert found(world) == (3, "it is missing: a second row has the number before it")


def test_a_row_put_in_behind_the_last_one_with_the_right_hashes(
    world: World, entries: list[Activity]
) -> None:
    with unprotected():
        put_in(entries[4], 6)
        assert found(world) == (6, "it was put in behind the signed end of the log")


def put_in(like: Activity, sequence: int) -> None:
    made = copy(like)
    made.pk, made.sequence, made.summary = new_id(), sequence, "Approved by everybody"
    previous = Activity.objects.get(workspace=like.workspace, sequence=sequence - 1).hash
    made.save(force_insert=True)
    rehash(made, previous)


def test_the_last_rows_taken_off(world: World, entries: list[Activity]) -> None:
    with unprotected():
        Activity.objects.filter(sequence__gt=4).delete()
        assert found(world) == (5, "it is missing: row 5 was signed as the last")


def test_the_last_rows_and_the_signed_end_taken_off(world: World, entries: list[Activity]) -> None:
    with unprotected():
        Activity.objects.filter(sequence__gt=2).delete()
        ChainEnd.objects.all().delete()
        assert found(world) == (3, "it is missing: row 3 was signed on 2026-09-30")


def test_the_last_rows_with_all_that_was_signed_in_the_database(
    world: World, entries: list[Activity]
) -> None:
    """What was signed is also outside the database."""
    with unprotected():
        Activity.objects.filter(sequence__gt=2).delete()
        ChainEnd.objects.all().delete()
        SignedHead.objects.all().delete()
        assert found(world) == (3, "it is missing: row 3 was signed on 2026-09-30")


def test_a_log_written_anew_from_a_row_on(world: World, entries: list[Activity]) -> None:
    with unprotected():
        entries[1].summary = "Nothing happened"
        rehash(entries[1], entries[0].hash)
        rewrite(entries[1:])
        assert found(world) == (
            3,
            "it is not the row that was signed on 2026-09-30: the log was written anew from the first row on",
        )


def test_a_log_written_anew_after_the_last_head(world: World, entries: list[Activity]) -> None:
    with unprotected():
        entries[3].summary = "Nothing happened"
        rehash(entries[3], entries[2].hash)
        rewrite(entries[3:])
        assert found(world) == (
            5,
            "it is not the row that was signed as the last: the log was written anew after row 3",
        )


def test_a_log_written_anew_and_signed_by_somebody_else(
    world: World, entries: list[Activity], settings: object, tmp_path: Path
) -> None:
    own = settings.AUDIT_DIR  # type: ignore[attr-defined]
    with unprotected():
        entries[3].summary = "Nothing happened"
        rehash(entries[3], entries[2].hash)
        rewrite(entries[3:])
        settings.AUDIT_DIR = tmp_path / "other"  # type: ignore[attr-defined]
        SignedHead.objects.all().delete()
        ChainEnd.objects.all().delete()
        mark(entries[4])
        sign_all(NOW)
        assert verify(world.workspace).whole
        settings.AUDIT_DIR = own  # type: ignore[attr-defined]
        assert found(world) == (5, "the end of the log is not signed with a key of this installation")


def test_a_signed_head_taken_away_or_changed(world: World, entries: list[Activity]) -> None:
    with unprotected():
        SignedHead.objects.all().delete()
        assert found(world) == (
            3,
            "signed head 1 of 2026-09-30 was kept outside the database and is missing in it",
        )
    with unprotected():
        SignedHead.objects.update(rows=4)
        assert found(world) == (
            3,
            "signed head 1 of 2026-09-30 is not signed with a key of this installation",
        )


def test_the_signed_end_taken_away(world: World, entries: list[Activity]) -> None:
    with unprotected():
        ChainEnd.objects.all().delete()
        assert found(world) == (
            5,
            "the signed end of the log is missing, so rows behind it may be missing too",
        )


def test_what_no_row_can_hold(world: World, entries: list[Activity]) -> None:
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL refuses it by itself")
    for column in ("at", "actor_id", "id"):
        with unprotected():
            run(f"UPDATE core_activity SET {column} = 'x' WHERE sequence = 2")
            assert found(world) == (2, UNREADABLE)


def test_the_log_of_the_installation_is_walked_alike(world: World, entries: list[Activity]) -> None:
    for number in range(3):
        append_installation(NOW, "web", "identity.sign_in", f"Signed in {number}")
    assert (verify(None).rows, verify(None).broken_at) == (3, None)
    with unprotected():
        Activity.objects.filter(workspace=None, sequence=2).update(outcome="refused")
        assert (verify(None).broken_at, verify(None).reason) == (2, "its content was changed")
        assert verify(world.workspace).whole


def test_the_database_refuses_to_change_what_is_signed(world: World, entries: list[Activity]) -> None:
    for change in (
        lambda: SignedHead.objects.update(rows=4),
        lambda: SignedHead.objects.all().delete(),
        lambda: ChainEnd.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert verify(world.workspace).whole
