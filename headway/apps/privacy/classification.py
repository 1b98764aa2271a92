from headway.core.classes import classify

classify(
    "privacy.subjectrequest",
    personal="identifiers why",
    internal="counts file",
    inside={"identifiers": "whom it is about, until it is done", "counts": "rows by place"},
    retained="log",
)
classify("privacy.retentionrule", internal="of_source", retained="configuration")
classify("privacy.sourceconsent", internal="purpose", retained="configuration")
