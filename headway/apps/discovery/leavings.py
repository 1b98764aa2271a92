"""What stays behind when messages are taken back: themes without a message, and problems that only they proposed."""

from headway.apps.discovery.models import Theme
from headway.apps.discovery.theming import abandoned_forget
from headway.core.access import rows
from headway.core.context import Context


def emptied_forget(context: Context) -> int:
    """Remove the themes that no message is left in, and the problems that nobody but they proposed; gives how
    many themes. A problem that a person named, decided on or linked stays."""
    emptied = rows(Theme, context).filter(feedback=None)
    ids = list(emptied.values_list("pk", flat=True))
    rows(Theme, context).filter(pk__in=ids).delete()
    abandoned_forget(context)
    return len(ids)
