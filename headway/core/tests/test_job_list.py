"""Who reads what about background work."""

import pytest

from headway.core.jobs import enqueue, run
from headway.core.perform import ask
from headway.core.roles import MAKERS, Role
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", sorted(Role))
def test_only_makers_read_what_a_job_failed_on(world: World, role: Role) -> None:
    job = enqueue(world.context(), "core.note_add", {"text": "Hello", "ann@acme.example": 1})
    run(str(job.pk))
    [row] = ask("core.job_list", {}, world.context(role)).rows
    told = "Invalid: Field ann@acme.example: Extra inputs are not permitted."
    assert (row.status, row.error) == ("failed", told if role in MAKERS else "Invalid")
