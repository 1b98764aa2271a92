"""What a search costs among 100,000 records: CPU milliseconds, and how large the index is, on both databases.

Run `python -m bench.search [sqlite|postgres ...]`. The records are made up; the words of their texts are as unequally
common as words are. The CPU of PostgreSQL's own process is counted too.
"""

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

RECORDS = 100_000
WORDS, LETTERS = 40_000, "eeeeaaaiiooutttnnnsssrrrhhddlluccmmwwffggyypbvk"
CPU_MS_MOST = 100.0
ROUNDS = 5
SEARCHES = {
    "a ref": "FB-77777",
    "a rare word": "{rare}",
    "a common word": "{common}",
    "the commonest word": "{commonest}",
    "three common words": "{common} {commonest} {middling}",
    "a common and a rare word": "{common} {rare}",
    "two letters begun": "{common:.2}",
    "a word begun": "{middling:.4}",
    "one slip": "{slip}",
    "two slips": "{slips}",
    "three slips in three words": "{slip} {slips} {slip_too}",
    "nothing like it": "qqqqzzzzxxxx",
}


@dataclass(frozen=True)
class Cost:
    cpu_ms: float
    worst_ms: float
    rows: int


def main() -> None:
    wanted = sys.argv[1:] or ["sqlite", "postgres"]
    if os.environ.get("HEADWAY_BENCH_SEARCH"):
        sys.exit(not _measured(wanted[0]))
    failed = [one for one in wanted if _in_own_process(one)]
    if failed:
        sys.exit(f"Over the bar: {', '.join(failed)}")


def _in_own_process(database: str) -> int:
    with tempfile.TemporaryDirectory(prefix="headway-search-") as folder:
        own = {
            "HEADWAY_BENCH_SEARCH": "1",
            "HEADWAY_HOME": folder,
            "DJANGO_SETTINGS_MODULE": "headway.settings",
        }
        if database == "postgres":
            from tests.postgres import database_address

            own["DATABASE_URL"] = database_address(Path(folder) / "postgres")
        else:
            own["DATABASE_URL"] = ""
        command = [sys.executable, "-m", "bench.search", database]
        return subprocess.run(command, env=os.environ | own, check=False).returncode


def _measured(database: str) -> bool:
    import django

    django.setup()
    from django.core.management import call_command

    from headway.core.search import index

    call_command("migrate", verbosity=0)
    vocabulary = _vocabulary()
    context = _workspace()
    began = time.perf_counter()
    _fill(context.workspace, vocabulary)
    print(f"{database}: {RECORDS} records made and indexed in {time.perf_counter() - began:.0f} s")
    index.tidy()
    _sizes()
    costs = {name: _cost(context, text) for name, text in _texts(vocabulary).items()}
    for name, cost in costs.items():
        print(f"  {name:28} {cost.cpu_ms:6.1f} ms CPU, worst {cost.worst_ms:6.1f}, {cost.rows} rows")
    worst = max(cost.cpu_ms for cost in costs.values())
    print(f"  dearest search {worst:.1f} ms CPU (bar: {CPU_MS_MOST:.0f})")
    return worst <= CPU_MS_MOST


def _vocabulary() -> list[str]:
    chance = random.Random(1)
    made: dict[str, None] = {}
    while len(made) < WORDS:
        made["".join(chance.choices(LETTERS, k=min(max(2, int(chance.gauss(7, 2.5))), 16)))] = None
    return list(made)


def _texts(vocabulary: list[str]) -> dict[str, str]:
    long = [word for word in vocabulary[200:3000] if len(word) >= 9]
    words = {
        "commonest": vocabulary[0], "common": vocabulary[20], "middling": vocabulary[400],
        "rare": vocabulary[30_000], "slip": _slipped(long[0], 1), "slips": _slipped(long[1], 2),
        "slip_too": _slipped(long[2], 2),
    }  # fmt: skip
    return {name: text.format(**words) for name, text in SEARCHES.items()}


def _slipped(word: str, slips: int) -> str:
    """With its third and fourth letter swapped, and one of the last missing where two slips are wanted."""
    swapped = word[:2] + word[3] + word[2] + word[4:]
    return swapped if slips == 1 else swapped[:-2] + swapped[-1]


def _workspace() -> Any:
    from django.utils import timezone

    from headway.core.access import enter
    from headway.core.models import Membership, User, Workspace

    user = User.objects.create_user("owner@bench.test", None, "Owner")
    for slug in ("bench", "other"):
        place = Workspace.objects.create(slug=slug, name=slug)
        Membership.objects.create(workspace=place, user=user, role="owner")
    return enter(user, "bench", "web", timezone.now())


def _fill(workspace: Any, vocabulary: list[str]) -> None:
    """Eight in ten are messages, the others problems, initiatives and stories; words by Zipf's law."""
    from django.db import transaction
    from django.utils import timezone

    from headway.apps.discovery.models import Feedback, Problem
    from headway.apps.prioritisation.models import Initiative
    from headway.apps.requirements.models import BacklogItem

    chance, now = random.Random(2), timezone.now()
    weights = [1 / (rank + 3) for rank in range(len(vocabulary))]
    texts = iter(chance.choices(vocabulary, weights, k=RECORDS * 24))

    def text(words: int) -> str:
        return " ".join(next(texts) for _ in range(words))

    others = [(Problem, "P"), (Initiative, "INI"), (BacklogItem, "US")]
    with transaction.atomic():
        for first in range(0, RECORDS * 8 // 10, 1000):
            Feedback.objects.bulk_create(
                [
                    Feedback(workspace=workspace, ref=f"FB-{n}", redacted_text=text(24), at=now)
                    for n in range(first, first + 1000)
                ]
            )
        for at, (model, letters) in enumerate(others):
            for first in range(0, RECORDS // 15, 1000):
                model.objects.bulk_create(
                    [
                        model(workspace=workspace, ref=f"{letters}-{n}", title=text(8))
                        for n in range(first, min(first + 1000, RECORDS // 15 + (at == 0) * 5))
                    ]
                )


def _sizes() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM FULL ANALYZE search_term")
            cursor.execute("ANALYZE")
            cursor.execute(
                "SELECT relname, pg_total_relation_size(oid) FROM pg_class WHERE relkind = 'r' AND relname ^@ 'search_'"
            )
            parts = dict(cursor.fetchall())
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            cursor.execute("SELECT name, sum(pgsize) FROM dbstat WHERE name GLOB '*search_*' GROUP BY name")
            parts = dict(cursor.fetchall())
            cursor.execute("SELECT sum(pgsize) FROM dbstat")
        whole = cursor.fetchone()[0]
        cursor.execute("SELECT count(DISTINCT term) FROM search_term")
        terms = cursor.fetchone()[0]
    total = sum(parts.values())
    print(f"  index {total / 1e6:.0f} MB of {whole / 1e6:.0f} MB, {terms} different words")
    for name, size in sorted(parts.items(), key=lambda one: -one[1])[:6]:
        print(f"    {name}: {size / 1e6:.1f} MB")


def _cost(context: Any, text: str) -> Cost:
    from headway.core.perform import ask

    times = []
    for _ in range(ROUNDS + 1):
        began = _cpu_s()
        answer: Any = ask("search.find", {"text": text, "limit": 20}, context)
        times.append((_cpu_s() - began) * 1000)
    # The first one fills caches, as the first after a start does.
    return Cost(statistics.median(times[1:]), max(times[1:]), len(answer.rows))


def _cpu_s() -> float:
    """CPU of this process and of the database's process that serves it."""
    from django.db import connection

    own = time.process_time()
    if connection.vendor != "postgresql":
        return own
    connection.ensure_connection()
    fields = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text().split()
    return own + int(fields[0]) / 1e9


if __name__ == "__main__":
    main()
