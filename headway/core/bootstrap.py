"""The first start: tables, an owner, a workspace; each made only when there is none."""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.files import locks
from django.core.management import call_command
from django.db import connection, transaction
from django.utils.text import slugify

from headway.core import activity
from headway.core.access import enter
from headway.core.actions import ref_of
from headway.core.context import Channel, Context
from headway.core.errors import Invalid, NotFound
from headway.core.models import ApiToken, Membership, User, Workspace, token_hash
from headway.core.registry import Done
from headway.core.roles import Role
from headway.core.token_actions import TokenSecret, scopes_checked

OWNER_EMAIL = "owner@headway.local"
FIRST_WORKSPACE = "main"


@dataclass(frozen=True)
class Installed:
    """Who owns what; the password is there only when it was made up just now."""

    owner: User
    workspace: Workspace
    password: str = ""


def ready(now: datetime) -> None:
    """Bring the tables up to date and make sure that somebody owns a workspace; quick when all is there."""
    if not _behind() and Membership.objects.filter(role=Role.OWNER).exists():
        return
    with _alone():
        if _behind():
            call_command("migrate", verbosity=0, interactive=False)
        if not Membership.objects.filter(role=Role.OWNER).exists():
            owner = _user(OWNER_EMAIL)
            workspace_create(owner, FIRST_WORKSPACE, "cli", now)


def install(email: str, password: str | None, slug: str, now: datetime) -> Installed:
    """Make tables, owner and workspace where missing; set the password that is given.

    Without one, an owner who has none gets a random one, which is given back this once. Without a slug it is the
    workspace there is, where there is one. Run again it changes nothing. Raises Invalid for a password that is
    too weak.
    """
    with _alone():
        if _behind():
            call_command("migrate", verbosity=0, interactive=False)
        owner = _user(email)
        made_up = "" if password or owner.has_usable_password() else secrets.token_urlsafe(12)
        if password or made_up:
            _set_password(owner, password or made_up)
        slug = slug or _slug_of_only()
        workspace = Workspace.objects.filter(slug=slug).first() or workspace_create(owner, slug, "cli", now)
        _ensure_owner(workspace, owner, now)
    return Installed(owner, workspace, made_up)


def _slug_of_only() -> str:
    slugs = list(Workspace.objects.values_list("slug", flat=True)[:2])
    return slugs[0] if len(slugs) == 1 else FIRST_WORKSPACE


def _set_password(owner: User, password: str) -> None:
    if owner.check_password(password):
        return
    try:
        validate_password(password, owner)
    except ValidationError as error:
        raise Invalid(f"The password is not good enough: {' '.join(error.messages)}") from error
    owner.set_password(password)
    owner.save(update_fields=["password"])


def _ensure_owner(workspace: Workspace, owner: User, now: datetime) -> None:
    if Membership.objects.filter(workspace=workspace, user=owner).exists():
        return
    with transaction.atomic():
        member = Membership.objects.create(workspace=workspace, user=owner, role=Role.OWNER, created_at=now)
        context = Context(workspace, owner, Role.OWNER, "cli", now)
        made = Done(
            ref_of(member, owner.email), "Made an owner during setup", member, {"user": str(owner.pk)}
        )
        activity.append(context, "core.member_set", made)


def actor_named(email: str | None) -> User:
    """The person with an e-mail address; without one, the owner of longest standing. Raises NotFound."""
    if email:
        found = User.objects.filter(email=email.lower()).first()
        if found is None:
            raise NotFound(f"No person with the address {email!r}; core.member_set adds one.")
        return found
    first = Membership.objects.filter(role=Role.OWNER).select_related("user").order_by("created_at").first()
    if first is None:
        raise NotFound("Nobody owns a workspace yet; run headway setup.")
    return first.user


def workspace_create(owner: User, slug: str, channel: Channel, now: datetime) -> Workspace:
    """A new workspace with its owner and the first row of its activity log. Raises Invalid for a bad name."""
    if not slug or slugify(slug) != slug or len(slug) > 64:
        raise Invalid(f"{slug!r} cannot name a workspace; use small letters, digits and hyphens, at most 64.")
    with transaction.atomic():
        workspace = Workspace.objects.create(slug=slug, name=slug.replace("-", " ").title(), created_at=now)
        Membership.objects.create(workspace=workspace, user=owner, role=Role.OWNER, created_at=now)
        context = Context(workspace, owner, Role.OWNER, channel, now)
        changes = {"owner": str(owner.pk)}
        made = Done(ref_of(workspace, slug), f"Made the workspace {slug}", workspace, changes)
        activity.append(context, "core.workspace_create", made)
    return workspace


def enter_or_create(actor: User, slug: str, channel: Channel, now: datetime) -> Context:
    """The context of a workspace; one that nobody has yet is made and belongs to the actor."""
    if not Workspace.objects.filter(slug=slug).exists():
        workspace_create(actor, slug, channel, now)
    return enter(actor, slug, channel, now)


def service_token(
    context: Context, name: str, role: Role, days_valid: int, scopes: Sequence[str] = ()
) -> TokenSecret:
    """An API token of a service account with its own role, which is a member like a person is.

    Raises Invalid for a scope that opens nothing.
    """
    kept_to = scopes_checked(context, scopes)
    email = f"{slugify(name) or 'token'}@service.{context.workspace.slug}.local"
    secret = ApiToken.new_secret()
    with transaction.atomic():
        Workspace.objects.select_for_update().get(pk=context.workspace.pk)
        member, _ = Membership.objects.update_or_create(
            workspace=context.workspace, user=_user(email, name), defaults={"role": role}
        )
        token = ApiToken.objects.create(
            membership=member,
            name=name,
            hash=token_hash(secret),
            scopes=kept_to,
            created_at=context.now,
            expires_at=context.now + timedelta(days=days_valid),
        )
        answer = TokenSecret(id=str(token.pk), name=name, secret=secret)
        changes = {"role": role.value, "days_valid": days_valid, "scopes": kept_to}
        made = Done(answer, f"Made the API token {name!r}", token, changes)
        activity.append(context, "core.service_token_create", made)
    return answer


def _user(email: str, name: str = "") -> User:
    return User.objects.filter(email=email.lower()).first() or User.objects.create_user(email, None, name)


def _behind() -> bool:
    """Whether a migration on disk is not in the database: one small query instead of Django's whole graph."""
    if "django_migrations" not in connection.introspection.table_names():
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        applied = set(cursor.fetchall())
    return not _on_disk() <= applied


def _on_disk() -> set[tuple[str, str]]:
    return {
        (config.label, file.stem)
        for config in apps.get_app_configs()
        for file in (Path(config.path) / "migrations").glob("[0-9]*.py")
    }


@contextmanager
def _alone() -> Iterator[None]:
    """Hold a file, so that two processes that start at once do not both make the tables."""
    with (settings.HOME / "setup.lock").open("w") as file:
        locks.lock(file, locks.LOCK_EX)
        yield
