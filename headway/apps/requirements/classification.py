from headway.core.classes import classify

classify(
    "requirements.prd",
    personal="title sections citations",
    inside={
        "sections": "the document's texts",
        "citations": "quotes of messages, figures and refs of records",
    },
)
classify(
    "requirements.successmetric",
    personal="reason",
    confidential="metric unit baseline target due",
)
classify(
    "requirements.backlogitem",
    personal="title description",
    internal="kind status priority labels component blocks",
    inside={"labels": "labels of the tracker", "blocks": "refs of other tickets"},
)
