from headway.core.classes import classify

classify(
    "sharing.sharelink",
    personal="title note address",
    internal="what columns origins",
    secret="password secret_hash",  # nosec B106 # noqa: S106 - names of fields
    inside={"columns": "names of columns", "origins": "addresses of sites that may embed it"},
    retained="configuration",
)
classify("sharing.sharetry", internal="place", retained="security", dated="at")
