from headway.core.classes import CUSTOM_VALUES, classify

classify(
    "launch.readinesstemplate",
    personal="criteria",
    internal="name",
    inside={"criteria": "what has to hold, whether it is mandatory, and which position sees to it"},
)
classify("launch.launch", personal="name positioning custom", inside={"custom": CUSTOM_VALUES})
classify("launch.readinessitem", personal="text note", internal="position")
classify("launch.launchmeasure", confidential="baseline goal")
classify(
    "launch.deprecation",
    personal="feature guide alternative custom",
    internal="events",
    confidential="accounts_at_start",
    inside={"events": "names of usage events", "custom": CUSTOM_VALUES},
)
