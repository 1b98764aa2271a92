"""Having the database let go of the pages on which erased rows stood."""

from django.db import connection
from django.db.utils import DatabaseError


def space_freed() -> bool:
    """Write the database file anew without what was deleted; false where others kept it from being done now.

    SQLite overwrites what is deleted at once (secure_delete), so this only hastens what happens anyway.
    Inside a transaction nothing can be freed, and nothing is tried.
    """
    if connection.in_atomic_block:
        return False
    try:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except DatabaseError:
        return False
    return True
