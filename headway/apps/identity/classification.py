from headway.core.classes import classify

classify("identity.domainrule", internal="domain", retained="configuration")
classify(
    "identity.grouprule",
    internal="group positions",
    inside={"positions": "names of positions"},
    retained="configuration",
)
classify("identity.scimgroup", internal="name external_id", retained="accounts", workspace="")
