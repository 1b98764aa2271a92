"""docs/tracking-plan.md says what the tracking plan does: its examples are run."""

import json
import re
from pathlib import Path

import pytest

from headway.apps.analytics.tracking.intake import QUARANTINED_MOST
from headway.apps.analytics.tracking.keeping import COUNTS_A_DAY_MOST
from headway.apps.analytics.tracking.tests.given import done, told
from headway.engine.tracking.naming import STYLES
from headway.engine.tracking.patterns import TEXT_SIGNS_MOST
from headway.engine.tracking.plan import KINDS, TYPES
from tests.world import World

TEXT = (Path(__file__).resolve().parents[5] / "docs/tracking-plan.md").read_text("utf-8")


def example(kind: str) -> str:
    found = re.search(rf"```{kind}\n(.*?)```", TEXT, re.S)
    assert found, kind
    return found.group(1)


@pytest.mark.django_db
def test_the_examples_do_what_is_said(world: World) -> None:
    planned = json.loads(example("json"))
    assert planned.pop("serves") == ["metric:buy_rate"]
    done(world, "analytics.planned_event_save", **planned)
    lines = example("text")
    done(world, "analytics.planned_event_save", name="The same", purpose="?", properties=lines)
    first, second = (told(world, "analytics.planned_event_detail", ref=f"PE-{one}") for one in (1, 2))
    assert first["properties"] == second["properties"]
    code = {(one["sdk"], one["language"]): one["code"] for one in first["snippets"]}
    assert code["PostHog", "JavaScript"] == example("snippet").strip()
    taken = done(world, "analytics.plan_import", content=example("import"))
    assert (taken["made"], taken["left_out"]) == (["Cart Opened"], {"Cart Opened": ["items: minimum"]})


def test_every_kind_style_type_and_bound_is_told() -> None:
    assert re.findall(r"^\| `(\w+)` \|", TEXT, re.M) == list(KINDS)
    assert [name for name in STYLES if f"`{name}`" not in TEXT] == []
    assert [name for name in TYPES if not re.search(rf"\b{name}\b", TEXT)] == []
    assert [f"{one:,}" in TEXT for one in (QUARANTINED_MOST, COUNTS_A_DAY_MOST, TEXT_SIGNS_MOST)] == [
        True
    ] * 3
