"""The main job on a small folder whose answers are known."""

from pathlib import Path

import pytest

from headway.apps.briefing import main_job
from headway.core.errors import Conflict, Invalid
from headway.core.models import Activity, ImportRun
from headway.core.perform import answer_json, ask, perform

pytestmark = pytest.mark.django_db

LOST = ["I lost my card", "my card is lost", "lost my card yesterday", "I have lost my card again"]
RATE = ["the exchange rate is wrong", "wrong exchange rate shown", "exchange rate was wrong"]
FILES = {
    "accounts.csv": "id,name,segment,arr_usd\nA1,Acme,smb,1000\nA2,Bolt,mid,3000\n",
    "people.csv": "person_id,email,account_id\nP1,ann@acme.example,A1\nP2,bea@bolt.example,A2\n",
    "events.csv": "person_id,account_id,ts,event\nP1,A1,2026-09-10T00:00:00Z,opened\nP2,A2,2026-09-11T00:00:00Z,opened\n",
    "teams.csv": "team,period,capacity_person_weeks,run_reserve_share\ncards,2026-Q4,10,0.2\ncards,2027-Q1,10,0.2\n",
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
    "goal.md": "Halve the trouble with lost cards by 2026-12-31.\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "evidence"
    (home / "research_notes").mkdir(parents=True)
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
    (home / "research_notes" / "01-kim.txt").write_text("Participant: I lost my card on a train.\n")
    return home


def run(world, folder, seen=None):
    steps = [] if seen is None else seen
    return main_job.run(
        world.context(channel="cli"), folder, "2026-Q4", None, lambda name, share: steps.append(share)
    )


def test_a_folder_becomes_a_plan_with_reasons(world, folder):
    shares: list[float] = []
    report = run(world, folder, shares)
    assert report.themes.count == 2
    assert {report.themes.assignments[f"L{n}"].theme for n in range(1, 5)} == {"t1"}
    assert [one.title for one in report.problems] == ["I lost my card", "Exchange rate was wrong"]
    assert [one.id for one in report.initiatives] == ["INI-1", "INI-2", "INI-3"]
    assert report.plan is not None
    assert report.plan.periods == ["2026-Q4", "2027-Q1"]
    assert {(one.id, one.start) for one in report.plan.items} == {("INI-1", "2026-Q4"), ("INI-2", "2027-Q1")}
    assert [one.id for one in report.plan.excluded] == ["INI-3"]
    assert report.goal.startswith("Halve the trouble")
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_the_first_prd_quotes_customers_and_cites_records(world, folder):
    report = run(world, folder)
    assert report.prd is not None
    assert report.prd.initiative == "INI-1"
    quoted = [one.quote for one in report.prd.citations if one.kind == "feedback"]
    assert quoted
    assert set(quoted) <= set(LOST)
    assert ask("requirements.prd_detail", {"ref": report.prd.id}, world.context()).faults == []


def test_a_second_run_keeps_refs_and_adds_nothing_twice(world, folder):
    first = run(world, folder)
    second = run(world, folder)
    assert second.themes == first.themes
    assert [one.id for one in second.problems] == [one.id for one in first.problems]
    assert [(one.created, one.updated) for one in second.imports] == [(0, 0)] * len(second.imports)
    assert second.plan is not None
    assert second.plan.id == "PL-2"


def test_every_step_leaves_its_mark_in_the_activity_log(world, folder):
    run(world, folder)
    actions = set(Activity.objects.values_list("action", flat=True))
    assert {
        "core.file_import",
        "discovery.theme_find",
        "prioritisation.score_run",
        "roadmap.plan_make",
    } <= actions
    assert ask("core.audit_verify", {}, world.context()).whole


def test_the_report_is_the_same_whenever_it_is_asked(world, folder):
    run(world, folder)
    answers = {
        answer_json(ask("briefing.plan_report", {}, world.context(channel=door)))
        for door in ("api", "cli", "mcp")
    }
    assert len(answers) == 1


def test_bad_rows_are_told_and_the_rest_is_planned(world, folder):
    with (folder / "feedback.csv").open("a") as stream:
        stream.write("B1,no date,yesterday,support,,\n")
    report = run(world, folder)
    told = next(one for one in report.imports if one.kind == "feedback")
    assert told.refused == 1
    assert told.first_errors[0].startswith(
        "feedback.csv, row 9, column created_at: 'yesterday' is not a date and time"
    )


def test_initiatives_that_wait_for_each_other_are_left_out_and_told(world, folder):
    circular = FILES["initiatives.csv"].replace("lost_card,5,8,,", "lost_card,5,8,INI-2,")
    (folder / "initiatives.csv").write_text(circular)
    report = run(world, folder)
    told = next(one for one in report.imports if one.kind == "initiatives")
    assert (told.created, told.refused) == (1, 2)
    assert "cycle" in told.first_errors[0]


def test_mandatory_work_that_cannot_fit_is_refused_with_the_proof(world, folder):
    mandatory = FILES["initiatives.csv"].replace("for,,9,12,,2026-Q4,,0", "for,,99,120,,2026-Q4,2026-12-31,1")
    (folder / "initiatives.csv").write_text(mandatory)
    with pytest.raises(
        Invalid, match=r"need 99 person-weeks of cards in 2026-Q4 but 8 are free.*INI-3 \(99\)"
    ):
        run(world, folder)


def test_a_folder_without_evidence_is_refused(world, tmp_path):
    with pytest.raises(Invalid, match="there is no such folder"):
        run(world, tmp_path / "nowhere")
    with pytest.raises(Invalid, match=r"holds none of the files that can be imported: accounts\.csv, "):
        run(world, tmp_path)
    assert ImportRun.objects.count() == 0


def test_an_import_that_people_built_on_is_not_undone(world, folder):
    run(world, folder)
    made = ImportRun.objects.get(kind="initiatives")
    perform("roadmap.plan_freeze", {"ref": "PL-1"}, world.context())
    override = {
        "ref": "INI-1",
        "input": "effort",
        "p10": 3,
        "p50": 4,
        "p90": 9,
        "reason": "Measured in a spike",
    }
    perform("prioritisation.input_override", override, world.context())
    with pytest.raises(
        Conflict, match=r"People built on initiatives.csv: 1 input estimate, 2 plan item would be lost"
    ):
        perform("core.import_undo", {"run": str(made.pk)}, world.context())
    assert ask("prioritisation.initiative_list", {}, world.context()).total == 3


def test_an_import_nobody_built_on_is_undone_whole(world, folder):
    run(world, folder)
    made = ImportRun.objects.get(kind="initiatives")
    perform("core.import_undo", {"run": str(made.pk)}, world.context())
    assert ask("prioritisation.initiative_list", {}, world.context()).total == 0


def test_a_frozen_plan_keeps_what_was_planned(world, folder):
    run(world, folder)
    frozen = ask("roadmap.plan_detail", {"ref": "PL-1"}, world.context())
    again = folder / "initiatives.csv"
    again.write_text(
        FILES["initiatives.csv"].replace("Freeze a lost card,lost_card,5,8", "Freeze it,lost_card,7,8")
    )
    payload = {
        "kind": "initiatives",
        "file_name": "initiatives.csv",
        "content": again.read_text(),
        "source": "evidence",
    }
    perform("core.file_import", payload, world.context())
    assert ask("roadmap.plan_detail", {"ref": "PL-1"}, world.context()).items == frozen.items


@pytest.mark.parametrize(
    ("quarter", "horizon", "told"),
    [("2026Q4", None, "write it like 2026-Q4"), ("2026-Q4", 99, "from 1 to 8")],
)
def test_a_wrong_quarter_or_horizon_is_refused_before_anything_is_read(world, folder, quarter, horizon, told):
    with pytest.raises(Invalid, match=told):
        main_job.run(world.context(), folder, quarter, horizon, lambda name, share: None)
    assert ImportRun.objects.count() == 0
