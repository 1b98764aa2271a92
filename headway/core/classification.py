"""The classes of the foundation's own fields, and of the packages it stands on."""

from typing import Any

from headway.core.classes import Kind, classify

classify(
    "core.user",
    identity={
        "email": Kind.EMAIL,
        "name": Kind.NAME,
        "scim_id": Kind.USER_ID,
        "scim_external_id": Kind.USER_ID,
        "scim_username": Kind.USER_ID,
    },
    personal="last_login",
    internal="theme contrast density locale time_zone money_shown",
    secret="password",  # nosec B106 # noqa: S106 - the name of a field
    retained="accounts",
    workspace="memberships__workspace",
)
classify(
    "core.workspace",
    personal="goal",
    confidential="name",
    internal="slug time_zone currency locale money_shown",
    retained="configuration",
    workspace="pk",
)
classify(
    "core.membership",
    internal="positions source",
    inside={"positions": "names of positions, such as director"},
    retained="accounts",
    owner="user",
)
classify(
    "core.apitoken",
    personal="name last_used_at",
    internal="scopes",
    secret="hash",  # nosec B106 # noqa: S106 - the name of a field
    inside={"scopes": "names of entries that the token may use"},
    retained="accounts",
    workspace="membership__workspace",
    owner="membership__user",
)
classify(
    "core.activity",
    personal="summary changes",
    internal="channel action subject_kind subject_id seal previous_hash hash",
    secret="salt",  # nosec B106 # noqa: S106 - the name of a field
    inside={"changes": "what was changed, before and after; texts among it"},
    retained="log",
    dated="at",
)
classify(
    "core.idempotencykey",
    personal="key answer",
    secret="request_hash",  # nosec B106 # noqa: S106 - the name of a field
    inside={"answer": "what an action answered"},
    retained="operations",
)
classify(
    "core.importrun",
    personal="file_name before notes",
    internal="kind source file_sha256 mapping",
    inside={
        "mapping": "names of columns",
        "before": "changed records as they were before the import",
        "notes": "what differs from the tracking plan, with examples",
    },
    retained="operations",
    dated="at",
)
classify(
    "core.importrowerror",
    personal="message",
    internal="column",
    retained="operations",
    dated="run__at",
    workspace="run__workspace",
)
classify("core.link", personal="note", internal="kind from_kind to_kind", retained="work")
classify(
    "core.jobrun",
    personal="question error",
    internal="name",
    inside={"question": "what the job's action is asked"},
    retained="operations",
)
classify("audit.signedhead", internal="hash previous key signature", retained="log", dated="signed_at")
classify("audit.chainend", internal="hash key signature", retained="log", dated="")

classify("auth.group", internal="name", retained="accounts", dated="", workspace="")
classify("auth.permission", public="name codename", retained="configuration", dated="", workspace="")
classify(
    "contenttypes.contenttype", public="app_label model", retained="configuration", dated="", workspace=""
)
classify("sites.site", public="domain name", retained="configuration", dated="", workspace="")
# A session is found by what it holds once decoded, and ended; it says who signed in and what they were told.
classify(
    "sessions.session",
    personal="session_data",
    secret="session_key",  # nosec B106 # noqa: S106 - the name of a field
    retained="security",
    dated="expire_date",
    workspace="",
    mentioned="delete",
    is_backed_up=False,
)
classify(
    "django_q.task",
    personal="args kwargs result",
    internal="id name func hook group cluster",
    retained="operations",
    dated="started",
    workspace="",
    mentioned="delete",
    is_backed_up=False,
)
classify(
    "django_q.ormq",
    personal="payload",
    internal="key",
    retained="operations",
    dated="lock",
    workspace="",
    mentioned="delete",
    is_backed_up=False,
)
classify(
    "django_q.schedule",
    personal="args kwargs",
    internal="name func hook cron task cluster intended_date_kwarg",
    retained="operations",
    dated="next_run",
    workspace="",
    mentioned="delete",
)

_ATTEMPT = "user_agent ip_address http_accept path_info"
_SIGN_IN: dict[str, Any] = {
    "identity": {"username": Kind.EMAIL}, "retained": "security", "dated": "attempt_time", "workspace": "",
    "mentioned": "delete", "is_backed_up": False,
}  # fmt: skip
classify("axes.accessattempt", personal=f"{_ATTEMPT} get_data post_data", **_SIGN_IN)
classify("axes.accessfailurelog", personal=_ATTEMPT, **_SIGN_IN)
classify("axes.accesslog", personal=_ATTEMPT, secret="session_hash", **_SIGN_IN)  # nosec B106 # noqa: S106 - the name of a field
classify("axes.accessattemptexpiration", retained="security", dated="", workspace="", is_backed_up=False)

_OWN: dict[str, Any] = {
    "retained": "accounts",
    "dated": "",
    "workspace": "",
    "owner": "user",
    "mentioned": "delete",
}
classify("account.emailaddress", identity={"email": Kind.EMAIL}, **_OWN)
classify(
    "account.emailconfirmation",
    secret="key",  # nosec B106 # noqa: S106 - the name of a field
    **_OWN | {"owner": "email_address__user"},
)
classify(
    "socialaccount.socialaccount",
    identity={"uid": Kind.USER_ID},
    personal="extra_data",
    internal="provider",
    inside={"extra_data": "what the identity provider tells about the person"},
    **_OWN,
)
classify(
    "socialaccount.socialtoken",
    secret="token token_secret",  # nosec B106 # noqa: S106 - the name of a field
    **_OWN | {"owner": "account__user"},
)
classify(
    "socialaccount.socialapp",
    internal="provider provider_id name client_id settings",
    secret="secret key",  # nosec B106 # noqa: S106 - the name of a field
    inside={"settings": "how the identity provider is reached"},
    retained="configuration",
    dated="",
    workspace="",
)
classify(
    "mfa.authenticator",
    internal="type",
    secret="data",  # nosec B106 # noqa: S106 - the name of a field
    inside={"data": "the secret of a second factor"},
    **_OWN,
)
classify(
    "usersessions.usersession",
    personal="ip user_agent data",
    secret="session_key",  # nosec B106 # noqa: S106 - the name of a field
    inside={"data": "what is remembered with a session"},
    **_OWN | {"is_backed_up": False},
)
