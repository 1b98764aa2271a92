"""Policy documents that cannot be used: one sentence each, naming the place and the remedy."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headway.engine.rights.document import PolicyError, policy_from, problems_of
from headway.engine.rights.policy import Approval, Condition, Delegation, Escalation, Limits, Rule, Threshold
from headway.engine.rights.tests.policies import SMALL, TEXT

RULE = "rules: [{when: any, decide: [product_manager]}]"


def changed(old: str, new: str) -> str:
    assert TEXT.count(old) >= 1, old
    return TEXT.replace(old, new, 1)


def test_a_document_becomes_what_it_says() -> None:
    rule = SMALL.rights["DRe1"].rules[0]
    assert rule == Rule(
        when=Condition("material", Threshold(accounts=10)),
        decide=("director", "executive"),
        inform=("engineering",),
        deadline_days=5,
        escalation=(Escalation("executive", 3),),
    )
    assert SMALL.rights["DRe6"].rules[0].approval == Approval("all_of", (("security", "legal"),), 1)
    assert SMALL.positions["security"].roles == frozenset()
    assert SMALL.delegations[0] == Delegation(
        "executive", "director", SMALL.delegations[0].until, Limits(5_000_000)
    )
    assert str(SMALL.delegations[0].until) == "2026-12-31"


def test_limits_are_written_in_units_or_exactly() -> None:
    text = changed("material: {accounts: 10}", "material: {arr_minor: 12345, compliance: [health, any]}")
    assert policy_from(text).materiality["material"] == Threshold(
        12345, compliance=frozenset({"health", "any"})
    )


def test_conditions_may_be_a_class_or_limits_of_their_own() -> None:
    text = changed(
        RULE,
        "rules: [{when: 'compliance:health', decide: [executive]}, {when: {arr: 5, quarters: 2}, decide: [director]},"
        " {when: any, decide: [director]}]",
    )
    whens = [rule.when for rule in policy_from(text).rights["DRi1"].rules]
    assert whens == [
        Condition("compliance:health", Threshold(compliance=frozenset({"health"}))),
        Condition("", Threshold(arr_minor=500, quarters=2)),
        Condition("any"),
    ]


FAULTS = [
    # the text as a whole
    ("format: 1", "format: 2", "Line 1, format: '2' cannot be read; write format: 1."),
    (
        "profile: small\n",
        "",
        "Line 1: the key profile is missing; add it.",
    ),
    ("title: Small", "title: [Small", "Line 4: this is not valid YAML (expected ',' or ']', but got ':'); mend it and try again."),
    ("title: Small", "titel: Small", "Line 3, titel: 'titel' is no key here; write title."),
    ("title: Small", "title: Small\ntitle: Smaller", "Line 3, title: this key stands twice; leave one out."),
    ("title: Small", "title: 5", "Line 3, title: words on one line are needed here; write them, in quotes if they look like a number."),
    ("title: Small", "title: &a Small", "Line 3: anchors and aliases are not read; write the part out."),
    ("title: Small", "title: *a", "Line 3: anchors and aliases are not read; write the part out."),
    ("title: Small", "title: !!python/name:os.system x", "Line 3: tags such as tag:yaml.org,2002:python/name:os.system are not read; write the plain value."),
    ("title: Small", "[a]: Small", "Line 3: a key must be a plain word."),
    ("title: Small", "title: " + "[" * 13 + "]" * 13, "Line 3: more than 12 levels inside each other; write it flatter."),
    ("profile: small", "profile: Small one", "Line 2, profile: 'Small one' is no name; use small letters, digits and _, at most 40, a letter first."),
    # positions
    ("roles: [designer]", "roles: [desinger]", "Line 7, positions > design > roles > entry 1: 'desinger' is no workspace role; write designer."),
    ("roles: [engineer]", "roles: [pilot]", "Line 6, positions > engineering > roles > entry 1: 'pilot' is no workspace role; write one of "
     "owner, admin, product_lead, product_manager, engineer, designer, analyst, contributor, viewer."),
    ("roles: [engineer]", "roles: [engineer, engineer]", "Line 6, positions > engineering > roles > entry 2: engineer stands here twice; leave one out."),
    ("roles: [engineer]", "roles: engineer", "Line 6, positions > engineering > roles: a list is needed here, such as [a, b]."),
    ("{label: Security}", "{}", "Line 10, positions > security: the key label is missing; add it."),
    ("irreplaceable: true}\n", "irreplaceable: maybe}\n", "Line 11, positions > legal > irreplaceable: 'maybe' is neither true nor false; write one of them."),
    ("irreplaceable: true}\n", "irreplaceable: true}\n  Legal: {label: Legal}\n", "Line 12, positions > Legal: 'Legal' is no name; use small letters, digits and _, at most 40, a letter first."),
    # materiality
    ("{accounts: 10}", "{accounts: -1}", "Line 13, materiality > material > accounts: -1 must lie between 0 and 1,000,000,000,000,000; change it."),
    ("{accounts: 10}", "{accounts: ten}", "Line 13, materiality > material > accounts: 'ten' is not a whole number; write one such as 10."),
    ("{accounts: 10}", "{accounts: 10.5}", "Line 13, materiality > material > accounts: '10.5' is not a whole number; write one such as 10."),
    ("{accounts: 10}", "{accounts: true}", "Line 13, materiality > material > accounts: 'True' is not a whole number; write one such as 10."),
    ("{accounts: 10}", "{}", "Line 13, materiality > material: no limit is named; write one such as accounts: 10."),
    ("{accounts: 10}", "{arr: 1, arr_minor: 100}", "Line 13, materiality > material: arr and arr_minor say the same twice; leave one out."),
    ("{accounts: 10}", "{accouts: 10}", "Line 13, materiality > material > accouts: 'accouts' is no key here; write accounts."),
    ("material: {acc", "any: {acc", "Line 13, materiality > any: any has a meaning of its own in conditions; give the level another name."),
    # rights and rules
    ("  DRi1:\n    title: What DRi1 is about\n    mode: decide\n    " + RULE + "\n", "", "Line 14, rights: the decision right DRi1 is missing; add it."),
    ("  DRi1:", "  DRx1:\n    title: X\n  DRi1:", "Line 15, rights > DRx1: 'DRx1' is no decision right here; write DRt1."),
    ("mode: decide", "mode: veto", "Line 17, rights > DRi1 > mode: 'veto' is no mode; write one of decide, recommend."),
    ("decide: [product_manager]}", "decide: [product_manger]}", "Line 18, rights > DRi1 > rules > rule 1 > decide > entry 1: 'product_manger' is no position; write product_manager."),
    ("decide: [product_manager]}", "decide: []}", "Line 18, rights > DRi1 > rules > rule 1 > decide: at least one position is needed; name one."),
    (RULE, "rules: []", "Line 18, rights > DRi1 > rules: the last rule must be for every other change; give it when: any."),
    (RULE, "rules: [{when: material, decide: [director]}]", "Line 18, rights > DRi1 > rules: the last rule must be for every other change; give it when: any."),
    (RULE, "rules: [{when: any, decide: [director]}, {when: any, decide: [director]}]",
     "Line 18, rights > DRi1 > rules: nothing after rule 1 can hold, since that is for any change; put it last."),
    (RULE, "rules: [{when: material, decide: [director]}, {when: material, decide: [director]}, {when: any, decide: [director]}]",
     "Line 18, rights > DRi1 > rules: two rules have the same condition; leave one out."),
    (RULE, "rules: [{when: {arr: 5}, decide: [director]}, {when: {arr_minor: 500}, decide: [director]}, {when: any, decide: [director]}]",
     "Line 18, rights > DRi1 > rules: two rules have the same condition; leave one out."),
    (RULE, "rules: [{when: big, decide: [director]}, {when: any, decide: [director]}]",
     "Line 18, rights > DRi1 > rules > rule 1 > when: 'big' is no condition, neither a level nor compliance:CLASS; write one of any, material."),
    (RULE, "rules: [{when: any, decide: [director], answer: [director]}]",
     "Line 18, rights > DRi1 > rules: answer is only for what is recommended; take it out or write mode: recommend."),
    # approvals
    ("{all_of: [engineering, design]}", "{all_of: [], one_of: [design]}", "approve: exactly one of all_of, one_of and quorum is needed; write one."),
    ("{all_of: [engineering, design]}", "{all_of: []}", "approve > all_of: at least one position is needed; name one."),
    ("{all_of: [engineering, design]}", "{all_of: [engineering, [design, engineering]]}",
     "approve > all_of > entry 2: a position stands here that stands before; leave it out in one of the places."),
    ("{all_of: [engineering, design]}", "{quorum: {of: [engineering, design], n: 3}}", "approve > quorum > n: 3 of 2 can never agree; write 2 or fewer."),
    ("{all_of: [engineering, design]}", "{quorum: {of: [engineering, design], n: 0}}", "approve > quorum > n: 0 must lie between 1 and 1,000,000,000,000,000; change it."),
    ("{all_of: [engineering, design]}", "{quorum: {of: [engineering, design]}}", "approve > quorum: the key n is missing; add it."),
    # escalation and delegation
    ("[{to: executive, after_days: 3}]", "[{to: vp, after_days: 3}]", "escalate > stage 1 > to: 'vp' is no position; write one of "
     "product_manager, engineering, design, director, executive, security, legal."),
    ("[{to: executive, after_days: 3}]", "[{to: director, after_days: 1}, {to: executive, after_days: 2}, {to: director, after_days: 3}]",
     "escalate: it escalates in a circle (director, executive, director); end it before."),
    ("[{to: executive, after_days: 3}]", "[{to: director, after_days: 3}, {to: executive, after_days: 3}]",
     "escalate: each stage must come after the one before; raise its after_days."),
    ("until: 2026-12-31", "until: 2026-02-30", "delegations > delegation 1 > until: '2026-02-30' is not a date; write it as 2026-12-31."),
    ("from: executive, to: director", "from: director, to: director", "delegations: they lead in a circle (director, director); take one of them out."),
    ("delegations:\n", "delegations:\n  - {from: director, to: executive}\n",
     "delegations: they lead in a circle (director, executive, director); take one of them out."),
    ("limits: {arr: 50000}", "limits: {arr: -5}", "delegations > delegation 1 > limits > arr: -5 must lie between 0 and 1,000,000,000,000,000; change it."),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "sentence"), FAULTS, ids=[sentence[:70] for _, _, sentence in FAULTS])
def test_a_fault_is_one_sentence_with_place_and_remedy(old: str, new: str, sentence: str) -> None:
    text = changed(old, new)
    with pytest.raises(PolicyError) as refused:
        policy_from(text)
    assert str(refused.value).endswith(sentence)
    assert str(refused.value).startswith("Line ")
    assert problems_of(text)[0] == str(refused.value) == refused.value.problems[0]


def test_every_fault_is_listed() -> None:
    text = changed("roles: [designer]", "roles: [desinger]").replace("after_days: 3", "after_days: 0")
    assert [one.partition(": ")[2] for one in problems_of(text)] == [
        "'desinger' is no workspace role; write designer.",
        "0 must lie between 1 and 1,000,000,000,000,000; change it.",
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The document: a mapping is needed here with format, profile, title, positions, materiality, rights, delegations."),
        ("a: b: c", "Line 1: this is not valid YAML (mapping values are not allowed here); mend it and try again."),
        ("title: \x00", "The text holds a character that YAML does not allow; save it as plain UTF-8."),
        ("x" * 200_001, "The text has 200,001 characters; at most 200,000 are read."),
        ("[" * 100_000, "Line 1: more than 12 levels inside each other; write it flatter."),
    ],
)  # fmt: skip
def test_texts_that_are_no_document(text: str, sentence: str) -> None:
    assert problems_of(text) == [sentence]


def test_a_number_too_long_to_be_one_is_refused_like_any_word() -> None:
    (found,) = problems_of(changed("{accounts: 10}", "{accounts: " + "9" * 5000 + "}"))
    assert found.endswith("is not a whole number; write one such as 10.")


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(TEXT)), st.integers(0, 40), st.text("abc[]{}:,-& *!|>'\"#%@`\n 19\t", max_size=12))
def test_no_text_brings_anything_but_sentences(start: int, length: int, inserted: str) -> None:
    for problem in problems_of(TEXT[:start] + inserted + TEXT[start + length :]):
        assert problem.endswith(".") and "\n" not in problem
