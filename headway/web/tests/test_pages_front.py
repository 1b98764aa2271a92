import re

import pytest
from django.test import Client

from headway.core.models import User

pytestmark = pytest.mark.django_db


def test_the_root_leads_to_the_latest_workspace_or_to_sign_in(world):
    assert world.client().get("/").headers["Location"] == "/w/lumen/"
    assert Client().get("/").headers["Location"] == "/sign-in/?next=/"


def test_somebody_without_a_workspace_is_told_so(db):
    client = Client()
    client.force_login(User.objects.create_user("new@lumen.test", "x" * 14))
    answer = client.get("/")
    assert answer.status_code == 200
    assert "no workspace has you as a member" in answer.content.decode()


def test_a_wrong_password_is_one_sentence(world):
    answer = Client().post("/sign-in/", {"login": "owner@lumen.test", "password": "wrong"})
    assert "The e-mail and the password do not belong together." in answer.content.decode()


def test_every_page_needs_a_person_signed_in(world):
    for part in ("", "problems/", "evidence/", "roadmap/", "activity/", "imports/", "settings/"):
        answer = Client().get(f"/w/lumen/{part}")
        assert answer.headers["Location"] == f"/sign-in/?next=/w/lumen/{part}"


def test_a_workspace_of_others_and_one_that_is_not_there_look_the_same(world):
    answers = [world.client().get(f"/w/{slug}/") for slug in ("elsewhere", "nowhere")]
    assert [one.status_code for one in answers] == [404, 404]
    told = [
        re.sub("nowhere|elsewhere", "X", re.search("<p class.*?</p>", one.content.decode())[0])
        for one in answers
    ]
    assert told[0] == told[1]


def test_an_empty_workspace_says_what_to_import_first(world):
    page = world.client().get("/w/lumen/").content.decode()
    assert "Start with what the company already has" in page
    assert "/w/lumen/imports/?kind=feedback#new" in page


def test_today_shows_problems_the_plan_and_what_happened(story):
    client = story.client()
    page = client.get("/w/lumen/").content.decode()
    assert "I lost my card" in page
    assert "PL-1" in page
    assert "Freeze a lost card" in client.get("/w/lumen/today/initiatives/").content.decode()
    rest = client.get("/w/lumen/today/documents/").content.decode()
    assert "/w/lumen/requirements/PRD-1/" in rest and "Drafted PRD-1" in rest


def test_pages_carry_their_security_headers(world):
    headers = world.client().get("/w/lumen/settings/").headers
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"


def test_no_page_holds_a_script_of_its_own(story):
    for part in ("", "problems/P-001/", "initiatives/", "roadmap/", "requirements/PRD-1/"):
        page = story.client().get(f"/w/lumen/{part}").content.decode()
        assert re.findall(r"<script(?![^>]* src=)", page) == []
        assert re.findall(r"\son[a-z]+=", page) == []
