"""What the workers do about sessions every so often."""

from django.core.management import call_command

from headway.core.jobs import every

DAY_MINUTES = 24 * 60

every(DAY_MINUTES, "expired sessions", "headway.web.accounts.timers.sessions_clear")


def sessions_clear() -> None:
    """Remove the rows of sessions that have ended."""
    call_command("clearsessions")
