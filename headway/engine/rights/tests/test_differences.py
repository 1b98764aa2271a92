"""What a new policy changes, told in sentences; and the rows a person reads."""

from hypothesis import given, settings
from hypothesis import strategies as st

from headway.engine.rights.differences import differences
from headway.engine.rights.document import policy_from, problems_of
from headway.engine.rights.matrix import Row, matrix
from headway.engine.rights.tests.policies import SMALL, TEXT
from headway.engine.rights.tests.profiles import FOLDER, PROFILES

WORDS = [
    "director",
    "vp",
    "executive",
    "legal",
    "finance",
    "owner",
    "designer",
    "any",
    "all_of",
    "one_of",
    "2",
    "3",
    "10",
]


def told(*swaps: tuple[str, str]) -> list[str]:
    text = TEXT
    for old, new in swaps:
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)
    return differences(SMALL, policy_from(text), "EUR")


def test_the_same_policy_differs_in_nothing() -> None:
    assert told() == []
    assert told(("profile: small", "profile:   small  # the same")) == []


def test_each_part_is_told_in_words() -> None:
    assert told(("roles: [designer]", "roles: [designer, analyst]")) == [
        "Position design: Design, held by analyst and designer (before: Design, held by designer)."
    ]
    assert told(("label: Legal, irreplaceable: true", "label: Law")) == [
        "Position legal: Law, held by name (before: Legal, held by name, nobody stands in for it).",
        "DRe6, any, whose approval is needed: Security or law (before: Security or legal).",
        "DRe6, any, who may ask: Product manager, security or law (before: Product manager, security or legal).",
    ]
    assert told(("limits: {arr: 50000}", "limits: {arr: 70000, accounts: 5}")) == [
        "Standing delegation from executive to director: up to EUR 70,000 ARR and 5 accounts, until 2026-12-31 "
        "(before: up to EUR 50,000 ARR, until 2026-12-31)."
    ]
    assert told(("title: Budget", "title: Budgets")) == ["DRb1 title: Budgets (before: Budget)."]
    assert told(("mode: recommend", "mode: decide"), (", answer: [executive]", "")) == [
        "DRb1, any, mode: decide (before: recommend).",
        "DRb1, any, who answers: none (before: Executive).",
    ]


def test_a_limit_that_moves_is_told_for_its_level_and_not_for_each_right() -> None:
    assert told(("material: {accounts: 10}", "material: {accounts: 20}")) == [
        "Level material: from 20 accounts on (before: from 10 accounts on)."
    ]


def test_what_changes_in_a_rule_is_told_one_by_one() -> None:
    assert told(
        ("decide: [director, executive]", "decide: [executive]"),
        ("deadline_days: 5", "deadline_days: 1"),
        ("{to: executive, after_days: 3}", "{to: director, after_days: 1}, {to: executive, after_days: 3}"),
    ) == [
        "DRe1, material, who decides: Executive (before: Director or executive).",
        "DRe1, material, deadline: 1 day (before: 5 days).",
        "DRe1, material, escalation: after 1 day director, after 3 days executive (before: after 3 days executive).",
    ]


def test_a_rule_that_comes_or_goes_is_told_whole() -> None:
    fewer = (
        "    title: Roadmap changes\n    mode: decide\n    rules: [{when: any, decide: [product_manager]}]\n"
    )
    start, end = TEXT.index("    title: Roadmap changes"), TEXT.index("  DRe2:")
    smaller = policy_from(TEXT[:start] + fewer + TEXT[end:])
    assert differences(SMALL, smaller) == [
        "DRe1 order of rules is gone (before: material, then any).",
        "DRe1, any, who decides: Product manager (before: Product manager, director or executive).",
        "DRe1, material is gone (before: who decides: Director or executive; who is informed: Engineering; "
        "deadline: 5 days; escalation: after 3 days executive; mode: decide).",
    ]
    assert differences(smaller, SMALL)[0] == "DRe1 order of rules is new: material, then any."


@given(st.sampled_from(sorted(PROFILES)), st.sampled_from(sorted(PROFILES)))
def test_two_profiles_differ_exactly_when_they_are_two(one: str, other: str) -> None:
    assert (differences(PROFILES[one], PROFILES[other]) == []) is (one == other)


# Without a deadline: reading a document takes a tenth of a second.
@settings(deadline=None, max_examples=60)
@given(st.sampled_from(sorted(PROFILES)), st.integers(0, 320), st.sampled_from(WORDS), st.sampled_from(WORDS))
def test_no_difference_goes_untold(name: str, place: int, old: str, new: str) -> None:
    lines = (FOLDER / f"{name}.yaml").read_text("utf-8").splitlines()
    place %= len(lines)
    lines[place] = lines[place].replace(old, new, 1)
    text = "\n".join(lines)
    if not problems_of(text):
        assert bool(differences(PROFILES[name], policy_from(text))) is (policy_from(text) != PROFILES[name])


def test_the_second_level_differs_from_the_first_in_what_it_decides_itself() -> None:
    found = differences(PROFILES["spm_1"], PROFILES["spm_2"])
    assert {line.partition(",")[0] for line in found[2:]} == {"DRe1", "LV11", "LV14"}
    assert (
        "LV14, any, who decides: Product manager, director, VP or executive (before: Director, VP or executive)."
        in found
    )


def test_the_matrix_has_a_row_for_each_rule() -> None:
    rows = matrix(PROFILES["regulated"], "EUR")
    assert len(rows) == sum(len(right.rules) for right in PROFILES["regulated"].rights.values())
    assert rows[3] == Row(
        right="DRi3",
        title="Requirement details, criteria and metrics",
        mode="decide",
        when="any other",
        level="any",
        decides="Product manager",
        approves="",
        asks="",
        answers="",
        consulted="",
        informed="",
        deadline="",
        escalation="",
    )
    (major,) = [row for row in rows if row.right == "DRe1" and "500,000" in row.when]
    assert major.when == "from EUR 500,000 ARR, 25 accounts or 4 quarters on, or compliance class any"
    assert major.approves == "Engineering, and finance, and security or legal"
    assert (
        next(row for row in rows if row.right == "POL").approves
        == "2 of security, legal, finance and director"
    )
