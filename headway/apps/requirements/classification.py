from headway.core.classes import CUSTOM_VALUES, classify

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
    personal="title description custom",
    internal="kind status priority labels component blocks",
    inside={"labels": "labels of the tracker", "blocks": "refs of other tickets", "custom": CUSTOM_VALUES},
)
classify(
    "requirements.scopechange",
    personal="title removed added",
    internal="key",
    inside={"removed": "texts that left a document", "added": "texts that came into it"},
    dated="carried_out_at",
)
classify("requirements.slice", personal="title inside outside")
classify("requirements.qualitybar", personal="measure", internal="unit area", confidential="value")
classify(
    "requirements.scopechange",
    personal="title removed added",
    internal="key",
    inside={"removed": "texts that left the document", "added": "texts that came"},
    dated="carried_out_at",
)
classify("requirements.slice", personal="title inside outside")
classify("requirements.qualitybar", confidential="measure unit area")
