"""The command `headway`: starts Django, runs one command, and turns any failure into one sentence."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "headway.settings")
    try:
        _run()
    except Exception as error:
        if os.environ.get("HEADWAY_DEBUG", "").lower() in {"1", "true", "yes", "on"}:
            raise
        sys.exit(_told(error))


def _run() -> None:
    import django  # noqa: PLC0415 - a fault in the settings must be told by main as well

    django.setup()
    from headway.interfaces.cli.app import app  # noqa: PLC0415 - needs the filled registry

    app()


def _told(error: Exception) -> int:
    """Say what went wrong on stderr; the exit status is 1 for a refused request and 2 for a failure."""
    detail = getattr(error, "detail", None)
    if isinstance(detail, str):
        sys.stderr.write(f"{detail}\n")
        return 1
    first_line = str(error).strip().split("\n")[0] or type(error).__name__
    sys.stderr.write(f"Headway failed ({type(error).__name__}): {first_line} HEADWAY_DEBUG=1 shows where.\n")
    return 2
