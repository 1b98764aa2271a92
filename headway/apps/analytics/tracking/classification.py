from headway.core.classes import Kind, classify

PROPERTIES = "planned properties: name, type, whether it is required, allowed values, what it means"

classify(
    "tracking.plannedevent",
    personal="name description purpose properties",
    confidential="category serves sources",
    inside={
        "properties": PROPERTIES,
        "serves": "kinds and refs of records",
        "sources": "names of event sources",
    },
)
classify(
    "tracking.plannedeventversion",
    personal="definition note",
    inside={"definition": f"name, description, sources and {PROPERTIES}"},
)
classify("tracking.namingrule", internal="style pattern", retained="configuration")
classify("tracking.trackingrule", confidential="applies_to", retained="configuration")
classify(
    "tracking.trackingviolation",
    personal="event property example",
    confidential="source app_version",
    retained="operations",
    dated="last_at",
    mentioned="delete",
)
classify(
    "tracking.quarantinedevent",
    identity={"person": Kind.USER_ID, "anonymous": Kind.USER_ID},
    personal="event account event_id merged properties context faults",
    confidential="source",
    internal="source_key",
    inside={
        "properties": "what the event came with",
        "context": "what the SDK told beside it",
        "faults": "what it violates, with the values",
    },
    retained="events",
    dated="received_at",
    mentioned="delete",
)
classify(
    "tracking.observedevent",
    personal="event proposal seen",
    confidential="versions",
    internal="drifts days",
    inside={
        "days": "days and how many events came on each",
        "versions": "versions of the product that sent it",
        "proposal": "properties with types and frequent values, as they could be planned",
        "seen": "properties with the rows of each type",
        "drifts": "properties whose type changed, with the days",
    },
    retained="events",
    dated="last_at",
    mentioned="delete",
)
