"""Another workspace full of records whose every text carries a word that must never be seen from outside."""

from dataclasses import replace
from typing import Any

from django.apps import apps
from django.core.exceptions import MultipleObjectsReturned, ObjectDoesNotExist
from django.db import IntegrityError, models, transaction

from headway.core.errors import HeadwayError
from headway.core.models import Activity, Workspace
from headway.core.perform import perform
from headway.interfaces.tests.examples import EXAMPLES
from tests.world import World

CANARY = "kanarienvogel"
LEFT = {
    "hash",
    "previous_hash",
    "currency",
    "time_zone",
    "slug",
    "role",
    "source",
    "external_id",
    "ref",
    "state",
    "key",
}


def mirrored(world: World) -> World:
    """The same world seen from elsewhere, where its outsider is everybody."""
    outsider = dict.fromkeys(world.users, world.outsider)
    return replace(world, workspace=world.elsewhere, users=outsider)


def filled_elsewhere(world: World) -> list[models.Model]:
    """Do every action's example elsewhere, mark every text there, and give a few rows of each kind."""
    away = mirrored(world)
    for name, example in sorted(EXAMPLES.items()):
        try:
            with transaction.atomic():
                perform(name, example(away), away.context("owner"))
        except (HeadwayError, IntegrityError, ObjectDoesNotExist, MultipleObjectsReturned):
            continue  # an example that needs people who are only in the first workspace
    return [row for model in _models() for row in _marked(model, away.workspace)[:3]]


def _models() -> list[type[models.Model]]:
    own = [model for model in apps.get_models() if model.__module__.startswith("headway.")]
    return [model for model in own if "workspace" in {field.name for field in model._meta.fields}]


def _marked(model: type[models.Model], workspace: Workspace) -> list[Any]:
    rows = list(model._default_manager.filter(workspace=workspace))
    if model is Activity or model._meta.label_lower.startswith("audit."):
        return []
    texts = [field for field in model._meta.fields if _is_text(field)]
    for row in rows:
        for field in texts:
            room = (field.max_length or 10_000) - len(CANARY) - 1
            setattr(row, field.name, f"{getattr(row, field.name)[:room]} {CANARY}")
        if texts:
            model._default_manager.filter(pk=row.pk).update(
                **{field.name: getattr(row, field.name) for field in texts}
            )
    return rows


def _is_text(field: models.Field[Any, Any]) -> bool:
    long_enough = (field.max_length or 10_000) > 2 * len(CANARY)
    plain = isinstance(field, models.CharField | models.TextField) and not isinstance(
        field, models.EmailField
    )
    return plain and long_enough and not field.choices and not field.unique and field.name not in LEFT
