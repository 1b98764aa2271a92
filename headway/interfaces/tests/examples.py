"""For each action, a question that the owner of the small world may send; it makes first what it needs."""

from collections.abc import Callable
from typing import Any

from headway.apps.discovery.models import Problem
from headway.apps.governance.tests.waiting import approval_there
from headway.core.models import ApiToken, JobRun, Link, Membership, token_hash
from headway.core.perform import perform
from headway.interfaces.tests.examples_choices import CHOICE_EXAMPLES
from headway.interfaces.tests.examples_decisions import DECISION_EXAMPLES
from headway.interfaces.tests.examples_delivery import DELIVERY_EXAMPLES
from headway.interfaces.tests.examples_diagnosis import DIAGNOSIS_EXAMPLES
from headway.interfaces.tests.examples_events import EVENT_EXAMPLES
from headway.interfaces.tests.examples_lists import LIST_EXAMPLES
from headway.interfaces.tests.examples_metrics import METRIC_EXAMPLES
from headway.interfaces.tests.examples_privacy import PRIVACY_EXAMPLES
from headway.interfaces.tests.examples_reporting import REPORTING_EXAMPLES
from headway.interfaces.tests.examples_sharing import SHARING_EXAMPLES
from headway.interfaces.tests.examples_talk import TALK_EXAMPLES
from headway.interfaces.tests.examples_tracking import TRACKING_EXAMPLES
from tests.world import World

Question = dict[str, Any]
Example = Callable[[World], Question]
NOTES = "id,text,created_at\nF-1,The export fails,2026-09-01\n"
EVENTS = "user,event,ts\nu1,signed_in,2026-09-01T10:00:00Z\n"
EFFORT = {"Core": {"p50": 4, "p90": 6}}


def done(world: World, name: str, **question: Any) -> Question:
    """Do an action beforehand, as the owner."""
    return perform(name, question, world.context("owner")).model_dump(mode="json")


def after(first: Callable[[World], object]) -> Example:
    """An empty question, sent once what it works on is there."""

    def question(world: World) -> Question:
        first(world)
        return {}

    return question


def token_there(world: World) -> Question:
    member = Membership.objects.get(user=world.users["owner"])
    token = ApiToken.objects.create(membership=member, name="old", hash=token_hash("hw_old"))
    return {"id": str(token.pk)}


def domain_rule_there(world: World) -> Question:
    done(world, "identity.domain_rule_save", domain="lumen.test")
    return {"domain": "lumen.test"}


def group_rule_there(world: World) -> Question:
    done(world, "identity.group_rule_save", group="Product", role="viewer")
    return {"group": "Product"}


def invitee(world: World) -> Question:
    done(world, "core.member_set", email="new@lumen.test", role="engineer")
    return {"email": "new@lumen.test"}


def job_there(world: World) -> Question:
    job = JobRun.objects.create(
        workspace=world.workspace,
        actor=world.users["owner"],
        name="core.note_add",
        question={"text": "again"},
        status=JobRun.Status.DEAD,
    )
    return {"id": str(job.pk)}


def link_there(world: World) -> Question:
    ends = {"from_id": world.workspace.pk, "to_id": world.users["owner"].pk}
    kinds = {"kind": "about", "from_kind": "core.workspace", "to_kind": "core.user"}
    link = Link.objects.create(workspace=world.workspace, **kinds, **ends)
    return {"id": str(link.pk), "state": "confirmed"}


def table(world: World) -> Question:
    return {"kind": "feedback", "file_name": "feedback.csv", "content": NOTES}


def import_there(world: World) -> Question:
    return {"run": done(world, "core.file_import", **table(world))["run"]["id"]}


def feedback_there(world: World) -> str:
    return str(done(world, "discovery.feedback_add", text="The export fails every time")["ref"])


def insight(world: World) -> Question:
    return {"feedback": feedback_there(world), "start": 4, "end": 16, "kind": "pain"}


def problem_there(world: World, ref: str = "P-1") -> Question:
    Problem.objects.create(workspace=world.workspace, ref=ref, title=f"Problem {ref}")
    return {"ref": ref}


def merge(world: World) -> Question:
    return problem_there(world) | {"into": problem_there(world, "P-2")["ref"]}


def unmerge(world: World) -> Question:
    done(world, "discovery.problem_merge", **merge(world))
    return {"ref": "P-1"}


def initiative_there(world: World) -> Question:
    done(world, "prioritisation.initiative_save", ref="INI-01", title="Faster export", effort=EFFORT)
    return {"ref": "INI-01"}


def override(world: World) -> Question:
    reason = {"input": "reach", "reason": "Counted by hand last week"}
    return initiative_there(world) | reason | {"p10": 100, "p50": 200, "p90": 300}


def override_there(world: World) -> Question:
    done(world, "prioritisation.input_override", **override(world))
    return {"ref": "INI-01", "input": "reach"}


def override_gone(world: World) -> Question:
    done(world, "prioritisation.input_override_remove", **override_there(world))
    return {"ref": "INI-01", "input": "reach"}


def plannable(world: World) -> Question:
    done(world, "roadmap.capacity_save", team="Core", quarter="2026-Q4", gross_person_weeks=20)
    done(world, "prioritisation.input_override", **override(world))
    for name, value in (("impact", 2), ("confidence", 0.8)):
        judged = {"input": name, "reason": "Judged with the team"}
        done(world, "prioritisation.input_override", ref="INI-01", **judged, p10=value, p50=value, p90=value)
    return {"quarter": "2026-Q4", "horizon": 1}


def plan_there(world: World) -> Question:
    return {"ref": done(world, "roadmap.plan_make", **plannable(world))["id"]}


def prd_there(world: World) -> Question:
    plannable(world)
    return {"ref": done(world, "requirements.prd_draft", initiative="INI-01")["ref"]}


def section(world: World) -> Question:
    return prd_there(world) | {"section": "goals", "markdown": "Exports that work.", "version": 1}


def objective_there(world: World) -> Question:
    done(world, "strategy.objective_save", ref="O1", title="Keep customers")
    return {"ref": "KR1", "objective": "O1", "title": "Churn", "metric": "churn_ratio"}


DELEGATION = {
    "to": "product_manager@lumen.test",
    "positions": ["executive"],
    "starts": "2026-10-01",
    "ends": "2026-10-14",
}


def delegation_there(world: World) -> Question:
    return {"ref": done(world, "governance.delegation_save", **DELEGATION)["ref"]}


EXAMPLES: dict[str, Example] = {
    **CHOICE_EXAMPLES,
    **DECISION_EXAMPLES,
    **DELIVERY_EXAMPLES,
    **DIAGNOSIS_EXAMPLES,
    **EVENT_EXAMPLES,
    **METRIC_EXAMPLES,
    **LIST_EXAMPLES,
    **PRIVACY_EXAMPLES,
    **REPORTING_EXAMPLES,
    **SHARING_EXAMPLES,
    **TALK_EXAMPLES,
    **TRACKING_EXAMPLES,
    "analytics.event_import": lambda world: {"file_name": "events.csv", "content": EVENTS},
    "core.file_import": table,
    "core.import_undo": import_there,
    "core.job_retry": job_there,
    "core.link_decide": link_there,
    "core.member_remove": lambda world: {"email": "viewer@lumen.test"},
    "core.member_set": lambda world: {"email": "new@lumen.test", "role": "engineer"},
    "core.note_add": lambda world: {"text": "Spoke with Fern"},
    "core.theme_set": lambda world: {"theme": "dark"},
    "core.locale_set": lambda world: {"locale": "de-DE", "time_zone": "workspace", "week_start": "monday"},
    "core.first_steps_dismiss": lambda world: {},
    "briefing.evidence_digest": lambda world: {},
    "briefing.sample_add": lambda world: {},
    "briefing.sample_remove": after(lambda world: done(world, "briefing.sample_add")),
    "core.token_create": lambda world: {"name": "script"},
    "core.token_revoke": token_there,
    "core.workspace_edit": lambda world: {"goal": "Keep them"},
    "discovery.feedback_add": lambda world: {"text": "The export fails"},
    "discovery.feedback_place": lambda world: {"refs": [insight(world)["feedback"]]},
    "discovery.insight_add": insight,
    "discovery.note_import": lambda world: {"notes": [{"name": "a.txt", "content": "Ann: It is slow."}]},
    "discovery.problem_add": lambda world: {"title": "Late invoices", "assumption": "Partners hinted at it"},
    "discovery.problem_confirm": problem_there,
    "discovery.problem_decline": lambda world: problem_there(world) | {"reason": "Nobody pays for it"},
    "discovery.problem_merge": merge,
    "discovery.problem_propose": lambda world: {},
    "discovery.problem_rename": lambda world: problem_there(world) | {"title": "Export fails"},
    "discovery.problem_size": lambda world: {},
    "discovery.problem_unmerge": unmerge,
    "discovery.theme_find": after(feedback_there),
    "identity.domain_rule_remove": domain_rule_there,
    "identity.domain_rule_save": lambda world: {"domain": "lumen.test", "role": "viewer"},
    "identity.group_rule_remove": group_rule_there,
    "identity.group_rule_save": lambda world: {"group": "Product", "role": "engineer"},
    "identity.invite_make": invitee,
    "governance.approval_escalate": lambda world: approval_there(world, late=True),
    "governance.approval_give": approval_there,
    "governance.approval_refuse": lambda world: approval_there(world) | {"note": "Not now"},
    "governance.approval_withdraw": lambda world: approval_there(world, requester="owner"),
    "governance.delegation_end": delegation_there,
    "governance.delegation_save": lambda world: DELEGATION,
    "governance.policy_adopt": lambda world: {"profile": "startup", "reason": "We grew"},
    "prioritisation.initiative_save": lambda world: {"ref": "INI-02", "title": "Dark mode"},
    "prioritisation.input_override": override,
    "prioritisation.input_override_remove": override_there,
    "prioritisation.input_override_restore": override_gone,
    "prioritisation.input_propose": after(initiative_there),
    "prioritisation.score_run": after(plannable),
    "requirements.metric_save": lambda world: prd_there(world) | {"metric": "failed_exports"},
    "requirements.prd_draft": lambda world: plannable(world) and {"initiative": "INI-01"},
    "requirements.section_edit": section,
    "requirements.status_set": lambda world: prd_there(world) | {"status": "problem_review"},
    "roadmap.capacity_save": lambda world: {"team": "Core", "quarter": "2026-Q4", "gross_person_weeks": 9},
    "roadmap.plan_freeze": plan_there,
    "roadmap.plan_make": plannable,
    "search.index_rebuild": lambda world: {},
    "search.shortcuts_set": lambda world: {"shortcuts": False},
    "strategy.key_result_save": objective_there,
    "strategy.objective_save": lambda world: {"ref": "O1", "title": "Keep customers"},
}
