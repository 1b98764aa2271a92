"""The activity log: whether it is whole, signing where it ends, and proof for others."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer
from django.utils import timezone

from headway.core import bootstrap
from headway.core.audit import heads
from headway.core.audit.anchors import chains_gone
from headway.core.audit.canonical import canonical
from headway.core.audit.check_export import Wrong, check, read
from headway.core.audit.files import heads_file, line_of
from headway.core.audit.key import key_id, public_key
from headway.core.audit.models import SignedHead
from headway.core.audit.verifying import Verdict, verify
from headway.core.models import Workspace as Place
from headway.core.perform import ask
from headway.interfaces.cli.options import Actor, AsJson, context_of
from headway.interfaces.cli.options import Workspace as OneWorkspace
from headway.interfaces.cli.output import note, put

app = typer.Typer()
audit = typer.Typer(help="The activity log, whose rows are chained by their hashes.", no_args_is_help=True)
app.add_typer(audit, name="audit")
DAY = ["%Y-%m-%d"]
GONE = "a signed head of it is kept, but the workspace is not there"
Workspace = Annotated[
    str | None, typer.Option("--workspace", "-w", help="Slug of one workspace; otherwise every log.")
]
Copy = Annotated[
    Path | None,
    typer.Option("--heads", help="Signed heads that were kept elsewhere, one line each.", exists=True),
]


@audit.command("verify")
def verify_logs(
    workspace: Workspace = None, actor: Actor = None, heads_kept: Copy = None, as_json: AsJson = False
) -> None:
    """Walk the activity logs and name the first row that was changed, removed, put in or moved."""
    copies = heads_kept.read_text("utf-8").splitlines() if heads_kept else []
    verdicts = {heads.name_of(one): verify(one, copies) for one in _logs(workspace, actor)}
    if not workspace:
        verdicts |= {chain: Verdict(0, "", 1, GONE) for chain in chains_gone(copies)}
    if as_json:
        put(canonical(_plain(*verdicts.values()) if workspace else _all_plain(verdicts)))
    else:
        for name, verdict in verdicts.items():
            put(f"The log of {name} {verdict.words}.")
    if not all(verdict.whole for verdict in verdicts.values()):
        raise typer.Exit(1)


def _logs(workspace: str | None, actor: str | None) -> list[Place | None]:
    if workspace:
        return [context_of(workspace, actor).workspace]
    bootstrap.ready(timezone.now())
    return list(heads.chains())


def _plain(verdict: Verdict) -> dict[str, object]:
    return {"whole": verdict.whole} | asdict(verdict)


def _all_plain(verdicts: dict[str, Verdict]) -> dict[str, object]:
    logs = [{"log": name} | _plain(verdict) for name, verdict in verdicts.items()]
    return {"whole": all(verdict.whole for verdict in verdicts.values()), "logs": logs}


@audit.command()
def sign(as_json: AsJson = False) -> None:
    """Sign now where each log ends; one that is not whole is named and left unsigned."""
    now = timezone.now()
    bootstrap.ready(now)
    done = heads.sign_all(now)
    if as_json:
        put(canonical({"signed": [line_of(one.head) for one in done if one.head]}))
    else:
        for one in done:
            put(f"The log of {one.name} {one.words}.")
        note(f"The heads are also in {heads_file()}; keep a copy elsewhere.")
    if not all(one.verdict.whole for one in done):
        raise typer.Exit(1)


@audit.command("heads")
def heads_out() -> None:
    """Print every signed head, one line of JSON each, to be kept elsewhere."""
    bootstrap.ready(timezone.now())
    for head in SignedHead.objects.order_by("signed_at", "id"):
        put(line_of(head))


@audit.command("key")
def key_out() -> None:
    """Print the public key with which anybody can check what is signed, and its short name."""
    put(public_key())
    note(f"Its short name is {key_id(public_key())}.")


@audit.command()
def export(
    *,
    since: Annotated[
        datetime, typer.Option("--from", formats=DAY, help="The first day, such as 2026-09-01.")
    ],
    until: Annotated[datetime, typer.Option("--to", formats=DAY, help="The last day, such as 2026-09-30.")],
    kind: Annotated[Literal["json", "csv"], typer.Option("--format")] = "json",
    out: Annotated[Path | None, typer.Option("--out", "-o", help="File to write; otherwise stdout.")] = None,
    workspace: OneWorkspace = None,
    actor: Actor = None,
) -> None:
    """Write the rows of some days with the proof that they are genuine and complete."""
    question = {"since": str(since.date()), "until": str(until.date()), "format": kind}
    made = ask("core.audit_export", question, context_of(workspace, actor)).model_dump()
    if out is None:
        put(made["text"].removesuffix("\n"))
        return
    out.write_bytes(made["text"].encode())
    note(f"{made['rows']} rows in {out}; SHA-256 {made['sha256']}.")


@audit.command("check")
def check_file(
    file: Annotated[Path, typer.Argument(help="An export, JSON or CSV.", exists=True, dir_okay=False)],
    public: Annotated[str, typer.Option("--key", help="The public key that must have signed it.")] = "",
) -> None:
    """Check an export, of this or any other installation, as headway/core/audit/check_export.py does."""
    try:
        put(check(read(file.read_bytes().decode("utf-8-sig")), public))
    except (Wrong, UnicodeDecodeError) as wrong:
        put(str(wrong) if isinstance(wrong, Wrong) else "The file is not UTF-8 text.")
        raise typer.Exit(1) from wrong
