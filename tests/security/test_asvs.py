"""The table of ASVS requirements is whole, and what it names is there."""

import ast
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from tests.security.asvs import ANSWERS, CHAPTERS, DOCS, counts, page, requirements, said

ROOT = Path(__file__).resolve().parents[2]
# Counted in the standard's own list, version 5.0.0.
PER_CHAPTER = (27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7)
PER_LEVEL = {1: 70, 2: 183}


def test_every_requirement_of_both_levels_is_answered_once():
    found = requirements()
    assert len({one.id for one in found}) == len(found) == 253
    assert (
        tuple(Counter(one.chapter for one in found)[number] for number in range(1, len(CHAPTERS) + 1))
        == PER_CHAPTER
    )
    assert Counter(one.level for one in found) == PER_LEVEL
    assert {one.answer for one in found} <= set(ANSWERS)
    assert [one.id for one in found if not one.why or len(one.wording.split()) > 12] == []


@cache
def functions(file: str) -> set[str]:
    tree = ast.parse((ROOT / file).read_text())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("test", sorted({test for one in requirements() for test in one.tests}))
def test_every_test_that_is_named_exists(test):
    file, _, function = test.partition("::")
    assert function.startswith("test_") and function in functions(file)


def test_nine_of_ten_that_apply_are_met_or_name_a_test():
    found = requirements()
    met = [one for one in found if one.answer == "met"]
    assert [one.id for one in met if not one.tests] == []
    print(said(found))
    assert counts(found)["proven"] / counts(found)["applicable"] >= 0.9


def test_the_pages_say_what_the_file_says():
    assert (DOCS / "asvs.md").read_text() == page(requirements())
    assert said(requirements()) in (DOCS / "security.md").read_text().replace("\n", " ")
