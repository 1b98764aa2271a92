"""Examples of what is done about persons and about how long rows are kept."""

from collections.abc import Callable
from typing import Any

from headway.apps.privacy.models import SubjectRequest
from headway.core.perform import perform
from tests.world import World

PERSON: dict[str, Any] = {"emails": ["ann.lee@acme.example"], "why": "Asked by mail"}


def request_there(world: World) -> dict[str, Any]:
    perform("privacy.person_export", PERSON, world.context("owner"))
    return {"request": str(SubjectRequest.objects.get().pk)}


PRIVACY_EXAMPLES: dict[str, Callable[[World], dict[str, Any]]] = {
    "privacy.person_erase": lambda world: PERSON | {"confirm": "ann.lee@acme.example"},
    "privacy.person_export": lambda world: dict(PERSON),
    "privacy.request_run": request_there,
}
