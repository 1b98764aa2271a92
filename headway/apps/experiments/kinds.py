"""The kinds of records here: what is tried."""

from headway.apps.experiments.models import Experiment
from headway.core.kinds import RecordKind, declare

EXPERIMENT = declare(
    RecordKind(
        "experiment",
        Experiment,
        "Experiment",
        "Experiments",
        "title",
        (
            "hypothesis",
            "decision_rule",
        ),
        listing="experiments:experiments",
    )
)
