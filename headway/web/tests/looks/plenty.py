"""A workspace in which every kind of page has something to show: the story, and one record of each other kind."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.world import World

MADE = (
    "decisions.decision_open", "decisions.request_make", "decisions.risk_save", "decisions.assessment_save",
    "decisions.forum_save", "discovery.research_plan_save", "experiments.experiment_save", "launch.readiness_item_set",
    "launch.deprecation_start", "roadmap.investment_ask", "prioritisation.request_decline",
    "prioritisation.pricing_save", "governance.approval_give", "sharing.link_make", "sharing.link_make",
    "metrics.metric_certify", "analytics.quarantine_release", "reporting.tile_add", "reporting.annotation_save",
    "analytics.query_save", "reporting.alert_save", "cohorts.cohort_save", "kpis.kpi_save",
    "diagnosis.anomaly_mark", "diagnosis.deed_add",
)  # fmt: skip


def fill(world: "World") -> None:
    """Make what a page needs to have something on it."""
    from headway.core.perform import perform
    from headway.interfaces.tests.examples import EXAMPLES
    from headway.web.tests.story import tell

    tell(world.context("owner", "cli"))
    for name in MADE:
        perform(name, EXAMPLES[name](world), world.context("owner"))
    promise = {"account": "A-1", "obligation": "Freeze a lost card from the app", "due": "2026-12-31"}
    perform("roadmap.commitment_make", promise, world.context("owner"))


def main() -> None:
    """Fill the workspace of the small world in the database of the environment."""
    import django

    django.setup()
    from headway.core.models import User, Workspace
    from tests.world import NAMES, World

    users = {role: User.objects.get(email=f"{role}@lumen.test") for role in NAMES}
    spaces = {slug: Workspace.objects.get(slug=slug) for slug in ("lumen", "elsewhere")}
    fill(World(spaces["lumen"], users, spaces["elsewhere"], User.objects.get(email="owner@elsewhere.test")))


if __name__ == "__main__":
    main()
