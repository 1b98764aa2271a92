"""docs/behaviour.md says what is counted: its examples are run."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from headway.apps.analytics.behaviour.definitions import TEXTS
from headway.apps.analytics.behaviour.tests.asking import asked, events
from tests.world import World

DOCUMENT = Path(__file__).resolve().parents[5] / "docs/behaviour.md"
TEXT = DOCUMENT.read_text("utf-8")
EXAMPLES = re.findall(r"```example\n(.*?)```", TEXT, re.S)
START = datetime(2026, 1, 1, tzinfo=UTC)
FUNNEL = re.compile(
    r"funnel ([\w, ]+?) window (\d+)(?: order (\w+))?(?: anchor (\w+))?(?: without (\w) (\d)-(\d))?"
)


def numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


def funnel_question(asking: str) -> dict[str, Any]:
    found = FUNNEL.fullmatch(asking)
    assert found, asking
    names, window, order, anchor, spoiling, first, last = found.groups()
    out = [{"event": spoiling, "from_step": int(first), "to_step": int(last)}] if spoiling else []
    return {"steps": [{"event": name} for name in names.split(", ")], "window_seconds": int(window),
            "order": order or "ordered", "anchor": anchor or "best", "exclusions": out}  # fmt: skip


def told(answer: dict[str, Any], kind: str) -> list[str]:
    """The answer as the document writes it."""

    def line(values: list[Any]) -> str:
        return ", ".join(f"{value:g}" for value in values)

    if kind == "funnel":
        return [
            f"-> {line(answer['counts'])}",
            f"seconds {line([one or 0 for one in answer['avg_seconds']])}",
        ]
    if kind == "retention":
        return ["-> " + " / ".join(map(line, answer["matrix"]))]
    return [f"-> {state} {line(answer[state])}" for state in ("new", "returning", "resurrecting", "dormant")]


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_as_it_says(world: World, example: str) -> None:
    asking, *rest = example.strip().splitlines()
    kind, *words = asking.split()
    rows = events("\n".join(row for row in rest if re.match(r"\w+:", row)), START, timedelta(seconds=1))
    if kind == "funnel":
        question = funnel_question(asking)
    else:
        question = {
            "period": words[0],
            "periods": int(words[1]),
            "first_period": "2026-01-01",
            "time_zone": "UTC",
        }
        question |= (
            {"start_event": "A", "cumulative": "cumulative" in words}
            if kind == "retention"
            else {"event": "A"}
        )
    expected = [row for row in rest if row.startswith(("->", "seconds"))]
    found = told(asked(world, kind, rows, **question), kind)
    assert expected and set(expected) <= set(found), found


def test_there_are_examples_of_each_order() -> None:
    assert len(EXAMPLES) == 13
    assert {"strict", "unordered"} <= set(re.findall(r"order (\w+)", "".join(EXAMPLES)))


def test_rules_have_versions_and_one_sentence() -> None:
    assert all(re.fullmatch(r"[a-z_]+(\.[a-z_]+)?@\d+", name) for name in TEXTS)
    assert [text for text in TEXTS.values() if not text.endswith(".") or ". " in text] == []
