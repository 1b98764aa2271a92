"""Examples of what is done about persons and about how long rows are kept."""

from collections.abc import Callable
from typing import Any

from headway.apps.privacy.models import SubjectRequest
from headway.core.perform import perform
from tests.world import World

PERSON: dict[str, Any] = {"emails": ["ann.lee@acme.example"], "why": "Asked by mail"}
RULE: dict[str, Any] = {"data_class": "evidence", "days": 400, "treatment": "anonymise"}
SOURCE: dict[str, Any] = {"source": "desk", "basis": "contract", "purpose": "Answering customers"}


def request_there(world: World) -> dict[str, Any]:
    perform("privacy.person_export", PERSON, world.context("owner"))
    return {"request": str(SubjectRequest.objects.get().pk)}


def rule_there(world: World) -> dict[str, Any]:
    perform("privacy.retention_save", RULE, world.context("owner"))
    return {"data_class": "evidence"}


def source_there(world: World) -> dict[str, Any]:
    perform("privacy.source_save", SOURCE, world.context("owner"))
    return {"source": "desk"}


PRIVACY_EXAMPLES: dict[str, Callable[[World], dict[str, Any]]] = {
    "privacy.person_erase": lambda world: PERSON | {"confirm": "ann.lee@acme.example"},
    "privacy.person_export": lambda world: dict(PERSON),
    "privacy.erasures_repeat": lambda world: {},
    "privacy.request_run": request_there,
    "privacy.retention_remove": rule_there,
    "privacy.retention_run": lambda world: {},
    "privacy.retention_save": lambda world: dict(RULE),
    "privacy.source_remove": source_there,
    "privacy.source_save": lambda world: dict(SOURCE),
}
