"""Formulas of custom fields: arithmetic over the numbers, money and dates of a record, read and worked out."""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NoReturn

LENGTH_MOST, DEPTH_MOST, PRODUCTS_MOST, NUMBER_MOST = 500, 30, 12, 1e15
FUNCTIONS = ("min", "max", "abs")
TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d*)?|\.\d+)|([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)?)|([-+*/(),]))")

Operator = Literal["+", "-", "*", "/"]


@dataclass(frozen=True)
class Number:
    value: float


@dataclass(frozen=True)
class Name:
    """The value of a column: a number, money in major units, or a date as days since 1970-01-01."""

    name: str


@dataclass(frozen=True)
class Binary:
    operator: Operator
    left: "Node"
    right: "Node"


@dataclass(frozen=True)
class Call:
    function: str
    arguments: tuple["Node", ...]


Node = Number | Name | Binary | Call


@dataclass(frozen=True)
class Worked:
    """What a formula gives: `value`, or None with the reason."""

    value: float | None
    reason: str = ""


def formula_parse(text: str) -> Node:
    """Read a formula: `+ - * /`, parentheses, numbers, columns by name, `min(a, b)`, `max(a, b)`, `abs(a)`.

    At most 500 characters, 30 parentheses deep, 12 multiplications and divisions. Raises ValueError with one
    sentence that says where the reading stopped.

    >>> formula_parse("arr / 12")
    Binary(operator='/', left=Name(name='arr'), right=Number(value=12.0))
    """
    if len(text) > LENGTH_MOST:
        raise ValueError(f"The formula has {len(text)} characters, more than the {LENGTH_MOST} allowed.")
    reader = _Reader(list(_tokens(text)))
    node = reader.sum_read(0)
    if reader.at < len(reader.tokens):
        reader.stop("an operator")
    if reader.products > PRODUCTS_MOST:
        raise ValueError(
            f"The formula multiplies and divides more than {PRODUCTS_MOST} times; make it simpler."
        )
    return node


def names_in(node: Node) -> tuple[str, ...]:
    """The columns that a formula reads, each once, in their order.

    >>> names_in(formula_parse("(ends - starts) / ends"))
    ('ends', 'starts')
    """
    return tuple(dict.fromkeys(_names(node)))


def _names(node: Node) -> Iterator[str]:
    match node:
        case Name(name):
            yield name
        case Binary(_, left, right):
            yield from (*_names(left), *_names(right))
        case Call(_, arguments):
            for one in arguments:
                yield from _names(one)


def formula_work(node: Node, values: Mapping[str, float | None]) -> Worked:
    """Work a formula out; a column that is missing or None makes the result unknown, as does division by zero.

    >>> formula_work(formula_parse("a / b"), {"a": 1.0, "b": 0.0})
    Worked(value=None, reason='a division by zero')
    >>> formula_work(formula_parse("a + 2 * 3"), {"a": 1.0}).value
    7.0
    """
    try:
        value = _worked(node, values)
    except _Unknown as unknown:
        return Worked(None, str(unknown))
    return Worked(value) if math.isfinite(value) else Worked(None, "the result is too large")


class _Unknown(Exception):
    """Why there is no result."""


def _worked(node: Node, values: Mapping[str, float | None]) -> float:
    match node:
        case Number(value):
            return value
        case Name(name):
            found = values.get(name)
            if found is None:
                raise _Unknown(f"{name} is empty")
            return found
        case Binary(operator, left, right):
            return _OPERATORS[operator](_worked(left, values), _worked(right, values))
        case Call(function, arguments):
            return _FUNCTIONS[function]([_worked(one, values) for one in arguments])


def _divided(left: float, right: float) -> float:
    if right == 0:
        raise _Unknown("a division by zero")
    return left / right


_OPERATORS: dict[Operator, Callable[[float, float], float]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": _divided,
}
_FUNCTIONS: dict[str, Callable[[list[float]], float]] = {
    "min": min,
    "max": max,
    "abs": lambda values: abs(values[0]),
}


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(text.rstrip()):
        match = TOKEN.match(text, at)
        if match is None:
            raise ValueError(f"The formula cannot be read from {text[at : at + 20].strip()!r} on.")
        number, name, sign = match.groups()
        yield ("number", number) if number else ("name", name) if name else ("sign", sign)
        at = match.end()


class _Reader:
    """Recursive descent: a sum of products of signed values."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens, self.at, self.products = tokens, 0, 0

    def sum_read(self, depth: int) -> Node:
        if depth > DEPTH_MOST:
            raise ValueError(f"The formula has more than {DEPTH_MOST} parentheses inside one another.")
        node = self._product(depth)
        while sign := self._taken("+", "-"):
            node = Binary("+" if sign == "+" else "-", node, self._product(depth))
        return node

    def _product(self, depth: int) -> Node:
        node = self._signed(depth)
        while sign := self._taken("*", "/"):
            self.products += 1
            node = Binary("*" if sign == "*" else "/", node, self._signed(depth))
        return node

    def _signed(self, depth: int) -> Node:
        if depth > DEPTH_MOST:
            raise ValueError(
                f"The formula has more than {DEPTH_MOST} signs or parentheses inside one another."
            )
        if self._taken("-"):
            return Binary("-", Number(0.0), self._signed(depth + 1))
        if self._taken("("):
            node = self.sum_read(depth + 1)
            self._closed()
            return node
        return self._value(depth)

    def _value(self, depth: int) -> Node:
        kind, text = self.tokens[self.at] if self.at < len(self.tokens) else ("", "")
        if kind == "number":
            self.at += 1
            return Number(_bounded(text))
        if kind != "name":
            self.stop("a number, a column or a parenthesis")
        self.at += 1
        return self._call(text, depth) if self._taken("(") else Name(text)

    def _call(self, function: str, depth: int) -> Node:
        if function not in FUNCTIONS:
            raise ValueError(
                f"The formula knows no function {function[:40]!r}; there are {', '.join(FUNCTIONS)}."
            )
        arguments = [self.sum_read(depth + 1)]
        while self._taken(","):
            arguments.append(self.sum_read(depth + 1))
        self._closed()
        if (len(arguments) == 1) != (function == "abs"):
            wanted = "one value" if function == "abs" else "two values or more"
            raise ValueError(f"In the formula {function} takes {wanted}.")
        return Call(function, tuple(arguments))

    def _taken(self, *signs: str) -> str:
        if (
            self.at < len(self.tokens)
            and self.tokens[self.at][0] == "sign"
            and self.tokens[self.at][1] in signs
        ):
            self.at += 1
            return self.tokens[self.at - 1][1]
        return ""

    def _closed(self) -> None:
        if not self._taken(")"):
            self.stop("a closing parenthesis")

    def stop(self, wanted: str) -> NoReturn:
        """Say what was expected where."""
        here = repr(self.tokens[self.at][1][:40]) if self.at < len(self.tokens) else "its end"
        raise ValueError(f"The formula needs {wanted} at {here}.")


def _bounded(text: str) -> float:
    value = float(text)
    if value > NUMBER_MOST:
        raise ValueError(f"The formula has a number greater than {NUMBER_MOST:g}.")
    return value
