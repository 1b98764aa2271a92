"""The sample company's dashboard, tracking plan and launch, made as a person there would have made them."""

from dataclasses import replace

from django.utils import timezone

from headway.apps.analytics.queries import UsageQuestion, usage_summary
from headway.apps.reporting.models import Dashboard
from headway.core.access import rows
from headway.core.context import Context
from headway.core.perform import perform
from headway.core.records import next_ref
from headway.sample.doings import doings
from headway.sample.measuring import measured

ALL_DAYS = 3_660


def sample_furnish(context: Context) -> None:
    """Do what the sample's people did in Headway; nothing where a dashboard is there already."""
    if rows(Dashboard, context).exists():
        return
    events = [one.event for one in usage_summary(context, UsageQuestion(days=ALL_DAYS)).events]
    done = [*doings(events, next_ref(context, Dashboard, "DB")), *measured(context.actor.email)]
    for name, question in done:
        perform(name, question, replace(context, now=timezone.now()))
