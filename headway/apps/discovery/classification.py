from headway.core.classes import CUSTOM_VALUES, Kind, classify

classify(
    "discovery.account",
    personal="name domain",
    internal="segment plan region",
    confidential="arr_minor renewal_date health",
    retained="contacts",
)
classify(
    "discovery.person",
    identity={"email": Kind.EMAIL, "ref": Kind.USER_ID, "external_id": Kind.USER_ID},
    retained="contacts",
)
classify(
    "discovery.feedback",
    personal="text redacted_text",
    internal="channel account_by",
    retained="evidence",
    dated="at",
)
classify("discovery.insight", retained="evidence")
classify(
    "discovery.researchnote",
    personal="title text sayings",
    inside={"sayings": "what the participant said, each saying with its theme"},
    retained="evidence",
)
classify(
    "discovery.theme",
    personal="name terms quotes",
    internal="centroid trend",
    inside={
        "centroid": "the mean of the vectors of the theme's messages",
        "terms": "words that tell the theme from others",
        "quotes": "refs of typical messages and the places of its terms in them",
        "trend": "a figure and its weekly counts",
    },
    retained="evidence",
)
classify(
    "discovery.problem",
    personal="title reason custom",
    internal="size",
    inside={"size": "figures, and the refs of typical messages with marks in them", "custom": CUSTOM_VALUES},
)
classify(
    "discovery.researchplan",
    personal="question decision participants",
    internal="method",
)
