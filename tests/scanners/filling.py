"""Fill the database of the environment for a scan; prints the owner's token and session as JSON."""

import contextlib
import json

import django


def main() -> None:
    """Do the example of every action once, as the owner; one that another example got in the way of is left out."""
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import transaction

    from headway.core.perform import perform
    from headway.interfaces.tests.examples import EXAMPLES
    from tests import world

    call_command("createcachetable", verbosity=0)
    made = world.build()
    done = 0
    for name, example in EXAMPLES.items():
        # Each was written for a world of its own, so some make rows that are there by now.
        with contextlib.suppress(Exception), transaction.atomic():
            perform(name, example(made), made.context("owner"))
            done += 1
    assert done > len(EXAMPLES) / 2, f"only {done} of {len(EXAMPLES)} examples could be done"
    cookie = made.client("owner").cookies[settings.SESSION_COOKIE_NAME]
    print(json.dumps({"token": made.token("owner"), "session": cookie.value, "done": done}))


if __name__ == "__main__":
    main()
