"""What answers about behaviour stand on: numerical libraries, which a web process starts without."""

from importlib import import_module
from threading import Lock

MODULES = (
    "headway.apps.analytics.behaviour.people",
    "headway.apps.analytics.signals.watching",
    "headway.apps.analytics.signals.diagnosing",
)
_ONE_AT_A_TIME = Lock()


def answers_loaded() -> None:
    """Load it, one thread at a time: threads that load at once modules that need each other see them half loaded."""
    with _ONE_AT_A_TIME:
        for name in MODULES:
            import_module(name)
