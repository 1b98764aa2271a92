"""The pages of tables: the list, one with its first rows, and a file on its way in."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from headway.apps.metrics.tests.given import ORDERS, model_there
from headway.web.metrics.tests.test_metric_pages import words
from tests.world import World

pytestmark = pytest.mark.django_db
HOME = "/w/lumen/metric-tables/"


def test_a_file_becomes_a_table_by_looking_first(world: World, django_assert_max_num_queries: object) -> None:
    model_there(world)
    client = world.client("analyst")
    file = SimpleUploadedFile("Orders 2026.csv", ORDERS.encode())
    went = client.post(f"{HOME}take-a-file/", {"file": file})
    assert went.status_code == 303
    page = words(client.get(went["Location"]).content.decode())
    assert "3 rows of 4 columns, to be the table orders_2026. Nothing is taken yet" in page
    assert "amount a number" in page and "10.5" in page
    upload = went["Location"].rpartition("upload=")[2]
    given = {"name": "orders_2026", "upload": upload, "next": f"{HOME}orders_2026/"}
    assert client.post("/w/lumen/do/metrics.table_save/", given).status_code == 303
    one = words(client.get(f"{HOME}orders_2026/").content.decode())
    assert "No metric yet" in one and "2026-08-02" in one and "Remove it and its rows" in one
    assert "2026-08-02" not in words(world.client("viewer").get(f"{HOME}orders_2026/").content.decode())
    client.get(HOME)
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        listed = words(client.get(HOME).content.decode())
    assert "events what people did in the product 0 5 Nothing yet" in listed and "orders_2026 3 4" in listed
    assert world.client("viewer").get(f"{HOME}take-a-file/").status_code == 403
    bad = client.get(f"{HOME}take-a-file/?name=events&upload={upload}").content.decode()
    assert "events is a table already" in words(bad)
