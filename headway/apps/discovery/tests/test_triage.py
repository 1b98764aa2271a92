"""A message is read, placed under a theme, and what tells in it becomes an insight and a problem."""

import pytest

from headway.apps.discovery.models import Feedback, Insight, Problem, Theme
from headway.apps.discovery.tests.test_problems import find, messages
from headway.core.errors import Invalid, NotFound
from headway.core.models import JobRun
from headway.core.perform import ask, perform
from tests.world import World

pytestmark = pytest.mark.django_db
PAGE = "/w/lumen/evidence/"


def mark(world: World, **question: object) -> None:
    perform("discovery.insight_add", {"feedback": "L1", "kind": "pain"} | question, world.context())


def detail(world: World, ref: str = "L1") -> dict[str, object]:
    return ask("discovery.feedback_detail", {"ref": ref}, world.context("viewer")).model_dump()


def test_the_telling_words_make_an_insight_and_a_problem_that_stands_on_it(world: World) -> None:
    messages(world)
    words = Feedback.objects.get(ref="L1").text[2:9]
    mark(world, words=f" {words} ", new_problem="Cards get lost")
    problem, insight = Problem.objects.get(), Insight.objects.get()
    assert (problem.ref, problem.title, problem.state, problem.origin) == (
        "P-001", "Cards get lost", "proposed", {"marked_in": "L1"},
    )  # fmt: skip
    assert (insight.problem, insight.start, insight.end) == (problem, 2, 9)
    found = detail(world)
    assert [(one["words"], one["problem"]) for one in found["insights"]] == [(words, "P-001")]
    assert found["said"]["marks"] == [(2, 9)]


def test_words_that_were_not_said_mark_nothing(world: World) -> None:
    messages(world)
    with pytest.raises(Invalid, match="L1 does not say 'I love it'; copy the words as they stand"):
        mark(world, words="I love it", new_problem="Nothing")
    assert (Insight.objects.count(), Problem.objects.count()) == (0, 0)


@pytest.mark.parametrize("both", [{}, {"words": "card", "start": 0, "end": 2}, {"start": 1}])
def test_a_span_is_given_in_one_way(world: World, both: dict[str, object]) -> None:
    messages(world)
    with pytest.raises(Invalid, match="give the telling words, or start and end; one of the two"):
        mark(world, **both)


def test_words_over_two_lines_are_found_as_a_form_sends_them(world: World) -> None:
    perform("discovery.feedback_add", {"text": "It fails\nevery day", "ref": "F-1"}, world.context())
    mark(world, feedback="F-1", words="fails\r\nevery")
    assert (Insight.objects.get().start, Insight.objects.get().end) == (3, 14)


def test_a_problem_without_evidence_is_an_assumption_and_stays(world: World) -> None:
    question = {"title": "Invoices are late", "assumption": "Three partners hinted at it"}
    perform("discovery.problem_add", question, world.context())
    messages(world)
    find(world)
    problem = Problem.objects.get(title="Invoices are late")
    assert (problem.ref, problem.state) == ("P-001", "proposed")
    assert problem.origin == {"assumption": "Three partners hinted at it"}


def test_placed_messages_stay_where_a_person_put_them(world: World) -> None:
    messages(world)
    find(world)
    ours, other = Feedback.objects.get(ref="L1").theme, Theme.objects.exclude(feedback__ref="L1").get()
    before = (ours.messages, other.messages)
    perform("discovery.feedback_place", {"refs": ["L1"], "theme": other.ref}, world.context())
    counted = {one.pk: one.messages for one in Theme.objects.all()}
    assert (counted[ours.pk], counted[other.pk]) == (before[0] - 1, before[1] + 1)
    assert JobRun.objects.get().name == "discovery.problem_size"
    find(world)
    message = Feedback.objects.get(ref="L1")
    assert (message.theme, message.placed_by, message.theme_confident) == (other, world.context().actor, True)
    assert Theme.objects.get(pk=other.pk).messages == before[1] + 1


def test_all_messages_are_placed_or_none(world: World) -> None:
    messages(world)
    find(world)
    before = dict(Feedback.objects.values_list("ref", "theme"))
    with pytest.raises(NotFound, match="No message 'nope'"):
        perform("discovery.feedback_place", {"refs": ["L1", "nope"], "theme": ""}, world.context())
    with pytest.raises(NotFound, match="No theme 't99'"):
        perform("discovery.feedback_place", {"refs": ["L1"], "theme": "t99"}, world.context())
    assert dict(Feedback.objects.values_list("ref", "theme")) == before


def test_what_waits_to_be_placed_is_found_one_after_another(world: World) -> None:
    messages(world)
    find(world)
    Feedback.objects.filter(ref__in=["L1", "L2"]).update(theme=None)
    Feedback.objects.exclude(ref__in=["L1", "L2"]).update(theme_confident=True)
    listed = ask("discovery.feedback_list", {"unplaced": True}, world.context())
    assert {one.id for one in listed.rows} == {"L1", "L2"}
    assert (detail(world, "L2")["next_unplaced"], detail(world, "L2")["unplaced"]) == ("L1", 1)
    perform("discovery.feedback_place", {"refs": ["L1"], "theme": ""}, world.context())
    assert detail(world, "L2")["unplaced"] == 0


def test_the_page_of_a_message_marks_and_places(world: World) -> None:
    messages(world)
    find(world)
    client, text = world.client("product_manager"), Feedback.objects.get(ref="L1").text
    form = {
        "feedback": "L1",
        "words": text,
        "kind": "pain",
        "new_problem": "<b>Lost</b>",
        "next": f"{PAGE}L1/",
    }
    answer = client.post("/w/lumen/do/discovery.insight_add/", form, follow=True)
    shown = answer.content.decode()
    assert answer.redirect_chain == [(f"{PAGE}L1/", 303)]
    assert f"<mark>{text}</mark>" in shown and "&lt;b&gt;Lost&lt;/b&gt;" in shown and "<b>Lost" not in shown
    assert "Mark what tells" not in world.client("viewer").get(f"{PAGE}L1/").content.decode()


def test_the_page_of_a_message_takes_few_queries(world: World, django_assert_max_num_queries: object) -> None:
    messages(world)
    find(world)
    client = world.client("product_manager")
    client.get(f"{PAGE}L1/")
    with django_assert_max_num_queries(21):  # type: ignore[operator]
        assert client.get(f"{PAGE}L1/").status_code == 200
