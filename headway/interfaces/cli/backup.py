"""Backups, and what is kept about a person."""

from pathlib import Path
from typing import Annotated

import typer
from django.utils import timezone
from rich.table import Table

from headway.apps.privacy.answers import PersonPreview, RequestAsked
from headway.core.backup.making import backup_make
from headway.core.backup.restoring import backup_restore
from headway.core.context import Context
from headway.core.jobs import run
from headway.core.models import JobRun
from headway.core.perform import ask, perform
from headway.interfaces.cli.options import Actor, AsJson, Workspace, context_of
from headway.interfaces.cli.output import note, put, put_answer
from headway.interfaces.cli.tables import wide_console

app = typer.Typer()
person = typer.Typer(help="What is kept about a person: find, export, erase.", no_args_is_help=True)
app.add_typer(person, name="person")

Emails = Annotated[list[str] | None, typer.Option("--email", help="An e-mail address of the person.")]
Names = Annotated[list[str] | None, typer.Option("--name", help="A full name of the person.")]
UserIds = Annotated[
    list[str] | None, typer.Option("--user-id", help="An id of the person in events or a CRM.")
]
Why = Annotated[str, typer.Option(help="Who asked for it, and on what day.")]


@app.command()
def backup(
    path: Annotated[Path, typer.Argument(help="The file to write; it must not be there yet.")],
    *,
    with_keys: Annotated[
        bool, typer.Option(help="Put the secret key and the signing key in; guard the file like them.")
    ] = False,
) -> None:
    """Write everything into one file, as of one moment, while people go on working."""
    manifest = backup_make(path, timezone.now(), with_keys)
    put(
        f"{path}: {sum(manifest.rows.values())} rows of {len(manifest.rows)} tables and "
        f"{sum(name.startswith('files/') for name in manifest.members)} files."
    )
    if not with_keys:
        note("The secret key and the signing key are not in it; --with-keys puts them in.")


@app.command()
def restore(
    path: Annotated[Path, typer.Argument(help="A file that headway backup wrote.")],
    *,
    erasures: Annotated[
        list[Path] | None,
        typer.Option(help="A list of erasures (erasures.jsonl) or a later backup, to be heeded as well."),
    ] = None,
) -> None:
    """Bring a backup back into an empty installation, and forget again whoever was erased since."""
    done = backup_restore(path, timezone.now(), tuple(erasures or ()))
    put(
        f"Restored the backup of {done.made_at[:16]}: {sum(done.rows.values())} rows of {len(done.rows)} tables "
        f"and {done.files} files."
    )
    for sentence in done.told:
        put(sentence)


@person.command("preview")
def preview(
    *,
    emails: Emails = None,
    names: Names = None,
    user_ids: UserIds = None,
    workspace: Workspace = None,
    actor: Actor = None,
    as_json: AsJson = False,
) -> None:
    """Show where a person occurs, before anything is done."""
    found = ask("privacy.person_preview", _person(emails, names, user_ids), context_of(workspace, actor))
    if as_json:
        put_answer(found)
    elif isinstance(found, PersonPreview):
        _show(found)


@person.command("export")
def export(
    file: Annotated[Path, typer.Argument(help="The JSON file to write.")],
    *,
    why: Why,
    emails: Emails = None,
    names: Names = None,
    user_ids: UserIds = None,
    workspace: Workspace = None,
    actor: Actor = None,
) -> None:
    """Write everything that is kept about a person into a file."""
    context = context_of(workspace, actor)
    asked = perform("privacy.person_export", _person(emails, names, user_ids) | {"why": why}, context)
    assert isinstance(asked, RequestAsked)
    _carry_out(asked)
    document = ask("privacy.person_document", {"ref": asked.ref}, context)
    file.write_text(document.model_dump_json(indent=1), "utf-8")
    file.chmod(0o600)
    put(f"{asked.ref}: {file}")


@person.command("erase")
def erase(
    *,
    why: Why,
    confirm: Annotated[str, typer.Option(help="The first identifier once more.")],
    emails: Emails = None,
    names: Names = None,
    user_ids: UserIds = None,
    workspace: Workspace = None,
    actor: Actor = None,
) -> None:
    """Erase a person for good; look at `headway person preview` first."""
    context = context_of(workspace, actor)
    question = _person(emails, names, user_ids) | {"why": why, "confirm": confirm}
    asked = perform("privacy.person_erase", question, context)
    assert isinstance(asked, RequestAsked)
    _carry_out(asked)
    _tell(context, asked)


def _person(
    emails: list[str] | None, names: list[str] | None, user_ids: list[str] | None
) -> dict[str, object]:
    return {"emails": emails or [], "names": names or [], "user_ids": user_ids or []}


def _carry_out(asked: RequestAsked) -> None:
    """Do the job here and now; the worker finds it done."""
    if run(asked.job) != JobRun.Status.DONE:
        note(JobRun.objects.get(pk=asked.job).error)
        raise typer.Exit(1)


def _tell(context: Context, asked: RequestAsked) -> None:
    for one in ask("privacy.request_list", {"limit": 500}, context).model_dump()["rows"]:
        if one["ref"] == asked.ref:
            put(f"{asked.ref}: {one['rows']} rows")
            for count in one["counts"]:
                put(f"  {count['rows']} {count['place']} {count['done']}")


def _show(found: PersonPreview) -> None:
    put(f"{found.rows} rows. Also known as: {', '.join(found.added) or 'nothing else'}.")
    table = Table("Where", "Rows", "Erasing", "For example", box=None, header_style="bold")
    for place in found.places:
        table.add_row(place.place, str(place.rows), place.will_be, ", ".join(place.examples))
    wide_console().print(table)
    for other in found.namesakes:
        put(f"Of the same name, and left alone: {other}")
    put(found.refusal or f"To erase: headway person erase --confirm {found.confirm!r}")
