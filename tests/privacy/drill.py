"""One step of the drill in a process and a home folder of its own, as an operator would do it; prints JSON."""

import json
import sys
from pathlib import Path
from typing import Any


def planted(folder: Path) -> dict[str, Any]:
    """A new installation with the person in every place, and a backup of it."""
    from django.core.management import call_command

    from headway.core.backup.making import backup_make
    from tests.privacy import canary
    from tests.world import NOW, build

    call_command("migrate", verbosity=0)
    canary.plant(build())
    backup_make(folder / "before.zip", NOW)
    return scanned(folder)


def erased(folder: Path) -> dict[str, Any]:
    """The person erased by the command line's own way, and a backup made after it."""
    from headway.core.backup.making import backup_make
    from tests.privacy import canary
    from tests.world import NOW, World

    done = canary.erase(_world())
    backup_make(folder / "after.zip", NOW)
    assert isinstance(_world(), World)
    return scanned(folder) | {"state": done.state, "places": len(done.counts)}


def scanned(folder: Path) -> dict[str, Any]:
    """Every trace in tables, in the bytes of every file of the home folder, and in decoded segments."""
    from django.conf import settings

    from headway.core.audit.verifying import verify
    from headway.core.models import Workspace
    from tests.privacy import canary

    return {
        "tables": canary.traces_in_tables(),
        "files": sorted(canary.traces_in_files(settings.HOME)),
        "whole": [verify(one).words for one in Workspace.objects.order_by("slug")],
    }


def _world() -> Any:
    from headway.core.models import User, Workspace
    from tests.world import World

    users = {one.email.partition("@")[0]: one for one in User.objects.filter(email__endswith="@lumen.test")}
    lumen, elsewhere = (Workspace.objects.get(slug=slug) for slug in ("lumen", "elsewhere"))
    return World(lumen, users, elsewhere, User.objects.get(email="owner@elsewhere.test"))


def main() -> None:
    import django

    django.setup()
    step = {"planted": planted, "erased": erased, "scanned": scanned}[sys.argv[1]]
    print(json.dumps(step(Path(sys.argv[2])), default=str))


if __name__ == "__main__":
    main()
