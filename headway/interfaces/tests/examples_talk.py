"""For each action of talking about records, a question that the owner of the small world may send."""

from collections.abc import Callable
from typing import Any

from headway.apps.discovery.models import Problem
from headway.core.perform import perform
from headway.core.talk.models import Notification
from tests.world import World

Question = dict[str, Any]


def problem_there(world: World) -> Question:
    Problem.objects.get_or_create(workspace=world.workspace, ref="P-1", defaults={"title": "Export fails"})
    return {"kind": "problem", "ref": "P-1"}


def comment_there(world: World) -> Question:
    question = problem_there(world) | {"body": "Who knows more?"}
    return {"ref": perform("talk.comment_add", question, world.context("owner")).model_dump()["ref"]}


def removed_there(world: World) -> Question:
    perform("talk.comment_remove", question := comment_there(world), world.context("owner"))
    return question


def resolved_there(world: World) -> Question:
    perform("talk.comment_resolve", question := comment_there(world), world.context("owner"))
    return question


def notification_there(world: World) -> Question:
    one = Notification.objects.create(
        workspace=world.workspace,
        person=world.users["owner"],
        event="changed",
        key="example",
        words="Renamed",
    )
    return {"id": str(one.pk)}


TALK_EXAMPLES: dict[str, Callable[[World], Question]] = {
    "talk.comment_add": lambda world: problem_there(world) | {"body": "Is this **still** so? P-1"},
    "talk.comment_edit": lambda world: comment_there(world) | {"body": "Who knows the cause?"},
    "talk.comment_remove": comment_there,
    "talk.comment_restore": removed_there,
    "talk.comment_reopen": resolved_there,
    "talk.comment_resolve": comment_there,
    "talk.notification_read": notification_there,
    "talk.notification_read_all": lambda world: {"show": "mentions"},
    "talk.preferences_set": lambda world: {"choices": {"mention": "digest"}, "digest_hour": 7},
    "talk.unwatch": problem_there,
    "talk.watch": problem_there,
}
