"""Sources whose records may not come in any more."""

from headway.apps.privacy.models import SourceConsent
from headway.core.access import rows
from headway.core.context import Context


def why_refused(context: Context, source: str) -> str:
    """Why an import of a source is refused; empty where nothing was said against it."""
    if rows(SourceConsent, context).filter(ref=source, is_allowed=False).exists():
        return f"Records of {source} may not come in: that was withdrawn on the page Privacy."
    return ""
