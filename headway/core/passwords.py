"""Which words make no password here, beside the common ones that Django knows."""

from typing import Any

from django.core.exceptions import ValidationError

from headway.core.models import Workspace

PRODUCT = "headway"
WORD_CHARACTERS_LEAST = 4
OTHER_CHARACTERS_LEAST = 8


class OwnWords:
    """Refuses a password that is little more than the name of the product or of a workspace."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError where fewer than eight characters are left without those names."""
        typed = rest = password.lower()
        for word in _own_words():
            rest = rest.replace(word, "")
        if rest != typed and len(rest) < OTHER_CHARACTERS_LEAST:
            raise ValidationError(
                "This password is mostly a name that everybody here knows; add other words.",
                code="password_own_words",
            )

    def get_help_text(self) -> str:
        return "It cannot be mostly the name of Headway or of a workspace."


def _own_words() -> list[str]:
    """The longest first, so that no part of a longer name is left."""
    names = {name.lower() for pair in Workspace.objects.values_list("name", "slug") for name in pair}
    return sorted(
        {PRODUCT} | {name for name in names if len(name) >= WORD_CHARACTERS_LEAST}, key=len, reverse=True
    )
