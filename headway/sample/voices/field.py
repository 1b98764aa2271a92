"""What technicians and their offices write about the mobile app."""

from __future__ import annotations

from headway.sample.voices.voice import voice

OFFLINE_FORMS_LOST = voice(
    "offline_forms_lost",
    scenes="""
    [We work in|Most of our calls are in] [plant rooms|lift shafts|cellars] with [no signal|zero \
        coverage|one bar if you are lucky].
    {tech} was in [airplane mode|a dead spot] at {site} {when}.
    Out past the [quarry|reservoir|wind park] there is no [network|reception] at all, so offline mode is why \
        we bought this.
    This [has happened {n} times|keeps happening] since [the {version} update|we moved to {version}].
    The [inspection form|service sheet|commissioning form] for {site} has [forty|about sixty|35] fields.
    My [Android tablet|Samsung|work phone] was offline for [most of the shift|two hours|the whole visit].
    """,
    symptoms="""
    [Filled in the whole form|Completed the checklist] offline and [when the signal came back|once I was \
        back on the road] it was [blank|empty|gone].
    The form said [saved on device|will sync later] and then [every answer|the second half] \
        [vanished|disappeared] when it [reconnected|synced].
    Offline forms are [being dropped|getting lost] [as soon as the app syncs|on the first sync after no \
        signal].
    After [regaining coverage|driving back into coverage] the app loaded an [older draft|empty draft] over \
        [my answers|what I had typed].
    It shows [sync pending|waiting to sync] for [an hour|half the day] and then the [form|checklist] resets \
        to [draft|not started].
    {n} [service sheets|checklists] [that {tech} did|done] without signal never [arrived|reached the office].
    [Submit|The submit button] does nothing without signal, and [closing|restarting] the app [wipes|loses] \
        the form.
    Readings [typed in|entered] with no coverage are [missing|not there] afterwards although the job says \
        [done|complete].
    Half of an offline form [came through|synced], the [meter readings|tick boxes|defect notes] did not.
    Two [techs|engineers] worked offline on [one|the same] job and one [form|set of answers] overwrote the \
        other [on sync|when they reconnected].
    """,
    harms="""
    [I|He] had to [drive back {miles} miles|go down the shaft a second time] to [take the readings \
        again|redo the inspection].
    We now [write everything on paper first|carry paper sheets again], which [defeats the point|is absurd in \
        2026].
    The [insurer|building owner] wants the inspection record and we [have nothing to show|cannot produce it].
    {tech} [refuses to use|has stopped trusting] offline mode and I [cannot blame him|get it].
    That is [forty minutes|an hour] of typing [down the drain|I do not get back].
    """,
    asks="""
    Is there [any way|a way] to [get back|recover] what was [typed|stored] on the device before it synced?
    [Please keep|Just keep] a local copy of each form until [the server confirms it|it has really arrived].
    [Can you|Please] tell us [whether|if] the offline answers still sit somewhere on the [tablet|phone].
    When will offline [saving|sync] be [safe to use|trustworthy] again on [Android|{version}]?
    I need a [clear|visible] sign that a form [is only on the phone|has reached the office].
    """,
    shorts="""
    [Lost|Just lost] another form [in a cellar|with no signal]. [Offline mode is a joke|Fix offline]!
    offline form gone after sync, [third|second] time this [week|month]
    [No signal = no form|No coverage, no paperwork]. Everything typed offline disappears.
    Great until you [lose signal|go underground], then your [answers|checklists] are wiped.
    [Do not trust|Careful with] offline mode, [it ate|I lost] a full [inspection|commissioning] form.
    offline answers overwritten by [a blank draft|an empty form] once [signal|coverage] returned
    [Forms|Checklists] do not survive [a lift shaft|a basement]. Screenshots before you sync!
    """,
    notes="""
    [crew|field team] lost [offline forms|checklists done offline] [in the trial|last month], wants [proof|a \
        demo] that nothing typed without signal can vanish
    asked twice how offline [storage|sync] works; their sites are [tunnels|basements] and a [paper \
        backup|lost form] is a no-go
    [expansion|upsell] on hold until offline forms [stop disappearing|sync reliably]
    """,
)

PHOTO_UPLOAD_STUCK = voice(
    "photo_upload_stuck",
    scenes="""
    We take [before and after|ten to fifteen] pictures [on every job|of each roof].
    {tech} [shot|took] {n}0 pictures of the [panel array|boiler flue|damage] {when}.
    On [wifi in the yard|full 5G] the uploads [should be|ought to be] quick.
    Our [warranty claims|handover packs] need [sharp|full size] photos of the [serial plate|wiring].
    The camera in the app is the [only one|one] we allow, for [privacy|audit] reasons.
    """,
    symptoms="""
    Pictures [hang|sit|get stuck] at [99|80|0] percent [uploading|with the spinner].
    The [gallery|photo strip] shows grey [squares|tiles] [instead of|where] the [pictures|images] [we \
        took|should be].
    [Only the first|Just] {n} photos upload, the rest say [failed, tap to retry|upload error].
    Images come out [blurry|so compressed] that [you cannot read|nobody can read] the [serial plate|label].
    Photos are attached [sideways|upside down|in random order] [in the report|on the customer copy].
    The camera [crashes|freezes|closes] [after the fifth picture|when flash is on].
    [Larger|Panorama] pictures are refused with [file too big|unsupported image] and no [hint|limit] given.
    The same [picture|image] gets uploaded [three|two] times and the [other ones|rest] not at all.
    I cannot add [captions|arrows or circles] to a picture [after|once] it is uploaded.
    """,
    harms="""
    We [email|text] pictures to the office [instead|like in 2010].
    [A warranty claim|The manufacturer] was [refused|turned down] because the image [was unreadable|never \
        arrived].
    The crew [stands in the van|waits in the car park] watching [a progress circle|thumbnails crawl].
    My phone [storage|memory] is full of pictures that [should have left|are waiting to upload].
    """,
    asks="""
    Could you [let us pick|offer] the image [quality|resolution] per [job type|template]?
    Please [retry|resume] failed picture uploads [by yourselves|in the background].
    Is there a [size limit|maximum] for images, and [where is it written|what is it]?
    [Markup|Drawing] on photos [would be lovely|is on our wish list].
    How do I [rotate|reorder] pictures [that are already attached|before the report goes out]?
    """,
    shorts="""
    [Photo|Picture] upload [stuck|frozen] at 99%. Again.
    pictures wont [upload|send], [retry|tap to retry] does nothing
    Camera [crashes|dies] after a few [shots|pictures]. Otherwise [ok|a decent app].
    [Blurry|Pixelated] photos, useless for [warranty|evidence].
    uploading images takes [longer|more time] than [fixing the boiler|the repair]
    why are my [photos|pictures] rotated [90 degrees|sideways]
    [Grey|Empty] thumbnails everywhere, where did the pictures go?
    """,
    notes="""
    needs [full resolution|uncompressed] photos for [warranty|insurance] files; ours are too [small|blurry]
    [pilot|trial] crew complained about picture uploads [hanging|stalling], competitor shows a \
        [queue|progress list]
    wants drawing on pictures ([arrows|circles]) and captions in the [handover pack|report]
    """,
)

LOCATION_BATTERY = voice(
    "location_battery_drain",
    scenes="""
    Location sharing is [switched on|active] from [7 to 4|the moment we clock on].
    [My|{tech}'s] phone is [a year|eight months] old and [normally|otherwise] lasts [all day|until bedtime].
    We [bought|fitted] car chargers [for the whole crew|in every van] because of this.
    Battery settings show [Fernhill|your app] at [41|56|63] percent of [use|the drain].
    The [live map|tracking map] is what our office [looks at|uses] to [answer|tell] callers where the van is.
    """,
    symptoms="""
    Background location [eats|drains|kills] the battery [by noon|before lunch|in four hours].
    The phone gets [hot|really warm] in my pocket [while|whenever] GPS tracking is on.
    The pin on the map is [stuck|frozen] where {tech} [parked|was] [an hour|two hours] ago.
    GPS [dots|positions] jump [across the river|two streets over|into the sea] and back.
    Tracking keeps running [after I clock off|in the evening|on my day off].
    The map says [location unknown|last seen 3 h ago] for [half|most] of the vans.
    [Geofence|Arrival] detection fires when I [drive past|am still on the motorway].
    Turning [battery saver|low power mode] on stops the GPS [completely|and the office thinks I vanished].
    Mileage from [GPS|tracking] is [off by|short by] {pct} percent against the [odometer|tacho].
    """,
    harms="""
    [With a dead phone at three|With a flat battery] I [miss calls|cannot be reached] for the rest of the shift.
    [Callers|Clients] are told the van is [near|five minutes away] when it is [on the other side of \
        town|nowhere close].
    The [works council|union rep] has [asked|complained] about tracking after hours.
    [Three of the lads|Some colleagues] now [switch GPS off|deny the permission] for good.
    """,
    asks="""
    Could GPS [run only|be sampled only] while [driving|a job is open]?
    Please [let me stop|give us a button to stop] tracking [outside working hours|at the weekend].
    How [often|frequently] does the [pin|position] refresh, and can we [change|lower] it?
    Is there a [low power|light] tracking mode [planned|coming]?
    """,
    shorts="""
    [Battery|Phone] dead by [1pm|lunch]. Tracking is [greedy|a hog].
    battery drain is [insane|terrible] with location on
    [Two stars|One star] because it [cooks|heats up] my phone.
    GPS pin [wrong|stale] all the time, [map|live view] useless
    It tracks me [at home|on my sofa]. Uninstalled [until fixed|for now].
    [Power hungry|Battery killer]! Needs [a power bank|two charges a day].
    position on map not [updating|moving] unless the app is [open|on screen]
    """,
    notes="""
    union asks for [written proof|a guarantee] that GPS stops [after hours|at clock off]; [legal|works \
        council] must sign
    [live map|van position] lags, [dispatcher|control room] compared us with a [hardware tracker|telematics \
        box]
    battery drain [came up|raised] as the number one complaint of [crew|engineers]
    """,
)

TIMESHEET_HOURS = voice(
    "timesheet_hours_wrong",
    scenes="""
    Payroll [closes|runs] [on the 25th|every second Friday|tomorrow at noon].
    [I|{tech}] worked [7:00 to 17:30|a night shift from 22 to 6|nine and a half hours] {day}.
    Our [collective agreement|overtime rule] says [anything over 8 hours|Saturday] is time and a half.
    We check [clock ins|timesheets] [every Monday|line by line] before wages go out.
    Travel [counts|is paid] as working time [here|with us].
    """,
    symptoms="""
    The timesheet shows [{n} hours|six hours] too [few|many] for [the week|last week].
    Clocking out [after midnight|on a night shift] [splits|books] the hours on [two days|the wrong day].
    [Lunch|The unpaid break] is deducted [twice|even when nobody took it].
    Overtime is [paid|counted] at [normal rate|single time] [on Saturdays|on public holidays].
    Travel time is [not included|left out|shown as idle] in the [weekly hours|timesheet].
    If you forget to clock out it [runs|counts] until [midnight|the next morning] and [nobody can edit \
        it|the edit is locked].
    Approved hours [change back|reset] to [pending|unapproved] when [somebody edits a job|the week rolls \
        over].
    Rounding to [15|6] minutes [always goes against|cheats] the [worker|technicians].
    The hours [in the app|on the phone] and the hours [on the web|in the payroll file] [do not agree|differ].
    """,
    harms="""
    [Two|Three] people were [underpaid|paid short] [last month|in the last run] and are [furious|rightly \
        upset].
    I spend [every Sunday evening|half a day] [correcting|fixing] hours in a spreadsheet.
    [Wages|Payroll] went out [late|wrong], and [that comes back to me|my boss noticed].
    An [inspector|auditor] asked for working time records and ours [looked like fiction|did not add up].
    """,
    asks="""
    [How do I|Where can I] [correct|edit] a clock out for somebody [on leave|who forgot]?
    Please add a [night shift|break] rule per [group|contract].
    Can the [overtime|weekend] multiplier be [set|configured] by [country|pay grade]?
    We want [a warning|an alert] when someone is clocked in for more than [12|14] hours.
    Is there a way to [lock|freeze] a pay period [once approved|after export]?
    """,
    shorts="""
    [Hours|My hours] are wrong [again|every week]. I want to be paid for what I work.
    clock out button [greyed out|does nothing], hours keep running
    [Overtime|Night shift hours] [missing|not counted] on my timesheet
    Break deducted twice, [please fix|who tests this]?
    timesheet total [doesnt match|is less than] my [clock ins|shifts]
    App [decent|fine], timesheets [hopeless|a mess].
    payroll export had {n} people with [zero|negative] hours
    """,
    notes="""
    payroll [lead|clerk] wants night shift and [break rules|overtime tiers] before they [switch|drop their \
        time clock]
    timesheet [rounding|totals] disputed by [staff|the union]; they keep a second time clock for wages
    asked for a payroll file with overtime [codes|classes]
    """,
)

VAN_STOCK = voice(
    "van_stock_counts_off",
    scenes="""
    We carry about [300|four hundred] [part numbers|SKUs] in each van.
    {tech} used [two circulation pumps|a fan coil|six brackets] at {site} {when}.
    The [storekeeper|warehouse] does a stock count [on the first|every quarter].
    We order [fittings|spares] from [three|two] wholesalers.
    Parts are scanned with the [barcode|QR] reader [in the app|on the phone].
    """,
    symptoms="""
    Van stock says [{n}|four] [valves|fuses|pumps] and the [shelf|drawer] is [empty|bare].
    Parts booked [on a job|to a work order] are [not taken off|still counted in] the van inventory.
    Negative quantities [appear|show up] for [copper elbows|thermostats|cable glands].
    A transfer between [two vans|warehouse and van] [doubles|loses] the [quantity|parts].
    The barcode scanner [reads|picks] the [wrong|neighbouring] part [number|code].
    Reorder [levels|points] never [trigger|fire] a purchase [suggestion|request].
    Returned parts [cannot be|are never] put back [into stock|on the shelf] once a job is closed.
    Kits [count|deduct] as one [item|unit] [rather than|not] their [parts|components].
    The inventory [search|lookup] cannot find parts by [supplier number|old article number].
    """,
    harms="""
    He drove to a [lift|customer] without the [board|spare] and had to [come back|rebook].
    We [overbuy|order double] because [nobody trusts|we cannot trust] the stock figures.
    The [year end|quarterly] count was out by {money}.
    Second visits [for missing parts|because of missing spares] are [up|eating our margin].
    """,
    asks="""
    Please deduct parts [when the job is closed|at the moment of scanning].
    Can we [see|have] a [history|log] of who moved which part?
    Is a [minimum level|par level] per van [possible|on the way]?
    How do I [reset|correct] the inventory [without|before] a full stock take?
    [Supplier|Wholesaler] part numbers next to ours [would help|please].
    """,
    shorts="""
    stock in van [never matches|is fiction]
    Inventory [off|wrong] again, drove [out|50 km] without the [spare|pump].
    [minus 4|minus 12] thermostats in van 3?? how
    [Scanner|Barcode scan] picks wrong part
    Parts used on jobs are not [deducted|booked out] from the van.
    wish it had [min levels|reorder points] that actually work
    [Warehouse to van|Van to van] transfer loses parts.
    """,
    notes="""
    stock [accuracy|counts] per van is [below|under] what their old [ERP|sheet] gave; storekeeper is the \
        blocker
    want [minimum levels|reorder points] with purchase orders to their wholesaler
    second visits for missing spares cost them about {money} a month
    """,
)

FIELD = (OFFLINE_FORMS_LOST, PHOTO_UPLOAD_STUCK, LOCATION_BATTERY, TIMESHEET_HOURS, VAN_STOCK)
