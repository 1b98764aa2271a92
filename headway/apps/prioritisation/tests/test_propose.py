"""What the evidence proposes: links, inputs, and what stays when a person has decided otherwise."""

import math

import pytest

from headway.apps.discovery.models import Feedback
from headway.apps.prioritisation.answers import InitiativeRow, ProposalReport
from headway.apps.prioritisation.models import InputEstimate
from headway.apps.prioritisation.tests import evidence
from headway.core.errors import Conflict, Invalid, NotFound, Refused
from headway.core.models import Activity, Link
from headway.core.perform import ask, perform
from tests.world import NOW, World


@pytest.fixture
def filled(world: World) -> World:
    evidence.build(world)
    return world


def propose(world: World) -> ProposalReport:
    report = perform("prioritisation.input_propose", {}, world.context())
    assert isinstance(report, ProposalReport)
    return report


def initiative(world: World, ref: str) -> InitiativeRow:
    answer = ask("prioritisation.initiative_detail", {"ref": ref}, world.context())
    return answer.initiative  # type: ignore[attr-defined, no-any-return]


def reasons(world: World, ref: str) -> dict[str, str]:
    answer = ask("prioritisation.initiative_detail", {"ref": ref}, world.context())
    return {one.input: one.reason for one in answer.estimates if not one.superseded}  # type: ignore[attr-defined]


def test_topics_are_tied_to_the_problems_of_matching_themes(filled: World) -> None:
    report = propose(filled)
    assert (report.initiatives, report.links_new) == (4, 2)
    assert report.topics_without_theme == ["poetry_reading"]
    assert report.without_evidence == ["INI-3", "INI-4"]
    linked = initiative(filled, "INI-1").problems
    assert [(one.id, one.title, one.state) for one in linked] == [("P-1", "Identity check fails", "proposed")]


def test_reach_counts_people_of_the_last_quarter_once(filled: World) -> None:
    propose(filled)
    reach = initiative(filled, "INI-1").inputs.reach
    # anna (twice), ben and cleo; dave wrote 92 days before the last message.
    assert (reach.value, reach.n, reach.unit) == (3.0, 4, "people per quarter")
    assert (round(reach.low or 0, 4), round(reach.high or 0, 4)) == (0.6187, 8.7673)
    assert (reach.as_of, reach.definition) == (NOW, "prioritisation.reach@1")
    assert reasons(filled, "INI-1")["reach"] == (
        "3 of 4 people who wrote in the last 91 days met it, not scaled, for want of usage events."
    )
    # The anonymous review counts as a message, but nobody knows as whose.
    assert (initiative(filled, "INI-2").inputs.reach.value, initiative(filled, "INI-2").inputs.reach.n) == (
        1.0,
        2,
    )


def test_reach_opens_exactly_the_messages_it_counts(filled: World) -> None:
    propose(filled)
    for ref in ("INI-1", "INI-2"):
        reach = initiative(filled, ref).inputs.reach
        assert reach.rows is not None
        opened = ask(reach.rows.query, reach.rows.question, filled.context())
        assert opened.total == reach.n  # type: ignore[attr-defined]


def test_reach_is_scaled_to_the_people_who_are_active(filled: World) -> None:
    evidence.usage(filled, people=10)
    propose(filled)
    reach = initiative(filled, "INI-1").inputs.reach
    assert reach.value == 7.5
    assert (round(reach.low or 0, 3), round(reach.high or 0, 3)) == (1.547, 21.918)
    assert reasons(filled, "INI-1")["reach"].endswith("met it, times 2.50 for 10 active people.")


def test_impact_follows_the_weight_of_the_heaviest_problem(filled: World) -> None:
    propose(filled)
    impact = initiative(filled, "INI-1").inputs.impact
    assert [round(x or 0, 6) for x in (impact.low, impact.value, impact.high)] == [1.9, 2.45, 2.725]
    assert (initiative(filled, "INI-2").inputs.impact.value, impact.level) == (1.35, 0.8)


def test_confidence_has_the_documented_formula(filled: World) -> None:
    propose(filled)
    confidence = initiative(filled, "INI-1").inputs.confidence
    amount = 5 / 35
    diversity = (0 + 2 / 12) / 2
    recency = sum(0.5 ** (days / 180) for days in (0, 10, 20, 90, 92)) / 5
    middle = 0.8 * 0.9 * (0.5 * amount + 0.25 * diversity + 0.25 * recency)
    assert math.isclose(confidence.value or 0, middle, rel_tol=1e-12)
    assert math.isclose(confidence.high or 0, middle + 0.05 + 0.15 * (1 - amount), rel_tol=1e-12)


def test_a_confirmed_link_raises_confidence_by_a_quarter(filled: World) -> None:
    propose(filled)
    before = initiative(filled, "INI-1").inputs.confidence.value or 0
    link = initiative(filled, "INI-1").problems[0].link
    perform("core.link_decide", {"id": link, "state": "confirmed"}, filled.context())
    report = propose(filled)
    assert report.estimates_new == 1
    assert math.isclose(initiative(filled, "INI-1").inputs.confidence.value or 0, before / 0.8, rel_tol=1e-12)


def test_effort_is_the_sum_over_teams_as_given(filled: World) -> None:
    effort = initiative(filled, "INI-1").inputs.effort
    assert (effort.low, effort.value, effort.high) == (12 * 12 / 25, 12.0, 25.0)
    assert initiative(filled, "INI-1").basis == {"effort": "given"}
    assert initiative(filled, "INI-1").effort_person_weeks == {"core": 2.0, "web": 10.0}


def test_without_evidence_inputs_are_unknown_and_say_what_they_enable(filled: World) -> None:
    propose(filled)
    row = initiative(filled, "INI-3")
    assert (row.inputs.reach.value, row.inputs.impact.value, row.inputs.confidence.value) == (
        None,
        None,
        None,
    )
    assert row.inputs.reach.reason == "no evidence linked; it enables INI-1"
    assert (row.enabler, row.enables) == (True, ["INI-1"])
    assert initiative(filled, "INI-4").inputs.impact.reason == "no evidence linked"


def test_proposing_again_changes_nothing(filled: World) -> None:
    propose(filled)
    stored = InputEstimate.objects.count()
    report = propose(filled)
    assert (report.links_new, report.estimates_new, report.estimates_unchanged) == (0, 0, 16)
    assert (InputEstimate.objects.count(), stored) == (16, 16)


def test_new_evidence_supersedes_the_old_estimate_and_keeps_it(filled: World) -> None:
    propose(filled)
    Feedback.objects.filter(ref="ben-20").delete()
    propose(filled)
    detail = ask("prioritisation.initiative_detail", {"ref": "INI-1"}, filled.context())
    reach = [(one.p50, one.superseded) for one in detail.estimates if one.input == "reach"]  # type: ignore[attr-defined]
    assert sorted(reach) == [(2.0, False), (3.0, True)]


def test_a_proposed_link_goes_with_its_topic_and_a_confirmed_one_stays(filled: World) -> None:
    propose(filled)
    kept = initiative(filled, "INI-2").problems[0].link
    perform("core.link_decide", {"id": kept, "state": "confirmed"}, filled.context())
    for ref in ("INI-1", "INI-2"):
        perform(
            "prioritisation.initiative_save", {"ref": ref, "topics": ["poetry_reading"]}, filled.context()
        )
    assert propose(filled).without_evidence == ["INI-1", "INI-3", "INI-4"]
    assert [str(link.pk) for link in Link.objects.filter(kind="addresses")] == [kept]
    assert initiative(filled, "INI-1").inputs.reach.value is None


def test_an_initiative_shows_the_problem_that_a_merged_one_went_into_and_none_that_was_declined(
    filled: World,
) -> None:
    propose(filled)
    perform("discovery.problem_merge", {"ref": "P-2", "into": "P-1"}, filled.context())
    assert [one.id for one in initiative(filled, "INI-2").problems] == ["P-1"]
    listed = ask("prioritisation.initiative_list", {"problem": "P-1"}, filled.context())
    assert [one.id for one in listed.rows] == ["INI-1", "INI-2"]  # type: ignore[attr-defined]
    perform("discovery.problem_decline", {"ref": "P-1", "reason": "Not our product"}, filled.context())
    assert initiative(filled, "INI-2").problems == []


def test_a_rejected_link_stays_rejected_and_gives_no_evidence(filled: World) -> None:
    propose(filled)
    link = initiative(filled, "INI-1").problems[0].link
    perform("core.link_decide", {"id": link, "state": "rejected"}, filled.context())
    report = propose(filled)
    assert report.without_evidence == ["INI-1", "INI-3", "INI-4"]
    assert Link.objects.get(pk=link).state == "rejected"
    assert initiative(filled, "INI-1").inputs.reach.value is None


def override(world: World, role: str = "product_manager", **changes: object) -> None:
    question = {
        "ref": "INI-1",
        "input": "reach",
        "p10": 100,
        "p50": 200,
        "p90": 400,
        "reason": "A survey of all users",
    }
    perform("prioritisation.input_override", question | changes, world.context(role))


def test_an_override_counts_keeps_its_author_and_survives_proposing(filled: World) -> None:
    propose(filled)
    override(filled)
    propose(filled)
    row = initiative(filled, "INI-1")
    reach = row.inputs.reach
    assert (reach.value, reach.low, reach.high, reach.assumption) == (200.0, 100.0, 400.0, True)
    assert row.basis["reach"] == "override"
    detail = ask("prioritisation.initiative_detail", {"ref": "INI-1"}, filled.context())
    kept = [one for one in detail.estimates if one.basis == "override"]  # type: ignore[attr-defined]
    assert [(one.author, one.reason, one.superseded) for one in kept] == [
        ("Pia Manager", "A survey of all users", False)
    ]


def test_an_override_taken_back_leaves_the_evidence(filled: World) -> None:
    propose(filled)
    override(filled)
    override(filled, p50=300)
    assert initiative(filled, "INI-1").inputs.reach.value == 300.0
    gone = perform(
        "prioritisation.input_override_remove", {"ref": "INI-1", "input": "reach"}, filled.context()
    )
    assert initiative(filled, "INI-1").inputs.reach.value == 3.0
    undo = gone.undo  # type: ignore[attr-defined]
    perform(undo.action, undo.question, filled.context("owner"))
    assert initiative(filled, "INI-1").inputs.reach.value == 300.0
    detail = ask("prioritisation.initiative_detail", {"ref": "INI-1"}, filled.context())
    overrides = [one for one in detail.estimates if one.basis == "override"]  # type: ignore[attr-defined]
    assert sorted((one.p50, one.author, one.superseded) for one in overrides) == [
        (200.0, "Pia Manager", True), (300.0, "Pia Manager", False), (300.0, "Pia Manager", True),
    ]  # fmt: skip
    with pytest.raises(Conflict, match="The reach of INI-1 has an override"):
        perform(undo.action, undo.question, filled.context())
    perform("prioritisation.input_override_remove", {"ref": "INI-1", "input": "reach"}, filled.context())
    with pytest.raises(NotFound, match="The reach of INI-1 has no override to remove"):
        perform("prioritisation.input_override_remove", {"ref": "INI-1", "input": "reach"}, filled.context())


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"p10": 300}, "Field p10: a range must rise from P10 to P50 to P90"),
        ({"input": "effort", "p10": 0}, "Field p10: effort must be above zero"),
        ({"input": "confidence", "p10": 0.5, "p50": 0.8, "p90": 1.2}, "Field p90: confidence is at most 1"),
        ({"reason": "because"}, "Field reason: String should have at least 10 characters"),
        ({"p50": float("nan")}, "Field p50: Input should be a finite number"),
    ],
)
def test_an_override_that_cannot_be_changes_nothing(
    filled: World, changes: dict[str, object], sentence: str
) -> None:
    before = Activity.objects.count()
    with pytest.raises(Invalid, match=sentence):
        override(filled, **changes)
    assert (Activity.objects.count(), InputEstimate.objects.filter(basis="override").count()) == (before, 0)


def test_an_engineer_may_not_override(filled: World) -> None:
    with pytest.raises(Refused, match=r"prioritisation.input_override is not open to the role engineer"):
        override(filled, role="engineer")
    assert not InputEstimate.objects.filter(basis="override").exists()


def test_a_merged_problem_hands_its_initiatives_on_and_a_declined_one_gives_no_evidence(
    filled: World,
) -> None:
    propose(filled)
    perform("discovery.problem_merge", {"ref": "P-2", "into": "P-1"}, filled.context())
    propose(filled)
    assert initiative(filled, "INI-2").inputs.reach.n == 6
    perform("discovery.problem_decline", {"ref": "P-1", "reason": "Not our product at all"}, filled.context())
    assert propose(filled).without_evidence == ["INI-1", "INI-2", "INI-3", "INI-4"]
