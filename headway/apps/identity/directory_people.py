"""People as the directory keeps them: made, changed, closed, and taken off its list."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q

from headway.apps.identity.departing import activate, deactivate, refuse_last_owner
from headway.apps.identity.directory import Directory, note, people
from headway.apps.identity.joining import settle
from headway.apps.identity.models import ScimPerson
from headway.core.errors import Conflict, Invalid
from headway.core.models import User

NAMES = ("display_name", "given_name", "family_name", "formatted_name")
KEPT = (*NAMES, "email_type", "is_email_primary")


@dataclass(frozen=True)
class Told:
    """All that the directory tells of a person; empty is not told."""

    user_name: str
    email: str
    external_id: str = ""
    display_name: str = ""
    given_name: str = ""
    family_name: str = ""
    formatted_name: str = ""
    email_type: str = "work"
    is_email_primary: bool = True
    is_active: bool = True

    @property
    def name(self) -> str:
        """What the person is called here."""
        in_parts = f"{self.given_name} {self.family_name}".strip()
        return self.display_name or self.formatted_name or in_parts[:200]


def told_of(user: User) -> Told:
    """What the directory would tell of a person if it told what is here."""
    person = getattr(user, "scim_person", None)
    kept = {name: getattr(person, name) for name in KEPT} if person else {"display_name": user.name}
    return Told(
        user_name=user.scim_username or user.email,
        email=user.email,
        external_id=user.scim_external_id or "",
        is_active=user.is_active,
        **kept,
    )


def person_create(directory: Directory, told: Told) -> User:
    """Make an account without a password, or open again the one that the directory removed before.

    Raises Conflict where the name or the address is somebody's whom the directory sees.
    """
    _refuse_wrong(told)
    _refuse_taken(told, None)
    before = User.objects.filter(email=told.email, scim_person__removed_at__isnull=False).first()
    user = before or User.objects.create_user(told.email, None, told.name)
    _keep(directory, user, told)
    if user.is_active != told.is_active:
        (activate if told.is_active else deactivate)(directory, user)
    elif user.is_active:
        settle(user, None, directory.now, "scim", directory.actor)
    verb = "Opened again" if before else "Made"
    note(directory, "person_create", f"{verb} an account", user=str(user.pk), active=user.is_active)
    return user


def person_change(directory: Directory, user: User, told: Told) -> None:
    """Make an account what the directory tells now. Raises Refused, Invalid or Conflict and changes nothing."""
    before = told_of(user)
    fields = sorted(
        name for name in Told.__dataclass_fields__ if getattr(before, name) != getattr(told, name)
    )
    _refuse_wrong(told)
    _refuse_taken(told, user)
    if before.email != told.email:
        refuse_last_owner(user)
    ended = deactivate(directory, user) if before.is_active and not told.is_active else {}
    _keep(directory, user, told)
    if told.is_active and not before.is_active:
        activate(directory, user)
    elif before.email != told.email:
        settle(user, None, directory.now, "scim", directory.actor)
    note(directory, "person_change", _summary(before, told), user=str(user.pk), fields=fields, **ended)


def person_remove(directory: Directory, user: User) -> None:
    """Close an account and take it off the directory's list; the work stays under the person's name."""
    ended = deactivate(directory, user) if user.is_active else {}
    _keep(directory, user, told_of(user))
    ScimPerson.objects.filter(user=user).update(removed_at=directory.now)
    user.scim_groups.clear()
    note(directory, "person_remove", "Removed a person, whose account is closed", user=str(user.pk), **ended)


def _summary(before: Told, after: Told) -> str:
    if before.is_active == after.is_active:
        return "Changed an account"
    return "Opened an account again" if after.is_active else "Closed an account"


def _refuse_wrong(told: Told) -> None:
    try:
        validate_email(told.email)
    except ValidationError:
        raise Invalid("emails: a person needs one e-mail address, there or as the userName.") from None
    for name, value in (
        ("userName", told.user_name),
        ("externalId", told.external_id),
        ("emails", told.email),
    ):
        if len(value) > 254:
            raise Invalid(f"{name}: longer than 254 characters.")
    if any(len(getattr(told, name)) > 200 for name in NAMES):
        raise Invalid("displayName or a part of name is longer than 200 characters.")
    if len(told.email_type) > 40:
        raise Invalid("emails: a type is longer than 40 characters.")


def _refuse_taken(told: Told, user: User | None) -> None:
    """Nobody else may have the userName or the address; who was removed leaves the name, not the address."""
    others = User.objects.exclude(pk=user.pk) if user else User.objects.all()
    by_name = Q(scim_username__iexact=told.user_name) | Q(scim_username=None, email__iexact=told.user_name)
    addresses = others.filter(email__iexact=told.email)
    if user is None:
        addresses = addresses.exclude(scim_person__removed_at__isnull=False)
    if addresses.exists() or people().filter(by_name, pk__in=others).exists():
        raise Conflict("Another account has this userName or e-mail address already.")


def _keep(directory: Directory, user: User, told: Told) -> None:
    if user.email != told.email:
        # What allauth remembers of the address would keep it a way to this account.
        EmailAddress.objects.filter(user=user).delete()
    user.email, user.name = told.email, told.name
    user.scim_id, user.scim_username = str(user.pk), told.user_name
    user.scim_external_id = told.external_id or None
    user.save(update_fields=["email", "name", "scim_id", "scim_username", "scim_external_id"])
    kept = {name: getattr(told, name) for name in KEPT}
    ScimPerson.objects.update_or_create(
        user=user, defaults=kept | {"changed_at": directory.now, "removed_at": None}
    )
