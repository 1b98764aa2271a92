"""The table of docs/decision-rights.md that compares the six profiles. `python -m` this module writes it anew."""

from pathlib import Path

from headway.engine.rights.catalogue import KNOWN
from headway.engine.rights.policy import Approval, Policy, Rule
from headway.engine.rights.tests.profiles import NAMES, PROFILES

DOCUMENT = Path(__file__).parents[4] / "docs/decision-rights.md"
START, END = "<!-- profiles: start -->\n", "<!-- profiles: end -->\n"
SHORT = {
    "product_manager": "PM",
    "engineering": "Eng",
    "design": "Design",
    "support": "Support",
    "data": "Data",
    "finance": "Fin",
    "security": "Sec",
    "legal": "Legal",
    "director": "Dir",
    "vp": "VP",
    "executive": "Exec",
}


def table() -> str:
    """A row for each right, a column for each profile."""
    head = ["right", *(PROFILES[name].title for name in NAMES)]
    lines = [head, ["---"] * len(head)]
    lines += [[_title(right), *(cell(PROFILES[name], right) for name in NAMES)] for right in KNOWN]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def cell(policy: Policy, right: str) -> str:
    """The rules of a right, the strictest first, in as few letters as can be understood."""
    return "; ".join(_rule(rule, len(policy.right(right).rules) > 1) for rule in policy.right(right).rules)


def sizes() -> str:
    """From where on a change is material or major in each profile, a row each."""
    lines = [["profile", "level", "ARR", "accounts", "quarters"], ["---"] * 5]
    for name in NAMES:
        for level, limit in PROFILES[name].materiality.items():
            arr = f"{(limit.arr_minor or 0) // 100:,}"
            lines.append([PROFILES[name].title, level, arr, str(limit.accounts), str(limit.quarters)])
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def block() -> str:
    """Everything between the two marks of the document."""
    return f"{START}{table()}\n{sizes()}{END}"


def _title(right: str) -> str:
    return f"{right} {PROFILES['startup'].right(right).title.replace('|', '/')}"


def _rule(rule: Rule, several: bool) -> str:
    when = "" if rule.when.name == "any" else f"{_when(rule)}: "
    rest = "else " if several and rule.when.name == "any" else ""
    return f"{when}{rest}{_some(rule.decide)}{_approval(rule.approval)}"


def _when(rule: Rule) -> str:
    limit = rule.when.threshold
    if rule.when.name or limit is None:
        return rule.when.name.replace("compliance:any", "compliance")
    return f"{limit.accounts} accounts" + (" or compliance" if limit.compliance else "")


def _some(names: tuple[str, ...]) -> str:
    further = [SHORT[name] for name in names]
    return "/".join(further).replace("Dir/VP/Exec", "Dir+").replace("VP/Exec", "VP+")


def _approval(approval: Approval | None) -> str:
    if approval is None:
        return ""
    entries = [_some(entry) for entry in approval.entries]
    if approval.kind == "quorum":
        return f" + {approval.needed} of {', '.join(entries)}"
    return " + " + (" + " if approval.kind == "all_of" else "/").join(entries)


def written(text: str) -> str:
    """The document with the block made anew."""
    before, _, rest = text.partition(START)
    return before + block() + rest.partition(END)[2]


if __name__ == "__main__":
    DOCUMENT.write_text(written(DOCUMENT.read_text("utf-8")), "utf-8")
