"""What a person at a terminal meets: first start, set up, refusals, verification, failures."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from django.db import connection
from django.utils import timezone
from typer.testing import CliRunner

from headway.core.access import enter_by_token
from headway.core.errors import SignInNeeded
from headway.core.models import Activity, Membership, User, Workspace
from headway.core.roles import Role
from headway.interfaces.cli.app import app
from headway.interfaces.tests.doors import Doors
from headway.interfaces.tests.examples import NOTES, done
from tests.world import World

DOCUMENTATION = Path(__file__).parents[3] / "docs/cli.md"
OWNER = ["-w", "lumen", "--as", "owner@lumen.test"]


def run(*arguments: str, text: str = "") -> Result:
    return CliRunner().invoke(app, [*arguments], input=text)  # type: ignore[return-value]


def own_process(home: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "headway", *arguments],
        env=dict(os.environ) | {"HEADWAY_HOME": str(home), "DATABASE_URL": ""} | environment,
        text=True,
        capture_output=True,
        check=False,
    )


@pytest.mark.slow
def test_a_question_right_after_installation(tmp_path: Path) -> None:
    asked = own_process(tmp_path, "ask", "core.workspace_list")
    assert asked.returncode == 0 and json.loads(asked.stdout)["current"] == "main", asked.stderr
    assert asked.stderr == ""


@pytest.mark.slow
def test_a_failure_is_one_sentence(tmp_path: Path) -> None:
    nowhere = "postgresql://nobody@127.0.0.1:1/none"
    failed = own_process(tmp_path, "ask", "core.workspace_list", DATABASE_URL=nowhere)
    assert (failed.returncode, failed.stdout) == (2, "")
    assert failed.stderr.startswith("Headway failed (OperationalError): ") and failed.stderr.count("\n") == 1
    shown = own_process(tmp_path, "ask", "core.workspace_list", DATABASE_URL=nowhere, HEADWAY_DEBUG="1")
    assert "Traceback" in shown.stderr


@pytest.mark.slow
def test_a_refusal_of_a_command_for_people_is_a_sentence(tmp_path: Path) -> None:
    refused = own_process(tmp_path, "audit", "verify", "-w", "nowhere")
    sentence = "No workspace 'nowhere' that you are a member of.\n"
    assert (refused.returncode, refused.stdout, refused.stderr) == (1, "", sentence)


def test_first_start_makes_owner_and_workspace_once(db: None) -> None:
    for _ in range(2):
        asked = run("ask", "core.workspace_list")
        assert asked.exit_code == 0, asked.output
    assert list(Membership.objects.values_list("workspace__slug", "user__email", "role")) == [
        ("main", "owner@headway.local", "owner")
    ]
    assert Activity.objects.get().action == "core.workspace_create"


def test_setup_tells_the_password_once(db: None) -> None:
    first, again = run("setup"), run("setup")
    [line] = [line for line in first.stderr.splitlines() if line.startswith("Password (shown this once): ")]
    owner = User.objects.get()
    assert owner.check_password(line.split(": ")[1])
    assert "sign in as owner@headway.local" in again.stderr and "Password" not in again.stderr
    assert Workspace.objects.count() == 1


def test_setup_takes_a_password_and_refuses_a_weak_one(db: None) -> None:
    weak = run("setup", "--password", "password")
    assert weak.exit_code == 1 and "too short" in str(weak.exception)
    assert run("setup", "--email", "ann@lumen.test", "--password", "rather-long-words").exit_code == 0
    assert User.objects.get(email="ann@lumen.test").check_password("rather-long-words")


def test_setup_stays_with_the_only_workspace(db: None) -> None:
    assert "Workspace fernhill;" in run("setup", "-w", "fernhill").stderr
    assert "Workspace fernhill;" in run("setup").stderr
    assert run("setup", "-w", "second").exit_code == 0
    assert "Workspace main;" in run("setup").stderr


def test_question_from_a_file_and_from_standard_input(world: World, tmp_path: Path) -> None:
    file = tmp_path / "question.json"
    file.write_text('{"limit": 1}')
    straight = run("ask", "core.activity_list", "--json", '{"limit": 1}', *OWNER)
    assert straight.exit_code == 0 and straight.stdout.endswith("}\n")
    assert run("ask", "core.activity_list", "--json", f"@{file}", *OWNER).stdout == straight.stdout
    assert (
        run("ask", "core.activity_list", "--json", "@-", *OWNER, text='{"limit": 1}').stdout
        == straight.stdout
    )


@pytest.mark.parametrize(
    ("question", "status"), [("@nowhere.json", 400), ("{", 400), ("[]", 400), ('{"text": ""}', 422)]
)
def test_a_bad_question_is_a_problem_on_stdout(world: World, question: str, status: int) -> None:
    refused = run("do", "core.note_add", "--json", question, *OWNER)
    assert refused.exit_code == 1 and json.loads(refused.stdout)["status"] == status
    assert refused.stdout.count("\n") == 1 and not Activity.objects.exists()


def test_the_same_key_does_it_once(world: World) -> None:
    note = ["do", "core.note_add", "--json", '{"text": "Once"}', "--key", "k", *OWNER]
    assert run(*note).stdout == run(*note).stdout
    assert Activity.objects.count() == 1


def test_unknown_actor_and_workspace(world: World) -> None:
    for who in (["--as", "nobody@lumen.test"], ["-w", "nowhere", "--as", "owner@lumen.test"]):
        refused = run("ask", "core.member_list", *who)
        assert refused.exit_code == 1 and json.loads(refused.stdout)["status"] == 404


def test_verify_names_the_first_broken_row(world: World) -> None:
    for text in ("one", "two", "three"):
        done(world, "core.note_add", text=text)
    whole = run("audit", "verify", *OWNER)
    assert whole.exit_code == 0 and "is whole: 3 rows" in whole.stdout
    _unprotect()
    Activity.objects.filter(sequence=2).update(summary="Something else")
    broken = run("audit", "verify", *OWNER)
    assert (broken.exit_code, broken.stdout) == (
        1,
        "The log of lumen is broken at row 2: its words were changed.\n",
    )
    assert json.loads(run("audit", "verify", "--json", *OWNER).stdout)["broken_at"] == 2


def _unprotect() -> None:
    """Do what somebody with the database's password could do."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE core_activity DISABLE TRIGGER activity_append_only")
        else:
            cursor.execute("DROP TRIGGER activity_no_update")


def test_a_token_of_a_service_account_has_its_role(doors: Doors) -> None:
    made = run("token", "Nightly report", "--role", "viewer", *OWNER)
    secret = made.stdout.strip()
    assert made.exit_code == 0 and secret.startswith("hw_")
    row = Activity.objects.get()
    assert (row.action, row.channel) == ("core.service_token_create", "cli")
    assert secret not in json.dumps(row.changes) + row.summary
    member = Membership.objects.get(user__email="nightly-report@service.lumen.local")
    assert member.role == Role.VIEWER and not member.user.has_usable_password()


@pytest.mark.parametrize("role", [[], ["--role", "viewer"]])
def test_a_token_is_kept_to_its_scopes(world: World, role: list[str]) -> None:
    made = run("token", "reader", *role, "--scope", "read", "--scope", "core.note_add", *OWNER)
    assert enter_by_token(made.stdout.strip(), "api", timezone.now()).scopes == ("core.note_add", "read")
    wrong = run("token", "reader", *role, "--scope", "nothing", *OWNER)
    assert wrong.exit_code == 1 and "nothing is named 'nothing'" in str(wrong.exception)


def test_own_token_works_at_the_api(doors: Doors) -> None:
    from headway.core.access import enter_by_token
    from tests.world import NOW

    secret = run("token", "Laptop", *OWNER).stdout.strip()
    assert enter_by_token(secret, "api", NOW).role == Role.OWNER


def test_import_and_undo(world: World, tmp_path: Path) -> None:
    file = tmp_path / "feedback.csv"
    file.write_text(NOTES + ",no id,2026-09-01\n")
    report: dict[str, Any] = json.loads(
        run("import", str(file), "--kind", "feedback", "--json", *OWNER).stdout
    )
    assert (report["run"]["created"], report["run"]["refused"]) == (1, 1)
    again = run("import", str(file), "--kind", "feedback", "--dry-run", *OWNER).stdout
    assert "2 rows read, 0 new, 0 changed, 1 the same, 1 refused" in again
    undone = json.loads(run("import-undo", report["run"]["id"], *OWNER).stdout)
    assert undone["removed"] == 1


def test_lists_name_every_entry(world: World) -> None:
    from headway.core.registry import entries

    for kind, command in (("action", "actions"), ("query", "queries")):
        listed = json.loads(run(command, "--json").stdout)
        assert [row["name"] for row in listed] == [entry.name for entry in entries(kind)]  # type: ignore[arg-type]
        table = run(command).stdout
        assert all(row["name"] in table for row in listed)


def test_plan_of_a_folder_that_is_not_there(world: World) -> None:
    refused = run("plan", "nowhere", "--quarter", "2026-Q4", "--json")
    assert refused.exit_code == 1 and json.loads(refused.stdout)["detail"] == "There is no folder nowhere."


def test_the_documentation_has_every_command_and_no_other() -> None:
    from typer.main import get_command

    documented = set(re.findall(r"^\| `headway ([a-z-]+)", DOCUMENTATION.read_text("utf-8"), re.MULTILINE))
    assert documented == set(get_command(app).commands)  # type: ignore[attr-defined]


def test_a_directory_key_is_made_listed_and_revoked(world: World) -> None:
    from headway.apps.identity.directory_tokens import directory_by_token

    made = run("directory", "key", "okta", "--days", "30")
    secret = made.stdout.strip()
    assert made.exit_code == 0 and secret.startswith("hwd_") and "it is shown this once" in made.stderr
    assert directory_by_token(secret, timezone.now()).actor.email == "directory@service.headway.local"
    assert re.fullmatch(
        r"okta: made \S+, last used \S+ \S+, good until \S+\n", run("directory", "keys").stdout
    )
    assert "Revoked 1 directory key named 'okta'." in run("directory", "revoke", "okta").stderr
    with pytest.raises(SignInNeeded):
        directory_by_token(secret, timezone.now())
    again = run("directory", "revoke", "okta")
    assert again.exit_code == 1 and "No directory key named 'okta' is in use" in str(again.exception)
