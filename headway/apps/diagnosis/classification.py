from headway.core.classes import classify

classify(
    "diagnosis.diagnosis",
    personal="title question found chosen outcome",
    inside={
        "question": "a question about a change, with the names of events, properties and days",
        "found": "what was found on that day: numbers by part and hypotheses, with the titles of what happened",
    },
)
classify("diagnosis.diagnosischeck", personal="words note")
classify("diagnosis.diagnosisdeed", personal="words", internal="kind record")
classify("diagnosis.anomalymark", personal="note", internal="period", dated="at")
