"""Records whose every field holds a word that must not be seen outside."""

from datetime import date
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from headway.apps.prioritisation.models import Initiative

# Pytest reads this file before the settings are chosen, so what needs them is imported where it is used.


@pytest.fixture
def initiative(world) -> "Initiative":
    """An initiative whose every field holds a word of its own."""
    from headway.apps.prioritisation.models import Initiative
    from headway.core.lists.models import CustomField
    from headway.core.perform import perform

    context = world.context("owner")
    for label, type_ in (("Canary note", "text"), ("Canary cost", "money"), ("Canary owner", "person")):
        perform("lists.field_save", {"kind": "initiative", "label": label, "type": type_}, context)
    names = dict(CustomField.objects.values_list("label", "name"))
    return Initiative.objects.create(
        workspace=world.workspace,
        ref="INI-CANARYREF",
        title="Freeze a lost card",
        nature="enabler",
        moscow="must",
        earliest_quarter="2027-Q1",
        deadline=date(2027, 2, 3),
        is_mandatory=True,
        topics=["canarytopic"],
        custom={
            names["Canary note"]: "canarynote",
            names["Canary cost"]: 77665544,
            names["Canary owner"]: str(world.users["owner"].pk),
        },
    )


@pytest.fixture
def rich(world) -> None:
    """A record of several kinds, each field of which holds something that customers must not read."""
    from django.utils import timezone

    from headway.apps.discovery.models import Account, Problem
    from headway.apps.launch.models import Deprecation
    from headway.apps.prioritisation.models import Initiative
    from headway.apps.requirements.models import BacklogItem, Prd

    owner = world.users["owner"]
    account = Account.objects.create(
        workspace=world.workspace, ref="A-1", name="canaryaccount", arr_minor=99887766, domain="canary.test"
    )
    ini = Initiative.objects.create(workspace=world.workspace, ref="INI-1", title="Freeze a lost card")
    Problem.objects.create(
        workspace=world.workspace, ref="P-1", title="Cards get lost", weight=27182.5, reason="canaryreason",
        size={"arr": {"value": 998877}, "accounts": {"value": 3}}, decided_by=owner,
    )  # fmt: skip
    BacklogItem.objects.create(
        workspace=world.workspace, ref="ST-1", title="Freeze button", status="In Review", priority="canaryprio",
        component="canarycomponent", description="canarydescription", labels=["canarylabel"], points=13, initiative=ini,
    )  # fmt: skip
    Prd.objects.create(
        workspace=world.workspace, ref="PRD-1", title="Freezing", initiative=ini, status="solution_review",
        author=owner, updated_at=timezone.now(),
    )  # fmt: skip
    Deprecation.objects.create(
        workspace=world.workspace, ref="DEP-1", feature="Old export", notice_on=date(2027, 2, 3),
        ends_on=date(2027, 8, 9), guide="canaryguide", alternative="New export", accounts_at_start=4321,
        started_by=owner,
    )  # fmt: skip
    assert account.pk
