"""What is told when Headway itself fails, and what is kept."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.urls("tests.security.failing")
def test_an_error_tells_nothing_of_the_inside(caplog):
    answer = Client(raise_request_exception=False).get("/fails/")
    assert answer.status_code == 500
    told = answer.content.decode()
    assert "hunter2" not in told and "Traceback" not in told and "RuntimeError" not in told
    assert any(one.exc_info and "hunter2" in str(one.exc_info[1]) for one in caplog.records)
