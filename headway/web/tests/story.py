"""A small story for pages: a folder of evidence, read and planned by the main job."""

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from headway.core.context import Context

LOST = ["I lost my card", "my card is lost", "lost my card yesterday", "I have lost my card again"]
RATE = ["the exchange rate is wrong", "wrong exchange rate shown", "exchange rate was wrong"]
FILES = {
    "accounts.csv": "id,name,segment,arr_usd\nA1,Acme,smb,1000\nA2,Bolt,mid,3000\n",
    "people.csv": "person_id,email,account_id\nP1,ann@acme.example,A1\nP2,bea@bolt.example,A2\n",
    "events.csv": "person_id,account_id,ts,event\nP1,A1,2026-09-10T00:00:00Z,opened\nP2,A2,2026-09-11T00:00:00Z,opened\n",
    "teams.csv": (
        "team,period,capacity_person_weeks,run_reserve_share\n"
        "cards,2026-Q4,10,0.2\ncards,2027-Q1,10,0.2\ncards,2027-Q2,10,0.2\n"
    ),
    "initiatives.csv": (
        "id,title,problem_categories,effort_p50_cards,effort_p90_cards,depends_on,earliest_quarter,deadline,mandatory,"
        "enabler\nINI-1,Freeze a lost card,lost_card,5,8,,2026-Q4,,0,0\n"
        "INI-2,Show the right rate,exchange_rate_wrong,6,9,INI-1,2026-Q4,,0,0\n"
        "INI-3,Something nobody asked for,,9,12,,2026-Q4,,0,0\n"
    ),
    "objectives.csv": (
        "objective_id,objective,key_result_id,key_result,metric,unit,baseline,target,due\n"
        "O1,Customers keep paying,KR1,Fewer messages about lost cards,messages_lost_card,count,4,2,2026-12-31\n"
    ),
    "backlog.csv": (
        "Issue key,Summary,Issue Type,Status,Created\nCARD-1,Freeze button in the app,Story,To Do,2026-09-01T08:00:00Z\n"
    ),
    "goal.md": "Halve the trouble with lost cards by 2026-12-31.\n",
}


def folder_write(home: Path) -> Path:
    """The folder of evidence."""
    for name, content in FILES.items():
        (home / name).write_text(content)
    lost = [
        f"L{n},{text},2026-09-0{n}T10:00:00Z,support,,{'ann@acme' if n % 2 else 'bea@bolt'}.example"
        for n, text in enumerate(LOST, 1)
    ]
    rate = [
        f"R{n},{text},2026-09-1{n}T10:00:00Z,in_app,A1,ann@acme.example" for n, text in enumerate(RATE, 1)
    ]
    rows = ["id,text,created_at,channel,account_id,person_email", *lost, *rate]
    (home / "feedback.csv").write_text("\n".join(rows) + "\n")
    return home


def tell(context: "Context") -> None:
    """Read the folder and plan its quarter, as the command does."""
    from headway.apps.briefing import main_job

    with tempfile.TemporaryDirectory() as home:
        main_job.run(context, folder_write(Path(home)), "2026-Q4", None, lambda name, share: None)


def main() -> None:
    """Tell the story in the database of the environment, in the workspace and as the person named."""
    import django

    django.setup()
    from headway.core.access import enter
    from headway.core.models import User

    slug, email = sys.argv[1:]
    tell(enter(User.objects.get(email=email), slug, "cli", datetime.now(UTC)))


if __name__ == "__main__":
    main()
