"""The draft is backed by its records in full, and every tampering with it is found."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from headway.engine.drafting.brief import Brief, Initiative, KeyResult
from headway.engine.drafting.draft import Draft, draft
from headway.engine.drafting.faults import Known, faults
from headway.engine.drafting.metrics import forbidden, success_metrics
from headway.engine.drafting.sources import Source
from headway.engine.drafting.tests.briefs import BARE, GOAL, RICH, known_of
from headway.engine.drafting.text import Section, document, unescaped

KEYS = [
    "header", "problem", "users", "goals", "approach", "stories", "metrics", "instrumentation", "qualities",
    "risks", "rollout", "questions", "evidence",
]  # fmt: skip


def checked(found: Draft, brief: Brief) -> list[str]:
    citations = dict(found.citations)
    return faults(found.sections, citations, known_of(brief, citations))


@pytest.mark.parametrize(
    "brief", [RICH, BARE, replace(RICH, problems=()), replace(RICH, slot=None, key_results=())]
)
def test_a_draft_has_every_section_and_no_fault(brief: Brief) -> None:
    found = draft(brief)

    assert [section.key for section in found.sections] == KEYS
    assert [section.key for section in found.sections if not section.is_mandatory] == [
        "approach", "questions", "evidence"
    ]  # fmt: skip
    assert all(section.markdown.strip() for section in found.sections)
    assert checked(found, brief) == []


def test_the_same_brief_gives_the_same_draft() -> None:
    assert draft(RICH) == draft(RICH)


def test_every_citation_is_used_and_listed_once() -> None:
    found = draft(RICH)
    claims = "\n".join(section.markdown for section in found.sections[:-1])

    assert sorted({int(n) for n in re.findall(r"\[(\d+)\]", claims)}) == [n for n, _ in found.citations]
    assert len({source.key for _, source in found.citations}) == len(found.citations)


def test_what_it_says() -> None:
    sections = {section.key: section.markdown for section in draft(RICH).sections}

    assert sections["header"].startswith(
        "**In short:** 214 accounts (95% interval 190 to 238) wrote about P-003 “Pending top-ups 2.0” [1]; "
        "the aim is to bring `topup_failed_share_14d` to 4% [2]; INI-28 is planned to start in 2026-Q4 [3]."
    )
    assert (
        "Unknown: how many accounts P-019 affects [13] (no message names an account)." in sections["problem"]
    )
    assert (
        "> “My top-up of 50 euros is still pending, what \\[1\\] now?” — support, smb, 2026-08-14"
        in sections["problem"]
    )
    assert "| `topup_failed_share_14d` | success | 7.2% | 4% | 2026-12-31 | [2] |" in sections["metrics"]
    assert "| `fraud losses` | guardrail | Unknown | Unknown | Unknown | Assumption |" in sections["metrics"]
    assert "Exists: `topup_failed`, 1,939 events of 811 people" in sections["instrumentation"]
    assert "pin_changed" not in sections["instrumentation"]
    assert sections["stories"].count("### ") == 2
    assert "Unknown: which customer problem INI-40 Message centre" in document("x", draft(BARE).sections)


def test_a_redraft_keeps_the_numbers_of_citations_that_stay_in_use() -> None:
    kept = {7: RICH.key_results[1].record}

    found = draft(RICH, kept)

    assert dict(found.citations)[7].id == "KR5"
    assert "to 4% [7]" in found.sections[0].markdown
    assert checked(found, RICH) == []


def lines_of(found: Draft) -> Iterator[Section]:
    """Each line as a section of its own: a line is judged alone, and less is read again for every change."""
    for section in found.sections:
        for line in section.markdown.splitlines():
            yield replace(section, markdown=line)


def mutants(markdown: str) -> Iterator[str]:
    """Every text that differs in one digit of a number, date or ref."""
    markers = {place for found in re.finditer(r"\[\d+\]", markdown) for place in range(*found.span())}
    for found in re.finditer(r"\d", markdown):
        if found.start() not in markers:
            other = str((int(found.group()) + 1) % 10)
            yield markdown[: found.start()] + other + markdown[found.end() :]


def repointed(markdown: str) -> Iterator[tuple[int, str, str]]:
    """Each marker's number, and what stands before and after it."""
    for marker in re.finditer(r"\[(\d+)\]", markdown):
        yield int(marker.group(1)), markdown[: marker.start()], markdown[marker.end() :]


@pytest.mark.parametrize("brief", [RICH, replace(RICH, key_results=())])
def test_each_changed_digit_is_found(brief: Brief) -> None:
    found = draft(brief)
    citations = dict(found.citations)
    known = known_of(brief, citations)
    changes = [(line, changed) for line in lines_of(found) for changed in mutants(line.markdown)]
    for line, changed in changes:
        assert faults([replace(line, markdown=changed)], citations, known), changed
    assert len(changes) > 500


def test_each_marker_that_leads_nowhere_is_found() -> None:
    found = draft(RICH)
    citations = dict(found.citations)
    known = known_of(RICH, citations)
    for line in lines_of(found):
        for number, before, after in repointed(line.markdown):
            assert faults([replace(line, markdown=f"{before}[9{number}]{after}")], citations, known)


def test_a_marker_moved_to_another_record_is_found() -> None:
    found, tried = draft(RICH), 0
    citations = dict(found.citations)
    known = known_of(RICH, citations)
    for line in lines_of(found):
        for number, before, after in repointed(line.markdown):
            cited = citations[number]
            for other_number, other in citations.items():
                # Another part of the same record backs the claim as well; moving there makes nothing untrue.
                if {cited.id, cited.name} & {other.id, other.name} - {""}:
                    continue
                tried += 1
                changed = replace(line, markdown=f"{before}[{other_number}]{after}")
                assert faults([changed], citations, known), (line.markdown, other.label)
    assert tried > 2000


def test_each_changed_word_of_a_quote_is_found() -> None:
    found, tried = draft(RICH), 0
    citations = dict(found.citations)
    known = known_of(RICH, citations)
    for section in found.sections:
        for line in [line for line in section.markdown.splitlines() if line.startswith("> ")]:
            start, end = line.index("“") + 1, line.rindex("”")
            for word in re.finditer(r"\w+", line[start:end]):
                at = start + word.start()
                changed = line[:at] + "x" + line[at + 1 :]
                tried += 1
                assert faults([replace(section, markdown=changed)], citations, known), changed
    assert tried > 60


def test_each_changed_citation_is_found() -> None:
    found = draft(RICH)
    citations, tried = dict(found.citations), 0
    known = known_of(RICH, citations)
    for number, source in citations.items():
        for changed in tampered(source):
            tried += 1
            assert faults(found.sections, {**citations, number: changed}, known), changed
        without = {n: one for n, one in citations.items() if n != number}
        assert faults(found.sections, without, known)
    assert tried >= 2 * len(citations)


def tampered(source: Source) -> Iterator[Source]:
    yield replace(source, id=source.id + "0")
    if source.quote:
        yield replace(source, quote=source.quote + " Really")
    else:
        yield replace(source, label=source.label + "!")
    if source.figure and source.figure.value is not None:
        yield replace(source, figure=replace(source.figure, value=source.figure.value * 2 + 10))


def test_a_record_that_moved_since_the_draft_is_found() -> None:
    found = draft(RICH)
    citations = dict(found.citations)
    pending = RICH.problems[0]
    moved = replace(pending, accounts=replace(pending.accounts, value=260.0)).figure("accounts")
    known = known_of(RICH, citations)

    told = faults(found.sections, citations, Known(known.messages, {**known.sources, moved.key: moved}))

    assert told[0] == (
        "Citation [1]: P-003 accounts was 214 accounts (95% interval 190 to 238) and is now 260 accounts (95% interval 190 to 238)."
    )
    assert "Header: the number 214 is not one of what [1] cites (P-003)." in told


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("We lose 40 customers.", "A: the number 40 has no citation."),
        ("We lose 12 [1] and 40 customers.", "A: the number 40 has no citation."),
        ("It is late [9].", "A: [9] is not in the list of citations."),
        ("They say “so bad” [1].", "A: the quote “so bad” is not word for word in what [1] cites."),
        (
            'They say "so bad".',
            "A: the quote “so bad” is not word for word in what is cited: it has no citation.",
        ),
        ("INI-02 waits [1].", "A: INI-02 is not named by what [1] cites (INI-01)."),
        ("INI-02 waits.", "A: INI-02 has no citation."),
        ("By 2026-12-31 [1].", "A: the number 2026-12-31 is not one of what [1] cites (INI-01)."),
    ],
)
def test_each_kind_of_fault_has_its_sentence(line: str, fault: str) -> None:
    source = Source("record", "INI-01", label="INI-01 Cards", numbers=("12",))

    assert faults(
        [Section("a", "A", line, is_edited=True)], {1: source}, Known({}, {source.key: source})
    ) == [fault]


def test_words_of_customers_are_not_read_as_markup() -> None:
    assert unescaped("\\[x\\](y) \\<b>") == "[x](y) <b>"
    assert "what \\[1\\] now" in draft(RICH).sections[1].markdown


def test_metrics_come_from_key_results_that_name_the_same_things() -> None:
    found = success_metrics(RICH)

    assert [(one.metric, one.is_guardrail, one.baseline, one.target) for one in found] == [
        ("topup_failed_share_14d", False, 0.072, 0.04),
        ("transfer_failed_share", True, 0.0702, 0.0702),
        ("fraud losses", True, None, None),
    ]
    assert found[0].reason == "Initiative and key result both name top-ups."
    assert forbidden(GOAL) == ["share of failed transfers", "fraud losses"]


def test_without_a_fitting_key_result_the_problem_is_the_metric() -> None:
    results = (
        KeyResult("KR7", "More savings pots", "savings_pot_adoption", "share", 0.2733, 0.35, "2026-12-31"),
    )

    found = success_metrics(replace(RICH, key_results=results, goal=""))

    assert [(one.metric, one.baseline, one.target, one.is_guardrail) for one in found] == [
        ("mentions per month of P-003", 39.33, None, False),
        ("savings_pot_adoption", 0.2733, 0.2733, True),
    ]
    assert found[0].reason.startswith("No key result fits.")


def test_risks_are_those_the_records_show() -> None:
    told = [(one.kind, one.probability, one.impact) for one in draft(RICH).risks]

    assert told == [
        ("late", "possible", "high"),
        ("overload", "possible", "high"),
        ("overload", "", "high"),
        ("dependency", "unlikely", "high"),
        ("dependency", "likely", "high"),
        ("deadline", "possible", "high"),
        ("effort", "", "medium"),
        ("confidence", "", "medium"),
        ("channel", "", "medium"),
        ("channel", "", "medium"),
        ("trend", "", "medium"),
    ]
    assert draft(Brief(Initiative("INI-01", "Cards"))).risks == ()
