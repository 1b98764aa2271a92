"""What administrators and buyers write about access, set-up and structure."""

from __future__ import annotations

from headway.sample.voices.voice import voice

SINGLE_SIGN_ON = voice(
    "single_sign_on",
    scenes="""
    Our [IT|security team] [runs|standardised on] [Entra|Okta|a central identity provider].
    We have [a policy|an ISO audit] that says [no local passwords|one identity per employee].
    [Leavers|People who quit] must be [locked out|cut off] [the same day|within an hour].
    """,
    symptoms="""
    There is no [SAML|OIDC] single sign-on [in our plan|at all].
    SSO [login|sign-in] loops back to the [identity provider|Okta page].
    User [provisioning|SCIM] is [missing|not offered], so [IT|our admin] creates [logins|identities] by hand.
    [Two factor|MFA] cannot be [enforced|made mandatory] for [everyone|all users].
    The SAML [certificate|metadata] [cannot be|is not] [rotated|replaced] without [support|a ticket].
    """,
    harms="""
    [Security|Our CISO] [will not sign off|blocks the rollout].
    A [former employee|leaver] could [log in|sign in] for [three weeks|a month].
    """,
    asks="""
    When will [SAML|SSO] and SCIM be [available|on the roadmap]?
    Which [identity providers|IdPs] do you [support|certify]?
    Please [send|share] your [security whitepaper|SSO documentation].
    """,
    shorts="""
    no sso [in the team plan|without enterprise]?
    [SAML|Okta] login loop
    MFA cannot be enforced [for all|company wide].
    please add [scim|entra provisioning]
    """,
    notes="""
    [security questionnaire|CISO] [stops|fails us] at SAML single sign-on, [no date|no workaround] accepted
    IT will not approve another password; needs [Okta|Entra] SSO before [signature|go live]
    [lost|we lost] this one: [competitor|the other vendor] has SSO and SCIM in the [standard|base] package
    asked for SCIM so that leavers are [locked out|removed] automatically
    procurement checklist item [14|7b|22]: SAML 2.0 or OIDC, [mandatory|knock-out criterion]
    [champion|our sponsor] loves the product, the [identity team|security board] says no SSO no deal
    MFA enforcement and single sign-on [demanded|asked for] by their [insurer|cyber insurance]
    would pay the enterprise [price|tier] just for SSO with [their IdP|Entra]
    [pilot|trial] limited to ten people because identities cannot be provisioned from [Okta|their directory]
    [wants|want] a [date|quarter] for SAML in writing, renewal {money} depends on it
    [third|second] deal this [quarter|month] where single sign-on decides
    compares our login with two [rivals|vendors], both offer OIDC [out of the box|for free]
    audit finding at [the client|their holding]: shared logins, must have SSO by [year end|spring]
    [CIO|head of IT] only joined to ask about SSO, SCIM and [session length|conditional access]
    """,
)

INVITE_EXPIRED = voice(
    "technician_invite_expired",
    scenes="""
    We [hired|took on] [four|three|a dozen] new [people|fitters] [this month|in spring].
    I sent the [invitation|invite] to {tech} {when}.
    [{tech}|The new guy] has [a private|an old] e-mail [address|account] only.
    """,
    symptoms="""
    The invitation link [has expired|says expired] before [he|anybody] [opened it|could click it].
    Invite mails [land in|go to] spam or [never come|do not arrive].
    The invited [fitter|colleague] gets [this link was already used|invalid token] on the first click.
    I cannot [resend|renew] an invite, the button is [grey|missing].
    He [set|chose] a password from the invitation and [then|still] cannot [join|get into] our \
        [company|workspace].
    It says the e-mail [already exists|is taken] when I invite someone who [left|worked here before].
    The activation code from the invite [is not accepted|does not work] [on the phone|in the app].
    Invited people [end up|land] in a new [empty|trial] company and not in ours.
    """,
    harms="""
    New starters [stand around|lose their first day] [waiting for a login|without access].
    {n} people share [one login|my login] [for now|meanwhile].
    I have sent [the same invitation|this invite] {n} times.
    """,
    asks="""
    [How long|For how many hours] is an invite [valid|good]?
    Can I invite by [SMS|a QR code] instead of e-mail?
    Please [activate|add] them [by hand|manually] for me.
    Could you [extend|lengthen] the invitation to [two weeks|30 days]?
    """,
    shorts="""
    Invite link [expired|dead] again.
    new [guy|hire] cant join, invitation [invalid|expired]
    invitation email never [arrived|came]
    Cannot resend [an invite|the invitation].
    [Clicked|Tapped] the invite, landed in an empty company
    activation code [refused|not accepted], stuck on first login
    """,
    notes="""
    onboarding [stalled|slow]: invites [expire|die] before the fitters open them
    wants invitations by SMS or QR, [fitters|crew] have no company mail
    [half|a third] of the invited people never got in during the [trial|pilot]
    """,
)

SUBCONTRACTOR_ACCESS = voice(
    "subcontractor_access",
    scenes="""
    A third of our work [goes to|is done by] subcontractors.
    We give subs [a limited|their own] login.
    [Freelancers|Outside firms] [help us|join] in the [busy season|summer].
    """,
    symptoms="""
    Subcontractors can [see|read] [our prices|margins|all customer phone numbers].
    There is no role [between|in the middle of] technician and administrator.
    A [sub|freelancer] [saw|opened] jobs of [another|a competing] [sub|subcontractor].
    Permissions [cannot be|are not] set per [field|screen|project].
    Read rights for [interns|temps] [include|come with] [delete|edit].
    External partners need [a full|an expensive] licence just to [confirm|accept] one order.
    After [the contract with a sub ends|offboarding a freelancer] they still [see|have] old \
        [addresses|orders].
    """,
    harms="""
    One of them [used|took] our [price list|client list] to [undercut us|bid against us].
    Our [data protection officer|lawyer] [is worried|wants this closed] about what outsiders can view.
    I send [PDFs|screenshots] to subs [rather than|instead of] giving them access.
    """,
    asks="""
    Please [add|build] a subcontractor role that hides [prices|phone numbers].
    Can [permissions|rights] be limited to [own|assigned] orders?
    We need [roles we define ourselves|custom roles].
    How do I [revoke|end] a freelancer's access on a [fixed|given] date?
    """,
    shorts="""
    subcontractor can see our [margins|prices]!!
    Need a role [in between|for partners] with fewer rights.
    [freelancers|subs] see every [client phone number|order], privacy issue
    custom [roles|permissions] please
    [Ex|Former] subcontractor still has access.
    cant hide prices from outside [firms|partners]
    """,
    notes="""
    subs must not see prices or [client|owner] contacts, asks for custom [roles|permissions]
    [half|40 percent] of orders go to partners; wants [free|cheap] guest access for them
    [legal|DPO] question: what can outside firms view
    """,
)

CUSTOMER_IMPORT = voice(
    "customer_import_rejected",
    scenes="""
    We are [moving|switching] from [spreadsheets|another tool] and have [2,300|{many}|five thousand] \
        customers.
    I [exported|saved] our customer list as [CSV|a spreadsheet].
    [First week|Day one] with Fernhill and I am [loading|bringing over] our old records.
    """,
    symptoms="""
    The import [rejects|refuses] the file with [row 1 invalid|unknown column] and [no more|nothing else].
    [Umlauts|Accents] in [names|streets] turn into [question marks|garbage] after the import.
    The upload [stops|dies] at row [214|1,001|87] and I cannot see [why|which row].
    Half of the [customers|records] are imported [twice|two times], the [rest|others] [missing|not].
    Column [mapping|matching] forgets everything [when I go back|after an error].
    Phone numbers [lose|drop] the leading zero [during|in] the import.
    One [customer|client] with [two|several] addresses becomes [two|several] customers.
    The sample [template|file] you offer [does not match|is different from] what the importer [wants|accepts].
    """,
    harms="""
    I have tried [{n}|seven] [times|files] and [given up|am about to give up].
    Our start [date|day] [slips|moved] by [a week|ten days].
    We [paid|hired] [a student|a temp] to type the customer list [in|by hand].
    """,
    asks="""
    Can [you|someone] [import|load] the customer file for us?
    What [is wrong|do you not like] with row [214|87|1,001]?
    Please show all [errors|bad rows] [at once|in one list].
    How do I [undo|roll back] an import?
    """,
    shorts="""
    Import [failed|rejected], no reason given.
    customer csv import stuck at [row 87|99%]
    umlauts [broken|turned to garbage] after import
    [Imported|Loaded] my client list and everything is double.
    leading zeros gone from phone numbers after upload
    your csv template is [wrong|not accepted] by your own importer, funny
    """,
    notes="""
    trial [stuck|stalls] at the customer import, wants us to load the file
    import of {many} records [failed|rejected] without reasons; [office manager|admin] frustrated
    asks for undo and a full list of bad rows in the importer
    """,
)

MULTI_BRANCH = voice(
    "multi_branch_rollup",
    scenes="""
    We run [eleven|nine|14] branches under one [holding|group], each with its own Fernhill.
    Group [management|headquarters] needs [one view|a single picture] across [branches|regions].
    Last year we [bought|acquired] [two|three] regional [firms|companies].
    [Branch managers|Regional heads] decide alone, but [standards|templates] come from the group.
    """,
    symptoms="""
    There is no way to see all branches [together|side by side], I log in and out [eleven|nine] times.
    [Group|Consolidated] figures over all regions [do not exist|must be added up outside].
    Crews cannot be [lent|moved] from one branch to [another|its neighbour] [when a storm hits|for a week].
    A national client with sites in [several|six] regions exists [once per branch|nine times].
    Templates [changed|set] at headquarters have to be copied to [each|every single] branch.
    Switching between [branches|regional companies] needs a [separate|different] login.
    Branch [rights|administration] is all or nothing, regional heads see [everything|nothing] of the group.
    Moving a [client|site] from the north branch to the south [branch|region] is [impossible|done by \
        retyping].
    """,
    harms="""
    [Headquarters|The group controller] waits until the [tenth|8th] of the month for [branch numbers|a group \
        view].
    Our national [client|tender] was answered [twice|by two branches] with different [offers|terms].
    [The board|Group management] asks [openly|each month] whether one [platform|system] per branch makes \
        sense.
    """,
    asks="""
    We need a group level above the branches, with [shared|common] clients and [templates|standards].
    When can [regions|branches] be [rolled up|consolidated]?
    Could a crew be [shared|lent] between two branches for [some days|a week]?
    Please tell us [whether|if] a parent company structure is [planned|coming].
    """,
    shorts="""
    One login for all [branches|regions], please.
    no group view over our [branches|regional companies]
    copying templates to [eleven|nine] branches [again|by hand]
    cannot move a client to another branch
    """,
    notes="""
    group with {n} branches wants roll-up, shared clients and one login; [board level|executive] topic at \
        renewal
    [headquarters|HQ] cannot consolidate branch figures, considers [building|buying] something above us
    acquired [two|three] regional firms, will not [bring|roll out to] them without a parent structure
    lending crews between branches after storms is [their|the] top ask
    """,
)

ADMIN = (SINGLE_SIGN_ON, INVITE_EXPIRED, SUBCONTRACTOR_ACCESS, CUSTOMER_IMPORT, MULTI_BRANCH)
