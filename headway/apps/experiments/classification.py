from headway.core.classes import classify

classify(
    "experiments.experiment",
    personal="title hypothesis decision_rule checklist",
    internal="primary_metric guardrails",
    confidential="smallest_effect_share audience_share",
    inside={
        "guardrails": "names of metrics",
        "checklist": "answers to the questions about ethics and fairness",
    },
)
