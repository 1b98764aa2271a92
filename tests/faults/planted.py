"""The holes that are planted, one at a time: what somebody may break by accident, and which tests stand guard."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """`old` stands once in `file` and becomes `new`; at least one of `tests` must then fail."""

    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]


CORE = ("headway/core/tests",)
GATE = ("headway/apps/governance/tests",)
ENGINE = ("headway/engine/rights/tests",)
DOORS = ("headway/interfaces/tests/test_api.py", "headway/interfaces/tests/test_every_entry.py")
MATRIX = ("tests/permissions/test_doors.py::test_a_page_lets_in_whom_the_table_names",)
FOREIGN = ("tests/permissions/test_doors.py::test_records_of_another_workspace_are_not_there",)
FORGED = ("tests/permissions/test_doors.py::test_no_page_takes_a_form_without_its_token",)
PAGES = ("headway/web/tests/test_pages_doing.py", "headway/web/tests/test_drawing.py")
ACCOUNTS = (
    "headway/web/tests/test_accounts_sign_in.py",
    "headway/web/tests/test_accounts_factors.py",
    "headway/web/tests/test_accounts_sessions.py",
)
HEADERS = ("headway/web/tests/test_accounts_headers.py",)
AUDIT = ("headway/core/audit/tests",)
PRIVACY = ("tests/privacy",)
IDENTITY = ("headway/apps/identity/tests",)

ACCESS, PERFORM = "headway/core/access.py", "headway/core/perform.py"
DECIDING, GATING = "headway/apps/governance/deciding.py", "headway/apps/governance/gating.py"
GOVERNING, LENDING = "headway/apps/governance/actions.py", "headway/apps/governance/lending.py"
MEMBERS, ACTIVITY = "headway/core/member_actions.py", "headway/core/activity.py"

FAULTS: tuple[Fault, ...] = (
    # Whose rows
    Fault("scope filter dropped", ACCESS,
          "return model._default_manager.filter(workspace=context.workspace)",
          "return model._default_manager.all()", FOREIGN),
    Fault("everybody is a member everywhere", ACCESS,
          "Membership.objects.filter(user=user)\n        .select_related", "Membership.objects.all()\n        .select_related",
          MATRIX),
    Fault("revoked token accepted", ACCESS, "hash=token_hash(secret), revoked_at=None", "hash=token_hash(secret)", CORE),
    Fault("expired token accepted", ACCESS, "if token is None or (token.expires_at and token.expires_at <= now):",
          "if token is None:", CORE),
    Fault("token of an inactive person accepted", ACCESS,
          "    member = token.membership\n    if not member.user.is_active:", "    member = token.membership\n    if False:",
          CORE),
    Fault("inactive person enters", ACCESS, "    if not user.is_active:", "    if False:", CORE),
    Fault("token kept in clear", "headway/core/models.py", "return hashlib.sha256(secret.encode()).hexdigest()",
          "return secret", CORE),
    Fault("scopes of a token ignored", PERFORM, "    if not covers(context.scopes, entry):", "    if False:", CORE),
    # Who may do what
    Fault("policy skipped for actions", PERFORM,
          '    entry = entry_named(name, "action")\n    allow(entry, context)\n', '    entry = entry_named(name, "action")\n',
          CORE),
    Fault("policy skipped for queries", PERFORM, "        allow(entry, context)\n        answer", "        answer", DOORS),
    Fault("decision rights skipped", PERFORM, "if entry.claim else entry.run(context, question, *prepared)",
          "if False else entry.run(context, question, *prepared)", GATE),
    Fault("what must wait is done at once", PERFORM, '    if ruling.outcome == "pend":', "    if False:", GATE),
    Fault("a refusal by policy is ignored", PERFORM, '    if ruling.outcome == "refuse":', "    if False:",
          GATE),
    Fault("a preview stays", PERFORM, "        transaction.savepoint_rollback(mark)", "        transaction.savepoint_commit(mark)",
          GATE),
    Fault("a refusal leaves no row", "headway/core/errors.py",
          'status, kind, title = 403, "refused", "Not allowed"\n    leaves_row = True',
          'status, kind, title = 403, "refused", "Not allowed"', CORE),
    Fault("last owner removed", MEMBERS, "    if member.role == Role.OWNER:\n        _refuse_last_owner(context, member)",
          "    if False:\n        _refuse_last_owner(context, member)", CORE),
    Fault("an admin makes an owner", MEMBERS, "if question.role == Role.OWNER and context.role != Role.OWNER:", "if False:",
          CORE),
    # Approvals
    Fault("stale approval accepted", DECIDING,
          "if claim is None or (claim.right, claim.state) != (approval.right, approval.state):", "if claim is None:", GATE),
    Fault("approval under another policy accepted", DECIDING, "if (policy.pk if policy else None) != approval.policy_id:", "if False:",
          GATE),
    Fault("self-approval", DECIDING,
          "    requester = str(approval.requester_id)\n    return rules.may_vote(",
          '    requester = ""\n    return rules.may_vote(', GATE),
    Fault("anybody votes", DECIDING, "        raise Refused(reason)", "        pass", GATE),
    Fault("a closed approval is open", DECIDING, "    if approval.status != Approval.Status.WAITING:", "    if False:", GATE),
    Fault("carried out with agreements missing", GOVERNING, "    if not needed:\n        execute", "    if True:\n        execute",
          GATE),
    Fault("anybody withdraws", GOVERNING, "    if approval.requester != context.actor:", "    if False:", GATE),
    Fault("a change nobody can approve waits for ever", GATING, "if missing := open_steps(ruled.steps, everybody, str(context.actor.pk)):", "if missing := []:", GATE),
    Fault("one person stands for two agreements", "headway/engine/rights/steps.py",
          "            if person not in tried and seats[seat] & positions:", "            if seats[seat] & positions:", ENGINE),
    Fault("the requester's vote counts", "headway/engine/rights/steps.py",
          'if vote.verdict == "approve" and vote.person_id != requester_id', 'if vote.verdict == "approve"', ENGINE),
    Fault("unknown reach counts as none", "headway/engine/rights/policy.py",
          "return limit is not None and (value is None or value >= limit)",
          "return limit is not None and value is not None and value >= limit", ENGINE),
    Fault("a delegation never ends", "headway/engine/rights/delegated.py", "self.start <= today <= self.until and", "True and",
          ENGINE),
    Fault("a delegation has no limits", "headway/engine/rights/delegated.py", "and self.limits.hold(reach)", "", ENGINE),
    Fault("lent without being held", LENDING, "if missing := [name for name in positions if name not in own]:", "if False:",
          GATE),
    Fault("lent in a circle", LENDING, "    if cycle_in([*edges, (str(context.actor.pk), str(taker.pk))]):", "    if False:",
          GATE),
    # The log
    Fault("no row for what was done", PERFORM, "        activity.append(context, name, done, outcome)\n", "", CORE),
    Fault("the outcome is outside the hash", ACTIVITY, '        "outcome": entry.outcome,\n', "", AUDIT),
    Fault("the words are outside the hash", ACTIVITY, '        "seal": entry.seal,\n', "", AUDIT),
    Fault("the chain is not followed", "headway/core/audit/verifying.py",
          "if entry.previous_hash == self.head and row_hash(entry) == entry.hash:", "if row_hash(entry) == entry.hash:", AUDIT),
    Fault("signed heads are not met", "headway/core/audit/verifying.py", "            self._meet(anchor)", "            pass", AUDIT),
    Fault("a cut tail is not seen", "headway/core/audit/verifying.py", "        _end_fits(self.workspace, self.count)\n", "", AUDIT),
    Fault("rows can be changed in the database", "headway/core/migrations/0004_activity_words_erasable.py",
          "RAISE(ABORT, 'activity rows cannot be changed')", "1", CORE + AUDIT),
    Fault("a secret is remembered", PERFORM, "| _secrets_blanked(answer)", "", CORE),
    Fault("a key serves another request", PERFORM, "    if found.request_hash != _request_hash(entry.name, payload):",
          "    if False:", CORE),
    # The web
    Fault("no protection against forged forms", "headway/settings.py",
          '    "django.middleware.csrf.CsrfViewMiddleware",\n', "", FORGED),
    Fault("one view exempt from it", "headway/web/views/doing.py", "@require_POST\n@in_workspace\ndef do(",
          "from django.views.decorators.csrf import csrf_exempt\n\n\n@csrf_exempt\n@require_POST\n@in_workspace\ndef do(", FORGED),
    Fault("open redirect", "headway/web/views/doing.py", "return wanted if wanted and own else", "return wanted if wanted else",
          PAGES),
    Fault("quotes unescaped", "headway/web/drawing/words.py", 'f"<mark>{escape(quote.text[start:end])}</mark>"',
          'f"<mark>{quote.text[start:end]}</mark>"', PAGES),
    Fault("raw HTML in Markdown, uncleaned", "headway/web/drawing/words.py", "    clean = nh3.clean(\n",
          '    _MARKDOWN.options["html"] = True\n    tokens = _MARKDOWN.parse(text)\n'
          "    clean = (lambda html, **_: html)(\n", PAGES),
    Fault("safe filter in a template", "headway/apps/governance/templates/governance/approval.html", "<li>{{ line }}</li>",
          "<li>{{ line|safe }}</li>", (*GATE, "headway/web/tests/test_pages_doing.py")),
    Fault("scripts inline allowed", "headway/sign_in.py", '"script-src": [SELF', '"script-src": [SELF, "\'unsafe-inline\'"',
          HEADERS),
    Fault("any name for an upload", "headway/core/files.py", "if not NAME.fullmatch(name) or not path.exists():",
          "if not path.exists():", CORE),
    Fault("uploads of any size", "headway/core/files.py", "if size > settings.IMPORT_BYTES_MOST:", "if False:",
          (*CORE, "headway/web/tests/test_pages_imports.py")),
    # Signing in
    Fault("no lock-out", "headway/settings.py", '    "axes.middleware.AxesMiddleware",\n', "", ACCOUNTS),
    Fault("a second factor is not asked for", "headway/web/accounts/middleware.py",
          "if settings.REQUIRE_MFA and not request.path.startswith(OPEN_PATHS) and _lacks_one(request):", "if False:", ACCOUNTS),
    Fault("sessions never end", "headway/web/accounts/middleware.py",
          "if now_s - seen > settings.SESSION_IDLE_SECONDS or now_s - began > settings.SESSION_COOKIE_AGE:", "if False:", ACCOUNTS),
    Fault("a SAML answer is used twice", "headway/web/accounts/saml.py",
          "        self._refuse_second_use(request, data)\n        own", "        own", ("headway/web/tests/test_sso_saml.py",)),
    Fault("a SAML answer for nobody in particular", "headway/web/accounts/saml.py",
          "        self._refuse_unbound(request, data)\n", "", ("headway/web/tests/test_sso_saml.py",)),
    Fault("an ID token for another client", "headway/web/accounts/id_token.py", "            audience=audience,\n",
          '            audience=jwt.decode(token, options={"verify_signature": False})["aud"],\n',
          ("headway/web/tests/test_sso_oidc.py",)),
    Fault("an ID token of another sign-in", "headway/web/accounts/id_token.py", '    if claims.get("nonce") != nonce:',
          "    if False:", ("headway/web/tests/test_sso_oidc.py",)),
    Fault("an unverified address is believed", "headway/web/accounts/oidc.py", 'data.get("email_verified") is True and', "",
          ("headway/web/tests/test_sso_oidc.py",)),
    Fault("rules undo what a person decided", "headway/apps/identity/joining.py", "    if member and not rules.is_ruled(member):",
          "    if False:", IDENTITY),
    Fault("anybody joins", "headway/apps/identity/joining.py",
          "return bool(domain) and DomainRule.objects.filter(domain=domain).exists()", "return True", IDENTITY),
    # Personal data
    Fault("erased without the typed confirmation", "headway/apps/privacy/actions.py",
          "    if question.confirm != question.confirmation:", "    if False:", PRIVACY),
    Fault("a restored backup remembers", "headway/apps/privacy/reapplying.py",
          "if workspace is None or _is_known(erasure):", "if True:", PRIVACY),
)  # fmt: skip
