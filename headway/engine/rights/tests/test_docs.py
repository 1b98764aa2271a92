"""docs/decision-rights.md says what the policies say."""

import re
from datetime import date

from headway.engine.rights.document import problems_of
from headway.engine.rights.policy import Reach
from headway.engine.rights.ruling import Person, ruling
from headway.engine.rights.tests.comparison import DOCUMENT, END, START, cell, written
from headway.engine.rights.tests.profiles import FOLDER, NAMES, PROFILES
from headway.engine.rights.yaml_text import read

TEXT = DOCUMENT.read_text("utf-8")


def test_the_table_is_the_one_the_profiles_make() -> None:
    assert TEXT.count(START) == TEXT.count(END) == 1
    assert written(TEXT) == TEXT, "python -m headway.engine.rights.tests.comparison writes it anew"


def test_a_cell_says_who_decides_and_with_whom() -> None:
    assert cell(PROFILES["scaling_saas"], "DRe5") == "100 accounts: VP+; 10 accounts: Dir+; else PM/Dir+"
    assert cell(PROFILES["regulated"], "POL") == "Exec + 2 of Sec, Legal, Fin, Dir"
    assert cell(PROFILES["enterprise"], "POL") == "Exec + Dir/VP/Sec/Legal"
    assert cell(PROFILES["enterprise"], "DRe6") == "Exec + Sec/Legal"


def test_every_profile_is_named_with_its_title() -> None:
    for name in NAMES:
        assert f"`{name}`" in TEXT and PROFILES[name].title in TEXT
    assert {path.stem for path in FOLDER.glob("*.yaml")} == set(NAMES)


def test_the_examples_stand_in_a_profile_word_for_word() -> None:
    shipped = "\n".join((FOLDER / f"{name}.yaml").read_text("utf-8") for name in NAMES)
    examples = re.findall(r"```yaml\n(.*?)```", TEXT, re.S)
    assert len(examples) == 4
    assert [example for example in examples if example not in shipped] == []
    assert all(read(example).value for example in examples)


def test_the_faults_it_shows_are_the_sentences_given() -> None:
    text = (FOLDER / "enterprise.yaml").read_text("utf-8").replace("roles: [designer]", "roles: [desinger]")
    assert problems_of(text)[0] in TEXT


def test_the_reason_it_shows_is_the_one_given() -> None:
    found = ruling(
        PROFILES["enterprise"],
        "DRe1",
        Reach(31_000_000, 12),
        Person("pia", "product_manager"),
        date(2026, 5, 1),
        currency="EUR",
    )
    assert found.reason in TEXT.replace("\n> ", " ")


def test_every_key_it_explains_exists() -> None:
    explained = TEXT.partition("| key of a rule |")[2].partition("\n\n")[0]
    keys = set(re.findall(r"^\| `(\w+)` \|", explained, re.M))
    assert keys == {
        "when", "decide", "request", "approve", "answer", "consult", "inform", "deadline_days", "escalate",
    }  # fmt: skip
