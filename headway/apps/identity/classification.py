from headway.core.classes import Kind, classify

classify("identity.domainrule", internal="domain", retained="configuration")
classify(
    "identity.grouprule",
    internal="group positions",
    inside={"positions": "names of positions"},
    retained="configuration",
)
classify("identity.scimgroup", internal="name external_id", retained="accounts", workspace="")
classify(
    "identity.scimperson",
    identity=dict.fromkeys(("display_name", "given_name", "family_name", "formatted_name"), Kind.NAME),
    internal="email_type",
    retained="accounts",
    dated="changed_at",
    workspace="",
    owner="user",
    mentioned="delete",
)
classify(
    "identity.directorytoken",
    internal="name",
    secret="hash",  # nosec B106 # noqa: S106 - the name of a field
    retained="accounts",
    workspace="",
)
