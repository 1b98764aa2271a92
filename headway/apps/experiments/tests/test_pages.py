"""The page of experiments: plan, change, start, by form and without a script."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from headway.apps.experiments.models import Experiment
from headway.apps.requirements.tests.formal import formal
from tests.world import World

QUERIES_MOST = 12
FORM = {
    "title": "A shorter name", "kind": "copy", "hypothesis": "People find it.", "primary_metric": "opens",
    "guardrails": "refunds, complaints", "smallest_effect_share": "0.05", "audience_share": "0.1",
    "decision_rule": "Keep it if opens rise.",
}  # fmt: skip


def page(world: World, query: str = "", role: str = "product_manager") -> str:
    return world.client(role).get(f"/w/lumen/experiments/{query}").content.decode()


def post(world: World, name: str, /, **fields: str):  # type: ignore[no-untyped-def]
    address = f"/w/lumen/do/experiments.{name}/"
    return world.client().post(address, fields | {"next": "/w/lumen/experiments/"})


@pytest.mark.django_db
def test_a_plan_is_written_changed_and_started_by_form(world: World) -> None:
    assert "No experiment yet" in page(world)
    assert post(world, "experiment_save", **FORM).status_code == 303
    plan = Experiment.objects.get()
    assert (plan.guardrails, plan.audience_share) == (["refunds", "complaints"], 0.1)
    assert 'value="refunds, complaints"' in page(world, "?edit=EX-1")
    assert "Start it" in page(world)
    assert post(world, "experiment_start", ref="EX-1").status_code == 303
    after = page(world)
    assert "Running" in after and "Start it" not in after and "?edit=EX-1" not in after


@pytest.mark.django_db
def test_a_start_that_needs_others_says_so_beforehand_and_goes_to_the_approval(world: World) -> None:
    formal(world)
    answers = dict.fromkeys(("harm", "fairness", "consent", "stopping"), "Seen to.")
    post(world, "experiment_save", **FORM | {"kind": "pricing"} | answers)
    assert "Egon Engineer" in page(world)
    sent = post(world, "experiment_start", ref="EX-1")
    assert (sent.status_code, sent["Location"]) == (303, "/w/lumen/approvals/AP-1/")
    assert Experiment.objects.get().state == "draft"


@pytest.mark.django_db
def test_a_viewer_sees_no_form(world: World) -> None:
    post(world, "experiment_save", **FORM)
    assert "/do/" not in page(world, role="viewer").replace("core.theme_set", "")


@pytest.mark.django_db
def test_the_page_needs_as_many_queries_for_many_as_for_one(world: World) -> None:
    answers = dict.fromkeys(("harm", "fairness", "consent", "stopping"), "Seen to.")
    counts = []
    for _ in range(2):
        post(world, "experiment_save", **FORM | {"kind": "pricing"} | answers)
        post(world, "experiment_save", **FORM)
        client = world.client()
        client.get("/w/lumen/experiments/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/w/lumen/experiments/").status_code == 200
        counts.append(len(queries))
    assert counts == [counts[0], counts[0]] and counts[0] <= QUERIES_MOST
