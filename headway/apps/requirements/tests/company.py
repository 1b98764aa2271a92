"""A few records of every stage below requirements: messages, a sized problem, initiatives, key results, a plan."""

from datetime import UTC, datetime, timedelta

from headway.apps.discovery.models import Feedback, Problem, ResearchNote, Theme
from headway.apps.discovery.sizing import problems_size
from headway.apps.prioritisation.linking import ADDRESSES
from headway.apps.prioritisation.models import Initiative
from headway.apps.roadmap.models import Plan, PlanItem
from headway.apps.roadmap.showing import facts_as_planned
from headway.core.access import row
from headway.core.context import Context
from headway.core.links import Tie, links_store
from headway.core.perform import perform

FIRST = datetime(2026, 7, 1, 9, tzinfo=UTC)
TITLE = "Why is my top-up pending?"
TEXTS = (
    "Why is my top-up *still* pending?\n It was 50 euros.",
    "Where is my top up [1]? I waited 3 days.",
    "My top-up is pending, call me on +49 170 1234567",
    "The top-up failed, why?",
)
FILES = {
    "accounts": "id,name,segment,arr_usd\nA1,Acme,smb,1000\nA2,Bolt,mid,3000.5\n",
    "feedback": "id,text,created_at,channel,account_id,person_email\n",
    "objectives": "objective_id,objective,key_result_id,key_result,metric,unit,baseline,target,due\n"
    "O1,Trust,KR5,Fewer top-ups fail,topup_failed_share,share,0.072,0.04,2026-12-31\n"
    "O1,Trust,KR1,More people pay,activation_14d,share,0.4121,0.474,2026-12-31\n",
    "teams": "team,period,capacity_person_weeks,run_reserve_share\ntopups,2026-Q4,30,0.2\n",
    "initiatives": "id,title,depends_on,deadline,effort_p50_topups,effort_p90_topups\n"
    "INI-27,Top-up status and recovery,INI-42,2026-12-31,14,30\n"
    "INI-42,Notification service,,,4,6\n"
    "INI-13,PIN reset,,,5,6\n",
    "backlog": "Summary,Issue key,Issue Type,Status,Created,Labels,Labels,Description,"
    "Inward issue link (Blocks),Inward issue link (Blocks),Outward issue link (Blocks),Custom field (Story Points)\n"
    'Show why a top-up hangs,BANK-1,Story,To Do,02/Apr/26 9:15 AM,topups,quick-win,"h3. Acceptance criteria\n* x",'
    "BANK-2,BANK-3,BANK-4,3\n"
    "Retire the old path,BANK-2,Task,Done,29/Dec/25 5:33 AM,,,,,,,\n",
}


def import_file(context: Context, kind: str, content: str) -> dict:
    question = {"kind": kind, "file_name": f"{kind}.csv", "content": content}
    return perform("core.file_import", question, context).model_dump(mode="json")


def company_make(context: Context) -> None:
    """Fill the workspace; the problem is P-001, the plan PL-1 holds INI-27 but not what it needs."""
    lines = [
        f'FB-{n},"{text}",{(FIRST + timedelta(days=20 * n)).isoformat()},support,A{1 + n % 2},'
        for n, text in enumerate(TEXTS, 1)
    ]
    for kind, content in FILES.items():
        import_file(context, kind, content + "\n".join(lines) if kind == "feedback" else content)
    perform("core.workspace_edit", {"goal": "More first payments, without more fraud losses."}, context)
    _problem(context)
    _plan(context)


def _problem(context: Context) -> None:
    here = {"workspace": context.workspace, "created_at": context.now}
    problem = Problem.objects.create(ref="P-001", title=TITLE, **here)
    quotes = [{"id": f"FB-{n}", "marks": []} for n in range(1, 5)]
    theme = Theme.objects.create(
        ref="t1", name=TITLE, problem=problem, quotes=quotes, terms=["pending"], **here
    )
    Feedback.objects.update(theme=theme, theme_confident=True)
    saying = {"text": "I saw “pending” for days.", "theme": "t1", "closeness": 0.9}
    ResearchNote.objects.create(ref="N-1", title="Student", text="...", sayings=[saying], **here)
    problems_size(context)
    links_store(context, [Tie(ADDRESSES, row(Initiative, context, "INI-27"), problem, 0.9)])


def _plan(context: Context) -> None:
    here = {"workspace": context.workspace, "created_at": context.now}
    load = {"team": "topups", "period": "2026-Q4", "used_person_weeks": 14, "capacity_person_weeks": 24}
    plan = Plan.objects.create(
        ref="PL-1", first_quarter="2026-Q4", periods=["2026-Q4"], value=1, bound=1, gap=0, greedy_value=1,
        loads=[load | {"p_overload": 0.41}], **here,
    )  # fmt: skip
    initiative = row(Initiative, context, "INI-27")
    PlanItem.objects.create(
        ref="PL-1 INI-27", plan=plan, initiative=initiative, start="2026-Q4", finish="2026-Q4", odds=0.63,
        as_planned=facts_as_planned(context, [initiative])["INI-27"], **here,
    )  # fmt: skip
