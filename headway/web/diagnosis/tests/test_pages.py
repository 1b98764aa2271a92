"""The pages of diagnosis through HTTP: a change is taken apart, followed, checked and settled; anomalies are marked."""

import re
from datetime import UTC, datetime
from html import unescape
from urllib.parse import urlencode

from django.apps import apps
from django.utils.html import strip_tags

from headway.apps.diagnosis.models import AnomalyMark, Diagnosis
from headway.apps.diagnosis.tests.given import WATCHED, broken_there
from headway.core.perform import ask, perform
from tests.world import World

PAGE = "/w/lumen/diagnosis/"
ASKED = f"{PAGE}?step1=signup&step2=confirm&days=1"


def html(world: World, address: str, role: str = "product_manager") -> str:
    answer = world.client(role).get(address)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode().split("<main", 1)[1]


def words(world: World, address: str, role: str = "product_manager") -> str:
    """The page's main part as plain text."""
    return " ".join(unescape(strip_tags(html(world, address, role).split(">", 1)[1])).split())


def do(world: World, name: str, **form: str) -> str:
    answer = world.client("product_manager").post(f"/w/lumen/do/{name}/", form)
    assert answer.status_code in (302, 303), answer.content.decode()
    return str(answer["Location"])


def test_a_change_is_taken_apart_followed_checked_and_settled(world: World) -> None:
    assert "No events yet" in words(world, PAGE)
    broken_there(world)
    assert "press Take it apart" in words(world, PAGE)
    page = html(world, ASKED)
    shown = " ".join(unescape(strip_tags(page)).split())
    assert "-16.7 points from 100 %" in shown and "The level turned on 27 Jul 2026" in shown
    assert (
        "It came with the release Version 2 for android of 26 July, where device android, land pt. Strong"
        in shown
    )
    assert "The whole 100 % 83.3 % -16.7 points 0 points -16.7 points 100 %" in shown
    assert "Note that it was rolled back" in shown and "Follow this" in shown
    assert "Follow this" not in words(world, ASKED, "viewer")
    refused = words(world, f"{ASKED}&now_from=2026-08-03&base_to=2026-08-04")
    assert "the two periods have days in common" in refused

    form = dict(re.findall(r'name="(question|title|chosen)" value="([^"]*)"', page)[:3])
    do(world, "diagnosis.diagnosis_save", **{name: unescape(value) for name, value in form.items()})
    ref = Diagnosis.objects.get().ref
    do(world, "diagnosis.check_add", ref=ref, words="Did iOS change?", result="false", note="It did not.")
    do(world, "diagnosis.diagnosis_settle", ref=ref, state="confirmed", outcome="Version 4 mended it.")
    kept = words(world, f"{PAGE}kept/{ref}/")
    assert "Did iOS change? It is not so It did not." in kept and "Version 4 mended it." in kept
    assert "Strong Followed" in kept
    assert "Version 2 for android" in words(world, f"{PAGE}kept/?state=confirmed")
    assert "No diagnosis yet" in words(world, f"{PAGE}kept/?state=open")
    again = re.search(r'href="(/w/lumen/diagnosis/\?[^"]*)"', html(world, f"{PAGE}kept/{ref}/"))
    assert again and "-16.7 points" in words(world, unescape(again[1]))


def test_a_question_in_an_address_is_taken_and_a_broken_one_refused(world: World) -> None:
    broken_there(world)
    asked = urlencode({"question": '{"steps": ["signup", {"event": "confirm"}], "window_seconds": 86400}'})
    assert "-16.7 points" in words(world, f"{PAGE}?{asked}")
    answer = world.client("viewer").get(f"{PAGE}?question=%7B")
    assert (answer.status_code, "does not hold a question" in answer.content.decode()) == (422, True)


def test_an_anomaly_is_marked_and_another_sensitivity_used(world: World) -> None:
    assert "Nothing is watched yet" in words(world, "/w/lumen/anomalies/")
    broken_there(world)
    quiet = {"series": {"event": "confirm"}, "period": "day"}
    watched = WATCHED | {"title": "Confirmations", "question": quiet}
    ref = perform("reporting.alert_save", watched, world.context("owner")).model_dump()["ref"]
    address = f"/w/lumen/anomalies/{ref}/"
    assert f'href="{address}"' in html(world, f"/w/lumen/alerts/{ref}/")
    assert 'href="/w/lumen/diagnosis/?step1=signup"' in html(world, "/w/lumen/explore/?event=signup")
    page = words(world, address)
    # Two of twelve a day fewer, after eight weeks that were all alike.
    assert "What stood out Anomaly" in page and "2026-07-27" in page and "It was real" in page
    assert "Normal 1 Unknown 0" in page
    do(world, "diagnosis.anomaly_mark", ref=ref, period="2026-07-27", verdict="false")
    assert AnomalyMark.objects.get().verdict == "false"
    page = words(world, address)
    assert "False alarm" in page and "Normal 1 100 % 0" in page
    assert "Confirmations Not looked at yet 0 0 1 Not yet" in words(world, "/w/lumen/anomalies/")
    question = '{"series": {"event": "confirm"}, "period": "day", "sensitivity": "calm"}'
    do(world, "reporting.alert_save", ref=ref, query="analytics.anomalies", question=question)
    assert "Calm 1 100 % 0" in words(world, address)


def test_each_point_of_a_chart_leads_to_why_it_changed(world: World) -> None:
    broken_there(world)
    why = r'href="(/w/lumen/diagnosis/\?[^"]*)">Why did this change\?<span class="hidden"> ([^<]*)'
    split = html(world, "/w/lumen/explore/?event=confirm&math=total&by=device")
    explored = [unescape(address) for address, about in re.findall(why, split) if about == "2026-07-27"]
    assert len(explored) == 2
    shown = words(world, next(one for one in explored if "android" in one))
    assert "Only confirm with device android." in shown and "-2 from 6" in shown
    funnel = re.findall(why, html(world, "/w/lumen/explore/?ask=funnel&step1=signup&step2=confirm"))
    assert [about for _, about in funnel] == ["step 1", "step 2"]
    tile = {
        "dashboard": perform("reporting.dashboard_save", {"title": "Ours"}, world.context("product_manager")).model_dump()["ref"],
        "title": "Confirmations", "query": "analytics.trend", "drawing": "bars",
        "question": {"series": [{"event": "confirm"}], "period": "week", "week_start": "monday"},
    }  # fmt: skip
    ref = perform("reporting.tile_add", tile, world.context("product_manager")).model_dump()["ref"]
    tiled = {
        about: unescape(address)
        for address, about in re.findall(why, html(world, f"/w/lumen/dashboards/tiles/{ref}/"))
    }
    assert "-2 from 12" in words(world, tiled["2026-07-27"])


def test_a_kept_diagnosis_stands_on_the_pages_of_what_it_names(world: World) -> None:
    broken_there(world)
    launched = datetime(2026, 7, 26, 9, tzinfo=UTC)
    apps.get_model("launch", "launch").objects.create(
        workspace=world.workspace, ref="LN-1", name="Pt for android", launched_at=launched
    )
    context = world.context("product_manager")
    question = {"steps": ["signup", "confirm"], "window_seconds": 86_400}
    found = ask("diagnosis.change_explain", question, context).model_dump()
    key = next(one["key"] for one in found["hypotheses"] if one["record"] == "LN-1")
    kept = {"title": "Fewer confirm", "question": question, "chosen": key}
    ref = perform("diagnosis.diagnosis_save", kept, context).model_dump()["ref"]
    decision = perform("decisions.decision_open", {"question": "Do we roll back?"}, context).model_dump()[
        "ref"
    ]
    deed = {"ref": ref, "words": "Asked for a decision", "kind": "decision", "record": decision}
    perform("diagnosis.deed_add", deed, context)
    line = "Why numbers changed Fewer confirm Open -16.7 points, since 27 Jul 2026, Pia Manager's"
    assert line in words(world, "/w/lumen/launches/LN-1/") and line in words(
        world, f"/w/lumen/decisions/{decision}/"
    )
    asked = {"kind": "launch", "record": "LN-1"}
    assert [one["ref"] for one in ask("diagnosis.diagnosis_list", asked, context).model_dump()["rows"]] == [
        ref
    ]
