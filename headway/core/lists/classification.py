from headway.core.classes import classify

classify(
    "lists.customfield",
    personal="label options",
    internal="kind name type unit formula",
    inside={"options": "values and labels to choose from"},
    retained="configuration",
)
classify("lists.savedview", personal="name address", internal="kind", retained="configuration", owner="owner")
classify("lists.viewchoice", retained="configuration", dated="", owner="user")
