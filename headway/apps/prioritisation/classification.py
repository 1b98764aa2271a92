from headway.core.classes import classify

classify(
    "prioritisation.initiative",
    personal="title",
    confidential="topics effort requires_refs",
    internal="earliest_quarter moscow",
    inside={
        "topics": "words of the source for the problems covered",
        "effort": "person-weeks by team",
        "requires_refs": "refs of other initiatives",
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
