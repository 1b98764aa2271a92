from headway.core.classes import classify

classify(
    "analytics.eventsegment",
    internal="path sha256",
    retained="events",
    dated="last_at",
    paths={"path": "sha256"},
)
