"""Two briefs as the apps would gather them: one rich, one with nothing but a title."""

from headway.engine.drafting.brief import (
    BacklogItem,
    Brief,
    EventCount,
    Initiative,
    KeyResult,
    Load,
    Neighbour,
    Problem,
    Quote,
    Slot,
    TeamEffort,
)
from headway.engine.drafting.faults import Known
from headway.engine.drafting.sources import Figure, Source

QUOTES = (
    Quote(
        "FB-00017", "My top-up of 50 euros is still pending,\n what [1] now?", "support", "smb", "2026-08-14"
    ),
    Quote("FB-00101", "Why has my top up not gone through yet?", "in_app", "consumer", "2026-09-02"),
    Quote("FB-00230", "Top-up failed, *why*?", "app_review", "", "2026-09-20"),
)
TIMING = (
    Quote("FB-00400", "How long do cheques take? I paid it in 3 days ago.", "support", "mid", "2026-07-01"),
)
GOAL = (
    "Raise the share of new customers who make a first payment within 14 days of signup from 41.2% to 47.4%,\n"
    "without a higher share of failed transfers (7% today) and without more fraud losses."
)
PENDING = Problem(
    "P-003",
    "Pending top-ups 2.0",
    accounts=Figure(214, "accounts", 236, 190, 238, definition="discovery.accounts@1"),
    arr=Figure(1_234_567.89, "EUR", 198, definition="discovery.arr@1"),
    mentions_per_month=Figure(
        39.33, "messages per month", 236, 34.5, 44.7, definition="discovery.mentions@1"
    ),
    trend=Figure(1.62, "ratio", 236, 1.21, 2.17, definition="discovery.trend@1"),
    direction="rising",
    channels=(("support", 0.5551), ("in_app", 0.3), ("app_review", 0.1449)),
    segments=(("consumer", 131), ("smb", 72)),
    themes=("t12",),
    terms=("pending", "top-up"),
    cautions=("Support alone gives 56% of this evidence.",),
    first_day="2026-04-02",
    last_day="2026-09-30",
    quotes=QUOTES,
    state="proposed",
)
CHEQUES = Problem(
    "P-019",
    "Cheque timing",
    accounts=Figure(None, "accounts", reason="no message names an account"),
    arr=Figure(None, "EUR", reason="no account has revenue"),
    mentions_per_month=Figure(4.5, "messages per month", 27, 2.9, 6.6),
    trend=Figure(0.41, "ratio", 27, 0.18, 0.89),
    direction="falling",
    channels=(("support", 0.48), ("sales", 0.52)),
    quotes=TIMING,
    state="confirmed",
)
RICH = Brief(
    Initiative(
        "INI-28",
        "Pending top-ups made clear",
        topics=("pending_top_up", "verify_top_up"),
        effort=(TeamEffort("topups", 14, 25), TeamEffort("squad7", 10.5, 20)),
        earliest_quarter="2026-Q4",
        deadline="2027-01-09",
        rank=4,
        score=(8.1, 12.34, 20.5),
        inputs={
            "reach": Figure(612, "people", 80, 480, 770, definition="prioritisation.reach@1"),
            "confidence": Figure(0.42, "share", 236, 0.3, 0.5, definition="prioritisation.confidence@1"),
        },
    ),
    problems=(PENDING, CHEQUES),
    key_results=(
        KeyResult("KR4", "Fewer transfers fail", "transfer_failed_share", "share", 0.0702, 0.04, "2026-12-31"),
        KeyResult("KR5", "Fewer top-ups fail", "topup_failed_share_14d", "share", 0.072, 0.04, "2026-12-31"),
        KeyResult("KR9", "Failed transfers fall", "transfer_failed", "share", 0.07, 0.05, "2026-12-31"),
    ),
    goal=GOAL,
    slot=Slot(
        "PL-1",
        "INI-28",
        "Pending top-ups made clear",
        "2026-Q4",
        "2026-Q4",
        0.63,
        loads=(
            Load("topups", "2026-Q4", 27.6, 28.0, 0.41),
            Load("squad7", "2026-Q4", 30, 30.5),
            Load("squad7", "2027-Q1", 3, 30.5),
        ),
    ),
    neighbours=(
        Neighbour(
            "INI-42", "Notification service", "required",
            Slot("PL-1", "INI-42", "Notification service", "2026-Q4", "2026-Q4", 0.88),
        ),
        Neighbour("INI-41", "Ledger event stream", "required", Slot("PL-1", "INI-41", "Ledger event stream")),
        Neighbour("INI-29", "Automatic top-up", "required_by"),
        Neighbour("INI-31", "Cash and cheque deposits", "same_problem"),
    ),
    backlog=(BacklogItem("BANK-101", "Show status when a top-up hangs", "Story", "To Do"),),
    events=(
        EventCount("topup_done", 21904, 3093, "2026-04-02", "2026-09-30"),
        EventCount("topup_failed", 1939, 811, "2026-04-02", "2026-09-30"),
        EventCount("pin_changed", 1949, 1800, "2026-04-02", "2026-09-30"),
    ),
    notes=(Quote("RN-05", "I see 'completed' but my son sees “nothing”.", "interview", is_saying=True),),
)  # fmt: skip
BARE = Brief(Initiative("INI-40", "Message centre"))


def known_of(brief: Brief, sources: dict[int, Source]) -> Known:
    """The live records, here exactly those of the brief."""
    quotes = [*brief.notes, *(quote for problem in brief.problems for quote in problem.quotes)]
    return Known({quote.ref: quote.text for quote in quotes}, {one.key: one for one in sources.values()})
