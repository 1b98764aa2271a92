"""Keys of an identity provider's directory (SCIM), which keeps the people of the whole installation."""

from typing import Annotated

import typer
from django.utils import timezone

from headway.apps.identity.directory_tokens import (
    directory_token_make,
    directory_token_revoke,
    directory_tokens,
)
from headway.core import bootstrap
from headway.interfaces.cli.options import Actor
from headway.interfaces.cli.output import note, put

app = typer.Typer()
directory = typer.Typer(help="Keys of an identity provider's directory (SCIM).", no_args_is_help=True)
app.add_typer(directory, name="directory")


@directory.command()
def key(
    name: Annotated[str, typer.Argument(help="Whose directory it is.")],
    days: Annotated[int, typer.Option(min=1, max=3650, help="How long it is valid.")] = 365,
    actor: Actor = None,
) -> None:
    """Make a key for a directory and show it once."""
    now = timezone.now()
    bootstrap.ready(now)
    secret = directory_token_make(bootstrap.actor_named(actor), name, days, now)
    note(f"Directory key {name!r}, valid {days} days; it is shown this once:")
    put(secret)


@directory.command()
def keys() -> None:
    """List the keys: name, made, last used, good until."""
    for one in directory_tokens():
        used = f"last used {one.last_used_at:%Y-%m-%d %H:%M}" if one.last_used_at else "never used"
        until = (
            f"revoked {one.revoked_at:%Y-%m-%d}"
            if one.revoked_at
            else f"good until {one.expires_at:%Y-%m-%d}"
        )
        put(f"{one.name}: made {one.created_at:%Y-%m-%d}, {used}, {until}")


@directory.command()
def revoke(name: Annotated[str, typer.Argument(help="Name of the key.")], actor: Actor = None) -> None:
    """Make the keys with a name useless from now on."""
    count = directory_token_revoke(bootstrap.actor_named(actor), name, timezone.now())
    note(f"Revoked {count} directory key{'s' if count > 1 else ''} named {name!r}.")
