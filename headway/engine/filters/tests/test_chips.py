import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.engine.filters.chips import BARE, OPS, VALUES_MOST, Chip, chip_parse, chip_print, joined, parted

COLUMNS = st.from_regex(r"[a-z][a-z0-9_]{0,20}(\.[a-z0-9_]{1,20})?", fullmatch=True)


@st.composite
def chips(draw: st.DrawFn) -> Chip:
    op = draw(st.sampled_from(OPS))
    values = () if op in BARE else tuple(draw(st.lists(st.text(max_size=40), min_size=1, max_size=6)))
    return Chip(draw(COLUMNS), op, values)


@given(chips())
def test_what_is_printed_is_read_again(chip: Chip) -> None:
    assert chip_parse(chip_print(chip)) == chip


@given(st.lists(st.text(alphabet="a|\\:", max_size=8), min_size=1, max_size=5))
def test_values_with_bars_and_backslashes_stay_apart(values: list[str]) -> None:
    assert parted(joined(values)) == tuple(values)


@given(st.text(max_size=200))
def test_anything_is_read_or_refused_in_a_sentence(text: str) -> None:
    try:
        chip = chip_parse(text)
    except ValueError as error:
        assert str(error).startswith(("The filter ", "A filter ")) and str(error).endswith(".")
    else:
        assert chip_parse(chip_print(chip)) == chip


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The filter “” does not begin with a column; write column:is:value."),
        ("state", "The filter “state” needs one of is, not, has, over, under, from, until, empty, set after its column."),
        ("state:like:a", "The filter “state:like:a” needs one of is, not, has, over, under, from, until, empty, set after its column."),
        ("state:is", "The filter “state:is” lacks a value after is."),
        ("due:empty:x", "The filter “due:empty:x” takes no value after empty."),
        ("a'; drop table x:is:1", "The filter “a'; drop table x:is:1” does not begin with a column; write column:is:value."),
        ("custom.a.b:is:1", "The filter “custom.a.b:is:1” does not begin with a column; write column:is:value."),
        ("a:is:" + "x|" * VALUES_MOST, "The filter on a has more than 200 values."),
        ("a:is:" + "x" * 20_000, "A filter has 20005 characters, more than the 20000 allowed."),
    ],
)  # fmt: skip
def test_a_wrong_chip_is_told_in_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ValueError) as error:
        chip_parse(text)
    assert str(error.value) == sentence


def test_only_the_first_two_colons_part() -> None:
    assert chip_parse("url:is:https://a.example:80|b") == Chip("url", "is", ("https://a.example:80", "b"))
    assert chip_parse("due:empty:") == Chip("due", "empty")
    assert chip_parse("a:is:") == Chip("a", "is", ("",))
