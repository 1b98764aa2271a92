from headway.core.classes import Kind, classify

QUESTION = (
    "a question of a registered query, with the names of events, properties and values that it asks for"
)
classify("reporting.dashboard", personal="title note")
classify(
    "reporting.tile",
    personal="title question address",
    confidential="aim_metric",
    internal="query",
    inside={"question": QUESTION},
)
classify("reporting.dashboardfavourite", owner="person")
classify("reporting.annotation", personal="title link")
classify(
    "reporting.savedquery",
    personal="title sql defaults",
    inside={"defaults": "values that parameters begin with, by name"},
)
classify(
    "reporting.alert",
    personal="title question address",
    internal="query",
    secret="webhook",  # nosec B106 # noqa: S106 - the name of a field
    inside={"question": QUESTION},
)
classify("reporting.alertcheck", personal="words", confidential="value previous", internal="period")
classify("reporting.subscription", identity={"email": Kind.EMAIL}, owner="person")
classify("reporting.replaylink", confidential="title template", retained="configuration")
