"""The list here: experiments."""

from headway.apps.experiments.kinds import EXPERIMENT
from headway.apps.experiments.models import Experiment
from headway.core.lists.columns import Column, RecordList, list_add

SAVE, START = "experiments.experiment_save", "experiments.experiment_start"
EXPERIMENTS = list_add(
    RecordList(
        EXPERIMENT,
        (
            Column("title", "Title", action=SAVE),
            Column("kind", "Kind", "choice", choices=tuple(Experiment.Kind.choices), action=SAVE),
            Column("state", "State", "choice", choices=tuple(Experiment.State.choices), action=START),
            Column("metric", "Primary metric", path="primary_metric", varied=True, action=SAVE),
            Column("smallest_effect", "Smallest effect", "number", path="smallest_effect_share", unit="share",
                   unsummed=True, action=SAVE),
            Column("audience", "Audience", "number", path="audience_share", unit="share", unsummed=True,
                   action=SAVE),
            Column("author", "Author", "person"),
            Column("started", "Started", "moment", path="started_at"),
            Column("started_by", "Started by", "person", shown=False),
            Column("hypothesis", "Hypothesis", "long_text", shown=False, action=SAVE),
        ),
    )
)  # fmt: skip
