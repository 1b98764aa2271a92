from headway.core.classes import classify

REFERENCES = "the words that name somebody with the user's id, and refs with the kind of record"

classify(
    "talk.comment",
    personal="body quote named",
    internal="kind quote_field",
    inside={"named": REFERENCES},
    owner="author",
)
classify("talk.watch", internal="kind", retained="configuration", owner="person", mentioned="delete")
classify(
    "talk.notification",
    personal="words",
    internal="kind key",
    retained="operations",
    owner="person",
    mentioned="delete",
)
classify(
    "talk.noticepreferences",
    internal="choices",
    inside={"choices": "events and ways to be told of them"},
    retained="configuration",
    owner="person",
    mentioned="delete",
)
