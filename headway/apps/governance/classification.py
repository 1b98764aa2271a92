from headway.core.classes import classify

classify("governance.rightspolicy", personal="text reason", internal="profile")
classify(
    "governance.approval",
    personal="payload title words reason closing_note",
    internal="action right state subject_kind subject_id channel reach steps consult inform escalation",
    inside={
        "payload": "what the action is asked, as it will be carried out",
        "words": "the change in plain words",
        "reach": "how far the change goes",
        "steps": "whose approval is needed",
        "consult": "names of positions",
        "inform": "names of positions",
        "escalation": "to which position, after how many days",
    },
)
classify(
    "governance.vote",
    personal="note",
    internal="positions",
    inside={"positions": "names of positions"},
    dated="at",
)
classify("governance.delegation", internal="positions", inside={"positions": "names of positions"})
