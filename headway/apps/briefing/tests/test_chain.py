"""The chain through a record is the same from each of its ends, and knows what is not there."""

import pytest

from headway.apps.briefing.answers import Chain
from headway.apps.discovery.models import Feedback, Problem, Theme
from headway.apps.launch.models import Launch
from headway.apps.prioritisation.models import Initiative
from headway.apps.requirements.models import Prd
from headway.core.errors import NotFound
from headway.core.links import Tie, links_store
from headway.core.models import Link
from headway.core.perform import ask
from tests.world import NOW, World


@pytest.fixture
def chained(world: World) -> World:
    here = {"workspace": world.workspace}
    problem = Problem.objects.create(**here, ref="P-001", title="Exports fail")
    theme = Theme.objects.create(**here, ref="t1", name="exports", problem=problem)
    for number in (1, 2):
        Feedback.objects.create(
            **here, ref=f"F-{number}", text="It fails", redacted_text="It fails", at=NOW, theme=theme
        )
    initiative = Initiative.objects.create(**here, ref="INI-01", title="Exports that finish")
    Prd.objects.create(**here, ref="PRD-1", initiative=initiative, title="Exports", updated_at=NOW)
    launch = Launch.objects.create(**here, ref="LCH-1", name="Exports")
    ties = [Tie("addresses", initiative, problem), Tie("brings_out", launch, initiative)]
    links_store(world.context("owner"), ties)
    return world


def told(world: World, kind: str, ref: str) -> list[tuple[str, int | None, list[str]]]:
    found = ask("briefing.chain_show", {"kind": kind, "ref": ref}, world.context("viewer"))
    assert isinstance(found, Chain)
    return [(step.kind, step.count, step.refs) for step in found.steps]


@pytest.mark.parametrize(
    ("kind", "ref"), [("problem", "P-001"), ("initiative", "INI-01"), ("prd", "PRD-1"), ("launch", "LCH-1")]
)
def test_the_chain_is_the_same_from_each_of_its_records(chained: World, kind: str, ref: str) -> None:
    assert told(chained, kind, ref) == [
        ("feedback", 2, []),
        ("problem", 1, ["P-001"]),
        ("initiative", 1, ["INI-01"]),
        ("prd", 1, ["PRD-1"]),
        ("launch", 1, ["LCH-1"]),
        ("outcome", None, []),
    ]


def test_a_rejected_link_ends_the_chain(chained: World) -> None:
    Link.objects.update(state=Link.State.REJECTED)
    assert told(chained, "problem", "P-001")[1:4] == [
        ("problem", 1, ["P-001"]),
        ("initiative", 0, []),
        ("prd", 0, []),
    ]
    assert told(chained, "initiative", "INI-01")[0] == ("feedback", 0, [])


def test_a_record_of_another_workspace_is_not_found(chained: World) -> None:
    with pytest.raises(NotFound, match="No problem 'P-001' in this workspace"):
        ask("briefing.chain_show", {"kind": "problem", "ref": "P-001"}, chained.context_elsewhere())
