"""The activity log from a terminal: verified, signed, kept elsewhere, given out, checked."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from headway.core.activity import append_installation
from headway.core.audit.key import key_id, public_key
from headway.core.audit.models import ChainEnd, SignedHead
from headway.core.audit.tests.tampering import unprotected
from headway.core.bootstrap import workspace_create
from headway.core.models import Activity, Workspace
from headway.core.perform import perform
from headway.interfaces.cli.app import app
from tests.world import NOW, World

pytestmark = pytest.mark.django_db
OWNER = ["-w", "lumen", "--as", "owner@lumen.test"]
DAYS = ["--from", "2026-09-30", "--to", "2026-09-30"]


@pytest.fixture(autouse=True)
def noted(world: World, settings: Any, tmp_path: Path) -> World:
    settings.AUDIT_DIR = tmp_path / "audit"
    for text in ("one", "two", "three"):
        perform("core.note_add", {"text": text}, world.context())
    append_installation(NOW, "web", "identity.sign_in", "Signed in")
    return world


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["audit", *arguments])  # type: ignore[return-value]


def head() -> str:
    return Activity.objects.get(sequence=3).hash


def test_every_log_is_verified_unless_one_is_named(noted: World) -> None:
    first = Activity.objects.get(workspace=None).hash[:16]
    assert run("verify").stdout == (
        f"The log of the installation is whole: 1 rows, not signed by day yet, head {first}.\n"
        f"The log of elsewhere is whole: 0 rows, head {'0' * 16}.\n"
        f"The log of lumen is whole: 3 rows, not signed by day yet, head {head()[:16]}.\n"
    )
    assert run("verify", *OWNER).stdout.startswith("The log of lumen is whole: 3 rows")
    assert json.loads(run("verify", "--json").stdout)["logs"][2] == {
        "log": "lumen",
        "whole": True,
        "rows": 3,
        "head": head(),
        "broken_at": None,
        "reason": "",
        "heads": 0,
        "signed_to": 0,
    }


def test_one_broken_log_is_named_and_the_status_is_1(noted: World) -> None:
    with unprotected():
        Activity.objects.filter(workspace=noted.workspace, sequence=2).update(channel="cli")
        broken = run("verify")
        assert broken.exit_code == 1
        assert (
            broken.stdout.splitlines()[2] == "The log of lumen is broken at row 2: its content was changed."
        )
        assert broken.stdout.splitlines()[0].startswith("The log of the installation is whole: 1 rows")
        found = json.loads(run("verify", "--json").stdout)
        assert (found["whole"], found["logs"][2]["broken_at"]) == (False, 2)
        signed = run("sign")
        assert signed.exit_code == 1
        assert signed.stdout.splitlines()[2] == (
            "The log of lumen is broken at row 2: its content was changed, so it was not signed."
        )


def test_heads_are_signed_printed_and_checked_from_a_copy(noted: World, tmp_path: Path) -> None:
    signed = run("sign")
    assert signed.stdout.splitlines() == [
        "The log of the installation is signed to row 1 by head 1.",
        "The log of elsewhere has no rows to sign.",
        "The log of lumen is signed to row 3 by head 1.",
    ]
    assert str(tmp_path / "audit/heads.jsonl") in signed.stderr
    assert run("sign").stdout.splitlines()[2] == "The log of lumen was signed to row 3 before."
    (copy := tmp_path / "copy.jsonl").write_text(run("heads").stdout)
    assert (
        copy.read_text() == (tmp_path / "audit/heads.jsonl").read_text() and copy.read_text().count("\n") == 2
    )
    assert run("verify", "--heads", str(copy)).exit_code == 0
    assert "signed to row 3" in run("verify", *OWNER).stdout


def test_a_workspace_that_is_gone_with_its_log_is_named(noted: World) -> None:
    gone = workspace_create(noted.users["owner"], "gone", "cli", NOW)
    run("sign")
    with unprotected():
        for model in (Activity, SignedHead, ChainEnd):
            model.objects.filter(workspace=gone).delete()
        Workspace.objects.filter(slug="gone").delete()
        told = run("verify")
    assert told.exit_code == 1 and told.stdout.splitlines()[-1] == (
        f"The log of {gone.pk} is broken at row 1: a signed head of it is kept, but the workspace is not there."
    )


def test_the_public_key_is_told(noted: World) -> None:
    told = run("key")
    assert (told.stdout, told.stderr) == (f"{public_key()}\n", f"Its short name is {key_id(public_key())}.\n")


@pytest.mark.parametrize("kind", ["json", "csv"])
def test_an_export_is_written_and_checked(noted: World, kind: str, tmp_path: Path) -> None:
    file = tmp_path / f"log.{kind}"
    made = run("export", *DAYS, "--format", kind, "-o", str(file), *OWNER)
    assert made.exit_code == 0 and f"3 rows in {file}; SHA-256 " in made.stderr
    assert run("export", *DAYS, "--format", kind, *OWNER).stdout.count("two") == file.read_text().count("two")
    checked = run("check", str(file), "--key", public_key())
    assert checked.exit_code == 0 and checked.stdout.startswith("Whole: rows 1 to 3 ")
    file.write_bytes(file.read_bytes().replace(b"two", b"2"))
    wrong = run("check", str(file))
    assert (wrong.exit_code, wrong.stdout) == (1, "The words of row 2 were changed.\n")
    file.write_bytes(b"\xff\xfe")
    assert (run("check", str(file)).stdout) == "The file is not UTF-8 text.\n"


def test_an_export_that_cannot_be_is_a_sentence(noted: World) -> None:
    nothing = run("export", "--from", "2020-01-01", "--to", "2020-01-02", *OWNER)
    assert nothing.exit_code == 1 and "Nothing happened from 2020-01-01" in str(nothing.exception)
    assert run("export", "--from", "yesterday", "--to", "2020-01-02", *OWNER).exit_code == 2
