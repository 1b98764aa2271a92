from headway.core.classes import Kind, classify

classify(
    "analytics.eventsegment",
    internal="path sha256",
    retained="events",
    dated="last_at",
    paths={"path": "sha256"},
)
classify(
    "analytics.eventsource",
    confidential="name",
    secret="hash",  # nosec B106 # noqa: S106 - the name of a field
    retained="configuration",
)
classify("analytics.inboxlog", internal="name sha256", retained="operations", dated="read_at")
classify(
    "analytics.personalias",
    identity={"alias": Kind.USER_ID, "person": Kind.USER_ID},
    retained="events",
)
classify(
    "analytics.eventrejection",
    personal="example",
    internal="source reason",
    retained="operations",
    dated="last_at",
)
