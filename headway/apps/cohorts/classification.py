from headway.core.classes import Kind, classify

classify(
    "cohorts.cohort",
    personal="name about behind",
    inside={"behind": "the question about behaviour whose number counts the people, and which number"},
    retained="events",
)
classify("cohorts.cohortmember", identity={"person": Kind.USER_ID}, retained="events", dated="added_at")
classify("cohorts.cohortsize", retained="events", dated="at")
