"""The kinds of records here: what goes out and what goes away."""

from headway.apps.launch.models import Deprecation, Launch, ReadinessTemplate
from headway.core.kinds import RecordKind, declare

LAUNCH = declare(
    RecordKind("launch", Launch, "Launch", "Launches", "name", ("positioning",), page="launch:launch")
)
DEPRECATION = declare(
    RecordKind(
        "deprecation",
        Deprecation,
        "Deprecation",
        "Deprecations",
        "feature",
        (
            "guide",
            "alternative",
        ),
        listing="launch:deprecations",
    )
)
READINESS = declare(
    RecordKind(
        "readiness",
        ReadinessTemplate,
        "Readiness template",
        "Readiness templates",
        "name",
        listing="launch:readiness",
    )
)
