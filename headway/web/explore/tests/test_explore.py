"""The explore page through HTTP: a question is put together, answered, and leads to the people behind its numbers."""

import re
from html import unescape

import pytest
from django.utils.html import strip_tags

from headway.apps.analytics.models import EventSegment
from headway.core.perform import ask, perform
from tests.world import World

PAGE = "/w/lumen/explore/"
STORY = "P1: 1 opened web, 2 paid web; P2: 1 opened ios, 9 opened ios; P3: 8 opened web, 20 paid web"


@pytest.fixture
def events(world: World) -> World:
    """Three people of whom two pay, one of them within a week."""
    rows = ["person_id,ts,event,device"]
    for person, done in (part.split(": ") for part in STORY.split("; ")):
        for one in done.split(", "):
            day, event, device = one.split()
            rows.append(f"{person},2026-09-{int(day):02}T10:00:00Z,{event},{device}")
    question = {"file_name": "events.csv", "content": "\n".join(rows) + "\n"}
    perform("analytics.event_import", question, world.context("product_manager"))
    return world


def words(world: World, address: str, role: str = "product_manager", status: int = 200) -> str:
    """The page's main part as plain text."""
    answer = world.client(role).get(address)
    assert answer.status_code == status, answer.content.decode()
    main = answer.content.decode().split("<main", 1)[1]
    return " ".join(unescape(strip_tags(main.split(">", 1)[1])).split())


def test_without_events_it_says_what_to_bring_in(world: World) -> None:
    assert not EventSegment.objects.exists()
    assert "No events yet" in words(world, PAGE)
    assert "Template to fill in" in words(world, PAGE)


def test_before_anything_is_chosen_there_is_a_form_and_no_answer(events: World) -> None:
    shown = words(events, PAGE)
    assert "Choose, and press Answer." in shown
    assert "How often By how many people opened 4 3 paid 2 2" in shown


def test_a_trend_is_drawn_with_its_table_and_its_rules(events: World) -> None:
    shown = words(events, f"{PAGE}?event=opened&math=unique&period=week&from=2026-09-01&to=2026-09-13")
    assert "2026-08-31 2 Why did this change? 2026-08-31 2026-09-07 2 Why" in shown
    assert "How many different people did it in the period." in shown


def test_a_trend_can_be_split_by_what_the_event_has(events: World) -> None:
    page = f"{PAGE}?event=opened&math=total&period=month&by=device"
    assert 'value="device" selected' in events.client("viewer").get(page).content.decode()
    shown = words(events, page)
    assert "opened - ios" in shown and "opened - web" in shown


def test_a_funnel_says_who_gets_through_and_leads_to_those_who_did(events: World) -> None:
    page = f"{PAGE}?ask=funnel&step1=opened&step2=paid&days=7"
    assert "1 of 3 people get through." in words(events, page)
    html = events.client("product_manager").get(page).content.decode()
    behind = [unescape(one) for one in re.findall(r'href="(/w/lumen/explore/people/[^"]+)"', html)]
    assert len(behind) == 3
    assert words(events, behind[2]).startswith("Who is counted 1 person P1")
    assert "2 people P2P3" in words(events, behind[1])
    assert "3 people P1P2P3" in words(events, behind[0])


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (
            "event=opened&event2=paid&period=month&math=total",
            "All together Periodopenedpaid 2026-09-01 4 2 One by one opened",
        ),
        ("event=*&period=month&math=unique", "any event PeriodCount 2026-09-01 3 Why did this change?"),
        (
            "ask=funnel&step1=opened&step1_where=device&step1_is=web&step2=paid&days=30",
            "2 of 2 people get through. Funnel people at each step opened (device is web): 2",
        ),
        (
            "ask=funnel&step1=opened&step2=paid&days=30&by=device",
            "web 2 2 100 % 6.5 d ios 1 0 0 % 1 of 3 people may",
        ),
        ("ask=conversion&step1=opened&step2=paid&days=30", "2 people took 6.5 d on average."),
        (
            "ask=lifecycle&event=opened&period=week&periods=2&first=2026-08-31",
            "Fell away 2026-08-31 2 0 0 0 2026-09-07 1 1 0 -1",
        ),
        (
            "ask=stickiness&event=opened&from=2026-09-01&to=2026-09-30",
            "3 people did it, on average in 1.3 of 30 days.",
        ),
        (
            "ask=adoption&event=paid&exposed=opened&days=7",
            "Took it up 1 33 % Not yet, and their days are not over 0 0 % Did not 2",
        ),
        ("ask=adoption&event=paid&released=2026-09-05&days=7", "Took it up 0"),
        ("ask=value&event=opened&value=paid", "Half of 3 people who began get there within 12 days"),
        ("ask=paths&event=opened&length=1", "WayPeopleOf all paid 2 67 % opened 1 33 %"),
        (
            "ask=brackets&event=opened&brackets=1-7, 8-14",
            "Days 1 to 7 0 0 % (0 % to 56 %) 0 Days 8 to 14 1 33 %",
        ),
    ],
)
def test_each_kind_of_question_is_answered_where_it_is_asked(events: World, asked: str, said: str) -> None:
    assert said in words(events, f"{PAGE}?{asked}")


def test_values_to_keep_to_are_offered_and_the_number_leads_to_those_who_have_them(events: World) -> None:
    page = f"{PAGE}?ask=lifecycle&event=opened&event_where=device&event_is=ios&period=week&periods=2&first=2026-08-31"
    html = events.client("product_manager").get(page).content.decode()
    assert re.findall(r'<option value="(ios|web)"></option>', html) == ["ios", "web"]
    behind = [unescape(one) for one in re.findall(r'href="(/w/lumen/explore/people/[^"]+)"', html)]
    assert [words(events, one) for one in behind] == [words(events, behind[0])] * 2
    assert words(events, behind[0]).startswith("Who is counted 1 person P2")


def test_what_somebody_did_is_listed_the_latest_first_for_those_who_may_see_it(events: World) -> None:
    page = "/w/lumen/explore/events/"
    shown = words(events, f"{page}?person=P2")
    assert (
        shown.index("9 Sep 2026") < shown.index("1 Sep 2026")
        and "device ios" in shown
        and "paid" not in shown
    )
    assert words(events, f"{page}?event=paid").count("2026") == 2
    assert "No events of that" in words(events, f"{page}?account=none")
    words(events, page, "viewer", status=403)
    found = ask("analytics.event_list", {"limit": 4}, events.context("analyst")).model_dump()
    rest = ask(
        "analytics.event_list", {"limit": 4, "after": found["next"]}, events.context("analyst")
    ).model_dump()
    assert [one["at"].day for one in (*found["rows"], *rest["rows"])] == [20, 9, 8, 2, 1, 1] and rest[
        "next"
    ] == ""
    assert "Field after" in words(events, f"{page}?after=-1", status=422)


def test_who_may_not_see_people_sees_the_numbers_alone(events: World) -> None:
    page = f"{PAGE}?ask=funnel&step1=opened&step2=paid&days=7"
    html = events.client("viewer").get(page).content.decode()
    assert "1 of 3 people get through." in html and "/explore/people/" not in html
    assert events.client("viewer").get("/w/lumen/explore/people/?query=analytics.funnel").status_code == 403


def test_retention_anomalies_and_diagnosis_answer_or_say_why_not(events: World) -> None:
    page = f"{PAGE}?ask=retention&event=opened&period=week&periods=2&first=2026-08-31"
    assert "2026-08-31 2 50" in words(events, page)
    assert '<span class="heat h5">' in events.client("viewer").get(page).content.decode()
    assert "20 whole periods are needed" in words(events, f"{PAGE}?ask=anomalies&event=opened")
    shown = words(events, f"{PAGE}?ask=diagnosis&event=opened&then=paid&days=1&changed=2026-09-05")
    assert "Since 2026-09-05: from 50" in shown


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("ask=funnel&step1=opened&days=0", "The window is zero or less"),
        ("ask=funnel&step1=opened&days=soon", "The window is zero or less"),
        ("event=opened&from=2026-09-30&to=2026-09-01", "ends before it begins"),
        ("event=opened&math=median", "math"),
        ("ask=funnel&step1=opened&step2=paid&without=opened", "Exclusion 0 is also a step between 0 and 1"),
        ("event=opened&event_where=device", "Say which device counts for opened, or choose any."),
        (
            "ask=brackets&event=opened&brackets=soon",
            "&#x27;soon&#x27; is not read; write brackets such as 1-1, 2-7",
        ),
        ("ask=adoption&event=opened&exposed=opened&days=x", "window_days"),
        ("ask=retention&event=opened&periods=many&first=2026-09-01", "periods"),
    ],
)
def test_what_cannot_be_asked_is_one_sentence_above_a_form_that_keeps_it(
    events: World, asked: str, said: str
) -> None:
    html = events.client("product_manager").get(f"{PAGE}?{asked}").content.decode()
    alert = re.search(r'<p role="alert"[^>]*>(.*?)</p>', html, re.DOTALL)
    assert alert and said in alert[1]
    assert 'value="opened" selected' in html


def test_an_unknown_kind_and_a_torn_address_are_told(events: World) -> None:
    assert "Nothing is called" in words(events, f"{PAGE}?ask=guess", status=404)
    torn = "/w/lumen/explore/people/?query=analytics.funnel&question={"
    assert "open the number again" in words(events, torn, status=422)


def test_a_property_with_markup_in_it_is_words(world: World) -> None:
    evil = "<script>alert(1)</script>"
    content = f'person_id,ts,event,"{evil}"\nP1,2026-09-01T10:00:00Z,"{evil}",x\n'
    perform("analytics.event_import", {"file_name": "events.csv", "content": content}, world.context())
    html = (
        world.client("viewer").get(PAGE, {"event": evil, "math": "total", "period": "day"}).content.decode()
    )
    assert evil not in html and "&lt;script&gt;" in html


def test_a_question_can_be_kept_to_a_cohort(events: World) -> None:
    funnel = f"{PAGE}?ask=funnel&step1=opened&step2=paid&days=30"
    assert "Only of" not in words(events, funnel)
    behind = {"query": "analytics.funnel", "question": {"steps": ["opened", "paid"]}, "step": 1}
    saved = {"ref": "payers", "name": "Payers", "behind": behind}
    perform("cohorts.cohort_save", saved, events.context("product_manager"))
    assert "Only of Everybody Payers (2)" in words(events, funnel)
    assert "100 %" in words(events, f"{funnel}&cohort=payers")
    assert "No cohort 'gone' in this workspace" in words(events, f"{funnel}&cohort=gone")


def test_what_happened_stands_on_the_chart_under_it_and_in_its_table(events: World) -> None:
    wrote = {"title": "Version <2>", "starts_on": "2026-09-09", "sort": "release"}
    perform("reporting.annotation_save", wrote, events.context("product_manager"))
    page = f"{PAGE}?event=opened&period=week&from=2026-09-01&to=2026-09-13"
    html = events.client("viewer").get(page).content.decode()
    assert '<text x="75.00%" y="11">1</text>' in html and "Version &lt;2&gt;" in html
    shown = words(events, page)
    assert "PeriodCountWhat happenedWhy 2026-08-31 2 Why" in shown and "2026-09-07 2 Version <2> Why" in shown
    assert "Version <2> Release, 9 Sep 2026" in shown
    before = f"{PAGE}?event=opened&period=week&from=2026-09-01&to=2026-09-06"
    assert "What happened 2026" not in words(events, before)


def test_whom_a_number_counts_is_kept_as_a_cohort_found_renamed_and_removed_with_a_way_back(
    events: World,
) -> None:
    client = events.client("product_manager")
    page = f"{PAGE}?ask=funnel&step1=opened&step2=paid&days=30"
    html = client.get(page).content.decode()
    people = [unescape(one) for one in re.findall(r'href="(/w/lumen/explore/people/[^"]+)"', html)]
    form = client.get(people[-1]).content.decode()
    behind = unescape(re.search(r'name="behind" value="([^"]+)"', form)[1])  # type: ignore[index]
    done = "/w/lumen/do/cohorts.cohort_"
    assert client.post(f"{done}save/", {"name": "Those who pay", "behind": behind}).status_code == 303
    assert "Those who pay 2" in words(events, f"{PAGE}cohorts/", "viewer")
    tile = {"title": "Their funnel", "query": "analytics.funnel",
            "question": {"steps": ["opened"], "cohort": "those-who-pay"}}  # fmt: skip
    perform("reporting.tile_add", tile, events.context("product_manager"))
    own = f"{PAGE}cohorts/those-who-pay/"
    shown = words(events, own)
    assert "2 people" in shown and "P1P3" in shown and "Dashboard: Their funnel, on Their funnel" in shown
    seen = words(events, own, "viewer")
    assert "P1P3" not in seen and "Rename it" not in seen and "On no dashboard that you see" in seen
    client.post(f"{done}save/", {"ref": "those-who-pay", "name": "Payers"})
    answer = client.post(f"{done}remove/", {"ref": "those-who-pay", "next": f"{PAGE}cohorts/"}, follow=True)
    assert "No cohort yet" in answer.content.decode() and "cohorts.cohort_restore" in answer.content.decode()
    words(events, own, status=404)
    client.post(f"{done}restore/", {"ref": "those-who-pay"})
    assert words(events, own).startswith("Payers 2 people")
