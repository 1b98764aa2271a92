"""A problem to talk about, and short ways to act and ask as somebody."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.world import NOW, World

if TYPE_CHECKING:
    from headway.apps.discovery.models import Problem

# Pytest reads this file before the settings are chosen, so what needs them is imported where it is used.
Do = Callable[..., Any]


@pytest.fixture
def problem(world: World) -> "Problem":
    from headway.apps.discovery.models import Problem

    return Problem.objects.create(
        workspace=world.workspace, ref="P-1", title="Export fails", created_at=NOW - timedelta(days=1)
    )


@pytest.fixture
def say(world: World, problem: "Problem") -> Do:
    """Comment on the problem as a role; gives the ref of the comment."""
    from headway.core.perform import perform

    def said(role: str, body: str, **more: Any) -> str:
        question = {"kind": "problem", "ref": "P-1", "body": body} | more
        answer: Any = perform("talk.comment_add", question, world.context(role))
        return str(answer.ref)

    return said


@pytest.fixture
def do(world: World) -> Do:
    from headway.core.perform import perform

    return lambda role, name, **question: perform(name, question, world.context(role))


@pytest.fixture
def get(world: World) -> Do:
    from headway.core.perform import ask

    return lambda role, name, **question: ask(name, question, world.context(role))


@pytest.fixture
def told(world: World) -> Do:
    """Who was told of what: pairs of a role and an event, in order."""
    from headway.core.talk.models import Notification

    def found() -> list[tuple[str, str]]:
        pairs = Notification.objects.values_list("person__email", "event")
        return sorted((email.partition("@")[0], event) for email, event in pairs)

    return found
