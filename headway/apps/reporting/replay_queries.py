"""What can be asked about links to tools that replay what a person did."""

from headway.apps.reporting.answers import ReplayLinkList, ReplayLinkRow
from headway.apps.reporting.models import ReplayLink
from headway.core.access import rows
from headway.core.context import Context
from headway.core.registry import Empty, query


@query("reporting.replay_link_list")
def replay_link_list(context: Context, question: Empty) -> ReplayLinkList:
    """The tools that replay what a person did, with the addresses they are reached by."""
    found = rows(ReplayLink, context).order_by("ref")
    return ReplayLinkList(
        rows=[ReplayLinkRow(ref=one.ref, title=one.title, template=one.template) for one in found]
    )
