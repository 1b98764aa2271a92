"""Fernhill, a company that does not exist: six months of evidence with findings planted in it."""

from __future__ import annotations

import json
from pathlib import Path

from headway.sample import tables
from headway.sample.backlog import items_make
from headway.sample.customers import accounts_make, people_make
from headway.sample.days import FIRST_DAY, LAST_DAY
from headway.sample.findings import backlog_truth, events_truth, feedback_truth, planning_truth
from headway.sample.interviews import INTERVIEWS, notes_make
from headway.sample.messages import by_half, messages_make
from headway.sample.planning import capacities_make, initiatives_make
from headway.sample.targets import goal_text, key_results_make
from headway.sample.truth import Truth
from headway.sample.usage import events_make


def write_company(folder: Path, seed: int = 7) -> Truth:
    """Write the evidence folder of a made-up firm and return the findings planted in it.

    The same seed gives the same bytes. Files in `folder` with the names of the evidence files are replaced;
    `labels.csv` and `truth.json` hold what a reader of the evidence should find and are no input.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     truth = write_company(Path(folder))
    >>> sorted(truth.feedback.rising)
    ['arrival_texts_missing', 'dispatch_board_slow', 'offline_forms_lost']
    """
    folder.mkdir(parents=True, exist_ok=True)
    accounts = accounts_make(seed)
    people = people_make(seed, accounts)
    messages = messages_make(seed, people)
    events = events_make(seed, people)
    capacities, initiatives = capacities_make(seed), initiatives_make(seed)
    items = items_make(seed)
    key_results = key_results_make(events, by_half(messages))
    tables.feedback_write(folder, messages)
    tables.customers_write(folder, accounts, people)
    tables.events_write(folder, events)
    tables.plans_write(folder, capacities, initiatives)
    tables.objectives_write(folder, key_results)
    tables.backlog_write(folder, items)
    _text_write(folder / "goal.md", goal_text(key_results, accounts))
    _notes_write(folder / "research_notes", seed)
    truth = Truth(
        seed=seed,
        first_day=FIRST_DAY.isoformat(),
        last_day=LAST_DAY.isoformat(),
        feedback=feedback_truth(messages, accounts),
        events=events_truth(events),
        planning=planning_truth(capacities, initiatives),
        backlog=backlog_truth(items),
        research_notes={interview.file: interview.category for interview in INTERVIEWS},
    )
    _text_write(folder / "truth.json", json.dumps(truth.as_dict(), indent=1) + "\n")
    return truth


def _notes_write(folder: Path, seed: int) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in notes_make(seed).items():
        _text_write(folder / name, text)


def _text_write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
