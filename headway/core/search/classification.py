from headway.core.classes import classify

classify(
    "search.shortcutsoff",
    retained="accounts",
    dated="at",
    workspace="",
    owner="user",
    mentioned="delete",
)
