from headway.core.classes import classify

classify(
    "accounts.seenassertion",
    secret="hash",  # nosec B106 # noqa: S106 - the name of a field
    retained="security",
    dated="expires_at",
    workspace="",
    is_backed_up=False,
)
