"""The table of ASVS requirements: read from docs/asvs.csv, written as docs/asvs.md.

`python -m tests.security.asvs` writes the page anew.
"""

import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"
ANSWERS = ("met", "partly", "open", "not applicable")
CHAPTERS = (
    "Encoding and sanitization", "Validation and business logic", "Web frontend security", "API and web service", "File handling",
    "Authentication", "Session management", "Authorization", "Self-contained tokens", "OAuth and OIDC", "Cryptography",
    "Secure communication", "Configuration", "Data protection", "Secure coding and architecture",
    "Security logging and error handling", "WebRTC",
)  # fmt: skip
HEAD = """# ASVS 5.0, levels 1 and 2

Every requirement of levels 1 and 2 of the OWASP Application Security Verification Standard 5.0.0, answered. The wording is a
short one of our own; the number leads to the standard's. The answers are our own judgement and no certificate: `partly` and
`open` say what is missing. *Proof* names tests in this repository. This page is made from [asvs.csv](asvs.csv) by
`python -m tests.security.asvs`; tests compare the two, and look for every test that is named.

"""


@dataclass(frozen=True)
class Requirement:
    id: str
    level: int
    wording: str
    answer: str
    why: str
    tests: tuple[str, ...]

    @property
    def chapter(self) -> int:
        return int(self.id.partition(".")[0])


def requirements() -> list[Requirement]:
    """All of them, as they stand in the file."""
    with (DOCS / "asvs.csv").open(newline="", encoding="utf-8") as file:
        return [
            Requirement(
                row["id"],
                int(row["level"]),
                row["wording"],
                row["answer"],
                row["why"],
                tuple(row["tests"].split()),
            )
            for row in csv.DictReader(file)
        ]


def counts(found: list[Requirement]) -> Counter[str]:
    """How many have each answer; `applicable`, `proven` (applicable and naming a test) and `all` beside them."""
    answered = Counter(one.answer for one in found)
    answered["all"] = len(found)
    answered["applicable"] = len(found) - answered["not applicable"]
    answered["proven"] = sum(one.answer != "not applicable" and bool(one.tests) for one in found)
    return answered


def said(found: list[Requirement]) -> str:
    """The counts as one sentence."""
    of = counts(found)
    return (
        f"Of {of['all']} requirements {of['applicable']} apply: {of['met']} are met, {of['partly']} partly, {of['open']} open; "
        f"{of['proven']} name a test, {of['proven'] / of['applicable']:.0%} of those that apply, every one that is met among them."
    )


def page(found: list[Requirement]) -> str:
    parts = [HEAD, said(found), "\n"]
    for number, chapter in enumerate(CHAPTERS, 1):
        parts.append(
            f"\n## V{number} {chapter}\n\n| number | level | what | answer | how | proof |\n|---|---|---|---|---|---|\n"
        )
        parts += [_line(one) for one in found if one.chapter == number]
    return "".join(parts)


def _line(one: Requirement) -> str:
    proof = "<br>".join(f"`{test}`" for test in one.tests)
    return f"| {one.id} | {one.level} | {one.wording} | {one.answer} | {one.why} | {proof} |\n"


if __name__ == "__main__":
    (DOCS / "asvs.md").write_text(page(requirements()), encoding="utf-8")
    print(said(requirements()))
