"""Heads are signed once a day, kept outside the database as well, and never vouch for a broken log."""

import json
import stat
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from headway.core.activity import append_installation
from headway.core.audit import key
from headway.core.audit.files import heads_file, keep, line_of, lines_kept
from headway.core.audit.heads import Broken, sign_all, sign_daily
from headway.core.audit.models import SignedHead
from headway.core.audit.queries import HeadList
from headway.core.audit.tests.tampering import unprotected
from headway.core.audit.verifying import verify
from headway.core.errors import Invalid
from headway.core.models import Activity
from headway.core.perform import ask, perform
from tests.world import NOW, World

pytestmark = pytest.mark.django_db


def note(world: World, text: str = "Met the board") -> None:
    perform("core.note_add", {"text": text}, world.context())


def test_each_log_with_rows_gets_a_head_that_follows_the_one_before(world: World) -> None:
    note(world)
    append_installation(NOW, "web", "identity.sign_in", "Signed in")
    assert [(one.name, one.words) for one in sign_all(NOW)] == [
        ("the installation", "is signed to row 1 by head 1"),
        ("elsewhere", "has no rows to sign"),
        ("lumen", "is signed to row 1 by head 1"),
    ]
    note(world)
    [_, _, lumen] = sign_all(NOW + timedelta(days=1))
    first = SignedHead.objects.get(workspace=world.workspace, number=1)
    assert lumen.head and (lumen.head.number, lumen.head.sequence, lumen.head.previous) == (
        2,
        2,
        first.own_hash,
    )
    assert key.signed(lumen.head.statement, lumen.head.signature, key.public_key())
    assert (verify(world.workspace).heads, verify(world.workspace).signed_to) == (2, 2)


def test_a_log_is_signed_again_on_a_day_only_when_it_grew(world: World) -> None:
    note(world)
    for _ in range(2):
        sign_all(NOW)
    assert SignedHead.objects.count() == 1
    note(world)
    sign_all(NOW)
    sign_all(NOW + timedelta(days=1))
    assert list(SignedHead.objects.order_by("number").values_list("number", "sequence")) == [
        (1, 1),
        (2, 2),
        (3, 2),
    ]


def test_the_daily_job_signs_each_log_once_a_day(world: World) -> None:
    note(world)
    assert [sign_daily(), sign_daily()] == [1, 0]
    note(world)
    assert sign_daily() == 0


def test_a_broken_log_is_not_signed_and_the_job_says_so(world: World) -> None:
    note(world)
    append_installation(NOW, "web", "identity.sign_in", "Signed in")
    told = "The log of lumen is broken at row 1: its content was changed."
    with unprotected():
        Activity.objects.filter(workspace=world.workspace).update(channel="cli")
        for _ in range(2):
            with pytest.raises(Broken) as broken:
                sign_daily()
            assert broken.value.detail == told
        assert list(SignedHead.objects.values_list("workspace", flat=True)) == [None]
        [warning] = Activity.objects.filter(workspace=None, action="core.audit_sign")
        assert (warning.summary, warning.outcome, warning.channel) == (told, "refused", "job")


def test_heads_are_also_outside_the_database_each_once(world: World) -> None:
    note(world)
    sign_all(NOW)
    note(world)
    sign_all(NOW + timedelta(days=1))
    heads = list(SignedHead.objects.order_by("number"))
    assert lines_kept() == [line_of(head) for head in heads]
    assert json.loads(json.loads(lines_kept()[1])["statement"])["sequence"] == 2
    with heads_file().open("a") as file:
        file.write('{"signature":"cut off by a cra')
    keep(heads)
    assert lines_kept()[2:] == ['{"signature":"cut off by a cra']
    note(world)
    sign_all(NOW + timedelta(days=2))
    assert len(lines_kept()) == 4 and verify(world.workspace).whole


def test_a_copy_kept_elsewhere_shows_what_was_taken_out_everywhere_here(world: World) -> None:
    note(world)
    sign_all(NOW)
    copies = lines_kept()
    heads_file().unlink()
    made_up = copies[0].replace('\\"sequence\\":1', '\\"sequence\\":9')
    with unprotected():
        SignedHead.objects.all().delete()
        assert verify(world.workspace).whole
        assert verify(world.workspace, [made_up, "[]", "x"]).whole
        verdict = verify(world.workspace, copies)
        assert (verdict.broken_at, verdict.reason) == (
            1,
            "signed head 1 of 2026-09-30 was kept outside the database and is missing in it",
        )


def test_the_key_is_made_once_and_only_its_owner_may_read_it(world: World, audit_dir: Path) -> None:
    public = key.public_key()
    path = audit_dir / "signing.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and stat.S_IMODE(audit_dir.stat().st_mode) == 0o700
    key._loaded.cache_clear()
    assert key.public_key() == public
    assert sorted(file.name for file in audit_dir.iterdir()) == [f"{key.key_id(public)}.pub", "signing.key"]
    key._make(path)
    assert sorted(file.name for file in audit_dir.iterdir()) == [f"{key.key_id(public)}.pub", "signing.key"]
    key._loaded.cache_clear()
    assert key.public_key() == public


def test_what_was_signed_before_a_change_of_keys_still_counts(world: World, settings: Any) -> None:
    note(world)
    sign_all(NOW)
    before = key.public_key()
    settings.AUDIT_KEY = "1f" * 32
    note(world)
    sign_all(NOW + timedelta(days=1))
    assert key.public_key() != before
    assert (verify(world.workspace).whole, verify(world.workspace).heads) == (True, 2)


@pytest.mark.parametrize("wrong", ["x", "1f" * 31, "zz" * 32])
def test_a_key_that_is_none_is_refused(settings: Any, wrong: str) -> None:
    settings.AUDIT_KEY = wrong
    with pytest.raises(Invalid, match="The signing key is not 64 hexadecimal digits"):
        key.public_key()


def test_a_published_example_is_signed_as_published(settings: Any) -> None:
    """RFC 8032, section 7.1, test 1: the empty message."""
    settings.AUDIT_KEY = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
    assert key.public_key() == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert key.sign("") == (
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe2"
        "4655141438e7a100b"
    )


def test_heads_can_be_listed_with_the_key_to_check_them(world: World) -> None:
    for day in range(3):
        note(world)
        sign_all(NOW + timedelta(days=day))
    first = ask("core.audit_head_list", {"limit": 2}, world.context("viewer"))
    assert isinstance(first, HeadList)
    assert [one.number for one in first.rows] == [3, 2]
    assert (first.public_key, first.key) == (key.public_key(), key.key_id(key.public_key()))
    assert key.signed(first.rows[0].statement, first.rows[0].signature, first.public_key)
    rest = ask("core.audit_head_list", {"after": "2"}, world.context("viewer"))
    assert isinstance(rest, HeadList) and [one.number for one in rest.rows] == [1]
    elsewhere = ask("core.audit_head_list", {}, world.context_elsewhere())
    assert isinstance(elsewhere, HeadList) and elsewhere.rows == []
