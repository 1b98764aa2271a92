import numpy as np
import pytest

from headway.engine.diagnosis.causes import causes
from headway.engine.diagnosis.parts import Table, coded, cuts

DEVICES, PLANS, LANDS = ("android", "ios", "web"), ("free", "plus"), ("de", "fr", "pl", "pt")


def grid(rate_now: dict[tuple[str, str], float], *, each: float = 200.0) -> Table:
    """Every combination twice, before and now, with 80 % counted but for the rates that are told."""
    rows = [
        (device, plan, land, now) for device in DEVICES for plan in PLANS for land in LANDS for now in (0, 1)
    ]
    rates = [rate_now.get((device, plan), 0.8) if now else 0.8 for device, plan, _, now in rows]
    names = {name: [row[at] for row in rows] for at, name in enumerate(("device", "plan", "land"))}
    of = np.full(len(rows), each)
    return Table(names, np.array([row[3] == 1 for row in rows]), np.array(rates) * of, of)


def where(table: Table, **options: int) -> list[dict[str, str]]:
    return [one.where for one in causes(table, **options)]


def test_a_combination_is_named_no_wider_and_no_narrower_than_it_is() -> None:
    assert where(grid({("ios", "plus"): 0.5})) == [{"device": "ios", "plan": "plus"}]
    assert where(grid({("ios", "plus"): 0.5, ("ios", "free"): 0.5})) == [{"device": "ios"}]


def test_a_cause_says_what_was_counted_what_was_expected_and_how_much_it_explains() -> None:
    (one,) = causes(grid({("ios", "plus"): 0.5}))
    assert (one.counted, one.expected) == (400, 640)
    assert (one.rate_now, one.rate_before) == (0.5, 0.8)
    assert one.explains == pytest.approx(1)
    assert one.evidence == pytest.approx(400 * np.log(400 / 640) + 240, rel=0.01)


def test_two_values_of_one_dimension_are_two_causes() -> None:
    both = {(device, plan): 0.4 for device in ("ios", "web") for plan in PLANS}
    assert sorted(one["device"] for one in where(grid(both))) == ["ios", "web"]
    assert len(where(grid(both), most=1)) == 1


def test_what_moved_against_the_whole_is_no_cause() -> None:
    table = grid({("ios", "plus"): 0.5, ("web", "free"): 0.9})
    assert where(table) == [{"device": "ios", "plan": "plus"}]


def test_a_rise_is_explained_like_a_fall() -> None:
    assert where(grid({("web", "free"): 0.99})) == [{"device": "web", "plan": "free"}]


def test_no_deeper_than_asked() -> None:
    assert where(grid({("ios", "plus"): 0.5}), depth=1) in ([{"device": "ios"}], [{"plan": "plus"}])


def test_a_new_value_is_compared_with_the_part_without_it() -> None:
    """Version 6.0 is new on both phones and bad on one; where it is not out yet that one is as it was."""
    table = grid({})
    columns = (table.dimensions["device"], table.dimensions["land"], table.is_now)
    version = [
        "6.0" if now and device != "web" and land != "pt" else "5.9"
        for device, land, now in zip(*columns, strict=True)
    ]
    bad = np.array(
        [one == "6.0" and device == "android" for one, device in zip(version, columns[0], strict=True)]
    )
    found = causes(
        Table(
            {**table.dimensions, "version": version},
            table.is_now,
            np.where(bad, 100, table.counted),
            table.of,
        )
    )
    assert (found[0].where, found[0].rate_before) == ({"device": "android", "version": "6.0"}, 0.8)


def test_what_two_names_say_as_well_as_one_is_named_by_one() -> None:
    table = grid({("android", "free"): 0.5, ("android", "plus"): 0.5})
    system = ["linux" if device == "android" else "other" for device in table.dimensions["device"]]
    found = causes(Table({**table.dimensions, "system": system}, table.is_now, table.counted, table.of))
    assert [len(one.where) for one in found] == [1]


def test_a_sum_is_compared_by_the_length_of_its_time() -> None:
    names = {"shop": ["north", "south", "north", "south"]}
    counted = np.array([10.0, 100.0, 280.0, 400.0])
    table = Table(
        names, np.array([True, True, False, False]), counted, np.array([7.0, 7, 28, 28]), is_share=False
    )
    (one,) = causes(table)
    assert (one.where, one.counted, one.expected) == ({"shop": "north"}, 10, 70)
    assert (one.rate_now, one.rate_before) == (10 / 7, 10)


@pytest.mark.parametrize("when", [[True, True], [False, False]])
def test_without_two_times_there_is_nothing_to_explain(when: list[bool]) -> None:
    table = Table({"shop": ["north", "south"]}, np.array(when), np.array([1.0, 2.0]), np.array([3.0, 4.0]))
    assert causes(table) == []


def test_nothing_counted_before_or_no_rows_at_all_is_no_error() -> None:
    nothing = np.zeros(2)
    assert causes(Table({"shop": ["a", "b"]}, np.array([True, False]), nothing, np.ones(2))) == []
    assert causes(Table({"shop": []}, np.array([], dtype=bool), np.array([]), np.array([]))) == []


def test_unmoved_has_no_cause_of_weight() -> None:
    assert all(one.evidence < 1 for one in causes(grid({})))


def test_every_cut_holds_the_whole() -> None:
    table = grid({("ios", "plus"): 0.5})
    all_cuts = list(cuts(table, coded(table), np.ones(len(table.counted), dtype=bool), 3))
    assert len(all_cuts) == 7
    assert {float(one.counted_now.sum() + one.counted_before.sum()) for one in all_cuts} == {
        float(table.counted.sum())
    }
