"""What firms write about the screens and messages that their own customers see."""

from __future__ import annotations

from headway.sample.voices.voice import voice

ARRIVAL_TEXTS = voice(
    "arrival_texts_missing",
    scenes="""
    [We promise|Our leaflet promises] a text [30 minutes|half an hour] before we [arrive|come].
    {customer} [waited|stayed home] all [morning|day] {when}.
    SMS credit is [topped up|not the problem], I [checked|looked].
    Texts to [mobiles abroad|numbers with +353|one big network] are [the main issue|hit hardest].
    [The reminder texts|Our SMS reminders] are what [residents|tenants] [praise|count on].
    """,
    symptoms="""
    The on my way text [never went out|was not sent|did not arrive] for [{n}|several] [customers|households].
    SMS reminders [go out|arrive] [at midnight|the day after|two hours late].
    The log says [delivered|sent] but [the householder got nothing|nobody got a message].
    [Some|A third of our] customers get the reminder text [three times|twice], others [none|never].
    Text messages [show|carry] [the wrong name|a blank name|last year's phone number].
    Replies to our SMS [go nowhere|land in nobody's inbox].
    The arrival text has a [broken|dead] tracking link.
    Landlines [are texted|get an SMS] and [mobiles|the mobile on file] [do not|is skipped].
    Since [{month}|last month] [fewer and fewer|less than half of the] arrival texts [get through|reach \
        people].
    Opted out [people|tenants] [still receive|keep getting] texts while [the others|new ones] get nothing.
    """,
    harms="""
    [Nobody was home|The door stayed shut] and we [lost the slot|drove off again].
    [No shows|Missed doors] went from {n} to {n}0 a week.
    Our phone [rings off the hook|does not stop] with where are you calls.
    A [housing association|landlord] wants to [fine us|dock the fee] for visits without a [text|notice].
    """,
    asks="""
    Can you [check|trace] the SMS [gateway|provider] for our [sender name|number]?
    Please [alert us|tell us] when a text [bounces|fails].
    Could arrival notices [fall back|switch] to [e-mail|WhatsApp] if the SMS [fails|bounces]?
    Where do we [see|find] which text was [really delivered|received]?
    I want to [resend|trigger] an on my way text [by hand|with one tap].
    """,
    shorts="""
    [No texts|Texts not] going out to customers [today|again].
    on my way sms [not sent|missing] for half my stops
    Customers say they [never got|didnt get] the reminder [text|sms].
    [Reminder texts|SMS reminders] arrive after we have [left|been]. Pointless.
    sms says delivered, [customer|client] never saw it
    [Arrival|On my way] text comes twice or [not at all|never].
    Link in the text is [dead|broken].
    """,
    notes="""
    no shows up since arrival texts [became unreliable|stopped]; [housing client|landlord] has penalties in \
        the contract
    wants SMS delivery [proof|receipts] and a fallback to [e-mail|WhatsApp]
    [QBR topic|raised by the COO]: texts that never reach the [tenant|resident]
    """,
)

QUOTE_SIGNATURE = voice(
    "quote_signature_fails",
    scenes="""
    I sent [a quote|an estimate] of {money} to {customer} {when}.
    Our [buyers|clients] [sign|accept] on their [phone|own phone], mostly.
    For solar we [offer|quote] [three options|good, better, best].
    Quotes over {money} need [a second signature|board approval] on their side.
    """,
    symptoms="""
    The [signature box|sign field] on the quote [does not appear|stays white] on [iPhone|Safari|small \
        screens].
    The customer signs the [quote|estimate], taps accept and [gets|sees] [an error page|a blank page].
    The [link in the quote|quote link] [expires|is dead] after [two days|a week] without [warning|notice].
    A signed [estimate|quote] stays [in draft|open|unsigned] on our side.
    Accepting [option B|the second option] [books|accepts] the [first|cheapest] one.
    The PDF of the quote [drops|cuts off] the [terms|last page|logo].
    Signatures [come out|look] [mirrored|as a dot|cropped] on the [accepted quote|contract].
    Quotes cannot be [revised|versioned]; editing [cancels|voids] the [earlier|customer's] signature.
    [Co-owners|Two owners] cannot both sign [one|the same] estimate.
    """,
    harms="""
    I had to [print it|drive over] and get [ink|a pen] on paper.
    The deal [cooled off|went to a competitor] while they [could not sign|fought with the link].
    Order worth {money} [is stuck|hangs] on a [signature|tap].
    """,
    asks="""
    Can I [extend|renew] the [validity|link] of a quote?
    Please let [clients|them] sign with [a typed name|a code by SMS] [too|instead].
    Could we see when a quote [was opened|has been read]?
    Support for [optional lines|deposits at signing] would [close more deals|be great].
    """,
    shorts="""
    Customer [cannot|cant] sign the quote on [his phone|an iphone].
    quote [accepted|signed] but still shows [draft|open]
    Signature [field|box] missing on the estimate.
    [Estimate|Quote] link expired after [2 days|a weekend], client annoyed
    e-signature [looks like a dot|is upside down]
    [Accept|Sign] button leads to a blank page. Lost the [job|order].
    """,
    notes="""
    needs two signatories per [quote|estimate] for [co-op boards|joint owners]
    quote links [expire|die] too early, [sales reps|estimators] resend by hand
    wants [optional lines|deposit] in the estimate and read receipts
    """,
)

BOOKING_PAGE = voice(
    "booking_page_double",
    scenes="""
    We put the [booking page|self booking widget] on our website [in {month}|last month].
    [Homeowners|Private customers] like to [book|pick a slot] [themselves|online] at night.
    Our [slots|windows] are two hours, [max|at most] {n} per window.
    """,
    symptoms="""
    The booking page [sold|gave away] the same [slot|window] to [two|three] [households|people].
    Visitors [pick|choose] a slot [that is long gone|we had blocked] and get a confirmation.
    Online booking [offers|shows] [Sundays|holidays|2 am] as free.
    The widget [ignores|does not know] our [service area|postcodes] and takes requests from [200 miles \
        away|another country].
    The page asks for [far too many|eleven] [fields|details] and people [quit|give up] at the address.
    Customers cannot [reschedule|cancel] [by themselves|online], the link [errors|says not found].
    New online requests [land|sit] in [a tray|a list] nobody [sees|is notified about].
    The [date picker|calendar widget] of the booking page [is empty|does not open] on [older phones|Firefox].
    Lead time of [24|48] hours is [not respected|ignored] by the self booking form.
    """,
    harms="""
    We had to [call|ring] [two|three] families and [beg them|ask them] to move.
    [Half|Most] of the website visitors [leave|drop out] without a slot.
    I [took|have taken] the widget off our [site|homepage] for now.
    """,
    asks="""
    Please [hold|lock] a slot [while|as soon as] somebody is filling in the form.
    Can the self booking be [limited|restricted] to [postcodes|our area]?
    Is there a way to [show|offer] prices in the booking widget?
    Let customers [move|change] their own slot up to [a day|12 hours] before.
    """,
    shorts="""
    [Two|2] households booked the same slot online.
    booking widget [empty|blank] on firefox
    Self booking takes requests from [outside our area|anywhere on earth].
    online requests [land in a black hole|nobody gets notified]
    [Website|Online] booking offers slots we [blocked|closed]!
    people [quit|drop] at step 3 of the booking form
    """,
    notes="""
    self booking [oversells|double sells] windows, [marketing|call centre] wants it before the \
        [heating|winter] season
    needs service area by postcode in the [widget|booking page]
    wants prices and [deposit|prepayment] in online booking
    """,
)

ASSET_HISTORY = voice(
    "machine_history_missing",
    scenes="""
    Every [lift|chiller|inverter] we look after has a [serial number|nameplate].
    {site} has {n}0 units and [four|several] of the same model.
    Equipment was [migrated|taken over] from [our old system|another contractor].
    We stick QR labels on [each machine|all units].
    """,
    symptoms="""
    I [open|scan] a unit and its [service history|past repairs] [is empty|starts only this year].
    Equipment [records|cards] are tied to the [customer|owner], so when a building is [sold|handed over] the \
        [history|log] is lost.
    You cannot see [which|what] parts were [replaced|fitted] in a machine [over time|before].
    The QR [label|sticker] opens the [wrong|neighbour's] machine.
    Serial numbers are [not searchable|free text], so we have [the same chiller|one unit] [twice|three times].
    There is no [tree|hierarchy]: a [building|plant] with floors and [units|sub units] is one flat list.
    [Warranty|Guarantee] end dates of equipment are [nowhere to be seen|not on the phone].
    Moving [a unit|equipment] to another [site|building] [deletes|drops] its [log|records].
    Readings [of|from] earlier years [cannot be|are not] shown [as a curve|side by side] for a machine.
    """,
    harms="""
    We [replaced|paid for] a [compressor|drive] that was still under warranty. {money} gone.
    [A new engineer|{tech}] starts from zero at [every machine|each unit].
    The [building manager|owner] asked for ten years of [repairs|history] and I had [three lines|nothing].
    """,
    asks="""
    Please let equipment [keep|carry] its history when the owner changes.
    Could we [merge|join] duplicate units?
    A [hierarchy|tree] of building, floor, machine is what we [need|miss].
    How do I [bulk print|reprint] QR labels for [units|machines]?
    Show the warranty date [when|the moment] someone opens a machine.
    """,
    shorts="""
    Machine history [empty|missing] after [owner change|migration].
    qr sticker opens [the wrong lift|someone elses boiler]
    cant find a unit by serial [number|no]
    Need a [tree|hierarchy] for [buildings|plants] and machines.
    [No warranty date|Warranty dates missing] on the equipment card
    past repairs of a [chiller|lift] not visible [on mobile|for techs]
    """,
    notes="""
    [lift|chiller] firm needs ten years of history per machine, bound to the [site|serial number]
    wants equipment hierarchy and [warranty|guarantee] dates on mobile
    [tender|RFP] asks for QR labels and repair log per unit
    """,
)

CALENDAR_SYNC = voice(
    "calendar_sync_duplicates",
    scenes="""
    I connected [Google Calendar|Outlook|my Outlook calendar] {when}.
    Our [surveyors|estimators] live in [Outlook|Google Calendar], not in Fernhill.
    The calendar [link|connection] was [renewed|reconnected] [twice|last week].
    """,
    symptoms="""
    Each visit is [now|there] [three times|twice] in [Outlook|Google Calendar].
    Deleting an entry in [Google|Outlook] does not [remove|delete] it in Fernhill, it [comes back|reappears].
    Private [appointments|dentist entries] from my calendar are [visible|readable] for [everyone|the whole \
        office].
    The [Outlook|Google] sync [stops|disconnects] every [few days|Monday] [without a message|silently].
    Changes [made|done] in my calendar take [hours|a day] to [show|come over].
    Busy times from [Google Calendar|Outlook] do not block [my availability|me], so I get [double \
        bookings|overlaps].
    Calendar invites go to [the customer|clients] [by accident|every time something syncs].
    Recurring [meetings|entries] from Outlook [sync|come across] only once.
    The subscribed [iCal feed|ICS link] is [days old|a week behind].
    """,
    harms="""
    I [cleaned|deleted] {many} duplicate entries by hand.
    I was [in two places|booked twice] [on Thursday|that day], thanks to the sync.
    [The boss|My wife] now knows about my [doctor|dentist] visits. Great.
    """,
    asks="""
    How do I [remove|purge] all duplicates from [Outlook|Google Calendar] [at once|safely]?
    Please make the calendar sync [really two way|work both ways].
    Can private entries [show|come over] just as busy?
    Is there a log of what the calendar connection [did|synced]?
    """,
    shorts="""
    [Duplicate|Triple] entries in my [google|outlook] calendar
    Outlook sync [dead|disconnected] again.
    two way calendar sync is one way [at best|for me]
    [Everyone|The office] can read my private calendar. NOT OK.
    deleted events [keep coming back|reappear] in google calendar
    [ICS|iCal] feed a week behind
    """,
    notes="""
    [Outlook|Microsoft] calendar two way sync is a must for their surveyors
    calendar duplicates annoyed the [CEO|managing director], he [noticed|saw it] himself
    asks that private entries only [sync|show] as busy
    """,
)

CLIENTS = (ARRIVAL_TEXTS, QUOTE_SIGNATURE, BOOKING_PAGE, ASSET_HISTORY, CALENDAR_SYNC)
