"""What happened when: written by people, and taken from records that say when they began."""

import pytest
from django.apps import apps

from headway.apps.reporting.tests.given import asked, done
from headway.core.errors import Invalid
from tests.world import World


def test_annotations_come_in_their_order_with_those_of_records(world: World) -> None:
    started = world.context().now.replace(day=5)
    apps.get_model("experiments", "experiment").objects.create(
        workspace=world.workspace, ref="EXP-1", title="New onboarding", started_at=started,
        author=world.users["owner"],
    )  # fmt: skip
    done(
        world,
        "reporting.annotation_save",
        title="Outage",
        sort="incident",
        starts_on="2026-09-02",
        ends_on="2026-09-03",
    )
    done(
        world,
        "reporting.annotation_save",
        title="Version 2",
        starts_on="2026-09-09",
        link="https://example.com/v2",
    )
    done(world, "reporting.annotation_save", title="Long ago", starts_on="2024-09-09")
    rows = asked(world, "reporting.annotation_list", "viewer", since="2026-09-03", until="2026-09-30")["rows"]
    assert [(one["number"], one["title"], one["sort"], one["address"]) for one in rows] == [
        (1, "Outage", "incident", ""),
        (2, "New onboarding", "experiment", "/w/lumen/experiments/#EXP-1"),
        (3, "Version 2", "other", "https://example.com/v2"),
    ]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "//elsewhere.example", "ftp://x"])
def test_a_link_that_is_no_address_is_refused(world: World, link: str) -> None:
    with pytest.raises(Invalid, match="Field link"):
        done(world, "reporting.annotation_save", title="x", starts_on="2026-09-09", link=link)
    with pytest.raises(Invalid, match="swap them"):
        done(world, "reporting.annotation_save", title="x", starts_on="2026-09-09", ends_on="2026-09-01")
    assert asked(world, "reporting.annotation_list")["rows"] == []
