"""Patterns that cost time in proportion to the text, whatever they are: every way is followed at once, none twice.

A subset of regular expressions: signs, `.`, `[...]`, `\\d \\w \\s`, groups, `|`, `*`, `+`, `?` and `{m,n}`. A pattern
has to fit a whole text. After Thompson, "Regular Expression Search Algorithm", 1968.
"""

from collections.abc import Callable
from dataclasses import dataclass

from headway.engine.tracking.plan import PlanError

PATTERN_SIGNS_MOST = 200
TEXT_SIGNS_MOST = 300
NODES_MOST = 500
COPIES_MOST = 5_000
REPEATS_MOST = 100
STEPS_KEPT_MOST = 20_000
Fits = Callable[[str], bool]
CLASSES: dict[str, Fits] = {
    "d": str.isdigit,
    "w": lambda sign: sign.isalnum() or sign == "_",
    "s": str.isspace,
}
ESCAPED = {"n": "\n", "t": "\t", "r": "\r"}


@dataclass(frozen=True, slots=True)
class _Sign:
    fits: Fits


@dataclass(frozen=True, slots=True)
class _Row:
    parts: "tuple[_Node, ...]"


@dataclass(frozen=True, slots=True)
class _Either:
    parts: "tuple[_Node, ...]"


@dataclass(frozen=True, slots=True)
class _Repeat:
    part: "_Node"
    least: int
    most: int | None


_Node = _Sign | _Row | _Either | _Repeat


class _Reader:
    """The parts of a pattern in their order."""

    def __init__(self, pattern: str) -> None:
        self._pattern, self._at = pattern, 0

    def whole(self) -> _Node:
        found = self._either()
        if self._at < len(self._pattern):
            raise self._fault("closes a group that nothing opened")
        return found

    def _fault(self, what: str) -> PlanError:
        return PlanError(f"The pattern {self._pattern!r} {what}, at sign {self._at + 1}.")

    def _next(self) -> str:
        return self._pattern[self._at : self._at + 1]

    def _take(self) -> str:
        sign = self._next()
        if not sign:
            raise self._fault("ends too early")
        self._at += 1
        return sign

    def _either(self) -> _Node:
        parts = [self._row()]
        while self._next() == "|":
            self._at += 1
            parts.append(self._row())
        return parts[0] if len(parts) == 1 else _Either(tuple(parts))

    def _row(self) -> _Node:
        parts: list[_Node] = []
        while self._next() not in {"", "|", ")"}:
            parts.append(self._repeated())
        return _Row(tuple(parts))

    def _repeated(self) -> _Node:
        part = self._atom()
        bounds = {"*": (0, None), "+": (1, None), "?": (0, 1)}
        if self._next() in bounds:
            least, most = bounds[self._take()]
        elif self._next() == "{":
            least, most = self._counted()
        else:
            return part
        if self._next() in {"*", "+", "?", "{"}:
            raise self._fault("repeats a repetition")
        return _Repeat(part, least, most)

    def _counted(self) -> tuple[int, int | None]:
        end = self._pattern.find("}", self._at)
        text = self._pattern[self._at + 1 : end] if end > 0 else ""
        least, comma, most = text.partition(",")
        if not least.isdecimal() or (most and not most.isdecimal()):
            raise self._fault("has a brace that is no {m}, {m,} or {m,n}")
        low = int(least)
        high = (int(most) if most else None) if comma else low
        if max(low, high or 0) > REPEATS_MOST or (high is not None and high < low):
            raise self._fault(f"repeats the wrong way round or more than {REPEATS_MOST} times")
        self._at = end + 1
        return low, high

    def _atom(self) -> _Node:
        sign = self._take()
        if sign == "(":
            return self._group()
        if sign == "[":
            return _Sign(self._class())
        if sign == "\\":
            return _Sign(self._escaped())
        if sign in "*+?{":
            raise self._fault("repeats nothing")
        return _Sign(_any if sign == "." else sign.__eq__)

    def _group(self) -> _Node:
        if self._next() == "?":
            self._at += 1
            if self._take() != ":":
                raise self._fault("looks ahead, behind or names a group, which is not known here")
        found = self._either()
        if self._next() != ")":
            raise self._fault("opens a group that nothing closes")
        self._at += 1
        return found

    def _escaped(self) -> Fits:
        sign = self._take()
        if sign.lower() in CLASSES:
            fits = CLASSES[sign.lower()]
            return fits if sign.islower() else _not(fits)
        if sign.isalnum() and sign not in ESCAPED:
            raise self._fault("has an escape that is not known here")
        return ESCAPED.get(sign, sign).__eq__

    def _class(self) -> Fits:
        negated = self._next() == "^"
        self._at += negated
        fits: list[Fits] = []
        while self._next() != "]" or not fits:
            fits.append(self._range())
        self._at += 1
        return _not(_any_of(fits)) if negated else _any_of(fits)

    def _range(self) -> Fits:
        sign = self._take()
        if sign == "\\":
            return self._escaped()
        if self._next() != "-" or self._pattern[self._at + 1 : self._at + 2] in {"", "]"}:
            return sign.__eq__
        self._at += 1
        last = self._take()
        if last == "\\" or last < sign:
            raise self._fault("has a range the wrong way round")
        return lambda one: sign <= one <= last


def _any(sign: str) -> bool:
    return sign != "\n"


def _not(fits: Fits) -> Fits:
    return lambda sign: not fits(sign)


def _any_of(fits: list[Fits]) -> Fits:
    return fits[0] if len(fits) == 1 else lambda sign: any(one(sign) for one in fits)


class _Step(dict[str, "_Step"]):
    """Where a text stands within a pattern, and where each next sign leads."""

    __slots__ = ("is_end", "pattern", "places")

    def __init__(self, pattern: "Pattern", places: frozenset[int]) -> None:
        super().__init__()
        self.pattern, self.places, self.is_end = pattern, places, 0 in places

    def __missing__(self, sign: str) -> "_Step":
        return self.pattern.step(self, sign)


class Pattern:
    """A pattern that texts are held against.

    Raises PlanError for one that is longer than 200 signs, too large once its repetitions are written out, or
    uses what is not known here.

    >>> Pattern("[A-Z][a-z]+( [A-Z][a-z]+)*").fits("Order Paid"), Pattern("(a+)+b").fits("a" * 300)
    (True, False)
    """

    def __init__(self, pattern: str) -> None:
        if len(pattern) > PATTERN_SIGNS_MOST:
            raise PlanError(f"The pattern is longer than {PATTERN_SIGNS_MOST} signs; shorten it.")
        self._text, self._built, self._kept = pattern, 0, 0
        # Place 0 is the end.
        self._signs: list[tuple[Fits, int] | None] = [None]
        self._free: list[tuple[int, ...]] = [()]
        self._known: dict[frozenset[int], _Step] = {}
        self._start = self._reached([self._build(_Reader(_bare(pattern)).whole(), 0)])

    def fits(self, text: str) -> bool:
        """Whether the pattern fits the whole text; one of more than 300 signs fits none."""
        if len(text) > TEXT_SIGNS_MOST:
            return False
        step = self._step_at(self._start)
        for sign in text:
            step = step[sign]
        return step.is_end

    def step(self, before: _Step, sign: str) -> _Step:
        """Where a sign leads; remembered, since texts are much alike."""
        reached = [one[1] for place in before.places if (one := self._signs[place]) and one[0](sign)]
        after = self._step_at(self._reached(reached))
        if self._kept >= STEPS_KEPT_MOST:
            for known in self._known.values():
                known.clear()
            self._known, self._kept = {}, 0
        before[sign] = after
        self._kept += 1
        return after

    def _step_at(self, places: frozenset[int]) -> _Step:
        if places not in self._known:
            self._known[places] = _Step(self, places)
        return self._known[places]

    def _reached(self, places: list[int]) -> frozenset[int]:
        """Those places and all that can be reached from them without a sign."""
        found, left = set(places), list(places)
        while left:
            fresh = [one for one in self._free[left.pop()] if one not in found]
            found.update(fresh)
            left += fresh
        return frozenset(found)

    def _place(self, sign: tuple[Fits, int] | None = None, free: tuple[int, ...] = ()) -> int:
        if len(self._signs) >= NODES_MOST:
            raise self._too_large()
        self._signs.append(sign)
        self._free.append(free)
        return len(self._signs) - 1

    def _too_large(self) -> PlanError:
        return PlanError(f"The pattern {self._text!r} is too large once its repetitions are written out.")

    def _build(self, node: _Node, after: int) -> int:
        """Where a part begins that leads to `after`."""
        self._built += 1
        if self._built > COPIES_MOST:
            raise self._too_large()
        if isinstance(node, _Sign):
            return self._place((node.fits, after))
        if isinstance(node, _Either):
            return self._place(None, tuple(self._build(part, after) for part in node.parts))
        if isinstance(node, _Repeat):
            return self._repeat(node, after)
        for part in reversed(node.parts):
            after = self._build(part, after)
        return after

    def _repeat(self, node: _Repeat, after: int) -> int:
        begin = after
        if node.most is None:
            begin = self._place()
            self._free[begin] = (after, self._build(node.part, begin))
        for _ in range((node.most or node.least) - node.least):
            begin = self._place(None, (after, self._build(node.part, begin)))
        for _ in range(node.least):
            begin = self._build(node.part, begin)
        return begin


def _bare(pattern: str) -> str:
    """The pattern without the anchors that are meant anyway."""
    ended = pattern.endswith("$") and not pattern.endswith("\\$")
    return pattern[pattern.startswith("^") : len(pattern) - ended]
