from headway.core.classes import classify

classify("roadmap.team", confidential="name")
classify("roadmap.capacity", internal="quarter", confidential="gross_person_weeks reserve_share")
classify(
    "roadmap.plan",
    internal="first_quarter settings",
    confidential="periods loads value bound gap greedy_value",
    personal="change_reason",
    inside={
        "periods": "quarters with their capacity",
        "settings": "what the plan was made with",
        "loads": "person-weeks by team and quarter",
    },
)
classify(
    "roadmap.planitem",
    internal="start finish",
    personal="reason as_planned",
    inside={"as_planned": "title, rank and effort of the initiative when it was planned"},
)
classify(
    "roadmap.excludeditem",
    personal="reason",
    internal="displaces",
    confidential="price",
    inside={"displaces": "refs of initiatives"},
)
classify(
    "roadmap.investment",
    personal="title business_case",
    confidential="people amount_minor currency shortfall",
    internal="initiatives quarters evidence",
    inside={
        "initiatives": "refs of initiatives",
        "people": "person-weeks by team and quarter",
        "quarters": "the quarters asked for",
        "evidence": "refs of records with their kinds",
        "shortfall": "person-weeks that teams needed, had and lacked",
    },
)
classify(
    "roadmap.commitment",
    personal="obligation contract note",
    internal="state",
)
