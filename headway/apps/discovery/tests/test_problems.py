"""From messages to sized problems, and what people decide about them."""

import pytest

from headway.apps.discovery.importers import sayings
from headway.apps.discovery.models import Feedback, Problem, Theme
from headway.core.errors import Conflict, Invalid, Refused
from headway.core.models import Activity
from headway.core.perform import ask, perform

pytestmark = pytest.mark.django_db

LOST = ["I lost my card", "my card is lost", "lost my card yesterday", "I have lost my card again"]
RATE = ["the exchange rate is wrong", "wrong exchange rate shown", "exchange rate was wrong"]
HEADER = "id,text,created_at,channel,account_id,person_email\n"


def bring(world, kind, content):
    perform(
        "core.file_import", {"kind": kind, "file_name": f"{kind}.csv", "content": content}, world.context()
    )


def messages(world, extra=""):
    """Four messages of two accounts about a lost card, three about a rate; two weeks apart."""
    bring(world, "accounts", "id,name,segment,arr_usd\nA1,Acme,smb,1000\nA2,Bolt,mid,3000\nA3,Cog,mid,\n")
    lost = [f"L{n},{text},2026-09-0{n}T10:00:00Z,support,A{1 + n % 2}," for n, text in enumerate(LOST, 1)]
    rate = [f"R{n},{text},2026-09-1{n}T10:00:00Z,app_review,," for n, text in enumerate(RATE, 1)]
    bring(world, "feedback", HEADER + "\n".join([*lost, *rate]) + "\n" + extra)


def find(world):
    perform("discovery.theme_find", {}, world.context())
    return perform("discovery.problem_propose", {}, world.context())


def problems(world, **question):
    return ask("discovery.problem_list", question, world.context()).rows


def test_messages_become_themes_and_ranked_problems(world):
    messages(world)
    counts = find(world)
    assert (counts.proposed, counts.sized) == (2, 2)
    first, second = problems(world)
    assert (first.id, first.rank, first.title, first.state) == ("P-001", 1, "I lost my card", "proposed")
    assert (first.accounts.value, first.arr.value, first.arr.unit) == (2, 4000, "EUR a year")
    assert first.channels == {"support": 1.0}
    assert (second.title, second.accounts.value, second.arr.value) == ("Exchange rate was wrong", 0, None)
    assert second.arr.reason == "no account with a known revenue wrote about it"


def test_every_figure_opens_the_rows_behind_it(world):
    messages(world)
    find(world)
    for problem in problems(world):
        opened = ask(
            problem.mentions_per_month.rows.query, problem.mentions_per_month.rows.question, world.context()
        )
        assert opened.total == problem.mentions_per_month.n
        writers = ask(problem.accounts.rows.query, problem.accounts.rows.question, world.context())
        assert writers.total == problem.accounts.n


def test_quotes_are_verbatim_and_marked_where_they_tell(world):
    messages(world)
    find(world)
    detail = ask("discovery.problem_detail", {"ref": "P-001"}, world.context())
    texts = dict(Feedback.objects.values_list("ref", "text"))
    assert {quote.text for quote in detail.quotes} <= set(LOST)
    for quote in detail.quotes:
        assert texts[quote.id] == quote.text
        assert [quote.text[start:end] for start, end in quote.marks]
    assert detail.cautions == ["Support alone gives 100% of this evidence.", "Only 4 messages speak for it."]


def test_personal_particulars_stay_out_of_quotes_and_themes(world):
    messages(world, "R9,exchange rate is wrong mail me at kim@acme.example,2026-09-19T10:00:00Z,sales,A1,\n")
    find(world)
    shown = ask("discovery.problem_list", {}, world.context()).model_dump_json()
    assert "kim@acme.example" not in shown
    assert Feedback.objects.get(ref="R9").redacted_text == "exchange rate is wrong mail me at [EMAIL_1]"
    assert "kim" not in str(list(Theme.objects.values_list("name", "terms")))


def test_themes_and_problems_keep_their_refs_when_found_again(world):
    messages(world)
    find(world)
    before = dict(Feedback.objects.values_list("ref", "theme__ref"))
    perform("discovery.problem_rename", {"ref": "P-001", "title": "Lost cards"}, world.context())
    bring(world, "feedback", HEADER + "L9,where is my lost card,2026-09-20T10:00:00Z,support,A1,\n")
    find(world)
    after = dict(Feedback.objects.values_list("ref", "theme__ref"))
    assert {ref: after[ref] for ref in before} == before
    assert {one.id: one.title for one in problems(world)}["P-001"] == "Lost cards"


def test_a_person_confirms_or_says_no_with_a_reason(world):
    messages(world)
    find(world)
    perform("discovery.problem_confirm", {"ref": "P-001"}, world.context())
    with pytest.raises(Invalid, match="say why"):
        perform("discovery.problem_decline", {"ref": "P-002"}, world.context())
    perform(
        "discovery.problem_decline", {"ref": "P-002", "reason": "Rates follow the market"}, world.context()
    )
    assert [(one.id, one.state) for one in problems(world)] == [("P-001", "confirmed")]
    declined = Problem.objects.get(ref="P-002")
    assert (declined.decided_by, declined.reason) == (
        world.users["product_manager"],
        "Rates follow the market",
    )


def test_an_engineer_may_rename_but_not_decide(world):
    messages(world)
    find(world)
    with pytest.raises(Refused):
        perform("discovery.problem_confirm", {"ref": "P-001"}, world.context("engineer"))
    assert Problem.objects.get(ref="P-001").state == "proposed"


def test_merged_problems_join_their_voices_and_come_apart_again(world):
    messages(world)
    find(world)
    merge = {"ref": "P-002", "into": "P-001"}
    perform("discovery.problem_merge", merge, world.context())
    (one,) = problems(world)
    assert (one.id, one.mentions_per_month.n, len(one.themes)) == ("P-001", 7, 2)
    with pytest.raises(Conflict, match="was merged into P-001"):
        perform("discovery.problem_confirm", {"ref": "P-002"}, world.context())
    perform("discovery.problem_unmerge", {"ref": "P-002"}, world.context())
    assert [row.mentions_per_month.n for row in sorted(problems(world), key=lambda row: row.id)] == [4, 3]


def test_no_messages_means_one_clear_sentence_and_no_change(world):
    with pytest.raises(Invalid, match="There are no messages to find themes in; import feedback first"):
        perform("discovery.theme_find", {}, world.context())
    assert Activity.objects.count() == 0


def test_an_insight_marks_a_span_and_counts_from_its_start(world):
    messages(world)
    span = {"feedback": "L1", "start": 2, "end": 14, "kind": "pain", "importance": 2}
    perform("discovery.insight_add", span, world.context())
    assert Feedback.objects.get(ref="L1").insights.get().importance == 2
    with pytest.raises(Invalid, match="the message has 14 characters"):
        perform("discovery.insight_add", span | {"end": 99}, world.context())


def test_feedback_is_paged_without_gaps_or_repeats(world):
    messages(world)
    first = ask("discovery.feedback_list", {"limit": 4}, world.context())
    rest = ask("discovery.feedback_list", {"limit": 4, "after": first.next}, world.context())
    assert [row.id for row in (*first.rows, *rest.rows)] == ["R3", "R2", "R1", "L4", "L3", "L2", "L1"]
    assert rest.next == ""


def test_lists_take_few_queries_whatever_their_length(world, django_assert_max_num_queries):
    messages(world)
    find(world)
    with django_assert_max_num_queries(7):
        problems(world)
    with django_assert_max_num_queries(4):
        ask("discovery.feedback_list", {}, world.context())


def test_interviews_stand_beside_the_problems_they_speak_of(world):
    messages(world)
    find(world)
    note = {
        "name": "01-kim.txt",
        "content": "Interviewer: What happened?\nParticipant: I lost my card on a train.",
    }
    perform("discovery.note_import", {"notes": [note]}, world.context())
    again = perform("discovery.note_import", {"notes": [note]}, world.context())
    assert (again.notes, again.sayings) == (1, 1)
    (said,) = ask("discovery.problem_detail", {"ref": "P-001"}, world.context()).interviews
    assert (said.title, said.text) == ("01 kim", "I lost my card on a train.")


def test_a_vtt_transcript_gives_what_the_participant_said():
    vtt = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Interviewer>How?\n\n00:02.000 --> 00:03.000\n<v Participant>Slowly.</v>\n"
    assert sayings(vtt) == ["Slowly."]


def test_duplicate_titles_are_found_without_stored_records(world):
    items = [
        {"id": "a", "title": "Card lost"},
        {"id": "b", "title": "Lost card"},
        {"id": "c", "title": "Wrong rate"},
    ]
    answer = ask("discovery.duplicates", {"items": items, "k": 1}, world.context())
    assert answer.neighbours["a"][0][0] == "b"


def test_a_title_of_blanks_is_refused(world):
    messages(world)
    find(world)
    with pytest.raises(Invalid, match="Field title"):
        perform("discovery.problem_rename", {"ref": "P-001", "title": "     "}, world.context())
