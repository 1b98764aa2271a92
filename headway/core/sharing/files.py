"""What a link shows as a file for its visitors: the same cells, all rows up to a bound."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from headway.core.context import Context
from headway.core.lists.export_text import ExportColumn, Format, written
from headway.core.sharing.answers import SharedPage
from headway.core.sharing.models import ShareLink
from headway.core.sharing.reading import Choice, shared_page

PAGES_MOST = 200
TITLE = "title"


def shared_file(link: ShareLink, context: Context, format_: Format, sort: str) -> Iterator[str]:
    """The parts of a file of what a link shows, at most 10,000 rows. Raises Closed at once."""
    first = shared_page(link, context, Choice("table", sort))
    lead = (ExportColumn(first.title_column, first.title_label, "text"),) if first.title_column else ()
    columns = (*lead, *(ExportColumn(one.name, one.label, one.type, one.unit) for one in first.columns))
    pages = _pages(link, context, first, sort)
    return written(columns, chain.from_iterable(map(_rows, pages)), format_, False)


def _pages(link: ShareLink, context: Context, page: SharedPage, sort: str) -> Iterator[SharedPage]:
    for _ in range(PAGES_MOST):
        yield page
        if not page.next:
            return
        page = shared_page(link, context, Choice("table", sort, page.next))


def _rows(page: SharedPage) -> list[dict[str, Any]]:
    lead = page.title_column
    return [row.cells | ({lead: row.title} if lead else {}) for row in page.rows]
