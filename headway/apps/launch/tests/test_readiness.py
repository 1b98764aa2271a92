"""What has to hold before a launch: templates, and what a change of one says to those who agree."""

import pytest

from headway.apps.launch.models import ReadinessTemplate
from headway.apps.requirements.tests.formal import agreed, claim_of, formal, pended
from headway.core.errors import Invalid, NotFound, Refused
from headway.core.gate import Reach
from headway.core.perform import ask, perform
from tests.world import World

RUNBOOK = {"text": "The runbook is written", "owner": "support", "mandatory": True}
BACK = {"text": "The way back was tried", "owner": "engineering", "mandatory": True}
DEMO = {"text": "The demo is recorded", "owner": "go_to_market", "mandatory": False}
LARGE = {"name": "Large launches", "tier": "major", "criteria": [RUNBOOK, BACK]}


def save(world: World, **question: object) -> str:
    return str(perform("launch.readiness_save", question, world.context()).model_dump()["ref"])


def criteria() -> list[dict[str, object]]:
    return list(ReadinessTemplate.objects.get().criteria)


def test_a_new_template_is_told_criterion_by_criterion(world: World) -> None:
    claim = claim_of(world.context(), "launch.readiness_save", **LARGE)
    assert claim is not None and (claim.right, claim.reach) == ("DRt3", Reach())
    assert claim.words == (
        "The readiness template 'Large launches' comes in",
        "tier: major",
        "“The runbook is written” comes in: mandatory, seen to by support",
        "“The way back was tried” comes in: mandatory, seen to by engineering",
    )


def test_a_change_is_told_by_what_comes_goes_and_changes(world: World) -> None:
    save(world, **LARGE)
    changed = RUNBOOK | {"mandatory": False, "owner": "engineering"}
    question = {"ref": "RT-1", "name": "Big launches", "tier": "standard", "criteria": [changed, DEMO]}
    claim = claim_of(world.context(), "launch.readiness_save", **question)
    assert claim is not None and claim.words == (
        "RT-1 Large launches",
        "name: Large launches becomes Big launches",
        "tier: major becomes standard",
        "“The demo is recorded” comes in: optional, seen to by go_to_market",
        "“The way back was tried” goes out: mandatory, seen to by engineering",
        "“The runbook is written” changes: mandatory, seen to by support; then optional, seen to by engineering",
    )
    save(world, **question)
    after = claim_of(world.context(), "launch.readiness_save", **question)
    assert after is not None and after.words == ("RT-1 Big launches",) and after.state != claim.state


def test_a_form_sends_criteria_as_lines(world: World) -> None:
    lines = "The runbook is written | support\n\n The demo is recorded |go_to_market| optional\n"
    save(world, **LARGE | {"criteria": [lines]})
    assert criteria() == [RUNBOOK, DEMO]
    with pytest.raises(Invalid, match="'Only this' is no criterion; write: what has to hold"):
        save(world, ref="RT-1", criteria=["Only this"])
    assert criteria() == [RUNBOOK, DEMO]


def test_under_many_gates_it_waits_for_the_triad_and_support(world: World) -> None:
    formal(world)
    waits = pended(world, "launch.readiness_save", **LARGE)
    assert (waits.right, waits.needs) == ("DRt3", ["Engineering", "Design", "Support"])
    assert ReadinessTemplate.objects.count() == 0
    agreed(world, waits.approval, "engineer", "designer")
    assert ReadinessTemplate.objects.count() == 0
    agreed(world, waits.approval, "contributor")
    assert criteria() == [RUNBOOK, BACK]


@pytest.mark.parametrize(
    ("question", "error"),
    [
        ({"name": "A", "tier": "major"}, Invalid),
        (LARGE | {"criteria": []}, Invalid),
        (LARGE | {"criteria": [RUNBOOK, RUNBOOK]}, Invalid),
        (LARGE | {"tier": "huge"}, Invalid),
        (LARGE | {"ref": "RT-9"}, NotFound),
    ],
)
def test_bad_input_makes_nothing(world: World, question: dict[str, object], error: type[Exception]) -> None:
    with pytest.raises(error):
        save(world, **question)
    with pytest.raises(Refused):
        perform("launch.readiness_save", LARGE, world.context("viewer"))
    assert ReadinessTemplate.objects.count() == 0


def test_templates_are_listed_by_tier_page_by_page_and_only_here(world: World) -> None:
    for tier in ("major", "minor", "major"):
        save(world, **LARGE | {"tier": tier})

    def ids(**question: object) -> list[str]:
        return [one.id for one in ask("launch.readiness_list", question, world.context("viewer")).rows]

    assert (ids(), ids(tier="major"), ids(limit=2)) == (
        ["RT-1", "RT-2", "RT-3"], ["RT-1", "RT-3"], ["RT-1", "RT-2"],
    )  # fmt: skip
    assert ids(limit=2, after="RT-2") == ["RT-3"]
    assert ask("launch.readiness_list", {}, world.context_elsewhere()).rows == []
