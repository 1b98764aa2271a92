"""The workspace before the journeys: the story, planned twice, with a baseline that everybody may see."""

PLANS = 2


def main() -> None:
    """Fill the workspace of the small world in the database of the environment."""
    import django

    django.setup()
    from headway.core.access import enter
    from headway.core.models import User
    from headway.core.perform import perform
    from headway.web.tests.story import tell
    from tests.world import NOW

    context = enter(User.objects.get(email="owner@lumen.test"), "lumen", "cli", NOW)
    tell(context)
    perform("roadmap.plan_freeze", {"ref": "PL-1"}, context)
    perform("roadmap.plan_make", {"quarter": "2026-Q4", "effort_quantile": 0.8}, context)


if __name__ == "__main__":
    main()
