"""What an event between two steps of a funnel does to the people who did it."""

from headway.apps.analytics.behaviour.tests.asking import asked, behind, funnel, steps
from tests.world import World


def test_a_person_whose_every_attempt_is_excluded_is_in_no_step(world: World) -> None:
    rows = """
    clean: A 1, B 2
    spoilt: A 3, x 3.5, B 4
    again: A 5, x 5.5, A 6, B 7
    after: A 8, B 9, x 10
    unfinished: A 1, x 2
    """
    out = [{"event": "x", "from_step": 0, "to_step": 1}]
    question = {"steps": steps("A, B"), "exclusions": out}
    assert asked(world, "funnel", rows, **question)["counts"] == [3, 3]
    assert behind(world, "funnel", rows, {"step": 0}, **question) == ["after", "again", "clean"]


def test_an_exclusion_counts_between_its_two_steps_only(world: World) -> None:
    rows = "early: A 0, x 1, B 2, C 3\nlate: A 0, B 1, x 2, C 3\nshort: A 0, x 1"
    late = [{"event": "x", "from_step": 1, "to_step": 2}]
    assert funnel(world, rows, "A, B, C", exclusions=late)["counts"] == [2, 1, 1]


def test_a_step_may_spoil_where_it_is_none(world: World) -> None:
    again = [{"event": "A", "from_step": 1, "to_step": 2}]
    found = funnel(world, "a: A 0, B 1, A 2, C 3\nb: A 0, B 1, C 2", "A, B, C", exclusions=again)
    assert found["counts"] == [1, 1, 1]


def test_whoever_got_furthest_by_way_of_what_is_excluded_is_in_no_step(world: World) -> None:
    rows = """
    through: A 0, A 20, x 21, B 22
    stopped: A 0, A 20, x 21
    halfway: A 0, x 1, B 2, C 3, A 20, B 21
    """
    out = [{"event": "x", "from_step": 0, "to_step": 1}]
    question = {"steps": steps("A, B, C"), "exclusions": out, "window_seconds": 10 * 3600}
    assert asked(world, "funnel", rows, **question)["counts"] == [2, 1, 0]
    assert behind(world, "funnel", rows, {"step": 0}, **question) == ["halfway", "stopped"]


def test_what_is_excluded_lies_beside_a_step_of_its_instant(world: World) -> None:
    rows = "at the end: A 0, x 1, B 1\nat the start: A 0, x 0, B 1\nbetween: A 0, x 0.5, B 1"
    out = [{"event": "x", "from_step": 0, "to_step": 1}]
    question = {"steps": steps("A, B"), "exclusions": out}
    assert behind(world, "funnel", rows, {"step": 1}, **question) == ["at the end", "at the start"]


def test_unordered_exclusions_leave_the_first_step(world: World) -> None:
    rows = "p1: up 1, paid 2\np2: up 3, x 3.5, paid 4\np3: up 5, paid 6, x 7"
    out = [{"event": "x", "from_step": 0, "to_step": 1}]
    assert funnel(world, rows, "up, paid", order="unordered", exclusions=out)["counts"] == [3, 2]
    partly = "u1: s1 10, s2 11, x 12, s3 13\nu2: s1 10, s2 11, s3 12"
    whole = [{"event": "x", "from_step": 0, "to_step": 2}]
    assert funnel(world, partly, "s1, s2, s3", order="unordered", exclusions=whole)["counts"] == [2, 1, 1]


def test_several_exclusions_in_an_unordered_funnel(world: World) -> None:
    rows = """
    p1: up 1, x 2, view 3, insight 4, y 4.5, invite 5, view2 6
    p2: up 1, y 1.5, view 2, insight 4, y 4.5, invite 5, x 5.5, view2 6
    p3: up 1, x 1.5, view 2, insight 4, invite 5, x 5.5, view2 6
    p4: up 1, view 2, insight 4, invite 5, view2 6
    p5: up 1, x 1.5, view 2, x 2.5, insight 4, y 4.5, invite 5, x 5.5, view2 6
    """
    out = [{"event": name, "from_step": 0, "to_step": 4} for name in "xy"]
    found = funnel(world, rows, "up, view, insight, invite, view2", order="unordered", exclusions=out)
    assert found["counts"] == [5, 2, 1, 1, 1]
