"""The person's choice over the workspace's, and what each writes."""

from datetime import UTC, datetime

import pytest

from headway.core.errors import Invalid
from headway.core.locales import Locale, current, locale_of, written_in
from headway.core.models import Activity
from headway.core.perform import perform
from headway.web.drawing import numbers, times
from tests.world import World

AT = datetime(2026, 11, 12, 13, 5, tzinfo=UTC)
WRITTEN = {
    "en-GB": ("12 Nov 2026", "12 Nov 2026, 14:05", "10,003", "41.7", "1.23M", "€1.2M", "€4.2k", "0.42\u202f%"),
    "en-US": ("Nov 12, 2026", "Nov 12, 2026, 2:05\u202fPM", "10,003", "41.7", "1.23M", "€1.2M", "€4.2k", "0.42\u202f%"),
    "de-DE": ("12. Nov. 2026", "12. Nov. 2026, 14:05", "10.003", "41,7", "1,23\xa0Mio.", "1,2\xa0Mio.\xa0€", "4.200\xa0€",
              "0,42\u202f%"),
    "fr-FR": ("12 nov. 2026", "12 nov. 2026, 14:05", "10\u202f003", "41,7", "1,23\xa0M", "1,2\xa0M\xa0€", "4,2\xa0k\xa0€",
              "0,42\u202f%"),
    "sv-SE": ("12 nov. 2026", "12 nov. 2026, 14:05", "10\xa0003", "41,7", "1,23\xa0mn", "1,2\xa0mn\xa0€", "4,2\xa0tn\xa0€",
              "0,42\u202f%"),
}  # fmt: skip


@pytest.mark.parametrize("tag", WRITTEN)
def test_each_language_writes_in_its_own_way(tag: str) -> None:
    with written_in(Locale(tag, "Europe/Berlin")):
        written = (
            numbers.day(AT), numbers.moment(AT), numbers.short(10_003), numbers.short(41.66), numbers.short(1_234_567),
            numbers.minor_money(120_000_000, "EUR"), numbers.minor_money(420_000, "EUR"), numbers.percent(0.0042),
        )  # fmt: skip
    assert written == WRITTEN[tag]


def test_a_day_is_that_of_the_zone() -> None:
    late = datetime(2026, 11, 12, 23, 30, tzinfo=UTC)
    told = {}
    for zone in ("UTC", "Europe/Berlin", "America/New_York"):
        with written_in(Locale(time_zone=zone)):
            told[zone] = numbers.moment(late)
    assert told == {
        "UTC": "12 Nov 2026, 23:30",
        "Europe/Berlin": "13 Nov 2026, 00:30",
        "America/New_York": "12 Nov 2026, 18:30",
    }


def test_currencies_show_by_sign_or_by_code() -> None:
    with written_in(Locale(money_shown="code")):
        assert numbers.money(1_200_000, "USD") == "USD\xa01.2M"
    with written_in(Locale("de-DE", money_shown="code")):
        assert numbers.money(-1_200_000, "USD") == "-1,2\xa0Mio.\xa0USD"
    assert (numbers.money(-950, "GBP"), numbers.money(950, "SEK")) == ("-£950", "SEK\xa0950")


def test_a_moment_carries_its_zone_behind_it() -> None:
    with written_in(Locale(time_zone="Europe/Berlin")):
        shown = times.when(AT)
    assert shown == (
        '<time datetime="2026-11-12T13:05:00+00:00" title="12 Nov 2026, 14:05 Europe/Berlin">12 Nov 2026, 14:05</time>'
    )
    assert (times.when(None), times.ago(None)) == ("", "")


def test_the_default_comes_back_after_a_page() -> None:
    with written_in(Locale("sv-SE")):
        assert current().tag == "sv-SE"
    assert current() == Locale()


def test_a_person_follows_the_workspace_until_they_choose(world: World) -> None:
    here = world.context("viewer")
    assert locale_of(here.actor, here.workspace) == Locale("en-GB", "Europe/Berlin", 1, "sign")
    question = {
        "locale": "en-US",
        "time_zone": "America/New_York",
        "week_start": "sunday",
        "money_shown": "code",
    }
    perform("core.locale_set", question, here)
    here = world.context("viewer")
    assert locale_of(here.actor, here.workspace) == Locale("en-US", "America/New_York", 7, "code")
    assert Activity.objects.latest("sequence").summary == (
        "Set locale to en-US, time zone to America/New_York, week start to sunday, money shown to code"
    )
    perform("core.locale_set", dict.fromkeys(question, "workspace"), here)
    here = world.context("viewer")
    assert locale_of(here.actor, here.workspace) == Locale("en-GB", "Europe/Berlin", 1, "sign")


def test_what_the_workspace_chooses_holds_for_whoever_chose_nothing(world: World) -> None:
    perform("core.locale_set", {"locale": "fr-FR"}, world.context("engineer"))
    question = {"locale": "de-DE", "time_zone": "Europe/Stockholm", "week_start": "saturday"}
    perform("core.workspace_edit", question, world.context("owner"))
    found = {
        role: locale_of(world.context(role).actor, world.context(role).workspace)
        for role in ("engineer", "viewer")
    }
    assert found["engineer"] == Locale("fr-FR", "Europe/Stockholm", 6, "sign")
    assert found["viewer"] == Locale("de-DE", "Europe/Stockholm", 6, "sign")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (
            {"time_zone": "Europe/Atlantis"},
            "'Europe/Atlantis' is no time zone; give one such as Europe/Berlin, or UTC",
        ),
        ({"locale": "tlh"}, "Input should be 'en-GB', 'en-US', 'de-DE', 'fr-FR' or 'sv-SE'"),
        ({}, "Nothing was chosen; give locale, time_zone, week_start or money_shown."),
    ],
)
def test_what_cannot_be_chosen_is_refused(world: World, question: dict[str, str], told: str) -> None:
    with pytest.raises(Invalid) as refused:
        perform("core.locale_set", question, world.context("viewer"))
    assert told in refused.value.detail
    assert world.context("viewer").actor.locale == ""


def test_looks_are_chosen_one_at_a_time(world: World) -> None:
    perform("core.theme_set", {"contrast": "more"}, world.context("viewer"))
    perform("core.theme_set", {"density": "compact"}, world.context("viewer"))
    user = world.context("viewer").actor
    assert (user.theme, user.contrast, user.density) == ("", "more", "compact")
    page = world.client("viewer").get("/w/lumen/settings/").content.decode()
    assert '<html lang="en" data-contrast="more" data-density="compact">' in page
    perform("core.theme_set", {"contrast": "system", "density": "comfortable"}, world.context("viewer"))
    user = world.context("viewer").actor
    assert (user.contrast, user.density) == ("", "")


def test_settings_show_what_was_chosen(world: World) -> None:
    client = world.client("owner")
    sent = client.post(
        "/w/lumen/do/core.locale_set/",
        {"locale": "sv-SE", "time_zone": "Asia/Tokyo", "next": "/w/lumen/settings/"},
    )
    assert sent.status_code == 303
    page = client.get("/w/lumen/settings/").content.decode()
    assert '<option value="sv-SE" selected>Swedish (Sweden)</option>' in page
    assert "<option selected>Asia/Tokyo</option>" in page and "times in Asia/Tokyo" in page
    assert "1,2\xa0mn\xa0€" in page
    assert "The workspace</h2>" not in world.client("viewer").get("/w/lumen/settings/").content.decode()
