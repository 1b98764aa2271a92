"""The policy in force in a workspace, and the six that come with Headway."""

from functools import lru_cache
from pathlib import Path

from headway.apps.governance.models import RightsPolicy
from headway.core.access import rows
from headway.core.context import Context
from headway.core.errors import Invalid, NotFound
from headway.engine.rights.document import PolicyError, policy_from
from headway.engine.rights.policy import Policy

PROFILES = Path(__file__).parent / "profiles"
FIRST_PROFILE = "startup"


def profile_names() -> list[str]:
    return sorted(path.stem for path in PROFILES.glob("*.yaml"))


def profile_text(name: str) -> str:
    """The policy document of a profile. Raises NotFound, naming those there are."""
    if name not in profile_names():
        raise NotFound(f"No profile {name!r}; there are {', '.join(profile_names())}.")
    return (PROFILES / f"{name}.yaml").read_text("utf-8")


def document_asked(profile: str, text: str) -> str:
    """The policy document that a question gives or names. Raises Invalid when it does both or neither."""
    if bool(profile) == bool(text):
        raise Invalid("Field profile: name a profile or send a text, one of the two.")
    return profile_text(profile) if profile else text


def adopted(context: Context) -> RightsPolicy | None:
    """The version in force; None where nobody has adopted one, so that the first profile holds."""
    return rows(RightsPolicy, context).select_related("adopted_by").order_by("-version").first()


def in_force(context: Context) -> Policy:
    return policy_of(adopted(context))


def policy_of(version: RightsPolicy | None) -> Policy:
    return parsed(version.text if version else profile_text(FIRST_PROFILE))


@lru_cache(maxsize=64)
def parsed(text: str) -> Policy:
    """A document read; the same text is read once in a process. Raises PolicyError."""
    return policy_from(text)


def parsed_or_invalid(text: str) -> Policy:
    """A document that somebody sent, read. Raises Invalid with its first fault and where that is."""
    try:
        return parsed(text)
    except PolicyError as error:
        raise Invalid(f"Field text: {error}") from error
