"""Which changes of decisions and risks need others, under the policy with every gate; and what startups may do alone."""

from typing import Any

import pytest

from headway.apps.decisions.models import Assessment, Recommendation, Risk
from headway.apps.decisions.tests.scene import CRITERIA, OPTIONS, act, decision, enterprise, opened, taken
from headway.apps.prioritisation.models import Initiative
from headway.core.errors import Invalid, Refused, Stale
from headway.core.gate import Pending
from headway.core.models import Activity
from headway.core.perform import perform
from tests.world import NOW, World

pytestmark = pytest.mark.django_db
SMALL = {"p10": 0.01, "p50": 0.02, "p90": 0.05}
WEEKS = {"p10": 1, "p50": 2, "p90": 4}
TRADEOFF = {"kind": "solution_tradeoff", "criteria": CRITERIA, "options": OPTIONS}


def give(world: World, approval: str, role: str) -> Any:
    return perform("governance.approval_give", {"ref": approval}, world.context(role))


def pending(answer: Any) -> Pending:
    assert isinstance(answer, Pending)
    return answer


def small_risk(world: World, **more: Any) -> str:
    given = {
        "title": "The vendor leaves",
        "probability": SMALL,
        "impact": WEEKS,
        "impact_unit": "person_weeks",
    }
    return str(act(world, "risk_save", **given | more).ref)


def initiative(world: World) -> Initiative:
    return Initiative.objects.create(workspace=world.workspace, ref="INI-1", title="Faster export")


def assessed(world: World, **more: Any) -> str:
    initiative(world)
    given = {
        "subject": "INI-1", "data_classes": ["contact", "usage"], "purpose": "To send the export", "retention_days": 30,
        "lawful_basis": "contract", "controls": ["Encrypted at rest", " "], "residual": "low", "review_on": "2027-09-30",
    }  # fmt: skip
    return str(act(world, "assessment_save", **given | more).ref)


def test_product_engineering_and_design_agree_on_a_trade_off(world: World) -> None:
    enterprise(world)
    opened(world, **TRADEOFF)
    asked = pending(
        act(world, "decision_take", ref="DEC-1", choice="B", outcome="Buy it", trade_off="Control")
    )
    assert (asked.right, asked.needs) == ("DRt1", ["Engineering", "Design"])
    assert asked.diff == [
        "DEC-1 Build or buy?",
        "Decided as: Buy it, option B: Buy it",
        "Given up for it: Control",
        "Accounts and ARR touched: unknown, because no initiative is linked to it",
    ]
    assert decision().state == "open"
    give(world, asked.approval, "engineer")
    assert decision().state == "open"
    give(world, asked.approval, "designer")
    assert (decision().state, decision().choice, decision().decided_by) == (
        "decided", "B", world.users["product_manager"],
    )  # fmt: skip
    row = Activity.objects.filter(action="decisions.decision_take", outcome="done").get()
    assert (row.changes["right"], row.changes["approval"], len(row.changes["approved_by"])) == (
        "DRt1",
        "AP-1",
        2,
    )


@pytest.mark.parametrize(
    ("name", "question"),
    [
        ("decision_edit", {"background": "Something new"}),
        ("decision_dissent", {"words": "They were late before"}),
    ],
)
def test_an_approval_is_stale_once_the_decision_moved_on(
    world: World, name: str, question: dict[str, Any]
) -> None:
    enterprise(world)
    opened(world, **TRADEOFF)
    asked = pending(act(world, "decision_take", ref="DEC-1", choice="B", outcome="Buy it"))
    act(world, name, ref="DEC-1", **question)
    with pytest.raises(Stale):
        give(world, asked.approval, "engineer")
    assert decision().state == "open"


def test_a_decision_without_a_decider_never_waits(world: World) -> None:
    enterprise(world)
    opened(world, **TRADEOFF)
    act(world, "decision_edit", ref="DEC-1", decider="")
    with pytest.raises(Invalid):
        act(world, "decision_take", ref="DEC-1", choice="B", outcome="Buy it")


def test_a_trade_off_is_not_got_round_by_another_kind(world: World) -> None:
    opened(world, **TRADEOFF)
    act(world, "decision_take", ref="DEC-1", choice="B", outcome="Buy it")
    enterprise(world)
    with pytest.raises(Invalid) as told:
        opened(world, supersedes="DEC-1")
    assert told.value.detail == (
        "Field kind: DEC-1 is a solution trade-off; only another solution trade-off replaces it."
    )
    taken(world, question="Something else?")
    supersede = pending(act(world, "decision_supersede", ref="DEC-1", by="DEC-2"))
    reverse = pending(act(world, "decision_reverse", ref="DEC-1", reason="It did not work out"))
    assert {supersede.right, reverse.right} == {"DRt1"} and decision().state == "decided"


def test_a_general_decision_needs_nobody(world: World) -> None:
    enterprise(world)
    taken(world)
    assert decision().state == "decided"


def test_a_conflict_is_settled_by_whom_the_policy_names(world: World) -> None:
    enterprise(world)
    sides = [{"party": "Sales", "position": "Now"}, {"party": "Engineering", "position": "Later"}]
    act(world, "conflict_record", question="When?", parties=sides, criteria=CRITERIA, trade_off="A renewal",
        decider="product_manager@lumen.test")  # fmt: skip
    asked = pending(act(world, "decision_take", ref="DEC-1", choice="A", outcome="Now"))
    assert (asked.right, asked.needs) == ("LV14", ["Director, VP or executive"])


def test_startups_decide_alone(world: World) -> None:
    opened(world, **TRADEOFF)
    act(world, "decision_take", ref="DEC-1", choice="A", outcome="Build it")
    assert decision().state == "decided"
    assert Activity.objects.latest("sequence").changes["right"] == "DRt1"


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"compliance": "privacy"}, "it touches privacy"),
        ({"probability": None}, "nobody has said how likely it is"),
        ({"impact": None}, "nobody has said how bad it is"),
        ({"probability": {"p10": 1, "p50": 1, "p90": 1}, "impact": {"p10": 6, "p50": 6, "p90": 6}},
         "its expected loss is 6 person-weeks, the limit 6 person-weeks"),
        ({"probability": {"p10": 0, "p50": 0.5, "p90": 1}, "impact": {"p10": 0, "p50": 100_000, "p90": 1e6}, "impact_unit": "money"},
         "its expected loss is EUR 50,000, the limit EUR 50,000"),
    ],
)  # fmt: skip
def test_a_significant_risk_is_accepted_by_two(world: World, more: dict[str, Any], why: str) -> None:
    enterprise(world)
    small_risk(world, **more)
    asked = pending(act(world, "risk_accept", ref="RSK-1", reason="We can live with that"))
    assert asked.right == "DRe6" and asked.diff == [
        "RSK-1 The vendor leaves is accepted as it is", "Reason: We can live with that", f"It is significant: {why}",
    ]  # fmt: skip
    assert asked.needs == ["Executive", "Security or legal"]
    give(world, asked.approval, "admin")
    assert Risk.objects.get().state == "open"
    give(world, asked.approval, "owner")
    risk = Risk.objects.get()
    assert (risk.state, risk.settled_by, risk.settled_words) == (
        "accepted", world.users["product_manager"], "We can live with that",
    )  # fmt: skip


def test_a_small_risk_is_accepted_alone(world: World) -> None:
    enterprise(world)
    small_risk(world)
    act(world, "risk_accept", ref="RSK-1", reason="We can live with that")
    assert Risk.objects.get().state == "accepted"


def test_a_compliance_risk_is_not_made_small_alone(world: World) -> None:
    enterprise(world)
    small_risk(world, compliance="security")
    asked = pending(act(world, "risk_save", ref="RSK-1", compliance="none"))
    assert asked.diff == [
        "RSK-1 The vendor leaves would count as not significant any more",
        "Compliance: security becomes none",
        "It is significant: it touches security",
    ]
    assert Risk.objects.get().compliance == "security"
    for state in ("mitigated", "closed"):
        assert pending(act(world, "risk_close", ref="RSK-1", state=state, words="Gone")).right == "DRe6"
    act(world, "risk_close", ref="RSK-1", state="happened", words="Two hours on Monday")
    assert Risk.objects.get().state == "happened"


def test_other_changes_of_a_significant_risk_need_nobody(world: World) -> None:
    enterprise(world)
    small_risk(world, compliance="security")
    act(world, "risk_save", ref="RSK-1", mitigation="A second vendor", owner="admin@lumen.test")
    assert Risk.objects.get().mitigation == "A second vendor"


def test_an_assessment_is_signed_by_security_and_an_executive(world: World) -> None:
    enterprise(world)
    assessed(world)
    asked = pending(act(world, "assessment_sign", ref="ASM-1", version=1))
    assert asked.right == "DRe6" and asked.diff == [
        "ASM-1 Data in Faster export is signed",
        "Data: contact, usage, kept 30 days, for To send the export",
        "Risk that is left: low",
    ]
    give(world, asked.approval, "owner")
    assert Assessment.objects.get().signed_at is None
    give(world, asked.approval, "admin")
    signed = Assessment.objects.get()
    assert (signed.signed_by, signed.signed_as, signed.signed_at) == (world.users["admin"], ["security"], NOW)


def test_a_changed_assessment_is_unsigned_again(world: World) -> None:
    assessed(world)
    act(world, "assessment_sign", "owner", ref="ASM-1", version=1)
    assert Assessment.objects.get().signed_by == world.users["owner"]
    assert Assessment.objects.get().controls == ["Encrypted at rest"]
    act(world, "assessment_save", ref="ASM-1", retention_days=365)
    assert (Assessment.objects.get().signed_at, Assessment.objects.get().version) == (None, 2)


def test_an_unfinished_assessment_is_not_signed(world: World) -> None:
    assessed(world, controls=[], retention_days=None)
    with pytest.raises(Invalid) as told:
        act(world, "assessment_sign", "owner", ref="ASM-1", version=1)
    assert told.value.detail == (
        "ASM-1 cannot be signed yet; it lacks how many days the data are kept, what guards the data."
    )


ASKED: dict[str, dict[str, Any]] = {
    "budget": {"amount_minor": 1_200_000},
    "vendor": {"alternatives": ["Our own"]},
    "hire": {"scorecard": [{"area": "Judgement", "mark": 4, "quote": "I would ask five customers first"}]},
    "architecture": {"outcomes": ["Export under 2 s"], "constraints": ["No second database"]},
}
ANSWERERS = {"budget": "owner", "vendor": "product_lead", "hire": "product_lead", "architecture": "engineer"}
RIGHTS = {"budget": "DRb1", "vendor": "DRb2", "hire": "DRb3", "architecture": "DRa1"}


@pytest.mark.parametrize("kind", ASKED)
def test_a_request_is_made_by_one_and_answered_by_another(world: World, kind: str) -> None:
    enterprise(world)
    question = {"kind": kind, "title": "A thing", "rationale": "We need it"} | ASKED[kind]
    made = act(world, "request_make", **question)
    assert made.ref == "REC-1" and Activity.objects.latest("sequence").changes["right"] == RIGHTS[kind]
    answer = {"ref": "REC-1", "state": "accepted", "answer": "Go ahead"}
    for role in ("product_manager", "viewer", "designer"):
        with pytest.raises(Refused):
            act(world, "request_answer", role, **answer)
    assert Recommendation.objects.get().state == "sent"
    act(world, "request_answer", ANSWERERS[kind], **answer)
    found = Recommendation.objects.get()
    assert (found.state, found.answered_by, found.answer) == (
        "accepted",
        world.users[ANSWERERS[kind]],
        "Go ahead",
    )


def test_nobody_answers_a_request_of_ones_own(world: World) -> None:
    act(
        world, "request_make", "owner", kind="budget", title="A thing", rationale="We need it", amount_minor=1
    )
    with pytest.raises(Refused) as told:
        act(world, "request_answer", "owner", ref="REC-1", state="accepted", answer="Yes")
    assert told.value.detail == "REC-1 is your own request; somebody else answers it."


@pytest.mark.parametrize(
    ("kind", "more", "sentence"),
    [
        ("budget", {}, "Field amount_minor: a request for budget needs it."),
        ("hire", {}, "Field scorecard: a request for hire needs it."),
        ("architecture", {"outcomes": ["Fast"]}, "Field constraints: a request for architecture needs it."),
        ("vendor", {"outcomes": ["Fast"]}, "Field outcomes: it belongs to a request for architecture only."),
        ("architecture", ASKED["architecture"] | {"amount_minor": 5}, "Field amount_minor: it belongs to a request for budget or vendor only."),
    ],
)  # fmt: skip
def test_a_request_has_what_its_kind_needs(
    world: World, kind: str, more: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Invalid) as told:
        act(world, "request_make", kind=kind, title="A thing", rationale="We need it", **more)
    assert told.value.detail == sentence and not Recommendation.objects.exists()
