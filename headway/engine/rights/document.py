"""A policy document, from its text to a policy, or to a list of what is wrong with it."""

from headway.engine.rights.policy import Policy
from headway.engine.rights.reading import delegations, levels, positions
from headway.engine.rights.reading_rules import Known, rights
from headway.engine.rights.spot import Spot
from headway.engine.rights.yaml_text import TextError, read

FORMAT = 1
KEYS = ("format", "profile", "title", "positions", "materiality", "rights", "delegations")


class PolicyError(ValueError):
    """A policy document cannot be used. The sentence names the first fault; `problems` holds them all."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(problems[0])
        self.problems = tuple(problems)


def policy_from(text: str) -> Policy:
    """The policy that a YAML text of format 1 describes.

    Raises PolicyError with one sentence naming the place and the remedy where anything is wrong with it.

    >>> policy_from("format: 2")
    Traceback (most recent call last):
    headway.engine.rights.document.PolicyError: Line 1, format: '2' cannot be read; write format: 1.
    """
    policy, problems = _read(text)
    if policy is None:
        raise PolicyError(problems)
    return policy


def problems_of(text: str) -> list[str]:
    """Everything that is wrong with a policy text, one sentence each; empty when it can be used.

    >>> problems_of("- a")
    ['Line 1: a mapping is needed here with format, profile, title, positions, materiality, rights, delegations.']
    """
    return _read(text)[1]


def _read(text: str) -> tuple[Policy | None, list[str]]:
    try:
        document = read(text)
    except TextError as error:
        return None, [str(error)]
    root = Spot(document, document.value)
    if root.has("format") and root.at("format").value != FORMAT:
        root.at("format").fault(f"'{root.at('format').value}' cannot be read; write format: {FORMAT}.")
        return None, root.faults
    for place in document.twice:
        Spot(document, None, place, root.faults).fault("this key stands twice; leave one out.")
    policy = _policy(root)
    return (None if root.faults else policy), root.faults


def _policy(root: Spot) -> Policy:
    root.keyed(KEYS, KEYS[:4] + KEYS[5:6])
    people = positions(root.at("positions")) if root.has("positions") else {}
    sizes = levels(root.at("materiality"))
    known = Known(tuple(people), sizes)
    return Policy(
        profile=root.at("profile").name() if root.has("profile") else "",
        title=root.at("title").text() if root.has("title") else "",
        positions=people,
        materiality=sizes,
        rights=rights(root.at("rights"), known) if root.has("rights") else {},
        delegations=delegations(root.at("delegations"), tuple(people)),
    )
