"""What dispatchers write about planning the day."""

from __future__ import annotations

from headway.sample.voices.voice import voice

DISPATCH_BOARD_SLOW = voice(
    "dispatch_board_slow",
    scenes="""
    We [have|run] {vans} [crews|vans] and around {many} [cards|blocks] on the board [a day|each morning].
    I sit in front of the dispatch board from [6:30|seven] [until the phones stop|every day].
    [New laptop, fast line|Fibre line and a good PC], so it is not [us|our side].
    [Mornings|Monday mornings] between 7 and 9 are [the worst|when it bites].
    The week view with [all crews|every crew] open is [what we live in|our main screen].
    It [was fine|used to be quick] [last year|a few months ago].
    """,
    symptoms="""
    Dragging a [block|card] on the board [lags by five seconds|stutters badly|takes ages|takes ten seconds].
    The dispatch board [freezes|hangs|locks up] [when I switch to week view|as soon as I scroll].
    [Chrome|The browser|Edge] says the page is [unresponsive|not responding] [most mornings|at least twice \
        an hour].
    The board takes [30|forty|25] seconds to load [with more than|once we pass] {many} cards.
    You drop a card and it [jumps back|snaps back] to [the old row|its old slot] before it [moves|settles].
    Scrolling the timeline is [choppy|like wading through mud|a slideshow].
    Filters on the board [take|need] [a coffee break|20 seconds] to [apply|react].
    Memory of the [tab|board tab] climbs to [3|four] GB until I [reload|close it].
    The board [loads slower|gets heavier] [every week|with each crew we add].
    Two dispatchers on the board [at once|together] and [everything crawls|it slows to a halt].
    """,
    harms="""
    With an emergency call [on the line|waiting] I cannot [sit there|watch a spinner].
    We [went back|fell back] to the [whiteboard|magnet board] [on Monday|for the morning rush].
    I have [booked|dropped] a crew on the wrong [row|line] because of the lag.
    Planning the morning takes [an hour|90 minutes] [rather than|instead of] twenty minutes.
    """,
    asks="""
    Please make the board [usable|quick] for [teams our size|more than {vans} crews].
    Could you [load only|render just] the rows [on screen|I look at]?
    Is somebody [working on|looking at] the speed of the board?
    What is the [limit|maximum] of cards the board [can take|is built for]?
    """,
    shorts="""
    Board is [painfully slow|slow as treacle|crawling] [today|since the last release].
    dispatch board freezes every [morning|time i scroll]
    [Drag and drop|Dragging] lag makes me want to [scream|throw the mouse].
    [Unresponsive|Frozen] board, had to reload {n} times before 8
    board [loading forever|wont load], week view
    [Slow|Laggy] board. We pay for speed!
    The timeline [stutters|jerks] with more than [thirty|twenty] rows.
    """,
    notes="""
    dispatchers of [this size|{vans} vans] see the board [freeze|lag] every morning; [blocks|slows] rollout \
        to the other depots
    [timed|measured] the board in the call: {n}0 seconds to open week view. Embarrassing
    speed of the dispatch board is the [only|main] open point before they sign
    """,
)

ROUTE_ORDER = voice(
    "route_optimiser_detours",
    scenes="""
    {tech} had [six|seven|five] stops [around|north of] [the ring road|the estuary|town] {when}.
    Diesel is [not cheap|up again] and we count [every mile|kilometres].
    We press optimise [at 6 am|the evening before] and [hope|look at the map].
    [Our vans|The big vans] [may not|cannot] use the [low bridge|city centre zone|toll tunnel].
    """,
    symptoms="""
    The optimiser [zigzags|sends us zigzagging] across [town|the county] [instead of|rather than] doing \
        neighbouring stops [together|in one go].
    Drive times are [far too short|pure fantasy|an hour off] in [rush hour|school traffic].
    The route [starts|ends] at the [depot|office] although {tech} starts [from home|at his house].
    Optimise [puts|moved] the [fixed|promised] 8 o'clock stop to [the afternoon|last place].
    It sent [a crew|our van] over the [toll bridge|ferry|mountain pass] to save [two|four] minutes.
    Route suggestions ignore [road closures|the lunch break|one way streets].
    Two vans get routed to [the same street|opposite ends and cross over] [on the same day|at the same hour].
    Adding one [urgent|emergency] stop [scrambles|reshuffles] the whole route.
    The shortest route [turned out|was] {miles} miles longer than [my own|what I drew by hand].
    """,
    harms="""
    We [burn|waste] about {money} of [fuel|diesel] a [week|month] on [silly|bad] detours.
    Drivers [ignore|laugh at] the suggested order [and go their own way|now].
    We [fit|manage] one stop [fewer|less] per van [per day|than before].
    He [crossed|drove through] the city {n} times [in one day|before lunch].
    """,
    asks="""
    Can the route [begin|start] at the [driver's home|last stop of the day before]?
    Please use [real traffic|live traffic] for drive times.
    Could we [pin|lock] stops [in place|to a time] before optimising?
    How do we [tell|teach] the optimiser about [vehicle height|toll roads|ferries]?
    """,
    shorts="""
    Route optimiser = [zigzag machine|random order]
    [Drive times|Driving times] are a fantasy in [rush hour|winter].
    sent me [across town and back|past my next stop] three times [today|this morning]
    let me start routes [from home|from my driveway]!!
    optimised route is [longer|worse] than doing it [by hand|with a paper map]
    [It routes|Routing] a high van under a low bridge. [Twice|Scary].
    [Detours|Tolls] every day, whoever wrote the routing does not [drive|pay for diesel]
    """,
    notes="""
    [fleet manager|owner] wants [live traffic|home starts] in routing, [fuel|diesel] is their second biggest \
        cost
    ran our optimiser against their own [planner|route sheet]: ours {miles} miles longer
    needs vehicle [height|weight] limits and toll avoidance in routes
    """,
)

SKILLS_MATCHING = voice(
    "expired_certificates_assigned",
    scenes="""
    Only [four|three] of our people hold the [gas|high voltage|refrigerant|lift inspection] certificate.
    By law [this work|a switch room] needs a [certified|licensed] person.
    [Apprentices|First years] may not [go alone|work unsupervised].
    Certificates [run out|expire] every [two|five] years and [HR|the safety officer] keeps the list.
    """,
    symptoms="""
    Auto assign gave a [gas|high voltage] job to [an apprentice|somebody without the ticket].
    [Expired|Lapsed] certificates do not [block|stop] [anybody|a person] from being assigned.
    The suggested [person|engineer] has [none of|not] the [skills|qualifications] [the job|it] [asks \
        for|requires].
    [Skill|Qualification] tags have to be [typed|set] on each [job|person] by hand, no [levels|grades].
    You cannot [require|ask for] two [qualified people|certificate holders] on one job.
    There is no [warning|reminder] before a [licence|certificate] [expires|lapses].
    [Language skills|Languages of the engineer] [cannot be|are not] taken into account when assigning.
    The filter for [certified|qualified] people shows [everyone|nobody].
    A [refrigerant|welding] ticket uploaded as PDF is not [recognised|linked] as a qualification.
    """,
    harms="""
    If the [inspector|regulator] had [come by|walked in] we would have [lost our licence|been fined].
    An [unqualified|uncertified] lad stood [at the panel|in front of the boiler] and had to phone me.
    We [keep|maintain] the certificate matrix in a [separate sheet|wall chart] and check [each|every] \
        assignment by eye.
    """,
    asks="""
    Please [block|refuse] assignment when the [certificate|licence] is [missing|out of date].
    Can we get [reminders|an e-mail] [60|90] days before a qualification ends?
    Is a [training|skill] matrix [view|screen] [planned|possible]?
    Add [supervisor|buddy] rules for apprentices [please|if you can].
    """,
    shorts="""
    [Assigned|It assigned] an apprentice to a [gas|high voltage] job. Dangerous!
    expired [certificate|licence] and still [assignable|bookable]
    Skill tags [do nothing|are ignored] in auto assign.
    need certificate expiry [reminders|alerts]
    how do i require [2 certified people|a licensed welder] on a job
    [qualification|skills] filter [broken|shows everybody]
    """,
    notes="""
    [safety officer|compliance] demands a hard stop when a certificate has [lapsed|expired]
    qualification matrix is [missing|weak]; they certify [lifts|gas] and get audited [yearly|twice a year]
    wants two certificate holders per [job|shaft] enforced
    """,
)

RECURRING_VISITS = voice(
    "maintenance_plan_visits",
    scenes="""
    We service [{many}|over two hundred] [lifts|boilers|fire panels] on [yearly|quarterly|six month] \
        contracts.
    The maintenance plan for {site} is [every 3 months|twice a year].
    Contracts renew [in January|on the anniversary].
    [Statutory|Safety] checks must be done within [12|six] months of the last one.
    """,
    symptoms="""
    The recurring visit for [{month}|this quarter|block C] was [never created|skipped|not generated].
    Maintenance plans [create|generate] [double|duplicate] visits after [we edit|changing] the [start \
        date|contract].
    The next visit is counted from the [planned|original] date [and not|instead of] the day it was [really \
        done|carried out].
    Cancelling one visit [cancelled|wiped out] the whole [series|contract].
    Ended contracts [keep|still keep] [producing|spitting out] visits.
    A series [set to|of] every [second Tuesday|28 days] drifts to [weekends|bank holidays].
    The checklist of a [renewed|changed] maintenance plan is still the [old one|one from last year].
    [Bulk|Mass] moving a season of visits is [impossible|one by one].
    Annual services all land [in the first week of January|on the same day] [after the renewal|again].
    """,
    harms="""
    A lift went [past|over] its statutory [check|inspection] date and [was shut|had to be closed].
    We [missed|forgot] {n} contract visits [last quarter|last winter] and had to [give money back|refund the \
        fee].
    I keep a [wall calendar|second list] of contracts [to be safe|just in case].
    """,
    asks="""
    Can the interval [run|count] from the [completion|actual] date?
    Please show [all visits|what] a contract will [create|generate] [for the year ahead|before saving].
    How do we [pause|suspend] a maintenance plan [for the winter|while a building is closed]?
    Could the series [avoid|skip] [bank holidays|weekends] on its own?
    """,
    shorts="""
    recurring visits [missing|not generated] for {month}
    Maintenance plan made [two|three] visits for the same [boiler|lift].
    Cancelled one service visit and the [whole year|series] is gone!!
    [Contract|Service plan] ended, visits [keep coming|still created]
    please let us pause a [series|contract]
    Next service date [wrong|miscalculated] after a late visit.
    all [annual|yearly] services on the same [day|week] again
    """,
    notes="""
    [contract|maintenance] business is 70 percent of revenue, cannot [miss|skip] a statutory visit
    needs interval from completion date for [fire|lift] contracts, [competitor|incumbent] has it
    wants to pause service plans for [seasonal|closed] sites
    """,
)

TIME_SHIFTED = voice(
    "appointment_time_shifted",
    scenes="""
    [After|Since] the clocks [changed|went forward] [in March|this spring] [we are chasing times|it is chaos].
    Our office is in [one zone|Lisbon], the crews are in [another|Madrid].
    [We told|I had promised] {customer} [9:00|8:30|14:00].
    Everything booked [before the clock change|in winter] is affected.
    """,
    symptoms="""
    Appointments [show|appear] [one hour|an hour] [early|late] [on the phone|in the app].
    Bookings made [before|ahead of] daylight saving [moved|shifted] by [one hour|sixty minutes].
    The web shows [10:00|9:00] and the phone [9:00|8:00] for the [same appointment|very same slot].
    Start times [jump|flip] when a [colleague|dispatcher] in another time zone [opens|edits] them.
    All day appointments [begin|start] at [23:00 the day before|1 am].
    The confirmation has the [right|correct] hour, the [schedule|technician view] is off by one.
    Time zone [setting|in the profile] [falls back|resets] to [UTC|London] [by itself|on each login].
    Summer time is [ignored|not applied] for appointments created by [import|the API].
    """,
    harms="""
    {tech} [rang the bell|turned up] an hour [early|late] and [woke a family|found nobody in].
    We [apologised to|lost] {n} customers because of the hour.
    [Everyone|All of us] now [adds|subtracts] an hour in their head.
    """,
    asks="""
    [Can you|Could somebody] [shift|move] the old bookings back by one hour [in one go|for us]?
    Which time zone [rules|decides], the office's or the phone's?
    Please [show|print] the time zone next to the [hour|start time].
    Will this [happen|hit us] again when the clocks go back in October?
    """,
    shorts="""
    [Appointments|Bookings] are an hour off since the clock change.
    wrong hour on [phone|mobile], right on web
    daylight saving [broke|shifted] [all|every one of] our bookings
    [1 hour early|One hour late] AGAIN. Sort out your time zones.
    time zone keeps [resetting|going back] to utc
    [Showed up|Arrived] an hour early because of your app.
    """,
    notes="""
    [crews|teams] across two time zones saw bookings [shift|move] by an hour after daylight saving
    asks for a [written|clear] statement on the October clock change
    lost trust in start times after the summer time [bug|mess]
    """,
)

DISPATCH = (DISPATCH_BOARD_SLOW, ROUTE_ORDER, SKILLS_MATCHING, RECURRING_VISITS, TIME_SHIFTED)
