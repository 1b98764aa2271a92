"""What offices write about prices, invoices, payments and figures."""

from __future__ import annotations

from headway.sample.voices.voice import voice

INVOICE_EXPORT = voice(
    "invoice_export_mismatch",
    scenes="""
    Our bookkeeper [imports|loads] invoices into [Ledgerly|the accounting package] [weekly|each Friday].
    Month end [is on Thursday|was yesterday] and the [accountant|bookkeeper] is waiting.
    The accounting [connector|integration] was set up by [your team|a partner].
    We [post|book] about {many} invoices a month.
    """,
    symptoms="""
    Invoice [export|transfer] to accounting [skips|drops] [{n} invoices|credit notes] every time.
    The ledger [total|balance] is {money} off from the [invoice list|sum] in Fernhill.
    Invoices are [posted|booked] to the [wrong|default] [nominal code|cost centre|revenue account].
    Invoice numbers have [gaps|jumps], [our auditor|the tax office] does not accept that.
    A voided invoice is [still|again] [sent|exported] as open.
    The connector [creates|makes] a new [debtor|customer record] in accounting for each invoice.
    Payments [recorded|booked] in accounting never [come back|flow back] so invoices stay [overdue|unpaid] \
        here.
    Export fails with [error 422|mapping missing|a timeout] and [no invoice number|no word which one].
    [Due dates|Payment terms] in the ledger say [14|30] days, the invoice says [30|7].
    """,
    harms="""
    The [bookkeeper|accountant] [types|keys] invoices [by hand|a second time] now.
    [Dunning letters|Reminders] went to [clients|people] who had paid. [Embarrassing|Awkward].
    We [filed|closed] the month [four|three] days late.
    """,
    asks="""
    Could you [add|give us] a list of invoices that [failed|did not transfer] and why?
    How can we map [cost centres|nominal codes] per [job type|branch of trade]?
    Please [number|sequence] invoices without gaps.
    Can we [export again|re-run] a single [invoice|day] [without|and avoid] duplicates?
    """,
    shorts="""
    Accounting export [skipped|lost] {n} invoices [again|this week].
    ledger and fernhill totals [dont match|differ by {money}]
    credit notes [not exported|missing] in accounting
    Invoice [numbering|numbers] with gaps = trouble with the tax office.
    wrong [nominal code|revenue account] on all exported invoices
    [Paid|Settled] invoices still show overdue, bookkeeper is [livid|not amused]
    [Debtors|Customers] duplicated in our accounting by the connector.
    """,
    notes="""
    [finance lead|CFO] wants invoices, credit notes and payments to [reconcile|agree] with the ledger \
        without manual work
    accounting connector [drops|skips] credit notes; finance is the [blocker|detractor]
    needs cost centre mapping for the [ledger|ERP]
    """,
)

PRICE_BOOK = voice(
    "price_book_tax",
    scenes="""
    [VAT|Sales tax] on [solar|heat pumps] is [zero|reduced] [here|since January|in our country].
    We [update|raise] our price book [each spring|twice a year].
    Labour is {rate} [per hour|an hour] plus a [call out|callout] charge.
    {customer} has a [framework|negotiated] rate.
    """,
    symptoms="""
    Tax is [calculated|added] on [labour|materials] that [is exempt|should be zero rated].
    [Rounding|VAT rounding] makes the [total|sum] [one cent|two pence] off.
    The price book [import|update] [overwrote|reset] [customer rates|our discounts].
    Old [prices|rates] [keep showing|are used] on [phones|the tablet] after we changed the price list.
    Discounts are applied [after|on top of] tax and the [amount|sum] is wrong.
    Two tax rates on one [document|job] [cannot be mixed|are not possible].
    [Evening|Weekend] rates from the price list [never apply|are skipped].
    Price [tiers|breaks] for [bulk|quantity] are [gone|missing] in the price book.
    Surcharges in [percent|per cent] [apply|count] to parts as well as labour.
    """,
    harms="""
    We [undercharged|sold too cheap] by {money} before anyone [noticed|spotted it].
    The tax [adviser|office] [sent it back|wants corrections] for [a whole quarter|{n} weeks].
    Technicians [quote|name] prices from [memory|last year].
    """,
    asks="""
    How do we set [a zero rate|reverse charge] for [solar|business clients]?
    Please [keep|protect] negotiated rates when [importing|loading] prices.
    Can a new price list [start|go live] on a [given|future] date?
    Could you [support|add] more than one tax rate [per line|on a line]?
    """,
    shorts="""
    VAT wrong on [solar|heat pump] jobs, should be [0|zero].
    [price list|price book] on the tablet is [last years|out of date]
    Weekend [rate|surcharge] never applied.
    rounding on tax off by [a cent|a penny], accountant goes mad
    Price [import|update] wiped our [customer rates|discounts]!
    [discount|rebate] calculated after tax, [thats|this is] illegal here
    """,
    notes="""
    needs mixed tax rates ([zero rated|reverse charge]) in the price book
    price list [updates|imports] wipe negotiated rates, [estimator|owner] is cross
    wants [dated|future] price lists and surcharges on labour only
    """,
)

CARD_PAYMENT = voice(
    "card_payment_on_site",
    scenes="""
    The customer stood there with [her|his] card [in the hand|ready].
    We take [about {n}0|dozens of] card payments a [week|day] at the door.
    The card reader is [charged|brand new] and [paired|connected by Bluetooth].
    """,
    symptoms="""
    The card reader [disconnects|loses Bluetooth] [in the middle of|during] a payment.
    Card payment [declined|failed] on our side but the customer's bank [shows|took] the money.
    Tap to pay [does not start|spins] [on my phone|on Android].
    A card was [charged|debited] [twice|two times] for {sum}.
    The payment screen [times out|goes white] after the PIN.
    Deposits [taken by card|paid by card] are not [subtracted|deducted] from the [balance due|final amount].
    Refunds [to a card|on the terminal] must be [done by|requested from] support.
    Card receipts are [never sent|sent to the office and not to the payer].
    Payouts of card takings [arrive|come] [a week|nine days] late [and without a list|with no breakdown].
    """,
    harms="""
    I [left|drove off] without {sum} and [now run after it|a promise to pay].
    The [lady|gentleman] had to go to [the cash machine|the bank].
    We [look|looked] like [amateurs|crooks] at the door.
    """,
    asks="""
    Did the payment of {sum} [go through|get captured] or [not|was it cancelled]?
    Which card readers do you [recommend|support]?
    Please [refund|return] the double [charge|debit] to the customer.
    Can we [take|charge] a deposit by [card link|payment link]?
    """,
    shorts="""
    Card reader [drops|disconnects] every second payment.
    customer charged [twice|2x] by card
    [Tap to pay|Contactless] not working at the door.
    payment [failed|declined] in app, money gone at the bank
    Where is my card [payout|settlement]? {n} days late.
    Terminal [wont pair|keeps unpairing], lost a payment
    card [deposit|downpayment] not deducted from the final bill
    """,
    notes="""
    wants payment links and deposits by card, [today|now] uses a separate terminal
    card reader [pairing|bluetooth] trouble in the trial, [techs|crew] went back to cash
    asked for payout lists per [day|van]
    """,
)

SEATS_CHARGED = voice(
    "subscription_seats_charged",
    scenes="""
    We [reduced|cut] from [40|22] to [19|17] users [in {month}|before renewal].
    Your bill of the [1st|2nd] is [higher|{money} higher] than [agreed|the month before].
    Seasonal staff [work|are with us] only from [May to August|June to September].
    """,
    symptoms="""
    Your subscription [invoice|bill] charges [{n}|nine] seats for people who [left|are deactivated].
    We were [upgraded|moved] to the [higher|Team] plan without [asking|consent].
    The [annual discount|promised 10 percent] is [missing|not on] on your bill.
    Removing a seat [takes effect|counts] only [at renewal|next year], nobody [said so|told us].
    The [plan page|pricing page] says one [price|fee] per user and you [bill|charge] another.
    Read only [users|office staff] [cost|count] as a full seat.
    We [cancelled|gave notice] and you [charged|debited] us [again|another month].
    Subscription bills [go|are mailed] to a [colleague who left|dead address] and I cannot [change|edit] that.
    """,
    harms="""
    That is {money} for [empty chairs|nobody].
    Our [owner|director] wants me to look [at other vendors|for alternatives] before the next renewal.
    [Finance|Our accounts department] has [stopped|blocked] the direct debit.
    """,
    asks="""
    Please [credit|refund] the seats [we did not use|of people who left].
    Can we have [seasonal|flexible] seats?
    Who can [explain|walk me through] your subscription bill?
    [Send|I need] the Fernhill bill with our [PO|purchase order] number on it.
    """,
    shorts="""
    Charged for [deactivated|ex] users. Refund please.
    your bill says [31|24] seats we have [26|19]
    [Renewal|Subscription] price jumped by {pct} percent, no [mail|warning].
    cancelled in {month}, still [billed|charged]
    [Why is|How come] a read only user costs a full seat?
    Seasonal seats please, we pay for [ghosts|empty chairs] all winter
    """,
    notes="""
    seats of leavers billed for {n} months, wants credit before [talking|any talk about] renewal
    asks for [seasonal|flex] seats; [crew|headcount] doubles in summer
    [procurement|purchasing] needs PO number on our bill and [yearly|annual] invoicing
    """,
)

REPORT_EXPORT = voice(
    "report_export_and_charts",
    scenes="""
    Every [Monday|month] I [build|make] the [KPI deck|performance report] for the [owners|board].
    We look at first time fix rate, [utilisation|response time] and [revenue per van|callbacks].
    I am [no analyst|the only one here who can do pivot tables].
    """,
    symptoms="""
    The report export [stops|is cut] at [1,000|500|5,000] rows.
    Custom fields are [missing|not available] [in|as columns of] the [report builder|CSV].
    [Dashboards|Charts] cannot be [filtered|grouped] by [job type|customer group].
    First time fix rate in the [dashboard|report] [differs|is different] from [my own count|the export].
    Scheduled reports [arrive|come] [empty|without the attachment].
    The [CSV|spreadsheet] has dates as text and [semicolons|commas] mixed, so [pivot tables|formulas] break.
    You cannot compare [this year with last|two periods] in any [chart|report].
    The [utilisation|response time] chart has no [definition|explanation], nobody knows what it \
        [counts|means].
    Saved [report filters|views] [vanish|reset] [after logout|each time].
    """,
    harms="""
    I [stitch|glue] {n} CSV files together [every month|by hand].
    The board [saw|got] two different numbers [in one meeting|for the same KPI].
    It takes me [a full day|six hours] [a month|each time] to get to one chart.
    """,
    asks="""
    Could the [row|export] limit be [lifted|raised]?
    Please add custom fields to the [report builder|export].
    Is there an [API|ODBC link] for [BI tools|our BI]?
    How is first time fix rate [defined|calculated]?
    We [want|would like] a [chart|dashboard] [we can put|to hang] on the [wall screen|office TV].
    """,
    shorts="""
    Export [cut off|stops] at 1000 rows.
    report builder without custom fields is [useless|half a tool]
    [KPI|Dashboard] numbers differ from the csv.
    cant compare [year on year|two months] in reports
    scheduled report mail is [empty|blank] again
    [Where|How] is utilisation defined? Chart says 112%.
    csv dates come as text, pivot breaks
    """,
    notes="""
    [analyst|controller] needs [BI access|an API] and no row limit in reports
    dashboards [too thin|cannot be grouped], board pack is built [by hand|in spreadsheets]
    wants KPI definitions and year on year charts
    """,
)

MONEY = (INVOICE_EXPORT, PRICE_BOOK, CARD_PAYMENT, SEATS_CHARGED, REPORT_EXPORT)
