"""The page of a metric's tests."""

import pytest

from headway.apps.metrics.tests.given import with_test
from headway.web.metrics.tests.test_metric_pages import words
from tests.world import World

pytestmark = pytest.mark.django_db
PAGE = "/w/lumen/metrics/active_people/tests/"


def test_a_test_is_added_by_a_form_and_says_what_it_saw(world: World) -> None:
    with_test(world)
    client = world.client("analyst")
    page = client.get(PAGE).content.decode()
    assert "1 of 1 pass" in words(page) and "person,happened_at" in page
    rows = "person,happened_at\nann,2026-09-01\nbo,2026-09-02"
    given = {
        "metric": "active_people",
        "name": "wrong",
        "table": "events",
        "rows": rows,
        "expected": "3",
        "next": PAGE,
    }
    assert client.post("/w/lumen/do/metrics.test_save/", given).status_code == 303
    said = words(client.get(PAGE).content.decode())
    assert (
        "wrong fails Remove : wrong These rows must make 3 , and make 2 ." in said
        or "must make 3, and make 2." in said
    )
    assert "Remove" not in words(world.client("viewer").get(PAGE).content.decode())
