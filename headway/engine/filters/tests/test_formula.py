import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.engine.filters.formula import (
    Binary,
    Call,
    Name,
    Node,
    Number,
    Worked,
    formula_parse,
    formula_work,
    names_in,
)

VALUES = {"a": 6.0, "b": 4.0, "zero": 0.0, "unknown": None, "custom.tier": 3.0}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1 + 2 * 3", 7.0),
        ("(1 + 2) * 3", 9.0),
        ("8 - 3 - 2", 3.0),
        ("8 / 4 / 2", 1.0),
        ("-a + b", -2.0),
        ("2 * -3", -6.0),
        ("a - -b", 10.0),
        (".5 * a", 3.0),
        ("custom.tier * 2", 6.0),
        ("min(a, b, 5)", 4.0),
        ("max(a, b + 3)", 7.0),
        ("abs(b - a)", 2.0),
        ("a/b", 1.5),
    ],
)
def test_arithmetic(text: str, wanted: float) -> None:
    assert formula_work(formula_parse(text), VALUES) == Worked(wanted)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a / zero", "a division by zero"),
        ("a / (b - 4)", "a division by zero"),
        ("unknown + 1", "unknown is empty"),
        ("0 * unknown", "unknown is empty"),
        ("missing", "missing is empty"),
        ("min(a, unknown)", "unknown is empty"),
    ],
)
def test_what_is_unknown_says_why(text: str, reason: str) -> None:
    assert formula_work(formula_parse(text), VALUES) == Worked(None, reason)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The formula needs a number, a column or a parenthesis at its end."),
        ("a +", "The formula needs a number, a column or a parenthesis at its end."),
        ("a b", "The formula needs an operator at 'b'."),
        ("(a", "The formula needs a closing parenthesis at its end."),
        ("a)", "The formula needs an operator at ')'."),
        ("a ** 2", "The formula needs a number, a column or a parenthesis at '*'."),
        ("__import__('os')", "The formula cannot be read from \"__import__('os')\" on."),
        ("a; b", "The formula cannot be read from '; b' on."),
        ("eval(a)", "The formula knows no function 'eval'; there are min, max, abs."),
        ("abs(a, b)", "In the formula abs takes one value."),
        ("min(a)", "In the formula min takes two values or more."),
        ("1" * 20, "The formula has a number greater than 1e+15."),
        ("a" * 501, "The formula has 501 characters, more than the 500 allowed."),
        ("(" * 40 + "a", "The formula has more than 30 parentheses inside one another."),
        ("-" * 40 + "a", "The formula has more than 30 signs or parentheses inside one another."),
        ("a" + " * a" * 13, "The formula multiplies and divides more than 12 times; make it simpler."),
        ("价格 + 1", "The formula cannot be read from '价格 + 1' on."),
    ],
)
def test_what_cannot_be_read_says_where(text: str, sentence: str) -> None:
    with pytest.raises(ValueError) as error:
        formula_parse(text)
    assert str(error.value) == sentence


def test_the_columns_that_it_reads() -> None:
    assert names_in(formula_parse("min(a, custom.b) / a - today")) == ("a", "custom.b", "today")


NUMBERS = st.integers(0, 999).map(float)
NODES: st.SearchStrategy[Node] = st.recursive(
    st.one_of(NUMBERS.map(Number), st.sampled_from("abc").map(Name)),
    lambda inner: st.one_of(
        st.builds(Binary, st.sampled_from(["+", "-", "*", "/"]), inner, inner),
        st.builds(lambda left, right: Call("min", (left, right)), inner, inner),
        st.builds(lambda one: Call("abs", (one,)), inner),
    ),
    max_leaves=10,
)


def written(node: Node) -> str:
    match node:
        case Number(value):
            return f"{value:g}"
        case Name(name):
            return name
        case Binary(operator, left, right):
            return f"({written(left)} {operator} {written(right)})"
        case Call(function, arguments):
            return f"{function}({', '.join(map(written, arguments))})"


@given(NODES)
def test_what_is_written_is_read_again(node: Node) -> None:
    assert formula_parse(written(node)) == node


@given(NODES, st.fixed_dictionaries({name: st.floats(-1e6, 1e6) for name in "abc"}))
def test_it_gives_what_python_gives(node: Node, values: dict[str, float]) -> None:
    found = formula_work(node, values)
    try:
        wanted = eval(written(node), {"min": min, "abs": abs, **values})
    except ZeroDivisionError:
        assert found == Worked(None, "a division by zero")
    else:
        assert found == (Worked(wanted) if math.isfinite(wanted) else Worked(None, "the result is too large"))


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        formula_work(formula_parse(text), {})
    except ValueError as error:
        assert str(error).startswith(("The formula ", "In the formula "))
