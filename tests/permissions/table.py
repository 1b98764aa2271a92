"""Who may come in where: the one table that every door is compared with. A door that is not in it fails.

Actions and queries carry their roles themselves; here stands what the registry does not know: pages, addresses
outside a workspace, commands of the command line.
"""

from dataclasses import dataclass
from typing import Literal

from headway.core.roles import ADMINS, CONTRIBUTORS, DECIDERS, EVERYONE, MAKERS, Role

READ = frozenset({"GET", "HEAD"})
FORM = frozenset({"GET", "HEAD", "POST"})
POST = frozenset({"POST"})
ANY = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


@dataclass(frozen=True)
class Door:
    """`open`: anybody; `person`: whoever is signed in; `member`: members of the workspace in one of the roles;
    `own`: it lets in by a proof of its own (a signed link, a bearer token), tested beside it."""

    to: Literal["open", "person", "member", "own"]
    methods: frozenset[str] = READ
    roles: frozenset[Role] = EVERYONE
    posting: frozenset[Role] = EVERYONE


PAGE = Door("member")
# Pages of the sign-in library: what they do with a method that no browser sends is its own affair.
OWN = Door("own", ANY)
PERSON = Door("person", ANY)

PAGES: dict[str, Door] = {
    "web:root": Door("person"),
    "design:design": Door("person"),
    "web:sign-in": OWN,
    "web:sign-out": OWN,
    "web:home": PAGE,
    "web:home-initiatives": PAGE,
    "web:home-documents": PAGE,
    "web:activity": PAGE,
    "web:activity-export": Door("member", roles=ADMINS),
    "web:installation-activity": Door("member", roles=frozenset({Role.OWNER})),
    "web:verified": PAGE,
    "prioritisation:declined": PAGE,
    "prioritisation:pricing": PAGE,
    "web:imports": Door("member", FORM, posting=MAKERS),
    "web:import-template": PAGE,
    "web:import": PAGE,
    "web:settings": PAGE,
    "talk:inbox": PAGE,
    "talk:opened": PAGE,
    "talk:people": PAGE,
    "talk:preferences": Door("member", FORM),
    "sharing:links": Door("member", roles=DECIDERS),
    "sharing:new": Door("member", FORM, roles=DECIDERS, posting=DECIDERS),
    "sharing:link": Door("member", roles=DECIDERS),
    "sharing:export": PAGE,
    # Whoever has the address comes in; headway/web/sharing/tests ask with wrong, ended and locked ones.
    "shared:shared": Door("own", FORM),
    "shared:embedded": Door("own"),
    "shared:file": Door("own"),
    "talk:thread": Door("member", FORM, posting=CONTRIBUTORS),
    "web:members": PAGE,
    "web:invite-new": Door("member", POST, posting=ADMINS),
    "web:tokens": Door("member", FORM, posting=CONTRIBUTORS),
    "web:rules": Door("member", roles=ADMINS),
    "lists:lists": PAGE,
    "lists:list": PAGE,
    "lists:cell": PAGE,
    "lists:edit": Door("member", POST, posting=MAKERS),
    "lists:fields": PAGE,
    "lists:keep": Door("member", POST),
    "lists:paste": Door("member", FORM, roles=MAKERS, posting=MAKERS),
    "history:history": PAGE,
    "privacy:privacy": PAGE,
    "privacy:person": Door("member", POST, posting=ADMINS),
    "privacy:fields": PAGE,
    "privacy:document": Door("member", roles=ADMINS),
    # Its example is core.note_add; each action behind it is compared by its own roles.
    "web:do": Door("member", FORM, roles=CONTRIBUTORS, posting=CONTRIBUTORS),
    "search:search": PAGE,
    "search:rows": PAGE,
    "search:palette": PAGE,
    "search:keys": PAGE,
    "search:actions": PAGE,
    "account_login": OWN,
    "account_logout": OWN,
    "account_inactive": OWN,
    "account_reauthenticate": PERSON,
    "account_change_password": PERSON,
    "account_set_password": PERSON,
    "account_reset_password": OWN,
    "account_reset_password_done": OWN,
    "account_reset_password_from_key": OWN,
    "account_reset_password_from_key_done": OWN,
    "invitation": OWN,
    "sign-in-local": OWN,
    "mfa_index": PERSON,
    "mfa_authenticate": OWN,
    "mfa_reauthenticate": PERSON,
    "mfa_activate_totp": PERSON,
    "mfa_deactivate_totp": PERSON,
    "mfa_view_recovery_codes": PERSON,
    "mfa_generate_recovery_codes": PERSON,
    "mfa_download_recovery_codes": PERSON,
    "mfa_list_webauthn": PERSON,
    "mfa_add_webauthn": PERSON,
    "mfa_login_webauthn": OWN,
    "mfa_reauthenticate_webauthn": PERSON,
    "mfa_edit_webauthn": PERSON,
    "mfa_remove_webauthn": PERSON,
    "usersessions_list": PERSON,
    "session-end": PERSON,
    "openid_connect_login": OWN,
    "openid_connect_callback": OWN,
    "saml_login": OWN,
    "saml_acs": OWN,
    "saml_finish_acs": OWN,
    "saml_metadata": OWN,
    "saml_sls": OWN,
    # A directory comes with a key of its own; headway/interfaces/scim/tests ask each with and without it.
    "scim:root": OWN,
    "scim:search": OWN,
    "scim:me": OWN,
    "scim:bulk": OWN,
    "scim:users": OWN,
    "scim:users-search": OWN,
    "scim:groups": OWN,
    "scim:groups-search": OWN,
    "scim:service-provider-config": OWN,
    "scim:resource-types": OWN,
    "scim:schemas": OWN,
    "scim:nowhere": OWN,
    "governance:approvals": PAGE,
    "governance:approval": PAGE,
    "governance:rights": PAGE,
    "decisions:log": PAGE,
    "decisions:decision-new": PAGE,
    "decisions:requests": PAGE,
    "decisions:request": PAGE,
    "decisions:form": Door("member", POST),
    "decisions:decision": PAGE,
    "decisions:decision-edit": PAGE,
    "decisions:risks": PAGE,
    "decisions:risk": PAGE,
    "decisions:assessments": PAGE,
    "decisions:assessment": PAGE,
    "decisions:forums": PAGE,
    "decisions:forum": PAGE,
    "strategy:objectives": PAGE,
    "explore:explore": PAGE,
    "explore:people": Door("member", roles=MAKERS),
    "metrics:metrics": PAGE,
    "metrics:metric": PAGE,
    "discovery:evidence": PAGE,
    "discovery:themes": PAGE,
    "discovery:accounts": PAGE,
    "discovery:research": PAGE,
    "discovery:problems": PAGE,
    "discovery:message": PAGE,
    "discovery:problem": PAGE,
    "prioritisation:initiatives": PAGE,
    "prioritisation:initiative": PAGE,
    "roadmap:plan": PAGE,
    "roadmap:teams": PAGE,
    "roadmap:change": PAGE,
    "roadmap:compare": PAGE,
    "roadmap:freeze": PAGE,
    "roadmap:investments": PAGE,
    "roadmap:commitments": PAGE,
    "roadmap:commitment": PAGE,
    "prioritisation:price": PAGE,
    "requirements:prds": PAGE,
    "requirements:backlog": PAGE,
    "requirements:quality": PAGE,
    "requirements:prd": PAGE,
    "experiments:experiments": PAGE,
    "launch:launches": PAGE,
    "launch:deprecations": PAGE,
}

# `entry`: one action or query, as the person named by --as; `operator`: what somebody does who may read the database
# of this machine anyway.
COMMANDS: dict[str, Literal["entry", "operator"]] = {
    "do": "entry",
    "ask": "entry",
    "actions": "operator",
    "audit check": "operator",
    "audit export": "operator",
    "audit heads": "operator",
    "audit key": "operator",
    "audit sign": "operator",
    "audit verify": "operator",
    "backup": "operator",
    "collect": "operator",
    "compact": "operator",
    "demo": "operator",
    "directory key": "operator",
    "directory keys": "operator",
    "directory revoke": "operator",
    "import": "entry",
    "import-undo": "entry",
    "manage": "operator",
    "mcp": "entry",
    "openapi": "operator",
    "person erase": "entry",
    "person export": "entry",
    "person preview": "entry",
    "plan": "entry",
    "queries": "operator",
    "restore": "operator",
    "search check": "entry",
    "search rebuild": "entry",
    "serve": "operator",
    "setup": "operator",
    "token": "operator",
    "work": "operator",
}
