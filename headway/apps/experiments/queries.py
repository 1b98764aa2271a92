"""What can be asked about experiments."""

from pydantic import Field

from headway.apps.experiments.answers import ChecklistRow, ExperimentList, ExperimentRow
from headway.apps.experiments.models import Experiment
from headway.apps.experiments.planning import CHECKLIST, missing, why_sensitive
from headway.core.access import row, rows
from headway.core.answers import PageQuestion
from headway.core.context import Context
from headway.core.paging import first_of
from headway.core.registry import query

RIGHT = "DRt4"


class ExperimentsQuestion(PageQuestion):
    state: str = Field("", max_length=8)
    kind: str = Field("", max_length=10)


@query("experiments.experiment_list")
def experiment_list(context: Context, question: ExperimentsQuestion) -> ExperimentList:
    """The experiments, the latest planned first, with what each still needs before it may start.

    Filtered by state (draft, running) and kind.
    """
    conditions = {"state": question.state, "kind": question.kind}
    found = rows(Experiment, context).filter(**{name: value for name, value in conditions.items() if value})
    if question.after:
        found = found.filter(pk__lt=row(Experiment, context, question.after).pk)
    listed = found.select_related("author", "started_by").order_by("-id")
    shown, more = first_of(listed, question.limit)
    return ExperimentList(rows=[_row(one) for one in shown], next=more)


def _row(one: Experiment) -> ExperimentRow:
    reason = why_sensitive(one)
    return ExperimentRow(
        id=one.ref, version=one.version, title=one.title, kind=one.kind, state=one.state, hypothesis=one.hypothesis,
        primary_metric=one.primary_metric, guardrails=one.guardrails, smallest_effect_share=one.smallest_effect_share,
        audience_share=one.audience_share, decision_rule=one.decision_rule, checklist=_checklist(one),
        right=RIGHT if reason else "", right_reason=reason, missing=missing(one), author=str(one.author),
        started_at=one.started_at, started_by=str(one.started_by) if one.started_by else "",
    )  # fmt: skip


def _checklist(one: Experiment) -> list[ChecklistRow]:
    return [
        ChecklistRow(key=key, question=asked, answer=one.checklist.get(key, ""))
        for key, asked in CHECKLIST.items()
    ]
