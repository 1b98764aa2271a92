"""Taking personal particulars out of messages, the names of known customers among them."""

from collections.abc import Callable

from headway.apps.discovery.models import Account
from headway.core.access import rows
from headway.core.context import Context


def redaction_of(context: Context) -> Callable[[str], str]:
    """A function that replaces particulars in a text by tokens; it knows the names of private customers, which
    are the accounts without a company's domain."""
    from headway.engine.text.names import NameIndex  # noqa: PLC0415 - patterns that few requests need
    from headway.engine.text.redaction import redact  # noqa: PLC0415

    names = NameIndex.of(rows(Account, context).filter(domain="").values_list("name", flat=True))
    return lambda text: redact(text, names).text
