"""The sample company with fifty thousand messages: what the benchmarks of pages stand on."""

import os
import subprocess
import sys
from pathlib import Path

MESSAGES = 50_000
WORKSPACE = "fernhill"


def filled(home: Path) -> int:
    """Make the sample company in a folder, or find it there, and give how many messages it has.

    Django is set up on that folder afterwards, in this process.
    """
    os.environ |= {"HEADWAY_HOME": str(home), "DJANGO_SETTINGS_MODULE": "headway.settings"}
    os.environ.pop("DATABASE_URL", None)
    quiet = subprocess.DEVNULL
    subprocess.run([sys.executable, "-m", "headway", "demo"], check=True, stdout=quiet, stderr=quiet)
    import django

    django.setup()
    return _messages_multiply()


def _messages_multiply() -> int:
    """Store the sample's messages again and again under new refs, until there are enough."""
    from headway.apps.discovery.models import Feedback
    from headway.core.ids import new_id

    own = Feedback.objects.filter(workspace__slug=WORKSPACE)
    originals = list(own.exclude(ref__contains="~"))
    total, turn = own.count(), 0
    while total < MESSAGES:
        turn += 1
        batch = originals[: MESSAGES - total]
        for row in batch:
            row.pk, row.ref = new_id(), f"{row.ref.split('~')[0]}~{turn}"
            row.external_id = row.external_id and f"{row.external_id.split('~')[0]}~{turn}"
        total += len(Feedback.objects.bulk_create(batch, batch_size=2000))
    return total
