"""The rights a policy must rule on, and the workspace roles it may name."""

ROLES = (
    "owner",
    "admin",
    "product_lead",
    "product_manager",
    "engineer",
    "designer",
    "analyst",
    "contributor",
    "viewer",
)
RIGHTS = (
    *(f"DRi{n}" for n in range(1, 7)),
    *(f"DRt{n}" for n in range(1, 5)),
    *(f"DRe{n}" for n in range(1, 7)),
    *(f"DRb{n}" for n in range(1, 4)),
    *(f"DRa{n}" for n in range(1, 4)),
)
# Who may change the policy itself: a policy that is silent on it could be changed by anybody.
POLICY_RIGHT = "POL"
# A policy may rule on these apart; where it does not, they are ruled as the right behind the colon.
FOLLOWING = {"LV11": "DRe1", "LV14": "DRe1"}
REQUIRED = (*RIGHTS, POLICY_RIGHT)
KNOWN = (*REQUIRED, *FOLLOWING)
