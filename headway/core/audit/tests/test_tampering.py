"""A thousand tamperings with the real table, of which every one has to be found. `make proofs` prints the figures."""

import sys
from collections import Counter
from collections.abc import Sequence

import pytest
from django.db import connection

from headway.core import activity
from headway.core.activity import LEFT, words_erase
from headway.core.audit.heads import chains, sign_all
from headway.core.audit.models import ChainEnd, SignedHead
from headway.core.audit.tests.random_tampering import KINDS, Chance, Trial, table, trial
from headway.core.audit.tests.tampering import unprotected
from headway.core.audit.verifying import verify
from headway.core.errors import Refused
from headway.core.models import Activity
from headway.core.perform import perform
from headway.core.registry import Answer, Done
from tests.world import NOW, World

pytestmark = pytest.mark.django_db
TAMPERINGS = 1000


@pytest.fixture
def log(world: World) -> World:
    """Two logs with rows of every kind: done, pending, refused, erased, by people and by nobody; one head each."""
    for number in range(12):
        role = ("owner", "engineer", "analyst")[number % 3]
        perform(
            "core.note_add", {"text": f"Note {number}"}, world.context(role, "web" if number % 2 else "api")
        )
    left = {"4": words_erase(Activity.objects.get(sequence=4), "Note [erased]", {}, NOW)}
    activity.append(world.context(), "privacy.request_run", Done(Answer(), "Erased", None, {LEFT: left}))
    with pytest.raises(Refused):
        perform("core.note_add", {"text": "no"}, world.context("viewer"))
    for number in range(5):
        activity.append_installation(NOW, "web", "identity.sign_in", f"Signed in {number}", outcome="refused")
    sign_all(NOW)
    perform("core.workspace_edit", {"goal": "Grow"}, world.context())
    activity.append(world.context(), "roadmap.plan_accept", Done(Answer(), "Asked to plan"), activity.PENDING)
    activity.append_installation(NOW, "scim", "identity.user_made", "Made a user", actor=world.users["admin"])
    return world


@pytest.mark.slow
def test_every_one_of_a_thousand_tamperings_is_found(log: World) -> None:
    assert [verify(one).whole for one in chains()] == [True, True, True]
    chance = Chance(20260930)
    before = table()
    with unprotected():
        trials = [trial(chance, log) for _ in range(TAMPERINGS)]
    tell(trials)
    assert [one for one in trials if not one.found] == []
    assert {one.kind for one in trials} == set(KINDS) and len(trials) == TAMPERINGS
    assert table() == before and [verify(one).whole for one in chains()] == [True, True, True]


def tell(trials: Sequence[Trial]) -> None:
    """The figures, for whoever runs this with -s."""
    done, found = (
        Counter(one.kind for one in part) for part in (trials, [one for one in trials if one.found])
    )
    sys.stdout.write(f"\nTampering with the activity table on {connection.vendor}: found / tried\n")
    for kind in sorted(done):
        sys.stdout.write(f"  {kind:10}{found[kind]:5} / {done[kind]}\n")
    sys.stdout.write(f"  {'all':10}{found.total():5} / {done.total()}\n")


@pytest.mark.parametrize("kept", range(16))
def test_a_tail_cut_off_at_any_row_is_found(log: World, kept: int) -> None:
    """Also by somebody who takes the signed end and the signed heads out of the database."""
    with unprotected():
        Activity.objects.filter(workspace=log.workspace, sequence__gt=kept).delete()
        assert (verify(log.workspace).broken_at, verify(log.workspace).rows) == (kept + 1, kept)
        ChainEnd.objects.all().delete()
        SignedHead.objects.all().delete()
        verdict = verify(log.workspace)
        signed_to = 14
        assert verdict.broken_at == (kept + 1 if kept < signed_to else kept)
