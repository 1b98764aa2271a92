from headway.core.classes import classify

PEOPLE = "names of positions held at that moment"

classify(
    "decisions.decision",
    personal="question background options parties outcome trade_off closing_reason",
    confidential="criteria",
    internal="choice condition reading revisit_reason",
    inside={
        "options": "ways to go with pros, cons and scores",
        "criteria": "names and weights",
        "parties": "the sides of a conflict with what each wants and needs",
        "condition": "the metric that is watched, of which record, and its bound",
        "reading": "the last value of that metric",
    },
)
classify("decisions.dissent", personal="words", dated="at")
classify(
    "decisions.recommendation",
    personal="title rationale scorecard answer",
    confidential="amount_minor currency outcomes constraints alternatives",
    internal="answered_as",
    inside={
        "scorecard": "marks of an interview with quotes",
        "outcomes": "what an architecture must achieve",
        "constraints": "what it must keep to",
        "alternatives": "what else was looked at",
        "answered_as": PEOPLE,
    },
)
classify(
    "decisions.risk",
    personal="title cause effect impact_words mitigation trigger settled_words",
    confidential="probability impact",
    internal="impact_unit",
    inside={"probability": "P10, P50 and P90", "impact": "P10, P50 and P90"},
)
classify(
    "decisions.assessment",
    personal="title purpose controls residual_words",
    internal="data_classes lawful_basis signed_as",
    inside={
        "data_classes": "kinds of data that the work touches",
        "controls": "what guards the data",
        "signed_as": PEOPLE,
    },
)
classify(
    "decisions.forum",
    confidential="name",
    internal="cadence kinds",
    inside={"kinds": "which kinds of things come before it"},
)
classify(
    "decisions.forummeeting",
    personal="agenda outcomes notes",
    inside={
        "agenda": "refs and titles of what was to be decided",
        "outcomes": "what came of each item, the id of the user who does what follows, and by when",
    },
    dated="held_at",
)
