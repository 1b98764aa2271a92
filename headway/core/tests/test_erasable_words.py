"""The words of the log can be erased, once and on record, and the chain stays whole."""

import pytest
from django.db import DatabaseError, transaction

from headway.core import activity
from headway.core.activity import LEFT, left_hash, seal_of, words_erase
from headway.core.audit.verifying import verify
from headway.core.models import Activity
from headway.core.perform import perform
from headway.core.registry import Answer, Done
from tests.world import NOW, World

pytestmark = pytest.mark.django_db


def noted(world: World, *texts: str) -> list[Activity]:
    for text in texts:
        perform("core.note_add", {"text": text}, world.context())
    return list(Activity.objects.order_by("sequence"))


def erasure_told(world: World, left: dict[str, str]) -> None:
    done = Done(Answer(), "Erased a person", None, {LEFT: left})
    activity.append(world.context(), "privacy.request_run", done)


def test_the_chain_holds_no_words_only_their_salted_seal(world: World) -> None:
    first, second = noted(world, "Spoke with Ann", "Spoke with Ann")
    assert "Ann" not in str(activity.content(first))
    assert seal_of(first) == first.seal != second.seal
    assert (len(first.salt), first.erased_at) == (32, None)


def test_erased_words_leave_the_chain_whole(world: World) -> None:
    _, second, _ = noted(world, "one", "Spoke with Ann", "three")
    left = words_erase(second, "Spoke with [erased]", {}, NOW)
    erasure_told(world, {"2": left})
    assert verify(world.workspace).broken_at is None
    kept = Activity.objects.get(sequence=2)
    assert (kept.summary, kept.salt, left_hash(kept)) == ("Spoke with [erased]", "", left)


def test_words_erased_without_a_record_are_found(world: World) -> None:
    first, _ = noted(world, "Paid 100", "two")
    words_erase(first, "Paid 10", {}, NOW)
    verdict = verify(world.workspace)
    assert (verdict.broken_at, verdict.reason) == (1, "its words are not as an erasure left them")


def test_words_changed_after_their_erasure_are_found(world: World) -> None:
    first, _ = noted(world, "Paid Ann 100", "two")
    erasure_told(world, {"1": words_erase(first, "Paid [erased] 100", {}, NOW)})
    words_erase(first, "Paid [erased] 10", {}, NOW)
    assert verify(world.workspace).broken_at == 1


def test_the_database_lets_only_words_go(world: World) -> None:
    (first,) = noted(world, "one")
    gone = {"salt": "", "erased_at": NOW}
    for change in (
        {"summary": "x"},
        gone | {"channel": "cli"},
        gone | {"actor": world.users["owner"]},
        gone | {"seal": "0" * 64},
        {"summary": "", "erased_at": NOW},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            Activity.objects.filter(pk=first.pk).update(**change)
    assert Activity.objects.filter(pk=first.pk).update(summary="", **gone) == 1
