"""The questions about one person, checked: who is meant, and whether the person may be erased."""

from typing import Annotated

from pydantic import Field, StringConstraints, field_validator, model_validator

from headway.apps.privacy.identifiers import Identifiers
from headway.apps.privacy.sweep import Found
from headway.core.context import Context
from headway.core.models import Membership, User
from headway.core.owners import owned_alone
from headway.core.registry import Question
from headway.core.roles import ADMINS
from headway.engine.text.mentions import whole_key

NAME_LEAST = 3
Identifier = Annotated[str, StringConstraints(strip_whitespace=True, max_length=254)]


class PersonAsked(Question):
    """One person by what identifies them: at least one address, full name or id as a customer's user."""

    emails: list[Identifier] = Field([], max_length=20, examples=[["ann.lee@acme.example"]])
    names: list[Identifier] = Field([], max_length=20, examples=[["Ann Lee"]])
    user_ids: list[Identifier] = Field([], max_length=20, description="Ids in events, a CRM or a directory.")

    @field_validator("emails", "names", "user_ids")
    @classmethod
    def _filled(cls, values: list[str]) -> list[str]:
        return [value for value in values if value]

    @field_validator("emails")
    @classmethod
    def _addresses(cls, values: list[str]) -> list[str]:
        wrong = [value for value in values if not whole_key(value.partition("@")[2])]
        if wrong:
            raise ValueError(f"{wrong[0]!r} is not an e-mail address; give ids under user_ids")
        return values

    @field_validator("names")
    @classmethod
    def _telling(cls, values: list[str]) -> list[str]:
        wrong = [value for value in values if len(whole_key(value).replace(" ", "")) < NAME_LEAST]
        if wrong:
            raise ValueError(f"{wrong[0]!r} is too short to tell a person; give the full name")
        return values

    @model_validator(mode="after")
    def _somebody(self) -> "PersonAsked":
        if not (self.emails or self.names or self.user_ids):
            raise ValueError("name the person by an e-mail address, a full name or a user id")
        return self

    @property
    def identifiers(self) -> Identifiers:
        return Identifiers(frozenset(self.emails), frozenset(self.names), frozenset(self.user_ids))

    @property
    def confirmation(self) -> str:
        """What has to be typed again before the person is erased: the first identifier."""
        return [*self.emails, *self.names, *self.user_ids][0]


def refusal(context: Context, found: Found) -> str:
    """Why the person found cannot be erased by whoever asks; empty when nothing speaks against it."""
    for user in found.users():
        if user.pk == context.actor.pk:
            return "This is your own account; another admin has to erase it."
        if slugs := owned_alone(user):
            return f"The person is the last owner of {', '.join(slugs)}; make somebody else an owner first."
        if _elsewhere_unadministered(context, user):
            return (
                "The person also belongs to a workspace where you are no admin; "
                "their account can be erased once they are no member there."
            )
    return ""


def _elsewhere_unadministered(context: Context, user: User) -> bool:
    mine = Membership.objects.filter(user=context.actor, role__in=ADMINS).values("workspace")
    return Membership.objects.filter(user=user).exclude(workspace__in=mine).exists()
