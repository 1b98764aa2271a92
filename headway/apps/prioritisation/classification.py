from headway.core.classes import CUSTOM_VALUES, classify

classify(
    "prioritisation.initiative",
    personal="title custom",
    confidential="topics effort requires_refs",
    internal="earliest_quarter moscow nature",
    inside={
        "topics": "words of the source for the problems covered",
        "effort": "person-weeks by team",
        "requires_refs": "refs of other initiatives",
        "custom": CUSTOM_VALUES,
    },
)
classify(
    "prioritisation.inputestimate",
    personal="reason",
    internal="input",
    confidential="figure p10 p50 p90",
    inside={"figure": "a figure with its unit, interval and rows"},
)
classify(
    "prioritisation.score",
    confidential="reason contributions why p10 p50 p90",
    internal="framework",
    inside={"contributions": "each input's share of the score", "why": "reasons of the rank in words"},
)
classify(
    "prioritisation.declinedrequest",
    personal="asked reason reply revisit_when",
    internal="accounts evidence fit",
    inside={"accounts": "refs of accounts", "evidence": "refs of records with their kinds"},
)
classify(
    "prioritisation.pricingplan",
    personal="hypotheses",
    confidential="name price_minor currency per entitlements",
    internal="evidence",
    inside={
        "entitlements": "what the plan includes",
        "hypotheses": "what we believe about it",
        "evidence": "refs of records with their kinds",
    },
)
