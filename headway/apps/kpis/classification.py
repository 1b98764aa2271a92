from headway.core.classes import classify

classify(
    "kpis.kpi",
    personal="title",
    confidential="asked band_low band_high reading history",
    internal="formula stand",
    inside={
        "asked": "names of events, tables and a cohort, and lengths of windows",
        "history": "numbers of periods, and why one is unknown",
        "reading": "numbers of a period, and why one is unknown",
    },
)
