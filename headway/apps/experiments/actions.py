"""What can be done with experiments: plan one, start one."""

from pydantic import Field

from headway.apps.experiments.claims import start_claim
from headway.apps.experiments.models import Experiment
from headway.apps.experiments.planning import CHECKLIST, missing
from headway.apps.experiments.queries import RIGHT
from headway.core.access import row
from headway.core.actions import ref_of
from headway.core.answers import RecordRef, RefQuestion
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.models import snapshot
from headway.core.records import Refs, next_ref
from headway.core.registry import Done, Question, action
from headway.core.roles import DECIDERS, MAKERS

FIELDS = (
    "title", "kind", "hypothesis", "primary_metric", "guardrails", "smallest_effect_share", "audience_share",
    "decision_rule",
)  # fmt: skip


class ExperimentSave(Question):
    """A new plan, or a change of the one with that ref; what is left out stays."""

    ref: str = Field("", max_length=100)
    title: str | None = Field(None, min_length=1, max_length=200)
    kind: Experiment.Kind | None = None
    hypothesis: str | None = Field(None, max_length=2000)
    primary_metric: str | None = Field(None, max_length=200)
    guardrails: Refs | None = Field(None, max_length=20, description="Metrics that must not get worse.")
    smallest_effect_share: float | None = Field(
        None, gt=0, le=10, description="The smallest effect worth finding, relative: 0.05 is 5 %."
    )
    audience_share: float | None = Field(
        None, gt=0, le=1, description="Share of the people who see it, 0 to 1."
    )
    decision_rule: str | None = Field(None, max_length=2000, description="What we do at which result.")
    harm: str | None = Field(None, max_length=2000, description=CHECKLIST["harm"])
    fairness: str | None = Field(None, max_length=2000, description=CHECKLIST["fairness"])
    consent: str | None = Field(None, max_length=2000, description=CHECKLIST["consent"])
    stopping: str | None = Field(None, max_length=2000, description=CHECKLIST["stopping"])


@action("experiments.experiment_save", roles=MAKERS)
def experiment_save(context: Context, question: ExperimentSave) -> Done[RecordRef]:
    """Plan an experiment: what is believed, how it is judged, who sees it, and what will be done at which result.

    A new one needs a title and a kind; the rest may come later, before it starts. Raises NotFound for an unknown
    experiment, and Invalid for one that runs already, since its plan was settled beforehand.
    """
    plan = row(Experiment, context, question.ref) if question.ref else _new(context, question)
    if plan.state != Experiment.State.DRAFT:
        raise Invalid(f"{plan.ref} runs already, and its plan stays as it was; plan a new experiment.")
    before = snapshot(plan, (*FIELDS, "checklist")) if question.ref else {}
    for name, value in question.model_dump(include=set(FIELDS), exclude_none=True).items():
        setattr(plan, name, value)
    answers = question.model_dump(include=set(CHECKLIST), exclude_none=True)
    plan.checklist = {
        key: text for key in CHECKLIST if (text := answers.get(key, plan.checklist.get(key, "")))
    }
    plan.version += bool(question.ref)
    plan.save()
    summary = f"{'Changed' if question.ref else 'Planned'} the experiment {plan.ref} {plan.title!r}"
    changes = {"before": before, "after": snapshot(plan, (*FIELDS, "checklist"))}
    return Done(ref_of(plan, plan.ref), summary, plan, changes)


def _new(context: Context, question: ExperimentSave) -> Experiment:
    for name in ("title", "kind"):
        if not getattr(question, name):
            raise Invalid(f"Field {name}: a new experiment needs one.")
    ref = next_ref(context, Experiment, "EX")
    return Experiment(workspace=context.workspace, ref=ref, created_at=context.now, author=context.actor)


@action("experiments.experiment_start", roles=DECIDERS, rights=(RIGHT,), claim=start_claim)
def experiment_start(context: Context, question: RefQuestion) -> Done[RecordRef]:
    """Start a planned experiment; from then on its plan stays as it is.

    Pricing, a broad change of experience, and anything that half of the people or more will see need the answers of
    the checklist and are ruled by the decision right DRt4. Raises Invalid with what the plan lacks, or where it runs.
    """
    plan = row(Experiment, context, question.ref)
    if plan.state != Experiment.State.DRAFT:
        raise Invalid(f"{plan.ref} was started on {plan.started_at:%Y-%m-%d} already.")
    if lacking := missing(plan):
        raise Invalid(f"{plan.ref} cannot start yet: it needs {' and '.join(lacking)}.")
    plan.state, plan.version = Experiment.State.RUNNING, plan.version + 1
    plan.started_at, plan.started_by = context.now, context.actor
    plan.save()
    changes = {"state": {"before": "draft", "after": "running"}, "audience_share": plan.audience_share}
    return Done(ref_of(plan, plan.ref), f"Started the experiment {plan.ref} {plan.title!r}", plan, changes)
