"""Which imports are those of the sample company."""

from django.db.models import QuerySet

from headway.core.access import rows
from headway.core.context import Context
from headway.core.models import ImportRun

SAMPLE = "sample company"


def sample_runs(context: Context) -> QuerySet[ImportRun]:
    """The imports that brought the sample company in and were not taken back."""
    return rows(ImportRun, context).filter(source=SAMPLE, status=ImportRun.Status.DONE)
