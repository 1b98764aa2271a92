"""The sample is reproducible, has the promised size, and holds what its truth says."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter

import pytest

from headway.sample.company import write_company
from headway.sample.truth import Truth

BANK = Path(__file__).parents[4] / "shared" / "data" / "bank"
TABLES = (
    "feedback",
    "labels",
    "accounts",
    "people",
    "events",
    "backlog",
    "teams",
    "initiatives",
    "objectives",
)
END = datetime(2026, 9, 30, 18)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Truth]:
    folder = tmp_path_factory.mktemp("fernhill")
    return folder, write_company(folder)


@pytest.fixture(scope="module")
def folder(company: tuple[Path, Truth]) -> Path:
    return company[0]


@pytest.fixture(scope="module")
def truth(company: tuple[Path, Truth]) -> Truth:
    return company[1]


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def header(path: Path) -> list[str]:
    with path.open(newline="", encoding="utf-8") as file:
        return next(csv.reader(file))


def digests(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def labelled(folder: Path) -> Iterator[tuple[dict[str, str], str]]:
    category = {row["feedback_id"]: row["category"] for row in rows(folder, "labels")}
    return ((row, category[row["id"]]) for row in rows(folder, "feedback"))


def test_same_seed_same_bytes(folder: Path, tmp_path: Path) -> None:
    write_company(tmp_path)
    assert digests(tmp_path) == digests(folder)


def test_another_seed_another_company(folder: Path, tmp_path: Path) -> None:
    write_company(tmp_path, seed=8)
    one, two = digests(folder), digests(tmp_path)
    assert one.keys() == two.keys()
    assert [name for name in one if one[name] == two[name]] == []


def test_written_in_under_five_seconds(tmp_path: Path) -> None:
    start = perf_counter()
    write_company(tmp_path)
    assert perf_counter() - start < 5


def test_files_and_sizes(folder: Path) -> None:
    assert {name: len(rows(folder, name)) for name in TABLES if name != "events"} == {
        "feedback": 1604, "labels": 1604, "accounts": 180, "people": 900, "backlog": 86, "teams": 30,
        "initiatives": 22, "objectives": 8,
    }  # fmt: skip
    assert len(list((folder / "research_notes").iterdir())) == 6
    assert 35_000 < len(rows(folder, "events")) < 45_000
    assert len({row["event"] for row in rows(folder, "events")}) == 20


@pytest.mark.parametrize(
    "name", ["feedback", "labels", "accounts", "people", "backlog", "teams", "objectives"]
)
def test_headers_are_those_of_the_bank_folder(folder: Path, name: str) -> None:
    if not BANK.is_dir():
        pytest.skip("needs ../shared/data/bank")
    assert header(folder / f"{name}.csv") == header(BANK / f"{name}.csv")


def test_initiatives_have_the_bank_columns_with_our_teams(folder: Path) -> None:
    if not BANK.is_dir():
        pytest.skip("needs ../shared/data/bank")

    def without_teams(columns: list[str]) -> list[str]:
        return [column for column in columns if not column.startswith("effort_")]

    ours, theirs = header(folder / "initiatives.csv"), header(BANK / "initiatives.csv")
    assert without_teams(ours) == without_teams(theirs)
    efforts = [
        f"effort_{q}_{t}"
        for t in ("mobile", "dispatch", "engagement", "money", "platform")
        for q in ("p50", "p90")
    ]
    assert [column for column in ours if column.startswith("effort_")] == efforts


def test_truth_file_is_the_returned_truth(folder: Path, truth: Truth) -> None:
    written = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    assert written == json.loads(json.dumps(truth.as_dict()))


def test_rising_and_falling_categories(folder: Path, truth: Truth) -> None:
    halves = Counter((category, row["created_at"] >= "2026-07-02") for row, category in labelled(folder))
    for planted in (truth.feedback.rising, truth.feedback.falling):
        assert len(planted) == 3
        for category, counts in planted.items():
            found = (halves[category, False], halves[category, True])
            assert found == (counts.first_13_weeks, counts.last_13_weeks)
    assert all(h.last_13_weeks > 3 * h.first_13_weeks for h in truth.feedback.rising.values())
    assert all(h.first_13_weeks > 3 * h.last_13_weeks for h in truth.feedback.falling.values())


def test_the_other_categories_are_flat(folder: Path, truth: Truth) -> None:
    moving = {*truth.feedback.rising, *truth.feedback.falling}
    halves = Counter((category, row["created_at"] >= "2026-07-02") for row, category in labelled(folder))
    flat = {category for category, _ in halves} - moving
    assert len(flat) == 19
    assert max(abs(halves[category, False] - halves[category, True]) for category in flat) <= 1


def test_one_channel_gives_most_of_one_voice(folder: Path, truth: Truth) -> None:
    planted = truth.feedback.one_channel
    channels = Counter(row["channel"] for row, category in labelled(folder) if category == planted.category)
    assert round(channels[planted.channel] / channels.total(), 3) == planted.share
    assert planted.share > 0.7
    assert planted.share_elsewhere < 0.1


def test_few_large_accounts_speak_of_one_problem(folder: Path, truth: Truth) -> None:
    planted = truth.feedback.large_arr_few_accounts
    home = {row["email"]: row["account_id"] for row in rows(folder, "people")}
    writers = {
        home[row["person_email"]] for row, category in labelled(folder) if category == planted.category
    }
    arr = {row["id"]: int(row["arr_usd"]) for row in rows(folder, "accounts")}
    assert writers == set(planted.account_ids)
    assert len(writers) == 5
    assert sum(arr[account] for account in writers) == planted.arr_usd
    assert {row["id"] for row in rows(folder, "accounts") if row["name"].endswith(" Group")} == writers


def test_personal_data_stands_where_the_truth_says(folder: Path, truth: Truth) -> None:
    contact = re.compile(r"@[\w-]+\.example|0?7700 900\d{3}|020 7946 0\d{3}|01632 960\d{3}")
    found = tuple(row["id"] for row in rows(folder, "feedback") if contact.search(row["text"]))
    assert found == truth.feedback.with_personal_data
    assert len(found) > 40


def test_reviews_are_anonymous_and_some_mails_have_no_account(folder: Path, truth: Truth) -> None:
    feedback = rows(folder, "feedback")
    reviews = [row for row in feedback if row["channel"] == "app_review"]
    assert {(row["account_id"], row["person_email"]) for row in reviews} == {("", "")}
    assert len(reviews) == truth.feedback.anonymous_app_reviews
    domains = {row["domain"] for row in rows(folder, "accounts")} - {""}
    mail_only = [
        r for r in feedback if not r["account_id"] and r["person_email"].partition("@")[2] in domains
    ]
    assert len(mail_only) == truth.feedback.without_account_id_but_with_company_email
    assert len(mail_only) > 80


def test_no_two_messages_say_the_same(folder: Path) -> None:
    texts = Counter(re.sub(r"\W+", " ", row["text"].lower()).strip() for row in rows(folder, "feedback"))
    assert [text for text, count in texts.items() if count > 1 and len(text.split()) > 9] == []
    assert sum(count - 1 for count in texts.values()) < 0.02 * texts.total()


def activation(folder: Path, device: str, version: str) -> list[int]:
    """An independent count: sets of people per step, straight from the file."""
    histories: dict[str, list[dict[str, str]]] = {}
    for row in rows(folder, "events"):
        histories.setdefault(row["person_id"], []).append(row)
    steps = ("signup", "profile_completed", "job_opened", "form_started", "form_submitted", "job_completed")
    counts = [0] * len(steps)
    for history in histories.values():
        signup = next((row for row in history if row["event"] == "signup"), None)
        if (
            not signup
            or signup["ts"] >= "2026-09-17"
            or (signup["device"], signup["app_version"]) != (device, version)
        ):
            continue
        start = datetime.fromisoformat(signup["ts"])
        inside = [
            r for r in history if start <= datetime.fromisoformat(r["ts"]) <= start + timedelta(days=14)
        ]
        names = iter(row["event"] for row in inside)
        for index, step in enumerate(steps):
            if step not in names:
                break
            counts[index] += 1
    return counts


def test_broken_step_of_one_device_and_version(folder: Path, truth: Truth) -> None:
    planted = truth.events.activation_funnel
    broken = activation(folder, planted.device, planted.app_version)
    assert broken == list(planted.counts["android, signup on 4.8.0"])
    rate = planted.step_rate
    assert rate["android, signup on 4.8.0"] == round(broken[4] / broken[3], 4)
    assert rate["android, signup on 4.8.0"] < 0.55
    assert min(rate["android, signup on earlier versions"], rate["ios, signup on 4.8.0"]) > 0.78
    first = min(row["ts"] for row in rows(folder, "events") if row["app_version"] == planted.app_version)
    assert first[:10] == planted.first_day


def test_anomaly_day(folder: Path, truth: Truth) -> None:
    planted = truth.events.anomaly_day
    days = Counter(row["ts"][:10] for row in rows(folder, "events") if row["event"] == planted.event)
    assert days.most_common(1) == [(planted.day, planted.count)]
    assert planted.count > 10 * days.most_common(2)[1][1]


def test_events_are_in_order_and_inside_the_window(folder: Path) -> None:
    times = [row["ts"] for row in rows(folder, "events")]
    assert times == sorted(times)
    assert times[0] >= "2026-04-02T00:00:00.000000Z"
    assert times[-1] < "2026-10-01"


def test_demand_is_about_one_and_two_fifths_of_capacity(folder: Path, truth: Truth) -> None:
    net = sum(
        float(row["capacity_person_weeks"]) * (1 - float(row["run_reserve_share"]))
        for row in rows(folder, "teams")
    )
    initiatives = rows(folder, "initiatives")
    asked = sum(int(row[c]) for row in initiatives for c in row if c.startswith("effort_p50"))
    assert asked / net == pytest.approx(truth.planning.demand_to_capacity, abs=0.001)
    assert 1.3 < asked / net < 1.5


def test_one_initiative_cannot_fit_its_window(folder: Path, truth: Truth) -> None:
    by_id = {row["id"]: row for row in rows(folder, "initiatives")}
    stuck = by_id["INI-10"]
    assert (stuck["deadline"], stuck["depends_on"]) == ("2026-12-31", "INI-16")
    assert by_id["INI-16"]["earliest_quarter"] == "2027-Q1"
    assert truth.planning.cannot_fit.initiative == "INI-10"
    assert [i for i, row in by_id.items() if row["mandatory"] == "1"] == ["INI-21", "INI-22"]
    assert [i for i, row in by_id.items() if row["enabler"] == "1"] == ["INI-16", "INI-17", "INI-18"]


def test_initiatives_cover_every_category(folder: Path) -> None:
    covered = {c for row in rows(folder, "initiatives") for c in row["problem_categories"].split(";") if c}
    assert covered == {category for _, category in labelled(folder)}


def jira_date(text: str) -> datetime:
    return datetime.strptime(text, "%d/%b/%y %I:%M %p")


def test_backlog_findings(folder: Path, truth: Truth) -> None:
    items = rows(folder, "backlog")
    old = [r for r in items if r["Status"] == "To Do" and END - jira_date(r["Updated"]) > timedelta(days=365)]
    assert [row["Issue key"] for row in old] == list(truth.backlog.stale)
    bare = [r for r in items if r["Issue Type"] == "Story" and "Acceptance criteria" not in r["Description"]]
    assert [row["Issue key"] for row in bare] == list(truth.backlog.stories_without_acceptance_criteria)
    assert (len(old), len(bare), len(truth.backlog.near_duplicates)) == (14, 7, 8)


def test_duplicate_items_share_most_words(folder: Path, truth: Truth) -> None:
    words = {r["Issue key"]: set(re.findall(r"\w+", r["Summary"].lower())) for r in rows(folder, "backlog")}
    alike = [
        len(words[a] & words[b]) / min(len(words[a]), len(words[b])) for a, b in truth.backlog.near_duplicates
    ]
    assert min(alike) >= 0.5
    assert all(a != b for a, b in truth.backlog.near_duplicates)


def test_key_results_start_from_what_the_files_hold(folder: Path, truth: Truth) -> None:
    by_id = {row["key_result_id"]: row for row in rows(folder, "objectives")}
    counts = truth.events.activation_funnel.counts["all signups"]
    assert float(by_id["KR1"]["baseline"]) == round(counts[-1] / counts[0], 4)
    assert by_id["KR4"]["baseline"] == str(truth.feedback.rising["offline_forms_lost"].last_13_weeks)
    assert len({row["objective_id"] for row in by_id.values()}) == 3
