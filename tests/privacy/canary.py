"""A person who is planted through every door, and what it takes to find a trace of them."""

import json
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django_q.models import Task

from headway.apps.privacy.decoding import words_in
from headway.core.classes import classified
from headway.core.jobs import run
from headway.core.models import IdempotencyKey, JobRun, User
from headway.core.perform import ask, perform
from tests.world import NOW, World

EMAIL, NAME, USER_ID = "quilla.zanderfink@canary.example", "Quilla Zanderfink", "usr-qz77123"
TRACES = ("zanderfink", "qz77123")
GIVEN = {"emails": [EMAIL], "names": [NAME], "user_ids": [USER_ID]}
PEOPLE = f"person_id,email,account_id\n{USER_ID},{EMAIL},\nother-1,other@canary.example,\n"
CHANGED = f"person_id,email,account_id\n{USER_ID},{EMAIL},ACC-Q\n"
ACCOUNTS = "id,name,arr_usd\nACC-Q,Household of Quilla Zanderfink,10\n"
FEEDBACK = (
    "id,text,created_at,person_email,agent\n"
    f'FB-Q1,"{NAME} here: the export fails, mail {EMAIL.upper()}",2026-09-01,{EMAIL},{NAME}\n'
    "FB-Q2,Somebody else says it is slow,2026-09-02,other@canary.example,\n"
)
EVENTS = (
    "person_id,event,ts,account_id,note\n"
    f"{USER_ID},signed_in,2026-09-01T10:00:00Z,ACC-Q,\n"
    f"other-1,invited,2026-09-01T11:00:00Z,ACC-Z,asked {NAME} to join\n"
    "other-1,signed_in,2026-09-02T11:00:00Z,ACC-Z,\n"
)


def plant(world: World) -> User:
    """Bring the person in through every door; gives their account."""

    def do(action: str, /, **question: Any) -> Any:
        return perform(action, question, world.context("owner"), key=f"{action} {NAME} {hash(str(question))}")

    do("core.member_set", email=EMAIL, role="contributor", name=NAME)
    user = User.objects.get(email=EMAIL)
    for kind, content in (
        ("accounts", ACCOUNTS), ("people", PEOPLE), ("people", CHANGED), ("feedback", FEEDBACK)
    ):  # fmt: skip
        do("core.file_import", kind=kind, file_name=f"{kind} of {NAME}.csv", content=content, source="crm")
    do("core.file_import", kind="feedback", file_name="bad.csv", content=f"id,text,created_at\nX,y,{NAME}\n")
    do("analytics.event_import", file_name="events.csv", content=EVENTS)
    said = do("discovery.feedback_add", text=f"I am {NAME}, and {USER_ID} is my id. Fix it!", ref="FB-Q3")
    do("discovery.insight_add", feedback=said.ref, start=24, end=48, kind="pain")
    do("discovery.note_import", notes=[{"name": f"{NAME}.txt", "content": f"Participant: Ask {EMAIL}."}])
    do("core.note_add", text=f"Spoke with Zanderfink, Quilla (q̈uilla ZÀNDERFINK) about {USER_ID}")
    do(
        "prioritisation.initiative_save",
        ref="INI-Q",
        title=f"What {NAME} wants",
        effort={"Core": {"p50": 1, "p90": 2}},
    )
    do("roadmap.capacity_save", team="Core", quarter="2026-Q4", gross_person_weeks=20)
    for part, value in (("reach", 200), ("impact", 2), ("confidence", 0.8)):
        do(
            "prioritisation.input_override",
            ref="INI-Q",
            input=part,
            reason=f"{NAME} said so",
            p10=value,
            p50=value,
            p90=value,
        )
    prd = do("requirements.prd_draft", initiative="INI-Q")
    do(
        "requirements.section_edit",
        ref=prd.ref,
        section="goals",
        version=1,
        markdown=f"Asked by {NAME} <{EMAIL}>.",
    )
    do("strategy.objective_save", ref="O-Q", title=f"Keep {NAME}")
    do("core.workspace_edit", goal=f"Make {NAME} happy")
    _behind_the_doors(world, user)
    return user


def _behind_the_doors(world: World, user: User) -> None:
    """What the person and the machinery leave: a session, a key, jobs that failed, tasks, files."""
    Client().force_login(user)
    world_session = SessionStore()
    world_session["said"] = f"Made {EMAIL} a contributor"
    world_session.save()
    member = user.memberships.get()
    member.tokens.create(name=f"Laptop of {NAME}", hash="0" * 64)
    JobRun.objects.create(
        workspace=world.workspace, actor=world.users["owner"], name="core.note_add",
        question={"text": f"Call {NAME}"}, status="dead", error=f"Refused: {EMAIL} is unknown",
    )  # fmt: skip
    Task.objects.create(
        id="t" * 32, name="t", func="f", args=(EMAIL,), started=NOW, stopped=NOW, success=False
    )
    cache.set(f"attempts:{EMAIL}", {"said": f"{NAME} tried"}, 3600)
    folder = Path(settings.FILES_DIR) / str(world.workspace.pk) / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "left.upload").write_text(PEOPLE)
    assert IdempotencyKey.objects.exists()


def erase(world: World, **given: Any) -> Any:
    """Ask for the erasure and let the worker do it."""
    asked = perform(
        "privacy.person_erase",
        (given or GIVEN) | {"why": "Asked by mail", "confirm": EMAIL},
        world.context("owner"),
    )
    assert run(asked.job) == "done", JobRun.objects.get(pk=asked.job).error
    return next(
        one for one in ask("privacy.request_list", {}, world.context("owner")).rows if one.ref == asked.ref
    )


def traces(text: str) -> list[str]:
    """The traces of the person in a text, with what stands around each."""
    low = text.lower()
    return [low[max(0, at - 60) : at + 40] for trace in TRACES for at in _places(low, trace)]


def _places(text: str, part: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def traces_in_tables() -> dict[str, list[str]]:
    """Every field of every row of every table as text, unpacked where it is packed."""
    found: dict[str, list[str]] = {}
    for one in classified():
        for row in one.model._base_manager.all():
            for part in one.model._meta.concrete_fields:
                value = words_in(one.label, part.name, getattr(row, part.attname))
                if hits := traces(json.dumps(value, ensure_ascii=False, default=str)):
                    found.setdefault(f"{one.label}.{part.name}", []).extend(hits)
    return found | _traces_in_other_tables()


def _traces_in_other_tables() -> dict[str, list[str]]:
    """Tables without a model, such as that of the cache, whose values are packed."""
    known = {one.model._meta.db_table for one in classified()}
    found = {}
    for table in set(connection.introspection.table_names()) - known:
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = cursor.fetchall()
        texts = [str(row) + "".join(map(_unpacked, row)) for row in rows]
        if hits := [hit for text in texts for hit in traces(text)]:
            found[table] = hits
    return found


def _unpacked(value: object) -> str:
    try:
        return b64decode(str(value), validate=True).decode(errors="ignore")
    except ValueError:
        return ""


def traces_in_files(folder: Path) -> dict[str, list[str]]:
    """The bytes of every file, and event segments decoded."""
    import duckdb

    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            text = path.read_bytes().decode("utf-8", errors="ignore")
            if path.suffix == ".parquet":
                text += str(duckdb.connect().execute(f"SELECT * FROM '{path}'").fetchall())
            if hits := traces(path.name + text):
                found[str(path.relative_to(folder))] = hits
    return found
