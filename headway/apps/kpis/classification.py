from headway.core.classes import classify

classify(
    "kpis.kpi",
    personal="title",
    confidential="asked band_low band_high reading",
    internal="formula",
    inside={
        "asked": "names of events, tables and a cohort, and lengths of windows",
        "reading": "numbers of a period, and why one is unknown",
    },
)
