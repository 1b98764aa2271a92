"""The page on which a metric is chosen: the number before the name, and everything typed kept when something is amiss."""

import json
import re

import pytest

from headway.apps.metrics.tests.given import choice, done, metric_there
from headway.web.metrics.tests.test_metric_pages import words
from tests.world import World

pytestmark = pytest.mark.django_db
PAGE = "/w/lumen/metric-choice/"
ASKED = "?kind=simple&table=orders&agg=sum&column=amount&time=day&where1=plan&where1_how=is&where1_value=pro&splits=plan"


def test_a_metric_is_chosen_without_a_line_of_yaml(world: World) -> None:
    choice(world)
    client = world.client("analyst")
    assert "Choose a table" in client.get(PAGE).content.decode()
    page = client.get(PAGE + ASKED).content.decode()
    said = words(page)
    assert "10.5 in the month from 1 Sep 2026, up by 110 % against the month before" in said
    assert "measure: orders_sum_amount" in said and '<option value="free">' in page
    hidden = dict(re.findall(r'form="save"\s+name="(\w+)"\s+value="([^"]*)"', page))
    assert (hidden["column"], hidden["splits"]) == ("amount", "plan")
    where = json.dumps([{"column": "plan", "how": "is", "values": ["pro"]}])
    given = {name: value for name, value in hidden.items() if name != "where"} | {
        "where": where,
        "label": "Pro sales",
    }
    went = client.post(PAGE, given)
    assert (went.status_code, went["Location"]) == (303, "/w/lumen/metrics/pro_sales/")
    again = client.post(PAGE, given | {"decision": "Keep <this>"})
    assert again.status_code == 422
    assert "there is a metric pro_sales already" in words(again.content.decode())
    assert 'value="Keep &lt;this&gt;"' in again.content.decode()
    change = client.get(f"{PAGE}?ref=pro_sales").content.decode()
    assert "Change Pro sales" in words(change) and 'value="pro"' in change
    assert world.client("viewer").get(PAGE).status_code == 403


def test_what_is_missing_is_told_in_passing_and_yaml_opens_as_yaml(world: World) -> None:
    metric_there(world)
    client = world.client()
    events = client.get(f"{PAGE}?kind=simple&table=events&agg=sum").content.decode()
    assert "Not yet: choose the column that is taken together" in words(events)
    ratio = client.get(
        f"{PAGE}?kind=ratio&numerator=active_people&denominator=active_people"
    ).content.decode()
    assert "Unknown: there are no rows to count yet" in words(ratio)
    odd = "metrics: [{name: odd, type: simple, type_params: {measure: {name: people, fill_nulls_with: 0}}}]"
    done(world, "metrics.metric_save", ref="odd", definition=odd)
    went = client.get(f"{PAGE}?ref=odd")
    assert (went.status_code, went["Location"]) == (303, "/w/lumen/metrics/odd/?edit=1#edit")


def test_nothing_that_was_chosen_elsewhere_is_lost_in_the_form(world: World) -> None:
    question = choice(world)
    where = [
        {"column": "plan", "values": ["pro", "large, new"]},
        *({"column": "id", "how": "known"} for _ in range(3)),
    ]
    more = {"kind": "cumulative", "window": "10 days", "where": where}
    done(world, "metrics.choice_save", **question | more)
    client = world.client()
    page = client.get(f"{PAGE}?ref=pro_sales").content.decode()
    assert '<option value="10 days" selected>' in page and 'value="pro, &quot;large, new&quot;"' in page
    assert 'name="where4_how"' in page and 'name="where5"' in page
    # A column that went away is told, not left out.
    done(
        world,
        "metrics.table_save",
        name="orders",
        content="id,amount,day\n1,2,2026-09-01\n",
        break_metrics=True,
    )
    said = words(client.get(f"{PAGE}?ref=pro_sales").content.decode())
    assert "Not yet: orders has no column 'plan'; there are id, amount, day." in said
