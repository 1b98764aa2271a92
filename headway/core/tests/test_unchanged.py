"""What lists count is counted again as soon as anything changed, and never shared between those who see less."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from headway.apps.discovery.models import Problem
from headway.core.access import rows
from headway.core.perform import perform
from headway.core.unchanged import end_of, kept
from tests.world import World


def counted(world: World, **wanted: str) -> tuple[int, int]:
    """How many problems there are, and with how many queries that was found."""
    context = world.context("owner")
    found = rows(Problem, context).filter(**wanted)
    with CaptureQueriesContext(connection) as queries:
        number = kept(end_of(context), found, "count", found.count)
    return number, len(queries)


def problem_made(world: World, title: str) -> None:
    question = {"title": title, "assumption": "Support says so."}
    perform("discovery.problem_add", question, world.context("owner"))


def test_the_same_is_counted_once_until_something_changes(world: World) -> None:
    problem_made(world, "Exports stop")
    assert counted(world) == (1, 2)
    assert counted(world) == (1, 1)
    problem_made(world, "Sync is slow")
    assert counted(world) == (2, 2)


def test_what_is_asked_otherwise_is_counted_for_itself(world: World) -> None:
    problem_made(world, "Exports stop")
    assert counted(world) == (1, 2)
    assert counted(world, title="Sync is slow") == (0, 2)


def test_nothing_is_kept_of_a_workspace_where_nothing_happened(world: World) -> None:
    assert counted(world) == (0, 2)
    Problem.objects.create(workspace=world.workspace, ref="P-1", title="Exports stop")
    assert counted(world) == (1, 2)


def test_a_question_without_any_answer_asks_nothing(world: World) -> None:
    problem_made(world, "Exports stop")
    context = world.context("owner")
    none = rows(Problem, context).none()
    assert kept(end_of(context), none, "count", none.count) == 0
