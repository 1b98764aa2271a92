"""What can be changed in identity: the rules by which people come into the workspace."""

from collections.abc import Mapping

from django.db.models import Q
from pydantic import Field, field_validator

from headway.apps.identity.joining import settle_in
from headway.apps.identity.models import DomainRule, GroupRule
from headway.core.access import rows
from headway.core.actions import ref_of
from headway.core.answers import RecordRef
from headway.core.context import Context
from headway.core.errors import Invalid, NotFound
from headway.core.gate import Claim, Reach, state_of
from headway.core.models import User
from headway.core.positions import MOST, Positions
from headway.core.registry import Done, Question, action
from headway.core.roles import ADMINS, Role

DOMAIN = r"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$"
# Addresses there are anybody's for the asking, so a rule for them would open the workspace to the world.
OPEN_DOMAINS = frozenset(
    (
        "aol.com", "gmail.com", "gmx.de", "gmx.net", "googlemail.com", "hotmail.com", "icloud.com", "live.com",
        "mail.com", "mail.ru", "me.com", "msn.com", "outlook.com", "proton.me", "protonmail.com", "qq.com",
        "web.de", "yahoo.com", "yandex.ru", "zoho.com",
    )
)  # fmt: skip


class DomainRuleSave(Question):
    domain: str = Field(max_length=100, pattern=DOMAIN, examples=["example.com"])
    role: Role = Role.VIEWER

    @field_validator("domain", mode="before")
    @classmethod
    def _plain(cls, value: object) -> object:
        return value.strip().lower().removeprefix("@") if isinstance(value, str) else value


@action("identity.domain_rule_save", roles=ADMINS)
def domain_rule_save(context: Context, question: DomainRuleSave) -> Done[RecordRef]:
    """Let everybody who proves an address of a domain belong to the workspace, from their next sign-in.

    The role is below admin: a domain is too wide for more. Raises Invalid for a domain of public mail.
    """
    if question.domain in OPEN_DOMAINS:
        raise Invalid(
            f"Field domain: anybody can have an address of {question.domain}; name your own domain."
        )
    if question.role in ADMINS:
        raise Invalid("Field role: a whole domain cannot be owner or admin; choose another role.")
    rule = rows(DomainRule, context).filter(domain=question.domain).first()
    before = {"role": rule.role} if rule else {}
    rule = rule or DomainRule(workspace=context.workspace, ref=question.domain, domain=question.domain)
    rule.role = question.role
    return _saved(context, rule, before, {"role": question.role.value})


class DomainRuleRemove(Question):
    domain: str = Field(max_length=100)


@action("identity.domain_rule_remove", roles=ADMINS, destructive=True)
def domain_rule_remove(context: Context, question: DomainRuleRemove) -> Done[RecordRef]:
    """Take a domain's rule away; memberships that only it gave end."""
    rule = rows(DomainRule, context).filter(domain=question.domain.lower()).first()
    if rule is None:
        raise NotFound(f"No rule for the domain {question.domain!r}; identity.rule_list has them.")
    return _removed(context, rule)


class GroupRuleSave(Question):
    group: str = Field(min_length=1, max_length=100, description="Its name as directory or sign-in send it.")
    role: Role
    positions: Positions = Field([], max_length=MOST)


def positions_claim(context: Context, question: GroupRuleSave) -> Claim | None:
    """Positions carry decision rights, so giving a whole group more of them changes who decides, as a policy does."""
    rule = rows(GroupRule, context).filter(group=question.group).first()
    more = sorted(set(question.positions) - set(rule.positions if rule else ()))
    if not more:
        return None
    words = tuple(f"Everybody in the group {question.group!r} gets the position {name}." for name in more)
    return Claim("POL", words, state_of(rule.version if rule else 0), context.workspace, Reach())


@action("identity.group_rule_save", roles=ADMINS, rights=("POL",), claim=positions_claim)
def group_rule_save(context: Context, question: GroupRuleSave) -> Done[RecordRef]:
    """Let everybody in a group of the directory belong to the workspace, in a role and with positions.

    Whom the directory has in the group comes in at once, others at their next sign-in that names the group.
    Owners are made by owners only, never by a rule. More positions than before are ruled on as a change of the
    rights policy is.
    """
    if question.role == Role.OWNER:
        raise Invalid("Field role: a rule cannot make owners; an owner does.")
    rule = rows(GroupRule, context).filter(group=question.group).first()
    before = {"role": rule.role, "positions": rule.positions} if rule else {}
    rule = rule or GroupRule(workspace=context.workspace, ref=question.group, group=question.group)
    rule.role, rule.positions = question.role, question.positions
    return _saved(context, rule, before, {"role": question.role.value, "positions": rule.positions})


class GroupRuleRemove(Question):
    group: str = Field(min_length=1, max_length=100)


@action("identity.group_rule_remove", roles=ADMINS, destructive=True)
def group_rule_remove(context: Context, question: GroupRuleRemove) -> Done[RecordRef]:
    """Take a group's rule away; memberships that only it gave end."""
    rule = rows(GroupRule, context).filter(group=question.group).first()
    if rule is None:
        raise NotFound(f"No rule for the group {question.group!r}; identity.rule_list has them.")
    return _removed(context, rule)


def _saved(
    context: Context,
    rule: DomainRule | GroupRule,
    before: Mapping[str, object],
    after: Mapping[str, object],
) -> Done[RecordRef]:
    if before:
        rule.version += 1
    rule.save()
    _apply(context, rule)
    changes = {name: {"before": before.get(name), "after": value} for name, value in after.items()}
    verb = "Changed" if before else "Made"
    return Done(ref_of(rule), f"{verb} the rule for {rule.ref}", rule, changes)


def _removed(context: Context, rule: DomainRule | GroupRule) -> Done[RecordRef]:
    gone = ref_of(rule)
    type(rule).objects.filter(pk=rule.pk).delete()
    _apply(context, rule)
    changes = {"role": {"before": rule.role, "after": None}}
    return Done(gone, f"Took away the rule for {rule.ref}", rule, changes)


def _apply(context: Context, rule: DomainRule | GroupRule) -> None:
    """Bring up to date whom rules brought into the workspace, and whom the directory has in the rule's group."""
    ruled = Q(memberships__workspace=context.workspace) & ~Q(memberships__source="")
    named = Q(scim_groups__name=rule.group) if isinstance(rule, GroupRule) else Q()
    for user in User.objects.filter(ruled | named if named else ruled).distinct():
        settle_in(context, user, None)
