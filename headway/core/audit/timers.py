"""What the workers do for the activity log every so often."""

from headway.core.jobs import every

# Every hour, so that a machine that sleeps at midnight signs when it wakes; a day that is signed stays as it is.
every(60, "signed heads of the activity log", "headway.core.audit.heads.sign_daily")
