"""Mails: at once or once a day, in the person's own time, never twice, and none without a mail server."""

from datetime import UTC, datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import pytest
from django.conf import settings as given
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from headway.core.talk.choosing import TERMINAL
from headway.core.talk.mails import digests_send, mails_send
from headway.core.talk.models import Notification
from tests.world import NOW, World

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(minutes=1)


class Away(EmailBackend):
    def send_messages(self, messages: Any) -> int:
        raise SMTPServerDisconnected("product_manager@lumen.test")


class Unwelcome(EmailBackend):
    def send_messages(self, messages: Any) -> int:
        raise SMTPRecipientsRefused({})


def test_a_mention_is_mailed_once_with_its_place_and_the_way_out(say: Any) -> None:
    say("engineer", "See <b>this</b> & @Pia Manager")
    assert (mails_send(SOON), mails_send(SOON)) == (1, 0)
    [sent] = mail.outbox
    assert (sent.to, sent.subject) == (
        ["product_manager@lumen.test"],
        "Egon Engineer mentioned you: P-1 Export fails",
    )
    choose = f"{given.SITE_ADDRESS}/w/lumen/settings/notifications/"
    assert sent.extra_headers["List-Unsubscribe"] == f"<{choose}>"
    assert "See <b>this</b> & @Pia Manager" in sent.body
    assert f"{given.SITE_ADDRESS}/w/lumen/problems/P-1/#COM-1" in sent.body and choose in sent.body
    html = str(sent.alternatives[0][0])
    assert "See &lt;b&gt;this&lt;/b&gt; &amp; @Pia Manager" in html and "<img" not in html
    assert "30 Sep 2026, 14:00" in sent.body


def test_several_things_at_once_are_one_mail(say: Any) -> None:
    for number in range(3):
        say("engineer", f"@Pia Manager {number}")
    assert mails_send(SOON) == 1
    assert mail.outbox[0].subject == "3 notifications in Lumen"


def test_what_was_read_meanwhile_is_not_mailed(say: Any, do: Any) -> None:
    say("engineer", "@Pia Manager")
    do("product_manager", "talk.notification_read_all")
    assert (mails_send(SOON), mail.outbox) == (0, [])


def test_quiet_hours_are_those_where_the_person_is(world: World, say: Any, do: Any) -> None:
    do("product_manager", "talk.preferences_set", quiet_starts=22, quiet_ends=7)
    say("engineer", "@Pia Manager")
    night = datetime(2026, 9, 30, 20, 30, tzinfo=UTC)
    assert mails_send(night) == 0
    do("product_manager", "core.locale_set", time_zone="America/New_York")
    assert mails_send(night) == 1


def test_what_waited_in_quiet_hours_goes_out_when_they_end(say: Any, do: Any) -> None:
    do("product_manager", "talk.preferences_set", quiet_starts=22, quiet_ends=7)
    say("engineer", "@Pia Manager")
    assert mails_send(datetime(2026, 10, 1, 4, 59, tzinfo=UTC)) == 0
    assert mails_send(datetime(2026, 10, 1, 5, 0, tzinfo=UTC)) == 1


def test_the_daily_mail_comes_once_a_day_at_its_hour(say: Any, do: Any) -> None:
    do("product_manager", "talk.watch", kind="problem", ref="P-1")
    say("engineer", "One")
    say("engineer", "Two")
    early, hour = datetime(2026, 10, 1, 5, 50, tzinfo=UTC), datetime(2026, 10, 1, 6, 0, tzinfo=UTC)
    assert (mails_send(SOON), digests_send(early), digests_send(hour)) == (0, 0, 1)
    assert mail.outbox[0].subject == "2 notifications today in Lumen"
    Notification.objects.update(mailed_at=None)
    assert digests_send(hour + timedelta(hours=2)) == 0
    assert digests_send(hour + timedelta(days=1)) == 1


def test_without_a_mail_server_nothing_is_sent_and_nothing_piles_up(
    say: Any, settings: Any, get: Any
) -> None:
    settings.EMAIL_BACKEND = TERMINAL
    say("engineer", "@Pia Manager")
    assert mails_send(SOON) == 0
    assert get("product_manager", "talk.preferences_show").mail_is_set_up is False
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert mails_send(NOW + timedelta(hours=49)) == 0
    assert mails_send(SOON) == 1


def test_a_server_that_is_away_is_tried_again_and_no_address_is_logged(
    say: Any, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Away"
    say("engineer", "@Pia Manager")
    assert mails_send(SOON) == 0
    assert Notification.objects.get().mailed_at is None
    assert caplog.messages == ["Mails of notifications wait: SMTPServerDisconnected"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert mails_send(SOON) == 1


def test_an_address_that_is_refused_is_given_up(say: Any, settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Unwelcome"
    say("engineer", "@Pia Manager")
    assert mails_send(SOON) == 0
    assert Notification.objects.get().mailed_at == SOON


def test_who_left_gets_no_mail(world: World, say: Any) -> None:
    say("engineer", "@Pia Manager")
    world.users["product_manager"].memberships.all().delete()
    assert (mails_send(SOON), mail.outbox) == (0, [])
